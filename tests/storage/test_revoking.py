"""Taking a compartment back: a new key for who stays, every word sealed again, and nothing for who was left out."""

from __future__ import annotations

import io
import shutil
import time

import pytest

from storage import canonical, database, index_file
from storage.sealing import Sealer, SealError
from storage.vault import Draft, Event, Query, Share, SharingChange, TrailFilter, Write
from tests.storage.attack import Colleague, add_colleague, raw, tamper
from tests.storage.kit import NEEDLES, Practice, entries_of, failure_of, findings, note, verify, words_in
from tests.storage.sharers import (
    ALL,
    NOTHING,
    add_third,
    as_colleague,
    as_third,
    give,
    in_days,
    key_of,
    seen_by,
    set_clock,
    take_back,
    write_by_script,
)
from tests.storage.test_insider import dump

SIGNED = ("generation", '"grant"', "revision", "roster")


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    """Somebody who could read and write the clinical file until it was taken back."""
    found = add_colleague(practice)
    give(practice, found.account, "read write")
    return found


def test_who_is_left_out_finds_nothing_and_who_stays_everything(practice: Practice, colleague: Colleague) -> None:
    """V-5.5: by every way, with the index as it is and made anew."""
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == ALL
    take_back(practice, colleague.account)
    for _ in range(2):
        with as_colleague(practice) as signin:
            assert seen_by(signin, practice) == NOTHING
            assert signin.damage == {}
            assert signin.sharing.rights(practice.clinical) == frozenset()
        with practice.open() as signin:
            assert seen_by(signin, practice) == ALL
            assert findings(verify(signin, full=True)) == set()
        practice.index.unlink()
        index_file.remove(index_file.path_of(practice.path, colleague.account))


def test_every_body_is_sealed_again_and_no_signed_row_is_changed(practice: Practice, colleague: Colleague) -> None:
    """V-5.5: revisions, grants and generations stay as they are; rows are only added."""
    with raw(practice) as connection:
        before = {table: set(connection.execute(f"SELECT * FROM {table}")) for table in SIGNED}  # noqa: S608
        bodies = dict(connection.execute("SELECT revision, sealed FROM body"))
    take_back(practice, colleague.account)
    with raw(practice) as connection:
        for table, rows_before in before.items():
            assert rows_before <= set(connection.execute(f"SELECT * FROM {table}"))  # noqa: S608
        sql = "SELECT revision, body.generation, sealed FROM body JOIN revision ON id = revision WHERE compartment = ?"
        now = list(connection.execute(sql, (practice.clinical,)))
    assert {generation for _, generation, _ in now} == {2}
    assert len(now) == 4
    assert not {sealed for _, _, sealed in now} & set(bodies.values())


def test_no_key_of_an_older_generation_stays(practice: Practice, colleague: Colleague) -> None:
    """V-5.5: the sealed keys are deleted, and that they are is no finding; that of the newest is one."""
    take_back(practice, colleague.account)
    sql = 'SELECT generation FROM "grant" JOIN grant_key ON "grant" = id WHERE compartment = ?'
    with raw(practice) as connection:
        assert connection.execute(sql, (practice.clinical,)).fetchall() == [(2,)]
    with practice.open() as signin:
        assert findings(verify(signin, full=True)) == set()
    newest = f"SELECT id FROM \"grant\" WHERE compartment = '{practice.clinical}' AND generation = 2"  # noqa: S608
    tamper(practice, f'DELETE FROM grant_key WHERE "grant" IN ({newest})')  # noqa: S608
    with practice.open() as signin:
        assert findings(verify(signin)) == {"grant_key_damaged"}
        assert failure_of(lambda: signin.read(practice.notes[0])) == "compartment_damaged"


