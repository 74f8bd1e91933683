"""Signing in for one command, and signing off whatever happens."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app import formats
from app.cli import given
from app.cli.output import Output, Progress
from app.texts import N_, _, ngettext

if TYPE_CHECKING:
    from app.desk import Desk
    from app.vaults import Notice, SecretBytes
    from storage.vault import How

TRIGGER = "command"


Key = tuple["SecretBytes", "How"]


def key_of(asked: Namespace) -> Key:
    """What was given to get in, and how it is to be read."""
    if asked.recovery_file is not None:
        return given.secret(asked.recovery_file), "recovery"
    if asked.passphrase_file is not None:
        return given.secret(asked.passphrase_file), "passphrase"
    return given.asked_secret(_("Passphrase:")), "passphrase"


def key_to_vault(asked: Namespace) -> Key:
    """The same; a wrong path is told before anybody is asked for a passphrase."""
    from app.vaults import failure, is_vault

    if not is_vault(asked.vault):
        raise failure("no_vault", path=str(asked.vault))
    return key_of(asked)


@contextmanager
def signed_in(asked: Namespace, output: Output, key: Key | None = None) -> Iterator[Desk]:
    """The desk of who signs in, for the length of a command.

    A command that reads more input takes the key first and hands it over: what cannot be used is then told without
    a sign-in.
    """
    from app.services.practice import practices

    secret, how = key or key_to_vault(asked)
    with secret, output.progress(_("Filling the index…")) as progress:
        desk = practices.unlock(
            asked.vault,
            secret=secret,
            login=asked.account,
            how=how,
            allow_cheap=asked.rules.allow_cheap,
            progress=lambda step: _index_progress(step, progress),
        )
    with kept(desk):
        for text in told(desk):
            output.note(text)
        yield desk


def told(desk: Desk) -> list[str]:
    """What somebody has to be told now that they have signed in; with others in the practice, who came and went."""
    from app.services.people import news

    texts = [words_of(notice) for notice in desk.signin.notices]
    if any(notice.name == "people_changed" for notice in desk.signin.notices):
        texts += news.news(desk)
    return [text for text in texts if text]


@contextmanager
def kept(desk: Desk) -> Iterator[Desk]:
    """A desk that is left locked."""
    from app.services.practice import practices

    try:
        yield desk
    finally:
        practices.lock(desk, TRIGGER)


_TOLD = {
    "history_missing": N_("Part of the history that you have seen before is missing from this vault."),
    "ballast_missing": N_("The disk is nearly full: only what must be kept, such as drafts, still finds room."),
    "people_missing": N_("The list of people in this vault is not the one that you have seen before."),
    "record_planted": N_("Somebody who had no right to a client's file put a record beside it. It is not shown."),
    "header_repaired": N_(
        "One of the two copies of the vault's header was damaged. It was repaired from the other one."
    ),
    "change_done": N_(
        "A change of the passphrase or the recovery sheet was interrupted just before its end. It counts."
    ),
    "change_failed": N_("A change of the passphrase or the recovery sheet was interrupted. It does not count."),
    "adding_done": N_("Adding a person was interrupted just before its end. The account is there."),
    "adding_failed": N_("Adding a person was interrupted. Nobody was added: begin again."),
    "rekeying_failed": N_("Giving the vault new keys was interrupted. It does not count."),
}


def words_of(notice: Notice) -> str:
    """What a person has to be told after signing in; empty for what only a window shows."""
    if notice.name == "failed_attempts":
        count = int(notice.values["count"])
        return ngettext(
            "Since your last sign-in, somebody tried {n} time to sign in and failed.",
            "Since your last sign-in, somebody tried {n} times to sign in and failed.",
            count,
        ).format(n=count)
    if notice.name == "session_cut":
        text = _("The session of {moment} ended without signing off: a crash, a power cut, or a slow lock.")
        return text.format(moment=formats.moment(notice.values["at"]))
    if notice.values.get("forked"):
        return _("This is not the copy that you worked in before: both have gone on by themselves.")
    return _(_TOLD[notice.name]) if notice.name in _TOLD else ""


def _index_progress(step: str, progress: Progress) -> None:
    """`index 50/900` moves the bar; the other steps are quick."""
    name, _space, numbers = step.partition(" ")
    if name == "index" and numbers:
        done, _slash, total = numbers.partition("/")
        progress(int(done), int(total))
