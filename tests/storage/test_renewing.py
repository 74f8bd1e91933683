"""Another secret for an account: what it opens, what the old one opens no more, and whose word it needs (V-3.4)."""

from __future__ import annotations

import errno
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from storage import clock, failures, header, rows, sealing
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import Event, Key, SecretBytes, Share, SharingChange, SignIn, Write, unlock
from tests.storage.attack import Colleague, add_colleague, forged_session, plain_content, raw, sealed_body
from tests.storage.kit import (
    LOGIN,
    OTHER_LOGIN,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    Practice,
    copy_of,
    describe,
    entries_of,
    failure_of,
    findings,
    note,
    sign_in,
    verify,
)
from tests.storage.people import THIRD_LOGIN, THIRD_PASSPHRASE, add, as_other, moments, told, watch_files

NEW = "twelve brown owls wait behind the mill"
UNDONE = {"session_without_end", "history_missing", "history_rewritten"}


def renew(signin: SignIn, proof: str = PASSPHRASE, owner: Key | None = None, **options: Any) -> str:
    """A new secret with the passphrase `NEW`; the recovery code."""
    with SecretBytes.from_text(proof) as old, SecretBytes.from_text(NEW) as new:
        return signin.accounts.renew(old, new, policy=CHEAPEST_FOR_TESTS, owner=owner, **options)


def key_of(login: str, passphrase: str) -> Key:
    """What somebody types at another's desk."""
    return Key(SecretBytes.from_text(passphrase), login)


def with_code(practice: Practice, code: str) -> SignIn:
    with SecretBytes.from_text(code) as typed:
        return unlock(practice.path, secret=typed, login=LOGIN, how="recovery", describe=describe, allow_cheap=True)


def works(practice: Practice, passphrase: str, login: str = LOGIN) -> str:
    """What signing in ends with."""
    return failure_of(lambda: sign_in(practice.path, login=login, passphrase=passphrase).lock("test"))


def test_the_new_ways_in_open_everything_and_the_old_ones_nothing(practice: Practice) -> None:
    """V-3.4: passphrase, recovery code, files, drafts, trail, another database; told to nobody as damage."""
    signin = practice.unlock()
    code = renew(signin)
    assert signin.is_locked
    assert [path.name for path in practice.path.glob("records-*")] == ["records-2.db"]
    assert not practice.index.exists()
    assert works(practice, PASSPHRASE) == "wrong_secret"
    assert failure_of(with_code, practice, practice.recovery_code) == "wrong_secret"
    with_code(practice, code).lock("test")
    signin = sign_in(practice.path, passphrase=NEW)
    assert not {"anchor_missing", "session_cut", "people_changed"} & told(signin).keys()
    assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
    assert len(signin.drafts()) == 1
    draft = signin.draft(signin.drafts()[0])
    assert draft is not None
    signin.save_draft(replace(draft, record=signin.new_id()))
    signin.write([Write(signin.new_id(), practice.clinical, "session_note", 1, note("after"))])
    assert findings(verify(signin, full=True)) == set()
    made = add(signin)
    signin.sharing.change([SharingChange(practice.clinical, grant=(Share(made.account, "read"),))], reason="x")
    assert findings(verify(signin, full=True)) == set()
    assert [entry.facts.get("how") for entry in entries_of(signin, "unlock")][-3:-1] == ["renewed", "recovery"]
    signin.lock("test")


def test_twice_is_twice(practice: Practice) -> None:
    """V-3.6: keys follow keys, each in force from its place on."""
    renew(practice.unlock())
    signin = sign_in(practice.path, passphrase=NEW)
    signin.write([Write(signin.new_id(), practice.clinical, "session_note", 1, note("between"))])
    with SecretBytes.from_text(NEW) as old, SecretBytes.from_text(THIRD_PASSPHRASE) as new:
        signin.accounts.renew(old, new, policy=CHEAPEST_FOR_TESTS)
    signin = sign_in(practice.path, passphrase=THIRD_PASSPHRASE)
    assert len(signin._vault.roster.member(practice.account).earlier) == 2
    assert findings(verify(signin, full=True)) == set()
    signin.lock("test")


