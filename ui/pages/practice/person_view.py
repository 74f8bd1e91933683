"""One person of the practice: role, supervision, standing access, how to reach them, and letting them go."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from app import formats
from app.rules import roles
from app.rules.permissions import ROLES, VAULT, Action, Role, allowed, role_of
from app.rules.sharing import LEVEL_LABELS, STANDING_LABELS, Level, Part, can_use
from app.services.people import accounts, colleagues, standing
from app.texts import N_, _
from ui.forms.choices import QuietCombo
from ui.forms.steps import steps
from ui.theme import READING_WIDTH, Space
from ui.triggers import PERSON
from ui.widgets import PageHeader, Strip, button, card, column, divider, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.people.colleagues import Colleague
    from ui.context import Context
    from ui.known import KnownError

LINES = {
    "title": N_("Profession or title"),
    "registration": N_("Registration or licence"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
}


class Found(NamedTuple):
    """The person, who may supervise them, and how far their standing access goes by kind of file."""

    person: Colleague
    supervisors: list[Colleague]
    standing: dict[str, Level]


class PersonView(QWidget):
    """Takes the place of the lists. Each change is kept at once and says so; a new role and leaving have a button.

    Signals:
        closed(): back to the list.
        changed(account): what the person may do is another thing now: show them anew.
        refused(account, error): a change was refused: show what holds, and why.
        remove_wanted(person): they are to lose their way in.
    """

    closed = Signal()
    changed = Signal(str)
    refused = Signal(str, object)
    remove_wanted = Signal(object)

    def __init__(self, context: Context, found: Found) -> None:
        super().__init__()
        self.setObjectName("person_view")
        self._context = context
        self._person = found.person
        self._may = allowed(role_of(context.who.role), Action.PEOPLE, VAULT) and found.person.is_active
        self._strip = Strip()
        head = PageHeader(found.person.name, _subtitle(found.person), is_name=True)
        self._back = button(_("To the list"), self.closed.emit, kind="quiet", glyph="arrow-left", name="to_people")
        head.add_action(self._back)
        body = QWidget()
        body.setMaximumWidth(READING_WIDTH)
        self._inside = QVBoxLayout(body)
        self._inside.setContentsMargins(0, 0, Space.S, 0)
        self._inside.setSpacing(Space.M)
        self._inside.addWidget(self._strip)
        self._inside.addStretch(1)
        for make in self._cards(found):
            steps().do(self, partial(self._add, make))
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(Space.M)
        down.addWidget(head)
        down.addWidget(scrolling(body), 1)

    def say_error(self, error: KnownError) -> None:
        """Say why a change was refused."""
        self._strip.say_error(error)

    @property
    def account(self) -> str:
        """Whose page it is."""
        return self._person.account

    def focus_first(self) -> None:
        """Put the focus on the way back: nothing here is changed by one key."""
        self._back.setFocus()

    def _cards(self, found: Found) -> list[Callable[[], QWidget]]:
        """What makes each card: one after the other, so that the window never waits for all of them."""
        made: list[Callable[[], QWidget]] = [self._role_card]
        if found.person.is_active:
            made += [partial(self._work_card, found), partial(self._standing_card, found)]
        made.append(self._contact_card)
        if self._may and not found.person.is_me:
            made.append(self._leaving_card)
        return made

    def _add(self, make: Callable[[], QWidget]) -> None:
        self._inside.insertWidget(self._inside.count() - 1, make())

    def _role_card(self) -> QWidget:
        words = roles.of_role(self._person.role)
        self._roles = QuietCombo()
        self._roles.setObjectName("role")
        self._roles.setAccessibleName(_("Role"))
        for role in ROLES:
            self._roles.addItem(roles.of_role(role).label, role.value)
        self._roles.setCurrentIndex(max(0, self._roles.findData(self._person.role.value)))
        self._purpose = label(words.purpose, size="small", tone="muted", wrap=True)
        self._change = button(_("Change the role"), self._on_role, name="change_role")
        self._change.setEnabled(False)
        self._roles.currentIndexChanged.connect(lambda _index: self._show_role())
        self._roles.setEnabled(self._may)
        self._change.setVisible(self._may)
        return card(_title(_("Role")), row(self._roles, self._change, None), self._purpose)

    def _work_card(self, found: Found) -> QWidget:
        person = found.person
        self._supervisor = QuietCombo()
        self._supervisor.setObjectName("supervisor")
        self._supervisor.setAccessibleName(_("Supervised by"))
        self._supervisor.addItem(_("Nobody"), "")
        for one in found.supervisors:
            self._supervisor.addItem(one.name, one.account)
        self._supervisor.setCurrentIndex(max(0, self._supervisor.findData(person.supervisor)))
        self._supervisor.activated.connect(
            lambda _index: self._write(supervisor=str(self._supervisor.currentData() or ""))
        )
        leads = QCheckBox(_("Leads the work on incidents"))
        leads.setObjectName("safety_lead")
        leads.setChecked(person.is_safety_lead)
        leads.clicked.connect(lambda on: self._write(is_safety_lead=on))
        for part in (self._supervisor, leads):
            part.setEnabled(self._may)
        hint = _("What this person signs waits for the supervisor's co-signature.")
        return card(
            _title(_("Work together")),
            row(label(_("Supervised by")), self._supervisor, None),
            label(hint, size="small", tone="muted", wrap=True),
            leads,
        )

    def _standing_card(self, found: Found) -> QWidget:
        lines = [line for part in Part if (line := self._standing_line(part, found)) is not None]
        words = _("Everybody is told of it. For files from before, each colleague says so once.")
        nothing = label(_("Files open for this person one by one, as they are shared."), tone="muted", wrap=True)
        return card(
            _title(_("Access to every file")),
            *(lines or [nothing]),
            *([label(words, size="small", tone="muted", wrap=True)] if lines else []),
        )

    def _standing_line(self, part: Part, found: Found) -> QWidget | None:
        """A choice of how far it goes; None where this role could do nothing with it."""
        offered = [level for level in Level if can_use(found.person.role, part, level)]
        if not offered or (not self._may and part.value not in found.standing):
            return None
        choice = QuietCombo()
        choice.setObjectName(f"standing:{part.value}")
        caption = _(STANDING_LABELS[part.value])
        choice.setAccessibleName(caption)
        choice.addItem(_("no"), "")
        for level in offered:
            choice.addItem(_(LEVEL_LABELS[level]), level.value)
        choice.setCurrentIndex(max(0, choice.findData(str(found.standing.get(part.value, "")))))
        choice.setEnabled(self._may)
        choice.activated.connect(lambda _index: self._on_standing(part, str(choice.currentData())))
        made = QWidget()
        made.setLayout(row(label(caption[:1].upper() + caption[1:]), None, choice))
        return made

    def _contact_card(self) -> QWidget:
        editors = []
        for name, caption in LINES.items():
            edit = QLineEdit(str(getattr(self._person, name)))
            edit.setObjectName(name)
            edit.setAccessibleName(_(caption))
            edit.setReadOnly(not self._may)
            edit.editingFinished.connect(partial(self._on_line, name, edit))
            words = label(_(caption), size="small", tone="muted")
            words.setBuddy(edit)
            editors.append(column(words, edit, spacing=2))
        pairs = [row(editors[0], editors[1], spacing=Space.L), row(editors[2], editors[3], spacing=Space.L)]
        return card(_title(_("On papers, and how to reach them")), *pairs, spacing=Space.M)

    def _leaving_card(self) -> QWidget:
        words = _("They cannot sign in any more, and what they could open gets new keys. What they wrote stays.")
        leave = button(
            _("Remove {name}…").format(name=self._person.name), partial(self.remove_wanted.emit, self._person),
            kind="danger", name="remove_person",
        )  # fmt: skip
        return card(
            _title(_("Leaving the practice")), label(words, tone="muted", wrap=True), divider(), row(None, leave)
        )

    def _chosen_role(self) -> Role:
        return role_of(str(self._roles.currentData()))

    def _show_role(self) -> None:
        role = self._chosen_role()
        self._purpose.setText(roles.of_role(role).purpose)
        self._change.setEnabled(self._may and role != self._person.role)
        is_mine = self._person.is_me and role != self._person.role
        self._strip.say(_("It is your own role: the window locks when it is changed.") if is_mine else "", "due")

    def _on_role(self) -> None:
        role = self._chosen_role()
        account, is_mine = self._person.account, self._person.is_me

        def changed() -> None:
            if is_mine:
                self._context.announcer.lock_wanted.emit(PERSON)  # the desk of the old role ends here
            else:
                self._context.announcer.toast(_("Saved"))
                self.changed.emit(account)

        self._send(lambda desk: accounts.change_role(desk, account, role), changed)

    def _on_standing(self, part: Part, chosen: str) -> None:
        account, level = self._person.account, Level(chosen) if chosen else None
        self._send(lambda desk: standing.change(desk, account, part, level), self._say_saved)

    def _on_line(self, name: str, edit: QLineEdit) -> None:
        if edit.text().strip() != getattr(self._person, name):
            self._write(**{name: edit.text().strip()})

    def _write(self, **values: Any) -> None:
        person = self._person

        def written() -> None:
            self._person = replace(self._person, **values)
            self._say_saved()

        self._send(lambda desk: colleagues.change(desk, person.account, **values), written)

    def _send(self, work: Callable[[Desk], object], done: Callable[[], None]) -> None:
        self._strip.hush()
        self._context.ops.command(self, work, lambda _result: done(), self._on_failed, changes={"person"})

    def _say_saved(self) -> None:
        self._context.announcer.toast(_("Saved"))

    def _on_failed(self, error: KnownError) -> None:
        self.refused.emit(self.account, error)


def load(desk: Desk, account: str) -> Found:
    """On the engine thread: all that the page shows."""
    person = colleagues.one(desk, account)
    may = [one for one in colleagues.everybody(desk) if allowed(one.role, Action.CO_SIGN, "clinical")]
    found = {one.kind: one.level for one in standing.rows(desk) if one.account == account}
    return Found(person, [one for one in may if one.account != account], found)


def _title(text: str) -> QWidget:
    made = label(text)
    made.setProperty("strong", "true")
    return made


def _subtitle(person: Colleague) -> str:
    since = _("since {date}").format(date=formats.short_date(formats.local(person.since).date()))
    parts = [person.role_label, since, _("sign-in name {name}").format(name=person.login)]
    if not person.is_active:
        left = formats.short_date(formats.local(person.removed).date())
        parts.append(_("left on {date}").format(date=left))
    return " · ".join(part for part in parts if part)
