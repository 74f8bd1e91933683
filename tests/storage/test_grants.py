"""Grants and generations: only who can open a compartment and holds `share` gives anything away."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from storage import clock, rows, sealing
from storage.database import Connection
from storage.sealing import AccountKeys, Signer
from storage.vault import Event, NewCompartment, SignIn, Write
from tests.storage.attack import (
    Colleague,
    GrantWish,
    add_colleague,
    forged_session,
    grant_context,
    raw,
    sealed_grant,
    share,
)
from tests.storage.kit import (
    OTHER_LOGIN,
    OTHER_PASSPHRASE,
    Practice,
    failure_of,
    findings,
    note,
    signed_in,
    verify,
)
from tests.storage.people import put_row
from tests.storage.test_unlock import roster_event


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    return add_colleague(practice)


def grants(
    practice: Practice, connection: Connection, wishes: list[tuple[GrantWish, Signer]], keys: AccountKeys
) -> None:
    for wish, signer in wishes:
        grant, sealed = sealed_grant(practice, wish, bytes(32), keys.public, signer)
        grant.insert(connection, sealed)


def test_a_self_made_grant_opens_nothing(practice: Practice, colleague: Colleague) -> None:
    """V-5.3: a grant row nobody with `share` signed, or that no entry names, is damage for its grantee."""
    compartment, mine = practice.clinical, colleague.account
    for wish, signer in (
        (GrantWish(compartment, mine, mine), colleague.keys.signer),
        (GrantWish(compartment, mine, practice.account), colleague.keys.signer),
        (GrantWish(compartment, mine, practice.account), practice.keys.signer),
    ):
        with raw(practice) as connection:
            connection.execute('DELETE FROM "grant" WHERE grantee = ? AND compartment = ?', (mine, compartment))
            grants(practice, connection, [(wish, signer)], colleague.keys)
        with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
            assert failure_of(lambda: signin.read(practice.notes[0])) == "compartment_damaged"
            assert failure_of(lambda: signin.label(compartment)) == "compartment_damaged"
            assert "row_forged" in findings(verify(signin))


def test_grants_that_vouch_for_each_other_are_a_known_failure(practice: Practice) -> None:
    """V-5.3, V-9.1: a ring of forged grants is no right and no endless loop."""
    one, two = clock.new_id(), clock.new_id()
    stranger = AccountKeys(sealing.random_key(), practice.vault_id)
    ring = [(one, practice.account), (two, one), (one, two)]
    with raw(practice) as connection:
        wishes = [(GrantWish(practice.clinical, grantee, granter), stranger.signer) for granter, grantee in ring]
        grants(practice, connection, wishes, practice.keys)
    with practice.open() as signin:
        read = failure_of(lambda: signin.read(practice.notes[0]))
        assert read in {"none", "compartment_damaged"}
        assert "row_forged" in findings(verify(signin))


def test_accounts_that_vouch_for_each_other_give_no_right(practice: Practice, colleague: Colleague) -> None:
    """V-5.3, V-9.1: two true accounts sign a ring of grants, each named by a true entry: no right, no endless loop."""
    second = AccountKeys(bytes(32), practice.vault_id)
    row = roster_event(practice, practice.account, practice.keys.signer)
    friend = json.loads(row.event)["account"]
    ring = [(colleague.account, practice.account), (friend, colleague.account), (colleague.account, friend)]
    signers = {colleague.account: colleague.keys.signer, friend: second.signer}
    put_row(practice, row, practice.account, practice.keys.signer)
    with raw(practice) as connection:
        forger = forged_session(practice, connection, colleague.keys.signer, colleague.account)
        digests = []
        for granter, grantee in ring:
            wish = GrantWish(practice.clinical, grantee, granter)
            grant, sealed = sealed_grant(practice, wish, bytes(32), practice.keys.public, signers[granter])
            grant.insert(connection, sealed)
            digests.append(grant.digest(practice.vault_id))
        forger.append(Event(action="grant", rows=digests))
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(practice.notes[0])) in {"none", "compartment_damaged"}


def test_a_self_made_generation_takes_no_writing(practice: Practice) -> None:
    """V-5.2: generation n+1 only by a holder of `share` in n: nobody seals under an attacker's key."""
    stranger = AccountKeys(sealing.random_key(), practice.vault_id)
    key = bytes(range(32))
    generation = rows.Generation(
        b"", practice.clinical, 2, "clinical", practice.account, clock.now(),
        sealing.digest("compartment-key", key), b"label",
    )  # fmt: skip
    signature = stranger.signer.sign("generation", generation.message(practice.vault_id))
    with raw(practice) as connection:
        replace(generation, signature=signature).insert(connection)
        wish = GrantWish(practice.clinical, practice.account, practice.account)
        grant, sealed = sealed_grant(practice, wish, key, practice.keys.public, stranger.signer)
        replace(grant, generation=2).insert(connection, sealed)
    with practice.open() as signin:
        write = Write(clock.new_id(), practice.clinical, "session_note", 1, note("x"))
        signin.write([write])
        sql = "SELECT generation FROM body WHERE record = ?"
        assert signin._vault.connection.execute(sql, (write.record,)).fetchone() == (1,)
        assert "row_forged" in findings(verify(signin))


