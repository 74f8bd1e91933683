"""The recorder sees what a child does, also in threads and children, or says that it cannot; the model of a disk."""

from __future__ import annotations

import errno
import mmap
import os
import socket
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.torture.disk import Change, Disk, File
from tests.torture.recorder import ACK, Event
from tests.torture.shares import ROOT

pytestmark = pytest.mark.usefixtures("recording")

# Recorded work runs in a fork of a process without threads: not of the one that runs the tests.
PROBE = """
import sys
from pathlib import Path
from tests.torture import test_recording
from tests.torture.recorder import Failing, record
root = Path(sys.argv[1])
failing = Failing(int(sys.argv[3]), int(sys.argv[4])) if len(sys.argv) > 3 else None
found = record(lambda: getattr(test_recording, sys.argv[2])(root), root, failing)
for event in found.events:
    print(event.call, event.path.removeprefix(f"{root}/"), event.to.removeprefix(f"{root}/"), len(event.data), sep="|")
print(*found.acks, sep="\\n")
print("failed", *found.failed, found.status)
"""


def probe(root: Path, work: str, *failing: int) -> list[str]:
    """The lines of what was recorded of a function of this module."""
    command = [sys.executable, "-c", PROBE, str(root), work, *map(str, failing)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.splitlines()


def a_file_in_all_ways(root: Path) -> None:
    folder = root / "folder"
    folder.mkdir()
    descriptor = os.open(folder / "new", os.O_RDWR | os.O_CREAT)
    os.write(descriptor, b"four")
    os.pwrite(descriptor, b"more words", 2)
    os.writev(descriptor, [b"a", b"bc"])
    os.ftruncate(descriptor, 3)
    os.fsync(descriptor)
    (folder / "new").rename(folder / "old")
    os.link(folder / "old", folder / "twin")
    (folder / "old").unlink()
    os.write(ACK, b"done\n")


def test_every_change_of_a_file_is_recorded(tmp_path: Path) -> None:
    found = probe(tmp_path, "a_file_in_all_ways")
    assert found[:10] == [
        "mkdir|folder||0", "make|folder/new||0", "write|folder/new||4", "write|folder/new||10", "write|folder/new||3",
        "size|folder/new||0", "sync|folder/new||0", "rename|folder/new|folder/old|0", "link|folder/old|folder/twin|0",
        "unlink|folder/old||0",
    ]  # fmt: skip
    assert found[11] == "done"


def in_a_thread_and_a_child(root: Path) -> None:
    import threading

    thread = threading.Thread(target=(root / "thread").write_bytes, args=(b"one",))
    thread.start()
    thread.join()
    code = f"open({str(root / 'child')!r}, 'w').write('of another program')"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_threads_and_children_are_followed(tmp_path: Path) -> None:
    found = probe(tmp_path, "in_a_thread_and_a_child")
    assert "write|thread||3" in found
    assert "write|child||18" in found


def through_memory(root: Path) -> None:
    with (root / "mapped").open("w+b") as stream:
        stream.truncate(4096)
        with mmap.mmap(stream.fileno(), 4096) as memory:
            memory[:4] = b"four"


def by_the_kernel(root: Path) -> None:
    (root / "from").write_bytes(b"x" * 100)
    with (root / "from").open("rb") as source, (root / "to").open("wb") as target:
        os.sendfile(target.fileno(), source.fileno(), 0, 100)


@pytest.mark.parametrize("work", ["through_memory", "by_the_kernel"])
def test_what_cannot_be_seen_is_said(tmp_path: Path, work: str) -> None:
    """Otherwise a model of the disk would be wrong without a word."""
    assert any(line.startswith("unknown|") for line in probe(tmp_path, work))


def a_socket(_: Path) -> None:
    one, other = socket.socketpair()
    one.close()
    other.close()
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


def test_a_socket_is_recorded(tmp_path: Path) -> None:
    assert probe(tmp_path, "a_socket")[0] == "socket|socket||0"


def three_writes(root: Path) -> None:
    descriptor = os.open(root / "file", os.O_WRONLY | os.O_CREAT)
    for number in range(3):
        try:
            os.write(descriptor, b"word")
        except OSError as error:
            os.write(ACK, f"write {number} {error.errno}\n".encode())


def test_the_call_that_is_asked_for_fails_and_no_other(tmp_path: Path) -> None:
    """The file is made by the first call; the third is the second write."""
    found = probe(tmp_path, "three_writes", 3, errno.EIO)
    assert f"write 1 {errno.EIO}" in found
    assert found[-1] == "failed start: write file 0"
    assert (tmp_path / "file").read_bytes() == b"wordword"


def test_what_was_not_synced_may_be_lost_and_what_was_may_not(tmp_path: Path) -> None:
    disk, random, path = Disk(tmp_path), Random(1), str(tmp_path / "file")
    disk.apply(Event("make", path, 5))
    disk.apply(Event("write", path, 5, 0, b"first"))
    assert disk.states("none", "none", random) == {}
    assert disk.states("none", "all", random) == {"file": b""}
    disk.apply(Event("sync", path, 5))
    assert disk.states("none", "none", random) == {}
    disk.apply(Event("sync", str(tmp_path), 0))
    disk.apply(Event("write", path, 5, 5, b" second"))
    disk.apply(Event("rename", path, to=str(tmp_path / "other")))
    assert disk.states("none", "none", random) == {"file": b"first"}
    assert disk.states("all", "none", random) == {"file": b"first second"}
    assert disk.states("none", "all", random) == {"other": b"first"}


def test_a_torn_write_leaves_whole_sectors_of_the_new_or_the_old() -> None:
    file = File(b"o" * 8192, [Change(100, b"n" * 6000)])
    contents = {file.after_power_loss("torn", Random(seed)) for seed in range(300)}
    assert len(contents) > 20
    for content in contents:
        sectors = [content[at : at + 512] for at in range(512, 6100 - 512, 512)]
        assert {sector[:1] * 512 for sector in sectors} == set(sectors)
        assert content[6100:] == b"o" * (8192 - 6100)
