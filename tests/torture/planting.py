"""A word that nobody writes, in every field of every kind of record that takes words."""

from __future__ import annotations

import base64
from typing import Any

import msgspec

from app.records import KINDS, decode
from app.records.fields import FieldSpec, OpenChoice, specs
from app.vaults import KnownError

STEM = "Qzorvlip"
SECRET_STEM = "Zmrkqfold"
PASSPHRASE = f"nine quiet {SECRET_STEM} herons cross"


def planted(kind: str) -> tuple[dict[str, Any], list[str]]:
    """Values for every field of a kind that takes the word, and the names of those that refuse it."""
    values, refused = dict[str, Any](), list[str]()
    for spec in specs(KINDS[kind].struct):
        value = _value(spec)
        if value is None:
            continue
        try:
            decode(kind, KINDS[kind].version, values | {spec.name: value})
            values[spec.name] = value
        except KnownError:
            refused.append(f"{kind}.{spec.name}")
    return values, refused


def needles(*stems: str) -> dict[str, bytes]:
    """What the words look like in a file: plain, two bytes a letter, hexadecimal, and base64 at each of its offsets."""
    found = dict[str, bytes]()
    for stem in stems or (STEM, SECRET_STEM):
        for name, word in ((stem, stem), (stem.lower(), stem.lower()), (stem.upper(), stem.upper())):
            found[f"{name} utf-8"] = word.encode()
            found[f"{name} utf-16-le"] = word.encode("utf-16-le")
            found[f"{name} utf-16-be"] = word.encode("utf-16-be")
            found[f"{name} hex"] = word.encode().hex().encode()
            found |= {f"{name} base64 {offset}": _base64(word, offset) for offset in range(3)}
    return found


def _base64(word: str, offset: int) -> bytes:
    """The letters of the base64 of anything that has the word `offset` bytes after a multiple of three."""
    text = base64.b64encode(bytes(offset) + word.encode())
    first = -(-offset * 8 // 6)
    return text[first : (offset + len(word)) * 8 // 6]


def _value(spec: FieldSpec) -> Any:
    word = f"{STEM} {spec.name}"
    if spec.shape in {"line", "text"}:
        return word
    if spec.shape == "lines":
        return [word]
    if spec.shape in {"choice", "choices"} and spec.choices and issubclass(type(spec.choices[0]), OpenChoice):
        own = f"own: {word}"
        return own if spec.shape == "choice" else [own]
    if spec.struct is None:
        return None
    part = _part(spec.struct)
    return [part] if spec.shape == "rows" else part


def _part(struct: type[msgspec.Struct]) -> dict[str, Any]:
    values = dict[str, Any]()
    for spec in specs(struct):
        value = _value(spec)
        if value is None:
            continue
        try:
            msgspec.convert(values | {spec.name: value}, struct)
            values[spec.name] = value
        except (KnownError, msgspec.ValidationError):
            continue
    return values
