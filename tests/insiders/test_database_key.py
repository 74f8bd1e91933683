"""What somebody sees who has the database key and no account: ids, times, sizes and codes (V-6)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.records import KINDS
from tests.insiders import script
from tests.insiders.place import OWNER, PASSPHRASES, ROLES, STEMS, Place
from tests.torture import planting

NAMES = (b"Ewa Lis", b"Quiet Room", b"K-0001", *(f"Person {login}".encode() for login in ROLES))
TABLES = {
    "attached",
    "body",
    "chunk",
    "draft",
    "generation",
    "grant",
    "grant_key",
    "named",
    "revision",
    "roster",
    "trail",
}


@pytest.fixture
def cells(planted: Place, tmp_path: Path) -> dict[str, bytes]:
    """Every cell, as the key alone shows it."""
    opened = script.sign_in(planted.path, OWNER, PASSPHRASES[OWNER])
    with script.database(planted.path, opened.header, opened.database_key, tmp_path) as connection:
        return script.cells(connection)


def test_there_is_something_to_see(cells: dict[str, bytes], planted: Place) -> None:
    """Who holds what, who wrote when and who opened what stands there, for all who work in the practice."""
    assert {name.removeprefix("table ") for name in cells} >= TABLES
    for account in planted.accounts.values():
        assert account.encode() in cells["table roster"]
        assert account.encode() in cells["table grant"]
        assert account.encode() in cells["table trail"]
    assert planted.accounts[OWNER].encode() in cells["table revision"]
    assert {b"clinical", b"safety", b"process"} <= set(cells["table generation"].split(b"\0"))


def test_no_word_that_somebody_wrote(cells: dict[str, bytes]) -> None:
    """Neither what all may read, nor what was looked for, printed or given as a reason."""
    data = b"\0".join(cells.values())
    assert [stem for stem in STEMS if any(needle in data for needle in planting.needles(stem).values())] == []


def test_no_name_of_a_person_or_a_practice(cells: dict[str, bytes]) -> None:
    """Not of those who work there either: the roster has ids, roles and keys."""
    data = b"\0".join(cells.values())
    assert [name for name in NAMES if name in data] == []
    assert not [login for login in PASSPHRASES if f'"login":"{login}"'.encode() in data]


def test_no_kind_of_record(cells: dict[str, bytes]) -> None:
    """A note, a consent and an incident look alike."""
    data = b"\0".join(cells.values())
    found = {kind for kind in KINDS if re.search(rb"(?<![\w/+-])" + kind.encode() + rb"(?![\w/+-])", data)}
    assert found == set()


def test_sizes_are_in_steps(planted: Place, tmp_path: Path) -> None:
    """V-5.4: a body is a multiple of 256 bytes, and 28 of its seal."""
    opened = script.sign_in(planted.path, OWNER, PASSPHRASES[OWNER])
    with script.database(planted.path, opened.header, opened.database_key, tmp_path) as connection:
        sizes = {row[0] for row in connection.execute("SELECT length(sealed) FROM body")}
    assert sizes
    assert {(size - 28) % 256 for size in sizes} == {0}
