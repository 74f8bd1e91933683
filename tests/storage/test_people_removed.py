"""Removing somebody: files first, then no way in, other keys, and nothing true in their name any more (V-3.11)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from storage import clock, failures, header, rows, sealing
from storage.header_trail import facts_of
from storage.vault import (
    Event,
    KnownError,
    NewCompartment,
    SecretBytes,
    Share,
    SharingChange,
    Write,
    failure,
    restore,
    run_backup,
)
from tests.storage.attack import Colleague, add_colleague, forged_session, plain_content, raw, sealed_body
from tests.storage.kit import (
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
    verify,
)
from tests.storage.people import THIRD_LOGIN, THIRD_PASSPHRASE, add, as_other, moments, other, told

UNDONE = {"session_without_end", "history_missing", "history_rewritten"}


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    """Somebody who can read and write the client's file."""
    found = add_colleague(practice)
    with practice.open() as signin:
        shares = (Share(found.account, "read write"),)
        signin.sharing.change([SharingChange(practice.clinical, grant=shares)], reason="together")
    return found


def key_of(practice: Practice, compartment: str) -> bytes:
    """The key in force of a compartment the founder holds, as an attacker remembers it."""
    with practice.open() as signin:
        return signin._vault.keyring.held_key(compartment).key


def test_a_removed_account_has_no_way_in_and_its_keys_open_nothing_new(
    practice: Practice, colleague: Colleague
) -> None:
    """V-3.11: roster, header, database key, generations; index and anchor of the account go as well."""
    old_key = key_of(practice, practice.clinical)
    steps: list[str] = []
    signin = practice.unlock()
    signin.accounts.remove(colleague.account, progress=steps.append)
    assert signin.is_locked
    assert steps[-3:] == ["copy", "check", "header"]
    assert steps[0] == "generation 1/3"
    assert [each.id for each in header.load(practice.path).header.accounts] == [practice.account]
    assert failure_of(as_other, practice) == "wrong_secret"
    assert not list(practice.path.rglob(f"*{colleague.account}*"))
    assert practice.rekeyed().database_key != practice.database_key
    assert key_of(practice, practice.clinical) != old_key
    with practice.open() as signin:
        assert [(each.is_active, bool(each.removed)) for each in signin.people()] == [(True, False), (False, True)]
        renewed = [entry.seq for entry in entries_of(signin, "revoke")]
        assert len(renewed) == 3
        assert max(renewed) < entries_of(signin, "rekeyed")[0].seq
        assert [holder.account for holder in signin.sharing.holders(practice.clinical)] == [practice.account]
        assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
        assert findings(verify(signin, full=True)) == set()
        assert failure_of(lambda: signin.accounts.remove(colleague.account)) == "account_removed"
        assert failure_of(lambda: signin.accounts.change_role(colleague.account, "owner")) == "account_removed"
        again = add(signin)
        assert again.account != colleague.account


