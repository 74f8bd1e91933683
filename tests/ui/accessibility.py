"""Walks what is in sight: every control has a name, is reached by Tab, and shows its whole text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
    QTextEdit,
)
INSIDE_OTHERS = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar)


def describe(widget: QWidget) -> str:
    """Kind, name and place of a widget, for a message."""
    names = [each.objectName() for each in _chain(widget) if each.objectName()]
    text = widget.property("text") or ""
    return f"{type(widget).__name__} {'/'.join(reversed(names[:4]))} {text!r}"


def controls(root: QWidget) -> list[QWidget]:
    """The controls in sight that are not parts of other controls."""
    found = [each for each in root.findChildren(QWidget) if isinstance(each, CONTROLS) and each.isVisible()]
    return [each for each in found if not any(isinstance(parent, INSIDE_OTHERS) for parent in _chain(each)[1:])]


def nameless(root: QWidget) -> list[str]:
    """Controls that assistive technology cannot name."""
    return [describe(each) for each in controls(root) if not _name(each)]


def unreachable(root: QWidget) -> list[str]:
    """Controls that Tab never comes to."""
    wanted = {each for each in controls(root) if _takes_tab(each)}
    window = root.window()
    window.activateWindow()
    start = window.focusWidget()
    seen: set[QWidget] = set()
    for _step in range(400):
        window.focusNextChild()
        now = window.focusWidget()
        if now is start and now in seen:
            break
        seen.add(now)
    covered = {proxy for each in seen for proxy in _chain(each)}
    return [describe(each) for each in wanted - covered if not _in_group_with(each, seen)]


def clipped(root: QWidget) -> list[str]:
    """Labels and buttons whose text does not fit into them."""
    found = []
    for each in root.findChildren(QWidget):
        if not each.isVisible() or not isinstance(each, QLabel | QPushButton | QToolButton):
            continue
        if not each.property("text") or _shows_icon_only(each):
            continue
        needed = each.minimumSizeHint() if isinstance(each, QLabel | QToolButton) else each.sizeHint()
        too_narrow = each.width() < needed.width() - 1 and not _may_elide(each)
        too_low = each.height() < _height_needed(each) - 2
        if too_narrow or too_low or _sticks_out(each):
            found.append(
                f"{describe(each)} is {each.width()}x{each.height()}, wants {needed.width()}x{needed.height()}"
            )
    return found


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def _takes_tab(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus.value
    if isinstance(widget, QProgressBar):
        return False
    return widget.isEnabled() and bool(widget.focusPolicy().value & tab)


def _in_group_with(widget: QWidget, seen: set[QWidget]) -> bool:
    """Of buttons in a group, Qt lets Tab come to one; the arrow keys do the rest."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is not None:
        return any(each in seen for each in group.buttons())
    if isinstance(widget, QAbstractButton) and widget.autoExclusive():
        return any(each.parent() is widget.parent() for each in seen)
    return False


def _chain(widget: QWidget) -> list[QWidget]:
    found: list[QWidget] = []
    now: QWidget | None = widget
    while now is not None:
        found.append(now)
        now = now.parentWidget()
    return found


def _height_needed(widget: QWidget) -> int:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width())
    return widget.minimumSizeHint().height()


def _shows_icon_only(widget: QWidget) -> bool:
    return isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly


def _may_elide(widget: QWidget) -> bool:
    return bool(widget.property("elides"))


def _sticks_out(widget: QWidget) -> bool:
    """Whether it reaches beyond its parent, where nothing scrolls."""
    parent = widget.parentWidget()
    if parent is None or any(isinstance(each, QScrollArea) for each in _chain(widget)):
        return False
    return widget.geometry().right() > parent.width() or widget.geometry().bottom() > parent.height()
