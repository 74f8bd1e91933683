"""Where backups go: each folder with its age and health, and what can be done about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app import formats
from app.services.vault.backup_plan import Health, State
from app.texts import N_, _, ngettext
from ui.theme import Space
from ui.widgets import IconLabel, PathLabel, button, clear, column, icon_button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records.practice_profile import BackupDestination

LOOKS = {
    Health.GOOD: ("circle-check", "good"),
    Health.DUE: ("clock", "accent"),
    Health.LATE: ("circle-alert", "due"),
    Health.FAILED: ("circle-alert", "due"),
    Health.MISSING: ("hard-drive", "due"),
    Health.NEVER: ("circle-dashed", "muted"),
}
SENTENCES = {
    Health.GOOD: N_("Last backup {ago}."),
    Health.DUE: N_("Last backup {ago}; the next one is due."),
    Health.LATE: N_("Last backup {ago}: that is too long."),
    Health.FAILED: N_("The last try failed. Last backup: {ago}."),
    Health.MISSING: N_("The folder is not there: connect the drive. Last backup: {ago}."),
    Health.NEVER: N_("No backup here yet."),
}
DAY_HOURS, WEEK_HOURS = 24, 7 * 24


class Destinations(QWidget):
    """A line for each folder.

    Signals:
        wanted(destination): make a backup there now.
        rule_wanted(destination): look at how often, and what is kept.
        removed(destination): make no more there.
    """

    wanted = Signal(object)
    rule_wanted = Signal(object)
    removed = Signal(object)

    def __init__(self, *, may_change: bool) -> None:
        super().__init__()
        self._may_change = may_change
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(Space.XS)
        self._first: QWidget | None = None
        self._shown: tuple[list[tuple[State, str]], bool] | None = None

    def show_states(self, states: Sequence[State], *, busy: bool) -> None:
        """Show how each stands; while a backup is made, no other can be begun.

        Nothing is built anew when nothing is: whoever has the focus on one of the buttons keeps it.
        """
        shown = ([(state, health_text(state)) for state in states], busy)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._lines)
        self._first = None
        for number, state in enumerate(states):
            self._lines.addWidget(self._line(number, state, busy=busy))

    def take_focus(self) -> bool:
        """Put the focus on the first *Back up now*; False when there is none."""
        if self._first is not None:
            self._first.setFocus()
        return self._first is not None

    def _line(self, number: int, state: State, *, busy: bool) -> QFrame:
        where = state.destination
        glyph, tone = LOOKS[state.health]
        now = button(_("Back up now"), partial(self.wanted.emit, where), glyph="archive", name=f"back_up:{number}")
        now.setEnabled(not busy)
        now.setAccessibleName(_("Back up now into {folder}").format(folder=where.folder))
        self._first = self._first or now
        actions: list[QWidget] = [now]
        if self._may_change:
            rule = button(_("Rule…"), partial(self.rule_wanted.emit, where), kind="quiet", name=f"rule:{number}")
            rule.setAccessibleName(_("How often, and what is kept, in {folder}").format(folder=where.folder))
            remove = icon_button(
                "x", _("Make no more backups in {folder}").format(folder=where.folder),
                partial(self.removed.emit, where), name=f"remove:{number}",
            )  # fmt: skip
            actions += [rule, remove]
        made = QFrame()
        made.setObjectName(f"destination:{number}")
        made.setProperty("line", "true")
        across = QHBoxLayout(made)
        across.setContentsMargins(0, Space.XS, 0, Space.XS)
        across.setSpacing(Space.S)
        across.addWidget(IconLabel(glyph, tone), 0, Qt.AlignmentFlag.AlignVCenter)
        across.addLayout(_words(state), 1)
        for action in actions:
            action.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            across.addWidget(action, 0, Qt.AlignmentFlag.AlignVCenter)
        return made


def health_text(state: State) -> str:
    """How a destination stands, in a sentence."""
    ago = formats.ago(state.last.at) if state.last else _("none")
    return _(SENTENCES[state.health]).format(ago=ago)


def rule_text(where: BackupDestination) -> str:
    """When a backup is made there by itself, in a few words."""
    if not where.every_hours and not where.at_quit:
        return _("Only by hand.")
    parts = [_often(where.every_hours)] if where.every_hours else []
    if where.at_quit:
        parts.append(_("when the window closes"))
    return _("By itself: {when}.").format(when=", ".join(parts))


def _words(state: State) -> QVBoxLayout:
    where = PathLabel(tone="")
    where.show_path(state.destination.folder)
    tone = "due" if state.health in {Health.LATE, Health.FAILED, Health.MISSING} else "muted"
    said = label(f"{health_text(state)} {rule_text(state.destination)}", size="small", tone=tone, wrap=True)
    return column(where, said, spacing=0)


def _often(hours: int) -> str:
    if hours == DAY_HOURS:
        return _("every day")
    if hours == WEEK_HOURS:
        return _("every week")
    if hours % DAY_HOURS == 0:
        days = hours // DAY_HOURS
        return ngettext("every {n} day", "every {n} days", days).format(n=days)
    return ngettext("every {n} hour", "every {n} hours", hours).format(n=hours)
