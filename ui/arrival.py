"""What the window learns at a sign-in: who sits down, what they must be told, where they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import formats
from app.texts import _, ngettext
from ui.context import Who

if TYPE_CHECKING:
    from app.desk import Desk
    from app.vaults import Notice


@dataclass(frozen=True, slots=True)
class Arrival:
    """Handed from the entrance to the shell."""

    who: Who
    vault: Path
    notices: Sequence[Notice] = ()
    place: dict[str, Any] | None = None
    language: str = ""
    strips: tuple[tuple[str, str], ...] = field(default=())  # (text, kind) of the entrance's own


def arrive(desk: Desk) -> Arrival:
    """On the engine thread: what the window needs to know of who has just signed in."""
    from app.services import places, practices

    signin = desk.signin
    profile = practices.profile(desk)
    who = Who(
        account=signin.account,
        name=practices.person_name(desk, signin.account),
        login=signin.login,
        role=desk.role.value,
        practice=profile.name,
        alone=len(signin.people()) == 1,
    )
    return Arrival(who, signin.path, tuple(signin.notices), places.last(desk), profile.language)


def notice_strip(notice: Notice) -> tuple[str, str] | None:
    """The words and the kind of strip for something that has to be told at sign-in; None for what is not shown."""
    values = {key: str(value) for key, value in notice.values.items()}
    maker = _NOTICES.get(notice.name)
    return maker(values) if maker is not None else None


def _last_sign_in(values: dict[str, str]) -> tuple[str, str] | None:
    at = values.get("at", "")
    return (_("You signed in last on {moment}.").format(moment=formats.moment(at)), "info") if at else None


def _failed_attempts(values: dict[str, str]) -> tuple[str, str]:
    count = int(values.get("count", "1"))
    text = ngettext(
        "Since your last sign-in, somebody tried {n} time to sign in and failed.",
        "Since your last sign-in, somebody tried {n} times to sign in and failed.",
        count,
    ).format(n=count)
    advice = _("If that was not you, ask who was at this computer.")
    return f"{text} {advice}", "due"


def _header_repaired(_values: dict[str, str]) -> tuple[str, str]:
    return _("One of the two copies of the vault's header was damaged. It was repaired from the other one."), "due"


def _history_missing(_values: dict[str, str]) -> tuple[str, str]:
    text = _("Part of the history that you have seen before is missing from this vault.")
    advice = _("Either an older copy was put in its place, or somebody removed entries. Open the trail and verify it.")
    return f"{text} {advice}", "danger"


def _anchor_missing(_values: dict[str, str]) -> tuple[str, str]:
    text = _("What this computer remembered of the vault's history is gone, so an older copy would not be noticed.")
    advice = _("If you did not move or restore the vault, open the trail and verify it.")
    return f"{text} {advice}", "due"


def _session_cut(_values: dict[str, str]) -> tuple[str, str]:
    return _(
        "The last sign-in ended without signing off: a crash, a power cut, or a slow lock. Nothing saved is lost."
    ), "due"


_NOTICES = {
    "last_sign_in": _last_sign_in,
    "failed_attempts": _failed_attempts,
    "header_repaired": _header_repaired,
    "history_missing": _history_missing,
    "anchor_missing": _anchor_missing,
    "session_cut": _session_cut,
}
