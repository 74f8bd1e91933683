"""Before a consent is taken: what it is about and which text, or that it was given earlier, on paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app import formats
from app.records.consent import Consent
from app.records.fields import specs
from app.texts import LANGUAGES, _
from ui.forms.choices import QuietCombo, Segments
from ui.forms.dates import PartialDateControl
from ui.pages.editor.writing import centred
from ui.taking.loading import Asked
from ui.taking.looks import look_of, state_in_words
from ui.theme import ICON, READING_WIDTH, Space, icon
from ui.widgets import IconLabel, Strip, button, card, column, icon_button, label, row, scrolling, set_shown
from ui.widgets.flow import flow

if TYPE_CHECKING:
    from ui.known import KnownError
    from ui.taking.loading import Offer, Start

ROW = 34
MOST_ROWS = 7


class BeginView(QWidget):
    """Enter begins the conversation about what is chosen.

    Signals:
        begun(asked): go through it together; an `Asked`.
        whole_wanted(asked): all at once, in one form.
        given_earlier(asked, paper_on): it was given on paper on that day, which may be a month or a year.
        draft_wanted(record): go on with a conversation.
        back_wanted(): to the client's file.
    """

    begun = Signal(object)
    whole_wanted = Signal(object)
    given_earlier = Signal(object, str)
    draft_wanted = Signal(str)
    back_wanted = Signal()

    def __init__(self, start: Start) -> None:
        super().__init__()
        self.setObjectName("begin_consent")
        self._start = start
        self._list = QListWidget()
        self._texts = QuietCombo()
        self._languages = Segments(list(LANGUAGES.items()), liftable=False)
        self._state_icon = IconLabel("circle-dashed", "muted")
        self._state = label(tone="muted", wrap=True)
        self._no_text = label(
            _("There is no text for this yet. Write one under Consents, or fill in the form."),
            size="small", tone="muted", wrap=True,
        )  # fmt: skip
        self._strip = Strip()
        date = next(spec for spec in specs(Consent) if spec.name == "paper_on")
        self._paper_on = PartialDateControl(date)
        self._earlier = button(_("Write it down"), self._on_earlier, glyph="file-check", name="given_earlier")
        self._begin = button(_("Begin the conversation"), self._on_begin, kind="primary", glyph="message-circle",
            name="begin_conversation")  # fmt: skip
        self._whole = button(_("All at once"), self._on_whole, kind="quiet", glyph="list-checks", name="all_at_once")
        self._set_up()
        self._lay_out()
        self._show_offer()

    @property
    def chosen(self) -> Offer:
        """What it is about."""
        return self._start.offers[max(0, self._list.currentRow())]

    def choose(self, consent_type: str) -> None:
        """Choose what it is about."""
        types = [one.type.value for one in self._start.offers]
        self._list.setCurrentRow(types.index(consent_type))

    def asked(self) -> Asked:
        """What is chosen, with its text and language."""
        template = str(self._texts.currentData() or "")
        return Asked(self.chosen.type, template, str(self._languages.value()))

    def focus_first(self) -> None:
        """On what it is about."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_error(self, error: KnownError) -> None:
        """Say why it could not be written down."""
        self._strip.say_error(error)
        self._earlier.setEnabled(True)

    def _set_up(self) -> None:
        self._list.setObjectName("consent_types")
        self._list.setAccessibleName(_("What the consent is about"))
        self._list.setIconSize(QSize(ICON, ICON))
        for offer in self._start.offers:
            glyph, tone = look_of(offer.state)
            item = QListWidgetItem(icon(glyph, tone), offer.title, self._list)
            item.setSizeHint(QSize(0, ROW))
            words = f"{offer.title}, {_(offer.state.state.label)}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        self._list.setFixedHeight(min(MOST_ROWS, len(self._start.offers)) * ROW + 2 * self._list.frameWidth() + 4)
        self._list.setCurrentRow(0)
        self._list.currentRowChanged.connect(lambda _row: self._show_offer())
        self._list.itemActivated.connect(lambda _item: self._on_begin())
        self._texts.setObjectName("consent_text")
        self._texts.setAccessibleName(_("Text"))
        self._texts.setMaximumWidth(READING_WIDTH)
        self._languages.setObjectName("text_language")
        self._languages.speak(_("Language of the text"), "")
        self._languages.set_value(self._start.text_language)
        self._languages.picked.connect(self._show_texts)
        self._paper_on.setObjectName("field:paper_on")
        self._paper_on.speak(_("Date on the paper"), _("The month or the year alone will do."))

    def _lay_out(self) -> None:
        who = formats.client(self._start.code, self._start.name)
        back = icon_button("arrow-left", _("To the client's file"), self.back_wanted.emit, name="to_file")
        head = row(back, column(label(_("Take consent"), size="title"), label(who, tone="muted"), spacing=2))
        head.setStretch(1, 1)
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + 2 * Space.XL)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(Space.XL, Space.M, Space.XL, Space.XL)
        inside.setSpacing(Space.L)
        inside.addLayout(head)
        inside.addWidget(self._strip)
        for draft in self._start.drafts:
            inside.addWidget(self._draft_strip(draft.record, draft.title))
        inside.addWidget(self._together())
        inside.addWidget(self._on_paper())
        inside.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(centred(page)))

    def _draft_strip(self, record: str, title: str) -> Strip:
        strip = Strip(_("Begun and not ended: {what}.").format(what=title), "info")
        strip.add_action(_("Go on"), partial(self.draft_wanted.emit, record), name=f"go_on:{record}")
        return strip

    def _together(self) -> QFrame:
        state = row(self._state_icon, self._state)
        state.setStretch(1, 1)
        text = row(self._texts, self._languages, spacing=Space.M)
        text.setStretch(0, 1)
        return card(
            label(_("What is the consent about?"), size="lead"),
            self._list,
            state,
            text,
            self._no_text,
            flow(self._begin, self._whole),
            spacing=Space.M,
        )

    def _on_paper(self) -> QFrame:
        words = _("It counts from today on. The words are those of the paper, so nothing is asked about a text.")
        return card(
            label(_("Given earlier, on paper"), size="lead"),
            label(words, tone="muted", wrap=True),
            row(label(_("Date on the paper")), self._paper_on, self._earlier, None, spacing=Space.M),
            spacing=Space.M,
        )

    def _show_offer(self) -> None:
        glyph, tone = look_of(self.chosen.state)
        self._state_icon.show_icon(glyph, tone)
        self._state.setText(state_in_words(self.chosen.state))
        self._show_texts()

    def _show_texts(self) -> None:
        texts = self.chosen.texts.get(str(self._languages.value()), [])
        self._texts.clear()
        for one in texts:
            origin = _("our own text") if one.is_own else _("text that comes with the program")
            words = _("{title}, version {version} ({origin})")
            self._texts.addItem(words.format(title=one.title, version=one.version, origin=origin), one.template)
        set_shown(self._texts, bool(texts))
        set_shown(self._no_text, not texts)

    def _on_begin(self) -> None:
        self.begun.emit(self.asked())

    def _on_whole(self) -> None:
        self.whole_wanted.emit(self.asked())

    def _on_earlier(self) -> None:
        day = str(self._paper_on.value() or "")
        problem = self._paper_on.problem() or ("" if day else _("Write the date on the paper, or its month or year."))
        if problem:
            self._strip.say(problem, "due")
            self._paper_on.handle().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._strip.hush()
        self._earlier.setEnabled(False)
        self.given_earlier.emit(self.asked(), day)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        focus = self.window().focusWidget()
        if is_enter and self._paper_on.isAncestorOf(focus):
            self._on_earlier()
        elif is_enter and focus is self._whole:
            self._on_whole()
        elif is_enter and focus is not self._earlier:
            self._on_begin()
        elif is_enter:
            self._on_earlier()
        else:
            super().keyPressEvent(event)
