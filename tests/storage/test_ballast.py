"""Room kept back: made when there is some, given free on a full disk so that what must work works (V-2.5)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import ballast
from storage.ballast import Ballast
from storage.vault import Draft, KnownError, SignIn, Write
from tests.storage.kit import Practice, copy_of, entries_of, failure_of, note, sign_in

SIZE = 256 << 10


@pytest.fixture(autouse=True)
def weighty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ballast that a small disk has room for."""
    monkeypatch.setattr(ballast, "BYTES", SIZE)


@pytest.fixture
def on_small_disk(practice: Practice, small_disk: Path) -> Practice:
    """The practice on a disk of 3 MiB, with its ballast."""
    (practice.path / "ballast").unlink()
    moved = copy_of(practice, small_disk / "p.clientsafe")
    shutil.rmtree(moved.path / "index")
    sign_in(moved.path).lock("test")
    assert (moved.path / "ballast").stat().st_size == SIZE
    return moved


def fill(disk: Path) -> Path:
    """Write until not a byte more fits."""
    filler = disk / "filler"
    with filler.open("ab", buffering=0) as stream:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while stream.write(b"x" * size):
                    pass
            except OSError:
                continue
    assert shutil.disk_usage(disk).free == 0
    return filler


@pytest.fixture
def full(on_small_disk: Practice, small_disk: Path) -> Iterator[SignIn]:
    """Signed in, and then the disk is full."""
    signin = sign_in(on_small_disk.path)
    fill(small_disk)
    yield signin
    signin.lock("test")


def draft(practice: Practice, text: str) -> Draft:
    return Draft("0192aaaa-0000-7000-8000-000000000001", practice.clinical, "session_note", 1, note("Entwurf", text))


def test_it_is_made_at_unlock_where_there_is_room(practice: Practice) -> None:
    (practice.path / "ballast").unlink()
    with practice.open() as signin:
        assert signin.has_ballast
        assert "ballast_missing" not in [notice.name for notice in signin.notices]
    assert (practice.path / "ballast").stat().st_size == SIZE
    assert (practice.path / "ballast").stat().st_mode & 0o777 == 0o600


def test_it_is_not_made_where_it_would_fill_the_disk_itself(on_small_disk: Practice, small_disk: Path) -> None:
    (on_small_disk.path / "ballast").unlink()
    with (small_disk / "filler").open("wb") as stream:
        stream.write(bytes(shutil.disk_usage(small_disk).free - 3 * SIZE))
    signin = sign_in(on_small_disk.path)
    assert not signin.has_ballast
    assert "ballast_missing" in [notice.name for notice in signin.notices]
    (small_disk / "filler").unlink()
    assert signin.keep_ballast()
    signin.lock("test")


def test_a_draft_on_a_full_disk_takes_the_ballast_and_somebody_is_told(full: SignIn, on_small_disk: Practice) -> None:
    told: list[str] = []
    full.when_full(lambda: told.append("full"))
    full.save_draft(draft(on_small_disk, "what was typed when the disk was full"))
    assert told == ["full"]
    assert not full.has_ballast
    kept = full.draft("0192aaaa-0000-7000-8000-000000000001")
    assert kept is not None
    assert kept.body["text"] == "what was typed when the disk was full"


def test_reading_goes_on_because_its_entry_can_be_written(full: SignIn, on_small_disk: Practice) -> None:
    assert full.read(on_small_disk.notes[1]).body["title"] == "Sitzung zwei"
    assert entries_of(full, "view")[-1].record == on_small_disk.notes[1]


def test_a_refused_try_is_still_an_entry(full: SignIn) -> None:
    full.refuse("view")
    assert entries_of(full)[-1].outcome == "refused"


def test_a_save_is_refused_once_and_leaves_room_for_its_draft(full: SignIn, on_small_disk: Practice) -> None:
    write = Write(full.new_id(), on_small_disk.clinical, "session_note", 1, note("Neu", "x"))
    assert failure_of(lambda: full.write([write])) == "no_space"
    assert not full.has_ballast
    full.save_draft(draft(on_small_disk, "kept"))
    assert len(full.write([write])) == 1


def test_the_lock_signs_off_on_a_full_disk(on_small_disk: Practice, small_disk: Path) -> None:
    signin = sign_in(on_small_disk.path)
    filler = fill(small_disk)
    assert signin.lock("person")
    filler.unlink()
    again = sign_in(on_small_disk.path)
    assert "session_cut" not in [notice.name for notice in again.notices]
    assert again.has_ballast
    again.lock("test")


def test_one_gets_in_on_a_full_disk_and_is_told(on_small_disk: Practice, small_disk: Path) -> None:
    fill(small_disk)
    signin = sign_in(on_small_disk.path)
    assert "ballast_missing" in [notice.name for notice in signin.notices]
    assert signin.read(on_small_disk.notes[1]).body
    assert signin.lock("person")


def test_without_ballast_a_full_disk_is_told_as_before(full: SignIn, on_small_disk: Practice, small_disk: Path) -> None:
    (on_small_disk.path / "ballast").unlink()
    fill(small_disk)
    with pytest.raises(KnownError, match="no_space"):
        full.save_draft(draft(on_small_disk, "x" * 20_000))


def test_other_failures_leave_it_alone(practice: Practice) -> None:
    kept = Ballast(practice.path)
    with pytest.raises(KnownError, match="not_found"), practice.open() as signin:
        kept.spend(lambda: signin.read("0192aaaa-0000-7000-8000-000000000009"))
    assert kept.is_there


def test_a_half_written_one_goes_at_the_next_unlock(practice: Practice) -> None:
    (practice.path / ".ballast.4711.tmp").write_bytes(b"half")
    practice.unlock().lock("test")
    assert not (practice.path / ".ballast.4711.tmp").exists()
