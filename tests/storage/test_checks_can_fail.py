"""Each guard is taken away once, and the test that watches it fails: a check that cannot fail proves nothing."""

# ruff: noqa: ARG005 - every attack is given the same two things

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storage import (
    backup,
    canonical,
    database,
    drafts,
    entries,
    failures,
    files,
    granted,
    header_trail,
    kdf,
    leftovers,
    lockfile,
    recovery,
    sealing,
    slots,
    words,
)
from storage.anchors import Anchors
from storage.opened import OpenVault
from storage.reading import Reader
from storage.revisions import Revisions
from storage.trail import Trail
from storage.upkeep import Upkeep
from storage.vault import KnownError, SecretBytes
from storage.verifier import Verification
from tests.storage import (
    test_anchors,
    test_backup,
    test_canonical,
    test_changes_cut_short,
    test_changing_ways_in,
    test_database,
    test_grants,
    test_header,
    test_index,
    test_insider,
    test_leftovers,
    test_log_before_show,
    test_processes,
    test_restore,
    test_search,
    test_told_right,
    test_unlock,
    test_vectors,
    test_verifier,
    test_ways_in,
)
from tests.storage.attack import add_colleague
from tests.storage.kit import Practice

FAILS = (AssertionError, pytest.fail.Exception, sealing.SealError, KnownError, OSError, LookupError)


def nothing(*_: Any, **__: Any) -> None:
    """What a removed guard does."""


def always(answer: object) -> Callable[..., Any]:
    return lambda *_, **__: answer


class Careless:
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


def unchecked_key(key: bytes, salt: bytes) -> bytearray:
    return bytearray(b"x'" + key.hex().encode() + salt.hex().encode() + b"'")


def busy_checkpoints(vault: OpenVault) -> None:
    database.checkpoint(vault.connection)


def ways(practice: Practice) -> test_log_before_show.Ways:
    with practice.open() as signin:
        return test_log_before_show.Ways(practice, signin.drafts()[0])


def drive(folder: Path) -> Path:
    path = folder / "drive"
    path.mkdir()
    return path


