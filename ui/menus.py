"""The small menus for look, language and idle time, in the corner of the entrance and of the workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu

from app.texts import LANGUAGES, N_, _, language, ngettext
from ui.platform import capture
from ui.preferences import Preferences
from ui.theme import SYSTEM, Scheme, Theme, icon

LOOKS = (
    (SYSTEM, N_("As the system")),
    (Scheme.LIGHT.value, N_("Light")),
    (Scheme.DARK.value, N_("Dark")),
    (Scheme.CONTRAST.value, N_("High contrast")),
)
IDLE_CHOICES = (2, 5, 10, 15, 30)


def add_look_menu(menu: QMenu, theme: Theme, preferences: Preferences) -> None:
    """Light, dark, high contrast, or as the system."""

    def choose(look: str) -> None:
        preferences.look = look
        theme.choose(look)

    inner = menu.addMenu(icon("contrast"), _("Look"))
    _add_choices(inner, ((look, _(text)) for look, text in LOOKS), theme.choice, choose)


def add_language_menu(menu: QMenu, chosen: Callable[[str], None]) -> None:
    """The languages under their own names; `chosen(code)` follows."""
    inner = menu.addMenu(icon("languages"), _("Language"))
    _add_choices(inner, LANGUAGES.items(), language(), chosen)


def add_idle_menu(menu: QMenu, minutes: int, chosen: Callable[[int], None]) -> None:
    """After how many minutes the window locks by itself, for the whole practice; `chosen(minutes)` follows."""
    inner = menu.addMenu(icon("timer"), _("Lock when idle"))
    texts = ((str(n), ngettext("after {n} minute", "after {n} minutes", n).format(n=n)) for n in IDLE_CHOICES)
    _add_choices(inner, texts, str(minutes), lambda key: chosen(int(key)))


def add_capture_switch(menu: QMenu, preferences: Preferences) -> None:
    """Whether screenshots and shared screens show the window; on systems that can leave it out."""

    def choose(seen: bool) -> None:  # noqa: FBT001 - called by Qt
        preferences.in_captures = seen
        for window in QGuiApplication.topLevelWindows():
            capture.exclude(int(window.winId()), wanted=not seen)

    action = menu.addAction(_("Show in screenshots and shared screens"))
    action.setCheckable(True)
    action.setChecked(preferences.in_captures)
    action.triggered.connect(choose)


def _add_choices(menu: QMenu, choices: Iterable[tuple[str, str]], now: str, chosen: Callable[[str], None]) -> None:
    group = QActionGroup(menu)
    for key, text in choices:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(key == now)
        action.setData(key)
        group.addAction(action)
    group.triggered.connect(lambda action: chosen(str(action.data())))
