"""Where a record stands that wants a co-signature: rules over the steps, without any storage."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.records import KINDS
from app.records.cosignature import Cosignature, CosignStep
from app.rules.cosigning import COSIGNED_KINDS, CosignState, StepFacts, shown_status, standing, wanted

ASKED = StepFacts("1", CosignStep.ASKED, "trainee", "2026-11-20", "note", supervisor="ms", asker="trainee")
SIGNED = StepFacts("2", CosignStep.SIGNED, "ms", "2026-11-21", "note", request="1", target_revision="r1")
RETURNED = replace(SIGNED, step=CosignStep.RETURNED)


def state(*steps: StepFacts, revision: str = "") -> CosignState | None:
    found = standing(steps, revision)
    return found.state if found is not None else None


def test_nobody_asked_nothing_waits() -> None:
    assert state() is None
    assert state(SIGNED) is None


@pytest.mark.parametrize(("answer", "expected"), [(SIGNED, CosignState.COSIGNED), (RETURNED, CosignState.RETURNED)])
def test_the_answer_of_the_one_who_was_asked_counts(answer: StepFacts, expected: CosignState) -> None:
    assert state(ASKED) is CosignState.WAITING
    assert state(answer, ASKED) is expected


@pytest.mark.parametrize(
    "answer", [replace(SIGNED, author="trainee"), replace(SIGNED, author="el"), replace(SIGNED, request="0")]
)
def test_no_other_answer_counts(answer: StepFacts) -> None:
    assert state(ASKED, answer) is CosignState.WAITING


def test_nobody_answers_what_they_asked_of_themselves() -> None:
    assert state(replace(ASKED, author="ms"), SIGNED) is CosignState.WAITING


def test_an_answer_is_bound_to_the_version_that_was_read() -> None:
    assert state(ASKED, SIGNED, revision="r1") is CosignState.COSIGNED
    assert state(ASKED, SIGNED, revision="r2") is CosignState.WAITING


def test_asking_again_opens_it_again_and_the_last_answer_counts() -> None:
    again = replace(ASKED, record="3")
    assert state(ASKED, SIGNED, again) is CosignState.WAITING
    late, later = replace(RETURNED, record="4", request="3"), replace(SIGNED, record="5", request="3")
    assert state(ASKED, SIGNED, again, late) is CosignState.RETURNED
    assert state(ASKED, SIGNED, again, late, later) is CosignState.COSIGNED


@pytest.mark.parametrize(
    ("status", "found", "shown"),
    [
        ("", None, ""),
        ("amended", CosignState.WAITING, "waits_for_cosign"),
        ("amended", CosignState.COSIGNED, "amended"),
        ("", CosignState.COSIGNED, "cosigned"),
        ("entered_in_error", CosignState.RETURNED, "entered_in_error"),
    ],
)
def test_a_list_shows_what_is_still_to_do_first(status: str, found: CosignState | None, shown: str) -> None:
    assert shown_status(status, found) == shown


def test_what_wants_a_second_signature() -> None:
    assert wanted("session_note", "trainee", "ms")
    assert not wanted("session_note", "ms", "ms")
    assert not wanted("session_note", "trainee", "")
    assert not wanted("contact", "trainee", "ms")
    there = [KINDS[kind] for kind in COSIGNED_KINDS if kind in KINDS]
    assert all(kind.signed and kind.compartment == "clinical" for kind in there)
    assert "mandated_report" not in COSIGNED_KINDS


def test_a_step_says_what_it_lacks() -> None:
    assert Cosignature(step=CosignStep.ASKED).also_missing() == ()
    assert Cosignature(step=CosignStep.SIGNED).also_missing() == ("request", "target_revision")
    assert Cosignature(step=CosignStep.RETURNED, remark=" ").also_missing() == ("remark", "request", "target_revision")
