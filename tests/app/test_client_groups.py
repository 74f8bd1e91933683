"""Minors, people who are represented or supported, vulnerable adults: what their file asks for, and what is due."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from app import clock, formats
from app.desk import Desk
from app.records.client import Client
from app.records.client_profile import ClientProfile
from app.rules import client_groups, completeness
from app.rules.completeness import FileFacts, ItemState
from app.services import records
from app.services.clients import ClientRef
from app.services.reading import today

TODAY = date(2026, 11, 22)
EVERYBODY = ["culture", "language"]
MINOR = ["birth_date", "guardians", "custody", "assent", "told"]
VULNERABLE = ["barriers", "advocate", "contact_safety", "needs"]


def profile(**values: Any) -> ClientProfile:
    return msgspec.convert(values, ClientProfile)


@pytest.mark.parametrize(
    ("born", "values", "expected"),
    [
        ("1987-04-12", {}, []),
        ("1987-04-12", {"capacity": "full"}, []),
        ("1987-04-12", {"capacity": "guardian_full"}, ["guardians"]),
        ("1987-04-12", {"capacity": "guardian_partial"}, ["guardians"]),
        ("1987-04-12", {"capacity": "supported"}, ["advocate"]),
        ("1987-04-12", {"capacity": "supported", "client_group": ["vulnerable_adult"]}, VULNERABLE),
        ("1987-04-12", {"capacity": "guardian_full", "vulnerability": ["poverty"]}, ["guardians", *VULNERABLE]),
        ("2015-04-12", {"capacity": "guardian_full"}, MINOR),
        ("2008-11-22", {}, []),  # eighteen today
        ("2008-11-23", {}, MINOR),  # eighteen tomorrow
        ("2009", {}, MINOR),
    ],
)
def test_what_a_file_asks_for_follows_age_capacity_and_group(
    born: str, values: dict[str, Any], expected: list[str]
) -> None:
    asked = client_groups.asked(Client(name="Ola", birth_date=born), profile(**values), TODAY)
    assert [one.key for one in asked] == [*expected, *EVERYBODY]


def test_an_advocate_is_a_person_of_trust() -> None:
    facts = FileFacts(Client(name="Ola"), profile(client_group=["vulnerable_adult"]), roles=frozenset({"advocate"}))
    state = {item.key: item.state for item in completeness.items(facts, TODAY)}
    assert state["advocate"] is ItemState.DONE
    assert state["barriers"] is ItemState.OPEN


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (3, "The authority of a representative ends on {date}: see who decides then."),
        (-3, "The authority of a representative ended on {date}: see who decides now."),
    ],
)
def test_authority_that_ends_is_due_with_words(desk: Desk, anna: ClientRef, days: int, words: str) -> None:
    ends = (clock.today() + timedelta(days=days)).isoformat()
    guardian = {"name": "Jan", "authority": "court_order", "custody": "sole", "expires_on": ends}
    records.save(desk, records.start(desk, "client_profile", anna.id, representatives=[guardian]))
    found = [item for item in today.due(desk) if item.kind == "client_profile"]
    assert [item.words for item in found] == [words.format(date=formats.long_date(ends))]
