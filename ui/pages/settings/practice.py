"""The practice: what it is called, where it works, and what stands at the head of its papers. For its owner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QLineEdit

from app.records import encode
from app.records.fields import Tier, specs
from app.records.practice_profile import PracticeProfile
from app.services.practice import practices
from app.texts import LANGUAGES, _
from ui.entrance.create_practice import JURISDICTIONS
from ui.entrance.frame import field
from ui.forms.choices import QuietCombo
from ui.forms.lookup import VaultReferences
from ui.forms.record_form import RecordForm, point_out_error
from ui.pages.settings.section import Section
from ui.theme import Space
from ui.widgets import button, row

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from app.desk import Desk
    from ui.context import Context
    from ui.known import KnownError

FIELDS = ("name", "place", "address", "phone", "email", "letterhead")
PROFILE = frozenset({"practice_profile", "person"})


class PracticeFacts(NamedTuple):
    """What holds now: the profile as plain data, and what this person is called."""

    values: dict[str, Any]
    my_name: str


class PracticeSection(Section):
    """A form with one *Save*: a letterhead is written in one go."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Practice"), _("It stands at the head of what you print."))
        known = {spec.name: spec for spec in specs(PracticeProfile)}
        # No tiers here: there are few fields, and all of them are wanted.
        shown = [replace(known[name], tier=Tier.FIRST) for name in FIELDS]
        self.form = RecordForm(shown, VaultReferences(context, self))
        self._my_name = QLineEdit()
        self._my_name.setObjectName("my_name")
        self._jurisdiction = _combo("jurisdiction", [(code, _(title)) for code, title in JURISDICTIONS])
        self._language = _combo("practice_language", list(LANGUAGES.items()))
        self._save = button(_("Save"), self.save, kind="primary", name="save_practice")
        self._undo = button(_("Undo changes"), self._reload, kind="quiet", name="undo_practice")
        self._is_changed = False
        self.content.addLayout(field(_("Your name"), self._my_name))
        self.content.addWidget(self.form)
        pair = row(spacing=Space.L)
        pair.addLayout(field(_("Where you practise"), self._jurisdiction, _("Whose law and crisis lines apply.")), 1)
        pair.addLayout(field(_("Language of the practice"), self._language, _("Of new papers and of new people.")), 1)
        self.content.addLayout(pair)
        self.content.addLayout(row(None, self._undo, self._save))
        self.form.changed.connect(self._touch)
        self._my_name.textEdited.connect(lambda _text: self._touch())
        for combo in (self._jurisdiction, self._language):
            combo.activated.connect(lambda _index: self._touch())
        self._show_state()

    def refresh(self) -> None:
        if not self._is_changed:
            self.ask(_facts, self._on_facts, latest="profile")

    def save(self) -> None:
        """Keep all of it."""
        if self.form.problems():
            return
        values, name = self._values(), self._my_name.text()
        self.context.ops.command(
            self, lambda desk: keep(desk, values, name), lambda _saved: self._on_saved(), self._on_refused,
            changes=PROFILE,
        )  # fmt: skip

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """A letterhead that was begun is kept, unless it cannot be."""
        if not self._is_changed or self.form.problems():
            return None
        values, name = self._values(), self._my_name.text()
        return lambda desk: keep(desk, values, name) if values["name"].strip() and name.strip() else None

    def _values(self) -> dict[str, Any]:
        places = {"jurisdiction": self._jurisdiction.currentData(), "language": self._language.currentData()}
        return self.form.values() | places

    def _touch(self) -> None:
        self._is_changed = True
        self._show_state()

    def _reload(self) -> None:
        self._is_changed = False
        self.strip.hush()
        self.form.point_out({})
        self.refresh()

    def _on_facts(self, facts: PracticeFacts) -> None:
        if self._is_changed:
            return
        self.form.set_values({name: facts.values[name] for name in FIELDS if name in facts.values})
        self._my_name.setText(facts.my_name)
        _select(self._jurisdiction, facts.values.get("jurisdiction", ""))
        _select(self._language, facts.values.get("language", "en"))
        self._show_state()

    def _on_saved(self) -> None:
        self._is_changed = False
        self.strip.hush()
        self.context.announcer.toast(_("Saved"))
        self.refresh()
        self._show_state()

    def _on_refused(self, error: KnownError) -> None:
        point_out_error(self.form, error)
        self.strip.say_error(error)

    def _show_state(self) -> None:
        self._save.setEnabled(self._is_changed)
        self._undo.setVisible(self._is_changed)


def keep(desk: Desk, values: dict[str, Any], my_name: str) -> None:
    """On the engine thread."""
    practices.change_profile(desk, **values)
    if my_name.strip() and my_name.strip() != practices.person_name(desk, desk.account):
        practices.rename_me(desk, my_name)


def _facts(desk: Desk) -> PracticeFacts:
    return PracticeFacts(encode(practices.profile(desk)), practices.person_name(desk, desk.account))


def _combo(name: str, options: list[tuple[str, str]]) -> QuietCombo:
    made = QuietCombo()
    made.setObjectName(name)
    for value, text in options:
        made.addItem(text, value)
    return made


def _select(combo: QuietCombo, value: str) -> None:
    """Show a value, also one that the list does not have, such as a state of the United States."""
    if combo.findData(value) < 0:
        combo.addItem(value, value)
    combo.setCurrentIndex(combo.findData(value))
