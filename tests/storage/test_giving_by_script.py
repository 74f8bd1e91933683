"""Grants and generations that somebody makes with own scripts and true entries: only what they held makes them true."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import pytest

from storage import canonical, clock, header, sealing
from storage.database import Connection
from storage.rows import Generation, Grant
from storage.sealing import AccountKeys, Sealer
from storage.vault import Share, SharingChange, SignIn, Write
from tests.storage.attack import Colleague, add_colleague, raw
from tests.storage.kit import Practice, account_secret, entries_of, failure_of, findings, note, verify
from tests.storage.sharers import (
    ALL,
    NOTHING,
    THIRD_PASSPHRASE,
    Key,
    add_third,
    as_colleague,
    as_third,
    give,
    grant_of,
    in_days,
    key_of,
    name_rows,
    seen_by,
    take_back,
)

END = "2099-01-01T00:00:00.000Z"


@dataclass(frozen=True)
class People:
    """The founder, a colleague who may be given things, and a third; each with the keys of their account."""

    founder: Colleague
    colleague: Colleague
    third: Colleague


@pytest.fixture
def people(practice: Practice) -> People:
    colleague = add_colleague(practice)
    third = add_third(practice)
    found = header.load(practice.path).header
    account = next(each for each in found.accounts if each.id == third)
    keys = AccountKeys(account_secret(found, account, THIRD_PASSPHRASE), practice.vault_id)
    return People(Colleague(practice.account, practice.keys), colleague, Colleague(third, keys))


def generation_by(practice: Practice, maker: Colleague, number: int, kind: str = "clinical") -> tuple[Generation, Key]:
    """A generation with a key of their own."""
    key = sealing.random_key()
    context = canonical.encode({"compartment": practice.clinical, "kind": kind, "number": number})
    label = Sealer(key).seal(canonical.encode({"client": practice.client}), context)
    digest = sealing.digest("compartment-key", key)
    row = Generation(b"", practice.clinical, number, kind, maker.account, clock.now(), digest, label)
    row = replace(row, signature=maker.keys.signer.sign("generation", row.message(practice.vault_id)))
    return row, Key(practice.clinical, number, key)


def grant_by(practice: Practice, granter: Colleague, key: Key, to: Colleague, share: tuple[str, str | None]) -> Grant:
    """A grant with rights and an end."""
    given = Share(to.account, *share)
    return grant_of(practice, key, given, (granter.account, granter.keys.signer), to.keys.public)


# What the colleague holds, whom they give what, until when; and whether that is a grant.
GIFTS = {
    "what they hold": ("read share", None, "third", "read share", None, True),
    "less and shorter": ("read write share", None, "third", "read", END, True),
    "without the right to share": ("read write", None, "third", "read", None, False),
    "more than they hold": ("read share", None, "third", "read write", None, False),
    "without the end they have": ("read share", END, "third", "read", None, False),
    "more to themselves": ("read share", None, "colleague", "read write share", None, False),
    "the same to themselves": ("read", END, "colleague", "read", END, True),
    "longer to themselves": ("read", END, "colleague", "read", None, False),
    "rights in no order": ("read write share", None, "third", "share read", None, False),
    "rights without reading": ("read write share", None, "third", "write", None, False),
}


@pytest.mark.parametrize("gift", GIFTS.values(), ids=GIFTS.keys())
def test_a_grant_is_true_only_within_what_its_maker_held(
    practice: Practice, people: People, gift: tuple[str, str | None, str, str, str | None, bool]
) -> None:
    """V-5.3: for the keyring and for the verifier, which do not ask each other."""
    held, until, to, rights, end, is_true = gift
    give(practice, people.colleague.account, held, until)
    with raw(practice) as connection:
        key = key_of(practice, connection, people.colleague.account, people.colleague.keys)
        grant = grant_by(practice, people.colleague, key, getattr(people, to), (rights, end))
        name_rows(practice, connection, people.colleague, [grant])
    with practice.open() as signin:
        assert (grant.id not in refused_by(signin, practice)) == is_true
        assert ("row_forged" in findings(verify(signin, full=True))) == (not is_true)
    if to == "third":
        with as_third(practice) as signin:
            assert failure_of(signin.read, practice.notes[0]) == ("none" if is_true else "compartment_damaged")


def refused_by(signin: SignIn, practice: Practice) -> set[str]:
    """The grants that the keyring does not count."""
    return {getattr(row, "id", "") for row in signin._vault.keyring.histories.of(practice.clinical).refused}


def test_somebody_who_was_left_out_gives_nothing_on(practice: Practice, people: People) -> None:
    """V-5.2, V-5.3: neither the old key, nor a key of their own as another generation."""
    give(practice, people.colleague.account, "read write share")
    with raw(practice) as connection:
        old = key_of(practice, connection, people.colleague.account, people.colleague.keys)
    take_back(practice, people.colleague.account)
    with raw(practice) as connection:
        grant = grant_by(practice, people.colleague, old, people.third, ("read", None))
        name_rows(practice, connection, people.colleague, [grant])
        made, key = generation_by(practice, people.colleague, 3)
        theirs = grant_by(practice, people.colleague, key, people.founder, ("read write share", None))
        name_rows(practice, connection, people.colleague, [made, theirs], "revoke")
    with practice.open() as signin:
        assert seen_by(signin, practice) == ALL
        assert refused_by(signin, practice) >= {grant.id, theirs.id}
        assert "row_forged" in findings(verify(signin, full=True))
    with as_third(practice) as signin:
        assert failure_of(signin.read, practice.notes[0]) == "compartment_damaged"


def test_an_older_generation_is_not_given_any_more(practice: Practice, people: People) -> None:
    """V-5.3: also by who may share the newest: only the generation in force is given."""
    give(practice, people.colleague.account, "read")
    with raw(practice) as connection:
        old = key_of(practice, connection, practice.account, practice.keys)
    take_back(practice, people.colleague.account)
    with raw(practice) as connection:
        grant = grant_by(practice, people.founder, old, people.third, ("read", None))
        name_rows(practice, connection, people.founder, [grant])
    with as_third(practice) as signin:
        assert refused_by(signin, practice) == {grant.id}
        assert failure_of(signin.read, practice.notes[0]) == "compartment_damaged"
        assert "row_forged" in findings(verify(signin, full=True))


@pytest.mark.parametrize("named", [False, True], ids=["that no entry names", "that its maker names"])
def test_a_generation_without_right_neither_counts_nor_takes_a_number(
    practice: Practice, people: People, *, named: bool
) -> None:
    """V-5.2: by somebody who cannot share: work goes on, it is reported, and a true one comes after it."""
    give(practice, people.colleague.account, "read write")
    with raw(practice) as connection:
        forged, _ = generation_by(practice, people.colleague, 2)
        if named:
            name_rows(practice, connection, people.colleague, [forged], "revoke")
        else:
            forged.insert(connection)
    with practice.open() as signin:
        assert seen_by(signin, practice) == ALL
        assert "row_forged" in findings(verify(signin))
    take_back(practice, people.colleague.account)
    with practice.open() as signin:
        signin.write([Write(signin.new_id(), practice.clinical, "session_note", 1, note("Neu"))])
        assert entries_of(signin, "revoke")[-1].facts["number"] == 3
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == NOTHING


@pytest.mark.parametrize("kind", ["clinical", "practice"])
def test_a_new_generation_stays_of_its_kind(practice: Practice, people: People, kind: str) -> None:
    """V-5.2: who may share makes one; nobody makes another kind of compartment of it."""
    with raw(practice) as connection:
        made, key = generation_by(practice, people.founder, 2, kind)
        mine = grant_by(practice, people.founder, key, people.founder, ("read write share", None))
        name_rows(practice, connection, people.founder, [made, mine], "revoke")
    with practice.open() as signin:
        history = signin._vault.keyring.histories.of(practice.clinical)
        assert len(history.steps) == (2 if kind == "clinical" else 1)
        assert ("row_forged" in findings(verify(signin))) == (kind == "practice")


def test_a_new_generation_gives_no_more_than_its_maker_or_the_one_before(practice: Practice, people: People) -> None:
    """V-5.5: what others held is taken over; what nobody gave cannot be slipped in."""
    give(practice, people.colleague.account, "read share")
    with raw(practice) as connection:
        made, key = generation_by(practice, people.colleague, 2)
        kept = grant_by(practice, people.colleague, key, people.founder, ("read write share", None))
        mine = grant_by(practice, people.colleague, key, people.colleague, ("read share", None))
        more = grant_by(practice, people.colleague, key, people.third, ("read write", None))
        name_rows(practice, connection, people.colleague, [made, kept, mine, more], "revoke")
    with practice.open() as signin:
        assert refused_by(signin, practice) == {more.id}
        assert findings(verify(signin)) >= {"row_forged"}
        holders = {holder.account: holder.rights for holder in signin.sharing.holders(practice.clinical)}
        assert holders == {practice.account: "read write share", people.colleague.account: "read share"}


def test_a_row_named_by_somebody_else_or_for_another_file_is_none(practice: Practice, people: People) -> None:
    """V-5.6: the entry is of its maker, and of its compartment."""
    with raw(practice) as connection:
        key = key_of(practice, connection, practice.account, practice.keys)
        first = grant_by(practice, people.founder, key, people.colleague, ("read", None))
        name_rows(practice, connection, people.third, [first])
        second = grant_by(practice, people.founder, key, people.third, ("read", None))
        name_rows(practice, connection, people.founder, [second], place=practice.identity)
    with practice.open() as signin:
        assert refused_by(signin, practice) == {first.id, second.id}
        assert len([each for each in verify(signin).findings if each.code == "row_forged"]) == 2


@pytest.mark.parametrize("seed", range(4))
def test_keyring_and_verifier_judge_alike(practice: Practice, people: People, seed: int) -> None:
    """V-5.6: two implementations, forty rows at random by three people: each row is true for both or for neither."""
    made_up = random.Random(seed)
    crowd = [people.founder, people.colleague, people.third]
    with practice.open() as signin:
        share = Share(people.colleague.account, made_up.choice(["read share", "read write share"]))
        signin.sharing.change([SharingChange(practice.clinical, grant=(share,))])
    with raw(practice) as connection:
        keys = [key_of(practice, connection, practice.account, practice.keys)]
        for _ in range(40):
            add_at_random(practice, connection, crowd, keys, made_up)
    with practice.open() as signin:
        history = signin._vault.keyring.histories.of(practice.clinical)
        places = sorted(f"{row.table} {getattr(row, 'id', row.compartment)}" for row in history.refused)
        found = verify(signin).findings
        assert sorted(each.text for each in found if each.code == "row_forged") == places
        assert len(history.steps) > 1
        assert sum(len(step.grants) for step in history.steps) > 5
        assert len(places) > 10


def add_at_random(
    practice: Practice, connection: Connection, crowd: list[Colleague], keys: list[Key], made_up: random.Random
) -> None:
    """A generation with grants, or a grant, by one of them; most of it plausible."""
    rights = ["read", "read write", "read share", "read write share"]
    ends = [None, None, in_days(2), in_days(-2)]
    is_new = made_up.random() < 0.2
    who = crowd[0] if made_up.random() < 0.5 else made_up.choice(crowd)
    rows: list[Generation | Grant] = []
    if is_new:
        sql = "SELECT max(number) FROM generation WHERE compartment = ?"
        (newest,) = connection.execute(sql, (practice.clinical,)).fetchone()
        row, key = generation_by(practice, who, newest + 1)
        rows += [row, grant_by(practice, who, key, crowd[0], ("read write share", None))]
        if who is crowd[0]:
            keys.append(key)
    for _ in range(made_up.randint(1, 3)):
        key = keys[-1] if made_up.random() < 0.9 else made_up.choice(keys)
        gift = (made_up.choice(rights), made_up.choice(ends))
        to = made_up.choice(crowd[1:])
        rows.append(grant_by(practice, who, key, to, gift))
    name_rows(practice, connection, who, rows, "revoke" if is_new else "grant")
