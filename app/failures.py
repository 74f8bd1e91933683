"""The failures that the rules and records of `app` add to the one table (V-9.1).

150 to 179 a rule refuses · 250 to 299 what was typed or given cannot be used · 650 to 699 not found.
"""

from __future__ import annotations

from app.care_failures import CARE
from app.colleague_failures import COLLEAGUES
from app.consent_failures import CONSENTS
from app.document_failures import DOCUMENTS
from app.incident_failures import INCIDENTS
from app.measure_failures import MEASURES
from app.pack_failures import PACKS
from app.people_failures import PEOPLE
from app.practice_failures import PRACTICE
from app.register_failures import REGISTERS
from app.release_failures import RELEASES
from app.safety_failures import SAFETY
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
    Failure(
        160,
        "contact_not_safe",
        N_("This contact is not safe. {rules}"),
        N_(
            "Choose another way, or write down why it was necessary all the same. "
            "Never confirm that somebody is a client."
        ),
    ),
    Failure(
        161,
        "has_signed_records",
        N_("This client has signed records, so the file cannot simply be removed."),
        N_("Close the file instead. Signed records are kept for as long as the law asks."),
    ),
    Failure(
        197,
        "named_in_incident",
        N_("An open incident names this client, so nothing of the file may be destroyed."),
        N_("Close the incident first, or close the file instead of removing it."),
    ),
    Failure(
        162,
        "not_movable",
        N_("This record cannot be written into another file."),
        N_("Mark it as entered in error, and write it anew where it belongs."),
    ),
    Failure(
        163,
        "not_joinable",
        N_("These two files cannot be joined."),
        N_("Join two files of one person, neither of which is joined already."),
    ),
    Failure(
        164,
        "not_joined",
        N_("This file is not joined to another."),
        N_("Look at the list of clients."),
    ),
    Failure(
        166,
        "is_joined",
        N_("This file is joined to another one."),
        N_("Part the two files first."),
    ),
    Failure(
        167,
        "joined_by_joining",
        N_("“Joined to another file” is not a status that is chosen."),
        N_("Join or part the two files, or choose another status."),
    ),
    Failure(
        165,
        "bad_member",
        N_("“{field}” names somebody who cannot be a member."),
        N_("Name clients who are one person, each once."),
    ),
    Failure(
        168,
        "outside_format",
        N_("A note in the format “{format}” has no place for: {fields}."),
        N_("Put that text into a section of this format, or choose the format it was written in."),
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
        298,
        "unknown_regime",
        N_("No rules are known under the name “{regime}”."),
        N_("Use one of: {known}."),
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
    Failure(
        270,
        "bad_time",
        N_("“{field}” is not a time of day."),
        N_("Write hours and minutes, as in 15:00."),
    ),
    Failure(
        271,
        "not_one_word",
        N_("“{field}” has to be one word."),
        N_("Leave out the spaces."),
    ),
    Failure(
        272,
        "shortcut_taken",
        N_("The shortcut {shortcut} belongs to the snippet “{snippet}”."),
        N_("Choose another one, or change that snippet."),
    ),
    Failure(
        273,
        "value_exists",
        N_("“{value}” is on this list already."),
        N_("If it is not offered, tick it."),
    ),
    Failure(
        274,
        "last_value",
        N_("This is the last value of the list that is offered."),
        N_("Offer another one first."),
    ),
    Failure(
        275,
        "bad_crisis_lines",
        N_("The crisis lines {file} cannot be used (line {line}): {problem}."),
        N_("Call the emergency number. Then install ClientSafe again, or correct the file."),
    ),
    Failure(
        276,
        "inside_vault",
        N_("A paper cannot be saved inside the vault: everything there is encrypted, and a paper is not."),
        N_("Choose another folder."),
    ),
    Failure(
        277,
        "unreadable_pdf",
        N_("This PDF cannot be shown: it is damaged, or it has a password."),
        N_("Open it with another program and save it again, without a password."),
    ),
    Failure(
        278,
        "not_printed",
        N_("The printer {printer} did not take it: {problem}."),
        N_("Look whether it is switched on and has paper, and print again; or save it as a PDF."),
    ),
    Failure(
        279,
        "search_unclear",
        N_("Word {number} of the search, {word}, is not understood: {problem}."),
        N_("Change it, or put it in quotes to look for it as it stands."),
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
register_failures(
    *_RULES,
    *_USAGE,
    *CARE,
    *COLLEAGUES,
    *CONSENTS,
    *DOCUMENTS,
    *MEASURES,
    *INCIDENTS,
    *PACKS,
    *PEOPLE,
    *PRACTICE,
    *REGISTERS,
    *RELEASES,
    *SAFETY,
    *_NOT_FOUND,
)
