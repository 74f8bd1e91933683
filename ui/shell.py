"""The window: the entrance while locked, the workspace while somebody is signed in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from app import texts
from app.texts import _
from ui.clipboard import Clipboard
from ui.context import Announcer, Context
from ui.entrance import Entrance, Rules
from ui.language import use_language
from ui.lock import IDLE, PERSON, QUIT, IdleWatch, Locker
from ui.navigation import Navigator
from ui.operations import Operations
from ui.preferences import Preferences
from ui.prompts import Prompts
from ui.theme import Theme

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.arrival import Arrival
    from ui.platform.successor import Ending
    from ui.widgets import Strip
    from ui.workspace import Workspace

SMALLEST = (1024, 640)
FIRST_SIZE = (1240, 800)


@dataclass(frozen=True, slots=True)
class Start:
    """What the program was started with."""

    vault: Path | None = None
    why: str = ""  # which trigger locked the process before this one


class Shell(QMainWindow):
    """Owns what lives as long as the window: operations, prompts, clipboard, idle watch, locker.

    Signals:
        painted(): the first frame can be seen.
        entered(arrival): somebody has signed in and the workspace stands.
    """

    painted = Signal()
    entered = Signal(object)

    def __init__(
        self, theme: Theme, preferences: Preferences, start: Start, *, ending: Ending,
        rules: Rules | None = None, prompts: Callable[[Shell], Prompts] = Prompts,
    ) -> None:  # fmt: skip
        """`ending` says how the process ends; `rules` and `prompts` are other ones in tests."""
        super().__init__()
        self.theme = theme
        self.preferences = preferences
        self.prompts = prompts(self)
        self.ops = Operations(self.prompts, self)
        self.clipboard = Clipboard(self)
        self.announcer = Announcer(self)
        self.locker = Locker(self, self.ops, self.prompts, self.clipboard, ending)
        self.idle = IdleWatch(lambda: preferences.idle_minutes, self)
        self.idle.expired.connect(self._on_idle)
        self.ops.jobs_ended.connect(self._lock_if_waiting)
        self.ops.busy_changed.connect(self._lock_if_waiting)
        self._ending = ending
        self._rules = rules or Rules()
        self._arrival: Arrival | None = None
        self._workspace: Workspace | None = None
        self._was_painted = False
        self._covered_by = ""
        self._stack = QStackedWidget()
        self._entrance = self._new_entrance()
        self._set_up_window()
        self._entrance.begin(start.vault, start.why)

    @property
    def entrance(self) -> Entrance:
        """What is shown while nobody is signed in."""
        return self._entrance

    @property
    def workspace(self) -> Workspace:
        """What is shown while somebody is.

        Raises:
            LookupError: nobody is signed in.
        """
        if self._workspace is None:
            raise LookupError("nobody is signed in")
        return self._workspace

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody has signed in; stays true while the window locks."""
        return self._arrival is not None

    def lock(self, trigger: str = PERSON) -> None:
        """Lock now. Nothing is asked."""
        if self._arrival is not None:
            self.idle.stop()
            self.locker.lock(trigger, self._arrival.vault, lambda: self._last_words(trigger))

    def change_language(self, code: str) -> None:
        """Show every text in another language from now on."""
        self.preferences.language = code
        use_language(code)
        if self._arrival is None:
            self._replace_entrance()
        else:
            self._replace_workspace()

    def _set_up_window(self) -> None:
        self.setWindowTitle(_("ClientSafe"))
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self.setCentralWidget(self._stack)
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.close)

    def _new_entrance(self) -> Entrance:
        entrance = Entrance(self.ops, self.prompts, self.theme, self.preferences, self._rules)
        entrance.entered.connect(self._on_entered)
        entrance.language_chosen.connect(self.change_language)
        self._stack.addWidget(entrance)
        self._stack.setCurrentWidget(entrance)
        return entrance

    def _replace_entrance(self) -> None:
        old = self._entrance
        self._entrance = self._new_entrance()
        self._entrance.begin(*old.started_with)
        old.deleteLater()

    def _on_entered(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self.preferences.last_vault = arrival.vault
        if not self.preferences.language and arrival.language and arrival.language != texts.language():
            self.preferences.language = arrival.language
            use_language(arrival.language)
        self._show_workspace(arrival.place)
        self._tell(arrival)
        self._stack.removeWidget(self._entrance)
        self._entrance.deleteLater()
        self.idle.start(self.windowHandle())
        self.entered.emit(arrival)

    def _tell(self, arrival: Arrival) -> None:
        from ui.arrival import notice_strip

        for words in arrival.strips:
            self.workspace.show_notice(*words)
        for notice in arrival.notices:
            told = notice_strip(notice)
            if told is None:
                continue
            strip = self.workspace.show_notice(*told)
            if notice.name == "history_missing":
                self._offer_to_take_note(strip)

    def _offer_to_take_note(self, strip: Strip) -> None:
        """Missing history is said at every sign-in until the person has taken note, which is an entry (V-6.5)."""
        from app.services import trails

        def take_note() -> None:
            self.ops.command(strip, trails.acknowledge_history, lambda _done: strip.deleteLater())

        strip.add_action(_("I have taken note"), take_note, name="take_note")

    def _show_workspace(self, place: dict[str, Any] | None) -> None:
        from ui.workspace import Workspace, page_specs

        assert self._arrival is not None
        navigator = Navigator(page_specs(), self)
        workspace = Workspace(self._context(navigator, self._arrival))
        workspace.lock_wanted.connect(self.lock)
        workspace.language_chosen.connect(self.change_language)
        workspace.title_changed.connect(self._on_title_changed)
        self.idle.ticked.connect(workspace.status.show_left)
        workspace.status.show_left(self.idle.left_s)
        self._workspace = workspace
        self._stack.addWidget(workspace)
        self._stack.setCurrentWidget(workspace)
        workspace.return_to(place)

    def _replace_workspace(self) -> None:
        old = self.workspace
        place = old.place()
        for keep in old.drafts():
            self.ops.command(self, keep, lambda _result: None)
        self._show_workspace(place)
        self._stack.removeWidget(old)
        old.deleteLater()

    def _context(self, navigator: Navigator, arrival: Arrival) -> Context:
        return Context(
            ops=self.ops,
            prompts=self.prompts,
            navigator=navigator,
            theme=self.theme,
            announcer=self.announcer,
            preferences=self.preferences,
            clipboard=self.clipboard,
            who=arrival.who,
            allow_cheap=self._rules.allow_cheap,
        )

    def _last_words(self, trigger: str) -> Callable[[Desk], None]:
        drafts = self.workspace.drafts()
        place = self.workspace.place()

        def last(desk: Desk) -> None:
            from app.services import places, practices

            for keep in drafts:
                keep(desk)
            places.remember(desk, place)
            practices.lock(desk, trigger)

        return last

    def _on_title_changed(self, code: str) -> None:
        self.setWindowTitle(f"ClientSafe · {code}" if code else _("ClientSafe"))

    def _on_idle(self, trigger: str) -> None:
        if trigger == IDLE and self.ops.jobs_running:
            # Work that a person started is not cut off; but nobody sees or touches anything meanwhile.
            if not self._covered_by:
                self._covered_by = trigger
                self.locker.cover(_("Covered. It locks when the work that you started is done."))
        else:
            self.lock(trigger)

    def _lock_if_waiting(self) -> None:
        if self._covered_by and not self.ops.jobs_running and not self.ops.busy:
            self.lock(self._covered_by)

    # Qt overrides

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.locker.is_over:
            event.accept()
        elif self._arrival is not None:
            event.ignore()
            self.lock(QUIT)
        else:
            event.accept()
            self.ops.shut_down()
            self._ending.leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.locker.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()