def test_an_old_key_opens_nothing_that_is_there(practice: Practice, colleague: Colleague) -> None:
    """V-5.5: with the account's keys, the key of before and every row of the database, by own scripts."""
    with raw(practice) as connection:
        old = key_of(practice, connection, colleague.account, colleague.keys)
    take_back(practice, colleague.account)
    with practice.open() as signin:
        signin.write([Write(signin.new_id(), practice.clinical, "session_note", 1, note("Danach"))])
        signin.note_event(Event(action="print", compartment=practice.clinical), {"what": "Danach"})
    opened, tried = [], 0
    with raw(practice) as connection:
        found = connection.execute(
            "SELECT body.sealed, body.generation, revision.* FROM body JOIN revision ON id = revision"
        ).fetchall()
        grants = connection.execute(
            'SELECT id, compartment, generation, sealed FROM "grant" JOIN grant_key ON id="grant"'
        )
        for grant, compartment, generation, sealed in grants.fetchall():
            context = {
                "compartment": compartment, "generation": generation, "grant": grant, "grantee": colleague.account,
                "vault": practice.vault_id,
            }  # fmt: skip
            try:
                colleague.keys.open(sealed, "grant", context)
                opened.append(compartment)
            except SealError:
                tried += 1
        labels = connection.execute("SELECT label, number FROM generation WHERE compartment = ?", (practice.clinical,))
        for label, number in labels.fetchall():
            context = {"compartment": practice.clinical, "kind": "clinical", "number": number}
            assert failure_of_seal(old.key, label, canonical.encode(context)) == (number == 2)
    assert practice.clinical not in opened
    assert tried >= 3
    for sealed, _, record, revision, compartment, parent, author, at, state, digest, _ in found:
        message = {
            "at": at, "author": author, "compartment": compartment, "digest": canonical.to_text(digest), "id": revision,
            "parent": parent, "record": record, "state": state, "vault": practice.vault_id,
        }  # fmt: skip
        for generation in (b"1", b"2"):
            assert failure_of_seal(old.key, sealed, canonical.encode(message) + b"\n" + generation)


def failure_of_seal(key: bytes, sealed: bytes, context: bytes) -> bool:
    """Whether a key does not open something."""
    try:
        Sealer(key).open(sealed, context)
    except SealError:
        return True
    return False


def test_the_index_of_who_is_left_out_goes_at_once(practice: Practice, colleague: Colleague) -> None:
    """V-7.2: its file is deleted, as it holds titles and words."""
    path = index_file.path_of(practice.path, colleague.account)
    with as_colleague(practice):
        assert path.exists()
    take_back(practice, colleague.account)
    assert not path.exists()


def test_an_index_that_was_kept_loses_the_words_at_the_next_sign_in(practice: Practice, colleague: Colleague) -> None:
    """V-7.2: after a crash between commit and deletion, or with a copy put back."""
    path = index_file.path_of(practice.path, colleague.account)
    with as_colleague(practice) as signin:
        signin.save_draft(Draft(signin.new_id(), practice.clinical, "session_note", 1, note("Mein Entwurf")))
    kept = path.with_suffix(".kept")
    shutil.copy(path, kept)
    with raw(practice) as connection:
        keys = dict(connection.execute('SELECT "grant", sealed FROM grant_key'))
    take_back(practice, colleague.account)
    kept.rename(path)
    with raw(practice) as connection:  # and with the key that they had
        connection.executemany("INSERT OR IGNORE INTO grant_key VALUES (?, ?)", keys.items())
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == NOTHING
        (draft,) = signin.closed_drafts()
        assert failure_of(lambda: signin.draft(draft)) == "not_shared"
        assert signin.rows([draft])[0].title == ""
        assert signin.damage == {}
    connection = database.connect(path, colleague.keys.index)
    assert words_in(dump(connection), (*NEEDLES, "Sitzung", "Entwurf")) == []
    connection.close()


def test_those_who_stay_keep_their_rights_and_their_end(practice: Practice, colleague: Colleague) -> None:
    """V-5.5: also when whoever takes back holds less than they do, and only until some day."""
    third, until = add_third(practice), in_days(5)
    with practice.open() as signin:
        shares = (Share(third, "read share", until),)
        signin.sharing.change([SharingChange(practice.clinical, grant=shares)])
    with as_third(practice) as signin:
        signin.sharing.change([SharingChange(practice.clinical, revoke=(colleague.account,))])
        assert findings(verify(signin, full=True)) == set()
    with practice.open() as signin:
        found = {holder.account: holder for holder in signin.sharing.holders(practice.clinical)}
        assert {account: (each.rights, each.expires) for account, each in found.items()} == {
            practice.account: ("read write share", None),
            third: ("read share", until),
        }
        assert seen_by(signin, practice) == ALL
        signin.write([Write(signin.new_id(), practice.clinical, "session_note", 1, note("Neu"))])


