"""Reports, duties to protect, decisions not to act and reviews of domestic abuse: their clocks, law and standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app import clock, formats
from app.desk import Action, Desk
from app.keeping import joined
from app.packs.jurisdiction_rules import Rule
from app.packs.law import Law
from app.records import KINDS, RecordBody, headline
from app.records.decision_not_to_act import DecisionNotToAct
from app.records.duty_choices import CallState, ReportKind
from app.records.duty_follow_up import FOLLOWED, DutyFollowUp
from app.records.duty_parts import Reporter
from app.records.duty_to_protect import DutyToProtect
from app.records.fields import LocalTime
from app.records.mandated_report import MandatedReport
from app.rules import duties as rules
from app.rules.duties import DutyFacts, ReportClock, Standing
from app.services.practice import packs, practices
from app.texts import N_, _
from app.vaults import failure
from storage.vault import Row

_MODES = {
    "mandatory": N_("the law orders it"),
    "permissive": N_("the law permits it"),
    "none": N_("the law is silent"),
    "prohibited": N_("the law forbids it"),
}
_BY_HAND = (*FOLLOWED, "duty_follow_up")


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A line of the Safety tab: a duty with how it stands, or what followed one (`about` names it).

    `due` is a day, `due_at` the wall time where the law counts in hours. `has_date`: the law or the agency named it; a
    report without one is due at once. `is_hidden`: the address must not be seen.
    """

    record: str
    kind: str
    kind_label: str
    title: str
    at: str
    state: str
    status: str
    about: str = ""
    due: str = ""
    due_at: str = ""
    is_late: bool = False
    needs_call: bool = False
    needs_written: bool = False
    has_date: bool = False
    is_open: bool = False
    is_hidden: bool = False
    question: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """What the Safety tab shows of duties; `may_write`: new ones may be begun here."""

    rows: list[DutyRow]
    may_write: bool

    @property
    def hides_address(self) -> bool:
        """Whether the latest review of domestic abuse that counts says that the address must not be seen."""
        found = (row for row in self.rows if row.kind == "domestic_abuse_review" and _is_valid(row))
        return next((row.is_hidden for row in found), False)


def board(desk: Desk, client_id: str) -> Board:
    """The duties of a client, and whether this person may add to them."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return Board(rows(desk, client_id), desk.may(Action.SAVE, "clinical"))


def rows(desk: Desk, client_id: str) -> list[DutyRow]:
    """The duties of a client and what followed each, newest first; this person's drafts are among them."""
    desk.require(Action.LIST, "clinical", record=client_id)
    found = _rows(desk, client_id)
    known = rules.standings(_facts(row) for row in found if _counts(row))
    return [_shown(row, known.get(row.record, Standing())) for row in found]


