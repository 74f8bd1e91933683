"""One breach: its clocks always in sight, the facts, the judgement of a person, two decisions with reasons, closing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app import formats
from app.services.safety import breaches
from app.texts import N_, _
from ui.forms.sectioned import SectionSpec
from ui.known import KnownError
from ui.pages.breaches.clocks_card import ClocksCard
from ui.registers.entry_view import EntryView, EntryWords
from ui.releasing import release_button
from ui.widgets import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.outgoing.papers import Prepared
    from app.services.safety.breaches import OpenBreach
    from ui.context import Context

_FIRST = ("title", "breach_types", "aware", "what_happened")
_SECTIONS = (
    SectionSpec(
        "what",
        N_("What happened"),
        "",
        (
            *(*_FIRST, "aware_reason", "occurred_from", "occurred_to", "discovered"),
            *("how_discovered", "cause", "incident", "processor"),
        ),
    ),
    SectionSpec(
        "data",
        N_("Whose data, and which"),
        "",
        (
            *("data_categories", "special_categories", "people_count", "records_count", "vulnerable"),
            *("encrypted", "key_exposed", "state_counts"),
        ),
    ),
    SectionSpec(
        "risk",
        N_("What it can mean for people"),
        N_("You judge it and write down why; the program computes nothing."),
        ("consequences", "likelihood", "gravity", "risk", "risk_reasons"),
    ),
    SectionSpec("measures", N_("What was done, and what follows"), "", ("measures_taken", "measures_planned")),
    SectionSpec(
        "hipaa",
        N_("The four factors of HIPAA"),
        N_("Each in words. Without a reasoned low probability it counts as a breach."),
        ("hipaa",),
    ),
    SectionSpec("authority", N_("The authority: told or not, and why"), "", ("authority",)),
    SectionSpec("people", N_("The people concerned: told or not, and why"), "", ("people_told",)),
    SectionSpec(
        "others",
        N_("The media and single states"),
        N_("Only where a law of the place asks for it."),
        ("media", "state_notices"),
    ),
    SectionSpec("lessons", N_("What changes, and what we learned"), "", ("actions", "lessons")),
)


class BreachView(EntryView):
    """One breach. What follows from the values is asked of the vault a moment after typing."""

    def __init__(self, context: Context, found: OpenBreach, *, was_kept: bool) -> None:
        is_saved = found.opened is not None
        sections = _SECTIONS if is_saved else (_first(alone=context.who.alone),)
        super().__init__(context, found.editing, sections, _words(found), was_kept=was_kept)
        self.setObjectName("breach_view")
        self._is_saved = is_saved
        self._clocks = ClocksCard()
        self.top.addWidget(self._clocks)
        if is_saved:
            self.header.add_action(release_button(context, self, self._paper))
            if found.body.aware_changes:
                self.top.addWidget(label(_changes(found), size="small", tone="muted", wrap=True))
        self._show_found(found)

    def look_again(self) -> None:
        """The clocks and what is missing, as the form has it now."""
        try:
            editing = self._writer.editing()
        except KnownError:
            return
        self._context.ops.query(
            self, lambda desk: breaches.shown(desk, editing), self._show_found, lambda _error: None, latest="clocks"
        )

    def _show_found(self, found: OpenBreach) -> None:
        self._clocks.show_clocks(found.clocks)
        if self._is_saved:
            self.form.show_section("hipaa", found.under_hipaa)
            self.form.show_section("others", found.under_hipaa or bool(found.body.state_notices))
            self.show_missing(found.still_missing)

    def _paper(self) -> Callable[[Desk], Prepared]:
        from app.services.outgoing import papers

        return partial(papers.of_record, record_id=self.record)


def _first(*, alone: bool) -> SectionSpec:
    about = N_("Four answers start the clocks. The rest follows once it is registered.")
    fields = (*_FIRST, "incident")
    return SectionSpec("first", N_("What happened"), about, fields if alone else (*fields, "left_out"))


def _words(found: OpenBreach) -> EntryWords:
    body = found.body
    title = _("Data breach {number}").format(number=body.number) if body.number else _("New data breach")
    subtitle = body.title
    if body.closed_on:
        subtitle = _("Closed on {date}").format(date=formats.long_date(body.closed_on))
    return EntryWords(
        title, subtitle, _("Register the breach"), _("Close the breach"), _("The breach is closed"),
        breaches.close, breaches.reopen,
    )  # fmt: skip


def _changes(found: OpenBreach) -> str:
    told = [
        _("“Known to us since” said {moment} before; changed because: {reason}").format(
            moment=formats.moment(one.before.at) if one.before else "", reason=one.reason
        )
        for one in found.body.aware_changes
    ]
    return "\n".join(told)
