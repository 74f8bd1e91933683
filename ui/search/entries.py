"""What the list of the palette holds: heads, clients, commands, hits, the way to more of them, values of a filter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from app import formats
from app.records import KINDS
from app.records.words import titled
from app.rules import query_words
from app.texts import _

if TYPE_CHECKING:
    from app.services.clients import ClientRow
    from app.services.reading.searches import Found, Results
    from ui.commands import ClientCommand, Command

MARK_FROM, MARK_TO = "\x02", "\x03"
_TONES = {"entered_in_error": "danger", "expired": "due", "defective": "due", "draft": "due"}


@dataclass(frozen=True, slots=True)
class Head:
    """A line over others. `is_section` is one of Clients, Commands and Records; else a client or the practice."""

    text: str
    is_section: bool = True


@dataclass(frozen=True, slots=True)
class ClientEntry:
    """A client to go to."""

    client: ClientRow

    icon = "user"

    def text(self) -> str:
        """`K-0007 Anna Zawadzka`."""
        return formats.client(self.client.code, self.client.name)


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """Something to do."""

    command: Command

    @property
    def icon(self) -> str:
        """Its glyph."""
        return self.command.icon

    def text(self) -> str:
        """What it does."""
        return self.command.text()


@dataclass(frozen=True, slots=True)
class ClientCommandEntry:
    """Something to write about a client."""

    command: ClientCommand
    client: ClientRow

    @property
    def icon(self) -> str:
        """Its glyph."""
        return self.command.icon

    def text(self) -> str:
        """What it does, and for whom."""
        return self.command.text(formats.client(self.client.code, self.client.name))


@dataclass(frozen=True, slots=True)
class HitEntry:
    """A record that was found."""

    hit: Found

    @property
    def icon(self) -> str:
        """The glyph of its kind."""
        return KINDS[self.hit.kind].icon

    def text(self) -> str:
        """Its kind and title."""
        label = _(KINDS[self.hit.kind].label)
        return label if self.hit.kind == "client" else titled(label, self.hit.title, " · ")

    def status(self) -> tuple[str, str]:
        """Its state in words where there is more to say than that it is kept, and the tone for it."""
        name = self.hit.status or ("draft" if self.hit.state == "draft" else "")
        return _(query_words.STATES[name]) if name in query_words.STATES else "", _TONES.get(name, "muted")


@dataclass(frozen=True, slots=True)
class MoreEntry:
    """The way to the other hits in a client's file."""

    code: str

    icon = "search"

    def text(self) -> str:
        """What it does."""
        return _("More in this file: {code}").format(code=self.code)


@dataclass(frozen=True, slots=True)
class ValueEntry:
    """What may stand behind the colon of a filter: `value` is put in, `label` explains it."""

    value: str
    label: str
    icon: str = "funnel"

    def text(self) -> str:
        """What is put in, and what it means where that is another word."""
        return self.value if self.label in {"", self.value} else f"{self.value} · {self.label}"


Entry = ClientEntry | CommandEntry | ClientCommandEntry | HitEntry | MoreEntry | ValueEntry


def sections(parts: Sequence[tuple[str, Sequence[Entry]]]) -> Iterator[Head | Entry]:
    """Entries under their heads; a section without entries has no head either."""
    for title, entries in parts:
        if entries:
            yield Head(title)
            yield from entries


def of_records(results: Results, *, one_file: bool) -> list[Head | Entry]:
    """Hits, those of one client together, clients in the order of their best hit, with the way to more."""
    found = results.found
    order: dict[str | None, int] = {}
    for hit in found:
        order.setdefault(hit.client, len(order))
    lines: list[Head | Entry] = []
    for client, group in groupby(sorted(found, key=lambda hit: order[hit.client]), key=lambda hit: hit.client):
        hits = list(group)
        lines.append(Head(_group_text(hits[0]), is_section=False))
        lines += [HitEntry(hit) for hit in hits]
        if results.is_cut and client is not None and hits[0].client_code and not one_file:
            lines.append(MoreEntry(hits[0].client_code))
    return [Head(_("Records")), *lines] if lines else []


def spoken(entry: Entry, group: str) -> str:
    """An entry as it is read aloud."""
    said = entry.text()
    if not isinstance(entry, HitEntry):
        return said
    status, _tone = entry.status()
    excerpt = entry.hit.excerpt.replace(MARK_FROM, "").replace(MARK_TO, "")
    return ", ".join(part for part in (group, said, status, " ".join(excerpt.split())) if part)


def _group_text(hit: Found) -> str:
    if hit.client is None:
        return _("The practice")
    return formats.client(hit.client_code, hit.client_name)
