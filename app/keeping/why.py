"""Why a record is opened now: known by itself, said before, or still to be asked."""

from __future__ import annotations

from app.desk import Action, Desk
from app.keeping import holding, joined
from app.keeping.compartments import client_of
from app.rules import purposes
from app.rules.purposes import Purpose
from app.vaults import failure
from storage.vault import Query


def purpose_for(desk: Desk, client: str, given: str | None) -> str:
    """The purpose of opening this client's records now.

    Raises:
        KnownError: `purpose_needed` for somebody else's or a closed file that nobody said a reason for.
    """
    client = joined.home_of(desk, client)
    if given:
        if given not in set(Purpose):
            choices = ", ".join(purposes.ASKED)
            raise failure("unknown_choice", field="purpose", path="purpose", choices=choices)
        desk.purposes[client] = given
    if client not in desk.purposes:
        desk.purposes[client] = _purpose_by_itself(desk, client)
    return desk.purposes[client]


def suggested_for(desk: Desk, client: str) -> str:
    """What is offered first where the purpose is asked: why the file was shared with this person. Empty: nothing."""
    return holding.purpose_of_own(desk, joined.home_of(desk, client)) or ""


def purpose_in(desk: Desk, compartment: str, given: str | None) -> str:
    """The purpose of opening something in this compartment."""
    client = client_of(desk, compartment)
    if client is not None:
        return purpose_for(desk, client, given)
    kind = desk.signin.compartment_kind(compartment)
    return Purpose.SAFETY if kind == "safety" else Purpose.ADMINISTRATION


def purpose_of_writing(desk: Desk, compartment: str | None, kind: str = "") -> str:
    """Why something is written: as it was said when the file was opened, and never asked about again.

    `kind` is the kind of the compartment where there is none yet.
    """
    if compartment is None:
        return Purpose.SAFETY if kind == "safety" else Purpose.TREATMENT
    client = client_of(desk, compartment)
    if client is not None:
        return desk.purposes.get(joined.home_of(desk, client), Purpose.TREATMENT)
    return purpose_in(desk, compartment, None)


def _purpose_by_itself(desk: Desk, client: str) -> Purpose:
    """Whose role opens no clinical file is there for everybody's contact details, and is never asked."""
    if not desk.may(Action.VIEW, "clinical"):
        return Purpose.ADMINISTRATION
    if not _is_own_open_file(desk, client):
        raise failure("purpose_needed")
    return Purpose.TREATMENT


def _is_own_open_file(desk: Desk, client: str) -> bool:
    """Asked of the index by ids alone: nothing is shown, so nothing is logged."""
    return any(
        desk.signin.ids(
            Query(kinds=("client",), client=client, facets={"lead": desk.account, "status": status}, limit=1)
        )
        for status in purposes.OPEN_STATUSES
    )
