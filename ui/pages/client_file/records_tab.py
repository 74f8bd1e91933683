"""Timeline, notes, contacts: titles of the client's records; opening one is a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.records import KINDS
from app.rules.cosigning import COSIGN_LABELS, CosignState
from app.services.client_files import files
from app.services.outgoing import papers
from app.texts import N_, _
from ui.forms.choices import QuietCombo
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, RowsModel, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.desk import Desk
    from app.services.client_files.files import TimelineRow
    from app.services.outgoing.papers import Prepared
    from ui.context import Context

STATES = {"draft": ("pencil", "due"), "signed": ("signature", "muted"), "saved": ("save", "muted")}
STATUSES = {
    "amended": ("file-pen", "due"),
    "amendment_requested": ("clipboard-list", "due"),
    "entered_in_error": ("ban", "due"),
    "superseded": ("history", "muted"),
    CosignState.WAITING: ("hourglass", "muted"),
    CosignState.RETURNED: ("undo-2", "due"),
    CosignState.COSIGNED: ("badge-check", "good"),
}
_STATUS_WORDS = {
    "amended": N_("Amended"),
    "amendment_requested": N_("Amendment requested"),
    "entered_in_error": N_("Entered in error"),
    "superseded": N_("Replaced by a newer one"),
    **COSIGN_LABELS,
}


class RecordsTab(QWidget):
    """A table of records of one client.

    Signals:
        opened(kind, record): the person wants to read or go on writing it.
    """

    opened = Signal(str, str)

    def __init__(
        self, context: Context, client: str, *, name: str, title: str, kinds: tuple[str, ...] = (),
        actions: Sequence[QWidget] = (),
    ) -> None:  # fmt: skip
        """`kinds`: only these; empty means all. Of more than two a filter chooses one. `actions` stand at the right."""
        super().__init__()
        self._context = context
        self._client = client
        self._lines: list[TimelineRow] = []
        self._model: RowsModel[TimelineRow] = RowsModel(_columns(alone=context.who.alone))
        self._table = DataTable(self._model, name, title, context.preferences)
        self._table.opened.connect(self._on_opened)
        self._empty = EmptyState("file-text", _("Nothing written yet"), _("What you write appears here by its title."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        self._filter = _filter(kinds)
        self._filter.activated.connect(lambda _index: self.refresh())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.M, 0, 0)
        column.setSpacing(Space.M)
        has_choice = self._filter.count() > 3
        paper = release_button(context, self, self._paper, kind="quiet")
        column.addLayout(row(*([self._filter] if has_choice else []), None, *actions, paper))
        column.addWidget(self._stack, 1)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the lines again."""
        kinds = tuple(self._filter.currentData())
        client = self._client
        self._context.ops.query(self, lambda desk: files.timeline(desk, client, kinds), self._on_lines, latest="lines")

    def titles(self) -> list[str]:
        """What is listed, for reading aloud."""
        return [f"{line.kind_label}: {line.title}" for line in self._lines]

    def _paper(self) -> Callable[[Desk], Prepared]:
        client, kinds = self._client, tuple(self._filter.currentData())
        return lambda desk: papers.of_timeline(desk, client, kinds)

    def _on_lines(self, lines: list[TimelineRow]) -> None:
        self._lines = lines
        self._model.set_rows({line.record: line for line in lines})
        self._stack.setCurrentWidget(self._table if lines else self._empty)

    def _on_opened(self, record: str) -> None:
        self.opened.emit(next(line.kind for line in self._lines if line.record == record), record)


def words_of(state: str, status: str = "") -> str:
    """`Draft`, `Signed`, `Amended`, `Entered in error`."""
    if status in _STATUS_WORDS:
        return _(_STATUS_WORDS[status])
    return {"draft": _("Draft"), "signed": _("Signed"), "saved": _("Saved")}.get(state, state)


def look_of(state: str, status: str = "") -> tuple[str, str]:
    """Icon and tone of a state."""
    return STATUSES.get(status) or STATES.get(state, ("", "muted"))


def _filter(kinds: tuple[str, ...]) -> QuietCombo:
    combo = QuietCombo()
    combo.setObjectName("kinds_filter")
    combo.setAccessibleName(_("Show"))
    combo.addItem(_("Everything"), kinds)
    for kind in kinds or files.timeline_kinds():
        combo.addItem(_(KINDS[kind].plural), (kind,))
    return combo


def _columns(*, alone: bool) -> tuple[Column[TimelineRow], ...]:
    columns: list[Column[TimelineRow]] = [
        Column(_("Date"), lambda line: formats.short_date(line.at[:10]), 116),
        Column(_("Kind"), lambda line: line.kind_label, 232, glyph=lambda line: KINDS[line.kind].icon),
        Column(_("Title"), lambda line: line.title, 0),
        Column(
            _("State"), lambda line: words_of(line.state, line.status), 130,
            glyph=lambda line: look_of(line.state, line.status)[0],
            tone=lambda line: look_of(line.state, line.status)[1],
        ),
    ]  # fmt: skip
    if not alone:
        columns.append(Column(_("Written by"), lambda line: line.author_name, 160))
    return tuple(columns)
