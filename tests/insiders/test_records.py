"""Moved, replaced, forged, replayed and re-signed records: each is named and never shown (V-5.4, V-5.6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from storage import clock, sealing
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.rows import Revision
from storage.sealing import Signer
from storage.slots import Key
from storage.vault import Event, SecretBytes
from tests.insiders.forging import ENDS, WORDS, Draft, Ground, Scene, Told, told
from tests.storage.attack import Forger, forged_session, plain_content, raw
from tests.storage.kit import LOGIN, OTHER_LOGIN, OTHER_PASSPHRASE, PASSPHRASE, Practice, copy_of, note, sign_in
from tests.storage.sharers import as_third, in_days, set_clock, take_back

NONE = frozenset[str]()
FORGED = frozenset({"record_forged"})
DAMAGED = frozenset({"record_damaged"})
DELETED = frozenset({"record_deleted"})
TRUE = ("Zofia przepłakała kwarantanna", "Herbstlaub-Akte", "signed")  # the heads of the notes, as they were written


@dataclass(frozen=True)
class Attack:
    """What the insider does, what they were given before, and what must be found by reading and by verifying.

    Reading says `read`; or it shows the true record, and that is told as damage of it.
    """

    do: Callable[[Scene], str]
    read: frozenset[str]
    verify: frozenset[str] = NONE
    given: str = ""
    after: Callable[[Ground], Practice] = lambda ground: ground.practice


def somebody_comes(ground: Ground) -> Practice:
    """Who may share nothing signs in once more: from then on the trail is later than the end."""
    with as_third(ground.practice):
        return ground.practice


def taken_back(ground: Ground) -> Practice:
    take_back(ground.practice, ground.insider.account)
    return ground.practice


def removed(ground: Ground) -> Practice:
    """A friend who still works there lends the database key of today."""
    ground.practice.unlock().accounts.remove(ground.insider.account)
    return ground.practice.rekeyed()


def renewed(ground: Ground) -> Practice:
    """The insider has the secret of somebody who has renewed their account since."""
    signin = sign_in(ground.practice.path, login=OTHER_LOGIN, passphrase=OTHER_PASSPHRASE)
    with (
        SecretBytes.from_text(OTHER_PASSPHRASE) as proof,
        SecretBytes.from_text("eight tame rooks watch the barn") as new,
        SecretBytes.from_text(PASSPHRASE) as owner,
    ):
        signin.accounts.renew(proof, new, owner=Key(owner, LOGIN, allow_cheap=True), policy=CHEAPEST_FOR_TESTS)
    return ground.practice.rekeyed()


# Without a signature: the rows and bodies of others, as a database tool changes them. Each gives the record attacked.


def swap_bodies(scene: Scene) -> str:
    one, other = scene.practice.revisions[1], scene.practice.revisions[2]
    return exchange(scene, (scene.note, one), (scene.practice.notes[1], other))


def swap_revisions(scene: Scene) -> str:
    return exchange(scene, (scene.note, scene.practice.revisions[0]), (scene.note, scene.head))


def exchange(scene: Scene, one: tuple[str, str], other: tuple[str, str]) -> str:
    sql = "SELECT sealed FROM body WHERE record = ? AND revision = ?"
    ((first,),), ((second,),) = scene.execute(sql, *one), scene.execute(sql, *other)
    for sealed, place in ((second, one), (first, other)):
        scene.execute("UPDATE body SET sealed = ? WHERE record = ? AND revision = ?", sealed, *place)
    return scene.note


def noise(scene: Scene) -> str:
    scene.execute("UPDATE body SET sealed = randomblob(length(sealed)) WHERE revision = ?", scene.head)
    return scene.note


def seal_other_words(scene: Scene) -> str:
    """Who may read has the key of the file: under it other words open, but they are not those that were signed."""
    row = row_of(scene, scene.head)
    context = row.message(scene.practice.vault_id) + b"\n1"
    sealed = sealing.Sealer(scene.key).seal(plain_content(note(WORDS, WORDS)), context)
    scene.execute("UPDATE body SET sealed = ? WHERE revision = ?", sealed, scene.head)
    return scene.note


def row_of(scene: Scene, revision: str) -> Revision:
    names = "signature, id, record, compartment, parent, author, at, state, digest"
    ((*columns,),) = scene.execute(f"SELECT {names} FROM revision WHERE id = ?", revision)  # noqa: S608
    return Revision(*columns)


def drop_body(scene: Scene) -> str:
    scene.execute("DELETE FROM body WHERE revision = ?", scene.head)
    return scene.note


def drop_row(scene: Scene) -> str:
    scene.execute("DELETE FROM revision WHERE id = ?", scene.head)
    return scene.note


def change(column: str, value: str) -> Callable[[Scene], str]:
    def do(scene: Scene) -> str:
        scene.execute(f"UPDATE revision SET {column} = {value} WHERE id = ?", scene.head)  # noqa: S608
        return scene.note

    return do


def move_row(scene: Scene) -> str:
    for table in ("revision", "body"):
        column = "id" if table == "revision" else "revision"
        sql = f"UPDATE {table} SET record = ? WHERE {column} = ?"  # noqa: S608
        scene.execute(sql, scene.practice.notes[1], scene.head)
    return scene.note


def resign_in_place(scene: Scene) -> str:
    """The row of another with a signature of one's own."""
    row = row_of(scene, scene.head)
    signature = scene.insider.keys.signer.sign("revision", row.message(scene.practice.vault_id))
    scene.execute("UPDATE revision SET signature = ? WHERE id = ?", signature, scene.head)
    return scene.note


