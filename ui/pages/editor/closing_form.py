"""The closing summary as a calm guide: what is still open, how it ended, safety, goodbye, and how long it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QTimer

from app import formats
from app.records.closure import Closure
from app.records.closure_choices import ObligationKind
from app.records.fields import specs
from app.services.client_files import closing, retention
from app.services.client_files.retention import Closing
from app.services.reading import searches
from app.texts import N_, _
from ui.forms.sectioned import SectionedForm, SectionSpec, at_once
from ui.pages.editor.open_words import OpenWords
from ui.writing.retention_view import RetentionView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.desk import Desk
    from app.records.closure_choices import Obligation
    from app.services.client_files.retention import Shown
    from ui.context import Context
    from ui.forms.references import References

SETTLE_MS = 200
_SECTIONS = (
    SectionSpec("why", N_("Why it ends"), "", ("reason", "reason_note", "closed_on", "last_session_on")),
    SectionSpec(
        "open",
        N_("What is still open"),
        N_("The file can be closed with it. A word to each says what becomes of it, and who sees to it."),
        (),
    ),
    SectionSpec("course", N_("How the work went"), "", ("course", "outcome", "plan_review")),
    SectionSpec(
        "risk",
        N_("Safety, looked at once more"),
        "",
        ("risk_at_closing", "risk_reviewed_on", "risk_reviewed_by"),
    ),
    SectionSpec(
        "goodbye",
        N_("How the client was told, and what they take along"),
        "",
        (
            "told_how",
            "told_on",
            "not_told_reason",
            "attempts",
            "topics",
            "crisis_resources",
            "follow_up",
            "referrals_given",
            "letters",
        ),
    ),
    SectionSpec("private", N_("Private notes"), "", ("process_notes", "process_notes_until")),
    SectionSpec("more", N_("Others, and fees"), "", ("coordination", "fees_settled")),
    SectionSpec(
        "kept",
        N_("How long it is kept"),
        N_("Computed from what stands above; it is kept with the summary. Nothing is destroyed by itself."),
        (),
    ),
)


class OpenOne(NamedTuple):
    """Something that is open, and the kind of its record, for the way there."""

    what: Obligation
    kind: str


class ClosingForm(SectionedForm):
    """What is open and how long it is kept are asked of the vault while it is written."""

    def __init__(self, context: Context, references: References, client: str, values: Mapping[str, Any]) -> None:
        self._context = context
        self._client = client
        self._words: OpenWords | None = None
        self._asked: Closing | None = None
        super().__init__(at_once(specs(Closure)), _SECTIONS, references, values)
        self._words = OpenWords(context, client, str(values.get("open_note") or ""))
        self._words.changed.connect(self._on_words)
        self.add_part("open", self._words)
        self._kept = RetentionView()
        self.add_part("kept", self._kept)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._compute)
        context.ops.query(self, lambda desk: _open_ones(desk, client), self._on_open)
        self._compute()

    def values(self) -> dict[str, Any]:
        found = super().values()
        return {**found, "open_note": self._words.value()} if self._words is not None else found

    def point_out(self, texts: Mapping[str, str]) -> None:
        super().point_out(texts)
        if "open_note" in texts and self._words is not None:
            self._words.point_out(texts["open_note"], focus=len(texts) == 1)

    def refreshed(self) -> None:
        if self._words is not None:
            self._timer.start()

    def _on_words(self) -> None:
        self.mark("open", is_done=self._words is not None and self._words.is_done)
        self.changed.emit()

    def _on_open(self, found: list[OpenOne]) -> None:
        if self._words is not None:
            self._words.show_open([(one.what.title, one.kind, one.what.record, _note(one.what)) for one in found])
            self.mark("open", is_done=self._words.is_done)

    def _compute(self) -> None:
        values = self.raw_values()
        closing_ = Closing(values["closed_on"], values["reason"] or "", values["last_session_on"])
        if closing_ == self._asked:
            return
        self._asked = closing_
        client = self._client
        self._context.ops.query(self, lambda desk: retention.of(desk, client, closing_), self._on_kept, latest="kept")

    def _on_kept(self, shown: Shown) -> None:
        self._kept.show_kept(shown)
        self.mark("kept", is_done=shown.keep_until is not None)


def _note(one: Obligation) -> str:
    """`Legal hold · 22 May 2027`."""
    return " · ".join([*([_(one.what.label)] if one.what else []), *([formats.short_date(one.due)] if one.due else [])])


def _open_ones(desk: Desk, client: str) -> list[OpenOne]:
    """What is open, but for the closing summary itself, which is a draft too."""
    found = []
    for one in closing.outlook(desk, client).obligations:
        line = searches.line_of(desk, one.record) if one.record else None
        if line is None or line.kind != "closure":
            missing = "risk_review" if one.what is ObligationKind.SAFETY_REVIEW else ""
            found.append(OpenOne(one, line.kind if line is not None else missing))
    return found
