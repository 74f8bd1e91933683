"""What is in an export and what never is: private notes, drafts, other files, what is withheld; in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Desk, Role
from app.records.client import Client, Member, Unit
from app.records.disclosure import Agency
from app.rules.destinations import STAYS, TO_CLIENT, Sending
from app.services import clients, documents, mistakes, records
from app.services.clients import ClientRef
from app.services.outgoing import exporting
from app.services.outgoing.exporting import Export, Format, Wanted
from storage.vault import SignIn
from tests.app.exports.leaving import all_in
from tests.app.helpers import entries, fails, last_seq, take_consent, write_note
from tests.app.releases_made import by_law

SECRET = "Zwierzenie-4471"
FORMATS = pytest.mark.parametrize("kind", list(Format))


def export_to(
    desk: Desk, client: str, folder: Path, kind: Format, where: Sending = STAYS, wanted: Wanted | None = None
) -> tuple[Export, str]:
    """The export, and every text in the file that it made."""
    folder.mkdir(exist_ok=True)
    export, path = exporting.to_file(desk, client, folder, where, wanted, kind=kind)
    return export, all_in(path.read_bytes(), kind) + path.name


@FORMATS
def test_private_notes_and_drafts_are_in_no_export(desk: Desk, anna: ClientRef, tmp_path: Path, kind: Format) -> None:
    records.save(desk, records.start(desk, "process_note", anna.id, text=SECRET))
    records.keep(desk, records.start(desk, "session_note", anna.id, text=SECRET))
    profile = records.start(desk, "client_profile", anna.id)
    records.save(desk, profile)
    records.keep(desk, records.edit(desk, profile.record).with_values({"cultural_considerations": SECRET}))
    write_note(desk, anna.id)
    export, found = export_to(desk, anna.id, tmp_path / "out", kind)
    assert "We talked about sleep." in found
    assert SECRET not in found
    assert export.manifest.counts == {"client": 1, "client_profile": 1, "session_note": 1}
    assert export.manifest.withheld == [], "a draft is not withheld: it is no record yet"
    with fails("private_stays"):
        exporting.prepare(desk, anna.id, wanted=Wanted(kinds=("process_note",)))


@FORMATS
def test_what_belongs_to_a_couple_stays_in_the_file_of_the_couple(
    desk: Desk, anna: ClientRef, tmp_path: Path, kind: Format
) -> None:
    couple = clients.register(desk, Client(name="Para", unit=Unit.COUPLE, members=[Member(client=anna.id)]))
    write_note(desk, couple.id, text=SECRET)
    write_note(desk, anna.id, text="Her own hour.")
    _export, found = export_to(desk, anna.id, tmp_path / "a", kind)
    assert SECRET not in found
    _export, found = export_to(desk, couple.id, tmp_path / "b", kind)
    assert SECRET in found
    assert "Her own hour." not in found
    assert "Anna" not in found, "members have a code"


def test_joined_files_leave_as_one(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    other = clients.register(desk, Client(name="Ania Z."))
    write_note(desk, other.id, text="In the other file.")
    mistakes.join(desk, anna.id, other.id)
    for asked in (anna.id, other.id):
        export, found = export_to(desk, asked, tmp_path / asked, Format.JSON)
        assert "In the other file." in found
        assert export.manifest.client.code == anna.code
        assert [one.code for one in export.manifest.client.joined] == [other.code]


def confided(desk: Desk, client: str, tmp_path: Path) -> str:
    """A document that holds what somebody else said, with a file; and a consent that refers to it."""
    (tmp_path / f"{SECRET}.txt").write_text(SECRET, "utf-8")
    editing = documents.attach(desk, client, tmp_path / f"{SECRET}.txt")
    given = {"document_kind": "letter", "title": SECRET, "about": SECRET, "third_party_confidential": True}
    saved = records.sign(desk, editing.with_values(given | {"received": "2026-03-01"}))
    records.amend(desk, saved.record, kind="addendum", text=SECRET, reason=SECRET)
    take_consent(desk, client, method="wet_ink_scan", paper=saved.record)
    return saved.record


@FORMATS
@pytest.mark.parametrize("where", [TO_CLIENT, by_law()], ids=["client", "court"])
def test_what_others_said_in_confidence_is_named_as_withheld_and_nothing_of_it_leaves(
    desk: Desk, anna: ClientRef, tmp_path: Path, kind: Format, where: Sending
) -> None:
    record = confided(desk, anna.id, tmp_path)
    export, found = export_to(desk, anna.id, tmp_path / "out", kind, where, Wanted(with_files=True))
    assert SECRET not in found
    (one,) = export.manifest.withheld
    assert (one.id, one.kind, one.at) == (record, "document", "2026-03-01")
    assert "said in confidence" in one.reason
    assert one.reason in found
    assert record not in dict(export.objects)
    assert "1 record is withheld" in export.warnings[0]


@FORMATS
def test_what_others_said_stays_in_what_the_practice_keeps_and_where_somebody_decides_so(
    desk: Desk, anna: ClientRef, tmp_path: Path, kind: Format
) -> None:
    confided(desk, anna.id, tmp_path)
    _export, found = export_to(desk, anna.id, tmp_path / "a", kind)
    assert SECRET in found
    _export, found = export_to(desk, anna.id, tmp_path / "b", kind, TO_CLIENT, Wanted(with_confidential=True))
    assert SECRET in found


@FORMATS
def test_what_somebody_withholds_is_named_with_the_reason(
    desk: Desk, anna: ClientRef, tmp_path: Path, kind: Format
) -> None:
    note = write_note(desk, anna.id, text=SECRET)
    records.amend(desk, note.record, kind="addendum", text=SECRET, reason=SECRET)
    wanted = Wanted(withheld=((note.record, "Serious harm to another person."),))
    export, found = export_to(desk, anna.id, tmp_path / "out", kind, TO_CLIENT, wanted)
    assert SECRET not in found
    assert "Serious harm to another person." in found
    assert [one.id for one in export.manifest.withheld] == [note.record]
    with fails("text_needed"):
        exporting.prepare(desk, anna.id, wanted=Wanted(withheld=((note.record, " "),)))
    with fails("not_found"):
        exporting.prepare(desk, anna.id, wanted=Wanted(withheld=((desk.signin.new_id(), "why"),)))


@FORMATS
def test_a_disclosure_that_the_client_must_not_learn_of_is_not_even_mentioned(
    desk: Desk, anna: ClientRef, tmp_path: Path, kind: Format
) -> None:
    note = write_note(desk, anna.id)
    where = by_law(
        recipient=SECRET, suspended_until="2099-01-01", suspension_how=Agency.WRITTEN, informed_on="",
        suspension_stated_on="2026-01-01", suspension_statement=SECRET, not_informed=SECRET,
    )  # fmt: skip
    exporting.to_file(desk, anna.id, tmp_path / "police.json", where, kind=Format.JSON)
    export, found = export_to(desk, anna.id, tmp_path / "out", kind, TO_CLIENT)
    assert SECRET not in found
    assert export.manifest.withheld == []
    assert (export.untold, "not mentioned" in export.warnings[0]) == (1, True)
    assert note.record in dict(export.objects)
    _export, found = export_to(desk, anna.id, tmp_path / "ours", kind)
    assert SECRET in found


def test_kinds_and_days_are_chosen(desk: Desk, anna: ClientRef) -> None:
    note = write_note(desk, anna.id)
    take_consent(desk, anna.id, given_on="2025-02-01")
    wanted = Wanted(since="2025-01-01", until="2025-12-31")
    export = exporting.prepare(desk, anna.id, wanted=wanted)
    assert export.manifest.counts == {"client": 1, "consent": 1}, "what has no day of its own is always in"
    export = exporting.prepare(desk, anna.id, wanted=Wanted(kinds=("session_note",)))
    assert export.objects == ((note.record, desk.signin.compartment_of(note.record)),)
    with fails("bad_date"):
        exporting.prepare(desk, anna.id, wanted=Wanted(since="2025-13-01"))
    with fails("unknown_choice"):
        exporting.prepare(desk, anna.id, wanted=Wanted(kinds=("incident",)))
    with fails("nothing_to_export"):
        exporting.prepare(desk, anna.id, wanted=Wanted(kinds=("closure",)))


def test_every_record_that_is_read_is_named_by_an_entry_first(desk: Desk, anna: ClientRef) -> None:
    notes = [write_note(desk, anna.id).record for _number in range(30)]
    later = records.amend(desk, notes[0], kind="addendum", text="More.", reason="Later").record
    seen = last_seq(desk)
    export = exporting.prepare(desk, anna.id, purpose="request")
    viewed = [entry for entry in entries(desk, seen) if entry.action == "view"]
    assert {record for entry in viewed for record in entry.records} >= {*notes, later, anna.id}
    assert {entry.purpose for entry in viewed if anna.id in entry.records or notes[0] in entry.records} == {"request"}
    assert {record for record, _compartment in export.objects} == {*notes, later, anna.id}


def test_a_damaged_record_is_said_to_be_missing_and_the_rest_is_there(
    desk: Desk, anna: ClientRef, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, kept = write_note(desk, anna.id, text="Lost."), write_note(desk, anna.id, text="Kept.")
    read_many = SignIn.read_many

    def without(signin: SignIn, wanted: list[str], **more: str) -> list[object]:
        return [one for one in read_many(signin, wanted, **more) if one.record != lost.record]

    monkeypatch.setattr(SignIn, "read_many", without)
    export, found = export_to(desk, anna.id, tmp_path / "out", Format.JSON)
    assert "Kept." in found
    assert "Lost." not in found
    assert [(one.id, one.reason) for one in export.manifest.withheld] == [
        (lost.record, "It is damaged and could not be read.")
    ]
    assert kept.record in dict(export.objects)


def test_whoever_has_no_right_gets_nothing(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    nobody = Desk(desk.signin, Role.NOBODY)
    with fails("refused"):
        exporting.to_file(nobody, anna.id, tmp_path / "a.pdf")
    assert list(tmp_path.glob("a*")) == []


def test_a_file_of_somebody_else_asks_why_it_is_opened(desk: Desk, anna: ClientRef) -> None:
    body = records.edit(desk, anna.id)
    records.save(desk, body.with_values({"status": "closed"}))
    desk.purposes.clear()
    with fails("purpose_needed"):
        exporting.prepare(desk, anna.id)
    assert exporting.prepare(desk, anna.id, purpose="request").purpose == "request"
