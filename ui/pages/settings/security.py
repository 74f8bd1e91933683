"""Security: when the window locks, the passphrase, the recovery sheet, the cost of the key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app import formats
from app.records.practice_profile import LONGEST_HIDE_MINUTES, LONGEST_IDLE_MINUTES
from app.services.practice import practices
from app.services.vault import recovery, ways_in
from app.services.vault.recovery import SheetState
from app.services.vault.ways_in import KeyCost
from app.texts import _, ngettext
from ui.forms.choices import QuietCombo
from ui.pages.settings.passphrase import PassphrasePanel
from ui.pages.settings.renewal import RenewalPanel
from ui.pages.settings.section import Section, setting
from ui.pages.settings.sheet import NewSheetPanel, TrySheetPanel
from ui.platform import capture
from ui.widgets import button, divider, label

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.context import Context
    from ui.operations import Progress

PROFILE = frozenset({"practice_profile"})
Opened = PassphrasePanel | TrySheetPanel | NewSheetPanel | RenewalPanel


class SecurityFacts(NamedTuple):
    """What holds now."""

    idle_minutes: int
    hide_minutes: int
    cost: KeyCost
    sheet: SheetState


class SecuritySection(Section):
    """The minutes are rules of the practice; passphrase and sheet are the person's own."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Security"))
        self._idle = _minutes("idle_minutes", LONGEST_IDLE_MINUTES)
        self._hide = _minutes("hide_minutes", LONGEST_HIDE_MINUTES)
        self._cost = label(size="small", tone="muted", wrap=True)
        self._cost.setObjectName("key_cost")
        self._measure = button(_("Measure this computer"), self._on_measure, name="measure_cost")
        self._sheet = label(size="small", tone="muted", wrap=True)
        self._sheet.setObjectName("sheet_state")
        self._place = QVBoxLayout()  # the one panel that is open
        self._panel: Opened | None = None
        self._known = KeyCost(0, 0)
        self._lay_out()
        self._idle.activated.connect(lambda _index: self._on_idle())
        self._hide.activated.connect(lambda _index: self._on_hide())

    def refresh(self) -> None:
        self.ask(_facts, self._on_facts, latest="facts")

    def open_panel(self, panel: Opened) -> None:
        """Show this one instead of another."""
        if self._panel is not None:
            if self._panel.is_busy:
                panel.deleteLater()
                return
            self._panel.close_panel()
        self._panel = panel
        panel.closed.connect(self._on_panel_closed)
        self._place.addWidget(panel)
        panel.begin()
        self.opened.emit(panel)

    def try_sheet(self) -> None:
        """Open the panel that tries the recovery sheet."""
        panel = TrySheetPanel(self.context)
        panel.tried.connect(self.refresh)
        self.open_panel(panel)

    def _lay_out(self) -> None:
        whole = _("For the whole practice. Drafts are kept.")
        add = self.content.addWidget
        add(setting(_("Lock when nobody is there"), whole, self._idle))
        add(setting(_("Lock a hidden window"), _("After Ctrl+Shift+H."), self._hide))
        self._idle.setEnabled(self.context.who.role == "owner")
        self._hide.setEnabled(self.context.who.role == "owner")
        if capture.is_possible():
            add(self._capture_switch())
        add(divider())
        change = button(_("Change…"), self._on_change, name="change_passphrase")
        change.setAccessibleName(_("Change the passphrase"))
        add(setting(_("Passphrase"), _("The only key to this vault besides the recovery sheet."), change))
        add(self._sheet_row())
        add(self._sheet)
        renew = button(_("Renew…"), self._on_renew, name="renew_account")
        renew.setAccessibleName(_("Renew the account"))
        why = _("New keys, for when somebody may have had your passphrase and a copy of the vault.")
        add(setting(_("Account"), why, renew))
        self.content.addLayout(self._place)
        add(divider())
        row = setting(_("Cost of the key"), "", self._measure)
        self._measure.setAccessibleName(_("Measure this computer"))
        add(row)
        add(self._cost)

    def _sheet_row(self) -> QWidget:
        new = button(_("Make a new one…"), self._on_new_sheet, name="new_sheet")
        trial = button(_("Try it…"), self.try_sheet, name="try_sheet")
        return setting(_("Recovery sheet"), "", trial, new)

    def _capture_switch(self) -> QCheckBox:
        made = QCheckBox(_("Show in screenshots and shared screens"))
        made.setObjectName("in_captures")
        made.setChecked(self.context.preferences.in_captures)
        made.clicked.connect(self._on_capture)
        return made

    def _on_capture(self, seen: bool) -> None:  # noqa: FBT001 - called by Qt
        self.context.preferences.in_captures = seen
        for window in QGuiApplication.topLevelWindows():
            capture.exclude(int(window.winId()), wanted=not seen)

    def _on_facts(self, facts: SecurityFacts) -> None:
        self._idle.setCurrentIndex(facts.idle_minutes - 1)
        self._hide.setCurrentIndex(facts.hide_minutes - 1)
        self._known = facts.cost
        self._cost.setText(_cost_words(facts.cost))
        tried = facts.sheet.tried_on
        self._sheet.setText(
            _("Tried on {date}: it opens your account.").format(date=formats.short_date(tried))
            if tried
            else _("Not tried yet. A sheet that nobody has tried is only a hope.")
        )

    def _on_idle(self) -> None:
        minutes = self._idle.currentIndex() + 1
        self.keep(partial(practices.set_idle_minutes, minutes=minutes), changes=PROFILE)

    def _on_hide(self) -> None:
        minutes = self._hide.currentIndex() + 1
        self.keep(partial(practices.set_hide_minutes, minutes=minutes), changes=PROFILE)

    def _on_change(self) -> None:
        self.open_panel(PassphrasePanel(self.context))

    def _on_new_sheet(self) -> None:
        panel = NewSheetPanel(self.context)
        panel.made.connect(self.refresh)
        self.open_panel(panel)

    def _on_renew(self) -> None:
        self.open_panel(RenewalPanel(self.context))

    def _on_panel_closed(self) -> None:
        self._panel = None
        self.refresh()

    def _on_measure(self) -> None:
        self._measure.setEnabled(False)
        self._cost.setText(_("Measuring…"))

        def measure(progress: Progress) -> KeyCost:
            return ways_in.cost_today(progress.cancelled)

        job = self.context.ops.job(self, measure, self._on_measured, self.strip.say_error)
        job.ended.connect(lambda: self._measure.setEnabled(True))

    def _on_measured(self, today: KeyCost) -> None:
        text = _("A new key made on this computer today would cost {memory} MiB of memory and {passes} passes.")
        advice = _("Changing the passphrase makes a new key.")
        measured = text.format(memory=today.memory_mib, passes=today.passes)
        self._cost.setText(f"{_cost_words(self._known)}\n{measured} {advice}")


def _facts(desk: Desk) -> SecurityFacts:
    idle, hide = practices.window_rules(desk)
    return SecurityFacts(idle, hide, ways_in.key_cost(desk), recovery.state(desk))


def _cost_words(cost: KeyCost) -> str:
    text = _("Whoever tries a passphrase pays {memory} MiB of memory and {passes} passes for each try.")
    return text.format(memory=cost.memory_mib, passes=cost.passes)


def _minutes(name: str, most: int) -> QuietCombo:
    made = QuietCombo()
    made.setObjectName(name)
    for n in range(1, most + 1):
        made.addItem(ngettext("after {n} minute", "after {n} minutes", n).format(n=n), n)
    return made
