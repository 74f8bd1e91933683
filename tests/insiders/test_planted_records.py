"""Records beside a client's file: a compartment of the insider's own that is called like one of a client's (V-5.1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Desk
from app.records import KINDS
from app.records.client import Client
from app.rules.sharing import Level, Part
from app.services import clients
from app.services.client_files import files
from app.services.people import sharing
from app.services.people.sharing import Giving
from app.services.reading import today, trails
from storage.vault import NewCompartment, Query, Share, Write
from tests.app import several
from tests.app.helpers import NOTE
from tests.app.several import INVITATIONS, at_desk

THEIRS, MINE = "EL", "JK"
WORD = "Wolpertinger"
AS = ("identity", "clinical", "safety")


def begin(vault: Path, level: Level | None) -> tuple[str, str]:
    """The owner's client, whose identity the insider may have; the client and the owner's account."""
    with at_desk(vault, THEIRS) as desk:
        insider = several.invite(desk, INVITATIONS[0])
        client = clients.register(desk, Client(name="Anna Zawadzka")).id
        files.open(desk, client)
        if level is not None:
            given = Giving(account=insider, level=level, parts=(Part.IDENTITY,), reason="Duty on Mondays")
            sharing.give(desk, client, given)
        return client, desk.account


def plant(vault: Path, client: str, owner: str, kind: str) -> str:
    """The insider writes a note into a compartment of their own with the client's label, and shares that."""
    with at_desk(vault, MINE) as desk:
        signin, place = desk.signin, desk.signin.new_id()
        made = NewCompartment(place, kind, {"client": client}, (Share(owner, "read"),))
        body = {**NOTE, "text": WORD, "started": {"at": "2026-11-20T10:00", "zone": "Europe/Warsaw"}}
        note = Write(signin.new_id(), place, "session_note", KINDS["session_note"].version, body, "signed")
        signin.write([note], compartments=[made])
        assert note.record in signin.ids(Query(client=client)), "the insider sees what they made"
        return note.record


def seen(desk: Desk, client: str, record: str) -> set[str]:
    """By which ways a record comes before somebody's eyes."""
    found = {
        "file": record in {row.record for row in files.timeline(desk, client)},
        "client": record in desk.signin.ids(Query(client=client)),
        "list": record in desk.signin.ids(Query(kinds=("session_note",))),
        "search": record in {hit.row.record for hit in desk.signin.search(WORD)},
        "today": record in {one.note for one in today.overview(desk).sessions},
    }
    return {way for way, is_seen in found.items() if is_seen}


@pytest.mark.parametrize("kind", AS)
@pytest.mark.parametrize("level", [None, Level.WRITE], ids=["no right", "may write the identity"])
def test_nothing_stands_in_a_file_that_its_author_had_no_right_to(vault: Path, kind: str, level: Level | None) -> None:
    """Neither in the file nor in any list; the trail tells it, once, and a notice does."""
    client, owner = begin(vault, level)
    record = plant(vault, client, owner, kind)
    with at_desk(vault, THEIRS) as desk:
        assert seen(desk, client, record) == set()
        assert desk.signin.damage[record] == "record_planted"
        assert [notice.values for notice in desk.signin.notices if notice.name == "record_planted"] == [{"count": "1"}]
    with at_desk(vault, THEIRS) as desk:
        assert [notice for notice in desk.signin.notices if notice.name == "record_planted"] == []
        told = [row for row in trails.entries(desk) if row.outcome == "record_planted"]
        assert [(row.action, row.records) for row in told] == [("damage_found", [record])]


def test_who_may_share_a_client_may_add_to_the_file(vault: Path) -> None:
    """A check that refused everybody would be of no use."""
    client, owner = begin(vault, Level.SHARE)
    record = plant(vault, client, owner, "clinical")
    with at_desk(vault, THEIRS) as desk:
        assert seen(desk, client, record) >= {"file", "client", "list", "search"}
        assert desk.signin.damage == {}
