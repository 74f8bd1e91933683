"""Sessions: whom the day expects, with *Write note*; earlier ones that have no note yet; adding one by hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget
from shiboken6 import delete

from app import formats
from app.records.client import Member
from app.records.fields import specs
from app.rules.today import Source
from app.texts import N_, _, ngettext
from ui.forms.lookup import VaultReferences
from ui.forms.references import ReferenceControl
from ui.forms.steps import steps
from ui.pages.today.lines import heading, line, nothing, time_label, who
from ui.theme import Space, icon
from ui.widgets import button, card, clear, icon_button, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.reading.today import Session
    from ui.context import Context

WHY = {Source.PLANNED: N_("as agreed last time"), Source.USUAL: N_("usual time"), Source.ADDED: N_("added by hand")}


class Sessions(QWidget):
    """The first part of Today.

    Signals:
        write_wanted(session), open_wanted(session): its note.
        file_wanted(client): the client's file.
        missed(session): it did not take place; a note about that is wanted.
        skipped(session): it is not expected on that day after all.
        added(client): expect this client today.
    """

    write_wanted = Signal(object)
    open_wanted = Signal(object)
    file_wanted = Signal(str)
    missed = Signal(object)
    skipped = Signal(object)
    added = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._filling = QObject(self)  # owns the steps that add lines
        self._count = label(tone="muted")
        self._today = QVBoxLayout()
        self._earlier = QWidget()
        self._earlier_lines = QVBoxLayout(self._earlier)
        self._earlier.hide()
        for lines in (self._today, self._earlier_lines):
            lines.setSpacing(0)
            lines.setContentsMargins(0, 0, 0, 0)
        self._toggle = button("", self._on_toggled, kind="quiet", glyph="history", name="not_written")
        self._adding = self._adding_row()
        head = row(
            label(_("Sessions"), size="lead"), self._count, None,
            button(_("Add to today"), self._on_add, kind="quiet", glyph="plus", name="add_session"),
        )  # fmt: skip
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card(head, self._adding, self._today, row(self._toggle, None), self._earlier))

    def show_sessions(self, today: Sequence[Session], earlier: Sequence[Session]) -> None:
        """Show the sessions of today and those of the last days that have no note."""
        clear(self._today)
        clear(self._earlier_lines)
        delete(self._filling)  # what a step of the last time has still to add is not wanted any more
        self._filling = QObject(self)
        for session in today:
            steps().do(self._filling, partial(self._add, self._today, session))
        if not today:
            self._today.addWidget(nothing(_("Nobody is expected today. A usual time in a client's file, or the next "
                                            "session named in a note, puts them here.")))  # fmt: skip
        for day in dict.fromkeys(session.day for session in earlier):
            steps().do(self._filling, partial(self._add_heading, day))
            for session in earlier:
                if session.day == day:
                    steps().do(self._filling, partial(self._add, self._earlier_lines, session))
        written = sum(session.state == "signed" for session in today)
        said = _("{written} of {all} signed").format(written=written, all=len(today)) if today else ""
        self._count.setText(said)
        set_shown(self._toggle, bool(earlier))
        n = len(earlier)
        self._toggle.setText(ngettext("{n} not written yet", "{n} not written yet", n).format(n=n))
        if not earlier:
            self._earlier.hide()

    def first_button(self) -> QWidget | None:
        """Where work begins: the first *Write note*."""
        return self.findChild(QWidget, "write_note")

    def _add(self, lines: QVBoxLayout, session: Session) -> None:
        lines.addWidget(self._line(session))

    def _add_heading(self, day: str) -> None:
        self._earlier_lines.addWidget(heading(formats.day(day)))

    def _line(self, session: Session) -> QFrame:
        glyph, tone, note = _look(session)
        actions = [self._action(session)]
        if not session.note:
            actions.append(self._more(session))
        made = line(
            glyph=glyph, tone=tone, title=who(session.code, session.name), note=note, actions=actions,
            opened=partial(self.file_wanted.emit, session.client), name=f"session:{session.code}",
        )  # fmt: skip
        across = made.layout()
        assert isinstance(across, QHBoxLayout)
        across.insertWidget(0, time_label(session.time), 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def _action(self, session: Session) -> QWidget:
        if session.state == "signed":
            made = button(_("Open note"), partial(self.open_wanted.emit, session), kind="quiet", name="open_note")
        elif session.state == "draft":
            made = button(_("Go on"), partial(self.open_wanted.emit, session), glyph="file-pen", name="go_on")
        else:
            made = button(
                _("Write note"), partial(self.write_wanted.emit, session), glyph="notebook-pen", name="write_note"
            )
        made.setAccessibleName(f"{made.text()}: {who(session.code, session.name)}")
        return made

    def _more(self, session: Session) -> QToolButton:
        made = icon_button("ellipsis", _("More for {client}").format(client=session.code), name="session_more")
        menu = QMenu(made)
        menu.addAction(icon("circle-slash"), _("It did not take place…"), partial(self.missed.emit, session))
        menu.addAction(icon("x"), _("Not expected on this day"), partial(self.skipped.emit, session))
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _adding_row(self) -> QFrame:
        made = QFrame()
        made.hide()
        spec = next(spec for spec in specs(Member) if spec.name == "client")
        self._client = ReferenceControl(spec, VaultReferences(self._context, made))
        self._client.edit.setAccessibleName(_("Name or code of a client"))
        self._client.edit.setPlaceholderText(_("Name or code of a client"))
        self._client.changed.connect(self._on_chosen)
        across = QHBoxLayout(made)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(Space.S)
        across.addWidget(self._client, 1)
        across.addWidget(icon_button("x", _("Close"), made.hide))
        return made

    def _on_add(self) -> None:
        self._adding.show()
        self._client.set_value("")
        self._client.edit.setFocus()

    def _on_chosen(self) -> None:
        client = self._client.value()
        if client:
            self._adding.hide()
            self.added.emit(client)

    def _on_toggled(self) -> None:
        self._earlier.setVisible(self._earlier.isHidden())


def _look(session: Session) -> tuple[str, str, str]:
    """Glyph, tone and note of a session."""
    if session.state == "signed":
        return "circle-check", "good", _("signed")
    if session.state == "draft":
        return "file-pen", "due", _("not signed yet")
    return "circle-dashed", "muted", _(WHY[session.source])
