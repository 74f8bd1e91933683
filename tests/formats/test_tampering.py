"""The second reader notices a flipped byte in every part of a vault and a backup."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from storage import vault
from storage.vault import Event, KnownError, SecretBytes
from tests.formats import reader
from tests.formats.conftest import Made, Tamper, sign_in
from tests.formats.primitives import json_bytes
from tests.formats.reader import RefusedError

HEADERS = ("vault.json", "vault.json.1")


def code_of(folder: Path, made: Made) -> int:
    """The code with which the folder is refused; 0 when it opens."""
    try:
        reader.open_vault(folder, made.secret)
    except RefusedError as refused:
        return refused.code
    return 0


def program_code_of(folder: Path, made: Made) -> int:
    """The code with which the program refuses to sign in; 0 when it does."""
    try:
        sign_in(folder, made.secret).lock("test")
    except KnownError as error:
        return error.code
    return 0


def flip(path: Path, position: int) -> None:
    """Change the lowest bit of one byte."""
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    path.write_bytes(data)


def changed(value: str) -> str:
    """The same text with another letter near the middle."""
    middle = len(value) // 2 + 1  # not the hyphen in the middle of an id
    return f"{value[:middle]}{'b' if value[middle] != 'b' else 'c'}{value[middle + 1 :]}"


def at(header: dict[str, Any], *path: str | int) -> tuple[Any, str | int]:
    """The object that holds a field of the header, and the field's name in it."""
    found: Any = header
    for name in path[:-1]:
        found = found[name]
    return found, path[-1]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (("format",), 502),
        (("version",), 801),
        (("vault",), 301),
        (("generation",), 514),
        (("database", "file"), 502),
        (("database", "salt"), 514),
        (("accounts", 0, "id"), 301),
        (("accounts", 0, "login_tag"), 301),
        (("accounts", 0, "database_key"), 507),
        (("accounts", 0, "slots", 0, "kind"), 502),
        (("accounts", 0, "slots", 0, "made_at"), 301),
        (("accounts", 0, "slots", 0, "salt"), 301),
        (("accounts", 0, "slots", 0, "sealed"), 301),
        (("accounts", 0, "slots", 1, "sealed"), 514),
        (("mac",), 514),
    ],
)
def test_a_changed_field_in_both_headers(made: Made, copy: Path, path: tuple[str | int, ...], code: int) -> None:
    header = json.loads((copy / "vault.json").read_bytes())
    holder, name = at(header, *path)
    holder[name] = holder[name] + 1 if isinstance(holder[name], int) else changed(holder[name])
    for file in HEADERS:
        (copy / file).write_bytes(json_bytes(header))
    assert code_of(copy, made) == program_code_of(copy, made) == code


@pytest.mark.parametrize("file", HEADERS)
def test_one_damaged_header_is_not_needed(made: Made, copy: Path, file: str) -> None:
    flip(copy / file, 0)
    assert code_of(copy, made) == 0
    (copy / file).unlink()
    assert code_of(copy, made) == 0


@pytest.mark.parametrize("file", HEADERS)
def test_a_cut_header_is_not_intact(made: Made, copy: Path, file: str) -> None:
    for name in HEADERS:
        (copy / name).write_bytes((copy / name).read_bytes()[:-1])
    assert code_of(copy, made) == 502
    (copy / file).unlink()
    assert code_of(copy, made) == 502


def test_no_header_is_no_vault(made: Made, tmp_path: Path) -> None:
    assert code_of(tmp_path, made) == 602


def test_every_page_of_the_database(made: Made, copy: Path) -> None:
    database = copy / "records-1.db"
    for start in range(0, database.stat().st_size, 4096):
        for position in (start + 1, start + 2048, start + 4095):
            flip(database, position)
            assert is_noticed(copy, made), position
            flip(database, position)
    assert not is_noticed(copy, made)


def is_noticed(folder: Path, made: Made) -> bool:
    """Whether a damaged page is refused, or found where nothing reads it."""
    try:
        return "integrity" in reader.open_vault(folder, made.secret).findings.names()
    except RefusedError as refused:
        return refused.code == 501


def test_the_anchor(made: Made, copy: Path) -> None:
    (anchor,) = (copy / "anchors").iterdir()
    flip(anchor, 40)
    assert reader.open_vault(copy, made.secret).findings.names() == {"anchor_missing"}


BLOBS = [
    ("generation", "key_digest", {"row_forged", "row_deleted"}),
    ("generation", "label", {"row_forged", "row_deleted"}),
    ("generation", "signature", {"row_forged", "row_deleted"}),
    ("grant", "sealed_digest", {"row_forged", "row_deleted"}),
    ("grant", "signature", {"row_forged", "row_deleted"}),
    ("grant_key", "sealed", {"compartment_damaged"}),
    ("revision", "digest", {"row_forged", "row_deleted"}),
    ("revision", "signature", {"row_forged", "row_deleted"}),
    ("body", "sealed", {"record_damaged"}),
    ("draft", "sealed", {"record_damaged"}),
    ("trail", "entry", {"chain_broken"}),
    ("trail", "hash", {"chain_broken"}),
    ("trail", "signature", {"signature_invalid"}),
    ("named", "digest", {"columns_differ"}),
]


