"""What a signed note that speaks of a concern leads to: a safety review, as long as none was written since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.records.risk_review_choices import ReviewTrigger
from app.records.session_note import RiskStatement, SessionNote
from app.services.client_safety import reviews
from app.texts import _
from ui.widgets import Strip

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from app.services.records import Opened
    from ui.context import Context


def offer_review(context: Context, owner: QWidget, opened: Opened, client: str | None, place: QVBoxLayout) -> None:
    """Put a strip into `place` once the vault has said that nothing was reviewed since."""
    body = opened.body
    if not isinstance(body, SessionNote) or body.risk_statement is not RiskStatement.CONCERN or client is None:
        return
    day = body.started.day if body.started else ""

    def show(is_wanted: bool) -> None:  # noqa: FBT001
        if not is_wanted:
            return
        strip = Strip()
        begun = {"trigger": ReviewTrigger.CHANGE.value}
        strip.add_action(
            _("Write a safety review"),
            lambda: context.navigator.go_to("risk_review", None, client=client, values=begun),
            name="write_review",
        )
        place.insertWidget(0, strip)
        strip.say(
            _("A concern was written down. What was decided, and who gets in touch, belongs in a safety review."),
            "info",
        )

    context.ops.query(owner, lambda desk: reviews.is_wanted_after(desk, client, day), show)
