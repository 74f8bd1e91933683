"""What the window remembers on this computer: last vault, look, language, widths. No personal data (app.paths)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app import paths

LOOKS = frozenset({"light", "dark", "contrast"})
RECENT_COMMANDS = 8
SHARED = "shared"  # in place of an account: more than one has signed in here
TEXT_SIZES = (100, 115, 130, 150)  # percent of the system's


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

    def remember_vault(self, path: Path) -> None:
        """Offer this vault at the next start; a fictional practice to look around in is no practice to come back to."""
        if not paths.is_example(path):
            self.last_vault = path

    def usual_account(self, vault: Path) -> str:
        """The id of the only account that has signed in to `vault` on this computer; "" at a desk that people share."""
        account = self._accounts().get(str(vault), "")
        return account if isinstance(account, str) and account != SHARED else ""

    def note_account(self, vault: Path, account: str) -> None:
        """Somebody of several has signed in. Once two have, the desk is shared, and who was last is not kept."""
        known = self._accounts()
        value = account if known.get(str(vault), account) == account else SHARED
        if known.get(str(vault)) != value:
            self._store_window("accounts", {**known, str(vault): value})

    @property
    def look(self) -> str:
        """One of "system", "light", "dark", "contrast"."""
        value = self._settings.get("theme", "")
        return value if value in LOOKS else "system"

    @look.setter
    def look(self, choice: str) -> None:
        self._store("theme", choice)

    @property
    def text_percent(self) -> int:
        """The size of text, in percent of the system's: one of `TEXT_SIZES`."""
        value = self._window.get("text_percent")
        return value if value in TEXT_SIZES else 100

    @text_percent.setter
    def text_percent(self, percent: int) -> None:
        self._store_window("text_percent", percent)

    @property
    def language(self) -> str:
        """A language code, or "" for the system's."""
        return self._settings.get("language", "")

    @language.setter
    def language(self, code: str) -> None:
        self._store("language", code)

    @property
    def in_captures(self) -> bool:
        """Whether the window may be seen in screenshots and shared screens, where the system can leave it out."""
        return self._window.get("in_captures") is True

    @in_captures.setter
    def in_captures(self, seen: bool) -> None:
        self._store_window("in_captures", seen)

    @property
    def backup_folder(self) -> Path | None:
        """Where backups were written last."""
        value = self._window.get("backup_folder")
        return Path(value) if isinstance(value, str) and value else None

    @backup_folder.setter
    def backup_folder(self, path: Path | None) -> None:
        self._store_window("backup_folder", str(path) if path else "")

    @property
    def crisis_place(self) -> str:
        """The country whose crisis lines are shown before anybody has signed in: two letters, or ""."""
        value = self._window.get("crisis_place")
        return value if isinstance(value, str) else ""

    @crisis_place.setter
    def crisis_place(self, place: str) -> None:
        if place != self.crisis_place:
            self._store_window("crisis_place", place)

    @property
    def recent_commands(self) -> list[str]:
        """Names of commands of the palette, the one used last first."""
        value = self._window.get("recent_commands", [])
        return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []

    def note_command(self, name: str) -> None:
        """Remember that a command was used."""
        others = [known for known in self.recent_commands if known != name]
        self._store_window("recent_commands", [name, *others][:RECENT_COMMANDS])

    def forget_commands(self) -> None:
        """Where several people work, what one has used last is nobody else's concern."""
        if self.recent_commands:
            self._store_window("recent_commands", [])

    def widths(self, table: str) -> list[int]:
        """Column widths of the table with this name, in pixels; empty when never changed."""
        value = self._window.get("widths", {}).get(table, [])
        return [width for width in value if isinstance(width, int)]

    def keep_widths(self, table: str, widths: list[int]) -> None:
        """Remember the column widths of a table."""
        self._store_window("widths", {**self._window.get("widths", {}), table: widths})

    def _accounts(self) -> dict[str, Any]:
        known = self._window.get("accounts")
        return known if isinstance(known, dict) else {}

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