def test_what_they_wrote_before_stays_true(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: by the position in the trail, not by who is there today."""
    with other(practice) as signin:
        record = signin.new_id()
        signin.write([Write(record, practice.clinical, "session_note", 1, note("by Bruno"), "signed")])
    practice.unlock().accounts.remove(colleague.account)
    (practice.path / "index" / f"{practice.account}.db").unlink()
    with practice.open() as signin:
        found = signin.read(record)
        assert (found.author, found.body["title"]) == (colleague.account, "by Bruno")
        assert findings(verify(signin, full=True)) == set()


def test_nobody_is_removed_while_they_alone_can_open_a_file(practice: Practice, colleague: Colleague) -> None:
    """V-3.11: handed over, or the loss accepted file by file, which is an entry each."""
    with other(practice) as signin:
        client, kinds = signin.new_id(), ("identity", "clinical", "process")
        places = [NewCompartment(signin.new_id(), kind, {"client": client}) for kind in kinds]
        signin.write([], compartments=places)
    mine = {place.id for place in places[:2]}
    signin = practice.unlock()
    assert set(signin.accounts.alone_holding(colleague.account)) == mine
    assert practice.identity in signin.accounts.alone_holding(practice.account)
    assert practice.clinical not in signin.accounts.alone_holding(practice.account)
    for accepted in ([], [places[0].id]):
        with pytest.raises(KnownError) as refused:
            signin.accounts.remove(colleague.account, accept_loss=accepted)
        assert (refused.value.name, refused.value.values) == ("only_holder", {"n": str(2 - len(accepted))})
        assert signin.people()[1].is_active
    signin.accounts.remove(colleague.account, accept_loss=mine)
    with practice.open() as signin:
        lost = {entry.compartment for entry in entries_of(signin, "roster_changed") if entry.outcome == "lost"}
        assert lost == mine
        assert findings(verify(signin, full=True)) == set()


def test_a_file_that_somebody_else_can_open_keeps_nobody(practice: Practice) -> None:
    """V-3.11: a holder who is removed, or whose grant is forged, is no holder."""
    colleague = add_colleague(practice)
    with practice.open() as signin:
        third = add(signin, THIRD_LOGIN, THIRD_PASSPHRASE)
        shares = (Share(colleague.account, "read"), Share(third.account, "read"))
        signin.sharing.change([SharingChange(practice.clinical, grant=shares)], reason="x")
        assert practice.clinical not in signin.accounts.alone_holding(practice.account)
        signin.accounts.remove(colleague.account)
    with practice.open() as signin:
        assert practice.clinical not in signin.accounts.alone_holding(practice.account)
        signin.accounts.remove(third.account)
    with practice.open() as signin:
        assert practice.clinical in signin.accounts.alone_holding(practice.account)


def test_owners_remove_others_and_never_the_last_of_them(practice: Practice) -> None:
    """V-3.6: not oneself; a practice without an owner could not go on."""
    with practice.open() as signin:
        made = add(signin)
        assert failure_of(lambda: signin.accounts.remove(practice.account)) == "last_owner"
        signin.accounts.change_role(made.account, "owner")
        assert failure_of(lambda: signin.accounts.remove(practice.account)) == "refused"
        assert failure_of(lambda: signin.accounts.remove("nobody")) == "not_found"
    signin = as_other(practice)
    lost = signin.accounts.alone_holding(practice.account)
    assert {practice.identity, practice.clinical} == set(lost)
    signin.accounts.remove(practice.account, accept_loss=lost)
    assert failure_of(practice.unlock) == "wrong_secret"
    with other(practice) as signin:
        assert [each.is_active for each in signin.people()] == [False, True]
        assert findings(verify(signin, full=True)) == set()
        signin.write([], compartments=[NewCompartment(signin.new_id(), "identity", {"client": signin.new_id()})])
        add(signin, THIRD_LOGIN, THIRD_PASSPHRASE)
        assert findings(verify(signin, full=True)) == set()


def cut_before_the_new_header(practice: Practice, account: str) -> None:
    """The roster says that they are gone; the header still lets them in."""

    def full(*_: object) -> None:
        raise failure("no_space")

    signin = practice.unlock()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("storage.header.write", full)
        assert failure_of(lambda: signin.accounts.remove(account)) in {"no_space", "change_unclear"}
    signin.lock("test")


def test_a_removal_that_was_cut_lets_nobody_in_and_is_finished_by_an_owner(
    practice: Practice, colleague: Colleague
) -> None:
    """V-3.11: the try is noted; the next sign-in of an owner re-keys and writes the header without them."""
    cut_before_the_new_header(practice, colleague.account)
    assert len(header.load(practice.path).header.accounts) == 2
    assert failure_of(as_other, practice) == "account_removed"
    assert [each.account for each in failures.read(practice.path)] == [colleague.account]
    with practice.open() as signin:
        assert [each.id for each in header.load(practice.path).header.accounts] == [practice.account]
        assert signin._vault.header.database.file != "records-1.db"
        assert entries_of(signin, "rekeyed")[-1].outcome == "done"
        assert findings(verify(signin, full=True)) <= UNDONE
    assert failure_of(as_other, practice) == "wrong_secret"


def test_what_cannot_be_finished_keeps_no_owner_out(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-3.11: on a full disk an owner signs in all the same, and the rest is done the next time."""
    cut_before_the_new_header(practice, colleague.account)

    def full(*_: object) -> None:
        raise failure("no_space")

    with monkeypatch.context() as patched:
        patched.setattr("storage.rekeying.Rekeying._check", full)
        with practice.open() as signin:
            assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
            assert len(header.load(practice.path).header.accounts) == 2
    assert failure_of(as_other, practice) == "account_removed"
    practice.unlock().lock("test")
    assert len(header.load(practice.path).header.accounts) == 1


def test_a_file_that_is_damaged_keeps_nobody_from_being_removed(practice: Practice, colleague: Colleague) -> None:
    """V-3.11: its key cannot be replaced now; everything else is done."""
    with raw(practice) as connection:
        connection.execute("UPDATE body SET sealed = zeroblob(300) WHERE record = ?", (practice.notes[1],))
    practice.unlock().accounts.remove(colleague.account)
    assert failure_of(as_other, practice) == "wrong_secret"
    with practice.open() as signin:
        assert not signin.people()[1].is_active
        assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"


def test_after_a_crash_at_any_step_they_are_in_or_out_for_good(
    practice: Practice, colleague: Colleague, tmp_path: Path
) -> None:
    """V-3.11, V-6.10: whatever was cut, the founder works on, and the removal is whole or has not begun."""
    seen = set()
    signin = practice.unlock()
    for number, moment in enumerate(
        moments(practice, tmp_path, signin, lambda at: at.accounts.remove(colleague.account))
    ):
        entered = failure_of(lambda moment=moment, number=number: as_other(copy_of(moment, tmp_path / f"{number}-o")))
        with moment.open() as signin:
            assert signin.read(practice.notes[1]).body["title"] == "Sitzung zwei"
            assert findings(verify(signin, full=True)) <= UNDONE, number
            active = signin.people()[1].is_active
            holders = {holder.account for holder in signin.sharing.holders(practice.clinical)}
        known = [each.id for each in header.load(moment.path).header.accounts]
        assert len(list(moment.path.glob("records-*"))) == 1
        if active:
            assert (entered, len(known), holders) == ("none", 2, {practice.account, colleague.account})
        else:
            assert (len(known), holders) == (1, {practice.account})
        seen.add((active, entered))
    assert seen == {(True, "none"), (False, "account_removed"), (False, "wrong_secret")}


# What somebody who was removed can still try, with their keys and the database key of then.


def without_rekeying(practice: Practice, colleague: Colleague) -> Practice:
    """Removed, and yet able to write into the database: as if they had got its new key."""
    practice.unlock().accounts.remove(colleague.account)
    return practice.rekeyed()


def test_a_session_in_the_name_of_a_removed_account_is_found(practice: Practice, colleague: Colleague) -> None:
    """V-6.3, V-5.6: certified with a key that holds no more."""
    now = without_rekeying(practice, colleague)
    with raw(now) as connection:
        forged_session(now, connection, colleague.keys.signer, colleague.account).append(Event(action="view"))
    with practice.open() as signin:
        assert "certificate_invalid" in findings(verify(signin))
        forged = next(entry for entry in entries_of(signin, "view") if entry.account == colleague.account)
        assert failure_of(signin._vault.trail.check, forged, signin._vault.roster) == "trail_damaged"


def test_a_session_of_before_says_nothing_after_the_removal(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: not even with the key of that session, which an own tool may have kept."""
    with raw(practice) as connection:
        kept = forged_session(practice, connection, colleague.keys.signer, colleague.account)
        kept.append(Event(action="list"))
    now = without_rekeying(practice, colleague)
    with raw(now) as connection:
        replace(kept, connection=connection, practice=now).append(Event(action="search"))
    with practice.open() as signin:
        mine = [entry for entry in entries_of(signin) if entry.session == kept.session]
        trail, people = signin._vault.trail, signin._vault.roster
        assert [failure_of(trail.check, entry, people) for entry in mine] == ["none", "none", "trail_damaged"]
        assert "session_mixed" in findings(verify(signin))


def test_a_record_in_the_name_of_a_removed_account_is_forged(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: rightly signed, with the key of the file, named by an entry: after the removal it is nothing."""
    now = without_rekeying(practice, colleague)
    key, plain = key_of(now, now.clinical), plain_content(note("too late"))
    row = rows.Revision(
        b"", clock.new_id(), clock.new_id(), now.clinical, None, colleague.account, clock.now(), "saved",
        sealing.digest("content", plain),
    )  # fmt: skip
    row = replace(row, signature=colleague.keys.signer.sign("revision", row.message(now.vault_id)))
    event = Event(
        action="save", record=row.record, revision=row.id, compartment=now.clinical, rows=(row.digest(now.vault_id),)
    )
    with raw(now) as connection:
        row.insert(connection)
        sealed = sealed_body(key, row, now.vault_id, plain)
        values = (row.record, row.id, sealed)
        connection.execute("INSERT INTO body (record, revision, generation, sealed) VALUES (?, ?, 2, ?)", values)
        forged_session(now, connection, colleague.keys.signer, colleague.account).append(event)
    with practice.open() as signin:
        assert failure_of(signin.read, row.record) == "record_forged"
        assert "row_forged" in findings(verify(signin))


def test_the_vault_of_before_put_back_is_told(practice: Practice, colleague: Colleague, tmp_path: Path) -> None:
    """V-6.5: header and database of before the removal, put back by somebody with a copy: what is missing is told."""
    kept = copy_of(practice, tmp_path / "kept.clientsafe")
    practice.unlock().accounts.remove(colleague.account)
    for path in (*practice.path.glob("records-*"), *practice.path.glob("vault.json*")):
        path.unlink()
    for path in (*kept.path.glob("records-*"), *kept.path.glob("vault.json*")):
        shutil.copy(path, practice.path)
    with practice.open() as signin:
        assert {"history_missing", "people_missing"} <= told(signin).keys()


def test_a_header_with_the_removed_account_is_not_taken(practice: Practice, colleague: Colleague) -> None:
    """V-2.2: also with a MAC that fits, as somebody with the new database key could make it."""
    before = header.load(practice.path).header
    now = without_rekeying(practice, colleague)
    gone = next(each for each in before.accounts if each.id == colleague.account)
    found = header.load(now.path).header
    wrong = replace_accounts(found, gone, now.database_key)
    header.write(now.path, wrong)
    assert failure_of(practice.unlock) == "header_forged"
    assert facts_of(wrong) != facts_of(found)


def replace_accounts(found: header.Header, more: header.HeaderAccount, key: bytes) -> header.Header:
    value = header.Header(
        found.format, found.version, found.vault, found.generation, found.database, [*found.accounts, more]
    )
    return value.signed(key)


def test_a_backup_of_before_opens_for_both_and_says_what_is_missing(
    practice: Practice, colleague: Colleague, destination: Path, tmp_path: Path
) -> None:
    """V-8.1, V-8.5: any slot a backup carries opens it; a restored vault has the people of then."""
    with practice.open() as signin:
        report = run_backup(signin.begin_backup(destination))
        signin.end_backup(report)
    practice.unlock().accounts.remove(colleague.account)
    for number, (login, passphrase) in enumerate((("anna", PASSPHRASE), (OTHER_LOGIN, OTHER_PASSPHRASE))):
        with SecretBytes.from_text(passphrase) as typed:
            folder = tmp_path / f"restored-{number}.clientsafe"
            back, _ = restore(Path(report.file), folder, secret=typed, login=login, describe=describe, allow_cheap=True)
        assert [each.is_active for each in back.people()] == [True, True]
        assert back.read(practice.notes[0]).body["title"] == "Sitzung eins"
        assert findings(verify(back, full=True)) <= UNDONE
        back.lock("test")
