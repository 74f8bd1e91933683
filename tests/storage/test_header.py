"""The header: kept twice, mended, bound to its vault, its costs limited; every wrong one has its code."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storage import canonical, clock, header
from storage.kdf import Cost, KdfPolicy
from storage.vault import SecretBytes, create, inspect, is_vault, unlock
from tests.storage.attack import add_colleague, edit_header
from tests.storage.kit import (
    LOGIN,
    PASSPHRASE,
    Practice,
    describe,
    entries_of,
    failure_of,
    findings,
    make_practice,
    signed_in,
    verify,
)

FIRST, SECOND = header.NAMES
Change = Callable[[dict[str, Any]], None]


def slot_of(value: dict[str, Any], number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = value["accounts"][0]["slots"][number]
    return found


def flipped(text: str, at: int = 40) -> str:
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


def put(*path: str | int, value: Any) -> Change:
    def change(found: dict[str, Any]) -> None:
        place: Any = found
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


def flip(*path: str | int) -> Change:
    def change(found: dict[str, Any]) -> None:
        place: Any = found
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = flipped(place[path[-1]], min(5, len(place[path[-1]]) - 1))

    return change


def swap_kinds(found: dict[str, Any]) -> None:
    slot_of(found).update(kind="recovery")
    slot_of(found, 1).update(kind="passphrase")


def drop(*path: str | int) -> Change:
    def change(found: dict[str, Any]) -> None:
        place: Any = found
        for step in path[:-1]:
            place = place[step]
        place.pop(path[-1])

    return change


def test_both_copies_are_the_same_and_private(practice: Practice) -> None:
    """V-2, V-2.1: twice the same content, canonical, readable by the owner alone."""
    first, second = ((practice.path / name).read_bytes() for name in header.NAMES)
    assert first == second == header.parse(first).to_bytes()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in practice.path.rglob("*")}
    assert {modes[name] for name in (*header.NAMES, "records-1.db", "lock")} == {0o600}
    assert {modes["index"], modes["anchors"]} == {0o700}
    assert stat.S_IMODE(practice.path.stat().st_mode) == 0o700
    assert not [name for name in modes if "tmp" in name or "new" in name]


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "gone": lambda _: None,
    "empty": lambda _: b"",
    "cut in the middle": lambda data: data[: len(data) // 2],
    "last byte cut": lambda data: data[:-1],
    "a byte more": lambda data: data + b"\n",
    "zeros": lambda data: bytes(len(data)),
    "doubled": lambda data: data * 2,
    "a structural byte": lambda data: b"[" + data[1:],
    "not text": lambda data: data[:100] + b"\xff" + data[101:],
    "nested without end": lambda _: b"[" * 500_000,
    "far too long": lambda data: data + b" " * (2 << 20),
    "an object of another kind": lambda _: b'{"format":"other"}',
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
@pytest.mark.parametrize("name", header.NAMES)
def test_one_damaged_copy_is_repaired_and_told(
    practice: Practice, name: str, damage: Callable[[bytes], bytes | None]
) -> None:
    """V-2.1: the intact copy is used, the other mended; the person and the trail are told."""
    good = (practice.path / name).read_bytes()
    broken = damage(good)
    if broken is None:
        (practice.path / name).unlink()
    else:
        (practice.path / name).write_bytes(broken)
    assert inspect(practice.path).header_repair_due
    with practice.open() as signin:
        assert "header_repaired" in [notice.name for notice in signin.notices]
        assert [entry.outcome for entry in entries_of(signin, "header_written")][-2:] == ["begun", "done"]
    assert (practice.path / name).read_bytes() == good
    with practice.open() as signin:
        assert "header_repaired" not in [notice.name for notice in signin.notices]


@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_a_flipped_bit_anywhere_in_one_copy_locks_nobody_out(practice: Practice, name: str) -> None:
    """V-2.1: also where the damaged copy is still well-formed, the intact one is used and the other mended."""
    good = (practice.path / name).read_bytes()
    for at in range(0, len(good), 113):
        broken = good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]
        (practice.path / name).write_bytes(broken)
        with practice.open() as signin:
            assert "header_repaired" in [notice.name for notice in signin.notices], (at, broken[at - 9 : at + 9])
        assert (practice.path / name).read_bytes() == good


def test_both_copies_damaged_has_its_own_code(practice: Practice) -> None:
    """V-2.2: neither intact: 502, and what a backup is for; no copy at all: 602."""
    for name in header.NAMES:
        (practice.path / name).write_bytes(b"{}")
    assert failure_of(practice.unlock) == failure_of(lambda: inspect(practice.path)) == "header_damaged"
    assert is_vault(practice.path)
    for name in header.NAMES:
        (practice.path / name).unlink()
    assert failure_of(practice.unlock) == failure_of(lambda: inspect(practice.path)) == "no_vault"
    assert not is_vault(practice.path)
    assert failure_of(lambda: inspect(practice.path / "nowhere")) == "no_vault"


# Both copies changed by an editor, without the database key: which code follows.
WITHOUT_THE_KEY: dict[str, tuple[Change, str]] = {
    "format": (put("format", value="other"), "header_damaged"),
    "version": (put("version", value=2), "unsupported_version"),
    "version as text": (put("version", value="1"), "unsupported_version"),
    "no accounts": (put("accounts", value=[]), "header_damaged"),
    "65 accounts": (lambda value: value.update(accounts=value["accounts"] * 65), "header_damaged"),
    "account doubled": (lambda value: value.update(accounts=value["accounts"] * 2), "header_damaged"),
    "account id": (put("accounts", 0, "id", value=clock.new_id()), "wrong_secret"),
    "account id that is none": (flip("accounts", 0, "id"), "header_damaged"),
    "login tag": (flip("accounts", 0, "login_tag"), "wrong_secret"),
    "no slots": (put("accounts", 0, "slots", value=[]), "header_damaged"),
    "nine slots": (lambda v: v["accounts"][0].update(slots=v["accounts"][0]["slots"] * 5), "header_damaged"),
    "slot kind unknown": (put("accounts", 0, "slots", 0, "kind", value="shares"), "header_damaged"),
    "slot kinds swapped": (swap_kinds, "header_damaged"),
    "slot salt": (flip("accounts", 0, "slots", 0, "salt"), "wrong_secret"),
    "slot salt gone": (drop("accounts", 0, "slots", 0, "salt"), "header_damaged"),
    "slot salt short": (put("accounts", 0, "slots", 0, "salt", value="AAAA"), "header_damaged"),
    "slot salt not base64url": (put("accounts", 0, "slots", 0, "salt", value="!"), "header_damaged"),
    "slot sealed": (flip("accounts", 0, "slots", 0, "sealed"), "wrong_secret"),
    "slot sealed empty": (put("accounts", 0, "slots", 0, "sealed", value=""), "wrong_secret"),
    "slot time": (put("accounts", 0, "slots", 0, "made_at", value="2020-01-01T00:00:00.000Z"), "wrong_secret"),
    "slot doubled": (lambda v: v["accounts"][0]["slots"].append(slot_of(v)), "header_forged"),
    "slot dropped": (drop("accounts", 0, "slots", 0), "wrong_secret"),
    "slot with more": (lambda v: slot_of(v).update(hint="x"), "header_damaged"),
    "cost absurd": (put("accounts", 0, "slots", 0, "cost", "memory_kib", value=2**40), "cost_too_high"),
    "passes absurd": (put("accounts", 0, "slots", 0, "cost", "passes", value=10**9), "cost_too_high"),
    "cost negative": (put("accounts", 0, "slots", 0, "cost", "passes", value=-1), "cost_too_low"),
    "lanes": (put("accounts", 0, "slots", 0, "cost", "lanes", value=1), "cost_too_low"),
    "cost gone": (drop("accounts", 0, "slots", 0, "cost"), "header_damaged"),
    "database key": (flip("accounts", 0, "database_key"), "database_key_damaged"),
    "database key short": (put("accounts", 0, "database_key", value="AAAA"), "database_key_damaged"),
    "generation up": (put("generation", value=2), "header_forged"),
    "generation zero": (put("generation", value=0), "header_damaged"),
    "generation huge": (put("generation", value=2**80), "header_damaged"),
    "vault id": (put("vault", value="01920000-0000-7000-8000-000000000001"), "wrong_secret"),
    "vault id not one": (put("vault", value="x"), "header_damaged"),
    "database salt": (flip("database", "salt"), "header_forged"),
    "database file": (put("database", "file", value="records-2.db"), "database_key_damaged"),
    "database outside": (put("database", "file", value="../records-1.db"), "header_damaged"),
    "database of another name": (put("database", "file", value="RECORDS-1.db"), "header_damaged"),
    "database absolute": (put("database", "file", value="/etc/records-1.db"), "header_damaged"),
    "mac": (flip("mac"), "header_forged"),
    "mac gone": (put("mac", value=""), "header_forged"),
    "mac not ascii": (put("mac", value="ą"), "header_forged"),
    "one field more": (put("owner", value="x"), "header_damaged"),
}


@pytest.mark.parametrize(("change", "expected"), WITHOUT_THE_KEY.values(), ids=WITHOUT_THE_KEY.keys())
def test_a_changed_header_is_refused_with_one_code(practice: Practice, change: Change, expected: str) -> None:
    """V-9.2, V-3.2, V-3.7: each field flipped, swapped, dropped, doubled or absurd; nothing is spent or shown."""
    edit_header(practice, change)
    assert failure_of(practice.unlock) == expected
    assert failure_of(practice.unlock) == expected
    assert not (practice.path / "records-2.db").exists()


def test_a_slot_with_a_lowered_cost_fails(tmp_path: Path, config: Path) -> None:
    """V-3.2: the cost is associated data of the slot: lowered within the limits, it does not open."""
    path = tmp_path / "costly.clientsafe"
    with SecretBytes.from_text(PASSPHRASE) as secret:
        policy = KdfPolicy(Cost(64 * 1024, 4))
        create(path, login=LOGIN, passphrase=secret, describe=describe, policy=policy).signin.lock("test")
        value = json.loads((path / FIRST).read_bytes())
        assert slot_of(value)["cost"] == {"lanes": 4, "memory_kib": 64 * 1024, "passes": 4}
        slot_of(value)["cost"]["passes"] = 3
        for name in header.NAMES:
            (path / name).write_bytes(canonical.encode(value))
        assert failure_of(lambda: unlock(path, secret=secret, login=LOGIN, describe=describe)) == "wrong_secret"


# The same by somebody who has the database key and makes the MAC fit.
WITH_THE_KEY: dict[str, tuple[Change, str]] = {
    "generation up": (put("generation", value=9), "header_forged"),
    "nothing": (lambda _: None, "none"),
    "recovery slot dropped": (drop("accounts", 0, "slots", 1), "header_forged"),
    "database salt": (put("database", "salt", value="A" * 22), "damaged"),
    "database salt short": (put("database", "salt", value="AAAA"), "header_damaged"),
    "database salt not base64url": (put("database", "salt", value="!!"), "header_damaged"),
}


@pytest.mark.parametrize(("change", "expected"), WITH_THE_KEY.values(), ids=WITH_THE_KEY.keys())
def test_a_header_changed_with_the_database_key_is_refused_too(
    practice: Practice, change: Change, expected: str
) -> None:
    """V-2.2, V-3.7: the MAC does not show colleagues; the trail's last header entry does."""
    edit_header(practice, change, key=practice.database_key)
    assert failure_of(practice.unlock) == expected


