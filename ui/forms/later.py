"""The sections of a long form that can wait: behind one button, which says how many fields they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _, ngettext
from ui.forms.control import settle
from ui.theme import Space, icon
from ui.widgets import button, label, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records.fields import FieldSpec


class LaterSections(QWidget):
    """What is needed to sign is named under the button, so that nothing that is needed is out of sight.

    Signals:
        opened(): the person asked for them.
    """

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_open = False
        self._count = 0
        self._toggle = button("", self._on_toggled, kind="link", name="later_sections")
        self._needed = label(size="small", tone="muted", wrap=True)
        self._needed.setObjectName("later_needed")
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._needed)
        column.addWidget(self._inside)
        self._show()

    def add(self, section: QWidget) -> None:
        """Put a section under those that are there."""
        self._column.addWidget(section)

    def open(self) -> None:
        """Show them."""
        if not self.is_open:
            self.is_open = True
            self._show()

    def tell(self, called: int, needed: Sequence[FieldSpec]) -> None:
        """How many fields are called for, and which of them are needed to sign and still empty."""
        self._count = called
        names = ", ".join(_(one.label) for one in needed)
        self._needed.setText(_("Needed to sign, further down: {fields}").format(fields=names) if names else "")
        self._show()

    def _show(self) -> None:
        words = ngettext("Show {n} more field", "Show {n} more fields", self._count).format(n=self._count)
        self._toggle.setText(_("Show fewer fields") if self.is_open else words)
        self._toggle.setProperty("is_open", self.is_open)
        self._toggle.setIcon(icon("chevron-up" if self.is_open else "chevron-down", "accent"))
        set_shown(self._needed, not self.is_open and bool(self._needed.text()))
        set_shown(self._inside, self.is_open)

    def _on_toggled(self) -> None:
        self.is_open = not self.is_open
        self._show()
        settle(self)
        if self.is_open:
            self.opened.emit()
