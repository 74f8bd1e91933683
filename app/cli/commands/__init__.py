"""All commands of the command line, in the groups that `clientsafe --help` shows."""

from __future__ import annotations

from app.cli.commands import (
    account,
    backups,
    doctor,
    documents,
    due,
    exporting,
    forms,
    holds,
    incidents,
    measuring,
    moving,
    packs,
    people,
    practice,
    records,
    retention,
    sharing,
    trail,
    year,
)
from app.texts import N_

GROUPS = {
    N_("Practice:"): practice.COMMANDS,
    N_("Accounts:"): (*account.COMMANDS, *people.COMMANDS),
    N_("Sharing:"): sharing.COMMANDS,
    N_("Records:"): (*records.COMMANDS, *due.COMMANDS, *year.COMMANDS),
    N_("Documents:"): (*documents.COMMANDS, *forms.COMMANDS, *exporting.COMMANDS, *incidents.COMMANDS),
    N_("Law:"): (*packs.COMMANDS, *retention.COMMANDS, *holds.COMMANDS),
    N_("Audit trail:"): trail.COMMANDS,
    N_("Backups:"): (*backups.COMMANDS, *moving.COMMANDS, *doctor.COMMANDS),
    N_("Measurements:"): measuring.COMMANDS,
}
COMMANDS = {command.name: command for commands in GROUPS.values() for command in commands}
