"""Sharing a client's file: who can open it, how far, until when, and why it is opened then."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.desk import Action, Desk
from app.records.client import Client
from app.rules.permissions import Role
from app.rules.sharing import Level, Part, expires_after, last_day_of, level_of, most_for
from app.services import clients, mistakes, records
from app.services.client_files import files, summaries
from app.services.clients import ClientRef
from app.services.people import colleagues, sharing
from app.services.people.sharing import Giving
from tests.app.helpers import entries, fails, last_seq, write_note
from tests.app.several import account_of, at_desk, later

TODAY = clock.today()
NEXT_WEEK = (TODAY + timedelta(days=7)).isoformat()


def register(desk: Desk, name: str = "Anna Zawadzka") -> ClientRef:
    """A client of who is at the desk, with an opened file and a signed note in it."""
    made = clients.register(desk, Client(name=name))
    files.open(desk, made.id)
    write_note(desk, made.id)
    return made


def give(desk: Desk, client: str, login: str, level: Level = Level.READ, until: str = "") -> None:
    """Share all of a file."""
    giving = Giving(account=account_of(desk, login), level=level, reason="Second opinion", until=until)
    sharing.give(desk, client, giving)


def test_nobody_else_opens_a_file_before_it_is_shared(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        assert [row.name for row in sharing.of_file(desk, anna.id).rows] == ["Jan Kot", "Ola Rak"]
    for login in ("EL", "MS"):
        with at_desk(five, login) as desk:
            assert clients.ids(desk) == []
            with fails("not_found"):
                files.open(desk, anna.id)


def test_who_may_read_reads_and_writes_nothing(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        give(desk, anna.id, "MS")
    with at_desk(five, "MS") as desk:
        assert files.open(desk, anna.id).needs_purpose
        opened = files.open(desk, anna.id, "supervision")
        assert opened.name == "Anna Zawadzka"
        assert opened.others == ("Jan Kot", "Ola Rak")
        note = next(line for line in files.timeline(desk, anna.id) if line.kind == "session_note")
        assert records.open(desk, note.record).body.search_text()
        with fails("not_shared"):
            write_note(desk, anna.id)
        with fails("not_yours_to_share"):
            give(desk, anna.id, "EL")


def test_who_can_open_a_file_is_in_the_file(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        give(desk, anna.id, "MS", Level.WRITE, NEXT_WEEK)
        found = sharing.of_file(desk, anna.id)
        assert found.may_share
        assert found.need_to_know.startswith("3 people can open this file.")
        rows = {row.name: row for row in found.rows}
        assert list(rows) == ["Jan Kot", "Maria Sowa", "Ola Rak"]
        assert rows["Jan Kot"].is_lead
        assert rows["Jan Kot"].words == "The whole file: may read, write and share further."
        maria = rows["Maria Sowa"]
        assert (maria.identity, maria.clinical, maria.until) == (Level.WRITE, Level.WRITE, NEXT_WEEK)
        assert (maria.by_name, maria.reason, maria.role_label) == ("Jan Kot", "Second opinion", "Supervisor")
        assert maria.words.startswith("The whole file: may read and write. Ends after ")
        ola = rows["Ola Rak"]
        assert (ola.identity, ola.clinical, ola.standing) == (Level.WRITE, None, True)
        assert ola.words == "Who the client is: may read and write. Not the clinical file."
    with at_desk(five, "MS") as desk:
        assert not sharing.of_file(desk, anna.id).may_share
        assert clients.rows(desk, [anna.id])[0].until == NEXT_WEEK


def test_giving_again_changes_how_far_and_until_when(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        give(desk, anna.id, "MS", Level.WRITE)
        give(desk, anna.id, "MS", Level.READ, NEXT_WEEK)
        maria = next(row for row in sharing.of_file(desk, anna.id).rows if row.name == "Maria Sowa")
        assert (maria.identity, maria.clinical, maria.until) == (Level.READ, Level.READ, NEXT_WEEK)


def test_only_who_the_client_is_can_be_shared(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        giving = Giving(account=account_of(desk, "MS"), parts=(Part.IDENTITY,), reason="Phone calls")
        sharing.give(desk, anna.id, giving)
    with at_desk(five, "MS") as desk:
        opened = files.open(desk, anna.id, "administration")
        assert opened.is_closed
        assert files.timeline(desk, anna.id, ("session_note",)) == []
        with fails("not_shared"):
            write_note(desk, anna.id)
        with fails("not_shared"):
            mistakes.remove_client(desk, anna.id)


def test_what_is_taken_back_is_gone_at_the_next_sign_in(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        give(desk, anna.id, "MS", Level.WRITE)
    with at_desk(five, "MS") as desk:
        files.open(desk, anna.id, "supervision")
    with at_desk(five, "JK") as desk:
        sharing.take_back(desk, anna.id, account_of(desk, "MS"), reason="Done")
        assert [row.name for row in sharing.of_file(desk, anna.id).rows] == ["Jan Kot", "Ola Rak"]
    with at_desk(five, "MS") as desk:
        assert clients.ids(desk) == []


def test_standing_access_is_taken_back_from_one_file(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna, other = register(desk), register(desk, "Ewa Maj")
        sharing.take_back(desk, anna.id, account_of(desk, "OR"))
        assert sharing.of_file(desk, anna.id).is_opted_out
    with at_desk(five, "OR") as desk:
        assert clients.ids(desk) == [other.id]
    with at_desk(five, "JK") as desk:
        sharing.opt_out(desk, anna.id, out=False)
        assert not sharing.of_file(desk, anna.id).is_opted_out


def test_the_lead_is_not_shut_out(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        give(desk, anna.id, "MS", Level.SHARE)
        jan = desk.account
    with at_desk(five, "MS") as desk:
        with fails("lead_keeps_access"):
            sharing.take_back(desk, anna.id, jan)
        with fails("lead_keeps_access"):
            sharing.give(desk, anna.id, Giving(account=jan, level=Level.READ, reason="x"))


@pytest.mark.parametrize(
    ("login", "level", "parts", "reason", "until", "wrong"),
    [
        ("MS", Level.READ, (Part.CLINICAL,), " ", "", "text_needed"),
        ("OR", Level.READ, (Part.IDENTITY, Part.CLINICAL), "x", "", "role_cannot_open"),
        ("OR", Level.SHARE, (Part.IDENTITY,), "x", "", "role_cannot_open"),
        ("PN", Level.READ, (Part.IDENTITY,), "x", "", "role_cannot_open"),
        ("MS", Level.READ, (Part.IDENTITY,), "x", "2026-01-01", "day_is_over"),
    ],
)
def test_what_cannot_be_given(  # noqa: PLR0917 - a row of the table
    five: Path, login: str, level: Level, parts: tuple[Part, ...], reason: str, until: str, wrong: str
) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        giving = Giving(account=account_of(desk, login), level=level, parts=parts, reason=reason, until=until)
        with fails(wrong):
            sharing.give(desk, anna.id, giving)
        assert [row.name for row in sharing.of_file(desk, anna.id).rows] == ["Jan Kot", "Ola Rak"]


def test_the_front_desk_shares_nothing(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
    with at_desk(five, "OR") as desk:
        seen = last_seq(desk)
        with fails("refused"):
            give(desk, anna.id, "MS")
        with fails("refused"):
            sharing.take_back(desk, anna.id, account_of(desk, "JK"))
        tried = [(one.action, one.outcome) for one in entries(desk, seen) if one.outcome == "refused"]
        assert tried == [("grant", "refused"), ("revoke", "refused")]


def test_a_clinical_file_is_made_when_its_lead_shares_it(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = clients.register(desk, Client(name="Anna Zawadzka"))
        give(desk, anna.id, "MS", Level.SHARE)
        assert desk.signin.compartments("clinical", client=anna.id)
    with at_desk(five, "MS") as desk:
        assert not files.open(desk, anna.id, "supervision").is_closed


def test_nobody_but_the_lead_makes_the_clinical_file(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = clients.register(desk, Client(name="Anna Zawadzka"))
        giving = Giving(account=account_of(desk, "MS"), level=Level.SHARE, parts=(Part.IDENTITY,), reason="x")
        sharing.give(desk, anna.id, giving)
    with at_desk(five, "MS") as desk:
        files.open(desk, anna.id, "cover")
        with fails("lead_opens_first"):
            write_note(desk, anna.id)
        with fails("lead_opens_first"):
            give(desk, anna.id, "EL")
    with at_desk(five, "JK") as desk:
        write_note(desk, anna.id)


def test_standing_in_is_for_several_files_at_once_and_ends_by_itself(
    five: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_desk(five, "JK") as desk:
        wanted = [register(desk, name).id for name in ("Anna Zawadzka", "Ewa Maj")]
        known = register(desk, "Igor Las").id
        give(desk, known, "MS", Level.WRITE)
        told: list[tuple[int, int]] = []
        count = sharing.cover(
            desk, [*wanted, known], account_of(desk, "MS"), until=NEXT_WEEK, progress=lambda *at: told.append(at)
        )
        assert count == 2
        lasting = next(row for row in sharing.of_file(desk, known).rows if row.name == "Maria Sowa")
        assert lasting.until == ""
    with at_desk(five, "MS") as desk:
        asked = files.open(desk, wanted[0])
        assert (asked.needs_purpose, asked.suggested) == (True, "cover")
        opened = files.open(desk, wanted[0], "cover")
        assert opened.until == NEXT_WEEK
        write_note(desk, wanted[0])
        assert files.open(desk, known).suggested == ""
    later(monkeypatch, days=9)
    with at_desk(five, "MS") as desk:
        assert clients.ids(desk) == [known]
        with fails("not_found"):
            files.open(desk, wanted[0])


def test_a_day_is_needed_to_stand_in_and_not_one_that_is_over(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        with fails("text_needed"):
            sharing.cover(desk, [anna.id], account_of(desk, "MS"), until="")
        with fails("day_is_over"):
            sharing.cover(desk, [anna.id], account_of(desk, "MS"), until=(TODAY - timedelta(days=1)).isoformat())
        assert sharing.cover(desk, [anna.id], account_of(desk, "MS"), until=TODAY.isoformat()) == 1


def test_one_file_that_cannot_be_shared_shares_none(five: Path) -> None:
    with at_desk(five, "MS") as desk:
        other = register(desk, "Ewa Maj").id
        give(desk, other, "JK")
    with at_desk(five, "JK") as desk:
        mine = register(desk).id
        with fails("not_yours_to_share"):
            sharing.cover(desk, [mine, other], account_of(desk, "EL"), until=NEXT_WEEK)
        assert [row.name for row in sharing.of_file(desk, mine).rows] == ["Jan Kot", "Ola Rak"]


def test_the_supervisor_of_the_lead_is_offered_supervision(five: Path) -> None:
    with at_desk(five, "EL") as desk:
        colleagues.change(desk, account_of(desk, "JK"), supervisor=account_of(desk, "MS"))
    with at_desk(five, "JK") as desk:
        anna = register(desk)
        give(desk, anna.id, "MS", Level.WRITE)
    with at_desk(five, "MS") as desk:
        assert files.open(desk, anna.id).suggested == "supervision"
        files.open(desk, anna.id, "supervision")
        assert entries(desk)[-1].purpose or any(one.purpose == "supervision" for one in entries(desk))


def test_the_front_desk_takes_a_client_in_for_somebody(five: Path) -> None:
    with at_desk(five, "OR") as desk:
        assert [one.name for one in clients.leads(desk)] == ["Ewa Lis", "Jan Kot", "Maria Sowa"]
        with fails("lead_needed"):
            clients.register(desk, Client(name="Anna Zawadzka"))
        with fails("cannot_lead"):
            clients.register(desk, Client(name="Anna Zawadzka", lead=account_of(desk, "PN")))
        jan = account_of(desk, "JK")
        anna = clients.register(desk, Client(name="Anna Zawadzka", lead=jan))
        opened = files.open(desk, anna.id)
        assert (opened.needs_purpose, opened.purpose, opened.consent) == (False, "administration", None)
        found = summaries.of(desk, opened)
        assert (found.items, found.care, found.due, found.plan) == ([], [], [], None)
        editing = records.edit(desk, anna.id)
        records.save(desk, editing.with_values({"phones": [{"number": "600 100 200"}], "lead": desk.account}))
        for attempt in (
            lambda: write_note(desk, anna.id),
            lambda: files.timeline(desk, anna.id),
            lambda: files.access(desk, anna.id),
            lambda: mistakes.remove_client(desk, anna.id),
        ):
            with fails("refused"):
                attempt()
        assert desk.signin.compartments("clinical") == []
        assert {row.kind for row in records.listing(desk)} == {"client"}
    with at_desk(five, "JK") as desk:
        opened = files.open(desk, anna.id)
        assert (opened.needs_purpose, opened.lead) == (False, desk.account)
        rows = {row.name: row.identity for row in sharing.of_file(desk, anna.id).rows}
        assert rows == {"Jan Kot": Level.SHARE, "Ola Rak": Level.WRITE}
        write_note(desk, anna.id)


def test_a_clinician_takes_a_client_in_for_a_colleague(five: Path) -> None:
    with at_desk(five, "EL") as desk:
        anna = clients.register(desk, Client(name="Anna Zawadzka", lead=account_of(desk, "MS")))
        rows = {row.name: row.identity for row in sharing.of_file(desk, anna.id).rows}
        assert rows == {"Maria Sowa": Level.SHARE, "Ewa Lis": Level.WRITE, "Ola Rak": Level.WRITE}


def test_with_one_account_there_is_no_word_of_it(desk: Desk, anna: ClientRef) -> None:
    seen = last_seq(desk)
    opened = files.open(desk, anna.id)
    assert (opened.needs_purpose, opened.others, opened.until, opened.is_closed) == (False, (), "", False)
    assert sharing.of_file(desk, anna.id).need_to_know == ""
    assert sharing.candidates(desk) == []
    grants = [entry for entry in entries(desk, seen) if entry.action == "grant"]
    assert [entry.facts["kind"] for entry in grants] == ["clinical"]


@pytest.mark.parametrize("day", ["2026-03-28", "2026-10-24", "2026-12-31"])
@pytest.mark.parametrize("zone", ["Europe/Warsaw", "America/Los_Angeles", "Pacific/Auckland"])
def test_access_holds_for_all_of_its_last_day(day: str, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import time
    from datetime import date, datetime

    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        expires = expires_after(date.fromisoformat(day))
        assert last_day_of(expires) == day
        assert datetime.fromisoformat(expires or "").astimezone().strftime("%H:%M") == "00:00"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_levels_are_what_the_rights_reach() -> None:
    assert [level_of(rights.split()) for rights in ("", "read", "read share", "read write", "read write share")] == [
        None, Level.READ, Level.READ, Level.WRITE, Level.SHARE,
    ]  # fmt: skip
    assert most_for(Role.FRONT_DESK, Part.IDENTITY) is Level.WRITE
    assert most_for(Role.FRONT_DESK, Part.CLINICAL) is None
    assert most_for(Role.CLINICIAN, Part.CLINICAL) is Level.SHARE
    assert not any(most_for(Role.PRIVACY_OFFICER, part) for part in Part)
    assert Action.SHARE.value == "grant"


def test_keys_are_renewed_a_few_at_a_time(five: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with at_desk(five, "JK") as desk:
        give(desk, register(desk).id, "MS", until=NEXT_WEEK)
    later(monkeypatch, days=9)
    monkeypatch.setattr("storage.upkeep._AT_ONCE_S", -1.0)
    with at_desk(five, "JK") as desk:
        assert sharing.renew_keys(desk, seconds=-1.0) == 2
        assert sharing.renew_keys(desk, seconds=60.0) == 0
        assert sharing.renew_keys(desk) == 0
