"""A full disk and a broken one (R3): every call of a flow that changes a file is made to fail, once or from then on."""

from __future__ import annotations

import errno
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.torture import flows, oracle
from tests.torture.ground import BACK, HOME
from tests.torture.recorder import Failing, Recording, record

# What a full disk refuses; an fsync that finds no room is like a write.
_FULL = frozenset(
    {"write", "pwrite64", "writev", "fsync", "fdatasync", "ftruncate", "openat", "open", "creat"}
    | {"mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat"}
)
_BROKEN = _FULL | {"unlink", "unlinkat", "rmdir"}
KINDS = {
    "full once": (errno.ENOSPC, _FULL, False),
    "full": (errno.ENOSPC, _FULL, True),
    "broken once": (errno.EIO, _BROKEN, False),
    "broken": (errno.EIO, _BROKEN, True),
}
_TOLD = frozenset({"no_space", "not_writable", "disk_error", "change_unclear"})
# What follows when an earlier step of the flow failed, or the disk stays broken.
_FOLLOWS = frozenset({"no_sign_off"})
# What could not be taken away again stands in the way of a second try.
_FOLLOWS_AGAIN = frozenset({"already_exists"})
# A failure here needs no word: notes, the disposable index, anchors (the next sign-in says that one is missing), and
# the main file, whose words are safe in the log until the next checkpoint.
_QUIET = (
    "/lock",
    "(SQLite)",
    "anchors",
    "/failures",
    "index/",
    "config",
    "there",
    "-shm",
    "clientsafe/records-1.db",
    "tmp/",
    "/.failures",
    "/ballast",
    "/.ballast",
    "clientsafe/moved",
    "clientsafe/.moved",
)


_LOG = re.compile(r"records-[0-9]+\.db-wal$")
_REKEYED = re.compile(r"clientsafe/records-[2-9]\.db$")
_REKEYING = frozenset({"rekey", "remove", "passphrase"})


@dataclass(frozen=True)
class Attempt:
    """The n-th call of a flow fails in one of the four ways."""

    flow: str
    number: int
    kind: str
    site: str


@dataclass
class FailingReport:
    """How many calls failed in which way, which places they were, and what was wrong."""

    attempts: Counter[str] = field(default_factory=Counter)
    sites: set[str] = field(default_factory=set)
    answers: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


