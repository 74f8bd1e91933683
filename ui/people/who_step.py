"""Adding a person, step 1: the owner says who it is and what they are to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from app.rules import roles
from app.rules.permissions import ROLES, Action, Role, allowed
from app.texts import _
from ui.entrance.frame import Screen, field
from ui.forms.choices import QuietCombo
from ui.theme import Space
from ui.widgets import button, label

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.people.colleagues import Colleague
    from ui.context import Context

INDENT = 26  # what belongs to a radio button begins where its words begin


class WhoStep(Screen):
    """Signals: planned(invitation): name and role are given; the sign-in name is the person's own to choose."""

    planned = Signal(object)

    def __init__(self, context: Context, step: str) -> None:
        super().__init__(
            _("Add a person"),
            _("Ask them to sit beside you. You say who they are; they choose their own passphrase, which nobody else "
              "needs to know."),
            step=step,
        )  # fmt: skip
        self._context = context
        self._name = QLineEdit()
        self._name.setObjectName("person_name")
        self._roles = QButtonGroup(self)
        self._supervisor = QuietCombo()
        self._supervisor.setObjectName("supervisor")
        self._supervisor.addItem(_("Nobody"), "")
        self._supervision = QWidget()
        under = field(_("Supervised by"), self._supervisor, _("Signed notes are co-signed by this person."))
        under.setContentsMargins(0, Space.XS, 0, 0)
        self._supervision.setLayout(under)
        self._hand_over = button(_("Hand the keyboard over"), self._on_planned, kind="primary", name="hand_over_desk")
        self._cancel = button(_("Cancel"), self.back_wanted.emit, kind="quiet", name="cancel_person")
        self.content.addLayout(field(_("Name"), self._name))
        self.content.addSpacing(Space.XS)
        self.content.addLayout(self._role_choice())
        self.content.addWidget(self._supervision)
        self.buttons.addWidget(self._cancel)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self._hand_over)
        self._name.textChanged.connect(lambda _text: self._show_state())
        self._name.returnPressed.connect(self._on_planned)
        self._roles.idClicked.connect(lambda _id: self._show_state())
        self._show_state()

    def begin(self) -> None:
        self._name.setFocus()
        self._context.ops.query(self, _supervisors, self._on_supervisors, self.strip.say_error, latest="supervisors")

    def say_handed_over(self) -> None:
        """From now on somebody else may have the keyboard: to leave is to lock."""
        self._cancel.setText(_("Cancel and lock"))

    def _role_choice(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setSpacing(2)
        caption = label(_("Role"))
        caption.setProperty("strong", "true")
        made.addWidget(caption)
        for number, role in enumerate(ROLES):
            words = roles.of_role(role)
            choice = QRadioButton(words.label)
            choice.setObjectName(f"role:{role.value}")
            choice.setAccessibleDescription(words.purpose)
            choice.setChecked(role is Role.CLINICIAN)
            self._roles.addButton(choice, number)
            meaning = label(words.purpose, size="small", tone="muted", wrap=True)
            meaning.setContentsMargins(INDENT, 0, 0, Space.XS)
            made.addWidget(choice)
            made.addWidget(meaning)
        return made

    def _role(self) -> Role:
        return ROLES[max(0, self._roles.checkedId())]

    def _on_supervisors(self, found: list[Colleague]) -> None:
        chosen = self._supervisor.currentData()
        while self._supervisor.count() > 1:
            self._supervisor.removeItem(1)
        for one in found:
            self._supervisor.addItem(one.name, one.account)
        self._supervisor.setCurrentIndex(max(0, self._supervisor.findData(chosen)))
        self._show_state()

    def _show_state(self) -> None:
        self._hand_over.setEnabled(bool(self._name.text().strip()))
        self._supervision.setVisible(self._role() is Role.CLINICIAN and self._supervisor.count() > 1)

    def _on_planned(self) -> None:
        if not self._hand_over.isEnabled():
            return
        from app.services.people.accounts import Invitation

        name, role = self._name.text().strip(), self._role()
        supervisor = str(self._supervisor.currentData()) if role is Role.CLINICIAN else ""
        self.planned.emit(Invitation(name=name, login="", role=role, supervisor=supervisor))


def _supervisors(desk: Desk) -> list[Colleague]:
    """Whoever may co-sign."""
    from app.services.people import colleagues

    return [one for one in colleagues.everybody(desk) if allowed(one.role, Action.CO_SIGN, "clinical")]
