"""A vault of several people, with one renewed and one removed, as the second reader sees it (V-3.4 to V-3.11)."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from storage import kdf, unlocking, vault
from storage.backup import open_container
from storage.vault import (
    Event,
    Key,
    KnownError,
    NewCompartment,
    NewPerson,
    SecretBytes,
    Share,
    SharingChange,
    SignIn,
    Write,
)
from tests.formats import reader
from tests.formats.conftest import describe, sign_in, versions
from tests.formats.reader import RefusedError, Secret
from tests.formats.words import Version
from tests.storage.attack import forged_session, raw
from tests.storage.kit import Practice

ZOFIA = Secret("correct horse battery staple", "Zofia", allow_cheap=True)
BRUNO = Secret("nine loud crows sit upon the fence", "Bruno", allow_cheap=True)
BRUNO_NOW = replace(BRUNO, typed="twelve brown owls wait behind the mill")
CELIA = Secret("eleven grey geese fly over the lake", "Celia", allow_cheap=True)


@dataclass(frozen=True)
class Several:
    """The vault, a backup of before the renewal and the removal, who they are, and what the program shows to whom."""

    folder: Path
    backup: Path
    accounts: tuple[str, str, str]
    shown: dict[str, dict[str, list[Version]]]
    code: str


def let_in(signin: SignIn, who: Secret) -> str:
    with SecretBytes.from_text(who.typed) as typed:
        new = NewPerson(who.login or "", typed, "clinician", policy=kdf.CHEAPEST_FOR_TESTS)
        return signin.accounts.add(new).account


def write_note(signin: SignIn, place: str, words: str) -> str:
    record = signin.new_id()
    signin.write([Write(record, place, "session_note", 2, {"text": words}, "signed")])
    return record


def renew(folder: Path) -> str:
    """Bruno renews his account, with Zofia at his desk."""
    with SecretBytes.from_text(BRUNO.typed) as old, SecretBytes.from_text(BRUNO_NOW.typed) as new:
        owner = Key(SecretBytes.from_text(ZOFIA.typed), ZOFIA.login)
        return sign_in(folder, BRUNO).accounts.renew(old, new, policy=kdf.CHEAPEST_FOR_TESTS, owner=owner)


def begin(folder: Path) -> tuple[str, tuple[str, str, str], list[str]]:
    """Zofia founds it, lets both in, and shares one of her two files: the file, the accounts, her records."""
    with SecretBytes.from_text(ZOFIA.typed) as typed:
        signin = vault.create(
            folder, login="Zofia", passphrase=typed, describe=describe, policy=kdf.CHEAPEST_FOR_TESTS
        ).signin
    place, own = signin.new_id(), signin.new_id()
    kinds = [NewCompartment(place, "clinical", {"client": place}), NewCompartment(own, "clinical", {"client": own})]
    signin.write([], compartments=kinds)
    records = [write_note(signin, place, "by Zofia"), write_note(signin, own, "for Zofia alone")]
    bruno, celia = let_in(signin, BRUNO), let_in(signin, CELIA)
    signin.accounts.set_standing(bruno, "identity", "read")
    shares = tuple(Share(account, "read write") for account in (bruno, celia))
    signin.sharing.change([SharingChange(place, grant=shares)], reason="together")
    signin.lock("test")
    return place, (signin.account, bruno, celia), records


def back_up(folder: Path) -> Path:
    signin = sign_in(folder, ZOFIA)
    report = vault.run_backup(signin.begin_backup(folder.parent))
    signin.end_backup(report)
    signin.lock("test")
    return Path(report.file)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Several:
    """Bruno writes into Zofia's file before and after he renews; Celia writes, and is removed."""
    folder = tmp_path_factory.mktemp("several") / "practice.clientsafe"
    place, accounts, records = begin(folder)
    for who, words in ((BRUNO, "by Bruno"), (CELIA, "by Celia")):
        signin = sign_in(folder, who)
        signin.write([], compartments=[NewCompartment(signin.new_id(), "personal", {})])
        records.append(write_note(signin, place, words))
        signin.lock("test")
    backup, code = back_up(folder), renew(folder)
    signin = sign_in(folder, BRUNO_NOW)
    records.append(write_note(signin, place, "by Bruno, with other keys"))
    signin.remember("place", {"page": "clients"})
    signin.lock("test")
    sign_in(folder, ZOFIA).accounts.remove(accounts[2])
    shown = {}
    for who in (ZOFIA, BRUNO_NOW):
        signin = sign_in(folder, who)
        shown[who.typed] = versions(signin, [record for record in records if signin.compartment_of(record)])
        signin.lock("test")
    return Several(folder, backup, accounts, shown, code)


