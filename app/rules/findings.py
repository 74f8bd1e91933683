"""What the doctor can find: how serious it is, what it means, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.texts import N_, _


class Severity(StrEnum):
    """From the worst to what is as it should be."""

    DANGER = "danger"
    WARNING = "warning"
    ADVICE = "advice"
    GOOD = "good"


class Area(StrEnum):
    """What a finding is about, in the order in which it is shown."""

    DATA = "data"
    BACKUPS = "backups"
    PLACE = "place"
    COMPUTER = "computer"
    KEYS = "keys"


AREA_LABELS: Mapping[Area, str] = {
    Area.DATA: N_("Records and audit trail"),
    Area.BACKUPS: N_("Backups"),
    Area.PLACE: N_("Where the vault lies"),
    Area.COMPUTER: N_("This computer"),
    Area.KEYS: N_("Ways in"),
}

DAMAGED, NOT_FOUND, NO_ROOM, UNSUPPORTED = 5, 6, 7, 8
"""Families of failures: the exit codes of the command line."""


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the table: texts are message ids with named placeholders."""

    code: str
    area: Area
    severity: Severity
    sentence: str
    advice: str = ""
    family: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was found: a row of the table, and the values of its placeholders."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def check(self) -> Check:
        """Its row."""
        return TABLE[self.code]

    @property
    def sentence(self) -> str:
        """What it is, in the language of the person."""
        return _(self.check.sentence).format(**self.values)

    @property
    def advice(self) -> str:
        """What to do; empty where nothing is to be done."""
        return _(self.check.advice).format(**self.values) if self.check.advice else ""


