"""The lock: every dependency with hashes, from no named place, for each Python that the program runs on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")
PYTHONS = ("3.11", "3.12", "3.13")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def locked(name: str) -> dict[Requirement, list[str]]:
    """What the lock `name` asks for: requirement → its hashes."""
    text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
    rows = [row for row in text.splitlines() if row.strip() and not row.lstrip().startswith("#")]
    return {Requirement(row.split(" --hash", 1)[0]): re.findall(r"--hash=sha256:([0-9a-f]{64})\b", row) for row in rows}


def chosen(name: str, python: str) -> dict[str, str]:
    """The versions that the lock `name` installs on Linux with `python`."""
    environment = {
        "extra": "",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_system": "Linux",
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": "linux",
    }
    wanted = [row for row in locked(name) if row.marker is None or row.marker.evaluate(environment)]
    versions: dict[str, str] = {canonicalize_name(row.name): str(row.specifier).removeprefix("==") for row in wanted}
    assert len(versions) == len(wanted), "one package, two versions"
    return versions


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_one_version_with_hashes(name: str) -> None:
    rows = locked(name)
    assert rows
    for requirement, hashes in rows.items():
        assert re.fullmatch(r"==[^,*]+", str(requirement.specifier)), requirement
        assert hashes, requirement


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_address_and_no_place(name: str) -> None:
    for line in (ROOT / name).read_text("utf-8").splitlines():
        assert "://" not in line
        assert " @ " not in line
        assert line.startswith(" ") or re.match(r"[a-z0-9#]", line), line
        assert not re.search(r"(^|\s)/", line), line


@pytest.mark.parametrize("python", PYTHONS)
def test_lock_satisfies_the_project(project: dict[str, Any], python: str) -> None:
    runtime, everything = (chosen(name, python) for name in LOCKS)
    assert runtime.items() <= everything.items()
    for row in (*project["project"]["dependencies"], *project["dependency-groups"]["dev"]):
        requirement = Requirement(row)
        if requirement.marker is None or requirement.marker.evaluate({"python_version": python}):
            assert requirement.specifier.contains(everything[canonicalize_name(requirement.name)]), row


def test_every_dependency_has_a_row_in_the_table_that_says_why(project: dict[str, Any]) -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("\n## Dependencies\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([A-Za-z][\w-]*) \|", page, re.MULTILINE)[1:]  # without the heading
    assert {canonicalize_name(Requirement(row).name) for row in project["project"]["dependencies"]} == {
        canonicalize_name(row) for row in rows
    }


def test_pyside_is_the_one_that_does_not_abort() -> None:
    assert chosen("requirements.txt", "3.11")["pyside6-essentials"] == "6.11.3"
    for python in ("3.12", "3.13"):
        assert chosen("requirements.txt", python)["pyside6-essentials"] >= "6.12"
