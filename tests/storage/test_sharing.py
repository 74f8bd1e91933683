"""Sharing a compartment: who sees what afterwards, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.vault import (
    Draft,
    NewCompartment,
    Query,
    Share,
    SharingChange,
    SignIn,
    TrailFilter,
    Write,
)
from tests.storage.attack import Colleague, add_colleague, raw
from tests.storage.kit import Practice, entries_of, failure_of, findings, note, verify
from tests.storage.sharers import (
    ALL,
    NOTHING,
    add_third,
    as_colleague,
    as_third,
    give,
    grant_of,
    in_days,
    key_of,
    name_rows,
    seen_by,
)


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    return add_colleague(practice)


def a_write(signin: SignIn, practice: Practice) -> Write:
    return Write(signin.new_id(), practice.clinical, "session_note", 1, note("Neu"))


def change(signin: SignIn, practice: Practice, *shares: Share) -> None:
    signin.sharing.change([SharingChange(practice.clinical, grant=shares)])


@pytest.mark.parametrize("has_index", [True, False], ids=["index brought up to date", "index made anew"])
def test_what_is_shared_is_read_listed_and_found_with_all_that_is_older(
    practice: Practice, colleague: Colleague, *, has_index: bool
) -> None:
    """V-5.3, V-7.2: nothing before, everything after, by every way."""
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == NOTHING
    give(practice, colleague.account)
    if not has_index:
        (practice.path / "index" / f"{colleague.account}.db").unlink()
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == ALL
        assert signin.damage == {}
        assert failure_of(lambda: signin.read(practice.client)) == "not_shared"
        assert findings(verify(signin, full=True)) == set()


def test_sharing_is_an_entry_whose_reason_only_holders_read(practice: Practice, colleague: Colleague) -> None:
    """V-5.6, V-6.1: who got what is told in ids and codes; why, under the file's key."""
    third = add_third(practice)
    give(practice, colleague.account, "read write", in_days(30))
    with practice.open() as signin:
        entry = entries_of(signin, "grant")[-1]
        assert entry.facts["number"] == 1
        (fact,) = entry.facts["grants"]
        assert (fact["account"], fact["rights"]) == (colleague.account, "read write")
        assert len(entry.rows) == 1
    for who, reads in ((as_colleague(practice), True), (as_third(practice), False)):
        with who as signin:
            page = signin.trail(TrailFilter(limit=1000)).entries
            assert ({"reason": "supervision"} in [view.detail for view in page]) == reads
    assert third


def test_holders_are_who_holds_the_key_in_force(practice: Practice, colleague: Colleague) -> None:
    """V-5.3: everybody's rights, by whom, until when; also for who cannot open it."""
    until = in_days(3)
    give(practice, colleague.account, "read write", until)
    third = add_third(practice)
    with as_third(practice) as signin:
        found = {holder.account: holder for holder in signin.sharing.holders(practice.clinical)}
        assert signin.sharing.rights(practice.clinical) == frozenset()
    assert found.keys() == {practice.account, colleague.account}
    assert third not in found
    mine, theirs = found[practice.account], found[colleague.account]
    assert (mine.rights, mine.expires, mine.standing) == ("read write share", None, False)
    assert (theirs.rights, theirs.granter, theirs.expires) == ("read write", practice.account, until)
    with as_colleague(practice) as signin:
        assert signin.sharing.rights(practice.clinical) == {"read", "write"}


def test_a_compartment_can_be_shared_as_it_is_made(practice: Practice, colleague: Colleague) -> None:
    """V-5.1: generation, own grant and shares are one entry; the others read what was written with it."""
    third = add_third(practice)
    with practice.open() as signin:
        place, record = signin.new_id(), signin.new_id()
        shares = (Share(colleague.account, "read write share"), Share(third, "read"))
        made = NewCompartment(place, "safety", {"incident": record}, shares, creator_rights="read write")
        signin.write([Write(record, place, "incident", 1, note("Vorfall"))], compartments=[made])
        (entry,) = [entry for entry in entries_of(signin, "grant") if entry.compartment == place]
        assert len(entry.rows) == 4
        assert failure_of(lambda: signin.sharing.change([SharingChange(place, grant=shares[1:])])) == (
            "not_yours_to_share"
        )
    for who in (as_colleague, as_third):
        with who(practice) as signin:
            assert signin.read(record).body["title"] == "Vorfall"
            assert record in signin.ids(Query())
            assert findings(verify(signin, full=True)) == set()


