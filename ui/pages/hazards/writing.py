"""One hazard while it is written: its form, the way to the record it comes from, and its paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from app.records.hazard import Hazard
from app.records.risk_matrix import Rating
from app.services.safety import hazards
from app.texts import _
from ui.releasing import release_button
from ui.widgets import button, label, row
from ui.writing.whole_view import WholeView

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QVBoxLayout

    from app.desk import Desk
    from app.services.outgoing.papers import Prepared
    from app.services.records import Editing
    from ui.context import Context


class HazardView(WholeView):
    """The form; under the title stand the score as it is now, and where the hazard comes from."""

    def __init__(self, context: Context, editing: Editing, *, was_kept: bool, source: tuple[str, str]) -> None:
        """`source`: kind and title of the record it comes from; empty for none."""
        super().__init__(context, editing, was_kept=was_kept)
        body = editing.body
        assert isinstance(body, Hazard)
        self._score = label(wrap=True)
        self._score.setObjectName("score")
        second = row(self._score)
        second.setStretch(0, 1)
        kind, title = source
        if kind:
            words = _("Comes from: {record}").format(record=title)
            leads = partial(context.navigator.go_to, kind, body.source_record)
            second.addWidget(button(words, leads, kind="quiet", glyph="link", name="to_source"))
        if not editing.is_new:
            second.addWidget(release_button(context, self, self._paper))
        cast("QVBoxLayout", self.layout()).insertLayout(1, second)
        self.form.changed.connect(self._show_score)
        self._show_score()

    def _paper(self) -> Callable[[Desk], Prepared]:
        """The hazard as it was saved last."""
        from app.services.outgoing import papers

        return partial(papers.of_record, record_id=self.record)

    def _show_score(self) -> None:
        """Computed from the two steps alone, while one chooses them."""
        given = self.form.values().get("current") or {}
        rating = Rating(likelihood=given.get("likelihood") or None, severity=given.get("severity") or None)
        words = hazards.score_words(rating.cell)
        self._score.setText(_("Risk now: {score}").format(score=words) if words else _("Risk now: not rated yet"))
