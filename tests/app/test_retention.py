"""How long a real file is kept: from its sessions and its closing, with what holds it, computed anew each time."""

from __future__ import annotations

from datetime import date

import pytest

from app import clock
from app.desk import Desk
from app.keeping.plans import Saved
from app.records.client import Client
from app.records.legal_hold import HoldReason
from app.services import clients, records
from app.services.client_files import holds, retention
from app.services.client_files.retention import Closing
from app.services.clients import ClientRef
from app.services.practice import practices
from tests.app.helpers import entries, last_seq, sign_incident, write_note

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)


def session_on(desk: Desk, client: str, day: str) -> Saved:
    """A signed note of a session on a day."""
    return write_note(desk, client, started={"at": f"{day}T15:00", "zone": "Europe/Warsaw"})


def practise_in(desk: Desk, place: str) -> None:
    """The practice moves."""
    practices.change_profile(desk, jurisdiction=place)


def until(shown: retention.Shown) -> dict[str, str]:
    """The day of every rule."""
    return {row.rule: str(row.keep_until) for row in shown.rows}


def test_an_open_file_counts_from_what_is_in_it_and_says_so(desk: Desk, anna: ClientRef) -> None:
    session_on(desk, anna.id, "2026-10-05")
    shown = retention.of(desk, anna.id)
    assert shown.is_open
    assert "The file is open." in " ".join(shown.said)
    assert [row.rule for row in shown.rows] == ["pl_medical", "pl_private"], "the longest first"
    assert shown.law == "common 1, eu 1, pl 1"
    private = shown.rows[1]
    assert (private.keep_until, private.citation) == (None, "GDPR art. 5(1)(e); no statute")
    assert private.why.startswith("No statutory rule says how long.")


def test_the_practice_sets_its_own_period_and_says_which_rule_is_its_own(desk: Desk, anna: ClientRef) -> None:
    session_on(desk, anna.id, "2026-10-05")
    practices.change_profile(desk, keep_rules=["pl_private"], keep_years=6, keep_reason="Limitation of claims.")
    shown = retention.of(desk, anna.id)
    assert until(shown) == {"pl_private": "2032-10-05"}
    assert shown.keep_until == date(2032, 10, 5)
    assert "Limitation of claims." in shown.rows[0].notes[0]


def test_both_branches_of_a_minor_and_a_corrected_birth_date(desk: Desk) -> None:
    practise_in(desk, "US-AZ")
    child = clients.register(desk, Client(name="Jaś", birth_date="2016-05-01"))
    session_on(desk, child.id, "2026-10-05")
    (row,) = [row for row in retention.of(desk, child.id).rows if row.rule == "us_az_records"]
    assert [(label, str(day)) for label, day, _read in row.branches] == [
        ("General period", "2032-10-05"),
        ("Because the client was a minor", "2037-05-01"),
    ]
    assert str(row.keep_until) == "2037-05-01"
    opened = clients.read(desk, child.id)
    assert isinstance(opened.body, Client)
    opened.body.birth_date = "2018-05-01"
    clients.save(desk, child.id, opened.body, opened.record.revision)
    assert until(retention.of(desk, child.id))["us_az_records"] == "2039-05-01"


def test_a_family_is_kept_as_long_as_its_youngest_member(desk: Desk) -> None:
    practise_in(desk, "US-AZ")
    born = {"Ola": "1987-01-01", "Jaś": "2016-05-01", "Ala": "2016"}
    members = [clients.register(desk, Client(name=name, birth_date=day)).id for name, day in born.items()]
    family = records.add(
        desk, "client", [{"name": "Family", "unit": "family", "members": [{"client": one} for one in members]}]
    )[0].id
    session_on(desk, family, "2026-10-05")
    assert until(retention.of(desk, family))["us_az_records"] == "2037-12-31", "of 2016 the last day counts"


