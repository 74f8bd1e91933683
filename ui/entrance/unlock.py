"""The unlock screen. The key is derived on the engine thread, so the window stays alive meanwhile."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar

from app.texts import N_, _, ngettext
from ui.entrance.frame import Screen
from ui.entrance.rules import Rules
from ui.entrance.secret_form import SecretForm, Typed
from ui.operations import Operations
from ui.theme import Space
from ui.widgets import button, label, row

if TYPE_CHECKING:
    from app.desk import Desk
    from app.vaults import VaultInfo
    from ui.arrival import Arrival
    from ui.known import KnownError

WHY = {
    "person": N_("Locked. Drafts are kept."),
    "idle": N_("Locked because nobody used the computer for a while. Drafts are kept."),
    "suspend": N_("Locked because the computer was asleep. Drafts are kept."),
}
SECOND_MS = 1000
LOOK_AFTER_MS = 50


class UnlockScreen(Screen):
    """Asks for the secret of one vault.

    Signals:
        entered(arrival): it was right; the desk is with the engine.
        other_wanted(): the person wants another vault, or to restore one.
    """

    entered = Signal(object)
    other_wanted = Signal()

    def __init__(self, ops: Operations, rules: Rules, vault: Path, why: str) -> None:
        super().__init__(_("Unlock"), _(WHY.get(why, "")), glyph="lock")
        self._ops = ops
        self._rules = rules
        self._vault = vault
        self._wait_s = 0
        where = label(vault.name, tone="muted")
        where.setToolTip(str(vault))
        self._form = SecretForm()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName(_("Unlocking"))
        self._busy.hide()
        self._unlock = button(_("Unlock"), self._on_unlock, kind="primary", glyph="lock-open", name="unlock")
        self._other = button(_("Another vault…"), self.other_wanted.emit, kind="quiet", name="other_vault")
        self.content.addWidget(where)
        self.content.addSpacing(Space.S)
        self.content.addWidget(self._form)
        self.content.addWidget(self._busy)
        self.buttons.addLayout(row(self._other, None, self._unlock))
        self._form.changed.connect(self._show_state)
        self._form.submitted.connect(self._on_unlock)
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND_MS)
        self._timer.timeout.connect(self._on_second)
        self._show_state()

    def begin(self) -> None:
        self._form.begin()
        # Looking loads the vault's code: only once the screen can be seen.
        QTimer.singleShot(LOOK_AFTER_MS, self, self._look)

    def _look(self) -> None:
        vault = self._vault

        def look() -> tuple[VaultInfo, float]:
            from app import vaults

            return vaults.inspect(vault), vaults.wait_before_next_try(vault)

        self._ops.outside(self, look, self._on_looked, self.strip.say_error)
        self._ops.outside(self, warm_up, lambda _none: None)

    def _on_looked(self, found: tuple[VaultInfo, float]) -> None:
        info, wait_s = found
        self._form.ask_login(wanted=info.accounts > 1)
        self._form.begin()
        self._begin_wait(wait_s)

    def _on_unlock(self) -> None:
        if not self._unlock.isEnabled():
            return
        self.strip.hush()
        self._set_busy(busy=True)
        typed = self._form.take()
        self._ops.enter(self, lambda: unlock(self._vault, typed, self._rules), self.entered.emit, self._on_failed)

    def _on_failed(self, error: KnownError) -> None:
        from app import vaults

        self._set_busy(busy=False)
        self.strip.say_error(error)
        self._form.begin()
        self._ops.outside(self, lambda: vaults.wait_before_next_try(self._vault), self._begin_wait)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        self._form.setEnabled(not busy)
        self._other.setEnabled(not busy)
        self._show_state()

    def _begin_wait(self, seconds: float) -> None:
        self._wait_s = math.ceil(seconds)
        if self._wait_s > 0:
            self._timer.start()
        self._show_state()

    def _on_second(self) -> None:
        self._wait_s -= 1
        if self._wait_s <= 0:
            self._timer.stop()
        self._show_state()

    def _show_state(self) -> None:
        waiting, busy = self._wait_s > 0, not self._busy.isHidden()
        self._unlock.setEnabled(self._form.is_complete and not waiting and not busy)
        if busy:
            text = _("Unlocking…")
        elif waiting:
            text = ngettext("Try again in {n} second", "Try again in {n} seconds", self._wait_s).format(n=self._wait_s)
        else:
            text = _("Unlock")
        self._unlock.setText(text)


def warm_up() -> None:
    """On the engine thread: load what signing in needs while the person types."""
    from app.services import places, practices  # noqa: F401


def unlock(vault: Path, typed: Typed, rules: Rules) -> tuple[Desk, Arrival]:
    """On the engine thread: sign in, and learn what the window must know."""
    from app.services import practices
    from app.vaults import SecretBytes
    from ui.arrival import arrive

    with SecretBytes.from_text(typed.secret) as secret:
        desk = practices.unlock(vault, secret=secret, login=typed.login, how=typed.how, allow_cheap=rules.allow_cheap)
    return desk, arrive(desk)
