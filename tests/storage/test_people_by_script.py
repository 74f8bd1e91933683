"""What a colleague with the database key writes beside the program, for an owner's sign-in to act on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage import header
from storage.header import Header
from storage.header_trail import facts_of
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import Event, SecretBytes, Write
from tests.storage.attack import Colleague, add_colleague, edit_header, forged_session, raw, tamper
from tests.storage.kit import PASSPHRASE, Practice, entries_of, failure_of, findings, note, verify
from tests.storage.people import THIRD_LOGIN, THIRD_PASSPHRASE, add, other, told


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    return add_colleague(practice)


def change_header(practice: Practice, colleague: Colleague, change: Callable[[dict[str, Any]], None]) -> Header:
    """The header as a colleague's script makes it, and says so in a true session of their own."""

    def next_one(value: dict[str, Any]) -> None:
        change(value)
        value["generation"] += 1

    edit_header(practice, next_one, key=practice.database_key)
    changed = header.parse((practice.path / "vault.json").read_bytes())
    facts = facts_of(changed) | {"for": "roster_changed"}
    with raw(practice) as connection:
        forger = forged_session(practice, connection, colleague.keys.signer, colleague.account)
        for outcome in ("begun", "done"):
            forger.append(Event(action="header_written", outcome=outcome, facts=facts))
    return changed


def test_a_header_without_somebody_makes_no_owner_remove_them(practice: Practice, colleague: Colleague) -> None:
    """V-2.2, V-3.11: whoever has the database key can write such a header; a removal would be for good."""
    with practice.open() as signin:
        third = add(signin, THIRD_LOGIN, THIRD_PASSPHRASE)
    change_header(practice, colleague, lambda value: value["accounts"].pop())
    with practice.open() as signin:
        assert [each.is_active for each in signin.people()] == [True, True, True]
        assert third.account not in {each.id for each in signin._vault.header.accounts}
        assert findings(verify(signin, full=True)) == {"session_without_end"}


def test_a_header_names_no_file_outside_the_vault(practice: Practice, colleague: Colleague) -> None:
    """V-1.5: files are named after accounts, and those of accounts that are gone are deleted."""
    with practice.open() as signin:
        add(signin, THIRD_LOGIN, THIRD_PASSPHRASE)
    outside = practice.path.with_name("outside")
    outside.write_bytes(b"not ours")

    def name_outside(value: dict[str, Any]) -> None:
        value["accounts"][-1]["id"] = "../../outside"

    edit_header(practice, name_outside, key=practice.database_key)
    assert failure_of(practice.unlock) == "header_damaged"
    assert outside.exists()


def test_an_account_is_in_the_header_once(practice: Practice, colleague: Colleague) -> None:
    """V-1.5: two of one id would be two ways to read one header."""
    edit_header(practice, lambda value: value["accounts"].append(value["accounts"][0]), key=practice.database_key)
    assert failure_of(practice.unlock) == "header_damaged"


def test_who_is_no_owner_any_more_shares_nothing_of_everybodys(practice: Practice, colleague: Colleague) -> None:
    """V-5.1: the rights in practice and register follow the role, also one's own, and back again."""
    with practice.open() as signin:
        signin.accounts.change_role(colleague.account, "owner")
        places = [signin.own_compartment(kind) for kind in ("practice", "register")]
        signin.accounts.change_role(practice.account, "clinician")
        assert [signin.sharing.rights(place) for place in places] == [{"read", "write"}] * 2
        assert failure_of(lambda: add(signin, THIRD_LOGIN, THIRD_PASSPHRASE)) == "not_owner"
    with other(practice) as signin:
        signin.accounts.change_role(practice.account, "owner")
        held = {holder.account: holder.rights for holder in signin.sharing.holders(places[0])}
        assert held == dict.fromkeys((practice.account, colleague.account), "read write share")
        assert findings(verify(signin, full=True)) == set()
    with practice.open() as signin:
        signin.write([Write(signin.new_id(), places[0], "practice_profile", 1, note("again"))])
        assert findings(verify(signin, full=True)) == set()


def changed_passphrase(practice: Practice) -> bytes:
    """The founder has another passphrase; the header before."""
    old = (practice.path / "vault.json").read_bytes()
    typed, new = SecretBytes.from_text(PASSPHRASE), SecretBytes.from_text(THIRD_PASSPHRASE)
    with practice.open() as signin, typed, new:
        signin.change_passphrase(typed, new, policy=CHEAPEST_FOR_TESTS)
    return old


HIDDEN = (
    "UPDATE trail SET rare = 0 WHERE action = 'header_written' AND seq > {seq}",
    "UPDATE trail SET action = 'view' WHERE action = 'header_written' AND seq > {seq}",
)


@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("anchored", ["after the change", "before it", "never"])
def test_no_column_hides_a_header(practice: Practice, hidden: str, anchored: str) -> None:
    """V-2.2, V-6.2: an old header is replayed also where the columns beside its successor's entries lie."""
    with raw(practice) as connection:
        (seq,) = connection.execute("SELECT max(seq) FROM trail").fetchone()
    sealed = practice.path / "anchors" / practice.account
    before = sealed.read_bytes()
    old = changed_passphrase(practice)
    if anchored == "before it":
        sealed.write_bytes(before)
    elif anchored == "never":
        sealed.unlink()
    tamper(practice, hidden.format(seq=seq))
    for name in header.NAMES:
        (practice.path / name).write_bytes(old)
    assert failure_of(practice.unlock) == "header_replayed"


def test_an_own_anchor_that_is_gone_is_told_whatever_the_computer_remembers(
    practice: Practice, colleague: Colleague, config: Path
) -> None:
    """V-5.11, V-6.5: the plain anchor is of whoever was here last; new standing grants are told."""
    with practice.open() as signin:
        signin.accounts.change_role(colleague.account, "owner")
    with other(practice) as signin:
        signin.accounts.set_standing(colleague.account, "clinical", "read")
    (practice.path / "anchors" / practice.account).unlink()
    assert list(config.rglob("*.json"))
    with practice.open() as signin:
        assert "anchor_missing" in told(signin)
        assert told(signin)["people_changed"] == {"standing": "1", "standing_ids": colleague.account}
        assert entries_of(signin, "roster_changed")
    with practice.open() as signin:
        assert not {"anchor_missing", "people_changed"} & told(signin).keys()


def test_a_sign_in_that_fails_leaves_no_database_key(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """V-4.1: it is wiped wherever opening the vault ends."""
    wiped: list[int] = []
    monkeypatch.setattr(SecretBytes, "wipe", lambda self: wiped.append(len(self)))
    tamper(practice, "DELETE FROM roster")
    assert failure_of(practice.unlock) == "root_replaced"
    assert 32 in wiped
