"""The complaints page: the list, or one complaint with its days, its answer and the hold on the file it is about."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from app import clock, formats
from app.rules import complaints as rules
from app.services import drafting, records
from app.services.safety import complaints
from app.services.safety.complaints import ComplaintRow, OpenComplaint
from app.texts import N_, _
from ui.forms.sectioned import SectionSpec
from ui.known import KnownError
from ui.registers.entry_page import EntryPage, Shown, with_team
from ui.registers.entry_view import EntryView, EntryWords
from ui.registers.listing import Register, RegisterList
from ui.releasing import release_button
from ui.widgets import Column, Strip, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.outgoing.papers import Prepared
    from ui.context import Context

_FIRST = ("source", "received_on", "text", "about_client")
_LATER = (
    SectionSpec("what", N_("What is complained about"), "", (*_FIRST, "category", "channel")),
    SectionSpec(
        "days",
        N_("Days"),
        N_("What nobody chose comes from good practice; no law sets these days."),
        ("acknowledge_by", "acknowledged_on", "response_due"),
    ),
    SectionSpec(
        "answer", N_("Looking into it, and the answer"), "", ("looked_into", "answered_on", "answer", "no_answer")
    ),
    SectionSpec("outcome", N_("What came of it"), "", ("outcome", "outcome_note", "actions", "incident", "hazard")),
    SectionSpec(
        "hold",
        N_("The legal hold on the file"),
        N_("It stands until a person decides. Nothing of the file is destroyed meanwhile."),
        ("hold_decision", "hold_reason"),
    ),
)
STATUSES: dict[str, tuple[str, str, str]] = {  # words, icon, tone
    "draft": (N_("Draft"), "pencil", "due"),
    "open": (N_("Being worked on"), "circle-dot", "accent"),
    "closed": (N_("Closed"), "circle-check", "good"),
}


class ComplaintView(EntryView):
    """One complaint. Above the form it says which file is held because of it."""

    def __init__(self, context: Context, found: OpenComplaint, *, was_kept: bool) -> None:
        sections = _LATER if found.is_saved else (_first(alone=context.who.alone),)
        super().__init__(context, found.editing, sections, _words(found), was_kept=was_kept)
        self.setObjectName("complaint_view")
        if found.is_saved:
            self.form.show_section("hold", bool(found.body.held))
            self.header.add_action(release_button(context, self, self._paper))
            self._say_hold(found)
        self.look_again()

    def look_again(self) -> None:
        """What is missing to close it follows from the values alone."""
        if not self.is_registered:
            return
        try:
            body: Any = self._writer.editing().body
        except KnownError:
            return
        self.show_missing(rules.missing_to_close(body))

    def _say_hold(self, found: OpenComplaint) -> None:
        if found.days_from and not self.is_closed:
            words = _("The days come from: {source}").format(source=found.days_from)
            self.top.addWidget(label(words, size="small", tone="muted", wrap=True))
        if found.wants_hold:
            text = _("The file is not held yet: whoever may open it saves this complaint once, and the hold is set.")
            self.top.addWidget(Strip(text, "due"))
        elif found.held_codes and not self.is_closed:
            codes = ", ".join(found.held_codes)
            text = _("A legal hold is on the file {codes}: nothing of it is destroyed while this is open.")
            self.top.addWidget(Strip(text.format(codes=codes), "info"))

    def _paper(self) -> Callable[[Desk], Prepared]:
        from app.services.outgoing import papers

        return partial(papers.of_record, record_id=self.record)


class ComplaintsPage(EntryPage[OpenComplaint]):
    """The list, or one complaint."""

    PAGE_NAME = "complaints"
    KIND = "complaint"

    def make_list(self) -> RegisterList[ComplaintRow]:
        return RegisterList(self.context, _register())

    def make_entry(self, found: Shown[OpenComplaint]) -> EntryView:
        return ComplaintView(self.context, found.opened, was_kept=found.was_kept)

    def load(self, desk: Desk, record: str) -> Shown[OpenComplaint]:
        if record in records.unfinished(desk) and desk.signin.head_of(record) is None:
            return Shown(_new(drafting.resume(desk, record)), was_kept=True)
        return with_team(desk, record, complaints.open(desk, record))

    def begin(self, desk: Desk, details: dict[str, Any]) -> Shown[OpenComplaint]:
        del details  # nothing is known beforehand
        return Shown(_new(records.start(desk, "complaint")))

    def cannot_be_shown(self) -> str:
        return _("This complaint cannot be shown")


def _new(editing: drafting.Editing) -> OpenComplaint:
    return OpenComplaint(editing, is_saved=False, held_codes=(), wants_hold=False, still_missing=[])


def _first(*, alone: bool) -> SectionSpec:
    about = N_("A few answers are enough now. The rest follows once it is registered.")
    return SectionSpec("first", N_("A complaint"), about, _FIRST if alone else (*_FIRST, "left_out"))


def _words(found: OpenComplaint) -> EntryWords:
    body = found.body
    title = _("Complaint {number}").format(number=body.number) if body.number else _("New complaint")
    subtitle = ""
    if body.closed_on:
        subtitle = _("Closed on {date}").format(date=formats.long_date(body.closed_on))
    elif body.response_due and not body.is_answered:
        subtitle = _("Answer by {date}").format(date=formats.long_date(body.response_due))
    return EntryWords(
        title, subtitle, _("Register the complaint"), _("Close the complaint"), _("The complaint is closed"),
        complaints.close, complaints.reopen,
    )  # fmt: skip


def _register() -> Register[ComplaintRow]:
    return Register(
        "complaint", _("Complaints"), _("Record a complaint"), _("No complaints recorded"),
        _("When somebody is not content, write down what they say in their words, and until when they hear back."),
        "flag", _columns(), complaints.ids, complaints.rows, _papers,
    )  # fmt: skip


def _papers(wanted: list[str]) -> Callable[[Desk], Prepared]:
    from app.services.outgoing import register_papers

    return partial(register_papers.of_complaints, wanted=wanted)


def _columns() -> tuple[Column[ComplaintRow], ...]:
    today = clock.today().isoformat()
    return (
        Column(_("Number"), lambda one: one.number or _("not yet"), 100),
        Column(_("Received"), lambda one: formats.short_date(one.received) if one.received else "", 120),
        Column(_("Who complains"), lambda one: one.source, 170),
        Column(_("What about"), lambda one: one.category or _("not said yet"), 0),
        Column(
            _("State"), lambda one: _(STATUSES[one.status][0]), 160,
            glyph=lambda one: STATUSES[one.status][1], tone=lambda one: STATUSES[one.status][2],
        ),
        Column(
            _("Due"), lambda one: formats.short_date(one.due) if one.due else "", 120,
            tone=lambda one: "due" if one.due and one.due <= today else "",
        ),
    )  # fmt: skip
