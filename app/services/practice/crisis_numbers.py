"""Where to call: the lines that ship and the practice's own places, for the place of the practice and of a client."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from app import clock
from app.desk import Action, Desk
from app.keeping import joined, ours, plans
from app.packs import crisis_lines
from app.packs.crisis_card import Card, Line, Local, numbers
from app.rules import resources
from app.services.practice import practices
from storage.vault import Row

LOCAL_KINDS = ("crisis", "emergency", "shelter", "health")
_MOST_LOCAL = 50


def help_for(desk: Desk, client_id: str) -> Card:
    """Emergency numbers, lines and local help for a client, by the country of the file; the client is not opened."""
    desk.require(Action.VIEW, "practice")
    country = str(plans.row_of(desk, joined.home_of(desk, client_id)).facets.get("country") or "")
    rows, today = resource_rows(desk), clock.today()
    found = numbers([practices.profile(desk).jurisdiction, country], rang_on(rows), today)
    return replace(found, local=local(rows, found.lines, today))


def resource_rows(desk: Desk) -> list[Row]:
    """The practice's own places that help in a crisis."""
    desk.require(Action.LIST, "practice")
    query = ours.query(desk, "resource", states=("saved",), order="title", limit=_MOST_LOCAL * len(LOCAL_KINDS))
    return [row for row in desk.signin.rows(desk.signin.ids(query)) if row.facets.get("kind") in LOCAL_KINDS]


def rang_on(rows: Iterable[Row]) -> dict[str, str]:
    """The day on which a number was rung, by its digits."""
    return {
        crisis_lines.digits_of(str(row.facets.get("phone", ""))): str(row.facets["rang_on"])
        for row in rows
        if row.facets.get("rang_on")
    }


def local(rows: Sequence[Row], lines: Sequence[Line], today: date) -> list[Local]:
    """Local help by its place in the list; what stands above as a line that ships is not said twice."""
    above = {crisis_lines.digits_of(number) for line in lines for number in (line.phone, line.text)} - {""}
    fresh = [row for row in rows if crisis_lines.digits_of(str(row.facets.get("phone", ""))) not in above]
    fresh.sort(key=lambda row: (LOCAL_KINDS.index(row.facets["kind"]), row.facets.get("priority", 0), row.title))
    return [
        Local(
            record=row.record,
            name=row.title,
            phone=str(row.facets.get("phone", "")),
            text=str(row.facets.get("sms", "")),
            web=str(row.facets.get("web", "")),
            hours=str(row.facets.get("hours", "")),
            place=str(row.facets.get("place", "")),
            for_whom=str(row.facets.get("audience", "")),
            checked=resources.confirmation(row.facets, today),
            is_stale=resources.is_stale(row.facets, today),
        )
        for row in fresh[:_MOST_LOCAL]
    ]