@pytest.mark.parametrize("who", [ZOFIA, BRUNO_NOW], ids=["the founder", "whose account was renewed"])
def test_everybody_reads_what_the_program_shows_them(several: Several, who: Secret) -> None:
    reading = reader.open_vault(several.folder, who)
    assert reading.findings == []
    assert reading.records == several.shown[who.typed]
    founder, bruno, _ = several.accounts
    assert reading.roles == {founder: "owner", bruno: "clinician"}
    words = {each.body["text"] for found in reading.records.values() for each in found}
    assert words >= {"by Zofia", "by Bruno", "by Celia", "by Bruno, with other keys"}
    assert ("for Zofia alone" in words) == (who is ZOFIA)


def test_the_new_code_opens_and_nothing_of_before_does(several: Several) -> None:
    code = Secret(several.code, "Bruno", "recovery")
    assert reader.open_vault(several.folder, code).drafts["memo:place"].plain == {"page": "clients"}
    for who in (BRUNO, CELIA):
        with pytest.raises(RefusedError) as refused:
            reader.open_vault(several.folder, who)
        assert refused.value.code == 301


def test_a_backup_of_before_opens_with_each_slot_of_then(several: Several) -> None:
    for who in (ZOFIA, BRUNO, CELIA):
        reading = reader.open_backup(several.backup, who)
        assert set(reading.roles) == set(several.accounts)
        assert reading.findings.names() <= {"session_without_end"}


@pytest.fixture
def copy(several: Several, tmp_path: Path) -> Path:
    return Path(shutil.copytree(several.folder, tmp_path / several.folder.name))


def practice_of(folder: Path) -> Practice:
    """What an attacker with the newest database key knows."""
    header = reader.load_header(folder)
    entered = reader.enter(header, ZOFIA)
    nothing: tuple[str, ...] = ()
    return Practice(
        folder, header["vault"], entered.account, b"", entered.database_key, "", "", "", "", nothing, nothing,
        header["database"]["file"],
    )  # fmt: skip


def codes(folder: Path) -> tuple[object, object]:
    """How reader and program end: a code, or the names of what they find."""
    try:
        mine: object = sorted(reader.open_vault(folder, ZOFIA).findings.names())
    except RefusedError as refused:
        mine = refused.code
    try:
        signin = sign_in(folder, ZOFIA)
    except KnownError as error:
        return mine, error.code
    report = vault.verify_trail(signin.verify_job(), full=True)
    signin.lock("test")
    return mine, sorted({finding.code for finding in report.findings} - {"session_without_end"})


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE roster SET event = CAST(replace(event, '\"clinician\"', '\"owner\"') AS BLOB) WHERE n = 2",
        "UPDATE roster SET signature = acceptance WHERE n = 2",
        "UPDATE roster SET acceptance = signature WHERE n = 5",
        "UPDATE roster SET n = 9 WHERE n = 6",
        "DELETE FROM roster WHERE n = 4",
        "UPDATE trail SET entry = CAST(replace(entry, '\"roster_changed\"', '\"setting\"') AS BLOB) WHERE rare = 1",
    ],
)
def test_both_refuse_a_roster_that_was_changed(copy: Path, change: str) -> None:
    with raw(practice_of(copy)) as connection:
        assert connection.execute(change).rowcount > 0
    assert codes(copy) == (505, 505)


@pytest.mark.parametrize("who", [BRUNO, CELIA], ids=["under keys of before", "of somebody who was removed"])
def test_both_find_a_session_that_is_not_certified_any_more(several: Several, copy: Path, who: Secret) -> None:
    with SecretBytes.from_text(who.typed) as typed:
        header = open_container(several.backup).header.vault
        old = unlocking.enter(header, Key(typed, who.login, allow_cheap=True))
    now = practice_of(copy)
    with raw(now) as connection:
        forged_session(now, connection, old.keys.signer, old.account).append(Event(action="view"))
    mine, programs = codes(copy)
    assert "certificate_invalid" in str(mine)
    assert "certificate_invalid" in str(programs)
