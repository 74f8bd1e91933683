"""Creating a practice in four short steps, and straight into the workspace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.costs import Rules
from app.texts import _, language
from ui.arrival import Arrival, arrive
from ui.entrance.create_backup import BackupStep
from ui.entrance.create_passphrase import PassphraseStep
from ui.entrance.create_practice import Plan, PracticeStep
from ui.entrance.create_recovery import RecoveryStep
from ui.entrance.frame import Screen
from ui.entrance.sheet_panel import SheetFacts
from ui.operations import Operations
from ui.preferences import Preferences
from ui.prompts import Prompts

if TYPE_CHECKING:
    from app.desk import Desk


@dataclass(frozen=True, slots=True)
class Made:
    """The new vault, open, and the code that is shown once."""

    arrival: Arrival
    recovery_code: str
    vault_id: str


class CreateFlow(QStackedWidget):
    """Leads through the steps.

    Signals:
        entered(arrival): the practice exists and the person is signed in.
        cancelled(): the person went back before anything was made.
    """

    entered = Signal(object)
    cancelled = Signal()

    def __init__(self, ops: Operations, prompts: Prompts, preferences: Preferences, rules: Rules) -> None:
        super().__init__()
        self._ops = ops
        self._prompts = prompts
        self._preferences = preferences
        self._rules = rules
        self._made: Made | None = None
        self._practice = PracticeStep(prompts)
        self._passphrase = PassphraseStep(ops)
        self._practice.back_wanted.connect(self.cancelled)
        self._practice.planned.connect(self._on_planned)
        self._passphrase.back_wanted.connect(lambda: self._show(self._practice))
        self._passphrase.chosen.connect(self._on_passphrase)
        for screen in (self._practice, self._passphrase):
            self.addWidget(screen)

    def begin(self) -> None:
        """Show the first step."""
        self._show(self._practice)

    def _show(self, screen: Screen) -> None:
        if self.indexOf(screen) < 0:
            self.addWidget(screen)
        self.setCurrentWidget(screen)
        screen.begin()

    def _on_planned(self, plan: Plan) -> None:
        self._passphrase.use_names((plan.practice, plan.name, plan.login))
        self._show(self._passphrase)

    def _on_passphrase(self, passphrase: str) -> None:
        plan, rules = self._practice.plan(), self._rules
        self._ops.enter(self, lambda: create(plan, passphrase, rules), self._on_made, self._passphrase.say_failure)

    def _on_made(self, made: Made) -> None:
        self._made = made
        self._preferences.last_vault = made.arrival.vault
        who = made.arrival.who
        facts = SheetFacts(who.practice, who.login, made.recovery_code, made.vault_id)
        step = RecoveryStep(self._ops, self._prompts, facts, _("Step {n} of {of}").format(n=3, of=4))
        step.finished.connect(self._on_recovery)
        self._show(step)

    def _on_recovery(self, saved: bool) -> None:  # noqa: FBT001
        assert self._made is not None
        if not saved:
            text = _("There is no recovery sheet yet. If the passphrase is forgotten, nothing opens this vault again.")
            self._made = replace(self._made, arrival=replace(self._made.arrival, strips=((text, "due"),)))
        step = BackupStep(self._ops, self._prompts, self._preferences)
        step.finished.connect(self._on_backup)
        self._show(step)

    def _on_backup(self) -> None:
        assert self._made is not None
        self.entered.emit(self._made.arrival)


def create(plan: Plan, passphrase: str, rules: Rules) -> tuple[Desk, Made]:
    """On the engine thread: make the vault and sign its founder in."""
    from app.services.practice import practices
    from app.vaults import SecretBytes

    make_parent(plan.path.parent)
    with SecretBytes.from_text(passphrase) as secret:
        created = practices.create(
            plan.path,
            practice=plan.practice,
            name=plan.name,
            login=plan.login,
            passphrase=secret,
            jurisdiction=plan.jurisdiction,
            language=plan.language or language(),
            policy=rules.policy,
        )
    # Nothing happened before, so there is nothing to tell.
    made = Made(replace(arrive(created.desk), notices=()), created.recovery_code, created.desk.signin.vault_id)
    return created.desk, made


def make_parent(folder: Path) -> None:
    """Make the folder the vault is kept in, for this person only; a failure shows when the vault is made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return
