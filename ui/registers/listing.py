"""The list of a register: its table, what stands there while it is empty, and its paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.texts import ngettext
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, PageHeader, RowsModel, Strip, button
from ui.writing.list_page import RecordList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.desk import Desk
    from app.services.outgoing.papers import Prepared
    from ui.context import Context


class Line(Protocol):
    """A line that knows its record."""

    @property
    def id(self) -> str:
        """The record."""


One = TypeVar("One", bound=Line)


@dataclass(frozen=True, slots=True)
class Register(Generic[One]):
    """A register as its list needs it: words in the language of the person, and where its lines come from."""

    name: str
    title: str
    new: str
    empty: str
    empty_words: str
    glyph: str
    columns: tuple[Column[One], ...]
    ids: Callable[[Desk], list[str]]
    rows: Callable[[Desk, Sequence[str]], list[One]]
    paper: Callable[[list[str]], Callable[[Desk], Prepared]]


class RegisterList(RecordList, Generic[One]):
    """All entries that this person can open, newest first."""

    def __init__(self, context: Context, register: Register[One], *more: QWidget) -> None:
        """`more`: buttons beside the one that begins an entry."""
        super().__init__()
        self.setObjectName(f"{register.name}_list")
        self._context = context
        self._register = register
        self._header = PageHeader(register.title)
        self._header.add_action(release_button(context, self, self._paper))
        for one in more:
            self._header.add_action(one)
        self._header.add_action(
            button(register.new, self.new_wanted.emit, kind="primary", glyph="plus", name=f"new_{register.name}")
        )
        self._model: RowsModel[One] = RowsModel(register.columns)
        self._model.rows_wanted.connect(self._on_rows_wanted)
        self._table = DataTable(self._model, f"{register.name}_table", register.title, context.preferences)
        self._table.opened.connect(self.opened.emit)
        self._strip = Strip()
        empty = EmptyState(register.glyph, register.empty, register.empty_words, register.new, self.new_wanted.emit)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._header)
        column.addWidget(self._strip)
        column.addWidget(self._stack, 1)

    def refresh(self) -> None:
        """Ask for the list again."""
        self._context.ops.query(self, self._register.ids, self._on_ids, self._strip.say_error, latest="ids")

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self._table.choose_first()

    def _paper(self) -> Callable[[Desk], Prepared]:
        """The list as it is shown."""
        return self._register.paper([str(each) for each in self._model.ids])

    def _on_ids(self, ids: list[str]) -> None:
        self._model.set_ids(ids, keep_rows=False)
        counted = ngettext("{n} entry", "{n} entries", len(ids)).format(n=len(ids)) if ids else ""
        self._header.set_subtitle(counted)
        self._stack.setCurrentIndex(0 if ids else 1)

    def _on_rows_wanted(self, ids: list[str]) -> None:
        def arrived(rows: list[Any]) -> None:
            self._model.supply({one.id: one for one in rows})

        self._context.ops.query(self, lambda desk: self._register.rows(desk, ids), arrived, self._strip.say_error)
