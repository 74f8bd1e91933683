"""The head of a client's file: who it is, what to mind, whether consent is in force, and what one came to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.records import KINDS
from app.records.client import AT_REST, FileStatus
from app.rules.consent_state import State
from app.texts import _, ngettext
from ui.theme import Space, icon
from ui.widgets import IconLabel, PageHeader, Strip, button, column, icon_button, label, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QPushButton, QToolButton

    from app.rules.consent_state import ConsentState
    from app.services.files import ClientFile
    from app.services.summaries import PersonRow

# What one writes in a client's file, by how often; a None is a line between them.
NEW_KINDS = (
    "session_note", "process_note", "consent", "release", None,
    "document", "contact", "referral", "consultation", None,
    "feedback", "boundary_record", None,
    "related_person", "episode", "treatment_plan", "closure",
)  # fmt: skip


class FileHead(QWidget):
    """Made anew each time the file is opened.

    Signals:
        new_wanted(kind): begin a record of this kind.
        phone_call_wanted(): write down a call while it goes on.
        export_wanted(), join_wanted(), part_wanted(code), remove_wanted(), reopen_wanted(): from the menu of the file.
    """

    new_wanted = Signal(str)
    phone_call_wanted = Signal()
    export_wanted = Signal()
    join_wanted = Signal()
    part_wanted = Signal(str)
    remove_wanted = Signal()
    reopen_wanted = Signal()

    def __init__(self, file: ClientFile, people: Sequence[PersonRow] = ()) -> None:
        super().__init__()
        self.setObjectName("file_head")
        head = PageHeader(file.name, facts_in_words(file), is_name=True)
        head.name_parts("client_name", "client_facts")
        self.write_button = button(
            _("Write note"), lambda: self.new_wanted.emit("session_note"), kind="primary", glyph="pen-line",
            name="write_note",
        )  # fmt: skip
        for action in (
            _call_button(self.phone_call_wanted.emit), self._new_button(), self.write_button, self._menu_button(file),
        ):  # fmt: skip
            head.add_action(action)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.S)
        outer.addWidget(head)
        if file.alerts:
            alerts = Strip()
            alerts.setObjectName("client_alerts")
            outer.addWidget(alerts)
            alerts.say(" · ".join(file.alerts), "due")
        outer.addLayout(self._hints(file, people))

    def _hints(self, file: ClientFile, people: Sequence[PersonRow]) -> QVBoxLayout:
        lines = []
        unknowing = [_named(person) for person in people if person.must_not_know]
        if unknowing:
            text = _("Must not learn that this person is a client: {names}").format(names=" · ".join(unknowing))
            lines.append(_line("shield-alert", "due", text, "must_not_know"))
        avoided = [_named(person) for person in people if person.is_unsafe and not person.must_not_know]
        hints = [*file.safe_contact, *(_("do not contact: {who}").format(who=name) for name in avoided)]
        if hints:
            text = _("Reaching the client: {hints}").format(hints=" · ".join(hints))
            lines.append(_line("phone", "due", text, "safe_contact"))
        if file.consent is not None:
            take = button(
                _("Take consent"), lambda: self.new_wanted.emit("consent"), kind="link", name="take_consent"
            )  # fmt: skip
            lines.append(_line(*consent_look(file.consent), consent_in_words(file.consent), "consent_state", take))
        return column(*lines, spacing=Space.XS)

    def _new_button(self) -> QPushButton:
        made = button(_("New…"), glyph="plus", name="new_record")
        menu = QMenu(made)
        for kind in NEW_KINDS:
            if kind is None:
                menu.addSeparator()
                continue
            action = menu.addAction(icon(KINDS[kind].icon), _(KINDS[kind].label))
            action.setData(kind)
        menu.triggered.connect(lambda action: self.new_wanted.emit(str(action.data())))
        made.setMenu(menu)
        return made

    def _menu_button(self, file: ClientFile) -> QToolButton:
        made = icon_button("ellipsis-vertical", _("More about this file"), name="file_menu")
        menu = QMenu(made)
        menu.addAction(icon("download"), _("Export this file…"), self.export_wanted.emit)
        menu.addSeparator()
        menu.addAction(icon("link"), _("Join with another file of this person…"), self.join_wanted.emit)
        for code in file.joined_codes:
            text = _("Part from {code} again").format(code=code)
            menu.addAction(icon("undo-2"), text, lambda code=code: self.part_wanted.emit(code))
        if file.status in AT_REST:
            menu.addAction(icon("door-open"), _("Open this file again"), self.reopen_wanted.emit)
        else:
            menu.addAction(icon("archive"), _("Close this file…"), lambda: self.new_wanted.emit("closure"))
        menu.addSeparator()
        remove = menu.addAction(icon("trash-2", "danger"), _("Remove this client…"), self.remove_wanted.emit)
        remove.setEnabled(may_be_removed(file))
        if not may_be_removed(file):
            remove.setText(_("Remove this client: not once something is signed"))
        made.setMenu(menu)
        made.setPopupMode(made.ToolButtonPopupMode.InstantPopup)
        return made


def _call_button(pressed: Callable[[], object]) -> QPushButton:
    made = button(_("Call…"), pressed, glyph="phone-call", name="phone_call")
    made.setToolTip(_("The phone rings: write the call down while it goes on"))
    return made


def may_be_removed(file: ClientFile) -> bool:
    """Whether nothing in the file is signed and no other file was joined to it."""
    return not file.joined_codes and not any(n for kind, n in file.counts.items() if KINDS[kind].signed)


def facts_in_words(file: ClientFile) -> str:
    """`K-0007 · she/her · 34 years · Adult · Open`."""
    age = ngettext("{n} year", "{n} years", file.age).format(n=file.age) if file.age is not None else ""
    status = _(FileStatus.label_of(file.status)) if file.status else ""
    return " · ".join(part for part in (file.code, file.pronouns, age, file.group, status) if part)


def consent_in_words(state: ConsentState) -> str:
    """The state of the consent and the reason for it, unless the reason begins with the state."""
    said = _(state.state.label)
    if state.reason.startswith(said):
        return _("Consent to therapy: {state}").format(state=state.reason)
    words = _("Consent to therapy: {state}").format(state=said)
    return f"{words}. {state.reason}" if state.reason else words


def consent_look(state: ConsentState) -> tuple[str, str]:
    """Icon and tone of a consent's state."""
    if state.state is State.ACTIVE:
        return "circle-check", "good"
    if state.state is State.SUPERSEDED:
        return "circle-slash", "muted"
    return "circle-alert", "due"


def _named(person: PersonRow) -> str:
    """`Jan Kowalski (former partner)`."""
    return f"{person.name} ({person.relationship})" if person.relationship else person.name


def _line(glyph: str, tone: str, text: str, name: str, action: QWidget | None = None) -> QWidget:
    words = label(text, wrap=True)
    words.setObjectName(name)
    part = QWidget()
    inside = row(IconLabel(glyph, tone), words, *([action] if action else []))
    inside.setStretch(1, 1)
    part.setLayout(inside)
    return part
