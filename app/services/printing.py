"""Printing and saving: the one way by which something readable leaves the program.

Prepare a paper with `papers`, draw it, and ask where it goes (`offers`). `begin` writes the entry; only then does
`printer_pages` or `save` let it out; `finish` writes how it ended.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app import paths, worker
from app.desk import Action, Desk
from app.records.fields import Choice
from app.reports import pages
from app.reports.pages import PageImage
from app.rules.permissions import VAULT
from app.rules.purposes import TO_CLIENT
from app.services.papers import Prepared
from app.texts import N_, _
from app.vaults import KnownError, failure
from storage.vault import Event

How = Literal["print", "save"]
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

SCREEN_DPI, PRINTER_DPI = 96, 300
_NAMED_AT_ONCE = 200
_ACTIONS = {"print": "print", "save": "export"}
_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_PRIVATE_FILE = 0o600


class Destination(Choice):
    """Where a paper goes."""

    PRACTICE = "practice", N_("It stays with us")
    CLIENT = "client", N_("To the client")
    SOMEBODY_ELSE = "somebody_else", N_("To somebody else")


_EXPLAINED = {
    Destination.PRACTICE: N_("For the work of this practice. The audit trail says who made it and when."),
    Destination.CLIENT: N_(
        "The audit trail says that it was given to the client. "
        "The register of disclosures does not exist yet: it comes with a later version."
    ),
    Destination.SOMEBODY_ELSE: N_(
        "This needs the client's release or a legal basis. This version cannot keep releases yet, so nothing is made."
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One answer of the sheet; the first possible one is preselected."""

    destination: Destination
    label: str
    explanation: str
    is_possible: bool


@dataclass(frozen=True, slots=True)
class Release:
    """Something that may leave now, because the entry that says so is durable."""

    action: str
    events: tuple[Event, ...]
    vault: Path | None = None


def offers(prepared: Prepared) -> list[Offer]:
    """The answers of the sheet; none where the paper never asks."""
    return offers_of_file(is_private=prepared.is_private) if prepared.asks else []


def offers_of_file(*, is_private: bool = False) -> list[Offer]:
    """The same answers for what is no paper: an attached file."""
    impossible = {Destination.SOMEBODY_ELSE} | ({Destination.CLIENT} if is_private else set())
    return [Offer(one, _(one.label), _(_EXPLAINED[one]), one not in impossible) for one in Destination]


def draw(prepared: Prepared, progress: Progress | None = None, cancelled: Cancelled | None = None) -> bytes:
    """The paper as a PDF in memory, drawn by a worker process; call it where waiting is allowed.

    Raises:
        KnownError: `stopped` when it was cancelled.
    """
    return worker.draw_paper(prepared.paper, progress, cancelled)


def preview(pdf: bytes, dpi: int = SCREEN_DPI) -> Iterator[PageImage]:
    """The pages for the screen: what is on them was logged when it was read."""
    return pages.images(pdf, dpi)


def begin(
    desk: Desk, prepared: Prepared, destination: Destination = Destination.PRACTICE, how: How = "save"
) -> Release:
    """Write that it begins; the entry is durable on return. End it with `finish`.

    Raises:
        KnownError: `release_needed` for somebody else, `private_stays` for a private note, `refused`, `no_space`.
    """
    for kind in dict.fromkeys(desk.signin.compartment_kind(compartment) for _record, compartment in prepared.objects):
        desk.require(Action.PRINT, kind)
    if prepared.document == "trail":
        desk.require(Action.VIEW_TRAIL, VAULT)
    desk.require(Action.PRINT, "practice")
    if destination is Destination.SOMEBODY_ELSE and prepared.asks:
        raise failure("release_needed")
    if destination is Destination.CLIENT and prepared.is_private:
        raise failure("private_stays")
    release = Release(_ACTIONS[how], _events(prepared, destination, _ACTIONS[how]), desk.signin.path)
    for event in release.events:
        desk.signin.note_event(event)
    return release


def without_desk(prepared: Prepared) -> Release:
    """Let out what holds nothing of the practice, before anybody has signed in: there is no trail to write to.

    Raises:
        ValueError: for any other paper; that is a mistake of the caller.
    """
    if prepared.asks or prepared.objects or prepared.paper.letterhead:
        raise ValueError("only what ships may leave without an entry")
    return Release("export", ())


def printer_pages(release: Release, pdf: bytes, dpi: int = PRINTER_DPI) -> Iterator[PageImage]:
    """The pages for a printer, one by one."""
    del release  # asked for, so that nobody prints before the entry is durable
    return pages.images(pdf, dpi)


def save(release: Release, pdf: bytes, path: Path, *, replace: bool = False) -> Path:
    """Write the PDF, readable by this user alone; call it where waiting is allowed.

    Raises:
        KnownError: `already_exists` unless `replace`, `inside_vault`, `no_space`, `not_writable`.
    """
    if release.vault is not None and path.resolve().is_relative_to(release.vault.resolve()):
        raise failure("inside_vault")
    with _known_errors(path):
        if replace:
            paths.replace_file(path, pdf)
        else:
            _write_new(path, pdf)
    return path


def finish(desk: Desk, release: Release, outcome: str = "done") -> None:
    """Write how it ended: `done`, `failed`, `stopped`, or the name of the failure."""
    desk.require_anywhere(Action.PRINT)
    for event in release.events:
        desk.signin.note_event(_ended(event, outcome))


def to_file(  # noqa: PLR0913 - one way in, by name
    desk: Desk,
    prepared: Prepared,
    path: Path,
    destination: Destination = Destination.PRACTICE,
    *,
    replace: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Path:
    """All of it in one call, for the command line; raises what the steps raise."""
    desk.require_anywhere(Action.PRINT)
    pdf = draw(prepared, progress, cancelled)
    release = begin(desk, prepared, destination)
    try:
        written = save(release, pdf, path, replace=replace)
    except KnownError as error:
        finish(desk, release, error.name)
        raise
    except BaseException:
        finish(desk, release, "failed")
        raise
    finish(desk, release)
    return written


def _events(prepared: Prepared, destination: Destination, action: str) -> tuple[Event, ...]:
    """One entry, or as many as are needed to name every record."""
    purpose = TO_CLIENT if destination is Destination.CLIENT else prepared.purpose
    objects = prepared.objects
    parts = [objects[start : start + _NAMED_AT_ONCE] for start in range(0, len(objects), _NAMED_AT_ONCE)] or [()]
    facts: dict[str, Any] = {"document": prepared.document, "destination": destination.value}
    return tuple(
        Event(
            action=action,
            outcome="begun",
            objects=part,
            purpose=purpose,
            facts=facts | ({"part": number, "parts": len(parts)} if len(parts) > 1 else {}),
        )
        for number, part in enumerate(parts, start=1)
    )


def _ended(event: Event, outcome: str) -> Event:
    return Event(action=event.action, outcome=outcome, objects=event.objects, purpose=event.purpose, facts=event.facts)


def _write_new(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, _PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise


@contextlib.contextmanager
def _known_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise failure("already_exists", path=str(path)) from error
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise failure("no_space") from error
        raise failure("not_writable", problem=os.strerror(error.errno or 0)) from error
