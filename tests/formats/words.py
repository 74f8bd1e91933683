"""What an account may open: compartments, bodies, drafts, details of the trail (V-5, V-6.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.formats.primitives import AccountKeys, BrokenError, digest, ensure, json_bytes, parse, unseal, untext
from tests.formats.verifying import Findings, Trail, message


@dataclass(frozen=True)
class Version:
    """One revision with its words; `kind` and `version` say how the body is to be read (V-5.7)."""

    revision: str
    parent: str | None
    compartment: str
    author: str
    at: str
    state: str
    kind: str
    version: int
    body: dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """What somebody was typing, or a private note."""

    compartment: str | None
    at: str
    plain: Any


@dataclass(frozen=True)
class Compartment:
    """The key of one generation, and what the compartment is."""

    kind: str
    maker: str
    label: dict[str, str]
    key: bytes


@dataclass
class Records:
    """Opens everything this account holds a grant for."""

    connection: Any
    vault: str
    account: str
    keys: AccountKeys
    findings: Findings
    compartments: dict[tuple[str, int], Compartment] = field(default_factory=dict)
    older: dict[str, list[bytes]] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def open_compartments(self, trail: Trail) -> None:
        """V-5.2, V-5.3: generations and grants that the trail accepts, with their keys."""
        generations = {
            (row["compartment"], row["number"]): row for table, row in trail.accepted if table == "generation"
        }
        sealed = dict(self.connection.execute('SELECT "grant", sealed FROM grant_key'))
        in_force = {grant["id"]: grant for grant in trail.rights.in_force()}
        for table, grant in trail.accepted:
            is_there = table == "grant" and grant["id"] in sealed
            is_old = table == "grant" and grant["generation"] < trail.rights.places[grant["compartment"]].number
            if table != "grant" or (not is_there and (is_old or grant["compartment"] in trail.destroyed)):
                continue
            try:
                ensure(digest("grant", sealed[grant["id"]]) == grant["sealed_digest"])
                if grant["grantee"] == self.account and grant["id"] in in_force:
                    self._take(generations, grant, sealed[grant["id"]])
            except (BrokenError, KeyError):
                self.findings.add("compartment_damaged", grant["compartment"])

    def _take(self, generations: dict[tuple[str, int], dict[str, Any]], grant: dict[str, Any], sealed: bytes) -> None:
        """The key of the grant, and the older ones that each label passes on (V-5.2)."""
        place = (grant["compartment"], grant["generation"])
        opened = self.compartments[place] = self._open(generations[place], grant, sealed)
        keys = self.older.setdefault(place[0], [])
        while "previous" in opened.label:
            key = untext(opened.label["previous"])
            known = digest("compartment-key", key)
            generation = next(
                row for (name, _), row in generations.items() if name == place[0] and row["key_digest"] == known
            )
            keys.append(key)
            opened = Compartment(generation["kind"], generation["maker"], self._label(generation, key), key)

    def _open(self, generation: dict[str, Any], grant: dict[str, Any], sealed: bytes) -> Compartment:
        context = {name: grant[name] for name in ("compartment", "generation", "grantee")}
        key = self.keys.unseal(sealed, "grant", {**context, "grant": grant["id"], "vault": self.vault})
        ensure(digest("compartment-key", key) == generation["key_digest"])
        return Compartment(generation["kind"], generation["maker"], self._label(generation, key), key)

    @staticmethod
    def _label(generation: dict[str, Any], key: bytes) -> dict[str, str]:
        named = json_bytes({name: generation[name] for name in ("compartment", "kind", "number")})
        label: dict[str, str] = parse(unseal(key, generation["label"], named))
        return label

    def versions(self, trail: Trail) -> dict[str, list[Version]]:
        """All revisions this account can open, by record, oldest first (V-5.4)."""
        found: dict[str, list[Version]] = {}
        sql = "SELECT record, revision, generation, sealed FROM body"
        bodies = {(record, revision): rest for record, revision, *rest in self.connection.execute(sql)}
        for table, row in trail.accepted:
            if table != "revision":
                continue
            if (row["record"], row["id"]) not in bodies and row["compartment"] in trail.destroyed:
                self.gone.add(row["record"])
                continue
            if (row["record"], row["id"]) not in bodies:
                self.findings.add("body_deleted", row["id"])
                continue
            generation, sealed = bodies[row["record"], row["id"]]
            compartment = self.compartments.get((row["compartment"], generation))
            if compartment is not None:
                self._open_body(row, compartment.key, (generation, sealed), found)
            elif any(known == row["compartment"] for known, _ in self.compartments):
                self.findings.add("record_damaged", row["id"])
        return found

    def _open_body(
        self, row: dict[str, Any], key: bytes, body: tuple[int, bytes], found: dict[str, list[Version]]
    ) -> None:
        generation, sealed = body
        try:
            plain = unseal(key, sealed, message("revision", row, self.vault) + b"\n" + str(generation).encode())
            ensure(digest("content", plain) == row["digest"])
            value = parse(plain.rstrip(b" "))
            words = {name: value[name] for name in ("kind", "version", "body")}
            self.files += value.get("attachments", [])
        except (BrokenError, KeyError, TypeError):
            self.findings.add("record_damaged", row["id"])
            return
        envelope = {name: row[name] for name in ("parent", "compartment", "author", "at", "state")}
        found.setdefault(row["record"], []).append(Version(row["id"], **envelope, **words))

    def drafts(self) -> dict[str, Draft]:
        """This account's drafts and memos (V-5.8)."""
        found = {}
        sql = "SELECT record, compartment, at, sealed FROM draft WHERE account = ?"
        for record, compartment, at, sealed in self.connection.execute(sql, (self.account,)):
            whose = {"account": self.account, "compartment": compartment, "record": record, "vault": self.vault}
            context = json_bytes(whose)
            try:
                found[record] = Draft(compartment, at, parse(unseal(self._personal(), sealed, context)))
                self.files += found[record].plain.get("attachments", [])
            except BrokenError:
                self.findings.add("record_damaged", record)
        return found

    def details(self, trail: Trail) -> dict[int, Any]:
        """The sealed words of entries, as far as this account can open them (V-6.1)."""
        found: dict[int, Any] = {}
        for entry in trail.sealed:
            holder = entry.get("compartment") or self._practice(trail)
            keys = [known.key for (compartment, _), known in self.compartments.items() if compartment == holder]
            keys += self.older.get(holder, [])
            context = json_bytes({"compartment": holder, "seq": entry["seq"], "vault": self.vault})
            for key in keys:
                try:
                    found[entry["seq"]] = parse(unseal(key, untext(entry["detail"]), context))
                except BrokenError:
                    continue
            if keys and entry["seq"] not in found:
                self.findings.add("entry_damaged", entry["seq"])
        return found

    def _practice(self, trail: Trail) -> str:
        """The one that the founder made (V-5.1)."""
        founder, places = next(iter(trail.roster.people)), trail.rights.places
        own = {place for place, _ in self.compartments if places[place].kind == "practice"}
        return next((place for place in own if places[place].creator == founder), "")

    def _personal(self) -> bytes:
        """The key of the account's own compartment, made by itself (V-5.1)."""
        own = [
            (place, -number, known.key)
            for (place, number), known in self.compartments.items()
            if (known.kind, known.maker) == ("personal", self.account)
        ]
        ensure(own)
        return min(own)[2]
