"""What the editor asks the vault for: a new record, a draft to go on with, or a signed record to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.records import KINDS
from app.records.amendment import Amendment
from app.services import clients, consents, files, practices, records

if TYPE_CHECKING:
    from app.desk import Desk
    from app.rules.session_consent import Strip
    from app.services.records import Editing, Opened


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which record: a new one of a kind and client, or one that exists."""

    kind: str
    record: str | None = None
    client: str | None = None
    purpose: str | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is shown: exactly one of `editing` and `opened` is there."""

    kind: str
    client: str | None
    client_code: str
    client_name: str
    editing: Editing | None = None
    opened: Opened | None = None
    author: str = ""  # who wrote what is opened
    authors: tuple[str, ...] = ()  # who wrote its amendments
    strip: Strip | None = None
    last_note: str | None = None
    was_kept: bool = False  # `editing` is a draft that was taken up again

    @property
    def editing_is_new(self) -> bool:
        """Whether what is written was never saved or signed."""
        return self.editing is not None and self.editing.is_new


def load(desk: Desk, wanted: Wanted) -> Loaded:
    """Runs on the engine thread.

    Raises:
        KnownError: `purpose_needed` for a file that is not one's own, `not_found`, and the others of `records.open`.
    """
    if wanted.record is None:
        prefill: dict[str, list[str]] = (
            {"explained": []} if wanted.kind == "consent" else {}
        )  # what was explained is ticked, never assumed
        return _for_writing(desk, records.start(desk, wanted.kind, wanted.client, **prefill))
    if wanted.record in records.unfinished(desk):
        return _for_writing(desk, records.resume(desk, wanted.record), was_kept=True)
    if not KINDS[wanted.kind].signed:
        return _for_writing(desk, records.edit(desk, wanted.record, wanted.purpose))
    return _for_reading(desk, wanted)


def last_note(desk: Desk, record: str) -> Opened:
    """The note beside the editor; showing it is a view like any other."""
    return records.open(desk, record)


def _for_writing(desk: Desk, editing: Editing, *, was_kept: bool = False) -> Loaded:
    code, name = _who(desk, editing.client)
    is_session = editing.kind == "session_note" and editing.client is not None
    return Loaded(
        editing.kind,
        editing.client,
        code,
        name,
        editing=editing,
        strip=consents.strip(desk, editing.client) if is_session and editing.client else None,
        last_note=_last_signed(desk, editing.client) if is_session and editing.client else None,
        was_kept=was_kept,
    )


def _for_reading(desk: Desk, wanted: Wanted) -> Loaded:
    assert wanted.record is not None
    opened = records.open(desk, wanted.record, wanted.purpose)
    if isinstance(opened.body, Amendment):
        opened = records.open(desk, opened.body.target, wanted.purpose)
    client = wanted.client or desk.signin.label(opened.record.compartment).get("client")
    code, name = _who(desk, client)
    author = practices.person_name(desk, opened.record.author)
    authors = tuple(practices.person_name(desk, each.record.author) for each in opened.amendments)
    return Loaded(opened.record.kind, client, code, name, opened=opened, author=author, authors=authors)


def _who(desk: Desk, client: str | None) -> tuple[str, str]:
    found = clients.rows(desk, [client]) if client else []
    return (found[0].code, found[0].name) if found else ("", "")


def _last_signed(desk: Desk, client: str) -> str | None:
    lines = files.timeline(desk, client, ("session_note",), limit=20)
    return next((line.record for line in lines if line.state == "signed" and line.status != "entered_in_error"), None)
