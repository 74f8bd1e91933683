"""What a newer jurisdiction pack changes: rules that are new, that say something else, and that are gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from app.packs.jurisdiction_rules import TABLES, Pack, Rule, rules_of, written

_NOT_COMPARED = frozenset({"pack", "id"})


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is another one now: the name as the file writes it, and both values as text."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule, or the head of the pack, that says something else."""

    table: str
    rule: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """From one version of a pack to another; `head` is what changed beside the rules."""

    added: tuple[tuple[str, Rule], ...]
    changed: tuple[Changed, ...]
    removed: tuple[tuple[str, Rule], ...]
    head: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing but the version differs."""
        return not (self.added or self.changed or self.removed or self.head)


def between(old: Pack | None, new: Pack) -> Difference:
    """What `new` changes; everything is new where there was no pack before."""
    before = _by_id(old) if old is not None else {}
    after = _by_id(new)
    return Difference(
        added=tuple(after[key] for key in after if key not in before),
        changed=tuple(_changed(before, after)),
        removed=tuple(before[key] for key in before if key not in after),
        head=tuple(_changes(_head(old), _head(new))) if old is not None else (),
    )


def _changed(before: Mapping[str, tuple[str, Rule]], after: Mapping[str, tuple[str, Rule]]) -> Iterator[Changed]:
    for key, (table, rule) in after.items():
        if key in before:
            old_table, old = before[key]
            changes = tuple(_changes(_values(old_table, old), _values(table, rule)))
            if changes:
                yield Changed(table, key, str(rule.title), changes)


def _changes(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for name in dict.fromkeys((*old, *new)):
        if old.get(name, "") != new.get(name, ""):
            yield Change(name, old.get(name, ""), new.get(name, ""))


def _by_id(pack: Pack) -> dict[str, tuple[str, Rule]]:
    return {rule.id: (written(table), rule) for table, _place, rule in rules_of(pack)}


def _head(pack: Pack) -> dict[str, str]:
    values = msgspec.to_builtins(pack)
    rules = {written(table) for table in TABLES}
    return _flat({name: value for name, value in values.items() if name not in rules | {"version"}})


def _values(table: str, rule: Rule) -> dict[str, str]:
    values = msgspec.to_builtins(rule)
    return _flat({"table": table} | {name: value for name, value in values.items() if name not in _NOT_COMPARED})


def _in_a_list(value: Any) -> str:
    """One value of a list; words in several languages stand beside each other."""
    return " / ".join(map(str, value.values())) if isinstance(value, dict) else str(value)


def _flat(values: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """`{"text.en": "…", "length.days": "30"}`: what nobody wrote down is left out."""
    found: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{name}.")
        elif isinstance(value, list | tuple):
            found[f"{before}{name}"] = ", ".join(map(_in_a_list, value))
        elif value is not None and value != "" and not (before and value == 0):
            found[f"{before}{name}"] = str(value).lower() if isinstance(value, bool) else str(value)
    return {name: value for name, value in found.items() if value}
