"""Attached files: kept whole, shown after their entry, named by drafts and revisions, gone when nothing names them."""

from __future__ import annotations

import hashlib
import io
import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from storage.attachments import MOST_BYTES, PAD, sealed_length
from storage.sealing import StreamOpener
from storage.vault import (
    Attached,
    SecretBytes,
    Write,
    restore,
    run_backup,
)
from tests.storage.attached import ROW, attach, content, keep, keep_draft, names_of, rows_of
from tests.storage.attack import add_colleague, share
from tests.storage.kit import (
    LOGIN,
    OTHER_LOGIN,
    OTHER_PASSPHRASE,
    PASSPHRASE,
    Practice,
    describe,
    entries_of,
    failure_of,
    files_under,
    findings,
    note,
    signed_in,
    verify,
    words_in,
)

LENGTHS = (0, 1, PAD - 1, PAD, PAD + 1, ROW - 56, ROW, 3 * ROW + 5, 8 * ROW - 8000, 8 * ROW, 17 * ROW)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_file_comes_back_as_it_was(practice: Practice, length: int) -> None:
    """V-5.9: rows of 1 MiB, the last one shorter; length and digest are told and kept."""
    data = content(length)
    with practice.open() as signin:
        attached = attach(signin, practice, data)
        assert attached == Attached(attached.id, length, hashlib.sha256(data).hexdigest())
        record = keep(signin, practice, attached)
        assert signin.read(record).attachments == (attached,)
        assert signin.read_attachment(record, attached.id) == data
        lengths = [size for _, size in rows_of(signin, attached.id)]
        assert sum(lengths) == sealed_length(length)
        assert set(lengths[:-1]) <= {ROW}
        assert 0 < lengths[-1] <= ROW
        assert findings(verify(signin)) == set()
    with practice.open() as signin:
        assert signin.read_attachment(record, attached.id) == data


def test_the_length_is_seen_in_steps_only() -> None:
    """V-5.9: whoever has the database key sees how long a file is in steps of 16 KiB."""
    assert {sealed_length(length) for length in range(1, PAD + 1)} == {sealed_length(PAD)}
    assert sealed_length(PAD + 1) > sealed_length(PAD)


def test_a_record_without_files_is_sealed_as_before(practice: Practice) -> None:
    """V-5.4: the field is there only when there is something to name."""
    with practice.open() as signin:
        named = signin._vault.revisions.head(practice.notes[0])
        assert signin._vault.revisions.open(named).files == ()
        assert signin.read(practice.notes[0]).attachments == ()
        assert all(not entry.facts for entry in entries_of(signin, "save"))


def test_attaching_and_opening_are_entries(practice: Practice) -> None:
    """V-6.1, V-6.4: attach names the compartment; the revision's entry what it names; opening says why."""
    with practice.open() as signin:
        attached = attach(signin, practice, content(ROW))
        record = keep(signin, practice, attached)
        signin.read_attachment(record, attached.id, purpose="request")
        made, signed, opened = entries_of(signin)[-3:]
        assert (made.action, made.compartment, made.facts) == ("attach", practice.clinical, {"attachment": attached.id})
        assert [named["id"] for named in signed.facts["attachments"]] == [attached.id]
        assert (opened.action, opened.record, opened.purpose) == ("open_attachment", record, "request")
        assert (opened.facts, opened.compartment) == ({"attachment": attached.id}, practice.clinical)


