"""The board of consents: every client in the column of what is to be done, from the index alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.records.client import Client
from app.records.consent_choices import Method
from app.records.consent_elements import ConsentType
from app.rules.board_columns import Column, column_of
from app.rules.consent_facts import ConsentState, State
from app.services import clients, mistakes, records
from app.services.clients import ClientRef
from app.services.consenting import consent_board, consents
from tests.app.helpers import entries, last_seq, take_consent
from tests.app.test_consent_types import given

TODAY = clock.today()
SOON, FAR = (TODAY + timedelta(days=10)).isoformat(), (TODAY + timedelta(days=300)).isoformat()
LONG_AGO, YESTERDAY = (TODAY - timedelta(days=99)).isoformat(), (TODAY - timedelta(days=1)).isoformat()


@pytest.mark.parametrize(
    ("state", "column"),
    [
        (ConsentState(State.NONE), Column.NONE),
        (ConsentState(State.DRAFT), Column.DRAFT),
        (ConsentState(State.DECLINED), Column.DECLINED),
        (ConsentState(State.EXPIRED), Column.EXPIRED),
        (ConsentState(State.WITHDRAWN), Column.WITHDRAWN),
        (ConsentState(State.DEFECTIVE), Column.DEFECTIVE),
        (ConsentState(State.ACTIVE), Column.ACTIVE),
        (ConsentState(State.ACTIVE, until="2026-12-22"), Column.EXPIRING),
        (ConsentState(State.ACTIVE, until="2026-12-23"), Column.ACTIVE),
        (ConsentState(State.ACTIVE, review_due="2026-12-22"), Column.REVIEW),
        (ConsentState(State.ACTIVE, review_due="2026-12-23"), Column.ACTIVE),
        (ConsentState(State.ACTIVE, until="2026-12-01", review_due="2026-12-01"), Column.EXPIRING),
        (ConsentState(State.ACTIVE, until="2026-12-01", ask_again="2026-11-01"), Column.ASK_AGAIN),
    ],
)
def test_in_which_column_a_state_stands(state: ConsentState, column: Column) -> None:
    assert column_of(state, "2026-12-22") is column


CASES: dict[Column, dict[str, Any]] = {
    Column.ACTIVE: {"review_due": FAR},
    Column.REVIEW: {"review_due": SOON},
    Column.EXPIRING: {"review_due": FAR, "expires_on": SOON},
    Column.EXPIRED: {"given_on": LONG_AGO, "review_due": "", "expires_on": YESTERDAY},
    Column.DEFECTIVE: {"explained": ["purpose"]},
    Column.DECLINED: {"decision": "declined"},
}


def client(desk: Desk, name: str, **values: Any) -> str:
    return clients.register(desk, Client(name=name, **values)).id


def test_every_client_stands_where_something_is_to_be_done(desk: Desk) -> None:
    wanted = {}
    for column, values in CASES.items():
        wanted[client(desk, column.value)] = column
        take_consent(desk, list(wanted)[-1], **values)
    wanted[client(desk, "Nobody asked")] = Column.NONE
    begun = client(desk, "Begun")
    records.keep(desk, records.start(desk, "consent", begun))
    wanted[begun] = Column.DRAFT
    gone = client(desk, "Gone")
    consents.withdraw(desk, take_consent(desk, gone).record, method=Method.VERBAL)
    wanted[gone] = Column.WITHDRAWN

    board = consent_board.board(desk)
    assert {row.client: row.column for row in board.rows} == wanted
    assert board.counts == {column: (0 if column is Column.ASK_AGAIN else 1) for column in Column}
    order = list(Column)
    assert [row.column for row in board.rows] == sorted((row.column for row in board.rows), key=order.index)


def test_what_is_consented_to_besides_has_a_line_of_its_own(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id, review_due=FAR)
    given(desk, anna.id, ConsentType.TELEHEALTH, review_due=FAR)
    found = {row.consent_type: (row.column, row.title) for row in consent_board.board(desk).rows}
    assert found == {
        ConsentType.THERAPY: (Column.ACTIVE, "Consent to therapy"),
        ConsentType.TELEHEALTH: (Column.ACTIVE, "Consent to sessions by video or phone"),
    }


def test_how_near_is_near_can_be_chosen(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id, review_due="", expires_on=SOON)
    assert [row.column for row in consent_board.board(desk, within_days=9).rows] == [Column.ACTIVE]
    assert [row.column for row in consent_board.board(desk, within_days=10).rows] == [Column.EXPIRING]
    later = consent_board.board(desk, on=TODAY + timedelta(days=11))
    assert [row.column for row in later.rows] == [Column.EXPIRED]


def test_files_at_rest_are_left_out(desk: Desk, anna: ClientRef) -> None:
    editing = records.edit(desk, anna.id)
    records.save(desk, editing.with_values({"status": "closed", "closed_on": TODAY.isoformat()}))
    assert consent_board.board(desk).rows == []


def test_a_consent_in_a_file_that_was_joined_counts_for_the_one_it_was_joined_to(desk: Desk, anna: ClientRef) -> None:
    other = client(desk, "Anna Z.")
    take_consent(desk, other, review_due=FAR)
    mistakes.join(desk, anna.id, other)
    assert [(row.client, row.column) for row in consent_board.board(desk).rows] == [(anna.id, Column.ACTIVE)]


def test_no_consent_is_opened_for_it_and_names_hide_in_discreet_mode(desk: Desk, anna: ClientRef) -> None:
    take_consent(desk, anna.id)
    seen = last_seq(desk)
    board = consent_board.board(desk)
    assert {entry.action for entry in entries(desk, seen)} <= {"list"}
    assert board.rows[0].name == "Anna Zawadzka"
    assert board.rows[0].record == consents.state(desk, anna.id).record
    desk.discreet = True
    assert "Anna" not in str(consent_board.board(desk).rows)
