"""What a file asks for because of the client's group, what of it is done, and what does not apply."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from app.desk import Desk
from app.packs import jurisdictions, law
from app.packs.crisis_lines import Words
from app.packs.jurisdiction_rules import FileContents, FileItem
from app.records import KINDS, decode
from app.records.client import Client
from app.records.client_profile import ClientProfile
from app.records.fields import specs
from app.rules import client_groups, completeness
from app.rules.completeness import FileFacts, ItemState
from app.services import records
from app.services.client_files import files
from app.services.clients import ClientRef
from tests.app.helpers import fails, take_consent

TODAY = date(2026, 11, 22)
EVERYONE = ["culture", "language"]
MINOR = ["birth_date", "guardians", "custody", "assent", "told"]
VULNERABLE = ["barriers", "advocate", "contact_safety", "needs"]


def client(**values: Any) -> Client:
    """A client with these values."""
    body = decode("client", 1, {"name": "Anna", **values})
    assert isinstance(body, Client)
    return body


def profile(**values: Any) -> ClientProfile:
    """A profile with these values."""
    body = decode("client_profile", 1, values)
    assert isinstance(body, ClientProfile)
    return body


# Everything that any pack can ask for, so that every item can be looked at.
EVERYTHING = (
    FileContents(
        id="everything",
        title=Words(en="All", pl="Wszystko"),
        text=Words(en="All", pl="Wszystko"),
        citation="-",
        verified_on="2026",
        status="unverified",
        items=tuple(FileItem),
    ),
)


def states(facts: FileFacts) -> dict[str, str]:
    """The state of every item by its key."""
    return {item.key: item.state.value for item in completeness.items(facts, TODAY, EVERYTHING)}


@pytest.mark.parametrize(
    ("who", "said", "expected"),
    [
        ({"birth_date": "1987-04-12"}, {}, EVERYONE),
        ({}, {}, EVERYONE),
        ({"birth_date": "2015-04-12"}, {}, MINOR + EVERYONE),
        ({"birth_date": "2010"}, {}, MINOR + EVERYONE),
        ({"birth_date": "2008-11-22"}, {}, EVERYONE),
        ({"birth_date": "2008-11-23"}, {}, MINOR + EVERYONE),
        ({}, {"client_group": ["child"]}, MINOR + EVERYONE),
        ({"birth_date": "1950-01-01"}, {"client_group": ["vulnerable_adult"]}, VULNERABLE + EVERYONE),
        ({}, {"vulnerability": ["language"]}, VULNERABLE + EVERYONE),
        ({}, {"client_group": ["mandated"]}, ["mandated_by", "court_case", *EVERYONE]),
        ({"unit": "couple", "birth_date": "2015-01-01"}, {}, ["members", "access_rule", *EVERYONE]),
    ],
)
def test_what_the_file_asks_for(who: dict[str, Any], said: dict[str, Any], expected: list[str]) -> None:
    assert [one.key for one in client_groups.asked(client(**who), profile(**said), TODAY)] == expected


def test_every_item_can_be_done_and_says_where_it_is_written_down() -> None:
    groups = ["child", "vulnerable_adult", "mandated"]
    every = completeness.items(FileFacts(client(status="closed"), profile(client_group=groups)), TODAY, EVERYTHING)
    every += completeness.items(FileFacts(client(unit="couple")), TODAY, EVERYTHING)
    assert {item.key for item in every} == completeness.known_keys()
    for item in every:
        assert item.field in {spec.name for spec in specs(KINDS[item.kind].struct)}


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("contact", FileFacts(client(phones=[{"number": "1"}]))),
        ("contact", FileFacts(client(emails=[{"address": "a@example.org"}]))),
        ("emergency_contact", FileFacts(client(emergency_contacts=[{"name": "Ola", "phone": "1"}]))),
        ("emergency_contact", FileFacts(client(), roles=frozenset({"emergency_contact"}))),
        ("opened_on", FileFacts(client(opened_on="2026-01-01"))),
        ("problem", FileFacts(client(), episode=frozenset({"problem"}))),
        ("history", FileFacts(client(), episode=frozenset({"history"}))),
        ("consent", FileFacts(client(), consent={})),
        ("capacity", FileFacts(client(), profile(capacity="full"))),
        ("fees", FileFacts(client(), profile(payer="self"))),
        ("culture", FileFacts(client(), profile(cultural_considerations="x"))),
        ("language", FileFacts(client(language="Polish"))),
        ("birth_date", FileFacts(client(birth_date="2015-04-12"))),
        ("guardians", FileFacts(client(), profile(client_group=["child"], representatives=[{"authority": "statute"}]))),
        ("custody", FileFacts(client(), profile(client_group=["child"], representatives=[{"custody": "joint"}]))),
        ("assent", FileFacts(client(), profile(client_group=["child"]), consent={"given_by": "client"})),
        ("told", FileFacts(client(), profile(client_group=["child"], guardian_informed="yes"))),
        ("barriers", FileFacts(client(), profile(vulnerability=["poverty"], vulnerability_note="x"))),
        ("advocate", FileFacts(client(), profile(vulnerability=["poverty"]), roles=frozenset({"social_worker"}))),
        ("contact_safety", FileFacts(client(phones=[{"safe_to_call": "no"}]), profile(vulnerability=["poverty"]))),
        ("needs", FileFacts(client(communication_needs="x"), profile(vulnerability=["poverty"]))),
        ("mandated_by", FileFacts(client(), profile(client_group=["mandated"], mandated_by="x"))),
        ("court_case", FileFacts(client(), profile(client_group=["mandated"], court_case="x"))),
        ("access_rule", FileFacts(client(unit="couple"), consent={"access_rule": "together"})),
        ("assessment", FileFacts(client(), episode=frozenset({"problem"}))),
        ("notes", FileFacts(client(), counts={"session_note": 1})),
        ("plan", FileFacts(client(), counts={"treatment_plan": 1})),
        ("methods", FileFacts(client(), counts={"treatment_plan": 1})),
        ("tests", FileFacts(client(), counts={"measure_result": 1})),
        ("consultations", FileFacts(client(), counts={"referral": 1})),
        ("reports", FileFacts(client(), counts={"document": 1})),
        ("releases", FileFacts(client(), counts={"release": 1})),
    ],
)  # fmt: skip
def test_an_item_is_done_by_what_is_written_down(key: str, facts: FileFacts) -> None:
    found = states(facts)
    assert found[key] == ItemState.DONE
    groups = profile(client_group=facts.profile.client_group, vulnerability=facts.profile.vulnerability)
    empty = FileFacts(client(unit=facts.client.unit, birth_date="2015" if key == "birth_date" else ""), groups)
    assert states(empty)[key] == ItemState.OPEN


def test_a_number_that_nobody_asked_about_is_not_safe_contact() -> None:
    asked = profile(vulnerability=["poverty"])
    numbers = [{"number": "1", "safe_to_call": "yes"}, {"number": "2"}]
    assert states(FileFacts(client(phones=numbers), asked))["contact_safety"] == "open"


def asked_for(place: str, who: Client | None = None) -> dict[str, str]:
    """Which rule asks for each item in a place, in the order of the list."""
    contents = law.of(jurisdictions.SHIPPED, [place]).contents
    found = completeness.items(FileFacts(who or client()), TODAY, contents)
    return {item.key: item.source.id for item in found if item.source is not None}


COMMON = ["contact", "emergency_contact", "opened_on", "problem", "history", "consent", "capacity", "fees", "plan"]


@pytest.mark.parametrize("place", ["", "PL", "DE", "GB", "US", "US-CA", "US-NY", "CH"])
def test_a_place_without_a_column_has_the_common_list_and_says_that_it_is_no_law(place: str) -> None:
    assert asked_for(place) == dict.fromkeys(COMMON, "common_contents")
    rule = law.of(jurisdictions.SHIPPED, [place]).contents[0]
    assert (rule.force, rule.status) == ("guideline", "unverified")


@pytest.mark.parametrize(
    ("place", "rule", "by_law"),
    [
        ("US-TX", "us_tx_lpc_contents", {"consent", "problem", "notes", "methods", "plan", "fees"}),
        ("US-ME", "us_me_contents",
         {"contact", "problem", "notes", "assessment", "tests", "consultations", "reports", "releases", "fees"}),
        ("US-PA", "us_pa_contents",
         {"contact", "problem", "notes", "assessment", "tests", "consultations", "reports", "releases", "fees"}),
        ("US-NJ", "us_nj_contents",
         {"contact", "problem", "history", "notes", "assessment", "plan", "consultations", "reports", "fees"}),
    ],
)  # fmt: skip
def test_a_column_of_the_law_goes_before_the_common_list(place: str, rule: str, by_law: set[str]) -> None:
    found = asked_for(place)
    assert {key for key, source in found.items() if source == rule} == by_law
    assert {source for key, source in found.items() if key not in by_law} == {"common_contents"}
    assert set(COMMON) <= set(found)


def test_pennsylvania_asks_for_the_custody_of_a_minor_only() -> None:
    found = asked_for("US-PA", client(birth_date="2015-04-12"))
    assert (found["custody"], found["guardians"]) == ("us_pa_contents", "us_pa_contents")


def test_a_closing_summary_is_asked_for_once_the_file_is_closed() -> None:
    assert asked_for("PL", client(status="closed"))["closing"] == "common_contents"
    assert asked_for("US-NJ", client(status="closed"))["closing"] == "us_nj_contents"
    closed = FileFacts(client(status="closed"), counts={"closure": 1})
    assert states(closed)["closing"] == ItemState.DONE
    assert "closing" not in states(FileFacts(client()))


def test_a_column_that_is_not_in_force_asks_for_nothing() -> None:
    later = msgspec.structs.replace(EVERYTHING[0], valid_from=date(2028, 5, 19))
    assert [item.key for item in completeness.items(FileFacts(client()), TODAY, (later,))] == EVERYONE


def test_what_does_not_apply_is_marked_and_what_is_done_stays_done() -> None:
    marked = profile(not_applicable=[{"item": "fees", "reason": "Free of charge."}, {"item": "language"}])
    facts = FileFacts(client(language="Polish"), marked)
    found = {item.key: item for item in completeness.items(facts, TODAY, EVERYTHING)}
    assert (found["fees"].state, found["fees"].reason) == (ItemState.NOT_APPLICABLE, "Free of charge.")
    assert found["language"].state is ItemState.DONE


def test_a_person_marks_an_item_and_takes_it_back(desk: Desk, anna: ClientRef) -> None:
    def state(key: str) -> str:
        found = files.completeness(desk, files.open(desk, anna.id))
        return next(item.state.value for item in found if item.key == key)

    assert state("fees") == "open"
    files.set_applicable(desk, anna.id, "fees", applies=False, reason="Free of charge.")
    assert state("fees") == "not_applicable"
    files.set_applicable(desk, anna.id, "fees", applies=True)
    assert state("fees") == "open"
    with fails("unknown_choice"):
        files.set_applicable(desk, anna.id, "horoscope", applies=False)


def test_the_list_follows_the_records_of_the_file(desk: Desk, anna: ClientRef) -> None:
    episode = records.start(desk, "episode", anna.id, presenting_problem="Cannot sleep.", history_medical="Asthma.")
    records.save(desk, episode)
    take_consent(desk, anna.id)
    values = {"name": "Ola", "relationship": "sister", "roles": ["emergency_contact"]}
    records.save(desk, records.start(desk, "related_person", anna.id, **values))
    found = {item.key: item.state.value for item in files.completeness(desk, files.open(desk, anna.id))}
    wanted = ("problem", "history", "consent", "emergency_contact", "opened_on")
    assert [found[key] for key in wanted] == ["done"] * len(wanted)
    assert found["contact"] == "open"
