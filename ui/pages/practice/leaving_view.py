"""Removing a person: what would be lost for good with them, file by file, the name typed, then one last question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.services.people import accounts
from app.texts import N_, _, ngettext
from ui.prompts import Answer
from ui.theme import READING_WIDTH, Space
from ui.triggers import REMOVED
from ui.widgets import Strip, button, card, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.people.accounts import OnlyFile
    from app.services.people.colleagues import Colleague
    from ui.context import Context
    from ui.known import KnownError


STEPS = {
    "generation": N_("New keys for what they could open…"),
    "copy": N_("Writing the vault under a new key…"),
    "check": N_("Reading it back…"),
    "header": N_("Nearly done…"),
}


class Leaving(NamedTuple):
    """Who is to go, and what nobody else can open."""

    person: Colleague
    only: list[OnlyFile]


class LeavingView(QWidget):
    """Takes the place of the person's page.

    Signals:
        closed(): not wanted after all.
    """

    closed = Signal()
    _told = Signal(str)  # from the engine thread: how far it is

    def __init__(self, context: Context, found: Leaving) -> None:
        super().__init__()
        self.setObjectName("leaving_view")
        self._context = context
        self._found = found
        self._strip = Strip()
        self._accepted = {one.compartment: _box(one) for one in found.only}
        for box in self._accepted.values():
            box.toggled.connect(lambda _on: self._show_state())
        self._typed = QLineEdit()
        self._typed.setObjectName("typed_login")
        self._typed.setAccessibleName(_("The sign-in name of the person"))
        self._typed.setMaximumWidth(240)
        self._typed.textChanged.connect(lambda _text: self._show_state())
        self._busy = _Working()
        self._told.connect(self._busy.say)
        self._remove = button(_("Remove…"), self._on_remove, kind="danger", name="remove_now")
        self._cancel = button(_("Cancel"), self.closed.emit, name="cancel_remove")
        body = card(*self._parts(), spacing=Space.M)
        body.setMaximumWidth(READING_WIDTH)
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(0, 0, Space.S, 0)
        down.addWidget(body)
        down.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolling(inside))
        self._show_state()

    def focus_first(self) -> None:
        """Never on the button that removes."""
        self._cancel.setFocus()

    def _parts(self) -> list[QWidget | QLayout]:
        person, only = self._found.person, self._found.only
        made: list[QWidget | QLayout] = [
            label(_("Remove {name}").format(name=person.name), size="title", wrap=True),
            label(
                _("They cannot sign in any more, and everything they could open gets new keys. What they wrote stays, "
                  "and so does their name in the audit trail. What they have read, or what lies in an older backup, "
                  "stays readable to them."),
                wrap=True,
            ),
        ]  # fmt: skip
        if only:
            made += self._loss()
        made += [
            label(_("Type the sign-in name {login} to go on.").format(login=person.login)),
            self._typed,
            self._busy,
            self._strip,
        ]
        return [*made, row(None, self._cancel, self._remove)]

    def _loss(self) -> list[QWidget]:
        n = len(self._found.only)
        text = ngettext(
            "{n} file can be opened by nobody else, and would be lost for good:",
            "{n} files can be opened by nobody else, and would be lost for good:",
            n,
        ).format(n=n)
        warning = Strip(text, "danger")
        advice = _(
            "Better: {name} signs in once more and hands them over. Otherwise tick each one that may be lost for good."
        ).format(name=self._found.person.name)
        return [warning, label(advice, wrap=True), *self._accepted.values()]

    def _show_state(self) -> None:
        is_typed = self._typed.text().strip().casefold() == self._found.person.login.casefold()
        accepted = all(box.isChecked() for box in self._accepted.values())
        self._remove.setEnabled(is_typed and accepted and self._busy.isHidden())

    def _on_remove(self) -> None:
        self._context.prompts.ask(
            _("Remove {name} for good?").format(name=self._found.person.name),
            _("This cannot be undone. It may take a while; then the window locks."),
            [Answer("remove", _("Remove for good"), dangerous=True)],
            lambda answer: self._do() if answer == "remove" else None,
        )

    def _do(self) -> None:
        account, accepted, told = self._found.person.account, tuple(self._accepted), self._told.emit
        self._set_busy(busy=True)
        self._context.announcer.held.emit(True)  # drafts are kept now: the removal ends the session
        self._context.ops.final(
            self, lambda desk: _remove(desk, account, accepted, told),
            lambda _none: self._context.announcer.lock_wanted.emit(REMOVED), self._on_failed,
        )  # fmt: skip

    def _on_failed(self, error: KnownError) -> None:
        self._context.announcer.held.emit(False)
        self._set_busy(busy=False)
        self._strip.say_error(error)

    def _set_busy(self, *, busy: bool) -> None:
        self._strip.hush()
        self._busy.setVisible(busy)
        for part in (self._typed, self._cancel, *self._accepted.values()):
            part.setEnabled(not busy)
        self._show_state()


class _Working(QWidget):
    """A bar, and in words what is being done."""

    def __init__(self) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(_("Removing"))
        self._words = label(size="small", tone="muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._bar)
        column.addWidget(self._words)
        self.hide()

    def say(self, told: str) -> None:
        """`generation 2/40`, or the name of a step alone."""
        name, _space, counted = told.partition(" ")
        done, _slash, total = counted.partition("/")
        is_counted = done.isdigit() and total.isdigit()
        self._words.setText(_(STEPS.get(name, "")))
        self._bar.setRange(0, int(total) if is_counted else 0)
        self._bar.setValue(int(done) if is_counted else 0)


def load(desk: Desk, person: Colleague) -> Leaving:
    """On the engine thread: what nobody else can open."""
    return Leaving(person, accounts.only_theirs(desk, person.account))


def _remove(desk: Desk, account: str, accepted: tuple[str, ...], told: Callable[[str], None]) -> None:
    accounts.remove(desk, account, accept_loss=accepted, progress=told)


def _box(one: OnlyFile) -> QCheckBox:
    made = QCheckBox(_("{file} may be lost for good").format(file=one.words))
    made.setObjectName(f"accept:{one.compartment}")
    return made
