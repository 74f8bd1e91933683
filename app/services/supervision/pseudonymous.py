"""A pack for a supervisor outside: chosen records of one client with codes and roles in the place of names.

*Pseudonymous, not anonymous*: who knows the person may know them by their story. The text is read and changed by the
person before it leaves, and leaves by the one way there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from app import clock, formats
from app.desk import Action, Desk
from app.keeping import compartments, joined, opening, why
from app.keeping.opening import Opened
from app.records import KINDS, RecordBody
from app.records.client import Client
from app.records.client_profile import ClientProfile
from app.records.release_choices import InformationClass
from app.records.words import filled, shown_value
from app.reports.paper import Block, Notice, Text
from app.rules import information, measure_words, people
from app.rules.destinations import Destination
from app.rules.names import WORD, Known, NameBook, replaced
from app.services.client_files import files
from app.services.client_files.files import TimelineRow
from app.services.client_safety import safety_facts, safety_plans
from app.services.outgoing import papers
from app.services.outgoing.papers import Prepared
from app.services.supervision import name_checking
from app.texts import N_, _
from storage.vault import Query

LIMITS = N_(
    "Pseudonymous, not anonymous: names are replaced by a code, but who knows this person may still know them by "
    "their story. Keep it as you keep a client's file, and destroy it when it is no longer needed."
)
_NOT_IN_A_PACK = frozenset({"disclosure", "release", "consent", "document", "legal_hold", "episode"})
"""What a supervisor does not need, or what names people by its nature."""

_LEFT_OUT = ("client_location", "place")
"""Fields that say where somebody is."""

_REACHED = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w-])(?!\d{4}-\d\d-\d\d)\+?\d(?:[ ()/-]?\d){6,}")
"""E-mail addresses, and numbers as long as those of telephones and documents; days as in 2026-11-22 stay."""

_LIST_LINES = re.compile(r"^(- .*)\n\n(?=- )", re.MULTILINE)
_LEAST_PLACE_LETTERS = 3
_FULL_DATE = len("1987-04-12")


@dataclass(frozen=True, slots=True)
class Pack:
    """The text as it was made, for the person to read and change; the rest is for the register of disclosures."""

    client: str
    code: str
    text: str
    objects: tuple[tuple[str, str], ...]
    revisions: tuple[tuple[str, str], ...]
    information: frozenset[InformationClass]
    purpose: str


def choices(desk: Desk, client_id: str) -> list[TimelineRow]:
    """The records of a client that can go into a pack, newest first; private notes never do."""
    desk.require(Action.LIST, "clinical", record=client_id)
    kinds = [
        kind.name
        for kind in KINDS.values()
        if kind.of_client and kind.compartment == "clinical" and not kind.internal and kind.name not in _NOT_IN_A_PACK
    ]
    kept_here = safety_facts.kept_here(desk, client_id)
    rows = [row for row in files.timeline(desk, client_id, kinds) if row.record not in kept_here]
    return [row for row in rows if row.state != "draft" and row.status != "entered_in_error"]


def make(desk: Desk, client_id: str, record_ids: Sequence[str]) -> Pack:
    """Open the records and write them down without names; each opening is an entry of its own.

    Raises:
        KnownError: `refused`, `not_shared`, `purpose_needed`, `record_damaged`, `copy_not_safe` …
    """
    desk.require_record(Action.PRINT, client_id)
    desk.require(Action.PRINT, "clinical", record=client_id)
    safety_plans.check_may_leave(desk, *record_ids, client_id=client_id)
    purpose = why.purpose_for(desk, client_id, None)
    owner = opening.opened(desk, client_id, purpose)
    found = [opening.opened(desk, record, purpose) for record in record_ids]
    veil = _Veil(desk, owner, [one.body for one in found], purpose)
    pieces = [veil.heading(), *(veil.record(one) for one in found)]
    read = [later for one in found for later in (one, *one.amendments)]
    told = frozenset(kind for one in read for kind in information.in_body(one.body))
    return Pack(
        client=client_id,
        code=veil.code,
        text="\n\n".join(pieces),
        objects=tuple((one.record.record, one.record.compartment) for one in read),
        revisions=tuple((one.record.record, one.record.revision) for one in read),
        information=told,
        purpose=purpose,
    )


def prepared(desk: Desk, pack: Pack, words: str) -> Prepared:
    """The paper with the words as the person left them; it can go to somebody else alone. Raises `copy_not_safe`."""
    desk.require(Action.PRINT, "clinical", record=pack.client)
    safety_plans.check_may_leave(desk, *(record for record, _compartment in pack.objects), client_id=pack.client)
    blocks: list[Block] = [Notice(_(LIMITS), is_strong=True), Text(words)]
    paper = papers.head_of(desk).paper(title=_("For supervision"), subtitle=pack.code, code=pack.code, blocks=blocks)
    return papers.ready(
        paper,
        "supervision_pack",
        objects=pack.objects,
        revisions=pack.revisions,
        clients=(pack.client,),
        information=pack.information,
        purpose=pack.purpose,
        made_for=Destination.SOMEBODY_ELSE.value,
    )


class _Veil:
    """What is known of one client, and what stands in its place."""

    def __init__(self, desk: Desk, owner: Opened, bodies: Sequence[RecordBody], purpose: str) -> None:
        assert isinstance(owner.body, Client)  # noqa: S101 - `client_id` is the id of a client record
        self._client = owner.body
        self.code, self._born = owner.body.code, owner.body.birth_date
        lines = [line.strip() for address in owner.body.addresses for line in address.text.splitlines()]
        self._lines = sorted({line for line in lines if len(line) >= _LEAST_PLACE_LETTERS}, key=len, reverse=True)
        around = [*_around(desk, owner.record.record, owner.body, purpose)]
        places = [Known("place", _("[place]"), word) for word in _places([*lines, *_said_of_places(bodies)])]
        own = [Known("client", self.code, name) for name in _names_of(owner.body)]
        self._books = (NameBook.of([*own, *around, *places]), name_checking.book(desk))

    def heading(self) -> str:
        """Who it is about: code, age, pronouns, and nothing that finds the person."""
        age = people.age_on(self._born, clock.today())
        parts = [self.code, _("age {years}").format(years=age) if age is not None else "", self._client.pronouns]
        return f"# {', '.join(part for part in parts if part)}"

    def record(self, one: Opened) -> str:
        """One record: what it is, then its fields, then what was said about it later."""
        day = (one.body.at() or "")[:10]
        title = f"{one.kind_label}, {formats.short_date(day)}" if day else one.kind_label
        lines = [f"## {title}", *self._fields(measure_words.as_read(one.body))]
        for later in one.amendments:
            lines += [f"### {later.kind_label}", *self._fields(later.body)]
        return _LIST_LINES.sub(r"\1\n", "\n\n".join(lines))

    def hidden(self, text: str) -> str:
        """The text without what is known to tell who it is."""
        for line in self._lines:
            text = text.replace(line, _("[place]"))
        text = _REACHED.sub(_("[contact]"), self._aged(text))
        for book in self._books:
            found = book.find(text, prefer=("client",))
            unclear = {one.word: _("[name]") for one in found if not one.instead}
            text = replaced(text, found, unclear)
        return text

    def _aged(self, text: str) -> str:
        age = people.age_on(self._born, clock.today())
        if len(self._born) != _FULL_DATE or age is None:
            return text
        instead = _("[age {years}]").format(years=age)
        for form in (self._born, formats.short_date(self._born), formats.long_date(self._born)):
            text = text.replace(form, instead)
        return text

    def _fields(self, body: msgspec.Struct) -> Iterator[str]:
        for spec, value in filled(body):
            if spec.shape in {"group", "rows"}:
                for part in value if spec.shape == "rows" else [value]:
                    yield from self._fields(part)
            elif spec.shape != "reference" and spec.name not in _LEFT_OUT:
                words, label = self.hidden(shown_value(spec, value)), _(spec.label)
                yield f"**{label}**\n\n{words}" if spec.shape == "text" else f"- {label}: {words}"


def _names_of(client: Client) -> Iterator[str]:
    yield from (client.name, client.legal_name, client.name_at_birth, *client.aliases)


def _around(desk: Desk, client_id: str, client: Client, purpose: str) -> Iterator[Known]:
    """The people around the client, by what they are to the client."""
    for contact in client.emergency_contacts:
        yield _person(contact.name, contact.relationship)
    for row in joined.found(desk, client_id, Query(kinds=("related_person",), states=("saved",))):
        yield _person(row.title, str(row.facets.get("relationship", "")))
    known = compartments.profile_of(desk, client_id)
    profile = opening.body_of(desk, known, purpose) if known is not None and desk.signin.head_of(known) else None
    if isinstance(profile, ClientProfile):
        yield _person(profile.gp_name, _("family doctor"))
        for one in profile.representatives:
            yield _person(one.name, one.relationship)


def _person(name: str, relationship: str) -> Known:
    instead = f"[{relationship}]" if relationship else _("[name]")
    return Known(instead, instead, name)


def _said_of_places(bodies: Sequence[RecordBody]) -> Iterator[str]:
    return (str(getattr(body, name, "")) for body in bodies for name in _LEFT_OUT)


def _places(texts: Iterable[str]) -> Iterator[str]:
    """The words that can be names of places: with a capital, and not too short."""
    for text in texts:
        yield from (word for word in WORD.findall(text) if word[0].isupper() and len(word) >= _LEAST_PLACE_LETTERS)
