"""`export` on the command line: each format, to whom, what is refused, a locked PDF, and the published schema."""

from __future__ import annotations

import json
import stat

import pikepdf
import pytest
from fhir.resources.R4B.bundle import Bundle

from tests.app.exports.schema_check import problems
from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal

LOCK = "siedem wydr płynie cicho nocą"


def test_json_is_valid_against_the_schema_that_the_program_prints(terminal: Terminal, practice: Practice) -> None:
    done = terminal.ok("export", practice.path, "K-0001", "a.json", "--format", "json", "--to", "client", "--json")
    told = done.json()
    assert set(told) == {"file", "format", "client", "to", "records", "counts", "withheld", "encrypted"}
    assert (told["client"], told["to"], told["records"]) == ("K-0001", "client", sum(told["counts"].values()))
    assert not told["encrypted"]
    assert "not encrypted" in done.err
    schema = terminal.run("schema", "export", "--json").json()
    path = terminal.folder / "a.json"
    assert list(problems(json.loads(path.read_text("utf-8")), schema)) == []
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = terminal.ok("list", practice.path, "disclosure", "--json").lines()
    assert len(rows) == 1


def test_fhir_and_pdf(terminal: Terminal, practice: Practice) -> None:
    terminal.ok("export", practice.path, "K-0001", "a.fhir.json", "--format", "fhir", "--to", "practice")
    Bundle.model_validate_json((terminal.folder / "a.fhir.json").read_bytes())
    (terminal.folder / "lock").write_text(f"{LOCK}\n", "utf-8")
    lock = ("--pdf-passphrase-file", "lock")
    told = terminal.ok("export", practice.path, "K-0001", ".", "--format", "pdf", "--to", "practice", *lock, "--json")
    assert told.json()["encrypted"]
    assert "not encrypted" not in told.err
    (made,) = terminal.folder.glob("K-0001*.pdf")
    with pikepdf.Pdf.open(made, password=LOCK) as document:
        assert document.encryption.R == 6
    assert LOCK not in told.out + told.err
    assert terminal.ok("list", practice.path, "disclosure", "--json").lines() == []


@pytest.mark.parametrize(
    ("code", "number", "arguments"),
    [
        (2, 280, ("--format", "pdf")),
        (2, 280, ("--format", "docx", "--to", "client")),
        (1, 170, ("--format", "json", "--to", "Dr Kos")),
        (1, 173, ("--format", "json", "--to", "Dr Kos", "--basis", "court_order")),
        (1, 171, ("--format", "json", "--to", "client", "--kind", "process_note")),
        (2, 250, ("--format", "json", "--to", "client", "--since", "yesterday")),
        (2, 289, ("--format", "json", "--to", "client", "--pdf-passphrase-file", "lock")),
        (2, 201, ("--format", "pdf", "--to", "client", "--pdf-passphrase-file", "lock")),
        (2, 297, ("--format", "json", "--to", "client", "--kind", "closure")),
    ],
)
def test_what_is_refused_is_told_and_leaves_nothing(
    terminal: Terminal, practice: Practice, code: int, number: int, arguments: tuple[str, ...]
) -> None:
    (terminal.folder / "lock").write_text("otters\n", "utf-8")
    unlocked = ("--passphrase-file", terminal.passphrase_file)
    terminal.fails(code, number, "export", practice.path, "K-0001", "out", *arguments, *unlocked)
    assert not (terminal.folder / "out").exists()


def test_withheld_records_are_told(terminal: Terminal, practice: Practice) -> None:
    to_client = ("--format", "json", "--to", "client", "--json")
    withheld = ("--withhold", f"{practice.note}=Serious harm to somebody else.")
    done = terminal.ok("export", practice.path, "K-0001", "a.json", *to_client, *withheld)
    assert done.json()["withheld"] == [
        {"id": practice.note, "kind": "session_note", "reason": "Serious harm to somebody else."}
    ]
    assert practice.draft not in (terminal.folder / "a.json").read_text("utf-8")
