"""All commands of the command line, in the groups that `clientsafe --help` shows."""

from __future__ import annotations

from app.cli.commands import backups, measuring, practice, records, trail
from app.texts import N_

GROUPS = {
    N_("Practice:"): practice.COMMANDS,
    N_("Records:"): records.COMMANDS,
    N_("Audit trail:"): trail.COMMANDS,
    N_("Backups:"): backups.COMMANDS,
    N_("Measurements:"): measuring.COMMANDS,
}
COMMANDS = {command.name: command for commands in GROUPS.values() for command in commands}
