"""A practice full of planted words: who they belong to, and who works there."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.desk import Desk
from app.keeping import compartments
from app.keeping.plans import Plan
from app.records import KINDS, decode, offered
from app.rules.permissions import Role
from app.services import drafting, records
from app.services.client_files import files
from app.services.people import accounts, sharing
from app.services.people.accounts import Invitation
from app.services.people.sharing import Giving
from app.services.practice import practices
from app.services.vault import backups
from app.vaults import SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import Event, Query
from tests.app.helpers import sign_incident
from tests.torture import planting

OWNER = "EL"
PASSPHRASES = {
    "EL": "otter lantern violet seven harbour moss",
    "colleague": "granite ribbon cloud eleven maple tide",
    "desk": "velvet anchor thirteen birch meadow rain",
    "privacy": "marble candle forty willow canyon dust",
    "supervisor": "copper window basil twenty orchard fog",
    "removed": "silver pepper ninety harvest stone wave",
    "revoked": "amber kettle sixty linden valley frost",
    "partner": "bronze pillow eighty alder canal hail",
}
ROLES = {
    "colleague": Role.CLINICIAN,
    "desk": Role.FRONT_DESK,
    "privacy": Role.PRIVACY_OFFICER,
    "supervisor": Role.SUPERVISOR,
    "removed": Role.CLINICIAN,
    "revoked": Role.CLINICIAN,
    "partner": Role.OWNER,
}
# What lies where: a word that nobody writes for each part of the practice.
IDENTITY, CLINICAL, PROCESS, PERSONAL = "Qzoriden", "Qzorklin", "Qzorproc", "Qzorpers"
DRAFT, FILE, INCIDENT, ASKED = "Qzordraf", "Qzorfile", "Qzorinci", "Qzorfrag"
WHOM = "Qzorwhom"  # who the other two clients are, and why their files were shared
SUPERVISED = "Qzorbeta"  # in the file of a client that the supervisor may read
ENDED = "Qzorgama"  # in the file of a client that two others could read, until that was taken back
LATER, AFTER = "Qzorspae", "Qzornach"  # written to that file, and to the whole practice, from then on
UNTOLD = ("colleague", "revoked", "partner")  # who is left out of the incident
PRIVATE = (IDENTITY, CLINICAL, PROCESS, PERSONAL, DRAFT, FILE, INCIDENT, ASKED)
STEMS = (*PRIVATE, WHOM, SUPERVISED, ENDED, LATER, AFTER)


@dataclass
class Place:
    """The folder of the practice, copies of earlier days, and how much was planted."""

    path: Path
    earlier: Path
    old_backup: Path
    new_backup: Path
    accounts: dict[str, str] = field(default_factory=dict)
    clients: dict[str, str] = field(default_factory=dict)
    fields: int = 0


@contextmanager
def at_desk(path: Path, login: str) -> Iterator[Desk]:
    """Somebody's desk for the length of the block."""
    with secret(login) as passphrase:
        desk = practices.unlock(path, secret=passphrase, login=login, allow_cheap=True)
    try:
        yield desk
    finally:
        practices.lock(desk, "test")


def secret(login: str) -> SecretBytes:
    """Somebody's passphrase, fresh each time because it is wiped after use."""
    return SecretBytes.from_text(PASSPHRASES[login])


def words(kind: str, stem: str) -> dict[str, Any]:
    """Values with the stem for every field of a kind that takes words; files are attached one by one."""
    found: dict[str, Any] = _with(planting.planted(kind)[0], stem)
    found.pop("attachments", None)
    return found


def make(folder: Path) -> Place:
    """The practice, in the order in which things happen there."""
    place = Place(folder / "practice.clientsafe", folder / "earlier.clientsafe", folder, folder)
    practice = {"practice": "Quiet Room", "name": "Ewa Lis", "jurisdiction": "PL", "language": "en"}
    with secret(OWNER) as passphrase:
        made = practices.create(place.path, login=OWNER, passphrase=passphrase, policy=CHEAPEST_FOR_TESTS, **practice)
    practices.lock(made.desk, "test")
    with at_desk(place.path, OWNER) as desk:
        place.accounts = {OWNER: desk.account} | {login: _invite(desk, login) for login in ROLES}
        _plant_private(desk, place)
        _share_two(desk, place)
    for login in ROLES:
        work_a_little(place.path, login)
    place.old_backup = _back_up(place.path, folder / "old")
    shutil.copytree(place.path, place.earlier)
    with at_desk(place.path, OWNER) as desk:
        sharing.take_back(desk, place.clients[ENDED], place.accounts["revoked"], reason=f"{WHOM} is over")
        accounts.remove(desk, place.accounts["removed"])
    with at_desk(place.path, OWNER) as desk:
        _write_to(desk, place.clients[ENDED], LATER, place)
        _put(desk, "policy", desk.own("practice"), AFTER, place)
        desk.signin.note_event(Event(action="print"), {"what": AFTER})
    for login in ROLES.keys() - {"removed"}:
        work_a_little(place.path, login)
    place.new_backup = _back_up(place.path, folder / "new")
    return place


