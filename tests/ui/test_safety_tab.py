"""The safety tab and the forms behind it: one press is kept, a reason is needed, and what must not leave says why."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QFrame

from app.desk import Desk
from app.records.fields import Tier, specs
from app.records.practice_profile import PracticeProfile
from app.records.risk_review import RiskReview
from app.services import records
from app.services.client_safety import reviews, safety_plans
from app.services.practice import practices
from tests.app.helpers import write_note
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.editor import EditorDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import ask
from tests.ui.test_crisis_card import add_client, on_desk, sign_safety_plan


@pytest.fixture
def client(window: Window) -> str:
    return str(on_desk(window, add_client, "client"))


def tab(window: Window, client: str) -> FileDriver:
    window.go_to("client", client)
    file = FileDriver(window)
    file.tab("safety")
    return file


def names(window: Window, start: str) -> list[str]:
    """The buttons in sight whose names begin so."""
    found = [one for one in window.shell.findChildren(QAbstractButton) if one.isVisible()]
    return [one.objectName() for one in found if one.objectName().startswith(start)]


def test_one_press_keeps_that_the_plan_was_looked_at(window: Window, client: str) -> None:
    on_desk(window, lambda desk: sign_safety_plan(desk, client, "yes"), "safety_plan")
    tab(window, client).press("plan_looked_at")
    window.settle()
    row = ask(window, lambda desk: safety_plans.current(desk, client))
    assert row is not None
    assert row.looked_at
    assert any("looked at without a change" in words for words in FileDriver(window).labels())


@pytest.mark.parametrize(("safe", "offered"), [("yes", ["release"]), ("no", [])])
def test_a_plan_that_must_not_be_found_is_offered_to_no_printer_and_says_why(
    window: Window, client: str, safe: str, offered: list[str]
) -> None:
    on_desk(window, lambda desk: sign_safety_plan(desk, client, safe), "safety_plan")
    file = tab(window, client)
    assert names(window, "release") == offered
    assert any("neither printed nor exported" in words for words in file.labels()) is (not offered)
    plan = ask(window, lambda desk: safety_plans.current(desk, client))
    assert plan is not None
    window.shell.workspace.context.navigator.go_to("safety_plan", plan.record, client=client)
    window.settle()
    assert names(window, "release") == offered
    assert any("neither printed nor exported" in words for words in window.labels()) is (not offered)


def test_a_wanted_review_is_dismissed_with_a_reason_and_not_without(window: Window, client: str) -> None:
    def want(desk: Desk) -> str:
        return reviews.open_for_answer(desk, write_note(desk, client).record, "An answer.")

    step = str(on_desk(window, want, "safety_step"))
    file = tab(window, client)
    file.press(f"dismiss:{step}")
    window.settle()
    file.press("small_form_done")
    window.settle()
    assert ask(window, lambda desk: reviews.overview(desk, client)).wanted, "nothing was said yet"
    file.type("because", "We spoke about it; the question was misread.")
    file.press("small_form_done")
    window.settle()
    assert ask(window, lambda desk: reviews.overview(desk, client)).wanted == []
    assert names(window, "dismiss:") == []


def test_a_note_with_a_concern_leads_to_a_review_until_one_is_written(window: Window, client: str) -> None:
    def concern(desk: Desk) -> str:
        return write_note(desk, client, risk_statement="concern_present", risk_note="Wants to sleep for ever.").record

    note = str(on_desk(window, concern, "session_note"))
    window.shell.workspace.context.navigator.go_to("session_note", note, client=client)
    window.settle()
    window.press("write_review")
    window.settle()
    assert EditorDriver(window).value("trigger") == "change_in_state"
    calm = str(on_desk(window, lambda desk: write_note(desk, client).record, "session_note"))
    window.shell.workspace.context.navigator.go_to("session_note", calm, client=client)
    window.settle()
    assert names(window, "write_review") == []


@pytest.mark.parametrize(("place", "is_there"), [("PL", True), ("GB", False)])
def test_a_level_can_be_written_only_where_the_pack_knows_levels(
    window: Window, client: str, place: str, *, is_there: bool
) -> None:
    profile = PracticeProfile(name="Quiet Room", jurisdiction=place)
    on_desk(window, lambda desk: practices.save_profile(desk, profile), "practice_profile")
    window.shell.workspace.context.navigator.go_to("risk_review", None, client=client)
    window.settle()
    level = next(one for one in window.shell.findChildren(QFrame) if one.objectName() == "form_section:level")
    assert level.isHidden() is not is_there
    form = EditorDriver(window)
    form.press("later_sections")
    assert form.shows("level") is is_there


def review(window: Window, client: str, record: str | None = None) -> EditorDriver:
    """A review while it is written."""
    window.shell.workspace.context.navigator.go_to("risk_review", record, client=client)
    window.settle()
    return EditorDriver(window)


def needed_further_down(form: EditorDriver) -> str:
    """What is named under the button; empty where nothing is."""
    return next((words for words in form.labels() if words.startswith("Needed to sign, further down")), "")


def test_a_review_begins_with_what_a_crisis_needs_and_names_what_signing_needs_besides(
    window: Window, client: str
) -> None:
    form = review(window, client)
    first = {spec.name for spec in specs(RiskReview) if spec.tier is Tier.FIRST and spec.show_when is None}
    assert {spec.name for spec in specs(RiskReview) if form.shows(spec.name)} == first
    assert form.find(QAbstractButton, "later_sections").text() == "Show 11 more fields"
    assert needed_further_down(form).endswith(
        "Who told of it, What makes it worse, What protects, What else was considered, and why not, Who was consulted"
    )
    form.tick("dangers", "suicide")
    assert form.find(QAbstractButton, "later_sections").text() == "Show 18 more fields"
    assert "Thoughts of suicide" in needed_further_down(form)
    form.press("later_sections")
    assert form.shows("thoughts")
    assert form.shows("not_consulted_because")
    assert needed_further_down(form) == ""
    form.type("not_consulted_because", "Nobody was there.")
    form.press("later_sections")
    assert not form.shows("thoughts")
    assert "Who was consulted" not in needed_further_down(form)


def test_signing_shows_what_is_missing_further_down(window: Window, client: str) -> None:
    form = review(window, client)
    form.press("finish")
    window.settle()
    assert form.problem("sources") == "This is still needed."


def test_a_draft_with_something_further_down_is_open(window: Window, client: str) -> None:
    def keep(desk: Desk, **values: object) -> str:
        editing = records.start(desk, "risk_review", client).with_values(values)
        records.keep(desk, editing)
        return editing.record

    short = str(on_desk(window, lambda desk: keep(desk, formulation="Shame."), "risk_review"))
    assert not review(window, client, short).shows("rejected")
    longer = str(on_desk(window, lambda desk: keep(desk, rejected="A ward."), "risk_review"))
    assert review(window, client, longer).shows("rejected")
