"""What is safe about a contact: shown while one writes, so that the rule is known before the call is over."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.records.choices import YesNo
from app.records.contact import OUTGOING, WITH_OTHERS, Direction
from app.texts import _
from ui.theme import Space
from ui.widgets import Strip, button, clear, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.records.client import Phone
    from app.records.contact import Contact
    from app.rules.contacts import Known, Verdict

MOST_PEOPLE = 6
MOST_NUMBERS = 4


class SafetyPanel(QWidget):
    """First what must not be said, then what stands against the contact, then whom and which number it may be about.

    Signals:
        person_chosen(record): this person around the client it is.
        address_chosen(address): this number was used.
        reason_wanted(): write down why it was necessary all the same.
        silence_kept(): nothing was confirmed to whoever got in touch.
    """

    person_chosen = Signal(str)
    address_chosen = Signal(str)
    reason_wanted = Signal()
    silence_kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("safety_panel")
        self._shown: object = None
        self._silence = Strip()
        self._silence.setObjectName("do_not_confirm")
        self._say = label(
            _("You can say: “I do not tell anybody who comes here and who does not. You may leave your number.”"),
            tone="muted", wrap=True,
        )  # fmt: skip
        self._blocks = Strip()
        self._blocks.setObjectName("contact_blocks")
        self._blocks.add_action(_("Nothing was confirmed"), self.silence_kept.emit, name="nothing_was_confirmed")
        self._blocks.add_action(_("Write down why"), self.reason_wanted.emit, name="write_reason")
        self._hints = Strip()
        self._hints.setObjectName("contact_hints")
        self._picks = QVBoxLayout()
        self._picks.setSpacing(Space.XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for part in (self._silence, self._say, self._blocks, self._hints):
            column.addWidget(part)
        column.addLayout(self._picks)

    @property
    def blocks(self) -> str:
        """What stands against the contact."""
        return self._blocks.text

    def show_state(self, contact: Contact, known: Known | None, verdict: Verdict) -> None:
        """Show what the rules say about the contact as it is now."""
        with_others = contact.direction in WITH_OTHERS
        name = known.client.name if known is not None else ""
        from_other = contact.direction is Direction.FROM_OTHER  # the first hint then says what stands above
        _say(self._silence, _silence(name, known) if with_others else "", "due")
        set_shown(self._say, from_other)
        _say(self._blocks, " ".join(verdict.blocks), "danger")
        kept = self._blocks.findChild(QPushButton, "nothing_was_confirmed")
        if kept is not None:
            set_shown(kept, from_other and not contact.nothing_confirmed)
        _say(self._hints, " ".join(verdict.hints[1:] if from_other else verdict.hints), "due")
        self._show_picks(contact, known)

    def _show_picks(self, contact: Contact, known: Known | None) -> None:
        state = (contact.direction, contact.person, contact.address_used, known is not None)
        if state == self._shown:
            return
        self._shown = state
        clear(self._picks)
        if known is None:
            return
        if contact.direction in WITH_OTHERS and known.persons and not contact.person:
            self._picks.addLayout(row(label(_("Who is it?"), tone="muted"), *self._people(known), None))
        if contact.direction in OUTGOING and not contact.address_used:
            numbers = list(self._numbers(contact, known))
            if numbers:
                self._picks.addLayout(row(label(_("Which number?"), tone="muted"), *numbers, None))

    def _people(self, known: Known) -> Iterator[QWidget]:
        unsafe_first = sorted(known.persons.items(), key=lambda item: not item[1].is_unsafe)
        for record, person in unsafe_first[:MOST_PEOPLE]:
            glyph = "ban" if person.is_unsafe else "user-round"
            made = button(person.name.replace("&", "&&"), partial(self.person_chosen.emit, record), glyph=glyph)
            made.setObjectName(f"it_is:{person.name}")
            made.setToolTip(person.relationship)
            yield made

    def _numbers(self, contact: Contact, known: Known) -> Iterator[QWidget]:
        person = known.persons.get(contact.person)
        phones = known.client.phones if contact.direction is Direction.TO_CLIENT else person.phones if person else []
        for phone in [phone for phone in phones if phone.number.strip()][:MOST_NUMBERS]:
            glyph = "ban" if YesNo.NO in _answers(phone) else "phone"
            made = button(phone.number, partial(self.address_chosen.emit, phone.number), glyph=glyph)
            made.setObjectName(f"number:{phone.number}")
            made.setToolTip(phone.note)
            yield made


def _silence(name: str, known: Known | None) -> str:
    who = name or _("anybody")
    words = _("Do not confirm that {client} is a client.").format(client=who)
    unknowing = [person.name for person in known.persons.values() if person.must_not_know] if known else []
    if unknowing:
        learn = _("Must not learn it: {names}.").format(names=", ".join(unknowing))
        words = f"{words} {learn}"
    return words


def _say(strip: Strip, text: str, kind: str) -> None:
    """Only what is new is said: screen readers read every message aloud."""
    if strip.text != text:
        strip.say(text, kind)


def _answers(phone: Phone) -> tuple[YesNo | None, ...]:
    return phone.safe_to_call, phone.safe_to_leave_voicemail, phone.safe_to_text
