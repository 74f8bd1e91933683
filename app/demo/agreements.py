"""What clients agreed to besides therapy, and what left on releases that are over: the words and the dates."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.demo.formalities import Released, days_of
from app.demo.histories import History
from app.demo.material import Library
from app.demo.people import other_gender
from app.demo.prose import FEMININE
from app.packs import crisis_card
from app.records import decode
from app.records.base import RecordBody
from app.records.consent import Consent
from app.records.consent_template import ConsentTemplate
from app.records.disclosure import Disclosure
from app.records.release import Release
from app.records.signature import drawn

_TEXT_IN_USE, _TEXT_CHANGED = 420, 20  # days ago
_EXPIRED, _WITHDRAWN, _HANDED_OVER = 18, 9, 12
_KEPT_RECORDING = 25  # days from now
_YEAR, _HALF_YEAR = timedelta(days=365), timedelta(days=182)
_WAVES, _POINTS = 7, 90
_PEN_RATIO = 3200
_Values = dict[str, Any]

AGREED = frozenset(
    {
        *("supervision", "sound", "not_in_file"),
        *("text_message", "email", "appointments", "plain_accepted"),
        *("anonymous", "together", "that_i_come", "how_it_goes", "asked_first"),
    }
)
"""Which of the single choices of a text somebody says yes to; the others are answered with no."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A release on which something went out before it was taken back, and the record that takes it back."""

    released: Released
    ending: Release


