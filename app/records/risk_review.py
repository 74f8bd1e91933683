"""A safety review: how danger to or from the client is understood, what was decided, and who gets in touch when.

Nothing in it is computed from answers, and nothing of it ranks or colours a client.
"""

# ruff: noqa: RUF012 - msgspec gives every record a list of its own.

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from app import formats
from app.records import checks
from app.records.choices import YesNo
from app.records.fields import LocalTime, Tier, field
from app.records.movable import Movable
from app.records.risk_review_choices import (
    ClinicianLevel,
    Consulted,
    Danger,
    OpenedBy,
    Presence,
    Protecting,
    ReviewDecision,
    ReviewSource,
    ReviewTrigger,
    Worsening,
)
from app.texts import N_, _

_SUICIDE = ("dangers", (Danger.SUICIDE,))
_INJURY = ("dangers", (Danger.SUICIDE, Danger.SELF_HARM))
_TO_OTHERS = ("dangers", (Danger.TO_OTHERS,))
_FROM_OTHERS = ("dangers", (Danger.FROM_OTHERS, Danger.CHILD, Danger.EXPLOITATION, Danger.ONLINE))
_BODY = ("dangers", (Danger.NEGLECT, Danger.SUBSTANCE, Danger.EATING))
_FOLLOWED = ("follow_up", (YesNo.YES,))