def test_an_older_header_is_refused_as_replayed(practice: Practice) -> None:
    """V-2.2: generation and digest of each header are in the trail; 503 names both generations."""
    old = (practice.path / FIRST).read_bytes()
    add_colleague(practice)
    for name in header.NAMES:
        (practice.path / name).write_bytes(old)
    assert failure_of(practice.unlock) == "header_replayed"


def test_an_older_copy_beside_the_newest_is_mended(practice: Practice) -> None:
    """V-2.1: a crash between the two writes leaves one older copy; the higher intact generation is used."""
    old = (practice.path / FIRST).read_bytes()
    add_colleague(practice)
    for name in header.NAMES:
        new = (practice.path / name).read_bytes()
        (practice.path / name).write_bytes(old)
        with practice.open() as signin:
            assert "header_repaired" in [notice.name for notice in signin.notices]
            assert findings(verify(signin)) == set()
        assert (practice.path / name).read_bytes() == new


def test_the_header_of_another_vault_opens_nothing(practice: Practice, tmp_path: Path) -> None:
    """V-9.2: header, slot and sealed key of another vault, also with the same passphrase."""
    other = make_practice(tmp_path / "other.clientsafe")
    mine, theirs = (json.loads((each.path / FIRST).read_bytes()) for each in (practice, other))
    whole = canonical.encode(theirs)
    slot = json.loads(canonical.encode(mine))
    slot["accounts"][0]["slots"] = theirs["accounts"][0]["slots"]
    sealed_key = json.loads(canonical.encode(mine))
    sealed_key["accounts"][0]["database_key"] = theirs["accounts"][0]["database_key"]
    for data, expected in (
        (whole, "damaged"),
        (canonical.encode(slot), "wrong_secret"),
        (canonical.encode(sealed_key), "database_key_damaged"),
    ):
        for name in header.NAMES:
            (practice.path / name).write_bytes(data)
        assert failure_of(practice.unlock) == expected


def test_a_header_holds_no_role_and_no_name(practice: Practice) -> None:
    """V-3.7, V-3.9: nothing that decides who is trusted is read from the header; it names nobody."""
    data = (practice.path / FIRST).read_bytes()
    value = json.loads(data)
    assert set(value) >= {"accounts", "database", "format", "generation", "mac", "vault", "version"}
    assert b"role" not in data
    assert LOGIN.encode() not in data
    assert PASSPHRASE.encode() not in data
    with signed_in(practice.path, login=None) as signin:
        assert signin.role == "owner"
