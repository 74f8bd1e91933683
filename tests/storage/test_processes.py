"""Killed, doubled and watched processes: nothing told is lost, one vault has one process, no socket, no key left."""

from __future__ import annotations

import contextlib
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.vault import Query, Write, inspect
from tests.storage.attack import raw
from tests.storage.kit import Practice, copy_of, entries_of, failure_of, findings, named_in, note, verify

ROOT = Path(__file__).resolve().parents[2]
WORKER = Path(__file__).with_name("worker.py")


@contextlib.contextmanager
def process(*arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that has told that it is ready; it is gone at the end of the block."""
    command = [sys.executable, str(WORKER), *map(str, arguments)]
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            yield child
        finally:
            child.kill()


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


KILLS = 15


def test_killed_at_random_moments_nothing_told_is_lost(practice: Practice, tmp_path: Path) -> None:
    """R2, invariant 4: what was told as saved is there, what was told as viewed is in the trail, all verifies."""
    told: list[list[str]] = []
    for number in range(KILLS):
        told += lines_until_killed(practice, random.Random(number).uniform(0.01, 0.12))
        with practice.open() as signin:
            assert "session_cut" in [notice.name for notice in signin.notices]
            if number % 5 == 4:
                assert findings(verify(signin, full=True)) == {"session_without_end"}
            viewed = {entry.revision for entry in entries_of(signin, "view")}
            heads = dict(line[1:] for line in told if line[0] == "saved")
            for record, head in list(heads.items())[-20:]:
                assert head in [shown.revision for shown in signin.history(record)]
            assert {line[2] for line in told if line[0] == "viewed"} <= viewed
            assert set(heads) <= set(signin.ids(Query()))
            assert {line[1] for line in told if line[0] == "drafted"} <= set(signin.drafts())
    assert len(told) > KILLS * 3


def lines_until_killed(practice: Practice, seconds: float) -> list[list[str]]:
    with process("write", practice.path, practice.clinical) as child:
        assert child.stdout is not None
        end = time.monotonic() + seconds
        data = b""
        while (left := end - time.monotonic()) > 0:
            if select.select([child.stdout], [], [], left)[0]:
                data += os.read(child.stdout.fileno(), 1 << 16)
        child.send_signal(signal.SIGKILL)
        data += child.stdout.read()
    return [line.split() for line in data.decode().split("\n")[:-1]]


def test_a_second_process_is_refused_and_told_who(practice: Practice) -> None:
    """V-2.3: 401 while another process holds the vault; free again when it ends, also by a kill."""
    with process("hold", practice.path) as child:
        assert inspect(practice.path).in_use
        assert failure_of(practice.unlock) == "busy"
        with pytest.raises(Exception, match="CS-401") as caught:
            practice.unlock()
        assert str(child.pid) in caught.value.values["who"]  # type: ignore[attr-defined]
        child.kill()
        child.wait()
        assert not inspect(practice.path).in_use
        practice.unlock().lock("test")
    with process("hold", practice.path) as child:
        child.communicate(b"")
        assert child.returncode == 0
    with practice.open() as signin:
        assert "session_cut" not in [notice.name for notice in signin.notices]


def test_a_second_sign_in_of_the_same_process_is_refused(practice: Practice) -> None:
    """V-2.3: one sign-in at a time."""
    with practice.open() as signin:
        assert failure_of(practice.unlock) == "busy"
        assert signin.read(practice.notes[0]).body
    practice.unlock().lock("test")


@pytest.mark.parametrize("content", [b"", b"\xff\xff", b"[1]", b'{"host":"x"}', b"x" * 10_000, b'{"host":[],"pid":{}}'])
def test_the_words_in_the_lock_file_decide_nothing(practice: Practice, content: bytes) -> None:
    """V-2.3: the lock is the operating system's; the content only says who."""
    (practice.path / "lock").write_bytes(content)
    with practice.open() as signin:
        (practice.path / "lock").write_bytes(content)
        assert failure_of(practice.unlock) == "busy"
        assert signin.read(practice.notes[0]).body


def test_a_planted_link_as_lock_file_overwrites_nothing(practice: Practice, tmp_path: Path) -> None:
    """V-2, V-2.3: a lock file that is a link elsewhere is refused; the other file stays as it is."""
    precious = tmp_path / "precious"
    precious.write_bytes(b"mine")
    (practice.path / "lock").unlink()
    (practice.path / "lock").symlink_to(precious)
    failure_of(practice.unlock)
    assert precious.read_bytes() == b"mine"


def test_a_failed_unlock_releases_the_vault(practice: Practice, small_disk: Path) -> None:
    """V-2.3: whatever fails after the lock was taken, the next try is not told *busy*."""
    moved = copy_of(practice, small_disk / "practice.clientsafe")
    (moved.path / "lock").unlink()
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as stream:
        for size in (1 << 16, 4096, 1):
            with contextlib.suppress(OSError):
                while stream.write(bytes(size)):
                    pass
    assert failure_of(moved.unlock) in {"no_space", "not_writable"}
    filler.unlink()
    with moved.open() as signin:
        assert signin.read(moved.notes[0]).body


def test_no_flow_opens_an_internet_socket(tmp_path: Path, config: Path) -> None:
    """Invariant 6, R7: create, write, read, search, verify, back up, restore under strace."""
    tracer = shutil.which("strace")
    if tracer is None:
        pytest.skip("strace is not installed")
    log = tmp_path / "trace"
    command = [tracer, "-f", "-e", "trace=socket,socketpair", "-o", str(log), sys.executable, str(WORKER)]
    done = subprocess.run(
        [*command, "flow", str(tmp_path / "flow.clientsafe")],
        cwd=ROOT, env=environment(), capture_output=True, check=False,
    )  # fmt: skip
    if b"PTRACE" in done.stderr or b"Operation not permitted" in done.stderr:
        pytest.skip("this machine does not let strace look")
    assert done.stdout == b"done\n", done.stderr.decode()
    assert not re.findall(r"AF_INET6?|AF_PACKET|AF_NETLINK", log.read_text())


MEMORY = """
import gc, sys
from pathlib import Path
from storage import database
key = bytearray(sys.stdin.buffer.read(32))
salt = bytes(range(16))
path = Path(sys.argv[1])
connections = [database.connect(path, bytes(key), salt=salt)]
connections[0].execute("CREATE TABLE IF NOT EXISTS a (b)")
connections[0].close()
gc.collect()
half = len(key) // 2
# Built in pieces, so that this search holds no whole copy of what it looks for.
first, second = (key[:half].hex().encode(), key[half:].hex().encode())
for at in range(len(key)):
    key[at] = 0
found = 0
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", buffering=0) as memory:
    for line in maps:
        where, rights, *rest = line.split()
        if "r" not in rights or "[v" in line:
            continue
        start, end = (int(part, 16) for part in where.split("-"))
        try:
            memory.seek(start)
            data = memory.read(end - start)
        except (OSError, OverflowError):
            continue
        at = data.find(first)
        while at >= 0:
            found += data[at + len(first) : at + 2 * len(first)] == second
            at = data.find(first, at + 1)
        del data
print(found)
"""


def test_a_key_given_to_the_database_leaves_no_readable_copy(tmp_path: Path) -> None:
    """V-4.1: through `set_key` and a wiped buffer; no hex of the key stays in the process."""
    if not Path("/proc/self/mem").exists():
        pytest.skip("the memory of a process is a file on Linux only")
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(tmp_path / "m.db")],
        input=bytes(random.Random(4).randrange(256) for _ in range(32)),
        cwd=ROOT, env=environment(), capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == b"0\n"


def test_a_worker_never_sees_rows_that_are_not_committed(practice: Practice) -> None:
    """V-5.6: a write and its entry are one transaction: another connection sees both or none."""
    with practice.open() as signin, raw(practice, without_triggers=False) as other:
        sql = "SELECT (SELECT count(*) FROM revision), (SELECT count(*) FROM trail WHERE wrote > 0 AND record NOT NULL)"
        for entry in entries_of(signin):
            assert entry.vault == signin.vault_id
        before = other.execute(sql).fetchone()
        good = Write(signin.new_id(), practice.clinical, "note", 1, note("x"))
        bad = Write(signin.new_id(), practice.clinical, "note", 1, {"x": 1.5})
        assert failure_of(lambda: signin.write([good, bad])) == "bad_record"
        assert other.execute(sql).fetchone() == before
        assert failure_of(lambda: signin.read(good.record)) == "not_found"
        signin.write([good])
        after = other.execute(sql).fetchone()
        assert (after[0] - before[0], after[1] - before[1]) == (1, 1)
        assert good.record in named_in(entries_of(signin, "save"))
