"""The starting texts of consents: data with a version and a digest, each paragraph tied to its element."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from app import paths
from app.records.consent import NUMBERS, Element
from app.vaults import failure


class Paragraph(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One element of the explanation in plain words."""

    element: Element
    number: int
    heading: str
    text: str


class ConsentText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in one language. Its words never change under the same version; a new one is added."""

    type: str
    version: str
    language: str
    effective_from: str
    title: str
    notice: str
    paragraphs: tuple[Paragraph, ...]
    body_hash: str = ""


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    notice: str
    paragraphs: list[Paragraph]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: str
    version: str
    effective_from: date
    language: dict[str, _Body]


def load(consent_type: str, language: str) -> ConsentText:
    """The text of a type in a language; raises `no_starting_text` or `bad_starting_text`."""
    found = _all_of(consent_type).get(language)
    if found is None:
        raise failure("no_starting_text")
    return found


def languages(consent_type: str) -> list[str]:
    """In which languages there is a text of this type."""
    return sorted(_all_of(consent_type))


@cache
def _all_of(consent_type: str) -> Mapping[str, ConsentText]:
    path = paths.resources() / "consents" / f"{consent_type}.toml"
    if not consent_type.isidentifier() or not path.is_file():
        raise failure("no_starting_text")
    return read(path)


def read(path: Path) -> Mapping[str, ConsentText]:
    """Read and check a file of texts; raises `bad_starting_text` that says what is wrong."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        file = msgspec.convert(values, _File)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise failure("bad_starting_text", file=path.name, problem=str(error)) from error
    for language, body in file.language.items():
        problem = _problem(body)
        if problem:
            raise failure("bad_starting_text", file=path.name, problem=f"{language}: {problem}")
    return {language: _text(file, language, body) for language, body in file.language.items()}


def _problem(body: _Body) -> str:
    elements = [paragraph.element for paragraph in body.paragraphs]
    if elements != list(Element):
        return "every element once, in the order of their numbers"
    for paragraph in body.paragraphs:
        if paragraph.number != NUMBERS[paragraph.element]:
            return f"{paragraph.element} has the number {NUMBERS[paragraph.element]}"
        if not paragraph.heading.strip() or not paragraph.text.strip():
            return f"{paragraph.element} is empty"
    return "" if body.title.strip() and body.notice.strip() else "title or notice is empty"


def _text(file: _File, language: str, body: _Body) -> ConsentText:
    text = ConsentText(
        type=file.type,
        version=file.version,
        language=language,
        effective_from=file.effective_from.isoformat(),
        title=body.title,
        notice=body.notice,
        paragraphs=tuple(body.paragraphs),
    )
    return msgspec.structs.replace(text, body_hash=_digest(msgspec.to_builtins(text)))


def _digest(values: dict[str, Any]) -> str:
    """SHA-256, hexadecimal, of everything but the digest itself, as JSON with sorted keys."""
    del values["body_hash"]
    return hashlib.sha256(msgspec.json.encode(values, order="sorted")).hexdigest()
