"""All that exists only while somebody is signed in: navigation, top bar, pages, status bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import delete

from app import formats
from app.desk import Desk
from app.records.practice_profile import PracticeProfile
from app.rules.permissions import Action
from app.texts import _
from ui import commands
from ui.context import Context
from ui.forms.steps import steps
from ui.navigation import Page, PageSpec
from ui.shortcuts import KeyList
from ui.theme import Space
from ui.topbar import TopBar
from ui.widgets import Strip, Toast
from ui.widgets.pagerow import PageRow
from ui.widgets.sidenav import SideNavigation
from ui.widgets.stack import PageStack
from ui.widgets.statusbar import StatusBar

if TYPE_CHECKING:
    from ui.backup_watch import BackupWatch

BACKUP_DUE_DAYS = 7
REFRESH_MS = 60_000
PASSING_MS = 20_000  # what only informs goes by itself; the trail has it too


class Workspace(QWidget):
    """The window's content while unlocked.

    Signals:
        lock_wanted(), hide_wanted(): the person pressed *Lock* or *Hide*.
        discreet_chosen(on): codes instead of names, or names again.
        idle_chosen(minutes): the practice wants its windows to lock after so many.
        crisis_wanted(): the person pressed *Crisis (F1)*; the key itself is the shell's.
        language_chosen(code): the person wants another language; the shell makes a new workspace.
        title_changed(code): another client's file is open; "" for none.
    """

    lock_wanted = Signal()
    hide_wanted = Signal()
    discreet_chosen = Signal(bool)
    idle_chosen = Signal(int)
    crisis_wanted = Signal()
    language_chosen = Signal(str)
    title_changed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._pages: dict[str, Page] = {}
        self._shown: tuple[str, str | None] = ("", None)
        self._on_the_way: dict[str, Any] | None = None  # the place to return to, until a page is shown
        self._navigation = SideNavigation(
            [(spec.name, _(spec.title), spec.icon) for spec in context.navigator.listed],
            _("Fictional example") if context.who.fictional else "",
        )
        self._top = TopBar(context)
        self._strips = QVBoxLayout()
        self._row = PageRow()
        self._stack = PageStack()
        self._status = StatusBar()
        self._toast = Toast(self)
        self._has_searched = False
        self._own_keys: list[QKeySequence] = []
        self._last_backup: str | None = None
        self._lay_out()
        self._connect()
        self._add_keys()
        self._ask_backup()
        self._learn_offers()

    @property
    def status(self) -> StatusBar:
        """The line at the lower edge."""
        return self._status

    def show_notice(self, text: str, kind: str) -> Strip:
        """A strip over the pages; it stays until it is closed, unless it only informs."""
        self._strips.addWidget(strip := Strip(text, kind, closable=True))
        strip.dismissed.connect(strip.deleteLater)
        if kind == "info":
            QTimer.singleShot(PASSING_MS, strip, strip.hide)
        return strip

    def page(self, name: str) -> Page:
        """The page of that name, made at the first call."""
        if name not in self._pages:
            page = self._build(self.context.navigator.spec(name))
            page.title_changed.connect(self._on_title_changed)
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    def _build(self, spec: PageSpec) -> Page:
        if self.context.navigator.is_open(spec):
            return spec.build(self.context)
        from ui.refused import RefusedPage

        return RefusedPage(self.context, spec)

    def current_page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self._shown[0])

    def place(self) -> dict[str, Any]:
        """Where the person is, to be found again after a lock."""
        page = self.current_page()
        if page is None:
            return self._on_the_way or {}
        name, record = self._shown
        return {"page": name, "record": record, "details": page.place()}

    def return_to(self, place: dict[str, Any] | None) -> None:
        """Go to a remembered place; to the first page when there is none or it is gone.

        The page is made in the next turn of the event loop: the frame around it, which is new too, is painted before.
        """
        self._on_the_way = place or {}
        QTimer.singleShot(0, self, self._arrive)

    def _arrive(self) -> None:
        navigator, place = self.context.navigator, self._on_the_way
        if place is None:
            return  # somebody was quicker, and went elsewhere
        name = place.get("page")
        if name in {spec.name for spec in navigator.specs if navigator.is_open(spec)}:
            navigator.go_to(str(name), place.get("record"), **place.get("details", {}))
        else:
            navigator.go_to(navigator.listed[0].name)

    def drafts(self) -> list[Callable[[Desk], None]]:
        """What the pages have not saved yet, as work for the engine."""
        kept = [page.keep_draft() for page in self._pages.values()]
        return [work for work in kept if work is not None]

    def renew(self) -> None:
        """Make every page anew: what all of them show has changed. What is being written is kept, and gone on with."""
        place = self.place()
        for keep in self.drafts():
            self.context.ops.command(self, keep, lambda _none: None)
        self.close_search()
        for name in list(self._pages):
            self._let_go(name)
        self._shown = ("", None)
        self.return_to(place)

    def drop_hidden(self) -> None:
        """Let go of the pages that are not shown. They are made anew when somebody goes there."""
        for name in [name for name in self._pages if name != self._shown[0]]:
            self._let_go(name)

    def _let_go(self, name: str) -> None:
        """One page after the other, in steps: what comes after them does not have to look at their widgets."""
        page = self._pages.pop(name)
        self._stack.removeWidget(page)
        page.hide()
        steps().do(page, partial(delete, page))

    @property
    def is_discreet(self) -> bool:
        """Whether codes stand for names now."""
        return self._top.is_discreet

    def show_discreet(self, *, on: bool) -> None:
        """Show whether codes stand for names now."""
        self._top.is_discreet = on
        self._status.show_discreet(on=on)

    def show_idle_minutes(self, minutes: int) -> None:
        """After how many minutes the window locks."""
        self._top.idle_minutes = minutes

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._top)
        self._strips.setContentsMargins(Space.XL, Space.S, Space.XL, 0)
        self._strips.setSpacing(Space.XS)
        right.addLayout(self._strips)
        right.addWidget(self._row)
        right.addWidget(self._stack, 1)
        right.addWidget(self._status)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self._navigation)
        across.addLayout(right, 1)

    def _connect(self) -> None:
        context = self.context
        context.navigator.requested.connect(self._on_requested)
        context.theme.changing.connect(self.drop_hidden)
        context.announcer.toasted.connect(self._toast.show_text)
        context.announcer.offered.connect(self._toast.show_offer)
        context.ops.changed.connect(self._on_changed)
        context.announcer.saved.connect(self._on_saved)
        context.announcer.backed_up.connect(self._on_backup_known)
        context.announcer.held.connect(self._on_held)
        context.announcer.language_wanted.connect(self.language_chosen)
        context.announcer.discreet_wanted.connect(self.discreet_chosen)
        self._navigation.chosen.connect(context.navigator.go_to)
        self._row.chosen.connect(context.navigator.go_to)
        self._top.search_wanted.connect(self.open_search)
        self._top.lock_wanted.connect(self.lock_wanted)
        self._top.hide_wanted.connect(self.hide_wanted)
        self._top.discreet_chosen.connect(self.discreet_chosen)
        self._top.idle_chosen.connect(self.idle_chosen)
        self._top.crisis_wanted.connect(self.crisis_wanted)
        self._top.keys_wanted.connect(self.show_keys)
        self._top.language_chosen.connect(self.language_chosen)
        self._refresh = QTimer(self)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._show_backup)
        self._refresh.start()

    def _add_keys(self) -> None:
        def on(keys: str, pressed: Callable[[], object]) -> None:
            sequence = QKeySequence(keys)
            QShortcut(sequence, self).activated.connect(pressed)
            if keys.startswith("Ctrl+"):
                self._own_keys.append(sequence)

        for keys, run in commands.shortcuts():
            on(keys, partial(run, self))
        on("F6", lambda: self._next_part(1))
        on("Shift+F6", lambda: self._next_part(-1))
        on("Alt+Left", self._go_back)
        listed = [spec.name for spec in self.context.navigator.listed]
        for number, name in enumerate(listed, start=1):
            on(f"Ctrl+{number}", partial(self.context.navigator.go_to, name))

    def _go_back(self) -> None:
        page = self.current_page()
        if page is None or not page.step_back():
            self.context.navigator.back()

    def open_search(self) -> None:
        """Search over everything this person may open."""
        from ui.search import open_palette

        self._has_searched = True
        open_palette(self)

    def close_search(self) -> None:
        """Take the search away and forget what it found."""
        if self._has_searched:
            from ui.search.panel import SearchPanel

            for panel in self.findChildren(SearchPanel):
                panel.close_panel()

    def show_keys(self) -> None:
        """The list of keys, with those of the page that is shown."""
        page = self.current_page()
        KeyList(self, page.keys() if page is not None else ()).show_centred()

    def _next_part(self, step: int) -> None:
        page = self.current_page()
        parts: list[tuple[QWidget, Callable[[], None]]] = [
            (self._navigation, self._navigation.take_focus),
            (self._top, self._top.take_focus),
        ]
        if page is not None:
            parts.append((page, page.focus_first))
        focus: QWidget | None = self.focusWidget()
        inside = [i for i, (part, _go) in enumerate(parts) if focus is not None and part.isAncestorOf(focus)]
        here = inside[0] if inside else -1
        parts[(here + step) % len(parts)][1]()

    def _on_requested(self, name: str, record: str | None, details: dict[str, Any]) -> None:
        leaving = self.current_page()
        if leaving is not None and self._shown != (name, record) and not leaving.may_leave():
            return
        page = self.page(name)
        self._on_the_way = None
        self.close_search()
        self._shown = (name, record)
        self._stack.setCurrentWidget(page)
        self._navigation.mark(self.context.navigator.spec(name).under or name)
        self._row.show_row([(spec.name, _(spec.title)) for spec in self.context.navigator.row_of(name)], name)
        page.show_record(record, details)
        page.focus_first()
        self._on_title_changed()

    def _on_title_changed(self) -> None:
        page = self.current_page()
        self.title_changed.emit(page.client_code() if page else "")

    def _learn_offers(self) -> None:
        """The lists that forms offer are those of the practice."""

        def look(desk: Desk) -> PracticeProfile:
            from app.services.practice import practices

            return practices.profile(desk)

        self.context.ops.query(self, look, self.context.offers.learn)

    def _on_changed(self, what: Iterable[str]) -> None:
        if "practice_profile" in what:
            self._learn_offers()

    def _on_saved(self) -> None:
        time = formats.clock_time(datetime.now().astimezone())
        self._status.show_saved(_("saved {time}").format(time=time))

    def follow_backups(self, watch: BackupWatch) -> None:
        """Show what is done about backups by itself."""
        watch.working.connect(self._on_backing_up)
        watch.made.connect(self.context.announcer.note_backed_up)
        watch.told.connect(self.show_notice)
        watch.room_again.connect(lambda: self.context.announcer.toast(_("There is room on the disk again.")))

    def _on_held(self, on: bool) -> None:  # noqa: FBT001 - takes a signal
        """Nobody may go anywhere or type meanwhile; the page that does the work stays to be stopped."""
        for part in (self._navigation, self._top, self._row):
            part.setEnabled(not on)
        for shortcut in self.findChildren(QShortcut):
            shortcut.setEnabled(not on)
        for keep in self.drafts() if on else []:
            self.context.ops.command(self, keep, lambda _none: None)

    def _on_backing_up(self, on: bool) -> None:  # noqa: FBT001 - takes a signal
        if on:
            self._status.show_backup(_("backing up…"), due=False)
        else:
            self._show_backup()

    def _ask_backup(self) -> None:
        def last(desk: Desk) -> str | None:
            from app.services.vault import backups

            made = backups.history(desk)
            return made[0].at if made else None

        self.context.ops.query(self, last, self._on_backup_known)

    def _on_backup_known(self, at: str | None) -> None:
        self._last_backup = at
        self._show_backup()

    def _show_backup(self) -> None:
        """It is due for whoever can mend it: others only read it."""
        at, text, is_late = self._last_backup, _("no backup yet"), True
        if at is not None:
            text = _("backup {ago}").format(ago=formats.ago(at))
            is_late = (datetime.now().astimezone() - formats.local(at)).days >= BACKUP_DUE_DAYS
        self._status.show_backup(text, due=is_late and self.context.who.may(Action.SETTING, "practice"))

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._toast.place()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.window().windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the workspace are its own everywhere: on X11 a line of text would take Ctrl+K to delete its end."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return super().eventFilter(watched, event)
        is_own = QKeySequence(event.keyCombination()) in self._own_keys
        if is_own:
            event.ignore()
        return is_own
