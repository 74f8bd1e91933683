"""Signing in: each step has its code, wrong tries look alike and are remembered, a root cannot be replaced."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage import canonical, clock, failures, header, kdf, roster, roster_events, sealing
from storage.roster_events import RosterRow
from storage.sealing import AccountKeys, PublicKeys
from storage.vault import SecretBytes, SignIn, create, inspect, unlock, wait_before_next_try
from tests.storage.attack import add_colleague, raw, tamper
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
    signed_in,
    verify,
)
from tests.storage.people import put_row


@pytest.fixture
def derivations(monkeypatch: pytest.MonkeyPatch) -> list[kdf.Cost]:
    """The cost of every key derivation that is made."""
    made: list[kdf.Cost] = []
    derive = kdf.derive_key

    def counted(passphrase: SecretBytes, salt: bytes, cost: kdf.Cost) -> bytes:
        made.append(cost)
        return derive(passphrase, salt, cost)

    monkeypatch.setattr(kdf, "derive_key", counted)
    return made


def try_with(practice: Practice, login: str, passphrase: str) -> SignIn:
    return sign_in(practice.path, login=login, passphrase=passphrase)


def recover(practice: Practice, code: str, login: str | None = LOGIN) -> SignIn:
    with SecretBytes.from_text(code) as secret:
        return unlock(practice.path, secret=secret, login=login, how="recovery", describe=describe, allow_cheap=True)


def test_unknown_login_and_wrong_passphrase_look_and_cost_the_same(
    practice: Practice, derivations: list[kdf.Cost]
) -> None:
    """V-3.8: the same code, the same number of derivations at the same cost."""
    seen = []
    for login, passphrase in (
        (LOGIN, "some other passphrase"),
        ("nobody", PASSPHRASE),
        ("", PASSPHRASE),
        (LOGIN, ""),
        (LOGIN, PASSPHRASE.upper()),
        (LOGIN, PASSPHRASE + " "),
    ):
        derivations.clear()
        name = failure_of(try_with, practice, login, passphrase)
        seen.append((name, tuple(derivations)))
        failures.clear(practice.path)
    assert set(seen) == {("wrong_secret", (kdf.CHEAPEST_FOR_TESTS.cost,))}


def test_an_absurd_cost_is_refused_before_anything_is_derived(practice: Practice, derivations: list[kdf.Cost]) -> None:
    """V-1.5, V-3.3: limits come before memory and time, for known and unknown logins."""
    for name in header.NAMES:
        value = json.loads((practice.path / name).read_bytes())
        value["accounts"][0]["slots"][0]["cost"]["memory_kib"] = 1 << 40
        (practice.path / name).write_bytes(canonical.encode(value))
    start = time.perf_counter()
    assert failure_of(practice.unlock) == "cost_too_high"
    assert failure_of(lambda: sign_in(practice.path, login="nobody")) == "cost_too_high"
    assert derivations == []
    assert time.perf_counter() - start < 1


def test_a_vault_made_for_tests_is_refused_by_a_normal_start(practice: Practice) -> None:
    """V-3.3: the cheap profile passes only where a test asks for it."""
    with SecretBytes.from_text(PASSPHRASE) as secret:
        start = failure_of(lambda: unlock(practice.path, secret=secret, login=LOGIN, describe=describe))
    assert start == "cost_too_low"


def test_the_only_account_needs_no_login_and_two_do(practice: Practice) -> None:
    """V-3.9: without a name, the only account there is; with several, the name is asked for."""
    with signed_in(practice.path, login=None) as signin:
        assert signin.account == practice.account
    add_colleague(practice)
    assert failure_of(lambda: sign_in(practice.path, login=None)) == "login_needed"
    with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
        assert (signin.role, len(signin.people())) == ("clinician", 2)
        assert findings(verify(signin, full=True)) == set()


def test_the_recovery_code_opens_the_same_account_and_is_an_entry(practice: Practice) -> None:
    """V-3.2: a second slot; its use is in the trail."""
    signin = recover(practice, practice.recovery_code.lower().replace("-", " "))
    assert signin.account == practice.account
    assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
    assert len(entries_of(signin, "recovery_used")) == 1
    assert entries_of(signin, "unlock")[-1].facts["how"] == "recovery"
    signin.lock("test")
    code = practice.recovery_code
    other = ("0" if code[0] != "0" else "1") + code[1:]
    assert failure_of(lambda: recover(practice, other)) == "mistyped_code"
    assert failure_of(lambda: recover(practice, PASSPHRASE)) == "mistyped_code"
    assert failure_of(lambda: sign_in(practice.path, passphrase=code)) == "wrong_secret"


def test_failed_tries_wait_longer_and_reach_trail_and_person(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-3.8: five free tries, then 1, 2, 4 … 60 s; never the text typed; told at the next sign-in."""
    waits = []
    for count in range(12):
        waits.append(round(wait_before_next_try(practice.path)))
        failures.add(practice.path, practice.account if count % 2 else failures.UNKNOWN)
    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60]
    assert failure_of(practice.unlock) == "wait"
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert wait_before_next_try(practice.path) == 0
    with practice.open() as signin:
        told = {notice.name: notice.values for notice in signin.notices}
        assert told["failed_attempts"]["count"] == "12"
        assert entries_of(signin, "failed_unlock")[-1].facts["unknown"] == 6
    assert failures.read(practice.path) == []


