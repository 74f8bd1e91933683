"""Moving to another computer and back: one chain, closed where it left, told when it forked (V-8.6)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from storage import canonical, making, moving
from storage.backup import run_backup
from storage.errors import failure
from storage.vault import KnownError, SecretBytes, SignIn, Write, inspect, restore
from tests.storage.attack import tamper
from tests.storage.kit import PASSPHRASE, Practice, describe, entries_of, failure_of, findings, note, sign_in, verify


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """The other computer's folder."""
    folder = tmp_path / "there"
    folder.mkdir()
    return folder


def move(path: Path, destination: Path) -> Path:
    """Move a vault away; the file it is in now."""
    signin = sign_in(path)
    report = run_backup(signin.begin_move(destination))
    signin.end_move(report)
    return Path(report.file)


def arrive(monkeypatch: pytest.MonkeyPatch, file: Path, path: Path, config: Path) -> SignIn:
    """Restore it on a computer with its own settings folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    with SecretBytes.from_text(PASSPHRASE) as secret:
        return restore(file, path, secret=secret, describe=describe, allow_cheap=True)[0]


def write(signin: SignIn, practice: Practice, title: str) -> str:
    record = signin.new_id()
    signin.write([Write(record, practice.clinical, "session_note", 1, note(title))])
    return record


def chain_of(signin: SignIn) -> list[str]:
    rows = signin._vault.connection.execute("SELECT hash FROM trail ORDER BY seq")
    return [canonical.to_text(row[0]) for row in rows]


def test_the_trail_here_is_the_beginning_of_the_trail_there(
    practice: Practice, there: Path, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = move(practice.path, there)
    assert failure_of(lambda: sign_in(practice.path)) == "moved_away"
    arrived = arrive(monkeypatch, file, there / "p.clientsafe", there / "config")
    here = shutil.copytree(practice.path, there / "look")  # a look at the old one changes nothing there
    old = sign_in(here, take_back=True)
    length = entries_of(old, "moved")[0].seq + 1  # and the sign-off after it
    assert entries_of(old)[length].action == "unlock"
    assert chain_of(arrived)[:length] == chain_of(old)[:length]
    assert [entry.outcome for entry in entries_of(arrived, "moved")] == ["begun", "done"]
    assert not findings(verify(arrived, full=True))
    assert [notice.name for notice in arrived.notices] == []
    old.lock("test")
    arrived.lock("test")


def test_a_moved_vault_says_when_and_into_which_file(practice: Practice, there: Path) -> None:
    file = move(practice.path, there)
    with pytest.raises(KnownError) as refused:
        sign_in(practice.path)
    assert refused.value.values["file"] == file.name
    assert refused.value.exit_code == 1
    known = inspect(practice.path).moved
    assert known is not None
    assert (known.file, known.at[:10]) == (file.name, refused.value.values["day"])


def test_the_note_may_be_lost_and_the_vault_stays_closed(practice: Practice, there: Path) -> None:
    move(practice.path, there)
    (practice.path / "moved").unlink()
    assert failure_of(lambda: sign_in(practice.path)) == "moved_away"


def test_a_note_that_somebody_wrote_closes_nothing(practice: Practice) -> None:
    (practice.path / "moved").write_text('{"at":"2026-01-01T00:00:00.000Z","file":"x"}')
    assert inspect(practice.path).moved is not None
    practice.unlock().lock("test")
    assert inspect(practice.path).moved is None


def test_there_and_back_is_one_chain(
    practice: Practice, there: Path, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = move(practice.path, there)
    arrived = arrive(monkeypatch, file, there / "p.clientsafe", there / "config")
    written = write(arrived, practice, "geschrieben dort")
    arrived.lock("test")
    back = move(there / "p.clientsafe", there)
    home = arrive(monkeypatch, back, tmp_path / "home.clientsafe", config)
    assert home.read(written).body["title"] == "geschrieben dort"
    assert [entry.outcome for entry in entries_of(home, "moved")] == ["begun", "done", "begun", "done"]
    assert [notice.name for notice in home.notices] == []
    report = verify(home, full=True)
    assert not report.findings
    assert report.anchored_to > 0
    home.lock("test")


def test_taking_it_back_is_an_entry_and_the_vault_goes_on(practice: Practice, there: Path) -> None:
    move(practice.path, there)
    with_key = sign_in(practice.path, take_back=True)
    assert entries_of(with_key, "moved")[-1].outcome == "taken_back"
    write(with_key, practice, "hier weiter")
    with_key.lock("test")
    practice.unlock().lock("test")
    assert inspect(practice.path).moved is None


def test_two_copies_that_both_went_on_are_told(
    practice: Practice, there: Path, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = move(practice.path, there)
    taken_back = sign_in(practice.path, take_back=True)
    write(taken_back, practice, "hier")
    taken_back.lock("test")
    arrived = arrive(monkeypatch, file, there / "p.clientsafe", there / "config")
    for number in range(9):
        write(arrived, practice, f"dort {number}")
    arrived.lock("test")
    back = move(there / "p.clientsafe", there)
    met = arrive(monkeypatch, back, tmp_path / "met.clientsafe", config)
    (missing,) = [notice for notice in met.notices if notice.name == "history_missing"]
    assert missing.values["forked"] == "1"
    assert "history_rewritten" in findings(verify(met))
    met.lock("test")


def test_a_move_that_fails_leaves_the_person_signed_in_and_at_work(practice: Practice, tmp_path: Path) -> None:
    signin = practice.unlock()
    before = signin.session
    job = signin.begin_move(tmp_path / "gone" / "file")
    with pytest.raises(KnownError, match="destination_missing"):
        run_backup(job)
    signin.end_move(None, "destination_missing")
    assert signin.session != before
    write(signin, practice, "weiter")
    assert signin.read(practice.notes[1]).body
    assert entries_of(signin, "moved")[-1].outcome == "destination_missing"
    before_it, after_it = entries_of(signin, "unlock")[-2:]
    assert (before_it.session, after_it.facts["how"]) == (before, "not_moved")
    assert before_it.facts["session_key"] != after_it.facts["session_key"]
    assert not findings(verify(signin, full=True))
    signin.lock("test")
    practice.unlock().lock("test")


def test_a_move_that_cannot_even_be_given_up_is_given_up_before_the_next_entry(
    practice: Practice, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses twice: the backup, and the entry that says so. What is written later is whole all the same."""
    signin = practice.unlock()
    before = signin.session
    signin.begin_move(there)
    with monkeypatch.context() as patched:
        patched.setattr(signin._vault.trail, "begin", refuse)
        assert failure_of(lambda: signin.end_move(None, "no_space")) == "disk_error"
    assert signin.session == before
    record = write(signin, practice, "danach")
    assert signin.read(record).body
    assert [entry.outcome for entry in entries_of(signin, "moved")] == ["begun", "no_space"]
    assert entries_of(signin, "unlock")[-1].facts["how"] == "not_moved"
    assert not findings(verify(signin, full=True))
    signin.lock("test")
    practice.unlock().lock("test")


