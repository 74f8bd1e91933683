"""`year` on the command line: the figures in words, and as the JSON that is promised."""

from __future__ import annotations

from app.services import records
from app.services.practice import practices
from tests.cli.conftest import Practice
from tests.cli.terminal import Terminal

FIELDS = {
    "year", "sessions", "with_clients", "supervised", "supervising", "among_colleagues", "scheme", "training",
    "incidents", "near_misses", "months",
}  # fmt: skip


def test_the_year_is_told_in_figures(terminal: Terminal, practice: Practice) -> None:
    desk = practice.sign_in()
    values = {"with_whom": "dr Sowa", "qualification": "x", "themes": ["risk"], "advice": "x", "impact": "x"}
    started = records.start(desk, "supervision_session").with_values({**values, "held_on": "2025-03-01", "minutes": 90})
    records.sign(desk, started)
    note = {"text": "x", "risk_statement": "no_current_concern_expressed", "minutes": 50}
    at = {"at": "2025-03-02T15:00", "zone": "Europe/Warsaw"}
    records.add(desk, "session_note", [{**note, "started": at}], client=practice.client, sign=True)
    practices.lock(desk, "test")
    (told,) = terminal.ok("year", practice.path, "--year", "2025", "--json").lines()
    assert set(told) == FIELDS
    assert (told["sessions"], told["with_clients"], told["supervised"], told["scheme"]) == (1, 50, 90, None)
    assert told["months"][2] == {
        "month": "2025-03", "sessions": 1, "with_clients": 50, "supervised": 90, "needed": None, "short": None,
    }  # fmt: skip
    words = terminal.ok("year", practice.path, "--year", "2025").out
    assert "1 h 30 min" in words
    assert "March 2025" in words
    assert "April 2025" not in words
