"""Whatever people do, in whatever order: nothing leaves to somebody else without its line, nor on what is over.

The model beside the program is a few words for each release; the day moves on and back, and what was begun is saved
later. How often the interesting things were reached is counted: a walk that never gets there proves nothing.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.keeping import outgoing
from app.records.client import Client
from app.records.consent import Method
from app.records.fields import LocalTime
from app.rules.destinations import STAYS, TO_CLIENT, Destination, Sending
from app.services import clients, mistakes, records
from app.services.outgoing import disclosures, papers, releases, releasing
from app.services.outgoing.papers import Prepared
from app.services.outgoing.releasing import Permit
from app.services.practice import practices
from app.vaults import KnownError
from tests.app import releases_made
from tests.app.conftest import sign_in
from tests.app.full_disk import full_disk
from tests.app.helpers import WARSAW, write_note
from tests.app.releases_made import by_law, sign_release

KINDS: dict[str, dict[str, Any]] = {
    "good": {"information": ["session_notes"]},
    "for something else": {"information": ["attendance"]},
    "defective": {"information": ["session_notes"], "statements": []},
}
"""Releases that people sign; one alone covers the note."""
ENDS = ("withdrawn", "replaced", "in error")
WALKS, STEPS, LEAST = 16, 60, 3


class Walk:
    """A practice in which releases are signed, ended and run out while people let things out, in an unplanned order."""

    def __init__(self, folder: Path, desk: Desk, seed: int) -> None:
        self.folder, self.desk, self.dice = folder, desk, random.Random(seed)
        self.today = self.wall = date.today()
        self.reached: Counter[str] = Counter()
        self.left: list[str] = []
        self.writing: Sending | None = None
        self.names = 0
        self.refused = ""
        self.kinds: dict[str, str] = {}
        self.last: dict[str, date] = {}
        self.ended: dict[str, str] = {}
        self.once_ended: set[str] = set()
        self.replaced: dict[str, str] = {}
        self.begun: list[tuple[Permit, Sending]] = []

    def begin(self) -> None:
        """One file, or two that are joined; and three releases: one is over, one holds today, one tomorrow too."""
        self.client = clients.register(self.desk, Client(name="Anna Zawadzka")).id
        is_joined = self.dice.random() < 0.5
        other = clients.register(self.desk, Client(name="A. Zawadzka")).id if is_joined else self.client
        self.note: Prepared = papers.of_record(self.desk, write_note(self.desk, other).record)
        if is_joined:
            mistakes.join(self.desk, self.client, other)
        for days in (-1, 0, 1):
            self._sign("good", self.today + timedelta(days=days))

    def step(self) -> None:
        """One thing that somebody does."""
        steps: list[tuple[int, Callable[[], None]]] = [
            (3, self.sign_one), (3, self.end_one), (1, self.end_what_was_begun), (3, self.move_the_clock),
            (1, self.let_the_last_day_pass), (8, self.send_on_one), (2, self.send_on_one_that_was_ended),
            (3, self.send), (1, self.send_untold), (4, self.begin_on_one), (3, self.save_what_was_begun),
            (1, self.fail_to_save),
        ]  # fmt: skip
        self.dice.choices([step for _weight, step in steps], [weight for weight, _step in steps])[0]()
        self.every_file_has_its_line()

    def sign_one(self) -> None:
        kind = self.dice.choice(["good", "good", "good", *sorted(KINDS)])
        self._sign(kind, self.today + timedelta(days=self.dice.choice([-1, 0, 1, 2])))

    def end_one(self) -> None:
        self._end(sorted(set(self.kinds) - set(self.ended)))

    def end_what_was_begun(self) -> None:
        self._end([where.release for _permit, where in self.begun if where.release not in self.ended])

    def _end(self, among: list[str]) -> None:
        if not among:
            return
        release, how = self.dice.choice(among), self.dice.choice(ENDS)
        if how == "withdrawn":
            releases.withdraw(self.desk, release, method=Method.VERBAL)
        elif how == "replaced":
            self.replaced[self._sign("for something else", self.today, supersedes=release)] = release
        else:
            records.amend(self.desk, release, kind="entered_in_error", text="", reason="Somebody else.")
            # What was replaced by a release that never was holds again; what was begun before is over all the same.
            self.ended.pop(self.replaced.get(release, ""), None)
        self.ended[release] = how
        self.once_ended.add(release)

    def move_the_clock(self) -> None:
        """A day passes, or somebody sets the clock back: what was over stays over once something was written since."""
        self.wall = self.today + timedelta(days=self.dice.choice([-2, -1, 0, 0, 0, 1]))

    def let_the_last_day_pass(self) -> None:
        """Of the release on which something was begun."""
        if self.begun:
            self.wall = max(self.wall, self.last[self.begun[0][1].release] + timedelta(days=1))

    def send_on_one(self) -> None:
        self._send_on(self.dice.choice(sorted(self.kinds)), is_full=self.dice.random() < 0.05)

    def send_on_one_that_was_ended(self) -> None:
        if self.ended:
            self._send_on(self.dice.choice(sorted(self.ended)), is_full=False)

    def _send_on(self, release: str, *, is_full: bool) -> None:
        holds = self._holds(release)
        has_left = self._try(lambda: self._send(releases_made.on(release)), is_full=is_full)
        assert has_left == (holds and not is_full), (self.kinds[release], self.ended.get(release), self.refused)
        self.reached["left on a release" if has_left else "refused on a release"] += 1
        if not holds and self.kinds[release] == "good":
            is_back = release not in self.ended and self.wall <= self.last[release] < self.today
            self.reached[f"refused: {self.ended.get(release, 'clock set back' if is_back else 'run out')}"] += 1

    def send(self) -> None:
        where, is_full = self.dice.choice([STAYS, TO_CLIENT, by_law()]), self.dice.random() < 0.1
        assert self._try(lambda: self._send(where), is_full=is_full) == (not is_full) or where is STAYS

    def send_untold(self) -> None:
        """What the register has to know is missing."""
        where = self.dice.choice([by_law(reason=""), by_law(basis=None), by_law(informed_on="")])
        assert not self._try(lambda: self._send(where))

    def begin_on_one(self) -> None:
        """Begun now, saved later, when the release may be over."""
        hold = [release for release in sorted(self.kinds) if self._holds(release)]
        where = releases_made.on(self.dice.choice(hold or sorted(self.kinds)))

        def begin() -> None:
            self.begun.append((releasing.begin(self.desk, self.note, where), where))

        assert self._try(begin) == self._holds(where.release)

    def save_what_was_begun(self) -> None:
        if not self.begun:
            return
        permit, where = self.begun.pop(0)
        holds = where.release not in self.once_ended and self.wall <= self.last[where.release]
        has_left = self._try(lambda: self._save(permit, where))
        assert has_left == holds
        over = "ended" if where.release in self.once_ended else "run out"
        self.reached["saved later" if has_left else f"{over} when it was to be saved"] += 1
        is_interrupted = self.dice.random() < 0.5
        releasing.finish(self.desk, permit, "failed" if is_interrupted or not has_left else "done")

    def fail_to_save(self) -> None:
        """There is a file in the way: a line that says it did not leave."""
        (self.folder / "in the way").write_bytes(b"mine")
        assert not self._try(lambda: self._send(by_law(), self.folder / "in the way"))
        assert (self.folder / "in the way").read_bytes() == b"mine"

    def every_file_has_its_line(self) -> None:
        """As many lines as files, and one for each thing that was begun and may still leave."""
        counted = Counter(row.basis == "client_access" for row in self._lines())
        assert counted[False] == self.left.count(Destination.SOMEBODY_ELSE) + len(self.begun)
        assert counted[True] == self.left.count(Destination.CLIENT)

    def looked_at(self) -> None:
        """Right before bytes are written for somebody else: the line of this one is there already."""
        assert self.writing is not None
        if self.writing.destination is Destination.SOMEBODY_ELSE:
            told = [row for row in self._lines() if row.basis != "client_access"]
            assert len(told) > self.left.count(Destination.SOMEBODY_ELSE)
            assert not self.writing.release or self.writing.release in {row.release for row in told}

    def _lines(self) -> list[disclosures.DisclosureRow]:
        return [row for row in disclosures.rows(self.desk, self.client) if row.status != "entered_in_error"]

    def _sign(self, kind: str, last: date, **more: Any) -> str:
        signed_on = (self.today - timedelta(days=3)).isoformat()
        values = {"signed_on": signed_on, "expires_on": last.isoformat(), **KINDS[kind], **more}
        release = sign_release(self.desk, self.client, **values).record
        self.kinds[release], self.last[release] = kind, last
        return release

    def _holds(self, release: str) -> bool:
        """By definition: what was written today tells that today has been, whatever the clock says now."""
        is_in_time = max(self.wall, self.today) <= self.last[release]
        return self.kinds[release] == "good" and release not in self.ended and is_in_time

    def _try(self, step: Any, *, is_full: bool = False) -> bool:
        try:
            if not is_full:
                step()
                return True
            with full_disk(self.desk):
                step()
        except KnownError as error:
            self.refused = f"{error.name} {error.values}"
            return False
        return is_full

    def _send(self, where: Sending, path: Path | None = None) -> None:
        self.writing = where
        with releasing.leaving(self.desk, self.note, where) as permit:
            self._save(permit, where, path)

    def _save(self, permit: Permit, where: Sending, path: Path | None = None) -> None:
        self.names += 1
        self.writing = where
        path = path or self.folder / f"{self.names}.pdf"
        try:
            releasing.save(permit, b"%PDF-", path)
        except KnownError:
            assert not path.exists() or path.read_bytes() == b"mine"
            raise
        self.left.append(where.destination)


def walked(made: Path, folder: Path, seed: int, patch: pytest.MonkeyPatch) -> Counter[str]:
    """How often one walk reached what; the clock of the program is that of the walk."""
    shutil.copytree(made, folder / "practice.clientsafe")
    desk = sign_in(folder / "practice.clientsafe")
    walk = Walk(folder, desk, seed)
    writing = outgoing.write

    def looked_at(path: Path, data: bytes, vault: Path | None, *, replace: bool) -> None:
        walk.looked_at()
        writing(path, data, vault, replace=replace)

    with patch.context() as patched:
        patched.setattr(outgoing, "write", looked_at)
        patched.setattr(clock, "today", lambda: walk.wall)
        patched.setattr(clock, "now", lambda zone="": LocalTime(at=f"{walk.wall}T10:00", zone=zone or WARSAW))
        try:
            walk.begin()
            for _step in range(STEPS):
                walk.step()
        finally:
            practices.lock(desk, "test")
    return walk.reached


def test_nothing_leaves_to_somebody_else_without_its_line(
    made_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: Counter[str] = Counter()
    for seed in range(WALKS):
        (tmp_path / str(seed)).mkdir()
        reached += walked(made_vault, tmp_path / str(seed), seed, monkeypatch)
    late = [f"{over} when it was to be saved" for over in ("ended", "run out")]
    refused = [f"refused: {end}" for end in (*ENDS, "run out", "clock set back")]
    missed = [name for name in ("left on a release", "saved later", *late, *refused) if reached[name] < LEAST]
    assert not missed, f"hardly reached: {missed} of {dict(reached)}"