def take_for_own(scene: Scene) -> str:
    """The row of another under one's own name, signed."""
    scene.execute("UPDATE revision SET author = ? WHERE id = ?", scene.insider.account, scene.head)
    return resign_in_place(scene)


# With own signature and a true session.


def next_revision(scene: Scene) -> str:
    scene.write(Draft(scene.note, scene.head))
    return scene.note


def new_record(scene: Scene) -> str:
    return scene.write(Draft(clock.new_id(), None)).record


def under_their_name(scene: Scene) -> str:
    scene.write(Draft(scene.note, scene.head, author=scene.practice.account))
    return scene.note


def after_signing(scene: Scene) -> str:
    scene.write(Draft(scene.practice.notes[2], scene.practice.revisions[3]))
    return scene.practice.notes[2]


def beside_the_head(scene: Scene) -> str:
    scene.write(Draft(scene.note, scene.practice.revisions[0]))
    return scene.note


def begun_again(scene: Scene) -> str:
    scene.write(Draft(scene.note, None))
    return scene.note


def old_head_again(scene: Scene) -> str:
    """An entry of one's own that names the first revision once more, as if it were the newest."""
    scene.name(row_of(scene, scene.practice.revisions[0]))
    return scene.note


def backdated(scene: Scene) -> str:
    """The time of row and entry is the insider's to choose: their right had not ended then."""
    row = scene.revision(Draft(clock.new_id(), None, at=in_days(ENDS / 2)))
    scene.name(row, at=in_days(ENDS / 2))
    return row.record


def in_their_session(scene: Scene) -> str:
    """A session in the founder's name, whose key the insider certifies."""
    row = scene.revision(Draft(scene.note, scene.head, author=scene.practice.account))
    forger = forged_session(scene.practice, scene.connection, scene.insider.keys.signer, scene.practice.account)
    scene.name(row, forger)
    return scene.note


def with_their_certificate(scene: Scene) -> str:
    """The founder's own unlock entry once more: the certificate is true, the key of that session is gone."""
    import msgspec

    from storage import entries

    sql = "SELECT entry FROM trail WHERE action = 'unlock' ORDER BY seq"
    found = [entries.parse(row[0]) for row in scene.execute(sql)]
    theirs = [entry for entry in found if entry.account == scene.practice.account][-1]
    row = scene.revision(Draft(scene.note, scene.head, author=scene.practice.account))
    forger = Forger(scene.connection, scene.practice, Signer(), scene.practice.account, theirs.session)
    forger.append(Event(action="unlock", facts=msgspec.to_builtins(theirs.facts)), at=theirs.at)
    scene.name(row, forger)
    return scene.note


def after_the_end(scene: Scene) -> str:
    """One's own session goes on after its last entry."""
    forger = scene.session()
    forger.append(Event(action="lock", facts={"count": 2, "head": "", "trigger": "x"}))
    row = scene.revision(Draft(scene.note, scene.head))
    scene.name(row, forger)
    return scene.note


def unnamed(scene: Scene) -> str:
    scene.revision(Draft(scene.note, scene.head))
    return scene.note


def hidden_from_the_columns(scene: Scene) -> str:
    """The newest entry of the record is hidden in the columns that find it, and its row deleted."""
    sql = "UPDATE trail SET wrote = 0 WHERE seq = (SELECT max(seq) FROM trail WHERE record = ? AND wrote > 0)"
    scene.execute(sql, scene.note)
    return drop_row(scene)


