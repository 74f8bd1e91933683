"""How long files are kept: the rules with their source, every branch, what holds them. Nothing is destroyed."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from app import formats
from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.texts import N_, _

if TYPE_CHECKING:
    from app.services.client_files.retention import KeptRow, Shown


def retention(asked: Namespace, output: Output) -> None:
    """How long the files of all clients, or of one, are kept. Nothing is destroyed."""
    from app.cli import way_in
    from app.services import clients
    from app.services.client_files import retention as service

    with way_in.signed_in(asked, output) as desk:
        wanted = [clients.by_code(desk, asked.client)] if asked.client else clients.ids(desk)
        codes = clients.codes_of(desk, wanted)
        found = [(codes.get(client, asked.client or ""), service.of(desk, client)) for client in wanted]
    if output.as_json:
        for code, shown in found:
            output.document(_shown(code, shown))
    elif asked.client:
        _say_kept(found[0][1], output)
    else:
        titles = (_("Client"), _("Keep until"), _("Hold"), _("Rule"))
        output.table(titles, [_kept_line(code, shown) for code, shown in found])


def _shown(code: str, shown: Shown) -> dict[str, Any]:
    return {
        "client": code,
        "keep_until": _iso(shown.keep_until),
        "open": shown.is_open,
        "law": shown.law,
        "holds": [{"record": each.record, "kind": each.kind, "since": each.since} for each in shown.holds],
        "rules": [_kept(row) for row in shown.rows],
        "said": list(shown.said),
    }


def _kept(row: KeptRow) -> dict[str, Any]:
    return {
        "rule": row.rule,
        "pack": row.pack,
        "citation": row.citation,
        "verified": row.is_verified,
        "keep_until": _iso(row.keep_until),
        "summary_until": _iso(row.summary_until),
        "branches": [
            {"label": label, "until": _iso(until), "verified": is_verified}
            for label, until, is_verified in row.branches
        ],
        "why": row.why,
    }


def _kept_line(code: str, shown: Shown) -> tuple[str, ...]:
    first = next(iter(shown.rows), None)
    until = formats.short_date(shown.keep_until) if shown.keep_until else "–"
    rule = next((row.title for row in shown.rows if row.keep_until == shown.keep_until), "")
    return (code, until, _("held") if shown.is_held else "", rule if shown.keep_until else first.why if first else "")


def _say_kept(shown: Shown, output: Output) -> None:
    for sentence in shown.said:
        output.say(sentence)
    for held in shown.holds:
        output.say(f"! {held.label} ({held.since})")
    for row in shown.rows:
        output.say()
        output.say(f"{row.title}: {formats.long_date(row.keep_until) if row.keep_until else row.why}")
        for label, until, is_verified in row.branches:
            mark = _("not verified")
            words = "" if is_verified else f" ({mark})"
            output.say(f"    {label}: {formats.long_date(until)}{words}")
        if row.summary_until:
            words = _("A summary until {date}").format(date=formats.long_date(row.summary_until))
            output.say(f"    {words}")
        output.say(f"    {row.citation} ({row.mark})")
        for note in row.notes:
            output.say(f"    {note}")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


COMMANDS = (
    Command(
        "retention",
        N_("Show how long the files of clients are kept, and by which rule; nothing is destroyed."),
        retention,
        (VAULT, argument("--client", metavar="CODE", help=N_("Only this client, such as K-0001, with every branch."))),
        unlocks=True,
    ),
)
