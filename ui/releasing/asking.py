"""What the form for somebody else asks the vault: which releases cover it, whom to offer, what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.services.outgoing import recipients, releases, sending
from app.texts import N_, _
from app.vaults import KnownError

if TYPE_CHECKING:
    from app.desk import Desk
    from app.keeping.outgoing import Parcel
    from app.records.release_choices import DisclosureBasis
    from app.rules.destinations import Sending
    from app.services.outgoing.recipients import Recipient
    from app.services.outgoing.sending import Problem, ReleaseChoice

GROUND = "ground"
"""Names what is missing while neither a release nor another ground is chosen."""

_ON_WHAT_GROUND = N_("On what ground")
_MENDED_BY_A_GROUND = frozenset({"release_needed", "release_not_matching"})


@dataclass(frozen=True, slots=True)
class Ground:
    """A release of the client. `by_class`: it covers this if the recipient is one of a class that it names."""

    choice: ReleaseChoice
    recipients: tuple[tuple[str, str], ...]
    by_class: bool

    @property
    def reasons(self) -> str:
        """Why it does not cover what is to leave, in words."""
        return " ".join(_without_saying_it_twice(one.words) for one in self.choice.mismatches)


@dataclass(frozen=True, slots=True)
class Known:
    """What does not change while the form is filled in."""

    bases: tuple[DisclosureBasis, ...]
    recipients: tuple[Recipient, ...]
    files: int


@dataclass(frozen=True, slots=True)
class Answer:
    """How the form stands: nothing leaves while there is a problem, or something that no answer mends."""

    grounds: tuple[Ground, ...]
    problems: tuple[Problem, ...]
    error: KnownError | None

    @property
    def is_ready(self) -> bool:
        """Whether all that the register wants is there."""
        return not self.problems and self.error is None


def _without_saying_it_twice(words: str) -> str:
    """`Expired on 1 February.`, where the words were `Expired: Expired on 1 February.`."""
    state, _colon, reason = words.partition(": ")
    return reason if reason.startswith(state) else words


def known(desk: Desk, parcel: Parcel) -> Known:
    """On the engine thread, once a sheet."""
    clients = sending.clients_of(desk, parcel)
    offered = recipients.known(desk, clients[0]) if len(clients) == 1 else []
    return Known(sending.bases(desk, parcel), tuple(offered), len(clients))


def look(desk: Desk, parcel: Parcel, asked: Sending) -> Answer:
    """On the engine thread, whenever something was typed."""
    grounds = _grounds(desk, parcel, asked)
    try:
        return Answer(grounds, tuple(sending.check(desk, parcel, asked)), None)
    except KnownError as error:
        if error.name in _MENDED_BY_A_GROUND:
            return Answer(grounds, (sending.Problem(GROUND, _(_ON_WHAT_GROUND)),), None)
        return Answer(grounds, (), error)


def _grounds(desk: Desk, parcel: Parcel, asked: Sending) -> tuple[Ground, ...]:
    clients = sending.clients_of(desk, parcel)
    if len(clients) != 1:
        return ()
    named = {row.record: row.facts.recipients for row in releases.rows(desk, clients[0])}
    as_class = replace(asked, within_class=True)
    within = {one.record for one in sending.releases_for(desk, parcel, as_class) if one.is_possible}
    plain = replace(asked, within_class=False)
    found = [
        Ground(one, named.get(one.record, ()), not one.is_possible and one.record in within)
        for one in sending.releases_for(desk, parcel, plain)
    ]
    return tuple(sorted(found, key=lambda one: not (one.choice.is_possible or one.by_class)))
