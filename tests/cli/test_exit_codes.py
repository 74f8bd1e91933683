"""Each exit code of the design, reached by the real thing (0 to 3 and 6 are met all over these tests)."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.cli import failures as failures  # noqa: PLC0414 - the table is complete from here on
from app.services.practice import practices
from app.vaults import FAILURES
from tests.cli.conftest import Practice
from tests.cli.terminal import RealTerminal, Terminal

SECRET = ("--passphrase-file", "passphrase")
# Python imports this module by itself when it starts. It breaks something that the program never expects to break.
BROKEN = """
import sys

def refuse(event, arguments):
    if event == "os.rename" and "vault.json" in str(arguments[1]):
        raise LookupError("planted words of a record")

sys.addaudithook(refuse)
"""


def test_families_and_exit_codes_are_one() -> None:
    from app.vaults import failure

    for row in FAILURES.values():
        family = row.code // 100
        assert failure(row.name).exit_code == (70 if family == 9 else family)


def test_wrong_passphrase_is_3_and_seen_at_the_next_sign_in(terminal: Terminal, practice: Practice) -> None:
    (terminal.folder / "wrong").write_text("otter lantern violet seven harbour mess", "utf-8")
    terminal.fails(3, 301, "list", practice.path, "--passphrase-file", "wrong")
    mistyped = practice.recovery_code[:-1] + ("1" if practice.recovery_code.endswith("0") else "0")
    (terminal.folder / "code").write_text(mistyped, "utf-8")
    done = terminal.run("list", practice.path, "--recovery-file", "code")
    assert done.code == 3
    terminal.fails(3, 301, "list", practice.path, "--account", "nobody", *SECRET)
    assert "2" in terminal.ok("list", practice.path).err


def test_second_process_is_4(real_terminal: RealTerminal, practice: Practice) -> None:
    desk = practice.sign_in()
    try:
        done = real_terminal.fails(4, 401, "list", practice.path, *SECRET)
        assert str(os.getpid()) in done.err
        assert real_terminal.run("info", practice.path, "--json").json()["in_use"] is True
    finally:
        practices.lock(desk, "test")


def test_damaged_header_and_database_are_5(terminal: Terminal, practice: Practice) -> None:
    for name in ("vault.json", "vault.json.1"):
        (practice.path / name).write_bytes(b"\x00" * 100)
    terminal.fails(5, 502, "info", practice.path)
    terminal.fails(5, 502, "list", practice.path, *SECRET)


def test_damaged_database_is_5(terminal: Terminal, practice: Practice) -> None:
    file = practice.path / "records-1.db"
    data = bytearray(file.read_bytes())
    data[100] ^= 1
    file.write_bytes(data)
    assert terminal.fails(5, 501, "list", practice.path, *SECRET).out == ""


def test_full_disk_is_7_and_shows_nothing(terminal: Terminal, practice: Practice, small_disk: Path) -> None:
    vault = small_disk / "practice.clientsafe"
    shutil.copytree(practice.path, vault)
    free = shutil.disk_usage(small_disk).free
    (small_disk / "full").write_bytes(bytes(free))
    done = terminal.run("show", vault, practice.note, *SECRET)
    assert (done.code, done.out) == (7, "")
    assert done.err.startswith("CS-70")


def test_standard_output_on_a_full_disk_is_7(real_terminal: RealTerminal) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    command = " ".join([*real_terminal.command("schema", "consent"), "> /dev/full"])
    done = real_terminal.shell(command)
    assert done.code == 7
    assert done.err.startswith("CS-701 ")


def test_folder_that_cannot_be_written_is_7(terminal: Terminal) -> None:
    names = ("--practice", "P", "--name", "N", "--login", "n")
    terminal.fails(7, 702, "create", "/proc/new.clientsafe", *names, *SECRET)


@pytest.mark.parametrize("name", ["vault.json", "vault.json.1"])
def test_newer_vault_is_8(terminal: Terminal, practice: Practice, name: str) -> None:
    for each in ("vault.json", "vault.json.1"):
        file = practice.path / each
        data = file.read_bytes()
        newer = data.replace(b'"version":1', b'"version":9')
        assert newer != data
        file.write_bytes(newer if each == name else b"gone")
    assert "9" in terminal.fails(8, 801, "info", practice.path).err


def test_bug_is_70_with_a_report_that_names_nothing(
    real_terminal: RealTerminal, terminal: Terminal, real_practice: Practice
) -> None:
    modules = real_terminal.folder / "planted"
    modules.mkdir()
    (modules / "sitecustomize.py").write_text(BROKEN, "utf-8")
    (real_practice.path / "vault.json").write_bytes(b"{}")  # it has to be mended, by a rename
    search = os.pathsep.join([str(modules), real_terminal.environment["PYTHONPATH"]])
    arguments = ("search", real_practice.path, "planted", "złożony", *SECRET)
    done = real_terminal.run(*arguments, PYTHONPATH=search)
    assert (done.code, done.out) == (70, "")
    assert done.err.startswith("CS-901 ")
    report = Path(done.err.split()[-1])
    text = report.read_text("utf-8")
    assert "LookupError" in text
    assert "storage/files.py" in text
    for secret in ("planted", "złożony", str(real_terminal.folder), str(Path.home())):
        assert secret not in text
    assert report.stat().st_mode & 0o777 == 0o600
    assert real_terminal.run(*arguments, "--json", PYTHONPATH=search).error()["code"] == "CS-901"
    assert terminal.ok("search", real_practice.path, "złożony", "--json").lines()


def test_a_vault_that_only_tests_make_is_refused_as_3(real_terminal: RealTerminal, practice: Practice) -> None:
    real_terminal.fails(3, 303, "list", practice.path, *SECRET)


def test_error_speaks_the_language_asked_for(terminal: Terminal, practice: Practice) -> None:
    from app import texts
    from app.vaults import failure

    texts.set_language("pl")
    told = texts.explain(failure("not_found", what="x"))
    done = terminal.fails(6, 601, "show", practice.path, "x", "--lang", "pl", *SECRET)
    assert done.err == f"{told.code} {told.sentence}\n{told.advice}\n"
