"""A process of its own that attaches a large file: until it is killed, or to say how much memory that took."""

from __future__ import annotations

import hashlib
import os
import resource
import sys
from pathlib import Path

from storage.vault import Draft, SignIn, Write
from tests.storage.attached import Stream, as_file
from tests.storage.worker import sign_in, tell

MIB = 1 << 20


def endless(path: Path, compartment: str) -> None:
    """Keep a draft with a small file, then attach 500 MiB and tell each step; whoever listens ends it."""
    signin = sign_in(path)
    small = signin.attach(compartment, as_file(Stream(3)), 3)
    record = signin.new_id()
    signin.save_draft(Draft(record, compartment, "document", 1, {"title": "t"}, attachments=(small,)))
    tell(f"draft {record} {small.id}")
    size = 500 * MIB
    signin.attach(compartment, as_file(Stream(size)), size, progress=lambda done, _: tell(f"done {done}"))


def round_trip(path: Path, compartment: str, size: int) -> None:
    """Attach, sign, read back; tells the memory that writing took and whether the file is the same."""
    signin = sign_in(path)
    before = peak()
    attached = signin.attach(compartment, as_file(Stream(size)), size)
    record = _kept(signin, compartment, attached.id)
    signin.write(
        [Write(record, compartment, "document", 1, {"title": "t"}, "signed", attachments=(attached,))],
        drop_drafts=[record],
    )
    tell(f"writing {(peak() - before) // MIB}")
    data = signin.read_attachment(record, attached.id)
    tell(f"reading {(peak() - before) // MIB}")
    tell(f"same {hashlib.sha256(data).hexdigest() == attached.sha256 and len(data) == size}")
    signin.lock("test")


def _kept(signin: SignIn, compartment: str, attachment: str) -> str:
    record = signin.new_id()
    attached = signin._vault.fresh_files[attachment].shown
    signin.save_draft(Draft(record, compartment, "document", 1, {"title": "t"}, attachments=(attached,)))
    return record


def peak() -> int:
    """The most memory this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    if sys.argv[1] == "endless":
        endless(Path(sys.argv[2]), sys.argv[3])
    else:
        round_trip(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]) * MIB)
    os._exit(0)
