"""Overview: what is unfinished, who the client is, and the clinical profile, each to be changed in its place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.services import files
from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.forms.view import RecordView
from ui.theme import Space
from ui.widgets import Strip, button, card, label, row, scrolling

if TYPE_CHECKING:
    from app.services.files import ClientFile, TimelineRow
    from app.services.records import Opened
    from ui.context import Context

WIDEST = 1080  # px; wider than this, lines are hard to read


class OverviewTab(QWidget):
    """Made anew each time the file is opened.

    Signals:
        edit_wanted(kind): change the client or the profile.
        opened(kind, record): go on with a draft.
    """

    edit_wanted = Signal(str)
    opened = Signal(str, str)

    def __init__(self, context: Context, file: ClientFile) -> None:
        super().__init__()
        self._context = context
        self._references = VaultReferences(context, self, file.id)
        self._unfinished = QVBoxLayout()
        self._unfinished.setSpacing(Space.S)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, Space.M, Space.S, Space.M)
        column.setSpacing(Space.M)
        column.addLayout(self._unfinished)
        column.addWidget(self._part("client", _("Identity and contact"), file.client))
        column.addWidget(self._part("client_profile", _("Profile"), file.profile))
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        page.setMaximumWidth(WIDEST)
        outer.addWidget(scrolling(page))
        if file.drafts:
            context.ops.query(self, lambda desk: files.timeline(desk, file.id), self._on_lines)

    def _part(self, kind: str, title: str, opened: Opened | None) -> QFrame:
        change = button(
            _("Change"), lambda: self.edit_wanted.emit(kind), kind="quiet", glyph="pencil", name=f"edit:{kind}"
        )
        change.setAccessibleName(_("Change: {part}").format(part=title))
        head = row(label(title, size="lead"), None, change)
        if opened is None:
            hint = _("Nothing written yet: groups, alerts, culture and language, representatives, doctor.")
            return card(head, label(hint, tone="muted", wrap=True), spacing=Space.M)
        view = RecordView(opened.body, self._references)
        return card(head, view, spacing=Space.M)

    def _on_lines(self, lines: list[TimelineRow]) -> None:
        for line in lines:
            if line.state != "draft":
                continue
            text = _("Not finished: {kind}, {title}").format(kind=line.kind_label, title=line.title)
            strip = Strip()
            strip.add_action(_("Go on"), partial(self.opened.emit, line.kind, line.record), name="go_on")
            self._unfinished.addWidget(strip)
            strip.say(text.rstrip(", "), "due")
