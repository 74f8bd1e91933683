"""Documents: files attached to a record, opened in memory, and let out again under their entry."""

from __future__ import annotations

import contextlib
import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec

from app.desk import Action, Desk
from app.keeping import compartments, opening, why
from app.keeping.outgoing import Parcel
from app.media import file_types, names, viewing
from app.media.file_types import FileType
from app.media.viewing import Viewing
from app.records import KINDS, RecordBody, kind_of
from app.records.document import Attachment, Document
from app.rules import information
from app.rules.destinations import Sending
from app.services import clients, drafting
from app.services.drafting import Editing
from app.services.outgoing import releasing
from app.texts import _
from app.vaults import failure
from storage.vault import MOST_ATTACHED_BYTES

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
Source = Path | bytes

_KIND = "document"


@dataclass(frozen=True, slots=True)
class Viewable:
    """An attached file, whole and verified, in memory only."""

    name: str
    type: str
    data: bytes = field(repr=False)

    @property
    def is_shown(self) -> bool:
        """Whether `view` or `text_of` can show it; all others are kept and can be let out."""
        known = file_types.BY_NAME.get(self.type)
        return known is not None and known.shown


@dataclass(frozen=True, slots=True)
class Detached:
    """A file that was let out, and what it is a copy of."""

    record: str
    attachment: Attachment
    file: Path


