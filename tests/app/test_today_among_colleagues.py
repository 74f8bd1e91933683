"""Today where several people share files: each sees their own work, and no list names anybody else's client."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.records.client import Client
from app.rules.permissions import Role
from app.rules.sharing import Level
from app.services import clients, records
from app.services.client_files import files
from app.services.people import sharing
from app.services.people.sharing import Giving
from app.services.reading import attention, today
from storage.vault import TrailFilter
from tests.app.helpers import last_seq
from tests.app.several import account_of, at_desk
from tests.app.test_today import usual

DAY = clock.today()
SOON = (DAY + timedelta(days=9)).isoformat()


@pytest.fixture
def led_by_jan(five: Path) -> Path:
    """JK leads K-0001: a session today, a call to make, a note that is being written."""
    with at_desk(five, "JK") as desk:
        anna = clients.register(desk, Client(name="Anna Zawadzka"))
        usual(desk, anna.id, DAY.weekday())
        call = {"channel": "phone", "direction": "to_client", "reached": "talked", "gist": "x"}
        editing = records.start(desk, "contact", anna.id).with_values({**call, "next_check_in": DAY.isoformat()})
        records.sign(desk, editing)
        records.keep(desk, records.start(desk, "session_note", anna.id, text="Half a note"))
    return five


def give(practice: Path, login: str, **values: object) -> None:
    """JK shares K-0001 with somebody."""
    with at_desk(practice, "JK") as desk:
        anna = clients.by_code(desk, "K-0001")
        giving = Giving(account=account_of(desk, login), reason="For a while", **values)  # type: ignore[arg-type]
        sharing.give(desk, anna, giving)


def counts(practice: Path, login: str) -> tuple[int, int, int, int]:
    """Sessions, due, drafts and recent clients on somebody's Today."""
    with at_desk(practice, login) as desk:
        found = today.overview(desk)
        return len(found.sessions), len(found.due), len(found.drafts), len(found.recent)


def test_the_lead_has_it_all(led_by_jan: Path) -> None:
    assert counts(led_by_jan, "JK") == (1, 1, 1, 1)


@pytest.mark.parametrize("level", Level)
def test_a_file_that_is_shared_without_an_end_is_not_my_work(led_by_jan: Path, level: Level) -> None:
    give(led_by_jan, "MS", level=level)
    with at_desk(led_by_jan, "MS") as desk:
        assert files.open(desk, clients.by_code(desk, "K-0001"), "supervision").name == "Anna Zawadzka"
    assert counts(led_by_jan, "MS") == (0, 0, 0, 0)


def test_who_stands_in_for_a_while_has_the_work_but_not_the_drafts(led_by_jan: Path) -> None:
    give(led_by_jan, "EL", level=Level.WRITE, until=SOON)
    assert counts(led_by_jan, "EL") == (1, 1, 0, 0)


def test_who_may_only_read_for_a_while_does_not_stand_in(led_by_jan: Path) -> None:
    give(led_by_jan, "EL", level=Level.READ, until=SOON)
    assert counts(led_by_jan, "EL") == (0, 0, 0, 0)


def test_looking_at_today_names_nobody_elses_client_in_the_trail(led_by_jan: Path) -> None:
    give(led_by_jan, "MS", level=Level.WRITE)
    with at_desk(led_by_jan, "MS") as desk:
        seen, theirs = last_seq(desk), set(desk.signin.compartments("clinical") + desk.signin.compartments("identity"))
        assert theirs
        today.overview(desk)
        named = [one for one in desk.signin.trail(TrailFilter(limit=100)).entries if one.seq > seen]
        assert not [one for one in named if theirs.intersection(one.compartments)]


@pytest.mark.parametrize("login", ["OR", "PN"])
def test_who_opens_no_clinical_file_has_a_today_without_it(led_by_jan: Path, login: str) -> None:
    assert counts(led_by_jan, login) == (0, 0, 0, 0)
    with at_desk(led_by_jan, login) as desk:
        assert attention.all_of(desk) == []
        assert today.sessions(desk, DAY) == today.not_written(desk) == []
        assert today.recent(desk) == []


def test_what_the_practice_has_to_do_is_for_who_can_do_it(five: Path) -> None:
    rule = {"title": "Lone working", "policy_kind": "lone_working", "text": "x", "approved_on": "2026-01-01"}
    with at_desk(five, "EL") as desk:
        records.add(desk, "policy", [rule | {"review_due": DAY.isoformat()}], sign=True)
    assert counts(five, "EL")[1] == 1
    with at_desk(five, "JK") as desk:
        assert [item.words for item in today.due(desk)] == ["Read it, and say that you have understood it."]


def test_a_role_that_reads_no_clinical_file_has_none_on_today_whatever_keys_it_still_holds(led_by_jan: Path) -> None:
    with at_desk(led_by_jan, "JK") as desk:
        assert today.overview(desk).due
        found = today.overview(replace(desk, role=Role.FRONT_DESK))
        assert (found.sessions, found.not_written, found.due, found.recent) == ([], [], [], [])
