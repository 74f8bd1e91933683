"""One file and the people who can open it: sharing, taking back, standing in for a colleague for some days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app import clock, formats
from app.desk import Action, Desk
from app.keeping import colleagues, compartments, holding, joined
from app.keeping.holding import Place
from app.keeping.plans import Plan
from app.rules import sharing as rules
from app.rules.permissions import ROLE_LABELS, VAULT
from app.rules.purposes import Purpose
from app.rules.sharing import LEVEL_LABELS, WHOLE_FILE, Level, Part, can_use
from app.services.people import colleagues as everybody
from app.services.people.colleagues import Colleague
from app.texts import _, ngettext
from app.vaults import failure
from storage.vault import Share, SharingChange, TrailFilter

_MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Somebody who can open the file. `since` is a time of the trail; `until` the last day, empty without an end.

    `identity` and `clinical` say how far; None: not at all. `words` is both and the end in one sentence.
    """

    account: str
    name: str
    role_label: str
    is_me: bool
    is_lead: bool
    identity: Level | None
    clinical: Level | None
    since: str
    by_name: str
    reason: str
    until: str
    standing: bool
    words: str


@dataclass(frozen=True, slots=True)
class FileAccess:
    """Who can open a file, the lead first, and what this person can do about it. `need_to_know` is empty when alone."""

    rows: list[HolderRow]
    may_share: bool
    need_to_know: str
    is_opted_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Giving:
    """What is to be shared with whom, how far, why, and until which day (`2026-12-03`; empty: until taken back)."""

    account: str
    level: Level = Level.READ
    parts: tuple[Part, ...] = WHOLE_FILE
    reason: str = ""
    until: str = ""


def of_file(desk: Desk, client_id: str) -> FileAccess:
    """Who can open this file, since when, by whom, until when and why."""
    desk.require(Action.LIST, "identity", record=client_id)
    places = holding.places(desk, client_id)
    lead = holding.lead_of(desk, joined.home_of(desk, client_id))
    reasons = _reasons(desk, places)
    accounts = dict.fromkeys(one.account for place in places for one in place.holders)
    rows = [_row(desk, account, places, lead, reasons) for account in accounts if colleagues.is_active(desk, account)]
    return FileAccess(
        sorted(rows, key=lambda row: (not row.is_lead, row.name.casefold())),
        may_share=desk.may(Action.SHARE, "identity") and _may_share(desk, places),
        need_to_know=_need_to_know(desk, len(rows)),
        is_opted_out=any(desk.signin.sharing.is_opted_out(place.compartment) for place in _mine(desk, places)),
    )


def candidates(desk: Desk) -> list[Colleague]:
    """Whom a file can be shared with."""
    desk.require(Action.LIST, "practice")
    return everybody.who_may(desk, Action.VIEW, "identity")


def give(desk: Desk, client_id: str, giving: Giving) -> None:
    """Share a file, or change how far and until when it is shared with somebody.

    Raises:
        KnownError: `refused`, `text_needed` without a reason, `not_found`, `role_cannot_open`, `day_is_over`,
            `lead_opens_first`, `lead_keeps_access`, and of storage `not_yours_to_share`, `not_shared`.
    """
    desk.require(Action.SHARE, "identity", record=client_id)
    if not giving.reason.strip():
        raise failure("text_needed", field=_("Reason"), path="reason")
    _check(desk, client_id, giving)
    share = Share(giving.account, giving.level.value, _expires(giving.until))
    changes = [SharingChange(place.compartment, grant=(share,)) for place in _to_share(desk, client_id, giving.parts)]
    desk.signin.sharing.change(changes, reason=giving.reason.strip(), purpose=Purpose.ADMINISTRATION)


