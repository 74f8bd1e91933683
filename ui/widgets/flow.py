"""Widgets beside each other, and under each other where there is no more room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from ui.theme import Space

if TYPE_CHECKING:
    from collections.abc import Sequence


class FlowLayout(QLayout):
    """As wide as there is room for, and as high as that takes.

    The layouts around it ask a hundred times how high it is before a page is shown. So the sizes are asked for once,
    and a height is worked out once for each width, until one of the widgets says that it has changed.
    """

    def __init__(self, owner: QWidget | None = None, gap: int = Space.S) -> None:
        super().__init__()
        self._gap = gap
        self._items: list[QLayoutItem] = []
        self._sized: list[tuple[QLayoutItem, QSize]] | None = None  # what is shown, each with its size
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        if owner is not None:
            owner.setLayout(self)

    # Qt overrides

    def invalidate(self) -> None:
        self._sized = None
        self._heights.clear()
        super().invalidate()

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """None: Qt's own answer is both, and a header would share the free height with what stands under it."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), only_measure=True)
        return self._heights[width]

    def setGeometry(self, area: QRect) -> None:  # noqa: N802
        super().setGeometry(area)
        self._place(area, only_measure=False)

    def sizeHint(self) -> QSize:
        sizes = [size for _item, size in self._shown()]
        widths = sum(size.width() + self._gap for size in sizes) - self._gap
        return QSize(max(widths, 0), max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        sizes = [size for _item, size in self._shown()]
        widest = max((size.width() for size in sizes), default=0)
        return QSize(widest, max((size.height() for size in sizes), default=0))

    def _shown(self) -> list[tuple[QLayoutItem, QSize]]:
        if self._sized is None:
            widgets = [(item, _widget_of(item)) for item in self._items]
            self._sized = [(item, _size_of(widget)) for item, widget in widgets if not _was_hidden(widget)]
        return self._sized

    def _place(self, area: QRect, *, only_measure: bool) -> int:
        """Lay the lines out, each widget in the middle of its line; gives the height of all."""
        top = area.top()
        for number, line in enumerate(self._lines(area.width())):
            top += Space.S if number else 0
            high = max(size.height() for _item, size in line)
            left = area.left()
            for item, size in line:
                if not only_measure:
                    item.setGeometry(QRect(QPoint(left, top + (high - size.height()) // 2), size))
                left += size.width() + Space.S
            top += high
        return top - area.top()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """What stands beside each other, each with its size."""
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item, size in self._shown():
            if not lines or left + size.width() > width:
                lines.append([])
                left = 0
            lines[-1].append((item, size))
            left += size.width() + Space.S
        return lines


class Flow(QWidget):
    """Such widgets as a part of their own; takes the height that its width asks for."""

    def __init__(self, widgets: Sequence[QWidget] = (), gap: int = Space.S) -> None:
        super().__init__()
        inside = FlowLayout(self, gap)
        for widget in widgets:
            inside.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def fit(self) -> None:
        """Some of the widgets were shown or hidden, or say something else now."""
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
        self.updateGeometry()


def flow(*widgets: QWidget) -> FlowLayout:
    """These widgets in a layout that breaks into lines."""
    made = FlowLayout()
    for widget in widgets:
        made.addWidget(widget)
    return made


def _size_of(widget: QWidget) -> QSize:
    """Its item says nothing of a widget before it is shown."""
    return widget.sizeHint().expandedTo(widget.minimumSize())


def _was_hidden(widget: QWidget) -> bool:
    """By somebody: one that was not shown yet counts as hidden for Qt, too."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


def _widget_of(item: QLayoutItem) -> QWidget:
    widget = item.widget()
    assert widget is not None, "only widgets are put here"
    return widget
