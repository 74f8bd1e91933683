"""The page of data breaches: the register, one breach, or the questions about a lost device."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from app import clock, formats
from app.services import drafting, records
from app.services.safety import breaches
from app.services.safety.breaches import BreachRow, OpenBreach
from app.texts import N_, _
from ui.pages.breaches.breach_view import BreachView
from ui.pages.breaches.lost_device_view import LostDeviceView
from ui.registers.entry_page import EntryPage, Shown, with_team
from ui.registers.listing import Register, RegisterList
from ui.widgets import Column, button

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.rules.lost_device import Answered
    from app.services.outgoing.papers import Prepared
    from ui.registers.entry_view import EntryView

STATUSES: dict[str, tuple[str, str, str]] = {  # words, icon, tone
    "draft": (N_("Draft"), "pencil", "due"),
    "open": (N_("Being worked on"), "circle-dot", "accent"),
    "closed": (N_("Closed"), "circle-check", "good"),
}
_WHOM = {"authority": N_("Authority"), "people": N_("People concerned"), "media": N_("Media")}


class BreachesPage(EntryPage[OpenBreach]):
    """Somebody comes with `new=True`, and with `incident=<id>` where the breach is part of one; `device=True` asks."""

    PAGE_NAME = "breaches"
    KIND = "data_breach"

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        if record is None and details.get("device"):
            self._leave()
            self._ask_about_device()
        else:
            super().show_record(record, details)

    def make_list(self) -> RegisterList[BreachRow]:
        lost = button(_("A device is lost or stolen…"), self._to_device, glyph="monitor", name="lost_device_wanted")
        return RegisterList(self.context, _register(), lost)

    def make_entry(self, found: Shown[OpenBreach]) -> EntryView:
        opened = found.opened
        view = BreachView(self.context, opened, was_kept=found.was_kept)
        if opened.body.device.device is not None and opened.opened is None:
            view.keep_from_now()
        return view

    def load(self, desk: Desk, record: str) -> Shown[OpenBreach]:
        if record in records.unfinished(desk) and desk.signin.head_of(record) is None:
            return Shown(breaches.shown(desk, drafting.resume(desk, record)), was_kept=True)
        return with_team(desk, record, breaches.open(desk, record))

    def begin(self, desk: Desk, details: dict[str, Any]) -> Shown[OpenBreach]:
        answered: Answered | None = details.get("answered")
        if answered is not None:
            return Shown(breaches.shown(desk, breaches.begin_from_device(desk, answered)))
        return Shown(breaches.shown(desk, breaches.begin(desk, str(details.get("incident") or ""))))

    def cannot_be_shown(self) -> str:
        return _("This data breach cannot be shown")

    def _to_device(self) -> None:
        self.context.navigator.go_to(self.PAGE_NAME, None, device=True)

    def _ask_about_device(self) -> None:
        view = LostDeviceView(self.context)
        view.closed.connect(self.to_list)
        view.begin_wanted.connect(lambda answered: self.ask_to_begin({"answered": answered}))
        self._show(view)
        view.focus_first()


def _register() -> Register[BreachRow]:
    return Register(
        "breach", _("Data breaches"), _("Register a breach"), _("No data breaches registered"),
        _("Every loss, disclosure or change of personal data is written down here, also where nobody is told. "
          "The first four answers start the clocks."),
        "lock", _columns(), breaches.ids, breaches.rows, _papers,
    )  # fmt: skip


def _papers(wanted: list[str]) -> Callable[[Desk], Prepared]:
    from app.services.outgoing import register_papers

    return partial(register_papers.of_breaches, wanted=wanted)


def _columns() -> tuple[Column[BreachRow], ...]:
    now = clock.now().at
    return (
        Column(_("Number"), lambda one: one.number or _("not yet"), 96),
        Column(
            _("Known since"), lambda one: formats.short_date(one.aware[:10]) if one.aware else "", 120,
            tip=lambda one: formats.moment(one.aware) if one.aware else "",
        ),
        Column(_("In a few words"), lambda one: one.title, 0, tip=lambda one: one.types),
        Column(
            _("State"), lambda one: _(STATUSES[one.status][0]), 160,
            glyph=lambda one: STATUSES[one.status][1], tone=lambda one: STATUSES[one.status][2],
        ),
        Column(
            _("Clock runs out"), _clock, 190, glyph=lambda one: "timer" if one.waits_for else "",
            tone=lambda one: "due" if one.clock_due and one.clock_due <= now else "", tip=_more,
        ),
    )  # fmt: skip


def _clock(one: BreachRow) -> str:
    """Until when in local time; what has no date is wanted at once."""
    if one.clock_due:
        return formats.moment(one.clock_due) if one.clock_utc else formats.short_date(one.clock_due)
    if one.waits_for:
        return _("at once")
    return formats.short_date(one.due) if one.due else ""


def _more(one: BreachRow) -> str:
    """Whom somebody has to decide about, and the time in UTC."""
    parts = [_(_WHOM[whom]) for whom in one.waits_for if whom in _WHOM]
    if one.clock_utc and one.clock_utc != one.clock_due:
        parts.append(_("{moment} UTC").format(moment=formats.moment(one.clock_utc)))
    return " · ".join(parts)