def test_nothing_is_opened_when_its_entry_cannot_be_committed(
    practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-6.4: log before show."""
    with practice.open() as signin:
        attached = attach(signin, practice, content(ROW))
        record = keep(signin, practice, attached)
        opened: list[bytes] = []

        def update(_: StreamOpener, sealed: bytes) -> bytes:
            opened.append(sealed)
            return b""

        monkeypatch.setattr(StreamOpener, "update", update)
        connection = signin._vault.connection
        connection.set_authorizer(None)
        connection.execute("PRAGMA query_only = ON")
        assert failure_of(signin.read_attachment, record, attached.id) == "not_writable"
        assert opened == []
        connection.execute("PRAGMA query_only = OFF")


@pytest.mark.parametrize("difference", [-1, 1, ROW])
def test_a_file_of_another_length_is_not_attached(practice: Practice, difference: int) -> None:
    """V-5.9: what changes while it is read is told, and nothing of it stays."""
    data = content(9 * ROW)
    with practice.open() as signin:
        work = lambda: signin.attach(practice.clinical, io.BytesIO(data), len(data) + difference)  # noqa: E731
        assert failure_of(work) == "file_changed"
        assert rows_of(signin) == []
        assert entries_of(signin, "attach") == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(practice: Practice) -> None:
    """V-1.5: limits come first; the try is an entry."""
    with practice.open() as signin:
        source = io.BytesIO()
        source.close()
        assert failure_of(signin.attach, practice.clinical, source, MOST_BYTES + 1) == "attachment_too_large"
        assert entries_of(signin, "attach")[-1].outcome == "attachment_too_large"


def test_progress_is_told_and_a_cancel_leaves_nothing(practice: Practice) -> None:
    data = content(20 * ROW)
    steps: list[tuple[int, int]] = []
    with practice.open() as signin:
        attached = signin.attach(
            practice.clinical, io.BytesIO(data), len(data), progress=lambda *step: steps.append(step)
        )
        assert steps[0][0] == 0
        assert steps[-1] == (sealed_length(len(data)), sealed_length(len(data)))
        assert max(later[0] - earlier[0] for earlier, later in itertools.pairwise(steps)) <= ROW
        calls = iter(range(100))
        work = lambda: signin.attach(  # noqa: E731
            practice.clinical, io.BytesIO(data), len(data), cancelled=lambda: next(calls) > 12
        )
        assert failure_of(work) == "stopped"
        assert {size for _, size in rows_of(signin)} == {size for _, size in rows_of(signin, attached.id)}
        assert len(rows_of(signin)) == len(rows_of(signin, attached.id))
        record = keep(signin, practice, attached)
        calls = iter(range(100))
        reading = lambda: signin.read_attachment(record, attached.id, cancelled=lambda: next(calls) > 3)  # noqa: E731
        assert failure_of(reading) == "stopped"


def test_an_attachment_belongs_to_its_record(practice: Practice) -> None:
    """V-5.9: another record neither shows it nor can name it later."""
    with practice.open() as signin:
        attached = attach(signin, practice, content(10))
        record = keep(signin, practice, attached)
        assert failure_of(signin.read_attachment, practice.notes[0], attached.id) == "no_attachment"
        last = entries_of(signin)[-1]
        assert (last.action, last.outcome, last.facts) == ("open_attachment", "no_attachment", {})
    with practice.open() as signin:
        other = Write(signin.new_id(), practice.clinical, "document", 1, note("x"), attachments=(attached,))
        assert failure_of(lambda: signin.write([other])) == "no_attachment"
        wrong = replace(attached, sha256="0" * 64)
        assert failure_of(lambda: signin.write([replace(other, attachments=(wrong,))])) == "no_attachment"
        assert signin.read_attachment(record, attached.id) == content(10)


def test_a_later_revision_may_name_it_again_or_not(practice: Practice) -> None:
    """V-5.4: an earlier revision still names it, so its rows stay."""
    with practice.open() as signin:
        attached = attach(signin, practice, content(10))
        record = signin.new_id()
        first = Write(record, practice.clinical, "note", 1, note("1"), attachments=(attached,))
        head = signin.write([first])[0]
    with practice.open() as signin:
        head = signin.write([replace(first, body=note("2"), parent=head)])[0]
        assert signin.read_attachment(record, attached.id) == content(10)
        signin.write([replace(first, body=note("3"), parent=head, attachments=())])
        assert failure_of(signin.read_attachment, record, attached.id) == "no_attachment"
    with practice.open() as signin:
        assert len(rows_of(signin, attached.id)) == 1
        assert findings(verify(signin)) == set()


# Drafts and what nothing names.


def test_the_file_of_a_draft_survives_a_restart_and_is_signed(practice: Practice) -> None:
    """V-5.8, V-5.9: the draft names it, sealed and in the index; nobody has to attach it again."""
    with practice.open() as signin:
        attached = attach(signin, practice, content(2 * ROW))
        draft = keep_draft(signin, practice, attached)
        assert names_of(signin) == {(draft.record, practice.account, attached.id)}
    with practice.open() as signin:
        found = signin.draft(draft.record)
        assert found is not None
        assert found.attachments == (attached,)
        assert signin.read_attachment(draft.record, attached.id) == content(2 * ROW)
        signin.save_draft(replace(found, body=note("typed on")))
    with practice.open() as signin:
        write = Write(draft.record, practice.clinical, "document", 1, note("done"), "signed", attachments=(attached,))
        signin.write([write], drop_drafts=[draft.record])
        assert names_of(signin) == {(draft.record, "", attached.id)}
        assert signin.read_attachment(draft.record, attached.id) == content(2 * ROW)
    with practice.open() as signin:
        assert len(rows_of(signin, attached.id)) == 3
        assert findings(verify(signin)) == set()


def test_throwing_a_draft_away_frees_its_file(practice: Practice) -> None:
    with practice.open() as signin:
        kept = attach(signin, practice, content(10))
        keep(signin, practice, kept)
        attached = attach(signin, practice, content(9 * ROW, "b"))
        draft = keep_draft(signin, practice, attached, kept)
        signin.drop_draft(draft.record)
        assert rows_of(signin, attached.id) == []
        assert len(rows_of(signin, kept.id)) == 1
        assert {name for *_, name in names_of(signin)} == {kept.id}


def test_a_file_taken_out_of_a_draft_may_come_back_until_the_next_start(practice: Practice) -> None:
    with practice.open() as signin:
        attached = attach(signin, practice, content(10))
        draft = keep_draft(signin, practice, attached)
        signin.save_draft(replace(draft, attachments=()))
        assert names_of(signin) == set()
        signin.save_draft(draft)
        signin.save_draft(replace(draft, attachments=()))
    with practice.open() as signin:
        assert rows_of(signin) == []
        assert failure_of(signin.save_draft, draft) == "no_attachment"


def test_what_nothing_names_is_removed_at_the_next_start(practice: Practice) -> None:
    """V-5.9: with an entry of its own kind, and only that."""
    with practice.open() as signin:
        kept = attach(signin, practice, content(ROW))
        record = keep(signin, practice, kept)
        attach(signin, practice, content(9 * ROW))
    with practice.open() as signin:
        assert rows_of(signin) == rows_of(signin, kept.id)
        assert entries_of(signin, "maintenance")[-1].facts == {"attachments": 1, "what": "attachments"}
        assert signin.read_attachment(record, kept.id) == content(ROW)
        done = len(entries_of(signin, "maintenance"))
    with practice.open() as signin:
        assert len(entries_of(signin, "maintenance")) == done


def test_a_revision_does_not_name_what_is_not_all_there(practice: Practice) -> None:
    """V-5.9: the rows are written before the revision that holds the key."""
    with practice.open() as signin:
        attached = attach(signin, practice, content(2 * ROW))
        signin._vault.connection.execute("DELETE FROM chunk WHERE number = 2")
        before = len(entries_of(signin))
        assert failure_of(keep, signin, practice, attached) == "attachment_damaged"
        assert len(entries_of(signin)) == before


# Other people, other places.


def test_somebody_without_a_grant_is_refused(practice: Practice) -> None:
    """V-5.3: neither to attach nor to read; with *read* only to read. Each try is an entry."""
    colleague = add_colleague(practice)
    with practice.open() as signin:
        attached = attach(signin, practice, content(10))
        record = keep(signin, practice, attached)
    with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
        assert failure_of(attach, signin, practice, b"x") == "not_shared"
        assert failure_of(signin.read_attachment, record, attached.id) == "not_shared"
        tries = [(entry.action, entry.outcome) for entry in entries_of(signin)[-2:]]
        assert tries == [("attach", "not_shared"), ("open_attachment", "not_shared")]
        assert len(rows_of(signin)) == 1
    with practice.open() as signin:
        share(practice, signin, practice.clinical, colleague)
    with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
        assert signin.read_attachment(record, attached.id) == content(10)
        assert failure_of(attach, signin, practice, b"x") == "not_shared"


def test_the_draft_of_somebody_else_shows_nothing(practice: Practice) -> None:
    """V-5.8: a draft is its author's alone."""
    add_colleague(practice)
    with practice.open() as signin:
        attached = attach(signin, practice, content(10))
        draft = keep_draft(signin, practice, attached)
    with signed_in(practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE) as signin:
        assert failure_of(signin.read_attachment, draft.record, attached.id) == "no_attachment"
        signin.lock("test")
    with practice.open() as signin:
        assert signin.read_attachment(draft.record, attached.id) == content(10)


def test_a_backup_carries_attachments(practice: Practice, destination: Path) -> None:
    """V-8.1: they are in the database; a restored vault shows them."""
    with practice.open() as signin:
        attached = attach(signin, practice, content(3 * ROW))
        record = keep(signin, practice, attached)
        report = run_backup(signin.begin_backup(destination))
        signin.end_backup(report)
    with SecretBytes.from_text(PASSPHRASE) as secret:
        again, _ = restore(
            Path(report.file),
            practice.path.with_name("again.clientsafe"),
            secret=secret,
            login=LOGIN,
            describe=describe,
            allow_cheap=True,
        )
    try:
        assert again.read_attachment(record, attached.id) == content(3 * ROW)
    finally:
        again.lock("test")


PLANTED = ("Löwenzahnprotokoll", "Mieczysława-Anhang", "pendragonscan")


def test_words_of_a_file_lie_nowhere(
    practice: Practice, destination: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R6: not in the vault folder, not in a backup, not among temporary files; in no step of its life."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    data = " ".join(PLANTED).encode() * 60_000
    places = (practice.path, destination, temporary, tmp_path / "config")

    def is_nowhere() -> bool:
        return not [name for place in places for name, held in files_under(place).items() if words_in(held, PLANTED)]

    seen: list[bool] = []
    with practice.open() as signin:
        attached = signin.attach(
            practice.clinical, io.BytesIO(data), len(data), progress=lambda *_: seen.append(is_nowhere())
        )
        assert set(seen) == {True}
        draft = keep_draft(signin, practice, attached)
        assert signin.read_attachment(draft.record, attached.id) == data
        record = keep(signin, practice, attached)
        assert signin.read_attachment(record, attached.id) == data
        signin.end_backup(run_backup(signin.begin_backup(destination)))
        assert is_nowhere()
    assert is_nowhere()
    assert words_in(data, PLANTED) == list(PLANTED)
