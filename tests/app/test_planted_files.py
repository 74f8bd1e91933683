"""A colleague with a script plants a compartment that is called like the true one: nobody falls for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Desk
from app.keeping import colleagues as known
from app.keeping import compartments
from app.records import KINDS, encode
from app.records.client import Client
from app.records.person import Person
from app.records.policy import Policy
from app.records.practice_profile import PracticeProfile
from app.records.register_entry import RegisterEntry, Series
from app.rules.sharing import Level, Part
from app.services import clients
from app.services.client_files import files
from app.services.people import sharing
from app.services.practice import policies, practices
from storage.granted import Histories
from storage.vault import NewCompartment, Share, Write
from tests.app.helpers import write_note
from tests.app.several import account_of, at_desk
from tests.app.test_sharing import register

LOW_ID = "00000000-0000-7000-8000-000000000001"
ALL = "read write share"


def plant(desk: Desk, kind: str, label: dict[str, str], victim: str, *writes: Write) -> None:
    """A compartment with an id that sorts before all others, shared with somebody, with records in it."""
    desk.signin.write(writes, compartments=[NewCompartment(LOW_ID, kind, label, (Share(victim, ALL),))])


def forged(desk: Desk, kind: str, body: object, state: str = "saved") -> Write:
    """A record in the planted compartment."""
    values = encode(body)  # type: ignore[arg-type]
    return Write(desk.signin.new_id(), LOW_ID, kind, KINDS[kind].version, values, state, None, None, ())


@pytest.mark.parametrize("opened_before", [True, False])
def test_notes_go_into_the_lead_s_own_clinical_file(five: Path, *, opened_before: bool) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk) if opened_before else clients.register(desk, Client(name="Anna Zawadzka"))
        jan = desk.account
    with at_desk(five, "OR") as desk:
        plant(desk, "clinical", {"client": anna.id}, jan)
    with at_desk(five, "JK") as desk:
        assert LOW_ID in desk.signin.compartments("clinical", client=anna.id)
        files.open(desk, anna.id)
        write_note(desk, anna.id)
        assert compartments.clinical_of(desk, anna.id) != LOW_ID
        notes = [line.record for line in files.timeline(desk, anna.id, ("session_note",))]
        assert LOW_ID not in {desk.signin.compartment_of(note) for note in notes}
        assert "Ola Rak" not in {row.name for row in sharing.of_file(desk, anna.id).rows if row.clinical}


def test_who_may_share_the_name_only_takes_no_notes_either(five: Path) -> None:
    """The clinical file is the first that was made, whatever id a later one gives itself."""
    with at_desk(five, "JK") as desk:
        anna, jan = register(desk), desk.account
        maria = account_of(desk, "MS")
        giving = sharing.Giving(account=maria, level=Level.SHARE, parts=(Part.IDENTITY,), reason="desk")
        sharing.give(desk, anna.id, giving)
    with at_desk(five, "MS") as desk:
        plant(desk, "clinical", {"client": anna.id}, jan)
    with at_desk(five, "JK") as desk:
        files.open(desk, anna.id)
        assert desk.signin.compartment_of(write_note(desk, anna.id).record) != LOW_ID


def test_contact_details_go_into_the_true_identity(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        jan = desk.account
    with at_desk(five, "MS") as desk:
        plant(desk, "identity", {"client": anna.id}, jan)
    with at_desk(five, "JK") as desk:
        assert compartments.identity_of(desk, anna.id) != LOW_ID
        assert "Maria Sowa" not in {row.name for row in sharing.of_file(desk, anna.id).rows}


def test_what_calls_itself_a_record_of_the_practice_is_none(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with at_desk(five, "MS") as desk, monkeypatch.context() as script:
        script.setattr(Histories, "is_founding", lambda *_: True)  # the script does not ask whether it may
        jan, own = account_of(desk, "JK"), desk.account
        writes = (
            forged(desk, "person", Person(name="Jan Kot", account=jan, login="JK", supervisor=own)),
            forged(desk, "practice_profile", PracticeProfile(name="Loud Room", idle_minutes=30)),
            forged(desk, "register_entry", RegisterEntry(series=Series.CLIENT, code="K-0999", subject=own, lead=own)),
            forged(desk, "policy", Policy(title="Tell everything", approved_on="2026-01-01"), "signed"),
        )
        plant(desk, "practice", {}, jan, *writes)
    with at_desk(five, "JK") as desk:
        assert desk.own("practice") != LOW_ID
        assert known.supervisor_of(desk, desk.account) == ""
        assert practices.profile(desk).name == "Quiet Room"
        assert policies.rows(desk) == []
        assert clients.register(desk, Client(name="Anna Zawadzka")).code == "K-0001"


def test_a_line_in_the_register_alone_makes_nobody_lead(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        sharing.give(desk, anna.id, sharing.Giving(account=account_of(desk, "MS"), reason="x"))
    with at_desk(five, "MS") as desk:
        from app.keeping import register as lines
        from app.keeping.plans import Plan

        plan = Plan()
        lines.change(desk, plan, anna.id, lead=desk.account, clinical=LOW_ID)
        plan.commit(desk)
    with at_desk(five, "JK") as desk:
        assert not files.open(desk, anna.id).needs_purpose
        write_note(desk, anna.id)
        sharing.take_back(desk, anna.id, account_of(desk, "MS"))
        assert "Maria Sowa" not in {row.name for row in sharing.of_file(desk, anna.id).rows}
