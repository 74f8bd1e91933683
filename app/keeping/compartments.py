"""Where the records of a client lie, made in the same write when they are needed for the first time."""

from __future__ import annotations

from app.desk import Desk
from app.keeping import register
from app.keeping.plans import Plan
from app.records import Kind
from app.vaults import failure
from storage.vault import NewCompartment, Query

_SHARED = frozenset({"practice", "personal"})


def identity_of(desk: Desk, client: str) -> str:
    """The identity compartment of a client; raises `not_found`.

    It is where the client record lies, which nobody can move: somebody could make another compartment and call it so.
    """
    found = desk.signin.compartment_of(client)
    if found is None or desk.signin.compartment_kind(found) != "identity":
        raise failure("not_found", what=client)
    return found


def clinical_of(desk: Desk, client: str) -> str | None:
    """The clinical compartment of a client, if it was made and this person can open it.

    It is the first that was made by somebody who might share the client: anybody could make one that is called so,
    share it, and read what is written there.
    """
    found = desk.signin.compartments("clinical", client=client)
    identity = desk.signin.compartment_of(client) if found else None
    return next((one for one in found if identity is not None and desk.signin.sharing.vouched(one, identity)), None)


def has_closed_part(desk: Desk, client: str) -> bool:
    """Whether there is a clinical file that this person cannot open."""
    if clinical_of(desk, client) is not None:
        return False
    line = register.line_of(desk, client)
    named = str(line.facets.get("clinical") or "") if line is not None else ""
    identity = desk.signin.compartment_of(client)
    return bool(named) and (identity is None or desk.signin.sharing.vouched(named, identity))


def is_led_by(desk: Desk, client: str, account: str) -> bool:
    """Whether somebody leads a file; asked of the index by ids alone."""
    return bool(desk.signin.ids(Query(kinds=("client",), client=client, facets={"lead": account}, limit=1)))


def process_of(desk: Desk, client: str) -> str | None:
    """This person's own compartment for private notes about a client."""
    found = desk.signin.compartments("process", client=client, author=desk.account)
    return found[0] if found else None


def with_clinical(desk: Desk, plan: Plan, client: str) -> str:
    """The clinical compartment, made in the same write if this is the first time it is needed.

    Raises:
        KnownError: `not_shared` when there is one already, `lead_opens_first` when somebody else leads the file.
    """
    found = clinical_of(desk, client)
    if found is not None:
        return found
    planned = next((new.id for new in plan.compartments if _is_for(new, "clinical", client)), None)
    if planned is not None:
        return planned
    identity_of(desk, client)
    _check_may_begin(desk, client)
    made = plan.make(desk, "clinical", {"client": client})
    register.change(desk, plan, client, clinical=made)
    return made


def with_process(desk: Desk, plan: Plan, client: str) -> str:
    """The compartment for private notes, made in the same write if this is the first one."""
    found = process_of(desk, client)
    if found is not None:
        return found
    planned = next((new.id for new in plan.compartments if _is_for(new, "process", client)), None)
    if planned is not None:
        return planned
    identity_of(desk, client)
    return plan.make(desk, "process", {"client": client, "author": desk.account})


def shared_of(desk: Desk, kind: Kind) -> str | None:
    """The compartment of a kind that belongs to no client: that of the practice, or one's own."""
    return desk.own(kind.compartment) if kind.compartment in _SHARED else None


def compartment_in(desk: Desk, plan: Plan, kind: Kind, client: str) -> str:
    """Where a record of this kind and client goes; made in the same write when it is the first."""
    if kind.compartment == "process":
        return with_process(desk, plan, client)
    if kind.compartment == "clinical":
        return with_clinical(desk, plan, client)
    return identity_of(desk, client)


def profile_of(desk: Desk, client: str) -> str | None:
    """The one profile of a client, draft or saved."""
    found = desk.signin.ids(Query(kinds=("client_profile",), client=client, limit=1))
    return found[0] if found else None


def client_of(desk: Desk, compartment: str) -> str | None:
    """Whose compartment it is; None for those that belong to no client."""
    return desk.signin.label(compartment).get("client")


def _is_for(new: NewCompartment, kind: str, client: str) -> bool:
    return new.kind == kind and new.label.get("client") == client


def _check_may_begin(desk: Desk, client: str) -> None:
    """A clinical file is its lead's: who stands in would make one that the lead cannot open."""
    if has_closed_part(desk, client):
        raise failure("not_shared")
    if not is_led_by(desk, client, desk.account):
        raise failure("lead_opens_first")
