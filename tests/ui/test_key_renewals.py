"""Files whose access has ended get their new keys while somebody is at the desk, without being asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.desk import Desk
from tests.app.several import later
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import Practice, sign_in


def test_what_the_sign_in_had_no_time_for_follows(
    open_window: Callable[..., Window], five: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(monkeypatch, 9)
    monkeypatch.setattr("storage.upkeep._AT_ONCE_S", -1.0)
    monkeypatch.setattr("ui.people.renewals.AFTER_MS", 0)
    waiting = list[int]()

    def count(desk: Desk) -> int:
        return desk.signin.sharing.renewals_waiting

    monkeypatch.setattr("app.services.people.sharing.renew_keys", _counted(waiting))
    window = sign_in(open_window, five, "tw")
    left = list[int]()

    def all_done() -> bool:
        window.shell.ops.query(window.shell, count, left.append)
        return bool(left) and left[-1] == 0

    window.qtbot.waitUntil(all_done)
    assert waiting[0] > 0, "the sign-in left something to do"


def _counted(waiting: list[int]) -> Callable[[Desk], int]:
    """The true service, with a note of how much waited before each call."""
    from app.services.people import sharing

    true = sharing.renew_keys

    def renew_keys(desk: Desk) -> int:
        waiting.append(desk.signin.sharing.renewals_waiting)
        return true(desk)

    return renew_keys
