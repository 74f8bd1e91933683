"""`form list` and `form print` on the command line: what ships, a blank PDF, and the refusals."""

from __future__ import annotations

import stat

from tests.app.reading_pdf import properties_of, words_of
from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal


def test_the_forms_are_listed_with_version_and_source(terminal: Terminal) -> None:
    rows = terminal.run("form", "list", "--json").lines()
    assert {"therapy", "release", "assent_younger", "closing_letter"} <= {row["text"] for row in rows}
    for row in rows:
        assert row["languages"] == ["en", "pl"]
        assert len(row["digest"]) == 64
        assert row["requirements"]
    assert "Zgoda na terapię" in terminal.run("form", "list", "--lang", "pl").out


def test_a_blank_form_is_written_without_being_asked_where_it_goes(terminal: Terminal, practice: Practice) -> None:
    asked = ("form print", practice.path, "release")
    done = terminal.ok(*asked, "form.pdf", "--in", "pl", "--regimes", "hipaa, part2", "--json").json()
    assert (done["text"], done["language"]) == ("release", "pl")
    out = terminal.folder / "form.pdf"
    found = words_of(out.read_bytes())
    assert "Upoważnienie do udostępnienia informacji" in found
    assert "42 CFR 2.32" in found
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert properties_of(out.read_bytes())["Author"] == "ClientSafe"
    assert "therapy en.pdf" in terminal.ok("form print", practice.path, "therapy", ".").out


def test_what_cannot_be_printed_is_told_with_its_code(terminal: Terminal, practice: Practice) -> None:
    unlocked = ("--passphrase-file", terminal.passphrase_file)
    terminal.fails(6, 652, "form", "print", practice.path, "nothing", "a.pdf", *unlocked)
    terminal.fails(2, 298, "form", "print", practice.path, "release", "a.pdf", "--regimes", "hippa", *unlocked)
    (terminal.folder / "a.pdf").write_bytes(b"kept")
    assert terminal.unlocked("form print", practice.path, "release", "a.pdf").code != 0
    assert (terminal.folder / "a.pdf").read_bytes() == b"kept"
