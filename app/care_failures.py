"""The failures of closing and reopening a file, and of a client's request to amend a record (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

CARE = (
    Failure(
        190,
        "already_closed",
        N_("This file is closed already."),
        N_("Open it again if the work goes on. What has to be added later is an amendment of the closing summary."),
    ),
    Failure(
        191,
        "not_closed",
        N_("This file is not closed, so it cannot be opened again."),
        N_("Go on writing in it, or begin another course of care."),
    ),
    Failure(
        192,
        "private_notes_exist",
        N_("There are private notes about this client."),
        N_("Say whether they are kept for now, and until when, or are to be destroyed."),
    ),
    Failure(
        193,
        "not_a_request",
        N_("This is no request of the client to amend a record."),
        N_("Choose the request in the list of the client's file."),
    ),
    Failure(
        194,
        "request_step",
        N_("“{step}” does not follow now. The request stands at: {state}."),
        N_("Look at the steps of the request; a new request can be taken in at any time."),
    ),
    Failure(
        195,
        "no_birthday",
        N_("No birthday of this client has to be looked at now."),
        N_("The next one appears on Today two weeks before it."),
    ),
)
