"""A role that may do nothing is refused by every service, before anything is read or written, and that is an entry."""

from __future__ import annotations

import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import app.services
from app import paths
from app.desk import Action, Desk, Role
from app.keeping.plans import Plan
from app.packs.crisis_card import Card
from app.records.client import Client
from app.records.consent import Consent, Method
from app.records.contact import Contact
from app.records.data_breach import DataBreach
from app.records.document import Attachment
from app.records.fields import LocalTime
from app.records.incident import Incident
from app.records.lost_device import LostDevice
from app.records.person import Person
from app.records.practice_profile import BackupDestination, PracticeProfile
from app.records.session_note import SessionNote
from app.rules import queries
from app.rules.destinations import STAYS
from app.rules.incidents import Step
from app.rules.lost_device import Answered
from app.rules.sharing import Level
from app.rules.today import Source
from app.services import clients, incidents, records
from app.services.client_files import files
from app.services.clients import ClientRef
from app.services.outgoing import papers, releasing
from app.services.people.accounts import Invitation
from app.services.people.sharing import Giving
from app.services.practice import packs, practices
from app.services.reading.today import DueItem, Session
from app.services.supervision import pseudonymous
from app.services.vault import backups
from app.services.vault.backup_plan import Moment
from app.services.vault.doctor import Examination
from app.vaults import SecretBytes, TrailReport
from tests.app.conftest import sign_in
from tests.app.helpers import entries, fails, last_seq, sign_incident, write_note

# Locking is never refused: whoever is at the desk must be able to leave it.
NEVER_REFUSED = {"practices.lock"}


def services() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function of `app.services` that takes a desk, each once, where it is defined."""
    for module_info in pkgutil.walk_packages(app.services.__path__, "app.services."):
        module = import_module(module_info.name)
        short = module_info.name.rpartition(".")[2]
        for name, function in vars(module).items():
            defined_here = getattr(function, "__module__", "") == module.__name__
            if name.startswith("_") or not defined_here or not inspect.isfunction(function):
                continue
            if "desk" in inspect.signature(function).parameters:
                yield f"{short}.{name}", function


SERVICES = [(name, function) for name, function in services() if name not in NEVER_REFUSED]


@pytest.fixture(scope="module")
def owner(made_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One desk for the whole walk: what is refused changes nothing."""
    path = tmp_path_factory.mktemp("walk") / "practice.clientsafe"
    shutil.copytree(made_vault, path)
    found = sign_in(path)
    yield found
    practices.lock(found, "test")