def test_it_needs_the_proof_of_whoever_is_signed_in(practice: Practice) -> None:
    """V-3.4: a wrong proof counts as a failed try, and nothing is changed."""
    with practice.open() as signin:
        before = header.load(practice.path).header
        assert failure_of(renew, signin, "something else entirely") == "wrong_secret"
        assert failures.read(practice.path)[-1].account == practice.account
        with SecretBytes.from_text(PASSPHRASE) as old, SecretBytes.from_text("too short") as new:
            assert failure_of(signin.accounts.renew, old, new) == "weak_passphrase"
        assert header.load(practice.path).header == before
        assert not signin.is_locked
        renew(signin, practice.recovery_code, how="recovery")
    assert works(practice, NEW) == "none"


def test_who_is_no_owner_needs_one_at_the_desk(practice: Practice) -> None:
    """V-3.4, V-3.6: an owner's passphrase, typed there; neither a wrong one nor a colleague's will do."""
    with practice.open() as signin:
        made = add(signin)
        add(signin, THIRD_LOGIN, THIRD_PASSPHRASE)
        shares = (Share(made.account, "read write"),)
        signin.sharing.change([SharingChange(practice.clinical, grant=shares)], reason="x")
    signin = as_other(practice)
    assert failure_of(renew, signin, OTHER_PASSPHRASE) == "not_owner"
    assert failure_of(renew, signin, OTHER_PASSPHRASE, key_of(LOGIN, NEW)) == "wrong_secret"
    assert [each.account for each in failures.read(practice.path)] == [practice.account]
    assert entries_of(signin, "rekeyed")[-1].outcome == "wrong_secret"
    assert failure_of(renew, signin, OTHER_PASSPHRASE, key_of(THIRD_LOGIN, THIRD_PASSPHRASE)) == "not_owner"
    owner = key_of(LOGIN, PASSPHRASE)
    renew(signin, OTHER_PASSPHRASE, owner)
    assert not owner.derived  # what opens an owner's slot is not kept for whoever signs in next
    assert works(practice, OTHER_PASSPHRASE, OTHER_LOGIN) == "wrong_secret"
    assert works(practice, PASSPHRASE) == "none"
    signin = sign_in(practice.path, login=OTHER_LOGIN, passphrase=NEW)
    assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
    signin.write([Write(signin.new_id(), practice.clinical, "session_note", 1, note("after"))])
    assert findings(verify(signin, full=True)) == set()
    signin.lock("test")


def test_after_a_crash_at_any_step_the_old_or_the_new_secret_opens(practice: Practice, tmp_path: Path) -> None:
    """V-3.4, invariant 4: exactly one of them, with everything there; the trail holds."""
    seen = []
    for number, moment in enumerate(moments(practice, tmp_path, practice.unlock(), renew)):
        ways = []
        for passphrase in (PASSPHRASE, NEW):
            copy = copy_of(moment, tmp_path / f"{number}-{passphrase}")
            ways.append(works(copy, passphrase))
            if ways[-1] == "none":
                signin = sign_in(copy.path, passphrase=passphrase)
                assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
                assert len(signin.drafts()) == 1
                assert findings(verify(signin, full=True)) <= UNDONE, number
                signin.lock("test")
                assert len(list(copy.path.glob("records-*"))) == 1
        assert "none" in ways, number
        seen.append(tuple(ways))
    steps = list(dict.fromkeys(seen))
    assert steps[0] == ("none", "wrong_secret")
    assert steps[-1] == ("wrong_secret", "none")
    assert set(steps[1:-1]) <= {("none", "none")}


