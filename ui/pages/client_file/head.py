"""The head of a client's file: who it is, what to mind, whether consent is in force, and what one came to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app import formats
from app.records import KINDS
from app.records.client import AT_REST, FileStatus
from app.rules.consent_state import State
from app.texts import _, ngettext
from ui.pages.client_file.reach import Reach
from ui.theme import Space, icon
from ui.widgets import IconLabel, PageHeader, Strip, button, column, icon_button, label, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QPushButton, QToolButton

    from app.rules.consent_state import ConsentState
    from app.services.client_files.files import ClientFile
    from app.services.client_files.summaries import PersonRow
    from app.services.client_safety.safety_plans import SafetyPlanRow

# What one writes in a client's file, by how often; a None is a line between them.
NEW_KINDS = (
    "session_note", "process_note", "consent", "release", None,
    "document", "contact", "referral", "consultation", None,
    "risk_review", "safety_plan", None,
    "feedback", "boundary_record", None,
    "related_person", "episode", "treatment_plan", "closure",
)  # fmt: skip


MOST_NAMED = 3  # of those who can open it too


class FileHead(QWidget):
    """Made anew each time the file is opened.

    Signals:
        new_wanted(kind): begin a record of this kind.
        phone_call_wanted(): write down a call while it goes on.
        export_wanted(), join_wanted(), part_wanted(code), remove_wanted(), reopen_wanted(): from the menu of the file.
        access_wanted(): who can open it.
        plan_wanted(record): the safety plan in force.
    """

    new_wanted = Signal(str)
    phone_call_wanted = Signal()
    export_wanted = Signal()
    join_wanted = Signal()
    part_wanted = Signal(str)
    remove_wanted = Signal()
    reopen_wanted = Signal()
    access_wanted = Signal()
    plan_wanted = Signal(str)

    def __init__(
        self, file: ClientFile, people: Sequence[PersonRow] = (), reach: Reach | None = None,
        plan: SafetyPlanRow | None = None,
    ) -> None:  # fmt: skip
        """`plan`: the safety plan in force."""
        super().__init__()
        self._reach = reach or Reach()
        self.setObjectName("file_head")
        head = PageHeader(file.name, facts_in_words(file), is_name=True)
        head.name_parts("client_name", "client_facts")
        self.write_button = button(
            _("Write note"), lambda: self.new_wanted.emit("session_note"), kind="primary", glyph="pen-line",
            name="write_note",
        )  # fmt: skip
        for action in self._actions(file):
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
        hints = self._hints(file, people)
        if plan is not None:
            hints.addWidget(self._plan_link(plan))
        outer.addLayout(hints)

    def _actions(self, file: ClientFile) -> list[QWidget]:
        """What one comes to do, as far as role and keys reach."""
        if not self._reach.reads:
            self.write_button.setParent(self)
            self.write_button.hide()
            return []
        if not self._reach.writes:
            self.write_button.setParent(self)
            self.write_button.hide()
            return [self._menu_button(file)]
        return [
            _call_button(self.phone_call_wanted.emit),
            self._new_button(),
            self.write_button,
            self._menu_button(file),
        ]

    def _plan_link(self, plan: SafetyPlanRow) -> QWidget:
        """As quiet as a date: that there is a plan says nothing of how somebody is."""
        words = _("Safety plan of {date}").format(date=formats.long_date(plan.made_on))
        link = button(words, lambda: self.plan_wanted.emit(plan.record), kind="link", name="safety_plan_link")
        part = QWidget()
        part.setLayout(row(IconLabel("life-buoy", "muted"), link, None))
        return part

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
            may_take = self._reach.writes
            words = consent_in_words(file.consent)
            lines.append(_line(*consent_look(file.consent), words, "consent_state", take if may_take else None))
        if self._reach.knows_others:
            lines += self._others(file)
        return column(*lines, spacing=Space.XS)

    def _others(self, file: ClientFile) -> list[QWidget]:
        """Quietly: who else can open the file, and when the own access ends."""
        lines = []
        if file.until:
            text = _("Open to you until {date}").format(date=formats.long_date(file.until))
            lines.append(_line("hourglass", "due", text, "own_access_end"))
        if self._reach.is_closed:
            text = _("The clinical file is not shared with you. {name} leads it.").format(name=file.lead_name)
            lines.append(_line("file-lock", "muted", text, "not_shared"))
        more = button(_("Who can open it"), self.access_wanted.emit, kind="link", name="show_access")
        whose = "" if self._reach.leads else _("File of {name}").format(name=file.lead_name)
        others = file.others if self._reach.leads else [name for name in file.others if name != file.lead_name]
        words = " · ".join(part for part in (whose, others_in_words(others)) if part)
        lines.append(_line("users-round", "muted", words, "also_open_to", more))
        return lines

    def _new_button(self) -> QPushButton:
        made = button(_("New…"), glyph="plus", name="new_record")
        menu = QMenu(made)
        for kind in NEW_KINDS:
            if kind is None:
                menu.addSeparator()
                continue
            if KINDS[kind].compartment == "identity" and not self._reach.changes_who:
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
        if self._reach.writes and self._reach.changes_who:
            self._add_changes(menu, file)
        made.setMenu(menu)
        made.setPopupMode(made.ToolButtonPopupMode.InstantPopup)
        return made

    def _add_changes(self, menu: QMenu, file: ClientFile) -> None:
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


def _call_button(pressed: Callable[[], object]) -> QPushButton:
    made = button(_("Call…"), pressed, glyph="phone-call", name="phone_call")
    made.setToolTip(_("The phone rings: write the call down while it goes on"))
    return made


def may_be_removed(file: ClientFile) -> bool:
    """Whether nothing in the file is signed and no other file was joined to it."""
    return not file.joined_codes and not any(n for kind, n in file.counts.items() if KINDS[kind].signed)


def others_in_words(names: Sequence[str]) -> str:
    """`Also open to: Ewa Lis, Jan Kot and 2 more`."""
    if not names:
        return _("Open to nobody else")
    said = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    if more > 0:
        said = ngettext("{names} and {n} more", "{names} and {n} more", more).format(names=said, n=more)
    return _("Also open to: {people}").format(people=said)


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
