"""A trail or a list of people that is not the one of yesterday: each change has a finding of its own (V-3.6, V-6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from storage import canonical, clock, entries, roster, roster_events, sealing
from storage.sealing import AccountKeys, Signer
from storage.vault import Event, KnownError, SignIn
from tests.insiders.forging import Ground, Scene
from tests.storage.attack import Forger, raw
from tests.storage.kit import Practice, findings, verify
from tests.storage.sharers import as_colleague, as_third

NONE = frozenset[str]()
MISSING = frozenset({"history_missing"})


@dataclass(frozen=True)
class Attack:
    """What the insider does; how the founder's next sign-in ends, what it tells, and what verifying finds."""

    do: Callable[[Scene], None]
    verify: frozenset[str] = NONE
    told: frozenset[str] = NONE
    refused: frozenset[str] = frozenset({"none"})


@dataclass(frozen=True)
class Answer:
    """How a sign-in ended: the name of a failure, or what was told and found."""

    refused: str
    told: frozenset[str] = NONE
    found: frozenset[str] = NONE


def answer_of(unlock: Callable[[], SignIn]) -> Answer:
    """Sign in, look at the notices, verify, lock."""
    try:
        signin = unlock()
    except KnownError as error:
        return Answer(error.name)
    told = frozenset(notice.name for notice in signin.notices)
    found = frozenset(findings(verify(signin, full=True)))
    signin.lock("test")
    return Answer("none", told, found)


def work_on(practice: Practice) -> None:
    """A day of work: the insider, the third person and the founder sign in, one after the other, and look at a note."""
    with as_colleague(practice) as signin:
        signin.read(practice.notes[0])
    with as_third(practice) as signin:
        signin.note_event(Event(action="print"))
    with practice.open() as signin:
        signin.read_many(practice.notes)


# The trail: of the last three sessions the first is one's own, the second the third person's, the last the founder's.


def entry_at(scene: Scene, action: str, account: str) -> int:
    """The number of the newest entry with this action of an account."""
    found = scene.execute("SELECT seq, entry FROM trail WHERE action = ? ORDER BY seq DESC", action)
    return next(int(seq) for seq, data in found if entries.parse(data).account == account)


def founders_view(scene: Scene) -> int:
    return entry_at(scene, "view", scene.practice.account)


def flip(column: str) -> Callable[[Scene], None]:
    def do(scene: Scene) -> None:
        seq = founders_view(scene)
        ((data,),) = scene.execute(f"SELECT {column} FROM trail WHERE seq = ?", seq)  # noqa: S608
        changed = data.replace(b'"view"', b'"list"') if column == "entry" else bytes([data[0] ^ 1]) + data[1:]
        scene.execute(f"UPDATE trail SET {column} = ? WHERE seq = ?", changed, seq)  # noqa: S608

    return do


def drop(find: Callable[[Scene], int]) -> Callable[[Scene], None]:
    def do(scene: Scene) -> None:
        seq = find(scene)
        scene.execute("DELETE FROM trail WHERE seq = ?", seq)
        scene.execute("DELETE FROM named WHERE seq = ?", seq)

    return do


def close_the_gap(scene: Scene) -> None:
    """The founder's look is taken out, and all after it move up by one."""
    seq = founders_view(scene)
    scene.execute("DELETE FROM trail WHERE seq = ?", seq)
    scene.execute("UPDATE trail SET seq = -seq WHERE seq > ?", seq)
    scene.execute("UPDATE trail SET seq = -seq - 1 WHERE seq < 0")


def exchange(scene: Scene) -> None:
    seq = founders_view(scene)
    for before, after in ((seq, -1), (seq - 1, seq), (-1, seq - 1)):
        scene.execute("UPDATE trail SET seq = ? WHERE seq = ?", after, before)


def double(scene: Scene) -> None:
    columns = "entry, hash, signature, action, record, wrote, rare"
    scene.execute(
        f"INSERT INTO trail (seq, {columns}) SELECT (SELECT max(seq) FROM trail) + 1, {columns} "  # noqa: S608
        "FROM trail WHERE seq = ?", founders_view(scene),
    )  # fmt: skip


def sign_again(scene: Scene) -> None:
    seq = founders_view(scene)
    (previous,), (data,) = (
        scene.execute("SELECT hash FROM trail WHERE seq = ?", seq - 1)[0],
        scene.execute("SELECT entry FROM trail WHERE seq = ?", seq)[0],
    )
    signature = scene.insider.keys.signer.sign(entries.SIGNATURE, previous + data)
    scene.execute("UPDATE trail SET signature = ? WHERE seq = ?", signature, seq)


def cut_after(find: Callable[[Scene], int]) -> Callable[[Scene], None]:
    def do(scene: Scene) -> None:
        for table in ("trail", "named"):
            scene.execute(f"DELETE FROM {table} WHERE seq > ?", find(scene) if table == "trail" else last(scene))  # noqa: S608

    return do


def last(scene: Scene) -> int:
    return int(scene.execute("SELECT max(seq) FROM trail")[0][0])


def another_past(scene: Scene) -> None:
    """One's own last session made again with something else in it, by own keys, and all after it left out."""
    cut_after(lambda scene: entry_at(scene, "unlock", scene.insider.account) - 1)(scene)
    forger = scene.session()
    for _ in range(12):
        forger.append(Event(action="print"))


