"""The check-up: what was looked at, by area, the worst first, each with what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.rules.findings import AREA_LABELS, Area, Found, Severity
from app.services.vault import doctor
from app.texts import _, ngettext
from ui.context import Context
from ui.navigation import Page
from ui.operations import Progress
from ui.theme import READING_WIDTH, Space
from ui.widgets import (
    EmptyState,
    IconLabel,
    PageHeader,
    ProgressStrip,
    Strip,
    button,
    card,
    clear,
    label,
    page_column,
    scrolling,
)

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.vault.doctor import Examination, Plan

WIDEST = READING_WIDTH + 200
LEAST_WORDS = 520
LOOKS = {
    Severity.DANGER: ("octagon-alert", "danger"),
    Severity.WARNING: ("triangle-alert", "due"),
    Severity.ADVICE: ("info", "accent"),
    Severity.GOOD: ("circle-check", "good"),
}
KINDS = {Severity.DANGER: "danger", Severity.WARNING: "due", Severity.ADVICE: "info", Severity.GOOD: "good"}


class DoctorPage(Page):
    """Reached from Backups and from Settings."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._strip = Strip()
        self._progress = ProgressStrip()
        self._go = button(_("Examine now"), self.examine, kind="primary", glyph="heart-pulse", name="examine")
        self._found = QVBoxLayout()
        self._found.setSpacing(Space.M)
        self._found.setContentsMargins(0, 0, Space.M, 0)
        self._body = QWidget()
        self._body.setLayout(self._found)
        self._body.setMaximumWidth(WIDEST)
        self._area = scrolling(self._body)
        self._empty = EmptyState(
            "heart-pulse",
            _("Not examined since you signed in"),
            _("It reads every page of the database and every entry of the trail, and looks at this computer."),
        )
        self._lay_out()

    def examine(self) -> None:
        """Look at everything; takes seconds, or minutes for a large practice, and can be stopped."""
        self._go.setEnabled(False)
        self._strip.hush()
        self._progress.begin(_("Looking at the vault…"))
        self.context.ops.query(self, doctor.begin, self._on_begun, self._on_failed)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:  # noqa: ARG002
        if details.get("now") and self._go.isEnabled():
            self.examine()

    def focus_first(self) -> None:
        self._go.setFocus()

    def _lay_out(self) -> None:
        sentence = _("Looks at everything that keeps the records safe, and says what to do. That it did is an entry.")
        header = PageHeader(_("Check-up"), sentence)
        header.add_action(self._go)
        down = page_column(self)
        down.addWidget(header)
        down.addWidget(self._progress)
        down.addWidget(self._strip)
        down.addWidget(self._empty, 1)
        down.addWidget(self._area, 1)
        self._area.hide()

    def _on_begun(self, plan: Plan) -> None:
        def look(progress: Progress) -> Examination:
            return doctor.examine(plan, progress, progress.cancelled)

        work = self.context.ops.job(self, look, self._on_examined, self._on_failed)
        work.stopped.connect(self._on_stopped)
        self._progress.follow(work, _("Reading every page, every entry, and looking at this computer…"))

    def _on_examined(self, examination: Examination) -> None:
        def finish(desk: Desk) -> Examination:
            doctor.finish(desk, examination)
            return examination

        self.context.ops.command(self, finish, self._show, self._on_failed, changes={"trail"})

    def _on_failed(self, error: Any) -> None:
        self._progress.end()
        self._go.setEnabled(True)
        self._strip.say_error(error)

    def _on_stopped(self) -> None:
        self._go.setEnabled(True)
        self._strip.say(_("Stopped. Nothing was changed."), "info")

    def _show(self, examination: Examination) -> None:
        self._go.setEnabled(True)
        self._strip.say(_summary(examination), KINDS[examination.worst])
        clear(self._found)
        for area in Area:
            found = [each for each in examination.found if each.check.area is area]
            if found:
                self._found.addWidget(card(label(_(AREA_LABELS[area]), size="lead"), *map(_line, found)))
        self._found.addStretch(1)
        self._empty.hide()
        self._area.show()
        self._go.setFocus()


def _summary(examination: Examination) -> str:
    bad = [each for each in examination.found if each.check.severity in {Severity.DANGER, Severity.WARNING}]
    if not bad:
        return _("Everything that keeps the records safe is as it should be.")
    text = ngettext("{n} thing needs your attention.", "{n} things need your attention.", len(bad))
    return text.format(n=len(bad))


def _line(found: Found) -> QFrame:
    """An icon, the sentence, and under it what to do."""
    glyph, tone = LOOKS[found.check.severity]
    made = QFrame()
    made.setObjectName(f"found:{found.code}")
    made.setProperty("line", "true")
    made.setAccessibleName(f"{found.sentence} {found.advice}".strip())
    words = QVBoxLayout()
    words.setSpacing(2)
    for text, text_tone in ((found.sentence, ""), (found.advice, "muted")):
        if text:
            prose = label(text, tone=text_tone, wrap=True)
            prose.setMinimumWidth(LEAST_WORDS)  # else the area is as high as the narrowest text would make it
            words.addWidget(prose)
    across = QHBoxLayout(made)
    across.setContentsMargins(0, Space.XS, 0, Space.XS)
    across.setSpacing(Space.M)
    across.addWidget(IconLabel(glyph, tone), 0, Qt.AlignmentFlag.AlignTop)
    across.addLayout(words, 1)
    return made
