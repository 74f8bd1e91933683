"""About a minor, over the list of consents: who may consent by law, who represents the child, birthdays to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app import clock, formats
from app.rules.consent_minors import MAJORITY
from app.services import clients
from app.services.client_files import birthdays
from app.services.consenting import consents
from app.texts import _, ngettext
from ui.taking.law import LawLine, law_card, law_of
from ui.theme import Space
from ui.widgets import IconLabel, button, clear, label, row, set_shown
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from app.desk import Desk
    from app.records.birthdays import Birthday
    from app.records.consent_parts import ConsentGuardian


@dataclass(frozen=True, slots=True)
class AboutMinor:
    """A client below the age of majority: those who represent them, the rules, and the next birthday that matters."""

    age: int
    guardians: list[ConsentGuardian]
    law: tuple[LawLine, ...]
    birthday: Birthday | None


def look(desk: Desk, client: str) -> AboutMinor | None:
    """None for an adult, and where no age is known; runs on the engine thread."""
    (who,) = clients.rows(desk, [client])
    if who.age is None or who.age >= MAJORITY:
        return None
    law = law_of(desk, who.age, clock.today())
    return AboutMinor(who.age, consents.guardians(desk, client), law, birthdays.pending(desk, client))


class MinorCard(QFrame):
    """One line each; the rules come when they are asked for.

    Signals:
        reviewed(): consent and assent were looked at for the birthday.
    """

    reviewed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("minor_card")
        set_card(self)
        self._law: QWidget | None = None
        self._toggle = button(_("Who may consent here"), self.toggle_law, kind="link", glyph="scale", name="show_law")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        self._lines.setSpacing(Space.XS)
        self.hide()

    def show_about(self, found: AboutMinor | None) -> None:
        """Show it, or nothing for an adult."""
        set_shown(self, found is not None)
        if found is None:
            return
        self._toggle.setParent(None)
        clear(self._lines)
        self._law = None
        age = ngettext("{n} year", "{n} years", found.age).format(n=found.age)
        head = row(IconLabel("baby", "muted"), label(_("A minor, {age}").format(age=age)), None, self._toggle)
        self._toggle.show()
        self._lines.addLayout(head)
        named = "; ".join(_guardian(one) for one in found.guardians)
        words = named or _("Nobody is named in the profile who represents the child.")
        self._lines.addWidget(label(_("Represented by: {names}").format(names=words) if named else words, wrap=True))
        if found.birthday is not None:
            self._lines.addLayout(self._birthday(found.birthday))
        self._law = law_card(found.law) if found.law else None
        set_shown(self._toggle, self._law is not None)
        if self._law is not None:
            self._lines.addWidget(self._law)
            self._law.hide()

    def toggle_law(self) -> None:
        """Show the rules, or take them away."""
        if self._law is not None:
            self._law.setVisible(self._law.isHidden())

    def _birthday(self, found: Birthday) -> QVBoxLayout:
        text = _("Turns {age} on {date}: look at consent, assent and what representatives are told.")
        words = label(text.format(age=found.age, date=formats.long_date(found.day)), tone="due", wrap=True)
        looked = button(_("I have looked at it"), self.reviewed.emit, kind="link", name="birthday_reviewed")
        line = row(IconLabel("calendar-clock", "due"), words, looked)
        line.setStretch(1, 1)
        outer = QVBoxLayout()
        outer.addLayout(line)
        return outer


def _guardian(one: ConsentGuardian) -> str:
    """`Ewa Lis (mother), sole custody, birth certificate, until 3 March 2027`."""
    who = f"{one.name} ({one.relationship})" if one.relationship else one.name
    until = _("until {date}").format(date=formats.long_date(one.authority_until)) if one.authority_until else ""
    parts = [
        who,
        _(one.custody.label).lower() if one.custody else "",
        _(one.authority.label).lower() if one.authority else _("authority not seen"),
        until,
    ]
    return ", ".join(part for part in parts if part)
