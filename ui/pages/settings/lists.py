"""Lists of values: what the practice adds to them, and what it does not want to be offered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from app.rules import value_lists
from app.services.practice import practices
from app.texts import _
from ui.entrance.frame import field
from ui.forms.choices import QuietCombo
from ui.pages.settings.section import Section
from ui.theme import Space
from ui.widgets import button, clear, icon_button, label, row

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.records.practice_profile import PracticeProfile
    from ui.context import Context

LONGEST_VALUE = 80


class ListsSection(Section):
    """One list at a time; each tick is kept at once."""

    def __init__(self, context: Context) -> None:
        sentence = _("Records keep the values they have, whatever is changed here. Lists that are law are not shown.")
        super().__init__(context, _("Lists of values"), sentence)
        self._which = QuietCombo()
        self._which.setObjectName("which_list")
        for name, one in value_lists.LISTS.items():
            self._which.addItem(_(one.label), name)
        self._values = QVBoxLayout()
        self._values.setSpacing(Space.XS)
        self._new = QLineEdit()
        self._new.setObjectName("new_value")
        self._new.setMaxLength(LONGEST_VALUE)
        self._new.setPlaceholderText(_("A value of your own"))
        self._new.setAccessibleName(_("A value of your own"))
        self._add = button(_("Add"), self._on_add, glyph="plus", name="add_value")
        self.content.addLayout(field(_("List"), self._which))
        self.content.addLayout(self._values)
        self.content.addLayout(row(self._new, self._add))
        self._which.activated.connect(lambda _index: self.refresh())
        self._new.returnPressed.connect(self._on_add)
        self._new.textChanged.connect(lambda text: self._add.setEnabled(bool(text.strip())))
        self._add.setEnabled(False)

    @property
    def name(self) -> str:
        """The list that is shown."""
        return str(self._which.currentData())

    def refresh(self) -> None:
        self.ask(practices.profile, self._show, latest="profile")

    def _show(self, profile: PracticeProfile) -> None:
        clear(self._values)
        known = value_lists.changed(profile, self.name)
        for choice in value_lists.LISTS[self.name].choices:
            self._values.addWidget(
                self._tick(choice.value, _(choice.label), is_offered=choice.value not in known.hidden)
            )
        for words in known.added:
            self._values.addWidget(self._own(words))

    def _tick(self, value: str, text: str, *, is_offered: bool) -> QCheckBox:
        made = QCheckBox(text)
        made.setObjectName(f"value:{value}")
        made.setChecked(is_offered)
        made.clicked.connect(lambda wanted: self._on_tick(value, wanted=wanted))
        return made

    def _own(self, words: str) -> QWidget:
        remove = icon_button("x", _("Take “{value}” off the list").format(value=words), name=f"drop:{words}")
        remove.clicked.connect(
            lambda _checked=False: self._change(partial(value_lists.drop, name=self.name, words=words))
        )
        shown = label(words)
        shown.setContentsMargins(Space.XL + 2, 0, 0, 0)
        made = QWidget()
        made.setLayout(row(shown, label(_("your own"), size="small", tone="muted"), remove, None))
        return made

    def _on_tick(self, value: str, *, wanted: bool) -> None:
        self._change(partial(value_lists.offer, name=self.name, value=value, wanted=wanted))

    def _on_add(self) -> None:
        words = self._new.text().strip()
        if words:
            self._change(partial(value_lists.add, name=self.name, words=words), self._new.clear)

    def _change(
        self, how: Callable[[PracticeProfile], PracticeProfile], done: Callable[[], None] | None = None
    ) -> None:
        def work(desk: Desk) -> None:
            practices.save_profile(desk, how(practices.profile(desk)))

        def kept(_result: None) -> None:
            if done is not None:
                done()
            self.refresh()

        self.keep(work, kept, changes={"practice_profile"})
