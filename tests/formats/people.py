"""Who is in the practice at each entry of the trail, and with which key (V-3.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.formats.primitives import ZERO, BrokenError, check_signature, digest, ensure, json_bytes, parse, text, untext
from tests.formats.rights import ORDERS, PRIVATE

KEYS = {"sign", "x25519", "mlkem768"}
COMMON = {"v", "vault", "n", "at", "type", "by", "account"}
FIELDS = {
    "add": KEYS | {"role"},
    "role": {"role"},
    "state": {"state"},
    "keys": KEYS | {"proof"},
    "standing": {"kind", "mode", "on", "rights"},
}


class OtherRootError(BrokenError):
    """The roster does not begin with the root that the slot names."""


@dataclass
class Person:
    """An account: its keys and roles, each with the entry after which it counts, and when it left."""

    keys: list[tuple[int, dict[str, str]]]
    roles: list[tuple[int, str]]
    since: int
    left: int | None = None
    standing: dict[str, str] = field(default_factory=dict)

    @property
    def role(self) -> str:
        """The role it has now."""
        return self.roles[-1][1]

    def key(self, name: str) -> bytes:
        """A public key it has now."""
        return untext(self.keys[-1][1][name])


@dataclass
class Roster:
    """People by account id, the root's digest, (row digest, entry, account that must name it), each row's hash."""

    root: bytes
    people: dict[str, Person] = field(default_factory=dict)
    rows: dict[bytes, tuple[int | None, str]] = field(default_factory=dict)
    heads: dict[int, bytes] = field(default_factory=dict)

    def is_active(self, account: str, seq: int) -> bool:
        """Whether an account is there at an entry."""
        person = self.people.get(account)
        return person is not None and person.since < seq and (person.left is None or seq <= person.left)

    def public(self, account: str, seq: int) -> bytes:
        """The signing key in force at an entry; BrokenError where the account is not there."""
        ensure(self.is_active(account, seq))
        return untext([keys for since, keys in self.people[account].keys if since < seq][-1]["sign"])

    def owners(self) -> list[str]:
        """Active owners at the end of what was read."""
        return [name for name, person in self.people.items() if person.left is None and person.role == "owner"]


def check_roster(connection: Any, vault: str, root: bytes) -> Roster:
    """The whole chain, and the entries that name it; OtherRootError, or BrokenError for any other fault."""
    roster, previous, last = Roster(root), ZERO, 0
    found = connection.execute("SELECT n, event, hash, signature, acceptance FROM roster ORDER BY n").fetchall()
    for number, (n, data, hashed, *signatures) in enumerate(found, start=1):
        event = parse(data)
        ensure(event.get("type") in FIELDS)
        ensure(set(event) == COMMON | FIELDS[event["type"]] | ({"seq"} if number > 1 else set()))
        if number == 1:
            _check_founder(event, root, signatures)
        ensure((event["v"], event["vault"]) == (1, vault))
        ensure(n == number == event["n"] and hashed == digest("roster", previous, data))
        ensure(number == 1 or (last < event["seq"] and event["by"] in roster.owners()))
        last = event.get("seq", 0)
        _check_signatures(roster, event, previous, signatures)
        _take(roster, event, last)
        ensure(roster.owners())
        by = event["account"] if event["type"] == "keys" else event["by"]
        roster.rows[digest("row/roster", hashed, *signatures)] = (event.get("seq"), by)
        previous = roster.heads[number] = hashed
    if not found:
        raise OtherRootError
    for row, (seq, account) in roster.rows.items():
        ensure(seq is None or _is_named(connection, row, seq, account))
    return roster


def _check_founder(event: dict[str, Any], root: bytes, signatures: list[bytes]) -> None:
    ensure((event["type"], event["by"]) == ("add", event["account"]) and signatures[0] == signatures[1])
    if digest("root", untext(event["sign"])) != root:
        raise OtherRootError


def _check_signatures(roster: Roster, event: dict[str, Any], previous: bytes, signatures: list[bytes]) -> None:
    known, message = roster.people.get(event["account"]), previous + json_bytes(event)
    own = untext(event["sign"]) if known is None else known.key("sign")
    by = roster.people[event["by"]].key("sign") if event["by"] in roster.people else own
    check_signature(by, signatures[0], "roster", message)
    if event["type"] in {"add", "keys"}:
        check_signature(own, signatures[1], "roster", message)
    else:
        ensure(signatures[0] == signatures[1])
    if event["type"] == "keys":
        unproven = json_bytes({name: value for name, value in event.items() if name != "proof"})
        check_signature(untext(event["sign"]), untext(event["proof"]), "roster", previous + unproven)


def _take(roster: Roster, event: dict[str, Any], seq: int) -> None:
    """What an event says, where it may be said."""
    kind, person = event["type"], roster.people.get(event["account"])
    if kind == "add":
        ensure(person is None)
        keys = {name: event[name] for name in KEYS}
        roster.people[event["account"]] = Person([(seq, keys)], [(seq, event["role"])], seq)
        return
    if person is None or person.left is not None:
        raise BrokenError
    if kind == "role":
        ensure(event["role"] != person.role)
        person.roles.append((seq, event["role"]))
    elif kind == "state":
        ensure(event["state"] == "removed" and event["by"] != event["account"])
        person.left = seq
    elif kind == "keys":
        ensure(event["sign"] != text(person.key("sign")))
        person.keys.append((seq, {name: event[name] for name in KEYS}))
    else:
        _stand(person, event)


def _stand(person: Person, event: dict[str, Any]) -> None:
    kind, rights = event["kind"], event["rights"]
    ensure(event["mode"] == "ordinary" and kind not in PRIVATE and isinstance(event["on"], bool))
    if event["on"]:
        ensure(rights in ORDERS)
        person.standing[kind] = rights
    else:
        ensure(rights == "" and person.standing.pop(kind, ""))


def _is_named(connection: Any, row: bytes, seq: int, account: str) -> bool:
    found = connection.execute("SELECT entry FROM trail WHERE seq = ?", (seq,)).fetchone()
    entry = parse(found[0]) if found else {}
    named = {name: entry.get(name) for name in ("seq", "action", "account", "rows")}
    return named == {"seq": seq, "action": "roster_changed", "account": account, "rows": [text(row)]}
