"""The register, without names: which code stands for a client and for each compartment, and who leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.desk import Desk
from app.keeping import ours, plans
from app.keeping.plans import Plan
from app.records import decode
from app.records.register_entry import RegisterEntry, Series
from app.rules.purposes import Purpose
from storage.vault import Query, Row, Write

_KIND = "register_entry"
_PLACES = ("identity", "clinical", "safety")


@dataclass(frozen=True, slots=True)
class Place:
    """What the register says of a compartment: its kind, the code, and the client or incident."""

    kind: str
    code: str
    subject: str


def by_compartment(desk: Desk) -> dict[str, Place]:
    """All of the register by compartment."""
    return _places(desk, desk.signin.ids(ours.query(desk, _KIND, states=("saved",))))


def of(desk: Desk, compartments: Iterable[str]) -> dict[str, Place]:
    """The lines of some compartments, each looked up by itself."""
    found = {one: _line_at(desk, one) for one in dict.fromkeys(compartments)}
    lines = _places(desk, list(dict.fromkeys(line for line in found.values() if line)))
    return {compartment: lines[compartment] for compartment in found if compartment in lines}


def subject_of(desk: Desk, series: Series, code: str) -> str:
    """The client or incident with this code; empty when there is none."""
    facets = {"series": series.value, "code": code}
    found = desk.signin.ids(ours.query(desk, _KIND, facets=facets, limit=1))
    return next((str(row.facets.get("subject", "")) for row in desk.signin.rows(found)), "")


def compartments_of(desk: Desk, subject: str) -> list[str]:
    """Where the records of a client or incident lie, whoever can open them; without private notes."""
    line = line_of(desk, subject)
    return [str(line.facets[kind]) for kind in _PLACES if line.facets.get(kind)] if line else []


def line_of(desk: Desk, subject: str) -> Row | None:
    """The line of a client or incident."""
    return next(iter(desk.signin.rows(desk.signin.ids(_line(desk, subject)))), None)


def code_of(desk: Desk, subject: str) -> str:
    """The code of a client or incident; empty when the register has none."""
    line = line_of(desk, subject)
    return str(line.facets.get("code", "")) if line else ""


def lead_of(desk: Desk, subject: str) -> str:
    """The account that leads a client's file; empty when nobody is named."""
    line = line_of(desk, subject)
    return str(line.facets.get("lead", "")) if line else ""


def led_by(desk: Desk, account: str) -> list[str]:
    """The clients that somebody leads, by code."""
    query = ours.query(desk, _KIND, facets={"series": Series.CLIENT.value, "lead": account}, order="title")
    rows = plans.rows_of(desk, desk.signin.ids(query))
    return [str(row.facets["subject"]) for row in rows if row.facets.get("subject") and not row.facets.get("removed")]


def change(desk: Desk, plan: Plan, subject: str, **values: str) -> None:
    """Put a changed line of the register into a plan, on top of what is planned for it; nothing where there is none."""
    found = desk.signin.ids(_line(desk, subject))
    if not found:
        return
    planned = plan.withdraw(found[0])
    line = planned or desk.signin.read(found[0], purpose=Purpose.ADMINISTRATION)
    parent = line.parent if isinstance(line, Write) else line.revision
    entry = decode(line.kind, line.version, line.body)
    if isinstance(entry, RegisterEntry):
        for name, value in values.items():
            setattr(entry, name, value)
        plan.put(_KIND, line.record, line.compartment, entry, parent=parent)


def _line(desk: Desk, subject: str) -> Query:
    return ours.query(desk, _KIND, facets={"subject": subject}, limit=1)


def _line_at(desk: Desk, compartment: str) -> str | None:
    for kind in _PLACES:
        found = desk.signin.ids(ours.query(desk, _KIND, facets={kind: compartment}, limit=1))
        if found:
            return found[0]
    return None


def _places(desk: Desk, lines: list[str]) -> dict[str, Place]:
    return {
        str(row.facets[kind]): Place(kind, str(row.facets.get("code", "")), str(row.facets.get("subject", "")))
        for row in plans.rows_of(desk, lines)
        for kind in _PLACES
        if row.facets.get(kind)
    }
