"""Loads what each function of the command line loads by itself, in a process that has done nothing else.

`python -m tests.cli.loading`: what every command begins with is loaded once. Then each function is a child process that
loads the function's own imports, and looks up the failures that it raises. What is missing goes to standard error.
"""

from __future__ import annotations

import ast
import importlib
import os
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from app.cli import commands as commands  # noqa: PLC0414 - loaded before every command
from app.cli import running as running  # noqa: PLC0414 - the same
from app.vaults import FAILURES

ROOT = Path(__file__).parents[2]
IMPORTS = (ast.Import, ast.ImportFrom)


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Each function that imports or raises something of its own."""
    for path in sorted((ROOT / "app" / "cli").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (imports(node) or failures(node)):
                yield path.relative_to(ROOT), node


def imports(function: ast.FunctionDef) -> list[ast.stmt]:
    """What it imports when it is called."""
    return [node for node in ast.walk(function) if isinstance(node, IMPORTS)]


def failures(function: ast.FunctionDef) -> set[str]:
    """The names in `failure("name")`."""
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and node.args]
    named = [call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "failure"]
    return {str(name.value) for name in named if isinstance(name, ast.Constant)}


def check(path: Path, function: ast.FunctionDef) -> None:
    """In the child: load, and look up; raises what is wrong."""
    importlib.import_module(".".join(path.with_suffix("").parts))
    exec(compile(ast.Module(imports(function), []), str(path), "exec"), {})  # noqa: S102 - our own lines
    unknown = failures(function) - set(FAILURES)
    if unknown:
        raise LookupError(f"no table that is loaded then has {sorted(unknown)}")


def is_right(path: Path, function: ast.FunctionDef) -> bool:
    """Whether the check went well in a child of its own."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    try:
        check(path, function)
    except BaseException:  # noqa: BLE001 - told, whatever it is
        os.write(2, f"{path}, {function.name}:\n{traceback.format_exc()}".encode())
        os._exit(1)
    os._exit(0)


def main() -> int:
    """Check them all; writes how many there are."""
    checked = [is_right(path, function) for path, function in functions()]
    sys.stdout.write(f"{len(checked)}\n")
    return 0 if all(checked) else 1


if __name__ == "__main__":
    sys.exit(main())
