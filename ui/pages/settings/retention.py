"""How long records are kept: which rules of the place are the practice's own, and its own period with the reason."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app import clock
from app.records import encode
from app.records.fields import Tier, specs
from app.records.practice_profile import PracticeProfile
from app.rules import retention
from app.services.practice import packs, practices
from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.forms.record_form import RecordForm, point_out_error
from ui.pages.settings.section import Section
from ui.theme import Space
from ui.widgets import button, clear, column, label, row

if TYPE_CHECKING:
    from typing import Any

    from app.desk import Desk
    from ui.context import Context
    from ui.known import KnownError

FIELDS = ("keep_years", "keep_reason")
PROFILE = frozenset({"practice_profile"})


class RuleLine(NamedTuple):
    """A rule of the place in words."""

    id: str
    title: str
    text: str
    source: str
    decides: bool  # no law says how long: the practice decides


class _Facts(NamedTuple):
    rules: tuple[RuleLine, ...]
    chosen: tuple[str, ...]
    values: dict[str, Any]


class RetentionSection(Section):
    """Ticks are kept at once, the period with *Save*."""

    def __init__(self, context: Context) -> None:
        sentence = _(
            "The program computes and shows; it destroys nothing. Tick the rules that hold for your practice. Without "
            "a tick all of them are shown, and the longest counts."
        )
        super().__init__(context, _("How long records are kept"), sentence)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.M)
        self._none = label(_("No law pack says anything on this where the practice works."), tone="muted", wrap=True)
        known = {spec.name: spec for spec in specs(PracticeProfile)}
        fields = [replace(known[name], tier=Tier.FIRST) for name in FIELDS]
        self.form = RecordForm(fields, VaultReferences(context, self))
        self._save = button(_("Save"), self._on_save, kind="primary", name="save_retention")
        self._save.setEnabled(False)
        own = label(_("Your own period"))
        own.setProperty("strong", "true")
        self.content.addLayout(self._lines)
        self.content.addWidget(self._none)
        self.content.addWidget(own)
        self.content.addWidget(self.form)
        self.content.addLayout(row(None, self._save))
        self.form.changed.connect(lambda: self._save.setEnabled(True))
        self._chosen: tuple[str, ...] = ()

    def refresh(self) -> None:
        if not self._save.isEnabled():
            self.ask(_facts, self._on_facts, latest="retention")

    def keep_draft(self) -> Any:
        if not self._save.isEnabled() or self.form.problems():
            return None
        values = self.form.values()
        return lambda desk: practices.change_profile(desk, **values)

    def _on_facts(self, facts: _Facts) -> None:
        self._chosen = facts.chosen
        clear(self._lines)
        for one in facts.rules:
            self._lines.addWidget(self._line(one))
        self._none.setVisible(not facts.rules)
        self.form.set_values(facts.values)

    def _line(self, one: RuleLine) -> QWidget:
        tick = QCheckBox()
        tick.setObjectName(f"rule:{one.id}")
        tick.setAccessibleName(one.title)
        tick.setAccessibleDescription(one.text)
        tick.setChecked(one.id in self._chosen)
        tick.clicked.connect(lambda wanted: self._on_tick(one.id, wanted=wanted))
        title = label(one.title, wrap=True)
        title.setProperty("strong", "true")
        source = label(one.source, size="small", tone="muted", wrap=True)
        words = column(title, label(one.text, wrap=True), source, spacing=2)
        if one.decides:
            words.addWidget(label(_("Your practice decides."), size="small", tone="due", wrap=True))
        made = QWidget()
        line = row(column(tick, None, spacing=0), words, spacing=0)
        line.setStretch(1, 1)
        made.setLayout(line)
        return made

    def _on_tick(self, rule: str, *, wanted: bool) -> None:
        chosen = [*(one for one in self._chosen if one != rule), *([rule] if wanted else [])]
        self._chosen = tuple(chosen)
        self.keep(partial(practices.change_profile, keep_rules=chosen), changes=PROFILE)

    def _on_save(self) -> None:
        if self.form.problems():
            return
        values = self.form.values()
        self.context.ops.command(
            self, partial(practices.change_profile, **values), lambda _saved: self._on_saved(), self._on_refused,
            changes=PROFILE,
        )  # fmt: skip

    def _on_saved(self) -> None:
        self._save.setEnabled(False)
        self.strip.hush()
        self.context.announcer.toast(_("Saved"))

    def _on_refused(self, error: KnownError) -> None:
        point_out_error(self.form, error)
        self.strip.say_error(error)


def _facts(desk: Desk) -> _Facts:
    profile = practices.profile(desk)
    found = retention.applicable(packs.law(desk).retention, clock.today())
    lines = tuple(
        RuleLine(
            rule.id,
            str(rule.title),
            str(rule.text),
            " · ".join(part for part in (rule.citation, packs.mark(rule)) if part),
            rule.own_period,
        )
        for rule in found
        if rule.records != "hipaa_documents"
    )
    values = encode(profile)
    return _Facts(lines, tuple(profile.keep_rules), {name: values[name] for name in FIELDS if name in values})
