"""Attempts to get something out to somebody else without its line, or on a release that does not hold any more."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app import clock
from app.desk import Desk
from app.keeping.outgoing import Parcel
from app.records.choices import YesNo
from app.records.client import Client, Member, Unit
from app.records.consent import Method
from app.records.disclosure import Disclosure
from app.records.release_choices import InformationClass
from app.rules.destinations import TO_CLIENT, Destination, Sending
from app.services import clients, documents, records
from app.services.clients import ClientRef
from app.services.consenting import consents
from app.services.outgoing import disclosures, papers, releases, releasing, sending
from app.services.outgoing.papers import Prepared
from tests.app import releases_made
from tests.app.helpers import fails, sign_incident, take_consent, write_note
from tests.app.releases_made import by_law, sign_release


@pytest.fixture
def note(desk: Desk, anna: ClientRef) -> Prepared:
    """A signed session note, ready to be drawn."""
    return papers.of_record(desk, write_note(desk, anna.id).record)


def test_what_left_is_not_called_an_error_because_something_failed_afterwards(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path
) -> None:
    def save_and_be_interrupted() -> None:
        with releasing.leaving(desk, note, by_law()) as permit:
            releasing.save(permit, b"%PDF-", tmp_path / "a.pdf")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_and_be_interrupted()
    assert (tmp_path / "a.pdf").exists()
    (row,) = disclosures.accounting(desk, anna.id).rows
    assert row.first.recipient == "District Court"


def test_a_permit_ends_once(desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path) -> None:
    permit = releasing.begin(desk, note, by_law())
    releasing.save(permit, b"%PDF-", tmp_path / "a.pdf")
    releasing.finish(desk, permit)
    with pytest.raises(ValueError, match="ended"):
        releasing.finish(desk, permit, "failed")
    assert disclosures.rows(desk, anna.id)[0].status == ""


@pytest.mark.parametrize("how", ["release", "with its consent", "in error", "replaced"])
def test_nothing_is_saved_on_a_release_that_was_taken_back_after_it_was_begun(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path, how: str
) -> None:
    """Between the entry and the file somebody may withdraw: the file is the moment that counts."""
    consent = take_consent(desk, anna.id).record
    release = sign_release(desk, anna.id).record
    permit = releasing.begin(desk, note, releases_made.on(release))
    if how == "release":
        releases.withdraw(desk, release, method=Method.VERBAL)
    elif how == "with its consent":
        consents.withdraw(desk, consent, method=Method.VERBAL, release_ids=[release])
    elif how == "in error":
        records.amend(desk, release, kind="entered_in_error", text="", reason="Another client.")
    else:
        sign_release(desk, anna.id, supersedes=release, recipients=[{"name": "Dr Nowak"}])
    with fails("release_not_matching"):
        releasing.save(permit, b"%PDF-", tmp_path / "a.pdf")
    with fails("release_not_matching"):
        next(releasing.printer_pages(permit, b"%PDF-"))
    releasing.finish(desk, permit, "release_not_matching")
    assert not (tmp_path / "a.pdf").exists()
    assert disclosures.rows(desk, anna.id)[0].status == "entered_in_error"


def test_a_permit_on_a_release_ends_with_its_last_day(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = clock.today()
    release = sign_release(desk, anna.id, expires_on=today.isoformat()).record
    permit = releasing.begin(desk, note, releases_made.on(release))
    monkeypatch.setattr(clock, "today", lambda: date.fromordinal(today.toordinal() + 1))
    with fails("release_not_matching"):
        releasing.save(permit, b"%PDF-", tmp_path / "a.pdf")


def test_a_release_that_is_over_stays_over_when_the_clock_is_set_back(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trail says that a later day has been: no release gets that day back."""
    newest = datetime.now(UTC).astimezone().date()
    release = sign_release(desk, anna.id, expires_on=date.fromordinal(newest.toordinal() - 2).isoformat()).record
    with fails("release_not_matching"):
        releasing.begin(desk, note, releases_made.on(release))
    monkeypatch.setattr(clock, "today", lambda: date.fromordinal(newest.toordinal() - 3))
    with fails("release_not_matching"):
        releasing.begin(desk, note, releases_made.on(release))
    assert not sending.releases_for(desk, note, releases_made.on(""))[0].is_possible


