"""The failures of sharing a file, handing it over, and of what a role cannot do (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

PEOPLE = (
    Failure(
        120,
        "lead_needed",
        N_("Nobody was named who works with this client."),
        N_("Choose the lead: whose client it is. Clinical files are opened by their lead."),
    ),
    Failure(
        121,
        "lead_keeps_access",
        N_("{who} leads this file, so the access cannot be taken back."),
        N_("Hand the file over to somebody else first."),
    ),
    Failure(
        122,
        "role_cannot_open",
        N_("{who} cannot be given this: the role “{role}” does not reach so far."),
        N_("Give less, share with somebody else, or have an owner change the role."),
    ),
    Failure(
        123,
        "still_holds",
        N_("{who} can still open {n} files that the new role may not open."),
        N_("Hand these files over or take the access back, and change the role then."),
    ),
    Failure(
        124,
        "lead_opens_first",
        N_("The clinical file of this client does not exist yet."),
        N_("It is made when the lead opens the file for the first time. Ask the lead to do so, and to share it."),
    ),
    Failure(
        125,
        "already_lead",
        N_("{who} leads this file already."),
        N_("Choose somebody else, or share the file."),
    ),
    Failure(
        126,
        "bad_supervisor",
        N_("{who} cannot be the supervisor."),
        N_("Choose somebody else who can sign in and whose role may co-sign."),
    ),
    Failure(
        127,
        "cannot_lead",
        N_("{who} cannot lead a file: the role “{role}” does not work with clients."),
        N_("Choose somebody whose role does, or have an owner change the role."),
    ),
    Failure(
        220,
        "day_is_over",
        N_("“{field}” lies in the past."),
        N_("Choose today or a later day."),
    ),
    Failure(
        654,
        "no_such_account",
        N_("Nobody here signs in as {login}."),
        N_("Look at the list of people for the sign-in names."),
    ),
)
