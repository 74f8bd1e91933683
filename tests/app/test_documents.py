"""Documents: attached to a draft, signed, opened in memory, let out under their entry; on real storage."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from pathlib import Path

import pytest
from PIL import Image

from app.desk import Desk
from app.keeping.plans import Saved
from app.media import file_types
from app.records.document import Attachment, Document
from app.rules.destinations import STAYS, TO_CLIENT, Destination, Sending
from app.services import documents, mistakes, records
from app.services.clients import ClientRef
from app.services.drafting import Editing
from app.services.practice import practices
from tests.app import made_files
from tests.app.conftest import sign_in
from tests.app.helpers import entries, fails, last_seq

READY = {"document_kind": "letter", "received": "2026-11-20"}


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A PDF of three pages."""
    path = tmp_path / "Gutachten Dr. Zając.PDF"
    path.write_bytes(made_files.pdf(3))
    return path


def body_of(editing: Editing) -> Document:
    assert isinstance(editing.body, Document)
    return editing.body


def signed(desk: Desk, editing: Editing) -> Saved:
    return records.sign(desk, editing.with_values(READY))


def test_a_file_becomes_a_document_of_the_client(desk: Desk, anna: ClientRef, paper: Path) -> None:
    editing = documents.attach(desk, anna.id, paper)
    body = body_of(editing)
    (part,) = body.attachments
    assert (part.name, part.type, part.bytes) == ("Gutachten Dr. Zając.pdf", "application/pdf", paper.stat().st_size)
    assert part.sha256 == hashlib.sha256(paper.read_bytes()).hexdigest()
    assert (body.title, body.pages) == ("Gutachten Dr. Zając", 3)
    saved = signed(desk, editing)
    opened = records.open(desk, saved.record)
    assert documents.files_of(opened.body) == [part]
    seen = last_seq(desk)
    viewable = documents.open(desk, saved.record, part)
    assert (viewable.data, viewable.name, viewable.is_shown) == (paper.read_bytes(), part.name, True)
    assert [(entry.action, entry.record) for entry in entries(desk, seen)] == [("open_attachment", saved.record)]
    with documents.view(viewable) as looked_at:
        assert looked_at.pages == 3


def test_the_draft_keeps_its_files_over_a_restart(vault: Path, desk: Desk, anna: ClientRef, paper: Path) -> None:
    editing = documents.attach(desk, anna.id, paper)
    practices.lock(desk, "test")
    again = sign_in(vault)
    try:
        editing = records.resume(again, editing.record)
        editing = documents.add(again, editing, b"two words", "note.txt")
        first, second = body_of(editing).attachments
        assert (body_of(editing).pages, body_of(editing).title) == (3, "Gutachten Dr. Zając")
        assert documents.text_of(documents.open(again, editing.record, second)) == "two words"
        editing = documents.remove(again, editing, second)
        saved = signed(again, editing)
        assert [part.id for part in documents.files_of(records.open(again, saved.record).body)] == [first.id]
        assert documents.open(again, saved.record, first).data == paper.read_bytes()
    finally:
        practices.lock(again, "test")


def test_a_photo_is_kept_without_place_camera_and_author(desk: Desk, anna: ClientRef) -> None:
    photo = made_files.photo(orientation=6)
    editing = documents.attach(desk, anna.id, photo, "IMG_2034.JPG")
    (part,) = body_of(editing).attachments
    kept = documents.open(desk, editing.record, part).data
    assert not [word for word in made_files.LEFT if word.encode() in kept or word.encode("utf-16-le") in kept]
    assert Image.open(io.BytesIO(kept)).size == made_files.SIZE[::-1]
    assert part.sha256 == hashlib.sha256(kept).hexdigest() != hashlib.sha256(photo).hexdigest()
    assert documents.unseen_in([part]) == []
    assert body_of(editing).pages == 1


