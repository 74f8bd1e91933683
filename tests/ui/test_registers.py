"""Breaches and complaints at the window: the hold is said, a changed time wants its reason, a draft is gone on with."""

from __future__ import annotations

from app.records.client import Client
from app.services import clients, incidents, records
from app.services.client_files import holds
from app.services.safety import breaches, complaints
from app.services.safety.breaches import ClockShown
from app.texts import _
from tests.app.test_breach_rules import COMPLETE, FRIDAY
from tests.ui.drivers.registers import EntryDriver, RegisterDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import ask, make
from ui.pages.breaches.clocks_card import when_words

COMPLAINT = {"source": "client", "text": "Nobody called back."}
ANSWERED = {"category": "access", "no_answer": "No name was left.", "outcome": "upheld", "outcome_note": "By noon now."}


def test_a_complaint_says_that_the_file_is_held_and_is_closed_by_a_decision(window: Window) -> None:
    client = make(window, lambda desk: clients.register(desk, Client(name="Zoë Fairweather")))
    values = {**COMPLAINT, **ANSWERED, "about_client": client.id}
    record = make(window, lambda desk: records.save(desk, records.start(desk, "complaint", **values))).record
    window.go_to("complaint", record)
    entry = EntryDriver(window)
    said = _("A legal hold is on the file {codes}: nothing of it is destroyed while this is open.")
    assert said.format(codes=client.code) in entry.labels()
    assert not entry.can_press("close_entry")
    hold = entry.section("hold")
    hold.choose_value("hold_decision", "lift")
    hold.type("hold_reason", "Nothing more is to come.")
    window.qtbot.waitUntil(lambda: entry.missing() == "")
    entry.finish("close_entry")
    assert ask(window, lambda desk: holds.in_force(desk, client.id)) == []
    (row,) = ask(window, lambda desk: complaints.rows(desk, complaints.ids(desk)))
    assert row.status == "closed"


def test_a_complaint_is_begun_kept_as_a_draft_and_registered(window: Window) -> None:
    begun = RegisterDriver(window, "complaints", "complaint").begin()
    begun.type("text", "Nobody called back.")
    window.go_to("clients")
    lists = RegisterDriver(window, "complaints", "complaint")
    lists.table.open(_("not yet"))
    again = EntryDriver(window)
    assert again.record == begun.record
    again.choose_value("source", "client")
    again.finish()
    (row,) = ask(window, lambda desk: complaints.rows(desk, complaints.ids(desk)))
    assert (row.status, row.source) == ("open", "Client")


def test_another_time_of_awareness_wants_its_reason_in_its_place(window: Window) -> None:
    record = make(window, lambda desk: records.save(desk, breaches.begin(desk).with_values(COMPLETE))).record
    make(window, lambda desk: records.keep(desk, records.edit(desk, record).with_values({"aware": _earlier()})))
    window.go_to("data_breach", record)
    entry = EntryDriver(window)
    entry.press("finish")
    assert _("Why the time above is another than before") in entry.wait_for_strip("CS-")
    entry.section("what").type("aware_reason", "The cleaner had told the desk.")
    entry.finish()
    (change,) = ask(window, lambda desk: breaches.open(desk, record)).body.aware_changes
    assert change.before is not None
    assert (change.before.at, change.reason) == (FRIDAY["at"], "The cleaner had told the desk.")


def test_a_breach_begins_from_an_incident(window: Window) -> None:
    first = {"what_happened": "A letter went astray.", "where": "Post", "danger": "no"}
    incident = make(window, lambda desk: records.sign(desk, records.start(desk, "incident", **first))).record
    window.shell.workspace.context.navigator.go_to("breaches", None, new=True, incident=incident)
    entry = EntryDriver(window)
    section = entry.section("first")
    section.type("title", "Letter to the wrong address")
    section.tick("breach_types", "confidentiality")
    entry.finish()
    (row,) = ask(window, lambda desk: breaches.rows(desk, breaches.ids(desk)))
    assert row.title == "Letter to the wrong address"
    assert ask(window, lambda desk: incidents.open(desk, incident)).incident.where == "Post"


def test_a_clock_says_utc_only_where_it_differs_and_dates_in_one_form() -> None:
    def told(**values: str) -> str:
        shown = {"due": "2026-11-25T23:27", "due_utc": "2026-11-25T23:27", "zone": "Etc/UTC", "told": "", **values}
        return when_words(ClockShown("authority", "", "", "", "2026-11-22T23:27", is_settled=False, **shown))

    assert told() == "until 25 Nov 2026, 23:27 (UTC)"
    assert told(zone="Europe/London") == "until 25 Nov 2026, 23:27 (Europe/London)"
    there = told(zone="Europe/Warsaw", due_utc="2026-11-25T22:27")
    assert there == "until 25 Nov 2026, 23:27 (Europe/Warsaw), that is 25 Nov 2026, 22:27 UTC"
    assert told(due="2026-11-25", due_utc="") == "until the end of 25 Nov 2026"
    assert (told(told="2026-11-24"), told(told="2026-11-24T11:15")) == (
        "told 24 Nov 2026", "told 24 Nov 2026, 11:15",
    )  # fmt: skip


def _earlier() -> dict[str, str]:
    return {"at": "2026-11-20T09:00", "zone": FRIDAY["zone"]}