@pytest.mark.parametrize("step", range(0, 14, 2))
def test_a_full_disk_leaves_the_old_secret(practice: Practice, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """V-3.4: work goes on with it, and a second try works."""
    numbers = count()

    def full() -> None:
        if next(numbers) == step:
            raise OSError(errno.ENOSPC, "No space left on device")

    with practice.open() as signin:
        with monkeypatch.context() as patched:
            watch_files(patched, full)
            outcome = failure_of(renew, signin)
        if outcome == "none":
            return
        assert (outcome, signin.is_locked) == ("no_space", False)
        signin.write([Write(signin.new_id(), practice.clinical, "session_note", 1, note("after"))])
        assert findings(verify(signin, full=True)) == set()
        renew(signin)
    assert [works(practice, PASSPHRASE), works(practice, NEW)] == ["wrong_secret", "none"]


# What somebody can still try who had the old secret, and somehow the new database key too.


@pytest.fixture
def renewed(practice: Practice) -> tuple[Practice, Colleague]:
    """The colleague's account was renewed; the old keys are known to an attacker."""
    colleague = add_colleague(practice)
    with practice.open() as signin:
        shares = (Share(colleague.account, "read write"),)
        signin.sharing.change([SharingChange(practice.clinical, grant=shares)], reason="together")
    renew(as_other(practice), OTHER_PASSPHRASE, key_of(LOGIN, PASSPHRASE))
    return practice.rekeyed(), colleague


def test_a_session_under_the_old_key_is_found(renewed: tuple[Practice, Colleague]) -> None:
    """V-6.3, V-5.6: the key in force at the place of the entry decides."""
    now, colleague = renewed
    with raw(now) as connection:
        forged_session(now, connection, colleague.keys.signer, colleague.account).append(Event(action="view"))
    with now.open() as signin:
        assert "certificate_invalid" in findings(verify(signin))
        forged = next(entry for entry in entries_of(signin, "view") if entry.account == colleague.account)
        assert failure_of(signin._vault.trail.check, forged, signin._vault.roster) == "trail_damaged"


def test_a_record_signed_with_the_old_key_is_forged(renewed: tuple[Practice, Colleague]) -> None:
    """V-5.6: even where a session that is true names it."""
    now, colleague = renewed
    with now.open() as signin:
        key = signin._vault.keyring.held_key(now.clinical).key
    plain = plain_content(note("too late"))
    row = rows.Revision(
        b"", clock.new_id(), clock.new_id(), now.clinical, None, colleague.account, clock.now(), "saved",
        sealing.digest("content", plain),
    )  # fmt: skip
    row = replace(row, signature=colleague.keys.signer.sign("revision", row.message(now.vault_id)))
    signin = sign_in(now.path, login=OTHER_LOGIN, passphrase=NEW)
    trail, connection = signin._vault.trail, signin._vault.connection
    with trail.transaction():
        row.insert(connection)
        values = (row.record, row.id, sealed_body(key, row, now.vault_id, plain))
        connection.execute("INSERT INTO body (record, revision, generation, sealed) VALUES (?, ?, 1, ?)", values)
        place = {"compartment": now.clinical, "record": row.record, "revision": row.id}
        trail.append(Event(action="save", rows=(row.digest(now.vault_id),), **place))  # type: ignore[arg-type]
    signin.lock("test")
    with now.open() as signin:
        assert failure_of(signin.read, row.record) == "record_forged"
        assert "row_forged" in findings(verify(signin, full=True))


def test_what_is_granted_now_is_sealed_to_the_new_keys(renewed: tuple[Practice, Colleague]) -> None:
    """V-3.4: the old ones open no grant that is made from now on."""
    now, colleague = renewed
    with now.open() as signin:
        shares = (Share(colleague.account, "read"),)
        signin.sharing.change([SharingChange(now.identity, grant=shares)], reason="x")
        sealed = signin._vault.connection.execute(
            'SELECT g.id, sealed FROM "grant" g JOIN grant_key k ON k."grant" = g.id '
            "WHERE compartment = ? AND grantee = ?",
            (now.identity, colleague.account),
        ).fetchone()
    context = {
        "compartment": now.identity, "generation": 1, "grant": sealed[0], "grantee": colleague.account,
        "vault": now.vault_id,
    }  # fmt: skip
    with pytest.raises(sealing.SealError):
        colleague.keys.open(sealed[1], "grant", context)
    signin = sign_in(now.path, login=OTHER_LOGIN, passphrase=NEW)
    assert signin.label(now.identity) == {"client": now.client}
    signin.lock("test")
