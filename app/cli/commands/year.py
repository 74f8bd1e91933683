"""The yearly report at a terminal: hours with clients, supervision, training, incidents of this person."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from app.cli.grammar import VAULT, Argument, Command, at_least_one
from app.cli.output import Output
from app.texts import N_, _

if TYPE_CHECKING:
    from app.services.supervision.years import Year


def year(asked: Namespace, output: Output) -> None:
    """The totals, then the months in which something took place."""
    from app import clock
    from app.cli import way_in
    from app.services.supervision import years

    with way_in.signed_in(asked, output) as desk:
        found = years.of(desk, asked.year or clock.today().year)
    if output.as_json:
        output.document(_document(found))
        return
    _say(found, output)


def _say(found: Year, output: Output) -> None:
    from app import formats
    from app.services.supervision import supervision_papers

    for name, value in supervision_papers.totals(found):
        output.say(f"{name}: {value}")
    titles = (_("Month"), _("Sessions"), _("Hours with clients"), _("Supervision"), _("Wanted by the scheme"))
    rows = [
        (
            supervision_papers.month_name(found, month.number),
            formats.number(month.sessions),
            formats.length(month.with_clients),
            formats.length(month.supervised),
            supervision_papers.enough_words(month) if found.scheme is not None else "",
        )
        for month in found.months
        if month.sessions or month.supervised
    ]
    if rows:
        output.table(titles, rows)


def _document(found: Year) -> dict[str, Any]:
    """Times in minutes; `scheme` is its key, or nothing."""
    months = [
        {
            "month": f"{found.year}-{month.number:02}",
            "sessions": month.sessions,
            "with_clients": month.with_clients,
            "supervised": month.supervised,
            "needed": month.needed,
            "short": month.short,
        }
        for month in found.months
    ]
    totals = ("year", "sessions", "with_clients", "supervised", "supervising", "among_colleagues")
    return {
        **{name: getattr(found, name) for name in totals},
        "scheme": found.scheme.key if found.scheme is not None else None,
        "training": dict(found.training),
        "incidents": found.incidents,
        "near_misses": found.near_misses,
        "months": months,
    }


COMMANDS = (
    Command(
        "year",
        N_("Show one's own year in figures: hours with clients, supervision, training, incidents."),
        year,
        (
            VAULT,
            Argument(
                ("--year",), N_("which year; without it, this one"), {"type": at_least_one, "metavar": N_("YEAR")}
            ),
        ),
        unlocks=True,
    ),
)
