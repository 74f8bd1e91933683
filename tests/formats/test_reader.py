"""A second program, written from the documents alone, reads what this one wrote."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from storage import header, slots, unlocking
from storage.vault import KnownError, SecretBytes
from tests.formats import reader
from tests.formats.conftest import Made, sign_in
from tests.formats.primitives import digest, untext
from tests.formats.reader import Reading, RefusedError, Secret

HERE = Path(__file__).parent


def shown(reading: Reading) -> dict[str, object]:
    """Drafts and notes without the place where they lie."""
    return {record: draft.plain["body"] for record, draft in reading.drafts.items() if not record.startswith("memo:")}


def test_the_reader_knows_nothing_of_the_program() -> None:
    for name in ("attachments", "people", "primitives", "reader", "rights", "verifying", "words"):
        for node in ast.walk(ast.parse((HERE / f"{name}.py").read_text("utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [module for module in modules if re.match(r"(app|storage|ui)\b", module)]


def test_passphrase_opens_every_record_draft_and_note(made: Made) -> None:
    reading = reader.open_vault(made.folder, made.secret)
    assert reading.records == made.records
    assert shown(reading) == made.drafts
    assert reading.drafts["memo:place"].plain == {"page": "clients"}


def test_recovery_code_opens_the_same(made: Made) -> None:
    assert reader.open_vault(made.folder, made.recovery) == reader.open_vault(made.folder, made.secret)


def test_verification_finds_nothing_in_an_honest_vault(made: Made) -> None:
    reading = reader.open_vault(made.folder, made.secret)
    assert reading.findings == []
    assert reading.roles == {reading.account: "owner"}


def test_trail_and_its_sealed_words_are_those_of_the_program(made: Made, copy: Path) -> None:
    signin = sign_in(copy, made.secret)
    signin.lock("test")
    reading = reader.open_vault(copy, made.secret)
    trail = signin._vault.trail
    assert (reading.vault, reading.account) == (signin.vault_id, signin.account)
    assert (reading.entries, untext(reading.head)) == (trail.seq, trail.head)
    assert {"words": "Żółć"} in reading.details.values()
    assert {"file": "a name"} in reading.details.values()


def test_backup_opens_to_the_moment_it_was_made(made: Made) -> None:
    reading = reader.open_backup(made.backup, made.secret)
    assert reading.records == made.backed_up
    assert reading.entries < made.entries
    assert reading.findings == [("session_without_end", "9")]


def test_backup_opens_with_the_recovery_code(made: Made) -> None:
    assert reader.open_backup(made.backup, made.recovery).records == made.backed_up


def test_a_session_that_was_cut_is_shown_as_such(made: Made, copy: Path) -> None:
    signin = sign_in(copy, made.secret)
    try:
        reading = reader.open_vault(copy, made.secret)
    finally:
        signin.lock("test")
    assert reading.findings == [("session_without_end", str(made.entries + 1))]


def test_an_entry_in_the_name_of_another_account_is_found(made: Made, copy: Path) -> None:
    signin = sign_in(copy, made.secret)
    signin._vault.trail._account = signin.new_id()
    signin.refuse("view")
    signin.lock("test")
    assert "session_mixed" in reader.open_vault(copy, made.secret).findings.names()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Secret("correct horse battery stable", allow_cheap=True), 301),
        (Secret("correct horse battery staple", "nobody", allow_cheap=True), 301),
        (Secret("correct horse battery staple"), 303),
        (Secret("00000-00000-00000-00000-00000-00000", how="recovery"), 305),
    ],
)
def test_both_refuse_a_wrong_secret_with_the_same_code(made: Made, wrong: Secret, code: int) -> None:
    with pytest.raises(RefusedError) as mine:
        reader.open_vault(made.folder, wrong)
    key = slots.Key(
        SecretBytes.from_text(wrong.typed),
        wrong.login,
        "recovery" if wrong.how == "recovery" else "passphrase",
        wrong.allow_cheap,
    )
    with pytest.raises(KnownError) as program:
        unlocking.enter(header.load(made.folder).header, key)
    assert mine.value.code == program.value.code == code


def test_another_recovery_code_does_not_open(made: Made) -> None:
    other = "ZZZZZZZZZZZZZZZZZZZZZZZZZZ"
    bits = int.from_bytes(digest("recovery-check", other.encode())[:3]) >> 4
    check = "".join(reader.ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))
    with pytest.raises(RefusedError) as refused:
        reader.open_vault(made.folder, replace(made.recovery, typed=other + check))
    assert refused.value.code == 301


def test_what_was_destroyed_is_gone_and_no_finding(made: Made, copy: Path) -> None:
    signin = sign_in(copy, made.secret)
    places = [place for kind in ("identity", "clinical") for place in signin.compartments(kind)]
    gone = {record for record in made.records if signin.compartment_of(record) in places}
    assert gone
    signin.destroy(places)
    signin.lock("test")
    reading = reader.open_vault(copy, made.secret)
    assert reading.findings == []
    assert reading.records.keys() == made.records.keys() - gone


def test_words_that_are_missing_without_such_an_entry_are_found(made: Made, copy: Path) -> None:
    signin = sign_in(copy, made.secret)
    first, *rest = signin.compartments("clinical") + signin.compartments("identity")
    signin.destroy([first])
    signin._vault.connection.execute(
        "DELETE FROM body WHERE record IN (SELECT record FROM revision WHERE compartment = ?)", (rest[0],)
    )
    signin.lock("test")
    assert {name for name, _ in reader.open_vault(copy, made.secret).findings} == {"body_deleted"}