def test_the_note_of_failed_tries_holds_nothing_that_was_typed(practice: Practice) -> None:
    """V-3.8: time and account id or *unknown* only."""
    for login, passphrase in ((LOGIN, "Geheimnis und Planung"), ("Zofia", "Geheimnis und Planung")):
        failure_of(try_with, practice, login, passphrase)
    data = (practice.path / "failures").read_bytes()
    assert [set(json.loads(line)) for line in data.splitlines()] == [{"at", "account"}] * 2
    assert [json.loads(line)["account"] for line in data.splitlines()] == [practice.account, "unknown"]
    assert b"Zofia" not in data
    assert b"Geheim" not in data


@pytest.mark.parametrize(
    "planted",
    [
        b"\xff\xfe" * 100,
        b"[" * 200_000 + b"\n",
        b'{"at":"\xff","account":"x"}\n' * 6,
        b'{"at":"0001-01-01T00:00:00","account":"x"}\n' * 6,
        b'{"at":"9999-12-31T23:59:59","account":"x"}\n' * 6,
        b'{"at":"0001-01-01T00:00:00+23:59","account":"x"}\n' * 6,
        b'{"at":"yesterday","account":"x"}\n' * 6,
        b'{"at":5,"account":null}\n' * 6,
        b"{}\n" * 20_000,
        b"\n" * 20_000,
    ],
    ids=range(10),
)
def test_a_planted_note_of_failed_tries_locks_nobody_out(practice: Practice, planted: bytes) -> None:
    """V-3.8, V-9.1: the file is plain and forgeable; whatever lies in it, the right passphrase opens."""
    (practice.path / "failures").write_bytes(planted)
    assert wait_before_next_try(practice.path) == 0
    with practice.open() as signin:
        assert signin.read(practice.notes[1]).body["text"] == "Herbstlaub-Akte"


def test_planted_tries_put_no_text_of_an_outsider_into_the_trail(practice: Practice) -> None:
    """V-6.1: what an outsider writes into the plain file never becomes an entry's words."""
    planted = json.dumps({"at": "Zofia Wierzbicka was here", "account": "Niezapominajka"})
    (practice.path / "failures").write_text(planted + "\n")
    with practice.open() as signin:
        data = b"".join(entry.to_bytes() for entry in entries_of(signin))
        told = str([notice.values for notice in signin.notices])
    assert b"Zofia" not in data
    assert "Zofia" not in told


def attacker(practice: Practice) -> tuple[AccountKeys, RosterRow]:
    """A founder of their own for this vault: a valid first roster event under another root."""
    keys = AccountKeys(sealing.random_key(), practice.vault_id)
    return keys, roster_events.founding_row(practice.vault_id, practice.account, clock.now(), keys, "owner")


def test_a_replaced_root_is_refused(practice: Practice) -> None:
    """V-3.6: a roster with another root than the one sealed in the reader's slot: 504."""
    _, row = attacker(practice)
    with raw(practice) as connection:
        connection.execute("DELETE FROM roster")
        roster.insert(connection, row)
    assert failure_of(practice.unlock) == "root_replaced"


