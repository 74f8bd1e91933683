"""Couples, families and groups: who belongs to them, and to which of them a client belongs."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Action, Desk
from app.keeping import naming, plans
from app.records.client import SEVERAL, Client, Unit
from app.services.client_files.files import ClientFile
from app.texts import _
from storage.vault import Query, Row


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person of a couple, family or group. Without a code for whom this person has no grant."""

    id: str
    code: str
    name: str
    role: str
    status: str


def members(desk: Desk, file: ClientFile) -> list[MemberRow]:
    """The members of an open couple, family or group file, in the order in which they stand there."""
    desk.require(Action.LIST, "identity", record=file.id)
    body = file.client.body if file.client is not None else None
    named = [member for member in body.members if member.client] if isinstance(body, Client) else []
    rows = {row.record: row for row in plans.rows_of(desk, [member.client for member in named])}
    return [_member(desk, member.client, member.role, rows.get(member.client)) for member in named]


def units_of(desk: Desk, client_id: str) -> list[MemberRow]:
    """The couples, families and groups that a client is a member of; their notes stay in their own files."""
    desk.require(Action.LIST, "identity", record=client_id)
    units = [
        record for unit in SEVERAL for record in desk.signin.ids(Query(kinds=("client",), facets={"unit": unit.value}))
    ]
    rows = [row for row in plans.rows_of(desk, units) if client_id in (row.facets.get("members") or ())]
    return [_member(desk, row.record, _(Unit.label_of(str(row.facets.get("unit")))), row) for row in rows]


def _member(desk: Desk, client: str, role: str, row: Row | None) -> MemberRow:
    if row is None:
        return MemberRow(client, "", "", role, "")
    code = str(row.facets.get("code", ""))
    return MemberRow(client, code, naming.shown_name(desk, code, row.title), role, str(row.facets.get("status", "")))
