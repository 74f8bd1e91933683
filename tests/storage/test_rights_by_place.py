"""Which generations and grants count, judged one by one: by their place in the trail, their signer, their signature."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import granted
from storage.entries import Entry
from storage.granted import History, Step
from storage.rights import Rights
from storage.roster import Member, Roster
from storage.rows import Generation, Grant
from storage.sealing import PublicKeys
from storage.vault import Share
from tests.storage.attack import Colleague, add_colleague, raw
from tests.storage.kit import Practice, failure_of, findings, verify
from tests.storage.people import add
from tests.storage.sharers import as_colleague, give, grant_of, key_of, name_rows

ANNA, JAN, OLA = "anna", "jan", "ola"
NOON, LATER, LAST = "2026-11-23T12:00:00.000Z", "2026-11-23T13:00:00.000Z", "2026-11-23T14:00:00.000Z"
ALL = "read write share"


def generation(number: int = 1, maker: str = ANNA, kind: str = "clinical") -> Generation:
    return Generation(b"", "file", number, kind, maker, NOON, b"", b"")


def grant(grantee: str, rights: str, granter: str = ANNA, number: int = 1, expires: str | None = None) -> Grant:
    return Grant(b"", f"{granter} to {grantee}", "file", number, grantee, rights, b"", granter, NOON, expires)


def history(*grants: tuple[int, Grant], made: int = 4, told: str = "") -> History:
    """Generation 1, made by entry 4 by Anna for herself, and what was given since."""
    step = Step(made, generation(), [(made, grant(ANNA, ALL)), *grants])
    return History([step], told=lambda _account, _seq: told)


def entry(seq: int, account: str = ANNA, at: str = NOON, place: str = "file") -> Entry:
    return Entry(
        v=1, vault="vault", seq=seq, at=at, mono=0, boot="boot", device="desk", session="session", account=account,
        action="grant", outcome="ok", app="1", compartment=place,
    )  # fmt: skip


def verifier(practice: Practice, *grants: tuple[int, Grant]) -> Rights:
    """The verifier, after it walked past the same."""
    with raw(practice) as connection:
        known = Rights(connection, practice.vault_id, lambda *_: True)
    assert known._accept(generation(), entry(4))
    for seq, given in ((4, grant(ANNA, ALL)), *grants):
        assert known._accept(given, entry(seq))
    return known


def test_a_right_counts_from_the_entry_after_the_one_that_gives_it() -> None:
    """V-5.3: who makes a file, or is given one, does nothing with it in that very entry."""
    known = history((7, grant(JAN, "read write")))
    assert [known.may(ANNA, "share", seq, NOON) for seq in (3, 4, 5)] == [False, False, True]
    assert [known.may(JAN, "write", seq, NOON) for seq in (6, 7, 8)] == [False, False, True]


def test_a_later_grant_takes_the_place_of_an_earlier_one_at_its_entry() -> None:
    """V-5.3: with fewer rights as well, and not before."""
    known = history((7, grant(JAN, ALL)), (9, grant(JAN, "read")))
    assert [known.may(JAN, "share", seq, NOON) for seq in (8, 9, 10)] == [True, True, False]
    assert known.may(JAN, "read", 10, NOON)


def test_the_key_before_counts_for_the_entry_that_makes_the_next() -> None:
    """V-5.2: from the entry after it on, who was not granted the new one has nothing."""
    known = history((5, grant(JAN, "read write")))
    known.steps.append(Step(8, generation(2), [(8, grant(ANNA, ALL, number=2))]))
    assert [known.may(JAN, "write", seq, NOON) for seq in (8, 9)] == [True, False]
    assert [known.may(ANNA, "write", seq, NOON) for seq in (8, 9)] == [True, True]


def test_a_right_ends_by_the_later_of_two_times() -> None:
    """V-5.3: of the entry, and of the last entry of somebody else before it."""
    ending = grant(JAN, "read", expires=LATER)
    assert history((7, ending)).may(JAN, "read", 8, NOON)
    assert not history((7, ending)).may(JAN, "read", 8, LATER)
    assert not history((7, ending), told=LATER).may(JAN, "read", 8, NOON)


MADE = {
    "the next one by a holder of share": (generation(2), ANNA, True),
    "with the same number": (generation(1), ANNA, False),
    "of another kind": (generation(2, kind="identity"), ANNA, False),
    "by somebody who may only write": (generation(2, maker=JAN), JAN, False),
}


@pytest.mark.parametrize(("made", "by", "counts"), MADE.values(), ids=MADE)
def test_a_later_generation(practice: Practice, made: Generation, by: str, counts: bool) -> None:
    """V-5.2: for the keyring and for the verifier, which do not ask each other."""
    known = history((5, grant(JAN, "read write")))
    assert granted._may_make(known, made, entry(8, by)) == counts
    assert verifier(practice, (5, grant(JAN, "read write")))._accept(made, entry(8, by)) == counts


def test_a_file_begins_with_number_one() -> None:
    """V-5.2: else somebody could begin with a number that no true generation ever reaches."""
    assert granted._may_make(History(), generation(1), entry(4))
    assert not granted._may_make(History(), generation(7), entry(4))


# What Jan holds, until when; whom he gives what, until when; and whether that counts.
GIVEN = {
    "what he has": (ALL, None, OLA, "read write", None, True),
    "without share": ("read write", None, OLA, "read", None, False),
    "more than he has": ("read share", None, OLA, "read write", None, False),
    "longer than he has": (ALL, LAST, OLA, "read", None, False),
    "a little longer": (ALL, LATER, OLA, "read", LAST, False),
    "to himself again": ("read", None, JAN, "read", None, True),
    "more to himself": ("read", None, JAN, "read share", None, False),
    "after it ended": (ALL, NOON, OLA, "read", NOON, False),
    "in no order": (ALL, None, OLA, "write read", None, False),
    "without reading": (ALL, None, OLA, "share", None, False),
    "twice the same": (ALL, None, OLA, "read read", None, False),
    "nothing": (ALL, None, OLA, "", None, False),
}


@pytest.mark.parametrize("case", GIVEN.values(), ids=GIVEN)
def test_what_is_given_on(practice: Practice, case: tuple[str, str | None, str, str, str | None, bool]) -> None:
    """V-5.3: nobody gives more than they hold, nor longer."""
    held, until, to, rights, end, counts = case
    first, given = grant(JAN, held, expires=until), grant(to, rights, JAN, expires=end)
    assert granted._may_give(history((5, first)), given, entry(8, JAN)) == counts
    assert verifier(practice, (5, first))._accept(given, entry(8, JAN)) == counts


def test_a_grant_is_of_the_generation_in_force() -> None:
    """V-5.3: an older or a coming key is not given on."""
    assert not granted._may_give(history(), grant(JAN, "read", number=2), entry(8))
    assert not granted._may_give(History(), grant(JAN, "read"), entry(8))


def test_what_is_private_stays_with_who_made_the_first_key() -> None:
    """V-5.1: also when somebody else made a later key of it."""
    known = history()
    known.steps = [Step(4, generation(kind="process")), Step(6, generation(2, maker=JAN, kind="process"))]
    assert granted._may_give(known, grant(ANNA, "read", JAN, number=2), entry(6, JAN)) is False  # she held nothing
    known.steps[0].grants.append((4, grant(ANNA, ALL)))
    assert granted._may_give(known, grant(ANNA, ALL, JAN, number=2), entry(6, JAN))
    assert not granted._may_give(known, grant(JAN, "read", JAN, number=2), entry(6, JAN))
    fresh = History([Step(4, generation(kind="process"))])
    assert granted._may_give(fresh, grant(ANNA, ALL), entry(4))
    assert not granted._may_give(fresh, grant(JAN, "read"), entry(4))


def test_who_left_stands_for_nothing() -> None:
    """V-5.11: no key of a new file is sealed to somebody who was removed."""
    keys = PublicKeys(b"", b"", b"")
    stands = Member(JAN, "front_desk", keys, standing={"identity": "read write"})
    people = Roster({JAN: stands, OLA: replace(stands, id=OLA, removed_seq=9)})
    assert people.standing("identity") == {JAN: "read write"}
    assert people.standing("clinical") == {}


@pytest.mark.parametrize(("rights", "counts"), [(ALL, False), ("read write", True), ("read", True)])
def test_a_new_key_takes_over_what_was_held_and_no_more(rights: str, counts: bool) -> None:
    """V-5.5: of the grantee or the maker, in the generation before."""
    known = history((5, grant(JAN, "read share")), (5, grant(OLA, "read write")))
    known.steps.append(Step(8, generation(2, maker=JAN)))
    assert granted._may_give(known, grant(OLA, rights, JAN, number=2), entry(8, JAN)) == counts


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    return add_colleague(practice)


def test_a_row_counts_with_a_true_signature_only(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: the entry that names it is true and of its granter; the row itself is signed by another key."""
    with raw(practice) as connection:
        founder = Colleague(practice.account, practice.keys)
        key = key_of(practice, connection, practice.account, practice.keys)
        to = Share(colleague.account, ALL)
        made = grant_of(practice, key, to, (practice.account, colleague.keys.signer), colleague.keys.public)
        name_rows(practice, connection, founder, [made])
    with practice.open() as signin:
        assert made in signin._vault.keyring.histories.of(practice.clinical).refused
        assert "row_forged" in findings(verify(signin, full=True))
    with as_colleague(practice) as signin:
        assert failure_of(signin.read, practice.notes[0]) == "compartment_damaged"


