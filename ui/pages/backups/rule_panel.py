"""How often a backup is made in a folder, and which of the older ones are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QFrame, QLabel, QSpinBox, QVBoxLayout

from app.texts import N_, _
from ui.theme import Space
from ui.widgets import PathLabel, button, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from app.records.practice_profile import BackupDestination

OFTEN = ((0, N_("Only by hand")), (2, N_("Every 2 hours")), (4, N_("Every 4 hours")), (12, N_("Every 12 hours")),
         (24, N_("Every day")), (72, N_("Every 3 days")), (168, N_("Every week")))  # fmt: skip
KEPT = (
    ("keep_last", N_("Keep the newest")),
    ("keep_daily", N_("Keep one of each day, for days")),
    ("keep_weekly", N_("Keep one of each week, for weeks")),
    ("keep_monthly", N_("Keep one of each month, for months")),
)
MOST = 1000
NUMBER_WIDTH = 110


class RulePanel(QFrame):
    """Hidden until a destination is to be looked at.

    Signals:
        changed(before, after): keep another rule for a destination.
    """

    changed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rule_panel")
        set_card(self)
        self._before: BackupDestination | None = None
        self._folder = PathLabel()
        self._often = QComboBox()
        self._often.setObjectName("every_hours")
        self._at_sign_in = QCheckBox(_("Also right after signing in, when one is due"))
        self._at_quit = QCheckBox(_("When the window closes, if something was written since"))
        self._at_quit.setObjectName("at_quit")
        self._kept = {name: _number(name, text) for name, text in KEPT}
        self._lay_out()
        self.hide()

    def open_for(self, where: BackupDestination) -> None:
        """Show the rule of a destination."""
        self._before = where
        self._folder.show_path(where.folder)
        self._often.clear()
        for hours, text in OFTEN:
            self._often.addItem(_(text), hours)
        if self._often.findData(where.every_hours) < 0:
            self._often.addItem(_("Every {n} hours").format(n=where.every_hours), where.every_hours)
        self._often.setCurrentIndex(self._often.findData(where.every_hours))
        self._at_sign_in.setChecked(where.after_sign_in)
        self._at_quit.setChecked(where.at_quit)
        for name, box in self._kept.items():
            box.setValue(getattr(where, name))
        self.show()
        self._often.setFocus()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(Space.L)
        form.setVerticalSpacing(Space.S)
        form.addRow(_named(_("A backup by itself"), self._often), self._often)
        form.addRow("", self._at_sign_in)
        form.addRow("", self._at_quit)
        for name, text in KEPT:
            form.addRow(_named(_(text), self._kept[name]), self._kept[name])
        keep = button(_("Keep this rule"), self._on_keep, kind="primary", name="keep_rule")
        cancel = button(_("Cancel"), self.hide, kind="quiet", name="cancel_rule")
        said = _("Older backups go only after a newer one was read back. What you named or put there yourself stays.")
        down = QVBoxLayout(self)
        down.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        down.setSpacing(Space.S)
        down.addWidget(label(_("How often, and what is kept"), size="lead"))
        down.addWidget(self._folder)
        down.addLayout(form)
        down.addWidget(label(said, size="small", tone="muted", wrap=True))
        down.addLayout(row(cancel, keep, None))

    def _on_keep(self) -> None:
        before = self._before
        if before is None:
            return
        after = type(before)(
            folder=before.folder,
            every_hours=int(self._often.currentData()),
            after_sign_in=self._at_sign_in.isChecked(),
            at_quit=self._at_quit.isChecked(),
            **{name: box.value() for name, box in self._kept.items()},
        )
        self.hide()
        self.changed.emit(before, after)


def _number(name: str, text: str) -> QSpinBox:
    box = QSpinBox()
    box.setObjectName(name)
    box.setRange(1 if name == "keep_last" else 0, MOST)
    box.setFixedWidth(NUMBER_WIDTH)
    box.setAccessibleName(_(text))
    return box


def _named(text: str, field: QComboBox | QSpinBox) -> QLabel:
    field.setAccessibleName(text)
    return label(text)