class Sweep:
    """Flows with failing calls, each on a fresh copy of the same ground."""

    def __init__(self, work: Path, prepare: Callable[[], None] = lambda: None) -> None:
        self._work = work
        self._base = work / "base"
        self._prepare = prepare
        self.report = FailingReport()
        if not self._base.exists():
            flows.make_base(self._base)

    def attempts(self, flow: str, random: Random, *, every: bool) -> Iterator[Attempt]:
        """What to try: every call in every way, or each distinct place once, in a way that changes."""
        recording = self._recorded(flow, None)
        self.report.problems += [line for line in recording.acks if line.startswith(("failed", "traceback"))]
        shutil.rmtree(self._work / flow)
        seen = set[str]()
        for number, site in enumerate(recording.sites, start=1):
            call = site.split(": ")[1].split()[0]
            kinds = [kind for kind, (_, calls, _) in KINDS.items() if call in calls]
            if every:
                yield from (Attempt(flow, number, kind, site) for kind in kinds)
            elif site not in seen:
                seen.add(site)
                yield Attempt(flow, number, random.choice(kinds), site)

    def run(self, attempt: Attempt) -> None:
        """Make the call fail, and look at what was told and what is left."""
        error, calls, lasting = KINDS[attempt.kind]
        recording = self._recorded(attempt.flow, Failing(attempt.number, error, lasting, calls))
        root = self._work / attempt.flow
        wrong = self._of_answers(recording, attempt)
        left = oracle.problems(root, recording.acks, attempt.flow, is_twice=attempt.number % 3 == 0)
        if any("anchors" in site for site in recording.failed):
            left = [problem for problem in left if problem != "notice anchor_missing"]
        wrong += left
        shutil.rmtree(root)
        self.report.attempts[attempt.kind] += 1
        self.report.sites.update(recording.failed[:1])
        if wrong:
            place = recording.failed[0] if recording.failed else "nothing failed"
            self.report.problems.append(f"{attempt.flow} {attempt.number} {attempt.kind} ({place}): {'; '.join(wrong)}")

    def _recorded(self, flow: str, failing: Failing | None) -> Recording:
        root = self._work / flow
        ground = flows.fresh(self._base, root, flow)

        def child() -> None:
            self._prepare()
            flows.FLOWS[flow](ground)

        return record(child, root, failing)

    def _of_answers(self, recording: Recording, attempt: Attempt) -> list[str]:
        """Each failure is told with a code of the disk, and none that matters is kept quiet."""
        failed = [line.split() for line in recording.acks if line.startswith("failed")]
        self.report.answers.update(code for _, _, code in failed)
        known = _TOLD | _FOLLOWS
        wrong = [
            f"told {step} {code}"
            for _, step, code in failed
            if code not in (known | _FOLLOWS_AGAIN if step.endswith("-again") else known)
        ]
        wrong += [line for line in recording.acks if line.startswith("traceback")]
        if recording.status:
            wrong.append(f"status {recording.status}")
        failing = recording.failed
        if attempt.flow in {"restore", "move"} and _ends_quiet_work(
            *recording.sites[max(0, attempt.number - 2) : attempt.number]
        ):
            failing = failing[1:]
        matters = [site for site in failing if _matters(site)]
        # What the disk had no room for was done again in the room of the ballast.
        was_done_again = any(" unlink " in site and site.endswith("/ballast") for site in recording.sites)
        if matters and not failed and not was_done_again:
            wrong.append(f"kept quiet: {matters[0]}")
        return wrong


def place_of(site: str) -> str:
    """What makes a site another one: call and file, and where a change becomes true, the step too.

    A vault that comes home is written as one that goes away.
    """
    step, what = site.replace(HOME, BACK).split(": ", 1)
    is_commit = bool(_LOG.search(what) or what.endswith(".tmp")) and not what.startswith("rename")
    return f"{step.rstrip('0123456789')}: {what}" if is_commit else what


def _ends_quiet_work(before: str = "", site: str = "") -> bool:
    """Whether an fsync only makes durable what may be missing: the name of something quiet, or a log brought in."""
    (earlier, changed), (call, path) = _parts(before), _parts(site)
    is_named = earlier.startswith(("rename", "mkdir")) and changed.rpartition("/")[0] == path
    is_nicety = is_named and any(part in f"{changed}/" for part in _QUIET)
    is_checkpoint = earlier == "ftruncate" and changed == path and path.endswith("records-1.db")
    return call in {"fsync", "fdatasync"} and (is_nicety or is_checkpoint)


def _parts(site: str) -> tuple[str, str]:
    """Call and path of a site."""
    call, _, path = site.partition(": ")[2].partition(" ")
    return call, path


def _matters(site: str) -> bool:
    step, (call, path) = site.partition(": ")[0], _parts(site)
    # Where two names for one file are refused, the file is renamed.
    if step in {"start", "wrong-passphrase"} or call.startswith(("unlink", "rmdir", "link")):
        return False
    if step not in _REKEYING and _REKEYED.search(path):
        return False  # the main file, as records-1.db is before
    if _LOG.search(path):
        # A sign-off keeps nobody from leaving; a restore signs off once before its vault gets its name.
        is_sign_off = step == "lock" or path.startswith((f".{BACK}", f".{HOME}"))
        return not is_sign_off and call in {"write", "pwrite64", "fsync", "fdatasync"}
    # SQLite brings the log into the main file when it closes a new vault, too; our own calls there are `write`.
    is_checkpoint = path.endswith("records-1.db") and call in {"pwrite64", "ftruncate"}
    return not is_checkpoint and not any(part in path for part in _QUIET)