def test_a_row_counts_under_a_true_entry_only(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: the row is true; the entry that names it is signed by somebody else in the founder's name."""
    with raw(practice) as connection:
        key = key_of(practice, connection, practice.account, practice.keys)
        to = Share(colleague.account, ALL)
        made = grant_of(practice, key, to, (practice.account, practice.keys.signer), colleague.keys.public)
        name_rows(practice, connection, Colleague(practice.account, colleague.keys), [made])
    with as_colleague(practice) as signin:
        assert failure_of(signin.read, practice.notes[0]) == "compartment_damaged"


def test_nobody_holds_anything_before_they_came_and_after_they_left(practice: Practice) -> None:
    """V-5.6: their entry would be out of place; a right that nobody took back is none then."""
    with practice.open() as signin:
        account = add(signin).account
        since = signin._vault.roster.member(account).since_seq
    give(practice, account, "read write")
    with practice.open() as signin:
        histories, last = signin._vault.keyring.histories, signin.checkpoint()["entries"]
        assert histories.may(account, practice.clinical, "write", last, NOON)
        signin._vault.roster.members[account] = replace(
            signin._vault.roster.member(account), removed_seq=last - 1, since_seq=since
        )
        assert not histories.may(account, practice.clinical, "write", last, NOON)
        assert histories.may(account, practice.clinical, "write", last - 1, NOON)


def test_what_the_columns_say_gives_nothing(practice: Practice, colleague: Colleague) -> None:
    """V-6.2: the entry is of another file; whoever has the database key lets `named` say that it is of this one."""
    with raw(practice) as connection:
        founder = Colleague(practice.account, practice.keys)
        key, to = key_of(practice, connection, practice.account, practice.keys), Share(colleague.account, ALL)
        made = grant_of(practice, key, to, (practice.account, practice.keys.signer), colleague.keys.public)
        name_rows(practice, connection, founder, [made], place=practice.identity)
        digest = made.digest(practice.vault_id)
        connection.execute("UPDATE named SET compartment = ? WHERE digest = ?", (practice.clinical, digest))
    with practice.open() as signin:
        assert made in signin._vault.keyring.histories.of(practice.clinical).refused
        assert {"row_forged", "columns_differ"} <= findings(verify(signin, full=True))


def test_the_verifier_counts_from_the_next_entry_too(practice: Practice) -> None:
    """V-5.3: neither its maker nor who is given it does anything with it in that very entry."""
    known = verifier(practice)
    assert not known.may("share", "file", entry(4))
    assert known._accept(grant(JAN, "read write"), entry(5))
    assert not known.may("write", "file", entry(5, JAN))
    assert known.may("write", "file", entry(6, JAN))


def test_the_verifier_knows_who_is_there(practice: Practice) -> None:
    """V-5.6: somebody who left makes nothing, is given nothing, and holds nothing."""
    left = verifier(practice, (5, grant(JAN, ALL)))
    left._is_active = lambda account, _seq: account != JAN
    assert not left.may("read", "file", entry(8, JAN))
    assert not left._accept(grant(JAN, "read"), entry(8))
    assert not left._accept(replace(generation(maker=JAN), compartment="another"), entry(8, JAN, place="another"))
    assert left._accept(replace(generation(), compartment="another"), entry(8, place="another"))


def test_the_verifier_asks_by_whom_and_of_what_an_entry_is(practice: Practice) -> None:
    """V-5.6: a row is named by its maker, in an entry of its compartment; private ones stay with their maker."""
    known = verifier(practice)
    assert not known._accept(grant(JAN, "read"), entry(8, JAN))
    assert not known._accept(grant(JAN, "read"), entry(8, place="another"))
    assert known._accept(replace(generation(kind="process"), compartment="notes"), entry(9, place="notes"))
    assert not known._accept(replace(grant(JAN, "read"), compartment="notes"), entry(9, place="notes"))
    assert known._accept(replace(grant(ANNA, ALL), compartment="notes"), entry(9, place="notes"))
