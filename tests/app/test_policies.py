"""Policies: what holds, what comes first, starting texts, and the next version."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import paths
from app.desk import Desk
from app.markdown import blocks
from app.packs import policy_texts
from app.records.policy import Policy
from app.services import records
from app.services.drafting import Editing
from app.services.practice import crisis, policies
from tests.app.helpers import fails

SHIPPED = paths.resources() / "policies" / "emergency_protocol.toml"


def publish(desk: Desk, editing: Editing, **values: str) -> str:
    return records.sign(desk, editing.with_values(values)).record


@pytest.mark.parametrize(("language", "words"), [("en", "checked where you practise"), ("pl", "do sprawdzenia")])
def test_the_protocol_begins_with_a_text_that_asks_to_be_checked(desk: Desk, language: str, words: str) -> None:
    body = policies.begin(desk, "emergency_protocol", language).body
    assert isinstance(body, Policy)
    first = blocks(body.text)[0]
    assert first.kind == "quote"
    assert words in first.lines[0]
    assert {block.kind for block in blocks(body.text)} == {"quote", "heading", "numbers"}


def test_a_kind_without_a_starting_text_begins_empty_under_its_name(desk: Desk) -> None:
    body = policies.begin(desk, "other").body
    assert isinstance(body, Policy)
    assert (body.title, body.text, body.version) == ("Other", "", "1")
    assert body.approved_on


@pytest.mark.parametrize("kind", ["emergency_protocol", "professional_will"])
def test_both_languages_say_the_same_steps(kind: str) -> None:
    english, polish = (policy_texts.load(kind, language) for language in ("en", "pl"))
    assert english is not None
    assert polish is not None
    shapes = [[(block.kind, len(block.lines)) for block in blocks(text.text)] for text in (english, polish)]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ('kind = "emergency_protocol"', 'kind = "other"'),
        ("[language.pl]", "[language.de]"),
        ('title = "Emergency protocol"', 'title = " "'),
        ('version = "2"', "version = 2"),
    ],
)
def test_a_text_that_is_not_whole_is_not_used(tmp_path: Path, wrong: str, right: str) -> None:
    path = tmp_path / "emergency_protocol.toml"
    text = SHIPPED.read_text("utf-8")
    assert wrong in text
    path.write_text(text.replace(wrong, right), "utf-8")
    with fails("bad_starting_text"):
        policy_texts.read(path)


def test_the_protocol_comes_first_and_a_draft_before_what_holds(desk: Desk) -> None:
    publish(desk, policies.begin(desk, "complaints"), text="Write to us.")
    publish(desk, policies.begin(desk, "emergency_protocol"), approved_on="2026-01-01")
    records.keep(desk, policies.begin(desk, "emergency_protocol"))
    found = [(row.kind, row.state) for row in policies.rows(desk)]
    assert found == [("emergency_protocol", "draft"), ("emergency_protocol", "in_force"), ("complaints", "in_force")]


def test_standards_for_minors_are_called_by_their_matter_in_the_list(desk: Desk) -> None:
    records.keep(desk, policies.begin(desk, policies.STANDARDS))
    records.keep(desk, policies.begin(desk, "complaints"))
    assert [row.kind_label for row in policies.rows(desk)] == ["Protection of minors", "Complaints"]


def test_the_next_version_takes_the_place_of_the_one_before(desk: Desk) -> None:
    first = publish(desk, policies.begin(desk, "emergency_protocol"), text="Stay.", version="1.9", owner="Ewa")
    editing = policies.next_version(desk, first)
    body = editing.body
    assert isinstance(body, Policy)
    assert (body.text, body.version, body.owner, body.supersedes) == ("Stay.", "1.10", "Ewa", first)
    second = publish(desk, editing, text="Stay and call.")
    assert [(row.id, row.state) for row in policies.rows(desk)] == [(second, "in_force"), (first, "replaced")]
    protocol = crisis.card(desk).protocol
    assert protocol is not None
    assert protocol.text == "Stay and call."


def test_what_was_entered_in_error_holds_no_more(desk: Desk) -> None:
    record = publish(desk, policies.begin(desk, "complaints"), text="Write to us.")
    records.amend(desk, record, kind="entered_in_error", text="", reason="wrong practice")
    assert [row.state for row in policies.rows(desk)] == ["entered_in_error"]


def test_only_a_policy_has_a_next_version(desk: Desk) -> None:
    record = records.save(desk, records.start(desk, "resource", name="Shelter")).record
    with fails("not_found"):
        policies.next_version(desk, record)