def test_who_makes_a_compartment_may_hold_nothing_of_it(practice: Practice, colleague: Colleague) -> None:
    """V-5.2: the right of a maker ends with the entry that names the generation."""
    with practice.open() as signin:
        place = signin.new_id()
        shares = (Share(colleague.account, "read write share"),)
        signin.write([], compartments=[NewCompartment(place, "safety", {}, shares, creator_rights="")])
        assert failure_of(lambda: signin.label(place)) == "not_shared"
        assert place not in signin.compartments()
        change = SharingChange(place, grant=(Share(practice.account, "read"),))
        assert failure_of(lambda: signin.sharing.change([change])) == "not_shared"
        assert [holder.account for holder in signin.sharing.holders(place)] == [colleague.account]
    with as_colleague(practice) as signin:
        assert signin.label(place) == {}


def test_a_compartment_that_nobody_could_share_is_not_made(practice: Practice, colleague: Colleague) -> None:
    with practice.open() as signin:
        made = NewCompartment(signin.new_id(), "safety", {}, (Share(colleague.account, "read"),), creator_rights="read")
        with pytest.raises(ValueError, match=made.id):
            signin.write([], compartments=[made])
        assert made.id not in signin.compartments()


def test_reading_is_not_writing_and_a_refused_write_is_an_entry(practice: Practice, colleague: Colleague) -> None:
    """V-5.3, V-6.4: a right that was not given is refused, and the try stands in the trail."""
    give(practice, colleague.account, "read")
    with as_colleague(practice) as signin:
        assert failure_of(lambda: signin.write([a_write(signin, practice)])) == "not_shared"
        refused = entries_of(signin, "save")[-1]
        assert (refused.outcome, refused.compartment) == ("not_shared", practice.clinical)
    give(practice, colleague.account, "read write")
    with as_colleague(practice) as signin:
        signin.write([a_write(signin, practice)])
    with practice.open() as signin:
        assert "Neu" in [row.title for row in signin.listing(Query(kinds=("session_note",)))]
        assert findings(verify(signin, full=True)) == set()


STRANGER = "01a20000-0000-7000-8000-000000000000"
REFUSED = {
    # what the colleague holds, to whom it is to be given, what, until when, and what is said
    "without the right to share": ("read write", "third", "read", 1, "not_yours_to_share"),
    "more than one holds": ("read share", "third", "read write", 1, "not_yours_to_share"),
    "longer than one holds": ("read write share", "third", "read", 3, "not_yours_to_share"),
    "without end": ("read write share", "third", "read", None, "not_yours_to_share"),
    "to a stranger": ("read share", STRANGER, "read", 1, "not_found"),
    "more to oneself": ("read share", "colleague", "read write", 1, "not_yours_to_share"),
}


@pytest.mark.parametrize("refused", REFUSED.values(), ids=REFUSED.keys())
def test_nobody_gives_what_they_do_not_hold(
    practice: Practice, colleague: Colleague, refused: tuple[str, str, str, int | None, str]
) -> None:
    """V-5.3: neither more nor longer; refused, with an entry, and nothing is written."""
    held, to, rights, days, name = refused
    account = {"third": add_third(practice), "colleague": colleague.account}.get(to, to)
    give(practice, colleague.account, held, in_days(2))
    with as_colleague(practice) as signin:
        share = Share(account, rights, None if days is None else in_days(days))
        assert failure_of(lambda: change(signin, practice, share)) == name
        assert entries_of(signin, "grant")[-1].outcome == name
        assert len(signin.sharing.holders(practice.clinical)) == 2


def test_who_may_share_shares_further_but_no_more_than_that(practice: Practice, colleague: Colleague) -> None:
    """V-5.3: a holder of share gives what they hold, and the file opens for the third."""
    third = add_third(practice)
    give(practice, colleague.account, "read share", in_days(2))
    with as_colleague(practice) as signin:
        change(signin, practice, Share(third, "read", in_days(1)))
    with as_third(practice) as signin:
        assert seen_by(signin, practice) == ALL
        assert findings(verify(signin, full=True)) == set()


def test_the_latest_grant_replaces_what_somebody_held(practice: Practice, colleague: Colleague) -> None:
    """V-5.3: fewer rights need no new key, and count from their place on."""
    give(practice, colleague.account, "read write share")
    with as_colleague(practice) as signin:
        written = a_write(signin, practice)
        signin.write([written])
    give(practice, colleague.account, "read")
    with as_colleague(practice) as signin:
        assert signin.sharing.rights(practice.clinical) == {"read"}
        assert failure_of(lambda: signin.write([a_write(signin, practice)])) == "not_shared"
    practice.index.unlink()
    with practice.open() as signin:
        assert signin.read(written.record).body["title"] == "Neu"
        assert findings(verify(signin, full=True)) == set()


