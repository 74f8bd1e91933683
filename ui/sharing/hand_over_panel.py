"""The panel that hands one file to a colleague: to whom, what is open and goes with it, what one keeps, and why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from app import clock
from app.records.closure_choices import ObligationKind
from app.records.fields import specs
from app.records.handover import Handover
from app.rules.sharing import Level
from app.services.people import handing_over
from app.texts import _
from ui.forms.control import settle
from ui.forms.lookup import VaultReferences
from ui.forms.view import RecordView
from ui.sharing import terms
from ui.sharing.controls import TermsControls
from ui.sharing.panel import SharingPanel
from ui.widgets import clear, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.desk import Desk
    from app.services.people.colleagues import Colleague
    from ui.context import Context
    from ui.forms.choices import Option

KEPT_DAYS = 30


class HandOverPanel(SharingPanel):
    """Shows what is open in the file as soon as somebody is chosen."""

    def __init__(self, context: Context, client: str, people: Sequence[Colleague]) -> None:
        about = _(
            "Your colleague leads the file from then on. A signed letter with what is open stands in it, and your own "
            "private notes stay with you."
        )
        super().__init__(context, _("Hand this file over"), about)
        self.setObjectName("hand_over_panel")
        self._client = client
        self._to = ""
        self._letter = QVBoxLayout()
        self._references = VaultReferences(context, self, client)
        controls = TermsControls(self._references, people, {"keeps": ways_to_keep()}, terms.FOR_HANDING_OVER)
        names = ("account", "keeps", "keeps_until", "reason", "note")
        fields = self.ask(terms.fields(*names), controls, {"keeps_until": kept_until()})
        self.column.addLayout(self._letter)
        fields.changed.connect(self._on_changed)
        self.offer(_("Hand over"), self._hand_over, _("The file is handed over"), ("client", client, "access"))

    def _on_changed(self) -> None:
        to, client = str(self.values["account"]), self._client
        if to == self._to:
            return
        self._to = to
        clear(self._letter)
        if to:
            self._context.ops.query(
                self, lambda desk: handing_over.letter(desk, client, to), self._on_letter, self.strip.say_error,
                latest="letter",
            )  # fmt: skip

    def _on_letter(self, letter: Handover) -> None:
        """What is open, as the letter will say it."""
        clear(self._letter)
        title = label(_("What is open"))
        title.setProperty("strong", "true")
        self._letter.addWidget(title)
        if not (letter.sessions or letter.waiting or letter.obligations):
            self._letter.addWidget(label(_("Nothing: no draft, nothing due, no request."), tone="muted", wrap=True))
            settle(self)
            return
        shown = ("sessions", "waiting", "obligations")
        others = tuple(spec.name for spec in specs(Handover) if spec.name not in shown)
        view = RecordView(letter, self._references, but=others)
        view.setObjectName("letter")
        self._letter.addWidget(view)
        if any(one.what is ObligationKind.DRAFT for one in letter.obligations):
            text = _("Drafts stay with their author, unsigned. Sign them first, or write what they say below.")
            self._letter.addWidget(label(text, tone="due", wrap=True))
        settle(self)

    def _hand_over(self, desk: Desk, values: dict[str, Any]) -> None:
        hand_over(desk, self._client, values)


def hand_over(desk: Desk, client: str, values: dict[str, Any]) -> None:
    """Runs on the engine; `values` as the form has them."""
    keeps = Level(values["keeps"]) if values["keeps"] else None
    handing_over.hand_over(
        desk,
        client,
        values["account"],
        reason=values["reason"],
        note=values.get("note", ""),
        keeps=keeps,
        keeps_until=values["keeps_until"] if keeps is not None else "",
    )


def ways_to_keep() -> list[Option]:
    """What the one who hands over may still do."""
    return [(terms.NOTHING, _("nothing")), (Level.READ.value, _("the right to read, for a while"))]


def kept_until() -> str:
    """The day that is proposed for the end of it."""
    return (clock.today() + timedelta(days=KEPT_DAYS)).isoformat()
