"""What several tests of app say in one word: expect a failure, write a note, look at the trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.desk import Desk
from app.keeping.plans import Saved
from app.services import records
from app.vaults import KnownError
from storage.vault import EntryView, TrailFilter

NOTE = {"text": "We talked about sleep.", "risk_statement": "no_current_concern_expressed"}
WARSAW = "Europe/Warsaw"


@contextmanager
def fails(name: str) -> Iterator[list[KnownError]]:
    """The block raises the known failure `name`; it is in the list afterwards."""
    found: list[KnownError] = []
    with pytest.raises(KnownError) as raised:
        yield found
    assert raised.value.name == name, f"{raised.value.name}: {raised.value.values}"
    found.append(raised.value)


def write_note(desk: Desk, client: str, **values: Any) -> Saved:
    """A signed session note."""
    return records.sign(desk, records.start(desk, "session_note", client).with_values({**NOTE, **values}))


def take_consent(desk: Desk, client: str, **values: Any) -> Saved:
    """A signed consent to therapy."""
    editing = records.start(desk, "consent", client, decision="granted", method="wet_ink_scan")
    return records.sign(desk, editing.with_values(values))


def sign_incident(desk: Desk, **values: Any) -> Saved:
    """A signed first entry of an incident."""
    first = {"what_happened": "A client slipped on the stairs.", "where": "Stairs", "danger": "no"}
    return records.sign(desk, records.start(desk, "incident").with_values({**first, **values}))


def entries(desk: Desk, since: int = 0) -> list[EntryView]:
    """The trail after entry number `since`, oldest first, without the looks of these tests at it."""
    page = desk.signin.trail(TrailFilter(limit=10_000))
    own_looks = ("trail_viewed", "ok")
    return [
        entry for entry in reversed(page.entries) if entry.seq > since and (entry.action, entry.outcome) != own_looks
    ]


def last_seq(desk: Desk) -> int:
    """The number of the last entry."""
    return int(desk.signin.checkpoint()["entries"])
