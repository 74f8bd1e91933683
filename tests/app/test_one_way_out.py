"""The one way out: the register before anything leaves, a release or a ground for others, and nothing when it fails."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.desk import Desk
from app.records.client import Client
from app.records.consent import Method
from app.records.disclosure import Disclosure
from app.records.release_choices import DisclosureBasis, InformationClass, ReleasePurpose, WayOut
from app.rules.destinations import TO_CLIENT, Sending
from app.services import clients, documents, incidents, records
from app.services.clients import ClientRef
from app.services.outgoing import disclosures, papers, releases, releasing, sending
from app.services.outgoing.papers import Prepared
from storage.vault import SignIn
from tests.app import releases_made
from tests.app.full_disk import full_disk
from tests.app.helpers import entries, fails, last_seq, sign_incident, write_note
from tests.app.releases_made import by_law, sign_release


@pytest.fixture
def note(desk: Desk, anna: ClientRef) -> Prepared:
    """A signed session note, ready to be drawn."""
    return papers.of_record(desk, write_note(desk, anna.id).record)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers are not drawn where only their way out is looked at."""
    monkeypatch.setattr(releasing, "draw", lambda *_given, **_named: b"%PDF-1.7 drawn")


pytestmark = pytest.mark.usefixtures("quick")


def opened(desk: Desk, record: str) -> Disclosure:
    body = records.open(desk, record).body
    assert isinstance(body, Disclosure)
    return body


def test_what_is_for_the_client_is_registered_and_nothing_is_typed(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path
) -> None:
    releasing.to_file(desk, note, tmp_path / "a.pdf", TO_CLIENT)
    (row,) = disclosures.rows(desk, anna.id)
    body = opened(desk, row.record)
    assert (body.recipient_name, body.legal_basis) == ("Anna Zawadzka", DisclosureBasis.CLIENT_ACCESS)
    assert row.exemption
    assert [(item.record, item.revision) for item in body.items] == list(note.revisions)
    assert body.items[0].revision == desk.signin.head_of(note.objects[0][0])
    assert body.released_by == desk.account
    assert body.also_missing() == ()


def test_what_stays_and_what_never_asks_makes_no_disclosure(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path
) -> None:
    releasing.to_file(desk, note, tmp_path / "a.pdf")
    releasing.to_file(desk, papers.of_crisis_card(desk, anna.id), tmp_path / "b.pdf", TO_CLIENT)
    assert disclosures.rows(desk, anna.id) == []


def test_on_a_release_it_goes_to_whom_it_names(desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path) -> None:
    release = sign_release(desk, anna.id).record
    seen = last_seq(desk)
    releasing.to_file(desk, note, tmp_path / "a.pdf", releases_made.on(release))
    (row,) = disclosures.rows(desk, anna.id)
    assert (row.recipient, row.organisation, row.release) == ("Dr Maria Kos", "City Clinic", release)
    assert row.basis == "roi"
    assert row.exemption
    body = opened(desk, row.record)
    assert body.client_informed_on == "2026-01-10"
    assert body.information == [InformationClass.SESSION_NOTES]
    assert body.purpose == "Treatment and joint care"
    told = [(entry.action, entry.outcome) for entry in entries(desk, seen) if entry.action in {"export", "sign"}]
    assert told == [("export", "begun"), ("sign", "ok"), ("export", "done")], "the register comes before the file"
    begun = next(entry for entry in entries(desk, seen) if entry.outcome == "begun")
    assert begun.facts["disclosures"] == [row.record]
    assert begun.purpose == "to_somebody_else"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"expires_on": "2026-02-01"}, "Expired on 1 February 2026"),
        ({"information": ["attendance"]}, "It does not cover: Session notes."),
        ({"statements": ["conditioning", "redisclosure"]}, "That it can be taken back, and how"),
        ({"direction": "from"}, "not us tell them"),
        ({"covers_until": "2026-01-01"}, "up to 1 January 2026"),
        ({"decision": "declined"}, "Declined"),
    ],
)
def test_a_release_that_does_not_cover_it_says_why_and_nothing_leaves(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path, values: dict[str, Any], words: str
) -> None:
    release = sign_release(desk, anna.id, **values).record
    with fails("release_not_matching") as found:
        releasing.to_file(desk, note, tmp_path / "a.pdf", releases_made.on(release))
    assert words in str(found[0].values["reasons"])
    assert disclosures.rows(desk, anna.id) == []
    assert not (tmp_path / "a.pdf").exists()
    (choice,) = sending.releases_for(desk, note, releases_made.on(""))
    assert words in " ".join(one.words for one in choice.mismatches)
    assert not choice.is_possible


