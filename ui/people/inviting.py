"""Adding a person at this desk: the owner says who it is, the keyboard changes hands, the window locks at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from app.texts import _
from ui.entrance.create_recovery import RecoveryStep
from ui.entrance.sheet_panel import SheetFacts
from ui.overlay import Overlay
from ui.people.own_step import OwnStep
from ui.people.who_step import WhoStep
from ui.theme import Space
from ui.triggers import ADDED, PERSON
from ui.widgets import label

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.people.accounts import Invitation
    from app.vaults import KdfPolicy
    from ui.context import Context
    from ui.entrance.frame import Screen

STEPS = 3


class Inviting(Overlay):
    """Once the keyboard was handed over, what lies under it belongs to somebody else: the ways are on, or a lock."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setAccessibleName(_("Add a person"))
        self._context = context
        self._is_handed_over = False
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        column.addWidget(label("ClientSafe", size="lead", tone="accent"))
        column.addWidget(self._stack, 1)
        self._who = WhoStep(context, _step(1))
        self._who.back_wanted.connect(self.close_overlay)
        self._who.planned.connect(self._on_planned)
        self._own: OwnStep | None = None
        QShortcut("Ctrl+L", self).activated.connect(self._lock)

    def focus_first(self) -> None:
        self._show(self._who)

    def close_overlay(self) -> None:
        """Back to the owner's page, or, in other hands, to the lock page."""
        if self._is_handed_over:
            self._lock()
        else:
            super().close_overlay()

    def _show(self, screen: Screen) -> None:
        if self._stack.indexOf(screen) < 0:
            self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        screen.begin()

    def _on_planned(self, invitation: Invitation) -> None:
        self._is_handed_over = True
        self._who.say_handed_over()
        if self._own is None:
            self._own = OwnStep(self._context, _step(2))
            self._own.back_wanted.connect(lambda: self._show(self._who))
            self._own.chosen.connect(self._on_chosen)
        self._own.use(invitation)
        self._show(self._own)

    def _on_chosen(self, invitation: Invitation, passphrase: str) -> None:
        assert self._own is not None
        policy, own = self._context.policy, self._own
        self._context.ops.command(
            self, lambda desk: join(desk, invitation, passphrase, policy), self._on_joined, own.say_failure
        )

    def _on_joined(self, facts: SheetFacts) -> None:
        context = self._context
        step = RecoveryStep(context.ops, context.prompts, facts, _step(3))
        step.finished.connect(lambda _saved: context.announcer.lock_wanted.emit(ADDED))
        self._show(step)

    def _lock(self) -> None:
        self._context.announcer.lock_wanted.emit(PERSON)


def join(desk: Desk, invitation: Invitation, passphrase: str, policy: KdfPolicy | None) -> SheetFacts:
    """On the engine thread: make the account, and its button on the lock page; what stands on the new sheet."""
    from app.services.people import accounts
    from app.services.practice import lock_page, practices
    from app.vaults import SecretBytes

    with SecretBytes.from_text(passphrase) as secret:
        added = accounts.add(desk, invitation, secret, policy=policy)
    lock_page.follow(desk)
    practice = practices.profile(desk).name
    return SheetFacts(practice, invitation.login, added.recovery_code, desk.signin.vault_id)


def _step(number: int) -> str:
    return _("Step {n} of {of}").format(n=number, of=STEPS)