def test_details_of_older_entries_open_through_the_chain_of_labels(practice: Practice, colleague: Colleague) -> None:
    """V-5.2: for the founder and for somebody who came two generations later."""
    with practice.open() as signin:
        signin.note_event(Event(action="print", compartment=practice.clinical), {"what": "first"})
    take_back(practice, colleague.account)
    with practice.open() as signin:
        signin.note_event(Event(action="print", compartment=practice.clinical), {"what": "second"})
        signin.sharing.change([SharingChange(practice.clinical, opt_out=True)])
        assert signin.label(practice.clinical) == {"client": practice.client, "opt_out": "standing"}
    give(practice, add_third(practice))
    practice.index.unlink()
    for who in (practice.open(), as_third(practice)):
        with who as signin:
            page = signin.trail(TrailFilter(compartments=[practice.clinical], actions=["print"])).entries
            assert [view.detail for view in page] == [{"what": "second"}, {"what": "first"}]
            assert signin.label(practice.clinical) == {"client": practice.client, "opt_out": "standing"}


def test_what_was_written_with_a_right_stays_true_after_it_ended(practice: Practice, colleague: Colleague) -> None:
    """V-5.6: a right counts at the place of the entry, also in an index that is made anew."""
    with as_colleague(practice) as signin:
        record = signin.new_id()
        signin.write([Write(record, practice.clinical, "session_note", 1, note("Vertretung"))])
    take_back(practice, colleague.account)
    practice.index.unlink()
    with practice.open() as signin:
        assert signin.read(record).author == colleague.account
        assert record in signin.ids(Query())
        assert findings(verify(signin, full=True)) == set()


@pytest.mark.parametrize("rebuilt", [False, True], ids=["caught up", "made anew"])
def test_what_somebody_writes_after_the_end_of_a_right_is_forged(
    practice: Practice, colleague: Colleague, *, rebuilt: bool
) -> None:
    """V-5.6: by own scripts, with the key of before, in a true session: neither read nor listed."""
    with raw(practice) as connection:
        old = key_of(practice, connection, colleague.account, colleague.keys)
    take_back(practice, colleague.account)
    with raw(practice) as connection:
        record = write_by_script(practice, connection, colleague, old.key)
    if rebuilt:
        practice.index.unlink()
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(record)) == "record_forged"
        assert record not in signin.ids(Query())
        assert {"row_forged"} <= findings(verify(signin, full=True)) <= {"row_forged", "session_without_end"}


def test_a_body_of_before_that_is_put_back_is_damage(practice: Practice, colleague: Colleague) -> None:
    """V-5.4, V-5.5: under the old generation nothing is opened any more; nor is it made new words of."""
    sql = "SELECT generation, sealed FROM body WHERE revision = ?"
    with raw(practice) as connection:
        generation, sealed = connection.execute(sql, (practice.revisions[2],)).fetchone()
    take_back(practice, colleague.account)
    with raw(practice) as connection:
        values = (generation, sealed, practice.revisions[2])
        connection.execute("UPDATE body SET generation = ?, sealed = ? WHERE revision = ?", values)
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(practice.notes[1])) == "record_damaged"
        signin.sharing.change([SharingChange(practice.clinical, opt_out=True)])
        assert failure_of(lambda: signin.read(practice.notes[1])) == "record_damaged"
        assert failure_of(lambda: signin.read(practice.notes[0])) == "none"


def test_bodies_that_change_places_do_not_open(practice: Practice, colleague: Colleague) -> None:
    """V-5.4: of the new generation as of the old one."""
    take_back(practice, colleague.account)
    one, two = practice.revisions[2], practice.revisions[3]
    with raw(practice) as connection:
        sealed = dict(connection.execute("SELECT revision, sealed FROM body"))
        connection.execute("UPDATE body SET sealed = ? WHERE revision = ?", (sealed[two], one))
        connection.execute("UPDATE body SET sealed = ? WHERE revision = ?", (sealed[one], two))
    with practice.open() as signin:
        assert [failure_of(signin.read, record) for record in practice.notes[1:]] == ["record_damaged"] * 2


