"""What the style forbids is found where somebody writes it, also under another name."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FUTURE = '"""Planted."""\n\nfrom __future__ import annotations\n\n'


def codes(name: str, code: str) -> list[str]:
    """The rules that `code` would break in the file `name`."""
    command = [str(Path(sys.executable).parent / "ruff"), "check", "--no-cache", "--output-format=json"]
    done = subprocess.run(
        [*command, "--stdin-filename", name, "-"], cwd=ROOT, input=code, capture_output=True, text=True, check=False
    )
    return [finding["code"] for finding in json.loads(done.stdout)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("ui/pages/planted/page.py", "from PySide6.QtWidgets import QMessageBox\n"),
        ("ui/pages/planted/page.py", "from PySide6 import QtWidgets\n\nQtWidgets.QFileDialog.getOpenFileName()\n"),
        ("ui/shell.py", "from PySide6.QtCore import QSettings\n"),
        ("ui/shell.py", "from PySide6.QtCore import QThread\n"),
        ("ui/shell.py", "from PySide6 import QtCore\n\nQtCore.QCoreApplication.processEvents()\n"),
        ("ui/shell.py", "from PySide6.QtWidgets import QApplication\n\nQApplication.processEvents()\n"),
        ("ui/shell.py", "from PySide6 import QtNetwork\n"),
        ("ui/shell.py", "import webbrowser\n"),
        ("app/services/planted.py", "import random\n"),
        ("app/services/planted.py", "import pickle\n"),
        ("app/services/planted.py", "import urllib.request\n"),
        ("storage/planted.py", "import socket\n"),
        ("storage/planted.py", "import importlib\n\nimportlib.import_module('ui')\n"),
        ("tests/app/test_planted.py", "from unittest import mock\n"),
        ("tests/ui/test_planted.py", "import time\n\ntime.sleep(1)\n"),
    ],
)
def test_banned_name_is_found(name: str, code: str) -> None:
    assert "TID251" in codes(name, FUTURE + code)


def test_only_the_prompts_may_ask() -> None:
    code = FUTURE + "from PySide6.QtWidgets import QMessageBox\n\nQMessageBox()\n"
    assert codes("ui/prompts.py", code) == []


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("TID252", FUTURE + "from . import planted\n\nplanted.act()\n"),
        ("I002", '"""Planted."""\n\nimport json\n\njson.loads("1")\n'),
        ("D100", "from __future__ import annotations\n\nPLANTED = 1\n"),
        ("INT001", FUTURE + 'from app.texts import _\n\nPLANTED = 1\n_(f"{PLANTED} things")\n'),
        ("FIX002", FUTURE + "PLANTED = 1  # TODO: later\n"),
    ],
)
def test_rule_of_the_house_is_on(rule: str, code: str) -> None:
    assert rule in codes("app/services/planted.py", code)
