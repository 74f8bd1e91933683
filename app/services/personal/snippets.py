"""Snippets and templates of one's own: listed by name, put into a note with their merge fields filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app import clock, formats
from app.desk import Action, Desk
from app.keeping import opening, plans
from app.records.note_template import NoteTemplate
from app.records.session_note import SECTIONS, TOOK_PLACE, SessionNote
from app.records.snippet import Snippet
from app.rules import merging
from app.rules.purposes import Purpose
from app.services import clients, drafting
from app.services.drafting import Editing
from app.services.practice import practices
from app.vaults import failure
from storage.vault import Query, Row


@dataclass(frozen=True, slots=True)
class SnippetRow:
    """A snippet in a menu: `shortcut` is the word that becomes its text, or empty."""

    id: str
    name: str
    shortcut: str


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template in a menu; `format` is the code of its format."""

    id: str
    name: str
    format: str


@dataclass(frozen=True, slots=True)
class Library:
    """What a person has to put into notes, by name."""

    snippets: tuple[SnippetRow, ...] = ()
    templates: tuple[TemplateRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A template with its fields filled in: texts by section. `unknown` are the names in braces that no field has."""

    format: str
    texts: Mapping[str, str]
    unknown: tuple[str, ...]


def mine(desk: Desk) -> Library:
    """The names of my snippets and templates; their texts are read when they are wanted."""
    desk.require(Action.LIST, "personal")
    snippets, templates = _rows(desk, "snippet"), _rows(desk, "note_template")
    return Library(
        tuple(SnippetRow(row.record, row.title, str(row.facets.get("shortcut", ""))) for row in snippets),
        tuple(TemplateRow(row.record, row.title, str(row.facets.get("format", ""))) for row in templates),
    )


def text_of(desk: Desk, snippet_id: str, editing: Editing) -> merging.Merged:
    """The text of a snippet with the fields of what is being written filled in."""
    desk.require(Action.VIEW, "personal", record=snippet_id)
    body = opening.body_of(desk, snippet_id, Purpose.ADMINISTRATION)
    if not isinstance(body, Snippet):
        raise failure("not_found", what=snippet_id)
    return merging.fill(body.text, _values(desk, editing))


def sections_of(desk: Desk, template_id: str, editing: Editing) -> Filled:
    """A template for the note that is being written."""
    desk.require(Action.VIEW, "personal", record=template_id)
    body = opening.body_of(desk, template_id, Purpose.ADMINISTRATION)
    if not isinstance(body, NoteTemplate):
        raise failure("not_found", what=template_id)
    values = _values(desk, editing)
    merged = {part.section: merging.fill(part.text, values) for part in body.sections if part.section}
    unknown = dict.fromkeys(name for each in merged.values() for name in each.unknown)
    return Filled(body.format.value, {name: each.text for name, each in merged.items()}, tuple(unknown))


def begin_snippet(desk: Desk, name: str, text: str, shortcut: str = "") -> Editing:
    """A new snippet with this text; it is kept with `own_texts.save`. Raises `not_one_word`."""
    desk.require(Action.SAVE, "personal")
    return drafting.start(desk, "snippet", name=name.strip(), text=text, shortcut=shortcut.strip())


def begin_template(desk: Desk, name: str, note: SessionNote) -> Editing:
    """A new template with the format and the texts of a note; it is kept with `own_texts.save`."""
    desk.require(Action.SAVE, "personal")
    texts = {section: getattr(note, section) for section in SECTIONS[note.format]}
    sections = [{"section": name, "text": text} for name, text in texts.items() if text and isinstance(text, str)]
    layout = note.format.value
    return drafting.start(desk, "note_template", name=name.strip(), format=layout, sections=sections)


def _rows(desk: Desk, kind: str) -> list[Row]:
    query = Query(kinds=(kind,), compartments=(desk.own("personal"),), states=("saved",), order="title")
    return [row for row in plans.rows_of(desk, desk.signin.ids(query)) if not row.facets.get("removed")]


def _values(desk: Desk, editing: Editing) -> dict[str, str]:
    """What the merge fields stand for, for this record; a client is called as the screen calls them."""
    values = {
        "date": formats.short_date(clock.today()),
        "therapist": practices.person_name(desk, desk.account),
        "practice": practices.profile(desk).name,
    }
    if isinstance(editing.body, SessionNote):
        values |= _of_session(editing.body)
    if editing.client is not None:
        values |= _of_client(desk, editing.client)
    return values


def _of_session(note: SessionNote) -> dict[str, str]:
    values = {}
    if note.started is not None:
        values = {"date": formats.short_date(note.started.day), "time": note.started.at[11:]}
    if note.next_session is not None:
        values["next_session"] = f"{formats.short_date(note.next_session.day)}, {note.next_session.at[11:]}"
    return values


def _of_client(desk: Desk, client: str) -> dict[str, str]:
    (known,) = clients.rows(desk, [client])
    query = Query(kinds=("session_note",), client=client, states=("signed",), order="-at")
    notes = [row for row in plans.rows_of(desk, desk.signin.ids(query)) if row.status != "entered_in_error"]
    held = [row for row in notes if row.facets.get("attendance", "") in TOOK_PLACE]
    return {
        "client": known.name,
        "code": known.code,
        "pronouns": known.pronouns,
        "last_session": formats.short_date((held[0].at or "")[:10]) if held else "",
        "session_number": str(len(held) + 1),
    }
