"""Files that look like somebody's: a compartment with a label of the insider's choice takes no word (V-5.1)."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from app.desk import Desk
from app.records import KINDS
from app.records.client import Client
from app.rules.sharing import Level, Part
from app.services import clients, drafting, records
from app.services.client_files import files
from app.services.people import sharing
from app.services.people.sharing import Giving
from app.vaults import KnownError
from storage.granted import FOUNDED, PRIVATE, Histories
from storage.vault import NewCompartment, Share
from tests.app import several
from tests.app.helpers import NOTE
from tests.app.several import INVITATIONS, PASSPHRASES, at_desk
from tests.insiders import script

WORD = "Wolpertinger"
# Ids that come before and after every other in any order.
IDS = ("00000000-0000-7000-8000-000000000001", "ffffffff-ffff-7fff-bfff-fffffffffffe")
THEIRS, MINE = "EL", "JK"
# What the owner writes into each part of a client's file, and of their own and the practice's things.
WRITTEN = {
    "identity": ("related_person", {"name": WORD}),
    "clinical": ("session_note", {**NOTE, "text": WORD}),
    "process": ("process_note", {"text": WORD}),
    "personal": ("snippet", {"name": WORD, "text": WORD}),
    "practice": ("resource", {"name": "For all"}),
}


def labels(desk: Desk, client: str) -> dict[str, dict[str, str]]:
    """What a true compartment of each kind says that it is for."""
    label = {"client": client}
    return {"identity": label, "clinical": label, "process": label | {"author": desk.account}}


def plant(path: Path, account: str, made: NewCompartment) -> None:
    """The insider makes it with the program's own parts, less what they refuse, and gives it to the owner."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Histories, "is_founding", lambda *_: True)
        with at_desk(path, MINE) as desk, suppress(KnownError):
            desk.signin.write([], compartments=[made])
    with at_desk(path, MINE) as desk:
        holders = {holder.account for holder in desk.signin.sharing.holders(made.id)}
        assert (account in holders) == (made.kind not in PRIVATE | FOUNDED)


def write_everywhere(desk: Desk, client: str) -> dict[str, str | None]:
    """The compartment in which each thing came to lie."""
    found: dict[str, str | None] = {}
    for part, (kind, values) in WRITTEN.items():
        editing = drafting.start(desk, kind, client if part in {"identity", "clinical", "process"} else None)
        drafting.keep(desk, editing.with_values(values))
        keep = records.sign if KINDS[kind].signed else records.save
        found[part] = desk.signin.compartment_of(keep(desk, editing.with_values(values)).record)
    return found


@pytest.mark.parametrize("kind", [*WRITTEN, "register"])
@pytest.mark.parametrize("when", ["before the file is opened", "after"])
def test_what_is_written_goes_where_it_belongs(vault: Path, tmp_path: Path, kind: str, when: str) -> None:
    """Planted before or after the true one is made, with ids that come before and after all others."""
    with at_desk(vault, THEIRS) as desk:
        several.invite(desk, INVITATIONS[0])
        client = clients.register(desk, Client(name="Anna Zawadzka")).id
        before = write_everywhere(desk, client) if when == "after" else {}
        label = labels(desk, client).get(kind, {})
        account = desk.account
    for place in IDS:
        plant(vault, account, NewCompartment(place, kind, label, (Share(account, "read write share"),)))
    with at_desk(vault, THEIRS) as desk:
        files.open(desk, client, "treatment")
        found = write_everywhere(desk, client)
        other = clients.register(desk, Client(name=WORD)).id
        assert not {*found.values(), desk.signin.compartment_of(other), desk.own("register")} & set(IDS)
        assert found == {**found, **before}
    opened = script.sign_in(vault, MINE, PASSPHRASES[MINE])
    with script.database(vault, opened.header, opened.database_key, tmp_path / "work") as connection:
        words = script.plunder(connection, opened.header["vault"], opened.burglar).words
    assert [name for name, data in words.items() if WORD.encode() in data] == []
    assert {place for place in IDS for name in words if name.startswith(f"label {place}")} == set(IDS)


def test_who_may_share_the_client_cannot_put_a_file_before_the_true_one(vault: Path) -> None:
    """The identity part shared, with the right to share it on: that gives no word of the clinical file."""
    with at_desk(vault, THEIRS) as desk:
        insider = several.invite(desk, INVITATIONS[0])
        client = clients.register(desk, Client(name="Anna Zawadzka")).id
        before = write_everywhere(desk, client)
        sharing.give(
            desk, client, Giving(account=insider, level=Level.SHARE, parts=(Part.IDENTITY,), reason="Duty on Mondays")
        )
        account = desk.account
    for place in IDS:
        plant(vault, account, NewCompartment(place, "clinical", {"client": client}, (Share(account, "read write"),)))
    with at_desk(vault, THEIRS) as desk:
        files.open(desk, client, "treatment")
        assert write_everywhere(desk, client) == before
