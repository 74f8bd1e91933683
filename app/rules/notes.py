"""Rules of session notes: when a note is a late entry, what it takes over from the last one, what its format holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.records.fields import FieldSpec, LocalTime, is_empty, specs
from app.records.session_note import SECTIONS, TOOK_PLACE, NoteFormat, SessionNote
from app.texts import _
from app.vaults import failure

LATE_AFTER = timedelta(hours=72)
_OF_ONE_OCCASION = frozenset({NoteFormat.CRISIS_CONTACT, NoteFormat.NON_ATTENDANCE})
_SECTIONS = frozenset(name for sections in SECTIONS.values() for name in sections)


def is_late(started: LocalTime | None, recorded_at: datetime) -> bool:
    """Whether more than 72 hours passed between a session and the signing of its note."""
    if started is None:
        return False
    began = datetime.fromisoformat(started.at).replace(tzinfo=ZoneInfo(started.zone))
    return recorded_at.astimezone(UTC) - began.astimezone(UTC) > LATE_AFTER


def carried_over(last: SessionNote) -> list[str]:
    """The fields that a new note takes from the last one, but its start.

    A session that did not take place says nothing about who comes next time, and a crisis is no usual format.
    """
    names = [spec.name for spec in specs(SessionNote) if spec.prefill == "last" and spec.name != "started"]
    if last.format in _OF_ONE_OCCASION:
        names.remove("format")
    if last.attendance not in TOOK_PLACE:
        names.remove("present")
        names.remove("minutes")
    return names


def outside_format(note: SessionNote) -> list[FieldSpec]:
    """Sections that hold text although the format of the note does not have them: they would be read nowhere."""
    wrong = _SECTIONS.difference(SECTIONS[note.format])
    return [spec for spec in specs(SessionNote) if spec.name in wrong and not is_empty(getattr(note, spec.name))]


def check_format(note: SessionNote) -> None:
    """Raise `outside_format` for text that the format has no place for; it must not vanish at signing."""
    labels = [_(spec.label) for spec in outside_format(note)]
    if labels:
        raise failure("outside_format", fields=", ".join(labels), format=_(note.format.label))
