"""Safety reviews and plans in a vault: wanted, written, followed up, looked at, and what must not leave."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.keeping.plans import Plan, Saved
from app.records.choices import Channel
from app.records.fields import LocalTime
from app.records.practice_profile import PracticeProfile
from app.records.risk_review import RiskReview
from app.records.safety_plan import SafetyPlan
from app.records.safety_step import SafetyStep
from app.rules.care_plans import PlanState
from app.rules.destinations import TO_CLIENT
from app.rules.purposes import Purpose
from app.services import records
from app.services.client_files import closing, files
from app.services.client_safety import reviews, safety_facts, safety_plans
from app.services.clients import ClientRef
from app.services.outgoing import exporting, papers, releasing
from app.services.outgoing.exporting import Format
from app.services.outgoing.papers import Prepared
from app.services.practice import crisis, practices
from app.services.reading import today
from app.services.supervision import pseudonymous
from tests.app.helpers import WARSAW, fails, take_consent, write_note
from tests.app.reading_pdf import pages_of

TODAY = clock.today()
ITEM = "PHQ-9, item 9, answered 2."
REVIEW = {
    "dangers": ["suicide"],
    "trigger": "screener",
    "sources": ["client"],
    "warning_signs": "Sleeps badly since Sunday.",
    "formulation": "Shame after the letter; nights alone are worst.",
    "worsening": [{"what": "nights alone", "can_change": "yes"}],
    "protecting": [{"what": "her sister", "can_grow": "yes"}],
    "thoughts": "yes",
    "thoughts_note": "Every evening, for some minutes.",
    "plan": "no",
    "behaviour": "None.",
    "self_injury": "None.",
    "intent": "no",
    "intent_note": "Her niece.",
    "means": "Tablets; her sister keeps them.",
    "decisions": ["safety_plan", "more_contact"],
    "decision_note": "Both of us, with her sister on the phone.",
    "rejected": "Hospital: she is not alone tonight and wants to stay.",
    "not_consulted_because": "Supervision is tomorrow.",
    "follow_up": "yes",
    "next_contact": {"at": f"{TODAY}T23:00", "zone": WARSAW},
    "checked_by": "me",
    "if_missed": "Her sister, then 112.",
}
PLAN = {
    "for_whom": ["suicide"],
    "early_signs": ["I stop answering the phone"],
    "own_steps": ["Cold water", "Walk round the lake"],
    "distractions": [{"who_or_where": "Café Ola", "contact": "Main Street 4"}],
    "helpers": [{"name": "Marta", "relationship": "sister", "phone": "600 100 200"}],
    "professionals": [{"name": "Adults in crisis", "phone": "116 123"}],
    "surroundings": [{"what": "tablets", "step": "Marta keeps them", "who": "Marta"}],
    "made_together": "yes",
    "copy_is_safe": "yes",
    "client_copy": "paper",
}


def sign_review(desk: Desk, client: str, **values: Any) -> Saved:
    return records.sign(desk, records.start(desk, "risk_review", client).with_values({**REVIEW, **values}))


def sign_plan(desk: Desk, client: str, **values: Any) -> Saved:
    return records.sign(desk, records.start(desk, "safety_plan", client).with_values({**PLAN, **values}))


def on_paper(prepared: Prepared) -> str:
    """All words of a paper as it would be drawn."""
    return "\n".join(pages_of(releasing.draw(prepared)))


def body_of(desk: Desk, record: str) -> Any:
    return records.open(desk, record, Purpose.TREATMENT).body


def due(desk: Desk, *kinds: str) -> list[today.DueItem]:
    return [one for one in today.due(desk) if one.kind in kinds]


@pytest.fixture
def note(desk: Desk, anna: ClientRef) -> str:
    """A signed record that asks for a review; which kind it is makes no difference."""
    return write_note(desk, anna.id).record


def test_a_wanted_review_stays_on_today_until_it_is_written(desk: Desk, anna: ClientRef, note: str) -> None:
    step = reviews.open_for_answer(desk, note, ITEM)
    assert reviews.open_for_answer(desk, note, ITEM) == step, "not asked for twice"
    item = due(desk, "safety_step")[0]
    assert (item.record, item.code, item.due, item.key) == (step, anna.code, TODAY.isoformat(), "")
    today.put_off(desk, item, TODAY + timedelta(days=9))
    assert due(desk, "safety_step"), "nobody puts it off"

    editing = records.keep(desk, records.start(desk, "risk_review", anna.id))
    records.discard(desk, editing.record)
    assert due(desk, "safety_step"), "a draft that is thrown away changes nothing"
    signed = sign_review(desk, anna.id, trigger="screener")
    assert not due(desk, "safety_step")
    body = body_of(desk, signed.record)
    assert isinstance(body, RiskReview)
    assert [(one.item, one.result, one.step) for one in body.opened_by] == [(ITEM, note, step)]


def test_or_it_is_dismissed_with_a_reason_once(desk: Desk, anna: ClientRef, note: str) -> None:
    step = reviews.open_for_answer(desk, note, ITEM)
    with fails("not_complete"):
        reviews.dismiss(desk, step, "  ")
    assert due(desk, "safety_step")
    saved = reviews.dismiss(desk, step, "She read the question wrongly; we spoke about it.")
    assert not due(desk, "safety_step")
    assert body_of(desk, saved.record).because.startswith("She read")
    with fails("no_open_step"):
        reviews.dismiss(desk, step, "Again.")
    assert reviews.overview(desk, anna.id).wanted == []


def test_what_is_wanted_becomes_true_with_the_questionnaire_or_not_at_all(desk: Desk, anna: ClientRef) -> None:
    note, plan = write_note(desk, anna.id).record, Plan()
    compartment = desk.signin.compartment_of(note)
    assert compartment is not None
    step = reviews.want(desk, plan, compartment, note, ITEM)
    assert not safety_facts.of(desk, anna.id)
    plan.commit(desk)
    assert [one.record for one in safety_facts.of(desk, anna.id)] == [step]


def test_a_review_written_without_the_form_answers_when_it_is_about_the_answer(
    desk: Desk, anna: ClientRef, note: str
) -> None:
    reviews.open_for_answer(desk, note, ITEM)
    records.add(desk, "risk_review", [{**REVIEW, "trigger": "incident"}], client=anna.id, sign=True)
    assert due(desk, "safety_step")
    records.add(desk, "risk_review", [{**REVIEW, "trigger": "screener"}], client=anna.id, sign=True)
    assert not due(desk, "safety_step")


def test_an_agreed_contact_is_on_today_until_it_came_about(desk: Desk, anna: ClientRef) -> None:
    review = sign_review(desk, anna.id).record
    item = due(desk, "risk_review")[0]
    assert (item.code, item.key) == (anna.code, "")
    assert "23:00" in item.words
    for told in ("Anna", "suicide", "Shame"):
        assert told not in f"{item.title} {item.words}"

    moment = LocalTime(at=f"{TODAY}T00:01", zone=WARSAW)
    with fails("not_complete"):
        reviews.attempted(desk, review, outcome="Mailbox.")
    tried = reviews.attempted(desk, review, outcome="Mailbox.", channel=Channel.PHONE, at=moment)
    step = body_of(desk, tried.record)
    assert isinstance(step, SafetyStep)
    assert step.at_time == moment, "to the minute"
    assert due(desk, "risk_review"), "a try is no contact"
    assert reviews.overview(desk, anna.id).contacts[0].tries == 1
    reviews.done(desk, review, outcome="She slept; Marta was there.", channel=Channel.PHONE)
    assert not due(desk, "risk_review")
    with fails("no_open_step"):
        reviews.done(desk, review, outcome="Again.", channel=Channel.PHONE)


def test_a_review_in_error_waits_for_nothing(desk: Desk, anna: ClientRef) -> None:
    review = sign_review(desk, anna.id).record
    records.amend(desk, review, kind="entered_in_error", text="Wrong file.", reason="Wrong file.")
    assert not due(desk, "risk_review")
    assert reviews.overview(desk, anna.id).contacts == []


def test_what_is_missing_is_said_by_what_the_review_is_about(desk: Desk, anna: ClientRef) -> None:
    with fails("not_complete") as found:
        sign_review(desk, anna.id, thoughts=None, not_consulted_because="", checked_by="")
    assert found[0].values["fields"] == "Thoughts of suicide, Who gets in touch, Who was consulted"
    with fails("not_complete") as found:
        sign_review(desk, anna.id, dangers=["harm_to_others"], follow_up="no")
    assert found[0].values["fields"] == "Who could be harmed, and how, Why none is needed"


@pytest.mark.parametrize(("place", "is_used"), [("PL", True), ("US-NY", True), ("GB", False)])
def test_a_level_is_written_down_only_where_the_pack_says_so(
    desk: Desk, anna: ClientRef, place: str, *, is_used: bool
) -> None:
    practices.save_profile(desk, PracticeProfile(name="Quiet Room", jurisdiction=place))
    rule = reviews.level_rule(desk, anna.id)
    assert rule is not None
    assert rule.allowed is is_used
    values = {"level": "moderate", "level_because": "My judgement."}
    if is_used:
        with fails("not_complete"):
            sign_review(desk, anna.id, level="moderate")
        sign_review(desk, anna.id, **values)
    else:
        with fails("level_not_used") as found:
            sign_review(desk, anna.id, **values)
        assert "not to be used" in found[0].values["rule"]
        sign_review(desk, anna.id)


def test_one_place_that_knows_no_levels_is_enough(desk: Desk, anna: ClientRef) -> None:
    records.save(desk, records.edit(desk, anna.id).with_values({"country": "GB"}))
    with fails("level_not_used"):
        sign_review(desk, anna.id, level="low", level_because="My judgement.")


def test_a_new_plan_begins_with_the_numbers_of_the_place(desk: Desk, anna: ClientRef) -> None:
    values = {"name": "Crisis café", "resource_kind": "crisis", "phone": "12 345", "verified_on": TODAY.isoformat()}
    records.save(desk, records.start(desk, "resource", **values))
    body = records.start(desk, "safety_plan", anna.id).body
    assert isinstance(body, SafetyPlan)
    phones = [one.phone for one in body.professionals]
    assert phones[:2] == ["112", "12 345"]
    assert len(phones) == safety_plans.MOST_LINES
    assert body.review_due > TODAY.isoformat()


def test_the_next_version_supersedes_and_says_what_has_changed(desk: Desk, anna: ClientRef) -> None:
    first = sign_plan(desk, anna.id).record
    editing = records.start(desk, "safety_plan", anna.id)
    assert isinstance(editing.body, SafetyPlan)
    assert (editing.body.own_steps, editing.body.version) == (PLAN["own_steps"], 2)
    assert editing.body.made_together is None, "what was so the last time is asked again"
    with fails("not_complete") as found:
        sign_plan(desk, anna.id)
    assert found[0].values["fields"] == "What has changed"
    second = sign_plan(desk, anna.id, changes="Marta moved; Ola instead.").record
    states = {row.record: row.state for row in safety_plans.rows(desk, anna.id)}
    assert states == {first: PlanState.SUPERSEDED, second: PlanState.CURRENT}
    assert records.open(desk, first).status == "superseded"
    assert [one.record for one in due_in(desk, 60)] == [second]


def due_in(desk: Desk, days: int) -> list[today.DueItem]:
    found = today.due(desk, days=days)
    return [one for one in found if one.kind in {"safety_plan", "safety_step"}]


def test_looked_at_without_a_change_is_kept_and_moves_the_date(desk: Desk, anna: ClientRef) -> None:
    with fails("no_safety_plan"):
        safety_plans.looked_at(desk, anna.id)
    plan = sign_plan(desk, anna.id, review_due=TODAY.isoformat()).record
    assert [one.record for one in due_in(desk, 0)] == [plan]
    later = (TODAY + timedelta(days=7)).isoformat()
    step = safety_plans.looked_at(desk, anna.id, later).record
    assert due_in(desk, 0) == []
    assert [(one.record, one.due) for one in due_in(desk, 60)] == [(step, later)]
    row = safety_plans.current(desk, anna.id)
    assert row is not None
    assert (row.looked_at, row.review_due, row.is_late) == (TODAY.isoformat(), later, False)


def test_the_crisis_card_shows_the_plan_in_force_in_the_order_of_use(desk: Desk, anna: ClientRef) -> None:
    assert crisis.card(desk, anna.id).plan is None
    sign_plan(desk, anna.id)
    newest = sign_plan(desk, anna.id, early_signs=["I go out at night"], changes="-").record
    shown = crisis.card(desk, anna.id).plan
    assert shown is not None
    assert (shown.record, shown.may_leave) == (newest, True)
    assert [part.lines[0].words for part in shown.parts[:2]] == ["I go out at night", "Cold water"]
    numbers = [line.number for part in shown.parts for line in part.lines if line.number]
    assert numbers == ["Main Street 4", "600 100 200", "116 123"]
    assert crisis.card(desk).plan is None


def test_a_plan_prints_on_one_page(desk: Desk, anna: ClientRef) -> None:
    plan = sign_plan(desk, anna.id, what_matters="My niece.\n\nThe lake.").record
    pages = pages_of(releasing.draw(papers.of_record(desk, plan)))
    assert len(pages) == 1
    for words in ("Cold water", "600 100 200", "My niece.", "Marta"):
        assert words in pages[0]


class TestNoCopy:
    """A plan of which the client cannot safely hold a copy."""

    @pytest.fixture
    def plan(self, desk: Desk, anna: ClientRef) -> str:
        return sign_plan(desk, anna.id, for_whom=["dv"], copy_is_safe="no").record

    def test_it_is_not_printed_with_an_explanation(self, desk: Desk, anna: ClientRef, plan: str) -> None:
        with fails("copy_not_safe") as found:
            papers.of_record(desk, plan)
        assert found[0].code == 136
        amended = records.amend(desk, plan, kind="addendum", text="Café Ola is closed.", reason="Told.").record
        with fails("copy_not_safe"):
            papers.of_record(desk, amended)
        step = safety_plans.looked_at(desk, anna.id).record
        with fails("copy_not_safe"):
            papers.of_record(desk, step)

    def test_nor_is_a_draft_of_it(self, desk: Desk, anna: ClientRef) -> None:
        editing = records.start(desk, "safety_plan", anna.id).with_values({**PLAN, "copy_is_safe": "no"})
        records.keep(desk, editing)
        with fails("copy_not_safe"):
            papers.of_record(desk, editing.record)

    def test_nor_an_older_version_that_was_safe_then(self, desk: Desk, anna: ClientRef) -> None:
        older = sign_plan(desk, anna.id).record
        papers.of_record(desk, older)
        sign_plan(desk, anna.id, copy_is_safe="no", changes="He came back.")
        with fails("copy_not_safe"):
            papers.of_record(desk, older)
        sign_plan(desk, anna.id, changes="He moved out.")
        papers.of_record(desk, older)

    def test_no_list_and_no_crisis_card_on_paper_mentions_it(self, desk: Desk, anna: ClientRef, plan: str) -> None:
        shown = crisis.card(desk, anna.id).plan
        assert shown is not None
        assert (shown.record, shown.may_leave) == (plan, False)
        assert "Cold water" not in on_paper(papers.of_crisis_card(desk, anna.id))
        assert "Safety plan" not in on_paper(papers.of_timeline(desk, anna.id))
        assert any(row.record == plan for row in files.timeline(desk, anna.id)), "in the window it is there"

    def test_who_prints_the_crisis_card_is_told_that_it_is_not_on_it(
        self, desk: Desk, anna: ClientRef, plan: str
    ) -> None:
        assert papers.of_crisis_card(desk, anna.id).warnings == (papers.NOT_ON_PAPER,)
        assert "not on this page" not in on_paper(papers.of_crisis_card(desk, anna.id)), "a mention may be found too"
        sign_plan(desk, anna.id, changes="He moved out.")
        assert papers.of_crisis_card(desk, anna.id).warnings == ()
        assert plan

    def test_nor_is_it_in_a_pack_for_a_supervisor(self, desk: Desk, anna: ClientRef, plan: str) -> None:
        look = safety_plans.looked_at(desk, anna.id).record
        assert {plan, look}.isdisjoint(row.record for row in pseudonymous.choices(desk, anna.id))
        for record in (plan, look):
            with fails("copy_not_safe"):
                pseudonymous.make(desk, anna.id, [record])

    @pytest.mark.parametrize("kind", list(Format))
    def test_no_export_holds_or_mentions_it(
        self, desk: Desk, anna: ClientRef, plan: str, kind: Format, tmp_path: Path
    ) -> None:
        take_consent(desk, anna.id)
        safety_plans.looked_at(desk, anna.id)
        export, path = exporting.to_file(desk, anna.id, tmp_path, TO_CLIENT, kind=kind)
        assert plan not in {record for record, _compartment in export.objects}
        assert all(one.kind not in {"safety_plan", "safety_step"} for one in export.manifest.withheld)
        assert any("left out and not mentioned" in one for one in export.warnings)
        data = path.read_bytes()
        text = on_paper(export) if kind is Format.PDF else data.decode()
        assert "Cold water" not in text
        assert plan not in text


def test_a_safe_plan_is_in_the_export(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    sign_plan(desk, anna.id)
    _export, path = exporting.to_file(desk, anna.id, tmp_path, TO_CLIENT, kind=Format.JSON)
    assert "Cold water" in path.read_text(encoding="utf-8")


def test_closing_asks_for_a_review_before_the_ending(desk: Desk, anna: ClientRef, note: str) -> None:
    step = reviews.open_for_answer(desk, note, ITEM)
    kinds = [str(one.what) for one in closing.obligations(desk, anna.id)]
    assert kinds == ["wanted_review", "safety_review"]
    review = sign_review(desk, anna.id, trigger="before_ending").record
    found = closing.obligations(desk, anna.id)
    assert [(str(one.what), one.record) for one in found] == [("agreed_contact", review)]
    assert step not in {one.record for one in found}
    reviews.done(desk, review, outcome="Met.", channel=Channel.IN_PERSON)
    assert closing.obligations(desk, anna.id) == []
