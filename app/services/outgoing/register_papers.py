"""The registers of data breaches and complaints on paper, as they are listed."""

from __future__ import annotations

from collections.abc import Sequence

from app import formats
from app.desk import Action, Desk
from app.keeping import naming
from app.reports.paper import Table
from app.rules.purposes import Purpose
from app.services.outgoing import papers
from app.services.outgoing.papers import Prepared
from app.services.safety import breaches, complaints
from app.texts import N_, _, ngettext

STATES = {"draft": N_("Draft"), "open": N_("Being worked on"), "closed": N_("Closed")}


@naming.in_full
def of_breaches(desk: Desk, wanted: Sequence[str]) -> Prepared:
    """The register of data breaches with these ids, in their order."""
    desk.require(Action.PRINT, "safety")
    lines = [
        [
            row.number,
            formats.moment(row.aware) if row.aware else "",
            row.title,
            row.types,
            _(STATES[row.status]),
            _moment(row.clock_due),
        ]
        for row in breaches.rows(desk, wanted)
    ]
    titles = [_("Number"), _("Known since"), _("In a few words"), _("What was lost"), _("State"), _("Clock runs out")]
    table = Table(titles, [1.1, 1.8, 3.4, 2.6, 1.2, 1.8], lines)
    return _paper(desk, _("Register of data breaches"), table, wanted, ())


@naming.in_full
def of_complaints(desk: Desk, wanted: Sequence[str]) -> Prepared:
    """The list of complaints with these ids, in their order."""
    desk.require(Action.PRINT, "safety")
    lines = [
        [
            row.number,
            formats.short_date(row.received) if row.received else "",
            row.source,
            row.category,
            _(STATES[row.status]),
            row.outcome,
            formats.short_date(row.due) if row.due else "",
        ]
        for row in complaints.rows(desk, wanted)
    ]
    titles = [_("Number"), _("Received"), _("Who complains"), _("What about"), _("State"), _("Outcome"), _("Due")]
    table = Table(titles, [1.1, 1.4, 2.0, 2.4, 1.2, 2.0, 1.4], lines)
    return _paper(desk, _("Complaints"), table, wanted, complaints.clients_in(desk, wanted))


def _paper(desk: Desk, title: str, table: Table, wanted: Sequence[str], clients: tuple[str, ...]) -> Prepared:
    count = len(table.rows)
    counted = ngettext("{n} entry", "{n} entries", count).format(n=count)
    paper = papers.head_of(desk).paper(title=title, subtitle=counted, blocks=[table], is_wide=True)
    objects = [(record, place) for record in wanted if (place := desk.signin.compartment_of(record)) is not None]
    return papers.ready(paper, "register", objects=objects, purpose=Purpose.SAFETY, clients=clients)


def _moment(value: str) -> str:
    if not value:
        return ""
    return formats.moment(value) if "T" in value else formats.short_date(value)
