"""A near miss in the waiting room, told in English and in Polish: six steps, a changed policy, closing, and after it.

Anna works alone. The owner of every step is filled in, the debrief asks for somebody from outside; what was learned
goes to the lessons, and what was agreed is still looked at when the incident is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.desk import Desk
from app.records.incident_response import IncidentResponse
from app.records.lesson import Lesson
from app.rules.incidents import STATUS_LABELS
from app.services import incidents, records
from app.services.practice import policies
from app.services.reading import today
from app.services.safety import lessons
from app.texts import _
from tests.ui.drivers.base import Table
from tests.ui.drivers.incidents import IncidentDriver, IncidentsDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import LANGUAGES, ask, make, sign_in
from ui.pages.lessons.page import LessonView

DOOR = "The stair door is shut while children wait."
STEPS = ("assessment", "support", "documentation", "notification", "mitigation", "debrief", "grading", "learning")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_near_miss_changes_a_policy(open_window: Callable[..., Window], vault: Path, language: str) -> None:
    window = sign_in(open_window, vault, language)
    old = make(window, publish)
    what = "A child opened the stair door. A visitor took its hand at the first step."
    incident = IncidentsDriver(window).record(what, "Waiting room", "no")
    look_after_everybody(incident)
    say_what_it_was(incident)
    incident = agree_on_what_changes(incident)
    talk_it_over(incident)
    learn(incident, make(window, lambda desk: publish_again(desk, old)))
    assert incident.missing() == ""
    incident = incident.close()
    assert {incident.stops()[step] for step in STEPS} == {"circle-check"}
    share_the_lesson(window, incident)
    look_whether_it_works(window)


def publish(desk: Desk) -> str:
    """The policy as it was."""
    values = {"title": "Waiting room", "policy_kind": "other", "text": "Somebody is always within hearing."}
    return records.sign(desk, records.start(desk, "policy", **values)).record


def publish_again(desk: Desk, old: str) -> str:
    """The next version, with the sentence that the near miss taught."""
    return records.sign(desk, policies.next_version(desk, old).with_values({"changed": DOOR})).record


def look_after_everybody(incident: IncidentDriver) -> None:
    """The first three steps, and nobody to notify; the owner stands there already."""
    incident.go_to_step("assessment")
    assert incident.text("owner") == "Anna Nowak"
    incident.choose_value("danger", "no")
    incident.type("decision", "Door shut, parents told.")
    incident.press("done_now")
    incident.go_to_step("support")
    incident.open_tier("more")
    incident.type("not_needed", "Nobody was hurt; the parents were there.")
    incident.press("done_now")
    incident.go_to_step("documentation")
    incident.press("done_now")
    incident.go_to_step("notification")
    assert incident.can_press("add_notice:gdpr_breach")  # offered, and not added by itself
    incident.type("none_needed", "Nothing happened to anybody.")
    incident.press("done_now")


def say_what_it_was(incident: IncidentDriver) -> None:
    """A near miss is graded by what stopped it, and by how likely it is to come again."""
    incident.go_to_step("grading")
    incident.choose_value("event_type", "near_miss")
    incident.choose_value("category", "child_unsupervised")
    assert _("what stopped it") in incident.missing()
    incident.type("near_miss_barrier", "A visitor stood close by.")
    incident.type("recurrence", "3")
    incident.type("consequence", "4")


def agree_on_what_changes(incident: IncidentDriver) -> IncidentDriver:
    """An action with owner, day and strength; its effect is looked at in three months."""
    incident.go_to_step("mitigation")
    later = (clock.today() + timedelta(days=10)).isoformat()
    incident.row("actions", action="Handle out of reach of children", owner="Anna Nowak")
    assert _("an owner and a date for every action") in incident.missing()
    incident.row("actions", due=clock.today().isoformat(), done_on=clock.today().isoformat())
    incident.row("actions", check_on=later)
    incident.press("done_now")
    return incident.save()


def talk_it_over(incident: IncidentDriver) -> None:
    """Alone is not enough."""
    incident.go_to_step("debrief")
    incident.type("held_on", clock.today().isoformat())
    incident.type("happened", "A door stood open.")
    incident.type("difference", "The handle is low.")
    assert _("somebody from outside who took part in the debrief") in incident.missing()
    incident.type("outside", "My supervisor")
    incident.tick("factors", "environment")
    incident.press("done_now")


def learn(incident: IncidentDriver, policy: str) -> None:
    """What changed names the policy."""
    incident.go_to_step("learning")
    incident.type("lesson_summary", "A child is quicker than a conversation.")
    incident.type("what_changed", DOOR)
    control = incident.control("changed_policy")
    control.set_value(policy)
    control.changed.emit()


def share_the_lesson(window: Window, incident: IncidentDriver) -> None:
    """Everybody reads it, and nobody finds the way back to the incident."""
    (row,) = ask(window, lambda desk: incidents.rows(desk, incidents.ids(desk)))
    assert _(STATUS_LABELS[row.status]) == _("Closed")
    incident.go_to_step("learning")
    incident.press("share_lesson")
    window.settle()
    (lesson,) = ask(window, lessons.rows)
    window.go_to("lessons")
    Table(window._root, window.qtbot, "lessons_table").open(_("Child left unattended"))
    window.settle()
    assert incident.find(LessonView, "lesson_view").record == lesson.id
    body = ask(window, lambda desk: records.open(desk, lesson.id)).body
    assert isinstance(body, Lesson)
    assert body.what_changed == DOOR


def look_whether_it_works(window: Window) -> None:
    """Closing ends nothing that was agreed: Today asks, and the closed incident takes the answer."""
    (item,) = [one for one in ask(window, today.due) if one.kind == "incident_response"]
    assert item.words == _("Look whether an action works.")
    IncidentsDriver(window).table.open(_("Closed"))
    incident = IncidentDriver(window)
    incident.go_to_step("debrief")
    assert not incident.control("happened").isEnabled()
    incident.go_to_step("mitigation")
    incident.row("actions", check_result="Three weeks, nobody at the door.")
    incident.save()
    assert [one for one in ask(window, today.due) if one.kind == "incident_response"] == []
    (row,) = ask(window, lambda desk: incidents.rows(desk, incidents.ids(desk)))
    body = ask(window, lambda desk: incidents.respond(desk, row.id)).body
    assert isinstance(body, IncidentResponse)
    assert (row.status, body.mitigation.actions[0].is_checked) == ("closed", True)