_RESTORE = N_("Do not work on. Copy the vault folder to another disk, then restore the last backup.")
_DATA = (
    Check("data_good", Area.DATA, Severity.GOOD, N_("Every page and row of the database was read and is whole.")),
    Check(
        "pages_damaged", Area.DATA, Severity.DANGER,
        N_("{count} pages of the database are damaged."),
        _RESTORE, DAMAGED,
    ),
    Check(
        "rows_damaged", Area.DATA, Severity.DANGER,
        N_("The tables of the database do not fit together: {detail}"),
        _RESTORE, DAMAGED,
    ),
    Check(
        "records_damaged", Area.DATA, Severity.DANGER,
        N_("{count} records could not be shown because they are damaged, forged or deleted."),
        N_("Verify the audit trail, and restore a backup in which they are whole."), DAMAGED,
    ),
    Check(
        "trail_good", Area.DATA, Severity.GOOD,
        N_("The audit trail is verified to entry {to}. No entry is missing, changed or out of place."),
    ),
    Check(
        "trail_findings", Area.DATA, Severity.DANGER,
        N_("Something was changed or taken out of the audit trail; the first place is entry {seq}."),
        N_("Keep this computer as it is, make no backup over an old one, and look at the page “Audit trail”."), DAMAGED,
    ),
    Check(
        "trail_unreadable", Area.DATA, Severity.DANGER,
        N_("The audit trail cannot be read to its end, because the database is damaged."),
        _RESTORE, DAMAGED,
    ),
    Check(
        "anchor_good", Area.DATA, Severity.GOOD,
        N_("This computer remembers the trail up to entry {to} and would notice an older copy of the vault."),
    ),
    Check(
        "anchor_none", Area.DATA, Severity.WARNING,
        N_("This computer remembers nothing of the trail, so an older copy of the vault would not be noticed."),
        N_("Lock once: that makes it remember. Print a checkpoint of the trail and keep it elsewhere."),
    ),
    Check(
        "header_damaged_copy", Area.DATA, Severity.WARNING,
        N_("One of the two copies of the vault's header is damaged or missing."),
        N_("Lock and unlock: it is repaired from the other one. If it happens again, the disk may be failing."),
    ),
    Check("index_good", Area.DATA, Severity.GOOD, N_("The lists and the search are whole.")),
    Check(
        "index_damaged", Area.DATA, Severity.WARNING,
        N_("The lists and the search of this account are damaged; the records themselves are not."),
        N_("Lock and unlock: they are made again by themselves."),
    ),
)  # fmt: skip
_BACKUPS = (
    Check("backup_good", Area.BACKUPS, Severity.GOOD, N_("The last backup in {folder} was made {ago} and read back.")),
    Check(
        "backup_none", Area.BACKUPS, Severity.DANGER,
        N_("There is no backup of this practice."),
        N_("Make one now, on a disk that is not in this computer."), NOT_FOUND,
    ),
    Check(
        "backup_never", Area.BACKUPS, Severity.WARNING,
        N_("There is no backup in {folder} yet."),
        N_("Make one on the page “Backups”."),
    ),
    Check(
        "backup_by_hand", Area.BACKUPS, Severity.ADVICE,
        N_("No folder is named in which backups are made by themselves. The last one was made {ago}."),
        N_("Name one on the page “Backups”."),
    ),
    Check(
        "backup_late", Area.BACKUPS, Severity.WARNING,
        N_("The last backup in {folder} was made {ago}: that is too long."),
        N_("Connect the drive and make one now."),
    ),
    Check(
        "backup_missing", Area.BACKUPS, Severity.WARNING,
        N_("The backup folder {folder} is not there."),
        N_("Connect the drive, or name another folder. Until then nothing is backed up there."),
    ),
    Check(
        "backup_failed", Area.BACKUPS, Severity.WARNING,
        N_("The last try to make a backup in {folder} failed."),
        N_("Look at the page “Backups” for the reason, and try again."),
    ),
    Check(
        "backup_same_disk", Area.BACKUPS, Severity.WARNING,
        N_("The backups in {folder} lie on the same disk as the vault: when it fails, both are gone."),
        N_("Name a folder on another disk, such as a USB stick in a locked drawer."),
    ),
)  # fmt: skip
_PLACE = (
    Check("rights_good", Area.PLACE, Severity.GOOD, N_("No other account of this computer can look into the vault.")),
    Check(
        "exposed", Area.PLACE, Severity.WARNING,
        N_("Other accounts of this computer can look into the vault's folder ({first})."),
        N_("Take away the rights of everybody else on the folder and all in it. What they see is encrypted."),
    ),
    Check("alone_good", Area.PLACE, Severity.GOOD, N_("The vault lies on a disk of this computer and nowhere else.")),
    Check(
        "synced", Area.PLACE, Severity.WARNING,
        N_("The vault lies in a folder that {program} copies to other computers: that can damage it."),
        N_("Move the vault to a folder that is not shared. Backups may go there: they are encrypted and whole files."),
    ),
    Check(
        "second_copy", Area.PLACE, Severity.WARNING,
        N_("There is a second copy of this vault beside it ({name}). Work in both makes two histories."),
        N_("Find out which one counts. Then put the other one away."),
    ),
    Check(
        "moved_copy", Area.PLACE, Severity.ADVICE,
        N_("Beside this vault lies one that was moved away on {day} ({name}). Its history is the start of this one."),
        N_("You can delete it as soon as you have a backup of this one."),
    ),
    Check("room_good", Area.PLACE, Severity.GOOD, N_("There is room on the disk: {free}.")),
    Check(
        "room_little", Area.PLACE, Severity.WARNING,
        N_("There is little room left on the disk: {free}."),
        N_("Free some space: delete what you do not need, and empty the bin."),
    ),
    Check(
        "room_none", Area.PLACE, Severity.DANGER,
        N_("The disk is nearly full: {free} are left. The room kept back for drafts and the lock is used up."),
        N_("Free some space now. Until then drafts are kept as long as there is any room."), NO_ROOM,
    ),
)  # fmt: skip
_COMPUTER = (
    Check(
        "memory_good", Area.COMPUTER, Severity.GOOD,
        N_("What is in memory is not written to the disk unencrypted: no open swap, no core dumps."),
    ),
    Check(
        "swap_open", Area.COMPUTER, Severity.WARNING,
        N_("This computer writes memory to an unencrypted swap area ({name}); words of open files may stay there."),
        N_("Switch on the encryption of the whole disk or of the swap area, or switch swap off."),
    ),
    Check(
        "hibernation", Area.COMPUTER, Severity.WARNING,
        N_("This computer can sleep to its disk, where its whole memory is then written unencrypted."),
        N_("Lock before you leave, and let the computer shut down or sleep in memory instead."),
    ),
    Check(
        "core_dumps", Area.COMPUTER, Severity.ADVICE,
        N_("If this program crashed, the system might write its memory to the disk."),
        N_("Switch core dumps off for this account (“ulimit -c 0”). The window does that by itself."),
    ),
    Check("clock_good", Area.COMPUTER, Severity.GOOD, N_("The clock went on evenly since the beginning of the trail.")),
    Check(
        "clock_back", Area.COMPUTER, Severity.WARNING,
        N_("The clock was set back at entry {seq} of the trail: from {before} to {after}."),
        N_("Let the computer set its clock by itself. The order of the entries is right in any case."),
    ),
    Check(
        "clock_jump", Area.COMPUTER, Severity.WARNING,
        N_("Before entry {seq} of the trail the clock lost time: {before} to {after} is less than really passed."),
        N_("Let the computer set its clock by itself. The order of the entries is right in any case."),
    ),
    Check(
        "clock_ahead", Area.COMPUTER, Severity.WARNING,
        N_("The last entry of the trail is from {after}, which is in the future."),
        N_("Check date and time of this computer."),
    ),
    Check("versions_good", Area.COMPUTER, Severity.GOOD, N_("The libraries have no version that is known to be bad.")),
    Check(
        "version_bad", Area.COMPUTER, Severity.DANGER,
        N_("{library} {found} is known to be bad ({why}); {needed} is needed."),
        N_("Install ClientSafe again with its own libraries."), UNSUPPORTED,
    ),
)  # fmt: skip
_KEYS = (
    Check("sheet_good", Area.KEYS, Severity.GOOD, N_("The recovery sheet was tried.")),
    Check(
        "sheet_untried", Area.KEYS, Severity.WARNING,
        N_("Nobody has tried yet whether the recovery sheet opens this vault."),
        N_("Type the code once, under “Settings”. A sheet that was never tried may be no help."),
    ),
    Check("cost_good", Area.KEYS, Severity.GOOD, N_("Guessing the passphrase costs as much as it should today.")),
    Check(
        "cost_low", Area.KEYS, Severity.ADVICE,
        N_("Guessing the passphrase costs less than it would for one that is set today ({found}, today {wanted})."),
        N_("Set the passphrase again, under “Settings”; it may stay the same words."),
    ),
)  # fmt: skip

TABLE: Mapping[str, Check] = {row.code: row for row in (*_DATA, *_BACKUPS, *_PLACE, *_COMPUTER, *_KEYS)}
_ORDER = {code: number for number, code in enumerate(TABLE)}
_WORST_FIRST = list(Severity)


def in_order(found: Iterable[Found]) -> list[Found]:
    """By area as the table has them, and in each the worst first."""
    areas = list(Area)
    return sorted(
        found,
        key=lambda each: (
            areas.index(each.check.area), _WORST_FIRST.index(each.check.severity), _ORDER[each.code]
        ),
    )  # fmt: skip


def worst(found: Iterable[Found]) -> Severity:
    """The most serious of all; GOOD when nothing was found."""
    return min((each.check.severity for each in found), key=_WORST_FIRST.index, default=Severity.GOOD)


def exit_code(found: Iterable[Found]) -> int:
    """The family of the first danger; 0 without one: a warning is told, but nothing has failed."""
    dangers = [each.check for each in in_order(found) if each.check.severity is Severity.DANGER]
    return dangers[0].family if dangers else 0
