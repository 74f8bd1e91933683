"""Backups on the command line: made, proved, restored, and refused when they are not what they were."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal

SECRET = ("--passphrase-file", "passphrase")


@pytest.fixture(scope="module")
def made_backup(made: Practice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the practice, to be copied."""
    terminal = Terminal(tmp_path_factory.mktemp("backed-up"))
    told = terminal.ok("backup", made.copied_to(terminal.folder).path, "saved", "--json").json()
    return terminal.folder / str(told["file"])


@pytest.fixture
def backup(terminal: Terminal, made_backup: Path) -> Path:
    """A backup of the practice, for this test."""
    path = terminal.folder / "saved"
    shutil.copyfile(made_backup, path)
    return path


def test_backup_verified_and_restored(terminal: Terminal, practice: Practice) -> None:
    (terminal.folder / "drive").mkdir()
    made = terminal.ok("backup", practice.path, "drive", "--json").json()
    assert set(made) == {"file", "bytes", "records", "trail_head", "verified"}
    file = Path(made["file"])
    assert (file.parent, file.stat().st_size) == (terminal.folder / "drive", made["bytes"])
    assert made["verified"] is True
    proved = terminal.ok("verify", file, "--json").json()
    assert set(proved) == {"file", "ok", "records", "trail_head", "findings"}
    assert (proved["ok"], proved["findings"]) == (True, [])
    assert (proved["trail_head"], proved["records"]) == (made["trail_head"], made["records"])
    restored = terminal.ok("restore", file, "new.clientsafe", "--json").json()
    assert set(restored) == {"vault", "records", "trail_head", "findings"}
    assert (restored["trail_head"], restored["records"]) == (made["trail_head"], made["records"])
    shown = terminal.ok("show", "new.clientsafe", practice.note, "--json").json()
    assert shown["body"]["text"].startswith("A złożony")
    restores = terminal.ok("trail list", "new.clientsafe", "--action", "restore", "--json").lines()
    assert [row["outcome"] for row in restores] == ["done"]


def test_people_are_told_in_sentences(terminal: Terminal, backup: Path) -> None:
    assert "can be restored" in terminal.ok("verify", backup).out
    assert terminal.ok("restore", backup, "again").out.startswith("Restored into again.")


def test_backup_opens_with_the_recovery_code(terminal: Terminal, practice: Practice, backup: Path) -> None:
    (terminal.folder / "code").write_text(practice.recovery_code, "utf-8")
    assert terminal.run("verify", backup, "--recovery-file", "code").code == 0
    assert terminal.run("restore", backup, "new", "--recovery-file", "code").code == 0


def flipped(data: bytes) -> bytes:
    """One bit in the middle."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize(
    ("damage", "code", "number"),
    [
        (flipped, 5, 513),
        (lambda data: data[:-1], 5, 513),
        (lambda data: data + b"x", 5, 513),
        (lambda _data: b"", 5, 513),
        (lambda _data: b"\x89PNG\r\n" * 99, 5, 513),
        (lambda data: data.replace(b"clientsafe-backup/1", b"clientsafe-backup/9"), 8, 801),
    ],
    ids=["flipped", "cut", "longer", "empty", "picture", "version"],
)
def test_damaged_backup_is_named_and_never_restored(
    terminal: Terminal, backup: Path, damage: Callable[[bytes], bytes], code: int, number: int
) -> None:
    backup.write_bytes(damage(backup.read_bytes()))
    terminal.fails(code, number, "verify", backup, *SECRET)
    terminal.fails(code, number, "restore", backup, "new.clientsafe", *SECRET)
    assert not [path for path in terminal.folder.iterdir() if "new" in path.name]


def test_wrong_passphrase_opens_no_backup(terminal: Terminal, backup: Path) -> None:
    (terminal.folder / "wrong").write_text("otter lantern violet seven harbour mess", "utf-8")
    for command in (("verify", backup), ("restore", backup, "new.clientsafe")):
        terminal.fails(3, 301, *command, "--passphrase-file", "wrong")
    assert not [path for path in terminal.folder.iterdir() if "new" in path.name]


def test_nothing_is_overwritten(terminal: Terminal, practice: Practice, backup: Path) -> None:
    before = backup.read_bytes()
    terminal.fails(2, 202, "backup", practice.path, backup, *SECRET)
    assert backup.read_bytes() == before
    terminal.fails(2, 202, "restore", backup, practice.path, *SECRET)


def test_destination_has_to_be_there(terminal: Terminal, practice: Practice) -> None:
    terminal.fails(7, 703, "backup", practice.path, "no/such/drive/file", *SECRET)
    tried = terminal.ok("trail list", practice.path, "--action", "backup", "--json").lines()
    assert [row["outcome"] for row in tried] == ["destination_missing", "begun"]


@pytest.mark.skipif(sys.platform != "linux", reason="a small file system is mounted on Linux only")
def test_full_drive_is_told_and_leaves_nothing(terminal: Terminal, practice: Practice, small_disk: Path) -> None:
    (small_disk / "full").write_bytes(bytes(2_900_000))
    terminal.fails(7, 701, "backup", practice.path, small_disk, *SECRET)
    assert [path.name for path in small_disk.iterdir()] == ["full"]
