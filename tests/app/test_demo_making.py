"""A fictional practice in a real vault: all kinds, signed, found again, the same numbers everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import demo
from app.demo.material import LANGUAGES
from app.desk import Desk
from app.records import KINDS
from app.rules.consent_state import State
from app.services import clients, incidents, records
from app.services.client_files import files
from app.services.consenting import consents
from app.services.practice import practices
from app.services.reading import searches
from app.services.reading import trails as trail_service
from app.vaults import SecretBytes, inspect
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import Query
from tests.app.helpers import fails

_FOUND = {"en": "lighthouse", "pl": "latarnia"}


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, demo.Demo]:
    """The practice of a dozen clients in each language."""
    path = tmp_path_factory.mktemp("demo") / "practice.clientsafe"
    return request.param, demo.create(path, language=request.param, policy=CHEAPEST_FOR_TESTS)


@pytest.fixture(scope="module")
def desk(made: tuple[str, demo.Demo]) -> Iterator[Desk]:
    """The therapist of the practice, signed in with what was printed."""
    _, found = made
    with SecretBytes.from_text(found.passphrase) as secret:
        desk = practices.unlock(found.path, secret=secret, login=found.logins[0], allow_cheap=True)
    yield desk
    practices.lock(desk, "test")


def test_every_kind_of_record_is_there(desk: Desk) -> None:
    among_several = {"cosignature", "handover"}
    for kind in KINDS.keys() - {"law_pack"} - among_several:  # a law pack is what somebody loaded from a file
        assert desk.signin.ids(Query(kinds=(kind,))), kind


def test_numbers_agree(made: tuple[str, demo.Demo], desk: Desk) -> None:
    _, found = made
    # A dozen people who come alone, two who come together, their couple's file, and a group.
    assert found.clients == 12 + 2 + 1 + 1 == len(clients.ids(desk))
    named_by_nobody = {"practice_profile", "person"}
    counted = [kind for kind in KINDS if kind not in named_by_nobody]
    assert found.records == len(desk.signin.ids(Query(kinds=tuple(counted))))


def test_signed_kinds_are_signed_and_nothing_is_damaged(desk: Desk) -> None:
    for name, kind in KINDS.items():
        if kind.signed:
            states = {row.state for row in desk.signin.listing(Query(kinds=(name,)))}
            assert states <= {"signed", "draft"}, name
    for client in clients.ids(desk):
        files.open(desk, client, "treatment")
        found = [row.record for row in files.timeline(desk, client) if row.state != "draft"]
        assert len(desk.signin.read_many(found[:200])) == len(found[:200])
    assert not desk.signin.damage


def test_consents_have_every_state(desk: Desk) -> None:
    found = {consents.state(desk, client).state for client in clients.ids(desk)}
    assert found == {State.ACTIVE, State.EXPIRED, State.WITHDRAWN, State.DECLINED, State.NONE}
    first = next(client for client in clients.ids(desk) if consents.state(desk, client).state is State.ACTIVE)
    assert not consents.state(desk, first).missing


def test_drafts_wait_to_be_signed(desk: Desk) -> None:
    waiting = records.unfinished(desk)
    assert len(waiting) >= 2
    editing = records.resume(desk, waiting[0])
    assert records.sign(desk, editing).record == waiting[0]
    assert len(records.unfinished(desk)) == len(waiting) - 1


def test_incidents_are_numbered_within_their_year(desk: Desk) -> None:
    rows = incidents.rows(desk, incidents.ids(desk))
    by_year = Counter(row.number[:4] for row in rows)
    for year, count in by_year.items():
        assert sorted(row.number for row in rows if row.number[:4] == year) == [
            f"{year}-{number:03d}" for number in range(1, count + 1)
        ]
    assert {row.status for row in rows} == {"closed", "actions_open", "reviewing"}
    for row in rows:
        assert row.occurred is not None
        assert row.occurred[:4] == row.number[:4]


def test_incident_opens_the_session_and_the_client_it_was_about(desk: Desk) -> None:
    opened = [incidents.open(desk, record) for record in incidents.ids(desk)]
    linked = [one.incident for one in opened if one.incident.session]
    assert linked
    for incident in linked:
        client = next(affected.client for affected in incident.affected if affected.client)
        assert desk.signin.label(desk.signin.compartment_of(incident.session) or "")["client"] == client


def test_words_are_found(made: tuple[str, demo.Demo], desk: Desk) -> None:
    language, _ = made
    assert searches.find(desk, _FOUND[language])


def test_practice_has_a_letterhead(desk: Desk) -> None:
    profile = practices.profile(desk)
    assert profile.name
    assert "000" in profile.phone or profile.phone.startswith("01632 960")
    assert profile.email.endswith(".example.org")


def test_trail_of_the_demo_verifies(desk: Desk) -> None:
    report = trail_service.verify(trail_service.verify_job(desk))
    assert not report.findings


def test_own_passphrase_is_not_given_back(tmp_path: Path) -> None:
    with SecretBytes.from_text("marble cactus rowing tunnel basket") as secret:
        found = demo.create(tmp_path / "own", clients=1, years=1, passphrase=secret, policy=CHEAPEST_FOR_TESTS)
        assert found.passphrase == ""
        desk = practices.unlock(found.path, secret=secret, allow_cheap=True)
    practices.lock(desk, "test")


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    demo.create(
        tmp_path / "practice",
        clients=42,
        years=1,
        policy=CHEAPEST_FOR_TESTS,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(done, 42) for done in range(1, 43)]


def test_practice_that_was_not_finished_leaves_nothing(tmp_path: Path) -> None:
    def interrupted(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.create(tmp_path / "practice", clients=1, years=1, policy=CHEAPEST_FOR_TESTS, progress=interrupted)
    assert not list(tmp_path.iterdir())


def test_existing_folder_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "practice"
    demo.create(path, clients=1, years=1, policy=CHEAPEST_FOR_TESTS)
    with fails("already_exists"):
        demo.create(path, clients=1, years=1, policy=CHEAPEST_FOR_TESTS)
    assert inspect(path).accounts == 1


@pytest.mark.parametrize(("count", "years"), [(0, 1), (10_000, 1), (1, 0), (1, 31)])
def test_absurd_practice_is_refused_before_anything_is_made(tmp_path: Path, count: int, years: int) -> None:
    with fails("bad_number"):
        demo.create(tmp_path / "practice", clients=count, years=years, policy=CHEAPEST_FOR_TESTS)
    assert not list(tmp_path.iterdir())


def test_language_without_prose_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no demo"):
        demo.create(tmp_path / "practice", policy=CHEAPEST_FOR_TESTS, language="xx")
    assert not list(tmp_path.iterdir())
