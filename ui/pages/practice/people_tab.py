"""The people of the practice: who they are, what each role may do, and whose access reaches every file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.rules.permissions import VAULT, Action, allowed, role_of
from app.texts import _
from ui.forms.steps import steps
from ui.pages.practice.people_list import PeopleList
from ui.pages.practice.roles_view import RolesView
from ui.pages.practice.standing_view import StandingView
from ui.widgets.switch import Switch

if TYPE_CHECKING:
    from ui.context import Context


class PeopleTab(QWidget):
    """Three pages behind each other; made when the tab is first looked at.

    Signals:
        opened(account): everything about one person.
        invite_wanted(): somebody is to be added.
    """

    opened = Signal(str)
    invite_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._switch: Switch | None = None
        self._wanted = "people"
        self._wants_focus = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def turn_to(self, name: str) -> None:
        """Show one of the pages."""
        self._wanted = name
        if self._switch is not None:
            self._switch.turn_to(name)

    def refresh(self) -> None:
        """Ask for the lists again."""
        if self._switch is None:
            return
        for name in ("people", "standing"):
            page = self._switch.page(name)
            if isinstance(page, PeopleList | StandingView):
                page.refresh()

    def focus_first(self) -> None:
        """Put the focus on the table."""
        page = self._switch.page("people") if self._switch is not None else None
        if isinstance(page, PeopleList) and page.isVisible():
            page.focus_first()
        self._wants_focus = self._switch is None

    def _make(self) -> None:
        if self._switch is not None:
            return
        self._switch = Switch(
            {
                "people": (_("People"), self._list),
                "roles": (_("What each role may do"), RolesView),
                "standing": (_("Access to every file"), lambda: StandingView(self._context)),
            },
            _("People and rights"),
            self._wanted,
        )
        self._switch.setObjectName("people_switch")
        self._column.addWidget(self._switch, 1)
        if self._wants_focus:
            self.focus_first()

    def _list(self) -> PeopleList:
        may_invite = allowed(role_of(self._context.who.role), Action.PEOPLE, VAULT)
        made = PeopleList(self._context, may_invite=may_invite)
        made.opened.connect(self.opened)
        made.invite_wanted.connect(self.invite_wanted)
        made.refresh()
        return made

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._switch is None:
            steps().do(self, self._make)
