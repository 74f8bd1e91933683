"""Places that help: crisis first, what has to be confirmed, and *I rang it*."""

from __future__ import annotations

from app.desk import Desk, Role
from app.services import records
from app.services.practice import crisis, resources
from tests.app.helpers import fails


def add(desk: Desk, **values: str) -> str:
    given = {"name": "Night shelter", "resource_kind": "shelter", "phone": "12 345 67 89", "verified_on": "2020-03-01"}
    return records.save(desk, records.start(desk, "resource").with_values({**given, **values})).record


def test_crisis_comes_first_and_says_when_it_was_checked(desk: Desk) -> None:
    add(desk)
    add(desk, name="Walk-in crisis centre", resource_kind="crisis", phone="", web="cafe.example", verified_on="")
    found = [(row.name, row.kind_label, row.phone, row.checked, row.is_stale) for row in resources.rows(desk)]
    assert found == [
        ("Walk-in crisis centre", "Crisis line or centre", "cafe.example", "never checked, please confirm", True),
        ("Night shelter", "Shelter", "12 345 67 89", "checked March 2020, please confirm", True),
    ]


def test_i_rang_it_confirms_a_place_also_on_the_card(desk: Desk) -> None:
    record = add(desk)
    assert crisis.card(desk).local[0].is_stale
    resources.rang(desk, record)
    row = resources.rows(desk)[0]
    assert not row.is_stale
    assert row.checked.startswith("checked ")
    assert not crisis.card(desk).local[0].is_stale


def test_a_draft_is_on_the_list_as_one(desk: Desk) -> None:
    records.keep(desk, records.start(desk, "resource", name="Food bank"))
    assert [(row.name, row.is_draft) for row in resources.rows(desk)] == [("Food bank", True)]


def test_a_clinician_rings_nothing_in_the_name_of_the_practice(desk: Desk) -> None:
    record = add(desk)
    with fails("refused"):
        resources.rang(Desk(desk.signin, Role.CLINICIAN), record)
