"""What a passphrase must be, how strong one is, and a suggestion of six words (V-3.4)."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from storage.errors import N_, failure

LEAST_CHARACTERS = 15  # NIST SP 800-63B-4: a password that is the only factor
MOST_BYTES = 1024
_LEAST_STRENGTH = 3
_LONGEST_SCORED = 72  # the most that zxcvbn takes
_FEW_CHARACTERS = 5
_SUGGESTED_WORDS = 6
_PRODUCT_WORDS = ("clientsafe", "client safe", "therapy", "therapist", "terapia", "terapeuta", "gabinet")
_WORDS = Path(__file__).parent.parent / "resources" / "wordlists"


def passphrase_problem(passphrase: str, names: Iterable[str] = ()) -> str | None:
    """What is wrong with a new passphrase, as a message id; None when it may be used.

    `names` are words an attacker would try first: practice, person, sign-in name.
    """
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text) < LEAST_CHARACTERS:
        return N_("It is shorter than 15 characters.")
    if len(text.encode()) > MOST_BYTES:
        return N_("It is longer than 1,024 bytes.")
    if len(set(text)) < _FEW_CHARACTERS:
        return N_("It repeats a few characters.")
    if passphrase_strength(text, names) < _LEAST_STRENGTH:
        return N_("It can be guessed: it is built from common words, names or patterns.")
    return None


def passphrase_strength(text: str, names: Iterable[str] = ()) -> int:
    """Zxcvbn's score, 0 (guessed at once) to 4 (very hard to guess)."""
    from zxcvbn import zxcvbn

    if not text:
        return 0
    known = [word for name in names for word in (name, *name.split()) if word]
    # Zxcvbn takes a space for a hard guess: two names with one between them are still two names.
    readings = {text[:_LONGEST_SCORED], "".join(text.split())[:_LONGEST_SCORED]} - {""}
    return min((int(zxcvbn(one, user_inputs=[*known, *_PRODUCT_WORDS])["score"]) for one in readings), default=0)


def suggest_passphrase(language: str = "en") -> str:
    """Six random words of the bundled list of that language, separated by spaces."""
    words = _word_list(language)
    return " ".join(secrets.choice(words) for _ in range(_SUGGESTED_WORDS))


@cache
def _word_list(language: str) -> Sequence[str]:
    path = _WORDS / f"{language}.txt"
    if not path.exists():
        path = _WORDS / "en.txt"
    words = tuple(line for line in path.read_text(encoding="utf-8").split() if line)
    if not words:
        raise failure("not_found", what=path.name)
    return words
