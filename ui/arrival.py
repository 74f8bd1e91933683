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
    idle_minutes: int = 10
    hide_minutes: int = 3
    discreet: bool = False
    strips: tuple[tuple[str, str], ...] = field(default=())  # (text, kind) of the entrance's own


def arrive(desk: Desk) -> Arrival:
    """On the engine thread: what the window needs to know of who has just signed in."""
    from app.rules import practice_rules
    from app.services.personal import places, preferences
    from app.services.practice import lock_page, practices

    signin = desk.signin
    profile = practices.profile(desk)
    alone = practices.is_alone(desk)
    lock_page.follow(desk)
    who = Who(
        account=signin.account,
        name=practices.person_name(desk, signin.account),
        login=practices.my_login(desk),
        role=desk.role.value,
        practice=profile.name,
        alone=alone,
        fictional=profile.fictional,
    )
    return Arrival(
        who,
        signin.path,
        tuple(signin.notices),
        places.last(desk),
        profile.language,
        practice_rules.idle_minutes(profile, alone=alone),
        profile.hide_minutes,
        preferences.begin(desk).discreet,
    )


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


def _ballast_missing(_values: dict[str, str]) -> tuple[str, str]:
    text = _("The disk is nearly full: only what must be kept, such as drafts, still finds room.")
    advice = _("Free some space now.")
    return f"{text} {advice}", "danger"


def _history_missing(values: dict[str, str]) -> tuple[str, str]:
    if values.get("forked"):
        text = _("This is not the copy that you worked in before: both have gone on by themselves.")
        advice = _("Find out which one counts. What was written in the other one is not here.")
        return f"{text} {advice}", "danger"
    text = _("Part of the history that you have seen before is missing from this vault.")
    advice = _("Either an older copy was put in its place, or somebody removed entries. Open the trail and verify it.")
    return f"{text} {advice}", "danger"


def _people_missing(_values: dict[str, str]) -> tuple[str, str]:
    text = _("The list of people in this vault is not the one that you have seen before.")
    advice = _("Either an older copy was put in its place, or somebody changed the list. Open the trail and verify it.")
    return f"{text} {advice}", "danger"


def _record_planted(values: dict[str, str]) -> tuple[str, str]:
    count = int(values.get("count", "1"))
    text = ngettext(
        "{n} record was put beside a client's file by somebody who had no right to that file. It is not shown.",
        "{n} records were put beside a client's file by somebody who had no right to that file. They are not shown.",
        count,
    ).format(n=count)
    advice = _("The trail says who wrote it: ask them why.")
    return f"{text} {advice}", "danger"


def _change_done(_values: dict[str, str]) -> tuple[str, str]:
    text = _("A change of the passphrase or the recovery sheet was interrupted just before its end. It counts.")
    effect = _("The old one no longer opens this vault.")
    return f"{text} {effect}", "due"


def _change_failed(_values: dict[str, str]) -> tuple[str, str]:
    text = _("A change of the passphrase or the recovery sheet was interrupted. It does not count.")
    effect = _("The old one is valid. Make the change again.")
    return f"{text} {effect}", "due"


def _adding_done(_values: dict[str, str]) -> tuple[str, str]:
    text = _("Adding a person was interrupted just before its end. The account is there.")
    advice = _("Its recovery sheet was not shown: after signing in, a new one can be made in the settings.")
    return f"{text} {advice}", "due"


def _adding_failed(_values: dict[str, str]) -> tuple[str, str]:
    return _("Adding a person was interrupted. Nobody was added: begin again."), "due"


def _rekeying_failed(_values: dict[str, str]) -> tuple[str, str]:
    text = _("Giving the vault new keys was interrupted. It does not count.")
    effect = _("Everything is as before. Begin again.")
    return f"{text} {effect}", "due"


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
    "ballast_missing": _ballast_missing,
    "failed_attempts": _failed_attempts,
    "header_repaired": _header_repaired,
    "history_missing": _history_missing,
    "people_missing": _people_missing,
    "record_planted": _record_planted,
    "change_done": _change_done,
    "change_failed": _change_failed,
    "adding_done": _adding_done,
    "adding_failed": _adding_failed,
    "rekeying_failed": _rekeying_failed,
    "anchor_missing": _anchor_missing,
    "session_cut": _session_cut,
}
