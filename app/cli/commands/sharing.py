"""Sharing a client's file, taking it back, and handing files over to another lead."""

from __future__ import annotations

import signal
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.rules.sharing import Level, Part
from app.texts import N_, _, explain

_STOPPING = ("SIGINT", "SIGTERM", "SIGHUP")
_LEVELS = {"read": Level.READ, "write": Level.WRITE, "share": Level.SHARE}


def grant(asked: Namespace, output: Output) -> None:
    """Share a file, or change how far and until when it is shared."""
    from app.cli import way_in
    from app.services import clients
    from app.services.people import colleagues, sharing
    from app.services.people.sharing import Giving

    with way_in.signed_in(asked, output) as desk:
        client = clients.by_code(desk, asked.client)
        found = colleagues.by_login(desk, asked.login)
        parts = (Part.IDENTITY,) if asked.identity_only else tuple(Part)
        giving = Giving(
            account=found.account, level=_LEVELS[asked.level], parts=parts, reason=asked.reason, until=asked.until
        )
        sharing.give(desk, client, giving)
        row = next(row for row in sharing.of_file(desk, client).rows if row.account == found.account)
    if output.as_json:
        rights = {part.value: level.value.split() if level else [] for part, level in (
            (Part.IDENTITY, row.identity), (Part.CLINICAL, row.clinical),
        )}  # fmt: skip
        output.document({"client": asked.client, "login": found.login, **rights, "until": row.until or None})
    else:
        output.say(f"{row.name}: {row.words}")


def revoke(asked: Namespace, output: Output) -> None:
    """Close a file to somebody; it gets new keys."""
    from app.cli import way_in
    from app.services import clients
    from app.services.people import colleagues, sharing

    with way_in.signed_in(asked, output) as desk:
        client = clients.by_code(desk, asked.client)
        found = colleagues.by_login(desk, asked.login)
        sharing.take_back(desk, client, found.account, reason=asked.reason)
        left = [row.account for row in sharing.of_file(desk, client).rows]
    if output.as_json:
        output.document({"client": asked.client, "login": found.login, "holders": left})
    else:
        output.say(_("{name} cannot open {client} any more.").format(name=found.name, client=asked.client))
        output.say(_("What they have read, or what lies in an older backup, stays readable to them."))


def handover(asked: Namespace, output: Output) -> int:
    """Hand over the files that somebody leads, or one of them, with a letter in each of what is open."""
    from app.cli import way_in
    from app.cli.running import STOPPED
    from app.services import clients
    from app.services.people import colleagues, handing_over

    keeps = _LEVELS[asked.keep] if asked.keep else None
    with way_in.signed_in(asked, output) as desk, output.progress(_("Handing over…")) as progress:
        former, to = (colleagues.by_login(desk, login).account for login in (asked.former, asked.to))
        if asked.client:
            client = clients.by_code(desk, asked.client)
            done = [handing_over.hand_over(desk, client, to, reason=asked.reason, keeps=keeps)]
        else:
            with _stopping_between_files() as stopped:
                done = handing_over.hand_over_all(
                    desk, former, to, reason=asked.reason, keeps=keeps, progress=progress, cancelled=stopped
                )
    for one in done:
        problem = f"CS-{one.problem.code}" if one.problem else None
        if output.as_json:
            output.document({"client": one.code, "to": asked.to, "record": one.record or None, "problem": problem})
        elif one.problem is None:
            output.say(_("{client}: handed over to {name}").format(client=one.code, name=one.to_name))
        else:
            output.say(_("{client}: stays, {problem}").format(client=one.code, problem=explain(one.problem).sentence))
    if not done and not output.as_json:
        output.say(_("There is no file to hand over."))
    problems = {one.problem.name for one in done if one.problem}
    return STOPPED if "stopped" in problems else int(bool(problems))


@contextmanager
def _stopping_between_files() -> Iterator[Callable[[], bool]]:
    """Ctrl-C waits for the file at hand: each is handed over whole or not at all, and what was done is told.

    Where nothing was done yet, the command ends as any other that is stopped.
    """
    from app.vaults import KnownError

    asked: list[int] = []
    names = [name for name in _STOPPING if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), lambda number, _frame: asked.append(number)) for name in names}
    try:
        yield lambda: bool(asked)
    except KnownError as error:
        if error.name == "stopped":
            raise KeyboardInterrupt from error
        raise
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


_CLIENT = argument("client", metavar="CLIENT", help=N_("The code of the client, such as K-0001."))
_LOGIN = argument("login", metavar="LOGIN", help=N_("The sign-in name of the person it is about."))
_CHOICES = {"choices": tuple(_LEVELS)}
COMMANDS = (
    Command("grant", N_("Share a client's file with somebody."), grant, (
        VAULT,
        _CLIENT,
        _LOGIN,
        argument("--reason", metavar="TEXT", required=True, help=N_("Why; it stands in the audit trail, sealed.")),
        argument("--level", default="read", **_CHOICES, help=N_("How far; each includes the one before.")),
        argument("--until", metavar="DATE", default="", help=N_("The last day, such as 2026-12-03.")),
        argument("--identity-only", action="store_true", help=N_("Only who the client is, not the clinical file.")),
    ), unlocks=True),
    Command("revoke", N_("Close a client's file to somebody."), revoke, (
        VAULT,
        _CLIENT,
        _LOGIN,
        argument("--reason", metavar="TEXT", default="", help=N_("Why; it stands in the audit trail, sealed.")),
    ), unlocks=True),
    Command("handover", N_("Hand over the files of one lead to another."), handover, (
        VAULT,
        argument("former", metavar="FROM", help=N_("The sign-in name of the lead until now.")),
        argument("to", metavar="TO", help=N_("The sign-in name of the new lead.")),
        argument("--reason", metavar="TEXT", required=True, help=N_("Why; it stands in the letter in each file.")),
        argument("--client", metavar="CODE", default="", help=N_("Only the file of this client, such as K-0001.")),
        argument("--keep", **_CHOICES, help=N_("What the lead until now may still do; nothing if it is not said.")),
    ), unlocks=True),
)  # fmt: skip
