"""The starting texts of policies: data with a version, in every language, marked as something to have checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from app import paths
from app.texts import LANGUAGES
from app.vaults import failure


class PolicyText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A starting text in one language; `text` is in the Markdown subset, `notice` asks to have it checked."""

    title: str
    notice: str
    text: str

    @property
    def whole(self) -> str:
        """What a new policy begins with: the notice as a quote that is deleted once the text was checked."""
        return f"> {self.notice}\n\n{self.text.strip()}\n"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    version: str
    language: dict[str, PolicyText]


def load(kind: str, language: str) -> PolicyText | None:
    """The starting text of a kind of policy, or None where there is none; raises `bad_starting_text`."""
    path = paths.resources() / "policies" / f"{kind}.toml"
    if not kind.isidentifier() or not path.is_file():
        return None
    return _all_of(path).get(language)


@cache
def _all_of(path: Path) -> Mapping[str, PolicyText]:
    return read(path)


def read(path: Path) -> Mapping[str, PolicyText]:
    """Read and check a file of texts by language; raises `bad_starting_text` that says what is wrong."""
    try:
        file = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise failure("bad_starting_text", file=path.name, problem=str(error)) from error
    problem = _problem(path, file)
    if problem:
        raise failure("bad_starting_text", file=path.name, problem=problem)
    return file.language


def _problem(path: Path, file: _File) -> str:
    if file.kind != path.stem:
        return f"kind is {file.kind}"
    missing = [language for language in LANGUAGES if language not in file.language]
    if missing:
        return f"no text in {', '.join(missing)}"
    for language, found in file.language.items():
        if not all(words.strip() for words in (found.title, found.notice, found.text)):
            return f"{language}: title, notice and text are needed"
    return ""
