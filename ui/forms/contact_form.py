"""Writing down a contact, with what is safe above the fields: whom not to tell, which way not to take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.records import KINDS, decode
from app.records.contact import WITH_OTHERS, Contact
from app.records.fields import specs
from app.rules import contacts as rules
from app.services.client_files import contacts
from app.vaults import KnownError
from ui.forms.contact_safety import SafetyPanel
from ui.forms.control import settle
from ui.forms.grid import FieldGrid
from ui.forms.record_form import RecordForm
from ui.forms.steps import steps
from ui.theme import Space

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.rules.contacts import Known
    from ui.context import Context
    from ui.forms.fields import FieldProblem
    from ui.forms.references import References


class ContactForm(QWidget):
    """Edits the body of a contact as plain data.

    Signals:
        changed(): the person changed something.
    """

    changed = Signal()

    def __init__(self, context: Context, references: References, client: str, values: Mapping[str, Any]) -> None:
        super().__init__()
        self.setObjectName("record_form")
        self._known: Known | None = None
        self.form = RecordForm(specs(Contact), references, values=values)
        self.form.changed.connect(self._on_changed)
        self.safety = SafetyPanel()
        self.safety.person_chosen.connect(self._on_person)
        self.safety.address_chosen.connect(lambda address: self._set("address_used", address))
        self.safety.silence_kept.connect(lambda: self._set("nothing_confirmed", True))
        self.safety.reason_wanted.connect(lambda: self.form.fields.focus_first("unsafe_reason"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.safety)
        column.addWidget(self.form)
        self._judge()
        context.ops.query(self, lambda desk: contacts.known(desk, client), self._on_known)

    @property
    def is_complete(self) -> bool:
        """Whether all that should be in sight is there."""
        return self.form.is_complete

    def values(self) -> dict[str, Any]:
        """The body as plain data."""
        return self.form.values()

    def problems(self) -> list[FieldProblem]:
        """What cannot be understood, each shown beside its field."""
        return self.form.problems()

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside each of these fields."""
        self.form.point_out(texts)

    def focus_first(self) -> None:
        """Who it is comes first where it is somebody else, and what it is about where it is the client."""
        with_others = self.form.values()["direction"] in WITH_OTHERS
        self.form.fields.focus_first("with_whom" if with_others else "gist")

    def _on_known(self, known: Known) -> None:
        self._known = known
        self._judge()

    def _on_changed(self) -> None:
        self._judge()
        self.changed.emit()

    def _on_person(self, record: str) -> None:
        """Somebody who is known: the reference, and the role in words."""
        person = self._known.persons.get(record) if self._known is not None else None
        if person is not None:
            self._set("with_whom", person.relationship or person.name)
            self._set("person", record)

    def _set(self, name: str, value: str | bool) -> None:  # noqa: FBT001 - a value of a field
        control = self.form.box(name).control
        control.set_value(value)
        control.changed.emit()

    def _judge(self) -> None:
        contact = self._contact()
        if contact is None:
            return  # two values contradict each other, which the form says
        verdict = rules.judge(contact, self._known) if self._known is not None else rules.Verdict()
        self.safety.show_state(contact, self._known, verdict)
        steps().do(self, self._make_room)  # behind the steps that make the fields

    def _make_room(self) -> None:
        """The fields move down when something is said above them; Qt remembers how high they were before."""
        for grid in self.form.findChildren(FieldGrid):
            if grid.isVisible():
                grid.updateGeometry()
                settle(grid)

    def _contact(self) -> Contact | None:
        try:
            body = decode("contact", KINDS["contact"].version, self.form.values())
        except KnownError:
            return None
        return body if isinstance(body, Contact) else None
