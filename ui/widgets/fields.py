"""Small fields of our own: search with a clear button, and a passphrase with *show* and a caps-lock notice."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.texts import _
from ui.theme import Space, icon
from ui.widgets.labels import label

SETTLE_MS = 120  # typing this long without a key counts as a word


class SearchField(QLineEdit):
    """A filter over a list.

    Signals:
        settled(text): the person paused, or pressed Enter; use this to filter.
        moved_on(): Down or Enter was pressed: the list should take the focus.
    """

    settled = Signal(str)
    moved_on = Signal()

    def __init__(self, placeholder: str, *, settle_ms: int = SETTLE_MS) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(False)
        self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.addAction(icon("x", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setText(_("Clear"))
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(settle_ms)
        self._timer.timeout.connect(lambda: self.settled.emit(self.text()))
        self.textChanged.connect(self._on_changed)

    def _on_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._timer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._timer.stop()
            self.settled.emit(self.text())
            self.moved_on.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.moved_on.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class SecretField(QWidget):
    """A field for a passphrase or code: hidden, with a *show* button and a word when caps lock seems to be on.

    Signals:
        changed(): the text is another one.
        submitted(): Enter was pressed.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._edit = QLineEdit()
        self._edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._edit.setAccessibleName(name)
        self._edit.setObjectName("secret")
        self._edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._eye = QAction(icon("eye", "muted"), _("Show"), self)
        self._eye.setToolTip(_("Show what I type"))
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._on_eye)
        self._edit.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self._caps = label(_("Caps Lock seems to be on."), size="small", tone="due")
        self._caps.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._edit)
        column.addWidget(self._caps)
        self._edit.textChanged.connect(lambda _text: self.changed.emit())
        self._edit.returnPressed.connect(self.submitted)
        self._edit.installEventFilter(self)
        self.setFocusProxy(self._edit)

    def text(self) -> str:
        """What was typed, for checks while typing."""
        return self._edit.text()

    def take(self) -> str:
        """What was typed; the field is empty afterwards. Python keeps a copy until the process ends: ask once."""
        text = self._edit.text()
        self.forget()
        return text

    def put(self, text: str) -> None:
        """Fill in a suggested passphrase, and show it."""
        self._eye.setChecked(True)
        self._edit.setText(text)

    def forget(self) -> None:
        """Empty the field; nothing can be undone into it."""
        self._edit.setText("")
        self._eye.setChecked(False)

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self._edit.text()

    def select_all(self) -> None:
        """Select what was typed, so that the next key replaces it."""
        self._edit.selectAll()

    def _on_eye(self, shown: bool) -> None:  # noqa: FBT001
        self._edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._eye.setIcon(icon("eye-off" if shown else "eye", "muted"))
        self._eye.setText(_("Hide") if shown else _("Show"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            letter, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if letter.isalpha() and letter.upper() != letter.lower():
                # Qt does not tell the state of the key; a capital without Shift does.
                self._caps.setVisible(letter.isupper() != shift)
        return super().eventFilter(watched, event)
