"""Age and group of a client from what is known of the date of birth."""

from __future__ import annotations

from datetime import date

import msgspec

from app.records.client import Client, Unit
from app.texts import N_, _

ADOLESCENT = 13
_ADULT, _OLDER = 18, 65
_YEAR_LENGTH, _MONTH_LENGTH = 4, 7


def age_on(born: str, on: date) -> int | None:
    """Completed years; of a partial date, the least that is certain. None when unknown."""
    if not born:
        return None
    latest = {_YEAR_LENGTH: f"{born}-12-31", _MONTH_LENGTH: f"{born}-31"}.get(len(born), born)
    age = on.year - int(latest[:4]) - (on.isoformat()[5:] < latest[5:])
    return age if age >= 0 else None


def group_of(unit: str, born: str, on: date) -> str:
    """`Couple`, `Child`, `Adult` … in the language of the person; empty when unknown."""
    if unit and unit != Unit.PERSON:
        return _(Unit.label_of(unit))
    age = age_on(born, on)
    if age is None:
        return ""
    if age < ADOLESCENT:
        return _(N_("Child"))
    if age < _ADULT:
        return _(N_("Adolescent"))
    return _(N_("Adult")) if age < _OLDER else _(N_("Older adult"))


def with_joined(first: Client, second: Client) -> Client:
    """The first client with the names, numbers, addresses, contacts and alerts of the second added.

    The same number with another answer stands twice, so that what one file calls unsafe stays unsafe.
    """
    names = [second.name, second.legal_name, second.name_at_birth, *second.aliases]
    known = {first.name, first.legal_name, first.name_at_birth, *first.aliases}
    return msgspec.structs.replace(
        first,
        aliases=[*first.aliases, *dict.fromkeys(name for name in names if name and name not in known)],
        phones=[*first.phones, *(phone for phone in second.phones if phone not in first.phones)],
        emails=[*first.emails, *(email for email in second.emails if email not in first.emails)],
        addresses=[*first.addresses, *(one for one in second.addresses if one not in first.addresses)],
        emergency_contacts=[
            *first.emergency_contacts,
            *(contact for contact in second.emergency_contacts if contact not in first.emergency_contacts),
        ],
        desk_alerts=[*first.desk_alerts, *(alert for alert in second.desk_alerts if alert not in first.desk_alerts)],
        joined_codes=[*first.joined_codes, second.code],
    )
