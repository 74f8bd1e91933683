"""Doing what was chosen in the palette: going to a client or a record, running a command, beginning to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.search.entries import ClientCommandEntry, ClientEntry, CommandEntry, HitEntry

if TYPE_CHECKING:
    from ui.search.entries import Entry
    from ui.workspace import Workspace


def carry_out(entry: Entry, workspace: Workspace) -> None:
    """Do it; a command is remembered as the one used last."""
    navigator, preferences = workspace.context.navigator, workspace.context.preferences
    match entry:
        case ClientEntry(client):
            navigator.go_to("client", client.id)
        case CommandEntry(command):
            preferences.note_command(command.name)
            command.run(workspace)
        case ClientCommandEntry(command, client):
            preferences.note_command(command.name)
            navigator.go_to(command.kind, None, client=client.id)
        case HitEntry(hit) if navigator.knows(hit.kind):
            navigator.go_to(hit.kind, hit.id, client=hit.client)
        case _:
            pass  # values and the way to more stay in the panel
