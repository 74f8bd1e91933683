"""What a file is, decided by its content; programs and scripts are refused."""

from __future__ import annotations

import codecs
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from app.texts import N_
from app.vaults import failure

_HEAD_BYTES = 4096
_PIECE = 1 << 20
_MOST_TEXT_BYTES = 32 << 20
_MOST_ZIP_NAMES = 10_000


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file that can be attached: `shown` here or only kept; a `picture` is made again without metadata.

    `unseen` is what stays in it that nobody sees by looking at it, as a sentence with {names} (message id); empty for
    pictures, which are made again, and for text, which has nothing of the kind.
    """

    name: str
    label: str
    extension: str
    shown: bool = False
    picture: bool = False
    unseen: str = ""


_IN_PDF = N_(
    "{names}: a PDF keeps who made it, with which program and when, and may hold notes and words under black bars. "
    "Whoever gets a copy can read them."
)
_IN_OFFICE = N_(
    "{names}: a document of this kind keeps the names of who wrote and changed it, the organisation, comments, and "
    "often what was deleted. Whoever gets a copy can read them; a PDF of it holds less."
)
_IN_PHOTO = N_(
    "{names}: this photo keeps what the camera wrote into it, such as the place, the time and the device. Whoever "
    "gets a copy can read it. As JPEG, PNG, WebP or TIFF it is kept without it."
)
_IN_SOUND = N_(
    "{names}: a sound recording keeps what the recorder wrote into it, such as the time, the device and sometimes the "
    "place. Whoever gets a copy can read it."
)
_IN_FILM = N_(
    "{names}: a film keeps what the camera wrote into it, such as the place, the time and the device. Whoever gets a "
    "copy can read it."
)

PDF = FileType("application/pdf", N_("PDF"), ".pdf", shown=True, unseen=_IN_PDF)
TEXT = FileType("text/plain", N_("Text"), ".txt", shown=True)
JPEG = FileType("image/jpeg", N_("Picture (JPEG)"), ".jpg", shown=True, picture=True)
PNG = FileType("image/png", N_("Picture (PNG)"), ".png", shown=True, picture=True)
WEBP = FileType("image/webp", N_("Picture (WebP)"), ".webp", shown=True, picture=True)
TIFF = FileType("image/tiff", N_("Picture (TIFF)"), ".tif", shown=True, picture=True)
HEIC = FileType("image/heic", N_("Picture (HEIC)"), ".heic", unseen=_IN_PHOTO)
DOCX = FileType(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    N_("Word document"),
    ".docx",
    unseen=_IN_OFFICE,
)
ODT = FileType("application/vnd.oasis.opendocument.text", N_("OpenDocument text"), ".odt", unseen=_IN_OFFICE)
MP3 = FileType("audio/mpeg", N_("Sound recording (MP3)"), ".mp3", unseen=_IN_SOUND)
M4A = FileType("audio/mp4", N_("Sound recording (M4A)"), ".m4a", unseen=_IN_SOUND)
WAV = FileType("audio/wav", N_("Sound recording (WAV)"), ".wav", unseen=_IN_SOUND)
OGG = FileType("audio/ogg", N_("Sound recording (Ogg)"), ".ogg", unseen=_IN_SOUND)
FLAC = FileType("audio/flac", N_("Sound recording (FLAC)"), ".flac", unseen=_IN_SOUND)
MP4 = FileType("video/mp4", N_("Film (MP4)"), ".mp4", unseen=_IN_FILM)
MOV = FileType("video/quicktime", N_("Film (QuickTime)"), ".mov", unseen=_IN_FILM)
WEBM = FileType("video/webm", N_("Film (WebM, Matroska)"), ".webm", unseen=_IN_FILM)

ALL = (PDF, TEXT, JPEG, PNG, WEBP, TIFF, HEIC, DOCX, ODT, MP3, M4A, WAV, OGG, FLAC, MP4, MOV, WEBM)
BY_NAME: Mapping[str, FileType] = {each.name: each for each in ALL}

_BEGINNINGS = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"ID3", MP3),
    (b"OggS", OGG),
    (b"fLaC", FLAC),
    (b"\x1aE\xdf\xa3", WEBM),
)
# Fourth to eighth byte `ftyp`, then the brand.
_BRANDS = (
    ((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), HEIC),
    ((b"M4A ", b"M4B "), M4A),
    ((b"qt  ",), MOV),
    ((b"isom", b"iso2", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"3gp4", b"3gp5"), MP4),
)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a shortcut of Windows
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # old Office and installers: may hold macros
)
# Text that a computer runs: told by the name, because its content is only text.
_SCRIPT_NAMES = (
    *(".bat", ".cmd", ".command", ".desktop", ".hta", ".htm", ".html", ".inf", ".js", ".jse", ".php", ".pl", ".ps1"),
    *(".psm1", ".py", ".pyw", ".rb", ".reg", ".scf", ".sh", ".svg", ".url", ".vb", ".vbe", ".vbs", ".wsf", ".xhtml"),
)
_SCRIPT_BEGINNINGS = (b"<!doctype html", b"<html", b"<?php", b"<script", b"<svg")
_MACROS = ("vbaProject.bin", "Basic/", "Scripts/")


def recognise(source: BinaryIO, name: str) -> FileType:
    """What a file is; leaves `source` at its beginning.

    Raises:
        KnownError: `empty_file`, `dangerous_file` or `unknown_file_type`.
    """
    source.seek(0)
    head = source.read(_HEAD_BYTES)
    if not head:
        raise failure("empty_file")
    if head.startswith(_PROGRAMS):
        raise failure("dangerous_file")
    found = _by_beginning(head) or _in_archive(source, head) or _text(source, head, name)
    source.seek(0)
    if found is None:
        raise failure("unknown_file_type", types=", ".join(sorted(each.extension for each in ALL)))
    return found


def _by_beginning(head: bytes) -> FileType | None:
    for beginning, found in _BEGINNINGS:
        if head.startswith(beginning):
            return found
    if head[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return next((found for brands, found in _BRANDS if head[8:12] in brands), None)
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:  # MPEG audio, layer III
        return MP3
    return None


def _in_archive(source: BinaryIO, head: bytes) -> FileType | None:
    """DOCX and ODT are archives; only their tables of contents are read, nothing is unpacked."""
    if not head.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise failure("unreadable_file") from error
    if len(names) > _MOST_ZIP_NAMES:
        return None
    if any(part in name for name in names for part in _MACROS):
        raise failure("dangerous_file")
    if {"[Content_Types].xml", "word/document.xml"} <= set(names):
        return DOCX
    if head[30:].startswith(b"mimetype" + ODT.name.encode()):
        return ODT
    return None


def _text(source: BinaryIO, head: bytes, name: str) -> FileType | None:
    is_script = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_SCRIPT_BEGINNINGS)
    if is_script or name.lower().rstrip(". ").endswith(_SCRIPT_NAMES):
        raise failure("dangerous_file")
    decoder = codecs.getincrementaldecoder("utf-8")()
    source.seek(0)
    length = 0
    try:
        while piece := source.read(_PIECE):
            length += len(piece)
            if b"\x00" in piece or length > _MOST_TEXT_BYTES:
                return None
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return TEXT
