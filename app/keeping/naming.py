"""What people are called on the screen: by name, or in discreet mode by code, for whoever reads over a shoulder.

Only what is shown is changed. Forms, papers and what was opened to be read keep every word.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Concatenate, ParamSpec, TypeVar

import msgspec

from app.desk import Desk
from app.keeping.opening import Opened
from app.records import headline as full_headline
from app.records.base import RecordBody
from app.records.client import Client, EmergencyContact
from app.records.client_profile import ClientProfile, Representative
from app.records.fields import specs
from app.records.related_person import RelatedPerson
from app.rules.names import LEAST_LETTERS, WORD
from app.texts import _
from storage.vault import Row

_P = ParamSpec("_P")
_T = TypeVar("_T")

_ENDING = 3  # letters that inflection takes away or adds: Zefiryna, Zefiryny, Zefirynie
_VEILED = (Client, ClientProfile, RelatedPerson)
_WORDED = frozenset({"line", "text", "lines", "group", "rows"})
_NAMED_KINDS = frozenset({"client", "client_profile", "related_person", "register_entry"})


def shown_name(desk: Desk, code: str, name: str) -> str:
    """The name, or in discreet mode the code that stands for it."""
    return code if desk.discreet else name


def client_words(desk: Desk, owner: Row | None) -> tuple[str, str]:
    """The code of a record's client and the name as it may be shown; both empty where there is none."""
    if owner is None:
        return "", ""
    code = str(owner.facets.get("code", ""))
    return code, shown_name(desk, code, owner.title)


def person_name(desk: Desk, name: str, relationship: str) -> str:
    """Somebody around a client: the name, or in discreet mode what the person is to the client."""
    return (relationship or _hidden()) if desk.discreet and name else name


def headline(desk: Desk, row: Row, owner: Row | None = None) -> str:
    """The title of a record in a list; in discreet mode without names, also that of its client, `owner`."""
    if not desk.discreet:
        return full_headline(row.kind, row.title, row.facets)
    if row.kind == "client":
        return str(row.facets.get("code", "")) or full_headline(row.kind, "", {})
    title = "" if row.kind == "related_person" else row.title
    return _without_owner(full_headline(row.kind, title, row.facets), owner)


def title(desk: Desk, row: Row, owner: Row | None) -> str:
    """The title that somebody wrote; in discreet mode without the name of its client."""
    return _without_owner(row.title, owner) if desk.discreet else row.title


def excerpt(desk: Desk, row: Row, owner: Row | None, text: str) -> str:
    r"""An excerpt of a hit (found words between \x02 and \x03); no name of its client in discreet mode."""
    if not desk.discreet:
        return text
    return "" if row.kind in _NAMED_KINDS else _without_owner(text, owner)


def veiled(desk: Desk, opened: Sequence[Opened]) -> list[Opened]:
    """Records of one file as it shows them: in discreet mode without the names of the client and the people around.

    Never to be saved. Records of other kinds are what somebody opened to read, and stay as they are.
    """
    bodies = veiled_bodies(desk, [one.body for one in opened])
    return [
        one if body is one.body else replace(one, record=replace(one.record, body={}), body=body)
        for one, body in zip(opened, bodies, strict=True)
    ]


def veiled_bodies(desk: Desk, bodies: Sequence[RecordBody]) -> list[RecordBody]:
    """The same for bodies alone, such as the versions of one record."""
    if not desk.discreet:
        return list(bodies)
    own = [name for body in bodies for name in _own_names(body)]
    others = [name for body in bodies for name in _other_names(body)]
    code = next((body.code for body in bodies if isinstance(body, Client)), "") or _hidden()

    def change(text: str) -> str:
        return without(without(text, own, code), others, _hidden())

    return [_with_texts(_without_fields(body, code), change) if isinstance(body, _VEILED) else body for body in bodies]


def without(text: str, names: Iterable[str], instead: str) -> str:
    """`text` with `instead` in place of each word that is part of a name, also where it is inflected."""
    parts = {part for name in names for part in WORD.findall(name) if len(part) >= LEAST_LETTERS}
    if not parts or not text:
        return text
    return WORD.sub(lambda found: instead if any(_is_form_of(found[0], part) for part in parts) else found[0], text)


def in_full(work: Callable[Concatenate[Desk, _P], _T]) -> Callable[Concatenate[Desk, _P], _T]:
    """For what is printed: the names stand there also in discreet mode, which is for the screen."""

    @functools.wraps(work)
    def named(desk: Desk, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
        was, desk.discreet = desk.discreet, False
        try:
            return work(desk, *args, **kwargs)
        finally:
            desk.discreet = was

    return named


def _without_owner(text: str, owner: Row | None) -> str:
    return without(text, [owner.title], str(owner.facets.get("code", ""))) if owner is not None else text


def _is_form_of(word: str, part: str) -> bool:
    """Whether a word is a name, or a name with another ending: then it is written as names are, with a capital."""
    if word == part or (len(part) > LEAST_LETTERS and word.casefold() == part.casefold()):
        return True
    stem = part[: max(LEAST_LETTERS, len(part) - 2)].casefold()
    return word[0].isupper() and word.casefold().startswith(stem) and len(word) <= len(part) + _ENDING


def _own_names(body: RecordBody) -> list[str]:
    return [body.name, body.legal_name, body.name_at_birth, *body.aliases] if isinstance(body, Client) else []


def _other_names(body: RecordBody) -> list[str]:
    """Of the people around the client. Whom not to contact is a name or a role: names have a capital."""
    if isinstance(body, Client):
        alerts = [word for alert in body.desk_alerts for word in WORD.findall(alert.do_not_contact)]
        return [*(contact.name for contact in body.emergency_contacts), *(word for word in alerts if word[0].isupper())]
    if isinstance(body, ClientProfile):
        return [body.gp_name, *(person.name for person in body.representatives)]
    return [body.name] if isinstance(body, RelatedPerson) else []


def _without_fields(body: Any, instead: str) -> Any:
    """The body with something else in the fields that hold nothing but a name."""
    hidden = _hidden()
    if isinstance(body, Client):
        kept = {name: hidden for name in ("legal_name", "name_at_birth") if getattr(body, name)}
        contacts = [_unnamed(contact) for contact in body.emergency_contacts]
        aliases = [hidden] if body.aliases else []
        return _changed(body, name=instead, aliases=aliases, emergency_contacts=contacts, **kept)
    if isinstance(body, ClientProfile):
        people = [_unnamed(person) for person in body.representatives]
        return _changed(body, gp_name=hidden if body.gp_name else "", representatives=people)
    return _unnamed(body)


def _unnamed(person: Any) -> Any:
    assert isinstance(person, EmergencyContact | Representative | RelatedPerson)  # noqa: S101 - what is left
    return _changed(person, name=person.relationship or _hidden()) if person.name else person


def _with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """The same value with every text in it changed; codes, dates, references and chosen values stay."""
    if isinstance(value, list):
        return [_with_texts(one, change) for one in value]
    if isinstance(value, msgspec.Struct):
        wanted = [spec.name for spec in specs(type(value)) if spec.shape in _WORDED and spec.name != "code"]
        return _changed(value, **{name: _with_texts(getattr(value, name), change) for name in wanted})
    return change(value) if type(value) is str else value


def _changed(value: Any, **fields: Any) -> Any:
    """A copy with other values. Its shapes are not checked again: *name hidden* is no address."""
    made = copy.copy(value)
    for name, new in fields.items():
        setattr(made, name, new)
    return made


def _hidden() -> str:
    return _("name hidden")
