"""The verifier: every edit of the trail is found and named, also by somebody with the database key."""

# ruff: noqa: S608 - the SQL of an attacker is put together from parts

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import canonical, entries
from storage.database import Connection
from storage.sealing import Signer
from storage.vault import Event, TrailFilter, TrailReport, VerifyJob, verify_trail
from storage.verifier import AnchorPoint
from tests.storage.attack import add_colleague, forged_session, raw, tamper
from tests.storage.kit import Practice, copy_of, entries_of, failure_of, findings, verify


def job_of(practice: Practice, *anchors: AnchorPoint) -> VerifyJob:
    """A job for a vault that nobody has open."""
    with practice.open() as signin:
        job = signin.verify_job()
    return VerifyJob(job.database, job.key, job.salt, job.vault, job.root, list(anchors))


def ended(practice: Practice, *, full: bool = False) -> TrailReport:
    return verify_trail(job_of(practice), full=full)


def test_an_untouched_trail_has_no_finding_and_says_how_far(practice: Practice) -> None:
    """V-6.7: verified to entry N, anchored to A; never a bare OK."""
    with practice.open() as signin:
        report = verify(signin)
        assert report == verify(signin, full=True)
        assert report.findings == []
        assert report.entries == report.verified_to == len(entries_of(signin))
        assert 0 < report.anchored_to < report.entries
        assert report.sealed_to is None
        signin.record_verification(report)
        assert entries_of(signin)[-1].action == "trail_verified"
        assert verify(signin).findings == []


def test_the_chain_is_sha_256_over_label_previous_and_entry(practice: Practice) -> None:
    """V-6.2: written out again here, with nothing of ours but the table."""
    import hashlib

    with raw(practice) as connection:
        rows = connection.execute("SELECT seq, entry, hash FROM trail ORDER BY seq").fetchall()
    previous = bytes(32)
    for number, (seq, entry, head) in enumerate(rows, start=1):
        value = json.loads(entry)
        assert seq == value["seq"] == number
        assert value["vault"] == practice.vault_id
        assert canonical.encode(value) == entry
        previous = hashlib.sha256(b"clientsafe/v1/audit" + previous + entry).digest()
        assert head == previous
    assert json.loads(rows[0][1])["action"] == "genesis"


