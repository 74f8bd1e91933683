"""Legal holds: nothing of a client's file is destroyed while one stands."""

from __future__ import annotations

from argparse import Namespace

from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.texts import N_
from app.vaults import failure


def hold(asked: Namespace, output: Output) -> None:
    """Put a hold on a client's file, or lift one."""
    from app.cli import way_in
    from app.records.legal_hold import HoldReason
    from app.services import clients
    from app.services.client_files import holds

    with way_in.signed_in(asked, output) as desk:
        client = clients.by_code(desk, asked.client)
        if asked.lift:
            if asked.lift not in {row.record for row in holds.in_force(desk, client)}:
                raise failure("not_in_force")
            saved, hold_id = holds.lift(desk, asked.lift, because=asked.reason), asked.lift
        else:
            saved = holds.place(
                desk, client, reason=HoldReason.OTHER, note=asked.reason, set_by=asked.set_by, review_due=asked.review
            )
            hold_id = saved.record
        standing = holds.in_force(desk, client)
    if output.as_json:
        output.document(
            {
                "id": hold_id,
                "record": saved.record,
                "client": asked.client,
                "lifted": hold_id not in {row.record for row in standing},
                "in_force": [row.record for row in standing],
            }
        )
    else:
        output.say(hold_id)


COMMANDS = (
    Command(
        "hold",
        N_("Forbid that anything of a client's file is destroyed, or lift that."),
        hold,
        (
            VAULT,
            argument("client", metavar="CLIENT", help=N_("The code of the client, such as K-0001.")),
            argument("--reason", metavar="TEXT", required=True, help=N_("Why it is set, or why it is lifted.")),
            argument("--lift", metavar="RECORD", default="", help=N_("The id of the hold to lift.")),
            argument("--set-by", metavar="WHO", default="", help=N_("Who asked for it, such as a court.")),
            argument("--review", metavar="DATE", default="", help=N_("When to look at it again; in six months.")),
        ),
        unlocks=True,
    ),
)
