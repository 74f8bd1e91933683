"""The paper of a signed release: both copies, all that it says, what it is worth today, and its amendments."""

from __future__ import annotations

import pytest

from app.desk import Desk
from app.records.consent import Method
from app.reports import drawing
from app.reports.paper import Choices, Part
from app.services import records
from app.services.clients import ClientRef
from app.services.outgoing import papers, releases
from tests.app.reading_pdf import properties_of, words_of
from tests.app.releases_made import sign_release


def test_it_is_printed_once_for_each_side_with_all_it_says(desk: Desk, anna: ClientRef) -> None:
    given = {"information": ["attendance", "other"], "information_other": "The two letters of May"}
    release = sign_release(desk, anna.id, covers_from="2026-02-01", **given).record
    prepared = papers.of_record(desk, release)
    assert [block.text for block in prepared.paper.blocks if isinstance(block, Part)] == ["Copy for the practice"]
    pdf = drawing.pdf(prepared.paper)
    words = " ".join(words_of(pdf).split())
    assert words.count("Copy for whoever signed it") == 1
    for said in (
        "Dr Maria Kos, City Clinic", "That somebody comes, and when", "The two letters of May", "Nothing else may be",
        "Treatment and joint care", "31 December 2099", "1 February 2026", "It can be taken back", "In force.",
        "10 January 2026", "Quiet Room", "Anna Zawadzka",
    ):  # fmt: skip
        assert words.count(said) >= 2, said
    assert "Session notes" not in words, "what was not ticked is not on it"
    assert "Zawadzka" not in f"{prepared.suggested_name} {properties_of(pdf)}"


@pytest.mark.parametrize("end", ["withdrawn", "in error"])
def test_it_says_that_it_is_over(desk: Desk, anna: ClientRef, end: str) -> None:
    release = sign_release(desk, anna.id).record
    if end == "withdrawn":
        releases.withdraw(desk, release, method=Method.VERBAL)
    else:
        records.amend(desk, release, kind="entered_in_error", text="", reason="Another client.")
    words = words_of(drawing.pdf(papers.of_record(desk, release).paper))
    assert ("Withdrawn" if end == "withdrawn" else "Entered in error") in words
    assert end == "withdrawn" or words.count("Another client.") == 2


def test_a_record_that_ends_a_release_has_the_usual_paper(desk: Desk, anna: ClientRef) -> None:
    release = sign_release(desk, anna.id).record
    ended = releases.withdraw(desk, release, method=Method.VERBAL).saved.record
    assert not [block for block in papers.of_record(desk, ended).paper.blocks if isinstance(block, Choices | Part)]
