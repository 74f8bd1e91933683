"""Exporting one client's file: read whole, made into a book, JSON or a FHIR bundle, and let out by the one way.

What is in it depends on for whom it is made, so that is said first. The `disclosure` names every record in the version
that left; without it nothing leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from msgspec import structs

from app.desk import Action, Desk
from app.exports import book, locked_pdf
from app.exports.book import Book
from app.exports.fhir import Bundle
from app.exports.gathered import KINDS_OF_FILE, Manifest, Person, Practice, Scope, Subject
from app.exports.json_file import JsonFile
from app.keeping import joined, naming, plans, why
from app.records.client import SEVERAL
from app.records.fields import Choice
from app.records.release_choices import InformationClass
from app.reports.paper import Paper
from app.rules import information
from app.rules.destinations import STAYS, Destination, Sending
from app.services.outgoing import export_reading, papers, releases, releasing
from app.services.outgoing.export_reading import Gathering, Wanted
from app.services.outgoing.papers import Prepared
from app.services.practice import practices
from app.texts import N_, language, ngettext
from app.vaults import APP_VERSION, failure

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

__all__ = ["KINDS_OF_FILE", "Export", "Format", "Wanted", "of_file", "prepare", "to_file"]

_DOCUMENT = "file_export"


class Format(Choice):
    """What kind of file it becomes."""

    PDF = "pdf", N_("PDF: a book to read and print")
    JSON = "json", N_("JSON: everything, for another program")
    FHIR = "fhir", N_("FHIR R4: for health record systems")


_ENDINGS = {Format.PDF: ".pdf", Format.JSON: ".json", Format.FHIR: ".fhir.json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Prepared):
    """A client's file, ready to be let out: its pages, and what the file will hold that is written.

    Args:
        format: What kind of file it becomes.
        manifest: What it contains and what is withheld.
        untold: How many records are left out without a word, because the client must not learn of them for now.
        content: The records as JSON or FHIR; None for a book.
        passphrase: What opens the PDF; empty for one that anybody can open.
    """

    format: Format
    manifest: Manifest
    untold: int = 0
    content: JsonFile | Bundle | None = field(default=None, repr=False, compare=False)
    passphrase: str = field(default="", repr=False, compare=False)

    def leaves(self, pdf: bytes, notice: str = "") -> bytes:
        """The bytes of the file; of a book, the pages as they were drawn, under the passphrase."""
        if self.content is not None:
            return self.content.finished(structs.replace(self.manifest, notice=notice))
        return locked_pdf.locked(pdf, self.passphrase) if self.passphrase else pdf


@naming.in_full
def prepare(  # noqa: PLR0913 - one way in, by name
    desk: Desk,
    client_id: str,
    where: Sending = STAYS,
    wanted: Wanted | None = None,
    *,
    kind: Format = Format.PDF,
    passphrase: str = "",
    purpose: str | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Export:
    """Read the file of a client, with those that were joined to it, for one recipient.

    Where it rests on a release and no kinds or dates were chosen, it holds what the release covers.

    Raises:
        KnownError: `refused`, `not_shared`, `purpose_needed`, `private_stays`, `weak_passphrase`, `nothing_to_export`,
            `files_too_large`, `stopped`, `unknown_choice`, `bad_date`, `no_space` …
    """
    desk.require_anywhere(Action.PRINT, client_id)
    desk.require_record(Action.PRINT, client_id)
    if passphrase:
        locked_pdf.checked(passphrase)
    home = joined.home_of(desk, client_id)
    reason = why.purpose_for(desk, home, purpose)
    asked = _narrowed(desk, home, where, wanted or Wanted())
    found, items = export_reading.gather(
        desk, home, asked, purpose=reason, destination=where.destination, progress=progress, cancelled=cancelled
    )
    row = plans.row_of(desk, home)
    code = str(row.facets.get("code", ""))
    pages, content, name = Book(code), _content(kind, home, is_several=_is_several(row.facets.get("unit"))), ""
    for item in items:
        blocks = book.blocks_of(item, code)
        pages.add(item, blocks)
        if isinstance(content, Bundle):
            content.add(item, blocks)
        elif content is not None:
            content.add(item)
        name = item.title if item.id == home else name
    if not found.objects and not found.left_out:
        raise failure("nothing_to_export")
    manifest = _manifest(desk, found, where, code)
    paper = pages.paper(papers.head_of(desk), manifest, name=name)
    return _export(found, manifest, paper, kind, content, passphrase)


def to_file(  # noqa: PLR0913 - one way in, by name
    desk: Desk,
    client_id: str,
    path: Path,
    where: Sending = STAYS,
    wanted: Wanted | None = None,
    *,
    kind: Format = Format.PDF,
    passphrase: str = "",
    purpose: str | None = None,
    replace: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Export, Path]:
    """All of it in one call, for the command line; raises what the steps raise. `path` is a new file, or a folder."""
    desk.require_anywhere(Action.PRINT, client_id)
    export = prepare(
        desk,
        client_id,
        where,
        wanted,
        kind=kind,
        passphrase=passphrase,
        purpose=purpose,
        progress=progress,
        cancelled=cancelled,
    )
    target = path / export.suggested_name if path.is_dir() else path
    export = _with_notice(desk, export, where)
    notice = releasing.check(desk, export, where)
    pdf = releasing.draw(export, progress, cancelled) if export.content is None else b""
    data = export.leaves(pdf, notice)
    if cancelled is not None and cancelled():
        raise failure("stopped")
    with releasing.leaving(desk, export, where) as permit:
        releasing.save(permit, data, target, replace=replace)
    return export, target


def of_file(
    client_id: str, where: Sending, wanted: Wanted, kind: Format, passphrase: str = ""
) -> Callable[[Desk], Prepared]:
    """The same as a paper for the sheet: what runs on the desk when the sheet asks for it."""
    return lambda desk: prepare(desk, client_id, where, wanted, kind=kind, passphrase=passphrase)


def _narrowed(desk: Desk, home: str, where: Sending, wanted: Wanted) -> Wanted:
    """What the release covers of what was asked for; unchanged where it rests on none, or the release is not there."""
    if where.destination is not Destination.SOMEBODY_ELSE or not where.release:
        return wanted
    row = next((row for row in releases.rows(desk, home) if row.record == where.release), None)
    if row is None:
        raise failure("not_found", what=where.release)
    covers = frozenset(one for one in InformationClass if one in row.facts.information)
    covered = tuple(kind for kind in KINDS_OF_FILE if information.of_parcel(_DOCUMENT, [kind]) <= covers)
    if not wanted.kinds and not covered:
        raise failure("nothing_to_export")
    return replace(
        wanted,
        kinds=wanted.kinds or covered,
        since=wanted.since or row.facts.covers_from,
        until=wanted.until or row.facts.covers_until,
        covers=covers,
    )


def _content(kind: Format, home: str, *, is_several: bool) -> JsonFile | Bundle | None:
    if kind is Format.JSON:
        return JsonFile()
    return Bundle(home, is_several=is_several) if kind is Format.FHIR else None


def _is_several(unit: object) -> bool:
    return str(unit) in {one.value for one in SEVERAL}


def _manifest(desk: Desk, found: Gathering, where: Sending, code: str) -> Manifest:
    profile, wanted = practices.profile(desk), found.wanted
    others = plans.rows_of(desk, joined.all_of(desk, found.home)[1:])
    return Manifest(
        program=f"ClientSafe {APP_VERSION}",
        language=language(),
        made_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        made_by=Person(account=desk.account, name=practices.person_name(desk, desk.account)),
        made_for=where.destination.value,  # type: ignore[arg-type] # the three values of Destination
        practice=Practice(
            name=profile.name,
            jurisdiction=profile.jurisdiction,
            address=profile.address,
            phone=profile.phone,
            email=profile.email,
        ),
        client=Subject(
            id=found.home,
            code=code,
            joined=[Subject(id=row.record, code=str(row.facets.get("code", ""))) for row in others],
        ),
        scope=Scope(
            kinds=list(wanted.kinds),
            since=wanted.since,
            until=wanted.until,
            files=wanted.with_files,
            confidential=found.stays or wanted.with_confidential,
        ),
        counts=dict(found.counts),
        withheld=found.left_out,
    )


def _export(
    found: Gathering,
    manifest: Manifest,
    paper: Paper,
    kind: Format,
    content: JsonFile | Bundle | None,
    passphrase: str,
) -> Export:
    """With all that the register of disclosures has to name."""
    extension = "pdf" if content is None else "json"
    told = [(" · ".join(line[:2]), line[2]) for line in book.withheld_rows(manifest)]
    return Export(
        paper=paper,
        document=_DOCUMENT,
        objects=tuple(found.objects),
        revisions=tuple(found.revisions),
        attached=tuple(found.attached),
        purpose=found.purpose,
        information=frozenset(found.classes),
        withheld=tuple(told),
        made_for=manifest.made_for,
        has_notice=content is not None,
        warnings=tuple(_warnings(found)),
        suggested_name=f"{paper.code} {datetime.now().astimezone():%Y-%m-%d %H%M}{_ENDINGS[kind]}",
        extension=extension,
        is_locked=bool(passphrase) and content is None,
        format=kind,
        manifest=manifest,
        untold=found.untold,
        content=content,
        passphrase=passphrase if content is None else "",
    )


def _warnings(found: Gathering) -> list[str]:
    """What to know before it is given away; the register names the same."""
    told = []
    if found.left_out:
        told.append(
            ngettext(
                "{n} record is withheld; the file says which, and why.",
                "{n} records are withheld; the file says which, and why.",
                len(found.left_out),
            ).format(n=len(found.left_out))
        )
    if found.untold:
        told.append(
            ngettext(
                "{n} disclosure is left out and not mentioned: an authority asked not to tell of it yet.",
                "{n} disclosures are left out and not mentioned: an authority asked not to tell of them yet.",
                found.untold,
            ).format(n=found.untold)
        )
    if found.unsafe:
        told.append(
            ngettext(
                "{n} record is left out and not mentioned: a copy of it could put the client in danger.",
                "{n} records are left out and not mentioned: a copy of them could put the client in danger.",
                found.unsafe,
            ).format(n=found.unsafe)
        )
    return told


def _with_notice(desk: Desk, export: Export, where: Sending) -> Export:
    """The book with the notice that has to go with it; the other formats carry it in their manifest."""
    if export.content is not None:
        return export
    found = releasing.with_notice(desk, export, where)
    assert isinstance(found, Export)  # noqa: S101 - the same with one block more
    return found
