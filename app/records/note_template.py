"""A note of one's own to begin with: a format and what its sections start with."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from app.records.base import RecordBody
from app.records.fields import Tier, field
from app.records.parts import Part
from app.records.session_note import SECTIONS, NoteFormat
from app.texts import N_, _
from storage.vault import failure


class TemplateSection(Part):
    """What a section starts with. `section` is the name of a field of the session note."""

    section: Annotated[str, field(N_("Section"))] = ""
    text: Annotated[str, field(N_("Text"), long=True)] = ""


class NoteTemplate(RecordBody):
    """A name, a format, and texts with merge fields such as `{last_session}` for its sections."""

    name: Annotated[str, field(N_("Name of the template"), needed=True)] = ""
    format: Annotated[NoteFormat, field(N_("Format"), needed=True)] = NoteFormat.FREE
    sections: Annotated[list[TemplateSection], field(N_("Sections"))] = []

    removed: Annotated[bool, field(N_("Removed"), tier=Tier.HIDDEN)] = False

    def check(self) -> None:
        sections = SECTIONS[self.format]
        if any(part.section and part.section not in sections for part in self.sections):
            label = _("Section")
            raise failure("unknown_choice", field=label, path="sections.section", choices=", ".join(sections))

    def summary(self) -> str:
        return self.name

    def facets(self) -> dict[str, Any]:
        return {"format": self.format.value, "removed": self.removed}

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        layout = _(NoteFormat.label_of(str(facets.get("format") or "")))
        return ", ".join(part for part in (title, layout) if part)
