"""Opens the crisis card over whatever is shown, with all that is known without asking, then with the client's part."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from app.packs import crisis_card
from app.texts import language
from ui.crisis.card import CrisisCard

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow

    from app.desk import Desk
    from app.packs.crisis_card import Card
    from app.services.outgoing.papers import Prepared
    from app.services.records import Saved
    from ui.context import Context
    from ui.operations import Operations
    from ui.preferences import Preferences
    from ui.prompts import Prompts

PRACTICE = frozenset({"resource", "policy", "practice_profile"})
"""Kinds of record that stand on the card of every client."""


class CrisisCards(QObject):
    """Lives as long as the window. Before anybody has signed in it shows what ships with the program.

    Signals:
        opened(), completed(): the card can be seen; the client's part is on it too.
    """

    opened = Signal()
    completed = Signal()

    def __init__(self, window: QMainWindow, ops: Operations, prompts: Prompts, preferences: Preferences) -> None:
        super().__init__(window)
        self._window = window
        self._ops = ops
        self._prompts = prompts
        self._preferences = preferences
        self._context: Context | None = None
        self._known: Card | None = None  # of the practice, read and logged at the sign-in
        self._card: CrisisCard | None = None
        self._client = ""
        ops.changed.connect(self._on_changed)

    @property
    def card(self) -> CrisisCard | None:
        """The card that is shown."""
        return self._card if self._card is not None and isValid(self._card) else None

    def begin(self, context: Context) -> None:
        """Somebody has signed in: have at hand what must be shown even when nothing can be logged any more."""
        self._context = context
        self._ops.query(self, _of_practice, self._on_known, lambda _error: None, latest="known")

    def open(self, client: str = "") -> None:
        """Show the card; `client` is the id of the client whose file is open."""
        if self.card is not None and self.card.isVisible():
            self.card.focus_first()
            return
        self._client = client
        come_back = self._prompts.step_aside()
        card = self._make(self._context)
        card.closed.connect(come_back)
        self._card = card
        self._window.activateWindow()  # a dialog may have been in front
        card.open_over(self._window)
        card.show_card(self._at_once())  # now that it has its place: a style sheet styles anew what gets a parent
        self.opened.emit()
        self._ask()

    def _make(self, context: Context | None) -> CrisisCard:
        may_write = context is not None and bool(self._client) and _may_save(context, "clinical")
        card = CrisisCard(may_ring=context is not None and _may_save(context, "practice"), may_write=may_write)
        card.print_wanted.connect(self._on_print)
        card.note_wanted.connect(self._on_note)
        card.protocol_wanted.connect(self._on_protocol)
        card.rang.connect(self._on_rang)
        if context is None:
            from ui.crisis.places import Places

            places = Places(self._preferences.crisis_place or crisis_card.usual_place())
            places.chosen.connect(self._on_place)
            card.add_below(places)
        return card

    def _at_once(self) -> Card:
        """What needs nothing from the vault."""
        if self._known is not None:
            return self._known
        return crisis_card.public_card(self._preferences.crisis_place or crisis_card.usual_place(), language())

    def _ask(self) -> None:
        card, client = self.card, self._client
        if card is not None and self._context is not None:
            self._ops.query(card, partial(_of_client, client=client), self._on_card, latest="card")

    def _on_card(self, shown: Card) -> None:
        if self.card is not None:
            self.card.show_card(shown)
            self.completed.emit()

    def _on_known(self, shown: Card) -> None:
        self._known = shown
        if shown.places:
            self._preferences.crisis_place = shown.places[0]

    def _on_changed(self, what: frozenset[str]) -> None:
        if self._context is not None and what & PRACTICE:
            self.begin(self._context)

    def _on_place(self, place: str) -> None:
        if self.card is not None:
            self._preferences.crisis_place = place
            self.card.show_card(self._at_once())

    def _on_rang(self, mark: str) -> None:
        card = self.card
        if card is not None:
            self._ops.command(card, _ringing(mark), lambda _saved: self._ask(), card.say_error, changes={"resource"})

    def _on_note(self) -> None:
        """The note of this call: begun now, in the format for it."""
        from app import clock
        from app.records.session_note import NoteFormat

        values = {"format": NoteFormat.CRISIS_CONTACT.value}
        self._leave_for("session_note", client=self._client, started=clock.now().at, values=values)

    def _on_protocol(self) -> None:
        self._leave_for("practice", tab="policies", new="emergency_protocol")

    def _leave_for(self, kind: str, **details: object) -> None:
        if self.card is not None and self._context is not None:
            self.card.close_overlay()
            self._context.navigator.go_to(kind, None, **details)

    def _on_print(self) -> None:
        from ui.releasing import release, release_public

        card, client = self.card, self._client
        if card is None:
            return
        if self._context is None:
            place = self._preferences.crisis_place or crisis_card.usual_place()
            release_public(self._window, self._ops, self._prompts, place)
        else:
            release(self._context, card, partial(_paper, client=client))


def _may_save(context: Context, compartment_kind: str) -> bool:
    from app.rules.permissions import Action

    return context.who.may(Action.SAVE, compartment_kind)


def _of_practice(desk: Desk) -> Card:
    from app.services.practice import crisis

    return crisis.card(desk)


def _of_client(desk: Desk, client: str) -> Card:
    from app.services.practice import crisis

    return crisis.card(desk, client or None)


def _paper(desk: Desk, client: str) -> Prepared:
    from app.services.outgoing import papers

    return papers.of_crisis_card(desk, client or None)


def _ringing(mark: str) -> Callable[[Desk], Saved]:
    """What the engine does when a number was rung: a line that ships, or a place of the practice's own."""
    kind, _colon, key = mark.partition(":")

    def tell(desk: Desk) -> Saved:
        from app.services.practice import crisis, resources

        return crisis.rang(desk, key) if kind == "line" else resources.rang(desk, key)

    return tell