def test_a_file_can_be_handed_over_to_the_last_key(practice: Practice, colleague: Colleague) -> None:
    """V-3.11: who hands over leaves themselves out, if somebody stays who can share."""
    with practice.open() as signin:
        alone = [SharingChange(practice.clinical, revoke=(practice.account,))]
        assert failure_of(lambda: signin.sharing.change(alone)) == "not_yours_to_share"
        assert seen_by(signin, practice) == ALL
        over = SharingChange(
            practice.clinical, (Share(colleague.account, "read write share"),), revoke=(practice.account,)
        )
        signin.sharing.change([over], reason="parental leave")
        assert seen_by(signin, practice) == NOTHING
    with practice.open() as signin:
        assert seen_by(signin, practice) == NOTHING
        assert signin.damage == {}
        assert findings(verify(signin, full=True)) == set()
    with as_colleague(practice) as signin:
        assert seen_by(signin, practice) == ALL
        assert signin.sharing.rights(practice.clinical) == {"read", "write", "share"}


def test_attached_files_keep_their_keys(practice: Practice, colleague: Colleague) -> None:
    """V-5.5, V-5.9: they open with the words that name them."""
    with practice.open() as signin:
        file = signin.attach(practice.clinical, io.BytesIO(b"scan" * 9000), 36000)
        record = signin.new_id()
        signin.write([Write(record, practice.clinical, "document", 1, note("Scan"), attachments=(file,))])
    take_back(practice, colleague.account)
    with practice.open() as signin:
        assert signin.read_attachment(record, file.id) == b"scan" * 9000
        assert findings(verify(signin, full=True)) == set()
    with as_colleague(practice) as signin:
        assert failure_of(lambda: signin.read_attachment(record, file.id)) == "not_shared"


def test_a_file_of_a_thousand_records_is_taken_back_in_time(practice: Practice, colleague: Colleague) -> None:
    """V-5.5: under two seconds, and what is done is told."""
    told: list[tuple[int, int]] = []
    with practice.open() as signin:
        bodies = [note(f"Sitzung {number}", "lorem ipsum " * 120) for number in range(1000)]
        signin.write([Write(signin.new_id(), practice.clinical, "session_note", 1, body) for body in bodies])
        begun = time.monotonic()
        change = SharingChange(practice.clinical, revoke=(colleague.account,))
        signin.sharing.change([change], progress=lambda done, total: told.append((done, total)))
        assert time.monotonic() - begun < 2
        assert told[-1] == (1004, 1004)
        assert len(told) > 5
        assert entries_of(signin, "revoke")[-1].facts["bodies"] == 1004


def test_destroying_a_shared_file_takes_it_from_everybody(practice: Practice, colleague: Colleague) -> None:
    """V-5.10: the sealed keys, the words, drafts of others, their index files; no finding."""
    with as_colleague(practice) as signin:
        signin.save_draft(Draft(signin.new_id(), practice.clinical, "session_note", 1, note("Mein Entwurf")))
        assert failure_of(lambda: signin.destroy([practice.clinical])) == "not_shared"
    with practice.open() as signin:
        signin.destroy([practice.clinical])
        assert findings(verify(signin, full=True)) == set()
    assert not index_file.path_of(practice.path, colleague.account).exists()
    with as_colleague(practice) as signin:
        assert list(signin.drafts()) == []
        assert practice.clinical not in signin.compartments()
        assert failure_of(lambda: signin.read(practice.notes[0])) != "none"
        assert signin.damage == {}


def test_a_right_that_ended_does_not_come_back_with_the_clock(
    practice: Practice, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V-5.6: order is the order of the trail: an earlier time in a row does not put it before the end."""
    with raw(practice) as connection:
        old = key_of(practice, connection, colleague.account, colleague.keys)
    take_back(practice, colleague.account)
    set_clock(monkeypatch, -3)
    with raw(practice) as connection:
        record = write_by_script(practice, connection, colleague, old.key)
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(record)) == "record_forged"
