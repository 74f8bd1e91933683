"""What follows from an incident: clocks of the law, the hold after a suicide, lessons, the de-identified list."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.desk import Desk
from app.records.fields import LocalTime
from app.records.lesson import Lesson
from app.records.practice_profile import PracticeProfile
from app.records.response_choices import Duty
from app.reports import drawing
from app.services import incidents, records
from app.services.client_files import holds
from app.services.clients import ClientRef
from app.services.outgoing import deidentified
from app.services.practice import practices
from app.services.reading import today
from app.services.safety import after_suicide, lessons, notices
from tests.app.helpers import WARSAW, entries, fails, last_seq, sign_incident
from tests.app.reading_pdf import words_of
from tests.app.test_incident_rules import COMPLETE

FRIDAY = {"at": "2026-11-20T16:50", "zone": WARSAW}


def respond(desk: Desk, incident: str, **values: Any) -> records.Saved:
    return records.save(desk, incidents.respond(desk, incident).with_values(values))


def about(anna: ClientRef) -> dict[str, Any]:
    return {"occurred": FRIDAY, "affected": [{"kind": "client", "client": anna.id}]}


def test_duties_with_a_clock_are_offered_and_left_to_be_decided(desk: Desk) -> None:
    practices.save_profile(desk, PracticeProfile(name="Gabinet", jurisdiction="PL", zone=WARSAW))
    found = {one.rule: one for one in notices.offers(desk, LocalTime(**FRIDAY))}
    breach = found["gdpr_breach"].notice
    assert (breach.duty, breach.decided, breach.threshold) == (Duty.DATA_PROTECTION, None, None)
    assert breach.due == LocalTime("2026-11-23T16:50", WARSAW)  # a weekend is not skipped
    assert breach.legal_basis == "GDPR art. 33"
    assert "20 Nov 2026" in breach.computed_from
    assert breach.clock_pack.startswith("eu ")
    assert "wa_bha_incident" not in found
    assert notices.offers(desk, None) == []


def test_a_clock_of_another_place(desk: Desk) -> None:
    practices.save_profile(desk, PracticeProfile(name="Office", jurisdiction="US-WA", zone="America/Los_Angeles"))
    found = {one.rule: one.notice for one in notices.offers(desk, LocalTime("2026-11-20T16:50", "America/Los_Angeles"))}
    assert found["wa_bha_incident"].due == LocalTime("2026-11-22T16:50", "America/Los_Angeles")
    assert found["hipaa_breach_individual"].due == LocalTime("2027-01-19T23:59", "America/Los_Angeles")
    assert "gdpr_breach" not in found


def test_who_works_alone_is_responsible_for_every_step(desk: Desk) -> None:
    opened = incidents.respond(desk, sign_incident(desk).record)
    name = practices.person_name(desk, desk.account)
    assert {getattr(opened.body, step).owner for step in ("assessment", "support", "mitigation", "debrief")} == {name}


def test_the_first_estimate_of_harm_cannot_be_taken_back_by_any_way(desk: Desk) -> None:
    incident = sign_incident(desk).record
    saved = respond(desk, incident, harm=COMPLETE["harm"])
    for editing in (records.edit(desk, saved.record), incidents.respond(desk, incident)):
        with fails("first_estimate_kept"):
            records.save(desk, editing.with_values({"harm": []}))
    with fails("not_by_hand"):
        records.add(desk, "incident_response", [{"incident": incident, "harm": []}])


def test_a_closed_incident_keeps_what_closing_asked_for(desk: Desk) -> None:
    incident = sign_incident(desk).record
    respond(desk, incident, **COMPLETE)
    with fails("cannot_close"):  # nor can it be closed past the rules by saying so
        respond(desk, incident, closed_on="2026-11-22", debrief={})
    incidents.close(desk, incident)
    with fails("cannot_close"):
        respond(desk, incident, debrief={})
    done = [COMPLETE["mitigation"]["actions"][0] | {"done_on": "2026-11-22"}]
    respond(desk, incident, mitigation={"actions": done})
    (row,) = incidents.rows(desk, [incident])
    assert (row.status, row.due) == ("closed", None)


def test_what_waits_stands_on_today_in_words_and_cannot_be_put_off(desk: Desk) -> None:
    incident = sign_incident(desk).record
    notice = {"duty": "insurer", "due": FRIDAY}
    respond(desk, incident, notification={"notices": [notice]})
    (item,) = today.due(desk)
    assert item.words == "A notification is to be decided: made, or not needed and why."
    assert (item.kind, item.key, item.due) == ("incident_response", "", "2026-11-20")
    decided = notice | {"decided": "not_required", "reason": "Nothing was damaged."}
    respond(desk, incident, notification={"notices": [decided]})
    assert today.due(desk) == []


def test_after_a_suicide_the_file_is_put_on_hold_once(desk: Desk, anna: ClientRef) -> None:
    incident = sign_incident(desk, **about(anna)).record
    (named,) = after_suicide.files(desk, incident)
    assert (named.client, named.held_since) == (anna.id, "")
    assert len(after_suicide.hold(desk, incident)) == 1
    assert after_suicide.hold(desk, incident) == []
    (held,) = holds.in_force(desk, anna.id)
    assert held.reason == "incident"
    assert after_suicide.files(desk, incident)[0].held_since == held.since


def test_a_lesson_is_shared_without_a_way_back(desk: Desk, anna: ClientRef) -> None:
    incident = sign_incident(desk, **about(anna)).record
    with fails("not_complete"):
        lessons.share(desk, incident)
    respond(desk, incident, **COMPLETE)
    saved = lessons.share(desk, incident)
    body = records.open(desk, saved.record).body
    assert isinstance(body, Lesson)
    assert (body.month, body.category, body.lesson) == ("2026-11", "fall_injury", "Wet stairs are slippery.")
    assert incident not in json.dumps(records.history(desk, saved.record)[0].changes, default=str)
    assert [(one.month, one.category) for one in lessons.rows(desk)] == [("2026-11", "Fall or injury")]


@pytest.mark.parametrize("words", ["Zawadzka slipped.", "On 2026-11-20 it was wet.", "See K-0001."])
def test_a_lesson_that_points_to_somebody_is_refused(desk: Desk, anna: ClientRef, words: str) -> None:
    incident = sign_incident(desk, **about(anna)).record
    respond(desk, incident, **(COMPLETE | {"lesson_summary": words}))
    with fails("points_to_somebody"):
        lessons.share(desk, incident)
    assert lessons.rows(desk) == []


def test_a_lesson_by_hand_is_held_to_the_same(desk: Desk) -> None:
    values = {"category": "fall_injury", "month": "2026-11", "lesson": "Ewa Lis slipped."}
    with fails("points_to_somebody"):
        records.add(desk, "lesson", [values], sign=True)
    with fails("month_only"):
        records.add(desk, "lesson", [values | {"month": "2026-11-20"}], sign=True)
    records.add(desk, "lesson", [values | {"lesson": "Dry the stairs."}], sign=True)


def test_the_de_identified_list_holds_no_ref_no_name_and_no_day(desk: Desk, anna: ClientRef) -> None:
    incident = sign_incident(desk, where="Stairs of Zawadzka", **about(anna)).record
    told = {"lesson_summary": "On 2026-11-20 Zawadzka slipped, and Ewa Lis did not see it.", "what_changed": "A mat."}
    respond(desk, incident, **(COMPLETE | told))
    seen = last_seq(desk)
    made = deidentified.of_incidents(desk, extension="json")
    assert {entry.purpose for entry in entries(desk, seen) if entry.action == "view"} == {"safety"}
    (row,) = json.loads(made.leaves(b""))["incidents"]
    assert (row["month"], row["category"], row["physical"], row["gradings"]) == ("2026-11", "fall_injury", "low", 1)
    assert row["lesson"] == "On November 2026 […] slipped, and […] did not see it."
    assert (row["notified"], row["not_notified"]) == (["insurer"], ["police"])
    paper = words_of(drawing.pdf(deidentified.of_incidents(desk).paper))
    for text in (json.dumps(row), paper):
        assert not [word for word in ("Zawadzka", "Ewa", "2026-11-20", "20 Nov", "-001", incident) if word in text]
    assert "November 2026: Fall or injury" in paper


def test_what_is_no_signed_incident_is_not_in_it(desk: Desk) -> None:
    records.keep(desk, records.start(desk, "incident"))
    wrong = sign_incident(desk).record
    records.amend(desk, wrong, kind="entered_in_error", text="", reason="It was another day.")
    assert deidentified.of_incidents(desk).trends.incidents == []
