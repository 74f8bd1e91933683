"""Sign-in name (where there are several), passphrase or recovery code: shared by unlock and restore."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.texts import _
from ui.entrance.frame import field
from ui.theme import Space
from ui.widgets import SecretField, button, row

Way = Literal["passphrase", "recovery"]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed. The text stays in Python's memory until the process ends, which a lock brings about."""

    secret: str
    login: str | None
    how: Way


class SecretForm(QWidget):
    """The fields; `take` empties them.

    Signals:
        changed(): what was typed is another thing now.
        submitted(): Enter was pressed.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._how: Way = "passphrase"
        self._login = QLineEdit()
        self._login.setObjectName("login")
        self._passphrase = SecretField(_("Passphrase"))
        self._passphrase.setObjectName("passphrase")
        self._code = SecretField(_("Recovery code"))
        self._code.setObjectName("recovery_code")
        self._login_box = _boxed(_("Sign-in name"), self._login)
        self._passphrase_box = _boxed(_("Passphrase"), self._passphrase)
        self._code_box = _boxed(
            _("Recovery code"), self._code, _("As printed on the recovery sheet; spaces and dashes do not matter.")
        )
        self._other_way = button("", self._switch, kind="link", name="other_way")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for part in (self._login_box, self._passphrase_box, self._code_box):
            column.addWidget(part)
        column.addLayout(row(self._other_way, None))
        self._login_box.hide()
        for editor in (self._passphrase, self._code):
            editor.changed.connect(self.changed)
            editor.submitted.connect(self.submitted)
        self._login.textChanged.connect(lambda _text: self.changed.emit())
        self._login.returnPressed.connect(self._passphrase.setFocus)
        self._show_way()

    @property
    def is_complete(self) -> bool:
        """Whether there is enough to try."""
        return not self._editor().is_empty() and (self._login_box.isHidden() or bool(self._login.text().strip()))

    def ask_login(self, *, wanted: bool) -> None:
        """Ask for the sign-in name too; wanted where the vault has several accounts."""
        self._login_box.setVisible(wanted)

    def begin(self) -> None:
        """Put the focus into the first empty field."""
        first = not self._login_box.isHidden() and not self._login.text()
        (self._login if first else self._editor()).setFocus()

    def take(self) -> Typed:
        """What was typed; passphrase and code are empty afterwards."""
        login = None if self._login_box.isHidden() else self._login.text().strip()
        return Typed(self._editor().take(), login, self._how)

    def forget(self) -> None:
        """Empty the secret fields."""
        self._passphrase.forget()
        self._code.forget()

    def _editor(self) -> SecretField:
        return self._code if self._how == "recovery" else self._passphrase

    def _switch(self) -> None:
        self._how = "passphrase" if self._how == "recovery" else "recovery"
        self.forget()
        self._show_way()
        self.begin()
        self.changed.emit()

    def _show_way(self) -> None:
        by_code = self._how == "recovery"
        self._code_box.setVisible(by_code)
        self._passphrase_box.setVisible(not by_code)
        self._other_way.setText(_("Use the passphrase") if by_code else _("Use the recovery code instead"))


def _boxed(caption: str, editor: QWidget, hint: str = "") -> QWidget:
    box = QWidget()
    inner = field(caption, editor, hint)
    inner.setContentsMargins(0, 0, 0, 0)
    box.setLayout(inner)
    return box
