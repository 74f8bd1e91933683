"""How the state of a consent looks: its icon, its tone, and its words with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.rules.board_columns import Column
from app.rules.consent_facts import State
from app.texts import _

if TYPE_CHECKING:
    from app.rules.consent_facts import ConsentState

OF_COLUMN: dict[Column, tuple[str, str]] = {  # icon, tone
    Column.DEFECTIVE: ("circle-alert", "due"),
    Column.WITHDRAWN: ("undo-2", "due"),
    Column.EXPIRED: ("hourglass", "due"),
    Column.NONE: ("circle-dashed", "due"),
    Column.DRAFT: ("pencil", "due"),
    Column.ASK_AGAIN: ("refresh-cw", "due"),
    Column.EXPIRING: ("calendar-clock", "due"),
    Column.REVIEW: ("message-circle", "accent"),
    Column.DECLINED: ("circle-slash", "muted"),
    Column.ACTIVE: ("circle-check", "good"),
}
_OF_STATE = {
    State.ACTIVE: OF_COLUMN[Column.ACTIVE],
    State.DECLINED: OF_COLUMN[Column.DECLINED],
    State.DEFECTIVE: OF_COLUMN[Column.DEFECTIVE],
    State.DRAFT: OF_COLUMN[Column.DRAFT],
    State.EXPIRED: OF_COLUMN[Column.EXPIRED],
    State.NONE: OF_COLUMN[Column.NONE],
    State.SUPERSEDED: ("history", "muted"),
    State.WITHDRAWN: OF_COLUMN[Column.WITHDRAWN],
}


def look_of(state: ConsentState) -> tuple[str, str]:
    """Icon and tone; one in force that is to be asked for again is marked as that."""
    if state.is_active and state.ask_again:
        return OF_COLUMN[Column.ASK_AGAIN]
    return _OF_STATE[state.state]


def state_in_words(state: ConsentState) -> str:
    """The state with its reason: `In force. Given on 3 March 2026`."""
    words = _(state.state.label)
    return f"{words}. {state.reason}" if state.reason else words
