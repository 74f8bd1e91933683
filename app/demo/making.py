"""Writes a fictional practice into a new vault."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from app import clock
from app.demo import everyday
from app.demo.happenings import Happening, happenings
from app.demo.histories import History, histories
from app.demo.keeping_daily import Daily
from app.demo.material import library
from app.demo.notes import LaterWord
from app.desk import Desk
from app.keeping import compartments, numbering
from app.keeping.plans import Plan
from app.records.amendment import Amendment, AmendmentKind
from app.records.client import Client, FileStatus
from app.records.incident import AffectedKind
from app.records.register_entry import RegisterEntry, Series
from app.services import clients as client_service
from app.services import consents, practices, records
from app.services.clients import ClientRef
from app.services.drafting import Editing
from app.texts import _
from app.vaults import KdfPolicy, KnownError, SecretBytes, failure
from storage import vault

_BATCH = 40
_MOST_CLIENTS, _MOST_YEARS = 9_999, 30
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """A fictional practice that was made, locked again.

    `passphrase` is empty when the caller gave one. `records` counts drafts as well.
    """

    path: Path
    passphrase: str
    logins: tuple[str, ...]
    clients: int
    records: int


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
        passphrase: One's own instead of the printed one; the caller wipes it.
        policy: Cost of the key; the floor unless given.
        progress: Told after each client: done, in all. What it raises ends the making.
        today: The day up to which it tells; the real one unless given.

    Raises:
        ValueError: for a language there is no prose for.
        KnownError: `bad_number` for clients or years, and what creating and writing a vault
            raises; nothing is left behind then.
    """
    _check_ranges(clients, years)
    day = today or clock.today()
    told = histories(clients, years, seed, language, today=day)
    practice = library(language).people["practice"]
    with SecretBytes.from_text(practice["passphrase"]) as printed:
        desk = practices.create(
            path,
            practice=practice["name"],
            name=practice["therapist"],
            login=practice["login"],
            passphrase=passphrase or printed,
            jurisdiction=practice["jurisdiction"],
            language=language,
            policy=policy or KdfPolicy.floor(),
        ).desk
    try:
        keeper = Keeper(desk, language)
        known = keeper.keep_all(told, clients, progress or _untold)
        keeper.report(happenings(known, library(language), years, seed, day))
        Daily(desk, keeper, language, day, seed).keep(known)
    except BaseException:
        _take_away(desk, path)
        raise
    practices.lock(desk, "command")
    own = "" if passphrase is not None else str(practice["passphrase"])
    return Demo(path, own, (str(practice["login"]),), keeper.clients, keeper.records)


def _take_away(desk: Desk, path: Path) -> None:
    """What was begun and cannot be finished, and what the settings remember of it."""
    practices.lock(desk, "failed")
    with contextlib.suppress(KnownError):
        vault.remove(path)


@dataclass(slots=True)
class KeptFile:
    """Where the records of one client went."""

    ref: ClientRef
    clinical: str
    sessions: list[str]
    revisions: list[str]


