"""The failures of safety reviews and safety plans, a part of the one table (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

SAFETY = (
    Failure(
        136,
        "copy_not_safe",
        N_("This safety plan is neither printed nor exported: it is not safe for the client to hold a copy."),
        N_(
            "Show it on the screen: F1 opens it from anywhere. Talk about it in the session, or let the client learn "
            "the numbers by heart. If that has changed, write the next version of the plan and say so there."
        ),
    ),
    Failure(
        137,
        "level_not_used",
        N_("No level of risk is written down here. {rule}"),
        N_("Leave the level empty and say in words how you understand it."),
    ),
    Failure(
        138,
        "no_open_step",
        N_("Nothing is open there any more: it is done, answered or dismissed already."),
        N_("Look at the safety tab of the file. What you wrote down remains as it is."),
    ),
    Failure(
        139,
        "no_safety_plan",
        N_("There is no signed safety plan in this file."),
        N_("Make one together with the client, and sign it."),
    ),
    Failure(
        140,
        "not_in_their_hands",
        N_("This is not given to the client: it holds a review of domestic abuse of which no copy is safe with them."),
        N_("Show it on the screen. If that has changed, write a new review and say so there."),
    ),
)
