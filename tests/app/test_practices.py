"""Practices: made with their first records, unlocked, named, locked."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import clock
from app.desk import Desk, Role
from app.services.personal import places
from app.services.practice import practices
from app.vaults import SecretBytes, is_vault
from storage.kdf import CHEAPEST_FOR_TESTS
from tests.app.conftest import PASSPHRASE, make, secret, sign_in
from tests.app.helpers import entries, fails, last_seq


def test_a_new_practice_knows_its_name_and_its_founder(tmp_path: Path) -> None:
    made = make(tmp_path / "p.clientsafe")
    try:
        assert practices.profile(made.desk).name == "Quiet Room"
        assert practices.profile(made.desk).zone == clock.local_zone() != "UTC"
        assert practices.person_name(made.desk, made.desk.account) == "Ewa Lis"
        assert made.desk.role is Role.OWNER
        assert [len(group) for group in made.recovery_code.split("-")] == [5] * 6
    finally:
        practices.lock(made.desk, "test")


@pytest.mark.parametrize("missing", ["practice", "name", "login"])
def test_a_practice_wants_its_names(tmp_path: Path, missing: str) -> None:
    names = {"practice": "Quiet Room", "name": "Ewa Lis", "login": "EL"} | {missing: "  "}
    with fails("text_needed"):
        practices.create(
            tmp_path / "p.clientsafe",
            passphrase=secret(),
            jurisdiction="PL",
            language="en",
            policy=CHEAPEST_FOR_TESTS,
            **names,
        )
    assert not is_vault(tmp_path / "p.clientsafe")


@pytest.mark.parametrize("weak", ["zebra", "Quiet Room Quiet Room", "aaaaaaaaaaaaaaaaaaaaaaaa"])
def test_a_weak_passphrase_makes_no_vault(tmp_path: Path, weak: str) -> None:
    with fails("weak_passphrase") as found:
        practices.create(
            tmp_path / "p.clientsafe",
            practice="Quiet Room",
            name="Ewa Lis",
            login="EL",
            passphrase=SecretBytes.from_text(weak),
            jurisdiction="",
            language="en",
            policy=CHEAPEST_FOR_TESTS,
        )
    assert weak not in str(found[0].values)
    assert list(tmp_path.iterdir()) == []


def test_a_practice_whose_first_records_cannot_be_written_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "local_zone", lambda: "\x00")
    with fails("bad_text"):
        make(tmp_path / "p.clientsafe")
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_a_practice_is_nowhere_in_the_clear(vault: Path) -> None:
    files = [path for path in vault.rglob("*") if path.is_file()]
    assert files
    for planted in (b"Quiet Room", b"Ewa Lis"):
        assert not [path.name for path in files if planted in path.read_bytes()]


def test_a_wrong_passphrase_is_refused(vault: Path) -> None:
    with fails("wrong_secret"):
        practices.unlock(vault, secret=SecretBytes.from_text(PASSPHRASE + "!"), allow_cheap=True)


def test_the_recovery_code_opens_the_practice(tmp_path: Path) -> None:
    made = make(tmp_path / "p.clientsafe")
    practices.lock(made.desk, "test")
    code = SecretBytes.from_text(made.recovery_code.lower())
    desk = practices.unlock(tmp_path / "p.clientsafe", secret=code, how="recovery", allow_cheap=True)
    assert practices.profile(desk).name == "Quiet Room"
    practices.lock(desk, "test")


def test_the_profile_is_read_once_a_sign_in(desk: Desk) -> None:
    practices.profile(desk)
    seen = last_seq(desk)
    practices.profile(desk)
    assert last_seq(desk) == seen


def test_a_changed_profile_is_kept(desk: Desk) -> None:
    changed = practices.profile(desk)
    changed.name = "Loud Room"
    practices.save_profile(desk, changed)
    assert practices.profile(desk).name == "Loud Room"


def test_a_person_can_be_called_otherwise(desk: Desk) -> None:
    practices.rename_me(desk, " Ewa Wilk ")
    assert [(row.name, row.is_me, row.role) for row in practices.people(desk)] == [("Ewa Wilk", True, "owner")]
    assert practices.logins(desk) == {desk.account: "EL"}


def test_an_account_without_a_name_shows_its_short_id(desk: Desk) -> None:
    assert practices.person_name(desk, "0192f6a0-0000-7000-8000-00000badcafe") == "0badcafe"


def test_one_person_is_alone(desk: Desk) -> None:
    assert practices.is_alone(desk)


def test_locking_forgets_and_signs_off(vault: Path) -> None:
    desk = sign_in(vault)
    practices.profile(desk)
    practices.person_name(desk, desk.account)
    assert practices.lock(desk, "idle")
    assert desk.profile is None
    assert desk.persons == {}
    again = sign_in(vault)
    signed_off = [entry for entry in entries(again) if entry.action == "lock"][-1]
    assert signed_off.facts["trigger"] == "idle"
    practices.lock(again, "test")


def test_the_place_is_there_again_after_a_lock(vault: Path) -> None:
    desk = sign_in(vault)
    assert places.last(desk) is None
    places.remember(desk, {"page": "client", "tab": 2})
    practices.lock(desk, "test")
    again = sign_in(vault)
    assert places.last(again) == {"page": "client", "tab": 2}
    practices.lock(again, "test")
