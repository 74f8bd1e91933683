"""The consent page: begins a conversation, goes on with one, and shows what is signed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from app.texts import N_, _
from ui.pages.editor.writing import WritingView
from ui.taking.begin_view import BeginView
from ui.taking.loading import Asked, Found, Start, begin, earlier_values, find, give_earlier
from ui.taking.reading import ConsentReading
from ui.taking.taking_view import TakingView
from ui.writing.loading import Wanted
from ui.writing.record_page import RecordPage

if TYPE_CHECKING:
    from app.services.records import Saved
    from ui.context import Context
    from ui.known import KnownError
    from ui.writing.loading import Loaded

KEYS = (
    ("Enter", N_("Conversation about consent: explained, and on to the next step")),
    ("Alt+Right", N_("Conversation about consent: on to the next step, also out of a text")),
    ("Alt+Left", N_("Conversation about consent: the step before")),
    ("Ctrl+Enter", N_("Sign")),
)


class TakingPage(RecordPage):
    """One consent at a time: a conversation or the whole form while it is written, its own view when it is signed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found: Found | None = None
        self._step = ""  # where a conversation goes on that the window was locked in
        self._is_whole = False
        self._was_signed = False
        self._was_left = False

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        known = details.get("at") or record
        was_left, self._was_left = self._was_left, False
        view = self._view
        is_shown = isinstance(view, TakingView | WritingView) and known is not None and known == view.record
        if is_shown and not was_left:
            self.focus_first()
            return
        self._leave()
        self._step = str(details.get("step") or (view.form.at if is_shown and isinstance(view, TakingView) else ""))
        self._is_whole = bool(details.get("whole")) or (is_shown and isinstance(view, WritingView))
        self._was_signed = False
        self._load(Wanted("consent", known, details.get("client"), values=details.get("values") or {}))

    def place(self) -> dict[str, Any]:
        if self._wanted is None:
            return {}
        view, place = self._view, {"record_kind": "consent", "at": self._wanted.record, "client": self._wanted.client}
        if isinstance(view, TakingView) and view.is_draft:
            return {**place, "at": view.record, "step": view.form.at}
        if isinstance(view, WritingView) and view.is_draft:
            return {**place, "at": view.record, "whole": True}
        return {**place, "at": view.record} if isinstance(view, ConsentReading) else place

    def may_leave(self) -> bool:
        self._was_left = True
        return super().may_leave()

    def step_back(self) -> bool:
        return isinstance(self._view, TakingView) and self._view.go_back()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return KEYS if isinstance(self._view, TakingView) else ()

    def _load(self, wanted: Wanted) -> None:
        self._wanted, self._loaded, self._found = wanted, None, None
        self._show(None)
        self._ask(partial(find, wanted=wanted))

    def _ask(self, work: Any) -> None:
        self.context.ops.query(self, work, self._on_found, self._on_failed, latest="load")

    def _on_found(self, found: Start | Found) -> None:
        if isinstance(found, Start):
            self._show_start(found)
            return
        self._found = found
        self._on_loaded(found.loaded)

    def _show_start(self, start: Start) -> None:
        view = BeginView(start)
        view.begun.connect(partial(self._on_begun, whole=False))
        view.whole_wanted.connect(partial(self._on_begun, whole=True))
        view.given_earlier.connect(partial(self._on_given_earlier, view))
        view.draft_wanted.connect(self._reload)
        view.back_wanted.connect(self._go_back)
        self._show(view)
        view.focus_first()

    def _writing(self, loaded: Loaded) -> QWidget:
        assert self._found is not None
        if self._is_whole:
            whole = WritingView(self.context, loaded, self._found.text, self._found.places)
            whole.finished.connect(self._on_finished)
            whole.discarded.connect(self._close)
            whole.back_wanted.connect(self._go_back)
            return whole
        view = TakingView(self.context, self._found, self._step)
        view.finished.connect(self._on_finished)
        view.discarded.connect(self._close)
        view.back_wanted.connect(self._go_back)
        view.whole_wanted.connect(partial(self._on_whole, view))
        return view

    def _reading(self, loaded: Loaded) -> QWidget:
        assert self._found is not None
        view = ConsentReading(self.context, loaded, self._found, was_signed=self._was_signed)
        view.amended.connect(lambda: self._reload(view.record))
        view.back_wanted.connect(self._go_back)
        view.withdrawn.connect(lambda: self._reload(view.record))
        view.again_wanted.connect(partial(self._on_again, view))
        return view

    def _cannot_be_shown(self) -> str:
        return _("This consent cannot be shown")

    def _client(self) -> str:
        return (self._wanted.client if self._wanted else None) or ""

    def _on_begun(self, asked: Asked, *, whole: bool) -> None:
        self._is_whole, self._step = whole, ""
        client = self._client()
        self._ask(lambda desk: begin(desk, client, asked))

    def _on_given_earlier(self, view: BeginView, asked: Asked, paper_on: str) -> None:
        client = self._client()

        def failed(error: KnownError) -> None:
            if error.name == "not_complete":  # more has to be said than a date: the form asks for it
                self._is_whole = True
                self._load(Wanted("consent", None, client, values=earlier_values(asked, paper_on)))
            else:
                view.say_error(error)

        self.context.ops.command(
            self, lambda desk: give_earlier(desk, client, asked, paper_on), self._on_written_down, failed,
            changes={"consent", client},
        )  # fmt: skip

    def _on_written_down(self, saved: Saved) -> None:
        self.context.announcer.toast(_("Signed"), "signature")
        self._on_finished(saved.record)

    def _on_whole(self, view: TakingView) -> None:
        """The same record in one form; the vault may not have its draft yet, so it goes over as it is."""
        assert self._found is not None
        self._is_whole = True
        loaded = replace(self._found.loaded, editing=view.editing(), was_kept=view.is_draft)
        self._found = replace(self._found, loaded=loaded)
        self._on_loaded(loaded)

    def _on_again(self, view: ConsentReading) -> None:
        self._is_whole, self._step = False, ""
        asked, client = Asked(view.consent_type), self._client()
        self._ask(lambda desk: begin(desk, client, asked))

    def _on_finished(self, record: str) -> None:
        self._was_signed = True
        self._reload(record)

    def _close(self) -> None:
        """What was written is gone; nothing of it stays behind."""
        self._show(None)
        self._go_back()
