"""What has to be done about something that is due, as a sentence: more than the name of the record says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app import formats
from app.records import birthdays
from app.records.amendment import AmendmentKind
from app.records.closure_choices import ProcessNotes
from app.texts import N_, _

_REQUEST = {
    AmendmentKind.CLIENT_REQUESTED: N_("Decide about the client's request, or take more time in writing."),
    AmendmentKind.REQUEST_EXTENDED: N_("Decide about the client's request: the longer time ends."),
    AmendmentKind.REQUEST_DECIDED: N_("Tell those who have to know of the amendment."),
}
_PRIVATE_NOTES = {
    ProcessNotes.KEEP_UNTIL: N_("The private notes were to be kept until this day: decide about them."),
    ProcessNotes.DESTROY_NOW: N_("The private notes were to be destroyed when the file was closed."),
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


_WORDS: Mapping[str, Callable[[Mapping[str, Any], str, str], str]] = {
    "client": _client,
    "client_profile": _profile,
    "consent": _consent,
    "amendment": _amendment,
    "treatment_plan": _plan,
    "closure": _closure,
}
