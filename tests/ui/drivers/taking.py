"""Taking a consent: what it is about, the conversation step by step, and what was signed."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QListWidget, QPushButton, QTextBrowser, QWidget

from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.window import Window
from ui.forms.parts import RowsControl
from ui.pages.client_file.withdrawal import WithdrawalCard
from ui.taking.begin_view import BeginView
from ui.taking.reading import ConsentReading
from ui.taking.signature_pad import SignaturePad
from ui.taking.taking_view import TakingView

SCRIBBLE = ((0.12, 0.6), (0.3, 0.3), (0.45, 0.7), (0.62, 0.35), (0.88, 0.55))


def row_of(form: FormDriver, name: str, line: int) -> FormDriver:
    """The form of one line of a list, which is added when it is not there."""
    rows = cast("RowsControl", form.control(name))
    while len(rows.rows()) <= line:
        form.press(f"add:{name}")
    return FormDriver(lambda: rows.rows()[line], form.qtbot)


class BeginDriver(FormDriver):
    """`file.take_consent().about("guardian").begin()`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self.find(BeginView, "begin_consent")
        window.settle()

    def types(self) -> list[str]:
        """What it can be about, in words."""
        found = self.find(QListWidget, "consent_types")
        return [found.item(line).text() for line in range(found.count())]

    def about(self, consent_type: str) -> BeginDriver:
        """Choose what it is about."""
        self.find(BeginView, "begin_consent").choose(consent_type)
        return self

    def in_language(self, code: str) -> BeginDriver:
        """Choose the language of the text."""
        view = self.find(BeginView, "begin_consent")
        self.press_segment(view._languages, code)
        return self

    def begin(self) -> TakingDriver:
        """Begin the conversation."""
        self.press("begin_conversation")
        return TakingDriver(self._window)


class TakingDriver(FormDriver):
    """`talk.explain_all().go("decision").choose_value("decision", "granted")`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self.find(QWidget, "taking_view")
        window.settle()

    @property
    def view(self) -> TakingView:
        """The conversation in sight."""
        return next(each for each in self._root().findChildren(TakingView) if each.isVisible())

    @property
    def step(self) -> str:
        """The key of the step that is shown."""
        return self.view.form.at

    def titles(self) -> list[str]:
        """The headings of all steps."""
        found = self.find(QListWidget, "step_list")
        return [found.item(line).text() for line in range(found.count())]

    def explain(self, understood: str = "") -> TakingDriver:
        """Read the paragraph that is shown together, and go on."""
        if understood:
            from ui.forms.choices import Segments

            self.press_segment(self.find(Segments, "understood"), understood)
        self.press("step_next")
        return self

    def explain_all(self) -> TakingDriver:
        """Every paragraph, one after the other, as far as the first step that asks for something."""
        while any(each.isVisible() for each in self._root().findChildren(QWidget, "step_skip")):
            self.explain()
        return self

    def next(self) -> TakingDriver:
        """The main button."""
        before = self.step
        self.press("step_next")
        self.qtbot.waitUntil(lambda: self.step != before, timeout=WAIT_MS)
        return self

    def go(self, key: str) -> TakingDriver:
        """Choose a step in the list beside."""
        found = self.find(QListWidget, "step_list")
        places = [found.item(line).data(Qt.ItemDataRole.UserRole) for line in range(found.count())]
        found.itemClicked.emit(found.item(places.index(key)))
        self._window.settle()
        assert self.step == key
        return self

    def answer(self, name: str, value: str) -> TakingDriver:
        """Choose the value of a field."""
        self.choose_value(name, value)
        return self

    def row(self, name: str, line: int) -> FormDriver:
        """The form of one line of a list, such as one of the representatives."""
        return row_of(self, name, line)

    def draw(self) -> TakingDriver:
        """Draw a signature and keep it; who is expected next is proposed."""
        pad = self.find(SignaturePad, "signature_pad")
        points = [QPointF(x * pad.width(), y * pad.height()) for x, y in SCRIBBLE]
        pad.press(points[0])
        for point in points[1:]:
            pad.move_to(point)
        pad.lift()
        self.press("keep_signature")
        self._window.settle()
        return self

    def proposed(self) -> str:
        """Who is expected to sign next, and as whom."""
        from PySide6.QtWidgets import QLineEdit

        name, role = self.find(QLineEdit, "signer_name").text(), self.find(QComboBox, "signer_role").currentData()
        return f"{name} ({role})" if name else ""

    def worth(self) -> str:
        """What the consent would be worth as it stands, in words."""
        self.go("sign")
        self._window.settle()
        return self.find(QLabel, "worth").text()

    def lacking(self) -> list[str]:
        """The steps that still want something, at the last one."""
        names = [each.objectName() for each in self._root().findChildren(QPushButton) if each.isVisible()]
        return [name.removeprefix("lacking:") for name in names if name.startswith("lacking:")]

    def wait_until_kept(self) -> None:
        """Wait until the draft has reached the vault."""
        state = self.find(QLabel, "draft_state")
        self.qtbot.waitUntil(lambda: any(char.isdigit() for char in state.text()), timeout=WAIT_MS)

    def sign(self) -> SignedConsentDriver:
        """Sign at the last step."""
        if self.step != "sign":
            self.go("sign")
        self._window.settle()
        self.press("step_next")
        return SignedConsentDriver(self._window)


class SignedConsentDriver(FormDriver):
    """A signed consent, or the record that one was taken back."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self.qtbot.waitUntil(self._is_ready, timeout=WAIT_MS)
        window.settle()

    @property
    def worth(self) -> str:
        """What it is worth today, in words."""
        return self.find(QLabel, "consent_worth").text()

    def words(self) -> str:
        """Everything that stands there."""
        root = self._root()
        labels = [each.text() for each in root.findChildren(QLabel) if each.isVisible()]
        texts = [each.toPlainText() for each in root.findChildren(QTextBrowser) if each.isVisible()]
        return "\n".join(labels + texts)

    def signatures(self) -> list[str]:
        """Whose drawn signatures stand under it."""
        found = [each for each in self._root().findChildren(QWidget, "signature") if each.isVisible()]
        return [each.accessibleName() for each in found]

    def begin_withdrawal(self) -> WithdrawalDriver:
        """Ask how it is taken back."""
        self.press("withdraw")
        self._window.settle()
        return WithdrawalDriver(self._window)

    def _is_ready(self) -> bool:
        return any(each.isVisible() for each in self._root().findChildren(ConsentReading))


class WithdrawalDriver(FormDriver):
    """The card that takes a consent back."""

    def __init__(self, window: Window) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window

    @property
    def card(self) -> WithdrawalCard:
        """The card in sight."""
        return self.find(WithdrawalCard, "withdrawal")

    def words(self) -> str:
        """What it stops and what already went out, line by line."""
        return "\n".join(each.text() for each in self.card.findChildren(QLabel) if each.isVisible())

    def stop(self, release: str) -> WithdrawalDriver:
        """Take a release back with it."""
        self.find(QCheckBox, f"stop:{release}").click()
        return self

    def record(self, method: str) -> SignedConsentDriver:
        """Say how it was said, and write it down; the consent is shown again."""
        self.choose_value("method", method)
        self.press("sign_withdrawal")
        self._window.settle()
        return SignedConsentDriver(self._window)

    def confirmation(self) -> SheetDriver:
        """The confirmation, offered when it was written down."""
        self.press("toast_action")
        return SheetDriver(self._window, "")
