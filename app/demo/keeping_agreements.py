"""Keeps what clients agreed to, what left on releases, what was taken back, and what they want to stand otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app import clock
from app.demo.agreements import AGREED, Agreements
from app.demo.formalities import Released
from app.demo.histories import History
from app.demo.keeper import Keeper
from app.demo.material import library
from app.desk import Desk
from app.keeping.plans import Plan
from app.records.amendment import DenialGround, RequestDecision
from app.records.base import RecordBody
from app.records.choices import YesNo
from app.records.consent import Consent
from app.records.consent_template import ConsentTemplate
from app.records.release import Release
from app.rules import template_making
from app.services.client_files import amendment_requests
from app.services.consenting import consent_making, consent_templates
from app.services.outgoing import releases

_ASKED_DAYS, _DENIED_DAYS = 16, 44  # ago
_DECIDED_AFTER, _ANSWERED_AFTER = 15, 21  # days


class Agreed:
    """Fills the files of those who still come. `turn` is the place of a client among them."""

    def __init__(self, desk: Desk, keeper: Keeper, language: str, today: date) -> None:
        self._desk = desk
        self._keeper = keeper
        self._language = language
        self._today = today
        self._told = Agreements(library(language), today)
        self._texts = ("", "")

    def keep_texts(self) -> None:
        """A text of the practice's own, and its newer version."""
        begun = consent_templates.begin(self._desk, "telehealth", self._language).body
        assert isinstance(begun, ConsentTemplate)  # noqa: S101 - begun as one
        older = self._keep_text(self._told.older_text(begun))
        again = consent_templates.next_version(self._desk, older).body
        assert isinstance(again, ConsentTemplate)  # noqa: S101 - begun as one
        self._texts = (older, self._keep_text(self._told.newer_text(again)))

    def keep_file(self, history: History, place: int, turn: int) -> None:
        """What the client at a place has agreed to; the first few differ."""
        if history.person.parent:
            self._keep_consents(place, [self._told.of_parents(history), self._told.of_child(history)])
            return
        older, newer = self._texts
        if turn == 0:
            self._keep_consents(place, [self._told.telehealth(history, older)])
            self._keep_released(place, self._told.expired(history))
        elif turn == 1:
            self._keep_consents(place, [self._told.telehealth(history, newer), self._told.recording(history)])
            self._keep_denied(place, history)
        elif turn == 2:
            self._keep_consents(place, [self._told.electronic(history)])
            self._keep_one(place, "disclosure", self._told.own_copy(history))
            self._keep_wish(place, history)
        else:
            self._keep_consents(place, [self._told.supervision(history)])
            self._keep_withdrawn(place, history)

    def _keep_text(self, body: ConsentTemplate) -> str:
        plan, record = Plan(), self._keeper.new_id()
        plan.put("consent_template", record, self._desk.own("practice"), template_making.ready(body), state="signed")
        self._keeper.commit(plan)
        return record

    def _keep_consents(self, place: int, bodies: Sequence[Consent]) -> None:
        """As the window makes them: with their text, who decides, and what each replaces."""
        client = self._keeper.files[place].ref.id
        for body in bodies:
            whole = consent_making.prefilled(self._desk, body, client)
            for choice in whole.choices:
                choice.answer = YesNo.YES if choice.key in AGREED else YesNo.NO
            self._keep_one(place, "consent", consent_making.completed(self._desk, whole, client))

    def _keep_released(self, place: int, released: Released) -> str:
        release, plan = self._keeper.new_id(), Plan()
        file = self._keeper.files[place]
        assert isinstance(released.release, Release)  # noqa: S101 - made as one
        whole = releases.finished(self._desk, released.release, file.ref.id)
        released.disclosure.release = release
        plan.put("release", release, file.clinical, whole, state="signed")
        plan.put("disclosure", self._keeper.new_id(), file.clinical, released.disclosure, state="signed")
        self._keeper.commit(plan)
        return release

    def _keep_withdrawn(self, place: int, history: History) -> None:
        told = self._told.withdrawn(history)
        told.ending.ends = self._keep_released(place, told.released)
        self._keep_one(place, "release", told.ending)

    def _keep_wish(self, place: int, history: History) -> None:
        """A request that waits for a decision, with its clock."""
        row = self._told.rows["wish"]
        words = [history.voice.say(row[name]) for name in ("text", "reason")]
        self._ask(place, words[0], words[1], self._ago(_ASKED_DAYS))

    def _keep_denied(self, place: int, history: History) -> None:
        """A request that was denied, the statement of disagreement, and the answer to it."""
        row = self._told.rows["denied"]
        asked = self._ask(place, row["text"], history.voice.say(row["reason"]), self._ago(_DENIED_DAYS))
        decided = self._ago(_DENIED_DAYS - _DECIDED_AFTER)
        amendment_requests.decide(
            self._desk,
            asked,
            RequestDecision.DENIED,
            text=row["answer"],
            reason=row["why"],
            ground=DenialGround.ACCURATE,
            decided_on=decided,
            told_on=decided,
        )
        said = self._ago(_DENIED_DAYS - _ANSWERED_AFTER)
        amendment_requests.disagree(self._desk, asked, row["disagreement"], given_on=said)
        amendment_requests.rebut(self._desk, asked, row["rebuttal"])
        self._keeper.records += 3

    def _ask(self, place: int, text: str, reason: str, asked_on: str) -> str:
        note = self._keeper.files[place].sessions[0]
        self._keeper.records += 1
        saved = amendment_requests.request(self._desk, note, text, reason=reason, requested_on=asked_on)
        return saved.record

    def _keep_one(self, place: int, kind: str, body: RecordBody) -> None:
        plan = Plan()
        plan.put(kind, self._keeper.new_id(), self._keeper.files[place].clinical, body, state="signed")
        self._keeper.commit(plan)

    def _ago(self, days: int) -> str:
        """A day before the demo's, and never after the real one."""
        return (min(self._today, clock.today()) - timedelta(days=days)).isoformat()
