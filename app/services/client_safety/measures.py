"""Questionnaires: what can be used, what answers add up to when signed, and what an answer asks for at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import formats
from app.desk import Action, Desk
from app.keeping import joined
from app.keeping.plans import Plan
from app.packs import instruments
from app.packs.instruments import Instrument, LicenceStatus
from app.records.base import RecordBody
from app.records.fields import is_empty
from app.records.measure_result import InstrumentKey, MeasureResult, SubscaleTotal
from app.rules import measure_words, scoring
from app.rules.scoring import Scored
from app.services.client_safety import reviews
from app.texts import N_, _, language
from app.vaults import KnownError, failure

if TYPE_CHECKING:
    from app.services.drafting import Editing

LICENCES: dict[LicenceStatus, str] = {
    "public_domain": N_("Public domain"),
    "permitted_with_notice": N_("Free to use with its notice"),
    "nc": N_("Not for commercial use"),
    "nc_nd": N_("Not for commercial use, not to be changed"),
    "registration": N_("Only after registration"),
    "commercial": N_("Sold or licensed by its publisher"),
    "unknown": N_("Unclear"),
}


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A questionnaire that is known here.

    Args:
        key: Its key, empty where it cannot be scored.
        name: As everybody calls it.
        title: In full.
        licence: What may be done with it, in words.
        address: Where its publisher has it.
        why: Why its wording does not ship in the person's language, or what is known of its licence.
        has_text: Whether the items ship in the person's language.
        problem: Why it cannot be used now, such as a changed file.
    """

    key: str
    name: str
    title: str
    licence: str
    address: str
    why: str
    has_text: bool = False
    problem: KnownError | None = None


def shelf(desk: Desk) -> list[ShelfRow]:
    """Those that can be scored, then those that are known by name and licence only."""
    desk.require(Action.VIEW, "practice")
    known = [_on_shelf(key) for key in InstrumentKey]
    try:
        named = instruments.others()
    except KnownError:
        return known
    return known + [
        ShelfRow("", one.name, str(one.title), _(LICENCES[one.status]), one.address, str(one.note)) for one in named
    ]


def definition(desk: Desk, key: str) -> Instrument:
    """How a questionnaire is scored; raises `no_such_instrument`, `instrument_changed`, `no_licence_file`."""
    desk.require(Action.VIEW, "practice")
    return instruments.load(key)


def finished(desk: Desk, body: MeasureResult) -> MeasureResult:
    """The body with what its answers add up to: computed here, whatever was given.

    Raises:
        KnownError: `answers_do_not_fit`, `instrument_changed` …
    """
    desk.require(Action.SAVE, "clinical")
    if body.instrument is None or is_empty(body.answers):
        return body  # what is needed is missing, which signing says
    found = instruments.load(body.instrument)
    answers = scoring.parsed(found, body.answers)
    if answers is None:
        limits = {"count": str(found.items), "least": str(found.least), "most": str(found.most)}
        raise failure("answers_do_not_fit", questionnaire=found.name, **limits)
    body.answers = scoring.written(answers)
    _write_down(body, found, scoring.score(found, answers))
    return body


def act_on(desk: Desk, editing: Editing) -> bool:
    """Ask for a risk review as soon as a draft is kept that has such an answer; whether it was asked for just now.

    No answer waits for its signature. It is asked for once for each result.
    """
    desk.require(Action.SAVE, "clinical", compartment=editing.compartment, record=editing.record)
    if editing.compartment is None or not to_act_on(editing.body):
        return False
    plan = Plan()
    if not want_review(desk, plan, editing, editing.compartment):
        return False
    plan.commit(desk)
    return True


def want_review(desk: Desk, plan: Plan, editing: Editing, compartment: str) -> bool:
    """Put into the plan that a risk review is wanted, once for each result, also if it was dismissed since."""
    desk.require(Action.SAVE, "clinical", compartment=compartment, record=editing.record)
    words = to_act_on(editing.body)
    if not words or editing.client is None:
        return False
    steps = joined.rows(desk, editing.client, "safety_step")
    if any(row.facets.get("about") == editing.record for row in steps):
        return False
    reviews.want(desk, plan, compartment, editing.record, words)
    return True


def to_act_on(body: RecordBody) -> str:
    """The answer that has to be acted on, as a sentence; empty where there is none."""
    if not isinstance(body, MeasureResult) or body.instrument is None:
        return ""
    try:
        found = instruments.load(body.instrument)
    except KnownError:
        return ""  # signing says why it cannot be used
    answers = scoring.parsed(found, body.answers)
    hits = scoring.score(found, answers).critical if answers is not None else ()
    if answers is None or not hits:
        return ""
    day = formats.long_date(body.taken_on) if body.taken_on else _("no date yet")
    texts = [
        _("{name} ({day}), item {item}, answered {answer}: {about}.").format(
            name=found.name, day=day, item=one.item, answer=answers[one.item - 1], about=str(one.about)
        )
        for one in hits
    ]
    return " ".join(texts)


def _write_down(body: MeasureResult, found: Instrument, scored: Scored) -> None:
    body.total, body.highest = scored.total, found.highest
    body.band = str(scored.band.name) if scored.band is not None else ""
    body.subscales = [SubscaleTotal(name=str(one.name), total=total) for one, total in scored.subscales]
    body.reached = [measure_words.reached(one) for one in scored.cutoffs]
    body.missing = ", ".join(map(str, scored.missing))
    body.critical = ", ".join(str(one.item) for one in scored.critical)
    body.source, body.caution = found.scoring.citation, measure_words.caution()
    body.definition_version, body.definition_hash = found.version, found.digest


def _on_shelf(key: InstrumentKey) -> ShelfRow:
    try:
        found = instruments.load(key)
    except KnownError as error:
        return ShelfRow(key, _(key.label), "", "", "", "", problem=error)
    wording = found.in_language(language())
    why = str(wording.why_not) if wording is not None and wording.why_not is not None else ""
    return ShelfRow(
        key, found.name, str(found.title), _(LICENCES[found.licence.status]),
        wording.address if wording is not None else found.licence.address, why,
        has_text=found.text(language()) is not None,
    )  # fmt: skip
