"""What every page is given when it is made: a handful of objects, and nothing global."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.rules import permissions

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.rules.permissions import Action
    from app.vaults import KdfPolicy
    from ui.clipboard import Clipboard
    from ui.forms.offers import Offers
    from ui.navigation import Navigator
    from ui.operations import Operations
    from ui.preferences import Preferences
    from ui.prompts import Prompts
    from ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Who:
    """The person at the desk, as far as the window needs to know."""

    account: str  # id
    name: str
    login: str
    role: str
    practice: str
    alone: bool  # the only account: then no word of roles, sharing and colleagues
    fictional: bool = False  # a practice to look around in; nobody in it exists

    def may(self, action: Action, compartment_kind: str) -> bool:
        """Whether the role allows it: for what is shown and offered. Services check, and write down refused tries."""
        return permissions.allowed(permissions.role_of(self.role), action, compartment_kind)

    @property
    def initials(self) -> str:
        """Up to two letters for the corner of the window."""
        words = [word for word in self.name.split() if word[:1].isalpha()]
        letters = [words[0][0], words[-1][0]] if len(words) > 1 else [words[0][0]] if words else [self.login[:1]]
        return "".join(letters).upper()


class Announcer(QObject):
    """Small news from a page to the frame around it.

    Signals:
        toasted(text, icon): a passing message near the upper edge.
        offered(text, icon, action, act): the same with a button called `action` that calls `act`.
        saved(): something was saved just now; the status bar shows the time.
        backed_up(at): a backup was made and read back; `at` is its envelope time.
        held(on): nobody may work meanwhile, because the vault is being moved.
        language_wanted(code), discreet_wanted(on), lock_wanted(trigger): a page asks for what only the frame can do.
    """

    toasted = Signal(str, str)
    offered = Signal(str, str, str, object)
    saved = Signal()
    backed_up = Signal(str)
    held = Signal(bool)
    language_wanted = Signal(str)
    discreet_wanted = Signal(bool)
    lock_wanted = Signal(str)

    def toast(self, text: str, icon: str = "circle-check") -> None:
        """Show `text` for some seconds without taking the focus. Not for errors."""
        self.toasted.emit(text, icon)

    def offer(self, text: str, action: str, act: Callable[[], object], icon: str = "circle-check") -> None:
        """Show `text` a little longer, with a button that calls `act`: mostly the way back from what was done."""
        self.offered.emit(text, icon, action, act)

    def note_saved(self) -> None:
        """Tell that a draft or record has reached the vault."""
        self.saved.emit()

    def note_backed_up(self, at: str) -> None:
        """Tell that a backup was made and proved itself."""
        self.backed_up.emit(at)


def _no_offers() -> Offers:
    from ui.forms.offers import Offers  # needed when somebody has signed in, not before

    return Offers()


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every page: `context.ops.query(self, …)`, `context.prompts.ask(…)`, `context.navigator.go_to(…)`."""

    ops: Operations
    prompts: Prompts
    navigator: Navigator
    theme: Theme
    announcer: Announcer
    preferences: Preferences
    clipboard: Clipboard
    who: Who
    allow_cheap: bool = False  # opens what tests made; the program itself never does
    offers: Offers = field(default_factory=_no_offers)  # which values the lists in forms have
    policy: KdfPolicy | None = None  # cost of new keys; None: as costly as about one second allows
    keys: tuple[tuple[str, str], ...] = ()  # what the frame of the window understands, and its meaning (message id)
