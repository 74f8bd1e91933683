"""Texts for people: gettext catalogues for the window, the command line and the reports.

A translation that asks for other placeholders than its English sentence is not used: a wrong
catalogue shows English, it never breaks a message.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from app import paths

if TYPE_CHECKING:  # the first screen is shown before the vault's code is loaded
    from storage.vault import KnownError

LANGUAGES: dict[str, str] = {"en": "English", "pl": "Polski"}
DOMAIN = "clientsafe"
_PLACEHOLDER = re.compile(r"\{([a-z_]*)[^}]*\}")


class Explained(NamedTuple):
    """A failure in the language of the person: `CS-301`, what happened, what to do now."""

    code: str
    sentence: str
    advice: str


class _Language:
    """One loaded catalogue with the translations that have passed the placeholder check."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._catalogue: gettext.NullTranslations = gettext.NullTranslations()
        if code != "en":
            self._catalogue = gettext.translation(DOMAIN, paths.resources() / "locale", [code], fallback=True)
        self._checked: dict[tuple[str, ...], str] = {}

    def text(self, message: str) -> str:
        """The translation of `message`, or `message` itself."""
        if not message:
            return ""  # the empty message id is the catalogue's own header
        found = self._checked.get((message,))
        if found is None:
            found = _same_placeholders(self._catalogue.gettext(message), message)
            self._checked[(message,)] = found
        return found

    def in_context(self, context: str, message: str) -> str:
        """The translation of `message` where it means what `context` says."""
        found = self._checked.get((context, message))
        if found is None:
            found = _same_placeholders(self._catalogue.pgettext(context, message), message)
            self._checked[(context, message)] = found
        return found

    def counted(self, one: str, many: str, n: int) -> str:
        """The form that the language wants for `n`."""
        english = one if n == 1 else many
        return _same_placeholders(self._catalogue.ngettext(one, many, n), english, many)


def _same_placeholders(translation: str, *originals: str) -> str:
    wanted = set(_PLACEHOLDER.findall(translation))
    if any(wanted <= set(_PLACEHOLDER.findall(original)) for original in originals):
        return translation
    return originals[0]


@cache
def _load(code: str) -> _Language:
    return _Language(code)


_current = _load("en")
_spoken_here: ContextVar[_Language | None] = ContextVar("language", default=None)


def set_language(code: str) -> None:
    """Show texts in `code` from now on; a language that does not exist shows English."""
    global _current  # noqa: PLW0603 - one process speaks one language; assignment is atomic
    _current = _load(code if code in LANGUAGES else "en")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Texts of this thread in another language for a while, such as for a paper that is printed."""
    token = _spoken_here.set(_load(code if code in LANGUAGES else "en"))
    try:
        yield
    finally:
        _spoken_here.reset(token)


def language() -> str:
    """The code of the language texts are shown in."""
    return _spoken().code


def system_language() -> str:
    """The language this computer is set to, if ClientSafe speaks it, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            code = value[:2].lower()
            return code if code in LANGUAGES else "en"
    return "en"


def _(message: str) -> str:
    """`message` in the language of the person."""
    return _spoken().text(message)


def N_(message: str) -> str:  # noqa: N802 - the gettext world's name for "marked, translated later"
    """Mark a text of a table for the catalogues; it is translated where it is shown."""
    return message


def ngettext(one: str, many: str, n: int) -> str:
    """The form for `n` things; format it with `.format(n=n)`."""
    return _spoken().counted(one, many, n)


def pgettext(context: str, message: str) -> str:
    """`message` in the sense that `context` names, where one English word has two translations."""
    return _spoken().in_context(context, message)


def explain(error: KnownError) -> Explained:
    """What `error` says to a person: code, sentence and advice in the current language."""
    return Explained(
        code=f"CS-{error.code}",
        sentence=_filled(_(error.sentence), error.sentence, error.values),
        advice=_filled(_(error.advice), error.advice, error.values),
    )


def _spoken() -> _Language:
    return _spoken_here.get() or _current


def _filled(text: str, original: str, values: dict[str, str]) -> str:
    """`text` with its placeholders; one that has no value stays visible instead of failing."""
    for candidate in (text, original):
        try:
            return candidate.format_map(values)
        except (KeyError, ValueError, IndexError):
            continue
    return original