ROSTER: dict[str, tuple[list[str], str]] = {
    "emptied": (["DELETE FROM roster"], "root_replaced"),
    "signature": (["UPDATE roster SET signature = zeroblob(64)"], "roster_damaged"),
    "acceptance": (["UPDATE roster SET acceptance = zeroblob(64)"], "roster_damaged"),
    "hash": (["UPDATE roster SET hash = zeroblob(32)"], "roster_damaged"),
    "event cut": (["UPDATE roster SET event = substr(event, 1, length(event) - 1)"], "roster_damaged"),
    "event with a byte more": (["UPDATE roster SET event = CAST(event || ' ' AS BLOB)"], "roster_damaged"),
    "event empty": (["UPDATE roster SET event = x''"], "roster_damaged"),
    "event not text": (["UPDATE roster SET event = x'ff'"], "roster_damaged"),
    "role raised": (
        ["UPDATE roster SET event = CAST(replace(CAST(event AS TEXT), '\"owner\"', '\"other\"') AS BLOB)"],
        "roster_damaged",
    ),
    "doubled": (["INSERT INTO roster SELECT 2, event, hash, signature, acceptance FROM roster"], "roster_damaged"),
    "numbered from two": (["UPDATE roster SET n = 2"], "roster_damaged"),
    "nested without end": (
        ["UPDATE roster SET event = CAST(replace(hex(zeroblob(50000)), '0', '[') AS BLOB)"],
        "roster_damaged",
    ),
}


@pytest.mark.parametrize(("statements", "expected"), ROSTER.values(), ids=ROSTER.keys())
def test_a_changed_roster_is_refused_with_one_code(practice: Practice, statements: list[str], expected: str) -> None:
    """V-9.2, V-3.6: each field flipped, cut, doubled, dropped."""
    tamper(practice, *statements)
    assert failure_of(practice.unlock) == expected


def roster_event(practice: Practice, by: str, signer: sealing.Signer, **changes: Any) -> RosterRow:
    """A further roster event that chains right, whoever signs it; `put_row` writes the entry that it says names it."""
    new = AccountKeys(bytes(32), practice.vault_id)
    with raw(practice) as connection:
        known = roster.rows(connection)
        (last,) = connection.execute("SELECT max(seq) FROM trail").fetchone()
    previous, number = known[-1].hash, len(known) + 1
    fields = {
        "v": 1, "vault": practice.vault_id, "n": number, "at": clock.now(), "type": "add", "by": by, "seq": last + 2,
        "account": clock.new_id(), "role": "owner", "sign": canonical.to_text(new.public.sign),
        "x25519": canonical.to_text(new.public.x25519), "mlkem768": canonical.to_text(new.public.mlkem768),
    }  # fmt: skip
    message = previous + canonical.encode(fields | changes)
    digest = sealing.digest("roster", message[:32], message[32:])
    signature, acceptance = signer.sign("roster", message), new.signer.sign("roster", message)
    return RosterRow(number, message[32:], digest, signature, acceptance)


def test_only_an_owner_adds_people(practice: Practice) -> None:
    """V-3.6: an event of a stranger, of a colleague who is no owner, or for another vault is refused: 505."""
    colleague = add_colleague(practice)
    stranger, founder = AccountKeys(sealing.random_key(), practice.vault_id).signer, practice.keys.signer
    tries = [
        roster_event(practice, practice.account, stranger),
        roster_event(practice, colleague.account, colleague.keys.signer),
        roster_event(practice, practice.account, colleague.keys.signer),
        roster_event(practice, "nobody", founder),
        roster_event(practice, practice.account, founder, vault=clock.new_id()),
        roster_event(practice, practice.account, founder, n=2),
        roster_event(practice, practice.account, founder, v=2),
        roster_event(practice, practice.account, founder, type="remove"),
        roster_event(practice, practice.account, founder, sign="AAAA"),
    ]
    for row in tries:
        told = json.loads(row.event)
        copy = copy_of(practice, practice.path.with_name(f"{told['at']}-{tries.index(row)}"))
        put_row(copy, row, told["by"], colleague.keys.signer if told["by"] == colleague.account else founder)
        assert failure_of(copy.unlock) == "roster_damaged", tries.index(row)
    put_row(practice, roster_event(practice, practice.account, founder), practice.account, founder)
    assert failure_of(practice.unlock) == "none"


def test_nobody_gets_other_keys_by_being_added_again(practice: Practice) -> None:
    """V-3.6: also an owner cannot put own keys in the place of a colleague's by adding them twice."""
    colleague = add_colleague(practice)
    for account in (practice.account, colleague.account):
        copy = copy_of(practice, practice.path.with_name(account))
        row = roster_event(copy, practice.account, practice.keys.signer, account=account)
        put_row(copy, row, practice.account, practice.keys.signer)
        assert failure_of(copy.unlock) == "roster_damaged"


def test_the_own_row_must_carry_the_own_keys(practice: Practice) -> None:
    """V-3.9: a row under the right root whose other public keys are not those of the secret: 506."""
    other = AccountKeys(bytes(32), practice.vault_id).public
    mixed = AccountKeys(practice.secret, practice.vault_id)
    mixed.public = PublicKeys(mixed.public.sign, other.x25519, other.mlkem768)
    row = roster_events.founding_row(practice.vault_id, practice.account, clock.now(), mixed, "owner")
    with raw(practice) as connection:
        connection.execute("DELETE FROM roster")
        roster.insert(connection, row)
    assert failure_of(practice.unlock) == "keys_differ"


