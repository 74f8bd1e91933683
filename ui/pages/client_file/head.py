"""The head of a client's file: who it is, what to mind, whether consent is in force, and what one came to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records.client import FileStatus
from app.rules.consent_state import State
from app.texts import _, ngettext
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, column, label, row

if TYPE_CHECKING:
    from app.rules.consent_state import ConsentState
    from app.services.files import ClientFile


class FileHead(QWidget):
    """Made anew each time the file is opened.

    Signals:
        note_wanted(), consent_wanted(), private_note_wanted(): a button was pressed.
    """

    note_wanted = Signal()
    consent_wanted = Signal()
    private_note_wanted = Signal()

    def __init__(self, file: ClientFile) -> None:
        super().__init__()
        self.setObjectName("file_head")
        name = label(file.name, size="title", wrap=True)
        name.setObjectName("client_name")
        facts = label(facts_in_words(file), tone="muted", wrap=True)
        facts.setObjectName("client_facts")
        self.write_button = button(
            _("Write note"), self.note_wanted.emit, kind="primary", glyph="pen-line", name="write_note"
        )
        actions = row(
            button(_("Take consent"), self.consent_wanted.emit, glyph="handshake", name="take_consent"),
            button(_("Private note"), self.private_note_wanted.emit, glyph="notebook-pen", name="private_note"),
            self.write_button,
        )
        top = row(column(name, facts, spacing=2), actions, spacing=Space.L)
        top.setStretch(0, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.S)
        outer.addLayout(top)
        if file.alerts:
            alerts = Strip()
            alerts.setObjectName("client_alerts")
            outer.addWidget(alerts)
            alerts.say(" · ".join(file.alerts), "due")
        outer.addLayout(self._hints(file))

    def _hints(self, file: ClientFile) -> QVBoxLayout:
        lines = []
        if file.consent is not None:
            lines.append(_line(*consent_look(file.consent), consent_in_words(file.consent), "consent_state"))
        if file.safe_contact:
            text = _("Reaching the client: {hints}").format(hints=" · ".join(file.safe_contact))
            lines.append(_line("phone", "due", text, "safe_contact"))
        return column(*lines, spacing=Space.XS)


def facts_in_words(file: ClientFile) -> str:
    """`K-0007 · she/her · 34 years · Adult · Open`."""
    age = ngettext("{n} year", "{n} years", file.age).format(n=file.age) if file.age is not None else ""
    status = _(FileStatus.label_of(file.status)) if file.status else ""
    return " · ".join(part for part in (file.code, file.pronouns, age, file.group, status) if part)


def consent_in_words(state: ConsentState) -> str:
    """The state of the consent and the reason for it."""
    words = _("Consent to therapy: {state}").format(state=_(state.state.label))
    return f"{words}. {state.reason}" if state.reason else words


def consent_look(state: ConsentState) -> tuple[str, str]:
    """Icon and tone of a consent's state."""
    if state.state is State.ACTIVE:
        return "circle-check", "good"
    if state.state is State.SUPERSEDED:
        return "circle-slash", "muted"
    return "circle-alert", "due"


def _line(glyph: str, tone: str, text: str, name: str) -> QWidget:
    words = label(text, wrap=True)
    words.setObjectName(name)
    part = QWidget()
    inside = row(IconLabel(glyph, tone), words)
    inside.setStretch(1, 1)
    part.setLayout(inside)
    return part
