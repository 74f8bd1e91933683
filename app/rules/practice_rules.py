"""Rules of the practice that the window follows: when it locks, and which values a list offers."""

from __future__ import annotations

from app.records.fields import Choice, OpenChoice
from app.records.practice_profile import PracticeProfile

_IDLE_ALONE, _IDLE_WITH_OTHERS = 10, 5


def idle_minutes(profile: PracticeProfile, *, alone: bool) -> int:
    """After how many minutes without input the window locks."""
    return profile.idle_minutes or (_IDLE_ALONE if alone else _IDLE_WITH_OTHERS)


def offered(choices: type[Choice], profile: PracticeProfile) -> list[Choice]:
    """The values of a list that a form offers: without those the practice hid, with those it added.

    The list goes by the name of its class, such as `Modality`. Lists that are law or a scale are
    offered whole. A value that a record already has stays readable.
    """
    known = list(choices)
    changed = next((found for found in profile.value_lists if found.name == choices.__name__), None)
    if changed is None or not issubclass(choices, OpenChoice):
        return known
    kept = [choice for choice in known if choice.value not in set(changed.hidden)]
    added = [choices.own(words) for words in changed.added]
    return (kept or known) + [choice for choice in added if choice is not None]
