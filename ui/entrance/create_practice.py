"""Create, step 1: the practice, the person, where they work, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit

from app.texts import LANGUAGES, N_, _, language
from ui.entrance.frame import Screen, field
from ui.prompts import Prompts
from ui.theme import Space
from ui.widgets import PathLabel, button, label, row

SUFFIX = ".clientsafe"
JURISDICTIONS = (
    ("", N_("Not chosen yet")),
    ("PL", N_("Poland")),
    ("GB-ENG", N_("England")),
    ("GB-WLS", N_("Wales")),
    ("GB-SCT", N_("Scotland")),
    ("GB-NIR", N_("Northern Ireland")),
    ("IE", N_("Ireland")),
    ("DE", N_("Germany")),
    ("EU", N_("Another country of the European Union")),
    ("US", N_("United States")),
    ("XX", N_("Another country")),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be made, without the passphrase."""

    practice: str
    name: str
    login: str
    jurisdiction: str
    language: str
    path: Path


def free_path(folder: Path) -> Path:
    """A name for a new vault that is not taken. It says nothing of the practice: file names are seen by everybody."""
    path, number = folder / f"practice{SUFFIX}", 2
    while path.exists():
        path, number = folder / f"practice-{number}{SUFFIX}", number + 1
    return path


def initials(name: str) -> str:
    """The sign-in name proposed for a person: their initials in lower case."""
    return "".join(word[0] for word in name.split() if word[0].isalpha()).lower()


class PracticeStep(Screen):
    """Signals: planned(plan): all that is needed was given."""

    planned = Signal(object)

    def __init__(self, prompts: Prompts) -> None:
        super().__init__(_("Your practice"), step=_("Step {n} of {of}").format(n=1, of=4))
        self._prompts = prompts
        self._path = free_path(Path.home() / "ClientSafe")
        self._practice = _line("practice")
        self._name = _line("name")
        self._login = _line("login")
        self._login_is_ours = True
        self._jurisdiction = QComboBox()
        for code, title in JURISDICTIONS:
            self._jurisdiction.addItem(_(title), code)
        self._language = QComboBox()
        for code, title in LANGUAGES.items():
            self._language.addItem(title, code)
        self._language.setCurrentIndex(max(0, self._language.findData(language())))
        self._where = PathLabel(str(self._path), size="small")
        self._continue = button(_("Continue"), self._on_continue, kind="primary", name="continue")
        self._lay_out()
        self._name.textChanged.connect(self._propose_login)
        self._login.textEdited.connect(self._on_login_edited)
        for edit in (self._practice, self._name, self._login):
            edit.textChanged.connect(lambda _text: self._show_state())
            edit.returnPressed.connect(self._on_continue)
        self._show_state()

    def begin(self) -> None:
        self._practice.setFocus()

    def plan(self) -> Plan:
        """What was given."""
        return Plan(
            practice=self._practice.text().strip(),
            name=self._name.text().strip(),
            login=self._login.text().strip(),
            jurisdiction=str(self._jurisdiction.currentData()),
            language=str(self._language.currentData()),
            path=self._path,
        )

    def keep_at(self, path: Path) -> None:
        """Where the vault will be made."""
        self._path = path if path.name.endswith(SUFFIX) else path.with_name(path.name + SUFFIX)
        self._where.show_path(str(self._path))

    def _lay_out(self) -> None:
        self.content.addLayout(field(_("Name of the practice"), self._practice))
        self.content.addSpacing(Space.XS)
        self.content.addLayout(field(_("Your name"), self._name))
        self.content.addSpacing(Space.XS)
        hint = _("Short; others may see it on this computer. Your initials will do.")
        self.content.addLayout(field(_("Sign-in name"), self._login, hint))
        self.content.addSpacing(Space.XS)
        pair = QHBoxLayout()
        pair.setSpacing(Space.L)
        pair.addLayout(field(_("Where you practise"), self._jurisdiction), 3)
        pair.addLayout(field(_("Language"), self._language), 2)
        self.content.addLayout(pair)
        self.content.addSpacing(Space.XS)
        change = button(_("Change…"), self._on_change_place, kind="link", name="change_place")
        words = label(_("Kept in"), size="small", tone="muted")
        self.content.addLayout(row(words, self._where, change))
        self.add_back()
        self.buttons.addWidget(self._continue)

    def _propose_login(self, name: str) -> None:
        if self._login_is_ours:
            self._login.setText(initials(name))

    def _on_login_edited(self, text: str) -> None:
        self._login_is_ours = not text

    def _show_state(self) -> None:
        plan = self.plan()
        self._continue.setEnabled(bool(plan.practice and plan.name and plan.login))

    def _on_continue(self) -> None:
        if self._continue.isEnabled():
            self.planned.emit(self.plan())

    def _on_change_place(self) -> None:
        self._prompts.save_file(_("Where to keep the vault"), self._path.name, self.keep_at)


def _line(name: str) -> QLineEdit:
    edit = QLineEdit()
    edit.setObjectName(name)
    return edit
