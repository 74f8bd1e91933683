"""The register of disclosures: what left, when, to whom, on what ground, and whether an accounting lists it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import clock, formats
from app.services.outgoing import disclosures, papers
from app.texts import _
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import Column, DataTable, EmptyState, RowsModel, button, label
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from app.services.outgoing.disclosures import DisclosureRow
    from ui.context import Context

BY_PHONE = {"method": "phone"}


class DisclosuresList(QWidget):
    """A table, newest first, drafts among them.

    Signals:
        opened(record): read one, or go on with a draft.
    """

    opened = Signal(str)

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self._context = context
        self._client = client
        self._model: RowsModel[DisclosureRow] = RowsModel(_columns(clock.today().isoformat()))
        title = _("Disclosures")
        self._table = DataTable(self._model, "disclosures_table", title, context.preferences)
        self._table.opened.connect(self.opened.emit)
        self._empty = EmptyState(
            "external-link", _("Nothing was disclosed"),
            _("What leaves to the client or to somebody else is written here before it leaves."),
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        phone = button(
            _("Note what was told by phone"), self._on_phone, glyph="phone", name="note_disclosure"
        )  # fmt: skip
        paper = release_button(
            context, self, lambda: lambda desk: papers.of_accounting(desk, client), kind="quiet",
            text=_("Accounting of disclosures…"),
        )  # fmt: skip
        about = label(_("Nothing can be taken out of the register."), tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._stack, 1)
        column.addWidget(about)
        column.addWidget(Flow([phone, paper]))
        self.refresh()

    def refresh(self) -> None:
        """Ask for the register again."""
        client = self._client
        self._context.ops.query(self, lambda desk: disclosures.rows(desk, client), self._on_rows, latest="rows")

    def _on_rows(self, rows: list[DisclosureRow]) -> None:
        self._model.set_rows({one.record: one for one in rows})
        self._stack.setCurrentWidget(self._table if rows else self._empty)

    def _on_phone(self) -> None:
        self._context.navigator.go_to("disclosure", None, client=self._client, values=dict(BY_PHONE))


def accounting_in_words(one: DisclosureRow, today: str) -> str:
    """Whether the client is told of it in an accounting; why not, or from when on."""
    if one.state != "signed":
        return _("Draft")
    if one.status == "entered_in_error":
        return _("No: it did not leave")
    if one.exemption:
        return one.exemption
    if one.suspended_until and one.suspended_until >= today:
        return _("Not before {date}").format(date=formats.short_date(one.suspended_until))
    return _("Yes")


def _look(one: DisclosureRow, today: str) -> tuple[str, str]:
    if one.state != "signed":
        return "pencil", "due"
    if one.status == "entered_in_error":
        return "ban", "muted"
    if one.exemption:
        return "circle-slash", "muted"
    if one.suspended_until and one.suspended_until >= today:
        return "hourglass", "due"
    return "circle-check", "good"


def _to(one: DisclosureRow) -> str:
    return ", ".join(part for part in (one.recipient, one.organisation) if part)


def _columns(today: str) -> tuple[Column[DisclosureRow], ...]:
    return (
        Column(_("When"), lambda one: formats.short_date(one.at[:10]) if one.at else "", 100),
        Column(_("To whom"), _to, 190),
        Column(_("What was given"), lambda one: one.what, 0),
        Column(_("On what ground"), lambda one: one.basis_label, 170),
        Column(
            _("In the accounting"), lambda one: accounting_in_words(one, today), 170,
            glyph=lambda one: _look(one, today)[0], tone=lambda one: _look(one, today)[1],
        ),
    )  # fmt: skip
