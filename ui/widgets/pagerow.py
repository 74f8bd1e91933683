"""The row over pages that belong together: one tab each, the one that is shown marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from app.texts import _
from ui.theme import Space


class PageRow(QWidget):
    """Hidden where a page stands alone.

    Signals:
        chosen(name): the person wants this page.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._pages: tuple[tuple[str, str], ...] = ()
        self._tabs = QTabBar()
        self._tabs.setObjectName("page_row")
        self._tabs.setAccessibleName(_("Pages that belong together"))
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.currentChanged.connect(self._on_chosen)
        across = QHBoxLayout(self)
        across.setContentsMargins(Space.XL, Space.S, Space.XL, 0)
        across.addWidget(self._tabs)
        across.addStretch(1)
        self.hide()

    def show_row(self, pages: Sequence[tuple[str, str]], name: str) -> None:
        """Show these pages, name and translated title each, with the one called `name` marked; one alone: no row."""
        self._tabs.blockSignals(True)
        if self._pages != tuple(pages):
            self._pages = tuple(pages)
            while self._tabs.count():
                self._tabs.removeTab(0)
            for _name, title in pages:
                self._tabs.addTab(title.replace("&", "&&"))
        for index, (each, _title) in enumerate(self._pages):
            if each == name:
                self._tabs.setCurrentIndex(index)
        self._tabs.blockSignals(False)
        self.setVisible(len(self._pages) > 1)

    def _on_chosen(self, index: int) -> None:
        if index >= 0:
            self.chosen.emit(self._pages[index][0])
