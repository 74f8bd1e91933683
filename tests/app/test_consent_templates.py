"""The practice's own texts: begun, published, replaced, and asking again without changing anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.desk import Desk, Role
from app.packs import consent_texts
from app.records.consent import Consent
from app.records.consent_elements import NEEDED, ConsentType
from app.records.consent_template import ConsentTemplate, TemplateBox, TemplateParagraph
from app.rules import template_making, templates_in_use
from app.rules.templates_in_use import TemplateFacts
from app.services import records
from app.services.clients import ClientRef
from app.services.consenting import consent_board, consent_templates, consents, taking
from app.services.drafting import Editing
from tests.app.helpers import fails

TODAY = clock.today()


def published(desk: Desk, editing: Editing | None = None, **values: Any) -> str:
    """A published text for therapy, or the given one; its id."""
    editing = editing or consent_templates.begin(desk, "therapy", "en")
    return records.sign(desk, editing.with_values(values)).record


def take(desk: Desk, client: str, template: str = "") -> str:
    """A consent to therapy with everything explained; its id."""
    editing = taking.begin(desk, client, ConsentType.THERAPY, template=template, text_language="en")
    talk = taking.conversation(desk, editing)
    assert talk.text is not None
    for paragraph in talk.text.paragraphs:
        editing = taking.explain(editing, paragraph.element)
    return taking.finish(desk, editing.with_values({"decision": "granted", "method": "verbal"})).record


def test_a_text_begins_with_the_words_of_one_that_ships(desk: Desk) -> None:
    editing = consent_templates.begin(desk, "therapy", "en")
    shipped = consent_texts.load("therapy", "en")
    body = editing.body
    assert isinstance(body, ConsentTemplate)
    assert body.title == shipped.title
    assert body.based_on == f"therapy {shipped.version}"
    assert [one.element for one in body.paragraphs] == [one.element for one in shipped.paragraphs]
    record = published(desk, editing)
    text = consent_templates.text_of(desk, record)
    assert [one.text for one in text.paragraphs] == [one.text.strip() for one in shipped.paragraphs]
    assert text.body_hash == template_making.ready(body).body_hash


def test_until_it_is_published_it_is_a_draft_and_nobody_consents_to_it(desk: Desk, anna: ClientRef) -> None:
    editing = records.keep(desk, consent_templates.begin(desk, "therapy", "en"))
    assert [row.state for row in consent_templates.rows(desk)] == ["draft"]
    assert consents.usual_text(desk, ConsentType.THERAPY, "en") == "therapy"
    with fails("already_signed"):
        records.edit(desk, published(desk, editing))
    assert [row.state for row in consent_templates.rows(desk)] == ["in_use"]
    assert consents.usual_text(desk, ConsentType.THERAPY, "en") == editing.record
    assert consents.usual_text(desk, ConsentType.THERAPY, "pl") == "therapy"


@pytest.mark.parametrize("element", NEEDED[ConsentType.THERAPY])
def test_a_text_that_would_make_consents_defective_is_not_published(element: str) -> None:
    rest = [one for one in NEEDED[ConsentType.THERAPY] if one != element]
    body = ConsentTemplate(
        consent_type=ConsentType.THERAPY,
        paragraphs=[TemplateParagraph(element=one, heading="x", text="y") for one in rest],
    )
    with fails("text_lacks_elements") as found:
        template_making.ready(body)
    assert found[0].values["elements"]


@pytest.mark.parametrize("text", ["It costs {fees}.", "It costs {fee.", "It costs fee}."])
def test_a_place_that_cannot_be_filled_in_is_refused(desk: Desk, text: str) -> None:
    editing = consent_templates.begin(desk, "therapy", "en")
    with fails("bad_merge_field"):
        records.sign(desk, editing.with_values({"intro": text}))
    assert records.sign(desk, editing.with_values({"intro": "It costs {fee}."})).revision


def test_choices_get_keys_of_their_own_and_keep_them() -> None:
    boxes = [TemplateBox(key="sms", text="By text"), TemplateBox(text="By mail"), TemplateBox(key="sms", text="Again")]
    made = template_making.ready(ConsentTemplate(paragraphs=[TemplateParagraph(boxes=boxes)]))
    keys = [box.key for box in made.paragraphs[0].boxes]
    assert keys[0] == "sms"
    assert len(set(keys)) == 3
    assert [box.key for box in template_making.ready(made).paragraphs[0].boxes] == keys


def test_the_digest_is_that_of_the_words() -> None:
    body = ConsentTemplate(title="x", paragraphs=[TemplateParagraph(heading="a", text="b")])
    other = ConsentTemplate(title="x", paragraphs=[TemplateParagraph(heading="a", text="c")])
    assert body.digest() == ConsentTemplate(title="x", paragraphs=[TemplateParagraph(heading="a", text="b")]).digest()
    assert body.digest() != other.digest()
    assert len(body.digest()) == 64


@pytest.mark.parametrize(
    ("version", "after"), [("1", "2"), ("1.9", "1.10"), ("2026 a", "2027 a"), ("first", "first 2")]
)
def test_the_next_version(version: str, after: str) -> None:
    assert template_making.version_after(version) == after


def test_a_newer_version_asks_again_and_changes_no_consent(desk: Desk, anna: ClientRef) -> None:
    first = published(desk)
    consent = take(desk, anna.id)
    before = records.open(desk, consent).body
    assert isinstance(before, Consent)
    assert (before.template, before.template_version) == (first, "1")
    assert consents.state(desk, anna.id).ask_again == ""

    editing = consent_templates.next_version(desk, first)
    assert consents.state(desk, anna.id).ask_again == ""
    second = published(desk, editing, intro="We changed the price.", what_changed="Price")
    state = consents.state(desk, anna.id)
    assert (state.is_active, state.ask_again) == (True, TODAY.isoformat())
    assert records.open(desk, consent).body == before
    board = consent_board.board(desk)
    assert [(row.client, row.column.value) for row in board.rows] == [(anna.id, "ask_again")]
    assert {row.id: (row.version, row.state) for row in consent_templates.rows(desk)} == {
        first: ("1", "replaced"),
        second: ("2", "in_use"),
    }

    again = take(desk, anna.id)
    assert consents.state(desk, anna.id).ask_again == ""
    assert consents.states(desk, anna.id)[again].is_active


def test_a_new_version_says_what_changed(desk: Desk) -> None:
    first = published(desk)
    with fails("not_complete") as found:
        published(desk, consent_templates.next_version(desk, first))
    assert found[0].values["fields"] == "What changed"


def test_a_small_change_need_not_ask_again(desk: Desk, anna: ClientRef) -> None:
    first = published(desk)
    take(desk, anna.id)
    published(desk, consent_templates.next_version(desk, first), what_changed="A comma", ask_again=False)
    assert consents.state(desk, anna.id).ask_again == ""


def test_a_text_for_a_day_to_come_is_not_in_use_before_it(desk: Desk, anna: ClientRef) -> None:
    first = published(desk)
    take(desk, anna.id)
    soon = (TODAY + timedelta(days=1)).isoformat()
    published(desk, consent_templates.next_version(desk, first), what_changed="The price", effective_from=soon)
    assert sorted(row.state for row in consent_templates.rows(desk)) == ["in_use", "later"]
    assert consents.usual_text(desk, ConsentType.THERAPY, "en") == first
    assert consents.state(desk, anna.id).ask_again == ""
    assert consents.state(desk, anna.id, TODAY + timedelta(days=1)).ask_again == soon


def test_what_is_not_published_has_no_next_version(desk: Desk, anna: ClientRef) -> None:
    draft = records.keep(desk, consent_templates.begin(desk, "therapy", "en"))
    with fails("not_published"):
        consent_templates.next_version(desk, draft.record)
    with fails("not_published"):
        taking.begin(desk, anna.id, ConsentType.THERAPY, template=draft.record)


def test_the_texts_to_choose_from_begin_with_the_practice_s_own(desk: Desk) -> None:
    own = published(desk, title="Our consent")
    found = consent_templates.choices(desk, ConsentType.THERAPY, "en")
    assert [(one.template, one.is_own) for one in found] == [(own, True), ("therapy", False)]
    assert [one.is_own for one in consent_templates.choices(desk, ConsentType.THERAPY, "pl")] == [False]


def test_only_who_keeps_the_practice_publishes_texts(desk: Desk) -> None:
    editing = consent_templates.begin(desk, "therapy", "en")
    clinician = Desk(desk.signin, Role.CLINICIAN)
    with fails("refused"):
        consent_templates.begin(clinician, "therapy", "en")
    with fails("refused"):
        records.sign(clinician, editing)
    assert consent_templates.rows(clinician) == []


def facts(record: str, supersedes: str = "", *, asks: bool = True, **values: Any) -> TemplateFacts:
    known = {"effective_from": "2026-01-01", "version": "1", "language": "en", "type": "therapy"}
    return TemplateFacts(record, supersedes=supersedes, asks_again=asks and bool(supersedes), **(known | values))


@pytest.mark.parametrize(
    ("templates", "newer"),
    [
        ([facts("a")], {}),
        ([facts("a"), facts("b", "a", effective_from="2026-02-01")], {"a": "2026-02-01"}),
        ([facts("a"), facts("b", "a", asks=False), facts("c", "b", effective_from="2026-03-01")],
         {"a": "2026-03-01", "b": "2026-03-01"}),
        ([facts("a"), facts("b", "a", effective_from="2026-02-01"), facts("c", "b", asks=False)], {"a": "2026-02-01"}),
        ([facts("a"), facts("b", "a", is_in_error=True)], {}),
        ([facts("a"), facts("b", "a", is_signed=False)], {}),
        ([facts("a", "b"), facts("b", "a")], {"a": "2026-01-01", "b": "2026-01-01"}),
    ],
)  # fmt: skip
def test_whom_a_newer_text_asks_again(templates: list[TemplateFacts], newer: dict[str, str]) -> None:
    assert templates_in_use.text_facts(templates).newer == newer


def test_what_replaces_a_text_must_hold_itself() -> None:
    old, wrong = facts("a"), facts("b", "a")
    assert [one.record for one in templates_in_use.in_use([old, wrong], TODAY)] == ["b"]
    assert [one.record for one in templates_in_use.in_use([old, replace(wrong, is_in_error=True)], TODAY)] == ["a"]