class RiskReview(Movable):
    """The first part is short enough for a crisis; the rest is needed to sign."""

    reviewed_at: Annotated[LocalTime | None, field(N_("Assessed at"), needed=True, prefill="now")] = None
    dangers: Annotated[list[Danger], field(N_("What it is about"), needed=True)] = []
    danger_note: Annotated[str, field(N_("In a few words"), needed=True, show_when=("dangers", (Danger.OTHER,)))] = ""
    trigger: Annotated[ReviewTrigger | None, field(N_("Why now"), needed=True)] = None
    sources: Annotated[list[ReviewSource], field(N_("Who told of it"), tier=Tier.MORE, needed=True)] = []
    warning_signs: Annotated[
        str,
        field(N_("Warning signs now"), help=N_("And what has happened lately."), needed=True, long=True),
    ] = ""
    formulation: Annotated[
        str,
        field(
            N_("How you understand it"),
            help=N_("What drives it, what would make it worse, what makes it safer. Words, no level."),
            needed=True,
            long=True,
        ),
    ] = ""
    worsening: Annotated[list[Worsening], field(N_("What makes it worse"), tier=Tier.MORE, needed=True)] = []
    protecting: Annotated[list[Protecting], field(N_("What protects"), tier=Tier.MORE, needed=True)] = []
    thoughts: Annotated[
        Presence | None, field(N_("Thoughts of suicide"), tier=Tier.MORE, needed=True, show_when=_SUICIDE)
    ] = None
    thoughts_note: Annotated[
        str,
        field(
            N_("Thoughts, in the client's words"),
            tier=Tier.MORE,
            help=N_("How often, how strong, how long: in the last two days, the last month, at the worst."),
            long=True,
            needed=True,
            show_when=("thoughts", (Presence.YES, Presence.NOT_CLEAR)),
        ),
    ] = ""
    plan: Annotated[Presence | None, field(N_("A plan"), tier=Tier.MORE, needed=True, show_when=_SUICIDE)] = None
    plan_note: Annotated[
        str,
        field(
            N_("The plan"),
            tier=Tier.MORE,
            help=N_("When, where, how, what is at hand, what was prepared."),
            long=True,
            needed=True,
            show_when=("plan", (Presence.YES, Presence.NOT_CLEAR)),
        ),
    ] = ""
    behaviour: Annotated[
        str,
        field(
            N_("Attempts and preparations"),
            tier=Tier.MORE,
            help=N_("Also those that were broken off or rehearsed, with their time. None is an answer too."),
            long=True,
            needed=True,
            show_when=_SUICIDE,
        ),
    ] = ""
    self_injury: Annotated[
        str, field(N_("Self-injury without wanting to die"), tier=Tier.MORE, long=True, needed=True, show_when=_INJURY)
    ] = ""
    intent: Annotated[Presence | None, field(N_("Intent"), tier=Tier.MORE, needed=True, show_when=_SUICIDE)] = None
    intent_note: Annotated[
        str,
        field(
            N_("Reasons to die, reasons to live"),
            tier=Tier.MORE,
            help=N_("What the client expects to do, and what speaks against it."),
            long=True,
            needed=True,
            show_when=_SUICIDE,
        ),
    ] = ""
    means: Annotated[
        str,
        field(
            N_("Access to means"),
            tier=Tier.MORE,
            help=N_("Medicines, weapons, other things; who keeps what; what was talked about."),
            long=True,
            needed=True,
            show_when=_INJURY,
        ),
    ] = ""
    to_others: Annotated[
        str,
        field(
            N_("Who could be harmed, and how"),
            tier=Tier.MORE,
            help=N_("What was said or done, word for word, when, and to whom."),
            long=True,
            needed=True,
            show_when=_TO_OTHERS,
        ),
    ] = ""
    from_others: Annotated[
        str,
        field(
            N_("From whom, and what contact there is"),
            tier=Tier.MORE,
            help=N_("Also who else is in danger, and where it is safe to talk."),
            long=True,
            needed=True,
            show_when=_FROM_OTHERS,
        ),
    ] = ""
    bodily: Annotated[
        str,
        field(
            N_("What it does to the body, and who treats it"), tier=Tier.MORE, long=True, needed=True, show_when=_BODY
        ),
    ] = ""
    decisions: Annotated[list[ReviewDecision], field(N_("What was decided together"), needed=True)] = []
    decision_note: Annotated[str, field(N_("How, and by whom"), needed=True, long=True)] = ""
    rejected: Annotated[
        str,
        field(N_("What else was considered, and why not"), tier=Tier.MORE, needed=True, long=True),
    ] = ""
    consulted: Annotated[list[Consulted], field(N_("Who was consulted"), tier=Tier.MORE)] = []
    not_consulted_because: Annotated[
        str, field(N_("Why nobody was consulted"), tier=Tier.MORE, help=N_("Needed where nobody was asked."))
    ] = ""
    follow_up: Annotated[YesNo | None, field(N_("Is the next contact agreed"), needed=True)] = None
    next_contact: Annotated[LocalTime | None, field(N_("Next contact"), needed=True, show_when=_FOLLOWED)] = None
    checked_by: Annotated[str, field(N_("Who gets in touch"), needed=True, show_when=_FOLLOWED)] = ""
    if_missed: Annotated[
        str,
        field(
            N_("If the contact does not come about"),
            help=N_("What is done then, by whom, after how long."),
            long=True,
            needed=True,
            show_when=_FOLLOWED,
        ),
    ] = ""
    no_follow_up_because: Annotated[
        str, field(N_("Why none is needed"), needed=True, show_when=("follow_up", (YesNo.NO,)))
    ] = ""
    client_view: Annotated[str, field(N_("How the client sees it"), tier=Tier.MORE, long=True)] = ""
    copy_offered: Annotated[YesNo | None, field(N_("A copy was offered to the client"), tier=Tier.MORE)] = None
    culture: Annotated[str, field(N_("Culture, belief and language in it"), tier=Tier.MORE, long=True)] = ""
    differs: Annotated[YesNo | None, field(N_("Your judgement differs from a questionnaire"), tier=Tier.MORE)] = None
    differs_because: Annotated[
        str, field(N_("Why it differs"), tier=Tier.MORE, needed=True, long=True, show_when=("differs", (YesNo.YES,)))
    ] = ""
    level: Annotated[
        ClinicianLevel | None,
        field(
            N_("A level, where your school of work asks for one"),
            help=N_("Your own judgement, not computed; never the only thing written."),
            tier=Tier.RARE,
        ),
    ] = None
    level_because: Annotated[
        str,
        field(
            N_("Reasons for this level"), tier=Tier.RARE, needed=True, long=True,
            show_when=("level", tuple(ClinicianLevel)),
        ),
    ] = ""  # fmt: skip
    opened_by: Annotated[list[OpenedBy], field(N_("Asked for by"), tier=Tier.COMPUTED)] = []

    def check(self) -> None:
        reviewed = self.reviewed_at.day if self.reviewed_at else ""
        later = self.next_contact.day if self.next_contact else ""
        checks.check_order((N_("Assessed at"), reviewed), (N_("Next contact"), later))

    def check_today(self, today: date) -> None:
        checks.check_not_future(N_("Assessed at"), self.reviewed_at.day if self.reviewed_at else "", today)

    def also_missing(self) -> tuple[str, ...]:
        """Somebody was consulted, or it is said why not."""
        return checks.advice_missing(self.consulted, self.not_consulted_because)

    def summary(self) -> str:
        return self.reviewed_at.at if self.reviewed_at else ""

    def at(self) -> str | None:
        return self.reviewed_at.at if self.reviewed_at else None

    def due(self) -> str | None:
        """The day of the contact that was agreed."""
        return self.next_contact.at if self._is_followed and self.next_contact else None

    def facets(self) -> dict[str, Any]:
        """Dates and references: nothing by which clients could be ranked."""
        return {
            "trigger": self.trigger.value if self.trigger else "",
            "next_contact": self.next_contact.at if self._is_followed and self.next_contact else "",
            "answers": [one.step for one in self.opened_by if one.step],
        }

    @property
    def _is_followed(self) -> bool:
        return self.follow_up is YesNo.YES

    @classmethod
    def headline(cls, title: str, facets: Mapping[str, Any]) -> str:
        """`22 Nov 2026, Before the ending`."""
        when = formats.short_date(title[:10]) if title else _("No date yet")
        why = _(ReviewTrigger.label_of(str(facets.get("trigger") or "")))
        return ", ".join(part for part in (when, why if facets.get("trigger") else "") if part)
