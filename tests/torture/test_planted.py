"""Each checker finds the fault that is planted for it: a check that cannot fail proves nothing."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.torture import shares
from tests.torture.answer import Answer

# On a busy computer they take their time.
pytestmark = [pytest.mark.usefixtures("recording"), pytest.mark.timeout(600)]

# What is planted, which torture must find it, and a word of what it must say.
PLANTED: dict[str, tuple[str, str]] = {
    "folders are not synced": ("power --flows create --amount 8", "no_vault"),
    "files are not synced": ("power --flows backup --amount 20", "backup_damaged"),
    "commits are not synced": ("power --flows session --amount 12", "lost"),
    "the index is not synced": ("power --flows session --amount 60 --last 40", "not listed"),
    "files are written in place": ("power --flows passphrase --amount 12", "the old passphrase still opens"),
    "a draft is told before it is kept": ("kill --amount 6", "lost draft"),
    "a failed commit is ignored": ("fail --flows session --only sync.*-wal", "lost: "),
    "a failed sync is ignored": ("fail --flows mend --every --only sync.*vault.json", "kept quiet"),
    "errors are not translated": ("fail --flows mend --only sync.*vault.json", "traceback"),
    "a note in a temporary file": ("leak --amount 1", "Qzorvlip utf-8"),
    "a note in UTF-16": ("leak --amount 1", "Qzorvlip utf-16-be"),
    "a socket": ("leak --amount 1", "socket 2"),
    "the seal of a backup is not checked": ("damage --only backup --amount 10", "silent"),
    "the history is not checked": ("damage --only index:.stale$ --amount 2", "silent"),
    "a moved vault is not closed": ("power --flows move --amount 12", "was moved and opens"),
    "a step of the schema is taken in place": ("power --flows newer --amount 40", "damaged"),
    "foreign JSON is trusted": ("fuzz --amount 300", "Error"),
    "a header is written before its database": ("power --flows rekey --amount 20", "damaged"),
    "a letter is written first": ("power --flows handover --amount 12", "neither before nor after"),
    "who is removed stays": ("power --flows remove --amount 12", "neither before nor after"),
    "every key is the same": ("people --amount 20", "nobody_opens_more"),
    "an index is never purged": ("people --amount 20", "AssertionError"),
    "words are shown before their entry": ("people --amount 20", "nothing_is_shown_without_its_entry"),
}


@pytest.fixture(scope="module")
def answers() -> dict[str, Future[Answer]]:
    """All of them at work, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return {
            name: pool.submit(shares.run, *torture.split(), "--plant", name, of=1)
            for name, (torture, _) in PLANTED.items()
        }


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name: str, answers: dict[str, Future[Answer]]) -> None:
    _, said = PLANTED[name]
    problems = answers[name].result().problems
    assert any(said in problem for problem in problems), problems
