"""Self-made, changed and replayed events of the roster: what an insider with the database key can write there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage import canonical, clock, roster, roster_events, sealing
from storage.roster_events import Pens, RosterRow
from storage.sealing import AccountKeys
from storage.vault import Event
from tests.storage.attack import Colleague, add_colleague, forged_session, raw
from tests.storage.kit import Practice, copy_of, failure_of, findings, verify
from tests.storage.people import add, event_row, other, put_row

Make = Callable[[Practice, Colleague], RosterRow]


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    return add_colleague(practice)


def stranger(practice: Practice) -> AccountKeys:
    return AccountKeys(sealing.random_key(), practice.vault_id)


def role(practice: Practice, account: str, by: str, pens: Pens, to: str = "owner") -> RosterRow:
    return event_row(practice, "role", account, by, pens, role=to)


def keys(practice: Practice, account: str, by: str, pens: Pens, new: AccountKeys) -> RosterRow:
    """New keys for an account, with the proof of whoever `pens.new` is."""
    return event_row(practice, "keys", account, by, pens, **roster_events.key_fields(new.public))


def owner_adds(practice: Practice, colleague: Colleague, account: str = "") -> RosterRow:
    new = stranger(practice)
    fields = roster_events.key_fields(new.public) | {"role": "clinician"}
    pens = Pens(practice.keys.signer, new.signer)
    return event_row(practice, "add", account or clock.new_id(), practice.account, pens, **fields)


def standing(practice: Practice, account: str, by: str, pens: Pens, **changes: Any) -> RosterRow:
    fields = {"kind": "identity", "mode": "ordinary", "on": True, "rights": "read"} | changes
    return event_row(practice, "standing", account, by, pens, **fields)


def leaving(practice: Practice, account: str, by: str, pens: Pens, state: str = "removed") -> RosterRow:
    return event_row(practice, "state", account, by, pens, state=state)


TRUE: dict[str, Make] = {
    "a role": lambda p, c: role(p, c.account, p.account, Pens(p.keys.signer), "supervisor"),
    "a removal": lambda p, c: leaving(p, c.account, p.account, Pens(p.keys.signer)),
    "an account": owner_adds,
    "a standing grant": lambda p, c: standing(p, c.account, p.account, Pens(p.keys.signer)),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_an_owner_writes_with_own_scripts_is_taken(practice: Practice, colleague: Colleague, name: str) -> None:
    """V-3.6: the events below, but right: so that the others are refused for what is wrong with them."""
    put_row(practice, TRUE[name](practice, colleague), practice.account, practice.keys.signer)
    assert failure_of(practice.unlock) == "none"


def test_new_keys_need_the_old_ones_an_owner_and_the_new_ones(practice: Practice, colleague: Colleague) -> None:
    """V-3.4: no one alone changes whose keys an account has: neither the owner, nor a thief of one of them."""
    new, owner, old = stranger(practice), practice.keys.signer, colleague.keys.signer
    tries = {
        "true": (Pens(owner, old, new.signer), practice.account),
        "an owner alone": (Pens(owner, owner, new.signer), practice.account),
        "an owner with the new key": (Pens(owner, new.signer, new.signer), practice.account),
        "without an owner": (Pens(old, old, new.signer), colleague.account),
        "an owner's name only": (Pens(old, old, new.signer), practice.account),
        "keys nobody holds": (Pens(owner, old, old), practice.account),
        "without proof": (Pens(owner, old), practice.account),
    }
    found = {}
    for name, (pens, by) in tries.items():
        copy = copy_of(practice, practice.path.with_name(name))
        put_row(copy, keys(copy, colleague.account, by, pens, new), colleague.account, old)
        found[name] = failure_of(copy.unlock)
    assert found == {name: "none" if name == "true" else "roster_damaged" for name in tries}


FORGED: dict[str, Make] = {
    "an account that is a path": lambda p, c: owner_adds(p, c, "../../outside"),
    "making oneself an owner": lambda p, c: role(p, c.account, c.account, Pens(c.keys.signer)),
    "in an owner's name": lambda p, c: role(p, c.account, p.account, Pens(c.keys.signer)),
    "accepted by somebody else": lambda p, c: role(p, c.account, p.account, Pens(p.keys.signer, c.keys.signer), "x"),
    "removing the owner": lambda p, c: leaving(p, p.account, c.account, Pens(c.keys.signer)),
    "removing oneself": lambda p, _: leaving(p, p.account, p.account, Pens(p.keys.signer)),
    "leaving no owner": lambda p, _: role(p, p.account, p.account, Pens(p.keys.signer), "clinician"),
    "about nobody": lambda p, _: role(p, clock.new_id(), p.account, Pens(p.keys.signer)),
    "the same role again": lambda p, c: role(p, c.account, p.account, Pens(p.keys.signer), "clinician"),
    "another state": lambda p, c: leaving(p, c.account, p.account, Pens(p.keys.signer), "active"),
    "a field too many": lambda p, c: event_row(
        p, "role", c.account, p.account, Pens(p.keys.signer), role="x", state="removed"
    ),
    "a field too few": lambda p, c: event_row(p, "role", c.account, p.account, Pens(p.keys.signer)),
    "an entry of before": lambda p, c: event_row(p, "role", c.account, p.account, Pens(p.keys.signer), role="x", seq=3),
    "an entry to come": lambda p, c: event_row(p, "role", c.account, p.account, Pens(p.keys.signer), role="x", seq=999),
    "standing by oneself": lambda p, c: standing(p, c.account, c.account, Pens(c.keys.signer)),
    "standing for private notes": lambda p, c: standing(p, c.account, p.account, Pens(p.keys.signer), kind="process"),
    "rights that are none": lambda p, c: standing(p, c.account, p.account, Pens(p.keys.signer), rights="all"),
    "emergency": lambda p, c: standing(p, c.account, p.account, Pens(p.keys.signer), mode="emergency"),
    "ending what never stood": lambda p, c: standing(p, c.account, p.account, Pens(p.keys.signer), on=False, rights=""),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_event_is_refused(practice: Practice, colleague: Colleague, name: str) -> None:
    """V-3.6, V-9.2: named by an entry, chained right, and yet nothing: 505 for everybody."""
    row = FORGED[name](practice, colleague)
    by = colleague if canonical.decode(row.event)["by"] == colleague.account else None
    signer = by.keys.signer if by else practice.keys.signer
    put_row(practice, row, by.account if by else practice.account, signer)
    assert failure_of(practice.unlock) == "roster_damaged"
    assert failure_of(lambda: other(practice).__enter__()) == "roster_damaged"


def test_an_event_that_no_entry_names_is_forged(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: rightly signed by an owner, as from a script of theirs or from a database that was put back."""
    row = TRUE["a role"](practice, colleague)
    with raw(practice) as connection:
        roster.insert(connection, row)
    assert failure_of(practice.unlock) == "roster_damaged"