REFUSED = {
    "dangerous_file": (b"MZ\x90" + bytes(100), "letter.pdf"),
    "empty_file": (b"", "letter.pdf"),
    "unknown_file_type": (b"\x00\x01\x02", "letter.pdf"),
    "too_many_pixels": (made_files.bomb(60_000, 60_000), "photo.png"),
    "unreadable_file": (made_files.photo()[:-40], "photo.jpg"),
    "unreadable_pdf": (b"%PDF-1.7 and nothing", "letter.pdf"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_attached_leaves_nothing(desk: Desk, anna: ClientRef, name: str) -> None:
    data, called = REFUSED[name]
    before = records.unfinished(desk)
    with fails(name):
        documents.attach(desk, anna.id, data, called)
    assert records.unfinished(desk) == before


def test_only_files_are_read(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "none", tmp_path):
        with fails("not_a_file"):
            documents.attach(desk, anna.id, path)
    descriptor = os.open(tmp_path / "pipe", os.O_RDWR)
    try:
        with fails("not_a_file"):
            documents.attach(desk, anna.id, tmp_path / "pipe")
    finally:
        os.close(descriptor)


def test_a_file_that_is_too_large_is_refused_before_it_is_copied(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    path = tmp_path / "long.mp3"
    with path.open("wb") as stream:
        stream.write(b"ID3")
        stream.truncate((512 << 20) + 1)
    with fails("attachment_too_large"):
        documents.attach(desk, anna.id, path)


def test_files_belong_to_documents_and_not_to_signed_ones(desk: Desk, anna: ClientRef, paper: Path) -> None:
    with fails("no_documents_here"):
        documents.add(desk, records.start(desk, "session_note", anna.id), paper)
    editing = documents.attach(desk, anna.id, paper)
    signed(desk, editing)
    with fails("already_signed"):
        documents.add(desk, editing, paper)


def test_a_document_cannot_name_what_was_not_attached_to_it(desk: Desk, anna: ClientRef, paper: Path) -> None:
    part = body_of(documents.attach(desk, anna.id, paper)).attachments[0]
    values = {**READY, "title": "x", "attachments": [{"id": part.id, "bytes": part.bytes, "sha256": "0" * 64}]}
    with fails("no_attachment"):
        records.add(desk, "document", [values], client=anna.id, sign=True)


def test_what_is_only_kept_is_not_shown(desk: Desk, anna: ClientRef) -> None:
    editing = documents.attach(desk, anna.id, b"\x00\x00\x00\x18ftypheic" + bytes(40), "IMG.HEIC")
    (part,) = body_of(editing).attachments
    viewable = documents.open(desk, editing.record, part)
    assert (part.type, viewable.is_shown) == (file_types.HEIC.name, False)
    for show in (documents.view, documents.text_of):
        with fails("only_kept"):
            show(viewable)
    assert "data" not in repr(viewable)


def test_what_stays_unseen_in_a_file_is_said_for_each_kind_by_its_content(desk: Desk, anna: ClientRef) -> None:
    editing = records.start(desk, "document", anna.id)
    given = (
        ("a.txt", made_files.pdf()),
        ("b.docx", made_files.archive("[Content_Types].xml", "word/document.xml")),
        ("c.pdf", made_files.pdf()),
    )
    for name, data in (*given, ("d.jpg", made_files.photo()), ("e.pdf", b"plain words")):
        editing = documents.add(desk, editing, data, name)
    pdf, word = documents.unseen_in(body_of(editing).attachments)
    assert pdf.startswith("a.pdf, c.pdf: a PDF keeps who made it")
    assert word.startswith("b.docx: ")
    assert "who wrote and changed it" in word


# Out again.


def test_a_file_goes_out_between_two_entries(desk: Desk, anna: ClientRef, paper: Path, tmp_path: Path) -> None:
    saved = signed(desk, documents.attach(desk, anna.id, paper))
    part = documents.files_of(records.open(desk, saved.record).body)[0]
    practices.profile(desk)  # read once a sign-in
    for where, purpose in ((STAYS, "treatment"), (TO_CLIENT, "to_client")):
        seen = last_seq(desk)
        target = tmp_path / where.destination.value
        done = documents.detach(desk, part.id, target, where)
        assert (done.record, done.attachment, done.file) == (saved.record, part, target)
        assert target.read_bytes() == paper.read_bytes()
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
        told = [(entry.action, entry.outcome) for entry in entries(desk, seen)]
        assert [one for one in told if one[0] not in {"list", "sign"}] == [
            ("view", "ok"), ("export", "begun"), ("open_attachment", "ok"), ("export", "done"),
        ]  # fmt: skip
        assert told.count(("sign", "ok")) == (1 if where is TO_CLIENT else 0)
        last = entries(desk, seen)[-1]
        assert (last.purpose, last.record, last.facts["attachment"]) == (purpose, saved.record, part.id)
        assert last.facts["destination"] == where.destination.value


def test_a_file_in_a_folder_is_named_for_the_code_alone(
    desk: Desk, anna: ClientRef, paper: Path, tmp_path: Path
) -> None:
    part = body_of(documents.attach(desk, anna.id, paper)).attachments[0]
    folder = tmp_path / "out"
    folder.mkdir()
    done = documents.detach(desk, part.id, folder, STAYS)
    assert done.file == folder / f"{anna.code}-{part.id[-8:]}.pdf"
    assert done.file.read_bytes() == paper.read_bytes()


def test_nothing_leaves_for_somebody_else_without_a_ground(
    desk: Desk, anna: ClientRef, paper: Path, tmp_path: Path
) -> None:
    part = body_of(documents.attach(desk, anna.id, paper)).attachments[0]
    seen = last_seq(desk)
    with fails("release_needed"):
        documents.detach(desk, part.id, tmp_path / "out", Sending(destination=Destination.SOMEBODY_ELSE))
    assert not (tmp_path / "out").exists()
    assert [entry for entry in entries(desk, seen) if entry.action == "export"] == []


def test_what_is_there_is_never_overwritten_and_a_failure_is_an_entry(
    desk: Desk, anna: ClientRef, paper: Path, tmp_path: Path
) -> None:
    part = body_of(documents.attach(desk, anna.id, paper)).attachments[0]
    target = tmp_path / "mine"
    target.write_text("mine", "utf-8")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "elsewhere")
    inside = desk.signin.path / "x.pdf"
    for place, name in ((target, "already_exists"), (link, "already_exists"), (inside, "inside_vault")):
        seen = last_seq(desk)
        with fails(name):
            documents.detach(desk, part.id, place, STAYS)
        assert [entry.outcome for entry in entries(desk, seen) if entry.action == "export"] == ["begun", name]
    assert target.read_text("utf-8") == "mine"
    assert not (tmp_path / "elsewhere").exists()
    assert not inside.exists()


def test_what_is_there_is_replaced_when_that_was_asked_for(
    desk: Desk, anna: ClientRef, paper: Path, tmp_path: Path
) -> None:
    part = body_of(documents.attach(desk, anna.id, paper)).attachments[0]
    target = tmp_path / "mine"
    target.write_text("mine", "utf-8")
    documents.detach(desk, part.id, target, STAYS, replace=True)
    assert target.read_bytes() == paper.read_bytes()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with fails("inside_vault"):
        documents.detach(desk, part.id, desk.signin.path / "vault.json", STAYS, replace=True)


def test_an_unknown_attachment_is_not_found(desk: Desk, tmp_path: Path) -> None:
    with fails("no_attachment"):
        documents.detach(desk, "0193b1c2-0000-7000-8000-000000000000", tmp_path / "out", STAYS)


def test_a_document_in_the_wrong_file_takes_its_files_along(
    desk: Desk, anna: ClientRef, paper: Path, tmp_path: Path
) -> None:
    from app.records.client import Client
    from app.services import clients

    other = clients.register(desk, Client(name="Jan Nowak"))
    saved = signed(desk, documents.attach(desk, anna.id, paper))
    editing = mistakes.write_in_right_file(desk, saved.record, other.id, "The other Nowak")
    (part,) = body_of(editing).attachments
    assert documents.open(desk, editing.record, part).data == paper.read_bytes()
    assert isinstance(part, Attachment)
    assert part.id not in {old.id for old in documents.files_of(records.open(desk, saved.record).body)}