class Agreements:
    """Tells them of the clients of the practice."""

    def __init__(self, found: Library, today: date) -> None:
        self.rows: Mapping[str, Any] = found.agreements
        self._people = found.people
        self._practice: Mapping[str, str] = found.people["practice"]
        self._language = found.language
        self._today = today

    def older_text(self, body: ConsentTemplate) -> ConsentTemplate:
        """A text that ships as the practice took it over, long ago."""
        body.effective_from, body.checked_by = self._ago(_TEXT_IN_USE), self._practice["therapist"]
        return body

    def newer_text(self, body: ConsentTemplate) -> ConsentTemplate:
        """The same text with a sentence more: whoever agreed to the older one is asked again."""
        row = self.rows["own_text"]
        body.effective_from, body.checked_by = self._ago(_TEXT_CHANGED), self._practice["therapist"]
        body.what_changed, body.ask_again = row["what_changed"], True
        for paragraph in body.paragraphs:
            if paragraph.element == row["element"]:
                paragraph.text = f"{paragraph.text}\n\n{row['added']}"
        return body

    def telehealth(self, history: History, template: str) -> Consent:
        """Sessions by video, agreed to with a text of the practice."""
        emergency = crisis_card.public_card(self._practice["jurisdiction"]).emergency
        agreed = {"private_place": "yes", "no_recording": "yes"}
        row = {**self.rows["telehealth"], **agreed, "emergency_number": emergency[0].number}
        return self._consent(history, "telehealth", template=template, telehealth=row, method="wet_ink_scan")

    def recording(self, history: History) -> Consent:
        """A recording for supervision that is soon to be destroyed, signed on the screen."""
        until = (self._today + timedelta(days=_KEPT_RECORDING)).isoformat()
        agreed = {"medium": "sound", "part_of_file": "no", "asked_each_time": "yes", "destroy_on": until}
        row = {**self.rows["recording"], **agreed}
        drawn_by = [self._signature(history.person.name, "client", days_of(history)[-1])]
        return self._consent(history, "recording", recording=row, method="on_screen", signatures=drawn_by)

    def electronic(self, history: History) -> Consent:
        """Writing to each other, in part."""
        row = dict(self.rows["electronic_comms"])
        note = row.pop("partial_note")
        row |= {"not_for_emergencies": "yes", "unencrypted_accepted": "yes", "shared_device": "no"}
        return self._consent(history, "electronic_comms", electronic_comms=row, decision="partial", partial_note=note)

    def supervision(self, history: History) -> Consent:
        """What a supervisor learns."""
        row = {**self.rows["supervision"], "identified": "pseudonymised"}
        return self._consent(history, "supervision_disclosure", supervision=row)

    def of_parents(self, history: History) -> Consent:
        """Both parents of a young person, who decide important things only together."""
        person, day, row = history.person, _agreed_on(history), self.rows["guardian"]
        parents = ((person.parent, person.parent_gender), (person.other_parent, other_gender(person.parent_gender)))
        guardians = [
            {
                "name": name,
                "relationship": self._people["contacts"]["mother" if gender == FEMININE else "father"],
                "custody": "joint_decisions_required",
                "authority": "birth_certificate",
                "consented": "yes",
                "decided_on": day.isoformat(),
                "note": "" if name == person.parent else row["other_custody"],
            }
            for name, gender in parents
        ]
        told = history.voice.say(row["told"])
        signed = [self._signature(name, "parent", day) for name, _gender in parents]
        facts = {"explanation_notes": row["note"], "told_to_representatives": told, "signatures": signed}
        facts["given_by_name"] = ", ".join(name for name, _gender in parents)
        return self._consent(
            history, "guardian", day, guardians=guardians, given_by="both_parents", method="on_screen", **facts
        )

    def of_child(self, history: History) -> Consent:
        """What the young person said to it, and signed."""
        day = _agreed_on(history)
        assent = {"given": "yes", "words": self.rows["assent"]["words"], "given_on": day.isoformat()}
        signed = [self._signature(history.person.name, "child", day)]
        return self._consent(history, "minor_assent", day, assent=assent, method="on_screen", signatures=signed)

    def expired(self, history: History) -> Released:
        """A release whose time is over, and what left while it held."""
        ended = self._today - timedelta(days=_EXPIRED)
        signed = max(ended - _YEAR, min(days_of(history)[0], ended))
        sent = min(signed + timedelta(days=9), ended)
        given = {"information": ["attendance"], "purposes": ["work"], "expires_on": ended.isoformat()}
        return self._released(history, "expired_release", signed, sent, given)

    def withdrawn(self, history: History) -> Withdrawn:
        """A release that was taken back after something had gone out on it."""
        days, row = days_of(history), self.rows["withdrawn_release"]
        taken_back = (self._today - timedelta(days=_WITHDRAWN)).isoformat()
        signed = days[len(days) // 2]
        until = (signed + _YEAR + _YEAR).isoformat()
        given = {"information": ["attendance", "billing"], "purposes": ["payment"], "expires_on": until}
        released = self._released(history, "withdrawn_release", signed, signed + timedelta(days=2), given)
        said = {"withdrawal_scope": row["scope"], "actions_taken": row["actions"], "effect_explained": "yes"}
        values = {"decision": "withdrawn", "signed_on": taken_back, "method": "email", **said}
        ending = decode("release", 1, values)
        assert isinstance(ending, Release)  # noqa: S101 - decoded as one
        return Withdrawn(released, ending)

    def own_copy(self, history: History) -> RecordBody:
        """A copy that the client took along."""
        row, day = self.rows["own_copy"], (self._today - timedelta(days=_HANDED_OVER)).isoformat()
        told = {"recipient_name": history.client.name, "legal_basis": "client_access", "method": "handed_over"}
        what = {"description": row["what"], "purpose": row["purpose"], "information": ["treatment_plan"]}
        when = {"disclosed": self._moment(day, "12:10"), "client_informed_on": day}
        return decode("disclosure", 1, {**told, **what, **when})

    def _released(self, history: History, name: str, signed: date, sent: date, given: _Values) -> Released:
        row = self.rows[name]
        form = {
            "decision": "given",
            "client_name": history.client.name,
            "discloser": self._practice["name"],
            "recipients": [row["recipient"]],
            "statements": ["right_to_revoke", "conditioning", "redisclosure"],
            "method": "wet_ink_scan",
            "plain_language": "yes",
            "copy_given": "yes",
            "signed_on": signed.isoformat(),
        }
        told = {
            "recipient_name": row["recipient"]["name"],
            "recipient_org": row["recipient"]["organisation"],
            "description": row["sent"],
            "purpose": row["purpose"],
            "legal_basis": "roi",
            "information": given["information"],
            "method": "post",
            "disclosed": self._moment(sent.isoformat(), "11:45"),
        }
        disclosure = decode("disclosure", 1, told)
        assert isinstance(disclosure, Disclosure)  # noqa: S101 - decoded as one
        return Released(decode("release", 1, {**form, **given}), disclosure)

    def _consent(self, history: History, consent_type: str, day: date | None = None, **facts: Any) -> Consent:
        given = day or days_of(history)[-1]
        values = {
            "consent_type": consent_type,
            "decision": "granted",
            "method": "wet_ink_scan",
            "given_on": given.isoformat(),
            "template_language": self._language,
            "copy_given": "yes",
            "understood": "yes",
            "review_due": (given + (_HALF_YEAR if history.person.parent else _YEAR)).isoformat(),
        }
        body = decode("consent", 1, {**values, **facts})
        assert isinstance(body, Consent)  # noqa: S101 - decoded as one
        return body

    def _signature(self, name: str, role: str, day: date) -> _Values:
        strokes = drawn([_flourish(name)])
        return {"name": name, "role": role, "signed_on": day.isoformat(), "strokes": strokes, "ratio": _PEN_RATIO}

    def _moment(self, day: str, hour: str) -> _Values:
        return {"at": f"{day}T{hour}", "zone": self._practice["zone"]}

    def _ago(self, days: int) -> str:
        return (self._today - timedelta(days=days)).isoformat()


def _agreed_on(history: History) -> date:
    """A later session, when the parents came along: what they decided replaces what one of them decided before."""
    days = days_of(history)
    return days[len(days) // 2]


def _flourish(name: str) -> list[tuple[float, float, float]]:
    """One stroke of a pen that looks like the same hand each time: loops that become flatter to the right."""
    rng = random.Random(name)
    lean, height = rng.uniform(0.012, 0.03), rng.uniform(0.2, 0.32)
    points = []
    for step in range(_POINTS):
        part = step / _POINTS
        turn = part * _WAVES * 2 * math.pi
        flat = height * (1 - 0.7 * part) * (0.7 + 0.3 * math.sin(turn / rng.uniform(2.9, 3.1)))
        x = 0.08 + 0.8 * part + lean * math.cos(turn)
        points.append((round(x, 4), round(0.52 - flat * math.sin(turn), 4), round(part * 1.6, 3)))
    return points
