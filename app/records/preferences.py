"""How one person likes to work: discreet mode, the usual format of notes, where scans lie, columns of tables."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from typing import Annotated

from app.records.base import RecordBody
from app.records.fields import Tier, field
from app.records.parts import Part
from app.records.session_note import NoteFormat
from app.texts import N_


class Columns(Part):
    """The columns of a table, in order, as its owner wants them."""

    table: Annotated[str, field(N_("Table"))] = ""
    columns: Annotated[list[str], field(N_("Columns"))] = []


class Preferences(RecordBody):
    """One record for each person, in their own compartment."""

    discreet: Annotated[bool, field(N_("Show codes instead of names"))] = False
    default_format: Annotated[NoteFormat | None, field(N_("Usual format of notes"))] = None
    default_minutes: Annotated[int | None, field(N_("Usual length of a session"), least=1, most=24 * 60)] = None
    last_note_beside: Annotated[bool, field(N_("Show the last note beside the new one"))] = True
    practice_reminders: Annotated[
        bool | None,
        field(N_("Remind me of the practice itself"), help=N_("Not chosen: off alone, on with several people.")),
    ] = None
    supervision_scheme: Annotated[str, field(N_("Whose hours of supervision are wanted"), tier=Tier.HIDDEN)] = ""
    scan_folder: Annotated[str, field(N_("Folder of the scanner"), tier=Tier.HIDDEN)] = ""
    columns: Annotated[list[Columns], field(N_("Columns of tables"), tier=Tier.HIDDEN)] = []

    def search_text(self) -> str:
        return ""
