"""Backups: make one, prove one, restore one."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from app import formats
from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.texts import N_, _

_BACKUP = argument("backup", metavar="BACKUP", type=Path, help=N_("The backup file."))


def backup(asked: Namespace, output: Output) -> None:
    """Write a backup and read it back; only then it counts."""
    from app.cli import way_in, words
    from app.services.vault import backups

    with (
        way_in.signed_in(asked, output) as desk,
        output.progress(_("Writing the backup and reading it back…")) as progress,
    ):
        _receipt, report = backups.now(desk, asked.destination, progress)
    if output.as_json:
        output.document(
            {
                "file": report.file,
                "bytes": report.bytes,
                "records": report.records,
                "trail_head": report.trail_head,
                "verified": report.ok,
            }
        )
        return
    size, records = formats.size(report.bytes), words.counted(report.records)
    output.say(_("Backup: {file}").format(file=report.file))
    output.say(_("{size}, {records}, read back and restored on trial.").format(size=size, records=records))


def verify(asked: Namespace, output: Output) -> int:
    """Read a backup as a restore would."""
    from app.cli import way_in, words
    from app.services.vault import backups
    from app.texts import explain
    from app.vaults import failure

    _check_backup(asked.backup)
    secret, how = way_in.key_of(asked)
    with secret, output.progress(_("Reading the backup…")) as progress:
        report = backups.verify(
            asked.backup,
            secret=secret,
            login=asked.account,
            how=how,
            allow_cheap=asked.rules.allow_cheap,
            progress=progress,
        )
    if output.as_json:
        output.document(
            {
                "file": report.file,
                "ok": report.ok,
                "records": report.records,
                "trail_head": report.trail_head,
                "findings": _findings(report.findings),
            }
        )
    elif report.ok:
        output.say(
            _("This backup of {moment} can be restored: {records}.").format(
                moment=formats.moment(report.at), records=words.counted(report.records)
            )
        )
    if report.ok:
        return 0
    told = explain(failure("backup_damaged", problem=report.findings[0].text))
    output.complain(told.code, told.sentence, told.advice)
    return 5


def restore(asked: Namespace, output: Output) -> None:
    """Make a new vault from a backup, beside whatever there is."""
    from app.cli import way_in, words
    from app.services.reading import trails
    from app.services.vault import backups
    from app.vaults import failure

    _check_backup(asked.backup)
    if asked.vault.exists():
        raise failure("already_exists", path=str(asked.vault))
    secret, how = way_in.key_of(asked)
    with secret, output.progress(_("Restoring…")) as progress:
        restored = backups.restore(
            asked.backup,
            asked.vault,
            secret=secret,
            login=asked.account,
            how=how,
            allow_cheap=asked.rules.allow_cheap,
            progress=progress,
        )
    with way_in.kept(restored.desk):
        report = restored.report
        # Who restores an older state asked for it, and is told here what it lacks.
        for text in filter(None, map(way_in.words_of, restored.desk.signin.notices)):
            output.note(text)
        trails.acknowledge_history(restored.desk)
    if output.as_json:
        told = {"vault": str(report.path), "records": report.records, "trail_head": report.trail_head}
        output.document({**told, "findings": []})
        return
    output.say(_("Restored into {path}.").format(path=report.path))
    output.say(
        _("{records}, as of {moment}.").format(
            records=words.counted(report.records), moment=formats.moment(report.backup_at)
        )
    )


def _check_backup(path: Path) -> None:
    """Before anybody is asked for a passphrase."""
    from app.vaults import failure

    if not path.is_file():
        raise failure("no_backup", path=str(path))


def _findings(found: Any) -> list[dict[str, Any]]:
    return [{"code": each.code, "seq": each.seq, "text": each.text} for each in found]


COMMANDS = (
    Command(
        "backup",
        N_("Write a backup and prove that it can be restored."),
        backup,
        (
            VAULT,
            argument("destination", metavar="DEST", type=Path, help=N_("A folder, or the file to write.")),
        ),
        unlocks=True,
    ),
    Command("verify", N_("Prove that a backup can be restored."), verify, (_BACKUP,), unlocks=True),
    Command(
        "restore",
        N_("Make a new vault from a backup. Nothing is overwritten."),
        restore,
        (
            _BACKUP,
            argument("vault", metavar="VAULT", type=Path, help=N_("The folder to make. It must not exist yet.")),
        ),
        unlocks=True,
    ),
)
