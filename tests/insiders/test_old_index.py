"""A founder's index of yesterday put back: it is theirs and true, and yet it must not vouch for yesterday's vault."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from storage import entries
from storage.vault import Query, Write
from tests.insiders.forging import WORDS, Ground, Scene
from tests.insiders.test_keys import HIDE_ACTION, HIDE_NAMED, back_to_the_old_key, opened_by, write_words
from tests.storage.attack import raw
from tests.storage.kit import Practice, failure_of, findings, note, verify
from tests.storage.sharers import take_back

NEWER = "Rauhreif"


@pytest.fixture
def index_of(tmp_path: Path) -> Callable[[Practice], Callable[[], None]]:
    """Copies a founder's index; what it gives puts the copy back."""

    def copy(practice: Practice) -> Callable[[], None]:
        kept = tmp_path / "index of yesterday"
        shutil.copy(practice.index, kept)

        def put_back() -> None:
            for path in practice.index.parent.glob(f"{practice.index.name}*"):
                path.unlink()
            shutil.copy(kept, practice.index)

        return put_back

    return copy


HIDING = {
    "not there": "DELETE FROM trail WHERE seq = {seq}",
    "no row": "UPDATE trail SET wrote = 0 WHERE seq = {seq}",
    "another record": "UPDATE trail SET record = NULL WHERE seq = {seq}",
}


@pytest.mark.parametrize("hiding", HIDING.values(), ids=HIDING)
def test_an_older_revision_is_not_shown_as_the_newest(
    ground_of: Callable[[str], Ground], index_of: Callable[[Practice], Callable[[], None]], hiding: str
) -> None:
    """V-5.6: the newest entry of the record hidden, its row and words deleted, and the index knows no better."""
    practice = ground_of("").practice
    put_back = index_of(practice)
    with practice.open() as signin:
        head = signin.head_of(practice.notes[0])
        write = Write(practice.notes[0], practice.clinical, "session_note", 1, note(NEWER, NEWER), parent=head)
        (revision,) = signin.write([write])
    with raw(practice) as connection:
        (seq,) = connection.execute(
            "SELECT max(seq) FROM trail WHERE record = ? AND wrote > 0", (practice.notes[0],)
        ).fetchone()
        connection.execute(hiding.format(seq=seq))
        connection.execute("DELETE FROM revision WHERE id = ?", (revision,))
        connection.execute("DELETE FROM body WHERE revision = ?", (revision,))
    put_back()
    with practice.open() as signin:
        read = failure_of(lambda: signin.read(practice.notes[0]))
        told = {notice.name for notice in signin.notices}
        assert read in {"record_deleted", "record_damaged"} or signin.damage or "history_missing" in told
        assert findings(verify(signin, full=True)) >= {"row_deleted"} or "entry_missing" in findings(verify(signin))


@pytest.mark.parametrize("hide", [HIDE_NAMED, HIDE_ACTION], ids=["not named", "a view"])
def test_a_key_that_was_taken_back_is_not_used_again(
    ground_of: Callable[[str], Ground], index_of: Callable[[Practice], Callable[[], None]], tmp_path: Path, hide: str
) -> None:
    """V-5.5: the generation of today hidden, the keys of yesterday put back: nothing is sealed under them."""
    ground = ground_of("read write")
    practice = ground.practice
    put_back = index_of(practice)
    take_back(practice, ground.insider.account)
    with raw(practice) as connection:
        back_to_the_old_key(hide)(ground.scene(connection))
    put_back()
    with practice.open() as signin:
        assert failure_of(lambda: signin.read(practice.notes[0])) != "none" or signin.damage
        write_words(signin, ground)
        assert findings(verify(signin, full=True)) >= {"row_deleted", "columns_differ"}
    assert WORDS.encode() not in opened_by(ground, practice, {ground.key}, tmp_path / "work")


def delete_revoking(scene: Scene) -> None:
    scene.execute("DELETE FROM trail WHERE action = 'revoke'")


def exchange_revoking(scene: Scene) -> None:
    """Another entry in its place, with the same number and everything beside it right but the chain."""
    ((seq, data),) = scene.execute("SELECT seq, entry FROM trail WHERE action = 'revoke'")
    other = msgspec.structs.replace(entries.parse(data), action="view", rows=[], facts={}, detail=None)
    scene.execute("UPDATE trail SET entry = ?, action = 'view', wrote = 0 WHERE seq = ?", other.to_bytes(), seq)
    scene.execute("DELETE FROM named WHERE seq = ?", seq)


@pytest.mark.parametrize("index", ["of yesterday", "gone"])
@pytest.mark.parametrize("break_trail", [delete_revoking, exchange_revoking], ids=["a gap", "another entry"])
def test_a_trail_that_is_not_whole_is_told_at_sign_in(
    ground_of: Callable[[str], Ground],
    index_of: Callable[[Practice], Callable[[], None]],
    break_trail: Callable[[Scene], None],
    index: str,
) -> None:
    """V-6.2: with the entry of a new key gone, nothing else says that there was one: it is told."""
    ground = ground_of("read write")
    practice = ground.practice
    put_back = index_of(practice)
    take_back(practice, ground.insider.account)
    with raw(practice) as connection:
        scene = ground.scene(connection)
        back_to_the_old_key("")(scene)
        break_trail(scene)
    put_back()
    if index == "gone":
        practice.index.unlink()
    for _ in range(2):
        with practice.open() as signin:
            told = {*signin.damage.values(), *(notice.name for notice in signin.notices)}
            assert told & {"trail_damaged", "compartment_damaged", "history_missing"}
            assert findings(verify(signin)) & {"entry_missing", "chain_broken"}


def test_an_index_of_somebody_else_is_not_taken(ground_of: Callable[[str], Ground]) -> None:
    """V-7.1, V-7.2: it opens with its owner's key alone; the founder's is made again."""
    ground = ground_of("read write")
    practice = ground.practice
    shutil.copy(practice.path / "index" / f"{ground.insider.account}.db", practice.index)
    with practice.open() as signin:
        assert set(practice.notes) <= set(signin.ids(Query()))
        assert signin.read(practice.notes[1]).body["text"] == "Herbstlaub-Akte"
        assert not signin.damage
