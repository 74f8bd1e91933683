"""The ways into one's own account, from the desk: passphrase, recovery sheet, and when the sheet is asked for."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from app import clock
from app.desk import Desk
from app.records.practice_profile import PracticeProfile
from app.services.practice import practices
from app.services.vault import recovery, ways_in
from app.services.vault.recovery import SheetState
from app.vaults import SecretBytes
from storage.kdf import CHEAPEST_FOR_TESTS
from tests.app.conftest import secret, sign_in
from tests.app.helpers import entries, fails, last_seq

NEW = "twelve brisk otters climb the ladder"
DAY = date(2026, 11, 22)


def change(desk: Desk, new: str = NEW) -> None:
    """Change the passphrase at the cheapest cost."""
    with SecretBytes.from_text(new) as made:
        ways_in.change_passphrase(desk, secret(), made, policy=CHEAPEST_FOR_TESTS)


def test_the_new_passphrase_opens_and_the_old_one_nothing(desk: Desk, vault: Path) -> None:
    seen = last_seq(desk)
    change(desk)
    assert ("passphrase_changed", "done") in [(each.action, each.outcome) for each in entries(desk, seen)]
    practices.lock(desk, "test")
    with fails("wrong_secret"):
        sign_in(vault)
    with SecretBytes.from_text(NEW) as new:
        practices.lock(practices.unlock(vault, secret=new, allow_cheap=True), "test")


def test_what_somebody_who_knows_the_practice_would_try_is_refused(desk: Desk) -> None:
    assert ways_in.easy_words(desk) == ("Quiet Room", "Ewa Lis", "EL")
    practices.rename_me(desk, "Zefiryna Wierzbicka")
    with fails("weak_passphrase"):
        change(desk, "zefirynawierzbicka")


def test_a_new_sheet_is_one_that_nobody_has_tried(desk: Desk, vault: Path) -> None:
    code = ways_in.reissue_recovery(desk, secret())
    with SecretBytes.from_text(code) as typed:
        assert recovery.try_sheet(desk, typed)
    assert recovery.state(desk) == SheetState(tried_on=clock.today().isoformat())
    newer = ways_in.reissue_recovery(desk, secret())
    assert recovery.state(desk) == SheetState()
    with SecretBytes.from_text(code) as typed:
        assert not recovery.try_sheet(desk, typed)
    assert recovery.state(desk) == SheetState()
    practices.lock(desk, "test")
    with SecretBytes.from_text(newer) as typed:
        opened = practices.unlock(vault, secret=typed, how="recovery", allow_cheap=True)
    assert recovery.state(opened) == SheetState()
    practices.lock(opened, "test")


def test_a_mistyped_code_is_no_try(desk: Desk) -> None:
    seen = last_seq(desk)
    with SecretBytes.from_text("ABCDE") as typed, fails("mistyped_code"):
        recovery.try_sheet(desk, typed)
    assert entries(desk, seen) == []


def test_the_sheet_is_asked_for_until_it_was_tried_and_not_while_it_is_put_off(desk: Desk) -> None:
    assert recovery.state(desk).is_asked_for(DAY)
    recovery.put_off(desk, DAY + timedelta(days=7))
    known = recovery.state(desk)
    asked = [known.is_asked_for(DAY + timedelta(days=days)) for days in (0, 6, 7, 8)]
    assert asked == [False, False, True, True]
    assert not SheetState(tried_on="2026-11-01").is_asked_for(DAY)


def test_nobody_is_asked_for_the_sheet_of_a_fictional_practice(desk: Desk) -> None:
    practices.save_profile(desk, PracticeProfile(name="Example", fictional=True))
    assert not recovery.state(desk).is_asked_for(DAY)


def test_the_cost_of_the_key_is_that_of_its_slot(desk: Desk) -> None:
    assert ways_in.key_cost(desk).passes == CHEAPEST_FOR_TESTS.cost.passes
