"""Where things lie: the resources that ship with the program, and a small settings file.

The settings hold nothing personal: the last vault's path, the language, the theme. They are
replaced whole (temporary file, mode, fsync, rename), so that a crash leaves the old or the new.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

_PRIVATE_FILE = 0o600
_PRIVATE_FOLDER = 0o700
_SETTINGS = "settings.json"
_LARGEST_SETTINGS_BYTES = 64 * 1024
_EXAMPLE = "ClientSafe example"
_KNOWN_SETTINGS = frozenset({"last_vault", "language", "theme", "window"})


def resources() -> Path:
    """The folder with icons, texts, starting texts and fonts."""
    return Path(__file__).resolve().parent.parent / "resources"


def settings_folder() -> Path:
    """The folder of this computer's user for settings of ClientSafe; it need not exist."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
        return base / "ClientSafe"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "ClientSafe"
    configured = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(configured) if Path(configured).is_absolute() else home / ".config"
    return base / "clientsafe"


def data_folder() -> Path:
    """The folder of this computer's user for what programs keep out of sight; it need not exist."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    configured = os.environ.get("XDG_DATA_HOME", "")
    return Path(configured) if Path(configured).is_absolute() else home / ".local" / "share"


def example_vault(language: str) -> Path:
    """Where the fictional practice to look around in is kept; there may be one for each language."""
    return data_folder() / f"{_EXAMPLE} {language}"


def is_example(vault: Path) -> bool:
    """Whether a vault is such a fictional practice."""
    return vault.parent == data_folder() and vault.name.startswith(f"{_EXAMPLE} ")


def read_settings() -> dict[str, str]:
    """The settings; an unreadable or damaged file counts as none, because nothing in it is needed."""
    try:
        data = (settings_folder() / _SETTINGS).read_bytes()[:_LARGEST_SETTINGS_BYTES]
        found = json.loads(data)
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if key in _KNOWN_SETTINGS and isinstance(value, str)}


def write_settings(changes: Mapping[str, str]) -> None:
    """Keep `changes` beside the other settings. A disk that refuses is no reason to stop work."""
    unknown = set(changes) - _KNOWN_SETTINGS
    if unknown:
        raise ValueError(f"no such setting: {', '.join(sorted(unknown))}")
    settings = read_settings() | dict(changes)
    folder = settings_folder()
    with contextlib.suppress(OSError):
        folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        replace_file(folder / _SETTINGS, json.dumps(settings, indent=2, sort_keys=True).encode())


def replace_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, readable by this user only, as a whole or not at all."""
    import tempfile

    descriptor, temporary = tempfile.mkstemp(prefix=".clientsafe-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            Path(temporary).chmod(_PRIVATE_FILE)
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
