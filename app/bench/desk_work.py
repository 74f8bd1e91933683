"""Q2 to Q5 and Q10: unlock, view, save, search, and filling the index, beside bare SQLCipher and plain FTS5."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from app.bench import building, prose
from app.bench.bare import BareCommits, BareSearch
from app.bench.building import Size, signed_in
from app.bench.figures import Figure, Samples, Work, interleaved
from app.desk import Desk
from app.keeping.compartments import client_of
from app.services import records
from app.services.reading import searches

_UNLOCKS = 5
_VIEWS = 400
_SAVES = 300
_SEARCHES = 120
_BODY_BYTES = 1060  # a note of the prose, padded and sealed
_STEP = 7919


def unlock(vault: Path, size: Size) -> Iterator[Figure]:
    """Q10 with the index taken away, then Q2 with it in place."""
    shutil.rmtree(vault / "index")
    steps: dict[str, float] = {}
    with signed_in(vault, partial(_note_first, steps)) as desk:
        took = time.perf_counter() - steps["index"]
        count = len(building.note_ids(desk)) + 2 * size.clients
    rate = count / took
    yield Figure("Q10", "index rebuilt", "records/s", rate, "≥ 5,000", rate >= 5_000, facts={"records": count})
    rests: list[float] = []
    for _ in range(size.times(_UNLOCKS)):
        steps = {}
        began = time.perf_counter()
        with signed_in(vault, partial(_note_first, steps)):
            ended = time.perf_counter()
        rests.append((ended - began - (steps["database"] - steps["key"])) * 1000)
    rest = Samples(rests)
    yield Figure(
        "Q2", "unlock, less deriving the key", "ms", rest.median, "≤ 60 ms", rest.median <= 60,
        worst={"max": max(rests)},
    )  # fmt: skip


def views_and_saves(vault: Path, folder: Path, size: Size) -> Iterator[Figure]:
    """Q3 for the first and for a later look in a session, Q4; each against one insert, select and durable commit."""
    with closing(BareCommits(folder / "bare.db", size.notes, _BODY_BYTES)) as bare, signed_in(vault) as desk:
        ids = building.note_ids(desk)
        chosen = [ids[n * _STEP % len(ids)] for n in range(min(size.times(_VIEWS), len(ids)))]
        for name, limit in (("view, first since unlock", 2.5), ("view", 1.6)):
            ours, theirs = interleaved(_views(desk, chosen, bare))
            yield _beside("Q3", name, ours, theirs, limit, 5.0)
        ours, theirs = interleaved(_saves(desk, chosen, bare, size.times(_SAVES)))
        yield _beside("Q4", "note signed and saved", ours, theirs, 2.5, None)


def search(vault: Path, folder: Path, size: Size) -> Iterator[Figure]:
    """Q5: two words, the first twenty hits with excerpts, logged."""
    texts = (prose.note(n, n % size.clients) for n in range(size.notes))
    with closing(BareSearch(folder / "plain.db", texts)) as plain, signed_in(vault) as desk:
        queries = prose.queries(size.notes, size.times(_SEARCHES))
        for words in queries[:5]:
            searches.find(desk, words)
            plain.once(words)
        pairs = [(partial(searches.find, desk, words), partial(plain.once, words)) for words in queries]
        ours, theirs = interleaved(pairs)
    p95 = ours.percentile(95)
    met = ours.median <= 2 * theirs.median and p95 <= 30
    yield Figure(
        "Q5", "search for two words", "ms", ours.median, "≤ 2 × and p95 ≤ 30 ms", met, theirs.median,
        "plain SQLite FTS5 with excerpts", {"p95": p95, "p95 beside": theirs.percentile(95)},
    )  # fmt: skip


def _views(desk: Desk, chosen: list[str], bare: BareCommits) -> Iterator[tuple[Work, Work]]:
    for n, record in enumerate(chosen):
        bare.tidy()
        yield partial(records.open, desk, record), partial(bare.once, n * _STEP)


def _saves(desk: Desk, chosen: list[str], bare: BareCommits, times: int) -> Iterator[tuple[Work, Work]]:
    owners = [client_of(desk, records.open(desk, record).record.compartment) for record in chosen[:20]]
    for n in range(times):
        bare.tidy()
        values = {"text": prose.note(n, n), "risk_statement": "not_reviewed"}
        editing = records.start(desk, "session_note", owners[n % len(owners)], **values)
        yield partial(records.sign, desk, editing), partial(bare.once, n * _STEP)


def _beside(number: str, what: str, ours: Samples, theirs: Samples, limit: float, most_ms: float | None) -> Figure:
    """A time against a bare commit; with `most_ms` the 99th percentile has a limit of its own."""
    p99 = ours.percentile(99)
    met = ours.median <= limit * theirs.median and (most_ms is None or p99 <= most_ms)
    target = f"≤ {limit} ×" + (f" and p99 ≤ {most_ms:.0f} ms" if most_ms is not None else "")
    worst = {"p99": p99, "p99 beside": theirs.percentile(99)}
    return Figure(number, what, "ms", ours.median, target, met, theirs.median, "bare SQLCipher commit", worst)


def _note_first(steps: dict[str, float], step: str) -> None:
    steps.setdefault(step, time.perf_counter())
