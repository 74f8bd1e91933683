"""Whoever reviews without names: the trail says whose file it was by code, and nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Action
from app.rules.permissions import VAULT
from app.services import clients, incidents, records
from app.services.client_files import files
from app.services.practice import practices
from app.services.reading import trails
from tests.app.helpers import entries, fails, sign_incident
from tests.app.several import account_of, at_desk
from tests.app.test_sharing import register


def test_the_privacy_officer_sees_codes_and_no_names(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna, other = register(desk), register(desk, "Ewa Maj")
        records.save(desk, records.start(desk, "process_note", anna.id, text="My own thought."))
    with at_desk(five, "PN") as desk:
        shown = trails.page(desk)
        assert {"K-0001", "K-0002"} <= {row.client for row in shown.rows}
        assert "Zawadzka" not in repr(shown)
        assert "Maj" not in repr(shown)
        assert {row.who for row in shown.rows} >= {"Jan Kot", "Ewa Lis", "Piotr Niski"}
        of_anna = trails.of_client(desk, trails.client_of_code(desk, "k-0001"))
        assert {row.client for row in of_anna} == {"K-0001"}
        assert {"open_file", "sign"} <= {row.action for row in of_anna}
        assert not {row.seq for row in of_anna} & {row.seq for row in trails.of_client(desk, other.id)}
        with fails("no_such_client"):
            trails.client_of_code(desk, "K-9999")


def test_the_privacy_officer_opens_nothing_of_a_client(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
    with at_desk(five, "PN") as desk:
        for attempt in (
            lambda: clients.ids(desk),
            lambda: clients.by_code(desk, "K-0001"),
            lambda: files.timeline(desk, anna.id),
        ):
            with fails("refused"):
                attempt()
        with fails("not_found"):
            files.open(desk, anna.id)
        assert (entries(desk)[-1].action, entries(desk)[-1].outcome) == ("open_file", "refused")
        assert desk.signin.compartments("identity") == desk.signin.compartments("clinical") == []
        assert practices.profile(desk).name == "Quiet Room"


@pytest.mark.parametrize("login", ["OR", "PN"])
def test_anybody_files_an_incident(five: Path, login: str) -> None:
    with at_desk(five, login) as desk:
        saved = sign_incident(desk)
        assert incidents.open(desk, saved.record).incident.number.endswith("-001")


def test_the_front_desk_has_no_trail(five: Path) -> None:
    with at_desk(five, "OR") as desk:
        assert not desk.may(Action.VIEW_TRAIL, VAULT)
        with fails("refused"):
            trails.page(desk)


def test_own_private_notes_are_under_the_code_of_their_client(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        note = records.save(desk, records.start(desk, "process_note", anna.id, text="My own thought."))
        row = next(row for row in trails.entries(desk) if row.record == note.record)
        assert row.client == "K-0001"
        assert account_of(desk, "JK") == row.account
