"""Reading jurisdiction packs: those that ship, and one from a file; a wrong one is refused with line and reason."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import msgspec

from app import paths
from app.packs import jurisdiction_checks, shipped_digests, toml_lines
from app.packs.jurisdiction_rules import TABLES, Pack
from app.vaults import KnownError, failure

LARGEST_BYTES = 1 << 18
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_UNKNOWN = re.compile(r"^Object contains unknown field `([^`]*)`")
_AT_PLACE = re.compile(r" - at `(\$[^`]*)`$")


@cache
def codes() -> tuple[str, ...]:
    """The codes of the packs that ship, such as `us-ca`."""
    return tuple(sorted(path.stem for path in _folder().glob("*.toml")))


@cache
def shipped(code: str) -> Pack | None:
    """The pack with this code, or None when none ships; read once. Raises `pack_changed`, `bad_pack`."""
    if code not in codes():
        return None
    path = _folder() / f"{code}.toml"
    shipped_digests.check(path)
    text = path.read_text(encoding="utf-8")
    pack = read_text(text, path.name)
    if pack.code != code:
        raise _bad(path.name, toml_lines.line_of(text, ("code",)), f"code is {pack.code}")
    return pack


class Packs(Mapping[str, Pack]):
    """The packs that ship, by code, and in place of some of them others; each file is read when it is asked for."""

    def __init__(self, instead: Mapping[str, Pack] | None = None) -> None:
        self._instead = dict(instead or {})

    def __getitem__(self, code: str) -> Pack:
        pack = self._instead.get(code) or shipped(code)
        if pack is None:
            raise KeyError(code)
        return pack

    def __contains__(self, code: object) -> bool:
        return code in self._instead or code in codes()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._instead, *codes()}))

    def __len__(self) -> int:
        return len({*self._instead, *codes()})


SHIPPED = Packs()


def read(path: Path) -> tuple[Pack, str]:
    """A pack from a file of the person, and its text; raises `bad_pack`, `not_a_file`."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise _bad(path.name, 1, f"larger than {LARGEST_BYTES} bytes")
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise _bad(path.name, error.object[: error.start].count(b"\n") + 1, "not UTF-8") from error
    except (OSError, ValueError) as error:
        raise failure("not_a_file", path=str(path)) from error
    return read_text(text, path.name), text


def read_text(text: str, name: str) -> Pack:
    """The pack that a text holds; `name` stands in the failure. Raises `bad_pack`."""
    try:
        pack = msgspec.convert(tomllib.loads(text), Pack)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at and at[1] else len(text.splitlines())
        raise _bad(name, line, _AT_LINE.sub("", str(error))) from error
    except msgspec.ValidationError as error:
        raise _bad(name, toml_lines.line_of(text, _place_of(str(error))), str(error)) from error
    except RecursionError as error:
        raise _bad(name, 1, "nested too deeply") from error
    mistake = jurisdiction_checks.first_mistake(pack)
    if mistake is not None:
        raise _bad(name, toml_lines.line_of(text, mistake.path), mistake.problem)
    return _signed_with(pack)


def _signed_with(pack: Pack) -> Pack:
    """Every rule says of which pack and version it is."""
    named = {
        table: tuple(msgspec.structs.replace(rule, pack=pack.named) for rule in getattr(pack, table))
        for table in TABLES
    }
    return msgspec.structs.replace(pack, **named)


def _place_of(message: str) -> toml_lines.Path:
    """Where msgspec found something wrong; a field that nobody knows is itself the place."""
    place, unknown = _AT_PLACE.search(message), _UNKNOWN.match(message)
    path = toml_lines.path_of(place[1]) if place else ()
    return (*path, unknown[1]) if unknown else path


def _folder() -> Path:
    return paths.resources() / "jurisdictions"


def _bad(name: str, line: int, problem: str) -> KnownError:
    return failure("bad_pack", file=name, line=str(line), problem=problem)
