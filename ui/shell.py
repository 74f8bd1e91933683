"""The window: the entrance while locked, the workspace while somebody is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from app import texts
from app.texts import _
from ui.entrance import Entrance, Rules
from ui.language import use_language
from ui.operations import Operations
from ui.preferences import Preferences
from ui.prompts import Prompts
from ui.theme import Theme
from ui.triggers import LOGOUT, PERSON, QUIT

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.arrival import Arrival
    from ui.backup_watch import BackupWatch
    from ui.chosen import Chosen
    from ui.clipboard import Clipboard
    from ui.context import Announcer, Context
    from ui.crisis.opening import CrisisCards
    from ui.curtain import Cover
    from ui.idle import IdleWatch
    from ui.lock import Locker
    from ui.manners import Manners
    from ui.navigation import Navigator
    from ui.platform.successor import Ending
    from ui.widgets import Strip
    from ui.workspace import Workspace

LAST_WORDS_S = 2.0
SMALLEST = (1024, 640)
FIRST_SIZE = (1240, 800)


class Start(NamedTuple):
    """What the program was started with."""

    vault: Path | None = None
    why: str = ""  # which trigger locked the process before this one


class Shell(QMainWindow):
    """Owns what lives as long as the window: operations, prompts, clipboard, announcer, cover, locker, manners.

    The last five are made when somebody signs in: the unlock page does without.

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
        self.prompts.crisis_wanted.connect(self.open_crisis_card)
        self.ops = Operations(self.prompts, self)
        self._ending = ending
        self._rules = rules or Rules()
        self._arrival: Arrival | None = None
        self._workspace: Workspace | None = None
        self._was_painted = False
        self._title = ""
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

    @cached_property
    def clipboard(self) -> Clipboard:
        """What is copied here, and its end."""
        from ui.clipboard import Clipboard

        return Clipboard(self)

    @cached_property
    def announcer(self) -> Announcer:
        """Small news from the pages."""
        from ui.context import Announcer

        announcer = Announcer(self)
        announcer.lock_wanted.connect(self.lock)
        return announcer

    @cached_property
    def locker(self) -> Locker:
        """Carries out a lock."""
        from ui.lock import Locker

        return Locker(self, self.cover, self.ops, self.prompts, self.clipboard, self._ending)

    @cached_property
    def cover(self) -> Cover:
        """Covers all of it."""
        from ui.curtain import Cover

        cover = Cover(self, self.prompts)
        cover.changed.connect(self._show_title)
        return cover

    @cached_property
    def manners(self) -> Manners:
        """Notices when it is time to hide or to lock."""
        from ui.manners import Limits, Manners

        manners = Manners(self, self.ops, self.cover, Limits())
        manners.due.connect(self.lock)
        return manners

    @property
    def idle(self) -> IdleWatch:
        """Notices that nobody is there."""
        return self.manners.idle

    @cached_property
    def chosen(self) -> Chosen:
        """Codes or names, and the minutes until a lock."""
        from ui.chosen import Chosen

        return Chosen(self.ops, self.prompts, self.manners)

    @cached_property
    def crisis(self) -> CrisisCards:
        """Opens the crisis card; made at the first F1 or when somebody has signed in."""
        from ui.crisis.opening import CrisisCards

        return CrisisCards(self, self.ops, self.prompts, self.preferences)

    def open_crisis_card(self) -> None:
        """F1, from anywhere: whom to call, over whatever is shown."""
        if not self.is_signed_in:
            self.crisis.open()
        elif not self.cover.is_down:
            page = self.workspace.current_page()
            self.crisis.open(page.client_id() if page is not None else "")
            if self.crisis.card is not None:
                self.idle.ticked.connect(self.crisis.card.show_left)

    @cached_property
    def backups(self) -> BackupWatch:
        """Makes the backups that are due."""
        from ui.backup_watch import BackupWatch

        return BackupWatch(self.ops, self)

    def lock(self, trigger: str = PERSON) -> None:
        """Lock now. Nothing is asked."""
        if self._arrival is not None and not self.locker.has_begun:
            self.manners.stop()
            self.locker.lock(trigger, self._arrival.vault, lambda: self._last_words(trigger))

    def log_out(self) -> None:
        """The desktop's session ends: sign off, and return only then, because the system waits for this call."""
        if self._arrival is None:
            self.close()
        else:
            self.lock(LOGOUT)
            self.ops.wait_until_closed(LAST_WORDS_S)

    def change_language(self, code: str) -> None:
        """Show every text in another language from now on."""
        self.preferences.language = code
        use_language(code)
        if self._arrival is None:
            self._replace_entrance()
        else:
            self._replace_workspace()

    def _set_up_window(self) -> None:
        self._show_title()
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self.setCentralWidget(self._stack)

    def _add_keys(self) -> None:
        from PySide6.QtGui import QShortcut

        QShortcut("Ctrl+Q", self).activated.connect(self.close)
        crisis = QShortcut("F1", self, self.open_crisis_card)
        crisis.setContext(Qt.ShortcutContext.ApplicationShortcut)  # also while a menu is open

    def _new_entrance(self) -> Entrance:
        entrance = Entrance(self.ops, self.prompts, self.theme, self.preferences, self._rules)
        entrance.entered.connect(self._on_entered)
        entrance.language_chosen.connect(self.change_language)
        entrance.crisis_wanted.connect(self.open_crisis_card)
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
        self.chosen.begin(arrival)
        self.preferences.remember_vault(arrival.vault)
        if not arrival.who.alone:
            self.preferences.note_account(arrival.vault, arrival.who.account)
            self.preferences.forget_commands()
        if not self.preferences.language and arrival.language and arrival.language != texts.language():
            self.preferences.language = arrival.language
            use_language(arrival.language)
        self._show_workspace(arrival.place)
        self._tell(arrival)
        self._stack.removeWidget(self._entrance)
        self._entrance.deleteLater()
        self.cover.fit()
        assert not self.locker.has_begun  # made now: a lock waits for nothing
        self.manners.start()
        self.backups.start(self.manners.ticked)
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
            if notice.name in {"history_missing", "people_missing"}:
                self._offer_to_take_note(strip)
        if not arrival.who.alone:
            from ui.people.news import PeopleNews
            from ui.people.renewals import KeyRenewals

            PeopleNews(self.workspace)
            KeyRenewals(self.workspace)

    def _offer_to_take_note(self, strip: Strip) -> None:
        """Missing history is said at every sign-in until the person has taken note, which is an entry (V-6.5)."""
        from app.services.reading import trails

        def take_note() -> None:
            self.ops.command(strip, trails.acknowledge_history, lambda _done: strip.deleteLater())

        strip.add_action(_("I have taken note"), take_note, name="take_note")

    def _show_workspace(self, place: dict[str, Any] | None) -> None:
        from ui.all_pages import page_specs
        from ui.navigation import Navigator
        from ui.workspace import Workspace

        assert self._arrival is not None
        navigator = Navigator(page_specs(), self, self._arrival.who.may)
        workspace = Workspace(self._context(navigator, self._arrival))
        workspace.lock_wanted.connect(self.lock)
        workspace.crisis_wanted.connect(self.open_crisis_card)
        workspace.hide_wanted.connect(self.manners.hide_window)
        self.chosen.follow(workspace)
        workspace.language_chosen.connect(self.change_language)
        workspace.title_changed.connect(self._on_title_changed)
        self.manners.ticked.connect(workspace.status.show_left)
        workspace.status.show_left(self.idle.left_s)
        workspace.follow_backups(self.backups)
        self._workspace = workspace
        self._stack.addWidget(workspace)
        self._stack.setCurrentWidget(workspace)
        workspace.return_to(place)
        self.crisis.begin(workspace.context)

    def _replace_workspace(self) -> None:
        old = self.workspace
        place = old.place()
        for keep in old.drafts():
            self.ops.command(self, keep, lambda _result: None)
        self._show_workspace(place)
        self._stack.removeWidget(old)
        old.deleteLater()

    def _context(self, navigator: Navigator, arrival: Arrival) -> Context:
        from ui.context import Context
        from ui.shortcuts import EVERYWHERE

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
            policy=self._rules.policy,
            keys=EVERYWHERE,
        )

    def _last_words(self, trigger: str) -> Callable[[Desk], None]:
        drafts = self.workspace.drafts()
        place = self.workspace.place()

        def last(desk: Desk) -> None:
            from app.services.personal import places
            from app.services.practice import practices

            if desk.signin.is_locked:
                return  # moved to another computer: everything was kept before
            for keep in drafts:
                keep(desk)
            places.remember(desk, place)
            practices.lock(desk, trigger)

        return last

    def _on_title_changed(self, code: str) -> None:
        self._title = code
        self._show_title()

    def _show_title(self) -> None:
        """A covered window says only whose it is: the program's."""
        is_covered = self._arrival is not None and self.cover.is_down
        self.setWindowTitle(f"ClientSafe · {self._title}" if self._title and not is_covered else _("ClientSafe"))

    # Qt overrides

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._arrival is None:
            event.accept()
            self.ops.shut_down()
            self._ending.leave()
        elif self.locker.is_over:
            event.accept()
        else:
            event.ignore()
            self.backups.before_leaving(self, lambda: self.lock(QUIT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._arrival is not None:
            self.cover.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()
            QTimer.singleShot(0, self, self._add_keys)
