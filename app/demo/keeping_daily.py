"""Keeps what a practice has besides sessions: files' everyday records, a couple, a group, places that help, rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from app.demo import everyday, units
from app.demo.everyday import Everyday, Kept
from app.demo.formalities import Formalities, has_ended_well
from app.demo.histories import History
from app.demo.keeper import Keeper
from app.demo.keeping_agreements import Agreed
from app.demo.material import library
from app.demo.scans import scanned
from app.demo.units import UnitStory
from app.desk import Desk
from app.keeping import compartments
from app.keeping.plans import Plan
from app.media import file_types
from app.records import decode
from app.records.base import RecordBody
from app.records.client import Client, FileStatus, Member
from app.records.consent import Consent
from app.records.document import Attachment, Document
from app.records.preferences import Preferences
from app.services.clients import ClientRef
from app.services.consenting import consents

_MOST_FILES = 40
_FEWEST_FOR_UNITS = 6
_MOST_MEMBERS = 4
_PLANNED, _RELEASED, _HELD = (0, 1, 3), 1, 2  # places among those who still come


class Daily:
    """Fills files, practice and desk of the demo."""

    def __init__(self, desk: Desk, keeper: Keeper, language: str, today: date, seed: int) -> None:
        self._desk = desk
        self._keeper = keeper
        self._library = library(language)
        self._today = today
        self._everyday = Everyday(self._library, today, seed)
        self._formalities = Formalities(self._library, today)
        self._agreed = Agreed(desk, keeper, language, today)

    def keep(self, known: Sequence[History]) -> None:
        """Everything, in a few writes."""
        self._keep_practice()
        coming = [place for place, one in enumerate(known) if one.client.status is FileStatus.OPEN]
        coming.sort(key=lambda place: bool(known[place].person.parent))
        for turn, place in enumerate(coming[:_MOST_FILES]):
            self._keep_file(known[place], place, turn)
        for place in [place for place, one in enumerate(known) if has_ended_well(one)][:_MOST_FILES]:
            self._keep_signed(place, "closure", self._formalities.closure(known[place]))
        if len(known) >= _FEWEST_FOR_UNITS:
            self._keep_couple()
            self._keep_group([place for place in coming if not known[place].person.parent])

    def _keep_practice(self) -> None:
        rows, plan = self._library.daily, Plan()
        practice, personal = self._desk.own("practice"), self._desk.own("personal")
        for row in rows["resource"]:
            checked = {name: self._ago(row[days]) for name, days in _CHECKS if days in row}
            values = {name: value for name, value in row.items() if name not in {"days", "rang"}}
            place = {"country": self._library.people["practice"]["jurisdiction"][:2]}
            self._put(plan, "resource", practice, values | checked | place)
        review = (self._today + timedelta(days=200)).isoformat()
        protocol = {"policy_kind": "emergency_protocol", "approved_on": self._ago(165), "review_due": review}
        plan.put(
            "policy", self._keeper.new_id(), practice, decode("policy", 1, rows["protocol"] | protocol), state="signed"
        )
        for row in rows["snippet"]:
            self._put(plan, "snippet", personal, row)
        texts = [{"section": name, "text": rows["template"][name]} for name in ("data", "plan")]
        template = {"name": rows["template"]["name"], "format": rows["template"]["format"], "sections": texts}
        self._put(plan, "note_template", personal, template)
        plan.put("preferences", self._keeper.new_id(), personal, Preferences())
        self._keeper.commit(plan)
        self._agreed.keep_texts()

    def _keep_file(self, history: History, place: int, turn: int) -> None:
        file, plan = self._keeper.files[place], Plan()
        identity = compartments.identity_of(self._desk, file.ref.id)
        for person in everyday.people(history, self._library, turn):
            plan.put("related_person", self._keeper.new_id(), identity, person)
        for kept in self._everyday.records(history, turn):
            self._attach(kept, file.clinical)
            plan.put(kept.kind, self._keeper.new_id(), file.clinical, kept.body, state="signed")
        self._keeper.commit(plan)
        self._agreed.keep_file(history, place, turn)
        if turn in _PLANNED:
            self._keep_signed(place, "treatment_plan", self._formalities.plan(history))
        if turn == _RELEASED:
            self._keep_released(history, place)
        if turn == _HELD:
            self._keep_signed(place, "legal_hold", self._formalities.hold(history))

    def _keep_released(self, history: History, place: int) -> None:
        released, release = self._formalities.released(history), self._keeper.new_id()
        released.disclosure.release = release
        plan, clinical = Plan(), self._keeper.files[place].clinical
        plan.put("release", release, clinical, released.release, state="signed")
        plan.put("disclosure", self._keeper.new_id(), clinical, released.disclosure, state="signed")
        self._keeper.commit(plan)

    def _keep_signed(self, place: int, kind: str, body: RecordBody) -> None:
        plan = Plan()
        plan.put(kind, self._keeper.new_id(), self._keeper.files[place].clinical, body, state="signed")
        self._keeper.commit(plan)

    def _attach(self, kept: Kept, compartment: str) -> None:
        if kept.file is None or not isinstance(kept.body, Document):
            return
        name, text = kept.file
        file_type = file_types.TEXT if name.endswith(file_types.TEXT.extension) else file_types.PNG
        data = text.encode() if file_type is file_types.TEXT else scanned(text)
        sealed = self._desk.signin.attach(compartment, BytesIO(data), len(data))
        kept.body.attachments = [
            Attachment(id=sealed.id, name=name, type=file_type.name, bytes=sealed.bytes, sha256=sealed.sha256)
        ]

    def _keep_couple(self) -> None:
        people = self._keeper.register(units.couple_members(self._library, self._today))
        for ref in people:
            self._keeper.open_file(ref)
        self._keep_unit(units.couple(self._library, self._today), people)

    def _keep_group(self, places: Sequence[int]) -> None:
        members = [self._keeper.files[place].ref for place in places[:_MOST_MEMBERS]]
        self._keep_unit(units.group(self._library, self._today), members)

    def _keep_unit(self, story: UnitStory, members: Sequence[ClientRef]) -> None:
        client: Client = story.client
        client.members = [Member(client=ref.id, role=story.role) for ref in members]
        (ref,) = self._keeper.register([client])
        plan = Plan()
        clinical = self._keeper.open_file(ref, plan)
        for kind, body in story.records:
            state = "saved" if kind == "episode" else "signed"
            whole = consents.finished(body) if isinstance(body, Consent) else body
            plan.put(kind, self._keeper.new_id(), clinical, whole, state=state)
        self._keeper.commit(plan)

    def _put(self, plan: Plan, kind: str, compartment: str, values: dict[str, Any]) -> None:
        plan.put(kind, self._keeper.new_id(), compartment, decode(kind, 1, values))

    def _ago(self, days: int) -> str:
        return (self._today - timedelta(days=days)).isoformat()


_CHECKS = (("verified_on", "days"), ("rang_on", "rang"))
