"""Sign-in name (where there are several), passphrase or recovery code: shared by unlock and restore."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.texts import _
from ui.entrance.frame import field
from ui.theme import Space
from ui.widgets import SecretField, button, row, set_shown

Way = Literal["passphrase", "recovery"]


class Typed(NamedTuple):
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

    def __init__(self, caption: str = "") -> None:
        """`caption`: what stands over the passphrase, if not *Passphrase*."""
        super().__init__()
        self._caption = caption
        self._how: Way = "passphrase"
        self._person: str | None = None  # chosen beside this form; None: the name is typed in it, or not needed
        self._login = QLineEdit()
        self._login.setObjectName("login")
        self._login_box = _boxed(_("Sign-in name"), self._login)
        self._ways: dict[Way, tuple[QWidget, SecretField]] = {}
        self._secrets_box = QWidget()
        self._secrets = QVBoxLayout(self._secrets_box)
        self._secrets.setContentsMargins(0, 0, 0, 0)
        self._other_way = button("", self._switch, kind="link", name="other_way")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._login_box)
        column.addWidget(self._secrets_box)
        column.addLayout(row(self._other_way, None))
        self._login_box.hide()
        self._login.textChanged.connect(lambda _text: self.changed.emit())
        self._login.returnPressed.connect(lambda: self._editor().setFocus())
        self._show_way()

    @property
    def is_complete(self) -> bool:
        """Whether there is enough to try."""
        return not self._editor().is_empty() and self._login_of_person() != ""

    def ask_login(self, *, wanted: bool) -> None:
        """Ask for the sign-in name too; wanted where the vault has several accounts."""
        self._person = None
        self._secrets_box.setEnabled(True)
        self._login_box.setVisible(wanted)
        self.changed.emit()

    def ask_of(self, person: str) -> None:
        """The sign-in name is chosen beside this form: ask for the secret of this person, of nobody while it is ""."""
        if person != self._person:
            self.forget()
        self._person = person
        self._login_box.hide()
        self._secrets_box.setEnabled(bool(person))
        self.changed.emit()

    def begin(self) -> None:
        """Put the focus into the first empty field."""
        first = not self._login_box.isHidden() and not self._login.text()
        (self._login if first else self._editor()).setFocus()

    def put(self, passphrase: str) -> None:
        """Fill in a passphrase that is no secret, and show it."""
        if self._how == "passphrase":
            self._editor().put(passphrase)

    def take(self) -> Typed:
        """What was typed; passphrase and code are empty afterwards."""
        return Typed(self._editor().take(), self._login_of_person(), self._how)

    def forget(self) -> None:
        """Empty the secret fields."""
        for _box, editor in self._ways.values():
            editor.forget()

    def _login_of_person(self) -> str | None:
        """The sign-in name; empty while it is missing, None where nobody asks for one."""
        if self._person is not None:
            return self._person
        return None if self._login_box.isHidden() else self._login.text().strip()

    def _editor(self) -> SecretField:
        return self._way(self._how)[1]

    def _way(self, how: Way) -> tuple[QWidget, SecretField]:
        """The field of a way in, and what is around it; made when it is first wanted."""
        if how not in self._ways:
            caption, hint, name = self._caption or _("Passphrase"), "", "passphrase"
            if how == "recovery":
                caption, name = _("Recovery code"), "recovery_code"
                hint = _("As printed on the recovery sheet; spaces and dashes do not matter.")
            editor = SecretField(caption)
            editor.setObjectName(name)
            editor.changed.connect(self.changed)
            editor.submitted.connect(self.submitted)
            self._ways[how] = (_boxed(caption, editor, hint), editor)
            self._secrets.addWidget(self._ways[how][0])
        return self._ways[how]

    def _switch(self) -> None:
        self._how = "passphrase" if self._how == "recovery" else "recovery"
        self.forget()
        self._show_way()
        self.begin()
        self.changed.emit()

    def _show_way(self) -> None:
        wanted, _editor = self._way(self._how)
        for box, _other in self._ways.values():
            set_shown(box, box is wanted)
        by_code = self._how == "recovery"
        self._other_way.setText(_("Use the passphrase") if by_code else _("Use the recovery code instead"))


def _boxed(caption: str, editor: QWidget, hint: str = "") -> QWidget:
    box = QWidget()
    inner = field(caption, editor, hint)
    inner.setContentsMargins(0, 0, 0, 0)
    box.setLayout(inner)
    return box
