"""Co-signing: the lists on Today, the card over a record."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QPlainTextEdit, QPushButton, QWidget

from tests.ui.drivers.editor import SignedDriver
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from ui.widgets import Strip


class CosignListDriver(FormDriver):
    """What waits for my co-signature, and what came back, on Today."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        TodayDriver(window)

    def waiting(self) -> list[str]:
        """Titles of what waits for me."""
        return [one.text() for one in self._named("cosign:")]

    def returned(self) -> list[str]:
        """Titles of what came back to me."""
        return [one.text() for one in self._named("returned:")]

    def open_waiting(self) -> CosignDriver:
        """Read the first that waits."""
        self._named("cosign:")[0].click()
        return CosignDriver(self._window)

    def open_waiting_that_says(self, words: str) -> CosignDriver:
        """Read what waits, one after the other, up to the record whose text says `words`."""
        for place in range(len(self.waiting())):
            self._named("cosign:")[place].click()
            found = CosignDriver(self._window)
            if words in found.texts():
                return found
            TodayDriver(self._window)
        raise AssertionError(f"nothing that waits says {words}")

    def open_returned(self) -> CosignDriver:
        """Read the first that came back."""
        self._named("returned:")[0].click()
        return CosignDriver(self._window)

    def _named(self, start: str) -> list[QPushButton]:
        found = self._root().findChildren(QPushButton)
        return [one for one in found if one.isVisible() and one.objectName().startswith(start)]


class CosignDriver(SignedDriver):
    """A record over which it says where it stands."""

    @property
    def state(self) -> str:
        """What the strip says."""
        return self.find(Strip, "cosign_state").text

    def may_answer(self) -> bool:
        """Whether I can co-sign it now."""
        return any(one.isVisible() for one in self._root().findChildren(QFrame, "cosign_card"))

    def cosign(self, remark: str = "") -> CosignDriver:
        """Co-sign it."""
        return self._answer("cosign", remark)

    def send_back(self, remark: str) -> CosignDriver:
        """Return it."""
        return self._answer("send_back", remark)

    def ask_again(self) -> CosignDriver:
        """Ask for the co-signature again."""
        return self._press_and_wait("ask_cosign")

    def answers(self) -> int:
        """How many answers stand under the record."""
        return sum(one.isVisible() for one in self._root().findChildren(QFrame, "cosignature"))

    def _answer(self, name: str, remark: str) -> CosignDriver:
        if remark:
            self.find(QPlainTextEdit, "cosign_remark").setPlainText(remark)
        return self._press_and_wait(name)

    def _press_and_wait(self, name: str) -> CosignDriver:
        before = self.find(QWidget, "cosign_state")
        self.press(name)
        self.qtbot.waitUntil(lambda: self.find(QWidget, "cosign_state") is not before)
        return CosignDriver(self._window)
