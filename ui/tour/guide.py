"""Puts window, story and pictures together."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app import texts
from app.vaults import KdfPolicy
from ui.application import make_application
from ui.collecting import Collector
from ui.entrance import Rules
from ui.language import speak
from ui.platform.successor import Ending
from ui.preferences import Preferences
from ui.reports import bug_report
from ui.shell import Shell, Start
from ui.theme import Theme
from ui.tour.hands import Hands, Runner, Steps, TourPrompts
from ui.tour.story import main_job
from ui.tour.words import WORDS

SIZE = (1280, 860)


class Guide(QObject):
    """One window at a time, each with its own steps; `failed` holds what went wrong."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        Collector(app)
        self._app = app
        self.failed: BaseException | None = None

    def open_window(self, language: str, look: str, vault: Path | None = None) -> Shell:
        """A window of the program, in a language and a look."""
        preferences = Preferences()
        preferences.language = language
        speak(preferences)
        theme = Theme(self._app, look)
        theme.apply()
        rules = Rules(policy=KdfPolicy.floor())
        ending = Ending(lambda: self._app.exit(0))
        shell = Shell(theme, preferences, Start(vault), ending=ending, rules=rules, prompts=TourPrompts)
        shell.resize(*SIZE)
        shell.show()
        return shell

    def run(self, shell: Shell, steps: Steps) -> bool:
        """Take the steps and close the window; whether all went well."""
        runner = Runner(shell, steps, lambda error: self._on_ended(shell, error))
        self._app.exec()
        runner.deleteLater()
        shell.ops.shut_down()
        shell.hide()
        shell.deleteLater()
        return self.failed is None

    def _on_ended(self, shell: Shell, error: BaseException | None) -> None:
        self.failed = error
        if error is not None or not shell.is_signed_in:
            self._app.exit(0)
        else:
            shell.close()


def show_around(out: Path, private: Path, *, what: str | None, language: str) -> int:
    """Run the main job, or take every page's picture ("screenshots"), or those of "desks"; 0 when all went well."""
    guide = Guide(make_application())
    sys.excepthook = lambda _kind, error, _trace: say(bug_report(error))
    if what is not None:
        from ui.tour.gallery import hang, hang_desks

        went_well = hang(guide, out, private) if what == "screenshots" else hang_desks(guide, out, private, language)
    else:
        went_well = tell_main_job(guide, out, private, language)
    if guide.failed is not None:
        say(f"The tour broke off: {guide.failed}\n{bug_report(guide.failed)}")
    return 0 if went_well else 1


def tell_main_job(guide: Guide, out: Path, private: Path, language: str) -> bool:
    """The main job, one line and one picture a step."""
    shell = guide.open_window(language, "light")
    hands = Hands(shell)
    count = 0

    def tell(name: str, happened: str) -> None:
        nonlocal count
        count += 1
        file = out / f"{count:02}-{name}.{texts.language()}.png"
        hands.picture(file)
        say(f"{count:2}  {happened}  [{file.name}]")

    folder = private / "practice"
    folder.mkdir()
    return guide.run(shell, main_job(hands, WORDS[language], folder, tell))


def say(line: str) -> None:
    """One line for whoever watches the terminal."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
