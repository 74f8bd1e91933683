"""Brings what is written to its end: keeps the draft, looks whether anything is wrong or missing, signs or saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from app.records import KINDS, missing
from app.records.consent import Consent
from app.services import records
from app.texts import _
from ui.forms.draft_keeper import DraftKeeper
from ui.forms.record_form import point_out_error
from ui.forms.steps import steps
from ui.known import KnownError
from ui.prompts import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from app.desk import Desk
    from app.services.records import Editing, Saved
    from ui.context import Context
    from ui.forms.record_form import BodyForm
    from ui.widgets import Strip

# Kinds that are saved, not signed, and still want what they need.
_WHOLE = frozenset({"client", "hazard", "process_note"})
# What is attached to such a draft cannot come back with it, so a question is asked instead.
_FILES_GO_WITH_IT = frozenset({"document"})


class Writer(QObject):
    """Stands behind one form; a view connects its button and shows what it says.

    Signals:
        finished(record): it is signed or saved.
        discarded(): the draft was thrown away.
        kept(time), not_kept(error): how the draft is.
        busy_changed(busy): the vault is being asked to sign or save.
        lacking(specs): these needed fields are empty; nothing was done.
    """

    finished = Signal(str)
    discarded = Signal()
    kept = Signal(str)
    not_kept = Signal(object)
    busy_changed = Signal(bool)
    lacking = Signal(list)

    def __init__(self, context: Context, owner: QWidget, editing: Editing, form: BodyForm, strip: Strip) -> None:
        """`strip` is where the view says what is wrong."""
        super().__init__(owner)
        self._context = context
        self._owner = owner
        self.form = form
        self._strip = strip
        self._kind = KINDS[editing.kind]
        self._client = editing.client
        self.was_kept = False  # whether it is a draft that was taken up again
        self._keeper = DraftKeeper(context, owner, editing, self.values)
        self._keeper.kept.connect(self.kept)
        self._keeper.failed.connect(self._on_not_kept)
        self.more_values: Callable[[], Mapping[str, Any]] = dict
        # How it comes to its end; a kind that brings something with it has its own way.
        self.sign: Callable[[Desk, Editing], Saved] = records.sign
        self.drop: Callable[[Desk, Editing], None] = _throw_away
        self.may_finish: Callable[[], bool] = lambda: True  # a last look, such as at a warning; asked when all is there

    @property
    def record(self) -> str:
        """The record that is being written."""
        return self._keeper.record

    @property
    def is_draft(self) -> bool:
        """Whether there is something that the vault has, or soon will have, of what is written here."""
        return self._keeper.was_touched or self.was_kept

    def values(self) -> dict[str, Any]:
        """What the form holds, and what stands beside it."""
        return {**self.form.values(), **self.more_values()}

    def editing(self) -> Editing:
        """The record as the form has it now; raises a KnownError while two values contradict each other."""
        return self._keeper.editing()

    def keepable(self) -> Editing:
        """The record as it could be kept now, also while values contradict each other."""
        return self._keeper.keepable()

    def forget(self) -> None:
        """Somebody else saves what was typed."""
        self._keeper.forget()

    def touch(self) -> None:
        """Something was typed."""
        self._keeper.touch()

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""
        return self._keeper.take()

    def leave(self) -> None:
        """The person goes elsewhere: what was typed is saved at once."""
        self._keeper.flush()

    def finish_by_keys(self) -> None:
        """Let Ctrl+Enter finish, anywhere in the view."""
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self._owner)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.finish)

    def finish(self) -> None:
        """Sign or save, or say what stands in the way. A form that is still being made is waited for."""
        if self.form.is_complete:
            self._finish()
        else:
            steps().do(self, self._finish)  # behind the steps that make the form

    def _finish(self) -> None:
        if self.form.problems():
            self._strip.say(_("Some fields cannot be understood. They are marked."), "due")
            return
        try:
            editing = self._keeper.editing()
        except KnownError as error:
            self._on_refused(error)
            return
        empty = missing(editing.body) if self._kind.signed or self._kind.name in _WHOLE else []
        if empty:
            self.lacking.emit(empty)
            return
        if not self.may_finish():
            return
        self._strip.hush()
        self._keeper.forget()
        self.busy_changed.emit(True)
        act = self.sign if self._kind.signed else records.save
        self._context.ops.command(
            self._owner, lambda desk: act(desk, editing), self._on_finished, self._on_refused, changes=self._changes()
        )

    def offer_to_discard(self) -> None:
        """Throw the draft away, and offer the way back while the toast is in sight."""
        if not self.is_draft:
            self.discarded.emit()
        elif self._kind.name in _FILES_GO_WITH_IT or self._has_paper():
            self._context.prompts.ask(
                _("Throw this draft away?"),
                _("What you typed is lost. Records that are signed or saved stay."),
                [Answer("discard", _("Throw away"), dangerous=True)],
                lambda answer: self.discard() if answer == "discard" else None,
            )
        else:
            self._discard_with_a_way_back()

    def _has_paper(self) -> bool:
        body = self._keeper.keepable().body
        return isinstance(body, Consent) and bool(body.paper)

    def discard(self) -> None:
        """Throw the draft away; what was signed or saved before stays."""
        editing, drop = self._keeper.keepable(), self.drop
        self._keeper.forget()
        self._context.ops.command(
            self._owner, lambda desk: drop(desk, editing), lambda _done: self.discarded.emit(), changes=self._changes()
        )

    def _discard_with_a_way_back(self) -> None:
        context, thrown, changes = self._context, self._keeper.keepable(), self._changes()
        details = {"client": thrown.client} if thrown.client else {}

        def bring_back() -> None:
            def kept(_editing: Editing) -> None:
                context.navigator.go_to(thrown.kind, thrown.record, **details)

            context.ops.command(context.navigator, lambda desk: records.keep(desk, thrown), kept, changes=changes)

        self.discard()
        context.announcer.offer(_("The draft was thrown away"), _("Undo"), bring_back, "trash-2")

    def _changes(self) -> set[str]:
        return {self._kind.name, self.record, *([self._client] if self._client else [])}

    def _on_finished(self, saved: Saved) -> None:
        self._keeper.forget()
        if self._kind.signed:
            self._context.announcer.toast(_("Signed"), "signature")
        else:
            self._context.announcer.toast(_("Saved"), "save")
        self._context.announcer.note_saved()
        self.finished.emit(saved.record)

    def _on_refused(self, error: KnownError) -> None:
        self.busy_changed.emit(False)
        self._keeper.touch()
        point_out_error(self.form, error)
        self._strip.say_error(error)

    def _on_not_kept(self, error: KnownError) -> None:
        self._strip.say_error(error)
        self.not_kept.emit(error)


def _throw_away(desk: Desk, editing: Editing) -> None:
    if editing.record in records.unfinished(desk):
        records.discard(desk, editing.record)
