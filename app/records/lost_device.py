"""The answers of the walk-through for a lost or stolen device: facts that a breach keeps as they were given."""

from __future__ import annotations

from typing import Annotated

from app.records.breach_choices import Answer
from app.records.fields import Choice, field
from app.records.parts import Part
from app.texts import N_


class DeviceKind(Choice):
    """What is gone."""

    COMPUTER = "computer", N_("A computer")
    PHONE = "phone", N_("A phone or tablet")
    DRIVE = "drive", N_("A drive or stick")
    PAPER = "paper", N_("Papers")
    OTHER = "other", N_("Something else")


class VaultState(Choice):
    """How the vault was when the device was last in hand."""

    LOCKED = "locked", N_("Switched off, or the vault was locked")
    UNLOCKED = "unlocked", N_("The vault was open")
    UNKNOWN = "unknown", N_("Not known")


_DEVICES = (DeviceKind.COMPUTER, DeviceKind.PHONE, DeviceKind.DRIVE, DeviceKind.OTHER)
_HERE = (Answer.YES, Answer.UNKNOWN)


class LostDevice(Part):
    """One answer a question. Empty answers count as not known, never as *no*."""

    device: Annotated[DeviceKind | None, field(N_("What is gone"), needed=True)] = None
    had_vault: Annotated[
        Answer | None,
        field(N_("Was the encrypted vault of this program on it"), needed=True, show_when=("device", _DEVICES)),
    ] = None
    vault_state: Annotated[
        VaultState | None,
        field(N_("How was the vault when you last had it in hand"), needed=True, show_when=("had_vault", _HERE)),
    ] = None
    secret_with_it: Annotated[
        Answer | None,
        field(
            N_("Was the passphrase or the recovery sheet with it"),
            help=N_("Written down in the same bag, saved in the browser, or known to whoever has it now."),
            needed=True,
            show_when=("had_vault", _HERE),
        ),
    ] = None
    backups_with_it: Annotated[
        Answer | None,
        field(N_("Were backups on it, or in the same bag"), needed=True, show_when=("device", _DEVICES)),
    ] = None
    backup_elsewhere: Annotated[
        Answer | None,
        field(N_("Is there a backup somewhere else"), needed=True, show_when=("had_vault", _HERE)),
    ] = None
    readable_on_it: Annotated[
        Answer | None,
        field(
            N_("Was anything readable on it"),
            help=N_("Exported files, printed papers, letters, e-mail, messages, a calendar with names."),
            needed=True,
            show_when=("device", _DEVICES),
        ),
    ] = None
    disk_encrypted: Annotated[
        Answer | None,
        field(
            N_("Was the whole disk encrypted by the system"),
            help=N_("BitLocker, FileVault, LUKS, or the lock code of a phone."),
            show_when=("readable_on_it", _HERE),
        ),
    ] = None
    what_readable: Annotated[
        str, field(N_("What it was, and about how many people"), long=True, show_when=("readable_on_it", _HERE))
    ] = ""
    papers: Annotated[
        str,
        field(
            N_("Which papers, and about how many people"),
            needed=True,
            long=True,
            show_when=("device", (DeviceKind.PAPER,)),
        ),
    ] = ""
