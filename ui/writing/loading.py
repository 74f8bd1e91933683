"""What the editor asks the vault for: a new record, a draft to go on with, or a signed record to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app import clock
from app.records import KINDS
from app.records.amendment import Amendment
from app.records.cosignature import Cosignature
from app.records.movable import Movable
from app.records.session_note import SessionNote
from app.services import clients, records
from app.services.client_files import files
from app.services.client_safety import safety_facts
from app.services.consenting import consents
from app.services.personal import preferences, snippets
from app.services.personal.snippets import Library
from app.services.practice import practices
from app.services.reading import searches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.desk import Desk
    from app.records import RecordBody
    from app.rules.session_consent import Strip
    from app.services.records import Editing, Opened

_CAN_BE_KEPT_HERE = ("safety_plan", "safety_step")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which record: a new one of a kind and client, or one that exists.

    A new one begins with `values` of fields, and a note with `started`: a local day, or `2026-11-24T15:00`.
    """

    kind: str
    record: str | None = None
    client: str | None = None
    purpose: str | None = None
    started: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """Another record that this one names: its kind, id and client, and the code of that client."""

    kind: str
    record: str
    client: str | None
    code: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is shown: exactly one of `editing` and `opened` is there."""

    kind: str
    client: str | None
    client_code: str
    client_name: str
    lead_name: str = ""  # whose file it is, where it is a colleague's
    editing: Editing | None = None
    opened: Opened | None = None
    author: str = ""  # who wrote what is opened
    authors: tuple[str, ...] = ()  # who wrote its amendments
    cosigners: tuple[str, ...] = ()  # who took each step of co-signing it
    strip: Strip | None = None
    last_note: str | None = None
    is_last_note_wanted: bool = False  # beside what is written, without asking for it
    library: Library = field(default_factory=Library)  # what can be put into a text
    copied_from: Link | None = None  # where it was signed by mistake
    moved_to: Link | None = None  # where it was written again
    was_kept: bool = False  # `editing` is a draft that was taken up again
    may_leave: bool = True  # False for a safety plan of which the client must hold no copy

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
        return _for_writing(desk, _begun(desk, wanted))
    if wanted.record in records.unfinished(desk):
        return _for_writing(desk, records.resume(desk, wanted.record), was_kept=True)
    if not KINDS[wanted.kind].signed:
        return _for_writing(desk, records.edit(desk, wanted.record, wanted.purpose))
    return _for_reading(desk, wanted)


def last_note(desk: Desk, record: str) -> Opened:
    """The note beside the editor; showing it is a view like any other."""
    return records.open(desk, record)


def _begun(desk: Desk, wanted: Wanted) -> Editing:
    values = dict(wanted.values)
    if wanted.kind == "consent":
        values.setdefault("explained", [])  # what was explained is ticked, never assumed
    editing = records.start(desk, wanted.kind, wanted.client, **values)
    if not wanted.started or not isinstance(editing.body, SessionNote):
        return editing
    known = editing.body.started
    day, _mark, time = wanted.started.partition("T")
    time = time or (known.at.partition("T")[2] if known else "12:00")
    return editing.with_values({"started": {"at": f"{day}T{time}", "zone": clock.local_zone()}})


def _for_writing(desk: Desk, editing: Editing, *, was_kept: bool = False) -> Loaded:
    code, name, lead = _who(desk, editing.client)
    is_session = editing.kind == "session_note" and editing.client is not None
    liked = preferences.mine(desk)
    return Loaded(
        editing.kind,
        editing.client,
        code,
        name,
        lead,
        editing=editing,
        strip=consents.strip(desk, editing.client) if is_session and editing.client else None,
        last_note=_last_signed(desk, editing.client) if is_session and editing.client else None,
        is_last_note_wanted=liked.last_note_beside and editing.is_new and not was_kept,
        library=snippets.mine(desk) if KINDS[editing.kind].of_client else Library(),
        copied_from=_copied_from(desk, editing.body),
        was_kept=was_kept,
    )


def _for_reading(desk: Desk, wanted: Wanted) -> Loaded:
    assert wanted.record is not None
    opened = records.open(desk, wanted.record, wanted.purpose)
    if isinstance(opened.body, Amendment | Cosignature):
        opened = records.open(desk, opened.body.target, wanted.purpose)
    client = wanted.client or desk.signin.label(opened.record.compartment).get("client")
    code, name, lead = _who(desk, client)
    author = practices.person_name(desk, opened.record.author)
    authors = tuple(practices.person_name(desk, each.record.author) for each in opened.amendments)
    steps = opened.cosign.steps if opened.cosign is not None else []
    moved = (each.body.moved_to for each in opened.amendments if isinstance(each.body, Amendment))
    return Loaded(
        opened.record.kind,
        client,
        code,
        name,
        lead,
        opened=opened,
        author=author,
        authors=authors,
        cosigners=tuple(practices.person_name(desk, each.record.author) for each in steps),
        copied_from=_copied_from(desk, opened.body),
        moved_to=_link(desk, next(filter(None, moved), "")),
        may_leave=not _is_kept_here(desk, opened, client),
    )


def _is_kept_here(desk: Desk, opened: Opened, client: str | None) -> bool:
    if opened.record.kind not in _CAN_BE_KEPT_HERE or client is None:
        return False
    return opened.record.record in safety_facts.kept_here(desk, client)


def _copied_from(desk: Desk, body: RecordBody) -> Link | None:
    return _link(desk, body.copied_from) if isinstance(body, Movable) else None


def _link(desk: Desk, record: str) -> Link | None:
    """None where there is no such record, or this person may not know of it."""
    line = searches.line_of(desk, record) if record else None
    return Link(line.kind, record, line.client, _who(desk, line.client)[0]) if line is not None else None


def _who(desk: Desk, client: str | None) -> tuple[str, str, str]:
    """Code and name of a client, and the name of the lead where that is somebody else."""
    found = clients.rows(desk, [client]) if client else []
    if not found:
        return "", "", ""
    lead = found[0].lead_name if found[0].lead != desk.account else ""
    return found[0].code, found[0].name, lead


def _last_signed(desk: Desk, client: str) -> str | None:
    lines = files.timeline(desk, client, ("session_note",), limit=20)
    return next((line.record for line in lines if line.state == "signed" and line.status != "entered_in_error"), None)