def test_a_release_of_another_client_is_none(desk: Desk, note: Prepared, tmp_path: Path) -> None:
    jan = clients.register(desk, Client(name="Jan Nowak"))
    release = sign_release(desk, jan.id).record
    with fails("not_found"):
        releasing.to_file(desk, note, tmp_path / "a.pdf", releases_made.on(release))


def test_what_a_person_says_is_in_it_has_to_be_ticked(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path
) -> None:
    where = releases_made.on(sign_release(desk, anna.id).record, information=frozenset({InformationClass.HIV}))
    with fails("release_not_matching"):
        releasing.to_file(desk, note, tmp_path / "a.pdf", where)
    ticked = sign_release(desk, anna.id, information=["session_notes", "hiv"]).record
    releasing.to_file(desk, note, tmp_path / "a.pdf", replace(where, release=ticked))
    assert disclosures.rows(desk, anna.id)[0].release == ticked


def test_a_withdrawal_stops_it_at_once_and_lists_what_went_out(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path
) -> None:
    release = sign_release(desk, anna.id).record
    releasing.to_file(desk, note, tmp_path / "a.pdf", releases_made.on(release))
    done = releases.withdraw(desk, release, method=Method.VERBAL)
    assert [row.recipient for row in done.went_out] == ["Dr Maria Kos"]
    assert releases.states(desk, anna.id)[release].state == "withdrawn"
    with fails("release_not_matching") as found:
        releasing.to_file(desk, note, tmp_path / "b.pdf", releases_made.on(release))
    assert "Withdrawn" in str(found[0].values["reasons"])
    with fails("not_in_force"):
        releases.withdraw(desk, release, method=Method.VERBAL)
    with fails("not_in_force"):
        releases.event_happened(desk, release)
    assert len(disclosures.rows(desk, anna.id)) == 1


def test_the_event_of_a_release_ends_it(desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path) -> None:
    release = sign_release(desk, anna.id, expires_on="", expires_event="the end of the therapy").record
    releasing.to_file(desk, note, tmp_path / "a.pdf", releases_made.on(release))
    releases.event_happened(desk, release)
    with fails("release_not_matching") as found:
        releasing.to_file(desk, note, tmp_path / "b.pdf", releases_made.on(release))
    assert "the end of the therapy" in str(found[0].values["reasons"])


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"recipient": ""}, "To whom"),
        ({"reason": " "}, "For what"),
        ({"method": None}, "In which way"),
        ({"informed_on": ""}, "The client was told on"),
        ({"basis": DisclosureBasis.LAW_ENFORCEMENT}, "Why this is the least that is enough"),
        ({"suspended_until": "2026-12-01"}, "How they asked for it, Date of their statement, Who stated what"),
        ({"is_medical_record": True, "method": None}, "In which way, Manner"),
    ],
)
def test_on_a_ground_of_law_the_register_asks_for_all_it_needs(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path, changed: dict[str, Any], missing: str
) -> None:
    with fails("not_told_enough") as found:
        releasing.to_file(desk, note, tmp_path / "a.pdf", by_law(**changed))
    assert found[0].values["fields"] == missing
    assert ", ".join(one.label for one in sending.check(desk, note, by_law(**changed))) == missing
    assert disclosures.rows(desk, anna.id) == []
    assert sending.check(desk, note, by_law()) == []


def test_what_goes_on_a_ground_of_law_is_accounted_for(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path
) -> None:
    releasing.to_file(desk, note, tmp_path / "a.pdf", by_law(is_medical_record=True, organisation="Court in Lublin"))
    (row,) = disclosures.accounting(desk, anna.id).rows
    assert (row.first.recipient, row.first.purpose) == ("District Court", "Order of 3 March, II C 12/26")
    body = opened(desk, row.first.record)
    assert (body.pl_manner, body.pl_given_by, body.pl_body) == ("By post", "Ewa Lis", "Court in Lublin")
    assert body.pl_scope == body.description