class Keeper:
    """Keeps histories in the vault, one client a write."""

    def __init__(self, desk: Desk, language: str) -> None:
        self._desk = desk
        self._library = library(language)
        self.files: list[KeptFile] = []
        self.records = 0

    @property
    def clients(self) -> int:
        """How many files there are."""
        return len(self.files)

    def introduce(self) -> None:
        """What is printed on the papers of the practice."""
        values = self._library.people["practice"]
        profile = practices.profile(self._desk)
        profile.zone, profile.address = values["zone"], values["address"]
        profile.phone, profile.email = values["phone"], values["email"]
        profile.place = self._library.people["places"]["towns"][0]
        profile.letterhead = [values["title"], values["registration"]]
        profile.fictional = True
        practices.save_profile(self._desk, profile)

    def keep_all(self, told: Iterator[History], total: int, progress: Progress) -> list[History]:
        """Introduce the practice and keep all histories, in batches; gives them back for what happens between them."""
        self.introduce()
        known: list[History] = []
        while batch := list(islice(told, _BATCH)):
            if not known:
                self._warn(batch)
            refs = self.register([history.client for history in batch])
            for history, ref in zip(batch, refs, strict=True):
                self.files.append(self._keep(history, ref))
                progress(len(self.files), total)
            known += batch
        return known

    def report(self, found: Sequence[Happening]) -> None:
        """Keep the incidents, numbered within their year."""
        for happening in found:
            self._keep_incident(happening)
            if happening.client is not None and happening.session is not None and happening.file_note:
                reason = self._library.phrases["amend"]["incident_reason"]
                word = LaterWord(happening.session, AmendmentKind.ADDENDUM, happening.file_note, reason)
                self._amend(self.files[happening.client], [word])

    def _warn(self, first: Sequence[History]) -> None:
        """One of those who still come has somebody to be afraid of."""
        coming = [one for one in first if one.client.status is FileStatus.OPEN and not one.person.parent]
        if coming:
            everyday.warn(coming[0], self._library)

    def register(self, found: Sequence[Client]) -> list[ClientRef]:
        """Take clients in, in one write."""
        plan = Plan()
        refs = [client_service.add_to(self._desk, plan, client) for client in found]
        self.commit(plan)
        return refs

    def open_file(self, ref: ClientRef, plan: Plan | None = None) -> str:
        """Make the clinical file of a client, in a write of its own or in `plan`; returns its compartment."""
        own = Plan() if plan is None else plan
        clinical = compartments.with_clinical(self._desk, own, ref.id)
        if plan is None:
            self.commit(own)
        self.files.append(KeptFile(ref, clinical, [], []))
        return clinical

    def _keep(self, history: History, ref: ClientRef) -> KeptFile:
        plan = Plan()
        clinical = compartments.with_clinical(self._desk, plan, ref.id)
        if history.profile is not None:
            plan.put("client_profile", self.new_id(), clinical, history.profile)
        course = everyday.episode(history, self._library)
        if course is not None:
            plan.put("episode", self.new_id(), clinical, course)
        self._put_consents(plan, history, clinical)
        sessions = [self.new_id() for _ in history.sessions]
        before = len(plan.writes)
        for record, note in zip(sessions, history.sessions, strict=True):
            plan.put("session_note", record, clinical, note, state="signed")
        self._put_private(plan, history, ref, sessions)
        revisions = self.commit(plan)[before : before + len(sessions)]
        kept = KeptFile(ref, clinical, sessions, revisions)
        self._amend(kept, history.later_words)
        if history.draft is not None:
            records.keep(self._desk, Editing(self.new_id(), "session_note", clinical, history.draft, None, ref.id))
            self.records += 1
        return kept

    def _put_consents(self, plan: Plan, history: History, clinical: str) -> None:
        ids = [self.new_id() for _ in history.consents]
        for record, given in zip(ids, history.consents, strict=True):
            body = consents.finished(given.body)
            body.supersedes = ids[given.supersedes] if given.supersedes is not None else ""
            body.withdraws = ids[given.withdraws] if given.withdraws is not None else ""
            plan.put("consent", record, clinical, body, state="signed")

    def _put_private(self, plan: Plan, history: History, ref: ClientRef, sessions: Sequence[str]) -> None:
        if not history.private:
            return
        compartment = compartments.with_process(self._desk, plan, ref.id)
        for private in history.private:
            private.body.session = sessions[private.session]
            plan.put("process_note", self.new_id(), compartment, private.body)

    def _amend(self, kept: KeptFile, words: Sequence[LaterWord]) -> None:
        plan = Plan()
        for word in words:
            body = Amendment(
                kind=word.kind,
                text=word.text,
                reason=word.reason,
                target=kept.sessions[word.session],
                target_revision=kept.revisions[word.session],
            )
            plan.put("amendment", self.new_id(), kept.clinical, body, state="signed", action="amend")
        if plan.writes:
            self.commit(plan)

    def _keep_incident(self, happening: Happening) -> None:
        plan, record, first = Plan(), self.new_id(), happening.first
        if happening.client is not None and happening.session is not None:
            kept = self.files[happening.client]
            first.session = kept.sessions[happening.session]
            for affected in first.affected:
                affected.client = kept.ref.id if affected.kind is AffectedKind.CLIENT else ""
        year = first.occurred.at[:4] if first.occurred is not None else ""
        first.number = f"{year}-{numbering.next_number(self._desk, plan, Series.INCIDENT, year):03d}"
        safety = plan.make(self._desk, "safety", {"incident": record})
        entry = RegisterEntry(
            series=Series.INCIDENT, code=first.number, subject=record, lead=self._desk.account, safety=safety
        )
        plan.put("register_entry", self.new_id(), self._desk.own("register"), entry)
        plan.put("incident", record, safety, first, state="signed")
        happening.response.incident, happening.response.number = record, first.number
        plan.put("incident_response", self.new_id(), safety, happening.response)
        self.commit(plan)

    def commit(self, plan: Plan) -> list[str]:
        """Write it, and count what is new."""
        self.records += sum(1 for write in plan.writes if write.parent is None)
        return plan.commit(self._desk)

    def new_id(self) -> str:
        """The id of a new record."""
        return self._desk.signin.new_id()


def _check_ranges(clients: int, years: int) -> None:
    _check_range(_("Clients"), "clients", clients, _MOST_CLIENTS)
    _check_range(_("Years"), "years", years, _MOST_YEARS)


def _check_range(label: str, name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise failure("bad_number", field=label, path=name, least="1", most=str(most))


def _untold(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""
