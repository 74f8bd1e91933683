"""A shipped file of law or crisis lines is used as it was shipped, or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import paths
from app.packs import crisis_card, crisis_lines, jurisdictions, shipped_digests
from tests.app.helpers import fails

RESOURCES = paths.resources()


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the resources that the program reads now; nothing of the others is remembered, here or later."""
    for name in ("crisis", "jurisdictions"):
        shutil.copytree(RESOURCES / name, tmp_path / name)
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    """Have the files read again."""
    for known in (jurisdictions.shipped, jurisdictions.codes, crisis_lines.country, crisis_lines.emergency_numbers):
        known.cache_clear()


def flip(path: Path, place: int) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def test_every_shipped_file_is_pinned_and_nothing_else() -> None:
    files = [path for each in ("crisis", "jurisdictions") for path in (RESOURCES / each).glob("*.toml")]
    found = {f"{path.parent.name}/{path.name}" for path in files}
    assert found == set(shipped_digests.DIGESTS)
    for name in found:
        shipped_digests.check(RESOURCES / name)


@pytest.mark.parametrize("code", jurisdictions.codes())
def test_a_pack_with_a_flipped_byte_is_refused(copied: Path, code: str) -> None:
    assert jurisdictions.shipped(code) is not None
    size = (copied / "jurisdictions" / f"{code}.toml").stat().st_size
    for place in range(0, size, max(1, size // 40)):
        jurisdictions.shipped.cache_clear()
        flip(copied / "jurisdictions" / f"{code}.toml", place)
        with fails("pack_changed"):
            jurisdictions.shipped(code)
        flip(copied / "jurisdictions" / f"{code}.toml", place)


def test_a_wrong_digit_in_a_crisis_line_is_not_shown_and_the_card_says_so(copied: Path) -> None:
    path = copied / "crisis" / "pl.toml"
    path.write_text(path.read_text("utf-8").replace("116 123", "116 124"), "utf-8")
    with fails("pack_changed"):
        crisis_lines.country("PL")
    card = crisis_card.public_card("PL")
    assert [number.number for number in card.emergency][:1] == ["112"]
    assert "116 124" not in str(card)
    assert "CS-235" in str(card)
