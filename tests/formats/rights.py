"""Who holds which compartment at the entry that a walk is at (V-5.2, V-5.3, V-5.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

ORDERS = ("read", "read write", "read share", "read write share")
PRIVATE = ("process", "personal")
FOUNDED = ("practice", "register")
Hold = tuple[frozenset[str], str | None]
"""Rights, and when they end."""


@dataclass
class Place:
    """A compartment: its generation in force, which entry made it, who holds it, who held the one before."""

    number: int
    kind: str
    creator: str
    entry: int
    hands: dict[str, Hold] = field(default_factory=dict)
    before: dict[str, Hold] | None = None
    asked: tuple[int, dict[str, Hold]] = (0, {})


@dataclass
class Rights:
    """Fed with the rows that an entry names, in the order of the trail."""

    is_active: Callable[[str, int], bool]
    places: dict[str, Place] = field(default_factory=dict)
    granted: list[dict[str, Any]] = field(default_factory=list)
    last: tuple[str, str] = ("", "")
    told: str = ""
    sessions: int = 0

    def pass_by(self, entry: dict[str, Any]) -> None:
        """Before an entry is asked about: `told` is the time of the last one of another account."""
        self.sessions += entry["action"] == "unlock"
        if self.last[0] != entry["account"]:
            self.told = self.last[1]
        self.last = (entry["account"], entry["at"])

    def has(self, account: str, compartment: str, right: str, entry: dict[str, Any]) -> bool:
        """Whether an account held a right when an entry was written."""
        return right in self._of(account, compartment, entry)[0]

    def generation(self, row: dict[str, Any], entry: dict[str, Any]) -> bool:
        """Take a generation, if its maker might make it there."""
        name, old = row["compartment"], self.places.get(row["compartment"])
        if old is None:
            begins: bool = row["number"] == 1 and (row["kind"] not in FOUNDED or self.sessions == 1)
            if begins:
                self.places[name] = Place(1, row["kind"], row["maker"], entry["seq"])
            return begins
        follows = row["number"] > old.number and row["kind"] == old.kind
        if not (follows and self.has(row["maker"], name, "share", entry)):
            return False
        self.places[name] = Place(row["number"], row["kind"], old.creator, entry["seq"], {}, old.hands)
        return True

    def grant(self, row: dict[str, Any], entry: dict[str, Any]) -> bool:
        """Take a grant, if its granter might give it there."""
        place = self.places.get(row["compartment"])
        if place is None or place.number != row["generation"] or row["rights"] not in ORDERS:
            return False
        if place.kind in PRIVATE and row["grantee"] != place.creator:
            return False
        if not self.is_active(row["grantee"], entry["seq"]):
            return False
        given: Hold = (frozenset(row["rights"].split()), row["expires"])
        if not self._may_give(place, row, given, entry):
            return False
        if place.asked[0] != entry["seq"]:
            place.asked = (entry["seq"], place.hands)
        place.hands = {**place.hands, row["grantee"]: given}
        self.granted.append(row)
        return True

    def in_force(self) -> list[dict[str, Any]]:
        """The latest grant of each account in the newest generation of each compartment."""
        latest = {(row["compartment"], row["grantee"]): row for row in self.granted}
        return [row for row in latest.values() if row["generation"] == self.places[row["compartment"]].number]

    def _of(self, account: str, compartment: str, entry: dict[str, Any]) -> Hold:
        """What was held when an entry began: nothing of a generation that it makes itself."""
        place = self.places.get(compartment)
        if place is None or place.entry == entry["seq"] or not self.is_active(account, entry["seq"]):
            return frozenset(), None
        hands = place.asked[1] if place.asked[0] == entry["seq"] else place.hands
        rights, end = hands.get(account, (frozenset(), None))
        return (frozenset(), None) if end is not None and end <= max(entry["at"], self.told) else (rights, end)

    def _may_give(self, place: Place, row: dict[str, Any], given: Hold, entry: dict[str, Any]) -> bool:
        if place.entry == entry["seq"]:
            before = place.before
            if before is None:
                return True
            return any(covers(before.get(row[name]), given) for name in ("granter", "grantee"))
        own = self._of(row["granter"], row["compartment"], entry)
        return covers(own, given) and (row["granter"] == row["grantee"] or "share" in own[0])


def covers(held: Hold | None, given: Hold) -> bool:
    """Whether no more is given than held, and no longer."""
    if held is None or not given[0] <= held[0]:
        return False
    return held[1] is None or (given[1] is not None and given[1] <= held[1])
