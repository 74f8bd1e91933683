"""Where something goes and, for somebody else, all that the register wants: the part that every sheet shares."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.rules.destinations import Destination, Sending
from app.texts import ngettext
from ui.releasing.where import Where
from ui.theme import Space
from ui.widgets import set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.keeping.outgoing import Parcel
    from app.services.outgoing.releasing import Offer
    from ui.context import Context
    from ui.releasing.somebody import SomebodyForm


class Handing(QWidget):
    """The answers, and below them the form for somebody else, made when it is first asked for.

    Signals:
        changed(): another answer, or more of the form is filled in.
    """

    changed = Signal()

    def __init__(self, context: Context | None = None) -> None:
        """Without a context nobody has signed in, and nothing is asked."""
        super().__init__()
        self._context = context
        self._parcel: Parcel | None = None
        self._form: SomebodyForm | None = None
        self._where = Where()
        self._where.changed.connect(self._on_where)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        self._column.addWidget(self._where)

    @property
    def destination(self) -> Destination:
        """The answer that is chosen."""
        return self._where.destination

    @property
    def is_for_others(self) -> bool:
        """Whether the form for somebody else is in sight."""
        return self.destination is Destination.SOMEBODY_ELSE

    @property
    def is_ready(self) -> bool:
        """Whether it may leave now, as far as the vault has said."""
        return not self.is_for_others or (self._form is not None and self._form.is_ready)

    @property
    def first_missing(self) -> str:
        """What is still missing first, in words; nothing while nothing is."""
        return self._form.first_missing if self._form is not None and self.is_for_others else ""

    def go_to_missing(self) -> None:
        """Go to the field that is missing first."""
        if self._form is not None:
            self._form.go_to_missing()

    def sending(self) -> Sending:
        """What was said."""
        if self._form is not None and self.is_for_others:
            return self._form.sending()
        return replace(Sending(), destination=self.destination)

    def show_parcel(self, parcel: Parcel, offers: Sequence[Offer]) -> None:
        """Ask about this; to be called once."""
        self._parcel = parcel
        self._where.show_offers(offers)
        self._on_where()  # where there is one answer alone it may be the one with the form

    def focus_chosen(self) -> None:
        """Put the focus on the chosen answer."""
        self._where.focus_chosen()

    def says(self, plain: str, *, prints: bool) -> str:
        """What the button that lets it out says will happen; `plain` where nothing is written into the register."""
        if self.destination is Destination.PRACTICE:
            return plain
        files = self._form.files if self._form is not None and self.is_for_others else 1
        if self.is_for_others and files == 0:
            return plain
        if prints:
            words = ngettext("Write the disclosure and print", "Write {n} disclosures and print", max(files, 1))
        else:
            words = ngettext("Write the disclosure and save…", "Write {n} disclosures and save…", max(files, 1))
        return words.format(n=files)

    def _on_where(self) -> None:
        if self.is_for_others and self._form is None and self._context is not None and self._parcel is not None:
            from ui.releasing.somebody import SomebodyForm

            self._form = SomebodyForm(self._context, self._parcel)
            self._form.changed.connect(self.changed)
            self._column.addWidget(self._form)
            self._form.show()
        if self._form is not None:
            set_shown(self._form, self.is_for_others)
        self.changed.emit()