DATABASE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "gone": (lambda _: b"", "damaged"),
    "cut to the salt": (lambda data: data[:16], "damaged"),
    "cut in the first page": (lambda data: data[:2048], "damaged"),
    "first page flipped": (lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:], "damaged"),
    "salt flipped": (lambda data: bytes([data[0] ^ 1]) + data[1:], "damaged"),
    "zeros": (lambda data: bytes(len(data)), "damaged"),
    "not SQLite": (lambda data: b"PK\x03\x04" + data[4:], "damaged"),
}


@pytest.mark.parametrize(("damage", "expected"), DATABASE.values(), ids=DATABASE.keys())
def test_a_damaged_database_file_has_its_code(
    practice: Practice, damage: Callable[[bytes], bytes], expected: str
) -> None:
    """V-3.9: after the header fits, the database has a code of its own."""
    practice.database.write_bytes(damage(practice.database.read_bytes()))
    assert failure_of(practice.unlock) == expected
    practice.database.unlink()
    assert failure_of(practice.unlock) == "damaged"
    assert not practice.database.exists()


def test_a_flip_in_any_page_is_a_known_failure_or_harmless(practice: Practice) -> None:
    """V-9.1, quality R4: flips, zeroed and swapped pages, one by one: never another exception, never wrong words."""
    good = practice.database.read_bytes()
    texts = {"Zofia przepłakała kwarantanna", "Herbstlaub-Akte", "signed"}
    for page in range(len(good) // 4096):
        start = page * 4096
        for broken in (
            good[: start + 2000] + bytes([good[start + 2000] ^ 4]) + good[start + 2001 :],
            good[:start] + bytes(4096) + good[start + 4096 :],
            good[:start],
        ):
            practice.database.write_bytes(broken)
            assert failure_of(lambda: read_everything(practice, texts)) in ALLOWED, page


ALLOWED = {"none", "damaged", "trail_damaged", "not_writable"}


def read_everything(practice: Practice, texts: set[str]) -> None:
    with practice.open() as signin:
        for record in practice.notes:
            assert signin.read(record).body["text"] in texts
        for hit in signin.search("kwarantanna"):
            assert hit.row.record in practice.notes


def test_creating_leaves_nothing_half_made(tmp_path: Path, config: Path) -> None:
    """V-2.1, V-9.1: an existing folder, a missing parent, a short passphrase: known, and nothing is left."""

    def make(path: Path, passphrase: str = PASSPHRASE) -> SignIn:
        with SecretBytes.from_text(passphrase) as secret:
            policy = kdf.CHEAPEST_FOR_TESTS
            return create(path, login=LOGIN, passphrase=secret, describe=describe, policy=policy).signin

    (tmp_path / "taken").mkdir()
    assert failure_of(lambda: make(tmp_path / "taken")) == "already_exists"
    assert failure_of(lambda: make(tmp_path / "none" / "new")) == "not_writable"
    assert failure_of(lambda: make(tmp_path / "new", "fourteen chars")) == "weak_passphrase"
    assert failure_of(lambda: make(tmp_path / "new", "x" * 1025)) == "weak_passphrase"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken"]
    signin = make(tmp_path / "new")
    assert signin.role == "owner"
    assert {signin.compartment_kind(each) for each in signin.compartments()} == {"practice", "register", "personal"}
    signin.write([], compartments=[])
    signin.lock("test")
    assert inspect(tmp_path / "new").accounts == 1


def test_after_lock_nothing_works_and_nothing_is_called_damage(practice: Practice) -> None:
    """V-6.9: a locked sign-in is unusable; using it is a bug and never told as a damaged database."""
    signin = practice.unlock()
    assert signin.lock("test")
    assert signin.lock("again")
    for work in (
        lambda: signin.read(practice.notes[0]),
        lambda: signin.search("kwarantanna"),
        lambda: signin.rows(practice.notes),
        lambda: signin.note_event(entry()),
        lambda: signin.draft(practice.notes[0]),
    ):
        with pytest.raises(Exception, match=r"\w") as caught:
            work()
        assert getattr(caught.value, "code", 0) != 501
    with practice.open() as again:
        assert entries_of(again, "lock")[-1].facts["trigger"] == "test"


def entry() -> Any:
    from storage.trail import Event

    return Event(action="print", facts=note("x"))
