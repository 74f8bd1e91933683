"""The files of one document: a line for each, and the one that is looked at under them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app import formats
from app.media import file_types
from app.services import documents
from app.texts import _
from ui.documents.file_viewer import FileViewer
from ui.documents.letting_out import let_out
from ui.theme import Space
from ui.widgets import EmptyState, Strip, button, clear, icon_button, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QHBoxLayout, QPushButton

    from app.records.document import Attachment
    from ui.context import Context


class FilesPanel(QWidget):
    """Opens the first file by itself: who opens a document wants to see it.

    Signals:
        remove_wanted(attachment): take it out of the draft.
    """

    remove_wanted = Signal(object)

    def __init__(self, context: Context, record: str, code: str, *, is_draft: bool, purpose: str | None = None) -> None:
        """`code`: the client's, for the name of a copy."""
        super().__init__()
        self._context = context
        self._record = record
        self._code = code
        self._is_draft = is_draft
        self._purpose = purpose
        self._files: list[Attachment] = []
        self._chosen: Attachment | None = None
        self._buttons: dict[str, QPushButton] = {}
        self._lines = QVBoxLayout()
        self._lines.setSpacing(Space.XS)
        self._note = Strip()
        self._nothing = EmptyState(
            "paperclip", _("No file yet"), _("Drop one here, or say in the form where the paper is kept.")
        )
        self.viewer = FileViewer(context)
        self.viewer.save_wanted.connect(self._on_save_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._lines)
        column.addWidget(self._note)
        column.addWidget(self._nothing, 1)
        column.addWidget(self.viewer, 1)
        set_shown(self._nothing, is_draft)

    def show_files(self, files: Sequence[Attachment]) -> None:
        """Show these; the one that was looked at stays, else the last one that came, or the first, is opened."""
        came = [one for one in files if one not in self._files]
        first = not self._files
        self._files = list(files)
        clear(self._lines)
        self._buttons = {}
        for one in files:
            self._lines.addLayout(self._line(one))
        self._note.say("\n".join(documents.unseen_in(files)) if self._is_draft else "", "info")
        set_shown(self._nothing, not files and self._is_draft)
        set_shown(self.viewer, bool(files))
        if self._chosen not in self._files:
            self._chosen = None
            self.viewer.close_file()
        wanted = files[0] if files and first else came[-1] if came else self._chosen or (files[0] if files else None)
        if wanted is not None:
            self._look_at(wanted)

    def close_files(self) -> None:
        """Let go of what is looked at."""
        self._chosen = None
        self.viewer.close_file()

    def _line(self, one: Attachment) -> QHBoxLayout:
        name = _("{name} · {size}").format(name=one.name, size=formats.size(one.bytes))
        choose = button(name.replace("&", "&&"), partial(self._look_at, one), kind="search", glyph=_glyph(one))
        choose.setObjectName(f"file:{one.name}")
        choose.setCheckable(True)
        choose.setProperty("elides", "true")
        choose.setToolTip(one.name)
        choose.setMinimumWidth(80)
        choose.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._buttons[one.id] = choose
        save = icon_button("download", _("Save a copy of {name}…").format(name=one.name), partial(self._save, one))
        save.setObjectName("save_copy")
        parts: list[QWidget] = [choose, save]
        if self._is_draft:
            tip = _("Take out {name}").format(name=one.name)
            parts.append(icon_button("x", tip, partial(self.remove_wanted.emit, one), name="take_out"))
        line = row(*parts, spacing=Space.XS)
        line.setStretch(0, 1)
        return line

    def _look_at(self, one: Attachment) -> None:
        is_other = one != self._chosen
        self._chosen = one
        for record, choose in self._buttons.items():
            choose.setChecked(record == one.id)
        if is_other:
            self.viewer.show_file(self._record, one, self._purpose)

    def _save(self, one: Attachment) -> None:
        let_out(self._context, self, one, self._code, self._purpose)

    def _on_save_chosen(self) -> None:
        if self._chosen is not None:
            self._save(self._chosen)


def _glyph(one: Attachment) -> str:
    known = file_types.BY_NAME.get(one.type)
    return "image" if known is not None and known.name.startswith("image/") else "file-text"
