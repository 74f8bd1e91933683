"""What needs attention: what is due, unfinished drafts, sessions that have no note yet."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

import msgspec

from app.cli.grammar import VAULT, Command
from app.cli.output import Output
from app.texts import N_, _

if TYPE_CHECKING:
    from app.services.reading.attention import Wanted


def due(asked: Namespace, output: Output) -> None:
    """The list, what is late first."""
    from app.cli import way_in
    from app.services.reading import attention

    with way_in.signed_in(asked, output) as desk:
        found = attention.all_of(desk)
    if output.as_json:
        for one in found:
            output.document(msgspec.to_builtins(one))
    elif found:
        titles = (_("Due"), _("Kind"), _("Client"), _("Title"), _("State"), _("When"), _("Id"))
        output.table(titles, [_row(one) for one in found])
    else:
        output.say(_("Nothing needs attention."))


def _row(one: Wanted) -> tuple[str, ...]:
    from app.cli import words

    state = words.state(one.kind, one.state, one.status) if one.state else _("Not written yet")
    return (
        words.when(one.due),
        words.kind(one.kind),
        one.client or "",
        one.words or one.title,
        state,
        words.when(one.at),
        one.id or "",
    )


COMMANDS = (
    Command(
        "due",
        N_("List what needs attention: what is due, unfinished drafts, sessions without a note."),
        due,
        (VAULT,),
        unlocks=True,
    ),
)
