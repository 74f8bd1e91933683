"""Each type of consent on real storage: begun with its fields, lacking what it needs, in force, in the list."""

from __future__ import annotations

from typing import Any

import pytest

from app import clock, texts
from app.desk import Desk
from app.keeping import opening
from app.keeping.plans import Saved
from app.records import decode, encode, missing
from app.records.client import Client
from app.records.client_profile import ClientProfile
from app.records.consent import Consent, title_of
from app.records.consent_details import FIELD_OF
from app.records.consent_elements import ELEMENTS, NEEDED, TEXTS, ConsentType, Element, type_of
from app.records.fields import shown, specs
from app.rules.consent_state import State
from app.services import clients, records
from app.services.clients import ClientRef
from app.services.consenting import consents, taking
from app.services.drafting import Editing
from tests.app.helpers import fails

TODAY = clock.today().isoformat()
ENOUGH: dict[str, dict[str, Any]] = {
    "telehealth": {"emergency_number": "112"},
    "electronic_comms": {"channels": ["email"]},
    "recording": {"purpose": "Supervision", "medium": "sound", "audience": "My supervisor", "destroy_on": "2099-01-01"},
    "ai_tool": {"tool": "Transcriber", "leaves_device": "The sound of the session"},
    "research": {"protocol": "Study 7"},
    "supervision": {"supervisor": "Dr Lis", "identified": "anonymous"},
    "observation": {"observer": "A trainee"},
    "data_processing": {"categories": "Health", "purpose": "Therapy"},
    "media": {"what": "A case", "where": "A journal"},
}


def all_of_it(desk: Desk, editing: Editing) -> Editing:
    """Everything that belongs to the type was explained."""
    assert isinstance(editing.body, Consent)
    for element in ELEMENTS[editing.body.consent_type]:
        editing = taking.explain(editing, element)
    return editing


def given(desk: Desk, client: str, consent_type: ConsentType, **values: Any) -> Saved:
    """A signed consent of a type, everything explained."""
    editing = all_of_it(desk, taking.begin(desk, client, consent_type))
    decided = {"decision": "granted", "method": "verbal", "expires_event": "End of the therapy"}
    return taking.finish(desk, editing.with_values({**decided, **_details(consent_type), **values}))


def _details(consent_type: ConsentType) -> dict[str, Any]:
    name, _struct = FIELD_OF.get(consent_type, ("", None))
    more = {"assent": {"given": "yes", "words": "I want to come."}} if consent_type is ConsentType.MINOR_ASSENT else {}
    return {name: ENOUGH[name], **more} if name else more


@pytest.mark.parametrize("consent_type", [one for one in ConsentType if one is not ConsentType.GUARDIAN])
def test_a_consent_of_each_type_is_taken_and_in_force(desk: Desk, anna: ClientRef, consent_type: ConsentType) -> None:
    given(desk, anna.id, consent_type)
    found = consents.state(desk, anna.id, consent_type=consent_type)
    assert (found.state, found.reason[:8]) == (State.ACTIVE, "Given on")
    (row,) = consents.rows(desk, anna.id)
    assert (row.type, row.title) == (consent_type, f"{title_of(consent_type.value)}: Given (Spoken)")


def test_what_is_consented_to_besides_therapy_is_no_consent_to_therapy(desk: Desk, anna: ClientRef) -> None:
    given(desk, anna.id, ConsentType.RECORDING)
    assert consents.state(desk, anna.id).state is State.NONE
    given(desk, anna.id, ConsentType.THERAPY)
    assert {row.state.state for row in consents.rows(desk, anna.id)} == {State.ACTIVE}


def test_a_new_consent_replaces_only_one_to_the_same(desk: Desk, anna: ClientRef) -> None:
    therapy = given(desk, anna.id, ConsentType.THERAPY)
    first, second = (given(desk, anna.id, ConsentType.TELEHEALTH) for _ in range(2))
    known = consents.states(desk, anna.id)
    assert known[first.record].state is State.SUPERSEDED
    assert known[therapy.record].is_active
    assert known[second.record].is_active