def refuse(*_: object, **__: object) -> None:
    raise failure("disk_error")


def test_an_arrival_that_fails_at_the_end_leaves_no_memory_of_it(
    practice: Practice, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A restored vault that never gets its name must not be missed by the one that does."""
    file = move(practice.path, there)
    with monkeypatch.context() as patched:
        patched.setattr(making, "_give_name", refuse)
        assert failure_of(lambda: arrive(monkeypatch, file, there / "p.clientsafe", there / "config")) == "disk_error"
    arrived = arrive(monkeypatch, file, there / "p.clientsafe", there / "config")
    assert [notice.name for notice in arrived.notices] == []
    assert not findings(verify(arrived, full=True))
    arrived.lock("test")


def test_while_it_is_moved_nothing_can_be_written_or_shown(practice: Practice, there: Path) -> None:
    signin = practice.unlock()
    signin.begin_move(there)
    assert failure_of(lambda: write(signin, practice, "zu spät")) == "not_writable"
    assert failure_of(lambda: signin.read(practice.notes[1])) == "not_writable"
    signin.end_move(None, "stopped")
    write(signin, practice, "jetzt")
    signin.lock("test")


def test_a_lock_does_not_wait_for_a_move_and_the_vault_stays_here(practice: Practice, there: Path) -> None:
    signin = practice.unlock()
    signin.begin_move(there)
    assert signin.lock("idle")
    again = practice.unlock()
    assert [entry.outcome for entry in entries_of(again, "moved")] == ["begun", "stopped"]
    assert "session_cut" not in [notice.name for notice in again.notices]
    assert not findings(verify(again, full=True))
    again.lock("test")


def test_a_move_is_not_begun_while_a_backup_runs(practice: Practice, there: Path) -> None:
    signin = practice.unlock()
    signin.begin_backup(there)
    assert failure_of(lambda: signin.begin_move(there)) == "database_busy"
    signin.end_backup(None)
    assert entries_of(signin, "moved") == []
    signin.lock("test")


def test_a_forged_entry_of_a_move_is_told_as_damage(practice: Practice, there: Path) -> None:
    """Who can write into the database cannot send the vault away, or bring it back, without being found."""
    move(practice.path, there)
    tamper(practice, "DELETE FROM trail WHERE seq >= (SELECT max(seq) FROM trail WHERE action = 'moved')")
    again = sign_in(practice.path)
    assert "history_missing" in [notice.name for notice in again.notices]
    again.lock("test")


def test_a_changed_entry_of_a_move_opens_nothing(practice: Practice, there: Path) -> None:
    move(practice.path, there)
    tamper(
        practice,
        "UPDATE trail SET entry = CAST(replace(CAST(entry AS TEXT), '\"begun\"', '\"other\"') AS BLOB) "
        "WHERE action = 'moved'",
    )
    assert failure_of(lambda: sign_in(practice.path)) == "trail_damaged"


def test_the_file_name_in_the_note_is_all_it_tells(practice: Practice, there: Path) -> None:
    move(practice.path, there)
    text = (practice.path / "moved").read_text()
    assert str(there) not in text
    assert moving.noted(practice.path) is not None
    (practice.path / "moved").write_text("no json")
    assert moving.noted(practice.path) is None
