"""The short form of each torture; the long ones are `make torture`."""

from __future__ import annotations

import pytest

from tests.torture import shares
from tests.torture.flows import FLOWS

# On a busy computer they take their time.
pytestmark = [pytest.mark.usefixtures("recording"), pytest.mark.timeout(600)]


def test_no_power_loss_takes_what_was_told_or_keeps_the_vault_shut() -> None:
    """R1: old or new, never neither; all that was told before the cut is there, and the trail verifies."""
    answer = shares.run("power", "--amount", "120")
    assert not answer.problems
    assert set(answer.counts) == set(FLOWS)
    assert answer.total >= 120


def test_nothing_that_was_told_is_lost_by_a_kill() -> None:
    """R2: random saves, signatures, views, drafts, searches, backups; a move; changes of people."""
    answer = shares.run("kill", "--amount", "24")
    assert not answer.problems
    assert answer.counts["kills"] == 24
    assert answer.counts["acknowledged before a kill"] > 24


def test_each_call_that_a_full_or_broken_disk_refuses_is_told_with_a_code() -> None:
    """R3: one in four distinct calls of all flows fails, once or from then on; nothing told is lost."""
    answer = shares.run("fail", "--one-in", "4")
    assert not answer.problems
    assert len(set(answer.notes["places"])) > 40
    assert {"no_space"} < set(answer.notes["answers"])


def test_no_damaged_file_goes_unnoticed() -> None:
    """R4: each change of each file is told, mended, or changes nothing that anybody can see."""
    answer = shares.run("damage", "--amount", "130")
    assert not answer.problems
    assert answer.total == 130
    # A stale piece may be the very same; then another change is tried in its place.
    assert len(answer.counts) >= 24


def test_no_planted_word_is_in_any_file_and_no_socket_is_opened() -> None:
    """R6, R7: every field of every kind, every flow of the services; everything ever written, also what is gone."""
    answer = shares.run("leak", of=1)
    assert not answer.problems
    assert answer.counts["kinds"] >= 20
    assert answer.counts["fields"] >= 200
    assert answer.counts["sockets"] == 0
    assert len(answer.notes["refused"]) <= 4


def test_no_foreign_header_or_backup_ends_in_a_traceback() -> None:
    """R9: within 2 seconds and 512 MiB each."""
    answer = shares.run("fuzz", "--amount", "2000")
    assert not answer.problems
    assert answer.total == 2000
    assert answer.counts["backup: backup_damaged"] > 100
    assert answer.counts["header: header_damaged"] > 100
