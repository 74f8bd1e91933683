"""Panels about several of one's own clients at once: a colleague stands in for some days, or takes them over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QProgressBar

from app.records.client import AT_REST
from app.rules.sharing import LEVEL_LABELS, Level, Part, can_use
from app.services import clients
from app.services.people import handing_over, sharing
from app.texts import _, ngettext
from ui.forms.lookup import VaultReferences
from ui.sharing import terms
from ui.sharing.client_ticks import ClientTicks
from ui.sharing.controls import TermsControls
from ui.sharing.hand_over_panel import hand_over, kept_until, ways_to_keep
from ui.sharing.panel import SharingPanel, cover_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.desk import Desk
    from app.services.clients import ClientRow
    from app.services.people.colleagues import Colleague
    from ui.context import Context
    from ui.known import KnownError

# What concerns one of the files alone: the others are gone on with.
OF_ONE_FILE = frozenset({"not_shared", "not_yours_to_share", "grant_expired", "lead_opens_first", "already_lead"})


def mine(desk: Desk) -> list[ClientRow]:
    """The clients whom this person leads, by name. Runs on the engine."""
    return sorted(clients.rows(desk, handing_over.led_by(desk, desk.account)), key=lambda one: one.name.casefold())


def can_stand_in(one: Colleague) -> bool:
    """Whether somebody's role may write in clinical files."""
    return can_use(one.role, Part.CLINICAL, Level.WRITE)


class CoverPanel(SharingPanel):
    """Holiday cover: it ends by itself."""

    def __init__(self, context: Context, people: Sequence[Colleague]) -> None:
        about = _(
            "Until the day you choose, your colleague can open these files; then it ends by itself. Your private notes "
            "stay yours alone."
        )
        super().__init__(context, _("Holiday cover"), about)
        self.setObjectName("cover_panel")
        self.ticks = ClientTicks(_("For whom"), ticked=True)
        levels = [(level.value, _(LEVEL_LABELS[level])) for level in (Level.READ, Level.WRITE)]
        controls = TermsControls(VaultReferences(context, self), people, {"level": levels}, terms.FOR_COVER)
        values = {"level": Level.WRITE.value, "until": cover_end(), "reason": _(terms.COVER)}
        self.ask(terms.for_cover(), controls, values)
        self.column.addWidget(self.ticks)
        self.offer(_("Share until then"), self._cover, _("The cover is arranged"), ("client", "access"))
        context.ops.query(self, mine, self._on_mine, self.strip.say_error)

    def is_ready(self) -> bool:
        return super().is_ready() and is_anybody_ticked(self)

    def _on_mine(self, found: list[ClientRow]) -> None:
        self.ticks.show_clients([one for one in found if one.status not in AT_REST])

    def _cover(self, desk: Desk, values: dict[str, Any]) -> None:
        sharing.cover(
            desk, self._wanted, values["account"], until=values["until"], level=Level(values["level"]),
            reason=values["reason"],
        )  # fmt: skip

    def _on_pressed(self) -> None:
        self._wanted = self.ticks.ticked()  # the list belongs to the window, the work to the engine
        super()._on_pressed()


class HandOverSeveralPanel(SharingPanel):
    """One file after the other; a file that cannot be handed over is named, and the others go on."""

    def __init__(self, context: Context, people: Sequence[Colleague]) -> None:
        about = _(
            "Your colleague leads the ticked files from then on. A signed letter with what is open stands in each; "
            "drafts and private notes stay with you."
        )
        super().__init__(context, _("Hand several files over"), about)
        self.setObjectName("hand_over_several")
        self.ticks = ClientTicks(_("Which files"), ticked=False)
        self._waiting: list[str] = []
        self._all = self._done_count = 0
        self._problems: list[str] = []
        self._codes: dict[str, str] = {}
        controls = TermsControls(
            VaultReferences(context, self), people, {"keeps": ways_to_keep()}, terms.FOR_HANDING_OVER
        )
        self.ask(terms.fields("account", "keeps", "keeps_until", "reason"), controls, {"keeps_until": kept_until()})
        self.column.addWidget(self.ticks)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("Handing over"))
        self._bar.hide()
        self.column.addWidget(self._bar)
        self.offer(_("Hand over"), lambda _desk, _values: None, "", ())
        self.closed.connect(self._waiting.clear)
        self._show_mine()

    def _show_mine(self) -> None:
        """What was handed over is not in the list any more."""
        self._context.ops.query(self, mine, self._on_mine, self.strip.say_error)

    def is_ready(self) -> bool:
        return super().is_ready() and is_anybody_ticked(self)

    def _on_mine(self, found: list[ClientRow]) -> None:
        self._codes = {one.id: one.code for one in found}
        self.ticks.show_clients(found)

    def _on_pressed(self) -> None:
        if not self.is_ready():
            return
        self._waiting[:] = self.ticks.ticked()
        self._all, self._done_count, self._problems = len(self._waiting), 0, []
        self._button.setEnabled(False)
        self._bar.setRange(0, self._all)
        self._bar.show()
        self._next()

    def _next(self) -> None:
        self._bar.setValue(self._all - len(self._waiting))
        if not self._waiting:
            self._end()
            return
        client, values = self._waiting.pop(0), self.values
        self._context.ops.command(
            self, lambda desk: hand_over(desk, client, values), lambda _none: self._on_one(),
            lambda error: self._on_one_failed(client, error), changes=("client", client),
        )  # fmt: skip

    def _on_one(self) -> None:
        self._done_count += 1
        self._next()

    def _on_one_failed(self, client: str, error: KnownError) -> None:
        self._problems.append(self._codes.get(client, client))
        if error.name in OF_ONE_FILE:
            self._next()
            return
        self._waiting.clear()
        self._bar.hide()
        self._on_failed(error)
        if self._done_count:
            self._context.announcer.toast(self._handed_over(), "key-round")
            self._show_mine()

    def _handed_over(self) -> str:
        n = self._done_count
        return ngettext("{n} file handed over", "{n} files handed over", n).format(n=n)

    def _end(self) -> None:
        self._said = self._handed_over()
        if not self._problems:
            self._on_done()
            return
        self._bar.hide()
        self._button.setEnabled(True)
        left = _("These could not be handed over: {codes}. Open each to see why.").format(
            codes=", ".join(self._problems)
        )
        self.strip.say(f"{self._said}. {left}", "due")
        self._show_mine()


def is_anybody_ticked(panel: CoverPanel | HandOverSeveralPanel) -> bool:
    """Whether there is anything to do; if not, it is said."""
    if panel.ticks.ticked():
        return True
    panel.strip.say(_("Tick at least one client."), "due")
    return False