def work_a_little(path: Path, login: str) -> None:
    """Sign in, list and look for everything: what the own index and the trail then hold stays in the folder."""
    with at_desk(path, login) as desk:
        desk.signin.search("Qzor")
        desk.signin.read_many(desk.signin.ids(Query()))


def _invite(desk: Desk, login: str) -> str:
    with secret(login) as passphrase:
        invitation = Invitation(name=f"Person {login}", login=login, role=ROLES[login])
        return accounts.add(desk, invitation, passphrase, policy=CHEAPEST_FOR_TESTS).account


def _plant_private(desk: Desk, place: Place) -> None:
    """A client of whom nobody else may know, with every kind of record, drafts, a file, searches and an incident."""
    client = _client(desk, IDENTITY)
    _write_to(desk, client, "", place)
    for kind in offered():
        if KINDS[kind].of_client and kind != "client":
            editing = drafting.start(desk, kind, client)
            drafting.keep(desk, editing.with_values(words(kind, DRAFT)))
    _put(desk, "preferences", desk.own("personal"), PERSONAL, place)
    desk.signin.remember("place", {"words": PERSONAL})
    desk.signin.search(f"{ASKED} asked")
    clinical = compartments.clinical_of(desk, client)
    desk.signin.note_event(Event(action="print", compartment=clinical), {"what": f"{ASKED} printed"})
    left_out = [{"person": place.accounts[login], "reason": f"{INCIDENT} because"} for login in UNTOLD]
    sign_incident(desk, what_happened=f"{INCIDENT} happened", where=f"{INCIDENT} there", left_out=left_out)
    _attach(desk, client)


def _client(desk: Desk, stem: str) -> str:
    """A client with words in every field but the code, which is for all, with a clinical file."""
    client = records.add(desk, "client", [words("client", stem) | {"code": ""}])[0].id
    files.open(desk, client)
    return client


def _share_two(desk: Desk, place: Place) -> None:
    for stem, logins in ((SUPERVISED, ("supervisor",)), (ENDED, ("removed", "revoked"))):
        client = _client(desk, WHOM)
        place.clients[stem] = client
        _write_to(desk, client, stem, place)
        for login in logins:
            sharing.give(desk, client, Giving(account=place.accounts[login], reason=f"{WHOM} matters"))


def _write_to(desk: Desk, client: str, stem: str, place: Place) -> None:
    """Every kind of record of a client, in the part where it lies; `stem` stands in its clinical file."""
    stems = {"identity": WHOM, "clinical": stem, "process": PROCESS}
    stems |= {} if stem else {"identity": IDENTITY, "clinical": CLINICAL}
    for name, kind in KINDS.items():
        if not kind.of_client or name == "client":
            continue
        plan = Plan()
        where = compartments.compartment_in(desk, plan, kind, client)
        values = words(name, stems[kind.compartment])
        plan.put(name, desk.signin.new_id(), where, decode(name, kind.version, values))
        plan.commit(desk)
        place.fields += len(values)


def _put(desk: Desk, kind: str, where: str, stem: str, place: Place) -> None:
    values = words(kind, stem)
    plan = Plan()
    plan.put(kind, desk.signin.new_id(), where, decode(kind, KINDS[kind].version, values))
    plan.commit(desk)
    place.fields += len(values)


def _attach(desk: Desk, client: str) -> None:
    data = f"{FILE} of words ".encode() * 4_000
    place = compartments.clinical_of(desk, client)
    assert place is not None
    kept = desk.signin.attach(place, io.BytesIO(data), len(data))
    named = {"bytes": kept.bytes, "id": kept.id, "name": f"{FILE}.txt", "sha256": kept.sha256, "type": "txt"}
    editing = drafting.start(desk, "document", client)
    drafting.keep(desk, editing.with_values({"attachments": [named], "title": FILE}))


def _back_up(path: Path, drive: Path) -> Path:
    drive.mkdir()
    with at_desk(path, OWNER) as desk:
        backups.now(desk, drive)
    return next(each for each in drive.iterdir() if each.is_file())


def _with(value: Any, stem: str) -> Any:
    """The same values with another stem."""
    if isinstance(value, dict):
        return {name: _with(each, stem) for name, each in value.items()}
    if isinstance(value, list):
        return [_with(each, stem) for each in value]
    return value.replace(planting.STEM, stem) if isinstance(value, str) else value
