"""Places and lines that help: the practice's own list, what has to be confirmed, and *I rang it*."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock, formats
from app.desk import Action, Desk
from app.keeping import ours, plans
from app.keeping.plans import Saved
from app.records.resource import ResourceKind
from app.rules import resources as rules
from app.services import records
from app.texts import _
from storage.vault import Row


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A line of the list. `kind` is a code; `checked` says in words when it was, and asks to confirm what is stale."""

    id: str
    kind: str
    kind_label: str
    name: str
    phone: str
    hours: str
    place: str
    checked: str
    is_stale: bool
    is_draft: bool


def rows(desk: Desk) -> list[ResourceRow]:
    """Every resource and this person's drafts of new ones: crisis lines first, in each kind by their place."""
    desk.require(Action.LIST, "practice")
    found = plans.rows_of(desk, desk.signin.ids(ours.query(desk, "resource", order="title")))
    kinds = [kind.value for kind in ResourceKind]
    found.sort(key=lambda row: (_place(kinds, row), row.facets.get("priority") or 0, row.title.casefold()))
    return [_line(row) for row in found]


def rang(desk: Desk, record_id: str) -> Saved:
    """Somebody rang it today and it works."""
    compartment = desk.require_record(Action.SAVE, record_id)
    desk.require(Action.SAVE, "practice", compartment=compartment, record=record_id)
    return records.save(desk, records.edit(desk, record_id).with_values({"rang_on": clock.today().isoformat()}))


def _place(kinds: list[str], row: Row) -> int:
    kind = str(row.facets.get("kind", ""))
    return kinds.index(kind) if kind in kinds else len(kinds)


def _line(row: Row) -> ResourceRow:
    facets, today = row.facets, clock.today()
    kind = str(facets.get("kind", ""))
    last = max(str(facets.get("verified_on") or ""), str(facets.get("rang_on") or ""))
    fresh = _("checked {month}").format(month=formats.long_date(last[:7])) if last else ""
    return ResourceRow(
        id=row.record,
        kind=kind,
        kind_label=_(ResourceKind.label_of(kind)) if kind else "",
        name=row.title,
        phone=str(facets.get("phone") or facets.get("sms") or facets.get("web") or ""),
        hours=str(facets.get("hours", "")),
        place=str(facets.get("place", "")),
        checked=rules.confirmation(facets, today) or fresh,
        is_stale=rules.is_stale(facets, today),
        is_draft=row.state == "draft",
    )
