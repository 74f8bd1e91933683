"""What lies in the repository: text that is true everywhere, and folders that are packages where they should be."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Folders of one machine, addresses of package indexes, settings that point to either.
PLACES = re.compile(
    r"(?<![\w.])/(?:work|farm|root|home/\w+|Users/\w+)/"
    r"|(?<![\w.])/tmp/\w+/|index-[u]rl|find-[l]inks|https?://[^\s)]*/(?:simple|packages)/"
)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every text file of the repository, also those not added yet."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found: dict[str, str] = {}
    for name in filter(None, listed.split("\0")):
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"\0"
        if b"\0" not in data:
            found[name] = data.decode("utf-8")
    return found


def test_no_file_names_a_place_of_one_machine(texts: dict[str, str]) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if PLACES.search(line)
    ]
    assert not found


def test_text_files_end_their_lines_like_unix(texts: dict[str, str]) -> None:
    assert not [name for name, text in texts.items() if "\r" in text]


def test_every_folder_with_code_is_a_package() -> None:
    folders = {path.parent for package in ("app", "storage", "ui") for path in (ROOT / package).rglob("*.py")}
    assert not [str(folder.relative_to(ROOT)) for folder in folders if not (folder / "__init__.py").exists()]


def test_scripts_do_not_hide_the_library_called_packaging() -> None:
    assert not (ROOT / "packaging/__init__.py").exists()


def test_licence_is_the_whole_apache_licence() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_changelog_knows_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_make_lists_its_commands() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    listed = {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")}
    assert listed >= {
        "setup",
        "run",
        "test",
        "demo",
        "bench",
        "screenshots",
        "lint",
        "format",
        "texts",
        "lock",
        "clean",
    }
