"""How strong a passphrase is, told in a bar and a word while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app.texts import N_, _
from ui.operations import Operations
from ui.theme import Space
from ui.widgets import label, set_tone

WORDS = (N_("Far too easy to guess"), N_("Easy to guess"), N_("Could be better"), N_("Good"), N_("Very good"))
TONES = ("danger", "danger", "due", "good", "good")


class StrengthMeter(QWidget):
    """Asks the engine thread, because the estimate takes longer than a frame."""

    def __init__(self, ops: Operations, judged: Callable[[str], None]) -> None:
        """`judged(problem)`: what is wrong with the passphrase, in words; "" when it is fine."""
        super().__init__()
        self._ops = ops
        self._judged = judged
        self._bar = QProgressBar()
        self._bar.setRange(0, 5)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Strength of the passphrase"))
        self._word = label(size="small", tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._bar)
        column.addWidget(self._word)
        self.judge("", ())

    def judge(self, passphrase: str, names: Sequence[str]) -> None:
        """Judge what was typed; the names of person and practice make it weaker."""
        if not passphrase:
            self._bar.setValue(0)
            self._word.setText(_("At least 15 characters. A short sentence that only you would think of works well."))
            set_tone(self._word, "muted")
            return

        def look() -> tuple[int, str | None]:
            from app import vaults

            return vaults.passphrase_strength(passphrase, names), vaults.passphrase_problem(passphrase, names)

        self._ops.outside(self, look, self._show, latest="strength")

    def _show(self, found: tuple[int, str | None]) -> None:
        strength, problem = found
        tone = "due" if problem else TONES[strength]
        self._bar.setValue(strength + 1 if problem is None else min(strength + 1, 2))
        set_tone(self._bar, tone)
        self._word.setText(_(problem) if problem else _(WORDS[strength]))
        set_tone(self._word, tone)
        self._judged(_(problem) if problem else "")