def rewritten(scene: Scene) -> None:
    """The same, with everybody's later entries put behind it again, as they were signed."""
    first = entry_at(scene, "unlock", scene.insider.account)
    kept = scene.execute("SELECT entry, signature FROM trail WHERE seq > ? ORDER BY seq", first + 1)
    cut_after(lambda _: first - 1)(scene)
    forger = scene.session()
    forger.append(Event(action="print"))
    for data, signature in kept:
        previous = scene.execute("SELECT hash FROM trail ORDER BY seq DESC LIMIT 1")[0][0]
        entry = entries.parse(data)
        forger.store(entry, previous)
        scene.execute("UPDATE trail SET signature = ? WHERE seq = ?", signature, entry.seq)


def words_in_the_clear(scene: Scene) -> None:
    scene.session().append(Event(action="print"), purpose="Zofia W.")


def key_of_their_session(scene: Scene) -> None:
    """One more entry in the founder's last session, which has ended, with a key that is not theirs."""
    data = scene.execute("SELECT entry FROM trail ORDER BY seq DESC LIMIT 1")[0][0]
    theirs = entries.parse(data)
    Forger(scene.connection, scene.practice, Signer(), theirs.account, theirs.session).append(Event(action="print"))


# The list of people.


def drop_last_person(scene: Scene) -> None:
    scene.execute("DELETE FROM roster WHERE n = (SELECT max(n) FROM roster)")


def exchange_people(scene: Scene) -> None:
    for before, after in ((2, -1), (3, 2), (-1, 3)):
        scene.execute("UPDATE roster SET n = ? WHERE n = ?", after, before)


def keys_of_ones_own(scene: Scene) -> None:
    """What is sealed to the founder from now on would be sealed to the insider."""
    ((data,),) = scene.execute("SELECT event FROM roster WHERE n = 1")
    event = canonical.decode(data) | {
        name: canonical.to_text(getattr(scene.insider.keys.public, name)) for name in ("x25519", "mlkem768")
    }
    scene.execute("UPDATE roster SET event = ? WHERE n = 1", canonical.encode(event))


def another_root(scene: Scene) -> None:
    """A list of people of one's own, with oneself as the founder."""
    made = roster_events.founding_row(
        scene.practice.vault_id, scene.insider.account, clock.now(), scene.insider.keys, roster_events.OWNER
    )
    scene.execute("DELETE FROM roster")
    roster.insert(scene.connection, made)


def founder_again(scene: Scene) -> None:
    """The founder with keys that the insider made."""
    keys = AccountKeys(sealing.random_key(), scene.practice.vault_id)
    made = roster_events.founding_row(
        scene.practice.vault_id, scene.practice.account, clock.now(), keys, roster_events.OWNER
    )
    scene.execute("DELETE FROM roster")
    roster.insert(scene.connection, made)


TRAIL: dict[str, Attack] = {
    "an entry changed": Attack(flip("entry"), frozenset({"chain_broken", "columns_differ"}), NONE),
    "a hash changed": Attack(flip("hash"), frozenset({"chain_broken"})),
    "a signature changed": Attack(flip("signature"), frozenset({"signature_invalid"})),
    "an entry signed again by somebody else": Attack(sign_again, frozenset({"signature_invalid"})),
    "the first entry deleted": Attack(drop(lambda _: 1), frozenset({"entry_missing"})),
    "an entry deleted": Attack(drop(founders_view), frozenset({"entry_missing", "chain_broken"})),
    "an entry deleted, the gap closed": Attack(
        close_the_gap, frozenset({"chain_broken", "columns_differ", "session_count"}), MISSING
    ),
    "two entries exchanged": Attack(exchange, frozenset({"chain_broken", "columns_differ"})),
    "an entry doubled": Attack(double, frozenset({"chain_broken", "columns_differ"})),
    "the last entry deleted": Attack(drop(last), frozenset({"history_rewritten", "session_without_end"}), MISSING),
    "cut at the end of a session": Attack(
        cut_after(lambda scene: entry_at(scene, "unlock", scene.practice.account) - 1),
        frozenset({"history_rewritten"}), MISSING,
    ),
    "cut within a session": Attack(
        cut_after(founders_view), frozenset({"history_rewritten", "session_without_end"}), MISSING | {"session_cut"}
    ),
    "another past": Attack(another_past, frozenset({"history_rewritten"}), MISSING),
    "another past under the true present": Attack(
        rewritten, frozenset({"history_rewritten", "signature_invalid"}), MISSING, frozenset({"none", "trail_damaged"})
    ),
    "words in the clear": Attack(words_in_the_clear, frozenset({"not_a_code"})),
    "an entry more in a session that ended": Attack(key_of_their_session, frozenset({"entry_after_end"})),
}  # fmt: skip
PEOPLE: dict[str, Attack] = {
    "the last event dropped": Attack(drop_last_person, frozenset({"row_deleted"}), frozenset({"people_missing"})),
    "events exchanged": Attack(exchange_people, refused=frozenset({"roster_damaged"})),
    "keys of one's own": Attack(keys_of_ones_own, refused=frozenset({"roster_damaged"})),
    "another root": Attack(another_root, refused=frozenset({"root_replaced"})),
    "the founder again": Attack(founder_again, refused=frozenset({"root_replaced"})),
}


@pytest.mark.parametrize("attack", [*TRAIL.values(), *PEOPLE.values()], ids=[*TRAIL, *PEOPLE])
def test_what_was_rewritten_is_told(ground_of: Callable[[str], Ground], attack: Attack) -> None:
    """V-6.7: with a code of its own; the same vault untouched has none."""
    ground = ground_of("read write")
    work_on(ground.practice)
    untouched = answer_of(ground.practice.unlock)
    assert untouched == Answer("none", frozenset({"last_sign_in"}), NONE)
    with raw(ground.practice) as connection:
        attack.do(ground.scene(connection))
    found = answer_of(ground.practice.unlock)
    assert found.refused in attack.refused
    if found.refused == "none":
        assert attack.told <= found.told
        assert attack.verify <= found.found