NEVER = {"process": "never_shared", "personal": "never_shared", "practice": "not_owner", "register": "not_owner"}


@pytest.mark.parametrize("kind", NEVER)
def test_what_is_private_or_everybodys_is_not_given_away(practice: Practice, colleague: Colleague, kind: str) -> None:
    """V-5.1: private notes never; what belongs to the practice by owners only."""
    third = add_third(practice)
    if kind == "register":
        with practice.open() as signin:
            register = signin.compartments("register")[0]
            signin.sharing.change([SharingChange(register, grant=(Share(colleague.account, "read write share"),))])
    with as_colleague(practice) as signin:
        if kind == "process":
            signin.write([], compartments=[NewCompartment(signin.new_id(), kind, {"author": colleague.account})])
        place = signin.compartments(kind)[0]
        before = signin.sharing.holders(place)
        changes = [SharingChange(place, grant=(Share(third, "read"),))]
        assert failure_of(lambda: signin.sharing.change(changes)) == NEVER[kind]
        assert signin.sharing.holders(place) == before
        assert entries_of(signin, "grant")[-1].outcome == NEVER[kind]


def test_several_changes_are_all_made_or_none(practice: Practice, colleague: Colleague) -> None:
    """Spec of V-5.5: one transaction; after a failure keys in memory are those in force."""
    with practice.open() as signin:
        good = SharingChange(practice.identity, grant=(Share(colleague.account, "read"),))
        renewed = SharingChange(practice.clinical, opt_out=True)
        bad = SharingChange(signin.compartments("personal")[0], grant=(Share(colleague.account, "read"),))
        assert failure_of(lambda: signin.sharing.change([good, renewed, bad])) == "never_shared"
        assert len(signin.sharing.holders(practice.identity)) == 1
        signin.write([a_write(signin, practice)])
        assert seen_by(signin, practice).read == "none"
    with practice.open() as signin:
        assert findings(verify(signin, full=True)) == set()
    with as_colleague(practice) as signin:
        assert failure_of(lambda: signin.read(practice.client)) == "not_shared"


def test_a_grant_whose_key_is_none_keeps_nobody_out(practice: Practice, colleague: Colleague) -> None:
    """V-5.3: a colleague who may share seals garbage to the founder: the key of the grant before it still opens."""
    give(practice, colleague.account, "read write share")
    with raw(practice) as connection:
        key = key_of(practice, connection, colleague.account, colleague.keys)
        share, granter = Share(practice.account, "read write share"), (colleague.account, colleague.keys.signer)
        garbage = grant_of(practice, replace(key, key=bytes(32)), share, granter, practice.keys.public)
        name_rows(practice, connection, colleague, [garbage])
    practice.index.unlink()
    with practice.open() as signin:
        assert seen_by(signin, practice) == ALL
        signin.write([a_write(signin, practice)])


def test_a_file_of_somebody_else_takes_no_draft_and_no_file(practice: Practice, colleague: Colleague) -> None:
    """V-5.8: refused, with an entry; nothing of it is kept."""
    with as_colleague(practice) as signin:
        draft = Draft(signin.new_id(), practice.clinical, "session_note", 1, note("Entwurf"))
        assert failure_of(lambda: signin.save_draft(draft)) == "not_shared"
        assert list(signin.drafts()) == []
        assert entries_of(signin, "save")[-1].outcome == "not_shared"


def test_when_own_access_ends_is_known(practice: Practice, colleague: Colleague) -> None:
    until = in_days(2)
    give(practice, colleague.account, "read", until)
    with as_colleague(practice) as signin:
        assert signin.sharing.ending() == {practice.clinical: until}
    with practice.open() as signin:
        assert signin.sharing.ending() == {}


