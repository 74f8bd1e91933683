"""The forms of duties and their part of the client's file, in both languages, at the smallest size."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import clock
from app.desk import Desk
from app.records.client import Client
from app.services import clients
from tests.app.duties_made import ALL, follow, sign
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.editor import EditorDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import make
from tests.ui.test_editor_accessibility import WindowWatch, check, open_everything, small_window, watch

__all__ = ["small_window", "watch"]


def prepare(desk: Desk) -> tuple[str, str]:
    """A client with one of each, and something that followed."""
    client = clients.register(desk, Client(name="Maria Kowalska")).id
    later = (clock.today() + timedelta(days=7)).isoformat()
    made = [sign(desk, kind, client, **({"review_on": later} if "review_on" in ALL[kind] else {})) for kind in ALL]
    follow(desk, client, made[1], "attempt", whom="Jan", channel="phone", result="no_answer", next_on=later)
    return client, made[3]


def test_duties_can_be_used_by_everybody(small_window: Window, watch: WindowWatch) -> None:
    window = small_window
    client, abuse = make(window, prepare)
    navigator = window.shell.workspace.context.navigator
    for kind in (*ALL, "duty_follow_up"):
        navigator.go_to(kind, None, client=client)
        editor = EditorDriver(window)
        check(window)
        if kind in {"mandated_report", "duty_to_protect", "domestic_abuse_review"}:
            editor.press("numbers_passed")
        open_everything(window)
        check(window)
    navigator.go_to("domestic_abuse_review", abuse, client=client)
    check(window)
    navigator.go_to("client", client, tab="safety")
    FileDriver(window)
    check(window)
    assert watch.shown == []


@pytest.mark.parametrize("small_window", ["en"], indirect=True)
def test_what_the_law_packs_say_unfolds_in_the_form_of_a_decision(small_window: Window) -> None:
    client, _abuse = make(small_window, prepare)
    small_window.shell.workspace.context.navigator.go_to("decision_not_to_act", None, client=client)
    editor = EditorDriver(small_window)
    assert not any("k.k. art. 240" in words for words in editor.labels())
    editor.press("unfold_law")
    small_window.settle()
    assert any("k.k. art. 240" in words for words in editor.labels())
