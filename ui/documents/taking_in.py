"""Taking files in: from a path, a drop or the clipboard, with progress, *Cancel*, and a clear word about a refusal."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.services import documents
from app.texts import _, explain, ngettext
from app.vaults import KnownError
from ui.operations import Job
from ui.widgets import ProgressStrip, Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QMimeData

    from app.desk import Desk
    from app.services.records import Editing
    from ui.context import Context
    from ui.operations import Progress


@dataclass(frozen=True, slots=True)
class Source:
    """Something to attach: a file on this computer, or a picture from the clipboard."""

    content: Path | QImage
    name: str

    def read(self) -> Path | bytes:
        """What the vault takes: the path, or the picture as PNG. Not on the GUI thread."""
        if isinstance(self.content, Path):
            return self.content
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.content.save(buffer, "PNG")  # type: ignore[call-overload]  # its stub knows paths only
        return bytes(buffer.data().data())


@dataclass(frozen=True, slots=True)
class Taken:
    """A document with the files that were taken in (None: none was), and a sentence for each that was refused."""

    editing: Editing | None
    refusals: list[str] = field(default_factory=list)


def sources_of(data: QMimeData) -> list[Source]:
    """The files or the picture that were dropped or copied; none for anything else."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths:
        return [Source(path, path.name) for path in paths]
    picture = data.imageData() if data.hasImage() else None
    if isinstance(picture, QImage) and not picture.isNull():
        return [Source(picture, _("Pasted picture"))]
    return []


def holds_files(data: QMimeData) -> bool:
    """Whether something that is dragged over the window could be attached; cheap, asked at every move."""
    return any(url.isLocalFile() for url in data.urls()) or data.hasImage()


def take_in(desk: Desk, into: Editing | str, sources: Sequence[Source], progress: Progress) -> Taken:
    """Attach files to a document that is being written, or to a new one of the client `into`; on the engine thread.

    Raises:
        KnownError: what `documents.attach` raises for the only file, or `stopped`.
    """
    editing = None if isinstance(into, str) else into
    refusals: list[str] = []
    for source in sources:
        try:
            editing = _take_one(desk, editing or into, source, progress)
        except KnownError as error:
            if error.name == "stopped" or len(sources) == 1:
                raise
            told = explain(error)
            refusals.append(f"{source.name}: {told.sentence} {told.advice} ({told.code})")
    return Taken(editing, refusals)


def _take_one(desk: Desk, into: Editing | str, source: Source, progress: Progress) -> Editing:
    content, name, stopped = source.read(), source.name, progress.cancelled
    if isinstance(into, str):
        return documents.attach(desk, into, content, name, progress=progress, cancelled=stopped)
    return documents.add(desk, into, content, name, progress=progress, cancelled=stopped)


class TakingIn(QWidget):
    """Says how far the taking in is, offers to stop it, and says what was refused and why.

    Signals:
        taken(what): a `Taken`.
    """

    taken = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._job: Job | None = None
        self._progress = ProgressStrip()
        self._strip = Strip(closable=True)
        self._strip.setObjectName("refused")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._progress)
        column.addWidget(self._strip)

    @property
    def is_busy(self) -> bool:
        """Whether files are being taken in."""
        return self._job is not None

    def begin(self, into: Editing | str, sources: Sequence[Source], *, client: str) -> None:
        """Attach to a document that is being written, or to a new one of the client with this id."""
        if self.is_busy or not sources:
            return
        self._strip.hush()
        job = self._job = Job(self)
        what = ngettext("Taking in {n} file…", "Taking in {n} files…", len(sources)).format(n=len(sources))
        self._progress.follow(job, what)
        progress, given, touched = job.progress, tuple(sources), frozenset({"document", client})
        self._context.ops.query(
            self, lambda desk: take_in(desk, into, given, progress), lambda taken: self._on_taken(taken, touched),
            self._on_failed,
        )  # fmt: skip

    def say(self, text: str) -> None:
        """Say what was refused."""
        self._strip.say(text, "due")

    def _on_taken(self, taken: Taken, touched: frozenset[str]) -> None:
        self._end()
        self.say("\n".join(taken.refusals))
        if taken.editing is not None:  # else nothing changed, and whoever shows the file need not look again
            self.taken.emit(taken)
            self._context.ops.changed.emit(touched)

    def _on_failed(self, error: KnownError) -> None:
        self._end()
        if error.name != "stopped":
            self._strip.say_error(error)

    def _end(self) -> None:
        if self._job is not None:
            self._job.ended.emit()
            self._job.deleteLater()
            self._job = None
