"""The name of an attached file: for people to read, never for a path."""

from __future__ import annotations

import re
import unicodedata

from app.media.file_types import FileType
from app.texts import _

_MOST = 100
_SEPARATORS = re.compile(r"[/\\]")
_UNWANTED = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})  # control, hidden and direction marks; line ends
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


def clean(name: str, file_type: FileType) -> str:
    """What somebody called a file, without folders, control and direction marks; it ends as its content says."""
    last = _SEPARATORS.split(name)[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter) not in _UNWANTED)
    plain = " ".join(unicodedata.normalize("NFC", shown).translate(_NOT_IN_NAMES).split()).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot or not stem or len(ending) > 5 or " " in ending:
        stem = plain
    return (stem[:_MOST].strip(". ") or _("File")) + file_type.extension
