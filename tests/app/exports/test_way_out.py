"""An export leaves by the one way: the register first, a release that covers it, all of the file or none."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from app.desk import Desk
from app.exports import locked_pdf
from app.keeping import outgoing
from app.records.choices import YesNo
from app.records.consent_choices import Method
from app.records.disclosure import Disclosure
from app.records.release_choices import InformationClass, ReleasePurpose
from app.rules.destinations import TO_CLIENT
from app.services import documents, records
from app.services.clients import ClientRef
from app.services.outgoing import disclosures, export_reading, exporting, releases, releasing
from app.services.outgoing.exporting import Format, Wanted
from app.vaults import failure
from storage.vault import SignIn
from tests.app.exports.leaving import all_in
from tests.app.full_disk import full_disk
from tests.app.helpers import entries, fails, last_seq, write_note
from tests.app.releases_made import by_law, on, sign_release

ROOT = Path(__file__).parents[3]
PASSPHRASE = "siedem wydr płynie cicho nocą"
FORMATS = pytest.mark.parametrize("kind", list(Format))


def left_in(folder: Path) -> list[str]:
    """Whatever lies there, hidden or not."""
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def opened(desk: Desk, record: str) -> Disclosure:
    body = records.open(desk, record).body
    assert isinstance(body, Disclosure)
    return body


def with_letter(desk: Desk, client: str, tmp_path: Path, words: str = "Dear Sir") -> str:
    """A document with a text file."""
    (tmp_path / "Zawadzka.txt").write_text(words, "utf-8")
    editing = documents.attach(desk, client, tmp_path / "Zawadzka.txt")
    (tmp_path / "Zawadzka.txt").unlink()
    return records.sign(desk, editing.with_values({"document_kind": "letter", "received": "2026-03-01"})).record


@FORMATS
def test_the_register_names_every_record_in_the_version_that_left_before_it_leaves(
    desk: Desk, anna: ClientRef, tmp_path: Path, kind: Format
) -> None:
    note = write_note(desk, anna.id)
    later = records.amend(desk, note.record, kind="addendum", text="More.", reason="Later")
    seen = last_seq(desk)
    export, _path = exporting.to_file(desk, anna.id, tmp_path, TO_CLIENT, kind=kind)
    (row,) = disclosures.rows(desk, anna.id)
    items = {item.record: item.revision for item in opened(desk, row.record).items}
    assert items == {anna.id: desk.signin.head_of(anna.id), note.record: note.revision, later.record: later.revision}
    assert items == dict(export.revisions)
    told = [(one.action, one.outcome) for one in entries(desk, seen) if one.action in {"export", "sign"}]
    assert told == [("export", "begun"), ("sign", "ok"), ("export", "done")]


@FORMATS
def test_on_a_full_disk_nothing_leaves(desk: Desk, anna: ClientRef, tmp_path: Path, kind: Format) -> None:
    write_note(desk, anna.id)
    with full_disk(desk), fails("no_space"):
        exporting.to_file(desk, anna.id, tmp_path, TO_CLIENT, kind=kind)
    assert left_in(tmp_path) == []
    assert disclosures.rows(desk, anna.id) == []


def test_where_the_register_cannot_be_written_nothing_leaves(
    desk: Desk, anna: ClientRef, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_note(desk, anna.id)

    def refuse(*_given: object, **_named: object) -> None:
        raise failure("no_space")

    with monkeypatch.context() as changed:
        changed.setattr(SignIn, "write", refuse)
        with fails("no_space"):
            exporting.to_file(desk, anna.id, tmp_path, TO_CLIENT, kind=Format.JSON)
    assert left_in(tmp_path) == []


def test_a_disk_that_takes_no_file_leaves_none_and_the_register_says_so(
    desk: Desk, anna: ClientRef, tmp_path: Path
) -> None:
    with fails("not_writable"):
        exporting.to_file(desk, anna.id, tmp_path / "no" / "folder.json", TO_CLIENT, kind=Format.JSON)
    with fails("inside_vault"):
        exporting.to_file(desk, anna.id, desk.signin.path / "a.json", TO_CLIENT, kind=Format.JSON)
    assert {row.status for row in disclosures.rows(desk, anna.id)} == {"entered_in_error"}
    (tmp_path / "there.json").write_text("mine", "utf-8")
    with fails("already_exists"):
        exporting.to_file(desk, anna.id, tmp_path / "there.json", kind=Format.JSON)
    assert (tmp_path / "there.json").read_text("utf-8") == "mine"
    assert left_in(tmp_path) == ["there.json"]
    exporting.to_file(desk, anna.id, tmp_path / "there.json", kind=Format.JSON, replace=True)
    assert left_in(tmp_path) == ["there.json"]
    assert json.loads((tmp_path / "there.json").read_text("utf-8"))["manifest"]


def test_a_release_narrows_the_export_to_what_it_covers(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    note = write_note(desk, anna.id)
    records.save(desk, records.start(desk, "episode", anna.id, history_substance="Wine each day."))
    release = sign_release(desk, anna.id, information=["session_notes", "history"]).record
    export, path = exporting.to_file(desk, anna.id, tmp_path, on(release), kind=Format.JSON)
    assert dict(export.objects).keys() == {note.record}
    assert "Wine" not in path.read_text("utf-8")
    assert "Zawadzka" not in path.read_text("utf-8"), "the name was not released"
    assert [(one.kind, one.reason) for one in export.manifest.withheld] == [
        ("episode", "The release does not cover it.")
    ]
    (row,) = disclosures.rows(desk, anna.id)
    body = opened(desk, row.record)
    assert body.information == [InformationClass.SESSION_NOTES]
    assert [(one.what.split(" · ")[0], one.reason) for one in body.withheld] == [
        ("Course of care", "The release does not cover it.")
    ]


@FORMATS
def test_what_the_release_does_not_cover_cannot_be_chosen(
    desk: Desk, anna: ClientRef, tmp_path: Path, kind: Format
) -> None:
    write_note(desk, anna.id)
    release = sign_release(desk, anna.id).record
    with fails("release_not_matching") as found:
        exporting.to_file(desk, anna.id, tmp_path, on(release), Wanted(kinds=("session_note", "client")), kind=kind)
    assert "Name and contact details" in str(found[0].values["reasons"])
    releases.withdraw(desk, release, method=Method.VERBAL)
    with fails("release_not_matching") as found:
        exporting.to_file(desk, anna.id, tmp_path, on(release), kind=kind)
    assert "Withdrawn" in str(found[0].values["reasons"])
    with fails("release_needed"):
        exporting.to_file(desk, anna.id, tmp_path, on("", recipient="Dr Kos"), kind=kind)
    assert left_in(tmp_path) == []
    assert disclosures.rows(desk, anna.id) == []


def test_what_was_made_for_one_is_not_given_to_another(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    write_note(desk, anna.id)
    export = exporting.prepare(desk, anna.id)
    assert [offer.destination.value for offer in releasing.offers(export)] == ["practice"]
    for where in (TO_CLIENT, by_law()):
        with fails("made_for_another"):
            releasing.begin(desk, export, where)
    assert disclosures.rows(desk, anna.id) == []


@FORMATS
def test_records_of_drug_treatment_carry_their_notice(
    desk: Desk, anna: ClientRef, tmp_path: Path, kind: Format
) -> None:
    write_note(desk, anna.id)
    given = {"regimes": ["hipaa", "part2"], "information": ["session_notes", "substance_use"]}
    where = on(sign_release(desk, anna.id, **given).record, purposes=(ReleasePurpose.TREATMENT,))
    _export, path = exporting.to_file(desk, anna.id, tmp_path, where, kind=kind)
    assert "42 CFR Part 2" in all_in(path.read_bytes(), kind)


@FORMATS
def test_attached_files_go_inside_where_they_are_asked_for(
    desk: Desk, anna: ClientRef, tmp_path: Path, kind: Format
) -> None:
    record = with_letter(desk, anna.id, tmp_path)
    without, path = exporting.to_file(desk, anna.id, tmp_path / f"a.{kind}", kind=kind)
    assert "Dear Sir" not in all_in(path.read_bytes(), kind)
    assert without.attached == ()
    seen = last_seq(desk)
    export, path = exporting.to_file(
        desk, anna.id, tmp_path / f"b.{kind}", TO_CLIENT, Wanted(with_files=True), kind=kind
    )
    assert "Dear Sir" in all_in(path.read_bytes(), kind)
    assert [one.record for one in entries(desk, seen) if one.action == "open_attachment"] == [record]
    (row,) = disclosures.rows(desk, anna.id)
    digest = hashlib.sha256(b"Dear Sir").hexdigest()
    (inside,) = [item for item in opened(desk, row.record).items if item.attachment]
    assert (inside.record, inside.sha256) == (record, digest)
    assert export.attached[0][2] == digest


def test_a_file_inside_the_book_has_no_name_of_anybody(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    with_letter(desk, anna.id, tmp_path)
    _export, path = exporting.to_file(desk, anna.id, tmp_path, wanted=Wanted(with_files=True))
    with pikepdf.Pdf.open(path) as document:
        (name,) = document.attachments
        assert name.startswith("K-0001-")
        assert document.attachments[name].get_file().read_bytes() == b"Dear Sir"


def test_files_that_are_too_large_together_are_refused(
    desk: Desk, anna: ClientRef, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_letter(desk, anna.id, tmp_path, "x" * (2 << 20))
    monkeypatch.setattr(export_reading, "MOST_FILES_MIB", 1)
    with fails("files_too_large"):
        exporting.prepare(desk, anna.id, wanted=Wanted(with_files=True))
    assert exporting.prepare(desk, anna.id).manifest.counts["document"] == 1


def test_a_damaged_file_is_said_to_be_missing(
    desk: Desk, anna: ClientRef, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = with_letter(desk, anna.id, tmp_path)

    def damaged(*_given: object, **_named: object) -> bytes:
        raise failure("attachment_damaged")

    monkeypatch.setattr(SignIn, "read_attachment", damaged)
    export = exporting.prepare(desk, anna.id, wanted=Wanted(with_files=True))
    assert [(one.id, "is damaged" in one.reason) for one in export.manifest.withheld] == [(record, True)]
    assert export.attached == ()


def test_a_passphrase_locks_all_of_the_book(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    with_letter(desk, anna.id, tmp_path)
    wanted = Wanted(with_files=True)
    _export, path = exporting.to_file(desk, anna.id, tmp_path, TO_CLIENT, wanted, passphrase=PASSPHRASE)
    data = path.read_bytes()
    assert b"K-0001" not in data, "the properties are encrypted too"
    assert b"Dear Sir" not in data
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.Pdf.open(path)
    with pikepdf.Pdf.open(path, password=PASSPHRASE) as document:
        used = document.encryption
        assert (used.R, used.V, used.stream_method.name, used.file_method.name) == (6, 5, "aesv3", "aesv3")
        assert document.trailer.Encrypt.get("/EncryptMetadata", True)
    assert "Dear Sir" in all_in(data, Format.PDF, PASSPHRASE)
    (row,) = disclosures.rows(desk, anna.id)
    assert opened(desk, row.record).encrypted is YesNo.YES


@pytest.mark.parametrize("passphrase", ["otters", "aaaaaaaaaaaaaaaaaaaaaa", "ą-ę ó: ł/ż " * 13])
def test_a_passphrase_that_is_weak_or_too_long_is_refused(passphrase: str) -> None:
    with fails("weak_passphrase"):
        locked_pdf.checked(passphrase)


def test_the_names_of_a_book_say_nothing_and_nobody_of_this_computer_is_in_it(
    desk: Desk, anna: ClientRef, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "osuser-8812")
    write_note(desk, anna.id)
    for kind in Format:
        export, path = exporting.to_file(desk, anna.id, tmp_path, TO_CLIENT, kind=kind)
        data = path.read_bytes()
        assert "osuser-8812" not in all_in(data, kind)
        assert b"osuser-8812" not in data
        assert path.name == export.suggested_name
        assert path.name.startswith("K-0001 ")
        assert "Zawadzka" not in path.name
        assert path.stat().st_mode & 0o777 == 0o600
        if kind is Format.PDF:
            with pikepdf.Pdf.open(io.BytesIO(data)) as document, document.open_outline() as outline:
                titles = [item.title for part in outline.root for item in (part, *part.children)]
                told = {name: str(value) for name, value in document.docinfo.items()}
            assert told["/Title"] == "K-0001"
            assert not any("Zawadzka" in one for one in (*titles, *told.values()))


def test_stopping_while_it_is_read_or_drawn_leaves_nothing(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    for _number in range(60):
        write_note(desk, anna.id)
    steps: list[tuple[int, int]] = []
    with fails("stopped"):
        exporting.to_file(
            desk, anna.id, tmp_path, TO_CLIENT, kind=Format.JSON,
            progress=lambda *step: steps.append(step), cancelled=lambda: len(steps) == 1,
        )  # fmt: skip
    assert steps == [(10, 61)]
    with fails("stopped"):
        exporting.to_file(
            desk, anna.id, tmp_path, TO_CLIENT,
            progress=lambda *step: steps.append(step), cancelled=lambda: len(steps) > 4,
        )  # fmt: skip
    assert left_in(tmp_path) == []
    assert disclosures.rows(desk, anna.id) == []


_KILLED = """
import os, sys
from pathlib import Path
from app.keeping import outgoing

