"""The recovery sheet: whether it was tried, and when to ask for it again; kept sealed for its owner alone."""

from __future__ import annotations

from datetime import date

import msgspec

from app import clock
from app.desk import Action, Desk
from app.services.practice import practices
from app.vaults import SecretBytes

_MEMO = "recovery_sheet"


class SheetState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Dates as `2026-11-22`; empty: never tried, not put off. `is_wanted`: an account whose sheet matters."""

    tried_on: str = ""
    put_off_until: str = ""
    is_wanted: bool = True

    def is_asked_for(self, today: date) -> bool:
        """Whether Today should ask for it."""
        return self.is_wanted and not self.tried_on and self.put_off_until <= today.isoformat()


def state(desk: Desk) -> SheetState:
    """What is known of the sheet; nobody needs one for a fictional practice."""
    desk.require(Action.VIEW, "personal")
    if practices.profile(desk).fictional:
        return SheetState(is_wanted=False)
    return msgspec.convert(desk.signin.recall(_MEMO) or {}, SheetState)


def try_sheet(desk: Desk, typed: SecretBytes) -> bool:
    """Whether the code on the sheet opens this account: an entry; a wrong one counts as a failed try.

    Raises:
        KnownError: `mistyped_code`, which is no try, and `wait`.
    """
    desk.require(Action.SETTING, "personal")
    opens = desk.signin.check_recovery(typed)
    if opens:
        _remember(desk, SheetState(tried_on=clock.today().isoformat()))
    return opens


def put_off(desk: Desk, until: date) -> None:
    """Ask for the sheet again on that day."""
    desk.require(Action.SAVE, "personal")
    _remember(desk, SheetState(put_off_until=until.isoformat()))


def begin_anew(desk: Desk) -> None:
    """There is a new sheet, which nobody has tried."""
    desk.require(Action.SAVE, "personal")
    _remember(desk, SheetState())


def _remember(desk: Desk, known: SheetState) -> None:
    desk.signin.remember(_MEMO, msgspec.to_builtins(known))
