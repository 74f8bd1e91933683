"""A hand-over that fails on its way leaves everything as it was: keys, words, who leads, and what is in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.desk import Desk
from app.records.client import Client
from app.rules.purposes import Purpose
from app.rules.sharing import Level, Part
from app.services import clients
from app.services.client_files import files
from app.services.people import handing_over, sharing
from app.services.people.sharing import Giving
from app.vaults import KnownError
from storage import database, generations
from tests.app.helpers import entries, fails, last_seq, write_note
from tests.app.several import account_of, at_desk
from tests.app.test_sharing import register

_MOST_PAGES = 1_073_741_823
_PAGES_A_STEP = 2
_CHANGES = frozenset({"grant", "revoke", "save", "sign"})


class BrokenError(Exception):
    """A mistake of the program's own."""


def kept(desk: Desk) -> dict[str, set[tuple[Any, ...]]]:
    """Everything that the vault keeps of keys and records."""
    wanted = ("generation", "grant", "grant_key", "revision", "body", "draft")
    connection = desk.signin._vault.connection
    return {name: set(connection.execute(f'SELECT * FROM "{name}"')) for name in wanted}  # noqa: S608 - only names


@contextmanager
def nothing_changes(desk: Desk) -> Iterator[None]:
    """After the block keys, records and what the trail says was done are what they were before."""
    before, since = kept(desk), last_seq(desk)
    yield
    assert kept(desk) == before
    assert [one.action for one in entries(desk, since) if one.action in _CHANGES and one.outcome == "ok"] == []


def is_still_with(desk: Desk, client: str) -> None:
    """Whoever is at the desk leads the file and works in it."""
    assert files.open(desk, client).lead == desk.account
    assert clients.ids(desk) == [client]
    write_note(desk, client)


def is_closed_to(vault: Path, login: str) -> None:
    """The colleague finds nothing of it."""
    with at_desk(vault, login) as desk:
        assert clients.ids(desk) == []
        assert desk.signin.compartments("clinical") == []


@pytest.mark.parametrize("is_opened", [True, False], ids=["opened", "never opened"])
def test_a_mistake_between_the_new_keys_leaves_the_file_as_it_was(
    five: Path, monkeypatch: pytest.MonkeyPatch, *, is_opened: bool
) -> None:
    renew, renewed = generations._renew, list[str]()

    def breaks(vault: Any, renewal: generations.Renewal, *more: Any) -> set[str]:
        if renewed:
            raise BrokenError
        renewed.append(renewal.compartment)
        return renew(vault, renewal, *more)

    with at_desk(five, "JK") as desk:
        anna = register(desk) if is_opened else clients.register(desk, Client(name="Anna Zawadzka"))
        maria = account_of(desk, "MS")
        with nothing_changes(desk), monkeypatch.context() as patched:
            patched.setattr(generations, "_renew", breaks)
            with pytest.raises(BrokenError):
                handing_over.hand_over(desk, anna.id, maria, reason="Leave")
            assert renewed
        is_still_with(desk, anna.id)
    is_closed_to(five, "MS")
    with at_desk(five, "JK") as desk:
        is_still_with(desk, anna.id)
        handing_over.hand_over(desk, anna.id, maria, reason="Leave")
    with at_desk(five, "MS") as desk:
        is_still_with(desk, anna.id)


def test_on_whichever_page_the_disk_gets_full_the_file_is_as_it_was(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna, maria, tries = register(desk), account_of(desk, "MS"), 0
        while is_too_small(desk, anna.id, maria, tries * _PAGES_A_STEP):
            tries += 1
        assert tries > 3
        assert handing_over.led_by(desk, maria) == [anna.id]
    with at_desk(five, "MS") as desk:
        is_still_with(desk, anna.id)
        assert len([line for line in files.timeline(desk, anna.id) if line.kind == "handover"]) == 1


def is_too_small(desk: Desk, client: str, to: str, pages: int) -> bool:
    """Hand over where only so many pages are left; whether that failed, and then nothing is different."""
    before, since, answer = kept(desk), last_seq(desk), ""
    _limit_pages(desk, desk.signin._vault.connection.execute("PRAGMA page_count").fetchone()[0] + pages)
    try:
        handing_over.hand_over(desk, client, to, reason="Leave", note="What is open. " * 2000)
    except KnownError as error:
        answer = error.name
    finally:
        _limit_pages(desk, _MOST_PAGES)
    if not answer:
        return False
    assert answer == "no_space"
    assert kept(desk) == before
    assert _CHANGES.isdisjoint(entry.action for entry in entries(desk, since))
    assert files.open(desk, client).lead == desk.account
    return True


def _limit_pages(desk: Desk, most: int) -> None:
    connection = desk.signin._vault.connection
    connection.set_authorizer(None)
    connection.execute(f"PRAGMA max_page_count = {most}").fetchall()
    database.guard(connection)


def test_whoever_may_not_share_all_of_it_hands_nothing_over(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna, maria = register(desk), account_of(desk, "MS")
        [clinical] = desk.signin.compartments("clinical")
        sharing.give(desk, anna.id, Giving(account=maria, level=Level.WRITE, reason="x", parts=(Part.CLINICAL,)))
        sharing.give(desk, anna.id, Giving(account=maria, level=Level.SHARE, reason="x", parts=(Part.IDENTITY,)))
    with at_desk(five, "MS") as desk:
        since = last_seq(desk)
        with nothing_changes(desk), fails("not_yours_to_share"):
            handing_over.hand_over(desk, anna.id, account_of(desk, "EL"), reason="Jan is ill")
        refused = {(one.action, one.outcome) for one in entries(desk, since) if clinical in one.compartments}
        assert {("grant", "not_yours_to_share"), ("revoke", "not_yours_to_share")} <= refused
    with at_desk(five, "JK") as desk:
        is_still_with(desk, anna.id)
    is_closed_to(five, "EL")


def test_each_thing_done_is_an_entry_with_its_purpose_and_the_reason_sealed(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        anna, maria, since = register(desk), account_of(desk, "MS"), last_seq(desk)
        handing_over.hand_over(desk, anna.id, maria, reason="Leave", keeps=Level.READ)
        done = [one for one in entries(desk, since) if one.action in _CHANGES]
    assert [one.action for one in done] == ["save", "save", "sign", "grant", "grant", "grant", "grant"]
    assert {one.purpose for one in done} == {Purpose.ADMINISTRATION}
    given = done[3:]
    assert [one.detail for one in given] == [{"reason": "Leave"}] * 4
    assert [fact["rights"] for one in given for fact in one.facts["grants"]] == ["read write share"] * 2 + ["read"] * 2
