"""A consent before it is signed: its text, who has to agree, when it is talked about again, what it replaces."""

from __future__ import annotations

from datetime import date

import msgspec

from app import clock
from app.desk import Action, Desk
from app.keeping import compartments, consent_rows, opening, plans, published, why
from app.packs import consent_texts
from app.packs.consent_texts import ConsentText
from app.records.client import SEVERAL, Unit
from app.records.client_profile import ClientGroup, ClientProfile, Representative
from app.records.consent import Consent
from app.records.consent_choices import BEFORE, GIVEN, GivenBy, Method, MinorBasis
from app.records.consent_details import FIELD_OF
from app.records.consent_elements import ConsentType
from app.records.consent_parts import Assent, ConsentGuardian, GivenChoice
from app.rules import consent_minors, consent_state, days, people, templates_in_use
from app.rules.consent_facts import State
from app.services.practice import packs
from app.texts import LANGUAGES, language
from storage.vault import Row

_OLDER_CHILD = 12  # from this age the text for older children is offered
_CHILDREN = frozenset({ClientGroup.CHILD.value, ClientGroup.ADOLESCENT.value})
_NO_TEXT = {"template": "", "template_version": "", "template_language": "", "template_hash": ""}
_REPLACED = frozenset({State.ACTIVE, State.EXPIRED, State.DEFECTIVE})


def prefilled(desk: Desk, body: Consent, client_id: str) -> Consent:
    """A new consent with its text, what the text explains, who decides, the next review, and what it replaces."""
    desk.require(Action.LIST, "clinical", record=client_id)
    body = _about_client(desk, body, client_id)
    body.template = body.template or _usual_text(desk, body)
    if body.template:
        body = with_text(body, _text(desk, body))
    if body.of_minor and not body.guardians:
        body.guardians = guardians(desk, client_id)
    _begin_details(body)
    known = consent_state.current(consent_rows.facts(desk, client_id), clock.today(), _replaces(body))
    if known.state in _REPLACED and known.record and not body.supersedes:
        body.supersedes = known.record
    months = packs.law(desk).review_months(is_minor=body.of_minor)
    if body.decision in {None, *GIVEN} and not body.review_due and months is not None:
        body.review_due = days.months_on(_given(body), months).isoformat()
    return body


def completed(desk: Desk, body: Consent, client_id: str | None) -> Consent:
    """As it is signed: with the text it names, the age on that day, and what the law asks of it."""
    desk.require_anywhere(Action.SAVE)
    if body.template and not body.template_version and body.method is not Method.PAPER_EARLIER:
        body = with_text(body, _text(desk, body))
    body = finished(body)
    return _about_client(desk, body, client_id) if client_id is not None else body


def finished(body: Consent) -> Consent:
    """With its text, or without one where the words stand on an earlier paper; only for texts that ship."""
    if body.method is Method.PAPER_EARLIER:
        return msgspec.structs.replace(body, explained=[], **_NO_TEXT)
    return body if body.template_version else with_text(body)


def with_text(body: Consent, text: ConsentText | None = None) -> Consent:
    """Fill in version, language, digest, elements and single choices of the text that the consent names."""
    if not body.template:
        return body
    text = text or consent_texts.load(body.template, _language_of(body))
    body.template_version = body.template_version or text.version
    body.template_language = text.language
    body.template_hash = text.body_hash
    if not body.explained:
        body.explained = [paragraph.element for paragraph in text.paragraphs]
    if not body.choices:
        boxes = [box for paragraph in text.paragraphs for box in paragraph.boxes]
        body.choices = [GivenChoice(key=box.key, text=box.text) for box in boxes]
    return body


def unit_of(desk: Desk, client_id: str) -> Unit:
    """One person, or several who share the file and have to agree on who may see it."""
    desk.require(Action.LIST, "identity", record=client_id)
    return _unit(plans.row_of(desk, client_id))


def usual_text(desk: Desk, consent_type: ConsentType, text_language: str = "") -> str:
    """The text that new consents of a type take: the practice's own, or the one that ships; empty where there is none.

    Returns:
        The id of a `consent_template`, or the name of a text.
    """
    desk.require(Action.LIST, "practice")
    wanted = text_language or (language() if language() in LANGUAGES else "en")
    own = templates_in_use.in_use(published.facts(desk), clock.today())
    found = next((one.record for one in own if (one.type, one.language) == (consent_type.value, wanted)), "")
    return found or (consent_type.value if consent_type.value in consent_texts.text_ids() else "")


