"""The card that asks under which name a text is kept as a snippet, or a note as a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.records import KINDS
from app.records.fields import specs
from app.texts import _
from ui.forms.record_form import RecordForm, point_out_error
from ui.theme import Space
from ui.widgets import button, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from ui.forms.references import References
    from ui.known import KnownError

_ASKED = ("name", "shortcut")
MOST_LETTERS = 160


class SaveCard(QFrame):
    """Stands above the text until it is saved or closed.

    Signals:
        wanted(name, shortcut): keep it so.
        closed(): the person does not want to after all.
    """

    wanted = Signal(str, str)
    closed = Signal()

    def __init__(self, kind: str, text: str, references: References) -> None:
        """`text` is what is going to be kept; empty for a template."""
        super().__init__()
        self.setObjectName("save_card")
        set_card(self)
        title = _("New snippet") if kind == "snippet" else _("New template")
        asked = [spec for spec in specs(KINDS[kind].struct) if spec.name in _ASKED]
        self._form = RecordForm(asked, references, legend=_("needed"))
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(label(title, size="lead"))
        if text:
            shown = text if len(text) <= MOST_LETTERS else f"{text[:MOST_LETTERS].rstrip()}…"
            column.addWidget(label(shown, tone="muted", wrap=True))
        column.addWidget(self._form)
        save = button(_("Save"), self._on_save, kind="primary", name="save_card_save")
        column.addLayout(row(None, button(_("Cancel"), self.closed.emit, kind="quiet"), save))

    def focus_first(self) -> None:
        """Begin with the name."""
        self._form.focus_first()

    def show_error(self, error: KnownError) -> None:
        """Say beside the field what is wrong with it."""
        point_out_error(self._form, error)

    def _on_save(self) -> None:
        values = self._form.values()
        if not self._form.problems():
            self.wanted.emit(values["name"], values.get("shortcut", ""))
