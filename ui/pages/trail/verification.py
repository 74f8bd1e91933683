"""The result of a verification: one strip, and under it every finding in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _, ngettext
from ui.pages.trail.words import finding_text, is_serious, result_text
from ui.theme import Space
from ui.widgets import Strip, label

if TYPE_CHECKING:
    from app.vaults import TrailReport

SHOWN = 8


class VerificationStrip(QWidget):
    """Hidden until there is a result."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("verification")
        self._strip = Strip()
        self._findings = label(wrap=True)
        self._findings.setContentsMargins(Space.M, 0, Space.M, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._strip)
        column.addWidget(self._findings)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, findings included."""
        return f"{self._strip.text}\n{self._findings.text()}".strip()

    def show_report(self, report: TrailReport) -> None:
        """Show what was verified and what was found."""
        serious = is_serious(report)
        self._strip.say(result_text(report), "danger" if serious else "good")
        lines = [finding_text(finding) for finding in report.findings[:SHOWN]]
        more = len(report.findings) - SHOWN
        if more > 0:
            lines.append(ngettext("and {n} more", "and {n} more", more).format(n=more))
        if serious:
            lines.append(_("Keep this computer as it is, make no backup over an old one, and ask for help."))
        self._findings.setText("\n".join(lines))
        self._findings.setVisible(bool(lines))
        self.show()