def flipped(column: str) -> str:
    """SQL for the bytes of a column with one byte in the middle replaced."""
    middle = f"(length({column}) / 2)"
    byte = f"CASE substr({column}, {middle}, 1) WHEN x'31' THEN x'32' ELSE x'31' END"
    return f"CAST(substr({column}, 1, {middle} - 1) || {byte} || substr({column}, {middle} + 1) AS BLOB)"


@pytest.mark.parametrize("where", BLOBS)
@pytest.mark.parametrize("place", ["min", "max"])
def test_a_flipped_byte_in_a_row(
    made: Made, copy: Path, tamper: Tamper, where: tuple[str, str, set[str]], place: str
) -> None:
    table, column, names = where
    key = {"draft": "record", "trail": "seq", "named": "seq"}.get(table, "signature")
    key = {"body": "revision", "grant_key": '"grant"'}.get(table, key)
    tamper(
        f'UPDATE "{table}" SET {column} = {flipped(column)} '  # noqa: S608
        f'WHERE {key} = (SELECT {place}({key}) FROM "{table}")'
    )
    assert names <= reader.open_vault(copy, made.secret).findings.names()


COLUMNS = [
    ("generation SET kind = 'clinical2'", "row_forged"),
    ("generation SET at = '2020-01-01T00:00:00.000Z'", "row_forged"),
    ("generation SET maker = 'somebody'", "row_forged"),
    ("generation SET compartment = compartment || '0'", "row_forged"),
    ("\"grant\" SET rights = 'read'", "row_forged"),
    ("\"grant\" SET expires = '2030-01-01T00:00:00.000Z'", "row_forged"),
    ("\"grant\" SET granter = 'somebody'", "row_forged"),
    ("\"grant\" SET grantee = 'somebody'", "row_forged"),
    ('"grant" SET generation = 2', "row_forged"),
    ("revision SET author = 'somebody'", "row_forged"),
    ("revision SET at = '2020-01-01T00:00:00.000Z'", "row_forged"),
    ("revision SET state = 'saved' WHERE state = 'signed'", "row_forged"),
    ("revision SET parent = 'none'", "row_forged"),
    ("body SET generation = 2", "record_damaged"),
    ("trail SET action = 'list'", "columns_differ"),
    ("trail SET record = 'other'", "columns_differ"),
    ("trail SET wrote = 7", "columns_differ"),
    ("trail SET rare = 2", "columns_differ"),
    ("trail SET seq = seq + 100", "entry_missing"),
    ("named SET seq = seq + 100", "columns_differ"),
    ("named SET compartment = 'other'", "columns_differ"),
]


@pytest.mark.parametrize(("change", "name"), COLUMNS)
def test_a_changed_column(made: Made, copy: Path, tamper: Tamper, change: str, name: str) -> None:
    tamper(f"UPDATE {change}")
    assert name in reader.open_vault(copy, made.secret).findings.names()


@pytest.mark.parametrize(("column", "code"), [("event", 505), ("hash", 505), ("signature", 505), ("acceptance", 505)])
def test_a_changed_roster(made: Made, copy: Path, tamper: Tamper, column: str, code: int) -> None:
    tamper(f"UPDATE roster SET {column} = {flipped(column)}")  # noqa: S608
    assert code_of(copy, made) == code


def test_a_roster_with_another_root(made: Made, copy: Path, tamper: Tamper) -> None:
    tamper('UPDATE roster SET event = CAST(replace(CAST(event AS TEXT), \'"sign":"\', \'"sign":"A\') AS BLOB)')
    assert code_of(copy, made) in {504, 505}
    tamper("DELETE FROM roster")
    assert code_of(copy, made) == 504


FORGED = (
    "INSERT INTO revision SELECT record, 'forged', compartment, id, author, at, state, digest, signature FROM revision"
)


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("DELETE FROM revision WHERE state = 'signed'", "row_deleted"),
        ("DELETE FROM body WHERE revision IN (SELECT id FROM revision WHERE state = 'signed')", "body_deleted"),
        ('DELETE FROM "grant"', "row_deleted"),
        ("DELETE FROM grant_key", "compartment_damaged"),
        ("DELETE FROM generation", "row_deleted"),
        ("DELETE FROM trail WHERE seq = 20", "entry_missing"),
        ("DELETE FROM trail WHERE seq > 20", "history_missing"),
        ("DELETE FROM trail WHERE seq = (SELECT max(seq) FROM trail)", "session_without_end"),
        ("DELETE FROM named WHERE seq = 4", "columns_differ"),
        (f"{FORGED} LIMIT 1", "row_forged"),
    ],
)
def test_what_was_taken_away_or_added(made: Made, copy: Path, tamper: Tamper, sql: str, name: str) -> None:
    tamper(sql)
    assert name in reader.open_vault(copy, made.secret).findings.names()


