"""A person of the practice: the name behind an account, sealed like everything else."""

from __future__ import annotations

from typing import Annotated, Any

from app.records.base import RecordBody
from app.records.fields import Reference, Tier, field
from app.texts import N_


class Person(RecordBody):
    """Who an account belongs to. The roster and the header know ids only."""

    name: Annotated[str, field(N_("Name"), needed=True)] = ""
    title: Annotated[str, field(N_("Profession or title"), tier=Tier.MORE)] = ""
    registration: Annotated[str, field(N_("Registration or licence"), tier=Tier.MORE)] = ""
    phone: Annotated[str, field(N_("Phone"), tier=Tier.MORE)] = ""
    email: Annotated[str, field(N_("E-mail"), tier=Tier.MORE)] = ""
    supervisor: Annotated[Reference, field(N_("Supervisor"), tier=Tier.HIDDEN, to=("account",))] = ""
    is_safety_lead: Annotated[bool, field(N_("Leads the work on incidents"), tier=Tier.HIDDEN)] = False
    login: Annotated[str, field(N_("Sign-in name"), tier=Tier.HIDDEN)] = ""
    account: Annotated[Reference, field(N_("Account"), tier=Tier.HIDDEN, to=("account",))] = ""

    def summary(self) -> str:
        return self.name

    def facets(self) -> dict[str, Any]:
        return {
            "account": self.account,
            "login": self.login,
            "title": self.title,
            "registration": self.registration,
            "phone": self.phone,
            "email": self.email,
            "supervisor": self.supervisor,
            "safety_lead": self.is_safety_lead,
        }
