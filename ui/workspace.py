"""All that exists only while somebody is signed in: navigation, top bar, pages, status bar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.desk import Desk
from app.texts import _
from ui.context import Context
from ui.navigation import Page, PageSpec
from ui.shortcuts import KeyList
from ui.theme import Space
from ui.topbar import TopBar
from ui.widgets import Strip, Toast
from ui.widgets.sidenav import SideNavigation
from ui.widgets.statusbar import StatusBar

BACKUP_DUE_DAYS = 7
REFRESH_MS = 60_000
PASSING_MS = 20_000  # what only informs goes by itself; the trail has it too


def page_specs() -> tuple[PageSpec, ...]:
    """Every page, in the order of the navigation. Imported when somebody signs in, not at the start."""
    from ui.pages import backups, client_file, clients, editor, incidents, trail

    pages = (clients, incidents, trail, backups, client_file, editor)
    return tuple(page.PAGE for page in pages)


class Workspace(QWidget):
    """The window's content while unlocked.

    Signals:
        lock_wanted(): the person pressed *Lock*.
        language_chosen(code): the person wants another language; the shell makes a new workspace.
        title_changed(code): another client's file is open; "" for none.
    """

    lock_wanted = Signal()
    language_chosen = Signal(str)
    title_changed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._pages: dict[str, Page] = {}
        self._shown: tuple[str, str | None] = ("", None)
        self._navigation = SideNavigation(
            [(spec.name, _(spec.title), spec.icon) for spec in context.navigator.specs if spec.in_navigation]
        )
        self._top = TopBar(context)
        self._strips = QVBoxLayout()
        self._stack = QStackedWidget()
        self._status = StatusBar()
        self._toast = Toast(self)
        self._has_searched = False
        self._last_backup: str | None = None
        self._lay_out()
        self._connect()
        self._add_keys()
        self._ask_backup()

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
            page = self.context.navigator.spec(name).build(self.context)
            page.title_changed.connect(self._on_title_changed)
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    def current_page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self._shown[0])

    def place(self) -> dict[str, Any]:
        """Where the person is, to be found again after a lock."""
        name, record = self._shown
        page = self.current_page()
        return {"page": name, "record": record, "details": page.place() if page else {}}

    def return_to(self, place: dict[str, Any] | None) -> None:
        """Go to a remembered place; to the first page when there is none or it is gone."""
        specs = self.context.navigator.specs
        name = (place or {}).get("page")
        if place is not None and name in {spec.name for spec in specs}:
            self.context.navigator.go_to(str(name), place.get("record"), **place.get("details", {}))
        else:
            self.context.navigator.go_to(specs[0].name)

    def drafts(self) -> list[Callable[[Desk], None]]:
        """What the pages have not saved yet, as work for the engine."""
        kept = [page.keep_draft() for page in self._pages.values()]
        return [work for work in kept if work is not None]

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._top)
        self._strips.setContentsMargins(Space.XL, Space.S, Space.XL, 0)
        self._strips.setSpacing(Space.XS)
        right.addLayout(self._strips)
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
        context.announcer.toasted.connect(self._toast.show_text)
        context.announcer.saved.connect(self._on_saved)
        context.announcer.backed_up.connect(self._on_backup_known)
        self._navigation.chosen.connect(context.navigator.go_to)
        self._top.search_wanted.connect(self.open_search)
        self._top.lock_wanted.connect(self.lock_wanted)
        self._top.keys_wanted.connect(self.show_keys)
        self._top.language_chosen.connect(self.language_chosen)
        self._refresh = QTimer(self)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._show_backup)
        self._refresh.start()

    def _add_keys(self) -> None:
        def on(keys: str, pressed: Callable[[], object]) -> None:
            QShortcut(QKeySequence(keys), self).activated.connect(pressed)

        on("Ctrl+K", self.open_search)
        on("Ctrl+L", self.lock_wanted.emit)
        on("?", self.show_keys)
        on("F6", lambda: self._next_part(1))
        on("Shift+F6", lambda: self._next_part(-1))
        on("Alt+Left", self.context.navigator.back)
        listed = [spec.name for spec in self.context.navigator.specs if spec.in_navigation]
        for number, name in enumerate(listed, start=1):
            on(f"Ctrl+{number}", partial(self.context.navigator.go_to, name))

    def open_search(self) -> None:
        """Search over everything this person may open."""
        from ui.pages.search import open_palette

        self._has_searched = True
        open_palette(self.context, self)

    def close_search(self) -> None:
        """Take the search away and forget what it found."""
        if self._has_searched:
            from ui.pages.search.panel import SearchPanel

            for panel in self.findChildren(SearchPanel):
                panel.close_panel()

    def show_keys(self) -> None:
        """The list of keys."""
        KeyList(self).show_centred()

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
        self.close_search()
        self._shown = (name, record)
        self._stack.setCurrentWidget(page)
        self._navigation.mark(self.context.navigator.spec(name).under or name)
        page.show_record(record, details)
        page.focus_first()
        self._on_title_changed()

    def _on_title_changed(self) -> None:
        page = self.current_page()
        self.title_changed.emit(page.client_code() if page else "")

    def _on_saved(self) -> None:
        time = formats.clock_time(datetime.now().astimezone())
        self._status.show_saved(_("saved {time}").format(time=time))

    def _ask_backup(self) -> None:
        def last(desk: Desk) -> str | None:
            from app.services import backups

            made = backups.history(desk)
            return made[0].at if made else None

        self.context.ops.query(self, last, self._on_backup_known)

    def _on_backup_known(self, at: str | None) -> None:
        self._last_backup = at
        self._show_backup()

    def _show_backup(self) -> None:
        at = self._last_backup
        if at is None:
            self._status.show_backup(_("no backup yet"), due=True)
            return
        age = datetime.now().astimezone() - formats.local(at)
        text = _("backup {ago}").format(ago=formats.ago(at))
        self._status.show_backup(text, due=age.days >= BACKUP_DUE_DAYS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._toast.hide()
