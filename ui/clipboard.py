"""The clipboard: what is copied here is marked as sensitive, leaves the system soon, and stays pasteable here."""

from __future__ import annotations

import hashlib
import os

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from ui.platform.clipboard_marks import MARKS

CLEAR_AFTER_MS = 30_000
FORMATS = ("text/html", "text/markdown")  # kept beside the plain text


def sensitive(text: str) -> QMimeData:
    """`text` for the clipboard, marked as not to be kept."""
    data = QMimeData()
    data.setText(text)
    for name, value in MARKS.items():
        data.setData(name, value)
    return data


def _marked(data: QMimeData) -> QMimeData:
    """The same words with the marks."""
    made = sensitive(data.text())
    for name in FORMATS:
        if data.hasFormat(name):
            made.setData(name, data.data(name))
    return made


class Clipboard(QObject):
    """Marks every copy that is made in this program, whichever widget made it.

    Thirty seconds after the person went to another program, the system's clipboard is cleared if it still holds our
    text, also when a clipboard manager has taken it over. When they come back, and nothing else was copied meanwhile,
    it is there again; a lock forgets it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours: QMimeData | None = None  # what was copied here last
        self._salt = os.urandom(16)
        self._digest = b""  # of that text: for the look at what somebody else may have put there
        self._is_cleared = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CLEAR_AFTER_MS)
        self._timer.timeout.connect(self.clear_own)
        QGuiApplication.clipboard().dataChanged.connect(self._on_changed)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_state_changed)

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard, marked as sensitive."""
        QGuiApplication.clipboard().setMimeData(sensitive(text))

    def clear(self) -> None:
        """Empty the clipboard (and the X11 selection), whoever filled it, and forget: the window is being locked."""
        self._timer.stop()
        self._forget()
        clipboard = QGuiApplication.clipboard()
        clipboard.clear(QClipboard.Mode.Clipboard)
        if clipboard.supportsSelection():
            clipboard.clear(QClipboard.Mode.Selection)

    def clear_own(self) -> None:
        """Empty it if what is there came from here."""
        clipboard = QGuiApplication.clipboard()
        if self._holds_ours():
            self._is_cleared = True
            clipboard.clear(QClipboard.Mode.Clipboard)
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)

    def _holds_ours(self) -> bool:
        clipboard = QGuiApplication.clipboard()
        return clipboard.ownsClipboard() or (bool(self._digest) and self._digest_of(clipboard.text()) == self._digest)

    def _digest_of(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=self._salt).digest()

    def _forget(self) -> None:
        self._ours, self._digest, self._is_cleared = None, b"", False

    def _on_changed(self) -> None:
        """Something was copied, here or elsewhere, or we cleared it."""
        clipboard = QGuiApplication.clipboard()
        if not clipboard.ownsClipboard() or not clipboard.text():
            return
        data = clipboard.mimeData()
        if not all(data.hasFormat(name) for name in MARKS):
            clipboard.setMimeData(_marked(data))  # comes back here, marked
            return
        self._ours, self._is_cleared = _marked(data), False
        self._digest = self._digest_of(data.text())

    def _on_state_changed(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._timer.stop()
            self._put_back()
            return
        clipboard = QGuiApplication.clipboard()
        holds_ours = bool(self._digest) or clipboard.ownsClipboard()
        if (holds_ours and not self._is_cleared) or clipboard.ownsSelection():
            self._timer.start()

    def _put_back(self) -> None:
        """What was copied here can be pasted here again, unless something else was copied meanwhile."""
        if self._is_cleared and self._ours is not None and not QGuiApplication.clipboard().text():
            QGuiApplication.clipboard().setMimeData(_marked(self._ours))
