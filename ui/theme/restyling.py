"""Gives every widget another style sheet in small steps, while the window goes on showing the look it had."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.forms.steps import steps

POLISHED = Qt.WidgetAttribute.WA_WState_Polished
OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle


class Restyling(QObject):
    """The work of `QApplication.setStyleSheet`, spread over as many turns of the event loop as it takes.

    Qt does it in one, for every widget, twice: off with the old sheet and on with the new one; a page of 450 widgets
    held the window for a tenth of a second. Here Qt gets the sheet while it is told that there is no widget to style,
    and each widget is then styled as Qt would have done it, parents first. Nothing is made anew, so focus, scroll bars
    and what was typed stay. No window paints meanwhile: half of another look is never seen.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._number = 0  # of the change; one that is not through yet ends with the next
        self._frozen: list[QWidget] = []
        self._keeper: QWidget | None = None

    def begin(self, font: QFont, palette: QPalette, sheet: str) -> None:
        """Have the program look so soon; at once where no step waits and nothing was shown yet."""
        self._number += 1
        for window in self._app.topLevelWidgets():
            if window.isVisible() and window.updatesEnabled():
                window.setUpdatesEnabled(False)
                self._frozen.append(window)
        steps().do(self, partial(self._give, self._number, font, palette, sheet))

    def _give(self, number: int, font: QFont, palette: QPalette, sheet: str) -> None:
        if number != self._number:
            return
        shown = [each for each in _all_widgets(self._app) if each.testAttribute(POLISHED)]
        if shown and self._keeper is None:
            # With a sheet of its own: while one widget has any, Qt remembers how each looked before it had one.
            self._keeper = QWidget()
            self._keeper.setStyleSheet("QWidget {}")
        unstyled = [each for each in shown if not each.testAttribute(OWN_STYLE)]
        _claim_styled(unstyled, styled=True)
        self._app.setStyleSheet("")
        self._app.setFont(font)
        self._app.setPalette(palette)
        self._app.setStyleSheet(sheet)
        _claim_styled(unstyled, styled=False)
        for widget in shown:
            steps().do(self, partial(self._restyle, number, widget))
        steps().do(self, partial(self._end, number))

    def _restyle(self, number: int, widget: QWidget) -> None:
        if number != self._number or not isValid(widget):
            return
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))

    def _end(self, number: int) -> None:
        if number != self._number:
            return
        for window in self._frozen:
            if isValid(window):
                window.setUpdatesEnabled(True)
                # One that was to be painted as this began stays noted as such, and Qt would not ask for it again.
                QCoreApplication.postEvent(window, QEvent(QEvent.Type.UpdateRequest))
        self._frozen.clear()


def _all_widgets(app: QApplication) -> list[QWidget]:
    """Each after its parent, because fonts and colours come from there."""
    return [each for window in app.topLevelWidgets() for each in (window, *window.findChildren(QWidget))]


def _claim_styled(widgets: list[QWidget], *, styled: bool) -> None:
    """Tell Qt that these widgets have a style of their own and wait for none, or that it is not so."""
    for widget in widgets:
        widget.setAttribute(OWN_STYLE, styled)
        widget.setAttribute(POLISHED, not styled)
