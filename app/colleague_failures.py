"""The failures of co-signing and of incidents among colleagues (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

COLLEAGUES = (
    Failure(
        130,
        "not_waiting",
        N_("This record does not wait for that."),
        N_("Open it: it says whether it is co-signed, returned, or waits for somebody else."),
    ),
    Failure(
        131,
        "nobody_to_ask",
        N_("There is nobody to ask for a co-signature."),
        N_("An owner says under Practice, People who supervises whom. Records of this kind may also need none."),
    ),
    Failure(
        132,
        "not_yourself",
        N_("Whoever writes the first entry cannot be left out of it."),
        N_("Choose only other people whom it concerns."),
    ),
    Failure(
        133,
        "nobody_there",
        N_("This is nobody who can sign in to this practice."),
        N_("Choose one of the people listed under Practice."),
    ),
    Failure(
        134,
        "author_stays",
        N_("Whoever wrote the first entry keeps reading it."),
        N_("Somebody else can be left out."),
    ),
    Failure(
        135,
        "left_out_already",
        N_("This person is left out of the incident and cannot be responsible for a part of it."),
        N_("Choose somebody else."),
    ),
)
