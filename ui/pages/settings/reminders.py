"""Reminders of the practice itself: a switch for the person who is signed in."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from app.services.practice import reminders
from app.texts import _
from ui.pages.settings.section import Section
from ui.widgets import column, label

if TYPE_CHECKING:
    from ui.context import Context


class RemindersSection(Section):
    """Legal clocks and what concerns clients are always told; this is about the rest."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Reminders"))
        self._practice = QCheckBox(_("Remind me of the practice itself"))
        self._practice.setObjectName("practice_reminders")
        self._practice.clicked.connect(self._on_clicked)
        hint = _(
            "Policies to read and to look at again, standards, the professional will, drills, trainings, credentials. "
            "That a licence, an entry in a register or an insurance ends is told in any case. "
            "Each reminder on Today can be put off."
        )
        self.content.addLayout(column(self._practice, label(hint, size="small", tone="muted", wrap=True), spacing=2))

    def refresh(self) -> None:
        self.ask(reminders.are_on, self._practice.setChecked, latest="reminders")

    def _on_clicked(self, on: bool) -> None:  # noqa: FBT001 - as Qt calls it
        self.keep(partial(reminders.switch, on=on), changes={"preferences"})
