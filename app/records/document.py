"""A letter, report or paper in the client's file: what it is, where it comes from, and its scanned pages."""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.fields import Choice, Date, OpenChoice, PartialDate, Reference, Tier, field
from app.records.movable import Movable
from app.records.parts import Part
from app.texts import N_, _

_MOST_PAGES = 100_000


class DocumentKind(OpenChoice):
    """What kind of paper it is."""

    LETTER = "letter", N_("Letter")
    REPORT = "report", N_("Report or opinion")
    MEDICAL = "medical", N_("Medical document")
    SCHOOL = "school", N_("School document")
    COURT = "court", N_("Court or office document")
    SIGNED_PAPER = "signed_paper", N_("Signed paper")
    QUESTIONNAIRE = "questionnaire", N_("Completed questionnaire")
    DRAWING = "drawing", N_("Drawing or work of the client")
    PHOTO = "photo", N_("Photograph")
    OTHER = "other", N_("Other")


class DocumentSource(Choice):
    """Where it comes from."""

    FROM_CLIENT = "from_client", N_("From the client")
    FROM_OTHER = "from_other", N_("From somebody else")
    OWN = "own", N_("Written here")


class Attachment(Part):
    """A file that belongs to the document. Its key stays in storage."""

    id: Annotated[Reference, field(N_("Attachment"), tier=Tier.HIDDEN)] = ""
    name: Annotated[str, field(N_("File name"))] = ""
    type: Annotated[str, field(N_("Type"))] = ""
    bytes: Annotated[int, field(N_("Size"))] = 0
    sha256: Annotated[str, field(N_("Digest"), tier=Tier.HIDDEN)] = ""


class Document(Movable):
    """What it is called, what kind of paper it is, where it is from, and the files that hold it."""

    title: Annotated[
        str,
        field(N_("Title"), help=N_("What you would look for. It shows in the timeline."), needed=True),
    ] = ""
    document_kind: Annotated[DocumentKind | None, field(N_("Kind of document"), needed=True)] = None
    source: Annotated[DocumentSource, field(N_("From"))] = DocumentSource.FROM_CLIENT
    from_whom: Annotated[
        str,
        field(N_("From whom (role)"), needed=True, show_when=("source", (DocumentSource.FROM_OTHER,))),
    ] = ""
    dated: Annotated[PartialDate, field(N_("Date on the document"), help=N_("As much of it as is known."))] = ""
    received: Annotated[Date, field(N_("Received on"), needed=True, prefill="today")] = ""
    about: Annotated[str, field(N_("What it is about"), tier=Tier.MORE, long=True)] = ""
    pages: Annotated[int | None, field(N_("Pages"), tier=Tier.MORE, least=1, most=_MOST_PAGES)] = None
    paper_kept_at: Annotated[str, field(N_("Where the paper is kept"), tier=Tier.MORE)] = ""
    third_party_confidential: Annotated[
        bool,
        field(
            N_("Holds what somebody else said in confidence"),
            help=N_("Left out when the client asks for a copy, until you decide otherwise."),
            tier=Tier.RARE,
        ),
    ] = False
    attachments: Annotated[list[Attachment], field(N_("Attachments"), tier=Tier.HIDDEN)] = []

    def check(self) -> None:
        checks.check_order((N_("Date on the document"), self.dated), (N_("Received on"), self.received))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Received on"), self.received, today)
        checks.check_not_future(N_("Date on the document"), self.dated, today)

    def summary(self) -> str:
        return self.title

    def at(self) -> str | None:
        return self.received or None

    def facets(self) -> dict[str, Any]:
        return {
            "kind": self.document_kind.value if self.document_kind else "",
            "source": self.source.value,
            "dated": self.dated,
            "received": self.received,
            "attachments": str(len(self.attachments)),
            "has_file": "1" if self.attachments else "",
            "pages": self.pages or 0,
        }

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        dated = str(facets.get("dated") or "")
        named = title or _(DocumentKind.label_of(str(facets.get("kind", ""))))
        return ", ".join(part for part in (named, formats.long_date(dated) if dated else "") if part)
