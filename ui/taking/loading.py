"""What the consent page asks the vault for: what can be begun, a conversation to go on with, or a signed consent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from app import clock
from app.packs.consent_texts import ConsentText, Paragraph
from app.records.consent import Consent, title_of
from app.records.consent_choices import Decision, Method, RetentionDecision
from app.records.consent_elements import ELEMENTS, ConsentType
from app.rules.consent_facts import State
from app.rules.consent_minors import MAJORITY
from app.services import clients, drafting, records
from app.services.consenting import consent_papers, consent_templates, consents, taking
from app.texts import LANGUAGES, _, language
from ui.pages.editor.consent_form import with_places
from ui.taking.law import LawLine, law_of
from ui.writing.loading import Loaded, Wanted, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.desk import Desk
    from app.records.client import Unit
    from app.rules.consent_facts import ConsentState
    from app.services.consenting.consent_templates import TextChoice
    from app.services.consenting.consents import ConsentRow
    from app.services.records import Saved

_OF_SEVERAL = (ConsentType.COUPLE, ConsentType.GROUP)
_OF_CHILDREN = (ConsentType.GUARDIAN, ConsentType.MINOR_ASSENT)


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be consented to: where it stands, and the texts to go through in each language."""

    type: ConsentType
    title: str
    state: ConsentState
    texts: Mapping[str, list[TextChoice]]


@dataclass(frozen=True, slots=True)
class Start:
    """A client who is asked: what about comes first is what is asked most."""

    client: str
    code: str
    name: str
    offers: list[Offer]
    text_language: str
    drafts: list[ConsentRow] = field(default_factory=list)  # conversations that were begun and not ended


@dataclass(frozen=True, slots=True)
class Found:
    """One consent with what is shown around it. `places`: values of the merge fields of its text."""

    loaded: Loaded
    text: ConsentText | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    state: ConsentState | None = None
    law: tuple[LawLine, ...] = ()

    @property
    def awaits_retention(self) -> bool:
        """Whether somebody has to decide what becomes of the data."""
        body = self.loaded.opened.body if self.loaded.opened is not None else None
        is_open = isinstance(body, Consent) and body.retention_decision is RetentionDecision.OPEN
        return is_open and self.state is not None and self.state.is_asked_about


@dataclass(frozen=True, slots=True)
class Asked:
    """What a new conversation is about, and with which text; without one, the usual."""

    type: ConsentType
    template: str = ""
    text_language: str = ""


def start(desk: Desk, client: str) -> Start:
    """What this client can be asked about; runs on the engine thread."""
    (who,) = clients.rows(desk, [client])
    unit = consents.unit_of(desk, client)
    is_minor = who.age is not None and who.age < MAJORITY
    usual = language() if language() in LANGUAGES else "en"
    kinds = _in_order(unit, is_minor=is_minor)
    drafts = [one for one in consents.rows(desk, client) if one.state.state is State.DRAFT]
    return Start(client, who.code, who.name, [_offer(desk, client, one) for one in kinds], usual, drafts)


def begin(desk: Desk, client: str, asked: Asked) -> Found:
    """A new conversation; nothing is written before something is said."""
    editing = taking.begin(
        desk, client, asked.type, template=asked.template, text_language=asked.text_language
    )  # fmt: skip
    (who,) = clients.rows(desk, [client])
    lead = who.lead_name if who.lead != desk.account else ""
    loaded = Loaded("consent", editing.client, who.code, who.name, lead, editing=editing)
    return _with_text(desk, loaded)


def find(desk: Desk, wanted: Wanted) -> Start | Found:
    """Runs on the engine thread; raises what `load` raises."""
    if wanted.record is None and wanted.client is not None and not wanted.values:
        return start(desk, wanted.client)
    loaded = load(desk, wanted)
    if loaded.editing is not None:
        return _with_text(desk, loaded)
    assert loaded.opened is not None
    record = loaded.opened.record.record
    states = consents.states(desk, loaded.client) if loaded.client is not None else {}
    return Found(loaded, state=states.get(record))


def give_earlier(desk: Desk, client: str, asked: Asked, paper_on: str) -> Saved:
    """Sign that this was consented to earlier, on paper; raises `not_complete` where more has to be said."""
    editing = drafting.start(desk, "consent", client, **earlier_values(asked, paper_on))
    return records.sign(desk, editing)


def earlier_values(asked: Asked, paper_on: str) -> dict[str, Any]:
    """The fields of a consent that was given earlier on paper, as plain data."""
    return {
        "consent_type": asked.type.value,
        "decision": Decision.GRANTED.value,
        "method": Method.PAPER_EARLIER.value,
        "paper_on": paper_on,
    }


def _in_order(unit: Unit, *, is_minor: bool) -> list[ConsentType]:
    """All types; those first that are about the therapy of such a client."""
    is_one = unit.value == "person"
    first = [] if is_one else list(_OF_SEVERAL)
    first += list(_OF_CHILDREN) if is_minor and is_one else []
    left_out = set(_OF_SEVERAL) if is_one else {ConsentType.THERAPY, *_OF_CHILDREN}
    left_out |= set() if is_minor else set(_OF_CHILDREN)
    rest = [one for one in ConsentType if one not in first and one not in left_out]
    return [*first, *rest]


def _offer(desk: Desk, client: str, consent_type: ConsentType) -> Offer:
    texts = {code: consent_templates.choices(desk, consent_type, code) for code in LANGUAGES}
    state = consents.state(desk, client, consent_type=consent_type)
    return Offer(consent_type, title_of(consent_type.value), state, texts)


def _with_text(desk: Desk, loaded: Loaded) -> Found:
    editing = loaded.editing
    assert editing is not None
    assert isinstance(editing.body, Consent)
    talk = taking.conversation(desk, editing)
    body = editing.body
    law = law_of(desk, body.age_when_given, _day(body)) if body.of_minor else ()
    text = talk.text or _bare(body)
    places = {**consent_papers.places_of(desk, text), "client": loaded.client_name, "code": loaded.client_code}
    return Found(loaded, with_places(text, places), places, law=law)


def _bare(body: Consent) -> ConsentText:
    """What has to be gone through where no text says it: headings, to be told in one's own words."""
    elements = ELEMENTS[body.consent_type]
    return ConsentText(
        type=body.consent_type.value,
        version="",
        language=body.template_language or language(),
        effective_from="",
        title=title_of(body.consent_type.value),
        notice="",
        paragraphs=tuple(Paragraph(one, number, _(one.label), "") for number, one in enumerate(elements, 1)),
    )


def _day(body: Consent) -> date:
    return date.fromisoformat(body.given_on) if body.given_on else clock.today()
