"""Writes a fictional practice into a new vault."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from app import clock
from app.demo.colleagues import MOST_PEOPLE, DemoPerson, Together, led_by_owner
from app.demo.happenings import happenings
from app.demo.histories import History, histories
from app.demo.keeper import Keeper, Progress
from app.demo.keeping_daily import Daily
from app.demo.keeping_safety import Safety
from app.demo.material import library
from app.desk import Desk
from app.services.practice import practices
from app.texts import _
from app.vaults import KdfPolicy, KnownError, SecretBytes, failure
from storage import vault

_MOST_CLIENTS, _MOST_YEARS = 9_999, 30


@dataclass(frozen=True, slots=True)
class Demo:
    """A fictional practice that was made, locked again.

    `passphrase` is the owner's, and empty when the caller gave one. `records` counts drafts as well. `people` are all
    who can sign in, the owner first.
    """

    path: Path
    passphrase: str
    logins: tuple[str, ...]
    clients: int
    records: int
    people: tuple[DemoPerson, ...] = ()


def create(  # noqa: PLR0913 - what a fictional practice depends on, by name
    path: Path,
    *,
    clients: int = 12,
    years: int = 3,
    seed: int = 1,
    language: str = "en",
    passphrase: SecretBytes | None = None,
    policy: KdfPolicy | None = None,
    progress: Progress | None = None,
    today: date | None = None,
    people: int = 1,
) -> Demo:
    """Make a vault with a fictional practice: deterministic by seed for a given `today`.

    Times inside the records are those of the story: sessions, consents and incidents of the last
    years. Times of revisions and of the trail are the real clock, when the demo was made; nothing
    pretends otherwise. Notes are not marked as late entries, because the story tells of a
    therapist who wrote them on the day.

    Args:
        path: The folder to make; it must not exist yet.
        clients: How many clients.
        years: Over how many years before `today`.
        seed: Another number is another practice.
        language: `en` or `pl`.
        passphrase: One's own instead of the printed ones, for everybody; the caller wipes it.
        policy: Cost of the key; the floor unless given.
        progress: Told after each client: done, in all. What it raises ends the making.
        today: The day up to which it tells; the real one unless given.
        people: How many people work there: the owner, a supervisee, a supervisor, the front desk and more.

    Raises:
        ValueError: for a language there is no prose for.
        KnownError: `bad_number` for clients, years or people, and what creating and writing a vault
            raises; nothing is left behind then.
    """
    _check_ranges(clients, years, people)
    day = today or clock.today()
    story = Story(histories(clients, years, seed, language, today=day), clients, years, seed, language, day)
    given = bytes(passphrase) if passphrase is not None else b""
    cost = policy or KdfPolicy.floor()
    desk = _begin(path, language, given, cost)
    together = Together(path, library(language), people, day, cost, given)
    try:
        keeper = _keep(desk, story, progress or _untold, led_by_owner(clients, people))
        if people > 1:
            together.join(desk, keeper.files)
            practices.lock(desk, "command")
            together.work(story.told, clients, progress or _untold)
    except BaseException:
        _take_away(desk, path)
        raise
    practices.lock(desk, "command")
    everybody = together.people()
    return Demo(
        path,
        everybody[0].passphrase,
        tuple(one.login for one in everybody),
        keeper.clients + together.clients,
        keeper.records + together.records,
        everybody,
    )


@dataclass(frozen=True, slots=True)
class Story:
    """What is told: histories that are made as they are asked for, of how many clients, over which time."""

    told: Iterator[History]
    clients: int
    years: int
    seed: int
    language: str
    day: date


def _begin(path: Path, language: str, given: bytes, policy: KdfPolicy) -> Desk:
    practice = library(language).people["practice"]
    with SecretBytes(given) if given else SecretBytes.from_text(practice["passphrase"]) as secret:
        return practices.create(
            path,
            practice=practice["name"],
            name=practice["therapist"],
            login=practice["login"],
            passphrase=secret,
            jurisdiction=practice["jurisdiction"],
            language=language,
            policy=policy,
        ).desk


def _keep(desk: Desk, story: Story, progress: Progress, led: int) -> Keeper:
    """Everything of the owner, who is still alone: the first `led` clients, incidents, what the desk has besides."""
    keeper = Keeper(desk, story.language)
    known = keeper.keep_all(islice(story.told, led), story.clients, progress)
    keeper.report(happenings(known, library(story.language), story.years, story.seed, story.day))
    Daily(desk, keeper, story.language, story.day, story.seed).keep(known)
    Safety(desk, keeper, story.language, story.day).keep(known)
    return keeper


def _take_away(desk: Desk, path: Path) -> None:
    """What was begun and cannot be finished, and what the settings remember of it."""
    practices.lock(desk, "failed")
    with contextlib.suppress(KnownError):
        vault.remove(path)


def _check_ranges(clients: int, years: int, people: int) -> None:
    _check_range(_("Clients"), "clients", clients, _MOST_CLIENTS)
    _check_range(_("Years"), "years", years, _MOST_YEARS)
    _check_range(_("People"), "people", people, MOST_PEOPLE)


def _check_range(label: str, name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise failure("bad_number", field=label, path=name, least="1", most=str(most))


def _untold(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""
