"""Standing grants: whoever makes a file of a kind gives it to those who stand for it, but for its opt-out (V-5.11)."""

from __future__ import annotations

import pytest

from storage.vault import NewCompartment, Share, SharingChange, SignIn, Write
from tests.storage.attack import Colleague, add_colleague
from tests.storage.kit import Practice, entries_of, failure_of, findings, note, verify
from tests.storage.sharers import add_third, as_colleague, as_third


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    """Somebody at the front desk: every identity from now on."""
    found = add_colleague(practice)
    with practice.open() as signin:
        signin.accounts.set_standing(found.account, "identity", "read write")
    return found


def a_client(signin: SignIn, **label: str) -> tuple[str, str]:
    """A client with an identity and a clinical file."""
    client, identity, clinical = signin.new_id(), signin.new_id(), signin.new_id()
    made = [
        NewCompartment(identity, "identity", {"client": client} | label),
        NewCompartment(clinical, "clinical", {"client": client}),
    ]
    signin.write([Write(client, identity, "client", 1, note("Neuer Mensch"))], compartments=made)
    return client, identity


def test_what_is_made_from_now_on_is_given_in_the_same_transaction(practice: Practice, colleague: Colleague) -> None:
    """V-5.11: by whoever makes it; of its kind alone."""
    add_third(practice)
    with practice.open() as signin:
        one, identity = a_client(signin)
        found = {holder.account: (holder.rights, holder.standing) for holder in signin.sharing.holders(identity)}
        assert found == {practice.account: ("read write share", False), colleague.account: ("read write", True)}
    with as_third(practice) as signin:
        two, _ = a_client(signin)
        assert findings(verify(signin, full=True)) == set()
    with as_colleague(practice) as signin:
        assert signin.read(one).body["title"] == signin.read(two).body["title"] == "Neuer Mensch"
        assert signin.compartments("clinical") == []


def test_the_older_ones_follow_when_they_are_confirmed(practice: Practice, colleague: Colleague) -> None:
    """V-5.11: a list is shown once to each holder of share, who gives what is theirs."""
    with practice.open() as signin:
        a_client(signin)
        assert signin.sharing.standing_waiting() == [(colleague.account, "identity", 1)]
        told: list[tuple[int, int]] = []
        given = signin.sharing.follow_standing(
            colleague.account, "identity", progress=lambda done, all_: told.append((done, all_))
        )
        assert (given, told) == (1, [(1, 1)])
        assert signin.sharing.standing_waiting() == []
        assert signin.sharing.follow_standing(colleague.account, "identity") == 0
    with as_colleague(practice) as signin:
        assert signin.read(practice.client).body["title"] == "Zofia Wierzbicka"
        assert signin.sharing.standing_waiting() == []
        assert findings(verify(signin, full=True)) == set()


def test_a_file_that_opted_out_is_not_given(practice: Practice, colleague: Colleague) -> None:
    """V-5.11: neither when it is made, nor when the older ones follow, nor with a new key."""
    third = add_third(practice)
    with practice.open() as signin:
        client, identity = a_client(signin, opt_out="standing")
        assert signin.sharing.is_opted_out(identity)
        assert [holder.account for holder in signin.sharing.holders(identity)] == [practice.account]
        assert signin.sharing.follow_standing(colleague.account, "identity") == 1  # the other one
        signin.sharing.change([SharingChange(identity, grant=(Share(third, "read"),))])
        signin.sharing.change([SharingChange(identity, revoke=(third,))])
        assert [holder.account for holder in signin.sharing.holders(identity)] == [practice.account]
    with as_colleague(practice) as signin:
        assert failure_of(lambda: signin.read(client)) == "not_shared"


def test_opting_out_later_takes_it_away_and_back_in_gives_it(practice: Practice, colleague: Colleague) -> None:
    """V-5.11: the answer of the file is sealed in its label, so that it comes with a new key."""
    with practice.open() as signin:
        client, identity = a_client(signin)
        change = SharingChange(identity, revoke=(colleague.account,), opt_out=True)
        signin.sharing.change([change], reason="asked for it")
        assert signin.sharing.is_opted_out(identity)
        assert [holder.account for holder in signin.sharing.holders(identity)] == [practice.account]
        signin.sharing.change([SharingChange(identity, opt_out=True)])
        assert len(entries_of(signin, "revoke")) == 1  # nothing to change, no new key
    with as_colleague(practice) as signin:
        assert failure_of(lambda: signin.read(client)) == "not_shared"
    with practice.open() as signin:
        signin.sharing.change([SharingChange(identity, opt_out=False)])
        assert not signin.sharing.is_opted_out(identity)
        assert findings(verify(signin, full=True)) == set()
    with as_colleague(practice) as signin:
        assert signin.read(client).body["title"] == "Neuer Mensch"


def test_a_new_key_is_given_to_those_who_stand_as_well(practice: Practice, colleague: Colleague) -> None:
    """V-5.11: whoever makes a generation of that kind, with no more than they hold themselves."""
    third = add_third(practice)
    with practice.open() as signin:
        signin.sharing.change([SharingChange(practice.identity, grant=(Share(third, "read share"),))])
    with as_third(practice) as signin:
        signin.sharing.change([SharingChange(practice.identity, opt_out=True)])
        signin.sharing.change([SharingChange(practice.identity, opt_out=False)])
        found = {holder.account: holder.rights for holder in signin.sharing.holders(practice.identity)}
        assert found[colleague.account] == "read"
        assert findings(verify(signin, full=True)) == set()


def test_what_ended_is_not_given_any_more(practice: Practice, colleague: Colleague) -> None:
    """V-5.11: from the next file on; the files that were given stay until they are taken back."""
    with practice.open() as signin:
        one, _ = a_client(signin)
        signin.accounts.set_standing(colleague.account, "identity", "")
        two, _ = a_client(signin)
        assert signin.sharing.standing_waiting() == []
        assert signin.sharing.follow_standing(colleague.account, "identity") == 0
    with as_colleague(practice) as signin:
        assert [failure_of(signin.read, client) for client in (one, two)] == ["none", "not_shared"]