@pytest.fixture(scope="module")
def given(owner: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """An argument for every parameter that a service has; real ids, so that only the role stands in the way."""
    desk, tmp_path = owner, tmp_path_factory.mktemp("given")
    anna = clients.register(desk, Client(name="Anna Zawadzka", birth_date="1987-04-12"))
    note = write_note(desk, anna.id)
    editing = records.start(desk, "process_note", anna.id, text="x")
    job = backups.begin(desk, tmp_path)
    prepared = papers.of_record(desk, note.record)
    desk.signin.end_backup(None)
    return {
        "about": note.record,
        "account": desk.account,
        "answered": Answered(LostDevice()),
        "breach": DataBreach(),
        "bodies": [{"name": "Jan"}],
        "body": Consent(),
        "changed": PracticeProfile(name="Loud Room"),
        "client": Client(name="Jan"),
        "client_id": anna.id,
        "applies": False,
        "asked": queries.parse("otters", date(2026, 11, 22)),
        "attachment": Attachment(),
        "attachment_id": note.record,
        "client_ids": [anna.id],
        "code": anna.code,
        "consent_id": note.record,
        "day": date(2026, 11, 22),
        "decision": "denied",
        "consent_type": "therapy",
        "contact": Contact(),
        "destination": tmp_path,
        "editing": editing,
        "note": SessionNote(),
        "snippet_id": note.record,
        "template_id": note.record,
        "template": "therapy",
        "text_id": "release",
        "examination": Examination([], None),
        "facts": {},
        "values": {},
        "file": files.open(desk, anna.id),
        "folder": tmp_path,
        "invitation": Invitation(name="Jan", login="JK", role=Role.CLINICIAN),
        "passphrase": SecretBytes.from_text("twelve brisk otters climb the ladder"),
        "role": Role.CLINICIAN,
        "login": "EL",
        "action": Action.VIEW,
        "card": Card(),
        "compartment": note.record,
        "compartment_kind": "clinical",
        "person": Person(name="Jan"),
        "to": desk.account,
        "former": desk.account,
        "giving": Giving(account=desk.account, reason="because"),
        "out": True,
        "level": Level.READ,
        "item": "culture",
        "incident_id": sign_incident(desk).record,
        "incident": incidents.open(desk, sign_incident(desk).record),
        "first": Incident(),
        "step": Step.SUPPORT,
        "remark": "because",
        "started": None,
        "status": {},
        "job": job,
        "kept_id": anna.id,
        "known": LocalTime(at="2026-11-22T15:00", zone="UTC"),
        "key": "pl-116123",
        "kind": "session_note",
        "method": Method.VERBAL,
        "minutes": 7,
        "moment": Moment.QUIT,
        "name": "Ola",
        "on": date(2026, 11, 22),
        "other_id": anna.id,
        "outcome": "failed",
        "parent": None,
        "path": tmp_path / "paper.pdf",
        "place": {"page": "clients"},
        "plan": Plan(),
        "prepared": prepared,
        "purpose": "treatment",
        "proof": SecretBytes.from_text("not the passphrase at all"),
        "new": SecretBytes.from_text("twelve brisk otters climb the ladder"),
        "typed": SecretBytes.from_text("not a code"),
        "reason": "because",
        "record": note.record,
        "record_id": note.record,
        "record_ids": [note.record],
        "number": 0,
        "pack": pseudonymous.Pack(anna.id, anna.code, "", (), (), frozenset(), "treatment"),
        "parcel": prepared,
        "year": 2026,
        "permit": releasing.begin(desk, prepared),
        "release_id": note.record,
        "hold_id": note.record,
        "because": "because",
        "sending": STAYS,
        "shown": packs.check(paths.resources() / "jurisdictions" / "pl.toml"),
        "request_id": note.record,
        "to_tell": [],
        "reminder": DueItem("k", note.record, "consent", "", "", None, "", "", "signed", None, "2026-11-22", False),
        "rows": [],
        "session": Session("2026-11-22", "15:00", 50, anna.id, anna.code, "Anna", Source.USUAL),
        "until": date(2026, 11, 29),
        "report": TrailReport(0, 0, None, 0, "", []),
        "source": b"words",
        "stays": True,
        "target_id": note.record,
        "text": "x",
        "text_language": "en",
        "form_language": "en",
        "wanted": [anna.id],
        "where": BackupDestination(folder=str(tmp_path)),
        "words": "otters",
    }


def arguments(function: Callable[..., Any], given: dict[str, Any]) -> dict[str, Any]:
    """The arguments that `function` cannot do without."""
    wanted = [
        parameter.name
        for parameter in inspect.signature(function).parameters.values()
        if parameter.default is parameter.empty
        and parameter.name != "desk"
        and parameter.kind not in {parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL}
    ]
    missing = [name for name in wanted if name not in given]
    assert not missing, f"give the walk an argument for {missing}"
    return {name: given[name] for name in wanted}


def test_there_are_services_to_walk() -> None:
    names = {name for name, _ in SERVICES}
    assert {
        "sharing.give",
        "accounts.add",
        "clients.register",
        "records.sign",
        "records.open",
        "files.open",
        "trails.page",
        "backups.begin",
    } <= names
    assert len(names) > 250


@pytest.mark.parametrize(("name", "service"), SERVICES, ids=[name for name, _ in SERVICES])
def test_nobody_is_refused_everywhere(
    owner: Desk, given: dict[str, Any], name: str, service: Callable[..., Any]
) -> None:
    nobody = Desk(owner.signin, Role.NOBODY)
    seen = last_seq(owner)
    with fails("refused") as found:
        service(nobody, **arguments(service, given))
    assert found[0].code == 101
    assert last_seq(owner) == seen + 1, "something was read or written besides"
    assert [entry.outcome for entry in entries(owner, seen)] == ["refused"]


@pytest.mark.parametrize("kind", ["client", "session_note", "process_note", "consent", "incident"])
def test_nobody_writes_a_record_of_any_kind(desk: Desk, anna: ClientRef, kind: str) -> None:
    nobody = Desk(desk.signin, Role.NOBODY)
    client = None if kind in {"client", "incident"} else anna.id
    editing = records.start(desk, kind, client)
    attempts: list[Callable[[], Any]] = [
        lambda: records.start(nobody, kind, client),
        lambda: records.keep(nobody, editing),
        lambda: records.save(nobody, editing),
        lambda: records.sign(nobody, editing),
        lambda: records.add(nobody, kind, [{}], client=client),
        lambda: records.add(nobody, kind, [{}], client=client, sign=True),
        lambda: records.listing(nobody, kind),
    ]
    for attempt in attempts:
        seen = last_seq(desk)
        with fails("refused"):
            attempt()
        assert [entry.outcome for entry in entries(desk, seen)] == ["refused"]
    assert records.unfinished(desk) == []


def test_what_is_refused_names_the_record_and_its_place(desk: Desk, anna: ClientRef) -> None:
    saved = write_note(desk, anna.id)
    clinician_of_nothing = Desk(desk.signin, Role.NOBODY)
    with fails("refused"):
        records.open(clinician_of_nothing, saved.record)
    entry = entries(desk)[-1]
    assert (entry.action, entry.record, entry.account) == ("view", saved.record, desk.account)


def test_a_clinician_may_not_change_the_practice(desk: Desk) -> None:
    clinician = Desk(desk.signin, Role.CLINICIAN)
    assert practices.profile(clinician).name == "Quiet Room"
    with fails("refused"):
        practices.save_profile(clinician, PracticeProfile(name="Loud Room"))


def test_a_draft_of_a_private_note_is_not_another_kind_in_disguise(desk: Desk, anna: ClientRef) -> None:
    """The right is asked for the kind that is written, whatever the draft calls itself."""
    editing = records.start(desk, "process_note", anna.id, text="x")
    with fails("unknown_kind"):
        records.save(desk, replace(editing, kind="diary"))
