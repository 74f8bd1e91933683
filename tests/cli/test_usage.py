"""Help in both languages, and usage errors that have a code and an advice like all others."""

from __future__ import annotations

import re

import pytest

from app import texts
from app.cli.commands import COMMANDS
from app.cli.grammar import overview, parse
from tests.cli.terminal import CODE_LINE, RealTerminal, Terminal

NAMES = tuple(COMMANDS)
WITH_ARGUMENTS = tuple(name for name in NAMES if name not in {"kinds", "bench", "form list", "packs list"})


def test_every_command_of_the_design_is_there() -> None:
    assert NAMES == (
        "create", "demo", "info", "account passphrase", "account recover", "account list",
        "account add", "account role", "account disable", "account renew", "grant", "revoke", "handover",
        "kinds", "schema", "add", "list", "show", "sign", "discard", "amend", "search", "due", "year",
        "attach", "detach", "form list", "form print", "export", "incidents",
        "packs list", "packs show", "packs check", "packs load", "retention", "hold", "trail list", "trail verify",
        "backup", "verify", "restore", "move", "doctor", "bench",
    )  # fmt: skip


def test_overview_names_every_command(real_terminal: RealTerminal) -> None:
    done = real_terminal.run("--help")
    assert done.code == 0
    assert all(re.search(rf"^  {name} ", done.out, re.MULTILINE) for name in NAMES)
    assert "Exit codes" in done.out


def test_overview_speaks_polish(terminal: Terminal) -> None:
    from app.cli.commands import GROUPS

    texts.set_language("pl")
    assert terminal.run("--help", "--lang", "pl").out == overview(GROUPS) + "\n"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_command_explains_itself(terminal: Terminal, language: str) -> None:
    texts.set_language(language)
    for name in NAMES[:: len(NAMES) // 4]:
        done = terminal.run(*name.split(), "--help", "--lang", language)
        assert done.code == 0
        assert texts._(COMMANDS[name].help)[:40] in " ".join(done.out.split())


@pytest.mark.parametrize("name", WITH_ARGUMENTS)
def test_missing_arguments_are_named(terminal: Terminal, name: str) -> None:
    done = terminal.fails(2, 280, *name.split())
    assert done.err.splitlines()[1] == f"See: clientsafe {name} --help"
    assert re.match(CODE_LINE, done.err)


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "x", "--no-such-option"),
        ("list", "x", "--lang", "fr"),
        ("list", "a", "b", "c", "d"),
        ("list", "x", "--passphrase-file", "a", "--recovery-file", "b"),
        ("list", "x", "--account"),
        ("trail", "list", "x", "--limit", "none"),
        ("trail", "list", "x", "--limit", "0"),
        ("demo", "x", "--clients", "-3"),
        ("amend", "x", "y", "--reason", "z", "--kind", "correctoin"),
        ("bench", "--size", "enormous"),
        ("add", "x", "client", "--sig"),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_asked(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    terminal.fails(2, 280, *arguments)


@pytest.mark.parametrize("arguments", [("lst",), ("trail",), ("trail", "lst"), ("ą",), ("",), ("--nonsense",)])
def test_unknown_command_is_told(terminal: Terminal, arguments: tuple[str, ...]) -> None:
    assert "clientsafe" in terminal.fails(2, 281, *arguments).err.splitlines()[1]


def test_usage_error_is_json_where_json_is_wanted(terminal: Terminal) -> None:
    done = terminal.run("list", "--json")
    assert done.code == 2
    assert done.out == ""
    assert done.error()["code"] == "CS-280"


def test_words_after_two_dashes_are_no_options(terminal: Terminal) -> None:
    done = terminal.run("search", terminal.folder / "none", "--", "--json")
    assert done.code == 6
    assert done.err.startswith("CS-602 ")


def test_usage_error_speaks_the_language_asked_for(terminal: Terminal) -> None:
    texts.set_language("pl")
    for arguments in (("--lang", "pl", "list"), ("list", "--lang=pl")):
        told = terminal.fails(2, 280, *arguments).err.splitlines()[1]
        assert told == texts._("See: {help}").format(help="clientsafe list --help")


def test_version_is_told(real_terminal: RealTerminal) -> None:
    assert re.match(r"^ClientSafe \d+\.\d+\.\d+\n$", real_terminal.run("--version").out)


def test_window_without_a_screen_is_refused(real_terminal: RealTerminal) -> None:
    done = real_terminal.run(QT_QPA_PLATFORM="")
    assert done.code == 6
    assert done.err.startswith("CS-682 ")


@pytest.mark.parametrize(
    "words",
    [
        "v kind file --client K --sign",
        "v --client K kind --sign file",
        "--sign --client=K v kind file",
        "v kind --sign -- file",
    ],
)
def test_options_may_stand_anywhere(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")  # parsing sets it for argparse
    line = words.split()
    if "--client" not in words:
        line = ["--client", "K", *line]
    asked = parse(COMMANDS["add"], line)
    assert (str(asked.vault), asked.kind, asked.file) == ("v", "kind", "file")
    assert (asked.client, asked.sign, asked.json) == ("K", True, False)
