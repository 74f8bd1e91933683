"""What was written down with the result of a questionnaire, said in the language of whoever reads it.

A result keeps the words of the person who signed it. Nothing is scored again here: a name is only said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from app.packs import instruments
from app.packs.crisis_lines import Words
from app.packs.instruments import Cutoff, Instrument
from app.records.measure_result import MeasureResult
from app.texts import _
from app.vaults import KnownError

_Body = TypeVar("_Body", bound=msgspec.Struct)
_BETWEEN_PARTS, _BEFORE_TOTAL = "; ", ": "


def known(key: str) -> Instrument | None:
    """The questionnaire as it ships; None where it cannot be used."""
    try:
        return instruments.load(key)
    except KnownError:
        return None


def band(found: Instrument | None, stored: str) -> str:
    """The name of a range; as it was written down where the publication of today has none of this name."""
    return _said(stored, [one.name for one in found.band]) if found is not None else stored


def part(found: Instrument | None, stored: str) -> str:
    """The name of a part of the questionnaire, in the same way."""
    return _said(stored, [one.name for one in found.subscale]) if found is not None else stored


def parts(found: Instrument | None, listed: str) -> str:
    """`Intrusions: 5; Avoidance: 4`, as a list row has it, with the names said."""
    pairs = [one.rpartition(_BEFORE_TOTAL) for one in listed.split(_BETWEEN_PARTS)]
    return _BETWEEN_PARTS.join(f"{part(found, name)}{between}{total}" for name, between, total in pairs)


def reached(cutoff: Cutoff) -> str:
    """A cut-off that a total reaches: from where on, what that meant, for whom, and who says so."""
    return _("{points} or more: {meaning} ({population}). {citation}").format(
        points=cutoff.at_least, meaning=str(cutoff.meaning), population=str(cutoff.population), citation=cutoff.citation
    )


def caution() -> str:
    """What stands beside every total."""
    return _("A screening questionnaire, not a diagnosis, and no measure of danger.")


def as_read(body: _Body) -> _Body:
    """A result with its published names in the reader's language, to be shown and never to be kept; others as they are.

    Sentences are said again only while the questionnaire is the one by which the result was scored.
    """
    if not isinstance(body, MeasureResult) or body.instrument is None:
        return body
    found = known(body.instrument)
    if found is None:
        return body
    named = [msgspec.structs.replace(one, name=part(found, one.name)) for one in body.subscales]
    shown = msgspec.structs.replace(body, band=band(found, body.band), subscales=named)
    if body.definition_hash == found.digest and body.total is not None:
        shown.reached = [reached(one) for one in found.cutoff if body.total >= one.at_least]
    if body.definition_hash == found.digest:
        shown.caution = caution()
    return shown


def _said(stored: str, names: Iterable[Words]) -> str:
    """The name in the reader's language that was written down in any."""
    return next((str(name) for name in names if stored in (name.en, name.pl)), stored)
