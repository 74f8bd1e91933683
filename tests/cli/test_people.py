"""Several people at the terminal: adding, listing, roles, sharing, handing over, leaving, renewed keys."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from app.services.people import handing_over
from tests.cli.conftest import Practice
from tests.cli.terminal import PASSPHRASE, Terminal

JANS = "granite ribbon cloud eleven maple tide"
MARIAS = "copper window basil twenty orchard fog"
NEW = "twelve brisk otters climb the ladder"


@pytest.fixture
def jan(terminal: Terminal, practice: Practice) -> Path:
    """Jan Kot, a clinician, was added; the file with his passphrase."""
    return add(terminal, practice, "jan", "Jan Kot", "clinician", JANS)


def add(terminal: Terminal, practice: Practice, login: str, name: str, role: str, passphrase: str) -> Path:
    """Add somebody; gives the file with their passphrase."""
    path = terminal.folder / login
    path.write_text(f"{passphrase}\n", "utf-8")
    terminal.ok(
        "account add", practice.path, login, "--name", name, "--role", role, "--new-passphrase-file", path,
        *as_ewa(),
    )  # fmt: skip
    return path


def as_ewa() -> tuple[str, str]:
    """Who is meant, once there is more than one account."""
    return "--account", "ewa"


def run_as(terminal: Terminal, login: str, passphrase: Path, command: str, *arguments: object) -> dict[str, object]:
    """A command of somebody else, with --json; it went well."""
    done = terminal.run(*command.split(), *arguments, "--account", login, "--passphrase-file", passphrase, "--json")
    assert done.code == 0, done.err
    return done.lines()[0] if done.out else {}


def test_somebody_is_added_and_signs_in(terminal: Terminal, practice: Practice, tmp_path: Path) -> None:
    new = tmp_path / "jan"
    new.write_text(f"{JANS}\n", "utf-8")
    done = terminal.ok(
        "account add", practice.path, "jan", "--name", "Jan Kot", "--role", "clinician",
        "--new-passphrase-file", new, "--json",
    ).json()  # fmt: skip
    assert set(done) == {"vault", "account", "login", "role", "recovery_code"}
    listed = terminal.ok("account list", practice.path, "--json", *as_ewa()).lines()
    assert [(row["login"], row["name"], row["role"]) for row in listed] == [
        ("ewa", "Ewa Lis", "owner"), ("jan", "Jan Kot", "clinician"),
    ]  # fmt: skip
    assert listed[1]["account"] == done["account"]
    assert terminal.run("list", practice.path, "--account", "JAN", "--passphrase-file", new).code == 0
    terminal.fails(2, 204, "list", practice.path, "--passphrase-file", new)
    table = terminal.ok("account list", practice.path, *as_ewa()).out
    assert "Clinician" in table


def test_two_passphrases_come_from_standard_input(terminal: Terminal, practice: Practice) -> None:
    done = terminal.run(
        "account", "add", practice.path, "jan", "--name", "Jan", "--role", "front_desk", "--passphrase-file", "-",
        "--new-passphrase-file", "-", given=f"{PASSPHRASE}\n{JANS}\n",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert JANS not in done.out
    assert "Recovery code: " in done.out


def test_who_is_no_owner_adds_nobody(terminal: Terminal, practice: Practice, jan: Path) -> None:
    terminal.fails(
        1, 101, "account", "add", practice.path, "eve", "--name", "Eve", "--role", "owner", "--account", "jan",
        "--passphrase-file", jan, "--new-passphrase-file", jan,
    )  # fmt: skip
    terminal.fails(
        2, 206, "account", "add", practice.path, "JAN", "--name", "Eve", "--role", "owner", *as_ewa(),
        "--passphrase-file", "passphrase", "--new-passphrase-file", jan,
    )  # fmt: skip


def test_a_file_is_shared_and_closed_again(terminal: Terminal, practice: Practice, jan: Path) -> None:
    terminal.fails(6, 650, "list", practice.path, "--client", "K-0001", "--account", "jan", "--passphrase-file", jan)
    given = terminal.ok(
        "grant", practice.path, "K-0001", "jan", "--reason", "Holiday", "--level", "write", "--until", "2099-01-31",
        "--json", *as_ewa(),
    ).json()  # fmt: skip
    assert given == {
        "client": "K-0001", "login": "jan", "identity": ["read", "write"], "clinical": ["read", "write"],
        "until": "2099-01-31",
    }  # fmt: skip
    shown = run_as(terminal, "jan", jan, "show", practice.path, practice.note, "--purpose", "cover")
    assert shown["id"] == practice.note
    terminal.fails(1, 154, "show", practice.path, practice.note, "--account", "jan", "--passphrase-file", jan)
    closed = terminal.ok("revoke", practice.path, "K-0001", "jan", "--json", *as_ewa()).json()
    assert closed == {"client": "K-0001", "login": "jan", "holders": [practice.account]}
    terminal.fails(6, 650, "list", practice.path, "--client", "K-0001", "--account", "jan", "--passphrase-file", jan)
    terminal.fails(
        6, 654, "grant", practice.path, "K-0001", "eve", "--reason", "x", *as_ewa(), "--passphrase-file", "passphrase"
    )
    terminal.fails(
        2, 220, "grant", practice.path, "K-0001", "jan", "--reason", "x", "--until", "2020-01-31", *as_ewa(),
        "--passphrase-file", "passphrase",
    )  # fmt: skip
    terminal.fails(
        2, 250, "grant", practice.path, "K-0001", "jan", "--reason", "x", "--until", "tomorrow", *as_ewa(),
        "--passphrase-file", "passphrase",
    )  # fmt: skip


def test_files_are_handed_over(terminal: Terminal, practice: Practice, jan: Path) -> None:
    [done] = terminal.ok(
        "handover", practice.path, "ewa", "jan", "--reason", "Retired", "--json", *as_ewa()
    ).lines()  # fmt: skip
    assert (done["client"], done["to"], done["problem"]) == ("K-0001", "jan", None)
    letter = run_as(terminal, "jan", jan, "show", practice.path, done["record"])
    assert letter["kind"] == "handover"
    assert terminal.ok("handover", practice.path, "ewa", "jan", "--reason", "x", *as_ewa()).out.strip()


@pytest.mark.parametrize(("where", "stay"), [("led_by", None), ("hand_over", ["CS-404"])])
def test_ctrl_c_waits_for_the_file_at_hand_and_what_was_done_is_told(
    terminal: Terminal,
    practice: Practice,
    jan: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    stay: list[str] | None,
) -> None:
    terminal.ok("add", practice.path, "client", *as_ewa(), given='{"name": "Ewa Maj"}')
    work = getattr(handing_over, where)

    def interrupted(*arguments: Any, **named: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return work(*arguments, **named)

    command = ("handover", practice.path, "ewa", "jan", "--reason", "Retired", "--json", *as_ewa())
    with monkeypatch.context() as patched:
        patched.setattr(handing_over, where, interrupted)
        done = terminal.unlocked(*command)
    told = [] if stay is None else [("K-0001", None), ("K-0002", *stay)]
    assert done.code == 130
    assert [(one["client"], one["problem"]) for one in done.lines()] == told
    assert done.err.startswith('{"error": {"code": "CS-404"') == (stay is None)
    left = terminal.ok(*command).lines()
    assert [one["problem"] for one in left] == [None] * (2 - len(told[:1]))
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_role_is_changed_and_somebody_leaves(terminal: Terminal, practice: Practice, jan: Path) -> None:
    changed = terminal.ok("account role", practice.path, "jan", "supervisor", "--json", *as_ewa()).json()
    assert changed["role"] == "supervisor"
    terminal.ok("handover", practice.path, "ewa", "jan", "--reason", "Retired", *as_ewa())
    disable = ("account", "disable", practice.path, "jan", *as_ewa(), "--passphrase-file", "passphrase")
    terminal.fails(1, 109, *disable)
    gone = terminal.ok("account disable", practice.path, "jan", "--accept-loss", "K-0001", "--json", *as_ewa()).json()
    assert gone == {"vault": str(practice.path), "login": "jan", "disabled": True, "lost": ["K-0001"]}
    terminal.fails(3, 301, "list", practice.path, "--account", "jan", "--passphrase-file", jan)
    assert [row["login"] for row in terminal.ok("account list", practice.path, "--json").lines()] == ["ewa"]
    everybody = terminal.ok("account list", practice.path, "--all", "--json").lines()
    assert [row["login"] for row in everybody if row["removed"]] == ["jan"]


def test_an_account_gets_new_keys(terminal: Terminal, practice: Practice, jan: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.write_text(f"{NEW}\n", "utf-8")
    done = run_as(
        terminal, "jan", jan, "account renew", practice.path, "--new-passphrase-file", new, "--owner", "ewa",
        "--owner-passphrase-file", "passphrase",
    )  # fmt: skip
    assert set(done) == {"vault", "login", "renewed", "recovery_code"}
    terminal.fails(3, 301, "list", practice.path, "--account", "jan", "--passphrase-file", jan)
    assert terminal.run("list", practice.path, "--account", "jan", "--passphrase-file", new).code == 0
    assert terminal.ok("account renew", practice.path, "--new-passphrase-file", new, "--json", *as_ewa()).json()[
        "renewed"
    ]


def test_whoever_reviews_finds_a_client_by_its_code(terminal: Terminal, practice: Practice) -> None:
    maria = add(terminal, practice, "maria", "Maria Sowa", "privacy_officer", MARIAS)
    done = terminal.run(
        "trail", "list", practice.path, "--client", "K-0001", "--account", "maria", "--passphrase-file", maria, "--json"
    )
    assert done.code == 0, done.err
    assert {row["client"] for row in done.lines()} == {"K-0001"}
    assert "Łucja" not in done.out
    terminal.fails(1, 101, "list", practice.path, "client", "--account", "maria", "--passphrase-file", maria)
