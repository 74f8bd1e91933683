"""Everyday mistakes: the wrong file, two files of one person, a client who never came, many notes at once."""

from __future__ import annotations

import io

import pytest

from app.desk import Desk
from app.keeping import attached
from app.records import decode
from app.records.amendment import Amendment
from app.records.client import Client, FileStatus
from app.records.consent import Consent, Method
from app.records.contact import Contact
from app.records.document import Document
from app.records.session_note import SessionNote
from app.services import clients, mistakes, records
from app.services.client_files import contacts, files
from app.services.clients import ClientRef
from app.services.consenting import consents
from app.services.reading import searches, trails
from app.vaults import failure
from storage.vault import Query
from tests.app.helpers import entries, fails, last_seq, take_consent, write_note


@pytest.fixture
def adam(desk: Desk) -> ClientRef:
    """Another client."""
    return clients.register(desk, Client(name="Adam Nowak"))


def change(desk: Desk, client: str, **values: object) -> None:
    """Keep the client with other values."""
    records.save(desk, records.edit(desk, client).with_values(values))


def test_what_was_written_in_the_wrong_file_is_copied_to_the_right_one(
    desk: Desk, anna: ClientRef, adam: ClientRef
) -> None:
    wrong = write_note(desk, anna.id, text="He talked of otters.", setting="video", client_location="at home")
    seen = last_seq(desk)
    draft = mistakes.write_in_right_file(desk, wrong.record, adam.id, "Adam's session")
    assert records.unfinished(desk) == [draft.record]
    assert isinstance(draft.body, SessionNote)
    assert (draft.client, draft.body.text, draft.body.copied_from) == (adam.id, "He talked of otters.", wrong.record)
    old = records.open(desk, wrong.record)
    assert old.status == "entered_in_error"
    assert isinstance(old.amendments[0].body, Amendment)
    assert (old.amendments[0].body.moved_to, old.amendments[0].body.reason) == (draft.record, "Adam's session")
    told = [(entry.action, entry.record) for entry in entries(desk, seen) if entry.action in {"amend", "save"}]
    assert told[-2:] == [("amend", old.amendments[0].record.record), ("save", draft.record)]
    signed = records.sign(desk, records.resume(desk, draft.record))
    assert signed.record in [line.record for line in files.timeline(desk, adam.id)]
    assert signed.record not in [line.record for line in files.timeline(desk, anna.id)]


def test_the_trail_of_both_files_tells_of_it(desk: Desk, anna: ClientRef, adam: ClientRef) -> None:
    wrong = write_note(desk, anna.id)
    draft = mistakes.write_in_right_file(desk, wrong.record, adam.id, "Adam's session")
    assert "amend" in [entry.action for entry in trails.of_client(desk, anna.id)]
    (told,) = [entry for entry in trails.of_client(desk, adam.id) if entry.record == draft.record]
    assert (told.action, told.facts) == ("save", {"copied_from": wrong.record, "draft": True})


def test_what_only_the_wrong_file_knows_stays_there(desk: Desk, anna: ClientRef, adam: ClientRef) -> None:
    jan = records.save(desk, records.start(desk, "related_person", anna.id, name="Jan", relationship="brother"))
    first = take_consent(desk, anna.id)
    second = take_consent(desk, anna.id)
    values = {"channel": "phone", "direction": "from_other", "with_whom": "brother", "person": jan.record, "gist": "x"}
    call = records.sign(desk, records.start(desk, "contact", anna.id, **values))
    copied = mistakes.write_in_right_file(desk, call.record, adam.id, "wrong").body
    assert isinstance(copied, Contact)
    assert (copied.person, copied.with_whom) == ("", "brother")
    consent = mistakes.write_in_right_file(desk, second.record, adam.id, "wrong").body
    assert isinstance(consent, Consent)
    assert (consent.supersedes, consent.copied_from) == ("", second.record)
    assert first.record != second.record


