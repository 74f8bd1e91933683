"""How far somebody reaches in a file, by role and by keys: what the page shows and offers follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.keeping import compartments
from app.rules.permissions import VAULT, Action

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.client_files.files import ClientFile
    from app.services.client_files.summaries import Summary


@dataclass(frozen=True, slots=True)
class Reach:
    """`reads` and `writes` are about the clinical file, `changes_who` about who the client is.

    `is_closed`: the role would read it, but it was not shared. `knows_others`: there are several people, so it is said
    who can open the file. `leads`: it is this person's own.
    """

    reads: bool = True
    writes: bool = True
    changes_who: bool = True
    sees_trail: bool = True
    is_closed: bool = False
    knows_others: bool = False
    leads: bool = True


class Seen(NamedTuple):
    """A file as it was opened, and how far one reaches in it."""

    file: ClientFile
    summary: Summary
    reach: Reach


def of(desk: Desk, file: ClientFile, *, alone: bool) -> Reach:
    """Runs on the engine; asks the keys only, so nothing is logged."""
    if alone:
        return Reach()
    sharing = desk.signin.sharing
    clinical = compartments.clinical_of(desk, file.id)
    reads = desk.may(Action.VIEW, "clinical") and not file.is_closed
    # The lead makes the clinical part at the first opening; until then there is no key to ask.
    has_key = clinical is None or "write" in sharing.rights(clinical)
    return Reach(
        reads=reads,
        writes=reads and desk.may(Action.SAVE, "clinical") and has_key,
        changes_who=desk.may(Action.SAVE, "identity")
        and "write" in sharing.rights(compartments.identity_of(desk, file.id)),
        sees_trail=desk.may(Action.VIEW_TRAIL, VAULT),
        is_closed=desk.may(Action.VIEW, "clinical") and file.is_closed,
        knows_others=True,
        leads=file.lead == desk.account,
    )
