"""The language of the window: our texts from our catalogues, Qt's own buttons from Qt's."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app import texts
from ui.preferences import Preferences

_qt_texts: list[QTranslator] = []  # what is installed now: one or none


def speak(preferences: Preferences) -> None:
    """Use the language that was chosen, else the system's."""
    use_language(preferences.language or texts.system_language())


def use_language(code: str) -> None:
    """Show every text that is made from now on in the language `code`."""
    texts.set_language(code)
    QLocale.setDefault(QLocale(code))
    while _qt_texts:
        QCoreApplication.removeTranslator(_qt_texts.pop())
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{code}", folder) and QCoreApplication.installTranslator(translator):
        _qt_texts.append(translator)