def _about_client(desk: Desk, body: Consent, client_id: str) -> Consent:
    """What follows from who the client is on the day of the decision."""
    row = plans.row_of(desk, client_id)
    body.unit = _unit(row)
    if body.unit in SEVERAL or body.decision not in {None, *BEFORE}:
        body.of_minor = False
        return body
    born, given = str(row.facets.get("born") or ""), _given(body)
    age = people.age_on(born, given)
    body.of_minor = age < consent_minors.MAJORITY if age is not None else _is_called_a_child(desk, client_id)
    if not body.of_minor:
        return body
    law = packs.law_for(desk, client_id)
    asked = consent_minors.asked(law.minor_rules(age, given)) if age is not None else consent_minors.Asked()
    body.age_when_given = age
    body.of_age_on = consent_minors.of_age_on(born)
    body.jurisdiction = ", ".join(law.places)
    body.asks_both_parents = asked.both_parents
    body.law_rules = list(asked.rules)
    body.recheck_on = body.recheck_on or consent_minors.next_recheck(born, given, law.review_birthdays or (18,))
    is_represented = bool(body.guardians) or body.given_by is not GivenBy.CLIENT
    if body.minor_basis is None and (is_represented or asked.basis is MinorBasis.PRESUMED_ABLE):
        body.minor_basis = asked.basis
    return body


def _is_called_a_child(desk: Desk, client_id: str) -> bool:
    """Whether the profile says so of somebody whose date of birth is not known."""
    profile = compartments.profile_of(desk, client_id)
    groups = str(plans.row_of(desk, profile).facets.get("groups") or "") if profile else ""
    return bool(_CHILDREN & set(groups.split(",")))


def _usual_text(desk: Desk, body: Consent) -> str:
    if body.consent_type is ConsentType.MINOR_ASSENT:
        older = body.age_when_given is not None and body.age_when_given >= _OLDER_CHILD
        wanted = "assent_older" if older else "assent_younger"
        own = usual_text(desk, body.consent_type, body.template_language)
        return own or (wanted if wanted in consent_texts.text_ids() else "")
    return usual_text(desk, body.consent_type, body.template_language)


def _text(desk: Desk, body: Consent) -> ConsentText:
    return published.text_of(desk, body.template, _language_of(body), body.template_version)


def _language_of(body: Consent) -> str:
    return body.template_language or (language() if language() in LANGUAGES else "en")


def _begin_details(body: Consent) -> None:
    """The group of fields of its type, empty; of a child also what it says itself."""
    name, struct = FIELD_OF.get(body.consent_type, ("", None))
    if struct is not None and getattr(body, name) is None:
        setattr(body, name, struct())
    if body.consent_type is ConsentType.MINOR_ASSENT and body.assent is None:
        body.assent = Assent()


def guardians(desk: Desk, client_id: str) -> list[ConsentGuardian]:
    """Those whom the profile names, with the right they have; none of them has agreed yet. Opens the profile."""
    desk.require(Action.VIEW, "clinical", record=client_id)
    profile = compartments.profile_of(desk, client_id)
    if profile is None or desk.signin.head_of(profile) is None:
        return []
    body = opening.body_of(desk, profile, why.purpose_for(desk, client_id, None))
    return [_guardian(one) for one in body.representatives] if isinstance(body, ClientProfile) else []


def _guardian(one: Representative) -> ConsentGuardian:
    return ConsentGuardian(
        name=one.name,
        relationship=one.relationship,
        custody=one.custody,
        authority=one.authority,
        authority_until=one.expires_on,
        person=one.person,
    )


def _replaces(body: Consent) -> ConsentType | None:
    """Of which consents it takes the place: of the same type; None for those to therapy, whatever their type."""
    probe = consent_state.ConsentFacts("", type=body.consent_type, unit=body.unit.value)
    return None if consent_state.is_to_therapy(probe) else body.consent_type


def _unit(row: Row) -> Unit:
    found = str(row.facets.get("unit"))
    return next((unit for unit in Unit if unit.value == found), Unit.PERSON)


def _given(body: Consent) -> date:
    return date.fromisoformat(body.given_on) if body.given_on else clock.today()
