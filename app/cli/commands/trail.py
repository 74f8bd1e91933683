"""The audit trail: who did what, and whether it still is what it was."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app import formats
from app.cli.grammar import VAULT, Command, argument, at_least_one
from app.cli.output import Output
from app.texts import N_, _, ngettext

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.reading.trails import TrailRow
    from app.vaults import Finding, TrailReport

_PAGE = 200
# A session that was cut off is told, but it is no damage.
_HARMLESS = frozenset({"session_without_end"})
# Findings that are about a row rather than an entry, and what they are called as failures.
_FAILURES = {
    "row_forged": "record_forged",
    "row_deleted": "record_deleted",
    "body_deleted": "record_deleted",
    "grant_key_damaged": "compartment_damaged",
}


def listing(asked: Namespace, output: Output) -> None:
    """Entries, newest first."""
    from app.cli import way_in

    with way_in.signed_in(asked, output) as desk:
        found = list(_entries(desk, asked))
    if output.as_json:
        for row in found:
            output.document(_entry(row, asked.client))
        return
    titles = (_("No."), _("When"), _("Who"), _("What"), _("Outcome"), _("Client"), _("Record"), _("Purpose"))
    output.table(titles, [_line(row) for row in found])


def verify(asked: Namespace, output: Output) -> int:
    """Verify the whole trail; exit code 5 when something is damaged or was tampered with."""
    from app.cli import way_in
    from app.services.reading import trails

    with way_in.signed_in(asked, output) as desk:
        job = trails.verify_job(desk)
        with output.progress(_("Verifying the trail…")) as progress:
            report = trails.verify(job, full=asked.full, progress=progress)
        trails.record(desk, report)
    if output.as_json:
        output.document(_report(report))
    else:
        _say(report, output)
    damage = [finding for finding in report.findings if finding.code not in _HARMLESS]
    if damage:
        _complain(damage[0], output)
        return 5
    return 0


def _entries(desk: Desk, asked: Namespace) -> Iterator[TrailRow]:
    """As many entries as were asked for, page by page."""
    from app.services.reading import trails

    _check_actions(asked.action or [])
    client = trails.client_of_code(desk, asked.client) if asked.client is not None else None
    since, until = _envelope_time(asked.since, "--since"), _envelope_time(asked.until, "--until")
    before, left = asked.before, asked.limit
    while left > 0:
        page = trails.page(
            desk,
            limit=min(left, _PAGE),
            before=before,
            client=client,
            record=asked.record,
            actions=asked.action or None,
            since=since,
            until=until,
        )
        yield from page.rows
        left -= len(page.rows)
        before = page.before
        if before is None:
            return


def _check_actions(wanted: list[str]) -> None:
    from app.vaults import ACTIONS, failure

    if not ACTIONS.issuperset(wanted):
        raise failure("unknown_choice", field="--action", choices=", ".join(sorted(ACTIONS)))


def _envelope_time(text: str | None, option: str) -> str | None:
    """A date or time as somebody on this computer means it, as the trail writes times; raises `bad_moment`."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        from app.vaults import failure

        raise failure("bad_moment", field=option) from error
    return f"{found:%Y-%m-%dT%H:%M:%S}.{found.microsecond // 1000:03d}Z"


def _entry(row: TrailRow, asked_for: str | None) -> dict[str, Any]:
    """An entry for programs. `client` is one code: an entry that names several clients has none of its own."""
    several = row.client is not None and "," in row.client
    return {
        "seq": row.seq,
        "at": row.at,
        "session": row.session,
        "account": row.account,
        "login": row.login,
        "action": row.action,
        "outcome": row.outcome,
        "record": row.record,
        "client": asked_for or (None if several else row.client),
        "purpose": row.purpose,
        "records": row.records,
        "facts": row.facts,
    }


def _line(row: TrailRow) -> tuple[str, ...]:
    from app.cli import words

    several = words.counted(len(row.records)) if row.records else ""
    return (
        str(row.seq),
        formats.moment(row.at),
        row.who,
        row.action_label,
        row.outcome_label,
        row.client or "",
        row.record or several,
        row.purpose_label,
    )


def _report(report: TrailReport) -> dict[str, Any]:
    return {
        "entries": report.entries,
        "verified_to": report.verified_to,
        "sealed_to": report.sealed_to,
        "anchored_to": report.anchored_to,
        "findings": [{"code": found.code, "seq": found.seq, "text": found.text} for found in report.findings],
    }


def _say(report: TrailReport, output: Output) -> None:
    """What was verified and how far; never a bare OK."""
    numbers = {
        "entries": formats.number(report.entries),
        "verified": formats.number(report.verified_to),
        "anchored": formats.number(report.anchored_to),
    }
    output.say(_("Entries: {entries}. Verified to entry {verified}. Anchored to {anchored}.").format(**numbers))
    output.say(_("Not sealed yet.") if report.sealed_to is None else _("Sealed to {n}.").format(n=report.sealed_to))
    count = len(report.findings)
    if not count:
        output.say(_("Nothing was found that should not be there."))
        return
    output.say(ngettext("{n} finding:", "{n} findings:", count).format(n=count))
    output.table(
        (_("Finding"), _("Entry"), _("Where")),
        [(found.code, str(found.seq) if found.seq else "", found.text) for found in report.findings],
    )


def _complain(finding: Finding, output: Output) -> None:
    from app.texts import explain
    from app.vaults import failure

    told = explain(failure(_FAILURES.get(finding.code, "trail_damaged"), seq=str(finding.seq)))
    output.complain(told.code, told.sentence, told.advice)


COMMANDS = (
    Command(
        "trail list",
        N_("Show who did what, newest first; with --client, who had to do with a client."),
        listing,
        (
            VAULT,
            argument("--client", metavar="CODE", help=N_("Only what concerns this client, such as K-0001.")),
            argument("--record", metavar="RECORD", help=N_("Only what concerns this record.")),
            argument("--action", metavar="CODE", action="append", help=N_("Only this action; may be repeated.")),
            argument("--since", metavar="TIME", help=N_("Not before this time, such as 2026-11-22.")),
            argument("--until", metavar="TIME", help=N_("Before this time, such as 2026-12-01.")),
            argument("--before", metavar="N", type=at_least_one, help=N_("Only entries with a smaller number.")),
            argument(
                "--limit",
                metavar="N",
                type=at_least_one,
                default=_PAGE,
                help=N_("How many entries; 200 if nothing is said."),
            ),
        ),
        unlocks=True,
    ),
    Command(
        "trail verify",
        N_("Verify the whole audit trail."),
        verify,
        (VAULT, argument("--full", action="store_true", help=N_("Check every single signature; slower."))),
        unlocks=True,
    ),
)
