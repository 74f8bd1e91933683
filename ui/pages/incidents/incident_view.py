"""One signed incident: the track at the left, what belongs to the chosen stop at the right, closing at the end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import clock, formats
from app.records import encode
from app.records.incident_response import IncidentResponse
from app.records.response_choices import Category
from app.rules import incidents as rules
from app.services import incident_team, incidents
from app.texts import N_, _
from ui.forms.lookup import VaultReferences
from ui.forms.writer import Writer
from ui.known import KnownError
from ui.pages.incidents.first_entry_view import FirstEntryView
from ui.pages.incidents.going_on import FileHold, OfferedNotices, PassingOn, ToBreaches
from ui.pages.incidents.response_form import AFTER_SUICIDE, ResponseForm
from ui.pages.incidents.track import Stop, Track, step_stop
from ui.registers.team_card import Deeds, TeamCard
from ui.releasing import release_button
from ui.theme import Space
from ui.widgets import PageHeader, Strip, button, column, icon_button, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.desk import Desk
    from app.records.response_parts import Notice
    from app.services.incident_team import Team
    from app.services.incidents import OpenIncident
    from app.services.outgoing.papers import Prepared
    from app.services.practice.practices import PersonRow
    from app.services.records import Editing, Saved
    from app.services.safety.notices import NoticeOffer
    from ui.context import Context

_AFTER_SUICIDE_HINT = N_("a checklist, and the hold")
FIRST, PEOPLE, GRADING, LEARNING = "first", "people", "grading", "learning"


class Worked(NamedTuple):
    """A signed incident and the response that is written. `authors`: of the first entry, then of its amendments.

    `team` is None alone; `people` are colleagues whom it can concern; `offers` are duties with a clock here.
    """

    found: OpenIncident
    editing: Editing
    authors: tuple[str, ...] = ()
    team: Team | None = None
    people: tuple[PersonRow, ...] = ()
    offers: tuple[NoticeOffer, ...] = ()

    def who_may_answer(self, me: tuple[str, str]) -> dict[str, str]:
        """The accounts that can be made responsible for a step, by name; nobody where this person does not decide."""
        if self.team is None or not self.team.may_manage:
            return {}
        out = {one.account for one in self.team.left_out}
        return dict([me[::-1], *((one.name, one.account) for one in self.people if one.account not in out)])


class IncidentView(QWidget):
    """Works on one incident. After a save the same view goes on with what was saved.

    Signals:
        closed(): back to the list.
        reload_wanted(stop): something was saved; show it again at this stop.
    """

    closed = Signal()
    reload_wanted = Signal(str)

    def __init__(self, context: Context, worked: Worked) -> None:
        super().__init__()
        self.setObjectName("incident_view")
        self._context = context
        found, editing, authors = worked.found, worked.editing, worked.authors
        self._found = found
        self.record = found.first.record.record
        self._references = VaultReferences(context, self)
        body = cast("IncidentResponse", editing.body)
        answerable = worked.who_may_answer((context.who.account, context.who.name))
        is_breach = body.category is Category.CONFIDENTIALITY
        named = (body.changed_policy, body.changed_hazard)
        beside = {
            "notification": lambda: self._beside_notification(worked.offers, is_breach=is_breach),
            "learning": lambda: PassingOn(context, self.record, named),
            AFTER_SUICIDE: lambda: FileHold(context, self.record),
        }
        self.form = ResponseForm(self._references, body, encode(body), answerable, beside)
        self._team: TeamCard | None = None
        if worked.team is not None:
            self._team = TeamCard(context, _deeds(self.record), worked.team, worked.people)
            self._team.changed.connect(lambda: self.reload_wanted.emit(PEOPLE))
        self._strip = Strip()
        self._writer = Writer(context, self, editing, self.form, self._strip)
        self._state = label(size="small", tone="muted")
        self._save = button(_("Save"), self._writer.finish, kind="primary", name="save")
        self._close = button(_("Close the incident"), self._on_close, glyph="circle-check", name="close_incident")
        self._missing = label(wrap=True, tone="due")
        self._missing.setObjectName("still_missing")
        self.track = Track()
        self._first = FirstEntryView(context, found.first, authors, self._references)
        self._first.amended.connect(lambda: self.reload_wanted.emit(FIRST))
        self._lay_out()
        self._connect()
        self._refresh()

    def begin_at(self, stop: str) -> None:
        """Show a stop of the track; empty: the first step that is not done."""
        self.track.go_to(stop or self._next_stop())

    def focus_first(self) -> None:
        """Put the focus on the track."""
        self.track.setFocus()

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""
        return self._writer.keep_draft()

    def leave(self) -> None:
        """The person goes elsewhere: what was typed is kept as a draft."""
        self._writer.leave()

    def _lay_out(self) -> None:
        header = PageHeader(self._found.first.title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(row(icon_button("arrow-left", _("To the list"), self.closed.emit, name="to_list"), header))
        header.set_subtitle(self._status_text())
        header.add_action(release_button(self._context, self, self._paper))
        outer.addWidget(self._strip)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, Space.S, Space.M)
        column.addWidget(self._first)
        if self._team is not None:
            column.addWidget(self._team)
        column.addWidget(self.form)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(Space.L)
        middle.addWidget(self.track)
        middle.addWidget(scrolling(page), 1)
        outer.addLayout(middle, 1)
        outer.addWidget(self._missing)
        buttons = [self._close, self._save]
        if self._found.status == "closed":
            buttons[0] = button(_("Open it again"), self._on_reopen, glyph="rotate-ccw", name="reopen")
        outer.addLayout(row(self._state, None, *buttons))

    def _paper(self) -> Callable[[Desk], Prepared]:
        """First entry and response, as they were saved last."""
        from app.services.outgoing import papers

        return partial(papers.of_record, record_id=self.record)

    def _connect(self) -> None:
        self.track.stopped.connect(self._on_stopped)
        self.form.changed.connect(self._writer.touch)
        self.form.changed.connect(self._refresh)
        self._writer.finish_by_keys()
        self._writer.finished.connect(lambda _record: self._on_saved())
        self._writer.busy_changed.connect(lambda busy: self._save.setEnabled(not busy))
        self._writer.kept.connect(lambda time: self._state.setText(_("draft saved {time}").format(time=time)))

    def _beside_notification(self, offers: Sequence[NoticeOffer], *, is_breach: bool) -> QWidget:
        offered = OfferedNotices(offers, self._on_notice_wanted)
        if not is_breach:
            return offered
        both = QWidget()
        both.setLayout(column(ToBreaches(self._context, self.record), offered, spacing=Space.M))
        return both

    def _on_notice_wanted(self, notice: Notice) -> None:
        self.form.add_notice(notice)

    def _on_saved(self) -> None:
        """Colleagues who were picked for a step are let in, after what was written is saved."""
        incident, named, stop = self.record, self.form.named(), self.track.chosen()
        if not named:
            self.reload_wanted.emit(stop)
            return

        def let_in(desk: Desk) -> None:
            for step, account in named.items():
                incident_team.assign(desk, incident, rules.Step(step), account)

        self._context.ops.command(
            self, let_in, lambda _none: self.reload_wanted.emit(stop), self._on_failed, changes={"incident", incident}
        )

    def _body_now(self) -> IncidentResponse | None:
        """The response as the form has it; None while two values contradict each other."""
        try:
            return cast("IncidentResponse", self._writer.editing().body)
        except KnownError:
            return None

    def _refresh(self) -> None:
        body = self._body_now()
        if body is None:
            return
        alone = self._context.who.alone
        states = rules.steps(self._found.incident, body, alone=alone)
        now = clock.now()
        steps = [step_stop(state, overdue=state.is_overdue(now)) for state in states]
        missing = rules.missing_to_close(body, alone=alone)
        is_closed = self._found.status == "closed"
        first = Stop(FIRST, _("First entry"), _("signed and fixed"), "lock", "muted")
        graded = bool(body.event_type and body.category)
        grading = _plain_stop(GRADING, _("What it was"), _("kind, category, harm"), is_done=graded)
        changed = _("what changes because of this")
        learning = _plain_stop(LEARNING, _("Learning and closing"), changed, is_done=is_closed or not missing)
        people = Stop(PEOPLE, _("Who works on it"), _("who can open it"), "users-round", "muted")
        after = Stop(AFTER_SUICIDE, _("After a client's suicide"), _(_AFTER_SUICIDE_HINT), "life-buoy", "muted")
        own = [people] if self._team is not None else []
        own += [after] if body.category is Category.DEATH_SUICIDE else []
        self.track.show_stops([first, *own, *steps, grading, learning])
        self._show_missing([] if is_closed else missing)

    def _show_missing(self, missing: list[str]) -> None:
        self._close.setEnabled(not missing)
        self._missing.setVisible(bool(missing))
        self._missing.setText(_("Still missing to close: {list}.").format(list="; ".join(missing)))

    def _next_stop(self) -> str:
        body = self._body_now()
        if body is None or self._found.status == "closed":
            return FIRST
        states = rules.steps(self._found.incident, body, alone=self._context.who.alone)
        return next((state.step.value for state in states if not state.is_done), GRADING)

    def _status_text(self) -> str:
        words = _(rules.STATUS_LABELS[self._found.status])
        body = self._found.response.body if self._found.response else None
        if not isinstance(body, IncidentResponse):
            return words
        more = formats.long_date(body.closed_on) if body.closed_on else body.reopened_reason
        return f"{words} · {more}" if more else words

    def _on_stopped(self, name: str) -> None:
        self._first.setVisible(name == FIRST)
        if self._team is not None:
            self._team.setVisible(name == PEOPLE)
        self.form.setVisible(name not in {FIRST, PEOPLE})
        if name not in {FIRST, PEOPLE}:
            self.form.show_piece(name)

    def _on_close(self) -> None:
        """Save what is written, then close."""
        incident, editing = self.record, self._writer.editing()
        self._close.setEnabled(False)

        def save_and_close(desk: Desk) -> Saved:
            from app.services import records

            records.save(desk, editing)
            return incidents.close(desk, incident)

        self._writer.forget()
        self._context.ops.command(
            self, save_and_close, lambda _saved: self._on_closed(), self._on_failed, changes={"incident", incident}
        )

    def _on_closed(self) -> None:
        self._context.announcer.toast(_("The incident is closed"))
        self.reload_wanted.emit(FIRST)

    def _on_failed(self, error: KnownError) -> None:
        self._refresh()
        self._strip.say_error(error)

    def _on_reopen(self) -> None:
        self._context.prompts.ask_text(_("Why is it opened again?"), self._on_reason)

    def _on_reason(self, reason: str | None) -> None:
        if not reason:
            return
        incident = self.record
        self._context.ops.command(
            self,
            lambda desk: incidents.reopen(desk, incident, reason),
            lambda _saved: self.reload_wanted.emit(FIRST),
            self._on_failed,
            changes={"incident", incident},
        )


def _deeds(incident: str) -> Deeds:
    """What can be done about who works on an incident; a form that is open keeps its draft."""
    return Deeds(
        "incident",
        incident,
        _("It opens for these people alone. Whoever is made responsible for a step is added by that."),
        leave_out=lambda desk, person, reason: incident_team.leave_out(desk, incident, person, reason),
        take_over=lambda desk: incident_team.take_over(desk, incident),
    )


def _plain_stop(name: str, title: str, second: str, *, is_done: bool) -> Stop:
    return Stop(name, title, second, "circle-check" if is_done else "circle", "good" if is_done else "muted")
