"""The curtain: covers the whole window at once, and takes every key and click until it is lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from app.texts import _
from ui.theme import Space, TextSize, current, icon, scaled_font
from ui.widgets import button

if TYPE_CHECKING:
    from ui.prompts import Prompts

ICON = 48
LINE = 28
MODIFIERS = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock}
)
PRESSED = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin})
RELEASED = frozenset({QEvent.Type.KeyRelease, QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd})
TAKEN = frozenset(
    {
        *PRESSED, *RELEASED, QEvent.Type.ShortcutOverride, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove,
        QEvent.Type.Wheel, QEvent.Type.TouchUpdate, QEvent.Type.TouchCancel, QEvent.Type.TabletPress,
        QEvent.Type.TabletMove, QEvent.Type.TabletRelease, QEvent.Type.DragEnter, QEvent.Type.DragMove,
        QEvent.Type.Drop, QEvent.Type.ContextMenu, QEvent.Type.NativeGesture,
    }
)  # fmt: skip


class Curtain(QWidget):
    """Covers the window, opaque, in one synchronous paint.

    Signals:
        lift_wanted(): *Show again* was pressed, as a screen reader does it.
    """

    lift_wanted = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("curtain")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._text = self._note = ""
        self._glyph = "lock"
        self._show_again = button(_("Show again"), self.lift_wanted.emit, glyph="eye", name="show_again")
        self._show_again.setParent(self)
        self.hide()

    def drop(self, text: str, *, way_back: bool) -> None:
        """Cover the window now, not at the next turn of the event loop."""
        self._text, self._note = text, ""
        self.setAccessibleName(text)
        self._show_again.setAccessibleDescription(text)
        self._show_again.setText(_("Show again"))
        self._show_again.setVisible(way_back)
        self._glyph = "eye-off" if way_back else "lock"
        self.setGeometry(self._over.rect())
        self._place_button()
        self._over.setUpdatesEnabled(True)  # a window whose look is changing paints nothing
        self.raise_()
        self.show()
        (self._show_again if way_back else self).setFocus()
        self.repaint()

    def say(self, note: str) -> None:
        """Put a quiet second line under the first."""
        self._note = note
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().canvas))
        middle = self.rect().center()
        picture = icon(self._glyph, "muted").pixmap(ICON, ICON)
        painter.drawPixmap(middle.x() - ICON // 2, middle.y() - 64, picture)
        painter.setPen(QColor(current().muted))
        for number, (text, size) in enumerate(((self._text, TextSize.LEAD), (self._note, TextSize.BODY))):
            painter.setFont(scaled_font(size))
            line = self.rect().adjusted(0, 2 * LINE * (number + 1) - LINE, 0, 0)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def _place_button(self) -> None:
        self._show_again.adjustSize()
        middle = self.rect().center()
        self._show_again.move(middle + QPoint(-self._show_again.width() // 2, 3 * LINE + Space.S))


class Cover(QObject):
    """The curtain and what belongs to it: nothing beneath reacts, other windows are away, no dialog opens.

    Only the events of the window itself are looked at: all keys, clicks and drops come in there.

    Signals:
        lift_wanted(): somebody pressed a key or a button and let it go, where there is a way back.
        lock_wanted(): Ctrl+L on the curtain.
        changed(): it came down, or was lifted.
    """

    lift_wanted = Signal()
    lock_wanted = Signal()
    changed = Signal()

    def __init__(self, window: QWidget, prompts: Prompts) -> None:
        super().__init__(window)
        self._window = window
        self._prompts = prompts
        self._curtain = Curtain(window)
        self._curtain.lift_wanted.connect(self.lift_wanted)
        self._has_way_back = False
        self._was_pressed = False
        self._focus: QWidget | None = None
        self._away: list[QWidget] = []

    @property
    def is_down(self) -> bool:
        """Whether the window is covered."""
        return self._curtain.isVisible()

    def drop(self, text: str, *, way_back: bool = False) -> None:
        """Cover everything now; with `way_back` any key or click asks to lift it."""
        self._has_way_back, self._was_pressed = way_back, False
        if not self.is_down:
            self._focus = self._window.focusWidget()
            self._prompts.hold()
            handle = self._window.windowHandle()
            if handle is not None:
                handle.installEventFilter(self)
        self._curtain.drop(text, way_back=way_back)
        self._send_away()
        self.changed.emit()

    def say(self, note: str) -> None:
        """A quiet second line."""
        self._curtain.say(note)

    def lift(self) -> None:
        """Show the window again, exactly as it was."""
        self._window.windowHandle().removeEventFilter(self)
        self._curtain.hide()
        for each in self._away:
            if isValid(each):
                each.show()
        self._away.clear()
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus = None
        self._prompts.release()
        self.changed.emit()

    def fit(self) -> None:
        """Keep the whole window covered when its size changes."""
        self._curtain.setGeometry(self._window.rect())

    def _send_away(self) -> None:
        """Dialogs come back when the curtain is lifted; menus and other popups do not."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.hide()
        for each in QApplication.topLevelWidgets():
            if each is not self._window and each.isVisible():
                each.hide()
                self._away.append(each)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in TAKEN:
            return False
        event.accept()  # of a shortcut: so it is none
        if self._has_way_back:
            self._consider(kind, event)
        return True

    def _consider(self, kind: QEvent.Type, event: QEvent) -> None:
        """A press and its release: were it the press alone, what is beneath would get the repeats of the key."""
        key = event if isinstance(event, QKeyEvent) else None
        if key is not None and (key.isAutoRepeat() or Qt.Key(key.key()) in MODIFIERS):
            return
        if kind in PRESSED:
            self._was_pressed = True
            if key is not None and key.keyCombination() == Qt.Modifier.CTRL | Qt.Key.Key_L:
                self.lock_wanted.emit()
        elif kind in RELEASED and self._was_pressed:
            self.lift_wanted.emit()