def test_what_cannot_be_written_elsewhere(desk: Desk, anna: ClientRef, adam: ClientRef) -> None:
    note = write_note(desk, anna.id)
    with fails("text_needed"):
        mistakes.write_in_right_file(desk, note.record, adam.id, " ")
    with fails("not_movable"):
        mistakes.write_in_right_file(desk, note.record, anna.id, "wrong")
    with fails("not_found"):
        mistakes.write_in_right_file(desk, note.record, desk.signin.new_id(), "wrong")
    with fails("not_signed"):
        mistakes.write_in_right_file(desk, anna.id, adam.id, "wrong")
    given = take_consent(desk, anna.id)
    taken = consents.withdraw(desk, given.record, method=Method.VERBAL)
    with fails("not_movable"):
        mistakes.write_in_right_file(desk, taken.record, adam.id, "wrong")
    mistakes.write_in_right_file(desk, note.record, adam.id, "wrong")
    with fails("not_movable"):
        mistakes.write_in_right_file(desk, note.record, adam.id, "again")
    assert len(records.unfinished(desk)) == 1


def test_a_document_takes_its_file_along_under_a_key_of_its_own(desk: Desk, anna: ClientRef, adam: ClientRef) -> None:
    editing = records.start(desk, "document", anna.id, title="Letter", document_kind="letter")
    assert editing.compartment is not None
    kept = desk.signin.attach(editing.compartment, io.BytesIO(b"Dear otter"), 10)
    file = {"id": kept.id, "bytes": 10, "sha256": kept.sha256, "name": "letter.txt", "type": "text/plain"}
    paper = records.sign(desk, records.keep(desk, editing.with_values({"attachments": [file]})))
    draft = mistakes.write_in_right_file(desk, paper.record, adam.id, "wrong")
    assert isinstance(draft.body, Document)
    (copied,) = draft.body.attachments
    assert (copied.name, copied.bytes, copied.sha256) == ("letter.txt", 10, kept.sha256)
    assert copied.id != kept.id
    assert [found.id for found in attached.named_in(draft.body)] == [copied.id]
    signed = records.sign(desk, records.resume(desk, draft.record))
    assert desk.signin.read_attachment(signed.record, copied.id) == b"Dear otter"


def test_two_files_of_one_person_read_as_one(desk: Desk, anna: ClientRef) -> None:
    other = clients.register(desk, Client(name="Anna Z."))
    change(desk, other.id, phones=[{"number": "600 100 200", "safe_to_call": "no"}])
    records.save(
        desk, records.start(desk, "related_person", other.id, name="Jan", relationship="x", must_not_know=True)
    )
    take_consent(desk, other.id)
    first, second = write_note(desk, anna.id), write_note(desk, other.id)
    draft = records.keep(desk, records.start(desk, "session_note", other.id, text="unfinished"))
    mistakes.join(desk, anna.id, other.id)

    opened = files.open(desk, other.id)
    assert (opened.id, opened.code, opened.joined_codes) == (anna.id, anna.code, [other.code])
    assert opened.counts["session_note"] == 2
    assert opened.drafts == [draft.record]
    assert opened.consent is not None
    assert opened.consent.is_active
    assert opened.safe_contact == ["600 100 200: do not call"]
    assert isinstance(opened.client and opened.client.body, Client)
    notes = [line.record for line in files.timeline(desk, anna.id, ("session_note",)) if line.state == "signed"]
    assert sorted(notes) == sorted([first.record, second.record])
    assert files.timeline(desk, other.id) == files.timeline(desk, anna.id)
    assert len(contacts.known(desk, anna.id).persons) == 1
    assert [row.status for row in clients.rows(desk, [other.id])] == ["joined"]
    assert [found.id for found in searches.find_clients(desk, other.code)] == [other.id]


def test_joined_records_open_without_a_question_and_new_ones_go_to_the_kept_file(desk: Desk, anna: ClientRef) -> None:
    other = clients.register(desk, Client(name="Anna Z."))
    note = write_note(desk, other.id)
    mistakes.join(desk, anna.id, other.id)
    desk.purposes.clear()
    assert records.open(desk, note.record).status == ""
    assert records.start(desk, "session_note", other.id).client == anna.id
    access = [row.record for row in trails.of_client(desk, anna.id) if row.record]
    assert note.record in access


