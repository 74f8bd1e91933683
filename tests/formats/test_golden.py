"""A vault and a backup of the day the format was frozen: every later program reads all of it and changes none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.records import KINDS, decode, describe, encode, kind_of
from storage import vault
from storage.vault import Query, SecretBytes, SignIn
from tests.formats import reader
from tests.formats.make_golden import BACKUP, DATABASE, EXPECTED, GOLDEN, VAULT, payload, told
from tests.formats.reader import Secret
from tests.storage.kit import entries_of, failure_of, findings, verify

KNOWN: dict[str, Any] = json.loads((GOLDEN / EXPECTED).read_text("utf-8"))
RECORDS: dict[str, list[list[Any]]] = KNOWN["records"]
SECRETS = {"passphrase": KNOWN["passphrase"], "recovery": KNOWN["recovery_code"]}
MOST_BYTES = 300_000


@pytest.fixture
def golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the vault, with the database that its backup holds."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = Path(shutil.copytree(GOLDEN / VAULT, tmp_path / VAULT))
    (folder / DATABASE).write_bytes(payload(GOLDEN / BACKUP))
    return folder


def open_vault(folder: Path, how: vault.How = "passphrase") -> SignIn:
    """It was moved away, and is taken back."""
    with SecretBytes.from_text(SECRETS[how]) as secret:
        return vault.unlock(
            folder, secret=secret, login=KNOWN["login"], how=how, describe=describe, allow_cheap=True, take_back=True
        )


def read(signin: SignIn) -> dict[str, list[list[Any]]]:
    """Every revision as the program shows it."""
    return {
        record: [[one.revision, one.state, one.kind, one.version, one.body] for one in signin.history(record)]
        for record in RECORDS
    }


def bodies(signin: SignIn) -> list[tuple[Any, ...]]:
    """The sealed words, as they are stored."""
    found = signin._vault.connection.execute(
        "SELECT revision, sealed FROM body WHERE record IN (SELECT record FROM body)"
    )
    return sorted(row for row in found if row[0] in {one[0] for versions in RECORDS.values() for one in versions})


@pytest.mark.parametrize("how", ["passphrase", "recovery"])
def test_the_second_reader_reads_vault_and_backup(golden: Path, how: str) -> None:
    secret = Secret(SECRETS[how], KNOWN["login"], how, allow_cheap=True)
    for reading in (reader.open_vault(golden, secret), reader.open_backup(GOLDEN / BACKUP, secret)):
        assert told(reading) == {name: KNOWN[name] for name in ("attachments", "drafts", "entries", "head", "records")}
        assert reading.findings == []


def test_the_program_reads_every_revision_draft_and_file(golden: Path) -> None:
    signin = open_vault(golden)
    assert [notice.name for notice in signin.notices] == ["last_sign_in"]
    assert read(signin) == RECORDS
    drafts = [signin.draft(record) for record in signin.drafts()]
    assert [draft and draft.body for draft in drafts] == [known["body"] for known in KNOWN["drafts"].values()]
    for attachment, text in KNOWN["attachments"].items():
        holder = signin.record_with(attachment)
        assert holder is not None
        assert signin.read_attachment(holder, attachment).decode() == text
    assert not signin.damage
    signin.lock("test")


def test_every_body_is_read_by_its_kind_of_today() -> None:
    """Of a version that did not change nothing is dropped; an older one passes its upcasters."""
    for versions in RECORDS.values():
        for _, _, kind, version, body in versions:
            read_now = encode(decode(kind, version, body))
            if version == kind_of(kind).version:
                assert without_what_is_new(read_now, body) == body


def without_what_is_new(now: Any, before: Any) -> Any:
    """A body of today without the fields, also of its parts, that there were not then."""
    if isinstance(before, dict):
        return {name: without_what_is_new(now.get(name), value) for name, value in before.items()}
    if isinstance(before, list) and len(now) == len(before):
        return [without_what_is_new(*both) for both in zip(now, before, strict=True)]
    return now


def test_every_kind_and_every_state_is_in_it() -> None:
    found = {(one[2], one[1]) for versions in RECORDS.values() for one in versions}
    assert {kind for kind, _ in found} == set(KNOWN["kinds"])
    assert {state for _, state in found} == {"saved", "signed"}
    assert {"amendment", "incident", "document"} <= {kind for kind, _ in found}
    assert KNOWN["attachments"]
    assert KNOWN["drafts"]
    assert any(len(versions) > 1 for versions in RECORDS.values())
    assert set(KNOWN["kinds"]) <= set(KINDS)


def test_the_whole_trail_verifies(golden: Path) -> None:
    signin = open_vault(golden)
    assert not findings(verify(signin, full=True))
    there = entries_of(signin)
    actions = {entry.action for entry in there}
    assert {
        "genesis",
        "save",
        "sign",
        "amend",
        "search",
        "list",
        "attach",
        "failed_unlock",
        "passphrase_changed",
    } <= actions
    assert [entry.outcome for entry in there if entry.action == "moved"] == ["begun", "taken_back"]
    assert there[KNOWN["entries"] - 1].action == "lock"
    signin.lock("test")


def test_lists_and_search_are_made_from_it(golden: Path) -> None:
    signin = open_vault(golden)
    listed = signin.ids(Query())
    assert set(RECORDS) <= set(listed)
    titled = [row.kind for row in signin.rows(listed) if row.title]
    assert len(set(titled)) > len(KNOWN["kinds"]) * 2 // 3
    assert len(signin.search("gesla")) > 10
    signin.lock("test")


def test_the_backup_is_restored_and_the_move_arrives(golden: Path, tmp_path: Path) -> None:
    target = tmp_path / "there.clientsafe"
    with SecretBytes.from_text(KNOWN["passphrase"]) as secret:
        signin, report = vault.restore(
            GOLDEN / BACKUP, target, secret=secret, login=KNOWN["login"], describe=describe, allow_cheap=True
        )
    assert (report.entries, report.trail_head) == (KNOWN["entries"], KNOWN["head"])
    assert read(signin) == RECORDS
    assert not findings(verify(signin, full=True))
    assert [entry.outcome for entry in entries_of(signin, "moved")] == ["begun", "done"]
    signin.lock("test")


def test_the_vault_says_that_it_was_moved(golden: Path) -> None:
    with SecretBytes.from_text(KNOWN["passphrase"]) as secret:
        refused = failure_of(
            lambda: vault.unlock(golden, secret=secret, login=KNOWN["login"], describe=describe, allow_cheap=True)
        )
    assert refused == "moved_away"


def test_reading_changes_no_stored_word(golden: Path) -> None:
    signin = open_vault(golden)
    before = bodies(signin)
    read(signin)
    signin.lock("test")
    signin = open_vault(golden)
    assert bodies(signin) == before
    assert len(before) == sum(len(versions) for versions in RECORDS.values())
    signin.lock("test")


def test_it_is_small() -> None:
    assert sum(path.stat().st_size for path in GOLDEN.rglob("*") if path.is_file()) < MOST_BYTES