@pytest.mark.parametrize("kind", ["process", "personal"])
def test_a_private_compartment_made_for_somebody_is_none(practice: Practice, colleague: Colleague, kind: str) -> None:
    """V-5.1: with own scripts a colleague makes one alike, with an id that sorts first, to receive what is written."""
    planted = "00000000-0000-7000-8000-000000000000"
    label = {"author": practice.account, "client": practice.client}
    with as_colleague(practice) as signin:
        signin.write([], compartments=[NewCompartment(planted, kind, label)])
    with raw(practice) as connection:
        key = key_of(replace(practice, clinical=planted), connection, colleague.account, colleague.keys)
        share, granter = Share(practice.account, "read write share"), (colleague.account, colleague.keys.signer)
        name_rows(practice, connection, colleague, [grant_of(practice, key, share, granter, practice.keys.public)])
    with practice.open() as signin:
        assert planted not in signin.compartments(kind)
        assert failure_of(lambda: signin.write([Write(signin.new_id(), planted, "memo", 1, note("x"))])) != "none"
        assert signin.damage == {planted: "compartment_damaged"}
        assert "row_forged" in findings(verify(signin))


def test_who_made_a_compartment_can_be_asked_for_what_they_held(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: whether its maker might share another one, at that place of the trail."""
    with practice.open() as signin:
        assert signin.sharing.vouched(practice.clinical, practice.identity)
    planted = "00000000-0000-7000-8000-000000000000"
    with as_colleague(practice) as signin:
        shares = (Share(practice.account, "read write"),)
        signin.write([], compartments=[NewCompartment(planted, "clinical", {"client": practice.client}, shares)])
    with practice.open() as signin:
        share = Share(colleague.account, "read write share")
        signin.sharing.change([SharingChange(practice.identity, grant=(share,))])
        assert not signin.sharing.vouched(planted, practice.identity)
        assert not signin.sharing.vouched(signin.new_id(), practice.identity)
    later = "00000000-0000-7000-8000-000000000001"
    with as_colleague(practice) as signin:
        signin.write([], compartments=[NewCompartment(later, "clinical", {"client": practice.client})])
        assert signin.sharing.vouched(later, practice.identity)


def test_who_hands_over_may_keep_less_if_somebody_else_can_share(practice: Practice, colleague: Colleague) -> None:
    """V-5.3: the own grant is replaced as any other; the last one who can share stays."""
    until = in_days(30)
    with practice.open() as signin:
        less = Share(practice.account, "read", until)
        assert failure_of(lambda: change(signin, practice, less)) == "not_yours_to_share"
        change(signin, practice, Share(colleague.account, "read write share"))
        change(signin, practice, less)
        assert signin.sharing.ending() == {practice.clinical: until}
        assert signin.sharing.rights(practice.clinical) == {"read"}
        assert failure_of(lambda: signin.write([a_write(signin, practice)])) == "not_shared"
    with practice.open() as signin:
        assert seen_by(signin, practice) == ALL
        assert signin.sharing.rights(practice.clinical) == {"read"}
        assert findings(verify(signin, full=True)) == set()


def test_what_somebody_writes_in_a_file_of_their_own_has_no_effect_elsewhere(
    practice: Practice, colleague: Colleague
) -> None:
    """V-7.1: neither in the line of somebody else's record, nor where records are asked for by it."""
    with as_colleague(practice) as signin:
        place, targets = signin.new_id(), [[practice.notes[0], "entered_in_error"]]
        made = NewCompartment(place, "clinical", {"client": practice.client}, (Share(practice.account, "read"),))
        body = note("Berichtigung", targets=targets)
        signin.write([Write(signin.new_id(), place, "amendment", 1, body, "signed")], compartments=[made])
    with practice.open() as signin:
        body = note("Nachtrag", targets=[[practice.notes[1], "amended"]])
        signin.write([Write(signin.new_id(), practice.clinical, "amendment", 1, body, "signed")])
        assert [row.status for row in signin.rows(practice.notes[:2])] == ["", "amended"]
        assert signin.ids(Query(effects=("entered_in_error", "amended"))) == [practice.notes[1]]


def test_compartments_come_in_the_order_in_which_they_were_made(practice: Practice, colleague: Colleague) -> None:
    """V-5.1: a lower id puts nothing before what was there, also in an index that is made anew."""
    planted = "00000000-0000-7000-8000-000000000000"
    with as_colleague(practice) as signin:
        shares = (Share(practice.account, "read write"),)
        signin.write([], compartments=[NewCompartment(planted, "clinical", {"client": practice.client}, shares)])
    for _ in range(2):
        with practice.open() as signin:
            assert signin.compartments("clinical", client=practice.client) == [practice.clinical, planted]
            signin.sharing.change(
                [SharingChange(practice.clinical, opt_out=not signin.sharing.is_opted_out(practice.clinical))]
            )
            assert signin.compartments("clinical", client=practice.client) == [practice.clinical, planted]
        practice.index.unlink()
