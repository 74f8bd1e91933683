"""Q8 and Q9: a backup beside `cp` and `sha256sum`, and how fast the trail is verified."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from app.bench.building import Size, signed_in
from app.bench.figures import Figure, Samples, timed
from app.services.reading import trails
from app.services.vault import backups
from app.vaults import VerifyJob, inspect

_BACKUPS = 3
_VERIFICATIONS = 2
_CHUNK = 1 << 20


def backup(vault: Path, folder: Path, size: Size) -> Iterator[Figure]:
    """Written, read back, restored on trial; against copying the same bytes and reading the copy."""
    database = vault / inspect(vault).database
    ours, theirs = [], []
    with signed_in(vault) as desk:
        for n in range(size.times(_BACKUPS)):
            target = folder / f"{n}.clientsafe-backup"
            ours.append(timed(lambda target=target: backups.now(desk, target)))  # type: ignore[misc]
            target.unlink()
            theirs.append(timed(lambda: _copy_and_sum(database, folder / "copy")))
    mine, bare = Samples(ours), Samples(theirs)
    facts = {"bytes": database.stat().st_size}
    yield Figure(
        "Q8", "backup, read back and restored on trial", "s", mine.median / 1000, "≤ 3 ×",
        mine.median <= 3 * bare.median, bare.median / 1000, "cp and sha256sum", facts=facts,
    )  # fmt: skip


def verification(vault: Path) -> Iterator[Figure]:
    """Chain, certificates and session ends; then every single signature."""
    with signed_in(vault) as desk:
        job = trails.verify_job(desk)
        yield _verified(job, "trail verified", full=False, least=50_000)
        # Signatures are checked on all processors, the rest on one.
        yield _verified(job, "trail verified, every signature", full=True, least=8_000, cores=os.cpu_count() or 1)


def _verified(job: VerifyJob, what: str, *, full: bool, least: int, cores: int = 1) -> Figure:
    rates, entries, findings = [], 0, 0
    for _ in range(_VERIFICATIONS):
        began = time.perf_counter()
        report = trails.verify(job, full=full)
        rates.append(report.entries / (time.perf_counter() - began))
        entries, findings = report.entries, len(report.findings)
    rate = max(rates)
    facts = {"entries": entries, "findings": findings, "processors": cores}
    target = f"≥ {least:,}" + (" a core" if full else "")
    return Figure("Q9", what, "entries/s", rate, target, rate / cores >= least, facts=facts)


def _copy_and_sum(source: Path, target: Path) -> None:
    """What somebody careful would do without us; in Python where the two programs are missing."""
    copy, add_up = shutil.which("cp"), shutil.which("sha256sum")
    if copy and add_up:
        subprocess.run([copy, source, target], check=True)
        subprocess.run([add_up, target], check=True, stdout=subprocess.DEVNULL)
    else:
        shutil.copyfile(source, target)
        with target.open("rb") as stream:
            hashlib.file_digest(stream, "sha256")
    target.unlink()
