"""The file of a client as a book: a title page, contents, a chapter for each kind of record in the order of time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import structs

from app import formats
from app.exports.gathered import Item, Manifest
from app.media.file_types import BY_NAME
from app.records import KINDS
from app.records.document import Attachment
from app.reports import record_sheet
from app.reports.paper import Block, Contents, Enclosed, Facts, Head, Heading, Notice, Paper, Part, Table, Text
from app.rules.cosigning import COSIGN_LABELS, CosignState
from app.texts import N_, _, ngettext

MADE_FOR = {
    "practice": N_("This practice"),
    "client": N_("The client"),
    "somebody_else": N_("Somebody else"),
}

_STATUSES = {
    "entered_in_error": N_("Entered in error"),
    "amended": N_("Amended"),
    **{state.value: COSIGN_LABELS[state] for state in (CosignState.WAITING, CosignState.RETURNED)},
}
_ONE_IN_A_FILE = frozenset({"client", "client_profile"})


def blocks_of(item: Item, code: str) -> list[Block]:
    """What stands in the book about one record, under its heading."""
    shown = record_sheet.Shown(
        kind=_(KINDS[item.kind].label),
        title=item.title,
        client="",
        code=code,
        state=item.state,
        status=item.status,
        author=item.author_name,
        at=item.at,
        body=item.body,
        amendments=[_later(later) for later in item.amendments],
        names=item.names,
        files=[file_line(file) for file in item.files],
        cosign=item.cosign,
        cosignature=_later(item.cosignature) if item.cosignature is not None else None,
    )
    standing: list[Block] = [Notice(item.standing)] if item.standing else []
    return [*standing, *record_sheet.blocks(shown)]


def _later(item: Item) -> record_sheet.Later:
    return record_sheet.Later(item.title, item.at, item.author_name, item.body)


def file_line(file: Attachment) -> str:
    """What an attached file is called, and its size."""
    return f"{file.name} ({formats.size(file.bytes)})"


class Book:
    """Takes the records one by one, those of a kind after each other, and keeps their blocks."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._kind = ""
        self._blocks: list[Block] = []
        self._files: list[list[str]] = []
        self._enclosed: list[Enclosed] = []

    def add(self, item: Item, blocks: Sequence[Block]) -> None:
        """The next record, with its blocks."""
        if item.kind != self._kind:
            self._kind = item.kind
            self._blocks.append(Part(chapter_title(item.kind)))
        self._blocks += [Part(section_title(item), 2), *blocks]
        for file in item.files:
            name = enclosed_name(self._code, file)
            data = item.data.get(file.id)
            kept = _("inside this file, as {name}").format(name=name) if data is not None else _("not enclosed")
            self._files.append([file.name, formats.size(file.bytes), item.title, kept])
            if data is not None:
                self._enclosed.append(Enclosed(name, file.type, file.name, data))

    def paper(self, head: Head, manifest: Manifest, *, name: str = "", notice: str = "") -> Paper:
        """The whole book; `name` is the client's, where the export says it."""
        blocks: list[Block] = [*_title_page(manifest, notice), Contents(_("Contents")), *self._blocks]
        if self._files:
            titles = [_("File"), _("Size"), _("Document"), _("Where it is")]
            blocks += [Part(_("Attached files")), Table(titles, [3.0, 1.2, 3.0, 3.2], self._files)]
        code = manifest.client.code
        paper = head.paper(title=_("Client file"), subtitle=name, code=code, blocks=blocks)
        return _with_files(paper, self._enclosed)


def chapter_title(kind: str) -> str:
    """What the chapter with records of a kind is called; of what there is one in a file, as that one."""
    return _(KINDS[kind].label if kind in _ONE_IN_A_FILE else KINDS[kind].plural)


def section_title(item: Item) -> str:
    """What a record is called among the others of its kind: by its day, and whether it counts."""
    title = item.title
    if item.kind in _ONE_IN_A_FILE:
        # The outline can be read without opening the page: no name stands in it.
        title = _(KINDS[item.kind].label)
    day = formats.short_date(item.happened[:10])
    known = title if day in title else f"{day} · {title}"
    return f"{known} · {_(_STATUSES[item.status])}" if item.status in _STATUSES else known


def enclosed_name(code: str, file: Attachment) -> str:
    """What a file is called inside the book: the client's code and an id, never what somebody called it."""
    known = BY_NAME.get(file.type)
    return f"{code}-{file.id[-8:]}{known.extension if known else ''}"


def withheld_rows(manifest: Manifest) -> list[list[str]]:
    """What is not in it on purpose: kind, day and reason, a line for each record."""
    return [
        [_(KINDS[one.kind].label), formats.short_date(one.at[:10]) if one.at else "", one.reason]
        for one in manifest.withheld
    ]


def _with_files(paper: Paper, enclosed: list[Enclosed]) -> Paper:
    return structs.replace(paper, enclosed=enclosed) if enclosed else paper


def _title_page(manifest: Manifest, notice: str) -> list[Block]:
    count = sum(manifest.counts.values())
    rows = [
        (_("Client code"), manifest.client.code),
        (_("Made for"), _(MADE_FOR[manifest.made_for])),
        (_("Exported on"), formats.moment(manifest.made_at)),
        (_("Exported by"), manifest.made_by.name),
        (_("Records"), str(count)),
        (_("What was asked for"), _scope(manifest)),
    ]
    if manifest.client.joined:
        rows.append((_("Joined files"), ", ".join(one.code for one in manifest.client.joined)))
    found: list[Any] = [Notice(notice, is_strong=True)] if notice else []
    found.append(Facts(rows))
    counted = [[chapter_title(kind), str(number)] for kind, number in manifest.counts.items()]
    found += [Heading(_("What it contains")), Table([_("Kind"), _("Records")], [4.0, 1.0], counted)]
    found.append(Heading(_("What is withheld")))
    rows_withheld = withheld_rows(manifest)
    if rows_withheld:
        number = len(rows_withheld)
        words = ngettext(
            "{n} record is not in this file. Nothing of what it says stands here.",
            "{n} records are not in this file. Nothing of what they say stands here.",
            number,
        ).format(n=number)
        found += [Text(words), Table([_("Kind"), _("Date"), _("Reason")], [2.5, 1.5, 4.0], rows_withheld)]
    else:
        found.append(Text(_("Nothing of what was asked for is withheld.")))
    return found


def _scope(manifest: Manifest) -> str:
    """Which part of the file was asked for, in words."""
    scope = manifest.scope
    kinds = ", ".join(_(KINDS[kind].plural) for kind in scope.kinds) if scope.kinds else _("All kinds of record")
    days = ""
    if scope.since and scope.until:
        days = _("from {since} to {until}").format(
            since=formats.long_date(scope.since), until=formats.long_date(scope.until)
        )
    elif scope.since:
        days = _("from {date} on").format(date=formats.long_date(scope.since))
    elif scope.until:
        days = _("up to {date}").format(date=formats.long_date(scope.until))
    return "; ".join(part for part in (kinds, days) if part)
