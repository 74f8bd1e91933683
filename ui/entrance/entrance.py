"""Leads through the screens before somebody is signed in. The usual start shows one of them: only that is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import paths
from app.costs import Rules
from app.texts import LANGUAGES, _
from ui.entrance.frame import Screen
from ui.entrance.unlock import UnlockScreen
from ui.operations import Operations
from ui.preferences import Preferences
from ui.prompts import Prompts
from ui.theme import Space, Theme
from ui.triggers import EXAMPLE_REMOVED
from ui.widgets import button, icon_button, label

if TYPE_CHECKING:
    from ui.entrance.create import CreateFlow
    from ui.known import KnownError

HEADER = "vault.json"


class Entrance(QWidget):
    """Start, create, unlock, restore, look around.

    Signals:
        entered(arrival): somebody is signed in; the desk is with the engine.
        crisis_wanted(): the person pressed *Crisis (F1)*.
        language_chosen(code): texts are wanted in another language; the shell makes a new entrance.
    """

    entered = Signal(object)
    crisis_wanted = Signal()
    language_chosen = Signal(str)

    def __init__(
        self, ops: Operations, prompts: Prompts, theme: Theme, preferences: Preferences, rules: Rules,
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName("entrance")
        self._ops = ops
        self._prompts = prompts
        self._theme = theme
        self._preferences = preferences
        self._rules = rules
        self._stack = QStackedWidget()
        self._shown: QWidget | None = None
        self.started_with: tuple[Path | None, str] = (None, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        column.addLayout(self._head())
        column.addWidget(self._stack, 1)

    @property
    def screen_shown(self) -> QWidget | None:
        """The screen that is shown."""
        return self._shown

    def begin(self, vault: Path | None, why: str) -> None:
        """Show the screen that fits: unlock where a vault is known, else the start."""
        self.started_with = (vault, why)
        if vault is not None and why == EXAMPLE_REMOVED and paths.is_example(vault):
            self.show_start()
            self.remove_example()
            return
        known = vault or self._preferences.last_vault
        if known is not None and ((known / HEADER).exists() or vault is not None):
            self.show_unlock(known, why)
        else:
            self.show_start()

    def show_start(self) -> None:
        """Create, open, restore, look around."""
        from ui.entrance.start import StartScreen

        has_example = any(paths.example_vault(code).exists() for code in LANGUAGES)
        screen = StartScreen(has_example=has_example)
        screen.look_wanted.connect(self.show_look_around)
        screen.remove_wanted.connect(self.remove_example)
        screen.create_wanted.connect(self.show_create)
        screen.open_wanted.connect(self._on_open_wanted)
        screen.restore_wanted.connect(self.show_restore)
        self.show_screen(screen)

    def show_look_around(self) -> None:
        """The fictional practice: made first, if it is not there."""
        from ui.entrance.look_around import LookAroundScreen

        screen = LookAroundScreen(self._ops, self._rules)
        screen.back_wanted.connect(self.show_start)
        screen.made.connect(self.show_unlock)
        self.show_screen(screen)

    def remove_example(self) -> None:
        """The fictional practice is not wanted any more; the first screen says what came of it."""

        def remove() -> None:
            from app.demo import example

            example.remove()

        def done() -> None:
            self.show_start()
            self._say(_("The fictional practice was removed."))

        self._ops.outside(self, remove, lambda _none: done(), self._say_error)

    def show_create(self) -> None:
        """The four steps."""
        from ui.entrance.create import CreateFlow

        flow = CreateFlow(self._ops, self._prompts, self._preferences, self._rules)
        flow.cancelled.connect(self.show_start)
        flow.entered.connect(self.entered)
        self.show_screen(flow)

    def show_unlock(self, vault: Path, why: str = "") -> None:
        """Passphrase or recovery code for one vault; `why` is what locked it."""
        screen = UnlockScreen(self._ops, self._rules, vault, why, self._preferences.usual_account(vault))
        screen.entered.connect(self.entered)
        screen.other_wanted.connect(self.show_start)
        self.show_screen(screen)

    def show_restore(self) -> None:
        """A backup becomes a vault."""
        from ui.entrance.restore import RestoreScreen

        screen = RestoreScreen(self._ops, self._prompts, self._rules)
        screen.back_wanted.connect(self.show_start)
        screen.entered.connect(self.entered)
        self.show_screen(screen)

    def _head(self) -> QHBoxLayout:
        self._more = icon_button("settings", _("Look and language"), self._show_menu, name="entrance_menu")
        line = QHBoxLayout()
        line.addWidget(label("ClientSafe", size="lead", tone="accent"))
        line.addStretch(1)
        line.addWidget(
            button(_("Crisis (F1)"), self.crisis_wanted.emit, kind="quiet", glyph="life-buoy", name="crisis")
        )
        line.addWidget(self._more)
        return line

    def _show_menu(self) -> None:
        from PySide6.QtWidgets import QMenu

        from ui.menus import add_language_menu, add_look_menu

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_look_menu(menu, self._theme, self._preferences)
        add_language_menu(menu, self.language_chosen.emit)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _say(self, text: str) -> None:
        if isinstance(self._shown, Screen):
            self._shown.strip.say(text, "good")

    def _say_error(self, error: KnownError) -> None:
        if isinstance(self._shown, Screen):
            self._shown.strip.say_error(error)

    def _on_open_wanted(self) -> None:
        self._prompts.folder(_("Choose the vault: a folder whose name ends in .clientsafe"), self.show_unlock)

    def show_screen(self, screen: Screen | CreateFlow) -> None:
        old, self._shown = self._shown, screen
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        screen.begin()
