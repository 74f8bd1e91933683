"""The theme of the moment: makes palette, font and style sheet from the tokens, and follows the system."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.sheet import style_sheet
from ui.theme.tokens import SCHEMES, SMALLEST_BODY_PT, Colours, Scheme, TextSize

if TYPE_CHECKING:
    from ui.theme.restyling import Restyling

SYSTEM = "system"

_now: Colours = SCHEMES[Scheme.LIGHT]


def current() -> Colours:
    """The colours shown now. Painting code asks at each paint, so a change of theme needs no bookkeeping."""
    return _now


class Theme(QObject):
    """Applies a look to the whole program.

    Signals:
        changing(): the look is about to be another one; whoever keeps widgets that nobody sees lets go of them, because
            each of them would be styled anew, and the window would wait for it.
    """

    changing = Signal()

    def __init__(self, app: QApplication, choice: str = SYSTEM, text_percent: int = 100) -> None:
        super().__init__(app)
        self._app = app
        self._system_font = QFont(app.font())
        self._choice = choice
        self._text_percent = text_percent
        self.scheme = Scheme.LIGHT
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> str:
        """What the person chose: "system", "light", "dark" or "contrast"."""
        return self._choice

    @property
    def body_pt(self) -> float:
        """The size of body text in points: the system's, but never tiny, and as much larger as was chosen."""
        return max(self._system_font.pointSizeF(), SMALLEST_BODY_PT) * self._text_percent / 100

    def choose(self, choice: str) -> None:
        """Use a look from now on: "system", or the value of a `Scheme`."""
        self._choice = choice
        self.apply()

    def choose_text_size(self, percent: int) -> None:
        """Use text of another size from now on, in percent of the system's."""
        self._text_percent = percent
        self.apply()

    def apply(self) -> None:
        """Give the program palette, font and style sheet of the chosen look."""
        global _now  # noqa: PLW0603  the one theme of the one application
        self.changing.emit()
        self.scheme = self._wanted()
        _now = SCHEMES[self.scheme]
        font = QFont(self._system_font)
        font.setPointSizeF(self.body_pt)
        sheet = style_sheet(_now, self.body_pt, QFontMetrics(font).height())
        if self._app.topLevelWidgets():
            self._restyling.begin(font, _palette(_now), sheet)
        else:
            self._app.setFont(font)
            self._app.setPalette(_palette(_now))
            self._app.setStyleSheet(sheet)

    @cached_property
    def _restyling(self) -> Restyling:
        from ui.theme.restyling import Restyling  # needed when the look changes, not at the start

        return Restyling(self._app)

    def _wanted(self) -> Scheme:
        if self._choice != SYSTEM:
            return Scheme(self._choice)
        hints = self._app.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return Scheme.CONTRAST
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        return Scheme.DARK if dark else Scheme.LIGHT

    def _on_system_changed(self) -> None:
        if self._choice == SYSTEM and self._wanted() != self.scheme:
            self.apply()


def scaled_font(size: float, *, bold: bool = False) -> QFont:
    """A font for hand-painted text: `size` is one of `TextSize`."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * size / TextSize.BODY)
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def _palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(c.sunken), QColor(c.canvas))
    pairs = (
        (role.Window, c.canvas), (role.WindowText, c.text), (role.Base, c.surface), (role.AlternateBase, c.sunken),
        (role.Text, c.text), (role.Button, c.surface), (role.ButtonText, c.text), (role.BrightText, c.on_danger),
        (role.ToolTipBase, c.surface), (role.ToolTipText, c.text), (role.PlaceholderText, c.muted),
        (role.Highlight, c.accent), (role.HighlightedText, c.on_accent), (role.Link, c.accent),
        (role.LinkVisited, c.accent), (role.Accent, c.accent), (role.Mid, c.line), (role.Dark, c.edge),
        (role.Light, c.surface), (role.Midlight, c.hover), (role.Shadow, c.edge),
    )  # fmt: skip
    for which, colour in pairs:
        palette.setColor(which, QColor(colour))
    for which in (role.Text, role.ButtonText, role.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(c.disabled))
    return palette
