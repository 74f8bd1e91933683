"""Faults among several people, planted one by one: each must be found by the state machine or by an oracle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from storage import compartments, generations, granting, index_file, sealing
from storage.compartments import Keyring, OpenCompartment
from storage.granting import Granter, Made, Share
from storage.header import Header
from storage.index import Index
from storage.people import PeopleWriter
from storage.reading import Reader
from storage.rekeying import Rekeying
from storage.revisions import Named, Record
from storage.sharing import Sharing
from storage.trail import Event
from tests.torture.recorder import say


def _nothing(*_: Any, **__: Any) -> None:
    """What a guard does that was taken away."""


def _words_not_sealed_again() -> None:
    generations._seal_again = lambda *_: 0


def _same_key_again() -> None:
    key, fresh, generation = sealing.random_key(), sealing.random_key, Granter.generation

    def same(self: Granter, place: tuple[str, str, int], label: Mapping[str, str]) -> Made:
        sealing.random_key = lambda: key
        try:
            return generation(self, place, label)
        finally:
            sealing.random_key = fresh

    Granter.generation = same  # type: ignore[method-assign]


def _index_kept() -> None:
    Index.purge = _nothing  # type: ignore[method-assign]
    index_file.remove = _nothing


def _index_of_others_kept() -> None:
    index_file.remove = _nothing


def _end_not_checked() -> None:
    compartments.has_ended = lambda *_: False  # type: ignore[attr-defined]


def _end_not_renewed() -> None:
    generations.look_for_due = _nothing


def _standing_forgotten() -> None:
    def only(shares: Iterable[Share], *_: Any) -> list[Share]:
        return list(shares)

    granting.with_standing = only  # type: ignore[assignment]


def _closed_files_given() -> None:
    Sharing.is_opted_out = lambda *_: False  # type: ignore[method-assign]


def _letter_written_first() -> None:
    """As if handing over were one step after the other, each of them told."""
    change = Sharing.change

    def one_by_one(self: Sharing, changes: Any, *, writes: Any = (), compartments: Any = (), **more: Any) -> None:
        change(self, (), writes=writes, compartments=compartments)
        say("written")
        change(self, changes, **more)

    Sharing.change = one_by_one  # type: ignore[method-assign]


def _removed_stay() -> None:
    append = PeopleWriter.append

    def written(self: PeopleWriter, author: Any, kind: str, account: str, /, **fields: Any) -> None:
        if kind != "state":
            append(self, author, kind, account, **fields)

    PeopleWriter.append = written  # type: ignore[method-assign]


def _right_not_checked() -> None:
    opened = Keyring.open

    def open_any(self: Keyring, compartment: str, right: str = "read") -> OpenCompartment:
        return opened(self, compartment)

    Keyring.open = open_any  # type: ignore[method-assign]


def _shown_before_its_entry() -> None:
    def read(self: Reader, record: str, purpose: str, revision: str | None = None) -> Record:
        named: Named = self._checked(record, revision)
        shown = self._shown_or_reported(named)
        self._vault.trail.commit(_viewed(named, purpose))
        return shown

    Reader.read = read  # type: ignore[method-assign]


def _viewed(named: Named, purpose: str) -> Event:
    row = named.row
    return Event(action="view", record=row.record, revision=row.id, compartment=row.compartment, purpose=purpose)


def _header_before_the_copy() -> None:
    copy, write = Rekeying._copy, Rekeying._write

    def both(self: Rekeying, changed: Header) -> None:
        write(self, changed)
        copy(self, changed)

    Rekeying._copy = _nothing  # type: ignore[method-assign]
    Rekeying._write = both  # type: ignore[method-assign]


PLANTED: dict[str, Callable[[], None]] = {
    "the words of a file are not sealed again": _words_not_sealed_again,
    "every key is the same": _same_key_again,
    "an index is never purged": _index_kept,
    "the index of others is kept": _index_of_others_kept,
    "the end of a grant is not checked": _end_not_checked,
    "an ended grant keeps its key": _end_not_renewed,
    "who stands for a kind is forgotten": _standing_forgotten,
    "closed files are given": _closed_files_given,
    "a letter is written first": _letter_written_first,
    "who is removed stays": _removed_stay,
    "rights are not checked": _right_not_checked,
    "words are shown before their entry": _shown_before_its_entry,
    "a header is written before its database": _header_before_the_copy,
}
