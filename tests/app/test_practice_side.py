"""Trainings, credentials, standards for minors and the will: what they hold, when they are told, and on whose Today."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.desk import Desk
from app.records import decode
from app.records.professional_will import ProfessionalWill
from app.records.standards_for_minors import StandardsForMinors, latest_review
from app.rules import plain_secrets, practice_reminders, training_hours
from app.rules.practice_reminders import Taught
from app.services import records
from app.services.outgoing import papers
from app.services.practice import own_papers, policies, reminders, trainings, wills
from app.services.reading import today
from tests.app.helpers import fails
from tests.app.several import at_desk

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))
TRAINING = {"title": "Talking about suicide", "completed_on": "2026-03-01", "hours": 3, "minutes": 30}


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def add(desk: Desk, kind: str, **values: Any) -> str:
    return records.add(desk, kind, [values])[0].id


def told(desk: Desk) -> list[tuple[str, str]]:
    return [(item.kind, item.words) for item in today.due(desk)]


@given(ends=DAYS, day=DAYS)
def test_a_reminder_comes_ninety_days_before_the_end_and_stays(ends: date, day: date) -> None:
    reached = practice_reminders.step(ends.isoformat(), day)
    left = (ends - day).days
    assert (reached is None) == (left > 90)
    if reached is not None:
        assert reached >= left if left >= 0 else reached == 0


@given(st.lists(st.tuples(st.sampled_from("abc"), DAYS), max_size=8))
def test_a_topic_is_asked_for_once_by_the_training_that_reaches_furthest(known: list[tuple[str, date]]) -> None:
    made = [Taught(str(n), "", {topic: until.isoformat()}) for n, (topic, until) in enumerate(known)]
    found = practice_reminders.refresh_on(made)
    asked = [topic for _until, topics in found.values() for topic in topics]
    assert sorted(asked) == sorted({topic for topic, _until in known})
    for until, topics in found.values():
        for topic in topics:
            assert until == max(day.isoformat() for one, day in known if one == topic)


def test_of_two_topics_of_one_training_the_first_to_end_is_told() -> None:
    made = [Taught("one", "", {"crisis": "2027-05-01", "culture": "2027-01-01"})]
    assert practice_reminders.refresh_on(made) == {"one": ("2027-01-01", ["culture"])}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The password: Otter7ladder", True),
        ("Password is hunter2!", True),
        ("PIN 4711 opens the safe", True),
        ("Hasło: Wydra7!drabina", True),
        ("kod PIN: 4711", True),
        ("The password is in the safe at the lawyer's.", False),
        ("The recovery sheet lies in the safe, Long Street 4711.", False),
        ("Hasło leży w sejfie u notariusza.", False),
        ("", False),
    ],
)
def test_a_password_in_clear_is_noticed_and_its_hiding_place_is_not(text: str, found: bool) -> None:
    assert plain_secrets.found_in([text]) is found
    assert wills.says_a_secret(ProfessionalWill(digital=text)) is found


def test_hours_are_counted_by_cycle_category_and_apart() -> None:
    values = TRAINING | {"category": "course", "areas": [{"area": "ethics", "hours": 1}]}
    known = [decode("training", 1, values), decode("training", 1, values | {"cycle": "2025–2027", "minutes": 0})]
    found = training_hours.by_cycle(one.facets() for one in known)
    assert [(one.name, one.minutes, dict(one.categories), dict(one.areas)) for one in found] == [
        ("2026", 210, {"course": 210}, {"ethics": 60}),
        ("2025–2027", 180, {"course": 180}, {"ethics": 60}),
    ]


@given(DAYS)
def test_standards_are_looked_at_within_two_years(begins: date) -> None:
    last = latest_review(begins.isoformat())
    StandardsForMinors(effective_on=begins.isoformat(), review_due=last)
    with fails("review_too_late"):
        StandardsForMinors(
            effective_on=begins.isoformat(), review_due=(date.fromisoformat(last) + timedelta(days=1)).isoformat()
        )


def test_a_will_is_looked_at_within_a_year() -> None:
    with fails("review_too_late"):
        ProfessionalWill(reviewed_on="2026-01-01", next_review="2027-01-03")
    ProfessionalWill(reviewed_on="2026-01-01", next_review="2027-01-02")


def test_alone_only_what_one_needs_to_practise_is_told_and_the_rest_on_request(desk: Desk) -> None:
    add(desk, "credential", credential_kind="insurance", issuer="Shield", valid_to=in_days(20))
    add(desk, "credential", credential_kind="first_aid", valid_to=in_days(20))
    add(desk, "professional_will", reviewed_on=in_days(-300), next_review=in_days(3))
    add(desk, "training", **TRAINING, topics=[{"topic": "crisis", "valid_until": in_days(5)}])
    assert [kind for kind, _words in told(desk)] == ["credential"]
    reminders.switch(desk, on=True)
    assert sorted(kind for kind, _words in told(desk)) == ["credential", "credential", "professional_will", "training"]
    assert any("Crisis" in words for _kind, words in told(desk))


def test_a_reminder_put_off_returns_at_the_next_step(desk: Desk) -> None:
    add(desk, "credential", credential_kind="licence", valid_to=in_days(20))
    item = next(iter(today.due(desk)))
    today.put_off(desk, item, clock.today() + timedelta(days=60))
    assert not today.due(desk)
    assert not today.due(desk, clock.today() + timedelta(days=12))
    assert [one.kind for one in today.due(desk, clock.today() + timedelta(days=13))] == ["credential"]


def test_what_has_ended_is_said_until_another_one_holds(desk: Desk) -> None:
    assert reminders.ended(desk) == []
    add(desk, "credential", credential_kind="insurance", issuer="Shield", valid_to=in_days(-1))
    add(desk, "credential", credential_kind="first_aid", valid_to=in_days(-1))
    add(desk, "credential", credential_kind="licence", valid_to=in_days(0))
    (sentence,) = reminders.ended(desk)
    assert "Professional insurance, Shield" in sentence
    add(desk, "credential", credential_kind="insurance", issuer="Other", valid_to=in_days(300))
    assert reminders.ended(desk) == []


def test_the_lists_show_drafts_and_what_ends_and_the_paper_leaves_drafts_out(desk: Desk) -> None:
    add(desk, "credential", credential_kind="code_of_ethics", name="Code of 2024", issuer="PTP")
    add(desk, "credential", credential_kind="insurance", valid_to=in_days(-3))
    add(desk, "credential", credential_kind="insurance", valid_to=in_days(40))
    add(desk, "training", **TRAINING, category="course")
    records.keep(desk, trainings.begin(desk).with_values({"title": "Half written"}))
    assert [(one.kind, one.state) for one in trainings.credentials(desk)] == [
        ("insurance", "ends_soon"),
        ("insurance", "ended"),
        ("code_of_ethics", "holds"),
    ]
    assert [(one.title, one.is_draft) for one in trainings.rows(desk)] == [
        ("Half written", True),
        ("Talking about suicide", False),
    ]
    assert [one.minutes for one in trainings.totals(desk)] == [210]
    paper = str(own_papers.of_trainings(desk).paper)
    assert "Talking about suicide" in paper
    assert "Code of ethics that I follow: Code of 2024" in paper
    assert "3 h 30 min" in paper
    assert "Half written" not in paper


def test_there_is_one_will_and_it_is_printed(desk: Desk) -> None:
    assert wills.current(desk) is None
    saved = records.save(desk, wills.begin(desk).with_values({"executors": [{"name": "Jan Kot"}]}))
    assert wills.current(desk) == saved.record
    assert wills.begin(desk).record == saved.record
    assert "Jan Kot" in str(papers.of_record(desk, saved.record).paper)


def test_everybody_writes_their_own_and_nobody_sees_anothers(five: Path) -> None:
    with at_desk(five, "OR") as desk:
        add(desk, "credential", credential_kind="first_aid", valid_to=in_days(3))
        add(desk, "training", **TRAINING)
        assert [one.kind for one in today.due(desk)] == ["credential"]
        with fails("refused"):
            wills.begin(desk)
    with at_desk(five, "EL") as desk:
        assert trainings.rows(desk) == []
        assert trainings.credentials(desk) == []
        records.save(desk, wills.begin(desk).with_values({"begins_when": "x", "next_review": in_days(4)}))
        assert [one.kind for one in today.due(desk)] == ["professional_will"]
    with at_desk(five, "JK") as desk:
        assert wills.current(desk) is not None
        assert today.due(desk) == []


def test_standards_are_wanted_in_poland_and_begin_with_both_texts(desk: Desk) -> None:
    assert policies.wants_standards(desk)
    body = policies.begin(desk, policies.STANDARDS).body
    assert isinstance(body, StandardsForMinors)
    assert "emergency number" in body.text
    assert "not your fault" in body.child_version
    assert body.review_due == latest_review(clock.today().isoformat())
