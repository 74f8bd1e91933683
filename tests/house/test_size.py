"""Nothing grows too large to be read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FUNCTION_LINES = 40
LONGEST_FILE_LINES = 400
PROGRAM = ("app", "packaging", "storage", "ui")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*folders: str) -> list[Path]:
    """Every Python file in `folders`."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def code_lines(function: Function, lines: list[str]) -> int:
    """The lines of `function` that say something to Python: no docstring, comments or empty lines."""
    told = function.body[0].lineno if ast.get_docstring(function) is not None else function.lineno
    docstring = range(told, (function.body[0].end_lineno or told) + 1) if told != function.lineno else range(0)
    numbers = range(function.lineno, (function.end_lineno or function.lineno) + 1)
    kept = (lines[number - 1].strip() for number in numbers if number not in docstring)
    return sum(1 for line in kept if line and not line.startswith("#"))


def too_long(source: str) -> Iterator[tuple[str, int]]:
    """The functions of `source` that are too long, with their length."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            length = code_lines(node, lines)
            if length > LONGEST_FUNCTION_LINES:
                yield node.name, length


def test_no_function_is_longer_than_40_lines() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name} has {length}"
        for path in files(*PROGRAM)
        for name, length in too_long(path.read_text("utf-8"))
    ]
    assert not found


def test_no_file_is_longer_than_400_lines() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in files(*PROGRAM, "tests")}
    found = [
        f"{path.relative_to(ROOT)} has {length}" for path, length in lengths.items() if length > LONGEST_FILE_LINES
    ]
    assert not found


@pytest.mark.parametrize(("statements", "expected"), [(39, []), (40, [("planted", 41)])])
def test_only_lines_of_code_count(statements: int, expected: list[tuple[str, int]]) -> None:
    body = "".join(f"    x{number} = {number}\n" for number in range(statements))
    source = f'def planted():\n    """One\n\n    more.\n    """\n\n    # why\n{body}'
    assert list(too_long(source)) == expected
