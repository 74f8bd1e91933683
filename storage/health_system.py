"""What this computer does that a vault cannot mend: swap, sleep to disk, core dumps, rights on files, shared folders.

Every question is answered from the system's own files, below a root that tests can make; where a system does not
tell, the answer is that nothing was found.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path

_ROOT = Path("/")
_OTHERS = stat.S_IRWXO
_GROUP_AND_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_DEEPEST = 8  # layers of devices upon devices
_MEMORY = "zram"
_CRYPT = "CRYPT-"

# Folders of programs that copy everything elsewhere; names as their makers give them, in lower case.
_SYNCED_NAMES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "iclouddrive": "iCloud",
    "icloud drive": "iCloud",
    "mobile documents": "iCloud",
    "pclouddrive": "pCloud",
    "pcloud drive": "pCloud",
    "mega": "MEGA",
    "megasync": "MEGA",
    "box sync": "Box",
    "seafile": "Seafile",
    "syncthing": "Syncthing",
}
_SYNCED_MARKS = {".dropbox": "Dropbox", ".stfolder": "Syncthing", ".seafile-data": "Seafile"}
_SYNCED_MARK_BEGINNINGS = ((".sync_", "Nextcloud"), ("._sync_", "ownCloud"))


def open_swaps(root: Path = _ROOT) -> list[str]:
    """Swap that is written to a disk without encryption: devices and files, as the system names them."""
    lines = _lines(root / "proc" / "swaps")[1:]
    names = [line.split()[0] for line in lines if line.split()]
    return [name for name in names if not _is_sealed(_device_of(name, root), root)]


def can_sleep_to_disk(root: Path = _ROOT) -> bool:
    """Whether the computer may write its whole memory to swap (hibernation)."""
    states = " ".join(_lines(root / "sys" / "power" / "state")).split()
    modes = " ".join(_lines(root / "sys" / "power" / "disk")).split()
    return "disk" in states and "[disabled]" not in modes


def may_dump_core() -> bool:
    """Whether a crash of this very process may write its memory to the disk."""
    if sys.platform == "win32":
        return False
    import resource

    if resource.getrlimit(resource.RLIMIT_CORE)[0] == 0:
        return False
    return _is_dumpable()


def exposed(vault: Path) -> list[str]:
    """Files and folders of a vault that other accounts of this computer may read, relative to it.

    A folder that a practice gave to a group of its own (2770) is meant to be; others never are.
    """
    if sys.platform == "win32":
        return []
    with contextlib.suppress(OSError):
        whole = vault.stat().st_mode
        unwanted = _OTHERS if whole & stat.S_ISGID and whole & stat.S_IRWXG else _GROUP_AND_OTHERS
        if whole & unwanted:
            within = (path for path in sorted(vault.rglob("*")) if not path.is_symlink())
            return [".", *(str(path.relative_to(vault)) for path in within if path.stat().st_mode & unwanted)]
    # What lies in a folder that nobody else can enter cannot be read by them.
    return []


def synced_by(path: Path) -> str:
    """The program that copies this folder to other computers, by its name or mark; empty for none."""
    for folder in (path, *path.parents):
        name = folder.name.lower()
        for known, program in _SYNCED_NAMES.items():
            if name == known or name.startswith((f"{known} -", f"{known} (")):
                return program
        with contextlib.suppress(OSError):
            for mark, program in _SYNCED_MARKS.items():
                if (folder / mark).exists():
                    return program
            for beginning, program in _SYNCED_MARK_BEGINNINGS:
                if any(folder.glob(f"{beginning}*.db")):
                    return program
    return ""


def is_same_disk(one: Path, other: Path, root: Path = _ROOT) -> bool:
    """Whether two folders die with the same disk: the same file system, or two of one disk."""
    try:
        first, second = one.stat().st_dev, other.stat().st_dev
    except OSError:
        return False
    if first == second:
        return True
    disks, others = (_disks(_block(number, root), root) for number in (first, second))
    return bool(disks & others)


def _is_dumpable() -> bool:
    if sys.platform != "linux":
        return True
    import ctypes

    get_dumpable = 3
    return bool(ctypes.CDLL(None).prctl(get_dumpable, 0, 0, 0, 0))


def _device_of(name: str, root: Path) -> Path | None:
    """The folder below /sys of a swap device, or of the device under a swap file; None where it is not known."""
    # The system writes a space in a name as \040.
    path = root / name.encode().decode("unicode_escape").lstrip("/")
    try:
        found = path.resolve().stat()
    except OSError:
        return None
    return _block(found.st_rdev if stat.S_ISBLK(found.st_mode) else found.st_dev, root) or _by_name(path, root)


def _by_name(path: Path, root: Path) -> Path | None:
    folder = root / "sys" / "class" / "block" / path.resolve().name
    return folder if folder.exists() else None


def _block(number: int, root: Path) -> Path | None:
    folder = root / "sys" / "dev" / "block" / f"{os.major(number)}:{os.minor(number)}"
    return folder.resolve() if folder.exists() else None


def _is_sealed(device: Path | None, root: Path, depth: int = 0) -> bool:
    """Whether what is written there is encrypted on its way, or stays in memory."""
    if device is None or depth > _DEEPEST:
        return False
    if device.name.startswith(_MEMORY) or "".join(_lines(device / "dm" / "uuid")).startswith(_CRYPT):
        return True
    below = _below(device)
    return bool(below) and all(_is_sealed(each, root, depth + 1) for each in below)


def _disks(device: Path | None, root: Path, depth: int = 0) -> frozenset[str]:
    """The names of the disks at the bottom of a device."""
    if device is None or depth > _DEEPEST:
        return frozenset()
    below = _below(device)
    if below:
        return frozenset().union(*(_disks(each, root, depth + 1) for each in below))
    is_part = (device / "partition").exists()
    return frozenset({device.resolve().parent.name if is_part else device.name})


def _below(device: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return [each.resolve() for each in (device / "slaves").iterdir()]
    return []


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