def test_the_release_of_one_person_does_not_let_out_what_a_couple_said(desk: Desk, tmp_path: Path) -> None:
    """A file that was of one person and is of two now: the other one has not signed."""
    ala = clients.register(desk, Client(name="Ala Lis"))
    jan = clients.register(desk, Client(name="Jan Lis"))
    both = clients.register(desk, Client(name="Ala and Jan Lis"))
    release = sign_release(desk, both.id).record
    found = clients.read(desk, both.id)
    body = found.body
    assert isinstance(body, Client)
    body.unit, body.members = Unit.COUPLE, [Member(client=ala.id), Member(client=jan.id)]
    clients.save(desk, both.id, body, found.record.revision)
    said = papers.of_record(desk, write_note(desk, both.id).record)
    with fails("release_not_matching") as refused:
        releasing.begin(desk, said, releases_made.on(release))
    assert "Not everybody who comes has signed" in str(refused[0].values["reasons"])
    partner = sign_release(desk, ala.id).record
    with fails("not_found"):
        releasing.begin(desk, said, releases_made.on(partner))
    alone = sign_release(desk, both.id, everybody_signed=None).record
    with fails("release_not_matching"):
        releasing.begin(desk, said, releases_made.on(alone))
    together = sign_release(desk, both.id, everybody_signed=YesNo.YES.value).record
    releasing.finish(desk, releasing.begin(desk, said, releases_made.on(together)))