Attack = Callable[[Practice, Path], object]
MUTATIONS: dict[str, tuple[object, str, object, Attack]] = {
    "canonical JSON is not compared": (
        canonical, "decode", msgspec.json.decode,
        lambda p, f: test_canonical.test_a_reader_refuses_what_does_not_encode_to_itself(b'{"a":1,"a":2}'),
    ),
    "base64 is read leniently": (
        canonical, "from_text", lambda text: base64.urlsafe_b64decode(text + "=="),
        lambda p, f: test_canonical.test_bytes_are_base64url_without_padding(),
    ),
    "no authorizer": (
        database, "guard", nothing,
        lambda p, f: test_database.test_an_open_vault_refuses_what_the_program_never_does(
            p.unlock(), "ATTACH DATABASE ':memory:' AS other"
        ),
    ),
    "key length is not checked": (
        database, "raw_key_specification", unchecked_key,
        lambda p, f: test_database.test_a_malformed_key_never_reaches_sqlcipher(f, bytes(31), bytes(16)),
    ),
    "cost limits are not checked": (
        kdf, "check_limits", nothing,
        lambda p, f: test_unlock.test_a_vault_made_for_tests_is_refused_by_a_normal_start(p),
    ),
    "an unknown login costs nothing": (
        slots, "spend_the_same", nothing,
        lambda p, f: test_unlock.test_unknown_login_and_wrong_passphrase_look_and_cost_the_same(p, counted()),
    ),
    "failed tries are not noted": (
        failures, "add", nothing,
        lambda p, f: test_unlock.test_the_note_of_failed_tries_holds_nothing_that_was_typed(p),
    ),
    "the header is not compared with the trail": (
        header_trail, "standing", always(header_trail.Standing()),
        lambda p, f: test_header.test_an_older_header_is_refused_as_replayed(p),
    ),
    "signatures are not verified": (
        sealing, "verify", nothing,
        lambda p, f: test_unlock.test_a_changed_roster_is_refused_with_one_code(p, *test_unlock.ROSTER["signature"]),
    ),
    "entries are not checked": (
        Trail, "check", nothing,
        lambda p, f: forged(p, "founder's row with the founder's key, self-made session"),
    ),
    "revisions are not checked": (
        Revisions, "check", nothing, lambda p, f: forged(p, "founder's row, self-made session"),
    ),
    "the own index is not asked": (
        Reader, "_compare_with_index", nothing, lambda p, f: older_revision(p),
    ),
    "a failed commit is ignored": (
        Trail, "transaction", lambda trail: Careless(trail),  # noqa: PLW0108 - a class is no method
        lambda p, f: test_log_before_show.test_nothing_is_shown_when_its_entry_cannot_be_committed(
            p, ways(p), test_log_before_show.read_only
        ),
    ),
    "rows are shown without an entry": (
        Reader, "rows", lambda self, records: self._vault.index.rows(records),
        lambda p, f: test_log_before_show.test_rows_are_logged_once_a_session_and_at_most_200_an_entry(p),
    ),
    "a failed access is no entry": (
        Reader, "_refused", nothing,
        lambda p, f: test_log_before_show.test_a_failed_or_refused_access_is_an_entry(p),
    ),
    "damage is not reported": (
        OpenVault, "report_damage", nothing,
        lambda p, f: test_vectors.test_a_damaged_record_is_reported_in_the_trail_once(p),
    ),
    "anchors are not read": (
        Anchors, "read", always([]),
        lambda p, f: test_anchors.test_a_trail_cut_at_a_session_end_is_told_by_the_anchors(p),
    ),
    "the verifier verifies no signature": (
        Verification, "_verify", nothing,
        lambda p, f: test_verifier.test_a_rewritten_and_rechained_trail_is_found(p),
    ),
    "the verifier compares no rows": (
        Verification, "_check_rows", nothing, lambda p, f: test_insider.test_a_row_that_no_entry_names_is_forged(p),
    ),
    "the verifier compares no index tables": (
        Verification, "_check_named", nothing,
        lambda p, f: test_verifier.test_every_edit_of_the_trail_is_found(
            p, *test_verifier.EDITS["named added"]
        ),
    ),
    "the backup's MAC is not checked": (
        sealing, "same", always(True),
        lambda p, f: test_restore.test_a_changed_backup_is_refused_with_one_code(
            p, drive(f), *test_restore.VECTORS["header flipped"]
        ),
    ),
    "no trial restore": (
        backup, "_trial", always([]),
        lambda p, f: test_backup.test_a_failed_trial_keeps_earlier_backups_and_no_part(p, drive(f)),
    ),
    "checkpoints while the file is copied": (
        OpenVault, "checkpoint_when_long", busy_checkpoints,
        lambda p, f: test_backup.test_the_payload_is_the_moment_of_begin_while_work_goes_on(p, drive(f)),
    ),
    "no lock": (
        lockfile, "_lock", always(True),
        lambda p, f: test_processes.test_a_second_sign_in_of_the_same_process_is_refused(p),
    ),
    "the index is not caught up": (
        Upkeep, "catch_up", always(0),
        test_index.test_what_was_written_before_a_crash_is_caught_up,
    ),
    "letters are not folded": (
        words, "mapped", lambda text: text, lambda p, f: test_search.test_what_is_typed_is_found(p, "zlo", "złożony"),
    ),
    "a code has no check characters": (
        recovery, "_check", always("0000"),
        lambda p, f: test_ways_in.test_a_mistyped_code_is_told_from_a_wrong_one(),
    ),
    "left-overs are not removed": (
        leftovers, "sweep", nothing,
        lambda p, f: test_leftovers.test_a_killed_backup_is_removed_by_the_next_and_a_living_one_is_not(p, drive(f)),
    ),
    "what is worked in is removed": (
        lockfile, "_lock", always(True),
        lambda p, f: test_leftovers.test_a_killed_backup_is_removed_by_the_next_and_a_living_one_is_not(p, drive(f)),
    ),
    "what is somebody's is removed": (
        leftovers, "_is_ours", always(True),
        lambda p, f: test_leftovers.test_nothing_of_anybody_else_is_removed(
            p, drive(f), *test_leftovers.NOT_OURS["a file of somebody's"]
        ),
    ),
    "a backup takes any name": (
        files, "give_name", lambda source, target: source.replace(target),
        lambda p, f: test_leftovers.test_a_file_that_appears_meanwhile_is_never_overwritten(p, drive(f)),
    ),
    "a busy checkpoint is taken for a good one": (
        database, "checkpoint", always(True),
        lambda p, f: test_backup.test_a_reader_in_the_way_keeps_nobody_from_a_backup(p, drive(f)),
    ),
    "every database error is damage": (
        database, "_name_of", always("damaged"),
        lambda p, f: test_told_right.test_a_mistake_of_ours_is_not_told_as_damage(p, test_told_right.MISTAKES[0]),
    ),
    "a right counts wherever it stands": (
        granted, "_may_give", always(True),
        lambda p, f: test_grants.test_a_right_counts_only_from_its_place_in_the_trail(
            p, add_colleague(p), too_early=True
        ),
    ),
    "a grant that was taken away is not missed": (
        granted.History, "is_missing_rows", always(False),
        lambda p, f: test_grants.test_a_true_grant_that_was_taken_away_is_not_replaced_by_an_older_one(p),
    ),
    "a cut change leaves two headers": (
        header_trail, "settle", nothing,
        test_changes_cut_short.test_after_a_crash_at_any_step_the_old_or_the_new_passphrase_opens,
    ),
    "how a cut change came out is not told": (
        header_trail, "_ending", always(()),
        test_changes_cut_short.test_how_a_change_that_was_cut_came_out_is_an_entry_once,
    ),
    "tries at an open vault are not slowed": (
        failures, "wait_s", always(0.0),
        lambda p, f: test_changing_ways_in.test_a_wrong_old_passphrase_changes_nothing_and_is_an_entry(p),
    ),
    "a new slot may be weaker": (
        kdf.KdfPolicy, "at_least", lambda policy, _: policy,
        lambda p, f: test_changing_ways_in.test_the_cost_of_the_old_slot_is_kept_when_the_computer_is_slower(p),
    ),
    "words are taken for codes": (
        entries, "is_code", always(True),
        lambda p, f: test_told_right.test_no_word_of_a_person_gets_into_purpose_or_outcome(p, "Zofia"),
    ),
    "a draft has no limit": (
        drafts, "plain_of", nothing,
        lambda p, f: test_told_right.test_a_draft_has_the_limit_of_the_record_it_becomes(p),
    ),
}  # fmt: skip


