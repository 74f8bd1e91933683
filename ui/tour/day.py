"""Pictures of the day: Today, the editor in every format, text kept from another format, review and sign."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from app.records.session_note import SECTIONS, NoteFormat
from app.services import clients
from ui.tour.hands import Hands, Steps

CLIENT = "K-0001"


def day_pages(hands: Hands, take: Callable[[str], None]) -> Steps:
    """Today with its sessions, a note in each format, and what is unsigned."""
    found: list[str] = []
    hands.shell.ops.query(hands.shell, lambda desk: clients.by_code(desk, CLIENT), found.append)
    yield lambda: bool(found)
    hands.go_to("today")
    yield None
    take("today")
    client = found[0]
    for layout in NoteFormat:
        hands.go_to("session_note", None, client=client, values={"format": layout.value})
        yield lambda: hands.sees("sign_bar")
        yield None
        take(f"editor.{layout.value.replace('_', '-')}")
    yield from _kept_text(hands, client, take)
    hands.go_to("today")
    yield lambda: hands.sees("review")
    hands.press("review")
    yield None
    take("today.review")


def _kept_text(hands: Hands, client: str, take: Callable[[str], None]) -> Steps:
    """A late note that was begun in one format and goes on in another."""
    words = {name: name.title() for name, _next in pairwise(SECTIONS[NoteFormat.SOAP])}
    values = {**words, "format": NoteFormat.DAP.value}
    hands.go_to("session_note", None, client=client, started="2026-01-05T10:00", values=values)
    yield lambda: hands.sees("kept_texts")
    yield None
    take("editor.kept-text")
