"""Who holds the keys of a client's file, and how one came by one's own."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk import Desk
from app.keeping import colleagues, compartments, joined, register
from app.rules.purposes import Purpose
from app.rules.sharing import Level, Part, level_of
from storage.vault import Holder


@dataclass(frozen=True, slots=True)
class Place:
    """A compartment of a client's file and everybody who can open it."""

    part: Part
    compartment: str
    holders: tuple[Holder, ...]

    def of(self, account: str) -> Holder | None:
        """How far somebody holds it."""
        return next((one for one in self.holders if one.account == account), None)

    def level(self, account: str) -> Level | None:
        """The same as a level."""
        held = self.of(account)
        return level_of(held.rights.split()) if held else None


def places(desk: Desk, client: str) -> list[Place]:
    """The compartments of a client that can be shared, those of joined files too.

    That somebody can open a clinical file may be known to whoever may know the client; the register says where it is.
    """
    found: dict[str, Part] = {}
    for one in joined.all_of(desk, joined.home_of(desk, client)):
        own = {Part.IDENTITY: desk.signin.compartment_of(one), Part.CLINICAL: compartments.clinical_of(desk, one)}
        for part, here in own.items():
            found |= dict.fromkeys([here] if here is not None else _named(desk, one, part), part)
    return [Place(part, here, tuple(desk.signin.sharing.holders(here))) for here, part in found.items()]


def _named(desk: Desk, client: str, part: Part) -> list[str]:
    line = register.line_of(desk, client)
    named = str(line.facets.get(part.value) or "") if line is not None else ""
    return [named] if named else []


def lead_of(desk: Desk, client: str) -> str:
    """The account that leads a file: as the client record says, else the register, in which everybody can write."""
    row = next(iter(desk.signin.rows([client])), None)
    return str(row.facets.get("lead") or "") if row is not None else register.lead_of(desk, client)


def is_kept_by_lead(desk: Desk, client: str, account: str) -> bool:
    """Whether somebody leads a file and holds it as a lead does: nobody becomes lead by a word in a record alone."""
    if not compartments.is_led_by(desk, client, account):
        return False
    return any(place.part is Part.IDENTITY and place.level(account) is Level.SHARE for place in places(desk, client))


def purpose_of_own(desk: Desk, client: str) -> Purpose | None:
    """Why one opens somebody else's file, as far as the way says it in which one's access came."""
    if colleagues.is_alone(desk):
        return None
    if any(compartments.is_led_by(desk, client, one) for one in colleagues.supervisees_of(desk, desk.account)):
        return Purpose.SUPERVISION
    held = [one for place in places(desk, client) if (one := place.of(desk.account)) is not None]
    return Purpose.COVER if any(one.expires for one in held) else None
