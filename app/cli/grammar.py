"""How a command line is read: the options that many commands share, help, and usage errors with a code."""

from __future__ import annotations

import argparse
import gettext
import itertools
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from app import paths
from app.texts import LANGUAGES, N_, _, language

PROGRAM = "clientsafe"
_MOST = 2**53 - 1

# What argparse itself says; it looks these up in the catalogue that `speak_with_argparse` names.
ARGPARSE_TEXTS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("expected at least one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("not allowed with argument %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
)


@dataclass(frozen=True, slots=True)
class Given:
    """What has to be known before the command line is parsed, because a usage error depends on it."""

    language: str | None
    as_json: bool


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command, as argparse takes it; `help` is a message id."""

    names: tuple[str, ...]
    help: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its words, what it does (message id), and what it takes besides the shared options."""

    name: str
    help: str
    run: Callable[[argparse.Namespace, Any], int | None]
    arguments: tuple[Argument, ...] = field(default=())
    unlocks: bool = False


def argument(*names: str, help: str, **settings: Any) -> Argument:
    """One argument; the settings are those of `argparse.add_argument`."""
    return Argument(names, help, settings)


VAULT = argument("vault", metavar="VAULT", type=Path, help=N_("The folder of the vault."))
JSON = argument("--json", action="store_true", help=N_("Print JSON; lists as one object a line."))
LANGUAGE = argument("--lang", choices=tuple(LANGUAGES), help=N_("The language of all messages."))
ACCOUNT = argument(
    "--account", metavar="LOGIN", help=N_("The sign-in name; needed only where the vault has more than one account.")
)
PASSPHRASE_FILE = argument(
    "--passphrase-file",
    metavar="FILE",
    help=N_("Read the passphrase from the first line of this file; - is standard input."),
)
RECOVERY_FILE = argument(
    "--recovery-file",
    metavar="FILE",
    help=N_("Unlock with the recovery code in the first line of this file; - is standard input."),
)


def at_least_one(text: str) -> int:
    """A whole number from 1 on, as argparse wants it."""
    if not (text.isascii() and text.isdigit() and int(text[:18]) > 0):
        raise argparse.ArgumentTypeError(_("a whole number from 1 on is wanted"))
    return min(int(text[:18]), _MOST)


class Parser(argparse.ArgumentParser):
    """An argparse parser whose errors are failures like all others."""

    def error(self, message: str) -> NoReturn:
        from app.cli import failures as failures  # noqa: PLC0414 - the failure is in its table
        from app.vaults import failure

        raise failure("usage", problem=message.rstrip("."), help=f"{self.prog} --help")


def before_parsing(arguments: Sequence[str]) -> Given:
    """Look for `--lang` and `--json` wherever they stand before `--`."""
    words = list(arguments)[: arguments.index("--")] if "--" in arguments else list(arguments)
    chosen = [word.partition("=")[2] for word in words if word.startswith("--lang=")]
    chosen += [after for word, after in itertools.pairwise(words) if word == "--lang"]
    return Given(next((code for code in chosen if code in LANGUAGES), None), "--json" in words)


def parse(command: Command, words: Sequence[str]) -> argparse.Namespace:
    """Read the words after a command; raises `usage`, or SystemExit when help was asked for."""
    speak_with_argparse()
    parser = Parser(prog=f"{PROGRAM} {command.name}", description=_(command.help), allow_abbrev=False)
    for each in command.arguments:
        _add(parser, each)
    if command.unlocks:
        _add(parser, ACCOUNT)
        ways = parser.add_mutually_exclusive_group()
        _add(ways, PASSPHRASE_FILE)
        _add(ways, RECOVERY_FILE)
    _add(parser, JSON)
    _add(parser, LANGUAGE)
    # Kept as it is now: while options and positional arguments may be mixed, argparse would cut it wrongly.
    parser.usage = parser.format_usage().partition(": ")[2].strip()
    return parser.parse_intermixed_args(list(words))


def speak_with_argparse() -> None:
    """Argparse asks the standard library's gettext: point that at our catalogue."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(PROGRAM, str(paths.resources() / "locale"))
    gettext.textdomain(PROGRAM)


def overview(groups: Mapping[str, Sequence[Command]]) -> str:
    """What `clientsafe --help` prints."""
    lines = [
        _("usage: clientsafe [COMMAND …]"),
        "",
        _("Without a command the window opens. Each command tells more with --help."),
    ]
    width = max(len(command.name) for commands in groups.values() for command in commands) + 2
    for title, commands in groups.items():
        lines += ["", _(title)]
        lines += [f"  {command.name.ljust(width)}{_(command.help)}" for command in commands]
    lines += ["", _("Exit codes:"), *(f"  {_(line)}" for line in _EXIT_CODES)]
    return "\n".join(lines)


_EXIT_CODES = (
    N_("0 done, 1 refused by a rule or a right, 2 usage, 3 wrong passphrase or code, 4 vault busy,"),
    N_("5 damaged or tampered, 6 not found, 7 no space or not writable, 8 unsupported version, 70 a bug."),
)


def _add(parser: argparse._ActionsContainer, wanted: Argument) -> None:
    parser.add_argument(*wanted.names, help=_(wanted.help).replace("%", "%%"), **wanted.settings)


def refuse_command(name: str, known: Sequence[str]) -> NoReturn:
    """Raise `unknown_command`, with the commands that begin with the same word."""
    from app.cli import failures as failures  # noqa: PLC0414 - the failure is in its table
    from app.vaults import failure

    helps = [f"{PROGRAM} {each} --help" for each in known] or [f"{PROGRAM} --help"]
    raise failure("unknown_command", command=name, help=", ".join(helps))
