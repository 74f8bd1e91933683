"""Handing a file over: another lead, the keys with it, and a letter of what is open."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.records.client import Client
from app.records.handover import Handover
from app.rules.sharing import Level
from app.services import clients, records
from app.services.client_files import files
from app.services.people import handing_over, sharing
from app.services.people.handing_over import HandedOver
from app.services.people.sharing import Giving
from tests.app.full_disk import full_disk
from tests.app.helpers import fails, take_consent, write_note
from tests.app.several import account_of, at_desk
from tests.app.test_sharing import register

NEXT_WEEK = (clock.today() + timedelta(days=7)).isoformat()


def test_the_new_lead_has_the_file_and_the_former_lead_nothing(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        jan, maria = desk.account, account_of(desk, "MS")
        take_consent(desk, anna.id)
        records.keep(desk, records.start(desk, "session_note", anna.id, text="Half a thought."))
        done = handing_over.hand_over(desk, anna.id, maria, reason="Parental leave", note="Call her on Monday.")
        assert (done.code, done.to_name, done.problem) == ("K-0001", "Maria Sowa", None)
        assert clients.ids(desk) == []
        assert handing_over.led_by(desk, maria) == [anna.id]
        with fails("not_found"):
            files.open(desk, anna.id)
    with at_desk(five, "MS") as desk:
        opened = files.open(desk, anna.id)
        assert (opened.needs_purpose, opened.lead_name) == (False, "Maria Sowa")
        letter = records.open(desk, done.record)
        body = letter.body
        assert isinstance(body, Handover)
        assert (body.from_name, body.to_name, body.reason, body.note, body.keeps) == (
            "Jan Kot", "Maria Sowa", "Parental leave", "Call her on Monday.", "None",
        )  # fmt: skip
        assert [one.what for one in body.obligations if one.what] == ["draft"]
        assert letter.title.endswith("Jan Kot → Maria Sowa")
        assert "handover" in {line.kind for line in files.timeline(desk, anna.id)}
        write_note(desk, anna.id)
        rows = {row.name: row.identity for row in sharing.of_file(desk, anna.id).rows}
        assert rows == {"Maria Sowa": Level.SHARE, "Ola Rak": Level.WRITE}
        assert jan not in {row.account for row in sharing.of_file(desk, anna.id).rows}


def test_the_former_lead_may_keep_less(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        maria = account_of(desk, "MS")
        done = handing_over.hand_over(
            desk, anna.id, maria, reason="Parental leave", keeps=Level.READ, keeps_until=NEXT_WEEK
        )
        assert files.open(desk, anna.id, "request").lead == maria
        assert "handover" in {line.kind for line in files.timeline(desk, anna.id)}
        assert records.open(desk, done.record, "request").title.endswith("Jan Kot → Maria Sowa")
    with at_desk(five, "JK") as desk:
        opened = files.open(desk, anna.id)
        assert opened.needs_purpose
        assert files.open(desk, anna.id, "request").until == NEXT_WEEK
        with fails("not_shared"):
            write_note(desk, anna.id)
        with fails("not_yours_to_share"):
            sharing.give(desk, anna.id, Giving(account=account_of(desk, "EL"), reason="x"))


def test_private_notes_go_with_nobody(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        note = records.save(desk, records.start(desk, "process_note", anna.id, text="My own thought."))
        handing_over.hand_over(desk, anna.id, account_of(desk, "MS"), reason="Leave")
        assert records.open(desk, note.record, "treatment").body.search_text()
    with at_desk(five, "MS") as desk:
        assert desk.signin.compartments("process") == []
        with fails("not_found"):
            records.open(desk, note.record)


def test_a_file_nobody_has_opened_is_handed_over_too(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = clients.register(desk, Client(name="Anna Zawadzka"))
        handing_over.hand_over(desk, anna.id, account_of(desk, "MS"), reason="Leave")
    with at_desk(five, "MS") as desk:
        files.open(desk, anna.id)
        write_note(desk, anna.id)


def test_joined_files_go_together(five: Path) -> None:
    from app.services import mistakes

    with at_desk(five, "JK") as desk:
        anna, second = register(desk), register(desk, "Anna Z.")
        mistakes.join(desk, anna.id, second.id)
        handing_over.hand_over(desk, second.id, account_of(desk, "MS"), reason="Leave")
    with at_desk(five, "MS") as desk:
        assert len([line for line in files.timeline(desk, anna.id) if line.kind == "session_note"]) == 2
        assert handing_over.led_by(desk, desk.account) == [anna.id]


def test_a_second_therapist_can_hand_over_for_the_lead(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        giving = Giving(account=account_of(desk, "MS"), level=Level.SHARE, reason="Second therapist")
        sharing.give(desk, anna.id, giving)
    with at_desk(five, "MS") as desk:
        handing_over.hand_over(desk, anna.id, account_of(desk, "EL"), reason="Jan is ill")
        assert "Jan Kot" not in {row.name for row in sharing.of_file(desk, anna.id).rows}
    with at_desk(five, "JK") as desk:
        assert clients.ids(desk) == []


def test_all_files_of_somebody_and_the_one_that_this_person_may_not_share(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        wanted = [register(desk, name).id for name in ("Anna Zawadzka", "Ewa Maj")]
        closed = register(desk, "Igor Las").id
        for client in wanted:
            sharing.give(
                desk, client, Giving(account=account_of(desk, "EL"), level=Level.SHARE, reason="Second therapist")
            )
        assert sorted(handing_over.led_by(desk, desk.account)) == sorted([*wanted, closed])
    with at_desk(five, "EL") as desk:
        told: list[tuple[int, int]] = []
        done = handing_over.hand_over_all(
            desk, account_of(desk, "JK"), account_of(desk, "MS"), reason="Left", progress=lambda *at: told.append(at)
        )
        assert told == [(1, 3), (2, 3), (3, 3)]
        assert [(one.code, one.problem is None) for one in done] == [
            ("K-0001", True), ("K-0002", True), ("K-0003", False),
        ]  # fmt: skip
    with at_desk(five, "MS") as desk:
        assert sorted(clients.ids(desk)) == sorted(wanted)


def test_of_all_files_the_rest_stays_when_somebody_stops_it(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        wanted = [register(desk, name).id for name in ("Anna Zawadzka", "Ewa Maj", "Igor Las")]
        maria, told = account_of(desk, "MS"), list[int]()

        def hand_over(cancelled: Callable[[], bool]) -> list[HandedOver]:
            return handing_over.hand_over_all(
                desk,
                desk.account,
                maria,
                reason="Left",
                progress=lambda done, _: told.append(done),
                cancelled=cancelled,
            )

        with fails("stopped"):
            hand_over(lambda: True)
        assert said(hand_over(lambda: bool(told))) == ["K-0001: ", "K-0002: stopped", "K-0003: stopped"]
        assert sorted(clients.ids(desk)) == sorted(wanted[1:])
        assert said(hand_over(lambda: False)) == ["K-0002: ", "K-0003: "]


def test_of_all_files_the_rest_stays_when_the_disk_is_full(five: Path) -> None:
    with at_desk(five, "JK") as desk, ExitStack() as disk:
        first, second = (register(desk, name).id for name in ("Anna Zawadzka", "Ewa Maj"))
        maria = account_of(desk, "MS")
        done = handing_over.hand_over_all(
            desk, desk.account, maria, reason="Left", progress=lambda *_: disk.enter_context(full_disk(desk))
        )
        assert said(done) == ["K-0001: ", "K-0002: no_space"]
        disk.close()
        assert (handing_over.led_by(desk, maria), clients.ids(desk)) == ([first], [second])


def said(done: list[HandedOver]) -> list[str]:
    """Each file, and why it has no other lead."""
    return [f"{one.code}: {one.problem.name if one.problem else ''}" for one in done]


@pytest.mark.parametrize(
    ("login", "reason", "until", "wrong"),
    [
        ("JK", "Leave", "", "already_lead"),
        ("OR", "Leave", "", "cannot_lead"),
        ("PN", "Leave", "", "cannot_lead"),
        ("MS", " ", "", "text_needed"),
        ("MS", "Leave", "2026-01-01", "day_is_over"),
    ],
)
def test_what_is_no_handing_over(five: Path, login: str, reason: str, until: str, wrong: str) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        with fails(wrong):
            handing_over.hand_over(desk, anna.id, account_of(desk, login), reason=reason, keeps_until=until)
        assert files.open(desk, anna.id).lead == desk.account


def test_nobody_becomes_lead_by_being_written_into_the_record(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        sharing.give(desk, anna.id, Giving(account=account_of(desk, "MS"), level=Level.WRITE, reason="x"))
    with at_desk(five, "MS") as desk:
        files.open(desk, anna.id, "cover")
        records.save(desk, records.edit(desk, anna.id).with_values({"lead": desk.account, "pronouns": "she"}))
        assert files.open(desk, anna.id).lead == account_of(desk, "JK")
