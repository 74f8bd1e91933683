"""What a lesson and the de-identified list must not hold: names, codes, days, addresses, numbers."""

from __future__ import annotations

import pytest

from app.rules.deidentifying import found_in, scrubbed

NAMES = ("Anna Kowalska", "Piotr Zieliński")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anna came early.", ["Anna"]),
        ("Rozmawiano z Annę Kowalską.", ["Annę Kowalską"]),
        ("It happened on 2026-11-20.", ["2026-11-20"]),
        ("To było 20.11.2026.", ["20.11.2026"]),
        ("See K-0007 and 2026-003.", ["K-0007", "2026-003"]),
        ("Write to a.b@example.org or call +48 600 700 800.", ["a.b@example.org", "+48 600 700 800"]),
        ("A client slipped on the wet stairs, twice, in 2026.", []),
    ],
)
def test_what_may_point_to_somebody_is_found(text: str, found: list[str]) -> None:
    assert found_in(text, NAMES) == found
    clean = scrubbed(text, NAMES)
    assert found_in(clean, NAMES) == []
    assert (clean == text) == (not found)


def test_a_day_becomes_its_month() -> None:
    assert scrubbed("On 2026-11-20, and on 3.2.2026.") == "On November 2026, and on February 2026."
    assert scrubbed("On 2026-19-20.") == "On 2026."
