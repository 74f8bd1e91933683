"""The failures of questionnaires: a changed file, a missing licence, answers that do not fit (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

MEASURES = (
    Failure(
        231,
        "answers_do_not_fit",
        N_("These answers do not fit {questionnaire}: it has {count}, each from {least} to {most}, “-” for none."),
        N_("Compare them with the form in your hand, item by item."),
    ),
    Failure(
        232,
        "instrument_changed",
        N_("The file {file} of a questionnaire is not the one that was shipped, so it is not used."),
        N_("Install ClientSafe again. Results that were recorded before stay as they are."),
    ),
    Failure(
        233,
        "no_licence_file",
        N_("The licence of {questionnaire} is missing ({file}), so the questionnaire is not used."),
        N_("Install ClientSafe again. Results that were recorded before stay as they are."),
    ),
    Failure(
        234,
        "bad_instrument",
        N_("The questionnaire {file} cannot be used: {problem}."),
        N_("Install ClientSafe again, or correct the file."),
    ),
    Failure(
        657,
        "no_such_instrument",
        N_("There is no questionnaire with the key {key}."),
        N_("Use one of: {keys}."),
    ),
)