# SQL against the trail of three ended sessions. {k} is a middle entry, {n} the last.
OTHER_COLUMNS = "entry, hash, signature, action, record, wrote, rare"
EDITS: dict[str, tuple[list[str], set[str]]] = {
    "entry flipped": (
        ["UPDATE trail SET entry = CAST(replace(CAST(entry AS TEXT), '\"ok\"', '\"no\"') AS BLOB) WHERE seq = {k}"],
        {"chain_broken"},
    ),
    "entry cut": (
        ["UPDATE trail SET entry = substr(entry, 1, length(entry) - 1) WHERE seq = {k}"],
        {"chain_broken", "entry_damaged"},
    ),
    "entry empty": (["UPDATE trail SET entry = x'' WHERE seq = {k}"], {"chain_broken", "entry_damaged"}),
    "entry with a byte more": (
        ["UPDATE trail SET entry = CAST(entry || ' ' AS BLOB) WHERE seq = {k}"], {"chain_broken", "entry_damaged"},
    ),
    "entry not text": (["UPDATE trail SET entry = x'ff' WHERE seq = {k}"], {"chain_broken", "entry_damaged"}),
    "entry nested without end": (
        ["UPDATE trail SET entry = CAST(replace(hex(zeroblob(50000)), '0', '[') AS BLOB) WHERE seq = {k}"],
        {"chain_broken", "entry_damaged"},
    ),
    "hash flipped": (["UPDATE trail SET hash = zeroblob(32) WHERE seq = {k}"], {"chain_broken"}),
    "hash short": (["UPDATE trail SET hash = x'00' WHERE seq = {k}"], {"chain_broken"}),
    "last hash flipped": (["UPDATE trail SET hash = zeroblob(32) WHERE seq = {n}"], {"chain_broken"}),
    "last signature": (["UPDATE trail SET signature = zeroblob(64) WHERE seq = {n}"], {"signature_invalid"}),
    "signature of genesis": (["UPDATE trail SET signature = zeroblob(64) WHERE seq = 1"], {"signature_invalid"}),
    "first deleted": (["DELETE FROM trail WHERE seq = 1"], {"entry_missing", "chain_broken"}),
    "middle deleted": (["DELETE FROM trail WHERE seq = {k}"], {"entry_missing", "chain_broken"}),
    "middle deleted, rest renumbered": (
        ["DELETE FROM trail WHERE seq = {k}", "UPDATE trail SET seq = seq - 1 WHERE seq > {k}"],
        {"chain_broken", "columns_differ"},
    ),
    "two swapped": (
        ["UPDATE trail SET seq = 100000 WHERE seq = {k}", "UPDATE trail SET seq = {k} WHERE seq = {k} + 1",
         "UPDATE trail SET seq = {k} + 1 WHERE seq = 100000"],
        {"chain_broken", "columns_differ"},
    ),
    "doubled at the end": (
        [f"INSERT INTO trail SELECT {{n}} + 1, {OTHER_COLUMNS} FROM trail WHERE seq = {{k}}"],
        {"chain_broken", "columns_differ"},
    ),
    "number zero": (
        [f"INSERT INTO trail SELECT 0, {OTHER_COLUMNS} FROM trail WHERE seq = 1"],
        {"columns_differ"},
    ),
    "number huge": (["UPDATE trail SET seq = 9007199254740993 WHERE seq = {n}"], {"entry_missing", "columns_differ"}),
    "action column": (["UPDATE trail SET action = 'view' WHERE seq = {k}"], {"columns_differ"}),
    "record column": (["UPDATE trail SET record = NULL WHERE wrote > 0"], {"columns_differ"}),
    "wrote column": (["UPDATE trail SET wrote = 0 WHERE wrote > 0"], {"columns_differ"}),
    "rare column": (["UPDATE trail SET rare = 1 - rare WHERE seq = {k}"], {"columns_differ"}),
    "named deleted": (["DELETE FROM named"], {"columns_differ"}),
    "named added": (["INSERT INTO named VALUES (zeroblob(32), 3, NULL)"], {"columns_differ"}),
    "named moved": (["UPDATE named SET seq = 1 WHERE seq = (SELECT max(seq) FROM named)"], {"columns_differ"}),
    "named elsewhere": (["UPDATE named SET compartment = 'x' WHERE compartment IS NOT NULL"], {"columns_differ"}),
}  # fmt: skip


