"""The starting texts of consents and letters: data with a version and a digest, each paragraph tied to its element.

A file is named after its text, `telehealth.toml`. What was superseded stays in `earlier`, as `therapy-1.toml`, so that
the words somebody agreed to can always be read again.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from app import paths
from app.packs import merge_fields
from app.records.consent_elements import TEXTS, Element
from app.texts import LANGUAGES
from app.vaults import failure

Status = Literal["verified", "unverified", "good_practice"]
Signer = Literal["client", "partner", "child", "parent", "other_parent", "representative", "therapist"]


class Requirement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where it is asked for that such a text exists, never where its wording is from; all wording is our own."""

    source: str
    status: Status


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to tick or to leave: never ticked beforehand. The key is what a record stores."""

    key: str
    text: str


class Paragraph(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One element in plain words, with what is ticked and what is written by hand below it."""

    element: Element
    number: int
    heading: str
    text: str
    boxes: tuple[Box, ...] = ()
    lines: tuple[str, ...] = ()


class ConsentText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in one language. Its words never change under the same version; a new one is added.

    `notice` speaks to the practice (have it checked), `intro` and the paragraphs to the reader. `body_hash` is the
    SHA-256 of the words with their merge fields empty, in hexadecimal.
    """

    type: str
    version: str
    language: str
    effective_from: str
    title: str
    notice: str
    paragraphs: tuple[Paragraph, ...]
    intro: str = ""
    is_one_page: bool = False
    is_large: bool = False
    signed_by: tuple[Signer, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    body_hash: str = ""

    @property
    def words(self) -> Iterator[str]:
        """Everything a reader sees, piece by piece."""
        yield from (self.title, self.intro)
        for paragraph in self.paragraphs:
            yield from (paragraph.heading, paragraph.text, *paragraph.lines, *(box.text for box in paragraph.boxes))

    @property
    def places(self) -> list[str]:
        """The merge fields of the text, each once."""
        return merge_fields.places("\n".join(self.words))


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    element: Element
    heading: str
    text: str
    boxes: tuple[Box, ...] = ()
    lines: tuple[str, ...] = ()


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    notice: str
    paragraphs: list[_Part]
    intro: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: str
    version: str
    effective_from: date
    language: dict[str, _Body]
    is_one_page: bool = False
    is_large: bool = False
    signed_by: tuple[Signer, ...] = ()
    requirements: tuple[Requirement, ...] = ()


def load(text_id: str, language: str, version: str = "") -> ConsentText:
    """A text in a language; without a version the one that new consents take.

    Raises:
        KnownError: `no_starting_text` or `bad_starting_text`.
    """
    current = _all_of(text_id, "").get(language)
    if version and (current is None or current.version != version):
        current = _all_of(text_id, version).get(language)
    if current is None:
        raise failure("no_starting_text")
    return current


def languages(text_id: str) -> list[str]:
    """In which languages there is a text of this name."""
    return sorted(_all_of(text_id, ""))


def text_ids() -> list[str]:
    """The names of all texts that ship, in alphabetical order."""
    return sorted(path.stem for path in _folder().glob("*.toml"))


@cache
def _all_of(text_id: str, version: str) -> Mapping[str, ConsentText]:
    path = _folder() / "earlier" / f"{text_id}-{version}.toml" if version else _folder() / f"{text_id}.toml"
    if not text_id.isidentifier() or not (version or "0").isalnum() or not path.is_file():
        raise failure("no_starting_text")
    return read(path)


def _folder() -> Path:
    return paths.resources() / "consents"


def read(path: Path) -> Mapping[str, ConsentText]:
    """Read and check a file of texts; raises `bad_starting_text` that says what is wrong."""
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        file = msgspec.convert(values, _File)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise failure("bad_starting_text", file=path.name, problem=str(error)) from error
    texts = {language: _text(file, language, body) for language, body in file.language.items()}
    problem = _problem_of_file(path, file) or _problem_of_texts(texts)
    if problem:
        raise failure("bad_starting_text", file=path.name, problem=problem)
    return texts


def _problem_of_file(path: Path, file: _File) -> str:
    if path.stem not in {file.type, f"{file.type}-{file.version}"}:
        return f"type is {file.type}"
    if file.type not in TEXTS:
        return f"nothing is known about what {file.type} has to cover"
    missing = [language for language in LANGUAGES if language not in file.language]
    return f"no text in {', '.join(missing)}" if missing else ""


def _problem_of_texts(texts: Mapping[str, ConsentText]) -> str:
    for language, text in texts.items():
        problem = _problem(text)
        if problem:
            return f"{language}: {problem}"
    keys = {tuple(tuple(box.key for box in part.boxes) for part in text.paragraphs) for text in texts.values()}
    return "" if len(keys) == 1 else "the languages have different boxes"


def _problem(text: ConsentText) -> str:
    elements = [part.element for part in text.paragraphs]
    if elements != list(TEXTS[text.type]):
        missing = ", ".join(element for element in TEXTS[text.type] if element not in elements)
        return f"every element once, in order{f'; missing: {missing}' if missing else ''}"
    for part in text.paragraphs:
        if not part.heading.strip() or not part.text.strip():
            return f"{part.element} is empty"
        keys = [box.key for box in part.boxes]
        if len(set(keys)) != len(keys) or not all(key.isidentifier() for key in keys):
            return f"{part.element}: every box has a key of its own"
    if not text.title.strip() or not text.notice.strip():
        return "title or notice is empty"
    return merge_fields.problem("\n".join(text.words))


def _text(file: _File, language: str, body: _Body) -> ConsentText:
    text = ConsentText(
        type=file.type,
        version=file.version,
        language=language,
        effective_from=file.effective_from.isoformat(),
        title=body.title,
        notice=body.notice,
        paragraphs=tuple(
            Paragraph(part.element, number, part.heading, part.text, part.boxes, part.lines)
            for number, part in enumerate(body.paragraphs, 1)
        ),
        intro=body.intro,
        is_one_page=file.is_one_page,
        is_large=file.is_large,
        signed_by=file.signed_by,
        requirements=file.requirements,
    )
    return msgspec.structs.replace(text, body_hash=_digest(text))


def _digest(text: ConsentText) -> str:
    """SHA-256, hexadecimal, of the words and whose they are, as JSON with sorted keys; what is empty is left out."""
    words: dict[str, Any] = {
        name: getattr(text, name)
        for name in ("type", "version", "language", "effective_from", "title", "notice", "intro")
        if getattr(text, name)
    }
    words["paragraphs"] = [
        {name: value for name, value in msgspec.to_builtins(one).items() if value} for one in text.paragraphs
    ]
    return hashlib.sha256(msgspec.json.encode(words, order="sorted")).hexdigest()
