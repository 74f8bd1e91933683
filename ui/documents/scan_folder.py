"""New files in the folder where the scanner puts them: offered, never taken by themselves."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from app import formats
from app.media import file_types
from app.texts import _
from ui.documents.taking_in import Source
from ui.theme import Space
from ui.widgets import PathLabel, button, clear, icon_button, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from ui.context import Context

NEW_DAYS = 14
MOST = 4
_EXTENSIONS = frozenset(each.extension for each in file_types.ALL) | {".jpeg", ".tiff"}
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Scan:
    """A file in the folder; `written` is seconds of the clock."""

    path: Path
    written: float
    bytes: int


def new_scans(folder: Path, now: float | None = None) -> list[Scan]:
    """Files of the last two weeks that could be attached, the newest first; none if the folder cannot be read."""
    since = (time.time() if now is None else now) - NEW_DAYS * _DAY_S
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                is_wanted = Path(entry.name).suffix.lower() in _EXTENSIONS and not entry.name.startswith(".")
                if is_wanted and entry.is_file(follow_symlinks=False):
                    state = entry.stat(follow_symlinks=False)
                    if state.st_mtime >= since:
                        found.append(Scan(Path(entry.path), state.st_mtime, state.st_size))
    except OSError:
        return []
    return sorted(found, key=lambda scan: scan.written, reverse=True)


class ScanFolder(QFrame):
    """The card over the list of documents.

    Signals:
        attach_wanted(sources): take these in.
    """

    attach_wanted = Signal(list)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        set_card(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setObjectName("scan_folder")
        self._path = PathLabel(size="small")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        choose = button(_("Choose the folder…"), self._on_choose, kind="quiet", name="choose_scan_folder")
        again = icon_button("refresh-cw", _("Look again"), self.look, name="look_again")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        column.setSpacing(Space.XS)
        head = row(label(_("New in the scan folder"), size="lead"), self._path, again, choose)
        head.setStretch(1, 1)
        column.addLayout(head)
        column.addLayout(self._lines)
        self._note = label(
            _("What is attached is kept here, encrypted. The scan in the folder is not: delete it afterwards."),
            size="small", tone="muted", wrap=True,
        )  # fmt: skip
        column.addWidget(self._note)
        self.hide()

    def open_card(self) -> None:
        """Show what is new; asks for the folder when there is none yet."""
        self.show()
        if self._context.preferences.scan_folder is None:
            self._on_choose()
        self.look()

    def look(self) -> None:
        """Look into the folder again."""
        folder = self._context.preferences.scan_folder
        self._path.show_path(str(folder) if folder else "")
        if folder is None:
            self._show([])
            return
        self._context.ops.job(self, lambda _progress: new_scans(folder), self._show)

    def _show(self, scans: list[Scan]) -> None:
        clear(self._lines)
        for scan in scans[:MOST]:
            self._lines.addWidget(self._line(scan))
        if not scans:
            text = _("Nothing new in the last two weeks.")
            if self._context.preferences.scan_folder is None:
                text = _("Say once where your scanner puts its files.")
            self._lines.addWidget(label(text, tone="muted"))
        self._note.setVisible(bool(scans))

    def _line(self, scan: Scan) -> QFrame:
        when = formats.ago(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(scan.written)))
        facts = _("{when} · {size}").format(when=when, size=formats.size(scan.bytes))
        name = PathLabel(scan.path.name, tone="")
        source = Source(scan.path, scan.path.name)
        attach = button(_("Attach"), partial(self.attach_wanted.emit, [source]), kind="quiet", name="attach_scan")
        attach.setAccessibleName(_("Attach {name}").format(name=scan.path.name))
        line = QFrame()
        inside = row(name, label(facts, size="small", tone="muted"), attach)
        inside.setStretch(0, 1)
        line.setLayout(inside)
        return line

    def _on_choose(self) -> None:
        def chosen(folder: Path) -> None:
            self._context.preferences.scan_folder = folder
            self.look()

        self._context.prompts.folder(_("Where does your scanner put its files?"), chosen)