def test_an_entry_of_somebody_else_names_no_event(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: the session must be the owner's, the action the right one, and the row alone in it."""
    row = TRUE["a role"](practice, colleague)
    founder, event = practice.keys.signer, Event(action="roster_changed", rows=(row.digest(),))
    tries = {
        "true": (founder, practice.account, event),
        "a colleague's session": (colleague.keys.signer, colleague.account, event),
        "another action": (founder, practice.account, Event(action="setting", rows=event.rows)),
        "with another row": (founder, practice.account, Event(action="roster_changed", rows=(*event.rows, bytes(32)))),
    }
    for name, (signer, account, told) in tries.items():
        copy = copy_of(practice, practice.path.with_name(name))
        with raw(copy) as connection:
            roster.insert(connection, row)
            forged_session(copy, connection, signer, account).append(told)
        assert failure_of(copy.unlock) == ("none" if name == "true" else "roster_damaged"), name


def test_events_are_named_in_their_order(practice: Practice, colleague: Colleague) -> None:
    """V-3.6: two of an owner whose entries come the other way round: what would count when would be anybody's guess."""
    pens, event = Pens(practice.keys.signer), "roster_changed"
    with raw(practice) as connection:
        (last,) = connection.execute("SELECT max(seq) FROM trail").fetchone()
    first = event_row(practice, "role", colleague.account, practice.account, pens, role="x", seq=last + 3)
    with raw(practice) as connection:
        roster.insert(connection, first)
    second = role(practice, colleague.account, practice.account, pens, "y")
    with raw(practice) as connection:
        roster.insert(connection, second)
        forger = forged_session(practice, connection, practice.keys.signer, practice.account)
        for row in (second, first):
            forger.append(Event(action=event, rows=(row.digest(),)))
    assert failure_of(practice.unlock) == "roster_damaged"


def test_an_owner_of_yesterday_changes_nobody_today(practice: Practice, colleague: Colleague) -> None:
    """V-3.6: an active owner at that point of the chain."""
    with practice.open() as signin:
        signin.accounts.change_role(colleague.account, "owner")
        signin.accounts.change_role(colleague.account, "clinician")
    row = role(practice, colleague.account, colleague.account, Pens(colleague.keys.signer))
    put_row(practice, row, colleague.account, colleague.keys.signer)
    assert failure_of(practice.unlock) == "roster_damaged"


def test_owners_do_not_remove_themselves_and_removed_ones_change_nobody(
    practice: Practice, colleague: Colleague
) -> None:
    """V-3.6: also where another owner is left; and who was removed as an owner is none any more."""
    with practice.open() as signin:
        signin.accounts.change_role(colleague.account, "owner")
        third = add(signin, "celia", "eleven grey geese fly over the lake")
    copy = copy_of(practice, practice.path.with_name("copy"))
    row = leaving(copy, practice.account, practice.account, Pens(practice.keys.signer))
    put_row(copy, row, practice.account, practice.keys.signer)
    assert failure_of(copy.unlock) == "roster_damaged"
    practice.unlock().accounts.remove(colleague.account)
    now = practice.rekeyed()
    row = role(now, third.account, colleague.account, Pens(colleague.keys.signer))
    put_row(now, row, colleague.account, colleague.keys.signer)
    assert failure_of(now.unlock) == "roster_damaged"


def test_a_removed_account_stays_removed(practice: Practice, colleague: Colleague) -> None:
    """V-3.11: neither its state, nor its role, keys or standing grants can be written again."""
    practice.unlock().accounts.remove(colleague.account)
    now = practice.rekeyed()
    signer, new = practice.keys.signer, stranger(practice)
    rows: tuple[Callable[[Practice], RosterRow], ...] = (
        lambda copy: role(copy, colleague.account, practice.account, Pens(signer)),
        lambda copy: keys(
            copy, colleague.account, practice.account, Pens(signer, colleague.keys.signer, new.signer), new
        ),
        lambda copy: event_row(copy, "state", colleague.account, practice.account, Pens(signer), state="removed"),
    )
    for number, make in enumerate(rows):
        copy = copy_of(now, now.path.with_name(f"{number}.clientsafe"))
        row = make(copy)
        named_by = colleague if b'"keys"' in row.event else None
        put_row(copy, row, named_by.account if named_by else practice.account, signer)
        assert failure_of(copy.unlock) == "roster_damaged", number


def test_an_event_of_another_time_is_no_event_now(practice: Practice, colleague: Colleague, tmp_path: Path) -> None:
    """V-3.6: a row taken from a copy that went another way does not chain."""
    copy = copy_of(practice, tmp_path / "copy.clientsafe")
    with copy.open() as signin:
        signin.accounts.change_role(colleague.account, "owner")
    with practice.open() as signin:
        signin.accounts.change_role(colleague.account, "supervisor")
    with raw(copy) as connection:
        replayed = roster.rows(connection)[-1]
    put_row(practice, RosterRow(4, *_parts(replayed)), practice.account, practice.keys.signer)
    assert failure_of(practice.unlock) == "roster_damaged"


def _parts(row: RosterRow) -> tuple[bytes, bytes, bytes, bytes]:
    return row.event, row.hash, row.signature, row.acceptance


def test_a_role_that_was_taken_back_by_deleting_its_row_is_told(practice: Practice, colleague: Colleague) -> None:
    """V-6.5, V-6.7: the list is shorter than it was seen; the verifier names the row that is gone."""
    with practice.open() as signin:
        signin.accounts.change_role(colleague.account, "supervisor")
    with raw(practice) as connection:
        connection.execute("DELETE FROM roster WHERE n = 3")
    with practice.open() as signin:
        assert "people_missing" in {notice.name for notice in signin.notices}
        assert "row_deleted" in findings(verify(signin))


def test_rights_of_an_owner_count_by_place(practice: Practice) -> None:
    """V-3.6: `role_at` and `public_key` answer for each place of the trail."""
    with practice.open() as signin:
        made = add(signin)
        people = signin._vault.roster
        joined = people.member(made.account).since_seq
        signin.accounts.change_role(made.account, "owner")
        changed = people.seq
        signin.accounts.change_role(made.account, "clinician")
        places = (joined, joined + 1, changed, changed + 1, people.seq)
        roles = [None, "clinician", "clinician", "owner", "owner"]
        assert [people.role_at(made.account, seq) for seq in places] == roles
        assert people.role_at(made.account, people.seq + 1) == "clinician"
        assert people.public_key(made.account, joined) is None
        assert people.public_key(made.account, joined + 1) == people.public_key(made.account)
        assert people.public_key("nobody") is None
        after = people.seq + 1
        signin.accounts.remove(made.account)
    with practice.open() as signin:
        people = signin._vault.roster
        assert people.public_key(made.account) is None
        assert people.public_key(made.account, after) is not None
        assert people.public_key(made.account, people.seq + 1) is None
        assert people.role_at(made.account, people.seq + 1) is None
