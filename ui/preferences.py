"""What the window remembers on this computer: last vault, look, language, widths. No personal data (app.paths)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app import paths

IDLE_MINUTES = (1, 30)  # least and most that can be set
IDLE_MINUTES_ALONE = 10
LOOKS = frozenset({"light", "dark", "contrast"})


class Preferences:
    """Reads the settings file once and writes it at each change; what cannot be written holds until the end."""

    def __init__(self) -> None:
        self._settings = paths.read_settings()
        self._window = _decoded(self._settings.get("window", ""))

    @property
    def last_vault(self) -> Path | None:
        """The vault opened last on this computer."""
        value = self._settings.get("last_vault", "")
        return Path(value) if value else None

    @last_vault.setter
    def last_vault(self, path: Path | None) -> None:
        self._store("last_vault", str(path) if path else "")

    @property
    def look(self) -> str:
        """One of "system", "light", "dark", "contrast"."""
        value = self._settings.get("theme", "")
        return value if value in LOOKS else "system"

    @look.setter
    def look(self, choice: str) -> None:
        self._store("theme", choice)

    @property
    def language(self) -> str:
        """A language code, or "" for the system's."""
        return self._settings.get("language", "")

    @language.setter
    def language(self, code: str) -> None:
        self._store("language", code)

    @property
    def idle_minutes(self) -> int:
        """After how many minutes without a key or a move the window locks."""
        value = self._window.get("idle_minutes")
        low, high = IDLE_MINUTES
        return min(max(value, low), high) if isinstance(value, int) else IDLE_MINUTES_ALONE

    @idle_minutes.setter
    def idle_minutes(self, minutes: int) -> None:
        self._store_window("idle_minutes", minutes)

    @property
    def backup_folder(self) -> Path | None:
        """Where backups were written last."""
        value = self._window.get("backup_folder")
        return Path(value) if isinstance(value, str) and value else None

    @backup_folder.setter
    def backup_folder(self, path: Path | None) -> None:
        self._store_window("backup_folder", str(path) if path else "")

    def widths(self, table: str) -> list[int]:
        """Column widths of the table with this name, in pixels; empty when never changed."""
        value = self._window.get("widths", {}).get(table, [])
        return [width for width in value if isinstance(width, int)]

    def keep_widths(self, table: str, widths: list[int]) -> None:
        """Remember the column widths of a table."""
        self._store_window("widths", {**self._window.get("widths", {}), table: widths})

    def _store(self, name: str, value: str) -> None:
        if self._settings.get(name, "") != value:
            self._settings[name] = value
            paths.write_settings({name: value})

    def _store_window(self, name: str, value: Any) -> None:
        self._window[name] = value
        self._store("window", json.dumps(self._window, sort_keys=True))


def _decoded(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text or "{}")
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
