"""Printers of this computer, and handing them a paper: straight from memory, never through a file of ours.

Linux and macOS print with CUPS: the PDF goes to its `lp` through a pipe, because Qt's own way there writes the whole
paper into a temporary file first. On Windows Qt hands the pages to the system as pictures.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage, QPagedPaintDevice, QPainter

from app.reports.pages import PageImage
from app.services.outgoing import releasing
from app.vaults import failure

if TYPE_CHECKING:
    from app.services.outgoing.releasing import Permit

Cancelled = Callable[[], bool]

TITLE = "ClientSafe"
"""What the print system may show of a job; never a name or a code."""
_PATIENCE_S = 10
_LOOK_EVERY_S = 0.1
_TOLD = 200


@dataclass(frozen=True, slots=True)
class Printers:
    """Their names, and the one that is used unless another is chosen."""

    names: tuple[str, ...] = ()
    usual: str = ""


def known() -> Printers:
    """The printers that are set up; asks the print system, so call it where waiting is allowed."""
    if sys.platform == "win32":
        return _known_to_qt()
    if shutil.which("lp") is None:
        return Printers()
    names = tuple(_told("lpstat", "-e").split())
    usual = _told("lpstat", "-d").rpartition(":")[2].strip()
    return Printers(names, usual if usual in names else next(iter(names), ""))


def send(permit: Permit, pdf: bytes, printer: str, copies: int, cancelled: Cancelled) -> None:
    """Print; call it where waiting is allowed.

    Raises:
        KnownError: `not_printed`, or `stopped` after a cancel.
    """
    if sys.platform == "win32":
        _send_by_qt(permit, pdf, printer, copies, cancelled)
    else:
        _send_by_pipe(pdf, printer, copies, cancelled)


def paint(device: QPagedPaintDevice, pages: Iterable[PageImage], cancelled: Cancelled) -> bool:
    """Paint the pictures of pages on a device, each on a page of its own; False if it refuses."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    for number, page in enumerate(pages):
        if cancelled():
            painter.end()
            raise failure("stopped")
        if number and not device.newPage():
            return False
        picture = QImage(page.rgb, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888)
        painter.drawImage(painter.viewport(), picture)
    return painter.end()


def _send_by_pipe(pdf: bytes, printer: str, copies: int, cancelled: Cancelled) -> None:
    command = ["lp", "-s", "-d", printer, "-n", str(copies), "-t", TITLE]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        problem = _fed(process, pdf, cancelled)
    except BaseException:
        process.kill()
        process.communicate()
        raise
    if process.returncode != 0:
        raise failure("not_printed", printer=printer, problem=_last_line(problem))


def _fed(process: subprocess.Popen[bytes], pdf: bytes, cancelled: Cancelled) -> bytes:
    """Write into the process and wait for its end; what it had to complain about."""
    rest: bytes | None = pdf
    while True:
        try:
            return process.communicate(rest, timeout=_LOOK_EVERY_S)[1]
        except subprocess.TimeoutExpired:
            rest = None  # it goes on with what it was given
            if cancelled():
                raise failure("stopped") from None


def _last_line(problem: bytes) -> str:
    lines = problem.decode(errors="replace").strip().splitlines() or ["?"]
    return lines[-1].removeprefix("lp:").strip().rstrip(".")[:_TOLD]


def _told(*command: str) -> str:
    """What a program of the print system says in English; nothing when it has nothing to say."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PATIENCE_S, check=True, env=os.environ | {"LC_ALL": "C"}
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout


def _known_to_qt() -> Printers:
    from PySide6.QtPrintSupport import QPrinterInfo

    names = tuple(QPrinterInfo.availablePrinterNames())
    return Printers(names, QPrinterInfo.defaultPrinterName() or next(iter(names), ""))


def _send_by_qt(permit: Permit, pdf: bytes, printer: str, copies: int, cancelled: Cancelled) -> None:
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    device = QPrinter(QPrinterInfo.printerInfo(printer), QPrinter.PrinterMode.HighResolution)
    device.setDocName(TITLE)
    device.setCopyCount(copies)
    device.setFullPage(True)
    if not paint(device, releasing.printer_pages(permit, pdf), cancelled):
        raise failure("not_printed", printer=printer, problem=sys.platform)
