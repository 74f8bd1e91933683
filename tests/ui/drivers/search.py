"""The palette of Ctrl+K."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from tests.ui.drivers.base import WAIT_MS, Driver
from tests.ui.drivers.keys import type_keys
from tests.ui.drivers.window import Window
from ui.search.chips import ChipBar
from ui.search.entries import Entry, Head, HitEntry
from ui.search.looking import SUGGEST_MS
from ui.search.painting import LINE
from ui.search.panel import NAME, SearchPanel
from ui.search.results import ResultList

SHORTER_PAUSE_MS = 10  # nobody thinks between two words here; what is offered at once still comes first


class SearchDriver(Driver):
    """`search.look_for("diary")`, `search.open_chosen()`, `search.enter("lock")`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        QTest.keyClick(window.shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        self.panel = self.find(SearchPanel, NAME)
        self.panel.looking.pause.setInterval(SUGGEST_MS + SHORTER_PAUSE_MS)

    def look_for(self, words: str) -> list[str]:
        """Type words and wait until records were looked for; heads and records from top to bottom."""
        self.type_only(words)
        self.wait_for_search()
        return self.records()

    def suggest(self, words: str) -> list[str]:
        """Type words and wait for what is offered at once; all lines from top to bottom."""
        self.type_only(words)
        self.qtbot.waitUntil(lambda: self.panel.looking.is_settled, timeout=WAIT_MS)
        return self.lines()

    def enter(self, words: str) -> None:
        """Type words and press Enter at once, as somebody in a hurry does."""
        self.type_only(words)
        self.press_key(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: not self.is_open(), timeout=WAIT_MS)
        self._window.settle()

    def type_only(self, words: str) -> None:
        """Type words and press nothing."""
        field = self.find(QLineEdit, "search_field")
        field.selectAll()
        type_keys(field, words)

    def type_without_pause(self) -> None:
        """From now on no pause between two keys is long enough for a search to begin by itself."""
        self.panel.looking.pause.setInterval(WAIT_MS)

    def text(self) -> str:
        """What stands in the field."""
        return self.find(QLineEdit, "search_field").text()

    def wait_for_search(self) -> None:
        """Wait for the pause after the last key and for the answer."""
        looking = self.panel.looking
        self.qtbot.waitUntil(lambda: looking.is_settled and not looking.is_waiting, timeout=WAIT_MS)
        self._window.settle()

    def lines(self) -> list[str]:
        """Heads and entries, from top to bottom."""
        return [line.text if isinstance(line, Head) else line.text() for line in self._lines()]

    def records(self) -> list[str]:
        """What stands under *Records*."""
        lines = self._lines()
        first = next((n for n, line in enumerate(lines) if isinstance(line, HitEntry)), len(lines) + 1)
        return self.lines()[first - 1 :]

    def sections(self) -> list[str]:
        """The heads of sections."""
        return [line.text for line in self._lines() if isinstance(line, Head) and line.is_section]

    def chosen(self) -> str:
        """The entry that Enter would do."""
        shown = [each for each in self._root().findChildren(ResultList) if each.isVisible()]
        entry = shown[0].chosen() if shown else None
        return entry.text() if entry is not None else ""

    def excerpts(self) -> list[str]:
        """The excerpts of the hits, found words between ⟨ and ⟩."""
        hits = [line.hit for line in self._lines() if isinstance(line, HitEntry)]
        return [hit.excerpt.replace("\x02", "⟨").replace("\x03", "⟩") for hit in hits]

    def states(self) -> list[str]:
        """What is said of the state of each hit."""
        return [line.status()[0] for line in self._lines() if isinstance(line, HitEntry)]

    def chips(self) -> list[str]:
        """The filters that were understood."""
        bars = [each for each in self._root().findChildren(ChipBar) if each.isVisible()]
        return bars[0].texts() if bars else []

    def hint(self) -> str:
        """What is said under the field."""
        return next((each.text() for each in self.panel.findChildren(QLabel, "search_hint") if each.isVisible()), "")

    def press_key(self, key: Qt.Key) -> None:
        """Press a key where the focus is: in the field or on a chip."""
        focus: QWidget | None = self._window.shell.focusWidget()
        QTest.keyClick(focus if focus is not None else self.find(QLineEdit, "search_field"), key)

    def choose_entry(self, text: str) -> None:
        """Go down to an entry and press Enter."""
        for _step in range(len(self._lines())):
            if text in self.chosen():
                break
            self.press_key(Qt.Key.Key_Down)
        assert text in self.chosen()
        self.open_chosen()

    def open_chosen(self) -> None:
        """Enter does what is chosen."""
        self.press_key(Qt.Key.Key_Return)
        self._window.settle()

    def is_open(self) -> bool:
        """Whether the panel is there."""
        return self.panel.isVisible()

    def _lines(self) -> list[Head | Entry]:
        found = [each for each in self._root().findChildren(ResultList) if each.isVisible()]
        return [found[0].item(row).data(LINE) for row in range(found[0].count())] if found else []