def test_a_join_is_taken_back(desk: Desk, anna: ClientRef) -> None:
    other = clients.register(desk, Client(name="Anna Z.", status=FileStatus.PAUSED))
    note = write_note(desk, other.id)
    mistakes.join(desk, anna.id, other.id)
    mistakes.part(desk, other.id)
    opened = files.open(desk, other.id)
    assert (opened.id, opened.status) == (other.id, "paused")
    assert files.open(desk, anna.id).joined_codes == []
    assert files.timeline(desk, anna.id, ("session_note",)) == []
    assert [line.record for line in files.timeline(desk, other.id, ("session_note",))] == [note.record]
    with fails("not_joined"):
        mistakes.part(desk, other.id)


def test_what_cannot_be_joined(desk: Desk, anna: ClientRef, adam: ClientRef) -> None:
    couple = decode("client", 1, {"name": "Both", "unit": "couple", "members": [{"client": anna.id}]})
    assert isinstance(couple, Client)
    both = clients.register(desk, couple)
    third = clients.register(desk, Client(name="Anna"))
    with fails("not_joinable"):
        mistakes.join(desk, anna.id, anna.id)
    with fails("not_joinable"):
        mistakes.join(desk, anna.id, both.id)
    mistakes.join(desk, anna.id, third.id)
    with fails("not_joinable"):
        mistakes.join(desk, adam.id, third.id)
    with fails("not_joinable"):
        mistakes.join(desk, adam.id, anna.id)
    with fails("is_joined"):
        mistakes.remove_client(desk, anna.id)


def test_a_client_without_signed_records_is_removed_at_once(desk: Desk, anna: ClientRef, adam: ClientRef) -> None:
    records.save(desk, records.start(desk, "client_profile", adam.id, cultural_considerations="otters"))
    records.save(desk, records.start(desk, "process_note", adam.id, text="otters"))
    records.keep(desk, records.start(desk, "session_note", adam.id, text="otters"))
    mistakes.remove_client(desk, adam.id)
    assert clients.ids(desk) == [anna.id]
    assert searches.find(desk, "otters") == []
    assert records.unfinished(desk) == []
    assert desk.signin.ids(Query(client=adam.id)) == []
    with fails("no_such_client"):
        clients.by_code(desk, adam.code)
    with fails("not_found"):
        files.open(desk, adam.id)
    assert [entry.action for entry in entries(desk)].count("destroy") == 3
    again = clients.register(desk, Client(name="Ola"))
    assert again.code == "K-0003", "a removed code is not given to somebody else"
    assert desk.signin.damage == {}


def test_a_client_with_a_signed_record_stays(desk: Desk, anna: ClientRef) -> None:
    write_note(desk, anna.id)
    with fails("has_signed_records"):
        mistakes.remove_client(desk, anna.id)
    assert clients.ids(desk) == [anna.id]


def test_many_drafts_are_signed_each_for_itself(desk: Desk, anna: ClientRef, adam: ClientRef) -> None:
    values = {"text": "We talked.", "risk_statement": "no_current_concern_expressed"}
    good = records.keep(desk, records.start(desk, "session_note", anna.id, **values))
    bad = records.keep(desk, records.start(desk, "session_note", adam.id, text="No word of safety."))
    last = records.keep(desk, records.start(desk, "session_note", adam.id, **values))
    missing = desk.signin.new_id()
    found = records.sign_all(desk, [good.record, bad.record, missing, last.record, good.record])
    assert [one.record for one in found] == [good.record, bad.record, missing, last.record]
    assert [one.saved is not None for one in found] == [True, False, False, True]
    assert [one.problem.name if one.problem else "" for one in found] == ["", "not_complete", "no_draft", ""]
    assert found[1].problem is not None
    assert found[1].problem.values["fields"] == "Safety"
    assert records.unfinished(desk) == [bad.record]
    assert [line.state for line in files.timeline(desk, anna.id, ("session_note",))] == ["signed"]


def test_what_concerns_the_whole_vault_ends_it(
    desk: Desk, anna: ClientRef, adam: ClientRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {"text": "We talked.", "risk_statement": "no_current_concern_expressed"}
    drafts = [records.keep(desk, records.start(desk, "session_note", one.id, **values)) for one in (anna, adam)]

    def refuse(*_: object, **__: object) -> None:
        raise failure("no_space")

    monkeypatch.setattr(type(desk.signin), "write", refuse)
    with fails("no_space"):
        records.sign_all(desk, [draft.record for draft in drafts])
    monkeypatch.undo()
    assert len(records.unfinished(desk)) == 2
