"""The whole main job in an environment without PySide6, and without a way to open a socket."""

from __future__ import annotations

import json
import os

import pytest

from tests.cli.conftest import Practice
from tests.cli.terminal import WITHOUT_QT, RealTerminal


@pytest.fixture
def bare(real_terminal: RealTerminal) -> RealTerminal:
    """A terminal of a computer where Qt is not installed."""
    modules = real_terminal.folder / "modules"
    modules.mkdir()
    (modules / "sitecustomize.py").write_text(WITHOUT_QT, "utf-8")
    real_terminal.environment["PYTHONPATH"] = os.pathsep.join([str(modules), real_terminal.environment["PYTHONPATH"]])
    return real_terminal


def test_practice_is_made(bare: RealTerminal) -> None:
    made = bare.ok("create", "new", "--practice", "Cicha Przystań", "--name", "Ewa", "--login", "ewa", "--json").json()
    assert made["login"] == "ewa"


def test_main_job_from_a_new_client_to_a_restored_backup(bare: RealTerminal, real_practice: Practice) -> None:
    # A practice whose key costs as little as a normal start accepts: there are twenty sign-ins here.
    vault, copy = real_practice.path, "copy.clientsafe"

    def add(kind: str, body: dict[str, str], *more: str) -> str:
        added = bare.ok("add", vault, kind, *more, "--json", given=json.dumps(body)).lines()
        return str(added[0]["id"])

    client = add("client", {"name": "Łada Źrebak"})
    of_client = ("--client", "K-0002")
    assert [row["id"] for row in bare.ok("list", vault, "client", *of_client, "--json").lines()] == [client]
    add("consent", {"decision": "granted", "method": "wet_ink_scan"}, *of_client, "--sign")
    note = add("session_note", {"text": "Zasnęła późno.", "risk_statement": "not_reviewed"}, *of_client, "--sign")
    incident = add("incident", {"what_happened": "A fall.", "where": "Stairs", "danger": "no"}, "--sign")
    bare.ok("amend", vault, note, "--reason", "forgotten", given="One more thing.")
    assert [hit["id"] for hit in bare.ok("search", vault, "zasnela", "--json").lines()] == [note]
    actions = {row["action"] for row in bare.ok("trail list", vault, *of_client, "--json").lines()}
    assert {"save", "sign", "amend", "search"} <= actions
    assert bare.ok("trail verify", vault, "--json").json()["findings"] == []
    backup = bare.ok("backup", vault, "saved", "--json").json()["file"]
    assert bare.ok("verify", backup, "--json").json()["ok"] is True
    bare.ok("restore", backup, copy)
    assert {row["id"] for row in bare.ok("list", copy, "--json").lines()} >= {client, note, incident}
    shown = bare.ok("show", copy, note, "--json").json()
    assert (shown["status"], shown["body"]["text"]) == ("amended", "Zasnęła późno.")
    # The session that made the backup has no end in it; nothing else is found.
    found = bare.ok("trail verify", copy, "--full", "--json").json()["findings"]
    assert {finding["code"] for finding in found} <= {"session_without_end"}


def test_window_that_is_not_installed_is_told(bare: RealTerminal) -> None:
    done = bare.run(QT_QPA_PLATFORM="offscreen")
    assert done.code == 6
    assert done.err.startswith("CS-681 ")
