"""The set-up finds the system libraries that Qt needs, and installs them or says how."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import system_libraries

SCRIPT = Path(system_libraries.__file__)
LDD_OUTPUT = """
QtGui.abi3.so:
\tlinux-vdso.so.1 (0x00007ffd1b5f2000)
\tlibEGL.so.1 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0c0d600000)
\tlibstrange.so.9 => not found
libqoffscreen.so:
\tlibEGL.so.1 => not found
"""
# Who runs the tests decides nothing: the script is told who it runs as.
AS_USER = """
import os, runpy, sys
os.geteuid = lambda user=int(sys.argv[1]): user
sys.argv = sys.argv[2:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_missing_libraries_are_read_from_ldd() -> None:
    assert system_libraries.missing_in(LDD_OUTPUT) == {"libEGL.so.1", "libstrange.so.9"}


@pytest.mark.parametrize(
    ("environment", "plugins"),
    [
        ({}, set()),
        ({"DISPLAY": ""}, set()),
        ({"DISPLAY": ":0"}, {"libqxcb.so"}),
        ({"WAYLAND_DISPLAY": "wayland-0"}, {"libqwayland.so"}),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, {"libqxcb.so", "libqwayland.so"}),
    ],
)
def test_only_the_screen_that_is_there_is_asked_for(environment: dict[str, str], plugins: set[str]) -> None:
    names = {Path(file).name for file in system_libraries.files_to_check(environment)}
    assert {"QtWidgets.abi3.so", "libqoffscreen.so"} <= names
    assert names & {"libqxcb.so", "libqwayland.so"} == plugins


@pytest.mark.parametrize(
    ("known", "package"),
    [({"libglib2.0-0"}, "libglib2.0-0"), ({"libglib2.0-0t64"}, "libglib2.0-0t64"), (set(), "libglib2.0-0")],
)
def test_renamed_package_is_taken_by_the_name_that_this_release_knows(known: set[str], package: str) -> None:
    packages, unknown = system_libraries.packages_for(["libglib-2.0.so.0", "libgthread-2.0.so.0"], known.__contains__)
    assert (packages, unknown) == ([package], [])


def test_library_without_a_known_package_is_named() -> None:
    packages, unknown = system_libraries.packages_for(system_libraries.missing_in(LDD_OUTPUT), bool)
    assert (packages, unknown) == (["libegl1"], ["libstrange.so.9"])


@pytest.mark.parametrize(
    ("root", "has_sudo", "terminal", "expected"),
    [
        (True, False, False, "install"),
        (True, True, True, "install"),
        (False, True, True, "ask"),
        (False, True, False, "tell"),
        (False, False, True, "tell"),
    ],
)
def test_who_may_install(root: bool, has_sudo: bool, terminal: bool, expected: str) -> None:
    assert system_libraries.plan(root=root, has_sudo=has_sudo, terminal=terminal) == expected


def test_line_to_type_is_for_who_reads_it() -> None:
    line = "apt-get install --no-install-recommends libegl1 libgl1"
    assert system_libraries.install_line(["libegl1", "libgl1"], root=True) == line
    assert system_libraries.install_line(["libegl1", "libgl1"], root=False) == f"sudo {line}"


class BareSystem:
    """A system whose `ldd` misses a library until its `apt-get` has installed `libegl1`."""

    def __init__(self, folder: Path, *, installs: bool = True) -> None:
        self.folder = folder
        self.log = folder / "apt.log"
        self.log.touch()
        installed = folder / "installed"
        self._script("ldd", f"test -e {installed} || echo '\tlibEGL.so.1 => not found'")
        self._script("apt-cache", "exit 100")
        done = f'case "$*" in *libegl1*) touch {installed};; esac' if installs else "exit 100"
        self._script("apt-get", f'echo "$@" >>{self.log}; {done}')

    def _script(self, name: str, body: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{body}\n", "ascii")
        path.chmod(0o755)

    def run(self, *arguments: str, user: int) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"}
        command = [sys.executable, "-c", AS_USER, str(user), str(SCRIPT), *arguments]
        return subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )


def test_root_installs_what_is_missing(tmp_path: Path) -> None:
    system = BareSystem(tmp_path)
    done = system.run("--required", user=0)
    assert done.returncode == 0
    update, install = system.log.read_text("ascii").splitlines()
    assert update.endswith("update")
    assert install.endswith("--no-install-recommends install libegl1")


def test_failed_install_is_told_and_fails_only_where_it_matters(tmp_path: Path) -> None:
    system = BareSystem(tmp_path, installs=False)
    assert system.run(user=0).returncode == 0
    done = system.run("--required", user=0)
    assert done.returncode == 1
    assert "    apt-get install --no-install-recommends libegl1" in done.stderr


def test_person_without_a_terminal_gets_the_line_and_nothing_is_installed(tmp_path: Path) -> None:
    system = BareSystem(tmp_path)
    done = system.run("--required", user=1000)
    assert done.returncode == 1
    assert "    sudo apt-get install --no-install-recommends libegl1" in done.stderr
    assert not system.log.read_text("ascii")


def test_this_system_has_what_it_needs() -> None:
    assert not system_libraries.find_missing({**os.environ, "DISPLAY": "", "WAYLAND_DISPLAY": ""})