@pytest.mark.parametrize("consent_type", FIELD_OF)
def test_a_consent_to_something_says_to_what(desk: Desk, anna: ClientRef, consent_type: ConsentType) -> None:
    name, _struct = FIELD_OF[consent_type]
    editing = taking.begin(desk, anna.id, consent_type).with_values({"decision": "granted", "method": "verbal"})
    assert getattr(editing.body, name) is not None
    assert [spec.name for spec in missing(editing.body)] == [name]
    with fails("not_complete"):
        taking.finish(desk, editing)
    declined = editing.with_values({"decision": "declined"})
    assert missing(declined.body) == []
    assert missing(editing.with_values({name: ENOUGH[name]}).body) == []


@pytest.mark.parametrize("consent_type", ConsentType)
def test_a_form_shows_the_fields_of_its_type_alone(consent_type: ConsentType) -> None:
    values = {"consent_type": consent_type, "decision": "granted"}
    own = {name for name, _struct in FIELD_OF.values()}
    seen = {spec.name for spec in shown(specs(Consent), values)} & own
    assert seen == {name for one, (name, _struct) in FIELD_OF.items() if one is consent_type}


@pytest.mark.parametrize("consent_type", ConsentType)
@pytest.mark.parametrize("language", ["en", "pl"])
def test_each_type_has_a_title_and_words_for_its_elements(consent_type: ConsentType, language: str) -> None:
    texts.set_language(language)
    assert title_of(consent_type.value)
    assert NEEDED[consent_type]
    assert len(set(ELEMENTS[consent_type])) == len(ELEMENTS[consent_type])


def test_every_element_belongs_to_a_text_or_a_type() -> None:
    used = {element for elements in (*ELEMENTS.values(), *TEXTS.values()) for element in elements}
    assert set(Element) - used == set()


@pytest.mark.parametrize("text_id", TEXTS)
def test_a_text_that_is_consented_to_explains_what_its_type_needs(text_id: str) -> None:
    consent_type = type_of(text_id)
    if consent_type is not None:
        assert set(NEEDED[consent_type]) <= set(TEXTS[text_id])


def test_a_recording_ends_when_it_is_destroyed(desk: Desk, anna: ClientRef) -> None:
    details = {**ENOUGH["recording"], "destroy_on": "", "destroy_event": ""}
    given(desk, anna.id, ConsentType.RECORDING, recording=details, expires_event="")
    found = consents.state(desk, anna.id, consent_type=ConsentType.RECORDING)
    assert (found.state, found.reason[:10]) == (State.DEFECTIVE, "No expiry:")
    given(desk, anna.id, ConsentType.RECORDING, expires_event="", recording={**details, "destroy_on": TODAY})
    found = consents.state(desk, anna.id, consent_type=ConsentType.RECORDING)
    assert (found.state, found.until) == (State.ACTIVE, TODAY)


@pytest.fixture
def child(desk: Desk) -> ClientRef:
    """A child of separated parents who decide together, in a practice in Poland."""
    year = clock.today().year - 10
    ref = clients.register(desk, Client(name="Ola Zawadzka", birth_date=f"{year}-01-15"))
    parents = [
        {"name": "Maria", "relationship": "Mother", "custody": "joint", "authority": "birth_certificate"},
        {"name": "Piotr", "relationship": "Father", "custody": "joint", "authority": "birth_certificate"},
    ]
    profile = records.start(desk, "client_profile", ref.id)
    records.save(desk, profile.with_values({"client_group": ["child"], "representatives": parents}))
    return ref


def agreeing(editing: Editing, *answers: str) -> Editing:
    """The parents, each with their answer, empty where nobody asked."""
    assert isinstance(editing.body, Consent)
    values = [encode_part(one) for one in editing.body.guardians]
    for parent, answer in zip(values, answers, strict=True):
        parent |= {"consented": answer or None, "decided_on": TODAY if answer else ""}
    return editing.with_values({"guardians": values})


