"""Overview: what is unfinished and open, work and people, who the client is; each to be changed in its place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from app import clock
from app.records import KINDS
from app.services.client_files import birthdays, files
from app.texts import _
from ui.forms.control import settle
from ui.forms.lookup import VaultReferences
from ui.forms.steps import steps
from ui.forms.view import RecordView
from ui.pages.client_file.around import care_card, due_card, members_card, people_card
from ui.pages.client_file.completeness import CompletenessCard
from ui.pages.client_file.course import birthday_strip, changes_card, plan_card, requests_card, say_birthday
from ui.theme import Space
from ui.widgets import Strip, button, card, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from app.records.birthdays import Birthday
    from app.services.client_files.birthdays import Change
    from app.services.client_files.files import TimelineRow
    from app.services.client_files.summaries import Summary
    from app.services.records import Opened
    from ui.context import Context
    from ui.pages.client_file.reach import Seen

WIDEST = 1080  # px; wider than this, lines are hard to read
BESIDE_FROM = 900  # px of width from which work and identity stand beside each other


class OverviewTab(QWidget):
    """Made anew each time the file is opened.

    Signals:
        edit_wanted(kind, record, field): change a living record, a new one for None; the field to begin with, or "".
        opened(kind, record): read a signed record, or go on with a draft.
        client_wanted(client): open the file of a member or a unit.
        applies_changed(key, applies): an item of the file does not apply, or does after all.
        birthday_reviewed(): what a birthday changes was looked at.
    """

    edit_wanted = Signal(str, object, str)
    opened = Signal(str, object)
    client_wanted = Signal(str)
    applies_changed = Signal(str, bool)
    birthday_reviewed = Signal()

    def __init__(self, context: Context, seen: Seen, *, items_open: bool = False) -> None:
        super().__init__()
        self._context = context
        file, summary, self._reach = seen
        self._references = VaultReferences(context, self, file.id)
        self._unfinished = QVBoxLayout()
        self._unfinished.setSpacing(Space.S)
        self.completeness = CompletenessCard(summary.items, is_open=items_open)
        episode = summary.care[0].record if summary.care else None
        self.completeness.go_wanted.connect(
            lambda item: self._go(item.kind, episode if item.kind == "episode" else None, item.field)
        )
        self.completeness.applies_changed.connect(self.applies_changed)
        page = _Page()
        if summary.birthday is not None:
            strip = birthday_strip(self.birthday_reviewed.emit)
            page.column.addWidget(strip)
            say_birthday(strip, summary.birthday, clock.today().isoformat())
            self._ask_changes(file.id, summary.birthday, page.column)
        page.column.addLayout(self._unfinished)
        if summary.items:
            page.column.addWidget(self.completeness)
        page.column.addLayout(page.parts)
        page.column.addStretch(1)
        self._fill(page, seen)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        page.setMaximumWidth(WIDEST)
        outer.addWidget(scrolling(page))
        if file.drafts and self._reach.reads:
            context.ops.query(self, lambda desk: files.timeline(desk, file.id), self._on_lines)

    def _fill(self, page: _Page, seen: Seen) -> None:
        """Cards come one by one: the work, and who the client is."""
        work, who = page.part(5), page.part(6)
        for make in self._around(seen.summary):
            steps().do(self, partial(_add, work, make))
        parts = [("client", _("Identity and contact"), seen.file.client)]
        if self._reach.reads:
            parts.append(("client_profile", _("Profile"), seen.file.profile))
        for kind, title, opened in parts:
            steps().do(self, partial(_add, who, partial(self._part, kind, title, opened)))

    def _ask_changes(self, client: str, birthday: Birthday, column: QVBoxLayout) -> None:
        """Under the strip: which rules begin and end with the birthday, where the law knows any."""
        place = QVBoxLayout()
        column.addLayout(place)

        def show(changes: list[Change]) -> None:
            if changes:
                place.addWidget(changes_card(birthday, changes))

        self._context.ops.query(self, lambda desk: birthdays.what_changes(desk, client), show)

    def _around(self, summary: Summary) -> list[Callable[[], QFrame]]:
        """The cards of the work, each made in a step of its own."""
        found: list[Callable[[], QFrame]] = []
        if summary.members:
            found.append(partial(members_card, summary.members, _("Members"), self.client_wanted.emit))
        if self._reach.reads:
            found.append(partial(care_card, summary.care, self._go, may_add=self._reach.writes))
            found.append(partial(plan_card, summary.plan, self._go, may_add=self._reach.writes))
        if summary.requests:
            found.append(partial(requests_card, summary.requests, self._go))
        found.append(partial(people_card, summary.people, self._go, may_add=self._reach.changes_who))
        if summary.units:
            found.append(partial(members_card, summary.units, _("Also comes as"), self.client_wanted.emit))
        if summary.due:
            found.append(partial(due_card, summary.due, self._go))
        return found

    def _go(self, kind: str, record: str | None, field: str = "") -> None:
        """To the place where something is written: living records are changed here, others are opened."""
        if KINDS[kind].signed or kind == "process_note":
            self.opened.emit(kind, record)
        else:
            self.edit_wanted.emit(kind, record, field)

    def _part(self, kind: str, title: str, opened: Opened | None) -> QFrame:
        change = button(
            _("Change"), lambda: self.edit_wanted.emit(kind, None, ""), kind="quiet", glyph="pencil",
            name=f"edit:{kind}",
        )  # fmt: skip
        change.setAccessibleName(_("Change: {part}").format(part=title))
        if not (self._reach.changes_who if kind == "client" else self._reach.writes):
            change.hide()  # to show what has no parent yet would open a window
        head = row(label(title, size="lead"), None, change)
        if opened is None:
            hint = _("Nothing written yet: groups, alerts, culture and language, representatives, doctor.")
            return card(head, label(hint, tone="muted", wrap=True), spacing=Space.M)
        view = RecordView(opened.body, self._references, but=("members",))
        return card(head, view, spacing=Space.M)

    def _on_lines(self, lines: list[TimelineRow]) -> None:
        for line in lines:
            if line.state != "draft":
                continue
            text = _("Not finished: {kind}, {title}").format(kind=line.kind_label, title=line.title)
            strip = Strip()
            strip.add_action(_("Go on"), partial(self._go_on, line), name="go_on")
            self._unfinished.addWidget(strip)
            strip.say(text.rstrip(", "), "due")

    def _go_on(self, line: TimelineRow) -> None:
        self._go(line.kind, None if line.kind in {"client", "client_profile"} else line.record)


def _add(column: QVBoxLayout, make: Callable[[], QFrame]) -> None:
    made = make()
    column.addWidget(made)
    settle(made)


class _Page(QWidget):
    """The parts stand beside each other where there is room: the work at the left, who it is at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, Space.M, Space.S, Space.M)
        self.column.setSpacing(Space.M)
        self.parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.parts.setSpacing(Space.M)

    def part(self, stretch: int) -> QVBoxLayout:
        """One more part: cards under each other."""
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        self.parts.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop)
        return column

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= BESIDE_FROM
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if way != self.parts.direction():
            self.parts.setDirection(way)
