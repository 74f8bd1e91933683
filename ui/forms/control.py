"""What every field's editor has in common: plain values in and out, a problem in words, one widget that takes focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from app.records.fields import FieldSpec


class Control(QWidget):
    """Edits one field. Values are what a record's body holds as JSON: text, bool, int, None, lists and dicts of these.

    Signals:
        changed(): the person changed the value; `set_value` does not emit it.
        left(): the person is done with the field for now, so a problem may be shown.
    """

    changed = Signal()
    left = Signal()
    wide = False  # wants the whole width of a form
    names_itself = False  # shows its own label, as a tick box does

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self.setObjectName(f"field:{spec.name}")

    @property
    def nothing(self) -> Any:
        """The value that stands for *not filled in*: an empty text where the field holds text, else None."""
        return "" if isinstance(self.spec.default, str) else None

    @property
    def is_complete(self) -> bool:
        """Whether all of it is there; what has parts makes them step by step."""
        return True

    def value(self) -> Any:
        """The value now. While `problem()` says something, the last value that could be understood or nothing."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value. The history of undo begins anew."""
        raise NotImplementedError

    def problem(self) -> str:
        """What is wrong with what was typed, as a sentence for the person; empty if nothing is."""
        return ""

    def handle(self) -> QWidget:
        """The widget that takes the focus and that the label belongs to."""
        raise NotImplementedError

    def speak(self, label: str, description: str) -> None:
        """Tell assistive technology what the field is called and what helps to fill it in."""
        self.handle().setAccessibleName(label)
        self.handle().setAccessibleDescription(description)


def settle(widget: QWidget) -> None:
    """Lay out what changed at once, up to the page that scrolls.

    Qt does it level by level, each with an event of its own, and may paint in between: fields squeezed into the old
    height would flash. What cannot be seen is laid out when it is shown.
    """
    if not widget.isVisible():
        return
    part: QWidget | None = widget
    while part is not None and not isinstance(part, QScrollArea):
        layout = part.layout()
        if layout is not None:
            layout.activate()
        part = part.parentWidget()
    if part is not None:
        QCoreApplication.sendEvent(part, QEvent(QEvent.Type.LayoutRequest))


def row_of(owner: QWidget, *widgets: QWidget, spacing: int = 8) -> QHBoxLayout:
    """Lay widgets in one row of `owner`, without a margin."""
    layout = QHBoxLayout(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def column_of(owner: QWidget, *widgets: QWidget, spacing: int = 8) -> QVBoxLayout:
    """Lay widgets in one column of `owner`, without a margin."""
    layout = QVBoxLayout(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return layout