def counted(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    """Those of the rows that wait for something, each with the day that counts now; rows of other kinds all do.

    A report of which the call was made later says so in its facets, so that Today asks for what is left.
    """
    desk.require_anywhere(Action.LIST)
    clients = {row.client for row in rows if row.kind in _BY_HAND and row.client}
    standing: dict[str, Standing] = {}
    for client in clients:
        standing |= rules.standings(_facts(row) for row in _rows(desk, client) if _counts(row))
    waiting = {one.record: one for one in standing.values() if one.due}
    found = []
    for row in rows:
        if row.kind not in _BY_HAND:
            found.append(row)
        elif row.record in waiting:
            found.append(_as_it_stands(row, waiting[row.record]))
    return found


def clocks(
    desk: Desk, client_id: str, about: str, known: LocalTime, called: LocalTime | None = None
) -> list[ReportClock]:
    """The clocks of a report by the law of the practice's and the client's places; the earliest stands first."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return _clocks_of(packs.laws_for(desk, [client_id]), about, known, called)


def prefilled(desk: Desk, body: RecordBody, client_id: str | None) -> RecordBody:
    """With who reports, and with what the law packs say of protecting."""
    desk.require_anywhere(Action.LIST)
    if isinstance(body, MandatedReport) and body.reporter is None:
        profile = practices.profile(desk)
        name = practices.person_name(desk, desk.account)
        body.reporter = Reporter(name=name, employer=profile.name, address=profile.address, phone=profile.phone)
    if isinstance(body, DutyToProtect) and client_id is not None:
        body.legal_test = body.legal_test or protect_words(desk, client_id)
    return body


def finished(desk: Desk, body: RecordBody, client_id: str | None) -> RecordBody:
    """As it is signed: with its clock and with what the law packs said on that day. Raises `not_found`."""
    desk.require_anywhere(Action.SAVE)
    if client_id is None:
        return body
    if isinstance(body, MandatedReport):
        return _with_clock(desk, body, client_id)
    if isinstance(body, DutyToProtect):
        body.law = protect_words(desk, client_id)
    elif isinstance(body, DecisionNotToAct):
        body.law = law_words(desk, client_id)
    elif isinstance(body, DutyFollowUp):
        _check_followed(desk, body, client_id)
    return body


def protect_words(desk: Desk, client_id: str) -> str:
    """What the packs say of protecting, a line for each rule with source and date; or that they do not say."""
    desk.require(Action.LIST, "clinical", record=client_id)
    laws, today = packs.laws_for(desk, [client_id]), clock.today()
    found = {rule.id: rule for law in laws for rule in law.protect(today)}
    if not found:
        return _("The law packs do not say whether the law of this place orders, permits or forbids it: look it up.")
    return "\n".join(f"{_(_MODES[rule.mode])}: {in_words(rule)}" for rule in found.values())


def report_words(desk: Desk, client_id: str, about: str = "") -> list[str]:
    """What the packs say of reports about somebody, or of all reports, each with source and date."""
    desk.require(Action.LIST, "clinical", record=client_id)
    found: dict[str, Rule] = {}
    for law in packs.laws_for(desk, [client_id]):
        for kind in (about,) if about else tuple(ReportKind):
            for rule in law.reporting(kind):
                deadline = law.deadline(rule.deadline)
                found |= {one.id: one for one in (rule, deadline) if one is not None}
        found |= {rule.id: rule for rule in law.duties("report")}
    return [in_words(rule) for rule in found.values()]


def in_words(rule: Rule) -> str:
    """`Title: text (source; law, checked September 2026)`."""
    return _("{title}: {text} ({citation}; {mark})").format(
        title=rule.title, text=rule.text, citation=rule.citation, mark=packs.mark(rule)
    )


def _clocks_of(laws: Sequence[Law], about: str, known: LocalTime, called: LocalTime | None) -> list[ReportClock]:
    """Each rule once, whatever place it is of; the strictest of all places stands first."""
    found = {rule.id: (rule, law.deadline(rule.deadline)) for law in laws for rule in law.reporting(about)}
    return rules.clocks([(rule, deadline) for rule, deadline in found.values() if deadline], known, called)


def _with_clock(desk: Desk, body: MandatedReport, client_id: str) -> MandatedReport:
    if body.report_kind is None or body.known is None:
        return body
    called = body.called if body.call is CallState.MADE else None
    found = clocks(desk, client_id, body.report_kind.value, body.known, called)
    first = next((one for one in found if one.due is not None and one.is_law), None)
    body.due_at = first.due if first else None
    body.written_due = formats.moment(first.due.at) if first and first.due else _no_date(found)
    shown = [first] if first else found
    body.due_source = "\n".join(f"{one.rule.title}: {one.rule.citation}; {packs.mark(one.rule)}" for one in shown)
    body.clock_rule, body.clock_pack = (first.rule.id, first.rule.pack) if first else ("", "")
    body.form_name = body.form_name or next((one.form for one in found if one.form), "")
    return body


def _no_date(found: Sequence[ReportClock]) -> str:
    """Why there is no date: the reason of each rule, or that no rule is known."""
    whys = dict.fromkeys(one.why for one in found if one.why)
    return ", ".join(whys) or _("no date: the law packs know no rule for it here")


def law_words(desk: Desk, client_id: str) -> str:
    """What the packs say of protecting and of reports, a line for each rule."""
    desk.require(Action.LIST, "clinical", record=client_id)
    return "\n".join([protect_words(desk, client_id), *report_words(desk, client_id)])


def _check_followed(desk: Desk, body: DutyFollowUp, client_id: str) -> None:
    """What it follows is signed, and of the same client."""
    row = next(iter(desk.signin.rows([body.about])), None) if body.about else None
    own = joined.all_of(desk, joined.home_of(desk, client_id))
    if row is None or row.kind not in FOLLOWED or row.state != "signed" or row.client not in own:
        raise failure("not_found", what=_("What it follows"))


def _rows(desk: Desk, client_id: str) -> list[Row]:
    found = [row for kind in _BY_HAND for row in joined.rows(desk, client_id, kind)]
    return sorted(found, key=lambda row: (row.at or "", row.updated), reverse=True)


def _counts(row: Row) -> bool:
    return row.state == "signed" and row.status != "entered_in_error"


def _is_valid(row: DutyRow) -> bool:
    return row.state == "signed" and row.status != "entered_in_error"


def _facts(row: Row) -> DutyFacts:
    return rules.facts_from(row.record, row.kind, row.at or "", row.due or "", row.facets)


def _as_it_stands(row: Row, one: Standing) -> Row:
    if row.kind != "mandated_report":
        return replace(row, due=one.due)
    owed = {"call": row.facets.get("call") if one.needs_call else CallState.MADE.value}
    return replace(row, due=one.due, facets={**row.facets, **owed})


def _shown(row: Row, one: Standing) -> DutyRow:
    at = str(row.facets.get("due_at") or "")
    is_in_hours = one.needs_written and not one.needs_call and at.startswith(one.due)
    late = at < clock.now().at if is_in_hours else one.due < clock.today().isoformat()
    return DutyRow(
        record=row.record,
        kind=row.kind,
        kind_label=_(KINDS[row.kind].label),
        title=headline(row.kind, row.title, row.facets),
        at=row.at or "",
        state=row.state,
        status=row.status,
        about=str(row.facets.get("about") or "") if row.kind == "duty_follow_up" else "",
        due=one.due,
        due_at=at if is_in_hours else "",
        is_late=bool(one.due) and late,
        needs_call=one.needs_call,
        needs_written=one.needs_written,
        has_date=bool(at or row.facets.get("asked_by")),
        is_open=bool(one.due),
        is_hidden=row.kind == "domestic_abuse_review" and row.facets.get("hidden") == "1",
        question=str(row.facets.get("question") or "") if row.kind == "decision_not_to_act" else "",
    )
