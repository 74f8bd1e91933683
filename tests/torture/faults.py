"""Faults that are planted in the tortured child, one for each thing a checker must find: else it proves nothing."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from storage import (
    arriving,
    backup,
    canonical,
    database,
    files,
    header_trail,
    moving,
    newer_schema,
    schema_steps,
    sealing,
)
from storage.anchors import Anchors
from storage.drafts import Drafts
from storage.trail import Trail
from storage.vault import Draft, SignIn
from tests.torture import people_faults


def nothing(*_: Any, **__: Any) -> None:
    """What a guard does that was taken away."""


def _folders_not_synced() -> None:
    files.sync_folder = nothing


def _files_not_synced() -> None:
    os.fsync = nothing


def _commits_not_synced() -> None:
    use_wal = database.use_wal

    def careless(connection: database.Connection, *, synchronous: str = "NORMAL") -> None:
        use_wal(connection, synchronous=synchronous)

    database.use_wal = careless


def _index_not_synced() -> None:
    use_wal = database.use_wal

    def careless(connection: database.Connection, *, synchronous: str = "FULL") -> None:
        use_wal(connection, synchronous="FULL" if synchronous == "FULL" else "OFF")

    database.use_wal = careless


def _written_in_place() -> None:
    def replace(path: Path, data: bytes) -> None:
        path.write_bytes(data)

    files.replace = replace


def _told_too_early() -> None:
    save, waiting = SignIn.save_draft, list[Draft]()

    def later(self: SignIn, draft: Draft) -> None:
        waiting.append(draft)
        if len(waiting) > 1:
            save(self, waiting.pop(0))

    SignIn.save_draft = later  # type: ignore[method-assign]


class _Careless:
    """A transaction that takes a failed commit for a good one."""

    def __init__(self, trail: Trail) -> None:
        self._trail = trail

    def __enter__(self) -> None:
        self._before = (self._trail.seq, self._trail.head)
        with contextlib.suppress(database.DatabaseError):
            self._trail._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, *_: object) -> bool:
        try:
            self._trail._connection.execute("COMMIT")
        except database.DatabaseError:
            self._trail.seq, self._trail.head = self._before
        return True


def _failed_commit_ignored() -> None:
    Trail.transaction = lambda trail: _Careless(trail)  # type: ignore[method-assign, assignment, return-value] # noqa: PLW0108


def _failed_sync_ignored() -> None:
    sync = os.fsync

    def quiet(descriptor: Any) -> None:
        with contextlib.suppress(OSError):
            sync(descriptor)

    os.fsync = quiet  # type: ignore[assignment]


def _errors_not_translated() -> None:
    @contextlib.contextmanager
    def raw() -> Iterator[None]:
        yield

    files.known_errors = raw


def _after_each_draft(work: Callable[[Draft], None]) -> Callable[[], None]:
    def plant() -> None:
        save = Drafts.save

        def watched(self: Drafts, draft: Draft) -> None:
            save(self, draft)
            work(draft)

        Drafts.save = watched  # type: ignore[method-assign]

    return plant


def _note(draft: Draft) -> None:
    """A temporary file that is gone at once."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as stream:
        json.dump(draft.body, stream)


def _note_in_utf16(draft: Draft) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-16-be") as stream:
        json.dump(draft.body, stream)


def _open_socket(_: Draft) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()


def _seal_of_backup_not_checked() -> None:
    sealing.same = lambda *_: True
    backup._trial = lambda *_: []


def _history_not_checked() -> None:
    header_trail.standing = lambda *_: header_trail.Standing()
    arriving.missing_history = lambda *_: []
    Anchors.read = lambda self: []  # type: ignore[method-assign] # noqa: ARG005


def _moved_not_closed() -> None:
    moving.BEGUN = "prepared"


def _step_taken_in_place() -> None:
    """Step after step on the database itself, as if nothing could come in between."""

    def renew(self: newer_schema.OlderDatabase) -> None:
        with self._connected(self._file) as connection:
            schema_steps.take(connection, self.version, schema_steps.newest())

    newer_schema.OlderDatabase.renew = renew  # type: ignore[method-assign]


def _foreign_json_trusted() -> None:
    canonical.decode = json.loads  # type: ignore[assignment]


PLANTED: dict[str, Callable[[], None]] = {
    "": nothing,
    "folders are not synced": _folders_not_synced,
    "files are not synced": _files_not_synced,
    "commits are not synced": _commits_not_synced,
    "the index is not synced": _index_not_synced,
    "files are written in place": _written_in_place,
    "a draft is told before it is kept": _told_too_early,
    "a failed commit is ignored": _failed_commit_ignored,
    "a failed sync is ignored": _failed_sync_ignored,
    "errors are not translated": _errors_not_translated,
    "a note in a temporary file": _after_each_draft(_note),
    "a note in UTF-16": _after_each_draft(_note_in_utf16),
    "a socket": _after_each_draft(_open_socket),
    "the seal of a backup is not checked": _seal_of_backup_not_checked,
    "the history is not checked": _history_not_checked,
    "a moved vault is not closed": _moved_not_closed,
    "a step of the schema is taken in place": _step_taken_in_place,
    "foreign JSON is trusted": _foreign_json_trusted,
    **people_faults.PLANTED,
}
