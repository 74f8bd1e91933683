"""The navigation at the left: one labelled item for each page that exists."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout

from app.texts import _
from ui.theme import ICON, Space, icon
from ui.widgets.labels import label

LEAST_WIDTH = 148
AROUND_TEXT = ICON + 6 + 2 * Space.M + 12  # icon, its distance, padding and border


class SideNavigation(QFrame):
    """A column of items; Up and Down move between them.

    Signals:
        chosen(name): the person wants this page.
    """

    chosen = Signal(str)

    def __init__(self, items: Sequence[tuple[str, str, str]], mark: str = "") -> None:
        """`items`: name, translated title, glyph; in the order of Ctrl+1, Ctrl+2. `mark`: what is to be seen always."""
        super().__init__()
        self.setObjectName("side_navigation")
        self.setAccessibleName(_("Pages"))
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.S, Space.L, Space.S, Space.L)
        column.setSpacing(Space.XS)
        brand = label("ClientSafe", size="lead", tone="accent")
        brand.setContentsMargins(Space.S, 0, Space.S, 0 if mark else Space.M)
        column.addWidget(brand)
        if mark:
            shown = label(mark, size="small", tone="due")
            shown.setContentsMargins(Space.S, 0, Space.S, Space.M)
            column.addWidget(shown)
        for number, (name, title, glyph) in enumerate(items, start=1):
            column.addWidget(self._item(name, title, glyph, number))
        column.addStretch(1)

    def mark(self, name: str) -> None:
        """Show which page is open."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def take_focus(self) -> None:
        """Put the focus on the item of the page that is open."""
        marked = self._group.checkedButton()
        if marked is not None:
            marked.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _item(self, name: str, title: str, glyph: str, number: int) -> QToolButton:
        item = NavigationItem(title, glyph)
        item.setObjectName(f"go_{name}")
        item.setToolTip(f"{title} (Ctrl+{number})")
        item.clicked.connect(lambda _checked=False: self.chosen.emit(name))
        self._group.addButton(item)
        self._buttons[name] = item
        return item

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up.value: -1, Qt.Key.Key_Down.value: 1}
        buttons = list(self._buttons.values())
        focused = next((i for i, each in enumerate(buttons) if each.hasFocus()), None)
        if event.key() in steps and focused is not None:
            buttons[(focused + steps[event.key()]) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


class NavigationItem(QToolButton):
    """An item with room for its title as it is written when chosen: bold, which its own size hint does not know."""

    def __init__(self, title: str, glyph: str) -> None:
        super().__init__()
        self.setProperty("kind", "navigation")
        self.setText(title)
        self.setAccessibleName(title)
        self.setIcon(icon(glyph))
        self.setIconSize(QSize(ICON + 6, ICON))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.ensurePolished()
        self._make_room()

    def _make_room(self) -> None:
        bold = self.font()
        bold.setWeight(QFont.Weight.DemiBold)
        self.setMinimumWidth(max(LEAST_WIDTH, QFontMetrics(bold).horizontalAdvance(self.text()) + AROUND_TEXT))

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:  # text of another size was chosen
            self._make_room()
