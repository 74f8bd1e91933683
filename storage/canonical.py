"""Canonical JSON (V-1.1): one value, one sequence of bytes, so that it can be hashed and signed."""

from __future__ import annotations

import binascii
import unicodedata
from typing import Any, cast

import msgspec

from storage.errors import failure

_LARGEST = 2**53
_NOT_CANONICAL = "not canonical JSON"
_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = str.maketrans("-_", "+/")


def encode(value: object) -> bytes:
    """RFC 8785 bytes of `value`: sorted ASCII keys, no white space. Floats are refused by `normal`."""
    return msgspec.json.encode(value, order="sorted")


def decode(data: bytes) -> Any:
    """Read canonical JSON; raises ValueError unless `data` is exactly what `encode` would write."""
    try:
        value = msgspec.json.decode(data)
        same = encode(value) == data and _has_only_safe_numbers(value)
    except RecursionError as error:
        raise ValueError(_NOT_CANONICAL) from error
    if not same:
        raise ValueError(_NOT_CANONICAL)
    return value


def _has_only_safe_numbers(value: object) -> bool:
    """Plain loops: this is on the way to every record that is shown."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -_LARGEST < cast("int", value) < _LARGEST
    if kind is float:
        return False
    for item in cast("dict[str, object]", value).values() if kind is dict else cast("list[object]", value):
        if type(item) is not str and not _has_only_safe_numbers(item):
            return False
    return True


def normal(value: object) -> Any:
    """`value` with text in NFC; raises `bad_record` for what canonical JSON has no form for."""
    try:
        return _normal(value)
    except RecursionError as error:
        raise failure("bad_record", problem="nested too deeply") from error


def _normal(value: object) -> Any:
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) >= _LARGEST:
            raise failure("bad_record", problem="a number is too large")
        return value
    if isinstance(value, dict):
        return {_key(key): _normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    raise failure("bad_record", problem=f"a value of type {type(value).__name__}")


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise failure("bad_record", problem="half a character") from error
    return unicodedata.normalize("NFC", text)


def _key(key: object) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise failure("bad_record", problem="a field name that is not plain ASCII")
    return key


def to_text(data: bytes) -> str:
    """Bytes as base64url without padding."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL, b"=").decode()


def from_text(text: str) -> bytes:
    """Bytes from base64url without padding; raises ValueError for anything `to_text` does not write."""
    try:
        data = binascii.a2b_base64(text.translate(_FROM_URL) + "=" * (-len(text) % 4))
    except binascii.Error as error:
        message = "not base64url"
        raise ValueError(message) from error
    if to_text(data) != text:
        message = "not canonical base64url"
        raise ValueError(message)
    return data
