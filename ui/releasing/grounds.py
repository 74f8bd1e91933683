"""On what ground something goes to somebody else: the client's releases, those first that cover it, or the law."""

from __future__ import annotations

import itertools
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QRadioButton, QVBoxLayout, QWidget

from app.texts import N_, _
from ui.forms.choices import QuietCombo
from ui.forms.control import settle
from ui.forms.steps import steps
from ui.theme import Space
from ui.widgets import IconLabel, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent

    from app.records.release_choices import DisclosureBasis
    from ui.releasing.asking import Ground

ANOTHER = N_("On another ground that the law names")
IN_THE_CLASS = N_("The recipient is one of those whom the release names as a class")


class Grounds(QWidget):
    """One answer for each release, with the reasons against it, and one for the grounds of the law.

    Signals:
        changed(): another ground was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("grounds")
        self.setAccessibleName(_("On what ground"))
        self._group = QButtonGroup(self)
        self._lines: dict[str, _Line] = {}
        self._bases: tuple[DisclosureBasis, ...] = ()
        self._another = _Line("ground:another", _(ANOTHER))
        self._basis = QuietCombo()
        self._basis.setObjectName("basis")
        self._basis.setAccessibleName(_("Which ground"))
        self._basis.activated.connect(self.changed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._add(self._another)
        self._column.addWidget(self._basis)
        self._show_basis()

    @property
    def release(self) -> str:
        """The release that was chosen, or nothing."""
        return next((record for record, line in self._lines.items() if line.radio.isChecked()), "")

    @property
    def within_class(self) -> bool:
        """Whether the recipient belongs to the class that the chosen release names."""
        line = self._lines.get(self.release)
        return line is not None and line.tick.isChecked()

    @property
    def basis(self) -> DisclosureBasis | None:
        """The ground of the law that was chosen, or nothing."""
        chosen = self._basis.currentData() if self._another.radio.isChecked() else None
        return next((one for one in self._bases if one.value == chosen), None)

    def offer(self, bases: Sequence[DisclosureBasis]) -> None:
        """The grounds of the law, in their order."""
        self._bases = tuple(bases)
        self._basis.addItem(_("Not chosen"), None)
        for one in bases:
            self._basis.addItem(_(one.label), one.value)

    def show_releases(self, found: Sequence[Ground]) -> None:
        """How each release stands to what is to leave; without any, only the law is left."""
        is_first = not self._lines and not self._another.radio.isChecked()
        for place, ground in enumerate(found):
            steps().do(self, partial(self._show_ground, place, ground))
        steps().do(self, self._order_for_tab)
        if is_first and not found:
            self._another.radio.setChecked(True)
            self._show_basis()

    def focus_first(self) -> None:
        """Put the focus on the first answer that can be given."""
        lines = [*self._lines.values(), self._another]
        first = next(line for line in sorted(lines, key=self._column.indexOf) if line.radio.isEnabled())
        first.radio.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_ground(self, place: int, ground: Ground) -> None:
        """One line in a step of its own."""
        line = self._lines.get(ground.choice.record)
        if line is None:
            line = self._lines[ground.choice.record] = _Line(f"ground:{ground.choice.record}", ground.choice.title)
            self._add(line)
        line.show_ground(ground)
        if self._column.indexOf(line) != place:
            self._column.insertWidget(place, line)
        line.show()
        settle(line)

    def _add(self, line: _Line) -> None:
        self._group.addButton(line.radio)
        self._column.insertWidget(len(self._lines) - 1 if line is not self._another else 0, line)
        line.radio.clicked.connect(self._on_chosen)
        line.tick.clicked.connect(self.changed)

    def _on_chosen(self) -> None:
        self._show_basis()
        self.changed.emit()

    def _show_basis(self) -> None:
        set_shown(self._basis, self._another.radio.isChecked())
        for line in self._lines.values():
            line.show_tick()

    def _order_for_tab(self) -> None:
        lines = sorted([*self._lines.values(), self._another], key=self._column.indexOf)
        stops = [stop for line in lines for stop in (line.radio, line.tick)] + [self._basis]
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)


class _Line(QWidget):
    """An answer whose words may be longer than a line; pressing the words chooses it too."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.radio = QRadioButton()
        self.radio.setObjectName(name)
        self.radio.setAccessibleName(title)
        self._title = label(title, wrap=True)
        self._icon = IconLabel("circle-slash", "muted", 14)
        self._why = label(size="small", tone="muted", wrap=True)
        self.tick = QCheckBox()
        self.tick.setObjectName(f"class:{name.removeprefix('ground:')}")
        self.tick.setAccessibleName(_(IN_THE_CLASS))
        self._by_class = False
        self._class = QWidget()
        self._class.setLayout(_beside(self.tick, label(_(IN_THE_CLASS), size="small", wrap=True)))
        self._reasons = QWidget()
        self._reasons.setLayout(_beside(self._icon, self._why))
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addLayout(_beside(self.radio, self._title))
        for part in (self._reasons, self._class):
            part.setContentsMargins(Space.XL, 0, 0, 0)
            inside.addWidget(part)
            part.hide()

    def show_ground(self, ground: Ground) -> None:
        """What speaks against this release."""
        is_possible = ground.choice.is_possible or ground.by_class
        self._by_class = ground.by_class
        words = "" if is_possible else ground.reasons
        self._why.setText(words or ground.choice.reason)
        set_shown(self._icon, not is_possible)
        set_shown(self._reasons, bool(words or ground.choice.reason))
        self.radio.setEnabled(is_possible or self.radio.isChecked())
        self.radio.setAccessibleDescription(words or ground.choice.reason)
        self._title.setEnabled(is_possible)
        self.show_tick()

    def show_tick(self) -> None:
        """Ask whether the recipient is one of a class, where the chosen release names one."""
        set_shown(self._class, self.radio.isChecked() and (self._by_class or self.tick.isChecked()))

    # Qt overrides

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.radio.isEnabled() and not self.radio.isChecked():
            self.radio.click()
        super().mousePressEvent(event)


def _beside(mark: QWidget, words: QWidget) -> QVBoxLayout:
    # A radio button without words of its own keeps the room before them.
    line = row(mark, words, spacing=0 if isinstance(mark, QRadioButton | QCheckBox) else Space.S)
    line.setStretch(1, 1)
    line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    holder = QVBoxLayout()
    holder.setContentsMargins(0, 0, 0, 0)
    holder.addLayout(line)
    return holder
