"""What may stand behind the colon of a filter: offered while it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from app import clock, formats
from app.records import KINDS, offered
from app.rules import queries, query_words
from app.rules.permissions import Action
from app.rules.query_words import Key, flat
from app.texts import _, ngettext
from ui.search.entries import ValueEntry

if TYPE_CHECKING:
    from app.desk import Desk
    from app.rules.queries import Asked, Unfinished
    from ui.context import Who

_LAST_MONTHS = 3
LOOKED_UP = frozenset({Key.CLIENT, Key.AUTHOR})


def known(key: Key, who: Who) -> list[ValueEntry]:
    """Values that need no look into the vault; kinds as far as somebody's role may search for them."""
    if key is Key.KIND:
        kinds = [name for name in offered() if who.may(Action.SEARCH, KINDS[name].compartment or "clinical")]
        return [ValueEntry(_(KINDS[name].label), "", KINDS[name].icon) for name in kinds]
    if key is Key.STATE:
        known = query_words.STATES if who.may(Action.SEARCH, "clinical") else query_words.PLAIN_STATES
        return [ValueEntry(text, "") for text in dict.fromkeys(map(_, known.values()))]
    if key is Key.DUE:
        return [
            ValueEntry(query_words.value("late"), _("its date has passed"), "clock"),
            ValueEntry(query_words.value("today"), "", "clock"),
            *(ValueEntry(f"<{days}d", _within(days), "clock") for days in (7, 30, 90)),
        ]
    if key in {Key.SINCE, Key.UNTIL}:
        return [ValueEntry(day, formats.short_date(day), "calendar") for day in _months()]
    return [ValueEntry(query_words.value("file"), "", "paperclip")] if key is Key.HAS else []


def looked_up(desk: Desk, wanted: Unfinished, who: Who) -> list[ValueEntry]:
    """Values that the vault knows: clients by name or code, people of the practice."""
    from app.services.practice import practices
    from app.services.reading import searches, today

    if wanted.key is Key.CLIENT:
        found = searches.find_clients(desk, wanted.value) if wanted.value.strip() else today.recent(desk)
        return [ValueEntry(one.code, one.name if one.name != one.code else "", "user") for one in found]
    me = [ValueEntry(query_words.value("me"), who.name, "user-round")]
    people = [] if who.alone else [one.name for one in practices.people(desk) if not one.is_me]
    return [*me, *(ValueEntry(name, "", "user-round") for name in people)]


def fitting(values: Iterable[ValueEntry], typed: str) -> list[ValueEntry]:
    """Those in whose value or meaning every typed word begins one; all of them where nothing is typed."""
    wanted = flat(typed).split()
    return [one for one in values if _holds(flat(f"{one.value} {one.label}").split(), wanted)]


def is_whole(wanted: Unfinished, asked: Asked, values: Sequence[ValueEntry]) -> bool:
    """Whether what is typed is a value already, and not the beginning of one."""
    if wanted.key in {Key.DUE, Key.SINCE, Key.UNTIL}:
        return bool(wanted.value) and not any(wrong.span.end == wanted.span.end for wrong in asked.wrong)
    names = {flat(one.value) for one in values}
    return bool(wanted.value) and all(flat(part) in names for part in wanted.value.split(","))


def example() -> str:
    """The filters there are, for the line under the field."""
    return " ".join(f"{query_words.spelled(key)}:" for key in Key)


def parse(typed: str) -> Asked:
    """What is in the field, as of today."""
    return queries.parse(typed, clock.today())


def _within(days: int) -> str:
    return ngettext("within {n} day", "within {n} days", days).format(n=days)


def _months() -> list[str]:
    day = clock.today()
    months = [(day.year * 12 + day.month - 1 - back) for back in range(_LAST_MONTHS)]
    return [*(f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months), f"{day.year:04d}"]


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)
