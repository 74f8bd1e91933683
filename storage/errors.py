"""Every failure a person can meet: one code, one sentence, one piece of advice (V-9.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_BUG_FAMILY = 9
_BUG_EXIT_CODE = 70


def N_(message: str) -> str:  # noqa: N802 - the gettext world's name for "marked, translated later"
    """Mark a text for the catalogues; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Failure:
    """A row of the failure table: texts are English message ids with named placeholders."""

    code: int
    name: str
    sentence: str
    advice: str


class KnownError(Exception):
    """A failure that a person can act on; everything else that is raised is a bug."""

    def __init__(self, row: Failure, values: Mapping[str, str]) -> None:
        self.code = row.code
        self.name = row.name
        self.sentence = row.sentence
        self.advice = row.advice
        self.values = dict(values)
        super().__init__(f"CS-{row.code} {row.name}")

    @property
    def exit_code(self) -> int:
        """The command line's exit code: the family of the failure (cli.md)."""
        family = self.code // 100
        return _BUG_EXIT_CODE if family == _BUG_FAMILY else family


_table: dict[str, Failure] = {}
FAILURES: Mapping[str, Failure] = MappingProxyType(_table)


def register_failures(*rows: Failure) -> None:
    """Add rows to the one table; a code or a name used twice is a programming error."""
    codes = {row.code for row in _table.values()}
    for row in rows:
        if row.name in _table or row.code in codes:
            message = f"failure {row.code} {row.name} is in the table already"
            raise ValueError(message)
        codes.add(row.code)
        _table[row.name] = row


def failure(name: str, **values: str) -> KnownError:
    """The error to raise for the row `name`, with the values of its placeholders."""
    return KnownError(_table[name], values)


