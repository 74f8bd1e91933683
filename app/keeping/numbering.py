"""Numbers out of the register: client codes, and incidents without a gap within their year."""

from __future__ import annotations

from app import clock
from app.desk import Desk
from app.keeping import colleagues, ours, safety
from app.keeping.plans import ALL_RIGHTS, Plan, row_of
from app.records.incident import Incident
from app.records.register_entry import RegisterEntry, Series


def is_taken(desk: Desk, series: Series, code: str) -> bool:
    """Whether the register has this code already."""
    query = ours.query(
        desk,
        "register_entry",
        title_is=RegisterEntry(code=code).summary(),
        facets={"series": series.value, "code": code},
        limit=1,
    )
    return bool(desk.signin.ids(query))


def next_number(desk: Desk, plan: Plan, series: Series, prefix: str) -> int:
    """One more than the highest number of a prefix in the register, and in this plan."""
    key = f"{series}:{prefix}"
    if key not in plan.taken:
        facets = {"series": series.value, "prefix": prefix}
        found = desk.signin.ids(ours.query(desk, "register_entry", facets=facets, order="-title", limit=1))
        code = row_of(desk, found[0]).facets["code"] if found else f"{prefix}-0"
        plan.taken[key] = int(str(code).rpartition("-")[2])
    plan.taken[key] += 1
    return plan.taken[key]


def number(desk: Desk, plan: Plan, incident: Incident, record: str) -> str:
    """Give an incident its number and a compartment of its own in the same write; returns the compartment.

    Among colleagues it is shared with those who work on it, and with nobody who is left out.
    """
    year = str(clock.today().year)
    incident.number = f"{year}-{next_number(desk, plan, Series.INCIDENT, year):03d}"
    alone = colleagues.is_alone(desk)
    shares = {} if alone and not incident.left_out else dict(safety.shares_of(desk, incident))
    own = shares.pop(desk.account, ALL_RIGHTS)
    compartment = plan.make(desk, "safety", safety.label(desk, record), shares, own)
    # Everybody reads the register: among several it says that a number is taken, not by whom.
    lead = desk.account if alone else ""
    entry = RegisterEntry(series=Series.INCIDENT, code=incident.number, subject=record, lead=lead, safety=compartment)
    plan.put("register_entry", desk.signin.new_id(), desk.own("register"), entry)
    return compartment