def test_a_closing_that_is_being_written_is_what_counts(desk: Desk, anna: ClientRef) -> None:
    practise_in(desk, "US-TX")
    session_on(desk, anna.id, "2026-10-05")
    assert retention.of(desk, anna.id).rows[0].why == "The period begins when the file is closed."
    closing = Closing(closed_on="2026-11-20", reason="goals_met", last_session_on="2026-10-05")
    shown = retention.of(desk, anna.id, closing)
    assert (until(shown)["us_tx_lpc"], shown.is_open) == ("2033-11-20", False)


def test_death_is_a_branch_of_its_own(desk: Desk, anna: ClientRef) -> None:
    practise_in(desk, "GB")
    shown = retention.of(desk, anna.id, Closing(closed_on="2026-11-20", reason="death"))
    (row,) = [row for row in shown.rows if row.rule == "gb_nhs_mental_health"]
    assert ("After the client's death", date(2036, 11, 20), True) in row.branches


def test_a_new_contact_begins_the_period_again(desk: Desk, anna: ClientRef) -> None:
    practise_in(desk, "US-FL")
    session_on(desk, anna.id, "2025-01-05")
    assert until(retention.of(desk, anna.id))["us_fl_counselors"] == "2032-01-05"
    values = {"channel": "phone", "direction": "from_client", "reached": "talked", "gist": "Asked for a letter."}
    happened = {"at": "2026-03-01T10:00", "zone": "Europe/Warsaw"}
    records.sign(desk, records.start(desk, "contact", anna.id).with_values({**values, "happened": happened}))
    assert until(retention.of(desk, anna.id))["us_fl_counselors"] == "2033-03-01"


def test_a_note_in_error_and_a_missed_session_begin_nothing(desk: Desk, anna: ClientRef) -> None:
    practise_in(desk, "US-PA")
    session_on(desk, anna.id, "2025-01-05")
    wrong = session_on(desk, anna.id, "2026-10-05")
    records.amend(desk, wrong.record, kind="entered_in_error", text="Somebody else's.", reason="Wrong file.")
    values = {"attendance": "no_show", "started": {"at": "2026-10-12T15:00", "zone": "Europe/Warsaw"}}
    write_note(desk, anna.id, **values)
    assert until(retention.of(desk, anna.id))["us_pa_psychologist"] == "2030-01-05"


def test_a_hold_always_wins_until_it_is_lifted(desk: Desk, anna: ClientRef) -> None:
    session_on(desk, anna.id, "2001-10-05")
    hold = holds.place(desk, anna.id, reason=HoldReason.COMPLAINT)
    shown = retention.of(desk, anna.id)
    assert shown.is_held
    assert [held.kind for held in shown.holds] == ["legal_hold"]
    assert "nothing of this file may be destroyed" in " ".join(shown.said)
    holds.lift(desk, hold.record, because="The complaint was withdrawn.")
    assert not retention.of(desk, anna.id).is_held


def test_an_open_incident_holds_the_file_that_it_is_about(desk: Desk, anna: ClientRef) -> None:
    other = clients.register(desk, Client(name="Jan"))
    happened = {"at": f"{TODAY}T09:10", "zone": "Europe/Warsaw"}
    sign_incident(desk, affected=[{"kind": "client", "client": anna.id}], occurred=happened)
    assert [held.kind for held in retention.of(desk, anna.id).holds] == ["incident"]
    assert not retention.of(desk, other.id).is_held


def test_a_place_without_a_rule_says_so(desk: Desk, anna: ClientRef) -> None:
    practise_in(desk, "CH")
    shown = retention.of(desk, anna.id)
    assert (shown.rows, shown.keep_until) == ((), None)
    assert shown.said[0] == "No law pack says anything on this where the practice works."


def test_two_places_are_both_asked(desk: Desk, anna: ClientRef) -> None:
    session_on(desk, anna.id, "2026-10-05")
    assert "us_ny_regents" in until(retention.of(desk, anna.id, places=("PL", "US-NY")))


def test_no_record_of_the_client_is_opened_for_it(desk: Desk, anna: ClientRef) -> None:
    session_on(desk, anna.id, "2026-10-05")
    practices.profile(desk)
    seen = last_seq(desk)
    retention.of(desk, anna.id)
    assert {entry.action for entry in entries(desk, seen)} <= {"list"}
