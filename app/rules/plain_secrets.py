"""Passwords written in clear: words that look like one, in English and Polish, so that a form can warn."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAMED = re.compile(
    r"\b(?:pass(?:word|phrase|code)|pwd|pin(?:\s+(?:code|number))?|recovery\s+code|"
    r"has[łl]o|kod\s+(?:pin|odzyskiwania))\b"
    r"\s*(?:is|to|jest)?\s*[:=\-–]?\s*(?P<value>\S+)",
    re.IGNORECASE,
)
_SECRET = re.compile(r"^(?=.*\d).{4,}$|^(?=.*[^\w\s.,;:!?()'’\"„”–-]).{6,}$")
_SENTENCE_MARKS = ".,;:!?()\"'„”’"


def found_in(texts: Iterable[str]) -> bool:
    """Whether one of the texts seems to say a password, a PIN or a recovery code.

    Rough on purpose: it warns where a word for a secret is followed by something with digits or signs in it, as in
    `password: Otter7ladder` or `PIN 4711`, and is silent where the text says where the secret is kept.
    """
    return any(
        _SECRET.match(match["value"].strip(_SENTENCE_MARKS)) is not None
        for text in texts
        for match in _NAMED.finditer(text)
    )
