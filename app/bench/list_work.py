"""Q6: a list of 20,000 clients, shown and scrolled in a window of its own, and filtered in a vault of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from app.bench import building, prose
from app.bench.building import LISTED, Size, Told, signed_in
from app.bench.figures import Figure, Samples, timed
from app.bench.window_work import said
from app.services import clients
from app.vaults import is_vault

_FRAME_MS = 16
_FILTERS = 200
_LETTERS = 3  # typed before somebody looks up


def scroll(size: Size) -> Iterator[Figure]:
    """The first frame of the list, and the slowest of those that follow while it is scrolled."""
    frames = json.loads(said("-m", "ui.measure.client_list", str(size.effort)))
    opened, scrolled = frames["open"], Samples(frames["scroll"])
    yield Figure("Q6", f"client list, {LISTED:,} rows: first frame", "ms", opened, "", None)
    worst = max(scrolled.values)
    facts = {"frames": len(scrolled.values), "over 16 ms": sum(each > _FRAME_MS for each in scrolled.values)}
    slow = {
        "median": scrolled.median,
        "p99": scrolled.percentile(99),
        "max of processor time": max(frames["processor"]),
    }
    yield Figure(
        "Q6", f"client list, {LISTED:,} rows: worst frame while scrolling", "ms", worst, f"≤ {_FRAME_MS} ms",
        worst <= _FRAME_MS, worst=slow, facts=facts,
    )  # fmt: skip


def filtering(folder: Path, size: Size, told: Told) -> Iterator[Figure]:
    """What the vault takes for the ids of one filter, by status and by the first letters of a name."""
    vault, count = folder / f"{size.name}-list.clientsafe", size.times(LISTED)
    if not is_vault(vault):
        building.build_list(vault, count, told)
    with signed_in(vault) as desk:
        statuses = [partial(clients.ids, desk, status=status) for status in building.STATUSES]
        letters = [partial(clients.ids, desk, text=prose.name(n)[:_LETTERS]) for n in range(size.times(_FILTERS))]
        for what, asked in (("status", statuses), ("text", letters)):
            found = [len(one()) for one in asked]
            took = Samples([timed(one) for one in islice(cycle(asked), size.times(_FILTERS))])
            facts = {"clients": count, "most found": max(found)}
            worst = {"p95": took.percentile(95), "max": max(took.values)}
            yield Figure("Q6", f"client list filtered by {what}", "ms", took.median, "", None, worst=worst, facts=facts)
