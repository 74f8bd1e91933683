"""What has to be done about something that is due, as a sentence: more than the name of the record says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app import formats
from app.records import birthdays
from app.records.amendment import AmendmentKind
from app.records.closure_choices import ProcessNotes
from app.records.duty_choices import CallState
from app.records.safety_step import SafetyStepKind
from app.texts import N_, _

_REQUEST = {
    AmendmentKind.CLIENT_REQUESTED: N_("Decide about the client's request, or take more time in writing."),
    AmendmentKind.REQUEST_EXTENDED: N_("Decide about the client's request: the longer time ends."),
    AmendmentKind.REQUEST_DECIDED: N_("Tell those who have to know of the amendment."),
}
_BREACH = {
    "authority": N_("Decide whether the authority is told, and write down why."),
    "people": N_("Decide whether the people concerned are told, and write down why."),
    "media": N_("Decide whether the media are told, and write down why."),
}
_PRIVATE_NOTES = {
    ProcessNotes.KEEP_UNTIL: N_("The private notes were to be kept until this day: decide about them."),
    ProcessNotes.DESTROY_NOW: N_("The private notes were to be destroyed when the file was closed."),
}


_RESPONSE = {
    "notice": N_("A notification is to be decided: made, or not needed and why."),
    "follow_up": N_("The written follow-up of a notification is due."),
    "action": N_("An action is due: done, or a new day."),
    "effect": N_("Look whether an action works."),
}


def words(kind: str, facets: Mapping[str, Any], until: str, today: date) -> str:
    """The sentence for a record that is due before `until` (ISO date); empty where its name says enough."""
    find = _WORDS.get(kind)
    return find(facets, until, today.isoformat()) if find else ""


def _client(facets: Mapping[str, Any], until: str, today: str) -> str:
    """A birthday, an alert of the desk, or both."""
    found = []
    first = str(facets.get("birthday") or "")
    if first and first < until:
        known = birthdays.Birthday(first, int(facets.get("birthday_age") or 0))
        birthday, age = birthdays.latest(str(facets.get("born") or ""), known, until)
        sentence = (
            _("Turned {age} on {date}: look again at consents and at what representatives are told.")
            if birthday < today
            else _("Turns {age} on {date}: look again at consents and at what representatives are told.")
        )
        found.append(sentence.format(age=age, date=formats.long_date(birthday)))
    alert = str(facets.get("alert_on") or "")
    if alert and alert < until:
        found.append(_("An alert for the desk was to be looked at again."))
    return " ".join(found)


def _profile(facets: Mapping[str, Any], until: str, today: str) -> str:
    """A representative whose authority ends, an alert, or both."""
    found = []
    ends = str(facets.get("authority_ends") or "")
    if ends and ends < until:
        sentence = (
            _("The authority of a representative ended on {date}: see who decides now.")
            if ends < today
            else _("The authority of a representative ends on {date}: see who decides then.")
        )
        found.append(sentence.format(date=formats.long_date(ends)))
    alert = str(facets.get("alert_on") or "")
    if alert and alert < until:
        found.append(_("An alert of the file was to be looked at again."))
    return " ".join(found)


def _amendment(facets: Mapping[str, Any], _until: str, _today: str) -> str:
    found = next((text for kind, text in _REQUEST.items() if kind == facets.get("kind")), "")
    return _(found) if found else ""


def _plan(_facets: Mapping[str, Any], _until: str, _today: str) -> str:
    return _("Look at the plan with the client, and sign the next version.")


def _review(facets: Mapping[str, Any], _until: str, _today: str) -> str:
    """The contact that was agreed, with its time; what it is about is not said on Today."""
    when = str(facets.get("next_contact") or "")
    return _("Agreed contact at {time}: write down what came of it.").format(time=when[11:16]) if when else ""


def _safety_step(facets: Mapping[str, Any], _until: str, _today: str) -> str:
    if facets.get("step") == SafetyStepKind.WANTED:
        return _("An answer in a questionnaire wants a safety review: write it, or say why none is needed.")
    return _safety_plan(facets, _until, _today)


def _safety_plan(_facets: Mapping[str, Any], _until: str, _today: str) -> str:
    return _("Look at the safety plan with the client.")


def _closure(facets: Mapping[str, Any], _until: str, _today: str) -> str:
    found = next((text for decided, text in _PRIVATE_NOTES.items() if decided == facets.get("process_notes")), "")
    return _(found) if found else ""


def _consent(facets: Mapping[str, Any], until: str, _today: str) -> str:
    """What of it comes first: a decision about the data, its end, or talking about it again."""
    if facets.get("retention") == "open":
        return _("Consent to the data was taken back: decide what becomes of them, and write down why.")
    ends, again = str(facets.get("expires_on") or ""), str(facets.get("review_due") or "")
    if ends and ends < until and not (again and again < ends):
        return _("It ends on {date}.").format(date=formats.long_date(ends))
    return _("Talk about it again.")


def _report(facets: Mapping[str, Any], _until: str, _today: str) -> str:
    """The call first; then the written report, to the minute where the law counts in hours."""
    if facets.get("call") not in {"", None, CallState.MADE.value}:
        return _("The agency was not reached yet: call, and write down each attempt.")
    if facets.get("due_at"):
        return _("Send the written report; it is due {moment}.").format(moment=formats.moment(str(facets["due_at"])))
    return _("Send the written report, or write down why none is needed.")


def _duty(_facets: Mapping[str, Any], _until: str, _today: str) -> str:
    return _("Look at the danger again, and write down what you found.")


def _decision(_facets: Mapping[str, Any], _until: str, _today: str) -> str:
    return _("Look at the decision again: let it stand with a new day, or act.")


def _abuse(_facets: Mapping[str, Any], _until: str, _today: str) -> str:
    return _("Look again whether it is safe, and what has changed.")


def _followed(_facets: Mapping[str, Any], _until: str, _today: str) -> str:
    return _("Look again, and write down what followed.")


def _response(facets: Mapping[str, Any], _until: str, _today: str) -> str:
    found = _RESPONSE.get(str(facets.get("waits_for") or ""))
    return _(found) if found else ""


def _breach(facets: Mapping[str, Any], _until: str, _today: str) -> str:
    """Which decisions a data breach waits for, and the first clock in local time and UTC; it decides nothing."""
    asked = [_(text) for tells, text in _BREACH.items() if tells in (facets.get("clock_tells") or ())]
    due, utc = str(facets.get("clock_due") or ""), str(facets.get("clock_utc") or "")
    if asked and due and utc == due:
        asked.append(_("The first clock runs out on {date}.").format(date=formats.moment(due)))
    elif asked and due and utc:
        told = _("The first clock runs out on {moment} ({utc} UTC).")
        asked.append(told.format(moment=formats.moment(due), utc=formats.moment(utc)))
    elif asked and due:
        asked.append(_("The first clock runs out on {date}.").format(date=formats.long_date(due)))
    return " ".join(asked)


def _complaint(facets: Mapping[str, Any], _until: str, _today: str) -> str:
    return "" if facets.get("is_answered") else _("Confirm that it came, and answer it.")


def _hazard(facets: Mapping[str, Any], until: str, _today: str) -> str:
    """Its review, unless an action comes first."""
    again, dues = str(facets.get("next_review") or ""), [str(due) for due in facets.get("action_dues") or () if due]
    if again and again < until and again <= min(dues, default=again):
        return _("Look at this hazard of the practice again.")
    return _("An action against this hazard is due.")


def _drill(_facets: Mapping[str, Any], _until: str, _today: str) -> str:
    return _("Practise this again.")


_WORDS: Mapping[str, Callable[[Mapping[str, Any], str, str], str]] = {
    "hazard": _hazard,
    "drill": _drill,
    "client": _client,
    "client_profile": _profile,
    "consent": _consent,
    "amendment": _amendment,
    "treatment_plan": _plan,
    "closure": _closure,
    "data_breach": _breach,
    "complaint": _complaint,
    "incident_response": _response,
    "drill_action": _response,
    "risk_review": _review,
    "safety_plan": _safety_plan,
    "safety_step": _safety_step,
    "mandated_report": _report,
    "duty_to_protect": _duty,
    "decision_not_to_act": _decision,
    "domestic_abuse_review": _abuse,
    "duty_follow_up": _followed,
}
