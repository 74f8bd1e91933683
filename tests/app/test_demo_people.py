"""The fictional practice with several people: each signs in, sees the own work, and the same seed tells the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app import demo
from app.demo import Demo
from app.desk import Desk
from app.rules.cosigning import CosignState
from app.rules.incidents import Step
from app.rules.permissions import Role
from app.services import clients, incidents, records
from app.services.client_files import files
from app.services.people import cosigning
from app.services.practice import practices
from app.services.reading import today
from app.texts import speaking
from app.vaults import KnownError, SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS

DAY = date(2026, 11, 20)


def make(path: Path, language: str, people: int, seed: int = 1) -> Demo:
    with speaking(language):
        return demo.create(
            path, clients=6, years=1, seed=seed, language=language, people=people, policy=CHEAPEST_FOR_TESTS, today=DAY
        )


@pytest.fixture(scope="module", params=["en", "pl"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return make(tmp_path_factory.mktemp("four") / "demo.clientsafe", request.param, 4)


def sign_in(made: Demo, role: Role) -> Desk:
    person = next(one for one in made.people if one.role == role.value)
    secret = SecretBytes.from_text(person.passphrase)
    return practices.unlock(made.path, secret=secret, login=person.login, allow_cheap=True)


def test_each_signs_in_with_a_name_and_passphrase_of_their_own(made: Demo) -> None:
    assert [one.role for one in made.people] == ["owner", "supervisor", "clinician", "front_desk"]
    assert made.logins == tuple(one.login for one in made.people)
    assert len({one.passphrase for one in made.people}) == 4
    assert made.passphrase == made.people[0].passphrase
    for person in made.people:
        desk = sign_in(made, Role(person.role))
        assert desk.role == person.role
        assert practices.person_name(desk, desk.account) == person.name
        today.overview(desk)
        assert not desk.signin.damage
        practices.lock(desk, "test")


def test_the_supervisee_leads_some_and_stands_in_for_others(made: Demo) -> None:
    desk = sign_in(made, Role.CLINICIAN)
    led = clients.ids(desk, whose=clients.Whose.MINE)
    covered = clients.rows(desk, clients.ids(desk, whose=clients.Whose.SHARED))
    assert len(led) == 2
    assert len(covered) == 2
    assert all(row.until for row in covered)
    practices.lock(desk, "test")


def test_notes_are_co_signed_returned_and_waiting(made: Demo) -> None:
    desk = sign_in(made, Role.CLINICIAN)
    lines = [
        line.status for client in clients.ids(desk, whose=clients.Whose.MINE) for line in files.timeline(desk, client)
    ]
    assert lines.count(CosignState.WAITING) == 2
    assert lines.count(CosignState.RETURNED) == 1
    assert lines.count(CosignState.COSIGNED) >= 1
    (back,) = cosigning.returned(desk)
    cosign = records.open(desk, back.record).cosign
    assert cosign is not None
    assert cosign.remark
    practices.lock(desk, "test")


def test_the_front_desk_knows_the_names_and_no_clinical_word(made: Demo) -> None:
    desk = sign_in(made, Role.FRONT_DESK)
    assert len(clients.ids(desk)) == made.clients
    assert desk.signin.compartments("clinical") == []
    practices.lock(desk, "test")


def test_an_incident_about_a_colleague_is_unknown_to_them(made: Demo) -> None:
    numbers = {}
    for role in (Role.OWNER, Role.SUPERVISOR, Role.CLINICIAN, Role.FRONT_DESK):
        desk = sign_in(made, role)
        numbers[role] = len(incidents.ids(desk))
        practices.lock(desk, "test")
    desk = sign_in(made, Role.SUPERVISOR)
    opened = incidents.open(desk, incidents.ids(desk)[0])
    assert [practices.person_name(desk, one.person) for one in opened.incident.left_out] == [made.people[2].name]
    assert [step.person for step in opened.steps if step.step is Step.DEBRIEF] == [desk.account]
    practices.lock(desk, "test")
    assert numbers[Role.SUPERVISOR] == numbers[Role.FRONT_DESK] == 1
    assert numbers[Role.CLINICIAN] == 0
    assert numbers[Role.OWNER] > 1


def test_two_of_them_need_no_third(tmp_path: Path) -> None:
    made = make(tmp_path / "two.clientsafe", "en", 2)
    assert [one.role for one in made.people] == ["owner", "clinician"]
    desk = sign_in(made, Role.OWNER)
    assert len(cosigning.waiting(desk)) == 2
    practices.lock(desk, "test")


def test_the_same_seed_tells_the_same(made: Demo, tmp_path: Path) -> None:
    again = make(tmp_path / "again.clientsafe", "en" if made.people[0].login == "ruth" else "pl", 4)
    assert (again.clients, again.records, again.people) == (made.clients, made.records, made.people)


def test_one_passphrase_may_be_given_for_all(tmp_path: Path) -> None:
    with SecretBytes.from_text("otter lantern violet seven harbour moss") as given:
        made = demo.create(
            tmp_path / "given.clientsafe", clients=3, years=1, people=2, passphrase=given, policy=CHEAPEST_FOR_TESTS
        )
    assert [one.passphrase for one in made.people] == ["", ""]
    secret = SecretBytes.from_text("otter lantern violet seven harbour moss")
    practices.lock(practices.unlock(made.path, secret=secret, login="daniel", allow_cheap=True), "test")


@pytest.mark.parametrize("people", [0, 7])
def test_so_few_or_so_many_people_there_are_not(tmp_path: Path, people: int) -> None:
    with pytest.raises(KnownError) as raised:
        make(tmp_path / "none.clientsafe", "en", people)
    assert raised.value.name == "bad_number"
    assert not (tmp_path / "none.clientsafe").exists()