pour = outgoing._pour

def half(stream, data):
    stream.write(data[: len(data) // 2])
    stream.flush()
    os.fsync(stream.fileno())
    os._exit(9)

outgoing._pour = half
outgoing.write(Path(sys.argv[1]), b"half of a file", None, replace=sys.argv[2] == "replace")
"""


@pytest.mark.parametrize("how", ["new", "replace"])
def test_a_process_that_is_killed_leaves_no_part_of_a_file(tmp_path: Path, how: str) -> None:
    target = tmp_path / "a.json"
    if how == "replace":
        target.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", _KILLED, str(target), how], check=False, cwd=ROOT, env=os.environ)
    assert done.returncode == 9
    assert left_in(tmp_path) == (["a.json"] if how == "replace" else [])
    assert how == "new" or target.read_bytes() == b"old"


@pytest.mark.parametrize("replace", [False, True])
def test_a_disk_without_nameless_files_and_links_gets_the_whole_file_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replace: bool
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE")
    monkeypatch.setattr(os, "link", _no_links)
    target = tmp_path / "a.json"
    outgoing.write(target, b"whole", None, replace=replace)
    assert (target.read_bytes(), left_in(tmp_path)) == (b"whole", ["a.json"])
    if not replace:
        with fails("already_exists"):
            outgoing.write(target, b"other", None, replace=False)
    monkeypatch.setattr(os, "fsync", _full)
    with fails("no_space"):
        outgoing.write(tmp_path / "b.json", b"half", None, replace=replace)
    assert left_in(tmp_path) == ["a.json"]


def _no_links(*_given: object, **_named: object) -> None:
    raise PermissionError


def _full(_descriptor: int) -> None:
    raise OSError(28, "full")


def test_a_json_file_holds_the_bytes_of_its_files(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    with_letter(desk, anna.id, tmp_path)
    _export, path = exporting.to_file(desk, anna.id, tmp_path, wanted=Wanted(with_files=True), kind=Format.JSON)
    found = json.loads(path.read_bytes())
    (file,) = [file for record in found["records"] for file in record["files"]]
    data = base64.b64decode(file["data"])
    assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"])
