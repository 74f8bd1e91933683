"""Which law packs are in use: those that ship, and where a newer version was loaded into the vault, that one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.desk import Desk
from app.keeping import opening, ours
from app.packs import jurisdictions
from app.packs.jurisdiction_rules import Pack
from app.records.law_pack import LawPack
from app.rules.purposes import Purpose
from app.vaults import KnownError


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack in the vault; `problem` is why this version of the program cannot use it, else None."""

    record: str
    code: str
    number: int
    pack: Pack | None
    problem: KnownError | None = None


def in_use(desk: Desk) -> Mapping[str, Pack]:
    """The packs that count, by code; the vault is asked once a sign-in, and a file is read when its pack is wanted."""
    if desk.packs is None:
        loaded = {one.code: one.pack for one in loaded_packs(desk) if one.pack is not None}
        desk.packs = {code: pack for code, pack in loaded.items() if _is_newer(pack, jurisdictions.SHIPPED.get(code))}
    return jurisdictions.Packs(desk.packs)


def loaded_packs(desk: Desk) -> list[Loaded]:
    """What was loaded into the vault, each in its newest version; no entry where nothing was."""
    found = []
    for record in desk.signin.ids(ours.query(desk, "law_pack", order="title")):
        body = opening.body_of(desk, record, Purpose.ADMINISTRATION)
        if isinstance(body, LawPack):
            found.append(_loaded(record, body))
    return found


def record_of(desk: Desk, code: str) -> str | None:
    """The record that holds a loaded pack, if there is one."""
    return next(iter(desk.signin.ids(ours.query(desk, "law_pack", facets={"code": code}, limit=1))), None)


def _loaded(record: str, body: LawPack) -> Loaded:
    try:
        return Loaded(record, body.code, body.number, jurisdictions.read_text(body.text, body.code))
    except KnownError as error:
        return Loaded(record, body.code, body.number, None, error)


def _is_newer(pack: Pack, known: Pack | None) -> bool:
    return known is None or pack.version > known.version