def forged(practice: Practice, name: str) -> None:
    colleague = add_colleague(practice)
    test_insider.test_a_forged_record_is_named_and_never_shown(practice, colleague, test_insider.FORGERIES[name])


def older_revision(practice: Practice) -> None:
    """After a sign-in: until then the columns of these entries are still compared."""
    with practice.open():
        pass
    hide = "UPDATE trail SET wrote = 0 WHERE seq = :seq"
    test_vectors.test_an_older_revision_is_not_shown_for_a_deleted_newer_one(practice, hide)


def counted() -> list[kdf.Cost]:
    """What the fixture `derivations` counts."""
    made: list[kdf.Cost] = []
    derive = kdf.derive_key

    def counting(passphrase: SecretBytes, salt: bytes, cost: kdf.Cost) -> bytes:
        made.append(cost)
        return derive(passphrase, salt, cost)

    kdf.derive_key = counting
    return made


@pytest.mark.parametrize("mutation", MUTATIONS.values(), ids=MUTATIONS.keys())
def test_without_its_guard_the_attack_succeeds(
    practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutation: tuple[object, str, object, Attack]
) -> None:
    """Shows 3: each named check has been seen to fail, and still can."""
    place, name, mutant, attack = mutation
    monkeypatch.setattr(kdf, "derive_key", kdf.derive_key)
    monkeypatch.setattr(place, name, mutant)
    with pytest.raises(FAILS):
        attack(practice, tmp_path)
