"""Keeps histories in the vault, one client a write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from app.demo import everyday
from app.demo.happenings import Happening
from app.demo.histories import History
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
from app.services import records
from app.services.clients import ClientRef
from app.services.consenting import consents
from app.services.drafting import Editing
from app.services.practice import practices

_BATCH = 40
Progress = Callable[[int, int], None]


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
        return self._keep_batches(told, total, progress, self._warn)

    def keep_more(self, told: Iterator[History], total: int, progress: Progress) -> list[History]:
        """Keep the histories of a colleague's clients in the same way."""
        return self._keep_batches(told, total, progress, lambda _batch: None)

    def _keep_batches(
        self, told: Iterator[History], total: int, progress: Progress, begin: Callable[[Sequence[History]], None]
    ) -> list[History]:
        known: list[History] = []
        while batch := list(islice(told, _BATCH)):
            if not known:
                begin(batch)
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
