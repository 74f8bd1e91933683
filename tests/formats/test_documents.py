"""The documents say what the program does, and program and documents name each other."""

from __future__ import annotations

import hmac
import json
import re
from pathlib import Path

import pytest

from storage import entries, sealing
from storage.vault import FAILURES
from tests.formats import reader
from tests.formats.conftest import Made
from tests.formats.primitives import ZERO, check_signature, derive, digest, json_bytes, text
from tests.formats.reader import RefusedError, Secret
from tests.formats.verifying import RARE

ROOT = Path(__file__).parents[2]
VAULT = (ROOT / "docs/vault-format.md").read_text("utf-8")
BACKUP = (ROOT / "docs/backup-format.md").read_text("utf-8")
ID = re.compile(r"\bV-\d+(?:\.\d+)?(?![\d.]*\d)")


def ids_of_the_documents() -> set[str]:
    """Every id that is a heading."""
    return {found for found in re.findall(r"^##+ (V-[\d.]+) ", VAULT + BACKUP, re.MULTILINE) if ID.fullmatch(found)}


def cited(*folders: str) -> dict[str, set[str]]:
    """The ids in the code of these folders, with the files that name them."""
    found: dict[str, set[str]] = {}
    for folder in folders:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".py", ".sql"} and path.name != Path(__file__).name:
                for name in ID.findall(path.read_text("utf-8")):
                    found.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    return found


def section(name: str) -> str:
    """The text under the heading with this id or title."""
    return re.split(rf"^##+ {re.escape(name)}\b.*$", VAULT, flags=re.MULTILINE)[1].split("\n## ")[0].split("\n### ")[0]


def test_every_id_that_storage_cites_is_in_the_documents() -> None:
    known = ids_of_the_documents()
    assert {name: files for name, files in cited("storage").items() if name not in known} == {}


def test_every_id_of_the_documents_is_cited_by_code_or_test() -> None:
    rules = {name for name in ids_of_the_documents() if "." in name}  # the others are chapters
    assert rules - cited("storage", "tests").keys() == set()


def test_no_id_is_there_twice() -> None:
    found = re.findall(r"^##+ (V-[\d.]+) ", VAULT + BACKUP, re.MULTILINE)
    assert len(found) == len(set(found))


@pytest.mark.parametrize("document", [VAULT, BACKUP], ids=["vault", "backup"])
def test_every_id_that_a_document_refers_to_is_there(document: str) -> None:
    assert set(ID.findall(document)) - ids_of_the_documents() == set()


def test_derived_keys_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| `([a-z0-9/]+)` \| (\d+) \|", section("V-1.3"), re.MULTILINE)
    assert {name: int(length) for name, length in rows} == sealing.PURPOSES


def test_labels_are_those_of_the_program_and_none_begins_another() -> None:
    rows = re.findall(r"^\| (`[a-z/`, -]+`) \| .* \| V-", section("V-1.4"), re.MULTILINE)
    labels = {name for row in rows for name in re.findall(r"`([a-z/-]+)`", row)}
    assert len(labels) == 15
    assert not [(one, other) for one in labels for other in labels if one != other and one.startswith(other)]


def test_actions_are_those_of_the_program() -> None:
    rare, daily = section("V-6.1").split("Actions: ")[1].split("Facts that")[0].split("(the *rare* ones")
    assert set(re.findall(r"`([a-z_]+)`", rare)) == entries.RARE_ACTIONS == RARE
    assert set(re.findall(r"`([a-z_]+)`", daily)) == entries.DAILY_ACTIONS


def test_failures_have_the_codes_of_the_program() -> None:
    codes = {failure.name: failure.code for failure in FAILURES.values()}
    named = re.findall(r"\b(\d{3}) `([a-z_]+)`", VAULT + BACKUP)
    assert {name: int(code) for code, name in named if codes.get(name) != int(code)} == {}
    listed = {int(code) for code, _ in re.findall(r"\b(\d{3}) `([a-z_]+)`", section("V-9.1"))}
    assert listed == {int(code) for code, _ in named}


def test_tables_and_columns_are_those_of_the_database(made: Made) -> None:
    documented = dict(re.findall(r"^\| `([a-z_]+)` \| `([a-z_, ]+)` \|", section("V-4.3"), re.MULTILINE))
    header = reader.load_header(made.folder)
    key = reader.enter(header, made.secret).database_key
    connection = reader.connect(made.folder / "records-1.db", key, reader.salt_of(header))
    try:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        found = {
            table: ", ".join(row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')) for table in tables
        }
    finally:
        connection.close()
    assert found == documented


EXAMPLE = section("Worked example")
HEADER, ENTRY = re.findall(r"```json\n(.*?)\n```", EXAMPLE, re.DOTALL)
VALUES = dict(re.findall(r"^\| (.+) \| `(.+)` \|$", EXAMPLE, re.MULTILINE))


@pytest.mark.parametrize(("secret", "how"), [("passphrase", "passphrase"), ("recovery code", "recovery")])
def test_the_example_opens_and_gives_what_it_says(secret: str, how: str) -> None:
    header = reader.check_header(json.loads(HEADER))
    entered = reader.enter(header, Secret(VALUES[secret], VALUES["login"], how))
    assert f"{len(json_bytes(header)):,} bytes" in EXAMPLE
    assert entered.root.hex() == VALUES['`digest("root", …)`']
    assert entered.keys.public["sign"].hex() == VALUES["root's Ed25519 public key"]
    assert entered.database_key.hex() == VALUES["database key"]
    assert digest("header", json_bytes(header)).hex() == VALUES['`digest("header", …)`']
    (slot,) = (slot for slot in header["accounts"][0]["slots"] if slot["kind"] == how)
    key = reader.slot_key(slot, header["vault"], Secret(VALUES[secret], how=how))
    assert key.hex() == VALUES[f"key of the {how} slot"]


def test_the_example_entry_has_the_hash_and_signature_it_says() -> None:
    entry = ENTRY.encode()
    public = bytes.fromhex(VALUES["root's Ed25519 public key"])
    assert json.loads(ENTRY)["facts"]["root"] == text(digest("root", public))
    assert digest("audit", ZERO, entry).hex() == VALUES["hash of entry 1"]
    check_signature(public, bytes.fromhex(VALUES["signature of entry 1"]), "trail", ZERO + entry)


def test_the_example_refuses_another_secret() -> None:
    with pytest.raises(RefusedError):
        reader.enter(json.loads(HEADER), Secret("correct horse battery stable", VALUES["login"]))


def test_the_mac_of_the_example_covers_every_field() -> None:
    header = json.loads(HEADER)
    key = derive(bytes.fromhex(VALUES["database key"]), header["vault"], "header")
    for name in header.keys() - {"mac"}:
        tag = hmac.digest(key, json_bytes({**header, name: "changed", "mac": ""}), "sha256")
        assert text(tag) != header["mac"]
