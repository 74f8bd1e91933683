"""From the words of the command line to the command that does the work, or to the window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from app.cli import grammar, window
from app.cli.output import Output
from app.costs import Rules

_HELP = frozenset({"-h", "--help", "help"})
_VERSION = "--version"


def perform(words: Sequence[str], output: Output, rules: Rules) -> int:
    """Do what the command line says; returns the exit code of what went well, raises what did not."""
    words = _without_language(words)
    if not words:
        return open_window()
    if words[0] in _HELP:
        return _help(output)
    if words[0] == _VERSION:
        from app.vaults import APP_VERSION

        output.say(f"ClientSafe {APP_VERSION}")
        return 0
    return _command(words, output, rules)


def open_window() -> int:
    """Open the window; returns its exit code when it has ended."""
    try:
        return window.open_window()
    except window.WindowError as error:
        refuse_window(error)


def refuse_window(error: window.WindowError) -> NoReturn:
    """Raise the failure that says why there is no window."""
    from app.cli import failures as failures  # noqa: PLC0414 - the failure is in its table
    from app.vaults import failure

    raise failure(error.name, **error.values)


def _command(words: Sequence[str], output: Output, rules: Rules) -> int:
    from app.cli.commands import COMMANDS

    name = words[0] if words[0] in COMMANDS else " ".join(words[:2])
    command = COMMANDS.get(name)
    if command is None:
        groups = [known for known in COMMANDS if known.startswith(f"{words[0]} ")]
        grammar.refuse_command(name if groups else words[0], groups)
    asked = grammar.parse(command, words[len(name.split()) :])
    asked.rules = rules
    output.as_json = asked.json
    return command.run(asked, output) or 0


def _help(output: Output) -> int:
    from app.cli.commands import GROUPS

    output.say(grammar.overview(GROUPS))
    return 0


def _without_language(words: Sequence[str]) -> list[str]:
    """`--lang` may also stand before the command; it has taken effect already."""
    rest = list(words)
    while rest and (rest[0] == "--lang" or rest[0].startswith("--lang=")):
        del rest[: 1 if "=" in rest[0] else 2]
    return rest
