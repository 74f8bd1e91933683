"""Self-made, widened, prolonged and replayed keys: none opens or gives anything, and each is named (V-5.2, V-5.3)."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from storage import rows, sealing
from storage.compartments import Keyring
from storage.vault import Event, SharingChange, SignIn, Write
from tests.insiders import script
from tests.insiders.forging import ENDS, WORDS, Ground, Scene
from tests.storage.attack import raw
from tests.storage.kit import OTHER_LOGIN, OTHER_PASSPHRASE, Practice, copy_of, failure_of, findings, note, verify
from tests.storage.sharers import as_colleague, as_third, in_days, take_back

ALL = "read write share"
ROW = frozenset({"row_forged"})


@dataclass(frozen=True)
class Attack:
    """What the insider does, what they were given before, what they may do then, and what verifying finds."""

    do: Callable[[Scene], None]
    verify: frozenset[str]
    given: str = ""
    after: Callable[[Ground], None] = lambda _: None
    rights: str = ""
    keeps: bool = False  # the true key, which nobody has taken back
    friend: str = "not_shared compartment_damaged record_forged"
    founder: str = "none"


def taken_back(ground: Ground) -> None:
    take_back(ground.practice, ground.insider.account)


def ended(ground: Ground) -> None:
    """The test puts the clock forward."""


def give_self(**wish: object) -> Callable[[Scene], None]:
    """A grant for oneself."""

    def do(scene: Scene) -> None:
        scene.name_keys(scene.grant(scene.insider.keys.public, wish))

    return do


def give_friend(**wish: object) -> Callable[[Scene], None]:
    """A grant for a third person, who works there too."""

    def do(scene: Scene) -> None:
        friend = scene.ground.friend
        scene.name_keys(scene.grant(friend.keys.public, {"grantee": friend.account, **wish}))

    return do


def unnamed_grant(scene: Scene) -> None:
    scene.grant(scene.insider.keys.public, {"rights": ALL})


def in_the_founders_name(scene: Scene) -> None:
    scene.name_keys(scene.grant(scene.insider.keys.public, {"granter": scene.practice.account, "rights": ALL}))


def widen_in_place(scene: Scene) -> None:
    """The rights of the true grant changed, its signature left alone."""
    scene.execute('UPDATE "grant" SET rights = ? WHERE grantee = ? AND compartment = ?', ALL, *mine(scene))


def prolong_in_place(scene: Scene) -> None:
    scene.execute('UPDATE "grant" SET expires = NULL WHERE grantee = ? AND compartment = ?', *mine(scene))


def mine(scene: Scene) -> tuple[str, str]:
    return scene.insider.account, scene.place


def old_grant_again(scene: Scene) -> None:
    """The true grant of before, with its sealed key put back, named once more."""
    scene.put_back("grant_key")
    grant = rows.grants_of(scene.connection, scene.insider.account, scene.place)[0]
    scene.execute("DELETE FROM named WHERE digest = ?", grant.digest(scene.practice.vault_id))
    scene.name_keys(grant)


def old_grant_as_new(scene: Scene) -> None:
    """The same row, as of the generation in force."""
    scene.put_back("grant_key")
    scene.execute('UPDATE "grant" SET generation = 2 WHERE grantee = ? AND compartment = ?', *mine(scene))


def own_generation(*, granted: bool) -> Callable[[Scene], None]:
    """A next generation under a key that the insider knows: whoever takes it writes to them."""

    def do(scene: Scene) -> None:
        (newest,) = scene.execute("SELECT max(number) FROM generation WHERE compartment = ?", scene.place)[0]
        key, number = os.urandom(32), newest + 1
        made = [scene.generation(number, key)]
        there = replace(scene, key=key)
        grants = [
            there.grant(public, {"generation": number, "grantee": account})
            for account, public in (
                (scene.practice.account, scene.practice.keys.public), (scene.insider.account, scene.insider.keys.public)
            )
        ]  # fmt: skip
        if granted:
            scene.name_keys(*made, *grants, action="revoke")

    return do


def other_first_generation(scene: Scene) -> None:
    """Generation 1 made again, under the insider's key, in the place of the true one."""
    scene.execute("DELETE FROM generation WHERE compartment = ? AND number = 1", scene.place)
    key = os.urandom(32)
    there = replace(scene, key=key)
    there.name_keys(
        scene.generation(1, key),
        there.grant(scene.practice.keys.public, {"grantee": scene.practice.account}),
    )


def exchange_sealed_key(scene: Scene) -> None:
    """The founder's sealed key replaced by one that the insider knows."""
    account = scene.practice.account
    grant = rows.grants_of(scene.connection, account, scene.place)[0].id
    context = {"compartment": scene.place, "generation": 1, "grant": grant, "grantee": account}
    sealed = scene.practice.keys.public.seal(os.urandom(32), "grant", context | {"vault": scene.practice.vault_id})
    scene.execute('UPDATE grant_key SET sealed = ? WHERE "grant" = ?', sealed, grant)


