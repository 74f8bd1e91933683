"""Keeps what a practice writes down about safety: in files, in registers, and about itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app.demo.histories import History
from app.demo.keeper import Keeper
from app.demo.material import library
from app.desk import Desk
from app.keeping import drill_actions
from app.keeping.plans import Plan
from app.records import KINDS, decode
from app.records.base import RecordBody
from app.records.client import FileStatus
from app.records.complaint import Complaint
from app.records.data_breach import DataBreach
from app.records.measure_result import MeasureResult
from app.services.client_safety import measures
from app.services.drafting import Editing
from app.services.practice import readings
from app.services.safety import registers
from storage.vault import Query

_DAY = re.compile(r"@([+-]\d+)(?: (\d\d:\d\d))?")
_AREAS = {"practice_record": "practice", "own_record": "personal"}


class Safety:
    """Fills the fictional practice from the rows of `safety.toml`."""

    def __init__(self, desk: Desk, keeper: Keeper, language: str, today: date) -> None:
        self._desk = desk
        self._keeper = keeper
        self._rows: Mapping[str, Any] = library(language).safety
        self._practice: Mapping[str, str] = library(language).people["practice"]
        self._today = today
        self._named: dict[str, str] = {}  # records by the names that rows give them

    def keep(self, known: Sequence[History]) -> None:
        """Everything: what is of a client goes to those who still come, in turn."""
        for name, area in _AREAS.items():
            self._keep_all(self._rows[name], self._desk.own(area))
        for row in self._rows["register_record"]:
            self._keep_entry(row)
        coming = [place for place, one in enumerate(known) if one.client.status is FileStatus.OPEN]
        coming.sort(key=lambda place: bool(known[place].person.parent))
        for turn, place in enumerate(coming):
            rows = [row for row in self._rows["client_record"] if row["turn"] == turn]
            self._keep_all(rows, self._keeper.files[place].clinical)
        self._read_policies()

    def _keep_all(self, rows: Sequence[Mapping[str, Any]], compartment: str) -> None:
        self._named |= {row["name"]: self._keeper.new_id() for row in rows if "name" in row}
        plan = Plan()
        for row in rows:
            record = self._named[row["name"]] if "name" in row else self._keeper.new_id()
            state = "signed" if KINDS[row["kind"]].signed else "saved"
            body = self._body(row)
            plan.put(row["kind"], record, compartment, body, state=state)
            drill_actions.begin(self._desk, plan, body, record)
        if plan.writes:
            self._keeper.commit(plan)

    def _keep_entry(self, row: Mapping[str, Any]) -> None:
        """A breach or a complaint: numbered, with its clocks, in a compartment of its own."""
        plan, record, body = Plan(), self._keeper.new_id(), self._body(row)
        assert isinstance(body, DataBreach | Complaint)  # noqa: S101 - what registers hold
        compartment = registers.ready(self._desk, plan, Editing(record, row["kind"], None, body), body)
        assert compartment is not None  # noqa: S101 - made with its first save
        plan.put(row["kind"], record, compartment, body)
        self._keeper.commit(plan)

    def _read_policies(self) -> None:
        """Whoever wrote the rules has read them."""
        for row in self._desk.signin.rows(self._desk.signin.ids(Query(kinds=("policy",)))):
            readings.sign(self._desk, row.record)
            self._keeper.records += 1

    def _body(self, row: Mapping[str, Any]) -> RecordBody:
        body = decode(row["kind"], KINDS[row["kind"]].version, self._told(row["body"]))
        return measures.finished(self._desk, body) if isinstance(body, MeasureResult) else body

    def _told(self, value: Any) -> Any:
        """The value with days, names of the practice and other records filled in."""
        if isinstance(value, Mapping):
            return {name: self._told(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._told(each) for each in value]
        if not isinstance(value, str) or value[:1] not in {"@", "#"}:
            return value
        if value in {"@therapist", "@phone"}:
            return self._practice[value[1:]]
        if value[1:] in self._named:
            return self._named[value[1:]]
        return self._moment(value)

    def _moment(self, value: str) -> Any:
        found = _DAY.fullmatch(value)
        if found is None:
            return value  # a heading of a text begins like this
        day = (self._today + timedelta(days=int(found[1]))).isoformat()
        return {"at": f"{day}T{found[2]}", "zone": self._practice["zone"]} if found[2] else day
