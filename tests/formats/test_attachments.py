"""The second reader opens the attached files of the program and finds what was done to them (V-5.9)."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.sealing import StreamSealer
from storage.vault import Attached, Draft, SignIn, Write
from tests.formats import reader
from tests.formats.attachments import CHUNK, ROW, open_stream
from tests.formats.conftest import Made, Tamper, sign_in
from tests.formats.primitives import BrokenError

LENGTHS = (0, 1, CHUNK, CHUNK + 1, ROW, 2 * ROW + 77)


def attach(signin: SignIn, compartment: str, length: int) -> tuple[Attached, bytes]:
    data = bytes(range(256)) * (length // 256 + 1)
    return signin.attach(compartment, io.BytesIO(data[:length]), length), data[:length]


@pytest.fixture
def files(made: Made, copy: Path) -> dict[str, bytes]:
    """Files of all lengths, half of them named by a signed record, half by a draft."""
    signin = sign_in(copy, made.secret)
    compartment = next(iter(made.records.values()))[0].compartment
    found = [attach(signin, compartment, length) for length in LENGTHS]
    signed, drafted = tuple(one for one, _ in found[::2]), tuple(one for one, _ in found[1::2])
    body = {"name": "scans"}
    signin.write([Write(signin.new_id(), compartment, "document", 1, body, "signed", attachments=signed)])
    signin.save_draft(Draft(signin.new_id(), compartment, "document", 1, body, attachments=drafted))
    signin.lock("test")
    return {attached.id: data for attached, data in found}


def test_every_file_opens_from_the_document_alone(made: Made, copy: Path, files: dict[str, bytes]) -> None:
    reading = reader.open_vault(copy, made.secret)
    assert reading.attachments == files
    assert reading.findings == []


FIRST = "attachment = (SELECT min(attachment) FROM attached WHERE account = '')"
LAST = "attachment = (SELECT max(attachment) FROM attached WHERE account = '')"
CHANGES = {
    "a row cut": (f"UPDATE chunk SET sealed = substr(sealed, 2) WHERE {FIRST}", "attachment_damaged"),  # noqa: S608
    "a row gone": (f"DELETE FROM chunk WHERE number = 1 AND {LAST}", "attachment_deleted"),  # noqa: S608
    "an empty row more": (
        "INSERT INTO chunk SELECT min(attachment), 2, x'' FROM attached WHERE account = ''",
        "attachment_deleted",
    ),
    "a name gone": (f"DELETE FROM attached WHERE {FIRST}", "columns_differ"),  # noqa: S608
    "another name": ("UPDATE attached SET record = 'x' WHERE account = ''", "columns_differ"),
}


@pytest.mark.parametrize(("sql", "finding"), CHANGES.values(), ids=CHANGES.keys())
def test_what_was_done_to_a_file_is_found(
    made: Made, copy: Path, files: dict[str, bytes], tamper: Tamper, sql: str, finding: str
) -> None:
    assert files
    tamper(sql)
    assert finding in reader.open_vault(copy, made.secret).findings.names()


KEY, CONTEXT = bytes(range(32)), b"context"


def sealed(length: int) -> bytes:
    """A stream that the program seals."""
    stream = StreamSealer(KEY, CONTEXT)
    return stream.update(bytes(length)) + stream.finish()


CUTS: dict[str, Callable[[bytes], bytes]] = {
    "the last chunk": lambda data: data[: 56 + CHUNK + 16],
    "the last byte": lambda data: data[:-1],
    "a bit": lambda data: data[:200] + bytes([data[200] ^ 1]) + data[201:],
    "a byte more": lambda data: data + b"\x00",
    "chunks swapped": lambda data: data[:56] + data[56 + CHUNK + 16 : 56 + 2 * CHUNK + 32] + data[56 : 72 + CHUNK],
    "the commitment": lambda data: data[:24] + bytes(32) + data[56:],
}


@pytest.mark.parametrize("change", CUTS.values(), ids=CUTS.keys())
def test_a_changed_stream_does_not_open(change: Callable[[bytes], bytes]) -> None:
    data = sealed(2 * CHUNK)
    assert open_stream(KEY, data, CONTEXT) == bytes(2 * CHUNK)
    for arguments in ((KEY, change(data), CONTEXT), (bytes(32), data, CONTEXT), (KEY, data, b"other")):
        with pytest.raises(BrokenError):
            open_stream(*arguments)
