"""Holds JSON against a JSON Schema: the keywords that ours use, and a loud error for any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
_SAYS_NOTHING = frozenset({"$schema", "$defs", "title", "description", "default", "format", "then"})
_KNOWN = frozenset(
    {"$ref", "type", "enum", "const", "anyOf", "allOf", "if", "properties", "required", "additionalProperties", "items"}
    | {"pattern", "minimum", "maximum"}
)


def problems(value: Any, schema: dict[str, Any], whole: dict[str, Any] | None = None, at: str = "$") -> Iterator[str]:
    """Where the value is not what the schema says; empty when it is valid."""
    whole = whole if whole is not None else schema
    unknown = {key for key in schema if not key.startswith("x-")} - _KNOWN - _SAYS_NOTHING
    assert not unknown, f"{at}: this check does not know {unknown}"
    if "$ref" in schema:
        yield from problems(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, at)
    for one in schema.get("allOf", ()):
        yield from problems(value, one, whole, at)
    if "anyOf" in schema and all(list(problems(value, one, whole, at)) for one in schema["anyOf"]):
        yield f"{at}: none of the alternatives"
    if "if" in schema and not list(problems(value, schema["if"], whole, at)):
        yield from problems(value, schema["then"], whole, at)
    yield from _own_problems(value, schema, at)
    if isinstance(value, dict):
        yield from _of_object(value, schema, whole, at)
    if isinstance(value, list) and "items" in schema:
        for number, item in enumerate(value):
            yield from problems(item, schema["items"], whole, f"{at}[{number}]")


def _own_problems(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    wanted = schema.get("type")
    is_bool_as_number = isinstance(value, bool) and wanted != "boolean"
    if wanted is not None and (not isinstance(value, _TYPES[wanted]) or is_bool_as_number):
        yield f"{at}: {type(value).__name__} instead of {wanted}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is not on the list"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: not {schema['const']!r}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not match"
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at}: {value} is out of range"


def _of_object(value: dict[str, Any], schema: dict[str, Any], whole: dict[str, Any], at: str) -> Iterator[str]:
    named = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}: {name} is missing"
    rest = schema.get("additionalProperties", True)
    for name, item in value.items():
        if name in named:
            yield from problems(item, named[name], whole, f"{at}.{name}")
        elif rest is False:
            yield f"{at}: {name} is not known"
        elif isinstance(rest, dict):
            yield from problems(item, rest, whole, f"{at}.{name}")
