"""Law packs: the law where the practice works, which packs are in use, and loading a newer one from a file."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.desk import Action, Desk
from app.keeping import joined, law_packs, plans
from app.keeping.plans import Plan, Saved
from app.packs import differences, jurisdictions
from app.packs import law as laws
from app.packs.differences import Difference
from app.packs.jurisdiction_rules import Pack, Rule, rules_of
from app.packs.law import Law
from app.records.law_pack import LawPack
from app.rules.law_bases import basis_of
from app.rules.purposes import Purpose
from app.services.practice import practices
from app.vaults import KnownError, failure


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack in use. `is_loaded`: it came from a file; `problem`: what was loaded cannot be used, and why."""

    code: str
    name: str
    version: int
    base: str
    valid_from: str
    reviewer: str
    rules: int
    verified: int
    is_loaded: bool
    is_ours: bool
    problem: KnownError | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A pack from a file, the one it would replace (None: it is new here), and what it changes."""

    pack: Pack
    text: str
    known: Pack | None
    difference: Difference


def law(desk: Desk, *places: str) -> Law:
    """The law of some places (`PL`, `US-CA`); of where the practice works if none is named.

    The vault is asked once a sign-in, and not at all where no pack was ever loaded.
    """
    desk.require(Action.VIEW, "practice")
    return laws.of(law_packs.in_use(desk), places or (practices.profile(desk).jurisdiction,))


def law_for(desk: Desk, client_id: str, *more: str) -> Law:
    """The law for one client: of where the practice works, where the client lives, and of more places if named."""
    desk.require(Action.VIEW, "practice")
    return law(desk, *places_of(desk, [client_id]), *more)


def laws_for(desk: Desk, client_ids: Sequence[str]) -> list[Law]:
    """The law of each of these places for itself, that of the practice first, so that the strictest can be found."""
    desk.require(Action.VIEW, "practice")
    return [law(desk, place) for place in places_of(desk, client_ids)]


def places_of(desk: Desk, client_ids: Sequence[str]) -> list[str]:
    """Where the practice works, and where these clients live if that is somewhere else; each once."""
    desk.require(Action.VIEW, "practice")
    here = practices.profile(desk).jurisdiction.strip().upper()
    homes = [joined.home_of(desk, client) for client in client_ids]
    found = [str(row.facets.get("country") or "").strip().upper() for row in plans.rows_of(desk, homes)]
    return [here, *dict.fromkeys(place for place in found if place and not f"{here}-".startswith(f"{place}-"))]


def rows(desk: Desk) -> list[PackRow]:
    """All packs in use, by code; those that were loaded and cannot be used among them."""
    desk.require(Action.LIST, "practice")
    in_use, shipped = law_packs.in_use(desk), jurisdictions.SHIPPED
    ours = {pack.code for pack in law(desk).packs}
    loaded = {pack.code for pack in in_use.values() if shipped.get(pack.code) != pack}
    found = [row(pack, is_loaded=pack.code in loaded, is_ours=pack.code in ours) for pack in in_use.values()]
    found += [_broken(one) for one in law_packs.loaded_packs(desk) if one.pack is None]
    return sorted(found, key=lambda each: each.code)


def row(pack: Pack, *, is_loaded: bool = False, is_ours: bool = False) -> PackRow:
    """A line of the list for one pack."""
    rules = [rule for _table, _place, rule in rules_of(pack)]
    return PackRow(
        code=pack.code,
        name=str(pack.name),
        version=pack.version,
        base=pack.base,
        valid_from=pack.valid_from.isoformat(),
        reviewer=pack.reviewer,
        rules=len(rules),
        verified=sum(rule.is_verified for rule in rules),
        is_loaded=is_loaded,
        is_ours=is_ours,
    )


def shipped_rows() -> list[PackRow]:
    """The packs that ship, by code; needs no vault."""
    return [row(pack) for _code, pack in sorted(jurisdictions.SHIPPED.items())]


def by_code(desk: Desk, code: str) -> Pack:
    """The pack in use with this code; raises `no_such_pack`."""
    desk.require(Action.VIEW, "practice")
    return _found(law_packs.in_use(desk), code)


def shipped_by_code(code: str) -> Pack:
    """The pack that ships with this code; needs no vault. Raises `no_such_pack`."""
    return _found(jurisdictions.SHIPPED, code)


def check(path: Path) -> Preview:
    """A file against the pack that ships; needs no vault. Raises `bad_pack`, `not_a_file`."""
    pack, text = jurisdictions.read(path)
    known = jurisdictions.SHIPPED.get(pack.code)
    return Preview(pack, text, known, differences.between(known, pack))


def preview(desk: Desk, path: Path) -> Preview:
    """A file against the pack in use, before it is loaded.

    Raises:
        KnownError: `bad_pack`, `not_a_file`, `pack_not_newer`, `pack_without_base`.
    """
    desk.require(Action.SETTING, "practice")
    pack, text = jurisdictions.read(path)
    in_use = law_packs.in_use(desk)
    known = in_use.get(pack.code)
    if known is not None and pack.version <= known.version:
        raise failure("pack_not_newer", code=pack.code, known=str(known.version), version=str(pack.version))
    if pack.base and (pack.base not in in_use or pack.code in laws.chain(in_use, pack.base)):
        raise failure("pack_without_base", code=pack.code, base=pack.base)
    return Preview(pack, text, known, differences.between(known, pack))


def load(desk: Desk, shown: Preview) -> Saved:
    """Take a pack into use that was looked at; the entry of the trail is a change of settings.

    What was computed with the pack before keeps its dates: records store them with the rule and the version.
    """
    desk.require(Action.SETTING, "practice")
    known = law_packs.in_use(desk).get(shown.pack.code)
    if known != shown.known:
        raise failure("pack_not_newer", code=shown.pack.code, known=_version(known), version=_version(shown.pack))
    text = unicodedata.normalize("NFC", shown.text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    body = LawPack(code=shown.pack.code, number=shown.pack.version, text=text, sha256=digest)
    found = law_packs.record_of(desk, shown.pack.code)
    record = found or desk.signin.new_id()
    parent = desk.signin.head_of(found) if found else None
    plan = Plan()
    plan.put("law_pack", record, desk.own("practice"), body, parent=parent, action="setting")
    revision = plan.commit(desk, Purpose.ADMINISTRATION)[0]
    desk.packs = None
    return Saved(record, revision)


def mark(rule: Rule) -> str:
    """How far a rule can be relied on, in words: `law, checked September 2026`, `good practice, not law`."""
    return basis_of(rule).mark()


def _found(known: Mapping[str, Pack], code: str) -> Pack:
    found = known.get(code.strip().casefold())
    if found is None:
        raise failure("no_such_pack", code=code, codes=", ".join(sorted(known)))
    return found


def _broken(loaded: law_packs.Loaded) -> PackRow:
    return PackRow(
        code=loaded.code,
        name="",
        version=loaded.number,
        base="",
        valid_from="",
        reviewer="",
        rules=0,
        verified=0,
        is_loaded=True,
        is_ours=False,
        problem=loaded.problem,
    )


def _version(pack: Pack | None) -> str:
    return str(pack.version) if pack is not None else ""
