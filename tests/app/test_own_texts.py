"""Snippets and templates in order: one shortcut, one snippet; what is removed is offered no more and comes back."""

from __future__ import annotations

from app.desk import Desk
from app.records.snippet import Snippet
from app.services import records
from app.services.personal import own_texts, snippets
from tests.app.helpers import fails


def write(desk: Desk, name: str, shortcut: str = "") -> str:
    """A snippet; its id."""
    return own_texts.save(desk, records.start(desk, "snippet", name=name, text="x", shortcut=shortcut)).record


def names(desk: Desk) -> list[str]:
    return [one.name for one in snippets.mine(desk).snippets]


def test_a_shortcut_belongs_to_one_snippet(desk: Desk) -> None:
    first = write(desk, "Breathing", "brth")
    with fails("shortcut_taken"):
        write(desk, "Other", "BRTH")
    own_texts.save(desk, records.edit(desk, first).with_values({"text": "y"}))
    write(desk, "Without")
    write(desk, "Also without")
    assert names(desk) == ["Also without", "Breathing", "Without"]


def test_what_is_removed_is_offered_no_more_and_can_be_brought_back(desk: Desk) -> None:
    record = write(desk, "Breathing", "brth")
    records.keep(desk, records.edit(desk, record).with_values({"name": "Half a thought"}))
    own_texts.remove(desk, record)
    assert names(desk) == []
    assert records.unfinished(desk) == []
    other = write(desk, "Other", "brth")
    with fails("shortcut_taken"):
        own_texts.bring_back(desk, record)
    own_texts.remove(desk, other)
    own_texts.bring_back(desk, record)
    assert names(desk) == ["Breathing"]


def test_a_removed_template_is_offered_no_more(desk: Desk) -> None:
    record = own_texts.save(desk, records.start(desk, "note_template", name="First", format="dap")).record
    assert [one.name for one in snippets.mine(desk).templates] == ["First"]
    own_texts.remove(desk, record)
    assert snippets.mine(desk).templates == ()


def test_a_snippet_keeps_its_versions(desk: Desk) -> None:
    record = write(desk, "Breathing")
    own_texts.remove(desk, record)
    bodies = [version.body for version in records.history(desk, record)]
    assert [body.removed for body in bodies if isinstance(body, Snippet)] == [False, True]
