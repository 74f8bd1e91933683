"""One tier of a form: its fields, made when they are first called for, behind a quiet button in the later tiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.fields import FieldSpec, Tier
from app.texts import _, ngettext
from ui.forms.control import settle
from ui.forms.grid import FieldGrid
from ui.theme import Space, icon
from ui.widgets import button

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.forms.field_box import FieldBox


class TierPanel(QWidget):
    """The fields of one tier. A field that nothing calls for yet costs nothing."""

    def __init__(
        self, parent: QWidget, tier: Tier, specs: tuple[FieldSpec, ...], make_box: Callable[[FieldSpec], FieldBox]
    ) -> None:
        super().__init__(parent)
        self.specs = specs
        self._tier = tier
        self._make_box = make_box
        self._can_close = tier is not Tier.FIRST
        self._is_open = tier is Tier.FIRST
        self._called_for: set[str] = set()
        self._toggle = button("", self._on_toggled, kind="link", name=f"tier:{tier.value}")
        self._grid = FieldGrid([spec.name for spec in specs])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        column.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._grid)
        self._refresh()

    def open(self) -> None:
        """Show the fields."""
        self._is_open = True
        self._refresh()

    def open_for_good(self) -> None:
        """Show the fields without the button that closes them."""
        self._can_close = False
        self.open()

    def show_only(self, names: set[str]) -> None:
        """Of the whole record, only the fields with these names are called for."""
        self._called_for = names
        self._refresh()

    def box(self, spec: FieldSpec) -> FieldBox:
        """The box of a field, made if need be."""
        found = self._grid.box(spec.name)
        if found is None:
            found = self._make_box(spec)
            self._grid.add(found)
        return found

    def _refresh(self) -> None:
        wanted = [spec for spec in self.specs if spec.name in self._called_for]
        if self._is_open:
            for spec in wanted:
                self.box(spec)
        self._grid.show_only([spec.name for spec in wanted])
        self._grid.setHidden(not (self._is_open and wanted))
        self._toggle.setVisible(self._can_close and bool(wanted))
        self._toggle.setText(_toggle_text(self._tier, len(wanted), is_open=self._is_open))
        self._toggle.setProperty("is_open", self._is_open)
        self._toggle.setIcon(icon("chevron-up" if self._is_open else "chevron-down", "accent"))
        self.setVisible(bool(wanted))

    def _on_toggled(self) -> None:
        self._is_open = not self._is_open
        self._refresh()
        settle(self)
        if self._is_open:
            self._grid.focus_first()


def _toggle_text(tier: Tier, count: int, *, is_open: bool) -> str:
    if is_open:
        return _("Show fewer fields")
    if tier is Tier.MORE:
        return ngettext("Show {n} more field", "Show {n} more fields", count).format(n=count)
    return ngettext("Show {n} rarely needed field", "Show {n} rarely needed fields", count).format(n=count)
