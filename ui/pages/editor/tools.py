"""The row of tools over a text: marks of the Markdown subset, and the menu of snippets and templates."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from shiboken6 import isValid

from app.texts import N_, _
from ui.forms.control import row_of
from ui.forms.marking import mark
from ui.forms.text import KEYS, NoteEdit
from ui.theme import icon
from ui.widgets import button, icon_button

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from app.services.personal.snippets import Library

MARKS = (
    ("heading", "heading", N_("Heading")),
    ("bold", "bold", N_("Bold")),
    ("bullets", "list", N_("List")),
    ("numbers", "list-ordered", N_("Numbered list")),
    ("quote", "quote", N_("Quote")),
)
MENU_KEY = "Ctrl+I"


def marks_with_keys() -> list[tuple[str, str]]:
    """The keys that set a mark, and what each is called (message id)."""
    return [(sequence, words) for sequence, of in KEYS.items() for kind, _glyph, words in MARKS if kind == of]


class TextTools(QWidget):
    """Acts on the text of `view` that has the focus, or had it last; its own buttons leave the focus there.

    Signals:
        snippet_wanted(id), template_wanted(id): put it into the text, or into the note.
        saving_wanted(kind): keep what is chosen as a "snippet", or the note as a "note_template".
        change_wanted(): look at them all, to write or change one.
    """

    snippet_wanted = Signal(str)
    template_wanted = Signal(str)
    saving_wanted = Signal(str)
    change_wanted = Signal()

    def __init__(self, view: QWidget, library: Library, *, with_templates: bool) -> None:
        super().__init__()
        self.setObjectName("text_tools")
        self._view = view
        self._with_templates = with_templates
        self._edit: NoteEdit | None = None
        self._library = library
        keys = {kind: sequence for sequence, kind in KEYS.items()}
        line = row_of(self, spacing=2)
        for kind, glyph, words in MARKS:
            made = icon_button(glyph, _(words), partial(self._mark, kind), name=f"mark:{kind}", shortcut=keys[kind])
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            line.addWidget(made)
        self._insert = button(_("Insert"), kind="quiet", glyph="sticky-note", name="insert")
        self._insert.setToolTip(_("Snippets and templates ({keys})").format(keys=MENU_KEY))
        self._menu = QMenu(self._insert)
        self._menu.aboutToShow.connect(self._fill)
        self._insert.setMenu(self._menu)
        line.addWidget(self._insert)
        shortcut = QShortcut(QKeySequence(MENU_KEY), view)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._insert.showMenu)
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    @property
    def edit(self) -> NoteEdit | None:
        """The text that is written in, if it is still there."""
        if self._edit is None or not isValid(self._edit) or not self._edit.isVisible():
            texts = [one for one in self._view.findChildren(NoteEdit) if one.isVisible()]
            self._edit = texts[0] if texts else None
        return self._edit

    @property
    def chosen(self) -> str:
        """What is chosen in that text."""
        return self.edit.textCursor().selection().toPlainText().strip() if self.edit is not None else ""

    def show_library(self, library: Library) -> None:
        """There are other snippets and templates now."""
        self._library = library

    def _mark(self, kind: str) -> None:
        if self.edit is not None:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            mark(self.edit, kind)

    def _fill(self) -> None:
        """The menu as it is now: what can be put in, what can be kept, and the way to change it."""
        menu = self._menu
        menu.clear()
        for snippet in self._library.snippets:
            words = f"{snippet.name}\t{snippet.shortcut}" if snippet.shortcut else snippet.name
            _add(menu, words, partial(self.snippet_wanted.emit, snippet.id))
        if self._with_templates and self._library.templates:
            menu.addSection(_("Templates"))
            for template in self._library.templates:
                _add(menu, template.name, partial(self.template_wanted.emit, template.id))
        menu.addSeparator()
        keep = _add(menu, _("Save what is chosen as a snippet…"), partial(self.saving_wanted.emit, "snippet"), "plus")
        keep.setEnabled(bool(self.chosen))
        if self._with_templates:
            saving = partial(self.saving_wanted.emit, "note_template")
            _add(menu, _("Save this note as a template…"), saving, "save")
        _add(menu, _("My snippets and templates"), self.change_wanted.emit, "pencil")

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(now, NoteEdit) and self._view.isAncestorOf(now):
            self._edit = now


def _add(menu: QMenu, words: str, chosen: Callable[[], object], glyph: str = "") -> QAction:
    action = menu.addAction(words.replace("&", "&&"))
    if glyph:
        action.setIcon(icon(glyph))
    action.triggered.connect(lambda _checked=False: chosen())
    return action
