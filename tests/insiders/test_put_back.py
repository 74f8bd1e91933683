"""A header, a database or an anchor of yesterday put back, or made by the insider: each is told (V-2.2, V-6.5)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from storage import canonical, sealing
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.unlocking import seal_database_key
from storage.vault import SecretBytes, Share, SharingChange
from tests.insiders.forging import Ground
from tests.insiders.test_history import Answer, answer_of, work_on
from tests.storage.attack import edit_header, raw
from tests.storage.kit import LOGIN, PASSPHRASE, Practice, copy_of, sign_in, verify
from tests.storage.sharers import THIRD_LOGIN, THIRD_PASSPHRASE, as_colleague


@dataclass(frozen=True)
class Days:
    """The practice of today, its insider, and their copies of its folder and of the settings of yesterday."""

    practice: Practice
    insider: str
    before: Path
    settings: Path
    settings_before: Path

    def put_back(self, *names: str) -> None:
        """Files of yesterday in the place of those of today; what is called `plain` lies in the settings."""
        for name in names:
            source, target = (
                (self.settings_before, self.settings) if name == "plain" else (self.before, self.practice.path)
            )
            pattern = "**/anchors/*.json" if name == "plain" else f"{name}*"
            for old in target.glob(pattern):
                old.unlink()
            for path in source.glob(pattern):
                shutil.copy(path, target / path.relative_to(source))


@pytest.fixture
def days(ground_of: Callable[[str], Ground], tmp_path: Path) -> Days:
    """Yesterday everybody worked, and so they did today."""
    ground = ground_of("read write")
    practice = ground.practice
    work_on(practice)
    before, settings = tmp_path / "before", tmp_path / "config"
    shutil.copytree(practice.path, before)
    shutil.copytree(settings, tmp_path / "settings before")
    work_on(practice)
    return Days(practice, ground.insider.account, before, settings, tmp_path / "settings before")


def third(practice: Practice) -> Answer:
    return answer_of(lambda: sign_in(practice.path, login=THIRD_LOGIN, passphrase=THIRD_PASSPHRASE))


def test_an_older_database_is_told_to_everybody_who_remembers(days: Days) -> None:
    """V-6.5: the sealed anchor of each, also where the insider puts back their own and that of the computer."""
    days.put_back("records-1.db", f"anchors/{days.insider}", "plain")
    found = answer_of(days.practice.unlock)
    assert "history_missing" in found.told & found.found
    assert "history_missing" in third(days.practice).told


def test_with_the_anchor_of_one_person_the_others_still_tell(days: Days) -> None:
    """V-6.5: only whose anchors are all of yesterday is not told; the third person is."""
    days.put_back("records-1.db", f"anchors/{days.practice.account}", "plain")
    assert "history_missing" not in answer_of(days.practice.unlock).told
    assert "history_missing" in third(days.practice).told


def test_with_all_anchors_nobody_can_tell(days: Days) -> None:
    """security.md 4.4: the limit that is said plainly; verifying says up to which entry somebody remembers."""
    days.put_back("records-1.db", "anchors/", "plain")
    signin = days.practice.unlock()
    report = verify(signin, full=True)
    assert 0 < report.anchored_to < report.verified_to
    assert not report.findings
    signin.lock("test")


def test_an_anchor_that_is_gone_is_told(days: Days, config: Path) -> None:
    """V-6.5: each is missed, whichever it is, once somebody has signed off before."""
    (days.practice.path / "anchors" / days.practice.account).unlink()
    shutil.rmtree(config / "clientsafe", ignore_errors=True)
    for path in days.settings.rglob("anchors/*.json"):
        path.unlink()
    assert "anchor_missing" in answer_of(days.practice.unlock).told


def test_who_takes_away_the_memory_of_people_does_not_add_them_in_secret(days: Days) -> None:
    """V-5.11, guarantee 7: the sealed anchor is gone, the one of the computer says nothing of the founder's past."""
    practice = days.practice
    with practice.open() as signin:
        signin.accounts.change_role(next(iter(signin.people()[1:])).id, "owner")
    with as_colleague(practice) as signin:
        signin.accounts.set_standing(signin.account, "clinical", "read write share")
    (practice.path / "anchors" / practice.account).unlink()
    assert {"anchor_missing", "people_changed"} & answer_of(practice.unlock).told


# The header.


NEW_PASSPHRASE = "nineteen slow trams leave the depot"


@pytest.fixture
def changed(days: Days) -> Days:
    """The founder changed the passphrase today; the insider knows the old one and has the old header."""
    old, new = SecretBytes.from_text(PASSPHRASE), SecretBytes.from_text(NEW_PASSPHRASE)
    with days.practice.open() as signin, old, new:
        signin.change_passphrase(old, new, policy=CHEAPEST_FOR_TESTS)
    return days


