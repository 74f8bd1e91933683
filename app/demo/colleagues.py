"""Several people in the fictional practice: who they are, whose clients are whose, and what they do together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from app import clock
from app.demo.histories import History
from app.demo.keeper import Keeper, KeptFile, Progress
from app.demo.material import Library
from app.desk import Desk
from app.keeping import colleagues as known
from app.keeping import cosigning as asking
from app.keeping.plans import Plan
from app.rules.incidents import Step
from app.rules.permissions import Role, role_of
from app.rules.sharing import Part
from app.services import incident_team, records
from app.services.people import accounts, colleagues, cosigning, sharing, standing
from app.services.people.accounts import Invitation
from app.services.practice import lock_page, practices
from app.vaults import KdfPolicy, SecretBytes

MOST_PEOPLE = 6
_COVER_DAYS = 12
_COVERED = 2  # files of the owner that a colleague looks after
_ASKED_OF_EACH = 3  # the newest notes of each file of a supervisee
_STILL_WAITING = 2
_OWNERS_PART, _OF = 2, 3  # of all clients, where several people see clients


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who can sign in. `passphrase` is empty when the caller gave one for all."""

    login: str
    passphrase: str
    name: str
    role: str


def led_by_owner(clients: int, people: int) -> int:
    """How many of the clients the owner leads; the others are the supervisee's."""
    return clients if people == 1 else max(1, clients * _OWNERS_PART // _OF)


def invited(found: Library, people: int) -> list[Mapping[str, Any]]:
    """Who joins the owner; with two people the clinician alone, whom the owner supervises."""
    rows: Sequence[Mapping[str, Any]] = found.colleagues["person"]
    return [rows[1]] if people == 2 else list(rows[: people - 1])


class Together:
    """Writes what several people do, each at a desk of their own; the owner's is open at the beginning."""

    def __init__(
        self, path: Path, found: Library, people: int, day: date, policy: KdfPolicy, given: bytes = b""
    ) -> None:
        self._path = path
        self._library = found
        self._rows = invited(found, people)
        self._day = day
        self._policy = policy
        self._owner = found.people["practice"]
        self._given = given
        self.records = 0
        self.clients = 0

    def people(self) -> tuple[DemoPerson, ...]:
        """Everybody, the owner first."""
        owner = {"name": self._owner["therapist"], "role": Role.OWNER.value}
        rows = [{**self._owner, **owner}, *self._rows]
        return tuple(
            DemoPerson(str(row["login"]), "" if self._given else str(row["passphrase"]), row["name"], row["role"])
            for row in rows
        )

    def join(self, desk: Desk, files: Sequence[KeptFile]) -> None:
        """At the owner's desk: everybody is added, the front desk opens all names, a colleague stands in."""
        colleagues.change(desk, desk.account, title=self._owner["title"], is_safety_lead=True)
        for row in self._rows:
            self._invite(desk, row)
        if self._with(Role.FRONT_DESK):
            for waiting in standing.waiting(desk):
                standing.confirm(desk, waiting.account, Part(waiting.kind))
        clinician = self._account(desk, Role.CLINICIAN)
        until = (max(self._day, clock.today()) + timedelta(days=_COVER_DAYS)).isoformat()
        covered = [file.ref.id for file in files[:_COVERED]]
        sharing.cover(desk, covered, clinician, until=until, reason=self._say("cover"))

    def work(self, told: Iterator[History], total: int, progress: Progress) -> None:
        """After the owner has locked: the supervisee's files, the supervisor's answers, an incident."""
        with self._at_desk(Role.CLINICIAN) as desk:
            self._keep_files(desk, told, total, progress)
        with self._at_desk(Role.SUPERVISOR) as desk:
            self._answer(desk)
        if self._with(Role.FRONT_DESK):
            with self._at_desk(Role.FRONT_DESK) as desk:
                self._file_incident(desk)
        with self._at_desk(Role.OWNER) as desk:
            self._handle(desk)
            lock_page.follow(desk)

    def _invite(self, desk: Desk, row: Mapping[str, Any]) -> None:
        role, supervisor = role_of(row["role"]), ""
        if role is Role.CLINICIAN and row is self._with(Role.CLINICIAN):
            supervisor = self._account(desk, Role.SUPERVISOR)
        invitation = Invitation(
            name=row["name"], login=row["login"], role=role, title=row["title"], supervisor=supervisor
        )
        with self._secret(row) as secret:
            accounts.add(desk, invitation, secret, policy=self._policy)

    def _keep_files(self, desk: Desk, told: Iterator[History], total: int, progress: Progress) -> None:
        before = led_by_owner(total, len(self._rows) + 1)
        keeper = Keeper(desk, self._library.language)
        keeper.keep_more(told, total, lambda done, _total: progress(before + done, total))
        for file in keeper.files:
            plan = Plan()
            for note in file.sessions[-_ASKED_OF_EACH:]:
                asking.ask(desk, plan, "session_note", note, file.clinical)
            if plan.writes:
                keeper.commit(plan)
                asking.let_in(desk, plan)
        self.records += keeper.records
        self.clients += keeper.clients

    def _answer(self, desk: Desk) -> None:
        """All but the newest are co-signed; of these the last is returned."""
        waiting = [row.record for row in cosigning.waiting(desk)]
        answered = waiting[:-_STILL_WAITING]
        for place, record in enumerate(answered):
            cosigning.open(desk, record)
            if place == len(answered) - 1:
                cosigning.send_back(desk, record, self._say("returned"))
            else:
                cosigning.cosign(desk, record, self._say("cosign") if place == 0 else "")
        self.records += len(answered)

    def _file_incident(self, desk: Desk) -> None:
        story = dict(self._library.colleagues["incident"])
        happened = self._day - timedelta(days=story.pop("days"))
        moment = {"at": f"{happened.isoformat()}T{story.pop('time')}", "zone": self._owner["zone"]}
        concerned = {"person": self._account(desk, Role.CLINICIAN), "reason": self._say("left_out")}
        values = {**story, "occurred": moment, "discovered": moment, "left_out": [concerned]}
        records.sign(desk, records.start(desk, "incident").with_values(values))
        self.records += 1

    def _handle(self, desk: Desk) -> None:
        """The owner takes the new incident over and has the supervisor lead the debrief."""
        for asked in incident_team.due(desk):
            incident_team.take_over(desk, asked.row.record)
            incident_team.assign(desk, asked.row.record, Step.DEBRIEF, self._account(desk, Role.SUPERVISOR))
            self.records += 1

    def _with(self, role: Role) -> Mapping[str, Any] | None:
        """The first who has a role; the owner stands in for a supervisor whom there is not."""
        return next((row for row in self._rows if row["role"] == role.value), None)

    def _account(self, desk: Desk, role: Role) -> str:
        row = self._with(role) or self._owner
        return next(one for one, person in known.persons(desk).items() if person.facets["login"] == row["login"])

    @contextmanager
    def _at_desk(self, role: Role) -> Iterator[Desk]:
        row = self._with(role) or self._owner
        with self._secret(row) as secret:
            desk = practices.unlock(self._path, secret=secret, login=row["login"], allow_cheap=True)
        try:
            yield desk
        finally:
            practices.lock(desk, "command")

    def _secret(self, row: Mapping[str, Any]) -> SecretBytes:
        return SecretBytes(self._given) if self._given else SecretBytes.from_text(row["passphrase"])

    def _say(self, name: str) -> str:
        return str(self._library.colleagues["words"][name])
