"""The texts that consents are taken with: the practice's own with their versions, and those that ship."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app import formats
from app.packs import consent_texts
from app.records.consent_elements import ConsentType, type_of
from app.services.consenting import consent_papers, consent_templates
from app.texts import LANGUAGES, N_, _, language
from ui.releasing import release
from ui.theme import Space
from ui.widgets import Column, DataTable, RowsModel, Strip, button, label
from ui.widgets.flow import flow

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.outgoing.papers import Prepared
    from ui.context import Context

STATES = {  # words, icon, tone
    "draft": (N_("Draft"), "pencil", "due"),
    "in_use": (N_("In use"), "circle-check", "good"),
    "later": (N_("In use later"), "calendar-clock", "accent"),
    "replaced": (N_("Replaced"), "history", "muted"),
    "entered_in_error": (N_("Entered in error"), "ban", "due"),
    "ships": (N_("Starting text"), "book-open", "muted"),
}


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line: a text of the practice (`record`), or one that ships, in the language of the window."""

    key: str
    title: str
    about: str
    text_language: str
    version: str
    since: str
    state: str
    record: str = ""

    @property
    def is_published(self) -> bool:
        """Whether a consent can be, or could be, taken with it."""
        return self.state in {"in_use", "later", "replaced"}


def look(desk: Desk) -> list[TextLine]:
    """The practice's own first; runs on the engine thread."""
    own = [
        TextLine(
            one.id, one.title, one.type_label, LANGUAGES.get(one.text_language, ""), one.version, one.effective_from,
            one.state, one.id,
        )
        for one in consent_templates.rows(desk)
    ]  # fmt: skip
    wanted = language() if language() in LANGUAGES else "en"
    return [*own, *(_shipped(text_id, wanted) for text_id in consent_texts.text_ids())]


def _shipped(text_id: str, wanted: str) -> TextLine:
    text, kind = consent_texts.load(text_id, wanted), type_of(text_id)
    about = _(ConsentType.label_of(kind.value)) if kind is not None else _("Letter or notice")
    return TextLine(text_id, text.title, about, LANGUAGES[wanted], text.version, text.effective_from, "ships")


class TemplatesTab(QWidget):
    """Enter reads a text, or goes on writing one.

    Signals:
        opened(key): a text by the id of its record, or by its name.
        begin_wanted(text_id, language): write one of one's own from a starting text; "" from nothing.
        next_wanted(record): write the next version.
    """

    opened = Signal(str)
    begin_wanted = Signal(str, str)
    next_wanted = Signal(str)

    def __init__(self, context: Context, *, may_write: bool) -> None:
        super().__init__()
        self._context = context
        self._may_write = may_write
        self._model: RowsModel[TextLine] = RowsModel(_columns())
        self._table = DataTable(self._model, "texts_table", _("Texts"), context.preferences)
        self._table.opened.connect(lambda key: self.opened.emit(str(key)))
        self._table.chosen.connect(lambda _key: self._show_state())
        self._write = button(_("Write from it"), self._show_languages, glyph="file-pen", name="write_from")
        self._next = button(_("New version"), self._on_next, glyph="file-plus", name="next_version")
        self._blank = button(_("Blank form…"), self._show_blank, glyph="printer", name="blank_form")
        self._empty = button(
            _("Write from nothing"), lambda: self.begin_wanted.emit("", language()), kind="quiet", glyph="plus",
            name="write_from_nothing",
        )  # fmt: skip
        self._strip = Strip()
        note = _("Have a text checked where you practise before you use it. What was published stays as it is.")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, Space.M, 0, 0)
        outer.setSpacing(Space.M)
        outer.addWidget(label(note, tone="muted", wrap=True))
        outer.addWidget(self._strip)
        outer.addWidget(self._table, 1)
        outer.addLayout(flow(self._write, self._next, self._blank, self._empty))
        for part in (self._write, self._next, self._empty):
            part.setVisible(may_write)
        self._show_state()

    def refresh(self) -> None:
        """Ask for the list again."""
        self._context.ops.query(self, look, self._on_lines, self._strip.say_error, latest="texts")

    def choose(self, key: str) -> None:
        """Put the focus on a text."""
        self._table.choose(key)

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self._table.choose_first()

    def _on_lines(self, lines: list[TextLine]) -> None:
        chosen = self._table.chosen_id()
        self._model.set_rows({one.key: one for one in lines})
        if chosen is not None:
            self._table.choose(chosen)
        self._show_state()

    def _chosen(self) -> TextLine | None:
        return self._model.row_at(self._table.currentIndex())

    def _show_state(self) -> None:
        chosen = self._chosen()
        is_shipped = chosen is not None and not chosen.record
        self._write.setEnabled(is_shipped and chosen is not None and type_of(chosen.key) is not None)
        self._next.setEnabled(chosen is not None and bool(chosen.record) and chosen.is_published)
        self._blank.setEnabled(chosen is not None and (is_shipped or chosen.is_published))

    def _show_languages(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code, name in LANGUAGES.items():
            menu.addAction(name, partial(self.begin_wanted.emit, chosen.key, code)).setData(code)
        menu.popup(self._write.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def _on_next(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.next_wanted.emit(chosen.record)

    def _show_blank(self) -> None:
        """A text of the practice is in one language; those that ship are in all of them."""
        chosen = self._chosen()
        if chosen is None:
            return
        if chosen.record:
            code = next((code for code, name in LANGUAGES.items() if name == chosen.text_language), "en")
            self.print_blank(chosen.key, code)
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code, name in LANGUAGES.items():
            menu.addAction(name, partial(self.print_blank, chosen.key, code)).setData(code)
        menu.popup(self._blank.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def print_blank(self, key: str, code: str) -> None:
        """The one sheet with a blank form in a language."""
        release(self._context, self, partial(_blank, text_id=key, text_language=code))


def _blank(desk: Desk, text_id: str, text_language: str) -> Prepared:
    return consent_papers.of_form(desk, text_id, text_language)


def _columns() -> tuple[Column[TextLine], ...]:
    return (
        Column(_("Title"), lambda one: one.title, 0),
        Column(_("Consent to"), lambda one: one.about, 130),
        Column(_("Language"), lambda one: one.text_language, 80),
        Column(_("Version"), lambda one: one.version, 84),
        Column(_("In use from"), lambda one: formats.short_date(one.since) if one.since else "", 104),
        Column(
            _("State"), lambda one: _(STATES[one.state][0]), 150,
            glyph=lambda one: STATES[one.state][1], tone=lambda one: STATES[one.state][2],
        ),
    )  # fmt: skip
