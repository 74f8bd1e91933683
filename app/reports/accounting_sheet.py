"""The accounting of disclosures on paper: to whom, when, what and why, as the client may ask for it."""

from __future__ import annotations

from collections.abc import Sequence

from app import formats
from app.reports.paper import Block, Head, Heading, Notice, Paper, Table
from app.rules.accounting import Accounting, AccountingRow
from app.texts import _, ngettext


def paper(head: Head, told: Accounting, *, client: str, code: str) -> Paper:
    """What the law asks to be told, then what it does not, each with the reason; both lists oldest first."""
    intro = _("What this practice gave to others about you from {first} to {last}.").format(
        first=formats.long_date(told.since), last=formats.long_date(told.until)
    )
    blocks: list[Block] = [Notice(intro)]
    if told.rows:
        blocks.append(_table(told.rows))
    else:
        blocks.append(Notice(_("There was no disclosure of which the law asks to tell you here.")))
    if told.exempt:
        blocks.append(Heading(_("Also given, without a duty to list it here")))
        blocks.append(_table(told.exempt, with_reason=True))
    return head.paper(title=_("Accounting of disclosures"), subtitle=client, code=code, blocks=blocks, is_wide=True)


def _table(rows: Sequence[AccountingRow], *, with_reason: bool = False) -> Table:
    titles = [_("When"), _("To whom"), _("What"), _("For what")]
    widths = [2.0, 3.0, 3.4, 2.6]
    lines = [[_when(row), _whom(row), row.first.what, row.first.purpose] for row in rows]
    if with_reason:
        titles.append(_("Why it need not be listed"))
        widths.append(2.6)
        lines = [[*line, row.exemption] for line, row in zip(lines, rows, strict=True)]
    return Table(titles, widths, lines)


def _when(row: AccountingRow) -> str:
    """One day, or of a series the first and the last, how many, and how often."""
    first = formats.short_date(row.first.at[:10])
    if row.times == 1 and row.last_on == row.first.at[:10]:
        return first
    spanned = _("{first} to {last}").format(first=first, last=formats.short_date(row.last_on))
    counted = ngettext("{n} time", "{n} times", row.times).format(n=formats.number(row.times))
    return ", ".join(part for part in (spanned, counted, row.often) if part)


def _whom(row: AccountingRow) -> str:
    address = " · ".join(line.strip() for line in row.first.address.splitlines() if line.strip())
    return ", ".join(part for part in (row.first.recipient, row.first.organisation, address) if part)
