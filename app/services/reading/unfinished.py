"""Unfinished work: one's own drafts, also those in files that one can open no more."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import naming, plans
from app.records import KINDS
from app.texts import _


@dataclass(frozen=True, slots=True)
class DraftRow:
    """Something of mine that is not signed or saved yet.

    `is_closed`: it was begun in a file that I can open no more. It says neither whom it is about nor a word of itself;
    it can be thrown away, or whoever has the file shares it with me again.
    """

    record: str
    kind: str
    kind_label: str
    title: str
    client: str | None
    code: str
    name: str
    updated: str
    is_signed_kind: bool
    is_closed: bool


def drafts(desk: Desk) -> list[DraftRow]:
    """My unfinished work, newest first."""
    desk.require_anywhere(Action.LIST)
    rows = [row for row in plans.rows_of(desk, desk.signin.drafts()) if row.kind in KINDS]
    owners = {row.record: row for row in plans.rows_of(desk, sorted({row.client for row in rows if row.client}))}
    closed = frozenset(desk.signin.closed_drafts())
    found: list[DraftRow] = []
    for row in rows:
        owner, kind, is_closed = owners.get(row.client or ""), KINDS[row.kind], row.record in closed
        code, name = naming.client_words(desk, owner)
        title = _(kind.label) if is_closed else naming.headline(desk, row, owner)
        found.append(
            DraftRow(
                row.record, row.kind, _(kind.label), title, row.client, code, name, row.updated, kind.signed, is_closed
            )
        )
    return sorted(found, key=lambda one: one.updated, reverse=True)
