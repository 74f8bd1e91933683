"""Finds for a form what a reference may name, in the vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import formats
from app.services import clients
from app.services.client_files import files
from app.services.practice import practices
from app.services.reading import searches

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.desk import Desk
    from ui.context import Context

MOST = 12
Option = tuple[str, str]


class VaultReferences:
    """`References` over the vault; records of a client are looked for in that client's timeline."""

    def __init__(self, context: Context, owner: QWidget, client: str | None = None) -> None:
        self.offers = context.offers
        self._context = context
        self._owner = owner
        self._client = client

    def find(self, kinds: tuple[str, ...], words: str, done: Callable[[list[Option]], None]) -> None:
        """See `References.find`."""
        client = self._client
        self._context.ops.query(
            self._owner, lambda desk: _find(desk, kinds, words, client), done, lambda _error: done([]), latest="find"
        )

    def name(self, kinds: tuple[str, ...], record: str, done: Callable[[str], None]) -> None:
        """See `References.name`."""
        self._context.ops.query(self._owner, lambda desk: _name(desk, kinds, record), done, lambda _error: done(""))


def _find(desk: Desk, kinds: tuple[str, ...], words: str, client: str | None) -> list[Option]:
    if "account" in kinds:
        people = practices.people(desk)
        return [(one.account, one.name) for one in people if words.casefold() in one.name.casefold()][:MOST]
    if "client" in kinds:
        found = clients.rows(desk, clients.ids(desk, text=words)[:MOST])
        return [(one.id, formats.client(one.code, one.name)) for one in found]
    if client is not None:
        lines = files.timeline(desk, client, kinds, limit=200)
        labelled = [(one.record, f"{one.kind_label}: {one.title}") for one in lines if one.state != "draft"]
        return [option for option in labelled if words.casefold() in option[1].casefold()][:MOST]
    hits = [hit for hit in searches.find(desk, words) if hit.kind in kinds]
    return [(hit.id, f"{hit.client_code} {hit.kind_label}: {hit.title}") for hit in hits][:MOST]


def _name(desk: Desk, kinds: tuple[str, ...], record: str) -> str:
    if "account" in kinds:
        return practices.person_name(desk, record)
    if "client" in kinds:
        found = clients.rows(desk, [record])
        return formats.client(found[0].code, found[0].name) if found else ""
    return searches.title_of(desk, record)
