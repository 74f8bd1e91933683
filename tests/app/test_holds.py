"""Legal holds: set, looked at again, lifted with a reason, and what counts of them."""

from __future__ import annotations

from datetime import date

import pytest

from app.desk import Desk
from app.keeping import plans
from app.records.legal_hold import HoldCovers, HoldReason
from app.rules import holds as rules
from app.rules.holds import HoldFacts
from app.services import records
from app.services.client_files import counting, holds
from app.services.clients import ClientRef
from tests.app.helpers import fails


def test_a_hold_stands_until_somebody_lifts_it_and_says_why(desk: Desk, anna: ClientRef) -> None:
    assert holds.in_force(desk, anna.id) == []
    saved = holds.place(desk, anna.id, reason=HoldReason.LEGAL_DEMAND, set_by="District Court", review_due="2099-01-01")
    (row,) = holds.in_force(desk, anna.id)
    assert (row.record, row.reason_label, row.set_by) == (
        saved.record, "Summons, court order or proceedings", "District Court",
    )  # fmt: skip
    with fails("not_complete"):
        holds.lift(desk, saved.record, because=" ")
    assert len(holds.in_force(desk, anna.id)) == 1
    lifted = holds.lift(desk, saved.record, because="The case is closed, II C 12/26.")
    assert holds.in_force(desk, anna.id) == []
    for record in (saved.record, lifted.record):
        with fails("not_in_force"):
            holds.lift(desk, record, because="again")
    assert records.open(desk, lifted.record).title.startswith("Legal hold: Lifted")


def test_looking_at_it_again_moves_its_day(desk: Desk, anna: ClientRef) -> None:
    saved = holds.place(desk, anna.id, reason=HoldReason.COMPLAINT, review_due="2098-01-01")
    assert holds.to_review(desk, anna.id) == {saved.record}
    later = holds.review(desk, saved.record, because="The insurer still waits.", review_due="2099-01-01")
    assert [row.review_due for row in holds.in_force(desk, anna.id)] == ["2099-01-01"]
    assert holds.to_review(desk, anna.id) == {later.record}
    rows = plans.rows_of(desk, [saved.record, later.record])
    assert [row.record for row in counting.still(desk, rows)] == [later.record]
    holds.lift(desk, saved.record, because="Settled.")
    assert counting.still(desk, rows) == []


@pytest.mark.parametrize(
    "values", [{"reason": HoldReason.OTHER}, {"reason": HoldReason.CLAIM, "covers": HoldCovers.NAMED}]
)
def test_what_is_in_words_is_needed_in_words(desk: Desk, anna: ClientRef, values: dict[str, HoldReason]) -> None:
    with fails("not_complete"):
        holds.place(desk, anna.id, **values)  # type: ignore[arg-type]
    assert holds.in_force(desk, anna.id) == []


def test_a_review_before_its_beginning_is_refused(desk: Desk, anna: ClientRef) -> None:
    with fails("bad_order"):
        holds.place(desk, anna.id, reason=HoldReason.CLAIM, review_due=date(2020, 1, 1).isoformat())


def test_drafts_and_errors_do_not_count() -> None:
    first = HoldFacts("a", since="2026-01-01")
    lift = HoldFacts("b", step="lifted", hold="a", since="2026-02-01")
    assert rules.in_force([lift, first]) == []
    for one in (
        HoldFacts("b", step="lifted", hold="a", since="2026-02-01", is_in_error=True),
        HoldFacts("b", step="lifted", hold="a", since="2026-02-01", is_signed=False),
        HoldFacts("b", step="lifted", hold="another", since="2026-02-01"),
    ):
        assert [found.record for found in rules.in_force([first, one])] == ["a"]
    assert rules.in_force([HoldFacts("a", is_signed=False), HoldFacts("c", is_in_error=True)]) == []
