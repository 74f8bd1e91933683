"""The five-by-five matrix of likelihood and severity: own painting, words in every cell, arrows and Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from app.texts import _
from ui.theme import Radius, Space, TextSize, current, scaled_font
from ui.widgets import label

STEPS = range(1, 6)
_SMALLEST = QSize(72, 40)
_MOVES = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (1, 0), Qt.Key.Key_Down: (-1, 0)}


class CellWords(NamedTuple):
    """What one cell says: `upper` large, `lower` small, `spoken` in full; `tone` names a field of Colours."""

    upper: str
    lower: str
    spoken: str
    tone: str


class _Cell(QAbstractButton):
    """One cell: a button that is painted here."""

    def __init__(self, likelihood: int, severity: int) -> None:
        super().__init__()
        self.setObjectName(f"cell:{likelihood}:{severity}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._words = CellWords("", "", "", "sunken")

    def say(self, words: CellWords) -> None:
        """Show these words, and speak them."""
        self._words = words
        self.setAccessibleName(words.spoken)
        self.setToolTip(words.spoken)
        self.update()

    # Qt overrides

    def sizeHint(self) -> QSize:
        two_lines = QFontMetrics(scaled_font(TextSize.BODY, bold=True)).lineSpacing() * 2
        return _SMALLEST.expandedTo(QSize(0, two_lines + Space.XS))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        is_marked = self.isChecked() or self.hasFocus()
        edge = QColor(colours.accent if is_marked else colours.line)
        painter.setPen(QPen(edge, 3.0 if self.isChecked() else 2.0 if is_marked else 1.0))
        painter.setBrush(QColor(getattr(colours, self._words.tone)))
        painter.drawRoundedRect(box, Radius.SMALL, Radius.SMALL)
        painter.setPen(QColor(colours.text))
        inside = box.adjusted(Space.XS, Space.XS, -Space.XS, -Space.XS)
        painter.setFont(scaled_font(TextSize.BODY, bold=True))
        painter.drawText(inside, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, self._words.upper)
        painter.setFont(scaled_font(TextSize.SMALL))
        painter.drawText(inside, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, self._words.lower)


class MatrixPicture(QWidget):
    """Likelihood upwards, severity to the right. One cell has the keys: arrows move, Enter chooses, again lets go.

    Signals:
        cell_chosen(likelihood, severity): 1 to 5 each; (0, 0): no cell is chosen any more.
    """

    cell_chosen = Signal(int, int)

    def __init__(self, title: str, likelihoods: Sequence[str], severities: Sequence[str]) -> None:
        """Five translated words each, from least to most."""
        super().__init__()
        self.setObjectName("matrix")
        self.setAccessibleName(title)
        self._at = (3, 3)
        self._cells = {(up, across): _Cell(up, across) for up in STEPS for across in STEPS}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        grid.addWidget(label(_("Likelihood"), size="small", tone="muted"), 0, 0)
        for (up, across), cell in self._cells.items():
            grid.addWidget(cell, 6 - up, across)
            grid.setColumnStretch(across, 1)
            grid.setRowStretch(6 - up, 1)
            cell.clicked.connect(lambda _on=False, up=up, across=across: self._press(up, across))
            cell.installEventFilter(self)
        for number in STEPS:
            grid.addWidget(label(likelihoods[number - 1], size="small", tone="muted"), 6 - number, 0)
            words = label(severities[number - 1], size="small", tone="muted")
            grid.addWidget(words, 6, number, Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(label(_("Severity"), size="small", tone="muted"), 6, 0)
        self._stand_on(self._at)

    @property
    def chosen(self) -> tuple[int, int] | None:
        """The chosen cell: likelihood and severity."""
        return next((place for place, cell in self._cells.items() if cell.isChecked()), None)

    @property
    def cell(self) -> QAbstractButton:
        """The cell that has the keys."""
        return self._cells[self._at]

    def show_cells(self, cells: Mapping[tuple[int, int], CellWords]) -> None:
        """Words and grounds of all 25 cells, by likelihood and severity."""
        for place, words in cells.items():
            self._cells[place].say(words)
        spoken = (words.spoken for words in cells.values() if words.lower)
        self.setAccessibleDescription("; ".join(spoken))

    def choose(self, likelihood: int, severity: int) -> None:
        """Mark a cell without a signal; (0, 0) marks none."""
        for place, cell in self._cells.items():
            cell.setChecked(place == (likelihood, severity))

    def _press(self, likelihood: int, severity: int) -> None:
        """Qt has turned the cell's check already; a second press lets go of it."""
        self._stand_on((likelihood, severity))
        is_on = self._cells[self._at].isChecked()
        self.choose(*(self._at if is_on else (0, 0)))
        self.cell_chosen.emit(*(self._at if is_on else (0, 0)))

    def _move(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._cells[self._at].click()
            return True
        if key not in _MOVES:
            return False
        up, across = (max(1, min(5, here + step)) for here, step in zip(self._at, _MOVES[key], strict=True))
        self._stand_on((up, across))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _stand_on(self, place: tuple[int, int]) -> None:
        """Tab reaches the matrix once: the cell that had the keys last has them again."""
        self._cells[self._at].setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._at = place
        self._cells[place].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._cells[place])

    # Qt overrides

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._move(Qt.Key(event.key()))
