"""The failures that the rules and records of `app` add to the one table (V-9.1).

150 to 179 a rule refuses · 250 to 299 what was typed or given cannot be used · 650 to 699 not found.
"""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure, register_failures

_RULES = (
    Failure(
        150,
        "not_complete",
        N_("This cannot be signed yet. Still missing: {fields}."),
        N_("Fill in what is missing. The draft is kept until then."),
    ),
    Failure(
        151,
        "not_signable",
        N_("A record of this kind is not signed: every save keeps the earlier versions."),
        N_("Save it."),
    ),
    Failure(
        152,
        "already_signed",
        N_("This record is signed already."),
        N_("Add an amendment if something has to be corrected or added."),
    ),
    Failure(
        153,
        "not_signed",
        N_("Only a signed record can be amended."),
        N_("This one can still be changed: open it, change it and save."),
    ),
    Failure(
        154,
        "purpose_needed",
        N_("This file is not one of your open files."),
        N_("Say once why you open it. The reason is written into the audit trail."),
    ),
    Failure(
        155,
        "cannot_close",
        N_("This incident cannot be closed yet. Still missing: {steps}."),
        N_("Complete the steps, or write down why one is not needed."),
    ),
    Failure(
        156,
        "code_taken",
        N_("The code {code} belongs to another client."),
        N_("Leave the code empty: the next free one is given."),
    ),
    Failure(
        157,
        "only_by_signing",
        N_("A record of this kind is kept only by signing it."),
        N_("Sign it, or keep it as a draft."),
    ),
    Failure(
        158,
        "not_withdrawable",
        N_("This consent is not in force, so it cannot be withdrawn."),
        N_("Look at the state of the consent in the client's file."),
    ),
    Failure(
        159,
        "first_estimate_kept",
        N_("An earlier harm grading cannot be changed or removed."),
        N_("Add a new grading; the earlier ones stay with their dates."),
    ),
)
_USAGE = (
    Failure(
        250,
        "bad_date",
        N_("“{field}” is not a date of the calendar."),
        N_("Write year, month and day, as in 2026-11-22."),
    ),
    Failure(
        251,
        "bad_partial_date",
        N_("“{field}” is not a date, a month or a year."),
        N_("Write as much as is known: 1987, 1987-04 or 1987-04-12."),
    ),
    Failure(
        252,
        "bad_moment",
        N_("“{field}” is not a day with a time."),
        N_("Write the local time, as in 2026-11-22T15:00."),
    ),
    Failure(
        253,
        "unknown_zone",
        N_("“{field}” names a time zone that does not exist."),
        N_("Use a name such as Europe/Warsaw or America/New_York."),
    ),
    Failure(
        254,
        "bad_order",
        N_("“{later}” lies before “{earlier}”."),
        N_("Correct one of the two."),
    ),
    Failure(
        255,
        "bad_number",
        N_("“{field}” has to be a whole number from {least} to {most}."),
        N_("Correct the number."),
    ),
    Failure(
        256,
        "bad_text",
        N_("“{field}” holds characters that cannot be kept."),
        N_("Type the text again, or paste it without formatting."),
    ),
    Failure(
        257,
        "wrong_shape",
        N_("“{field}” holds a value of the wrong kind."),
        N_("Look at the schema of the record: {problem}."),
    ),
    Failure(
        258,
        "unknown_field",
        N_("A record of the kind “{kind}” has no field “{field}”."),
        N_("Look at the schema of the record for the names of its fields."),
    ),
    Failure(
        259,
        "unknown_choice",
        N_("“{field}” holds a value that is not on its list."),
        N_("Use one of: {choices}."),
    ),
    Failure(
        260,
        "unknown_kind",
        N_("There is no kind of record called “{kind}”."),
        N_("Use one of: {kinds}."),
    ),
    Failure(
        261,
        "client_needed",
        N_("A record of this kind belongs to a client."),
        N_("Say whose it is, by the client code."),
    ),
    Failure(
        262,
        "client_not_wanted",
        N_("A record of this kind does not belong to one client."),
        N_("Leave the client out; records that concern a client name the client inside."),
    ),
    Failure(
        263,
        "bad_code",
        N_("“{code}” cannot be a client code."),
        N_("Use letters, digits and hyphens, as in K-0147, or leave it empty."),
    ),
    Failure(
        264,
        "in_future",
        N_("“{field}” lies in the future."),
        N_("Correct the date."),
    ),
    Failure(
        265,
        "bad_reference",
        N_("“{field}” does not name a record."),
        N_("Use the id that the record was given."),
    ),
    Failure(
        266,
        "text_needed",
        N_("“{field}” is empty."),
        N_("Write it down; a few words are enough."),
    ),
    Failure(
        267,
        "not_by_hand",
        N_("Records of the kind “{kind}” are made by the program itself."),
        N_("Use one of: {kinds}."),
    ),
    Failure(
        268,
        "bad_starting_text",
        N_("The starting text {file} cannot be used: {problem}."),
        N_("Install ClientSafe again, or correct the file."),
    ),
    Failure(
        269,
        "bad_check_digit",
        N_("“{field}” is mistyped: its check digit does not fit."),
        N_("Compare it with the document, digit by digit."),
    ),
)
_NOT_FOUND = (
    Failure(
        650,
        "no_such_client",
        N_("There is no client with the code {code}."),
        N_("Look at the list of clients. Codes are written as in K-0147."),
    ),
    Failure(
        651,
        "no_draft",
        N_("There is no draft of this record."),
        N_("Begin a new one. Drafts belong to the person who wrote them."),
    ),
    Failure(
        652,
        "no_starting_text",
        N_("There is no starting text of this kind in this language."),
        N_("Choose another language, or write down what was explained."),
    ),
)
register_failures(*_RULES, *_USAGE, *_NOT_FOUND)
