"""Supervision: without names, its tasks, what goes into the client's file, the year in figures."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.keeping.plans import Saved
from app.records.amendment import AmendmentKind
from app.records.client import Address, Client, EmergencyContact
from app.records.consultation import Consultation
from app.rules.destinations import STAYS, Destination, Sending
from app.rules.names import replaced
from app.rules.sharing import Level
from app.services import clients, records
from app.services.client_files import files
from app.services.clients import ClientRef
from app.services.outgoing import disclosures, releasing
from app.services.people import sharing
from app.services.people.sharing import Giving
from app.services.reading import today
from app.services.supervision import (
    carrying,
    name_checking,
    pseudonymous,
    supervision_papers,
    supervisions,
    years,
)
from tests.app import several
from tests.app.helpers import entries, fails, last_seq, sign_incident, write_note

FULL = {
    "with_whom": "dr Maria Sowa",
    "qualification": "Certified supervisor",
    "register_number": "PTP 123",
    "minutes": 90,
    "themes": ["risk"],
    "advice": "Slow down.",
    "impact": "I ask more.",
}


def supervise(desk: Desk, **values: Any) -> Saved:
    """A signed supervision."""
    return records.sign(desk, records.start(desk, "supervision_session").with_values({**FULL, **values}))


def case(client: ClientRef, **values: Any) -> dict[str, Any]:
    """A case that was decided on."""
    return {"client": client.id, "advice": "Ask about sleep.", "decision": "I ask next time.", **values}


def test_the_next_one_begins_as_the_last_one(desk: Desk) -> None:
    supervise(desk, mode="video", form="group", contract_on="2026-01-10", discussion="Words of last time.")
    body: Any = records.start(desk, "supervision_session").body
    kept = (body.with_whom, body.qualification, body.register_number, body.contract_on, body.mode, body.form)
    assert kept == ("dr Maria Sowa", "Certified supervisor", "PTP 123", "2026-01-10", "video", "group")
    assert (body.held_on, body.discussion, body.impact) == (clock.today().isoformat(), "", "")


@pytest.mark.parametrize(("values", "wanted"), [
    ({"advice": ""}, "Advice and decisions"), ({"impact": " "}, "What it changes"), ({"themes": []}, "Themes"),
    ({"qualification": ""}, "Qualification"), ({"tasks": [{"owner": "I"}]}, "Task"),
])  # fmt: skip
def test_talked_about_in_supervision_is_no_record(desk: Desk, values: dict[str, Any], wanted: str) -> None:
    with fails("not_complete") as found:
        supervise(desk, **values)
    assert wanted in found[0].values["fields"]


def test_advice_about_a_case_is_advice_and_a_supervisor_gives_it_elsewhere(desk: Desk, anna: ClientRef) -> None:
    supervise(desk, advice="", cases=[case(anna)])
    supervise(desk, advice="", role="as_supervisor", qualification="")


def test_the_list_says_codes_and_minutes_that_count(desk: Desk, anna: ClientRef) -> None:
    supervise(desk, held_on="2026-03-01", cases=[case(anna)], counted_minutes=45)
    draft = records.keep(desk, records.start(desk, "supervision_session", with_whom="Peers"))
    shown = supervisions.rows(desk)
    assert [(row.id == draft.record, row.state) for row in shown] == [(True, "draft"), (False, "signed")]
    assert (shown[1].codes, shown[1].counted, shown[1].held_on) == ((anna.code,), 45, "2026-03-01")


def test_tasks_begin_when_it_is_signed_stand_on_today_and_end(desk: Desk) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    editing = records.start(desk, "supervision_session").with_values(
        {**FULL, "tasks": [{"task": "Read on grief", "due": tomorrow}, {"task": "Ask the court", "owner": "Sowa"}]}
    )
    records.keep(desk, editing)
    assert supervisions.tasks(desk) == []
    signed = records.sign(desk, editing)
    first, second = supervisions.tasks(desk)
    assert (first.task, first.due, first.session, first.is_late) == ("Read on grief", tomorrow, signed.record, False)
    assert (second.task, second.owner, second.due) == ("Ask the court", "Sowa", "")
    assert [(item.kind, item.title) for item in today.due(desk)] == [("supervision_task", "Read on grief")]
    supervisions.finish_task(desk, first.id, clock.today())
    assert [task.task for task in supervisions.tasks(desk)] == ["Ask the court"]
    assert today.due(desk) == []
    with fails("not_found"):
        supervisions.finish_task(desk, signed.record, clock.today())


def test_names_are_read_once_from_lists_and_no_record_is_opened(desk: Desk, anna: ClientRef) -> None:
    brother = {"name": "Bartosz Lipa", "relationship": "brother"}
    records.save(desk, records.start(desk, "related_person", anna.id).with_values(brother))
    seen = last_seq(desk)
    book = name_checking.book(desk)
    assert {entry.action for entry in entries(desk, seen)} <= {"list"}
    text = "Annie Zawadzkiej pomógł Bartosz, z Lipą w tle."
    assert (
        replaced(text, book.find(text)) == f"{anna.code} pomógł {anna.code} (brother), z {anna.code} (brother) w tle."
    )


def test_a_decision_goes_into_the_file_once_and_again_after_a_mistake(desk: Desk, anna: ClientRef) -> None:
    signed = supervise(desk, cases=[case(anna), case(anna, decision="")], held_on="2026-11-20")
    shown = carrying.open(desk, signed.record)
    assert [(row.code, row.can_be_carried, row.consultation) for row in shown.cases] == [
        (anna.code, True, ""), (anna.code, False, ""),
    ]  # fmt: skip
    made = carrying.carry(desk, signed.record, 0)
    body: Any = records.open(desk, made.record).body
    assert isinstance(body, Consultation)
    told = (body.with_whom, body.held_on, body.advice, body.decision, body.basis, body.supervision)
    assert told == (
        "dr Maria Sowa", "2026-11-20", "Ask about sleep.", "I ask next time.", "supervision", signed.record,
    )  # fmt: skip
    assert carrying.carry(desk, signed.record, 0).record == made.record
    assert carrying.open(desk, signed.record).cases[0].consultation == made.record
    with fails("not_complete") as found:
        carrying.carry(desk, signed.record, 1)
    assert found[0].values["fields"] == "What you decided"
    with fails("not_found"):
        carrying.carry(desk, signed.record, 2)
    records.amend(desk, made.record, kind=AmendmentKind.ENTERED_IN_ERROR, text="", reason="Wrong file")
    assert carrying.carry(desk, signed.record, 0).record != made.record


def test_two_cases_of_two_clients_are_carried_apart(desk: Desk, anna: ClientRef) -> None:
    other = clients.register(desk, Client(name="Piotr Zych"))
    signed = supervise(desk, cases=[case(anna), case(other)])
    first, second = (carrying.carry(desk, signed.record, number).record for number in (0, 1))
    assert first != second
    assert [row.consultation for row in carrying.open(desk, signed.record).cases] == [first, second]


def test_nobody_else_finds_a_supervision(five: Path) -> None:
    with several.at_desk(five, "JK") as jan:
        signed = supervise(jan)
    with several.at_desk(five, "EL") as owner:
        assert supervisions.rows(owner) == []
        with fails("not_found"):
            carrying.open(owner, signed.record)


def _client_in_places(desk: Desk) -> ClientRef:
    client = Client(
        name="Maria Kowalska",
        legal_name="Maria Bąk",
        birth_date="1987-04-12",
        addresses=[Address(text="ul. Lipowa 5\n00-950 Kraków")],
        emergency_contacts=[EmergencyContact(name="Adam Bąk", relationship="husband")],
    )
    return clients.register(desk, client)


def test_a_pack_holds_codes_roles_places_and_age(desk: Desk) -> None:
    maria = _client_in_places(desk)
    other = clients.register(desk, Client(name="Zenon Pyk"))
    records.save(desk, records.start(desk, "related_person", maria.id).with_values(
        {"name": "Halina Kos", "relationship": "mother"}
    ))  # fmt: skip
    text = (
        "Marii pomogła Halina; Adam Bąk nie. Mieszka: ul. Lipowa 5, w Krakowie. Ur. 1987-04-12, tel. 601 234 567, "
        "maria@example.org. Był też Zenon. Termin 2026-12-01."
    )
    note = write_note(desk, maria.id, text=text)
    private = records.save(desk, records.start(desk, "process_note", maria.id, text="Mine alone"))
    assert [row.record for row in pseudonymous.choices(desk, maria.id)] == [note.record]
    pack = pseudonymous.make(desk, maria.id, [note.record])
    for word in ("Mari", "Halin", "Adam", "Bąk", "Lipow", "Krak", "1987", "601", "example", "Zenon"):
        assert word not in pack.text, word
    age = clock.today().year - 1987 - ((clock.today().month, clock.today().day) < (4, 12))
    for word in (
        f"{maria.code} pomogła [mother]",
        "[place]",
        f"[age {age}]",
        "[contact]",
        other.code,
        "2026-12-01",
    ):
        assert word in pack.text, word
    assert private.record not in dict(pack.objects)


def test_a_pack_leaves_only_to_somebody_else_and_is_written_first(desk: Desk, tmp_path: Path) -> None:
    maria = _client_in_places(desk)
    note = write_note(desk, maria.id)
    pack = pseudonymous.make(desk, maria.id, [note.record])
    paper = pseudonymous.prepared(desk, pack, "# K-0001\n\nAs I changed it.")
    assert "Pseudonymous, not anonymous" in str(paper.paper.blocks[0])
    assert paper.paper.blocks[1].text.endswith("As I changed it.")  # type: ignore[union-attr]
    with fails("made_for_another"):
        releasing.begin(desk, paper, STAYS)
    with fails("release_needed"):
        releasing.begin(desk, paper, Sending(destination=Destination.SOMEBODY_ELSE, recipient="dr Sowa"))
    given = Sending(
        destination=Destination.SOMEBODY_ELSE, recipient="dr Sowa", basis="supervision", reason="Supervision",  # type: ignore[arg-type]
        not_informed="Agreed at the outset", minimum_necessary="One note", method="handed_over",  # type: ignore[arg-type]
    )  # fmt: skip
    with releasing.leaving(desk, paper, given) as permit:
        releasing.save(permit, b"%PDF", tmp_path / "pack.pdf")
    told = disclosures.rows(desk, maria.id)
    assert len(told) == 1
    assert told[0].recipient == "dr Sowa"


def test_the_year_counts_what_took_place_and_was_signed_by_me(desk: Desk, anna: ClientRef) -> None:
    for day, attendance, minutes in (
        ("2025-02-03", "attended", 50), ("2025-02-10", "late", 45), ("2025-02-17", "no_show", 50),
        ("2025-03-03", "partial", 30), ("2024-12-31", "attended", 50), ("2026-01-01", "attended", 50),
    ):  # fmt: skip
        at = {"at": f"{day}T15:00", "zone": "Europe/Warsaw"}
        write_note(desk, anna.id, started=at, attendance=attendance, minutes=minutes)
    wrong = write_note(desk, anna.id, started={"at": "2025-03-04T15:00", "zone": "Europe/Warsaw"})
    records.amend(desk, wrong.record, kind=AmendmentKind.ENTERED_IN_ERROR, text="", reason="Twice")
    supervise(desk, held_on="2025-02-20", minutes=60)
    supervise(desk, held_on="2025-02-27", minutes=120, counted_minutes=20)
    supervise(desk, held_on="2025-05-01", minutes=90, role="as_supervisor", qualification="")
    supervise(desk, held_on="2025-05-02", minutes=60, role="peer", qualification="")
    seen = last_seq(desk)
    found = years.of(desk, 2025)
    assert {entry.action for entry in entries(desk, seen)} <= {"list", "view"}
    assert not {entry.record for entry in entries(desk, seen) if entry.action == "view"} & {wrong.record}
    february, march = found.months[1], found.months[2]
    assert (february.sessions, february.with_clients, february.supervised) == (2, 95, 80)
    assert (march.sessions, march.with_clients, march.supervised) == (1, 30, 0)
    assert (found.sessions, found.with_clients, found.supervised) == (3, 125, 80)
    assert found.ratio == pytest.approx(125 / 80)
    assert (found.supervising, found.among_colleagues, found.scheme) == (90, 60, None)
    assert years.years(desk) == list(range(clock.today().year, 2023, -1))


def test_a_colleagues_sessions_in_a_shared_file_are_not_mine(five: Path) -> None:
    with several.at_desk(five, "JK") as jan:
        client = clients.register(jan, Client(name="Adam Lis"))
        files.open(jan, client.id)
        write_note(jan, client.id)
        owner = several.account_of(jan, "EL")
        until = (clock.today() + timedelta(days=7)).isoformat()
        sharing.give(jan, client.id, Giving(account=owner, level=Level.READ, reason="Second opinion", until=until))
        assert years.of(jan, clock.today().year).sessions == 1
    with several.at_desk(five, "EL") as desk:
        assert [row.id for row in clients.rows(desk, clients.ids(desk))] == [client.id]
        assert years.of(desk, clock.today().year).sessions == 0


def test_the_year_is_held_against_the_scheme_that_was_chosen(desk: Desk, anna: ClientRef) -> None:
    at = {"at": "2025-02-03T15:00", "zone": "Europe/Warsaw"}
    write_note(desk, anna.id, started=at)
    supervise(desk, held_on="2025-02-20", minutes=60)
    years.choose_scheme(desk, "bacp_accredited")
    found = years.of(desk, 2025)
    assert [(month.needed, month.short) for month in found.months[:2]] == [(0, 0), (90, 30)]
    years.choose_scheme(desk, "")
    assert years.of(desk, 2025).months[1].short is None


def test_training_and_incidents_of_the_year_are_counted(desk: Desk) -> None:
    for category, hours, day in (
        ("course", 6, "2025-04-01"),
        ("reading", 2, "2025-05-01"),
        ("course", 1, "2024-04-01"),
    ):
        values = {"title": "X", "provider": "Y", "completed_on": day, "hours": hours, "category": category}
        records.save(desk, records.start(desk, "training").with_values(values))
    sign_incident(desk)
    found = years.of(desk, 2025)
    assert found.training == (("course", 360), ("reading", 120))
    assert found.incidents == 0
    now = years.of(desk, clock.today().year)
    assert (now.incidents, now.near_misses) == (1, 0)


def test_the_papers_hold_the_figures_and_codes_alone(desk: Desk, anna: ClientRef) -> None:
    year = clock.today().year
    write_note(desk, anna.id)
    supervise(desk, cases=[case(anna)])
    for paper in (supervision_papers.of_year(desk, year), supervision_papers.of_supervision(desk, year)):
        words = str(paper.paper)
        assert "Anna Zawadzka" not in words
        assert "1 h 30 min" in words
        assert releasing.draw(paper).startswith(b"%PDF")
    assert anna.code in str(supervision_papers.of_supervision(desk, year).paper)