def test_a_crisis_card_for_somebody_else_has_its_line_too(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    """It never asks where it goes; who says that it goes to somebody else is asked all the same."""
    card = papers.of_crisis_card(desk, anna.id)
    with fails("release_needed"):
        releasing.begin(desk, card, Sending(destination=Destination.SOMEBODY_ELSE))
    releasing.finish(desk, releasing.begin(desk, card, by_law()))
    assert len(disclosures.rows(desk, anna.id)) == 1
    empty = papers.of_crisis_card(desk)
    releasing.finish(desk, releasing.begin(desk, empty, Sending(destination=Destination.SOMEBODY_ELSE)))


def test_an_empty_timeline_still_says_that_somebody_is_a_client(desk: Desk, anna: ClientRef) -> None:
    paper = papers.of_timeline(desk, anna.id, ["closure"])
    with fails("release_needed"):
        releasing.begin(desk, paper, Sending(destination=Destination.SOMEBODY_ELSE))
    releasing.finish(desk, releasing.begin(desk, paper, by_law()))
    assert len(disclosures.rows(desk, anna.id)) == 1


def test_a_timeline_tells_more_than_that_somebody_comes(desk: Desk, anna: ClientRef) -> None:
    """Titles of documents, plans and releases say something: a release for dates alone does not cover them."""
    write_note(desk, anna.id)
    dates = sign_release(desk, anna.id, information=["attendance"]).record
    sessions = papers.of_timeline(desk, anna.id, ["session_note"])
    releasing.finish(desk, releasing.begin(desk, sessions, releases_made.on(dates)))
    with fails("release_not_matching"):
        releasing.begin(desk, papers.of_timeline(desk, anna.id, ["session_note", "release"]), releases_made.on(dates))
    with fails("release_not_matching"):
        releasing.begin(desk, papers.of_accounting(desk, anna.id), releases_made.on(dates))


def test_a_list_of_incidents_is_registered_with_each_client_it_names(desk: Desk, anna: ClientRef) -> None:
    incident = sign_incident(desk, affected=[{"kind": "client", "client": anna.id, "role": "client"}])
    listed = papers.of_incidents(desk, [incident.record])
    releasing.finish(desk, releasing.begin(desk, listed, by_law()))
    assert len(disclosures.rows(desk, anna.id)) == 1


def test_what_nobody_has_sorted_has_to_be_ticked(desk: Desk, anna: ClientRef) -> None:
    """A parcel about a client that says nothing of what is in it is not covered by just any release."""
    release = sign_release(desk, anna.id).record
    parcel = Parcel(document="new kind of paper", clients=(anna.id,))
    with fails("release_not_matching"):
        releasing.begin(desk, parcel, releases_made.on(release))


def test_a_draft_is_not_given_to_the_client_either(desk: Desk, anna: ClientRef) -> None:
    """The register names the version that left, and a draft has none."""
    draft = records.keep(desk, records.start(desk, "session_note", anna.id, text="half a"))
    paper = papers.of_record(desk, draft.record)
    with fails("draft_stays"):
        releasing.begin(desk, paper, TO_CLIENT)
    releasing.finish(desk, releasing.begin(desk, paper))


def test_a_line_written_by_hand_is_by_who_wrote_it_and_names_no_versions(desk: Desk, anna: ClientRef) -> None:
    said = {
        "recipient_name": "Dr Kos", "description": "That she comes", "legal_basis": "treatment", "purpose": "Asked",
        "minimum_necessary": "Only that.",
        "method": "phone", "client_informed_on": clock.today().isoformat(), "released_by": anna.id,
        "items": [{"record": anna.id, "revision": anna.id}], "document": "record", "notice": "None",
    }  # fmt: skip
    saved = records.sign(desk, records.start(desk, "disclosure", anna.id).with_values(said))
    body = records.open(desk, saved.record).body
    assert isinstance(body, Disclosure)
    assert (body.released_by, body.items, body.document, body.notice) == (desk.account, [], "", "")


def test_a_form_with_words_of_a_client_asks_where_it_goes(desk: Desk, anna: ClientRef) -> None:
    from app.services.consenting import consent_papers

    blank = consent_papers.of_form(desk, "withdrawal", "en")
    assert not blank.asks
    filled = consent_papers.of_form(desk, "withdrawal", "en", values={"client": "Anna Zawadzka"})
    assert filled.asks


def test_the_release_of_a_file_that_was_parted_again_does_not_hold_for_the_other(desk: Desk, anna: ClientRef) -> None:
    from app.services import mistakes

    other = clients.register(desk, Client(name="A. Zawadzka"))
    release = sign_release(desk, other.id).record
    mistakes.join(desk, anna.id, other.id)
    note = papers.of_record(desk, write_note(desk, anna.id).record)
    releasing.finish(desk, releasing.begin(desk, note, releases_made.on(release)))
    mistakes.part(desk, other.id)
    with fails("not_found"):
        releasing.begin(desk, note, releases_made.on(release))


def test_private_notes_are_private_in_whatever_paper(desk: Desk, anna: ClientRef) -> None:
    saved = records.save(desk, records.start(desk, "process_note", anna.id, text="what I felt"))
    compartment = desk.signin.compartment_of(saved.record) or ""
    for document in ("timeline", "record", "accounting"):
        parcel = Parcel(document=document, objects=((saved.record, compartment),))
        general = sign_release(desk, anna.id, information=["attendance", "consents", "session_notes"]).record
        with fails("release_not_matching"):
            releasing.begin(desk, parcel, releases_made.on(general))
        with fails("private_stays"):
            releasing.begin(desk, parcel, TO_CLIENT)


def test_sending_says_no_for_the_same_reasons_as_beginning(desk: Desk, anna: ClientRef, note: Prepared) -> None:
    """The form that asks and the service that writes hold one view, or the form would promise what cannot be."""
    release = sign_release(desk, anna.id).record
    where = releases_made.on(release, information=frozenset({InformationClass.GENETIC}))
    for ask in (sending.check, releasing.begin):
        with fails("release_not_matching"):
            ask(desk, note, where)


def test_an_attached_file_that_left_before_the_next_failed_is_not_called_an_error(
    desk: Desk, anna: ClientRef, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("words", "utf-8")
    editing = documents.attach(desk, anna.id, tmp_path / "letter.txt")
    saved = records.sign(desk, editing.with_values({"document_kind": "letter", "title": "Letter"}))
    (part,) = documents.files_of(records.open(desk, saved.record).body)
    (tmp_path / "out.txt").write_text("mine", "utf-8")
    with fails("already_exists"):
        documents.detach(desk, part.id, tmp_path / "out.txt", by_law())
    assert disclosures.rows(desk, anna.id)[0].status == "entered_in_error", "nothing of the file left"


def test_the_closing_letter_has_the_last_session_from_the_closing_summary(desk: Desk, anna: ClientRef) -> None:
    from app.services.consenting import consent_papers
    from tests.app.test_closing import CLOSING

    closing = {**CLOSING, "last_session_on": "2026-11-12", "open_note": "Seen to.", "plan_review": "Done."}
    records.sign(desk, records.start(desk, "closure", anna.id).with_values(closing))
    letter = consent_papers.of_form(desk, "closing_letter", "en", client_id=anna.id)
    assert b"12 November 2026" in letter.paper.to_json()


def test_what_an_authority_keeps_back_is_not_given_to_the_client(desk: Desk, anna: ClientRef) -> None:
    from tests.app.test_accounting import by_phone

    tomorrow = date.fromordinal(clock.today().toordinal() + 1).isoformat()
    waits = {
        "suspended_until": tomorrow, "suspension_how": "written", "suspension_stated_on": "2026-11-20",
        "suspension_statement": "Prosecutor Zych", "client_informed_on": "", "not_informed": "As the prosecutor asked",
    }  # fmt: skip
    kept = records.sign(desk, records.start(desk, "disclosure", anna.id).with_values(by_phone(**waits))).record
    for paper in (papers.of_record(desk, kept), papers.of_timeline(desk, anna.id)):
        with fails("kept_from_client"):
            releasing.begin(desk, paper, TO_CLIENT)
        releasing.finish(desk, releasing.begin(desk, paper))
    assert [row.record for row in disclosures.rows(desk, anna.id)] == [kept]


def test_a_release_that_ran_out_overnight_does_not_hold_up_the_withdrawal(desk: Desk, anna: ClientRef) -> None:
    """Taking back is as easy as giving: what was listed as in force yesterday may be over by now."""
    consent = take_consent(desk, anna.id).record
    over = sign_release(desk, anna.id, expires_on="2026-02-01").record
    consents.withdraw(desk, consent, method=Method.VERBAL, release_ids=[over])
    assert releases.states(desk, anna.id)[over].state == "withdrawn"


def test_a_consent_entered_in_error_says_so(desk: Desk, anna: ClientRef) -> None:
    consent = take_consent(desk, anna.id).record
    records.amend(desk, consent, kind="entered_in_error", text="", reason="Another client.")
    assert consents.states(desk, anna.id)[consent].reason == "Entered in error."
    assert not consents.state(desk, anna.id).is_active


@pytest.mark.parametrize("kind", ["consent", "release"])
def test_what_ends_another_is_not_carried_to_another_file(desk: Desk, anna: ClientRef, kind: str) -> None:
    from app.services import mistakes

    other = clients.register(desk, Client(name="Jan Nowak"))
    if kind == "release":
        ended = releases.withdraw(desk, sign_release(desk, anna.id).record, method=Method.VERBAL).saved.record
    else:
        given = take_consent(desk, anna.id, expires_event="the end of the course").record
        ended = consents.end(desk, given).record
    with fails("not_movable"):
        mistakes.write_in_right_file(desk, ended, other.id, "The wrong file.")
