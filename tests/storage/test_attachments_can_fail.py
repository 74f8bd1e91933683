"""Each guard of attached files is taken away once, and the test that watches it fails."""

# ruff: noqa: ARG005 - every attack is given the same two things

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage import attaching, attachments, sealing
from storage.attachments import Expected, Sealing
from storage.drafts import Drafts
from storage.opened import OpenVault
from storage.sealing import StreamOpener
from tests.storage import test_attachments, test_attachments_disk, test_attachments_tampered
from tests.storage.attached import ROW
from tests.storage.kit import Practice

FAILS = (AssertionError, pytest.fail.Exception, sealing.SealError, LookupError)
TAMPERED = test_attachments_tampered.TAMPERED


def nothing(*_: Any, **__: Any) -> None:
    """What a removed guard does."""


def always(answer: object) -> Callable[..., Any]:
    return lambda *_, **__: answer


def lenient_stream(connection: Any, vault_id: str, file: Any, step: Any) -> bytes:
    """Shows what could be opened before the end was reached."""
    opener = StreamOpener(file.key, attachments._context(vault_id, file.id))
    plain = io.BytesIO()
    try:
        for row in attachments._rows(connection, file.id):
            plain.write(opener.update(row))
    except sealing.SealError:
        pass
    return plain.getvalue()[: file.length]


def tampered(name: str) -> Callable[[Practice, Path], object]:
    return lambda p, f: test_attachments_tampered.test_a_tampered_file_is_never_shown(p, TAMPERED[name])


Attack = Callable[[Practice, Path], object]
MUTATIONS: dict[str, tuple[object, str, object, Attack]] = {
    "a cut file is shown as far as it goes": (
        attachments, "open_stream", lenient_stream, tampered("the last row dropped"),
    ),
    "a damaged file is shown as far as it goes": (
        attachments, "open_stream", lenient_stream, tampered("a bit in the middle"),
    ),
    "lengths are not checked before rows are read": (
        attachments, "is_whole", always(True),
        lambda p, f: test_attachments_tampered.test_a_row_that_is_too_long_is_not_even_read(p),
    ),
    "what is there is not looked at before it is named": (
        attachments, "is_whole", always(True),
        lambda p, f: test_attachments.test_a_revision_does_not_name_what_is_not_all_there(p),
    ),
    "the verifier compares no attachments": (
        Expected, "compare", always(()), tampered("a bit in the middle"),
    ),
    "nothing is removed at the start": (
        attachments, "unnamed", always([]),
        lambda p, f: test_attachments.test_what_nothing_names_is_removed_at_the_next_start(p),
    ),
    "drafts are not noted": (
        attachments, "hold", nothing,
        lambda p, f: test_attachments.test_the_file_of_a_draft_survives_a_restart_and_is_signed(p),
    ),
    "drafts do not let go": (
        attachments, "let_go", always([]),
        lambda p, f: test_attachments.test_throwing_a_draft_away_frees_its_file(p),
    ),
    "a failed attaching is not cleared away": (
        attachments, "remove", nothing,
        lambda p, f: test_attachments.test_a_file_of_another_length_is_not_attached(p, -1),
    ),
    "the source is not read to its end": (
        Sealing, "rows", lambda self: iter([self._source.read(ROW)]),
        lambda p, f: test_attachments.test_a_file_of_another_length_is_not_attached(p, ROW),
    ),
    "damage is not reported": (
        OpenVault, "report_damage", nothing, tampered("all rows gone"),
    ),
    "the names of other records count": (
        Drafts, "files", lambda self, record: tuple(self._vault.fresh_files.values()),
        lambda p, f: test_attachments.test_an_attachment_belongs_to_its_record(p),
    ),
}  # fmt: skip


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS.keys())
def test_without_its_guard_the_attack_succeeds(
    practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutation: tuple[object, str, object, Attack]
) -> None:
    """Shows 3: each named check has been seen to fail, and still can."""
    place, name, mutant, attack = mutation
    monkeypatch.setattr(place, name, mutant)
    with pytest.raises(FAILS):
        attack(practice, tmp_path)


def test_the_search_for_planted_words_finds_them(
    practice: Practice, destination: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R6: a word beside a backup is enough."""
    (destination / "planted").write_bytes(test_attachments.PLANTED[0].encode())
    with pytest.raises(AssertionError):
        test_attachments.test_words_of_a_file_lie_nowhere(practice, destination, tmp_path, monkeypatch)


def test_a_small_disk_is_filled_when_nobody_looks_for_room(
    small_disk: Path, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attaching, "_check_room", nothing)
    with pytest.raises(AssertionError):
        test_attachments_disk.test_a_file_that_cannot_fit_is_refused_before_the_disk_is_full(small_disk, practice)
