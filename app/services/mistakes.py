"""Everyday mistakes: written in the wrong file, one person with two files, a client who never came."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import msgspec

from app import clock
from app.desk import Action, Desk
from app.keeping import compartments, joined, opening, register, why
from app.keeping.opening import Opened
from app.keeping.plans import Plan, Saved
from app.records import KINDS
from app.records.amendment import Amendment, AmendmentKind
from app.records.base import RecordBody
from app.records.client import SEVERAL, Client, FileStatus
from app.records.consent import Consent
from app.records.consent_choices import LATER
from app.records.document import Attachment, Document
from app.records.fields import FieldSpec, specs
from app.records.movable import Movable
from app.records.release import Release
from app.rules import people
from app.services import drafting
from app.services.client_files import open_incidents
from app.services.drafting import Editing
from app.texts import _
from app.vaults import failure
from storage.vault import Query

_CLIENT_KINDS = ("identity", "clinical", "process")
_FOUND_OUT_AT_SIGNING = ("late_entry", "safe_contact")


def write_in_right_file(desk: Desk, record_id: str, client_id: str, reason: str) -> Editing:
    """Copy a signed record into a draft in another client's file and mark the old one as entered in error.

    Each names the other, and both are kept in one write. The old record stays where it is and as it is; the copy is
    read and signed there.

    Raises:
        KnownError: `not_signed`, `not_movable`, `text_needed` without a reason.
    """
    compartment = desk.require_record(Action.AMEND, record_id)
    if not reason.strip():
        raise failure("text_needed", field=_("Reason"), path="reason")
    old = opening.opened(desk, record_id, why.purpose_in(desk, compartment, None))
    right = joined.home_of(desk, client_id)
    _check_movable(desk, old, right)
    editing = _copy(desk, old, right)
    amendment = Amendment(
        kind=AmendmentKind.ENTERED_IN_ERROR,
        reason=reason.strip(),
        target=record_id,
        target_revision=old.record.revision,
        moved_to=editing.record,
    )
    plan = Plan()
    plan.put("amendment", desk.signin.new_id(), compartment, amendment, state="signed", action="amend")
    drafting.arrive(desk, plan, editing, {"copied_from": record_id})
    plan.commit(desk, why.purpose_of_writing(desk, compartment))
    return editing


def join(desk: Desk, kept_id: str, other_id: str) -> Saved:
    """Join two files of one person: from now on the second opens the first, which lists the records of both.

    Nothing is moved: every record stays where it was signed. Both codes stay; numbers, addresses and
    alerts of the second are added to the first, so that no safe-contact rule is lost.

    Raises:
        KnownError: `not_joinable`.
    """
    desk.require(Action.SAVE, "identity", record=kept_id)
    desk.require(Action.SAVE, "register", record=other_id)
    kept, other = _client(desk, kept_id), _client(desk, other_id)
    first, second = _body(kept), _body(other)
    is_joined = FileStatus.JOINED in {first.status, second.status} or bool(second.joined_codes)
    if kept_id == other_id or is_joined or first.unit in SEVERAL or second.unit in SEVERAL:
        raise failure("not_joinable")
    second.joined_into, second.joined_from, second.status = kept_id, second.status.value, FileStatus.JOINED
    plan = Plan()
    _put(plan, kept, people.with_joined(first, second))
    _put(plan, other, second)
    revision = plan.commit(desk, why.purpose_of_writing(desk, kept.record.compartment))[0]
    desk.purposes.pop(other_id, None)
    return Saved(kept_id, revision)


def part(desk: Desk, other_id: str) -> Saved:
    """Take a join back: the second file is a file of its own again; raises `not_joined`."""
    desk.require(Action.SAVE, "identity", record=other_id)
    other = _client(desk, other_id)
    second = _body(other)
    if second.status is not FileStatus.JOINED:
        raise failure("not_joined")
    kept = _client(desk, second.joined_into)
    first = _body(kept)
    first.joined_codes = [code for code in first.joined_codes if code != second.code]
    before = next((status for status in FileStatus if status.value == second.joined_from), FileStatus.OPEN)
    second.joined_into, second.joined_from, second.status = "", "", before
    plan = Plan()
    _put(plan, other, second)
    _put(plan, kept, first)
    revision = plan.commit(desk, why.purpose_of_writing(desk, other.record.compartment))[0]
    return Saved(other_id, revision)


def remove_client(desk: Desk, client_id: str) -> None:
    """Remove a client without signed records for good, with drafts and profile; the code is not given again.

    Raises:
        KnownError: `has_signed_records`, `named_in_incident`, `is_joined` … A file that others are joined to is parted
            first.
    """
    compartment = desk.require_record(Action.DESTROY, client_id)
    desk.require(Action.DESTROY, "clinical", record=client_id)
    if desk.signin.ids(Query(client=client_id, states=("signed",), limit=1)):
        raise failure("has_signed_records")
    if open_incidents.about(desk, client_id):
        raise failure("named_in_incident")
    if joined.home_of(desk, client_id) != client_id or len(joined.all_of(desk, client_id)) > 1:
        raise failure("is_joined")
    if compartments.has_closed_part(desk, client_id):
        raise failure("not_shared")
    purpose = why.purpose_in(desk, compartment, None)
    wanted = [one for kind in _CLIENT_KINDS for one in desk.signin.compartments(kind, client=client_id)]
    plan = Plan()
    # The register keeps the code, so that it is not given to somebody else, and says since when nobody has it.
    register.change(desk, plan, client_id, removed_on=clock.today().isoformat())
    plan.commit_destroying(desk, wanted, purpose)
    desk.purposes.pop(client_id, None)


def _check_movable(desk: Desk, old: Opened, right: str) -> None:
    if old.record.state != "signed":
        raise failure("not_signed")
    own = compartments.client_of(desk, old.record.compartment)
    is_later = isinstance(old.body, Consent) and old.body.decision in LATER
    is_later = is_later or (isinstance(old.body, Release) and bool(old.body.ends))
    is_done = old.status == "entered_in_error" or (own is not None and joined.home_of(desk, own) == right)
    if not isinstance(old.body, Movable) or is_later or is_done:
        raise failure("not_movable")


def _copy(desk: Desk, old: Opened, client: str) -> Editing:
    """The draft in the other file; what it named there is not here, and what signing finds out is found out anew."""
    body = old.body
    assert isinstance(body, Movable)  # noqa: S101 - checked before
    fresh = {spec.name: spec.default for spec in specs(type(body)) if _stays_behind(spec)}
    copied = msgspec.structs.replace(body, **fresh)
    copied.copied_from = old.record.record
    editing = drafting.start(desk, old.record.kind, client)
    if isinstance(copied, Document):
        copied.attachments = [_carried(desk, old, editing, attachment) for attachment in copied.attachments]
    return replace(editing, body=copied)


def _stays_behind(spec: FieldSpec) -> bool:
    names_this_file = spec.shape == "reference" and any(kind in KINDS and KINDS[kind].of_client for kind in spec.to)
    return names_this_file or spec.name in _FOUND_OUT_AT_SIGNING


def _carried(desk: Desk, old: Opened, editing: Editing, attachment: Attachment) -> Attachment:
    """The file sealed once more, for the other record: a key is never shared between two files."""
    assert editing.compartment is not None  # noqa: S101 - a document lies in the clinical file
    purpose = why.purpose_in(desk, old.record.compartment, None)
    data = desk.signin.read_attachment(old.record.record, attachment.id, purpose=purpose)
    sealed = desk.signin.attach(editing.compartment, BytesIO(data), len(data))
    return msgspec.structs.replace(attachment, id=sealed.id, bytes=sealed.bytes, sha256=sealed.sha256)


def _client(desk: Desk, client_id: str) -> Opened:
    compartment = desk.require_record(Action.SAVE, client_id)
    found = opening.plain(desk.signin.read(client_id, purpose=why.purpose_in(desk, compartment, None)))
    if not isinstance(found.body, Client):
        raise failure("not_found", what=client_id)
    return found


def _body(opened: Opened) -> Client:
    assert isinstance(opened.body, Client)  # noqa: S101 - read as one
    return opened.body


def _put(plan: Plan, opened: Opened, body: RecordBody) -> None:
    record = opened.record
    plan.put(record.kind, record.record, record.compartment, body, parent=record.revision)
