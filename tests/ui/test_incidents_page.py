"""The Incidents page: first entry on one page, six steps, what is missing, closing."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from app.desk import Desk
from app.records.client import Client
from app.services import clients, records
from app.services.client_files import holds
from tests.app.helpers import sign_incident
from tests.ui.drivers.base import PASSPHRASE
from tests.ui.drivers.incidents import IncidentDriver, IncidentsDriver
from tests.ui.drivers.registers import EntryDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import ask, make


def test_a_first_entry_needs_its_four_answers_and_nothing_else(window: Window) -> None:
    page = IncidentsDriver(window)
    page.begin()
    page.press("finish")
    page.wait_for_strip("still needed")
    assert page.problem("what_happened") == "This is still needed."
    assert page.problem("where") == "This is still needed."
    assert page.problem("danger") == "This is still needed."
    page.answer("A client slipped on the stairs.", "Stairs", "no")
    incident = page.sign()
    assert incident.stops()["first"] == "lock"
    window.prompts.check()


def test_danger_now_comes_before_writing(window: Window) -> None:
    page = IncidentsDriver(window)
    page.begin()
    page.choose_value("danger", "yes")
    assert "First make people safe" in page.wait_for_strip("First make")
    page.choose_value("danger", "no")
    assert not any("First make" in text for text in page.strips())


def test_an_unfinished_first_entry_is_found_in_the_list(window: Window) -> None:
    page = IncidentsDriver(window)
    page.begin()
    page.type("what_happened", "half a sentence")
    page = IncidentsDriver(window)
    page.table.open("Draft")
    assert page.text("what_happened") == "half a sentence"


def test_a_step_that_is_done_is_ticked_on_the_track_and_saved(window: Window) -> None:
    incident = IncidentsDriver(window).record("A client slipped.", "Stairs", "no")
    assert incident.stops()["assessment"] != "circle-check"
    incident.go_to_step("assessment")
    incident.type("owner", "Anna Nowak")
    incident.choose_value("danger", "no")
    incident.type("decision", "Stairs closed.")
    incident.press("done_now")
    assert incident.stops()["assessment"] == "circle-check"
    incident = incident.save()
    assert incident.stops()["assessment"] == "circle-check"
    table = IncidentsDriver(window).table
    table.wait_for("Being worked on")


def test_an_incident_is_closed_only_when_nothing_is_missing(window: Window) -> None:
    incident = IncidentsDriver(window).record("A door was left open.", "Office", "no")
    assert not incident.can_press("close_incident")
    assert "category" in incident.missing()
    fill_in(incident)
    assert incident.missing() == ""
    incident = incident.close()
    assert incident.can_press("reopen")
    IncidentsDriver(window).table.wait_for("Closed")
    IncidentsDriver(window).table.open("Closed")
    window.prompts.answer("More is known now")
    incident = IncidentDriver(window)
    incident.press("reopen")
    window.settle()
    assert incident.can_press("save")
    window.prompts.check()


def fill_in(incident: IncidentDriver) -> None:
    """Everything that closing wants, for a near miss."""
    incident.go_to_step("grading")
    incident.choose_value("event_type", "near_miss")
    incident.choose_value("category", "it_outage")
    incident.type("near_miss_barrier", "A colleague saw it.")
    incident.go_to_step("mitigation")
    incident.type("none_needed", "one lapse, door closer mended")
    incident.go_to_step("debrief")
    incident.open_tier("more")
    incident.type("waiver", "nobody was affected")
    incident.go_to_step("learning")
    incident.type("lesson_summary", "Check the door.")
    incident.type("what_changed", "A checklist at the door.")


def test_earlier_gradings_of_harm_stay_and_later_ones_are_added(window: Window) -> None:
    incident = IncidentsDriver(window).record("A client slipped.", "Stairs", "no")
    incident.go_to_step("grading")
    incident.press("add:harm")
    incident.choose_value("physical", "low")
    incident = incident.save()
    incident.go_to_step("grading")
    assert "Earlier gradings of harm" in incident.labels()
    incident.press("add:harm")
    incident.choose_value("physical", "none")
    incident = incident.save()
    window.prompts.check()


def test_a_signed_first_entry_is_added_to_never_changed(window: Window) -> None:
    incident = IncidentsDriver(window).record("A client slipped.", "Stairs", "no")
    incident.go_to_step("first")
    incident.press("amend")
    incident.type("text", "It had rained.")
    incident.type("reason", "Remembered later")
    incident.press("sign_amendment")
    window.qtbot.waitUntil(lambda: "Addendum" in window.labels())
    assert IncidentDriver(window).track.chosen() == "first"
    window.prompts.check()


def test_a_first_entry_is_thrown_away_and_comes_back_by_undo(window: Window) -> None:
    page = IncidentsDriver(window)
    page.begin()
    page.type("what_happened", "nothing after all")
    page.press("discard")
    window.settle()
    assert "No incidents recorded" in window.labels()
    window.press("toast_action")
    window.settle()
    assert page.text("what_happened") == "nothing after all"
    window.prompts.check()


def test_the_response_is_kept_as_a_draft_over_a_lock(window: Window, open_window: object) -> None:
    vault = window.shell.preferences.last_vault
    incident = IncidentsDriver(window).record("A client slipped.", "Stairs", "no")
    incident.go_to_step("support")
    incident.type("by_whom", "the therapist")
    window.shell.lock()
    window.qtbot.waitUntil(lambda: bool(window.left))
    window.end()
    again = open_window(vault)  # type: ignore[operator]
    again.unlock.enter(PASSPHRASE)
    incident = IncidentDriver(again)
    assert incident.track.chosen() == "support"
    assert incident.text("by_whom") == "the therapist"


def test_after_a_suicide_a_checklist_is_offered_and_the_file_is_put_on_hold(window: Window) -> None:
    client = make(window, lambda desk: clients.register(desk, Client(name="Jan Mak")).id)
    affected = [{"kind": "client", "client": client}]
    make(window, lambda desk: sign_incident(desk, affected=affected))
    IncidentsDriver(window).table.open("First entry signed")
    incident = IncidentDriver(window)
    assert "after_suicide" not in incident.stops()
    incident.go_to_step("grading")
    incident.choose_value("category", "death_suicide")
    incident.go_to_step("after_suicide")
    incident.tick("seen_to", "not_alone")
    incident.press("hold_files")
    window.settle()
    (held,) = ask(window, lambda desk: holds.in_force(desk, client))
    assert held.reason == "incident"
    assert not any(each.isVisible() for each in incident._root().findChildren(QWidget, "hold_files"))
    incident = incident.save()
    incident.go_to_step("after_suicide")
    assert incident.value("seen_to") == ["not_alone"]
    window.prompts.check()


def test_a_duty_with_a_clock_becomes_a_notification_to_be_decided(window: Window) -> None:
    incident = IncidentsDriver(window).record("A laptop was left in a tram.", "Tram", "no")
    incident.go_to_step("notification")
    incident.press("add_notice:gdpr_breach")
    assert "a decision on every notification" in incident.missing()
    incident = incident.save()
    incident.go_to_step("notification")
    assert "GDPR art. 33" in incident.text("legal_basis")
    assert "counted from" in incident.text("computed_from")
    window.prompts.check()


def test_what_came_of_an_incident_is_opened_from_it(window: Window) -> None:
    def hazard_made(desk: Desk) -> str:
        incident = sign_incident(desk).record
        rating = {"likelihood": "2", "severity": "2", "rationale": "Seen twice."}
        hazard = {"hazard": "Letters in one pile", "area": "data", "current": rating, "source_record": incident}
        records.keep(desk, records.start(desk, "hazard").with_values(hazard))
        return incident

    record = make(window, hazard_made)
    IncidentsDriver(window).table.open("First entry signed")
    incident = IncidentDriver(window)
    incident.go_to_step("grading")
    incident.choose_value("category", "confidentiality_breach")
    incident = incident.save()
    incident.go_to_step("learning")
    window.settle()
    assert incident.find(QPushButton, "came_of_it:hazard").text() == "Hazard: Letters in one pile"
    incident.go_to_step("notification")
    incident.press("to_breaches_now")
    entry = EntryDriver(window)
    section = entry.section("first")
    section.type("title", "Letter to the wrong address")
    section.tick("breach_types", "confidentiality")
    made = entry.finish().record
    window.go_to("incident", record)
    incident = IncidentDriver(window).go_to_step("learning")
    window.settle()
    incident.press("came_of_it:data_breach")
    assert EntryDriver(window).record == made
