"""How the window looks on this computer, and the language it speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from app.services.personal import preferences
from app.texts import LANGUAGES, _, language
from ui.forms.choices import Segments
from ui.menus import LOOKS
from ui.pages.settings.section import Section, setting
from ui.preferences import TEXT_SIZES
from ui.widgets import column, label

if TYPE_CHECKING:
    from app.records.preferences import Preferences
    from ui.context import Context


class AppearanceSection(Section):
    """Look and text size belong to this computer; discreet mode to the person."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Appearance"))
        self._look = Segments([(look, _(text)) for look, text in LOOKS], liftable=False)
        self._look.setObjectName("look")
        self._look.speak(_("Colours"), "")
        self._look.set_value(context.theme.choice)
        self._look.picked.connect(self._on_look)
        sizes = [(size, _("{n} %").format(n=size)) for size in TEXT_SIZES]
        self._size = Segments(sizes, liftable=False)
        self._size.setObjectName("text_size")
        self._size.speak(_("Text size"), "")
        self._size.set_value(context.preferences.text_percent)
        self._size.picked.connect(self._on_size)
        self._discreet = QCheckBox(_("Codes instead of names"))
        self._discreet.setObjectName("discreet_mode")
        self._discreet.clicked.connect(context.announcer.discreet_wanted)
        hint = _("For a screen that others can see. Ctrl+Shift+D does the same. It stays until you change it.")
        for caption, part in ((_("Colours"), self._look), (_("Text size"), self._size)):
            words = label(caption)
            words.setProperty("strong", "true")
            self.content.addLayout(column(words, part, spacing=4))
        self.content.addLayout(column(self._discreet, label(hint, size="small", tone="muted", wrap=True), spacing=2))

    def refresh(self) -> None:
        self._look.set_value(self.context.theme.choice)
        self.ask(preferences.mine, self._on_preferences, latest="preferences")

    def _on_preferences(self, known: Preferences) -> None:
        self._discreet.setChecked(known.discreet)

    def _on_look(self) -> None:
        look = str(self._look.value())
        self.context.preferences.look = look
        self.context.theme.choose(look)

    def _on_size(self) -> None:
        percent = int(self._size.value())
        self.context.preferences.text_percent = percent
        self.context.theme.choose_text_size(percent)


class LanguageSection(Section):
    """Changes every text at once; what is being written stays."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Language"))
        self._languages = Segments(list(LANGUAGES.items()), liftable=False)
        self._languages.setObjectName("language")
        self._languages.speak(_("Language"), "")
        self._languages.set_value(language())
        self._languages.picked.connect(self._on_language)
        hint = _("Of this window on this computer. Papers for clients are written in the client's own language.")
        self.content.addWidget(setting(_("Language of the window"), hint, self._languages))

    def _on_language(self) -> None:
        self.context.announcer.language_wanted.emit(str(self._languages.value()))
