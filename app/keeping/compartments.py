"""Where the records of a client lie, made in the same write when they are needed for the first time."""

from __future__ import annotations

from app.desk import Desk
from app.keeping.plans import Plan
from app.records import Kind, decode
from app.records.register_entry import RegisterEntry
from app.rules.purposes import Purpose
from app.vaults import failure
from storage.vault import NewCompartment, Query

_SHARED = frozenset({"practice", "personal"})


def identity_of(desk: Desk, client: str) -> str:
    """The identity compartment of a client; raises `not_found`."""
    found = desk.signin.compartments("identity", client=client)
    if not found:
        raise failure("not_found", what=client)
    return found[0]


def clinical_of(desk: Desk, client: str) -> str | None:
    """The clinical compartment of a client, if it was made and this person can open it."""
    found = desk.signin.compartments("clinical", client=client)
    return found[0] if found else None


def process_of(desk: Desk, client: str) -> str | None:
    """This person's own compartment for private notes about a client."""
    found = desk.signin.compartments("process", client=client, author=desk.account)
    return found[0] if found else None


def with_clinical(desk: Desk, plan: Plan, client: str) -> str:
    """The clinical compartment, made in the same write if this is the first time it is needed."""
    found = clinical_of(desk, client)
    if found is not None:
        return found
    planned = next((new.id for new in plan.compartments if _is_for(new, "clinical", client)), None)
    if planned is not None:
        return planned
    identity_of(desk, client)
    made = plan.make(desk, "clinical", {"client": client})
    entry_id = register_entry_of(desk, client)
    if entry_id is not None:
        record = desk.signin.read(entry_id, purpose=Purpose.ADMINISTRATION)
        entry = decode(record.kind, record.version, record.body)
        if isinstance(entry, RegisterEntry):
            entry.clinical = made
            plan.put("register_entry", entry_id, record.compartment, entry, parent=record.revision)
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


def register_entry_of(desk: Desk, subject: str) -> str | None:
    """The register entry of a client or incident."""
    found = desk.signin.ids(Query(kinds=("register_entry",), facets={"subject": subject}, limit=1))
    return found[0] if found else None


def client_of(desk: Desk, compartment: str) -> str | None:
    """Whose compartment it is; None for those that belong to no client."""
    return desk.signin.label(compartment).get("client")


def _is_for(new: NewCompartment, kind: str, client: str) -> bool:
    return new.kind == kind and new.label.get("client") == client
