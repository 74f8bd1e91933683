"""The failures of consents, their templates and signatures, a part of the one table (V-9.1)."""

from __future__ import annotations

from app.texts import N_
from storage.vault import Failure

CONSENTS = (
    Failure(
        169,
        "text_lacks_elements",
        N_("A consent that rests on this text would be defective. It does not explain: {elements}."),
        N_("Write a paragraph about each of them, then publish it."),
    ),
    Failure(
        187,
        "not_endable",
        N_("No event was agreed that ends this consent, or it is not in force any more."),
        N_("Record a withdrawal if it was taken back."),
    ),
    Failure(
        188,
        "nothing_to_decide",
        N_("Only the withdrawal of a consent to special-category data opens this decision, and it is made once."),
        N_("Look at the withdrawal in the client's file."),
    ),
    Failure(
        189,
        "not_published",
        N_("This text is not published, so nobody can consent to it yet."),
        N_("Publish it first."),
    ),
    Failure(
        292,
        "bad_signature",
        N_("This is no signature drawn on the screen: it is empty, too long, or not made of strokes."),
        N_("Clear the box and sign again."),
    ),
    Failure(
        293,
        "bad_merge_field",
        N_("A place to be filled in is not known: {problem}."),
        N_("Choose the place from the list, or write the words themselves."),
    ),
    Failure(
        294,
        "no_such_element",
        N_("The text has no paragraph or choice called {what}."),
        N_("Look at the text again; it may have been changed."),
    ),
)
