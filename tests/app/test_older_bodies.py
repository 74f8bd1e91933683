"""A newer program reads what an older one wrote, through an upcaster for each step, and rewrites nothing (V-5.7)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
import pytest

from app.desk import Desk
from app.records import KINDS, Kind
from app.records.base import RecordBody
from app.records.fields import field, specs
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.drafting import Editing
from app.services.practice import practices
from app.services.reading import searches
from app.texts import N_
from storage import index_file
from tests.app.conftest import sign_in
from tests.app.helpers import fails
from tests.storage.kit import findings, verify


class NewerSnippet(RecordBody):
    """Version 3: the name is a heading, and there is a new list."""

    heading: Annotated[str, field(N_("Name"))] = ""
    text: Annotated[str, field(N_("Text"), long=True)] = ""
    words: Annotated[list[str], field(N_("Text"))] = msgspec.field(default_factory=list)

    def summary(self) -> str:
        return self.heading


def to_version_2(values: dict[str, Any]) -> dict[str, Any]:
    """Version 2 called the name `heading`."""
    return {"heading": values["name"], "text": values["text"]}


def to_version_3(values: dict[str, Any]) -> dict[str, Any]:
    """Version 3 has the words of the heading as well."""
    return values | {"words": values["heading"].split()}


NEWER = Kind(
    "snippet", NewerSnippet, "personal", "Snippet", "Snippets", "quote", version=3,
    upcasters={1: to_version_2, 2: to_version_3},
)  # fmt: skip


def write(desk: Desk) -> str:
    """A snippet of today's program."""
    (added,) = records.add(desk, "snippet", [{"name": "quiet otters", "text": "They swim at night."}])
    return added.id


def become_newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the program knows version 3, and is another version itself."""
    monkeypatch.setitem(KINDS, "snippet", NEWER)
    monkeypatch.setattr(index_file, "LAYOUT", "of a newer program")
    specs.cache_clear()


def stored(desk: Desk, record: str) -> list[tuple[Any, ...]]:
    """Row, signature and sealed words of each revision, as they lie there."""
    sql = (
        "SELECT revision.id, digest, signature, sealed FROM revision JOIN body ON revision.id = body.revision "
        "WHERE revision.record = ? ORDER BY revision.id"
    )
    return list(desk.signin._vault.connection.execute(sql, (record,)))


def test_an_older_record_is_read_listed_found_and_not_rewritten(
    desk: Desk, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = write(desk)
    before = stored(desk, record)
    practices.lock(desk, "test")
    become_newer(monkeypatch)
    newer = sign_in(vault)
    opened = records.open(newer, record)
    assert (opened.record.version, opened.record.body["name"]) == (1, "quiet otters")
    assert isinstance(opened.body, NewerSnippet)
    assert (opened.body.heading, opened.body.words) == ("quiet otters", ["quiet", "otters"])
    assert [row.title for row in newer.signin.rows([record])] == ["quiet otters"]
    assert [hit.id for hit in searches.find(newer, "swim")] == [record]
    assert stored(newer, record) == before
    assert not findings(verify(newer.signin, full=True))
    practices.lock(newer, "test")


def test_a_change_is_written_in_the_new_version_beside_the_old_one(
    desk: Desk, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = write(desk)
    (first,) = stored(desk, record)
    practices.lock(desk, "test")
    become_newer(monkeypatch)
    newer = sign_in(vault)
    records.save(newer, records.edit(newer, record).with_values({"heading": "loud otters"}))
    assert stored(newer, record)[0] == first
    assert [version.version for version in newer.signin.history(record)] == [1, 3]
    assert len(records.history(newer, record)) == 2
    assert not findings(verify(newer.signin, full=True))
    practices.lock(newer, "test")


def test_an_older_draft_is_taken_up_again(
    desk: Desk, vault: Path, anna: ClientRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    del anna
    editing: Editing = records.start(desk, "snippet")
    records.keep(desk, editing.with_values({"name": "half a na", "text": "x"}))
    practices.lock(desk, "test")
    become_newer(monkeypatch)
    newer = sign_in(vault)
    resumed = records.resume(newer, editing.record)
    assert isinstance(resumed.body, NewerSnippet)
    assert resumed.body.heading == "half a na"
    practices.lock(newer, "test")


def test_an_older_program_says_that_it_is_too_old(desk: Desk, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        become_newer(patched)
        (added,) = records.add(desk, "snippet", [{"heading": "otters", "text": "They swim."}])
        practices.lock(desk, "test")
    specs.cache_clear()
    older = sign_in(vault)
    with fails("unsupported_version") as refused:
        records.open(older, added.id)
    assert (refused[0].values["found"], refused[0].values["known"]) == ("3", "1")
    assert clients.ids(older) == []
    practices.lock(older, "test")


def test_what_is_read_through_an_upcaster_stays_as_it_was() -> None:
    """An upcaster may change what it is given: it is given a copy, to the last nested value."""

    def careless(values: dict[str, Any]) -> dict[str, Any]:
        values["words"].append("changed")
        values["heading"] = values.pop("name")
        return values

    kind = Kind("snippet", NewerSnippet, "", "", "", "", version=2, upcasters={1: careless})
    body: dict[str, Any] = {"name": "a", "words": ["b"]}
    from app.records import base

    assert base.encode(base.decode(kind, 1, body))["words"] == ["b", "changed"]
    assert body == {"name": "a", "words": ["b"]}


@pytest.mark.parametrize("steps", [{}, {1: to_version_2}, {2: to_version_3}, {0: to_version_2, 1: to_version_2}])
def test_a_kind_that_cannot_read_each_older_version_does_not_exist(steps: dict[int, Any]) -> None:
    with pytest.raises(ValueError, match="snippet"):
        Kind("snippet", NewerSnippet, "", "", "", "", version=3, upcasters=steps)
