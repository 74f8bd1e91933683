"""Reading a text for consents: its paragraphs, each with the element it explains, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.packs import consent_texts
from app.records.consent_elements import NEEDED, type_of
from app.records.consent_template import ConsentTemplate
from app.services import records
from app.services.consenting import consent_papers, consent_templates
from app.services.practice import practices
from app.texts import LANGUAGES, _, language
from ui.forms.history import difference_html
from ui.forms.steps import steps
from ui.forms.view import ReadText
from ui.releasing import release_button
from ui.theme import READING_WIDTH, Space
from ui.widgets import Strip, button, card, clear, column, icon_button, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QPushButton

    from app.desk import Desk
    from app.packs.consent_texts import ConsentText, Paragraph
    from app.services.outgoing.papers import Prepared
    from ui.context import Context


@dataclass(frozen=True, slots=True)
class Shown:
    """A text to read. `record`: of the practice, empty for one that ships; `before`: the version it replaced."""

    text: ConsentText
    record: str = ""
    author: str = ""
    published_at: str = ""
    what_changed: str = ""
    asks_again: bool = False
    before: ConsentText | None = None


def look(desk: Desk, key: str) -> Shown:
    """Runs on the engine thread."""
    if key in consent_texts.text_ids():
        wanted = language() if language() in LANGUAGES else "en"
        return Shown(consent_texts.load(key, wanted))
    opened = records.open(desk, key)
    body = opened.body
    assert isinstance(body, ConsentTemplate)
    before = consent_templates.text_of(desk, body.supersedes) if body.supersedes else None
    return Shown(
        consent_templates.text_of(desk, key),
        key,
        practices.person_name(desk, opened.record.author),
        opened.record.at,
        body.what_changed,
        body.ask_again and bool(body.supersedes),
        before,
    )


class TextView(QWidget):
    """One text. Its paragraphs come step by step.

    Signals:
        closed(): to the list.
        next_wanted(record): write the next version.
        begin_wanted(text_id, language): write one of one's own from it.
    """

    closed = Signal()
    next_wanted = Signal(str)
    begin_wanted = Signal(str, str)

    def __init__(self, context: Context, shown: Shown, *, may_write: bool) -> None:
        super().__init__()
        self.setObjectName("text_view")
        self.key = shown.record or shown.text.type
        self._shown = shown
        self._paragraphs = QVBoxLayout()
        self._paragraphs.setSpacing(Space.M)
        self._compares = False
        self._act = self._action()
        self._act.setVisible(may_write and (bool(shown.record) or type_of(shown.text.type) is not None))
        self._compare = button(_("What changed"), self.toggle_difference, glyph="git-compare", name="compare")
        self._compare.setCheckable(True)
        self._compare.setVisible(shown.before is not None)
        blank = release_button(context, self, self._blank, text=_("Blank form…"))
        back = icon_button("arrow-left", _("To the list"), self.closed.emit, name="to_list")
        title = label(shown.text.title, size="title", wrap=True)
        title.setObjectName("text_title")
        head = row(back, title, self._compare, blank, self._act)
        head.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(head)
        outer.addWidget(scrolling(self._page()), 1)
        self._fill()

    def focus_first(self) -> None:
        """Put the focus on what can be done."""
        (self._act if self._act.isVisibleTo(self) else self._compare).setFocus()

    def toggle_difference(self) -> None:
        """Show what this version changed, or its words alone."""
        self._compares = not self._compares
        self._compare.setChecked(self._compares)
        self._fill()

    def _action(self) -> QPushButton:
        if self._shown.record:
            return button(_("New version"), lambda: self.next_wanted.emit(self.key), glyph="file-plus", name="next")
        return button(
            _("Write from it"), lambda: self.begin_wanted.emit(self.key, self._shown.text.language), glyph="file-pen",
            name="write_from_text",
        )  # fmt: skip

    def _blank(self) -> Callable[[Desk], Prepared]:
        return partial(consent_papers.of_form, text_id=self.key, text_language=self._shown.text.language)

    def _page(self) -> QWidget:
        text = self._shown.text
        facts = label(_facts(self._shown), tone="muted", wrap=True)
        facts.setObjectName("text_facts")
        parts: list[QWidget] = [facts]
        if text.notice:
            parts.append(Strip(text.notice, "info"))
        if self._shown.asks_again:
            parts.append(Strip(_("Whoever agreed to an older version is asked again."), "due"))
        if self._shown.what_changed:
            parts.append(
                card(label(_("What changed"), size="lead"), ReadText(self._shown.what_changed, _("What changed")))
            )
        if text.intro:
            parts.append(label(text.intro, wrap=True))
        inside = column(*parts, self._paragraphs, None, spacing=Space.M)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + 2 * Space.XL)
        page.setLayout(inside)
        return page

    def _fill(self) -> None:
        clear(self._paragraphs)
        for part in self._shown.text.paragraphs:
            steps().do(self, partial(self._add, part, compares=self._compares))
        if self._compares:
            for gone in _gone(self._shown):
                steps().do(self, partial(self._add_gone, gone))

    def _add(self, part: Paragraph, *, compares: bool) -> None:
        if compares is self._compares:
            self._paragraphs.addWidget(_paragraph(part, self._shown, compares=compares))

    def _add_gone(self, part: Paragraph) -> None:
        if self._compares:
            said = _difference(f"{part.heading}\n{part.text}", "")
            self._paragraphs.addWidget(card(label(_("Left out"), tone="due"), said))


def _paragraph(part: Paragraph, shown: Shown, *, compares: bool) -> QWidget:
    heading = label(part.heading, size="lead", wrap=True)
    kind = type_of(shown.text.type)
    is_needed = kind is not None and part.element in NEEDED[kind]
    element = _("{element}, needed").format(element=_(part.element.label)) if is_needed else _(part.element.label)
    lines: list[QWidget] = [heading, label(element, size="small", tone="muted", wrap=True)]
    before = _same_element(shown.before, part) if compares and shown.before is not None else None
    if compares:
        old = before.text if before is not None else ""
        lines.append(_difference(old.strip(), part.text.strip()))
    else:
        lines.append(label(part.text.strip(), wrap=True))
    lines += [label(f"☐ {box.text}", wrap=True) for box in part.boxes]
    return card(*lines, spacing=Space.XS)


def _difference(before: str, after: str) -> ReadText:
    made = ReadText("", _("What changed"))
    made.show_html(difference_html(before, after))
    return made


def _same_element(text: ConsentText, part: Paragraph) -> Paragraph | None:
    return next((one for one in text.paragraphs if one.element is part.element), None)


def _gone(shown: Shown) -> Sequence[Paragraph]:
    """Paragraphs that the version before had."""
    kept = {part.element for part in shown.text.paragraphs}
    return [part for part in (shown.before.paragraphs if shown.before else ()) if part.element not in kept]


def _facts(shown: Shown) -> str:
    text = shown.text
    published = (
        _("published by {name}, {moment}").format(name=shown.author, moment=formats.moment(shown.published_at))
        if shown.record
        else _("comes with the program")
    )
    parts = [
        _("version {version}").format(version=text.version),
        LANGUAGES.get(text.language, ""),
        _("in use from {date}").format(date=formats.long_date(text.effective_from)) if text.effective_from else "",
        published,
    ]
    return " · ".join(part for part in parts if part)