def change_label(scene: Scene) -> None:
    label = sealing.Sealer(scene.key).seal(b'{"client":"x"}', b"")
    scene.execute("UPDATE generation SET label = ? WHERE compartment = ?", label, scene.place)


def back_to_the_old_key(hide: str) -> Callable[[Scene], None]:
    """The newest generation and its grants deleted, the old keys put back, and the entry of it hidden or not."""

    def do(scene: Scene) -> None:
        scene.execute("DELETE FROM generation WHERE compartment = ? AND number = 2", scene.place)
        scene.execute('DELETE FROM "grant" WHERE compartment = ? AND generation = 2', scene.place)
        scene.put_back("grant_key")
        scene.put_back("body")
        for statement in filter(None, (hide,)):
            scene.execute(statement)

    return do


def destroy(scene: Scene) -> None:
    """The entry of a destruction by somebody who may not, and what it would have done."""
    facts = {"drafts": 0, "keys": 1, "records": 3}
    scene.session().append(Event(action="destroy", compartment=scene.place, facts=facts))
    for record in scene.practice.notes:
        scene.execute("DELETE FROM body WHERE record = ?", record)


HIDE_NAMED = "DELETE FROM named WHERE seq IN (SELECT seq FROM trail WHERE action = 'revoke')"
HIDE_ACTION = "UPDATE trail SET action = 'view' WHERE action = 'revoke'"
LATER = in_days(900)
DAMAGED = "compartment_damaged"
ATTACKS: dict[str, Attack] = {
    "a grant for oneself": Attack(give_self(), ROW),
    "a grant for oneself that no entry names": Attack(unnamed_grant, ROW),
    "a grant for oneself in the founder's name": Attack(in_the_founders_name, ROW),
    "a grant for another": Attack(give_friend(), ROW),
    "a reader's grant for another": Attack(give_friend(rights="read"), ROW, given="read", rights="read"),
    "a writer's grant for another": Attack(give_friend(rights="read"), ROW, given="read write", rights="read write"),
    "more rights than held": Attack(give_friend(), ROW, given="read share", rights="read share"),
    "more rights for oneself": Attack(give_self(rights=ALL), ROW, given="read", rights="read"),
    "more rights for oneself in place": Attack(widen_in_place, ROW | {"row_deleted"}, given="read", keeps=True),
    "longer than held": Attack(give_friend(rights="read"), ROW, given="read share until", rights="read share"),
    "longer than held, with an end": Attack(
        give_friend(rights="read", expires=LATER), ROW, given="read share until", rights="read share"
    ),
    "longer for oneself": Attack(give_self(rights="read"), ROW, given="read share until", rights="read share"),
    "longer for oneself in place": Attack(
        prolong_in_place, ROW | {"row_deleted"}, given="read share until", keeps=True
    ),
    "rights in another order": Attack(
        give_friend(rights="share read"), ROW, given="read write share", rights=ALL
    ),
    "a grant after the end of one's own": Attack(
        give_friend(rights="read", expires=LATER), ROW, given="read share until", after=ended
    ),
    "a grant after it was taken back": Attack(give_friend(rights="read"), ROW, given="read share", after=taken_back),
    "an old grant after it was taken back": Attack(
        old_grant_again, frozenset({"columns_differ"}), given="read write share", after=taken_back,
        founder=f"none {DAMAGED}",
    ),
    "an old grant as of the new generation": Attack(
        old_grant_as_new, ROW | {"row_deleted"}, given="read write share", after=taken_back
    ),
    "a generation without right": Attack(own_generation(granted=True), ROW),
    "a generation that no entry names": Attack(own_generation(granted=False), ROW),
    "a reader's generation": Attack(own_generation(granted=True), ROW, given="read write", rights="read write"),
    "a generation after it was taken back": Attack(
        own_generation(granted=True), ROW, given="read write share", after=taken_back
    ),
    "a generation after the end": Attack(own_generation(granted=True), ROW, given="read share until", after=ended),
    "another first generation": Attack(
        other_first_generation, ROW | {"row_deleted"}, given="read", founder=DAMAGED
    ),
    "another sealed key": Attack(exchange_sealed_key, frozenset({"grant_key_damaged"}), founder=DAMAGED),
    "another label": Attack(change_label, ROW | {"row_deleted"}, given="read", founder=DAMAGED),
    "back to the old key": Attack(
        back_to_the_old_key(""), frozenset({"row_deleted"}), given="read write", after=taken_back, founder=DAMAGED
    ),
    "back to the old key, its entry not named": Attack(
        back_to_the_old_key(HIDE_NAMED), frozenset({"row_deleted", "columns_differ"}), given="read write",
        after=taken_back, founder=DAMAGED,
    ),
    "back to the old key, its entry called a view": Attack(
        back_to_the_old_key(HIDE_ACTION), frozenset({"row_deleted", "columns_differ"}), given="read write",
        after=taken_back, founder=DAMAGED,
    ),
    "a destruction by somebody who may not": Attack(destroy, frozenset({"body_deleted"}), founder="record_deleted"),
}  # fmt: skip


