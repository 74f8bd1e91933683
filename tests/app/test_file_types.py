"""What a file is: told by its content, whatever its name says; programs and scripts are refused."""

from __future__ import annotations

import io

import pytest

from app.media import file_types, names
from app.media.file_types import recognise
from tests.app import made_files
from tests.app.helpers import fails

DOCX = ("[Content_Types].xml", "word/document.xml")
ODT = ("mimetype", "application/vnd.oasis.opendocument.text")
KNOWN = {
    "pdf": (made_files.pdf(), "application/pdf"),
    "jpeg": (made_files.photo(), "image/jpeg"),
    "png": (made_files.png(), "image/png"),
    "webp": (made_files.webp(), "image/webp"),
    "tiff": (made_files.tiff(), "image/tiff"),
    "heic": (b"\x00\x00\x00\x18ftypheic" + bytes(20), "image/heic"),
    "text": ("Zażółć gęślą jaźń\n".encode() * 5000, "text/plain"),
    "text with a mark": (b"\xef\xbb\xbfwords", "text/plain"),
    "docx": (made_files.archive(*DOCX), file_types.DOCX.name),
    "odt": (made_files.archive("content.xml", first=ODT), file_types.ODT.name),
    "mp3 with a tag": (b"ID3\x04" + bytes(20), "audio/mpeg"),
    "mp3": (b"\xff\xfb\x90\x64" + bytes(20), "audio/mpeg"),
    "m4a": (b"\x00\x00\x00\x18ftypM4A " + bytes(20), "audio/mp4"),
    "wav": (b"RIFF\x24\x00\x00\x00WAVE" + bytes(20), "audio/wav"),
    "ogg": (b"OggS" + bytes(20), "audio/ogg"),
    "flac": (b"fLaC" + bytes(20), "audio/flac"),
    "mp4": (b"\x00\x00\x00\x18ftypisom" + bytes(20), "video/mp4"),
    "mov": (b"\x00\x00\x00\x14ftypqt  " + bytes(20), "video/quicktime"),
    "webm": (b"\x1aE\xdf\xa3" + bytes(20), "video/webm"),
}


@pytest.mark.parametrize(("data", "expected"), KNOWN.values(), ids=KNOWN.keys())
def test_content_says_what_a_file_is(data: bytes, expected: str) -> None:
    for name in ("a.exe", "b", "c.pdf", "d.docm"):
        source = io.BytesIO(data)
        assert recognise(source, name).name == expected
        assert source.tell() == 0


REFUSED = {
    "a program of Windows named .pdf": (b"MZ\x90\x00" + bytes(200), "letter.pdf"),
    "a program of Linux": (b"\x7fELF" + bytes(200), "letter.txt"),
    "a script with its first line": (b"#!/bin/sh\nrm -rf ~\n", "notes.txt"),
    "a script by its name": (b"WScript.Echo 1\n", "notes.txt.vbs"),
    "a script by its name, with dots after it": (b"echo 1\n", "notes.BAT. ."),
    "a page of the web": (b"  <!DOCTYPE html><p>x", "notes.txt"),
    "a drawing that can hold scripts": (b"<svg xmlns='x'>", "drawing"),
    "a document with macros": (made_files.archive(*DOCX, "word/vbaProject.bin"), "letter.docx"),
    "an open document with macros": (made_files.archive("Basic/script-lc.xml", first=ODT), "letter.odt"),
    "an old Office document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "letter.doc"),
    "a shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "letter.pdf"),
}


@pytest.mark.parametrize(("data", "name"), REFUSED.values(), ids=REFUSED.keys())
def test_programs_and_scripts_are_refused(data: bytes, name: str) -> None:
    with fails("dangerous_file"):
        recognise(io.BytesIO(data), name)


UNKNOWN = {
    "bytes": bytes(range(256)),
    "text in another encoding": "zażółć".encode("utf-16"),
    "Latin letters of one byte": "zażółć".encode("iso-8859-2"),
    "half a letter at the end": "zażółć".encode()[:-1],
    "an archive": made_files.archive("a.txt"),
}


@pytest.mark.parametrize("data", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_nobody_can_name_is_not_attached(data: bytes) -> None:
    with fails("unknown_file_type"):
        recognise(io.BytesIO(data), "letter.pdf")


def test_an_empty_file_and_a_broken_archive_are_told() -> None:
    with fails("empty_file"):
        recognise(io.BytesIO(b""), "a.txt")
    with fails("unreadable_file"):
        recognise(io.BytesIO(made_files.archive("a.txt")[:-10]), "a.docx")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Brief.PDF", "Brief.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\scan 3.jpeg", "scan 3.pdf"),
        ("invoice.pdf.exe", "invoice.pdf.pdf"),
        ("evil\u202efdp.exe", "evilfdp.pdf"),
        ("two\nlines\x00.pdf", "twolines.pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("", "File.pdf"),
        ("...", "File.pdf"),
        ("Gutachten v2. Fassung vom März", "Gutachten v2. Fassung vom März.pdf"),
        ("z" * 300 + ".pdf", "z" * 100 + ".pdf"),
    ],
)
def test_names_are_for_people_and_end_as_the_content_says(given: str, shown: str) -> None:
    assert names.clean(given, file_types.PDF) == shown


def test_only_pictures_and_text_hold_nothing_that_is_not_seen() -> None:
    kept = {each.name for each in file_types.ALL if each.unseen}
    assert kept == {each.name for each in (file_types.PDF, file_types.DOCX, file_types.ODT)} | {
        *("image/heic", "audio/mpeg", "audio/mp4", "audio/wav", "audio/ogg", "audio/flac"),
        *("video/mp4", "video/quicktime", "video/webm"),
    }