def test_private_notes_go_on_a_release_of_their_own_or_a_ground_that_names_them(
    desk: Desk, anna: ClientRef, tmp_path: Path
) -> None:
    private = records.save(desk, records.start(desk, "process_note", anna.id, text="what I felt")).record
    paper = papers.of_record(desk, private)
    general = sign_release(desk, anna.id, information=["psychotherapy_notes", "session_notes"]).record
    with fails("release_not_matching"):
        releasing.to_file(desk, paper, tmp_path / "a.pdf", releases_made.on(general))
    treatment = by_law(basis=DisclosureBasis.TREATMENT)
    with fails("basis_not_for_this"):
        releasing.to_file(desk, paper, tmp_path / "a.pdf", treatment)
    assert DisclosureBasis.TREATMENT not in sending.bases(desk, paper)
    with fails("private_stays"):
        releasing.to_file(desk, paper, tmp_path / "a.pdf", TO_CLIENT)
    own = sign_release(desk, anna.id, information=["psychotherapy_notes"]).record
    releasing.to_file(desk, paper, tmp_path / "a.pdf", releases_made.on(own))
    releasing.to_file(desk, paper, tmp_path / "b.pdf", by_law())
    assert len(disclosures.rows(desk, anna.id)) == 2


def test_a_draft_and_what_was_changed_meanwhile_do_not_leave(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    draft = records.keep(desk, records.start(desk, "session_note", anna.id, text="half a"))
    with fails("draft_stays"):
        releasing.to_file(desk, papers.of_record(desk, draft.record), tmp_path / "a.pdf", by_law())
    profile = records.save(desk, records.start(desk, "client_profile", anna.id))
    paper = papers.of_record(desk, profile.record)
    records.save(desk, records.edit(desk, profile.record).with_values({"gp_name": "Dr Kos"}))
    with fails("changed_meanwhile"):
        releasing.to_file(desk, paper, tmp_path / "a.pdf", by_law())
    assert disclosures.rows(desk, anna.id) == []


def test_a_list_of_clients_goes_to_no_client_and_on_no_release(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    jan = clients.register(desk, Client(name="Jan Nowak"))
    listed = papers.of_clients(desk, [anna.id, jan.id])
    release = sign_release(desk, anna.id).record
    for where in (TO_CLIENT, releases_made.on(release)):
        with fails("several_clients"):
            releasing.to_file(desk, listed, tmp_path / "a.pdf", where)
    assert sending.releases_for(desk, listed, releases_made.on(release)) == []
    releasing.to_file(desk, listed, tmp_path / "a.pdf", by_law())
    for client in (anna.id, jan.id):
        (row,) = disclosures.rows(desk, client)
        assert {item.record for item in opened(desk, row.record).items} == {client}, "a file names no other client"


def test_an_incident_is_registered_with_each_client_it_names(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    incident = sign_incident(desk, affected=[{"kind": "client", "client": anna.id, "role": "client"}])
    releasing.to_file(desk, papers.of_record(desk, incident.record), tmp_path / "a.pdf", by_law())
    assert len(disclosures.rows(desk, anna.id)) == 1


def test_what_is_about_no_client_says_to_whom_and_why_in_its_entry(desk: Desk, tmp_path: Path) -> None:
    sign_incident(desk)
    listed = papers.of_incidents(desk, [row.id for row in incidents.rows(desk, incidents.ids(desk))])
    with fails("not_told_enough"):
        releasing.to_file(desk, listed, tmp_path / "a.pdf", by_law(reason=""))
    seen = last_seq(desk)
    releasing.to_file(desk, listed, tmp_path / "a.pdf", by_law())
    begun = next(entry for entry in entries(desk, seen) if entry.outcome == "begun")
    told = {"to": "District Court", "why": "Order of 3 March, II C 12/26", "basis": "court_order"}
    assert begun.detail == {"document": "incidents"} | told


@pytest.mark.parametrize("where", [TO_CLIENT, by_law()], ids=["client", "somebody"])
def test_on_a_full_disk_nothing_leaves(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path, where: Sending
) -> None:
    with full_disk(desk), fails("no_space"):
        releasing.to_file(desk, note, tmp_path / "a.pdf", where)
    assert not (tmp_path / "a.pdf").exists()
    assert disclosures.rows(desk, anna.id) == []


def test_when_the_register_cannot_be_written_nothing_leaves_and_the_trail_says_so(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the write of the disclosure fails: its commit, in the real database."""
    seen = last_seq(desk)
    writing = SignIn.write

    def on_a_full_disk(self: SignIn, *given: Any, **named: Any) -> Any:
        with full_disk(desk):
            return writing(self, *given, **named)

    monkeypatch.setattr(SignIn, "write", on_a_full_disk)
    with fails("no_space"):
        releasing.to_file(desk, note, tmp_path / "a.pdf", by_law())
    monkeypatch.undo()
    assert not (tmp_path / "a.pdf").exists()
    assert disclosures.rows(desk, anna.id) == []
    told = [(entry.action, entry.outcome) for entry in entries(desk, seen) if entry.action == "export"]
    assert told == [("export", "begun"), ("export", "no_space")]


def test_a_file_that_could_not_be_written_was_no_disclosure(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"mine")
    with fails("already_exists"):
        releasing.to_file(desk, note, tmp_path / "a.pdf", by_law())
    (row,) = disclosures.rows(desk, anna.id)
    assert row.status == "entered_in_error"
    assert disclosures.accounting(desk, anna.id).rows == ()


def test_pages_that_a_printer_may_have_got_stay_registered(desk: Desk, anna: ClientRef, note: Prepared) -> None:
    permit = releasing.begin(desk, note, by_law(), "print")
    releasing.finish(desk, permit, "stopped")
    (row,) = disclosures.rows(desk, anna.id)
    assert row.status == "amended"
    assert len(disclosures.accounting(desk, anna.id).rows) == 1


def test_a_permit_that_has_ended_lets_nothing_out(desk: Desk, note: Prepared, tmp_path: Path) -> None:
    permit = releasing.begin(desk, note, by_law())
    releasing.save(permit, b"%PDF-", tmp_path / "a.pdf")
    releasing.finish(desk, permit)
    with pytest.raises(ValueError, match="ended"):
        releasing.save(permit, b"%PDF-", tmp_path / "b.pdf")
    with pytest.raises(ValueError, match="ended"):
        next(releasing.printer_pages(permit, b"%PDF-"))


def test_an_attached_file_goes_the_same_way(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("the words of the letter", "utf-8")
    editing = documents.attach(desk, anna.id, tmp_path / "letter.txt")
    values = {"document_kind": "letter", "title": "Letter", "third_party_confidential": True}
    saved = records.sign(desk, editing.with_values(values))
    (part,) = documents.files_of(records.open(desk, saved.record).body)
    out = tmp_path / "out.txt"
    without = sign_release(desk, anna.id).record
    with fails("release_not_matching") as found:
        documents.detach(desk, part.id, out, releases_made.on(without))
    assert "What others said in confidence" in str(found[0].values["reasons"])
    assert not out.exists()
    ticked = sign_release(desk, anna.id, information=["documents", "third_party"]).record
    documents.detach(desk, part.id, out, releases_made.on(ticked, purposes=(ReleasePurpose.TREATMENT,)))
    assert out.read_text("utf-8") == "the words of the letter"
    (row,) = disclosures.rows(desk, anna.id)
    (item,) = opened(desk, row.record).items
    assert (item.record, item.attachment, item.sha256) == (saved.record, part.id, part.sha256)


def test_two_joined_files_are_one_client_to_a_release(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    from app.services import mistakes

    other = clients.register(desk, Client(name="A. Zawadzka"))
    saved = write_note(desk, other.id)
    mistakes.join(desk, anna.id, other.id)
    release = sign_release(desk, anna.id).record
    where = releases_made.on(release, method=WayOut.POST)
    releasing.to_file(desk, papers.of_record(desk, saved.record), tmp_path / "a.pdf", where)
    (row,) = disclosures.rows(desk, anna.id)
    assert [item.record for item in opened(desk, row.record).items] == [saved.record]


PART2 = {"regimes": ["hipaa", "part2"], "information": ["session_notes", "documents", "substance_use"]}


def test_records_of_drug_treatment_leave_with_their_notice(
    desk: Desk, anna: ClientRef, note: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = releases_made.on(sign_release(desk, anna.id, **PART2).record, purposes=(ReleasePurpose.TREATMENT,))
    drawn: list[Prepared] = []

    def draw(prepared: Prepared, *_given: Any) -> bytes:
        drawn.append(prepared)
        return b"%PDF-"

    monkeypatch.setattr(releasing, "draw", draw)
    with fails("notice_needed"):
        releasing.begin(desk, note, where)
    releasing.to_file(desk, note, tmp_path / "a.pdf", where)
    assert b"42 CFR Part 2" in drawn[0].paper.to_json()
    (row,) = disclosures.rows(desk, anna.id)
    assert "42 CFR Part 2" in opened(desk, row.record).notice
    (tmp_path / "letter.txt").write_text("words", "utf-8")
    editing = documents.attach(desk, anna.id, tmp_path / "letter.txt")
    saved = records.sign(desk, editing.with_values({"document_kind": "letter", "title": "Letter"}))
    (part,) = documents.files_of(records.open(desk, saved.record).body)
    documents.detach(desk, part.id, tmp_path / "out.txt", where)
    assert "42 CFR Part 2" in (tmp_path / "out-notice.txt").read_text("utf-8")
    with fails("release_not_matching"):
        releasing.to_file(desk, note, tmp_path / "b.pdf", replace(where, purposes=()))