def strike(ground: Ground, attack: Attack) -> set[bytes]:
    """Do it, and give all keys that the insider knows then; that it changed the database is part of the proof."""
    attack.after(ground)
    with raw(ground.practice) as connection:
        scene = ground.scene(connection)
        before = contents(scene)
        attack.do(scene)
        assert contents(scene) != before
    return scene.keys


def contents(scene: Scene) -> list[object]:
    tables = ("generation", "grant", "grant_key", "trail", "body")
    return [scene.execute(f'SELECT * FROM "{table}"') for table in tables]  # noqa: S608


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_it_opens_nothing_and_is_found(
    ground_of: Callable[[str], Ground], attack: Attack, tmp_path: Path, clock_of: Callable[[float], None]
) -> None:
    """What the insider, the third person and the founder can do then; with the founder's index and without it."""
    ground = ground_of(attack.given)
    if attack.after is ended:
        clock_of(2 * ENDS)
    known = strike(ground, attack)
    again = copy_of(ground.practice, tmp_path / "again.clientsafe")
    again.index.unlink()
    with as_colleague(ground.practice) as signin:
        held = signin.sharing.rights(ground.place)
        assert [right for right in rows.RIGHTS if right in held] == attack.rights.split()
        assert attack.rights or failure_of(signin.read, ground.practice.notes[0]) != "none"
    with as_third(ground.practice) as signin:
        assert failure_of(signin.read, ground.practice.notes[0]) in attack.friend.split()
    for practice in (ground.practice, again):
        with practice.open() as signin:
            assert failure_of(signin.read, practice.notes[0]) in attack.founder.split()
            assert attack.verify <= findings(verify(signin, full=True))
            write_words(signin, ground)
        words = opened_by(ground, practice, known, tmp_path / f"work on {practice.path.name}")
        assert attack.rights or attack.keeps or WORDS.encode() not in words


def write_words(signin: SignIn, ground: Ground) -> None:
    """The founder goes on writing into the file, if it can be written to."""
    write = Write(signin.new_id(), ground.place, "session_note", 1, note(WORDS, WORDS))
    assert failure_of(lambda: signin.write([write])) in {"none", DAMAGED}


def opened_by(ground: Ground, practice: Practice, known: set[bytes], work: Path) -> bytes:
    """All that the insider's script gets out of the database, with every key they ever had or made."""
    opened = script.sign_in(practice.path, OTHER_LOGIN, OTHER_PASSPHRASE)
    burglar = replace(opened.burglar, kept=frozenset(known))
    with script.database(practice.path, opened.header, opened.database_key, work) as connection:
        return b"\0".join(script.plunder(connection, practice.vault_id, burglar).words.values())


def test_the_same_script_with_the_right_gives_a_true_grant(ground_of: Callable[[str], Ground], tmp_path: Path) -> None:
    """The attacks fail for what they lack, not because the script writes nonsense."""
    ground = ground_of("read write share")
    strike(ground, Attack(give_friend(rights="read"), frozenset()))
    with as_third(ground.practice) as signin:
        assert failure_of(signin.read, ground.practice.notes[0]) == "none"
    with ground.practice.open() as signin:
        assert findings(verify(signin, full=True)) == {"session_without_end"}
        write_words(signin, ground)
    assert WORDS.encode() in opened_by(ground, ground.practice, {ground.key}, tmp_path / "work")


def test_who_hands_a_file_over_keeps_no_key_of_it(ground_of: Callable[[str], Ground], tmp_path: Path) -> None:
    """V-5.5: the one who leaves makes the new key; nothing that is written from the next sign-in on is under it."""
    ground = ground_of("read write share")
    practice, known = ground.practice, set[bytes]()
    replaced = Keyring.replace

    def watched(self: Keyring, *arguments: Any) -> Any:
        opened, digests = replaced(self, *arguments)
        made = self._keys.keyring.open(opened.kept.sealed, opened.kept.granted)
        known.add(made)
        return opened, digests

    with as_colleague(practice) as signin, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Keyring, "replace", watched)
        signin.sharing.change([SharingChange(ground.place, revoke=(ground.insider.account,))])
    with practice.open() as signin:
        write_words(signin, ground)
    assert known
    assert WORDS.encode() not in opened_by(ground, practice, known, tmp_path / "work")
