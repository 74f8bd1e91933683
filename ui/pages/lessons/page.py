"""The lessons page: the list, or one lesson to read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.services import records
from app.services.outgoing import papers
from app.services.safety import lessons
from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.forms.view import RecordView
from ui.releasing import release_button
from ui.theme import READING_WIDTH, Space
from ui.widgets import (
    Column,
    DataTable,
    EmptyState,
    PageHeader,
    RowsModel,
    Strip,
    card,
    column,
    icon_button,
    label,
    page_column,
    row,
    scrolling,
)
from ui.writing.one_view import OneView

if TYPE_CHECKING:
    from app.services.records import Opened
    from app.services.safety.lessons import LessonRow
    from ui.context import Context
    from ui.known import KnownError


class LessonsPage(OneView):
    """No record, the list; a record, that lesson."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, page_column)
        context.ops.changed.connect(self._on_changed)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        known = details.get("at") or record
        if known is None:
            self._show_list()
            return
        self.context.ops.query(
            self, lambda desk: records.open(desk, known), self._on_opened, self._on_failed, latest="lesson"
        )

    def place(self) -> dict[str, Any]:
        return {"at": self._view.record} if isinstance(self._view, LessonView) else {}

    def _show_list(self) -> None:
        view = LessonList(self.context)
        view.opened.connect(lambda record: self.context.navigator.go_to("lesson", record))
        self._show(view)
        view.refresh()

    def _on_opened(self, opened: Opened) -> None:
        view = LessonView(self.context, opened)
        view.closed.connect(self._to_list)
        self._show(view)
        view.focus_first()

    def _to_list(self) -> None:
        self.context.navigator.go_to("lessons")

    def _on_changed(self, what: frozenset[str]) -> None:
        if "lesson" in what and isinstance(self._view, LessonList):
            self._view.refresh()

    def _on_failed(self, error: KnownError) -> None:
        self._show_failure(_("This lesson cannot be shown"), error, _("To the list"), self._to_list)


class LessonList(QWidget):
    """All lessons, newest month first.

    Signals:
        opened(record): read it.
    """

    opened = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._model: RowsModel[LessonRow] = RowsModel(_columns())
        self._table = DataTable(self._model, "lessons_table", _("Lessons"), context.preferences)
        self._table.opened.connect(self.opened.emit)
        self._strip = Strip()
        nothing = EmptyState(
            "message-square", _("No lessons yet"),
            _("At the end of an incident you can keep what was learned apart from it, without names and days.")
            if context.who.alone
            else _("At the end of an incident you can share with everybody what was learned, without names and days."),
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(nothing)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(Space.M)
        for part in (PageHeader(_("Lessons")), self._strip):
            inside.addWidget(part)
        inside.addWidget(self._stack, 1)

    def refresh(self) -> None:
        """Ask for the list again."""
        self._context.ops.query(self, lessons.rows, self._on_rows, self._strip.say_error, latest="rows")

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self._table.choose_first()

    def _on_rows(self, rows: list[LessonRow]) -> None:
        self._model.set_rows({one.id: one for one in rows})
        self._stack.setCurrentIndex(0 if rows else 1)


class LessonView(QWidget):
    """One lesson.

    Signals:
        closed(): to the list.
    """

    closed = Signal()

    def __init__(self, context: Context, opened: Opened) -> None:
        super().__init__()
        self.setObjectName("lesson_view")
        self.record = opened.record.record
        self._back = icon_button("arrow-left", _("To the list"), self.closed.emit, name="to_list")
        paper = release_button(context, self, lambda: partial(papers.of_record, record_id=self.record))
        head = row(self._back, label(opened.title, size="title", wrap=True), paper)
        head.setStretch(1, 1)
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + 2 * Space.XL)
        page.setLayout(column(card(RecordView(opened.body, VaultReferences(context, self))), None, spacing=Space.M))
        self.setLayout(column(head, scrolling(page), spacing=Space.M))

    def focus_first(self) -> None:
        """Put the focus on the way back."""
        self._back.setFocus()


def _columns() -> tuple[Column[LessonRow], ...]:
    return (
        Column(_("Month"), lambda one: formats.long_date(one.month) if one.month else "", 160),
        Column(_("What it was about"), lambda one: one.category, 0),
    )
