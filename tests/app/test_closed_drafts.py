"""What somebody had begun to write in a file that they no longer have: it rests, and there are two ways on."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.records.client import Client
from app.rules.sharing import Level
from app.services import clients, drafting, records
from app.services.client_files import files
from app.services.people import sharing
from app.services.people.sharing import Giving
from app.services.reading import attention, searches, trails, unfinished
from tests.app.helpers import NOTE, fails
from tests.app.several import account_of, at_desk

WORD = "Wolpertinger"


@pytest.fixture
def client(five: Path) -> str:
    """Of EL; JK stands in for some days, and begins a note."""
    with at_desk(five, "EL") as desk:
        made = clients.register(desk, Client(name="Anna Zawadzka")).id
        files.open(desk, made)
    share(five, made)
    with at_desk(five, "JK") as desk:
        files.open(desk, made, "cover")
        drafting.keep(desk, drafting.start(desk, "session_note", made).with_values({**NOTE, "text": WORD}))
    return made


def share(practice: Path, client: str) -> None:
    with at_desk(practice, "EL") as desk:
        given = Giving(account=account_of(desk, "JK"), level=Level.WRITE, reason="Holiday")
        sharing.give(desk, client, given)


def take_back(practice: Path, client: str) -> None:
    with at_desk(practice, "EL") as desk:
        sharing.take_back(desk, client, account_of(desk, "JK"), reason="Back again")


def test_it_is_told_without_a_word_and_opens_by_no_way(five: Path, client: str) -> None:
    take_back(five, client)
    with at_desk(five, "JK") as desk:
        (row,) = unfinished.drafts(desk)
        assert row.is_closed
        assert (row.kind, row.client, row.code, row.name) == ("session_note", None, "", "")
        assert (row.title, row.kind_label) == ("Session note", "Session note")
        (wanted,) = [one for one in attention.all_of(desk) if one.state == "draft"]
        assert (wanted.id, wanted.words) == (row.record, "Draft in a file you no longer have")
        for work in (drafting.resume, records.edit, records.sign):
            with fails("not_shared"):
                work(desk, row.record)
        assert searches.find(desk, WORD) == []
        refused = [one for one in trails.entries(desk) if one.outcome == "not_shared" and one.record == row.record]
        assert {one.action for one in refused} >= {"view"}


def test_it_is_finished_when_the_file_was_shared_again(five: Path, client: str) -> None:
    take_back(five, client)
    share(five, client)
    with at_desk(five, "JK") as desk:
        (row,) = unfinished.drafts(desk)
        assert (row.is_closed, row.client, row.name) == (False, client, "Anna Zawadzka")
        records.sign(desk, row.record)
    with at_desk(five, "EL") as desk:
        assert row.record in {one.record for one in files.timeline(desk, client)}


def test_it_is_thrown_away_and_whoever_has_the_file_sees_that(five: Path, client: str) -> None:
    take_back(five, client)
    with at_desk(five, "JK") as desk:
        (row,) = unfinished.drafts(desk)
        drafting.discard(desk, row.record)
        assert unfinished.drafts(desk) == []
        with fails("no_draft"):
            drafting.discard(desk, row.record)
    with at_desk(five, "EL") as desk:
        told = [one for one in trails.of_client(desk, client) if one.action == "discard_draft"]
        assert [(one.login, one.record) for one in told] == [("JK", row.record)]
