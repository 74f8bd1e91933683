"""Writing a supervision: clients by code, names warned of, and signing in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.pages.supervision.name_watch import NameWatch
from ui.theme import Space
from ui.widgets import button, icon_button, label, row, scrolling
from ui.writing.form_view import FormView

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.records import Editing
    from ui.context import Context
    from ui.forms.lookup import Option

WIDEST = 880


class CodeReferences(VaultReferences):
    """Finds clients by name or code, and shows the code alone."""

    def find(self, kinds: tuple[str, ...], words: str, done: Callable[[list[Option]], None]) -> None:
        """See `References.find`."""
        super().find(kinds, words, done if "client" not in kinds else lambda found: done(_by_code(found)))

    def name(self, kinds: tuple[str, ...], record: str, done: Callable[[str], None]) -> None:
        """See `References.name`."""
        super().name(kinds, record, done if "client" not in kinds else lambda text: done(text.partition(" ")[0]))


class SupervisionWriting(FormView):
    """One supervision while it is written.

    Signals:
        finished(record): signed.
    """

    finished = Signal(str)

    def __init__(self, context: Context, editing: Editing, *, was_kept: bool) -> None:
        """`was_kept`: it is a draft that was taken up again."""
        super().__init__(context, editing, was_kept=was_kept, legend=_("needed to sign"))
        self.setObjectName("supervision_writing")
        self.names = NameWatch(context, self.form, lines=("task", "owner"), meant=self._meant)
        self.form.changed.connect(self.names.touch)
        self._warned: list[str] = []
        self._finish = self._finish_button(_("Sign"))
        self._discard = button(_("Throw away"), self._writer.offer_to_discard, kind="quiet", name="discard")
        self._writer.may_finish = self._may_finish
        self._writer.finished.connect(self.finished)
        self._lay_out()

    def _references(self, context: Context) -> CodeReferences:
        return CodeReferences(context, self)

    def _meant(self) -> list[str]:
        return [str(case.get("client") or "") for case in self.form.values().get("cases") or ()]

    def _may_finish(self) -> bool:
        """Names are warned of once for what is found; a second press signs as it is."""
        found = self.names.look()
        if not found or found == self._warned:
            return True
        self._warned = found
        words = ", ".join(found)
        told = _("There may be names in it: {words}. Press Sign again to sign it as it is.")
        self._strip.say(told.format(words=words), "due")
        return False

    def _lay_out(self) -> None:
        back = icon_button("arrow-left", _("To the list"), self._on_back, name="to_list")
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        inside.setSpacing(Space.L)
        hint = _("This stays with you: nobody else can open it. Write codes, no names.")
        inside.addWidget(label(hint, tone="muted", wrap=True))
        inside.addWidget(self.form)
        inside.addStretch(1)
        page.setMaximumWidth(WIDEST)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(row(back, label(_("Supervision"), size="title"), None))
        outer.addWidget(self._strip)
        outer.addWidget(scrolling(page), 1)
        outer.addWidget(self.names)
        outer.addLayout(row(self._state, None, self._discard, self._finish))

    def _on_back(self) -> None:
        self.leave()
        self.closed.emit()


def _by_code(found: list[Option]) -> list[Option]:
    return [(record, text.partition(" ")[0]) for record, text in found]
