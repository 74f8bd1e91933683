"""Where something goes, on the command line: `--to practice`, `--to client`, or a name and what the register asks."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, TypeVar

from app.cli.grammar import argument
from app.records.fields import Choice
from app.texts import N_
from app.vaults import failure

if TYPE_CHECKING:
    from app.rules.destinations import Sending

_C = TypeVar("_C", bound=Choice)

SOMEBODY = "somebody"
"""Instead of a name: whoever the release names."""

ARGUMENTS = (
    argument(
        "--to",
        metavar="WHOM",
        required=True,
        help=N_("For whom it is: practice, client, somebody (whom the release names), or a name."),
    ),
    argument("--release", metavar="RECORD", default="", help=N_("The release that it rests on.")),
    argument("--basis", metavar="CODE", help=N_("On what ground it is given to somebody else without a release.")),
    argument("--organisation", metavar="NAME", default="", help=N_("The organisation that receives it.")),
    argument(
        "--within-class", action="store_true", help=N_("The recipient belongs to the class that the release names.")
    ),
    argument("--reason", metavar="TEXT", default="", help=N_("For what it is given, in words.")),
    argument("--for", dest="purposes", metavar="CODE", action="append", help=N_("For what, as the release names it.")),
    argument("--contains", metavar="CODE", action="append", help=N_("A class of information in it, such as hiv.")),
    argument("--minimum", metavar="TEXT", default="", help=N_("Why this is the least that is enough.")),
    argument("--way", metavar="CODE", help=N_("In which way it goes, such as post or handed_over.")),
    argument("--informed", metavar="DATE", default="", help=N_("The day on which the client was told.")),
    argument("--not-informed", metavar="TEXT", default="", help=N_("Why the client was not told.")),
)


def sending(asked: Namespace) -> Sending:
    """What was said about where it goes; raises `unknown_choice` for a code that is none."""
    from app.records.release_choices import DisclosureBasis, InformationClass, ReleasePurpose, WayOut
    from app.rules.destinations import STAYS, TO_CLIENT, Destination, Sending

    if asked.to in {"practice", "client"}:
        return STAYS if asked.to == "practice" else TO_CLIENT
    return Sending(
        destination=Destination.SOMEBODY_ELSE,
        recipient="" if asked.to == SOMEBODY else asked.to,
        organisation=asked.organisation,
        release=asked.release,
        within_class=asked.within_class,
        basis=_chosen(DisclosureBasis, "--basis", asked.basis) if asked.basis else None,
        reason=asked.reason,
        purposes=tuple(_chosen(ReleasePurpose, "--for", one) for one in asked.purposes or ()),
        information=frozenset(_chosen(InformationClass, "--contains", one) for one in asked.contains or ()),
        minimum_necessary=asked.minimum,
        method=_chosen(WayOut, "--way", asked.way) if asked.way else None,
        informed_on=asked.informed,
        not_informed=asked.not_informed,
    )


def _chosen(choices: type[_C], name: str, value: str) -> _C:
    found = next((one for one in choices if one.value == value), None)
    if found is None:
        raise failure("unknown_choice", field=name, path=name, choices=", ".join(choices))
    return found
