"""What cannot be used is told with a code, and nothing of it is written."""

from __future__ import annotations

import json

import pytest

from app.services import records
from app.services.practice import practices
from tests.cli.conftest import Practice
from tests.cli.terminal import RealTerminal, Terminal

SECRET = ("--passphrase-file", "passphrase")
GOOD = b'{"text": "fine"}\n'
WHOLE = b'{"text": "fine", "risk_statement": "not_reviewed"}\n'


def is_as_made(practice: Practice) -> bool:
    """Whether there is no other record than at the beginning."""
    desk = practice.sign_in()
    found = {row.id for row in records.listing(desk)}
    practices.lock(desk, "test")
    return found == {practice.client, practice.consent, practice.note, practice.draft}


@pytest.mark.parametrize(
    ("given", "number"),
    [
        (b"", 287),
        (b" \n\n", 287),
        (b"{", 286),
        (b'{"text": "a"', 286),
        (b"nonsense", 286),
        (b"[]", 286),
        (b'"text"', 286),
        (b'{"text": "a", "text": "b"}', 286),
        (b'{"minutes": NaN}', 286),
        (b"[" * 200_000, 286),
        (b'{"minutes": ' + b"9" * 5000 + b"}", 286),
        (GOOD * 3 + b"{broken\n", 286),
        (GOOD + b"[1]\n", 286),
        (GOOD * 2 + b'{"text": ""}{"text": ""}\n', 286),
        (b"\x00\x01\xff\xfe binary", 285),
        (b"\xff" * (65 << 20), 288),
    ],
)
def test_what_cannot_be_read_is_refused_before_the_vault_is_opened(
    terminal: Terminal, practice: Practice, given: bytes, number: int
) -> None:
    before = (practice.path / "records-1.db").read_bytes()
    (terminal.folder / "notes").write_bytes(given.replace(b"fine", b"planted word"))
    done = terminal.fails(2, number, "add", practice.path, "session_note", "notes", "--client", "K-0001", *SECRET)
    assert "planted" not in done.err
    assert (practice.path / "records-1.db").read_bytes() == before


def test_line_that_cannot_be_read_is_named(terminal: Terminal, practice: Practice) -> None:
    (terminal.folder / "notes").write_bytes(GOOD * 3 + b'\n{"text": \n')
    done = terminal.fails(2, 286, "add", practice.path, "session_note", "notes", "--client", "K-0001", *SECRET)
    assert "Line 5 of notes " in done.err


@pytest.mark.parametrize(
    ("given", "number"),
    [
        (b'{"text": 5}', 257),
        (b'{"minutes": "many"}', 255),
        (b'{"minutes": -1}', 255),
        (b'{"minutes": 1.5}', 255),
        (b'{"nonsense": 1}', 258),
        (b'{"attendance": "asleep"}', 259),
        (b'{"text": "bell \\u0007"}', 256),
        (b'{"text": "half \\ud800"}', 256),
        (b'{"started": {"at": "2026-02-30T10:00", "zone": "Europe/Warsaw"}}', 252),
        (b'{"started": {"at": "2026-02-20T10:00", "zone": "Middle/Earth"}}', 253),
    ],
)
@pytest.mark.parametrize("sign", [(), ("--sign",)], ids=["draft", "signed"])
def test_one_bad_note_and_none_is_added(
    terminal: Terminal, practice: Practice, given: bytes, number: int, sign: tuple[str, ...]
) -> None:
    (terminal.folder / "notes").write_bytes(WHOLE + given + b"\n" + WHOLE)
    terminal.fails(2, number, "add", practice.path, "session_note", "notes", "--client", "K-0001", *sign, *SECRET)
    assert is_as_made(practice)


def test_text_that_is_too_long_is_refused(terminal: Terminal, practice: Practice) -> None:
    given = json.dumps({"text": "x" * (9 << 20)})
    done = terminal.fails(2, 205, "add", practice.path, "process_note", "--client", "K-0001", *SECRET, given=given)
    assert len(done.err) < 500
    assert is_as_made(practice)


def test_incomplete_record_cannot_be_signed_and_none_is(terminal: Terminal, practice: Practice) -> None:
    arguments = ("add", practice.path, "session_note", "--client", "K-0001", "--sign", *SECRET)
    (terminal.folder / "notes").write_bytes(WHOLE + GOOD)
    terminal.fails(1, 150, *arguments, "notes")
    assert is_as_made(practice)
    terminal.fails(1, 150, "sign", practice.path, practice.draft, *SECRET)
    terminal.ok("show", practice.path, practice.draft)


@pytest.mark.parametrize(
    ("arguments", "code", "number"),
    [
        (("nonsense",), 2, 260),
        (("amendment", "--client", "K-0001"), 2, 267),
        (("session_note",), 2, 261),
        (("incident", "--client", "K-0001"), 2, 262),
        (("session_note", "--client", "K-9999"), 6, 650),
        (("session_note", "--client", ""), 6, 650),
        (("client_profile", "--client", "K-0001", "--sign"), 1, 151),
    ],
)
def test_wrong_kind_or_client(
    terminal: Terminal, practice: Practice, arguments: tuple[str, ...], code: int, number: int
) -> None:
    (terminal.folder / "one").write_text("{}", "utf-8")
    terminal.fails(code, number, "add", practice.path, arguments[0], "one", *arguments[1:], *SECRET)


def test_missing_and_unreadable_files(terminal: Terminal, practice: Practice) -> None:
    arguments = ("add", practice.path, "client")
    terminal.fails(6, 680, *arguments, "none.json", *SECRET)
    terminal.fails(7, 702, *arguments, terminal.folder, *SECRET)


def test_name_is_needed_for_a_client(terminal: Terminal, practice: Practice) -> None:
    terminal.fails(2, 266, "add", practice.path, "client", *SECRET, given='{"birth_date": "1987"}')


@pytest.mark.parametrize(
    ("command", "code", "number"),
    [
        ("show {path} 0192f000-0000-7000-8000-000000000000", 6, 601),
        ("show {path} żółć", 6, 601),
        ("sign {path} 0192f000-0000-7000-8000-000000000000", 6, 651),
        ("sign {path} {note}", 1, 152),
        ("sign {path} {client}", 1, 151),
        ("amend {path} {draft} --reason r", 1, 153),
        ("amend {path} {client} --reason r", 1, 153),
        ("amend {path} {note} --reason r", 1, 150),
        ("trail list {path} --client K-0099", 6, 650),
        ("trail list {path} --since yesterday", 2, 252),
        ("trail list {path} --action dance", 2, 259),
        ("search {path} word --client K-0099", 6, 650),
        ("list {path} nonsense", 2, 260),
    ],
)
def test_what_is_not_there_or_not_possible(
    terminal: Terminal, practice: Practice, command: str, code: int, number: int
) -> None:
    values = {"path": practice.path, "note": practice.note, "client": practice.client, "draft": practice.draft}
    terminal.fails(code, number, *command.format(**values).split(), *SECRET)


def test_passphrase_and_records_come_through_one_pipe(real_terminal: RealTerminal, real_practice: Practice) -> None:
    given = real_terminal.passphrase_file.read_text("utf-8") + '{"name": "Ada"}\n'
    done = real_terminal.run("add", real_practice.path, "client", "--passphrase-file", "-", "--json", given=given)
    assert done.lines()[0]["client"] == "K-0002"
