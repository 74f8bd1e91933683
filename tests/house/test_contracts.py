"""Every contract between the folders breaks when somebody breaks it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FUTURE = "from __future__ import annotations\n"
# Contract → modules that break it, each on its own.
PLANTED = [
    ("direction", {"app/planted.py": "import ui"}),
    ("direction", {"storage/planted.py": "from app import texts"}),
    ("direction", {"storage/planted.py": "def late():\n    import ui.theme"}),
    ("inside-app", {"app/rules/planted.py": "from app.services import clients"}),
    ("inside-app", {"app/records/planted.py": "from app.rules import permissions"}),
    ("inside-app", {"app/packs/planted.py": "from app.rules import permissions"}),
    ("inside-app", {"app/keeping/planted.py": "from app.services import clients"}),
    ("window-asks-app", {"ui/planted.py": "from storage import vault"}),
    ("one-face", {"app/planted.py": "from storage import sealing"}),
    ("one-face", {"app/planted.py": "from storage.header import SLOTS"}),
    ("qt-in-ui", {"app/planted.py": "from PySide6.QtCore import QObject"}),
    ("qt-in-ui", {"storage/planted.py": "def late():\n    import PySide6"}),
    ("keys-in-storage", {"app/planted.py": "from cryptography.hazmat.primitives import hashes"}),
    ("keys-in-storage", {"ui/planted.py": "import sqlcipher3"}),
    ("keys-in-storage", {"app/planted.py": "import sqlite3"}),
    ("keys-in-storage", {"ui/planted.py": "import argon2"}),
    ("one-place-each", {"storage/planted.py": "import cryptography"}),
    ("one-place-each", {"storage/planted.py": "from argon2 import low_level"}),
    ("one-place-each", {"storage/planted.py": "from sqlcipher3 import dbapi2"}),
    ("no-network", {"storage/planted.py": "import socket"}),
    ("no-network", {"app/planted.py": "from urllib.request import urlopen"}),
    ("no-network", {"ui/planted.py": "def late():\n    import http.client"}),
    (
        "pages-apart",
        {
            "ui/pages/planted_one/__init__.py": "from ui.pages import planted_two",
            "ui/pages/planted_two/__init__.py": "",
        },
    ),
]


@pytest.fixture(scope="module")
def contracts() -> dict[str, str]:
    """The contracts of pyproject.toml: id → name."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {contract["id"]: contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program's code that may be broken."""
    folder = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in ("app", "storage", "ui"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def check(tree: Path, contract: str) -> str:
    """What the linter says of one contract."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--contract", contract]
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize(("contract", "modules"), PLANTED)
def test_planted_import_breaks_its_contract(
    tree: Path, contracts: dict[str, str], contract: str, modules: dict[str, str]
) -> None:
    planted = [tree / name for name in modules]
    for path, code in zip(planted, modules.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{FUTURE}{code}\n", "utf-8")
    try:
        printed = check(tree, contract)
    finally:
        for path in planted:
            path.unlink()
    assert f"{contracts[contract]} BROKEN" in printed
    assert "planted" in printed


def test_every_contract_was_seen_to_break(contracts: dict[str, str]) -> None:
    assert {contract for contract, _modules in PLANTED} == set(contracts)
