"""Letting paper out: the entry first, the right destination, files only for their owner, nothing for somebody else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.desk import Desk
from app.records.client import Client
from app.reports import drawing
from app.reports.paper import Table
from app.rules.destinations import TO_CLIENT, Destination, Sending
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.consenting import consent_papers
from app.services.outgoing import papers, releasing
from app.services.outgoing.papers import Prepared
from tests.app.full_disk import full_disk
from tests.app.helpers import entries, fails, last_seq, write_note
from tests.app.reading_pdf import words_of


@pytest.fixture
def prepared(desk: Desk, anna: ClientRef) -> Prepared:
    """A session note, ready to be drawn."""
    return papers.of_record(desk, write_note(desk, anna.id).record)


@pytest.fixture
def private(desk: Desk, anna: ClientRef) -> Prepared:
    """A private note, ready to be drawn."""
    editing = records.start(desk, "process_note", anna.id, text="what I felt")
    return papers.of_record(desk, records.save(desk, editing).record)


def logged(desk: Desk, since: int) -> list[tuple[str, str, str]]:
    return [(entry.action, entry.outcome, entry.purpose) for entry in entries(desk, since)]


def test_a_file_is_begun_and_done_and_holds_the_note(desk: Desk, prepared: Prepared, tmp_path: Path) -> None:
    seen = last_seq(desk)
    path = releasing.to_file(desk, prepared, tmp_path / "note.pdf")
    assert "We talked about sleep." in words_of(path.read_bytes())
    assert logged(desk, seen) == [("export", "begun", "treatment"), ("export", "done", "treatment")]
    begun = entries(desk, seen)[0]
    assert begun.records == [record for record, _place in prepared.objects]
    assert begun.facts == {"destination": "practice"}
    assert begun.detail is not None
    assert begun.detail["document"] == "record"
    assert begun.compartment in {place for _record, place in prepared.objects}


def test_the_file_is_for_its_owner_alone(desk: Desk, prepared: Prepared, tmp_path: Path) -> None:
    path = releasing.to_file(desk, prepared, tmp_path / "note.pdf")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    releasing.to_file(desk, prepared, path, replace=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.glob("*.pdf")] == ["note.pdf"]
    assert not list(tmp_path.glob(".clientsafe-*"))


def test_a_file_that_is_there_is_replaced_only_when_told(desk: Desk, prepared: Prepared, tmp_path: Path) -> None:
    path = tmp_path / "note.pdf"
    path.write_bytes(b"mine")
    seen = last_seq(desk)
    with fails("already_exists"):
        releasing.to_file(desk, prepared, path)
    assert path.read_bytes() == b"mine"
    assert [outcome for _action, outcome, _why in logged(desk, seen)] == ["begun", "already_exists"]
    releasing.to_file(desk, prepared, path, replace=True)
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_link_is_not_written_through(desk: Desk, prepared: Prepared, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.pdf"
    link = tmp_path / "link.pdf"
    link.symlink_to(target)
    with fails("already_exists"):
        releasing.to_file(desk, prepared, link)
    assert not target.exists()


def test_nothing_readable_is_put_into_the_vault(desk: Desk, prepared: Prepared, vault: Path, tmp_path: Path) -> None:
    before = sorted(vault.rglob("*"))
    (tmp_path / "door").symlink_to(vault)
    for path in (vault / "note.pdf", vault / "anchors" / ".." / "note.pdf", tmp_path / "door" / "note.pdf"):
        with fails("inside_vault"):
            releasing.to_file(desk, prepared, path)
    assert sorted(vault.rglob("*")) == before


def test_a_folder_that_is_not_there_is_a_known_failure(desk: Desk, prepared: Prepared, tmp_path: Path) -> None:
    seen = last_seq(desk)
    with fails("not_writable"):
        releasing.to_file(desk, prepared, tmp_path / "gone" / "note.pdf")
    assert [outcome for _action, outcome, _why in logged(desk, seen)] == ["begun", "not_writable"]


def test_nothing_leaves_when_the_entry_cannot_be_written(desk: Desk, prepared: Prepared, tmp_path: Path) -> None:
    with full_disk(desk), fails("no_space"):
        releasing.to_file(desk, prepared, tmp_path / "note.pdf")
    assert list(tmp_path.glob("*.pdf")) == []


def test_what_goes_to_the_client_says_so_in_the_trail(desk: Desk, prepared: Prepared, tmp_path: Path) -> None:
    seen = last_seq(desk)
    releasing.to_file(desk, prepared, tmp_path / "note.pdf", TO_CLIENT)
    assert [entry for entry in logged(desk, seen) if entry[0] != "list"] == [
        ("export", "begun", "to_client"),
        ("sign", "ok", "to_client"),
        ("export", "done", "to_client"),
    ]
    from app.services.reading import trails

    assert trails.entries(desk, actions=["export"])[0].purpose_label == "Given to the client"


def test_nothing_goes_to_somebody_else_without_a_ground(desk: Desk, prepared: Prepared, tmp_path: Path) -> None:
    seen = last_seq(desk)
    with fails("release_needed") as found:
        releasing.to_file(desk, prepared, tmp_path / "note.pdf", Sending(destination=Destination.SOMEBODY_ELSE))
    assert found[0].code == 170
    assert logged(desk, seen) == []
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_private_note_is_for_its_author_alone(desk: Desk, private: Prepared, tmp_path: Path) -> None:
    somebody = Sending(destination=Destination.SOMEBODY_ELSE)
    for where, failure in ((TO_CLIENT, "private_stays"), (somebody, "release_needed")):
        with fails(failure):
            releasing.to_file(desk, private, tmp_path / "note.pdf", where)
    assert releasing.to_file(desk, private, tmp_path / "note.pdf").exists()


def test_the_sheet_offers_what_is_possible_and_says_what_is_missing(prepared: Prepared, private: Prepared) -> None:
    offers = releasing.offers(prepared)
    assert [(offer.destination.value, offer.is_possible) for offer in offers] == [
        ("practice", True),
        ("client", True),
        ("somebody_else", True),
    ]
    assert all(offer.explanation for offer in offers)
    assert [offer.is_possible for offer in releasing.offers(private)] == [True, False, True]


def test_crisis_card_and_blank_form_never_ask_and_are_logged(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    for number, made in enumerate(
        (papers.of_crisis_card(desk, anna.id), consent_papers.of_form(desk, "therapy", "en"))
    ):
        seen = last_seq(desk)
        assert releasing.offers(made) == []
        releasing.to_file(desk, made, tmp_path / f"{number}.pdf")
        assert [outcome for _action, outcome, _why in logged(desk, seen)] == ["begun", "done"]


def test_the_card_before_signing_in_needs_no_entry_and_nothing_else_does_without(
    prepared: Prepared, desk: Desk, tmp_path: Path
) -> None:
    made = papers.of_public_card("PL")
    permit = releasing.without_desk(made)
    pdf = releasing.draw(made)
    assert releasing.save(permit, pdf, tmp_path / "card.pdf").exists()
    assert next(releasing.printer_pages(permit, pdf, 30)).width
    for other in (prepared, papers.of_crisis_card(desk), consent_papers.of_form(desk, "therapy", "en")):
        with pytest.raises(ValueError, match="without an entry"):
            releasing.without_desk(other)


def test_printing_is_another_action_than_saving(desk: Desk, prepared: Prepared) -> None:
    seen = last_seq(desk)
    pdf = drawing.pdf(prepared.paper)
    assert len(list(releasing.preview(pdf, 40))) == 1
    assert logged(desk, seen) == []
    permit = releasing.begin(desk, prepared, how="print")
    assert [image.width > 400 for image in releasing.printer_pages(permit, pdf, 60)] == [True]
    releasing.finish(desk, permit, "stopped")
    assert [(action, outcome) for action, outcome, _why in logged(desk, seen)] == [
        ("print", "begun"),
        ("print", "stopped"),
    ]


def test_the_access_report_shows_that_it_was_printed(desk: Desk, anna: ClientRef, prepared: Prepared) -> None:
    releasing.finish(desk, releasing.begin(desk, prepared, TO_CLIENT, "print"))
    table = papers.of_access(desk, anna.id).paper.blocks[-1]
    assert isinstance(table, Table)
    assert ["Printed", "Given to the client"] in [[row[2], row[4]] for row in table.rows]


def test_a_long_list_names_every_record_in_its_entries(
    desk: Desk, anna: ClientRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releasing, "_NAMED_AT_ONCE", 2)
    made = [anna.id, *(clients.register(desk, Client(name=f"Client {n}")).id for n in range(4))]
    listed = papers.of_clients(desk, made)
    seen = last_seq(desk)
    releasing.finish(desk, releasing.begin(desk, listed, how="print"))
    found = entries(desk, seen)
    assert [entry.outcome for entry in found] == ["begun"] * 3 + ["done"] * 3
    assert sorted(record for entry in found[:3] for record in entry.records) == sorted(made)
    assert [entry.facts["part"] for entry in found[:3]] == [1, 2, 3]


def test_drawing_can_be_cancelled_and_then_nothing_was_begun(desk: Desk, prepared: Prepared, tmp_path: Path) -> None:
    seen = last_seq(desk)
    with fails("stopped"):
        releasing.to_file(desk, prepared, tmp_path / "note.pdf", cancelled=lambda: True)
    assert logged(desk, seen) == []
    assert list(tmp_path.glob("*.pdf")) == []
