"""The failures of jurisdiction packs and deadlines, a part of the one table (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

PACKS = (
    Failure(
        180,
        "pack_not_newer",
        N_("Version {known} of the law pack “{code}” is in use, and this file holds version {version}."),
        N_("Only a newer version can be loaded."),
    ),
    Failure(
        181,
        "pack_without_base",
        N_("The law pack “{code}” stands on “{base}”, which is not here or stands on this pack itself."),
        N_("Load the pack “{base}” first, or correct the file."),
    ),
    Failure(
        182,
        "not_extendable",
        N_("This deadline cannot be extended."),
        N_("Look at the rule. Do what is due, and write down why it is late."),
    ),
    Failure(
        183,
        "already_extended",
        N_("This deadline was extended already, until {date}."),
        N_("It can be extended once only. Do what is due, and write down why it is late."),
    ),
    Failure(
        184,
        "extension_too_late",
        N_("This deadline was over on {date}, so it can no longer be extended."),
        N_("An extension is told before the first deadline is over. Do what is due, and write down why it is late."),
    ),
    Failure(
        235,
        "pack_changed",
        N_("The file {file} of law or crisis lines is not the one that was shipped, so it is not used."),
        N_("Install ClientSafe again. Emergency numbers: 112, 999 or 911. Dates that were computed before stay."),
    ),
    Failure(
        290,
        "bad_pack",
        N_("The law pack {file} cannot be used (line {line}): {problem}."),
        N_("Correct the file, or ask for it where you got it. The packs in use stay as they are."),
    ),
    Failure(
        653,
        "no_such_pack",
        N_("There is no law pack with the code {code}."),
        N_("Use one of: {codes}."),
    ),
)
