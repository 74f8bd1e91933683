#!/usr/bin/env python3
"""Find the system libraries that Qt needs and this system lacks, and install them or say how.

The window's libraries come with PySide6; a few stay the system's own, and a small Debian or Ubuntu has none of them.
Run it with the Python of the virtual environment; it uses nothing but the standard library. With `--required` it
fails while a library is missing; without, it only says so, because the command line works all the same.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, Literal

Plan = Literal["install", "ask", "tell"]

# The parts of PySide6 that the program loads, and the one platform plugin that every test needs.
_ALWAYS: Final = (
    "QtCore.abi3.so",
    "QtDBus.abi3.so",
    "QtGui.abi3.so",
    "QtWidgets.abi3.so",
    "Qt/plugins/platforms/libqoffscreen.so",
)
# Where a screen is: the plugin that draws on it, by the variable that announces it.
_SCREENS: Final = {
    "DISPLAY": ("Qt/plugins/platforms/libqxcb.so",),
    "WAYLAND_DISPLAY": ("Qt/plugins/platforms/libqwayland.so",),
}
# Library → Debian package; where a release renamed the package, both names, the newer first.
PACKAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libGLX.so.0": ("libglx0",),
    "libICE.so.6": ("libice6",),
    "libOpenGL.so.0": ("libopengl0",),
    "libSM.so.6": ("libsm6",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libX11.so.6": ("libx11-6",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libgio-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgobject-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libwayland-client.so.0": ("libwayland-client0",),
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
    "libwayland-egl.so.1": ("libwayland-egl1",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-glx.so.0": ("libxcb-glx0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-util.so.1": ("libxcb-util1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxcb.so.1": ("libxcb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libz.so.1": ("zlib1g",),
}


def files_to_check(environment: Mapping[str, str]) -> list[str]:
    """The files of PySide6 whose libraries must be found, for a system with or without a screen."""
    screens = (files for variable, files in _SCREENS.items() if environment.get(variable))
    return [*_ALWAYS, *(file for files in screens for file in files)]


def missing_in(ldd_output: str) -> set[str]:
    """The libraries that `ldd` did not find."""
    return {line.split()[0] for line in ldd_output.splitlines() if line.endswith("=> not found")}


def packages_for(libraries: Iterable[str], exists: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """The packages that bring `libraries`, and the libraries for which none is known.

    `exists` says whether the package lists of this system know a name; where they know none of a library's
    names, the last one, the oldest, is taken.
    """
    packages: set[str] = set()
    unknown: list[str] = []
    for library in sorted(libraries):
        names = PACKAGES.get(library)
        if names is None:
            unknown.append(library)
        else:
            packages.add(next(filter(exists, names), names[-1]) if len(names) > 1 else names[0])
    return sorted(packages), unknown


def plan(*, root: bool, has_sudo: bool, terminal: bool) -> Plan:
    """Who may install: root at once, a person at a terminal after a question, nobody else."""
    if root:
        return "install"
    return "ask" if has_sudo and terminal else "tell"


def find_missing(environment: Mapping[str, str]) -> set[str]:
    """The libraries that PySide6 of this Python needs and this system lacks."""
    spec = importlib.util.find_spec("PySide6")
    ldd = shutil.which("ldd")
    if not sys.platform.startswith("linux") or ldd is None or spec is None or spec.origin is None:
        return set()
    folder = Path(spec.origin).parent
    files = [str(folder / name) for name in files_to_check(environment) if (folder / name).exists()]
    # One file that cannot be read makes ldd fail for it alone; what it says of the others counts.
    done = subprocess.run(
        [ldd, *files], capture_output=True, text=True, check=False, env={**environment, "LC_ALL": "C"}
    )
    return missing_in(done.stdout)


def known_to_apt(name: str) -> bool:
    """Whether the package lists of this system have `name`."""
    done = subprocess.run(["apt-cache", "show", name], capture_output=True, check=False)  # noqa: S607
    return done.returncode == 0


def install(libraries: Iterable[str], prefix: tuple[str, ...] = ()) -> None:
    """Install what brings `libraries` with apt-get; `prefix` is how to become root."""
    command = (*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get")
    # What goes wrong is said on standard error; the hundred lines of what goes right help nobody.
    subprocess.run([*command, "--quiet=2", "update"], stdout=subprocess.DEVNULL, check=False)
    packages, _unknown = packages_for(libraries, known_to_apt)
    print("Installing for Qt:", *packages, flush=True)
    command = (*command, "--quiet=2", "--yes", "--no-install-recommends", "install", *packages)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)


def install_line(packages: Iterable[str], *, root: bool) -> str:
    """The one line that installs `packages`."""
    line = ["apt-get", "install", "--no-install-recommends", *packages]
    return " ".join(line if root else ["sudo", *line])


def tell(libraries: Iterable[str], *, has_apt: bool, root: bool) -> None:
    """Say what is missing and what to do about it."""
    packages, unknown = packages_for(libraries, known_to_apt if has_apt else lambda _name: False)
    print("Qt needs libraries that this system lacks:", *sorted(libraries), file=sys.stderr)
    if packages and has_apt:
        print("This line installs them:\n\n   ", install_line(packages, root=root), "\n", file=sys.stderr)
    if unknown and has_apt:
        print("No package is known here for:", *unknown, file=sys.stderr)
    if not has_apt:
        print("Install them with this system's package manager.", file=sys.stderr)


def _agreed(packages: Iterable[str]) -> bool:
    print("Qt needs packages that are not installed:", *packages)
    try:
        return input("Install them now with sudo? [Y/n] ").strip().lower() in {"", "y", "yes"}
    except EOFError:
        return False


def main(arguments: list[str]) -> int:
    """0 where nothing is missing any more, or where nothing has to be there."""
    missing = find_missing(os.environ)
    if not missing:
        return 0
    root = os.geteuid() == 0
    has_apt = shutil.which("apt-get") is not None
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    what = plan(root=root, has_sudo=shutil.which("sudo") is not None, terminal=terminal)
    packages, _unknown = packages_for(missing, known_to_apt if has_apt else lambda _name: False)
    if has_apt and packages and (what == "install" or (what == "ask" and _agreed(packages))):
        install(missing, () if root else ("sudo",))
        missing = find_missing(os.environ)
    if missing:
        tell(missing, has_apt=has_apt, root=root)
    return 1 if missing and "--required" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
