"""The roster, the chain of entries, its sessions, and the signed rows in the order of the trail (V-3.6, V-5.6, V-6)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.formats.people import Roster
from tests.formats.primitives import (
    ZERO,
    BrokenError,
    check_signature,
    digest,
    ensure,
    json_bytes,
    parse,
    text,
    unseal,
    untext,
)
from tests.formats.rights import Rights


def words(line: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(line.split())


NEEDED = words("v vault seq at mono boot device session account action outcome app")
OPTIONAL = words("record revision compartment purpose objects rows facts detail")
RARE = words(
    "genesis unlock lock failed_unlock roster_changed passphrase_changed recovery_used recovery_changed "
    "recovery_checked header_written rekeyed backup "
    "backup_verified restore moved import destroy maintenance trail_verified seal setting damage_found "
    "history_acknowledged"
)
ROWS = {
    "generation": "compartment number kind maker at key_digest label signature",
    "grant": "id compartment generation grantee rights sealed_digest granter at expires signature",
    "revision": "record id compartment parent author at state digest signature",
}
SIGNERS = {"generation": "maker", "grant": "granter", "revision": "author"}


class Findings(list[tuple[str, str]]):
    """Names of V-6.7 and V-9.1, each with a place."""

    def add(self, name: str, place: object) -> None:
        """Note a finding."""
        self.append((name, str(place)))

    def names(self) -> set[str]:
        """Which kinds there are."""
        return {name for name, _ in self}


@dataclass
class Session:
    """The session the walk is in."""

    id: str
    account: str
    start: int
    key: bytes
    ended: bool = False


@dataclass
class Trail:
    """One walk over all entries; afterwards `accepted` holds the rows that count (V-5.6)."""

    connection: Any
    vault: str
    roster: Roster
    findings: Findings
    last: int = 0
    head: bytes = ZERO
    headers: list[tuple[str, dict[str, Any], bool]] = field(default_factory=list)
    hashes: dict[int, bytes] = field(default_factory=dict)
    accepted: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    sealed: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    _rows: dict[bytes, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    _named: set[bytes] = field(default_factory=set)
    _indexed: set[tuple[bytes, int, str | None]] = field(default_factory=set)
    _session: Session | None = None
    destroyed: set[str] = field(default_factory=set)  # by somebody who was allowed to (V-5.10)

    def __post_init__(self) -> None:
        """Rights are followed along the way."""
        self.rights = Rights(self.roster.is_active)

    def walk(self) -> None:
        """Entries, then what is left of rows, index tables and the last session."""
        self._load_rows()
        sql = "SELECT seq, entry, hash, signature, action, record, wrote, rare FROM trail ORDER BY seq"
        for seq, data, hashed, signature, *columns in self.connection.execute(sql):
            if seq != self.last + 1:
                self.findings.add("entry_missing", self.last + 1)
            if hashed != digest("audit", self.head, data):
                self.findings.add("chain_broken", seq)
            self._entry(seq, data, signature, tuple(columns))
            self.last, self.head, self.hashes[seq] = seq, hashed, hashed
        self._close_session()
        for row_digest, (table, row) in self._rows.items():
            if row_digest not in self._named:
                self.findings.add("row_forged", f"{table} {row.get('id') or row['compartment']}")
        for row_digest in self.roster.rows.keys() - self._named:
            self.findings.add("row_forged", f"roster {row_digest.hex()}")
        if set(self.connection.execute("SELECT digest, seq, compartment FROM named")) != self._indexed:
            self.findings.add("columns_differ", "named")

    def _load_rows(self) -> None:
        for table, names in ROWS.items():
            columns = names.split()
            for values in self.connection.execute(f'SELECT {", ".join(columns)} FROM "{table}"'):  # noqa: S608
                row = dict(zip(columns, values, strict=True))
                self._rows[digest(f"row/{table}", message(table, row, self.vault), row["signature"])] = (table, row)

    def _entry(self, seq: int, data: bytes, signature: bytes, columns: tuple[Any, ...]) -> None:
        try:
            entry = parse(data)
            ensure(isinstance(entry, dict) and NEEDED <= set(entry) <= NEEDED | OPTIONAL and entry["v"] == 1)
            ensure(all(entry[name] for name in OPTIONAL & set(entry)))
            rows = [untext(row) for row in entry.get("rows", [])]
        except BrokenError:
            self.findings.add("entry_damaged", seq)
            return
        expected = (entry["action"], entry.get("record"), len(rows), int(entry["action"] in RARE))
        if columns != expected or (entry["seq"], entry["vault"]) != (seq, self.vault):
            self.findings.add("columns_differ", seq)
        if not all(re.fullmatch("[a-z_]{1,40}", entry.get(name, "a")) for name in ("outcome", "purpose")):
            self.findings.add("not_a_code", seq)
        self._follow_session(entry, data, signature)
        self.rights.pass_by(entry)
        self._remember(entry, rows)
        for row in rows:
            self._accept(entry, row)

    def _follow_session(self, entry: dict[str, Any], data: bytes, signature: bytes) -> None:
        """Certificate, signature, end (V-6.3)."""
        seq, session = entry["seq"], self._session
        try:
            if seq == 1:
                ensure((entry["action"], entry["session"]) == ("genesis", ""))
                ensure(entry["facts"]["root"] == text(self.roster.root))
                check_signature(self.roster.public(entry["account"], 1), signature, "trail", self.head + data)
                return
            if entry["action"] == "unlock" and (session is None or entry["session"] != session.id):
                self._close_session()
                session = self._session = self._begin(entry)
            if session is None or (entry["session"], entry["account"]) != (session.id, session.account):
                self.findings.add("session_mixed", seq)
                return
            if session.ended:
                self.findings.add("entry_after_end", seq)
            check_signature(session.key, signature, "trail", self.head + data)
        except (BrokenError, KeyError):
            self.findings.add("signature_invalid", seq)
        if entry["action"] == "lock" and session is not None:
            session.ended = True
            facts = entry.get("facts", {})
            if (facts.get("count"), facts.get("head")) != (seq - session.start + 1, text(self.head)):
                self.findings.add("session_count", seq)

    def _begin(self, entry: dict[str, Any]) -> Session:
        names = ("account", "at", "session", "vault")
        session_key = entry.get("facts", {}).get("session_key", "")
        try:
            signed = json_bytes({**{name: entry[name] for name in names}, "session_key": session_key})
            certificate = untext(entry["facts"]["certificate"])
            public = self.roster.public(entry["account"], entry["seq"])
            check_signature(public, certificate, "certificate", signed)
            return Session(entry["session"], entry["account"], entry["seq"], untext(session_key))
        except (BrokenError, KeyError):
            self.findings.add("certificate_invalid", entry["seq"])
            return Session(entry["session"], entry["account"], entry["seq"], b"")

    def _close_session(self) -> None:
        if self._session is not None and not self._session.ended:
            self.findings.add("session_without_end", self._session.start)

    def _remember(self, entry: dict[str, Any], rows: list[bytes]) -> None:
        """What `named` must say, the last header, and sealed details."""
        if "record" not in entry:
            self._indexed |= {(row, entry["seq"], entry.get("compartment")) for row in rows}
        if entry["action"] == "header_written":
            place = str(entry["seq"])
            holds = not {("chain_broken", place), ("signature_invalid", place)} & set(self.findings)
            self.headers.append((entry["outcome"], entry.get("facts", {}), holds))
        if entry["action"] == "destroy" and self.rights.has(entry["account"], entry["compartment"], "share", entry):
            self.destroyed.add(entry["compartment"])
        if "detail" in entry:
            self.sealed.append(entry)
        if rows:
            self.attachments += [(entry["record"], one) for one in entry.get("facts", {}).get("attachments", [])]

    def _accept(self, entry: dict[str, Any], row_digest: bytes) -> None:
        """A named row counts if it is there, its signature holds, and its signer had the right (V-5.6)."""
        if row_digest in self._named:
            self.findings.add("row_forged", entry["seq"])
            return
        self._named.add(row_digest)
        if row_digest in self.roster.rows:
            seq, account = self.roster.rows[row_digest]
            if account != entry["account"] or seq not in {None, entry["seq"]}:
                self.findings.add("row_forged", entry["seq"])
            return
        if row_digest not in self._rows:
            self.findings.add("row_deleted", entry["seq"])
            return
        table, row = self._rows[row_digest]
        signer = row[SIGNERS[table]]
        try:
            ensure(signer == entry["account"] and row["compartment"] == entry.get("compartment"))
            public = self.roster.public(signer, entry["seq"])
            check_signature(public, row["signature"], table, message(table, row, self.vault))
            ensure(self._has_right(table, row, entry))
        except (BrokenError, KeyError):
            self.findings.add("row_forged", entry["seq"])
            return
        self.accepted.append((table, row))

    def _has_right(self, table: str, row: dict[str, Any], entry: dict[str, Any]) -> bool:
        if table == "generation":
            return self.rights.generation(row, entry)
        if table == "grant":
            return self.rights.grant(row, entry)
        named = (entry.get("record"), entry.get("revision"), len(entry["rows"]))
        return named == (row["record"], row["id"], 1) and self.rights.has(
            row["author"], row["compartment"], "write", entry
        )


def message(table: str, row: dict[str, Any], vault: str) -> bytes:
    """What the signature of a row covers (V-5.2 to V-5.4)."""
    signed = {name: text(value) if isinstance(value, bytes) else value for name, value in row.items()}
    del signed["signature"]
    if table == "generation":
        del signed["label"]
        signed["label_digest"] = text(digest("label", row["label"]))
    return json_bytes({**signed, "vault": vault})


def check_anchor(sealed: bytes | None, key: bytes, whose: tuple[str, str], trail: Trail) -> None:
    """The trail must contain what this account saw (V-6.5)."""
    if sealed is None:
        return
    try:
        anchor = parse(unseal(key, sealed, json_bytes({"account": whose[0], "vault": whose[1]})))
    except BrokenError:
        trail.findings.add("anchor_missing", whose[0])
        return
    if text(trail.roster.heads.get(anchor["roster_rows"], b"")) != anchor["roster_head"]:
        trail.findings.add("people_missing", anchor["roster_rows"])
    if anchor["seq"] > trail.last:
        trail.findings.add("history_missing", anchor["seq"])
    elif text(trail.hashes.get(anchor["seq"], b"")) != anchor["head"]:
        trail.findings.add("history_rewritten", anchor["seq"])
