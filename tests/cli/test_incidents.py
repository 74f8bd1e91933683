"""`incidents` on the command line: the de-identified list as JSON and PDF."""

from __future__ import annotations

import json
import stat

from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal


def test_the_de_identified_list_is_written_for_its_owner_alone(terminal: Terminal, practice: Practice) -> None:
    values = {"what_happened": "A client slipped.", "where": "Stairs", "danger": "no"}
    terminal.ok("add", practice.path, "incident", "--sign", given=json.dumps(values))
    done = terminal.ok("incidents", practice.path, "a.json", "--format", "json", "--to", "practice", "--json")
    assert done.json() == {"file": "a.json", "format": "json", "incidents": 1}
    path = terminal.folder / "a.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (row,) = json.loads(path.read_text("utf-8"))["incidents"]
    assert len(row["month"]) == len("2026-11")
    assert "Read the texts" in done.err
    terminal.ok("incidents", practice.path, "a.pdf", "--format", "pdf", "--to", "practice")
    assert (terminal.folder / "a.pdf").read_bytes().startswith(b"%PDF")
