"""What a killed process left is removed, nothing else is; and a backup never takes the place of another file."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import files, leftovers, making
from storage.backup import Progress
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import SecretBytes, create, run_backup
from tests.storage.kit import LOGIN, PASSPHRASE, Practice, describe, failure_of, files_under
from tests.storage.test_backup import back_up, bring_back, check
from tests.storage.test_processes import ROOT, environment

GONE = 4_194_301  # above the highest process id that Linux gives
HOLDING = """
import sys, time
from pathlib import Path
from storage import leftovers, making
what = leftovers.work_folder if sys.argv[1] == "work" else making.new_folder
with what(Path(sys.argv[2])) as found:
    folder = found if sys.argv[1] == "work" else found[0]
    (folder / ("part" if sys.argv[1] == "work" else "records-1.db")).write_bytes(b"x" * 99)
    print(folder, flush=True)
    sys.stdin.read()
"""


@contextlib.contextmanager
def worker(kind: str, place: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process that works in a hidden folder until it is ended."""
    command = [sys.executable, "-c", HOLDING, kind, str(place)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        try:
            assert child.stdout is not None
            yield child, Path(child.stdout.readline().strip())
        finally:
            child.kill()


def kill(child: subprocess.Popen[str]) -> None:
    child.send_signal(signal.SIGKILL)
    child.wait()


def nearly_done(folder: Path) -> None:
    """What a vault has besides when it was killed right before it got its name."""
    account = "019aab1c-9d04-7a55-8c1e-2b7d4e5f6a7b"
    for name in (f"anchors/{account}", f"anchors/.{account}.77.tmp", f"index/{account}.db", f"index/{account}.db-wal"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")


def make(path: Path) -> None:
    with SecretBytes.from_text(PASSPHRASE) as secret:
        create(path, login=LOGIN, passphrase=secret, describe=describe, policy=CHEAPEST_FOR_TESTS).signin.lock("test")


def test_a_killed_backup_is_removed_by_the_next_and_a_living_one_is_not(practice: Practice, destination: Path) -> None:
    """V-2.4: the lock tells which is which."""
    with worker("work", destination) as (child, folder):
        back_up(practice, destination)
        assert (folder / "part").read_bytes() == b"x" * 99
        kill(child)
        assert (folder / "part").exists()
        path = Path(back_up(practice, destination).file)
        assert not folder.exists()
    assert {each.suffix for each in destination.iterdir()} == {".clientsafe-backup"}
    assert check(path).ok


@pytest.mark.parametrize("by", ["unlock", "create"])
def test_a_killed_making_of_a_vault_is_removed_at_the_next_start(practice: Practice, by: str) -> None:
    """V-2.4: beside the vault, by unlock, create and restore."""
    place = practice.path.parent
    with worker("new", place / "cut.clientsafe") as (child, folder):
        for is_alive in (True, False):
            if by == "unlock":
                practice.unlock().lock("test")
            else:
                make(place / f"{is_alive}.clientsafe")
            assert (folder / "records-1.db").exists() == is_alive
            if is_alive:
                kill(child)
        assert not folder.exists()


def test_a_restore_sweeps_too_and_is_swept(practice: Practice, destination: Path, tmp_path: Path) -> None:
    """V-2.4, V-8.5: what a killed restore left can be large."""
    source = Path(back_up(practice, destination).file)
    with worker("new", tmp_path / "back.clientsafe") as (child, folder):
        nearly_done(folder)
        kill(child)
        signin, _ = bring_back(source, tmp_path / "back.clientsafe")
        signin.lock("test")
        assert not folder.exists()


def test_a_left_over_under_the_own_process_number_is_in_nobodys_way(tmp_path: Path, config: Path) -> None:
    """V-2.4: numbers come again, in a sandbox at every start."""
    path = tmp_path / "new.clientsafe"
    folder = tmp_path / f".{path.name}.{os.getpid()}.new"
    folder.mkdir()
    for name in ("lock", "vault.json", "records-1.db", "records-1.db-wal"):
        (folder / name).write_bytes(b"x")
    nearly_done(folder)
    make(path)
    assert [each.name for each in tmp_path.iterdir() if each != config] == [path.name]


def test_half_written_files_of_a_vault_are_removed_at_unlock(practice: Practice) -> None:
    """V-2.4: whoever holds the lock is the only one who writes there."""
    anchors = practice.path / "anchors"
    ours = [practice.path / f".{name}.77.tmp" for name in ("vault.json", "vault.json.1", "failures")]
    ours.append(anchors / f".{practice.account}.77.tmp")
    others = [practice.path / name for name in (".notes.77.tmp", "vault.json.77.tmp", ".vault.json.tmp", "a.tmp")]
    for path in (*ours, *others):
        path.write_bytes(b"half")
    practice.unlock().lock("test")
    assert [path for path in ours if path.exists()] == []
    assert all(path.read_bytes() == b"half" for path in others)


NOT_OURS = {
    "another name": (".clientsafe-1.work", {"lock": b""}),
    "a visible folder": ("clientsafe-1-0123456789abcdef.work", {"lock": b""}),
    "a file of somebody's": (f".clientsafe-{GONE}-0123456789abcdef.work", {"lock": b"", "letter.txt": b"Dear"}),
    "anchors of somebody's": (f".draft.{GONE}.new", {"lock": b"", "anchors/letter.txt": b"Dear"}),
    "a folder of somebody's": (f".draft.{GONE}.new", {"lock": b"", "letter.txt": b"Dear"}),
    "without a number": (".draft.new", {"lock": b"", "vault.json": b"{}"}),
    "a living process, not locked yet": (f".clientsafe-{os.getppid()}-0123456789abcdef.work", {"part": b"x"}),
}


@pytest.mark.parametrize(("name", "content"), NOT_OURS.values(), ids=NOT_OURS.keys())
def test_nothing_of_anybody_else_is_removed(
    practice: Practice, destination: Path, name: str, content: dict[str, bytes]
) -> None:
    """V-2.4: neither another name, nor other content, nor what may still be worked in."""
    for place in (destination, practice.path.parent):
        folder = place / name
        folder.mkdir()
        for file, data in content.items():
            (folder / file).parent.mkdir(exist_ok=True)
            (folder / file).write_bytes(data)
        os.utime(folder, (0, 0))
    back_up(practice, destination)
    practice.unlock().lock("test")
    for place in (destination, practice.path.parent):
        assert files_under(place / name) == content


def test_a_link_is_not_followed(practice: Practice, destination: Path, tmp_path: Path) -> None:
    """V-2.4: neither a folder nor a file of a left-over may be a link elsewhere."""
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "lock").write_bytes(b"")
    (precious / "part").write_bytes(b"mine")
    (destination / f".clientsafe-{GONE}-0123456789abcdef.work").symlink_to(precious)
    folder = destination / f".clientsafe-{GONE}-fedcba9876543210.work"
    folder.mkdir()
    (folder / "lock").write_bytes(b"")
    (folder / "part").symlink_to(precious / "part")
    back_up(practice, destination)
    assert (precious / "part").read_bytes() == b"mine"


@pytest.mark.parametrize(("age", "stays"), [(0, True), (3600, False)])
def test_a_folder_that_was_not_locked_yet_goes_after_a_minute(tmp_path: Path, age: int, *, stays: bool) -> None:
    """V-2.4: killed between making the folder and locking it."""
    folder = tmp_path / f".clientsafe-{GONE}-0123456789abcdef.work"
    folder.mkdir()
    if age:
        os.utime(folder, (1_700_000_000, 1_700_000_000))
    leftovers.sweep(tmp_path)
    assert folder.exists() == stays


# The name of a backup.


def test_a_file_that_appears_meanwhile_is_never_overwritten(practice: Practice, destination: Path) -> None:
    """V-8.2: a name that was asked for is told as taken; one that the program chose gets a number."""

    def put(path: Path) -> Progress:
        def progress(_done: int, _total: int) -> None:
            path.write_bytes(b"precious")

        return progress

    with practice.open() as signin:
        wanted = destination / "mine.clientsafe-backup"
        job = signin.begin_backup(wanted)
        assert failure_of(lambda: run_backup(job, progress=put(wanted))) == "already_exists"
        signin.end_backup(None, "already_exists")
        job = signin.begin_backup(destination)
        first = destination / (Path(run_backup(job).file).name)
        data = first.read_bytes()
        first.unlink()
        report = run_backup(job, progress=put(first))
        signin.end_backup(report)
    assert wanted.read_bytes() == b"precious"
    assert first.read_bytes() == b"precious"
    assert Path(report.file).read_bytes() == data
    assert len(list(destination.iterdir())) == 3


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that knows no hard links, such as FAT."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("no_links")
def test_without_links_the_name_is_taken_first(practice: Practice, destination: Path, tmp_path: Path) -> None:
    """V-8.2: on a stick too a backup is written, and nothing is overwritten."""
    assert check(Path(back_up(practice, destination).file)).ok
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(b"new")
    target.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        files.give_name(source, target)
    assert (source.read_bytes(), target.read_bytes()) == (b"new", b"old")
    source.unlink()
    with pytest.raises(FileNotFoundError):
        files.give_name(source, tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_an_empty_folder_or_a_file_with_the_name_of_a_vault_is_not_replaced(tmp_path: Path, config: Path) -> None:
    """V-8.5: a name that is taken while the vault is made is told as taken."""
    path = tmp_path / "new.clientsafe"

    def taken() -> None:
        with making.new_folder(path) as (folder, _):
            (folder / "records-1.db").write_bytes(b"x")
            path.mkdir()
            (path / "mine").write_bytes(b"precious")

    assert failure_of(taken) == "already_exists"
    assert files_under(tmp_path) == {"new.clientsafe/mine": b"precious"}
