"""A second practice: what belongs to all is made with the vault, and nobody makes it again, the founder neither."""

from __future__ import annotations

import pytest

from storage import clock, index_file
from storage.granting import Granter, Share
from storage.vault import Event, NewCompartment
from tests.storage.attack import Colleague, add_colleague, forged_session, raw
from tests.storage.kit import Practice, failure_of, findings, verify
from tests.storage.sharers import as_colleague

KINDS = ("practice", "register")


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    """An owner now, in the place of the founder."""
    found = add_colleague(practice)
    with practice.open() as signin:
        signin.accounts.change_role(found.account, "owner")
    with as_colleague(practice) as signin:
        signin.accounts.change_role(practice.account, "clinician")
    return found


def make_another(practice: Practice, kind: str, colleague: Colleague) -> str:
    """The founder makes it by script and gives it to the colleague, whose key to the true one is taken away."""
    founder = Colleague(practice.account, practice.keys)
    place = clock.new_id()
    with raw(practice) as connection:
        granter = Granter(connection, founder.account, founder.keys, practice.vault_id)
        made = granter.generation((place, kind, 1), {})
        hands = [(founder, "read write share"), (colleague, "read write")]
        grants = [granter.grant(made, Share(to.account, rights), to.keys.public) for to, rights in hands]
        digests = [row.digest(practice.vault_id) for row in (made.generation, *grants)]
        forger = forged_session(practice, connection, founder.keys.signer, founder.account)
        forger.append(Event(action="grant", compartment=place, rows=digests))
        connection.execute(
            'DELETE FROM grant_key WHERE "grant" IN (SELECT id FROM "grant" JOIN generation USING (compartment) '
            "WHERE grantee = ? AND kind = ? AND compartment <> ?)", (colleague.account, kind, place),
        )  # fmt: skip
    index_file.remove(index_file.path_of(practice.path, colleague.account))
    return place


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_founder_makes_again_is_nobodys(practice: Practice, colleague: Colleague, kind: str) -> None:
    """V-5.1: nothing is written there, it opens for nobody, and both its holder and the verifier tell it."""
    place = make_another(practice, kind, colleague)
    with as_colleague(practice) as signin:
        assert failure_of(lambda: signin.own_compartment(kind)) == "compartment_damaged"
        assert failure_of(lambda: signin.label(place)) == "compartment_damaged"
        assert signin.damage[place] == "compartment_damaged"
    with practice.open() as signin:
        assert signin.own_compartment(kind) != place
        assert place not in signin.compartments(kind)
        report = verify(signin, full=True)
        assert "row_forged" in findings(report)
        assert any(place in found.text for found in report.findings)


@pytest.mark.parametrize("kind", KINDS)
def test_the_program_makes_none(practice: Practice, colleague: Colleague, kind: str) -> None:
    """Not for an owner either; nothing of it is written."""
    with as_colleague(practice) as signin:
        before = signin.checkpoint()["entries"]
        with pytest.raises(ValueError, match=kind):
            signin.write([], compartments=[NewCompartment(signin.new_id(), kind, {})])
        assert signin.checkpoint()["entries"] == before
        assert findings(verify(signin, full=True)) == set()
