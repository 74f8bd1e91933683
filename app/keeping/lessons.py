"""What every lesson has to pass before it is signed: nothing in its words points to a person, a file or a day."""

from __future__ import annotations

from collections.abc import Iterable

from app.desk import Desk
from app.keeping import colleagues
from app.records.lesson import Lesson
from app.rules import deidentifying
from app.texts import _
from app.vaults import failure


def check(desk: Desk, lesson: Lesson, names: Iterable[str] = ()) -> None:
    """Raise `points_to_somebody` for the first text that may; `names`: of those whom it is about, as far as known.

    Words are never changed here: whoever signs decides how to say it.
    """
    known = [*names, *(colleagues.name_of(desk, account) for account in colleagues.active(desk))]
    for label, text in (
        (_("What we learned"), lesson.lesson),
        (_("What changed because of this"), lesson.what_changed),
    ):
        found = deidentifying.found_in(text, known)
        if found:
            raise failure("points_to_somebody", field=label, found=", ".join(found))
