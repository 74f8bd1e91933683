"""The matrix over the register: which rating it shows, how many hazards stand where, and a cell to filter by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.risk_matrix import Band, Likelihood, Severity
from app.rules import hazards as rules
from app.rules.hazards import CELLS, Cell, View
from app.services.safety import pictures
from app.texts import _
from ui.charts.matrix import CellWords, MatrixPicture
from ui.forms.choices import Segments
from ui.theme import Space
from ui.widgets import button, label, row

if TYPE_CHECKING:
    from app.services.safety.hazards import HazardRow

# Words stand in every cell; the grounds only help to see where they belong together.
_GROUNDS = {Band.LOW: "good_soft", Band.MODERATE: "accent_soft", Band.HIGH: "due_soft", Band.EXTREME: "danger_soft"}
WIDEST = 860


class HazardBoard(QWidget):
    """The picture of the register.

    Signals:
        changed(): another rating is shown, or another cell is chosen; see `view` and `place`.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[HazardRow] = ()
        self._views = Segments([(view, _(words)) for view, words in pictures.VIEW_WORDS.items()], liftable=False)
        self._views.setObjectName("matrix_view")
        self._views.set_value(View.CURRENT)
        self._views.speak(_("Which risk"), "")
        self._views.picked.connect(self._on_view)
        self._all = button(_("Show all"), self.show_all, kind="quiet", glyph="x", name="show_all")
        self.matrix = MatrixPicture(
            _("Matrix of the risks"), [_(step.label) for step in Likelihood], [_(step.label) for step in Severity]
        )
        self.matrix.setMaximumWidth(WIDEST)
        self.matrix.cell_chosen.connect(self._on_cell)
        note = _("Bands: NPSA risk matrix of 2008, likelihood times severity. No client is rated here.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row(self._views, self._all, None))
        column.addWidget(self.matrix)
        column.addWidget(label(note, size="small", tone="muted", wrap=True))
        self._all.hide()

    @property
    def view(self) -> View:
        """Which rating is shown."""
        return View(self._views.value())

    @property
    def place(self) -> Cell | None:
        """The chosen cell; None for all."""
        return self.matrix.chosen

    def show_lines(self, lines: Sequence[HazardRow]) -> None:
        """Count these hazards."""
        self._lines = lines
        counted = rules.counts(line.place(self.view) for line in lines if not line.is_gone)
        self.matrix.show_cells({place: _words(place, counted[place]) for place in CELLS})

    def show_all(self) -> None:
        """Let go of the chosen cell."""
        self.matrix.choose(0, 0)
        self._on_cell()

    def _on_view(self) -> None:
        self.show_lines(self._lines)
        self.changed.emit()

    def _on_cell(self, *_place: int) -> None:
        self._all.setVisible(self.place is not None)
        self.changed.emit()


def _words(place: Cell, count: int) -> CellWords:
    upper, lower = pictures.cell_words(place, count)
    likelihood, severity = _(Likelihood.label_of(str(place[0]))), _(Severity.label_of(str(place[1])))
    spoken = _("Likelihood {likelihood}, severity {severity}: {score}, {count}").format(
        likelihood=likelihood, severity=severity, score=upper, count=lower or _("no hazard")
    )
    found = rules.band_of(place)
    return CellWords(upper, lower, spoken, _GROUNDS[found] if found else "sunken")
