"""The Today page: the first thing seen after unlocking, and one click from everything that needs doing."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import clock, formats
from app.records.session_note import Attendance, NoteFormat
from app.rules.permissions import Action
from app.rules.purposes import Purpose
from app.services import drafting
from app.services.people import cosigning
from app.services.reading import today
from app.services.vault import backups
from app.texts import _
from ui.navigation import Page
from ui.pages.today.aside import Aside
from ui.pages.today.columns import Columns
from ui.pages.today.cosigning import CosignLists
from ui.pages.today.due import DueList
from ui.pages.today.review import Review
from ui.pages.today.sessions import Sessions
from ui.pages.today.sheet_strip import SheetStrip
from ui.prompts import Answer
from ui.theme import Space
from ui.widgets import PageHeader, page_column, scrolling

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from app.desk import Desk
    from app.services.people.cosigning import CosignRow
    from app.services.reading.today import DueItem, Overview, Session
    from app.services.reading.unfinished import DraftRow
    from ui.context import Context

NEW_DAY_CHECK_MS = 60_000
CONCERNED = frozenset(
    {"session_note", "episode", "client", "draft", "consent", "incident_response", "contact", "cosignature", "incident"}
)


class Day(NamedTuple):
    """Today, with what waits for a co-signature and what came back."""

    overview: Overview
    waiting: list[CosignRow]
    returned: list[CosignRow]


class TodayPage(Page):
    """Sessions and what is due at the left, unfinished work and recent clients at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._day = clock.today()
        self._header = PageHeader(formats.day(self._day))
        self._sheet = SheetStrip(context)
        self._sessions = Sessions(context)
        self._cosign = CosignLists()
        self._due = DueList()
        self._aside = Aside(context.who)
        self._review: Review | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self._day_view())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._connect()

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        del record, details
        self._close_review()
        self._look()

    def focus_first(self) -> None:
        first = self._sessions.first_button()
        (first or self).setFocus()

    def _day_view(self) -> QWidget:
        first = QWidget()
        left = QVBoxLayout(first)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(Space.M)
        if self.context.who.may(Action.LIST, "clinical"):
            left.addWidget(self._sessions)
        left.addWidget(self._cosign)
        left.addWidget(self._due)
        left.addStretch(1)
        made = QWidget()
        column = page_column(made)
        column.addWidget(self._header)
        column.addWidget(self._sheet)
        column.addWidget(scrolling(Columns(first, self._aside)), 1)
        return made

    def _connect(self) -> None:
        go = self.context.navigator.go_to
        self._sessions.write_wanted.connect(self._on_write)
        self._sessions.open_wanted.connect(lambda one: go("session_note", one.note, client=one.client))
        self._sessions.file_wanted.connect(lambda client: go("client", client))
        self._sessions.missed.connect(self._on_missed)
        self._sessions.skipped.connect(self._on_skipped)
        self._sessions.added.connect(self._on_added)
        why = Purpose.SUPERVISION.value
        self._cosign.answer_wanted.connect(lambda one: go(one.kind, one.record, client=one.client, purpose=why))
        self._cosign.look_wanted.connect(lambda one: go(one.kind, one.record, client=one.client))
        self._due.open_wanted.connect(self._on_due)
        self._due.put_off.connect(self._on_put_off)
        self._aside.draft_wanted.connect(self._on_draft)
        self._aside.draft_unwanted.connect(self._on_draft_unwanted)
        self._aside.client_wanted.connect(lambda client: go("client", client))
        self._aside.page_wanted.connect(go)
        self._aside.review_wanted.connect(self._on_review)
        self.context.ops.changed.connect(self._on_changed)
        self._midnight = QTimer(self)
        self._midnight.setInterval(NEW_DAY_CHECK_MS)
        self._midnight.timeout.connect(self._on_minute)
        self._midnight.start()

    def _look(self) -> None:
        self._day = clock.today()
        self._header.set_title(formats.day(self._day))
        self.context.ops.query(self, _day, self._on_day, latest="overview")
        self.context.ops.query(self, _keeping, self._on_keeping, latest="keeping")
        self._sheet.look()

    def _on_day(self, day: Day) -> None:
        found, listed = day.overview, {one.record for one in (*day.waiting, *day.returned)}
        self._sessions.show_sessions(found.sessions, found.not_written)
        self._cosign.show_rows(day.waiting, day.returned)
        self._due.show_items([one for one in found.due if one.record not in listed], found.day)
        self._aside.show_drafts(found.drafts)
        self._aside.show_recent(found.recent)

    def _on_keeping(self, found: tuple[str | None, int]) -> None:
        backup, entries = found
        age = (datetime.now().astimezone() - formats.local(backup)).days if backup else 0
        self._aside.show_state(backup, age, entries)

    def _on_write(self, session: Session) -> None:
        self.context.navigator.go_to("session_note", None, client=session.client, **_start(session))

    def _on_missed(self, session: Session) -> None:
        missed = {"format": NoteFormat.NON_ATTENDANCE.value, "attendance": Attendance.NO_SHOW.value}
        self.context.navigator.go_to("session_note", None, client=session.client, **_start(session), values=missed)

    def _on_skipped(self, session: Session) -> None:
        self._change(lambda desk: today.skip(desk, session))

    def _on_added(self, client: str) -> None:
        day = self._day
        self._change(lambda desk: today.add(desk, client, day))

    def _on_put_off(self, item: DueItem, until: date) -> None:
        self._change(lambda desk: today.put_off(desk, item, until))
        self.context.announcer.toast(_("It comes back on {date}").format(date=formats.short_date(until)), "clock")

    def _on_due(self, item: DueItem) -> None:
        self.context.navigator.go_to(item.kind, item.record, **({"client": item.client} if item.client else {}))

    def _on_draft(self, draft: DraftRow) -> None:
        self.context.navigator.go_to(draft.kind, draft.record, **({"client": draft.client} if draft.client else {}))

    def _on_draft_unwanted(self, draft: DraftRow) -> None:
        told = _(
            "{kind}, last written on {moment}. What you typed is lost. Whoever has the file sees in the trail that a "
            "draft was thrown away."
        )
        self.context.prompts.ask(
            _("Throw this draft away?"),
            told.format(kind=draft.kind_label, moment=formats.moment(draft.updated)),
            [Answer("discard", _("Throw away"), dangerous=True)],
            lambda answer: self._throw_away(draft.record) if answer == "discard" else None,
        )

    def _throw_away(self, record: str) -> None:
        self.context.ops.command(self, lambda desk: drafting.discard(desk, record), self._on_thrown_away)

    def _on_thrown_away(self, _done: None) -> None:
        self._look()
        self.context.announcer.toast(_("The draft was thrown away"), "trash-2")

    def _change(self, work: Any) -> None:
        self.context.ops.command(self, work, lambda _done: self._look())

    def _on_review(self) -> None:
        self._close_review()
        self._review = Review(self.context)
        self._review.closed.connect(self._on_review_closed)
        self._review.draft_wanted.connect(self._on_draft)
        self._stack.addWidget(self._review)
        self._stack.setCurrentWidget(self._review)
        self._review.load()

    def _on_review_closed(self) -> None:
        self._close_review()
        self._look()

    def _close_review(self) -> None:
        if self._review is not None:
            self._stack.setCurrentIndex(0)
            self._stack.removeWidget(self._review)
            self._review.deleteLater()
            self._review = None

    def _on_changed(self, what: Iterable[str]) -> None:
        if self.isVisible() and self._review is None and not CONCERNED.isdisjoint(what):
            self._look()

    def _on_minute(self) -> None:
        if self.isVisible() and self._day != clock.today():
            self._look()


def _start(session: Session) -> dict[str, str]:
    """When the note of a session begins: what the editor fills in."""
    return {"started": f"{session.day}T{session.time}"} if session.time else {"started": session.day}


def _day(desk: Desk) -> Day:
    return Day(today.overview(desk), cosigning.waiting(desk), cosigning.returned(desk))


def _keeping(desk: Desk) -> tuple[str | None, int]:
    made = backups.last(desk)
    return (made.at if made else None), int(desk.signin.checkpoint()["entries"])
