"""The accounting of disclosures: six years, exemptions with their reason, what waits for its day, series in one row."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from app import clock
from app.desk import Desk
from app.packs import jurisdictions, law
from app.packs.jurisdiction_rules import Basis
from app.records import missing
from app.records.client import Client
from app.records.disclosure import Agency, Disclosure
from app.records.release_choices import DisclosureBasis
from app.reports.paper import Notice, Paper, Table
from app.rules import accounting
from app.rules.accounting import DisclosureFacts
from app.rules.destinations import TO_CLIENT
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.outgoing import disclosures, grounds, papers, releasing
from app.services.practice import practices
from tests.app.helpers import WARSAW, fails, write_note
from tests.app.reading_pdf import words_of
from tests.app.releases_made import by_law

TODAY = date(2026, 11, 22)
COURT = DisclosureFacts("r", "2026-03-01T10:00", "court_order", "District Court", what="notes", purpose="II C 12/26")


EXEMPT = {"roi": "Known.", "client_access": "Known."}


def told(*found: DisclosureFacts, on: date = TODAY) -> accounting.Accounting:
    return accounting.account(found, on, EXEMPT)


@pytest.mark.parametrize("basis", list(DisclosureBasis))
def test_who_is_told_of_what(basis: DisclosureBasis) -> None:
    found = told(replace(COURT, basis=basis.value))
    assert (len(found.rows), len(found.exempt)) == ((0, 1) if basis.value in EXEMPT else (1, 0))
    assert all(row.exemption == "Known." for row in found.exempt)


CARE = {"treatment", "payment", "operations", "supervision"}
BY_OTHERS = {"roi", "client_access", "mandated_report_child", "mandated_report_adult", "court_order", "other_law"}


@pytest.mark.parametrize("basis", list(DisclosureBasis))
@pytest.mark.parametrize(
    ("jurisdiction", "country"), [("US-CA", ""), ("PL", ""), ("", ""), ("US-CA", "PL"), ("PL", "US")]
)
def test_what_a_ground_asks_for_is_the_law_of_the_place_and_of_two_places_the_stricter(
    desk: Desk, basis: DisclosureBasis, jurisdiction: str, country: str
) -> None:
    practice = practices.profile(desk)
    practices.save_profile(desk, structs.replace(practice, jurisdiction=jurisdiction))
    client = clients.register(desk, Client(name="Jan", country=country))
    found = grounds.of(desk, [client.id])
    is_us = jurisdiction == "US-CA" and country != "PL"
    assert (basis in found.exempt) == (basis in {"roi", "client_access"} or (is_us and basis in CARE))
    assert (basis in found.no_minimum) == (basis in BY_OTHERS or (is_us and basis == "treatment"))
    assert (basis in found.private_notes) == (basis in {"court_order", "coroner", "oversight", "duty_to_protect"})
    if basis in found.exempt and jurisdiction.startswith("US"):
        assert "45 CFR 164.528(a)(1)" in found.exempt[basis]


def test_the_packs_name_every_ground_there_is() -> None:
    """A ground that the packs do not know could never be exempt anywhere, and nobody would notice."""
    assert set(get_args(Basis)) == {basis.value for basis in DisclosureBasis}
    assert law.of(jurisdictions.SHIPPED, ["XX"]).grounds("exempt")


@pytest.mark.parametrize(
    ("at", "on", "is_told"),
    [
        ("2020-11-22T00:00", TODAY, True),
        ("2020-11-21T23:59", TODAY, False),
        ("2026-11-22T23:59", TODAY, True),
        ("2026-11-23T00:00", TODAY, False),
        ("2022-02-28T10:00", date(2028, 2, 29), True),
        ("2022-02-27T10:00", date(2028, 2, 29), False),
        ("2024-02-29T10:00", date(2030, 3, 1), False),
        ("2024-02-29T10:00", date(2030, 2, 28), True),
    ],
)
def test_six_years_to_the_day(at: str, on: date, is_told: bool) -> None:
    assert bool(told(replace(COURT, at=at), on=on).rows) is is_told


@pytest.mark.parametrize(("until", "is_told"), [("2026-11-21", True), ("2026-11-22", False), ("2026-12-01", False)])
def test_what_an_authority_asked_to_keep_back_leaves_no_trace_until_its_day_is_over(until: str, is_told: bool) -> None:
    other = replace(COURT, record="other", recipient="Insurer")
    found = told(replace(COURT, suspended_until=until), other)
    assert len(found.rows) == (2 if is_told else 1)
    assert "District Court" not in repr(found) or is_told


def test_the_same_again_and_again_is_one_row() -> None:
    times = [replace(COURT, record=str(day), at=f"2026-03-0{day}T10:00") for day in (3, 1, 2)]
    other = replace(COURT, record="x", purpose="another case", at="2026-03-04T10:00")
    series, alone = told(*times, other).rows
    assert (series.first.at, series.last_on, series.times) == ("2026-03-01T10:00", "2026-03-03", 3)
    assert (alone.times, alone.last_on) == (1, "2026-03-04")


def test_a_series_that_was_typed_keeps_its_own_count() -> None:
    typed = replace(COURT, series_first="2025-01-02", series_last="2026-02-02", series_times=14, series_often="monthly")
    (row,) = told(typed, replace(COURT, record="next", at="2026-04-01T10:00")).rows
    assert (row.first.at, row.last_on, row.times, row.often) == ("2025-01-02", "2026-04-01", 15, "monthly")


def test_what_did_not_leave_is_not_told() -> None:
    assert told(replace(COURT, is_in_error=True)).rows == ()


@given(st.lists(st.tuples(st.integers(0, 3000), st.sampled_from(list(DisclosureBasis)), st.booleans()), max_size=20))
def test_every_disclosure_of_six_years_is_in_exactly_one_row(found: list[tuple[int, DisclosureBasis, bool]]) -> None:
    facts = [
        DisclosureFacts(
            str(number),
            f"{TODAY - timedelta(days=back)}T09:00",
            basis.value,
            "Somebody",
            suspended_until="2027-01-01" if waits else "",
        )
        for number, (back, basis, waits) in enumerate(found)
    ]
    made = told(*facts)
    counted = sum(row.times for row in (*made.rows, *made.exempt))
    first = accounting.first_day(TODAY).isoformat()
    assert counted == sum(one.at[:10] >= first and not one.suspended_until for one in facts)


@pytest.mark.parametrize(
    ("stated", "until", "how", "is_refused"),
    [
        ("2026-11-01", "2026-12-01", "spoken", False),
        ("2026-11-01", "2026-12-02", "spoken", True),
        ("2028-02-01", "2028-03-02", "spoken", False),
        ("2028-02-01", "2028-03-03", "spoken", True),
        ("2026-02-01", "2026-03-04", "spoken", True),
        ("2026-11-01", "2027-11-01", "written", False),
    ],
)
def test_on_a_spoken_statement_it_waits_for_thirty_days_at_most_where_the_law_says_so(
    desk: Desk, stated: str, until: str, how: str, is_refused: bool
) -> None:
    body = Disclosure(suspension_stated_on=stated, suspended_until=until, suspension_how=_agency(how))
    grounds.completed(desk, body, None)
    practices.save_profile(desk, structs.replace(practices.profile(desk), jurisdiction="US"))
    with fails("suspended_too_long") if is_refused else contextlib.nullcontext():
        grounds.completed(desk, body, None)


@pytest.mark.parametrize("basis", list(DisclosureBasis))
def test_the_least_that_is_enough_is_asked_where_the_law_does(desk: Desk, basis: DisclosureBasis) -> None:
    body = grounds.completed(desk, Disclosure(legal_basis=basis), None)
    assert ("minimum_necessary" in {spec.name for spec in missing(body)}) is (basis not in BY_OTHERS)


def _agency(how: str) -> Agency:
    return next(one for one in Agency if one.value == how)


def by_phone(**values: Any) -> dict[str, Any]:
    return {
        "recipient_name": "Officer Maj",
        "description": "That she comes",
        "legal_basis": "emergency",
        "purpose": "She was missing",
        "disclosed": {"at": "2026-11-20T21:15", "zone": WARSAW},
        "method": "phone",
        "minimum_necessary": "Only that she left at six.",
        "client_informed_on": "2026-11-21",
        **values,
    }


def test_what_was_told_by_phone_is_written_by_hand_and_accounted_for(desk: Desk, anna: ClientRef) -> None:
    with fails("not_complete"):
        records.sign(desk, records.start(desk, "disclosure", anna.id).with_values(by_phone(minimum_necessary="")))
    editing = records.start(desk, "disclosure", anna.id).with_values(by_phone())
    assert disclosures.accounting(desk, anna.id).rows == ()
    records.sign(desk, editing)
    (row,) = disclosures.accounting(desk, anna.id, TODAY).rows
    assert (row.first.recipient, row.first.at[:10]) == ("Officer Maj", "2026-11-20")


def tables(paper: Paper) -> list[Table]:
    return [block for block in paper.blocks if isinstance(block, Table)]


def test_the_paper_is_for_the_client_first_and_is_registered_itself(
    desk: Desk, anna: ClientRef, tmp_path: Path
) -> None:
    note = papers.of_record(desk, write_note(desk, anna.id).record)
    releasing.finish(desk, releasing.begin(desk, note, by_law()))
    releasing.finish(desk, releasing.begin(desk, note, by_law()))
    prepared = papers.of_accounting(desk, anna.id)
    (table,) = tables(prepared.paper)
    assert len(table.rows) == 1
    assert "2 times" in table.rows[0][0]
    first = releasing.offers(prepared)[0]
    assert (first.destination, first.is_possible) == (releasing.Destination.CLIENT, True)
    path = releasing.to_file(desk, prepared, tmp_path / "a.pdf", TO_CLIENT)
    assert "District Court" in words_of(path.read_bytes())
    later = papers.of_accounting(desk, anna.id).paper
    assert [row[-1] for row in tables(later)[1].rows] == ["The client knows of it."]


def test_the_paper_does_not_tell_what_has_to_wait(desk: Desk, anna: ClientRef) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    waits = {
        "suspended_until": tomorrow,
        "suspension_how": "written",
        "suspension_stated_on": "2026-11-20",
        "suspension_statement": "Prosecutor Zych, letter",
        "client_informed_on": "",
        "not_informed": "The prosecutor's statement",
    }
    records.sign(desk, records.start(desk, "disclosure", anna.id).with_values(by_phone(**waits)))
    paper = papers.of_accounting(desk, anna.id).paper
    assert tables(paper) == []
    assert b"Maj" not in paper.to_json()
    assert [block for block in paper.blocks if isinstance(block, Notice)]
    assert len(disclosures.rows(desk, anna.id)) == 1
