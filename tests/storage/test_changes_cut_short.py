"""A header change that a crash or a full disk cuts short: the old or the new one holds, and the trail says which."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from storage import canonical, database, files, header
from storage.vault import SignIn
from tests.storage.attack import edit_header
from tests.storage.kit import (
    PASSPHRASE,
    Practice,
    copy_of,
    entries_of,
    failure_of,
    findings,
    signed_in,
    verify,
)
from tests.storage.test_changing_ways_in import NEW, change, opens, opens_with_code, reissue

STEPS = ("open_private", "stream_all", "sync_folder")


def watch(monkeypatch: pytest.MonkeyPatch, before: Callable[[], None]) -> None:
    """Call `before` ahead of each step of writing a file, and around each commit."""

    def watched(work: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            before()
            return work(*arguments, **options)

        return step

    for name in STEPS:
        monkeypatch.setattr(files, name, watched(getattr(files, name)))
    monkeypatch.setattr(Path, "replace", watched(Path.replace))
    ending = database.Transaction.__exit__

    def committed(self: database.Transaction, *arguments: Any) -> None:
        before()
        ending(self, *arguments)
        before()

    monkeypatch.setattr(database.Transaction, "__exit__", committed)


def moments(practice: Practice, folder: Path, work: Callable[[SignIn], object]) -> list[Practice]:
    """The vault as a crash would leave it at each step of `work`."""
    found: list[Practice] = []
    numbers = count()

    def look() -> None:
        found.append(copy_of(practice, folder / f"{next(numbers)}.clientsafe"))

    signin = practice.unlock()
    with pytest.MonkeyPatch.context() as monkeypatch:
        watch(monkeypatch, look)
        work(signin)
    look()
    signin.lock("test")
    return found


def last_outcomes(practice: Practice, passphrase: str, why: str) -> tuple[str, str]:
    """How the last change of the header ended, and what it was for; the trail holds."""
    with signed_in(practice.path, passphrase=passphrase) as signin:
        assert findings(verify(signin, full=True)) <= {"session_without_end", "history_missing", "history_rewritten"}
        return entries_of(signin, "header_written")[-1].outcome, entries_of(signin, why)[-1].outcome


def test_after_a_crash_at_any_step_the_old_or_the_new_passphrase_opens(practice: Practice, tmp_path: Path) -> None:
    """V-2.2, V-6.10, invariant 4: never neither; what opened is in the trail as done or failed, and stays."""
    seen = []
    for number, moment in enumerate(moments(practice, tmp_path, change)):
        ways = {}
        for name, passphrase, other in (("old", PASSPHRASE, NEW), ("new", NEW, PASSPHRASE)):
            copy = copy_of(moment, tmp_path / f"{number}-{name}.clientsafe")
            ways[name] = opens(copy.path, passphrase)
            if ways[name] == "none":
                written = {(copy.path / each).read_bytes() for each in header.NAMES}
                assert len(written) == 1, number
                assert opens(copy.path, other) == "wrong_secret", number
                assert opens(copy.path, passphrase) == "none", number
        assert set(ways.values()) <= {"none", "wrong_secret"}, number
        seen.append("".join(name for name, found in ways.items() if found == "none"))
    assert "" not in seen
    steps = list(dict.fromkeys(seen))
    assert steps == ["old", "oldnew", "new"]


def test_how_a_change_that_was_cut_came_out_is_an_entry_once(practice: Practice, tmp_path: Path) -> None:
    """V-6.10: a `begun` alone is followed by `done` or `failed` at the next sign-in, and by nothing later."""
    told = []
    for number, moment in enumerate(moments(practice, tmp_path, change)):
        for passphrase in (PASSPHRASE, NEW):
            copy = copy_of(moment, tmp_path / f"{number}-{passphrase}.clientsafe")
            if opens(copy.path, passphrase) != "none":
                continue
            with signed_in(copy.path, passphrase=passphrase) as signin:
                notices = {notice.name for notice in signin.notices}
                assert not notices & {"change_done", "change_failed", "header_repaired"}
                outcomes = [entry.outcome for entry in entries_of(signin, "header_written")]
                changed = [entry.outcome for entry in entries_of(signin, "passphrase_changed")]
            expected = "done" if passphrase == NEW else "failed"
            if outcomes != ["done"]:  # before the change was begun there is nothing to tell
                assert outcomes == ["done", "begun", expected]
                assert changed == [expected]
                told.append(expected)
    assert set(told) == {"done", "failed"}


def test_after_a_crash_at_any_step_the_old_or_the_new_sheet_opens(practice: Practice, tmp_path: Path) -> None:
    """V-2.2: and the passphrase always."""
    codes = []
    for moment in moments(practice, tmp_path, lambda signin: codes.append(reissue(signin))):
        old = copy_of(moment, tmp_path / f"{moment.path.stem}-old")
        new = copy_of(moment, tmp_path / f"{moment.path.stem}-new")
        ways = [opens_with_code(old.path, practice.recovery_code), opens_with_code(new.path, codes[0])]
        assert sorted(set(ways)) in (["none"], ["none", "wrong_secret"])
        assert opens(moment.path, PASSPHRASE) == "none"


def test_mending_a_damaged_copy_that_is_cut_short_is_no_change(practice: Practice, tmp_path: Path) -> None:
    """V-2.1: nobody is told that a passphrase was changed."""
    (practice.path / header.NAMES[1]).write_bytes(b"{")
    found: list[Practice] = []
    with pytest.MonkeyPatch.context() as monkeypatch:
        watch(monkeypatch, lambda: found.append(copy_of(practice, tmp_path / f"{len(found)}.clientsafe")))
        signin = practice.unlock()
    signin.lock("test")
    told = []
    for moment in found:
        for _ in range(2):
            with moment.open() as signin:
                told.append([notice.name for notice in signin.notices])
                assert entries_of(signin, "header_written")[-1].outcome == "done"
        assert len({(moment.path / name).read_bytes() for name in header.NAMES}) == 1
    assert any("header_repaired" in names for names in told)
    assert not [names for names in told if {"change_done", "change_failed"} & set(names)]


@pytest.mark.parametrize("step", range(8))
def test_a_full_disk_leaves_the_old_passphrase(practice: Practice, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """R3, V-2.2: the change fails with its code at any step, the old one holds, and a second try works."""
    numbers = count()

    def full() -> None:
        if next(numbers) == step:
            raise OSError(errno.ENOSPC, "No space left on device")

    with practice.open() as signin:
        with monkeypatch.context() as within:
            within.setattr(files, "stream_all", before(files.stream_all, full))
            within.setattr(files, "sync_folder", before(files.sync_folder, full))
            within.setattr(Path, "replace", before(Path.replace, full))
            found = failure_of(lambda: change(signin))
        assert found == ("no_space" if step < 6 else "none")
        assert failure_of(lambda: signin.read(practice.notes[0])) == "none"
        if found == "no_space":
            assert entries_of(signin, "header_written")[-1].outcome == "failed"
            assert header.load(practice.path).header == signin._vault.header
            change(signin)
    assert (opens(practice.path, PASSPHRASE), opens(practice.path, NEW)) == ("wrong_secret", "none")


def before(work: Callable[..., Any], act: Callable[[], None]) -> Callable[..., Any]:
    def both(*arguments: Any, **options: Any) -> Any:
        act()
        return work(*arguments, **options)

    return both


@pytest.mark.parametrize("step", range(6))
def test_a_disk_that_goes_away_in_the_middle_is_told_as_unclear(
    practice: Practice, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """R3, V-2.2: when the old header cannot be put back either, the person is told, and one of the two opens."""
    numbers = count()

    def gone() -> None:
        if next(numbers) >= step:
            raise OSError(errno.EIO, "Input/output error")

    signin = practice.unlock()
    with monkeypatch.context() as within:
        within.setattr(files, "stream_all", before(files.stream_all, gone))
        within.setattr(files, "sync_folder", before(files.sync_folder, gone))
        within.setattr(Path, "replace", before(Path.replace, gone))
        assert failure_of(lambda: change(signin)) == "change_unclear"
        signin.lock("test")
    ways = [opens(copy_of(practice, practice.path.with_name(name)).path, typed)
            for name, typed in (("old", PASSPHRASE), ("new", NEW))]  # fmt: skip
    assert "none" in ways
    assert set(ways) <= {"none", "wrong_secret"}


def aborted(practice: Practice) -> bytes:
    """A header that was begun and never done; its file, which somebody has kept."""
    kept: list[bytes] = []
    with practice.open() as signin, pytest.MonkeyPatch.context() as monkeypatch:
        numbers = count()

        def stop() -> None:
            if next(numbers) == 3:  # the first copy is written
                kept.append((practice.path / header.NAMES[0]).read_bytes())
                raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(files, "stream_all", before(files.stream_all, stop))
        monkeypatch.setattr(files, "sync_folder", before(files.sync_folder, stop))
        monkeypatch.setattr(Path, "replace", before(Path.replace, stop))
        assert failure_of(lambda: change(signin)) == "no_space"
    return kept[0]


def test_a_header_whose_change_has_failed_is_never_taken_again(practice: Practice) -> None:
    """V-2.2: `failed` ends it, so that nobody brings it back later."""
    old = (practice.path / header.NAMES[0]).read_bytes()
    data = aborted(practice)
    assert data != old
    for name in header.NAMES:
        (practice.path / name).write_bytes(data)
    assert opens(practice.path, NEW) == "header_forged"


def test_the_old_header_is_replayed_once_the_change_is_done(practice: Practice) -> None:
    """V-2.2: somebody who knows the old passphrase cannot bring it back."""
    old = (practice.path / header.NAMES[0]).read_bytes()
    with practice.open() as signin:
        change(signin)
    for name in header.NAMES:
        (practice.path / name).write_bytes(old)
    assert opens(practice.path, PASSPHRASE) == "header_replayed"


def test_while_a_change_is_open_no_third_header_is_taken(practice: Practice, tmp_path: Path) -> None:
    """V-2.2: exactly the one that was done and the one that was begun."""
    moment = next(
        found
        for found in moments(practice, tmp_path, change)
        if (found.path / header.NAMES[0]).read_bytes() != (found.path / header.NAMES[1]).read_bytes()
    )
    third = replace(moment, path=shutil.copytree(moment.path, tmp_path / "third.clientsafe"))
    edit_header(third, lambda value: value["accounts"][0]["slots"].pop(1), key=practice.database_key)
    assert [opens(third.path, typed) for typed in (PASSPHRASE, NEW)] == ["header_forged", "header_forged"]
    older = replace(moment, path=shutil.copytree(moment.path, tmp_path / "older.clientsafe"))
    edit_header(older, lambda value: value.update(generation=1), key=practice.database_key)
    assert opens(older.path, NEW) != "none"


def test_the_facts_of_a_change_say_what_it_is_for(practice: Practice) -> None:
    """V-2.2, V-6.1: digest, generation, and the action that follows."""
    with practice.open() as signin:
        change(signin)
        facts = entries_of(signin, "header_written")[-1].facts
        found = header.load(practice.path).header
        digest = canonical.to_text(found.digest())
        assert facts == {"digest": digest, "for": "passphrase_changed", "generation": found.generation}
