"""Law packs: which are in use, where each rule comes from, and loading a newer one with the difference shown first."""

from __future__ import annotations

import html
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.packs.jurisdiction_rules import rules_of
from app.services.practice import packs
from app.texts import N_, _, ngettext
from ui.forms.view import ReadText
from ui.pages.settings.panel import Panel
from ui.pages.settings.section import Section
from ui.theme import Space
from ui.widgets import IconLabel, button, clear, column, label, row

if TYPE_CHECKING:
    from pathlib import Path

    from app.desk import Desk
    from app.packs.differences import Changed, Difference
    from app.services.practice.packs import PackRow, Preview
    from ui.context import Context
    from ui.known import KnownError

_HEADS = {
    "added": N_("New"),
    "changed": N_("Says something else"),
    "removed": N_("No longer there"),
}


class LawSection(Section):
    """Nothing is taken into use before its difference was shown."""

    def __init__(self, context: Context) -> None:
        sentence = _(
            "Deadlines, what a consent needs and how long records are kept come from these packs, each rule with its "
            "source. What was computed with an older one keeps its dates."
        )
        super().__init__(context, _("Law packs"), sentence)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.S)
        self._place = QVBoxLayout()
        self._panel: Panel | None = None
        self._load = button(_("Load a newer one from a file…"), self._on_load, glyph="folder-open", name="load_pack")
        self.content.addLayout(self._lines)
        self.content.addLayout(self._place)
        self.content.addLayout(row(None, self._load))

    def refresh(self) -> None:
        self.ask(packs.rows, self._on_rows, latest="packs")

    def _on_rows(self, rows: list[PackRow]) -> None:
        clear(self._lines)
        for one in sorted(rows, key=lambda each: not each.is_ours):
            self._lines.addWidget(self._line(one))

    def _line(self, one: PackRow) -> QWidget:
        words = _("{name} ({code}), version {n}").format(name=one.name or one.code, code=one.code, n=one.version)
        name = label(words, wrap=True)
        name.setProperty("strong", "true")
        note = label(pack_in_words(one), size="small", tone="due" if one.problem else "muted", wrap=True)
        rules = button(_("Rules and sources"), partial(self._on_rules, one.code), kind="link", name=f"pack:{one.code}")
        rules.setAccessibleName(_("Rules and sources: {pack}").format(pack=one.name or one.code))
        rules.setEnabled(one.problem is None)
        made = QWidget()
        glyph, tone = ("circle-check", "good") if one.is_ours else ("circle", "muted")
        line = row(
            IconLabel("circle-alert" if one.problem else glyph, "due" if one.problem else tone),
            column(name, note, row(rules, None), spacing=0),
        )
        line.setStretch(1, 1)
        made.setLayout(line)
        return made

    def _on_rules(self, code: str) -> None:
        self.ask(lambda desk: _rules_as_html(desk, code), lambda found: self._open(_RulesPanel(*found)))

    def _on_load(self) -> None:
        self.context.prompts.open_file(_("Load a law pack"), self._on_file, kinds=_("Law packs (*.toml)"))

    def _on_file(self, path: Path) -> None:
        self.strip.hush()
        self.ask(lambda desk: packs.preview(desk, path), self._on_preview)

    def _on_preview(self, shown: Preview) -> None:
        panel = LoadPanel(shown)
        panel.wanted.clicked.connect(lambda _checked=False: self._take(panel, shown))
        self._open(panel)
        panel.wanted.setFocus()

    def _take(self, panel: LoadPanel, shown: Preview) -> None:
        panel.set_busy(busy=True)

        def done(_saved: object) -> None:
            panel.set_busy(busy=False)
            panel.close_panel()
            self.context.announcer.toast(_("The law pack is in use"))
            self.refresh()

        self.context.ops.command(
            self, lambda desk: packs.load(desk, shown), done, lambda error: _say(panel, error), changes={"law_pack"}
        )

    def _open(self, panel: Panel) -> None:
        if self._panel is not None:
            self._panel.close_panel()
        self._panel = panel
        panel.closed.connect(self._on_closed)
        self._place.addWidget(panel)
        panel.show()
        self.opened.emit(panel)

    def _on_closed(self) -> None:
        self._panel = None
        self._load.setFocus()


