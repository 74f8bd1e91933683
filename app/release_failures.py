"""The failures of letting something out, of releases and legal holds, a part of the one table (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

RELEASES = (
    Failure(
        170,
        "release_needed",
        N_("This would leave the practice to somebody else, and neither a release nor a legal ground was named."),
        N_(
            "Choose a release that the client has signed, or the ground on which the law lets you give it, and say why."
        ),
    ),
    Failure(
        171,
        "private_stays",
        N_("Private notes are never given away with anything else, and only by their author."),
        N_("Write what the client or somebody else should read into a note of its own."),
    ),
    Failure(
        172,
        "release_not_matching",
        N_("This release does not cover it. {reasons}"),
        N_("Choose another release, give less, or ask the client for a new release."),
    ),
    Failure(
        173,
        "not_told_enough",
        N_("The register of disclosures still needs to know: {fields}."),
        N_("Fill in what is missing. Nothing has left."),
    ),
    Failure(
        174,
        "several_clients",
        N_("This is about more than one client, so it cannot be given to a client or on one client's release."),
        N_("Make a paper about one client alone."),
    ),
    Failure(
        176,
        "draft_stays",
        N_("A draft is not given away: nobody could say later what it said."),
        N_("Sign it first."),
    ),
    Failure(
        177,
        "changed_meanwhile",
        N_("The record was changed after this was made."),
        N_("Make it again, so that the register names what really leaves."),
    ),
    Failure(
        178,
        "everything_refused",
        N_("A release for everything is not valid: it has to say what may be given."),
        N_("Tick the classes of information that are needed, and describe the rest."),
    ),
    Failure(
        179,
        "not_in_force",
        N_("This is not in force, so it cannot be ended."),
        N_("Look at its state in the client's file."),
    ),
    Failure(
        185,
        "basis_not_for_this",
        N_("On this ground private notes and counselling notes cannot be given."),
        N_("They need a release of their own, a court order, or another ground that the law names for them."),
    ),
    Failure(
        186,
        "notice_needed",
        N_("Records of alcohol and drug treatment leave only with the notice that they may not simply be passed on."),
        N_("Make it again for this recipient: then the notice stands on it."),
    ),
    Failure(
        295,
        "suspended_too_long",
        N_("On a spoken statement the client is kept from knowing for 30 days at most."),
        N_("Choose a day up to {last}, or ask for the statement in writing."),
    ),
    Failure(
        196,
        "made_for_another",
        N_("This was made for somebody else: it may hold what this recipient must not see."),
        N_("Make it again for the one who receives it."),
    ),
    Failure(
        289,
        "only_pdf_is_locked",
        N_("Only a PDF can be locked with a passphrase."),
        N_("Export a PDF, or encrypt the file with another program before it is sent."),
    ),
    Failure(
        297,
        "nothing_to_export",
        N_("There is nothing in this file to export as it was chosen."),
        N_("Choose more kinds of record, or other dates."),
    ),
    Failure(
        299,
        "files_too_large",
        N_("The attached files are larger than {most} MiB together, which is too much for one file."),
        N_("Export without them, and save them one by one from the documents of the client."),
    ),
    Failure(
        198,
        "kept_from_client",
        N_("An authority asked that the client is not told yet of something in it."),
        N_("Leave that record out, or wait until its day has passed."),
    ),
)