ROW = frozenset({"row_forged"})
GONE = frozenset({"row_forged", "row_deleted"})
ATTACKS: dict[str, Attack] = {
    "bodies of two records exchanged": Attack(swap_bodies, DAMAGED),
    "bodies of two revisions exchanged": Attack(swap_revisions, DAMAGED),
    "a body of noise": Attack(noise, DAMAGED),
    "other words under the true key": Attack(seal_other_words, DAMAGED, given="read"),
    "a body deleted": Attack(drop_body, DELETED, frozenset({"body_deleted"})),
    "a row deleted": Attack(drop_row, DELETED, frozenset({"row_deleted"})),
    "another author": Attack(change("author", "'somebody'"), DAMAGED, GONE),
    "another time": Attack(change("at", "'2020-01-01T00:00:00.000Z'"), DAMAGED, GONE),
    "another state": Attack(change("state", "'signed'"), DAMAGED, GONE),
    "another parent": Attack(change("parent", "NULL"), DAMAGED, GONE),
    "another file": Attack(change("compartment", "'01a20000-0000-7000-8000-000000000000'"), DAMAGED, GONE),
    "another digest": Attack(change("digest", "randomblob(32)"), DAMAGED, GONE),
    "moved to another record": Attack(move_row, DELETED, GONE),
    "another's row signed again": Attack(resign_in_place, DAMAGED, GONE),
    "another's row taken for one's own": Attack(take_for_own, DAMAGED, GONE),
    "a revision without right": Attack(next_revision, FORGED, ROW),
    "a record without right": Attack(new_record, FORGED, ROW),
    "a revision with the right to read": Attack(next_revision, FORGED, ROW, given="read"),
    "a record with the right to read": Attack(new_record, FORGED, ROW, given="read share"),
    "a revision in another's name": Attack(under_their_name, FORGED, ROW, given="read write"),
    "a revision from a file of one's own": Attack(next_revision, FORGED, ROW, given="own file"),
    "a revision from a file of one's own, shared": Attack(next_revision, FORGED, ROW, given="shared file"),
    "a revision after signing": Attack(after_signing, FORGED, ROW, given="read write"),
    "a revision that passes over another": Attack(beside_the_head, FORGED, ROW, given="read write"),
    "a record begun again": Attack(begun_again, FORGED, ROW, given="read write"),
    "an old revision named again": Attack(old_head_again, FORGED, ROW, given="read write"),
    "written after the end of a right": Attack(new_record, FORGED, ROW, given="read write until"),
    "dated back before the end of a right": Attack(
        backdated, FORGED, ROW, given="read write until", after=somebody_comes
    ),
    "written with the key of before": Attack(new_record, FORGED, ROW, given="read write", after=taken_back),
    "written by somebody who was removed": Attack(
        new_record, FORGED, ROW | {"certificate_invalid"}, given="read write", after=removed
    ),
    "written with the keys of before they were renewed": Attack(
        new_record, FORGED, ROW | {"certificate_invalid"}, given="read write", after=renewed
    ),
    "a session certified by somebody else": Attack(
        in_their_session, FORGED | {"trail_damaged"}, frozenset({"certificate_invalid"}), given="read write"
    ),
    "a certificate used again": Attack(
        with_their_certificate, FORGED | {"trail_damaged"}, frozenset({"signature_invalid"}), given="read write"
    ),
    "a session that goes on after its end": Attack(
        after_the_end, FORGED | {"trail_damaged"}, frozenset({"entry_after_end"}), given=""
    ),
    "a row that no entry names": Attack(unnamed, FORGED, ROW, given="read write"),
    "the newest entry hidden": Attack(
        hidden_from_the_columns, DELETED | DAMAGED, frozenset({"columns_differ", "row_deleted"})
    ),
}


def strike(ground: Ground, attack: Attack, monkeypatch: pytest.MonkeyPatch) -> str:
    """Do it; that it changed the database is part of the proof."""
    if attack.given.endswith("until"):
        set_clock(monkeypatch, 2 * ENDS)
    practice = attack.after(ground)
    with raw(practice) as connection:
        scene = replace(ground, practice=practice).scene(connection)
        before = contents(scene)
        record = attack.do(scene)
        assert contents(scene) != before
    return record


def contents(scene: Scene) -> list[object]:
    tables = ("revision", "body", "trail")
    return [scene.execute(f"SELECT * FROM {table}") for table in tables]  # noqa: S608


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_it_is_found_and_never_shown(
    ground_of: Callable[[str], Ground], attack: Attack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The founder, with the own index and without it: what reading says, what is listed, and what verifying finds."""
    ground = ground_of(attack.given)
    record = strike(ground, attack, monkeypatch)
    again = copy_of(ground.practice, tmp_path / "again.clientsafe")
    again.index.unlink()
    for practice in (ground.practice, again):
        with practice.open() as signin:
            found = told(signin, record)
        assert not found.shows_forgery
        assert attack.verify <= found.findings
        if found.read == "none":
            assert found.words == TRUE[ground.practice.notes.index(record)]
            assert found.damage in attack.read
        else:
            assert found.read in attack.read
            assert found.history in attack.read | {"none"}


def test_the_same_script_with_the_right_is_a_true_record(
    ground_of: Callable[[str], Ground], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attacks fail for what they lack, not because the script writes nonsense."""
    ground = ground_of("read write")
    record = strike(ground, Attack(next_revision, NONE, given="read write"), monkeypatch)
    with ground.practice.open() as signin:
        found: Told = told(signin, record)
    assert (found.read, found.words, found.history, found.damage) == ("none", WORDS, "none", "none")
    assert found.shows_forgery
    assert found.findings == {"session_without_end"}
