"""Lists on paper: clients, incidents, a client's timeline, a page of the audit trail, who opened a client's file."""

from __future__ import annotations

from collections.abc import Sequence

from app import formats
from app.records.client import FileStatus
from app.reports.paper import Block, Facts, Head, Notice, Paper, Table
from app.rules.incidents import STATUS_LABELS
from app.services.client_files.files import AccessRow, TimelineRow
from app.services.clients import ClientRow
from app.services.incidents import IncidentRow
from app.services.reading.trail_words import OUTCOME_LABELS
from app.services.reading.trails import TrailRow
from app.texts import N_, _, ngettext

_RECORD_STATES = {"draft": N_("Draft"), "saved": N_("Saved"), "signed": N_("Signed")}
_STATUSES = {"amended": N_("Amended"), "entered_in_error": N_("Entered in error")}
_FINE = frozenset({"ok", "done"})


def clients(head: Head, rows: Sequence[ClientRow], leads: dict[str, str]) -> Paper:
    """The list of clients; `leads` are names by account, empty where somebody works alone."""
    titles, widths = [_("Code"), _("Name"), _("Status"), _("Group"), _("Changed")], [1.2, 3.0, 1.6, 1.5, 1.6]
    lines = [
        [row.code, row.name, _(FileStatus.label_of(row.status)), row.group, formats.short_date(row.updated[:10])]
        for row in rows
    ]
    if leads:
        titles.append(_("Lead"))
        widths.append(1.8)
        lines = [[*line, leads.get(row.lead, "")] for line, row in zip(lines, rows, strict=True)]
    return head.paper(title=_("Clients"), subtitle=_counted(len(rows)), blocks=[Table(titles, widths, lines)])


def incidents(head: Head, rows: Sequence[IncidentRow]) -> Paper:
    """The list of incidents."""
    titles = [_("Number"), _("When"), _("Type"), _("Status"), _("Category"), _("Harm"), _("Due")]
    lines = [
        [
            row.number,
            formats.moment(row.occurred) if row.occurred else "",
            row.event_type,
            _(STATUS_LABELS.get(row.status, row.status)),
            row.category,
            row.harm,
            formats.short_date(row.due) if row.due else "",
        ]
        for row in rows
    ]
    table = Table(titles, [1.1, 1.9, 2.2, 1.8, 3.0, 1.4, 1.4], lines)
    return head.paper(title=_("Incidents"), subtitle=_counted(len(rows)), blocks=[table], is_wide=True)


def timeline(head: Head, rows: Sequence[TimelineRow], *, client: str, code: str) -> Paper:
    """All records of a client by title; what was entered in error stays on the list and says so."""
    lines = [
        [formats.short_date(row.at[:10]), row.kind_label, row.title, row.author_name, _state_of(row)] for row in rows
    ]
    table = Table(
        titles=[_("When"), _("Kind"), _("Title"), _("By"), _("State")],
        widths=[1.4, 1.9, 3.2, 1.7, 1.8],
        rows=lines,
        struck=[number for number, row in enumerate(rows) if row.status == "entered_in_error"],
    )
    return head.paper(title=_("Timeline"), subtitle=client, code=code, blocks=[table])


def trail(head: Head, rows: Sequence[TrailRow], *, goes_on: bool) -> Paper:
    """A page of the audit trail, newest first, with the numbers of its entries."""
    titles = [_("No."), _("When"), _("Who"), _("What was done"), _("Result"), _("Client"), _("Why")]
    lines = [
        [
            str(row.seq),
            formats.moment(row.at),
            row.who,
            row.action_label,
            "" if row.outcome in _FINE else row.outcome_label,
            row.client or "",
            row.purpose_label,
        ]
        for row in rows
    ]
    blocks: list[Block] = [Table(titles, [0.8, 2.0, 2.0, 2.2, 1.7, 1.4, 2.4], lines)]
    if goes_on:
        blocks.append(Notice(_("There are earlier entries. They are not on this paper.")))
    return head.paper(title=_("Audit trail"), subtitle=_counted(len(rows)), blocks=blocks, is_wide=True)


def access(head: Head, rows: Sequence[AccessRow], *, client: str, code: str) -> Paper:
    """Who opened, listed, changed or searched the file of a client, newest first."""
    titles = [_("When"), _("Who"), _("What was done"), _("Which record"), _("Why")]
    lines = [
        [formats.moment(row.at), row.who, _done(row.action_label, row.outcome), row.what, row.purpose] for row in rows
    ]
    intro = _(
        "Everything that people did with this file, as the audit trail of the practice holds it, newest first. "
        "Private working notes of the therapist are not listed."
    )
    table = Table(titles, [1.9, 1.8, 1.9, 3.0, 2.2], lines)
    blocks: list[Block] = [Notice(intro), Facts([(_("Entries"), formats.number(len(rows)))]), table]
    return head.paper(title=_("Who opened this file"), subtitle=client, code=code, blocks=blocks, is_wide=True)


def _counted(count: int) -> str:
    return ngettext("{n} row", "{n} rows", count).format(n=formats.number(count))


def _state_of(row: TimelineRow) -> str:
    state = _(_RECORD_STATES.get(row.state, row.state))
    return f"{state}, {_(_STATUSES[row.status])}" if row.status in _STATUSES else state


def _done(action: str, outcome: str) -> str:
    if outcome in _FINE:
        return action
    return _("{action}: {outcome}").format(action=action, outcome=_(OUTCOME_LABELS.get(outcome, outcome)))
