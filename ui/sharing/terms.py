"""The fields of what people agree on when a file is shared, covered for or handed over, and the reasons offered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from app.records.fields import Date, Reference, field, specs
from app.records.parts import Part
from app.rules.sharing import Level
from app.texts import N_

if TYPE_CHECKING:
    from app.records.fields import FieldSpec

ALL_OF_IT = "identity clinical"
ONLY_WHO = "identity"
ONLY_CLINICAL = "clinical"
NOTHING = ""
COVER = N_("Holiday cover")

FOR_SHARING = (COVER, N_("Illness"), N_("Supervision"), N_("Work together"), N_("Second opinion"))
FOR_COVER = (COVER, N_("Illness"), N_("Leave"))
FOR_STOPPING = (N_("No longer involved"), N_("The cover is over"), N_("Shared by mistake"), N_("The client wishes it"))
FOR_HANDING_OVER = (N_("Leaving the practice"), N_("The client wishes it"), N_("Long absence"), N_("A better fit"))


class Terms(Part):
    """What is asked when something is shared; each form takes the fields that it needs."""

    account: Annotated[Reference, field(N_("Colleague"), needed=True, to=("account",))] = ""
    parts: Annotated[str, field(N_("What"))] = ALL_OF_IT
    level: Annotated[str, field(N_("This person"))] = Level.READ.value
    keeps: Annotated[str, field(N_("You keep"))] = NOTHING
    until: Annotated[
        Date, field(N_("Until"), help=N_("The last day; then it ends by itself. Empty: until somebody ends it."))
    ] = ""
    keeps_until: Annotated[
        Date, field(N_("You can read it until"), needed=True, show_when=("keeps", (Level.READ.value,)))
    ] = ""
    reason: Annotated[
        str, field(N_("Why"), needed=True, help=N_("A few words. They stand in the trail, sealed like the file."))
    ] = ""
    note: Annotated[
        str,
        field(
            N_("A word to your colleague"),
            help=N_("What the file does not say. It is signed with the hand-over."),
            long=True,
        ),
    ] = ""


def fields(*names: str) -> list[FieldSpec]:
    """These fields in this order."""
    known = {spec.name: spec for spec in specs(Terms)}
    return [known[name] for name in names]


def for_cover() -> list[FieldSpec]:
    """The fields of a cover, which always has an end."""
    until = replace(fields("until")[0], needed=True, help=N_("The last day; then it ends by itself."))
    return [*fields("account"), until, *fields("level", "reason")]
