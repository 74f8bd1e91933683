"""Entering a questionnaire as a person does: digit after digit, as they stand on the paper."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTabWidget

from tests.ui.drivers.editor import EditorDriver, SignedDriver
from tests.ui.drivers.window import Window
from ui.pages.editor.answer_grid import AnswerBox, AnswerGrid
from ui.widgets import Strip


class MeasureDriver(EditorDriver):
    """`MeasureDriver.begin(window, client, "phq_9").type_answers("112101012").discuss("yes").sign()`."""

    @classmethod
    def begin(cls, window: Window, client: str, key: str) -> MeasureDriver:
        """Begin to enter a form of a client."""
        window.shell.workspace.context.navigator.go_to(
            "measure_result", None, client=client, values={"instrument": key}
        )  # fmt: skip
        window.settle()
        return cls(window)

    @property
    def score(self) -> str:
        """What stands under the answers."""
        return self.find(QLabel, "score").text()

    @property
    def asked(self) -> str:
        """What an answer asks for at once; empty if none does."""
        strip = next(iter(self._root().findChildren(Strip, "act_on_answer")))
        return strip.text

    @property
    def grid(self) -> AnswerGrid:
        """The boxes of the answers."""
        return self.find(AnswerGrid, "answer_grid")

    def type_answers(self, digits: str) -> MeasureDriver:
        """Type into whichever box has the focus, beginning with the first that is empty."""
        self.grid.focus_first()
        for digit in digits:
            focus = QApplication.focusWidget()
            assert isinstance(focus, AnswerBox)
            QTest.keyClicks(focus, digit)
        return self

    def discuss(self, code: str) -> MeasureDriver:
        """Say whether it was talked about."""
        self.choose_value("discussed", code)
        return self


def enter_measure(window: Window, client: str, key: str, digits: str) -> SignedDriver:
    """Enter and sign a form."""
    driver = MeasureDriver.begin(window, client, key)
    return driver.type_answers(digits).discuss("yes").sign()


def tab_of(driver: EditorDriver) -> QTabWidget:
    """The tabs of the file in sight."""
    return driver.find(QTabWidget, "file_tabs")
