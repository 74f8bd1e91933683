"""Read and understood: who has read which version, who is reminded, and that nobody signs for another."""

from __future__ import annotations

from pathlib import Path

from app import paths
from app.desk import Desk
from app.markdown import blocks
from app.packs import policy_texts
from app.services import records
from app.services.practice import policies, readings
from app.services.reading import today
from app.texts import LANGUAGES
from tests.app.helpers import fails
from tests.app.reading_level import level
from tests.app.several import at_desk

HARDEST = {"en": 6.0, "pl": 9.0}
LONGEST = 25


def publish(desk: Desk, kind: str = "complaints") -> str:
    values = {"responsible": "Ewa Lis"} if kind == policies.STANDARDS else {}
    return records.sign(desk, policies.begin(desk, kind).with_values(values)).record


def reads(desk: Desk, record: str) -> dict[str, str]:
    return {one.name: "published" if one.has_published else one.read_on for one in readings.readers(desk, record)}


def test_who_has_not_read_what_is_in_force_is_reminded_until_they_have(five: Path) -> None:
    with at_desk(five, "EL") as desk:
        complaints, standards = publish(desk), publish(desk, policies.STANDARDS)
        assert today.due(desk) == []
    with at_desk(five, "OR") as desk:
        assert {item.record for item in today.due(desk)} == {complaints, standards}
        readings.sign(desk, complaints)
        again = readings.sign(desk, complaints)
        assert again.revision == readings.sign(desk, complaints).revision
        assert {item.record for item in today.due(desk)} == {standards}
        shown = {row.id: bool(row.read_on) for row in policies.rows(desk)}
        assert shown == {complaints: True, standards: False}
    with at_desk(five, "EL") as desk:
        found = reads(desk, complaints)
        assert found.pop("Ewa Lis") == "published"
        assert found.pop("Ola Rak")
        assert set(found.values()) == {""}
        newer = records.sign(desk, policies.next_version(desk, complaints)).record
        latest = records.sign(desk, policies.next_version(desk, standards)).record
    with at_desk(five, "OR") as desk:
        assert {item.record for item in today.due(desk)} == {newer, latest}


def test_alone_one_reads_without_being_asked_to(desk: Desk) -> None:
    record = publish(desk)
    assert today.due(desk) == []
    assert [(one.is_me, one.has_published) for one in readings.readers(desk, record)] == [(True, True)]
    assert [row.state for row in policies.rows(desk)] == ["in_force"]
    readings.sign(desk, record)
    assert [bool(one.read_on) for one in readings.readers(desk, record)] == [True]


def test_only_what_is_published_is_read(desk: Desk) -> None:
    draft = records.keep(desk, policies.begin(desk, "complaints")).record
    with fails("not_signed"):
        readings.sign(desk, draft)
    other = records.add(desk, "resource", [{"name": "Shelter"}])[0].id
    with fails("not_found"):
        readings.sign(desk, other)


def test_every_starting_text_says_the_same_steps_in_every_language_and_is_easy_to_read() -> None:
    files = sorted((paths.resources() / "policies").glob("*.toml"))
    assert len(files) >= 11
    for path in files:
        texts = policy_texts.read(path)
        shapes = [[(part.kind, len(part.lines)) for part in blocks(texts[one].text)] for one in LANGUAGES]
        assert shapes[0] == shapes[1], path.stem
        for language in LANGUAGES:
            found = level(texts[language].text, language)
            assert found.grade <= HARDEST[language], (path.stem, language, found)
            assert found.longest <= LONGEST, (path.stem, language, found)