def as_founder(practice: Practice, passphrase: str) -> Answer:
    return answer_of(lambda: sign_in(practice.path, login=LOGIN, passphrase=passphrase))


def test_the_old_header_is_not_taken(changed: Days) -> None:
    """V-2.2: for nobody; with the header of today the old passphrase opens nothing."""
    assert as_founder(changed.practice, PASSPHRASE).refused == "wrong_secret"
    changed.put_back("vault.json")
    assert as_founder(changed.practice, PASSPHRASE).refused == "header_replayed"
    assert third(changed.practice).refused == "header_replayed"


HIDING = {
    "not rare": "UPDATE trail SET rare = 0 WHERE action = 'header_written' AND seq > ?",
    "another action": "UPDATE trail SET action = 'setting' WHERE action = 'header_written' AND seq > ?",
    "deleted": "DELETE FROM trail WHERE action = 'header_written' AND seq > ?",
}


@pytest.mark.parametrize("hiding", HIDING.values(), ids=HIDING)
def test_the_old_header_is_not_taken_with_its_entries_hidden(changed: Days, hiding: str) -> None:
    """V-2.2, V-6.2: the columns beside an entry are only an index: what they hide is still in the trail."""
    with raw(changed.practice) as connection:
        connection.execute(hiding, (last_of_yesterday(changed),))
    changed.put_back("vault.json")
    assert as_founder(changed.practice, PASSPHRASE).refused in {"header_replayed", "header_forged", "trail_damaged"}


def last_of_yesterday(days: Days) -> int:
    with raw(replace(days.practice, path=days.before)) as connection:
        return int(connection.execute("SELECT max(seq) FROM trail").fetchone()[0])


def test_a_header_of_ones_own_is_not_taken(days: Days) -> None:
    """V-2.2, V-3.7: with a MAC that fits: somebody's way in taken away, or a generation that nobody wrote."""
    practice = days.practice

    def without_the_third(value: dict[str, list[object]]) -> None:
        del value["accounts"][-1]

    def newer(value: dict[str, int]) -> None:
        value["generation"] += 1

    for change in (without_the_third, newer):
        copy = copy_of(practice, practice.path.with_name(change.__name__))
        edit_header(copy, change, key=practice.database_key)
        assert answer_of(copy.unlock).refused == "header_forged"


def test_a_header_that_names_the_old_database_is_not_taken(days: Days) -> None:
    """V-3.5: the database of before the re-keying put back, whole or with a header of the insider's making."""
    practice = days.practice
    practice.unlock().accounts.rekey("test")
    days.put_back("records-1.db")
    naming_old = copy_of(practice, practice.path.with_name("naming.clientsafe"))
    old = json.loads((days.before / "vault.json").read_bytes())["database"]

    def name_old(value: dict[str, object]) -> None:
        value["database"] = old

    edit_header(naming_old, name_old, key=practice.database_key)
    assert answer_of(naming_old.unlock).refused in {"database_key_damaged", "header_forged"}
    _seal_old_key_again(naming_old)
    assert answer_of(naming_old.unlock).refused == "header_forged"
    days.put_back("vault.json")
    whole = answer_of(practice.unlock)
    assert "history_missing" in whole.told & whole.found


def _seal_old_key_again(practice: Practice) -> None:
    """The old database key, which the insider knows, sealed to everybody under the old file's name."""
    with raw(practice) as connection:
        events = [canonical.decode(row[0]) for row in connection.execute("SELECT event FROM roster ORDER BY n")]
    names = ("sign", "x25519", "mlkem768")
    public = {
        event["account"]: sealing.PublicKeys(*(canonical.from_text(event[name]) for name in names)) for event in events
    }

    def seal(value: dict[str, list[dict[str, str]]]) -> None:
        for account in value["accounts"]:
            keys = public[account["id"]]
            account["database_key"] = seal_database_key(
                practice.vault_id, account["id"], practice.file, keys, practice.database_key
            )

    edit_header(practice, seal, key=practice.database_key)


def test_a_right_that_was_taken_back_does_not_come_back_in_silence(
    ground_of: Callable[[str], Ground], tmp_path: Path
) -> None:
    """security.md 6.2 (d): with yesterday's database one reads yesterday's words; everybody else is told."""
    ground = ground_of("read write")
    practice, account = ground.practice, ground.insider.account
    work_on(practice)
    days = Days(practice, account, tmp_path / "before", tmp_path / "config", tmp_path / "settings before")
    shutil.copytree(practice.path, days.before)
    with practice.open() as signin:
        signin.sharing.change(
            [SharingChange(ground.place, revoke=(account,), grant=(Share(ground.friend.account, "read"),))]
        )
    days.put_back("records-1.db")
    with as_colleague(practice) as signin:
        assert "read" in signin.sharing.rights(ground.place)
    assert "history_missing" in answer_of(practice.unlock).told
