"""What the scanner put into its folder: offered, never taken by itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout

from app import formats
from app.services import scans
from app.texts import _, explain
from ui.documents.taking_in import Source
from ui.theme import Space
from ui.widgets import PathLabel, button, clear, icon_button, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.desk import Desk
    from app.services.scans import Scan
    from ui.context import Context
    from ui.known import KnownError

MOST = 4


class Waiting(NamedTuple):
    """The folder, None where nobody chose one, and what lies in it."""

    folder: Path | None
    scans: Sequence[Scan] = ()


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
        choose = button(_("Choose the folder…"), self._choose, kind="quiet", name="choose_scan_folder")
        again = icon_button("refresh-cw", _("Look again"), self.look, name="look_again")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.S, Space.S)
        column.setSpacing(Space.XS)
        head = row(label(_("In the scan folder"), size="lead"), self._path, again, choose)
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
        """Show what lies in the folder; asks for the folder when there is none yet."""
        self.show()
        self._ask(lambda found: self._choose() if found.folder is None else None)

    def look(self) -> None:
        """Look into the folder again."""
        self._ask(lambda _found: None)

    def _ask(self, done: Callable[[Waiting], None]) -> None:
        def on_found(found: Waiting) -> None:
            self._show(found)
            done(found)

        self._context.ops.query(self, _look, on_found, self._on_failed, latest="scans")

    def _show(self, found: Waiting) -> None:
        clear(self._lines)
        self._path.show_path(str(found.folder) if found.folder else "")
        for scan in found.scans[:MOST]:
            self._lines.addWidget(self._line(scan))
        if not found.scans:
            nothing = _("Nothing lies there.") if found.folder else _("Say once where your scanner puts its files.")
            self._lines.addWidget(label(nothing, tone="muted"))
        self._note.setVisible(bool(found.scans))

    def _on_failed(self, error: KnownError) -> None:
        clear(self._lines)
        told = explain(error)
        self._lines.addWidget(label(f"{told.sentence} {told.advice} ({told.code})", tone="due", wrap=True))
        self._note.hide()

    def _line(self, scan: Scan) -> QFrame:
        facts = _("{when} · {size}").format(when=formats.ago(scan.changed), size=formats.size(scan.bytes))
        name = PathLabel(scan.name, tone="")
        source = Source(scan.path, scan.name)
        attach = button(_("Attach"), partial(self.attach_wanted.emit, [source]), kind="quiet", name="attach_scan")
        attach.setAccessibleName(_("Attach {name}").format(name=scan.name))
        line = QFrame()
        inside = row(name, label(facts, size="small", tone="muted"), attach)
        inside.setStretch(0, 1)
        line.setLayout(inside)
        return line

    def _choose(self) -> None:
        choose_folder(self._context, self, self.look, self._on_failed)


def choose_folder(
    context: Context, owner: QWidget, done: Callable[[], None], failed: Callable[[KnownError], None] | None = None
) -> None:
    """Ask where the scanner puts its files, and keep that for this person."""

    def chosen(folder: Path) -> None:
        context.ops.command(owner, lambda desk: scans.set_folder(desk, folder), lambda _none: done(), failed)

    context.prompts.folder(_("Where does your scanner put its files?"), chosen)


def _look(desk: Desk) -> Waiting:
    folder = scans.folder(desk)
    return Waiting(folder, scans.waiting(desk) if folder is not None else ())
