"""The consents of one client, with the words and dates of a conversation that took place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.demo.courses import Standing
from app.demo.material import Library
from app.demo.people import Person
from app.demo.prose import Voice
from app.records.choices import YesNo
from app.records.consent import Consent, ConsentCapacity, Decision, GivenBy, Method

_YEAR, _HALF_YEAR = timedelta(days=365), timedelta(days=182)


@dataclass(frozen=True, slots=True)
class Given:
    """A consent and the places, in the client's list of consents, of those it replaces or takes back."""

    body: Consent
    supersedes: int | None = None
    withdraws: int | None = None


class Consents:
    """Takes the consents of one client. `days` are the sessions that took place, in order."""

    def __init__(self, voice: Voice, library: Library, person: Person, days: Sequence[date]) -> None:
        self._voice = voice
        self._library = library
        self._person = person
        self._days = days

    def taken(self, standing: Standing, today: date, left_on: date | None = None) -> list[Given]:
        """All consents, oldest first; `left_on` is the day of a message that ended the work."""
        if standing is Standing.NONE or not self._days:
            return []
        if standing is Standing.DECLINED:
            return [Given(self._declined(left_on or self._days[0]))]
        if standing is Standing.PAPER:
            return [Given(self._on_paper(today))]
        session = min(len(self._days) - 1, self._voice.rng.choice((0, 0, 1)))
        first = self._granted(self._days[session], ("first_session", "second_session")[session])
        if standing is Standing.WITHDRAWN:
            return [Given(first), Given(self._withdrawn(left_on or self._days[-1]), withdraws=0)]
        if standing is Standing.EXPIRED:
            return [Given(self._expiring(first, today))]
        return [Given(first), *self._renewals(first)] if standing is Standing.RENEWED else [Given(first)]

    def _granted(self, day: date, when: str) -> Consent:
        rng, words = self._voice.rng, self._library.consents
        body = Consent(
            template="therapy",
            template_language=self._library.language,
            decision=Decision.GRANTED,
            method=rng.choices((Method.PAPER, Method.ON_SCREEN, Method.VERBAL), (70, 22, 8))[0],
            given_on=day.isoformat(),
            questions_asked=self._voice.one_of(words["questions"]),
            understood=YesNo.YES,
            copy_given=rng.choices((YesNo.YES, None), (85, 15))[0],
            review_due=(day + (_HALF_YEAR if self._person.parent else _YEAR)).isoformat(),
            language=self._library.people["style"]["language"],
            explanation_notes=self._voice.one_of(words[when]),
        )
        if self._person.parent:
            body.given_by = GivenBy.CLIENT_AND_REPRESENTATIVE
            body.given_by_name = self._person.parent
            body.authority = words["authority"]
            body.capacity = ConsentCapacity.SUPPORTED
            body.capacity_basis = self._voice.say(words["teen_notes"])
            body.explanation_notes = ""
        return body

    def _on_paper(self, today: date) -> Consent:
        """Taken long before the files were kept here."""
        first = self._days[0]
        return Consent(
            decision=Decision.GRANTED,
            method=Method.PAPER_EARLIER,
            given_on=min(first + timedelta(days=60), today).isoformat(),
            paper_on=first.isoformat()[: self._voice.rng.choice((7, 10))],
            review_due=(today + timedelta(days=self._voice.rng.randint(20, 200))).isoformat(),
            explanation_notes=self._library.consents["paper"],
        )

    def _expiring(self, body: Consent, today: date) -> Consent:
        """Its end was reached a few weeks ago, and the work goes on."""
        ended = max(today - timedelta(days=self._voice.rng.randint(10, 45)), date.fromisoformat(body.given_on))
        body.expires_on = ended.isoformat()
        body.review_due = min(body.review_due, body.expires_on)
        return body

    def _renewals(self, first: Consent) -> list[Given]:
        """Talked about again when that was due, at the next session."""
        found: list[Given] = []
        last = first
        for day in self._days:
            if day.isoformat() > last.review_due:
                last = self._granted(day, "renewed")
                found.append(Given(last, supersedes=len(found)))
        return found

    def _declined(self, day: date) -> Consent:
        return Consent(
            template="therapy",
            template_language=self._library.language,
            decision=Decision.DECLINED,
            method=Method.EMAIL,
            given_on=day.isoformat(),
            explanation_notes=self._library.consents["declined"],
        )

    def _withdrawn(self, day: date) -> Consent:
        words = self._library.consents
        return Consent(
            decision=Decision.WITHDRAWN,
            method=Method.EMAIL,
            given_on=day.isoformat(),
            withdrawal_scope=words["withdrawn_scope"],
            effect_explained=YesNo.YES,
            actions_taken=words["withdrawn_actions"],
        )