def take_back(
    desk: Desk, client_id: str, account: str, *, reason: str = "", parts: tuple[Part, ...] = WHOLE_FILE
) -> None:
    """Close a file to somebody: it gets new keys. What was read, or lies in an older backup, stays readable to them.

    Without `identity` the clinical file has no door, so taking that back takes back the whole file. Standing access
    does not reach the file any more afterwards.

    Raises:
        KnownError: `refused`, `lead_keeps_access`, and of storage `not_yours_to_share`.
    """
    desk.require(Action.UNSHARE, "identity", record=client_id)
    if holding.is_kept_by_lead(desk, joined.home_of(desk, client_id), account):
        raise failure("lead_keeps_access", who=colleagues.name_of(desk, account))
    wanted = WHOLE_FILE if Part.IDENTITY in parts else parts
    held = [(place, place.of(account)) for place in holding.places(desk, client_id) if place.part in wanted]
    changes = [
        SharingChange(place.compartment, revoke=(account,), opt_out=True if found.standing else None)
        for place, found in held
        if found is not None
    ]
    if changes:
        desk.signin.sharing.change(changes, reason=reason.strip(), purpose=Purpose.ADMINISTRATION)


def cover(  # noqa: PLR0913 - what standing in consists of, by name
    desk: Desk,
    client_ids: Sequence[str],
    account: str,
    *,
    until: str,
    level: Level = Level.WRITE,
    reason: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Let a colleague stand in for several files until the end of a day; then it ends by itself. All files or none.

    Files that the colleague can open anyway stay as they are. Gives how many files were shared.

    Raises:
        KnownError: as `give`, and `text_needed` without a day.
    """
    desk.require(Action.SHARE, "identity")
    if not until:
        raise failure("text_needed", field=_("Until"), path="until")
    giving = Giving(account=account, level=level, until=until)
    share = Share(account, level.value, _expires(until))
    changes: list[SharingChange] = []
    count = 0
    for client in dict.fromkeys(client_ids):
        _check(desk, client, giving)
        new = [
            SharingChange(place.compartment, grant=(share,))
            for place in _to_share(desk, client, WHOLE_FILE)
            if not _is_open_anyway(place, share)
        ]
        changes += new
        count += bool(new)
    if changes:
        because = reason.strip() or _("Standing in until {day}").format(day=formats.long_date(until))
        desk.signin.sharing.change(changes, reason=because, purpose=Purpose.ADMINISTRATION, progress=progress)
    return count


def opt_out(desk: Desk, client_id: str, *, out: bool) -> None:
    """Keep standing access away from a file from its next keys on, or let it in."""
    desk.require(Action.UNSHARE, "identity", record=client_id)
    changes = [SharingChange(place.compartment, opt_out=out) for place in _mine(desk, holding.places(desk, client_id))]
    desk.signin.sharing.change(changes, purpose=Purpose.ADMINISTRATION)


def _check(desk: Desk, client_id: str, giving: Giving) -> None:
    name, role = colleagues.name_of(desk, giving.account), colleagues.role_in(desk, giving.account)
    if not colleagues.is_active(desk, giving.account):
        raise failure("not_found", what=giving.account)
    if not all(can_use(role, part, giving.level) for part in {Part.IDENTITY, *giving.parts}):
        raise failure("role_cannot_open", who=name, role=_(ROLE_LABELS[role]))
    home = joined.home_of(desk, client_id)
    if giving.level is not Level.SHARE and holding.is_kept_by_lead(desk, home, giving.account):
        raise failure("lead_keeps_access", who=name)
    rules.day_of(giving.until, clock.today())


def renew_keys(desk: Desk, seconds: float = 0.02) -> int:
    """New keys for files that somebody could open who left or whose access has ended; how many are still to be made.

    The sign-in begins with it, and a file that is written to comes first in any case.
    """
    desk.require(Action.SAVE, "personal")
    signin = desk.signin
    return signin.sharing.renew(seconds) if signin.sharing.renewals_waiting else 0


def _expires(until: str) -> str | None:
    return rules.expires_after(rules.day_of(until, clock.today()))


def _to_share(desk: Desk, client_id: str, parts: tuple[Part, ...]) -> list[Place]:
    """The places of a file. A clinical file that nobody has opened is made by its lead, so that it can be shared."""
    home = joined.home_of(desk, client_id)
    places = holding.places(desk, home)
    if Part.CLINICAL in parts and not any(place.part is Part.CLINICAL for place in places):
        if holding.lead_of(desk, home) != desk.account:
            raise failure("lead_opens_first")
        plan = Plan()
        compartments.with_clinical(desk, plan, home)
        plan.commit(desk)
        places = holding.places(desk, home)
    return [place for place in places if place.part is Part.IDENTITY or place.part in parts]


def _is_open_anyway(place: Place, share: Share) -> bool:
    """Whether somebody can do as much already, for as long or longer."""
    held = place.of(share.account)
    if held is None or not set(share.rights.split()) <= set(held.rights.split()):
        return False
    return held.expires is None or (share.expires is not None and held.expires >= share.expires)


def _mine(desk: Desk, places: Sequence[Place]) -> list[Place]:
    return [place for place in places if "share" in desk.signin.sharing.rights(place.compartment)]


def _may_share(desk: Desk, places: Sequence[Place]) -> bool:
    return any(place.part is Part.IDENTITY for place in _mine(desk, places))


def _reasons(desk: Desk, places: Sequence[Place]) -> dict[tuple[str, str], str]:
    """Why each of them can open it, by compartment and account, for whoever may look at the trail."""
    found: dict[tuple[str, str], str] = {}
    if not desk.may(Action.VIEW_TRAIL, VAULT):
        return found
    here = [place.compartment for place in places]
    wanted = TrailFilter(limit=_MOST_LOOKED_AT, compartments=here, actions=("grant", "revoke"))
    for entry in desk.signin.trail(wanted).entries:
        reason = str((entry.detail or {}).get("reason") or "")
        for given in entry.facts.get("grants", ()):
            for compartment in entry.compartments:
                found.setdefault((compartment, str(given.get("account"))), reason)
    return found


def _row(
    desk: Desk, account: str, places: Sequence[Place], lead: str, reasons: dict[tuple[str, str], str]
) -> HolderRow:
    held = [(place, one) for place in places if (one := place.of(account)) is not None]
    levels = {place.part: place.level(account) for place, _one in held}
    first = min((one for _place, one in held), key=lambda one: one.at)
    until = rules.last_day_of(min((one.expires for _place, one in held if one.expires), default=None))
    identity, clinical = levels.get(Part.IDENTITY), levels.get(Part.CLINICAL)
    return HolderRow(
        account=account,
        name=colleagues.name_of(desk, account),
        role_label=_(ROLE_LABELS[colleagues.role_in(desk, account)]),
        is_me=account == desk.account,
        is_lead=account == lead,
        identity=identity,
        clinical=clinical,
        since=first.at,
        by_name=colleagues.name_of(desk, first.granter),
        reason=next((reason for place, _one in held if (reason := reasons.get((place.compartment, account)))), ""),
        until=until,
        standing=any(one.standing for _place, one in held),
        words=_words(identity, clinical, until),
    )


def _words(identity: Level | None, clinical: Level | None, until: str) -> str:
    one, other = (_(LEVEL_LABELS[level]) if level else "" for level in (identity, clinical))
    if clinical is None:
        words = _("Who the client is: {may}. Not the clinical file.").format(may=one)
    elif identity is clinical:
        words = _("The whole file: {may}.").format(may=one)
    else:
        words = _("Who the client is: {may}. The clinical file: {may_there}.").format(may=one, may_there=other)
    if not until:
        return words
    return _("{words} Ends after {day}.").format(words=words, day=formats.long_date(until))


def _need_to_know(desk: Desk, count: int) -> str:
    if colleagues.is_alone(desk):
        return ""
    return ngettext(
        "{n} person can open this file. Open it only as far as your work with the client needs it.",
        "{n} people can open this file. Open it only as far as your work with the client needs it.",
        count,
    ).format(n=count)
