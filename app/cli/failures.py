"""The failures that only the command line can meet (280 to 299, 680 to 699)."""

from __future__ import annotations

from app.texts import N_
from app.vaults import Failure, register_failures

register_failures(
    Failure(
        280,
        "usage",
        N_("The command was not understood: {problem}."),
        N_("See: {help}"),
    ),
    Failure(
        281,
        "unknown_command",
        N_("There is no command “{command}”."),
        N_("See: {help}"),
    ),
    Failure(
        282,
        "passphrase_missing",
        N_("No passphrase was given, and there is no terminal to ask for it."),
        N_("Use --passphrase-file FILE; with - the first line of standard input is read."),
    ),
    Failure(
        283,
        "passphrases_differ",
        N_("The two passphrases are not the same."),
        N_("Start again. Nothing was changed."),
    ),
    Failure(
        284,
        "empty_secret",
        N_("The first line of {path} is empty."),
        N_("Write the passphrase or the recovery code into the first line."),
    ),
    Failure(
        285,
        "wrong_encoding",
        N_("{path} is not text in UTF-8."),
        N_("Save it as UTF-8 and try again. Nothing was changed."),
    ),
    Failure(
        286,
        "bad_json",
        N_("Line {line} of {path} is not a JSON object that can be used: {problem}."),
        N_("Give one object, or one object a line. Nothing was changed."),
    ),
    Failure(
        287,
        "no_input",
        N_("There is nothing in {path}."),
        N_("Name a file, or give the input on standard input. Nothing was changed."),
    ),
    Failure(
        288,
        "too_much_input",
        N_("{path} is larger than {most}."),
        N_("Give it in several parts. Nothing was changed."),
    ),
    Failure(
        680,
        "no_such_file",
        N_("There is no file {path}."),
        N_("Check the name. Nothing was changed."),
    ),
    Failure(
        681,
        "no_window",
        N_("The window cannot be opened: {missing} is not installed."),
        N_("Install ClientSafe with its window, or use the commands: clientsafe --help"),
    ),
    Failure(
        682,
        "no_screen",
        N_("The window cannot be opened: there is no screen here."),
        N_("Start it from a desktop, or use the commands: clientsafe --help"),
    ),
    Failure(
        980,
        "window_died",
        N_("The window ended unexpectedly."),
        N_("What was saved is safe. Start it again; the lines above may say what is missing on this computer."),
    ),
)
