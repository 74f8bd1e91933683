"""The practice's own text for a consent: a draft until it is published, and unchanged from then on."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

import msgspec

from app.records.base import RecordBody
from app.records.consent import title_of
from app.records.consent_elements import NEEDED, ConsentType, Element
from app.records.fields import Choice, Date, Reference, Tier, field
from app.records.parts import Part
from app.texts import N_, _


class TextLanguage(Choice):
    """The language of a text."""

    EN = "en", "English"
    PL = "pl", "Polski"


class TemplateBox(Part):
    """Something that can be agreed to or not by itself. The key is what a consent keeps."""

    key: Annotated[str, field(N_("Key"), tier=Tier.HIDDEN)] = ""
    text: Annotated[str, field(N_("What it is about"), needed=True)] = ""


class TemplateParagraph(Part):
    """One element in plain words, with what can be agreed to one by one below it."""

    element: Annotated[Element | None, field(N_("What it explains"), needed=True)] = None
    heading: Annotated[str, field(N_("Heading"), needed=True)] = ""
    text: Annotated[str, field(N_("Text"), needed=True, long=True)] = ""
    boxes: Annotated[list[TemplateBox], field(N_("Agreed to one by one"), tier=Tier.MORE)] = []
    lines: Annotated[list[str], field(N_("To be filled in by hand"), tier=Tier.MORE)] = []


class ConsentTemplate(RecordBody):
    """What it is for, its paragraphs, and whether those who agreed to an older version are asked again."""

    title: Annotated[str, field(N_("Title"), needed=True)] = ""
    consent_type: Annotated[ConsentType | None, field(N_("Consent to"), needed=True)] = None
    text_language: Annotated[TextLanguage | None, field(N_("Language of the text"), needed=True)] = None
    paragraphs: Annotated[list[TemplateParagraph], field(N_("Paragraphs"), needed=True)] = []
    effective_from: Annotated[Date, field(N_("In use from"), needed=True, prefill="today")] = ""
    ask_again: Annotated[
        bool,
        field(
            N_("Ask again whoever agreed to an older version"),
            help=N_("Their consents stay as they are; the list of consents says who is to be asked."),
            show_when=("has_older", (True,)),
        ),
    ] = True
    what_changed: Annotated[
        str, field(N_("What changed"), tier=Tier.MORE, long=True, show_when=("has_older", (True,)))
    ] = ""
    intro: Annotated[str, field(N_("Introduction"), tier=Tier.MORE, long=True)] = ""
    notice: Annotated[str, field(N_("Note for the practice"), tier=Tier.MORE, long=True)] = ""
    jurisdiction: Annotated[
        str, field(N_("Jurisdiction"), help=N_("Country or state, as in PL or US-CA."), tier=Tier.RARE)
    ] = ""
    checked_by: Annotated[
        str, field(N_("Checked by"), help=N_("Who looked at it where you practise."), tier=Tier.RARE)
    ] = ""
    version: Annotated[str, field(N_("Version"), tier=Tier.COMPUTED)] = "1"
    based_on: Annotated[str, field(N_("Starting text"), tier=Tier.COMPUTED)] = ""
    has_older: Annotated[bool, field(N_("There is an older version"), tier=Tier.HIDDEN)] = False
    supersedes: Annotated[Reference, field(N_("Replaces"), tier=Tier.HIDDEN, to=("consent_template",))] = ""
    body_hash: Annotated[str, field(N_("Digest of the text"), tier=Tier.HIDDEN)] = ""

    def check_today(self, today: date) -> None:
        """A text may be published for a day to come."""

    def also_missing(self) -> tuple[str, ...]:
        """Whoever is asked again wants to know what is new."""
        return ("what_changed",) if self.has_older and not self.what_changed.strip() else ()

    def summary(self) -> str:
        return self.title

    def at(self) -> str | None:
        return self.effective_from or None

    def facets(self) -> dict[str, Any]:
        return {
            "type": self.consent_type.value if self.consent_type else "",
            "language": self.text_language.value if self.text_language else "",
            "version": self.version,
            "effective_from": self.effective_from,
            "supersedes": self.supersedes,
            "based_on": self.based_on,
            "ask_again": "1" if self.ask_again and self.supersedes else "",
            "body_hash": self.body_hash,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        named = title or title_of(str(facets.get("type", "")))
        version = _("version {version}").format(version=facets.get("version") or "1")
        return f"{named}, {version}"

    @property
    def words(self) -> Iterator[str]:
        """Everything a reader sees, piece by piece."""
        yield from (self.title, self.intro)
        for paragraph in self.paragraphs:
            yield from (paragraph.heading, paragraph.text, *paragraph.lines)
            yield from (box.text for box in paragraph.boxes)

    def lacking(self) -> tuple[Element, ...]:
        """Elements without which every consent that rests on this text would be defective."""
        if self.consent_type is None:
            return ()
        covered = {paragraph.element for paragraph in self.paragraphs}
        return tuple(element for element in NEEDED[self.consent_type] if element not in covered)

    def digest(self) -> str:
        """SHA-256, hexadecimal, of the words and whose they are, as JSON with sorted keys; places not filled in."""
        words = {
            "type": self.consent_type,
            "language": self.text_language,
            "version": self.version,
            "title": self.title,
            "intro": self.intro,
            "paragraphs": [msgspec.to_builtins(paragraph) for paragraph in self.paragraphs],
        }
        return hashlib.sha256(msgspec.json.encode(words, order="sorted")).hexdigest()