def attach(
    desk: Desk,
    client_id: str,
    source: Source,
    name: str = "",
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Editing:
    """A new document in a client's file with this file attached; it is kept as a draft.

    Raises:
        KnownError: what `add` raises; then there is no draft.
    """
    editing = drafting.start(desk, _KIND, client_id)
    return add(desk, editing, source, name, progress=progress, cancelled=cancelled)


def add(
    desk: Desk,
    editing: Editing,
    source: Source,
    name: str = "",
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Editing:
    """Attach one more file to a document that is being written; use the result from then on.

    A picture is made again without what the camera wrote into it; the original is not kept.

    Raises:
        KnownError: `empty_file`, `dangerous_file`, `unknown_file_type`, `unreadable_file`, `unreadable_pdf`,
            `too_many_pixels`, `attachment_too_large`, `not_a_file`, `no_documents_here`, `no_space`, `stopped` …
    """
    body = _document(desk, editing)
    with _opened(source) as stream:
        given = name or (source.name if isinstance(source, Path) else "")
        file_type = file_types.recognise(stream, given)
        with _prepared(stream, file_type) as (kept, length, pages):
            editing = _with_compartment(desk, editing)
            attached = desk.signin.attach(
                editing.compartment or "", kept, length, progress=progress, cancelled=cancelled
            )
    shown = names.clean(given, file_type)
    part = Attachment(attached.id, shown, file_type.name, attached.bytes, attached.sha256)
    values = {
        "attachments": [msgspec.to_builtins(each) for each in (*body.attachments, part)],
        "pages": (body.pages or 0) + pages or None,
        "title": body.title or shown.removesuffix(file_type.extension),
    }
    return drafting.keep(desk, editing.with_values(values))


def remove(desk: Desk, editing: Editing, attachment: Attachment) -> Editing:
    """Take a file out of a document that is being written; it is gone at the next start at the latest."""
    body = _document(desk, editing)
    rest = [msgspec.to_builtins(part) for part in body.attachments if part.id != attachment.id]
    return drafting.keep(desk, editing.with_values({"attachments": rest}))


def open(
    desk: Desk,
    record_id: str,
    attachment: Attachment,
    purpose: str | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Viewable:
    """An attached file of a record that was opened; the entry is durable before a byte of it is decrypted.

    Raises:
        KnownError: `no_attachment`, `attachment_damaged`, `not_shared`, `refused`, `stopped` …
    """
    compartment = desk.require_record(Action.VIEW, record_id)
    data = desk.signin.read_attachment(
        record_id,
        attachment.id,
        purpose=why.purpose_in(desk, compartment, purpose),
        progress=progress,
        cancelled=cancelled,
    )
    return Viewable(attachment.name, attachment.type, data)


def view(viewable: Viewable) -> Viewing:
    """Its pages as pixels, made by a process that holds no key; call it where waiting is allowed, and close it.

    Raises:
        KnownError: `only_kept` for a type that is not shown, `unreadable_file`, `unreadable_pdf`, `too_many_pixels`.
    """
    if not viewable.is_shown or viewable.type == file_types.TEXT.name:
        raise failure("only_kept")
    return viewing.view(viewable.type, viewable.data)


def text_of(viewable: Viewable) -> str:
    """The words of a text file; raises `only_kept` for any other."""
    if viewable.type != file_types.TEXT.name:
        raise failure("only_kept")
    return viewable.data.decode("utf-8-sig", "replace")


def files_of(body: RecordBody) -> list[Attachment]:
    """The files that a record names; only documents name any."""
    return body.attachments if isinstance(body, Document) else []


def unseen_in(files: Sequence[Attachment]) -> list[str]:
    """What stays in these files that nobody sees by looking at them: a sentence for each kind of file, with its names.

    By their content: what a file is called says nothing. Photos are made again without it, and are not named.
    """
    names_by: dict[str, list[str]] = {}
    for one in files:
        known = file_types.BY_NAME.get(one.type)
        if known is not None and known.unseen:
            names_by.setdefault(known.unseen, []).append(one.name)
    return [_(sentence).format(names=", ".join(called)) for sentence, called in names_by.items()]


def detach(
    desk: Desk,
    attachment_id: str,
    destination: Path,
    where: Sending,
    purpose: str | None = None,
    *,
    replace: bool = False,
) -> Detached:
    """Let a file out: an entry that it begins, for others a disclosure, the file, an entry how it ended.

    `destination` is a new file, with `replace` also one that is there already, or a folder, where the file is named
    for the client's code.

    Raises:
        KnownError: what `releasing.begin` raises, `already_exists` unless `replace`, `inside_vault`, `no_attachment`,
            `no_space` …
    """
    desk.require_anywhere(Action.PRINT)
    parcel, attachment = _parcel(desk, attachment_id, purpose)
    ((record_id, compartment),) = parcel.objects
    target = _target(desk, compartment, attachment, destination)
    with releasing.leaving(desk, parcel, where) as permit:
        data = open(desk, record_id, attachment).data
        if permit.notice:
            releasing.save_notice(permit, _beside(target), replace=replace)
        releasing.save(permit, data, target, replace=replace)
    return Detached(record_id, attachment, target)


def parcel_of(desk: Desk, attachment_id: str, purpose: str | None = None) -> Parcel:
    """An attached file as something that may leave, for asking where it goes; raises `no_attachment`."""
    desk.require_anywhere(Action.PRINT)
    return _parcel(desk, attachment_id, purpose)[0]


def _parcel(desk: Desk, attachment_id: str, purpose: str | None) -> tuple[Parcel, Attachment]:
    record_id = desk.signin.record_with(attachment_id)
    if record_id is None:
        raise failure("no_attachment", what=attachment_id)
    compartment = desk.require_record(Action.PRINT, record_id)
    reason = why.purpose_in(desk, compartment, purpose)
    body = _body_with(desk, record_id, reason)
    attachment = next((part for part in files_of(body) if part.id == attachment_id), None)
    if attachment is None:
        raise failure("no_attachment", what=attachment_id)
    parcel = Parcel(
        document="attachment",
        objects=((record_id, compartment),),
        purpose=reason,
        attachment=(attachment.id, attachment.sha256),
        file_name=attachment.name,
        information=information.in_body(body),
        has_notice=True,
    )
    return parcel, attachment


def _document(desk: Desk, editing: Editing) -> Document:
    """The body to attach to, after the right to write it was checked."""
    desk.require(Action.SAVE, kind_of(editing.kind).compartment, compartment=editing.compartment, record=editing.record)
    if not isinstance(editing.body, Document):
        raise failure("no_documents_here")
    if not editing.is_new or desk.signin.head_of(editing.record) is not None:
        raise failure("already_signed")
    return editing.body


def _with_compartment(desk: Desk, editing: Editing) -> Editing:
    """A file is sealed for the place where its record will be."""
    return editing if editing.compartment is not None else drafting.keep(desk, editing)


@contextlib.contextmanager
def _opened(source: Source) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        stream = source.open("rb")
    except OSError as error:
        raise failure("not_a_file", path=str(source)) from error
    with stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise failure("not_a_file", path=str(source))
        yield stream


@contextlib.contextmanager
def _prepared(stream: BinaryIO, file_type: FileType) -> Iterator[tuple[BinaryIO, int, int]]:
    """What is kept of a file: its bytes, how many, and its pages (0 where there are none to count)."""
    length = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if length > MOST_ATTACHED_BYTES:
        raise failure("attachment_too_large", most=str(MOST_ATTACHED_BYTES >> 20))
    if file_type.picture:
        data, pages = viewing.cleaned(file_type.name, stream, length)
        yield io.BytesIO(data), len(data), pages
        return
    pages = 0
    if file_type is file_types.PDF:
        with Viewing(file_type.name, stream, length) as looked_at:
            pages = looked_at.pages
        stream.seek(0)
    yield stream, length, pages


def _body_with(desk: Desk, record_id: str, purpose: str) -> RecordBody:
    """What names the attachment: its record, or the own draft of it."""
    if desk.signin.head_of(record_id) is None:
        return drafting.resume(desk, record_id).body
    return opening.body_of(desk, record_id, purpose)


def _beside(target: Path) -> Path:
    """The file for the notice that has to go with another."""
    return target.with_name(f"{target.stem}-notice.txt")


def _target(desk: Desk, compartment: str, attachment: Attachment, destination: Path) -> Path:
    """A file of that name, or in that folder one that says the client's code and nothing else."""
    if not destination.is_dir():
        return destination
    client = compartments.client_of(desk, compartment)
    code = clients.code_of(desk, client) if client else KINDS[_KIND].name
    known = file_types.BY_NAME.get(attachment.type)
    return destination / f"{code}-{attachment.id[-8:]}{known.extension if known else ''}"
