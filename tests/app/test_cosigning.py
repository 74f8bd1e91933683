"""Co-signing: a supervisee's note waits for the supervisor, is co-signed or returned, and never changes itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.desk import Desk
from app.keeping import colleagues as known
from app.keeping.plans import Plan
from app.records.client import Client
from app.records.cosignature import Cosignature, CosignStep
from app.records.session_note import SessionNote
from app.reports import drawing
from app.rules.cosigning import CosignState
from app.rules.sharing import Level
from app.services import clients, records
from app.services.client_files import amendment_requests, files
from app.services.outgoing import papers
from app.services.people import colleagues, cosigning, sharing
from app.services.people.sharing import Giving
from app.services.reading import today
from tests.app import test_amendment_requests as requests
from tests.app.helpers import entries, fails, last_seq, write_note
from tests.app.reading_pdf import words_of
from tests.app.several import account_of, at_desk

REMARK = "Say what was agreed on for the week."


@pytest.fixture
def practice(five: Path) -> Path:
    """Five people; MS supervises JK, who is the lead of K-0001."""
    with at_desk(five, "EL") as desk:
        colleagues.change(desk, account_of(desk, "JK"), supervisor=account_of(desk, "MS"))
    return five


@pytest.fixture
def note(practice: Path) -> str:
    """A note that JK signed about Anna."""
    with at_desk(practice, "JK") as desk:
        anna = clients.register(desk, Client(name="Anna Zawadzka"))
        return write_note(desk, anna.id, text="We talked about otters.").record


def state_of(desk: Desk, record: str) -> CosignState | None:
    found = records.open(desk, record, "supervision").cosign
    return found.state if found is not None else None


def answer(practice: Path, note: str, remark: str = "") -> None:
    """The supervisor co-signs, or returns it where there is a remark."""
    with at_desk(practice, "MS") as desk:
        cosigning.open(desk, note)
        if remark:
            cosigning.send_back(desk, note, remark)
        else:
            cosigning.cosign(desk, note)


def only_due(desk: Desk) -> today.DueItem:
    (item,) = [one for one in today.due(desk) if one.kind == "session_note"]
    return item


def test_what_a_supervisee_signs_waits_and_the_supervisor_finds_it_due(practice: Path, note: str) -> None:
    with at_desk(practice, "JK") as desk:
        assert state_of(desk, note) is CosignState.WAITING
        assert [one for one in today.due(desk) if one.record == note] == []
    with at_desk(practice, "MS") as desk:
        item = only_due(desk)
        assert (item.record, item.code, item.name) == (note, "K-0001", "Anna Zawadzka")
        assert item.words == "Waits for your co-signature, from Jan Kot"
        (row,) = cosigning.waiting(desk)
        assert (row.record, row.who_name) == (note, "Jan Kot")
        opened = cosigning.open(desk, note)
        assert opened.cosign is not None
        assert opened.cosign.is_mine
        assert isinstance(opened.body, SessionNote)
        assert opened.body.text == "We talked about otters."


def test_opening_it_is_an_entry_for_supervision(practice: Path, note: str) -> None:
    with at_desk(practice, "MS") as desk:
        seen = last_seq(desk)
        cosigning.open(desk, note)
        assert ("view", "supervision") in {
            (one.action, one.purpose) for one in entries(desk, seen) if one.record == note
        }


def test_a_co_signature_is_a_record_of_its_own_bound_to_the_version(practice: Path, note: str) -> None:
    with at_desk(practice, "JK") as desk:
        before = desk.signin.read(note)
    answer(practice, note)
    with at_desk(practice, "JK") as desk:
        assert desk.signin.read(note) == before
        opened = records.open(desk, note)
        assert opened.cosign is not None
        assert opened.cosign.state is CosignState.COSIGNED
        signature = opened.cosign.signature
        assert signature is not None
        assert isinstance(signature.body, Cosignature)
        assert signature.body.target_revision == before.revision
        assert signature.record.author == account_of(desk, "MS")
        assert signature.record.state == "signed"
        assert signature.record.compartment == before.compartment
    with at_desk(practice, "MS") as desk:
        assert cosigning.waiting(desk) == []


def test_returned_with_a_remark_it_is_due_for_its_author(practice: Path, note: str) -> None:
    with at_desk(practice, "MS") as desk, fails("text_needed"):
        cosigning.send_back(desk, note, "  ")
    answer(practice, note, REMARK)
    with at_desk(practice, "JK") as desk:
        item = only_due(desk)
        assert (item.record, item.words) == (note, "Maria Sowa returned it with a remark")
        cosign = records.open(desk, note).cosign
        assert cosign is not None
        assert (cosign.state, cosign.remark, cosign.may_ask) == (CosignState.RETURNED, REMARK, True)


def test_an_amendment_asks_again_and_the_answer_names_it(practice: Path, note: str) -> None:
    answer(practice, note, REMARK)
    with at_desk(practice, "JK") as desk:
        amended = records.amend(desk, note, kind="addendum", text="Walk daily.", reason="Asked for")
        assert today.due(desk) == []
        assert state_of(desk, note) is CosignState.WAITING
    answer(practice, note)
    with at_desk(practice, "MS") as desk:
        cosign = records.open(desk, note, "supervision").cosign
        assert cosign is not None
        assert cosign.state is CosignState.COSIGNED
        assert isinstance(cosign.latest.body, Cosignature)
        assert cosign.latest.body.amendments == [amended.revision]
        assert [one.body.step for one in cosign.steps if isinstance(one.body, Cosignature)] == [
            CosignStep.ASKED,
            CosignStep.RETURNED,
            CosignStep.ASKED,
            CosignStep.SIGNED,
        ]


def test_who_was_returned_something_may_ask_again_without_a_change(practice: Path, note: str) -> None:
    with at_desk(practice, "JK") as desk, fails("not_waiting"):
        cosigning.ask(desk, note)
    answer(practice, note, REMARK)
    with at_desk(practice, "JK") as desk:
        cosigning.ask(desk, note)
        assert state_of(desk, note) is CosignState.WAITING
        assert cosigning.returned(desk) == []
    with at_desk(practice, "MS") as desk:
        assert [row.record for row in cosigning.waiting(desk)] == [note]


def test_only_the_supervisor_who_was_asked_answers(practice: Path, note: str) -> None:
    with at_desk(practice, "JK") as desk:
        sharing.give(
            desk,
            clients.by_code(desk, "K-0001"),
            Giving(account=account_of(desk, "EL"), level=Level.WRITE, reason="x"),
        )
        with fails("refused"):
            cosigning.cosign(desk, note)
    with at_desk(practice, "EL") as desk, fails("not_waiting"):
        cosigning.cosign(desk, note)
    with at_desk(practice, "OR") as desk, fails("refused"):
        cosigning.cosign(desk, note)


@pytest.fixture
def forged(practice: Path, note: str) -> Iterator[Desk]:
    """JK, who wrote an answer to the own request past all rules."""
    with at_desk(practice, "JK") as desk:
        opened = records.open(desk, note)
        assert opened.cosign is not None
        body = Cosignature(
            step=CosignStep.SIGNED,
            target=note,
            target_revision=opened.record.revision,
            request=opened.cosign.latest.record.record,
        )
        plan = Plan()
        plan.put("cosignature", desk.signin.new_id(), opened.record.compartment, body, state="signed")
        plan.commit(desk)
        yield desk


def test_an_answer_that_the_supervisor_did_not_sign_counts_for_nothing(forged: Desk, practice: Path, note: str) -> None:
    assert state_of(forged, note) is CosignState.WAITING
    (line,) = files.timeline(forged, clients.by_code(forged, "K-0001"), ["session_note"])
    assert line.status == "waits_for_cosign"


def test_lists_papers_and_history_say_where_it_stands(practice: Path, note: str) -> None:
    with at_desk(practice, "JK") as desk:
        client = clients.by_code(desk, "K-0001")
        assert [line.status for line in files.timeline(desk, client, ["session_note"])] == ["waits_for_cosign"]
        assert [row.status for row in records.listing(desk, "session_note")] == ["waits_for_cosign"]
        assert "Waiting for co-signature" in words_of(drawing.pdf(papers.of_record(desk, note).paper))
    answer(practice, note)
    with at_desk(practice, "JK") as desk:
        assert [line.status for line in files.timeline(desk, client, ["session_note"])] == ["cosigned"]
        assert "Co-signed: Maria Sowa" in words_of(drawing.pdf(papers.of_record(desk, note).paper))
        records.amend(desk, note, kind="entered_in_error", text="", reason="Wrong file")
        assert state_of(desk, note) is None
        assert [line.status for line in files.timeline(desk, client, ["session_note"])] == ["entered_in_error"]


def test_a_note_that_does_not_count_waits_for_nobody(practice: Path, note: str) -> None:
    with at_desk(practice, "JK") as desk:
        records.amend(desk, note, kind="entered_in_error", text="", reason="Wrong file")
    with at_desk(practice, "MS") as desk:
        assert cosigning.waiting(desk) == []
        with fails("not_waiting"):
            cosigning.cosign(desk, note)


def test_a_new_supervisor_is_asked_when_the_author_says_so(practice: Path, note: str) -> None:
    with at_desk(practice, "EL") as desk:
        colleagues.change(desk, account_of(desk, "JK"), supervisor=desk.account)
    with at_desk(practice, "JK") as desk:
        item = only_due(desk)
        assert item.words == "Maria Sowa is not your supervisor any more: ask for the co-signature again"
        cosigning.ask(desk, note)
        assert cosigning.returned(desk) == []
    with at_desk(practice, "EL") as desk:
        assert [row.record for row in cosigning.waiting(desk)] == [note]
        cosigning.cosign(desk, note)
    with at_desk(practice, "MS") as desk:
        assert cosigning.waiting(desk) == []


def test_the_supervisor_gets_into_the_file_and_no_further(practice: Path, note: str) -> None:
    with at_desk(practice, "JK") as desk:
        client, supervisor = clients.by_code(desk, "K-0001"), account_of(desk, "MS")
        held = {
            kind: [
                one.rights
                for place in desk.signin.compartments(kind, client=client)
                for one in desk.signin.sharing.holders(place)
                if one.account == supervisor
            ]
            for kind in ("identity", "clinical")
        }
        assert held == {"identity": ["read"], "clinical": ["read write"]}


def test_what_somebody_without_a_supervisor_signs_is_signed(practice: Path) -> None:
    with at_desk(practice, "EL") as desk:
        jan = clients.register(desk, Client(name="Jan Malina"))
        note = write_note(desk, jan.id).record
        assert state_of(desk, note) is None
        assert known.supervisor_of(desk, desk.account) == ""
        with fails("nobody_to_ask"):
            cosigning.ask(desk, note)


def test_nobody_alone_hears_of_it(desk: Desk) -> None:
    jan = clients.register(desk, Client(name="Jan Malina"))
    note = write_note(desk, jan.id).record
    assert state_of(desk, note) is None
    assert cosigning.waiting(desk) == cosigning.returned(desk) == []
    assert "ignature" not in words_of(drawing.pdf(papers.of_record(desk, note).paper))


def test_a_step_planted_in_a_compartment_of_ones_own_says_nothing(practice: Path, note: str) -> None:
    answer(practice, note)
    with at_desk(practice, "OR") as desk:
        plan, client = Plan(), clients.by_code(desk, "K-0001")
        planted = plan.make(desk, "clinical", {"client": client}, {account_of(desk, "JK"): "read"})
        request = Cosignature(target=note, supervisor=account_of(desk, "EL"), asker=desk.account)
        plan.put("cosignature", desk.signin.new_id(), planted, request, state="signed")
        plan.commit(desk)
    with at_desk(practice, "JK") as desk:
        assert state_of(desk, note) is CosignState.COSIGNED
        assert [line.status for line in files.timeline(desk, client, ["session_note"])] == ["cosigned"]


def test_a_change_that_a_client_asked_for_wants_a_co_signature_too(practice: Path, note: str) -> None:
    answer(practice, note)
    with at_desk(practice, "JK") as desk:
        asked = requests.ask(desk, note)
        assert state_of(desk, note) is CosignState.COSIGNED
        amendment_requests.decide(desk, asked, "accepted", text="It was May.", reason="True")
        assert state_of(desk, note) is CosignState.WAITING
