"""The Settings page: all sections in one scroll, and beside it a list that leads to each and shows where one is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from app.rules.permissions import Action
from app.texts import N_, _
from ui.forms.steps import steps
from ui.navigation import Page
from ui.pages.settings.about import AboutSection
from ui.pages.settings.appearance import AppearanceSection, LanguageSection
from ui.pages.settings.keys import KeysSection
from ui.pages.settings.law import LawSection
from ui.pages.settings.lists import ListsSection
from ui.pages.settings.practice import PracticeSection
from ui.pages.settings.reminders import RemindersSection
from ui.pages.settings.retention import RetentionSection
from ui.pages.settings.security import SecuritySection
from ui.pages.settings.writing import WritingSection
from ui.theme import READING_WIDTH, Space
from ui.widgets import PageHeader, page_column, scrolling
from ui.widgets.sidenav import NavigationItem

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from app.desk import Desk
    from ui.context import Context, Who
    from ui.pages.settings.section import Section

WIDEST = READING_WIDTH + 60
SCROLL_BAR = 12
NEAR = 60  # px: a section whose head is this near to the upper edge is the one being read

KIND_SECTIONS = {"snippet": "writing", "note_template": "writing"}


class SectionSpec(NamedTuple):
    """A section before it is made; `title` is a message id."""

    title: str
    glyph: str
    make: Callable[[Context], Section]


SECTIONS = {
    "security": SectionSpec(N_("Security"), "shield-check", SecuritySection),
    "appearance": SectionSpec(N_("Appearance"), "contrast", AppearanceSection),
    "language": SectionSpec(N_("Language"), "languages", LanguageSection),
    "reminders": SectionSpec(N_("Reminders"), "bell", RemindersSection),
    "writing": SectionSpec(N_("Writing"), "notebook-pen", WritingSection),
    "practice": SectionSpec(N_("Practice"), "building-2", PracticeSection),
    "retention": SectionSpec(N_("Retention"), "archive", RetentionSection),
    "law": SectionSpec(N_("Law packs"), "book-open", LawSection),
    "lists": SectionSpec(N_("Lists of values"), "list", ListsSection),
    "keys": SectionSpec(N_("Keys"), "keyboard", KeysSection),
    "about": SectionSpec(N_("About the program"), "info", AboutSection),
}
OF_OWNER = frozenset({"practice", "retention", "law", "lists"})


def _is_theirs(section: str, who: Who) -> bool:
    """Rules of the practice are for whoever sets them, and what helps with writing for whoever writes about clients."""
    if section in OF_OWNER:
        return who.may(Action.SETTING, "practice")
    return section != "writing" or who.may(Action.SAVE, "clinical")


class SettingsPage(Page):
    """Made section by section, so that the window never waits for all of it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._specs = {name: spec for name, spec in SECTIONS.items() if _is_theirs(name, context.who)}
        self._sections: dict[str, Section] = {}
        self._wanted = ""
        self._is_led = False  # the scroll bar moves because a section was chosen
        self._anchor = ("", 0)  # the section that was chosen, and where it stood then
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, Space.M, 0)
        self._column.setSpacing(Space.L)
        self._list = QWidget()
        self._items = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        body = QWidget()
        body.setLayout(self._column)
        body.setMaximumWidth(WIDEST)
        body.installEventFilter(self)
        self._area = scrolling(body)
        # Large text in a small window may be wider than it: then one can still get there.
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._lay_out()
        for name in self._specs:
            steps().do(self, partial(self._make, name))
        steps().do(self, self._on_made)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        kind = str(details.get("kind", ""))
        self._wanted = KIND_SECTIONS.get(kind) or str(details.get("section", "")) or self._wanted
        for section in self._sections.values():
            section.refresh()
        if kind in KIND_SECTIONS and "writing" in self._specs:
            steps().do(self, lambda: self._sections["writing"].show_record(kind, record))
        if details.get("begin") == "try_sheet":
            steps().do(self, lambda: cast("SecuritySection", self._sections["security"]).try_sheet())
        steps().do(self, self._go_to_wanted)

    def place(self) -> dict[str, Any]:
        return {"section": self.section_shown()}

    def keep_draft(self) -> Callable[[Desk], None] | None:
        works = [work for section in self._sections.values() if (work := section.keep_draft()) is not None]

        def keep(desk: Desk) -> None:
            for work in works:
                work(desk)

        return keep if works else None

    def focus_first(self) -> None:
        name = self._wanted if self._wanted in self._buttons else self.section_shown()
        (self._buttons[name] if self._list.isVisible() else self._sections.get(name, self)).setFocus()

    def section_shown(self) -> str:
        """The name of the section being read."""
        return next((name for name, item in self._buttons.items() if item.isChecked()), "security")

    def go_to_section(self, name: str) -> None:
        """Scroll to a section."""
        if name not in self._buttons:
            return
        self._buttons[name].setChecked(True)
        section = self._sections.get(name)
        if section is not None:
            self._is_led = True
            self._area.verticalScrollBar().setValue(section.y())
            self._is_led = False
            self._anchor = (name, section.y())

    def _lay_out(self) -> None:
        down = QVBoxLayout(self._list)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(Space.XS)
        for name, spec in self._specs.items():
            down.addWidget(self._item(name, spec))
        down.addStretch(1)
        self._list.setAccessibleName(_("Sections"))
        self._column.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(Space.L)
        across.addWidget(self._list)
        across.addWidget(self._area, 1)
        outer = page_column(self)
        outer.addWidget(PageHeader(_("Settings")))
        outer.addLayout(across, 1)

    def _item(self, name: str, spec: SectionSpec) -> QToolButton:
        item = NavigationItem(_(spec.title), spec.glyph)
        item.setObjectName(f"section:{name}")
        item.setChecked(not self._buttons)
        item.clicked.connect(lambda _checked=False: self.go_to_section(name))
        self._items.addButton(item)
        self._buttons[name] = item
        return item

    def _make(self, name: str) -> None:
        section = self._specs[name].make(self.context)
        section.setObjectName(f"settings:{name}")
        section.opened.connect(self._on_opened)
        self._sections[name] = section
        self._column.insertWidget(self._column.count() - 1, section)
        section.refresh()

    def _on_made(self) -> None:
        # The last section can be read at the upper edge too.
        self._column.addSpacing(self._area.viewport().height() // 2)
        self._fit()
        self._go_to_wanted()

    def _fit(self) -> None:
        """Where there is no room for both, as with large text, the list gives way: all sections are one scroll."""
        body = self._area.widget()
        if body is not None and len(self._sections) == len(self._specs):
            room = self.width() - 2 * Space.XL - Space.L - self._list.sizeHint().width() - SCROLL_BAR
            self._list.setVisible(room >= body.minimumSizeHint().width())

    def _go_to_wanted(self) -> None:
        if self._wanted and len(self._sections) == len(self._specs):
            self._column.activate()
            self.go_to_section(self._wanted)
            self._wanted = ""

    def _on_opened(self, part: QWidget) -> None:
        """What was just opened is seen whole; it is laid out in the next turn."""
        QTimer.singleShot(0, part, lambda: self._area.ensureWidgetVisible(part, 0, Space.L))

    def _on_scrolled(self, value: int) -> None:
        if self._is_led:
            return
        self._anchor = ("", 0)
        passed = [name for name, section in self._sections.items() if section.y() <= value + NEAR]
        if passed:
            self._buttons[passed[-1]].setChecked(True)

    def _keep_in_sight(self) -> None:
        """What stands above has become longer, as a list that the vault was asked for: stay at what was chosen."""
        name, was_at = self._anchor
        section = self._sections.get(name)
        if section is not None and section.y() != was_at:
            self.go_to_section(name)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._keep_in_sight)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)
