"""A record of any kind on paper: its fields in words, who signed it when, and what was said about it later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from app import formats
from app.records.base import RecordBody
from app.records.fields import FieldSpec
from app.records.words import filled, shown_value
from app.reports.paper import Block, Facts, Head, Heading, Inset, Notice, Paper, Text
from app.rules import measure_words
from app.texts import N_, _

STATES = {
    "draft": N_("Draft, not signed"),
    "saved": N_("Saved"),
    "signed": N_("Signed"),
}


@dataclass(frozen=True, slots=True)
class Later:
    """Something that belongs to a record: what it is, when and by whom it was written, and what it says."""

    title: str
    at: str
    author: str
    body: RecordBody


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as it is printed. `status` is empty, `amended` or `entered_in_error`.

    `names` holds what the records and people are called that the fields refer to; `files` the attached documents;
    `more` what belongs to the record and is kept apart, such as the response to an incident. `cosign` says in words
    where it stands with a co-signature, and `cosignature` is the one that counts.
    """

    kind: str
    title: str
    client: str
    code: str
    state: str
    status: str
    author: str
    at: str
    body: RecordBody
    amendments: Sequence[Later] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[str] = ()
    more: Sequence[Later] = ()
    cosign: str = ""
    cosignature: Later | None = None


def paper(head: Head, shown: Shown) -> Paper:
    """The record with its amendments."""
    return head.paper(title=shown.kind, subtitle=shown.title, code=shown.code, blocks=blocks(shown))


def blocks(shown: Shown) -> list[Block]:
    """What stands on it: whether it counts, who wrote it, its fields, and what was said about it later."""
    found: list[Block] = [*standing(shown), *_fields(measure_words.as_read(shown.body), shown.names)]
    if shown.files:
        found += [Heading(_("Attached documents"), 2), Text("\n".join(f"- {name}" for name in shown.files))]
    for part in shown.more:
        written = _("{name}, {moment}").format(name=part.author, moment=formats.moment(part.at))
        found += [Heading(part.title), Facts([(_("Written by"), written)]), *_fields(part.body, shown.names)]
    if shown.cosignature is not None:
        by = Facts([(_("Written by"), shown.cosignature.author)])
        found += [Heading(_("Co-signature")), Inset([by, *_fields(shown.cosignature.body, shown.names)])]
    return found + amendments(shown)


def amendments(shown: Shown) -> list[Block]:
    """What was said about it later; it stands on every paper of the record."""
    found: list[Block] = [Heading(_("Amendments"))] if shown.amendments else []
    for later in shown.amendments:
        found += [
            Heading(_("{what}, {moment}").format(what=later.title, moment=formats.moment(later.at)), 2),
            Inset([Facts([(_("Written by"), later.author)]), *_fields(later.body, shown.names)]),
        ]
    return found


def standing(shown: Shown) -> list[Block]:
    """What a reader must know first: whether it counts, whose it is, who signed it when."""
    found: list[Block] = []
    if shown.state == "draft":
        found.append(Notice(_("This is a draft. It has not been signed and can still change."), is_strong=True))
    if shown.status == "entered_in_error":
        found.append(
            Notice(_("Entered in error: this record does not count. The reason stands below."), is_strong=True)
        )
    elif shown.status == "amended":
        found.append(Notice(_("This record was amended. The amendments stand below.")))
    elif shown.status == "amendment_requested":
        found.append(
            Notice(_("The client asked for an amendment of this record. The request and its steps stand below."))
        )
    elif shown.status == "superseded":
        found.append(Notice(_("A newer plan took the place of this one.")))
    rows = [(_("Client"), shown.client)] if shown.client else []
    rows.append((_("State"), _(STATES[shown.state])))
    if shown.at:
        by = _("{name}, {moment}").format(name=shown.author, moment=formats.moment(shown.at))
        rows.append((_("Signed by") if shown.state == "signed" else _("Written by"), by))
    if shown.cosign:
        rows.append((_("Co-signature"), shown.cosign))
    return [*found, Facts(rows)]


def _fields(body: msgspec.Struct, names: Mapping[str, str]) -> list[Any]:
    """Short fields that follow each other share one block; long texts and groups stand under their label."""
    found: list[Any] = []
    rows: list[tuple[str, str]] = []
    for spec, value in filled(body):
        if spec.shape not in _LONG:
            rows.append((_(spec.label), _words(spec, value, names)))
            continue
        if rows:
            found.append(Facts(rows))
            rows = []
        found += [Heading(_(spec.label), 2), *_long(spec, value, names)]
    return [*found, Facts(rows)] if rows else found


def _long(spec: FieldSpec, value: Any, names: Mapping[str, str]) -> list[Any]:
    if spec.shape == "text":
        return [Text(value)]
    if spec.shape == "lines":
        return [Text("\n".join(f"- {line}" for line in value))]
    parts = value if spec.shape == "rows" else [value]
    return [Inset(_fields(part, names)) for part in parts]


def _words(spec: FieldSpec, value: Any, names: Mapping[str, str]) -> str:
    if spec.shape == "reference":
        return names.get(value) or _("A record you cannot open")
    return shown_value(spec, value)


_LONG = frozenset({"text", "lines", "group", "rows"})
