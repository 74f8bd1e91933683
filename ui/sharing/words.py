"""Who can open a file, in words: one line a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import formats
from app.texts import _

if TYPE_CHECKING:
    from app.services.people.sharing import HolderRow


def who(one: HolderRow) -> str:
    """`Jan Kowalski (you, leads the file)`; what somebody is where they do not lead it."""
    also = [_("you")] if one.is_me else []
    also.append(_("leads the file") if one.is_lead else one.role_label)
    return f"{one.name} ({', '.join(also)})"


def whence(one: HolderRow) -> str:
    """Since when, from whom, and why."""
    since = formats.short_date(formats.local(one.since).date()) if one.since else ""
    parts = [_("since {date}").format(date=since) if since else ""]
    if one.standing:
        parts.append(_("standing access"))
    elif one.by_name and one.by_name != one.name:
        parts.append(_("from {name}").format(name=one.by_name))
    parts.append(one.reason)
    return " · ".join(part for part in parts if part)