register_failures(
    Failure(
        101,
        "refused",
        N_("You do not have the right to do this."),
        N_("Ask somebody who holds the right. The try was written into the audit trail."),
    ),
    Failure(
        102,
        "edit_conflict",
        N_("This record was changed after you opened it."),
        N_("Open it again and enter your change once more. Your text is kept as a draft."),
    ),
    Failure(
        103,
        "signed_is_final",
        N_("A signed record cannot be changed."),
        N_("Write an amendment. The signed text stays as it is, and the amendment is shown with it."),
    ),
    Failure(
        104,
        "not_shared",
        N_("This file has not been shared with you."),
        N_("Ask somebody who can open it to share it with you."),
    ),
    Failure(
        105,
        "marked_in_error",
        N_("This record is marked as entered in error and cannot be changed."),
        N_("Write a new record. The marked one stays to be seen, with its mark."),
    ),
    Failure(
        106,
        "other_file",
        N_("A record stays in the file in which it was begun."),
        N_("Write a new record in the other file, and mark this one as entered in error."),
    ),
    Failure(
        107,
        "moved_away",
        N_("This vault was moved to another computer on {day}, with the backup {file}."),
        N_("Work goes on there. If that copy is lost, or the move is off, take the vault back here."),
    ),
    Failure(
        201,
        "weak_passphrase",
        N_("This passphrase cannot be used: {problem}"),
        N_("Choose a longer one, for example the six words that the program suggests."),
    ),
    Failure(
        202,
        "already_exists",
        N_("There is something at {path} already."),
        N_("Choose another name or folder. Nothing was changed."),
    ),
    Failure(
        203,
        "bad_record",
        N_("This record cannot be kept: {problem}"),
        N_("Correct the value and try again. Nothing was changed."),
    ),
    Failure(
        204,
        "login_needed",
        N_("This vault has more than one account."),
        N_("Say which sign-in name is meant."),
    ),
    Failure(
        205,
        "too_long",
        N_("This record is too long: {found} kB of text, and {most} kB can be kept."),
        N_("Make it shorter, or divide it into two records. What was kept until now stays, and so does your text."),
    ),
    Failure(
        211,
        "attachment_too_large",
        N_("This file is too large: at most {most} MiB can be attached."),
        N_("Divide it, or make it smaller: a scan in grey with 200 dots an inch is enough to read."),
    ),
    Failure(
        212,
        "file_changed",
        N_("The file changed while it was read, so it was not attached."),
        N_("Wait until nothing writes to it any more, and try again."),
    ),
    Failure(
        301,
        "wrong_secret",
        N_("The sign-in name or the passphrase is not right."),
        N_("Try again. Check the keyboard layout and Caps Lock, or use the recovery code."),
    ),
    Failure(
        302,
        "wait",
        N_("There were several failed tries. The next one is possible in {seconds} seconds."),
        N_("Wait a moment, then try again. Your data is safe."),
    ),
    Failure(
        303,
        "cost_too_low",
        N_("The passphrase of this vault is protected too weakly: {found}."),
        N_("The file may have been tampered with, or was made for tests. Restore a backup."),
    ),
    Failure(
        304,
        "cost_too_high",
        N_("The vault asks for more memory or time than is allowed: {found}."),
        N_("The file may have been tampered with. Restore a backup."),
    ),
    Failure(
        305,
        "mistyped_code",
        N_("This is not a recovery code: a character is missing or mistyped."),
        N_("Compare it with the sheet, group by group. O is read as 0, I and L as 1."),
    ),
    Failure(
        306,
        "slot_missing",
        N_("This account cannot be opened in this way."),
        N_("Use the passphrase, or the recovery code of this account."),
    ),
    Failure(
        401,
        "busy",
        N_("This vault is open in another window or program ({who})."),
        N_("Close it there first. One vault is used by one program at a time."),
    ),
    Failure(
        402,
        "database_busy",
        N_("The database is busy."),
        N_("Wait a moment and try again. Nothing was lost."),
    ),
    Failure(
        403,
        "network_folder",
        N_("The folder lies on a network drive ({kind}), where a vault can be damaged."),
        N_("Put the vault on a disk of this computer. Backups may go to the network."),
    ),
    Failure(
        404,
        "stopped",
        N_("The work was stopped."),
        N_("Start it again when you are ready. Nothing was changed."),
    ),
    Failure(
        501,
        "damaged",
        N_("The database is damaged."),
        N_("Do not work on. Make a copy of the vault folder, then restore the last backup."),
    ),
    Failure(
        502,
        "header_damaged",
        N_("Both copies of the vault's header are damaged."),
        N_("Restore the last backup: it carries the header. Keep the damaged folder."),
    ),
    Failure(
        503,
        "header_replayed",
        N_("The header is older than the database says: header {found}, expected {expected}."),
        N_("Somebody may have put back an old copy. Keep the folder and restore a backup."),
    ),
    Failure(
        504,
        "root_replaced",
        N_("The list of people does not begin with the founder of this practice."),
        N_("The vault was tampered with. Keep the folder and restore a backup."),
    ),
    Failure(
        505,
        "roster_damaged",
        N_("The list of people is damaged or forged at entry {n}."),
        N_("Keep the folder and restore a backup."),
    ),
    Failure(
        506,
        "keys_differ",
        N_("The keys of this account are not those in the list of people."),
        N_("The vault was tampered with. Keep the folder and restore a backup."),
    ),
    Failure(
        507,
        "database_key_damaged",
        N_("The sealed database key of this account is damaged."),
        N_("Restore the last backup. Keep the damaged folder."),
    ),
    Failure(
        508,
        "compartment_damaged",
        N_("The key of this file is damaged or forged."),
        N_("Nothing was shown. Verify the audit trail, then restore the file from a backup."),
    ),
    Failure(
        509,
        "record_damaged",
        N_("This record is damaged."),
        N_("It is not shown. Verify the audit trail, then restore it from a backup."),
    ),
    Failure(
        510,
        "record_forged",
        N_("This record was not written by this program: it is forged."),
        N_("It is not shown. Verify the audit trail and find out who had the computer."),
    ),
    Failure(
        511,
        "record_deleted",
        N_("This record was deleted outside this program."),
        N_("Verify the audit trail, then restore the record from a backup."),
    ),
    Failure(
        512,
        "trail_damaged",
        N_("The audit trail is damaged at entry {seq}."),
        N_("Nothing is shown without its entry. Keep the folder and restore a backup."),
    ),
    Failure(
        513,
        "backup_damaged",
        N_("This backup is damaged or was changed: {problem}."),
        N_("Use another backup. Make a new one as soon as you can."),
    ),
    Failure(
        514,
        "header_forged",
        N_("The header was changed outside this program."),
        N_("Keep the folder and restore a backup."),
    ),
    Failure(
        515,
        "index_damaged",
        N_("The lists and the search of this account are damaged; the records themselves are not."),
        N_("Lock and unlock: they are made again by themselves."),
    ),
    Failure(
        521,
        "attachment_damaged",
        N_("This attached file is damaged or not complete."),
        N_("It is not shown. Verify the audit trail, then restore it from a backup."),
    ),
    Failure(
        522,
        "record_planted",
        N_("This record was put beside a client's file by somebody who had no right to that file."),
        N_("It stands in no list. The audit trail says who wrote it: ask them why."),
    ),
    Failure(
        601,
        "not_found",
        N_("There is no such record: {what}."),
        N_("Check the number, or look for it with the search."),
    ),
    Failure(
        602,
        "no_vault",
        N_("There is no vault at {path}."),
        N_("Choose the folder whose name ends in .clientsafe."),
    ),
    Failure(
        603,
        "no_backup",
        N_("There is no backup at {path}."),
        N_("Choose a file whose name ends in .clientsafe-backup."),
    ),
    Failure(
        611,
        "no_attachment",
        N_("This record has no such attached file: {what}."),
        N_("Show the record: it lists the files that belong to it, with their ids."),
    ),
    Failure(
        701,
        "no_space",
        N_("The disk is full, so nothing was saved or shown."),
        N_("Free some space and try again. What was saved before is safe."),
    ),
    Failure(
        702,
        "not_writable",
        N_("The disk cannot be written or read: {problem}."),
        N_("Check the disk and the rights on the folder, then try again."),
    ),
    Failure(
        703,
        "destination_missing",
        N_("The backup folder {path} is not there."),
        N_("Connect the drive, or choose another folder. Earlier backups are untouched."),
    ),
    Failure(
        704,
        "no_memory",
        N_("This computer has not enough free memory: {needed} are needed for a moment."),
        N_("Close other programs and try again. Your data is safe."),
    ),
    Failure(
        705,
        "disk_error",
        N_("The disk or stick reported an error while it was read or written: {problem}."),
        N_("Check that it is plugged in and try again. If it happens twice, copy the vault to another disk."),
    ),
    Failure(
        706,
        "change_unclear",
        N_("The disk failed in the middle of the change: {problem}."),
        N_("At the next sign-in try the new passphrase or code first, then the old one. One of them opens the vault."),
    ),
    Failure(
        801,
        "unsupported_version",
        N_("This {what} has version {found}; this program reads version {known}."),
        N_("Use the version of ClientSafe that made it, or a newer one."),
    ),
    Failure(
        802,
        "unsupported_library",
        N_("The database library is too old: {found}, needed {needed}."),
        N_("Install ClientSafe again with its own libraries."),
    ),
    Failure(
        901,
        "bug",
        N_("Something went wrong inside the program."),
        N_("Your saved records are safe. Start again; if it happens twice, send the report."),
    ),
)