@pytest.mark.parametrize(("statements", "expected"), EDITS.values(), ids=EDITS.keys())
def test_every_edit_of_the_trail_is_found(practice: Practice, statements: list[str], expected: set[str]) -> None:
    """V-6.7, V-9.2, security 4.4: each kind of damage has its own finding, and *verified to* stops before it."""
    job = job_of(practice)
    last = ended(practice).entries
    tamper(practice, *[text.format(k=last // 2, n=last) for text in statements])
    for full in (False, True):
        report = verify_trail(job, full=full)
        assert expected <= findings(report)
        placed = [finding.seq for finding in report.findings if finding.seq > 0]
        assert report.verified_to < min(placed, default=report.verified_to + 1)


def test_only_the_full_check_looks_at_each_signature_of_an_ended_session(practice: Practice) -> None:
    """V-6.7: certificate and end signature cover a session; `--full` checks every one."""
    job = job_of(practice)
    with raw(practice) as connection:
        seq = connection.execute("SELECT max(seq) FROM trail WHERE action = 'search'").fetchone()[0]
        connection.execute("UPDATE trail SET signature = zeroblob(64) WHERE seq = ?", (seq,))
    assert verify_trail(job).findings == []
    assert [(each.code, each.seq) for each in verify_trail(job, full=True).findings] == [("signature_invalid", seq)]


def rechain(connection: Connection, change: Callable[[dict[str, object]], None], seq: int) -> None:
    """Edit an entry and make every later hash fit again, as somebody without the session keys can."""
    rows = connection.execute("SELECT seq, entry FROM trail ORDER BY seq").fetchall()
    previous = bytes(32)
    for number, entry in rows:
        data = entry
        if number == seq:
            value = json.loads(entry)
            change(value)
            data = canonical.encode(value)
        previous = entries.chain(previous, data)
        connection.execute("UPDATE trail SET entry = ?, hash = ? WHERE seq = ?", (data, previous, number))


def test_a_rewritten_and_rechained_trail_is_found(practice: Practice) -> None:
    """V-6.3: after sign-off no entry can be changed, also when all hashes are made to fit."""
    job = job_of(practice)
    with raw(practice) as connection:
        seq = connection.execute("SELECT max(seq) FROM trail WHERE action = 'search'").fetchone()[0]
        rechain(connection, lambda value: value.update(purpose="other"), seq)
    report = verify_trail(job)
    assert findings(report) == {"session_count", "signature_invalid"}
    assert findings(verify_trail(job, full=True)) == {"session_count", "signature_invalid"}


def test_entries_taken_out_and_rechained_are_found(practice: Practice) -> None:
    """V-6.3: the end of a session states its count and head; a session made shorter does not fit."""
    job = job_of(practice)
    with raw(practice) as connection:
        seq = connection.execute("SELECT max(seq) FROM trail WHERE action = 'search'").fetchone()[0]
        connection.execute("DELETE FROM trail WHERE seq = ?", (seq,))
        connection.execute("UPDATE trail SET seq = seq - 1 WHERE seq > ?", (seq,))
        for number, entry in connection.execute("SELECT seq, entry FROM trail WHERE seq >= ?", (seq,)).fetchall():
            data = canonical.encode(json.loads(entry) | {"seq": number})
            connection.execute("UPDATE trail SET entry = ? WHERE seq = ?", (data, number))
        rechain(connection, lambda _: None, 0)
    assert {"session_count", "signature_invalid"} <= findings(verify_trail(job))


def test_entries_forged_at_the_end_are_found(practice: Practice) -> None:
    """V-6.3: by a made-up session, by an uncertified account, after a session's end."""
    colleague = add_colleague(practice)
    job = job_of(practice)
    with raw(practice) as connection:
        forged_session(practice, connection, Signer(), practice.account).append(Event(action="view"))
        forged_session(practice, connection, colleague.keys.signer, practice.account).append(Event(action="view"))
        forged_session(practice, connection, Signer(), "nobody").append(Event(action="view"))
    report = verify_trail(job)
    assert [each.code for each in report.findings].count("certificate_invalid") == 3
    assert [each.code for each in report.findings].count("signature_invalid") == 6


def test_a_session_of_ones_own_is_true_and_shown_as_cut(practice: Practice) -> None:
    """V-6.3: a colleague's own scripts can lie about themselves only; a session without end is shown."""
    colleague = add_colleague(practice)
    job = job_of(practice)
    with raw(practice) as connection:
        forger = forged_session(practice, connection, colleague.keys.signer, colleague.account)
        forger.append(Event(action="view", record=practice.notes[0]), account=practice.account)
    assert findings(verify_trail(job, full=True)) - {"session_without_end"}, "an entry under another's name"


HOSTILE_FIELDS: list[dict[str, object]] = [
    {"rows": ["!!"]}, {"rows": ["A"]}, {"rows": ["A" * 43] * 2}, {"rows": [""]}, {"seq": 2**53}, {"seq": -1},
    {"facts": {"session_key": 5, "certificate": None}}, {"facts": {"count": "x"}}, {"objects": [("", "")]},
    {"detail": "!!"}, {"action": "never heard of"}, {"record": "x" * 100_000}, {"v": 99}, {"at": "yesterday"},
]  # fmt: skip


@pytest.mark.parametrize("fields", HOSTILE_FIELDS, ids=repr)
@pytest.mark.parametrize("action", ["view", "unlock", "header_written"])
def test_an_entry_with_hostile_fields_is_a_finding_and_no_traceback(
    practice: Practice, fields: dict[str, object], action: str
) -> None:
    """V-9.1: well chained by somebody with the database key; unlock, trail and verifier never stumble."""
    job = job_of(practice)
    with raw(practice) as connection:
        forger = forged_session(practice, connection, Signer(), practice.account)
        seq, head = connection.execute("SELECT seq, hash FROM trail ORDER BY seq DESC LIMIT 1").fetchone()
        value = json.loads(connection.execute("SELECT entry FROM trail WHERE seq = ?", (seq,)).fetchone()[0])
        value |= {"seq": seq + 1, "action": action} | fields
        data = canonical.encode({name: item for name, item in value.items() if item is not None})
        connection.execute(
            "INSERT INTO trail (seq, entry, hash, signature, action, record, wrote, rare) VALUES (?,?,?,?,?,?,?,?)",
            (seq + 1, data, entries.chain(head, data), forger.signer.sign("trail", head + data), action, None, 1, 1),
        )
    report = verify_trail(job, full=True)
    assert findings(report)
    allowed = {"none", "trail_damaged", "header_forged", "header_replayed", "damaged"}
    assert failure_of(lambda: look(practice)) in allowed


def look(practice: Practice) -> None:
    with practice.open() as signin:
        signin.trail(TrailFilter(limit=1000))
        signin.read(practice.notes[0])


def test_a_forged_header_entry_does_not_excuse_an_old_header(practice: Practice) -> None:
    """V-2.2: the entry that names the newest header counts only when its session made it."""
    from storage import header

    old = {name: (practice.path / name).read_bytes() for name in header.NAMES}
    add_colleague(practice)
    parsed = header.parse(old["vault.json"])
    facts = {"digest": canonical.to_text(parsed.digest()), "generation": parsed.generation}
    with raw(practice) as connection:
        forger = forged_session(practice, connection, Signer(), practice.account)
        forger.append(Event(action="header_written", outcome="done", facts=facts))
    for name, data in old.items():
        (practice.path / name).write_bytes(data)
    assert failure_of(practice.unlock) in {"trail_damaged", "header_replayed"}


def test_a_session_cut_by_a_crash_is_shown_and_its_signatures_checked(practice: Practice, tmp_path: Path) -> None:
    """V-6.3, V-6.7: *crash or cut*; single signatures are checked where the end is missing."""
    signin = practice.unlock()
    signin.read(practice.notes[0])
    signin._vault.index.flush()
    copied = copy_of(practice, tmp_path / "copied.clientsafe")
    signin.lock("test")
    with copied.open() as again:
        assert "session_cut" in [notice.name for notice in again.notices]
        assert findings(verify(again)) - {"history_missing", "history_rewritten"} == {"session_without_end"}
    with raw(copied) as connection:
        seq = connection.execute("SELECT max(seq) FROM trail WHERE action = 'view'").fetchone()[0]
        connection.execute("UPDATE trail SET signature = zeroblob(64) WHERE seq = ?", (seq,))
    assert "signature_invalid" in findings(ended(copied))


def test_verification_can_be_watched_and_stopped(practice: Practice) -> None:
    """Architecture: long work reports progress and can be cancelled."""
    with practice.open() as signin:
        with signin._vault.trail.transaction():
            for _ in range(2100):
                signin._vault.trail.append(Event(action="print"))
        job = signin.verify_job()
        seen: list[tuple[int, int]] = []
        assert findings(verify_trail(job, progress=lambda done, total: seen.append((done, total)))) == set()
        assert seen
        assert failure_of(lambda: verify_trail(job, cancelled=lambda: True)) == "stopped"


def test_verification_sees_a_moment_while_work_goes_on(practice: Practice) -> None:
    """Architecture: the verifier reads one snapshot; entries written meanwhile are no finding."""
    with practice.open() as signin:
        with signin._vault.trail.transaction():
            for _ in range(2100):
                signin._vault.trail.append(Event(action="print"))

        def work(*_: int) -> None:
            signin.read(practice.notes[0])

        assert verify_trail(signin.verify_job(), progress=work).findings == []


def test_a_job_travels_as_json(practice: Practice) -> None:
    """Architecture: a worker process gets everything through a pipe."""
    with practice.open() as signin:
        job = signin.verify_job()
        again = VerifyJob.from_json(job.to_json())
        assert again == job
        assert verify_trail(again).findings == []


def test_verifying_a_damaged_file_is_a_known_failure(practice: Practice) -> None:
    """V-9.1: missing, cut, another key."""
    job = job_of(practice)
    good = practice.database.read_bytes()
    for data in (b"", good[:100], good[: len(good) // 2], bytes(len(good))):
        practice.database.write_bytes(data)
        assert failure_of(lambda: verify_trail(job)) in {"damaged", "not_writable"}
    practice.database.unlink()
    assert failure_of(lambda: verify_trail(job)) == "damaged"
    assert not practice.database.exists()
