"""Whatever is done with consents, releases, plans, requests, holds and closings: no signed revision ever changes."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.records.amendment import AmendmentKind, ToTell
from app.records.consent import Method
from app.records.legal_hold import HoldReason
from app.rules.purposes import Purpose
from app.services import records
from app.services.client_files import amendment_requests as requests
from app.services.client_files import closing, files, holds
from app.services.clients import ClientRef
from app.services.consenting import consents
from app.services.outgoing import papers, releases, releasing
from app.vaults import KnownError
from storage.vault import Query
from tests.app import releases_made
from tests.app.helpers import take_consent, write_note
from tests.app.releases_made import sign_release
from tests.app.test_care_plans import PLAN
from tests.app.test_closing import CLOSING

STEPS = 55
_REFUSALS = {
    "not_in_force", "not_withdrawable", "release_not_matching", "not_found", "not_signed",
    "request_step", "already_extended", "already_closed", "not_closed", "not_extendable", "extension_too_late",
}  # fmt: skip


class Worker:
    """One person at work with one file, who does things in an order that nobody planned."""

    def __init__(self, desk: Desk, client: str, seed: int) -> None:
        self.desk = desk
        self.client = client
        self.dice = random.Random(seed)
        self.done: dict[str, int] = {}

    def act(self) -> None:
        """One step; rules may refuse it."""
        files.open(self.desk, self.client, Purpose.TREATMENT)
        name, step = self.dice.choice(self._steps())
        try:
            step()
        except KnownError as error:
            if error.name not in _REFUSALS:
                raise
        else:
            self.done[name] = self.done.get(name, 0) + 1

    def _steps(self) -> list[tuple[str, Callable[[], Any]]]:
        desk, client = self.desk, self.client
        decision = self.dice.choice(["accepted", "partly", "denied"])
        told = [ToTell(who="Dr Nowak", notified_on=self.dice.choice(["", clock.today().isoformat()]))]
        return [
            ("note", lambda: write_note(desk, client)),
            ("plan", self._plan),
            ("ask", lambda: requests.request(desk, self._any("session_note"), "Not so.", reason="It was not.")),
            ("extend", lambda: requests.extend(desk, self._request(), "More to read.")),
            (
                "decide",
                lambda: requests.decide(
                    desk, self._request(), decision, text="So.", reason="Read.", to_tell=told,
                    ground=None if decision == "accepted" else "accurate_and_complete",
                ),
            ),
            ("told", lambda: requests.notified(desk, self._request(), told)),
            ("disagree", lambda: requests.disagree(desk, self._request(), "I do not agree.")),
            ("rebut", lambda: requests.rebut(desk, self._request(), "It stays.")),
            (
                "amend",
                lambda: records.amend(
                    desk, self._any("session_note"), kind=AmendmentKind.ADDENDUM, text="More.", reason="Forgotten."
                ),
            ),
            ("consent", lambda: take_consent(desk, client)),
            ("take back", lambda: consents.withdraw(desk, self._any("consent"), method=Method.VERBAL)),
            ("release", lambda: sign_release(desk, client)),
            ("withdraw", lambda: releases.withdraw(desk, self._any("release"), method=Method.VERBAL)),
            ("send", self._send),
            ("hold", lambda: holds.place(desk, client, reason=HoldReason.CLAIM)),
            ("lift", lambda: holds.lift(desk, self._any("legal_hold"), because="Settled.")),
            ("close", self._close),
            ("reopen", lambda: closing.reopen(desk, client)),
        ]  # fmt: skip

    def _plan(self) -> None:
        values = {**PLAN, "outcome": "On the way.", "reviewed_on": clock.today().isoformat()}
        records.sign(self.desk, records.start(self.desk, "treatment_plan", self.client).with_values(values))

    def _send(self) -> None:
        note = papers.of_record(self.desk, self._any("session_note"))
        permit = releasing.begin(self.desk, note, releases_made.on(self._any("release")))
        releasing.finish(self.desk, permit, self.dice.choice(["done", "failed"]))

    def _close(self) -> None:
        values = {**CLOSING, "open_note": "I see to it.", "plan_review": "Done."}
        records.sign(self.desk, records.start(self.desk, "closure", self.client).with_values(values))

    def _any(self, kind: str) -> str:
        found = self.desk.signin.ids(Query(kinds=(kind,), client=self.client, states=("signed",)))
        return self.dice.choice(found or [self.client])

    def _request(self) -> str:
        facets = {"kind": AmendmentKind.CLIENT_REQUESTED.value}
        asked = self.desk.signin.ids(Query(kinds=("amendment",), client=self.client, facets=facets))
        return self.dice.choice(asked)

    def signed(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """Every signed record of the file: its one revision, and what it says."""
        files.open(self.desk, self.client, Purpose.TREATMENT)
        found = self.desk.signin.ids(Query(client=self.client, states=("signed",)))
        read = [self.desk.signin.read(record, purpose=Purpose.TREATMENT) for record in found]
        return {one.record: (one.revision, dict(one.body)) for one in read}


@pytest.mark.parametrize("seed", range(5))
def test_no_signed_revision_ever_changes(desk: Desk, anna: ClientRef, seed: int) -> None:
    somebody = Worker(desk, anna.id, seed)
    write_note(desk, anna.id)
    sign_release(desk, anna.id)
    requests.request(desk, somebody._any("session_note"), "Not so.", reason="It was not.")
    before = somebody.signed()
    for _ in range(STEPS):
        somebody.act()
        after = somebody.signed()
        assert {record: after[record] for record in before} == before
        for record in after:
            assert len(desk.signin.history(record, purpose=Purpose.TREATMENT)) == 1
        before = after
    assert len(somebody.done) > 9, "too few of the steps were ever taken"