class LoadPanel(Panel):
    """What a pack from a file changes, and the button that takes it into use."""

    def __init__(self, shown: Preview) -> None:
        pack = shown.pack
        title = _("{name} ({code}), version {n}").format(name=str(pack.name), code=pack.code, n=pack.version)
        super().__init__(title, _("Taking it into use…"))
        self.setObjectName("load_panel")
        before = (
            _("It takes the place of version {n}.").format(n=shown.known.version)
            if shown.known is not None
            else _("There is no such pack yet.")
        )
        self.content.addWidget(label(before, wrap=True))
        self.content.addWidget(label(counts_in_words(shown.difference), wrap=True))
        text = ReadText(name=_("What it changes"))
        text.show_html(difference_as_html(shown.difference))
        self.content.addWidget(text)
        self.wanted = button(_("Take it into use"), kind="primary", name="take_pack")
        self.content.addLayout(row(None, self.close_button, self.wanted))

    def set_busy(self, *, busy: bool) -> None:
        super().set_busy(busy=busy)
        self.wanted.setEnabled(not busy)


class _RulesPanel(Panel):
    """Every rule of a pack with its source and how far it can be relied on."""

    def __init__(self, title: str, markup: str) -> None:
        super().__init__(title, "")
        self.setObjectName("rules_panel")
        text = ReadText(name=title)
        text.show_html(markup)
        self.content.addWidget(text)
        self.close_button.setText(_("Close"))
        self.content.addLayout(row(None, self.close_button))


def pack_in_words(one: PackRow) -> str:
    """How many rules, how many of them verified, since when, and where it came from."""
    if one.problem is not None:
        return _("It was loaded and cannot be used: {problem}").format(problem=str(one.problem))
    rules = ngettext("{n} rule", "{n} rules", one.rules).format(n=one.rules)
    read = ngettext("{n} with its source read", "{n} with their source read", one.verified).format(n=one.verified)
    facts = [rules, read]
    if one.valid_from:
        facts.append(_("as of {date}").format(date=formats.short_date(one.valid_from)))
    if one.reviewer:
        facts.append(_("reviewed by {who}").format(who=one.reviewer))
    facts.append(_("loaded from a file") if one.is_loaded else _("came with the program"))
    if one.is_ours:
        facts.append(_("holds for this practice"))
    return " · ".join(facts)


def counts_in_words(found: Difference) -> str:
    """`2 new rules · 1 changed · 0 gone`."""
    if found.is_empty:
        return _("Nothing but the version differs.")
    return " · ".join(
        (
            ngettext("{n} new rule", "{n} new rules", len(found.added)).format(n=len(found.added)),
            ngettext("{n} rule changed", "{n} rules changed", len(found.changed)).format(n=len(found.changed)),
            ngettext("{n} rule gone", "{n} rules gone", len(found.removed)).format(n=len(found.removed)),
        )
    )


def difference_as_html(found: Difference) -> str:
    """Headings and lists; every word of the file is escaped."""
    plain = {
        "added": [html.escape(f"{rule.title} ({rule.citation})") for _table, rule in found.added],
        "changed": [_changed(one) for one in found.changed],
        "removed": [html.escape(f"{rule.title} ({rule.citation})") for _table, rule in found.removed],
    }
    parts = []
    for key, lines in plain.items():
        if lines:
            head = _HEADS[key]
            parts.append(f"<h4>{html.escape(_(head))}</h4><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>")
    return "".join(parts)


def _changed(one: Changed) -> str:
    changes = [f"{html.escape(each.name)}: {html.escape(each.old)} → {html.escape(each.new)}" for each in one.changes]
    return f"{html.escape(one.title or one.rule)}<br>{'<br>'.join(changes)}"


def _rules_as_html(desk: Desk, code: str) -> tuple[str, str]:
    pack = packs.by_code(desk, code)
    lines = []
    for _table, _place, rule in rules_of(pack):
        source = " · ".join(part for part in (rule.citation, rule.source, packs.mark(rule)) if part)
        lines.append(f"<p><b>{html.escape(str(rule.title))}</b><br>{html.escape(source)}</p>")
    return str(pack.name), "".join(lines)


def _say(panel: Panel, error: KnownError) -> None:
    panel.say_failure(error)