@pytest.mark.parametrize(("generation", "digest", "code"), [(2, "", 503), (1, "AAAA", 514), (0, "", 514)])
def test_a_header_that_is_not_that_of_its_entry(
    made: Made, copy: Path, generation: int, digest: str, code: int
) -> None:
    signin = sign_in(copy, made.secret)
    facts = {"digest": digest, "generation": generation}
    signin.note_event(Event(action="header_written", outcome="done", facts=facts))
    signin.lock("test")
    assert code_of(copy, made) == program_code_of(copy, made) == code


@pytest.mark.parametrize("outcomes", [["begun"], ["begun", "begun"], ["begun", "failed"], ["begun", "failed", "begun"]])
def test_a_change_of_the_header_that_was_cut_short(made: Made, copy: Path, outcomes: list[str]) -> None:
    signin = sign_in(copy, made.secret)
    for outcome in outcomes:
        signin.note_event(Event(action="header_written", outcome=outcome, facts={"digest": "AAAA", "generation": 2}))
    signin.lock("test")
    assert code_of(copy, made) == program_code_of(copy, made) == 0


def test_an_entry_with_words_for_a_code(made: Made, copy: Path) -> None:
    signin = sign_in(copy, made.secret)
    trail = signin._vault.trail
    with trail.transaction():
        entry = trail._entry(Event(action="view", purpose="Zofia was here"), "2026-01-01T00:00:00.000Z")
        trail._store(entry, trail._signer)
    report = vault.verify_trail(signin.verify_job())
    signin.lock("test")
    assert "not_a_code" in {finding.code for finding in report.findings}
    assert "not_a_code" in reader.open_vault(copy, made.secret).findings.names()


def test_a_header_entry_that_does_not_hold(made: Made, copy: Path, tamper: Tamper) -> None:
    tamper(f"UPDATE trail SET signature = {flipped('signature')} WHERE action = 'header_written'")  # noqa: S608
    assert code_of(copy, made) == program_code_of(copy, made) == 512


def backup_code(file: Path, made: Made) -> int:
    """The code with which a backup is refused; 0 when it opens."""
    try:
        reader.open_backup(file, made.secret)
    except RefusedError as refused:
        return refused.code
    return 0


def program_code(file: Path, made: Made) -> int:
    """The code with which the program refuses a backup; 0 when it opens."""
    try:
        vault.verify_backup(
            file, secret=SecretBytes.from_text(made.secret.typed), login=made.secret.login, allow_cheap=True
        )
    except KnownError as error:
        return error.code
    return 0


def test_a_flipped_byte_in_each_part_of_a_backup(made: Made, tmp_path: Path) -> None:
    data = made.backup.read_bytes()
    line = data.index(b"\n", 20)
    file = tmp_path / made.backup.name
    codes = {}
    for position in (0, 17, 18, 19, 20, 40, line, line + 1, line + 5000, len(data) - 33, len(data) - 32, len(data) - 1):
        file.write_bytes(data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :])
        codes[position] = backup_code(file, made)
        assert program_code(file, made) == codes[position], position
    assert 0 not in codes.values()
    assert set(codes.values()) <= {513, 801}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("app", "9", 513),
        ("at", "2020-01-01T00:00:00.000Z", 513),
        ("payload", 4096, 513),
        ("records", 0, 513),
        ("schema", 2, 801),
        ("trail", {}, 513),
        ("vault", {}, 513),
        ("vault", {"format": "clientsafe-vault", "version": 2}, 801),
    ],
)
def test_a_changed_field_of_a_backup(made: Made, tmp_path: Path, name: str, value: object, code: int) -> None:
    first, line, rest = made.backup.read_bytes().split(b"\n", 2)
    file = tmp_path / made.backup.name
    file.write_bytes(b"\n".join([first, json_bytes({**json.loads(line), name: value}), rest]))
    assert backup_code(file, made) == program_code(file, made) == code


def test_a_cut_or_longer_backup(made: Made, tmp_path: Path) -> None:
    data = made.backup.read_bytes()
    file = tmp_path / made.backup.name
    for part in (data[:10], data[:19], data[:20], data[:500], data[:9000], data[:-1], data + b"\n"):
        file.write_bytes(part)
        assert backup_code(file, made) == program_code(file, made) != 0, len(part)
    assert backup_code(tmp_path / "none", made) == 603
