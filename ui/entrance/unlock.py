"""The unlock screen. The key is derived on the engine thread, so the window stays alive meanwhile."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar

from app import lock_names, paths
from app.costs import Rules
from app.texts import N_, _, ngettext
from ui.entrance.frame import Screen
from ui.entrance.secret_form import SecretForm, Typed
from ui.operations import Operations
from ui.theme import Space
from ui.triggers import ADDED, HIDDEN, IDLE, MOVED, PERSON, REMOVED, RENEWED, SCREEN, SUSPEND, SWITCH
from ui.widgets import button, label, row

if TYPE_CHECKING:
    from app.desk import Desk
    from app.vaults import Moved, VaultInfo
    from ui.arrival import Arrival
    from ui.entrance.people_buttons import PeopleButtons
    from ui.known import KnownError

WHY = {
    PERSON: N_("Locked. Drafts are kept."),
    IDLE: N_("Locked because nobody used the computer for a while. Drafts are kept."),
    HIDDEN: N_("Locked because the window was hidden for a while. Drafts are kept."),
    SUSPEND: N_("Locked because the computer was asleep. Drafts are kept."),
    SCREEN: N_("Locked because the screen was locked. Drafts are kept."),
    MOVED: N_("The practice was moved. Restore the backup on the other computer."),
    SWITCH: N_("Locked because another user of the computer took over. Drafts are kept."),
    ADDED: N_("The new account is made. Everybody signs in with their own name."),
    REMOVED: N_("Done, and the vault has new keys. Sign in to go on."),
    RENEWED: N_("Your account has new keys. Sign in with the new passphrase."),
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

    def __init__(self, ops: Operations, rules: Rules, vault: Path, why: str, usual: str = "") -> None:
        """`usual`: the account that is the only one to have signed in to this vault on this computer."""
        super().__init__(_("Unlock"), _(WHY.get(why, "")), glyph="lock")
        self._ops = ops
        self._rules = rules
        self._vault = vault
        self._wait_s = 0
        self._takes_back = False
        self._form = SecretForm()
        self._people: PeopleButtons | None = None
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName(_("Unlocking"))
        self._busy.hide()
        self._unlock = button(_("Unlock"), self._on_unlock, kind="primary", glyph="lock-open", name="unlock")
        self._take_back = button(_("Take it back here…"), self._on_take_back, kind="quiet", name="take_back")
        self._take_back.hide()
        self._other = button(_("Another vault…"), self.other_wanted.emit, kind="quiet", name="other_vault")
        self._lay_out(usual)
        self._form.changed.connect(self._show_state)
        self._form.submitted.connect(self._on_unlock)
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND_MS)
        self._timer.timeout.connect(self._on_second)
        self._show_state()

    def _lay_out(self, usual: str) -> None:
        where = label(self._vault.name, tone="muted")
        where.setToolTip(str(self._vault))
        self.content.addWidget(where)
        self.content.addSpacing(Space.S)
        names = lock_names.read(self._vault)
        if len(names) > 1:
            self._add_people(list(names.values()), names.get(usual, ""))
        self.content.addWidget(self._form)
        self.content.addWidget(self._busy)
        self.buttons.addLayout(row(self._other, self._take_back, None, self._unlock))

    def _add_people(self, names: list[str], usual: str) -> None:
        from ui.entrance.people_buttons import PeopleButtons

        self._people = people = PeopleButtons(names)
        people.chosen.connect(self._form.ask_of)
        people.confirmed.connect(self._form.begin)
        people.typing_wanted.connect(self._on_typing_wanted)
        self.content.addWidget(people)
        self.content.addSpacing(Space.XS)
        self._form.ask_of("")
        people.choose(usual)

    def begin(self) -> None:
        self._put_focus()
        # Looking loads the vault's code: only once the screen can be seen.
        QTimer.singleShot(LOOK_AFTER_MS, self, self._look)

    def _look(self) -> None:
        vault = self._vault

        def look() -> tuple[VaultInfo, float]:
            from app import vaults

            return vaults.inspect(vault), vaults.wait_before_next_try(vault)

        self._ops.outside(self, look, self._on_looked, self.strip.say_error)
        if paths.is_example(vault):
            self._ops.outside(self, lambda: example_passphrase(vault), self._on_example)
        self._ops.outside(self, warm_up, lambda _none: None)

    def _on_looked(self, found: tuple[VaultInfo, float]) -> None:
        info, wait_s = found
        if info.moved is not None:
            self._show_moved(info.moved)
        if info.accounts == 1 or self._people is None:
            self._take_people_away(ask=info.accounts > 1)
            self._put_focus()
        self._begin_wait(wait_s)

    def _put_focus(self) -> None:
        if self._people is not None and not self._people.name:
            self._people.setFocus()
        else:
            self._form.begin()

    def _take_people_away(self, *, ask: bool) -> None:
        """Ask for a sign-in name to be typed, or for none where there is one account."""
        if self._people is not None:
            self._people.hide()
            self._people.deleteLater()
            self._people = None
        self._form.ask_login(wanted=ask)

    def _on_typing_wanted(self) -> None:
        self._take_people_away(ask=True)
        self._put_focus()

    def _on_example(self, passphrase: str) -> None:
        """Nobody in it exists, so its passphrase is no secret."""
        self.strip.say(_("A fictional practice to look around in: nobody in it exists. Its passphrase is filled in."))
        if not self._form.is_complete:
            self._form.put(passphrase)
        self._unlock.setFocus()

    def _on_unlock(self) -> None:
        if not self._unlock.isEnabled():
            return
        self.strip.hush()
        self._set_busy(busy=True)
        typed = self._form.take()
        vault, rules, takes_back = self._vault, self._rules, self._takes_back
        self._ops.enter(
            self, lambda: unlock(vault, typed, rules, take_back=takes_back), self.entered.emit, self._on_failed
        )

    def _show_moved(self, moved: Moved) -> None:
        """What the note in the vault says; whether it is true, the trail will tell."""
        text = _("This practice was moved to another computer on {day}, with the backup {file}. Work goes on there.")
        from app import formats

        self.strip.say(text.format(day=formats.short_date(moved.at[:10]), file=moved.file), "due")
        self._take_back.show()

    def _on_take_back(self) -> None:
        self._takes_back = True
        self._take_back.hide()
        text = _("Unlock to take it back. From then on nobody may work in the other copy: it would be another history.")
        self.strip.say(text, "due")
        self._form.begin()

    def _on_failed(self, error: KnownError) -> None:
        from app import vaults

        self._set_busy(busy=False)
        self.strip.say_error(error)
        self._take_back.setVisible(error.name == "moved_away")
        self._form.begin()
        self._ops.outside(self, lambda: vaults.wait_before_next_try(self._vault), self._begin_wait)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        for part in (self._form, self._other, *([self._people] if self._people is not None else [])):
            part.setEnabled(not busy)
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


def example_passphrase(vault: Path) -> str:
    """On the engine thread: what opens the fictional practice."""
    from app.demo import example

    return example.passphrase(example.language_of(vault))


def warm_up() -> None:
    """On the engine thread: load what signing in needs while the person types, and before that what F1 shows."""
    from app.packs import crisis_card

    crisis_card.public_card(crisis_card.usual_place())

    from app.services.personal import places  # noqa: F401
    from app.services.practice import practices  # noqa: F401


def unlock(vault: Path, typed: Typed, rules: Rules, *, take_back: bool = False) -> tuple[Desk, Arrival]:
    """On the engine thread: sign in, and learn what the window must know."""
    from app.services.practice import practices
    from app.vaults import SecretBytes
    from ui.arrival import arrive

    with SecretBytes.from_text(typed.secret) as secret:
        desk = practices.unlock(
            vault,
            secret=secret,
            login=typed.login,
            how=typed.how,
            allow_cheap=rules.allow_cheap,
            take_back=take_back,
        )
    return desk, arrive(desk)