def later_forged(practice: Practice, connection: Connection, generation: int = 1) -> None:
    """A grant for the founder beside the true one, newer than it, signed by nobody known."""
    stranger = AccountKeys(sealing.random_key(), practice.vault_id)
    wish = GrantWish(practice.clinical, practice.account, practice.account)
    grant, sealed = sealed_grant(practice, wish, bytes(32), practice.keys.public, stranger.signer)
    replace(grant, generation=generation, at="2099-01-01T00:00:00.000Z").insert(connection, sealed)


@pytest.mark.parametrize("generation", [1, 2])
def test_a_forged_grant_beside_a_true_one_locks_nobody_out(practice: Practice, generation: int) -> None:
    """V-5.3: the newest grant that verifies counts; the forged one is reported by the verifier."""
    with raw(practice) as connection:
        later_forged(practice, connection, generation)
    practice.index.unlink()  # nothing is remembered as verified
    with practice.open() as signin:
        assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"
        signin.write([Write(clock.new_id(), practice.clinical, "session_note", 1, note("x"))])
        assert "row_forged" in findings(verify(signin))


def test_a_forged_entry_about_a_forged_grant_locks_nobody_out(practice: Practice, colleague: Colleague) -> None:
    """V-5.3, V-5.6: nor does an entry of a true account that names it."""
    with raw(practice) as connection:
        forger = forged_session(practice, connection, colleague.keys.signer, colleague.account)
        wish = GrantWish(practice.clinical, practice.account, colleague.account)
        grant, sealed = sealed_grant(practice, wish, bytes(32), practice.keys.public, colleague.keys.signer)
        grant.insert(connection, sealed)
        rows_named = [grant.digest(practice.vault_id)]
        forger.append(Event(action="grant", compartment=practice.clinical, rows=rows_named))
    practice.index.unlink()
    with practice.open() as signin:
        assert signin.read(practice.notes[0]).body["title"] == "Sitzung eins"


def test_a_true_grant_that_was_taken_away_is_not_replaced_by_an_older_one(practice: Practice) -> None:
    """V-5.3, V-5.6: with a forged row in the place of a true one, nothing is sealed under any other key."""
    with practice.open() as signin:
        signin.read(practice.notes[0])
        vault = signin._vault
        wish = GrantWish(practice.clinical, practice.account, practice.account)
        grant, sealed = sealed_grant(practice, wish, bytes(32), practice.keys.public, practice.keys.signer)
        newest = replace(grant, generation=2)
        with vault.trail.transaction():
            newest.insert(vault.connection, sealed)
            rows_named = (newest.digest(practice.vault_id),)
            vault.trail.append(Event(action="grant", compartment=practice.clinical, rows=rows_named))
    with raw(practice) as connection:
        connection.execute('DELETE FROM "grant" WHERE generation = 2')
        later_forged(practice, connection, 2)
    practice.index.unlink()
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(practice.notes[0])) == "compartment_damaged"
        assert {"row_forged", "row_deleted"} <= findings(verify(signin))


@pytest.mark.parametrize("too_early", [True, False])
def test_a_right_counts_only_from_its_place_in_the_trail(
    practice: Practice, colleague: Colleague, *, too_early: bool
) -> None:
    """V-5.6: a grant made before its maker was given `share` is none; after it, it is one."""
    wish = GrantWish(practice.clinical, practice.account, colleague.account, "read")
    grant, sealed = sealed_grant(practice, wish, bytes(32), practice.keys.public, colleague.keys.signer)
    if not too_early:
        with practice.open() as signin:
            share(practice, signin, practice.clinical, colleague, rows.ALL_RIGHTS)
    with raw(practice) as connection:
        forger = forged_session(practice, connection, colleague.keys.signer, colleague.account)
        grant.insert(connection, sealed)
        named = [grant.digest(practice.vault_id)]
        forger.append(Event(action="grant", compartment=practice.clinical, rows=named))
    with practice.open() as signin:
        if too_early:
            share(practice, signin, practice.clinical, colleague, rows.ALL_RIGHTS)
        refused = signin._vault.keyring.histories.of(practice.clinical).refused
        assert (grant.id in {getattr(row, "id", "") for row in refused}) == too_early


def test_a_colleagues_compartment_is_never_taken_for_an_own_one(practice: Practice, colleague: Colleague) -> None:
    """V-5.1, V-5.8: drafts are sealed in the author's own `personal`, whoever else grants them another."""
    planted = "00000000-0000-7000-8000-000000000000"
    with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
        signin.write([], compartments=[NewCompartment(planted, "personal", {})])
        _share_as(practice, signin, planted, colleague)
    with practice.open() as signin:
        assert signin._vault.own_compartment("personal") != planted


def _share_as(practice: Practice, signin: SignIn, compartment: str, colleague: Colleague) -> None:
    """The colleague grants an own compartment to the founder, properly."""
    vault = signin._vault
    row = vault.connection.execute(
        'SELECT g.id, k.sealed FROM "grant" g JOIN grant_key k ON k."grant" = g.id WHERE g.compartment = ?',
        (compartment,),
    ).fetchone()
    key = colleague.keys.open(row[1], "grant", grant_context(practice, row[0], compartment, colleague.account))
    wish = GrantWish(compartment, practice.account, colleague.account)
    grant, sealed = sealed_grant(practice, wish, key, practice.keys.public, colleague.keys.signer)
    with vault.trail.transaction():
        grant.insert(vault.connection, sealed)
        digest = grant.digest(practice.vault_id)
        vault.trail.append(Event(action="grant", compartment=compartment, rows=(digest,)))