def encode_part(part: Any) -> dict[str, Any]:
    return encode(Consent(guardians=[part]))["guardians"][0]  # type: ignore[no-any-return]


def test_the_parents_stand_in_a_child_s_consent_and_nobody_has_agreed_yet(desk: Desk, child: ClientRef) -> None:
    body = taking.begin(desk, child.id, ConsentType.GUARDIAN).body
    assert isinstance(body, Consent)
    assert [one.name for one in body.guardians] == ["Maria", "Piotr"]
    assert {one.consented for one in body.guardians} == {None}
    assert (body.of_minor, body.age_when_given, body.asks_both_parents) == (True, 10, True)
    assert body.recheck_on[:4] == str(clock.today().year + 2)
    assert body.law_rules


@pytest.mark.parametrize(
    ("answers", "state", "reason"),
    [
        (("yes", "yes"), State.ACTIVE, "Given on"),
        (("yes", ""), State.DEFECTIVE, "One parent's signature where two are needed."),
        (("", ""), State.DEFECTIVE, "Nobody who represents the child has agreed."),
        (("yes", "no"), State.DEFECTIVE, "Somebody whose agreement is needed does not agree."),
    ],
)
def test_both_parents_agree_to_the_therapy_of_their_child(
    desk: Desk, child: ClientRef, answers: tuple[str, ...], state: State, reason: str
) -> None:
    editing = all_of_it(desk, taking.begin(desk, child.id, ConsentType.GUARDIAN))
    editing = agreeing(editing, *answers)
    values = {"decision": "granted", "method": "verbal", "given_by": "both_parents", "given_by_name": "Maria, Piotr"}
    taking.finish(desk, editing.with_values(values))
    found = consents.state(desk, child.id)
    assert found.state is state
    assert found.reason.startswith(reason)


def test_a_child_says_in_its_own_words_that_it_wants_to_come(desk: Desk, child: ClientRef) -> None:
    editing = all_of_it(desk, taking.begin(desk, child.id, ConsentType.MINOR_ASSENT))
    assert isinstance(editing.body, Consent)
    assert editing.body.template in {"assent_younger", ""}
    decided = editing.with_values({"decision": "granted", "method": "verbal"})
    assert "assent" in [spec.name for spec in missing(decided.body)]
    said = decided.with_values({"assent": {"given": "yes", "words": "Yes, if mum waits outside.", "given_on": TODAY}})
    saved = taking.finish(desk, said)
    assert consents.state(desk, child.id, consent_type=ConsentType.MINOR_ASSENT).is_active
    body = opening.body_of(desk, saved.record, "treatment")
    assert isinstance(body, Consent)
    assert body.assent is not None
    assert body.assent.words == "Yes, if mum waits outside."


def test_who_is_called_a_child_without_a_date_of_birth_is_one(desk: Desk) -> None:
    ref = clients.register(desk, Client(name="Ola"))
    assert isinstance(body := taking.begin(desk, ref.id, ConsentType.THERAPY).body, Consent)
    assert not body.of_minor
    profile = records.start(desk, "client_profile", ref.id)
    assert isinstance(profile.body, ClientProfile)
    records.save(desk, profile.with_values({"client_group": ["adolescent"]}))
    assert isinstance(body := taking.begin(desk, ref.id, ConsentType.THERAPY).body, Consent)
    assert (body.of_minor, body.age_when_given) == (True, None)


def test_what_older_versions_wrote_reads_as_it_was(desk: Desk, anna: ClientRef) -> None:
    old = {"decision": "granted", "method": "verbal", "given_on": "2026-03-01", "template": "therapy"}
    body = decode("consent", 1, old)
    assert isinstance(body, Consent)
    assert (body.consent_type, body.of_minor, body.signatures, body.choices) == (ConsentType.THERAPY, False, [], [])
    assert {name: value for name, value in encode(body).items() if name in old} == old
