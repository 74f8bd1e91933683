"""One tier of a form: its fields, made step by step when they are first called for; later tiers behind a button."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.fields import FieldSpec, Tier
from app.texts import _, ngettext
from ui.forms.control import settle
from ui.forms.grid import FieldGrid
from ui.forms.steps import steps
from ui.theme import Space, icon
from ui.widgets import button, set_shown

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
        self._coming: set[str] = set()  # fields that a later step makes
        self._toggle = button("", self._on_toggled, kind="link", name=f"tier:{tier.value}")
        self._grid = FieldGrid([spec.name for spec in specs])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        column.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._grid)

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

    @property
    def is_complete(self) -> bool:
        """Whether every field that should be in sight is there, down to its last part."""
        return not self._is_open or all(
            box is not None and box.control.is_complete for box in map(self._grid.box, self._wanted())
        )

    def focus_first(self) -> bool:
        """Put the cursor into the first field that is called for. False if none is, or the tier is closed."""
        first = next((spec for spec in self.specs if spec.name in self._called_for), None)
        if first is None or not self._is_open:
            return False
        self.box(first).control.handle().setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def box(self, spec: FieldSpec) -> FieldBox:
        """The box of a field, made if need be."""
        found = self._grid.box(spec.name)
        if found is None:
            found = self._make_box(spec)
            self._grid.add(found)
            self._grid.show_only(self._wanted())
        return found

    def _wanted(self) -> list[str]:
        return [spec.name for spec in self.specs if spec.name in self._called_for]

    def _refresh(self) -> None:
        wanted = self._wanted()
        set_shown(self, bool(wanted))
        set_shown(self._grid, self._is_open and bool(wanted))
        set_shown(self._toggle, self._can_close and bool(wanted))
        self._grid.show_only(wanted)
        if self._is_open:
            self._make_what_is_called_for()
        if not self._can_close:
            return
        self._toggle.setText(_toggle_text(self._tier, len(wanted), is_open=self._is_open))
        self._toggle.setProperty("is_open", self._is_open)
        self._toggle.setIcon(icon("chevron-up" if self._is_open else "chevron-down", "accent"))

    def _make_what_is_called_for(self) -> None:
        for spec in self.specs:
            missing = spec.name in self._called_for and self._grid.box(spec.name) is None
            if missing and spec.name not in self._coming:
                self._coming.add(spec.name)
                steps().do(self, partial(self._make, spec))

    def _make(self, spec: FieldSpec) -> None:
        """One step. Meanwhile the field may have been made for somebody in a hurry, or be called for no more."""
        self._coming.discard(spec.name)
        if self._is_open and spec.name in self._called_for:
            self.box(spec)
            settle(self)

    def _on_toggled(self) -> None:
        self._is_open = not self._is_open
        self._refresh()
        settle(self)
        self.focus_first()


def _toggle_text(tier: Tier, count: int, *, is_open: bool) -> str:
    if is_open:
        return _("Show fewer fields")
    if tier is Tier.MORE:
        return ngettext("Show {n} more field", "Show {n} more fields", count).format(n=count)
    return ngettext("Show {n} rarely needed field", "Show {n} rarely needed fields", count).format(n=count)
