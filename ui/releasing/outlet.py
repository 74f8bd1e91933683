"""One paper on its way out: read, drawn, and let out between the entry that it begins and the entry how it ended."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.reports import pages
from app.rules.destinations import Sending
from app.services.outgoing import releasing
from app.services.outgoing.releasing import How, Permit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.desk import Desk
    from app.services.outgoing.papers import Prepared
    from ui.known import KnownError
    from ui.operations import Job, Operations, Progress
    from ui.platform.printers import Printers

T = TypeVar("T")

POINTS_PER_INCH = 72
SHORT_EDGE, LONG_EDGE = 595.2756, 841.8898  # of A4, in points


class Outlet(QObject):
    """Lives with the window and not with the sheet, so that what was begun is also ended when the sheet is gone.

    Signals:
        prepared(paper): what stands on it is known, and its reading logged; a `Prepared`.
        drawn(pages): it can be seen and let out; how many pages it has.
        pictured(number, image): a page that was asked for; image is None when it cannot be shown.
        begun(job): it is being let out.
        done(name): it is out: the name of the file, or of the printer.
        failed(error), stopped(): it is not.
    """

    prepared = Signal(object)
    drawn = Signal(int)
    pictured = Signal(int, object)
    begun = Signal(object)
    done = Signal(str)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, ops: Operations, window: QObject, prepare: Callable[[Desk], Prepared]) -> None:
        super().__init__(window)
        self._ops = ops
        self._prepare = prepare
        self._paper: Prepared | None = None
        self._leaving: Prepared | None = None  # the paper as it leaves: some with a notice on it
        self._pdf = b""
        self._job: Job | None = None
        self._is_closed = False

    def start(self) -> None:
        """Read and draw it."""
        self._ask(self._read, self._on_prepared, self.failed.emit)

    def find_printers(self, look: Callable[[], Printers], found: Callable[[Printers], None]) -> None:
        """Ask the print system which printers there are."""
        self._ops.job(self, lambda _progress: look(), found)

    def picture(self, number: int, width: int) -> None:
        """Draw a page for the screen, so many pixels wide."""
        # Half a pixel less: a page that would end in the next pixel gets one more, and is then seen squeezed.
        pdf, dpi = self._pdf, (width - 0.5) * POINTS_PER_INCH / self._page_width()

        def draw(_progress: Progress) -> QImage:
            page = next(pages.images(pdf, dpi, number, number + 1))
            return QImage(page.rgb, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888).copy()

        shown = partial(self.pictured.emit, number)
        self._ops.job(self, draw, shown, lambda _error: shown(None))

    def save(self, path: Path, where: Sending) -> None:
        """Save it where a person said; the chooser has asked about replacing."""

        def write(permit: Permit, _progress: Progress) -> None:
            assert self._leaving is not None, "it is set before the permit is asked for"
            data = self._leaving.leaves(self._pdf, permit.notice)
            releasing.save(permit, data, path, replace=True)

        self._let_out("save", where, path.name, write)

    def print_on(self, printer: str, copies: int, where: Sending) -> None:
        """Print it."""

        def send(permit: Permit, progress: Progress) -> None:
            from ui.platform import printers

            printers.send(permit, self._pdf, printer, copies, progress.cancelled)

        self._let_out("print", where, printer, send)

    def close(self) -> None:
        """Nobody looks any more: stop, write how it ended, go."""
        self._is_closed = True
        self._pdf = b""
        if self._job is not None:
            self._job.cancel()
        else:
            self.deleteLater()

    # With a desk; before anybody has signed in `PublicOutlet` does without.

    def _ask(self, work: Callable[[Desk], T], done: Callable[[T], None], failed: Callable[[KnownError], None]) -> None:
        self._ops.query(self, work, done, failed)

    def _read(self, desk: Desk) -> Prepared:
        return self._prepare(desk)

    def _with_notice(self, desk: Desk, paper: Prepared, where: Sending) -> Prepared:
        return releasing.with_notice(desk, paper, where)

    def _begin(self, desk: Desk, paper: Prepared, where: Sending, how: How) -> Permit:
        return releasing.begin(desk, paper, where, how)

    def _finish(self, desk: Desk, permit: Permit, outcome: str) -> None:
        releasing.finish(desk, permit, outcome)

    def _page_width(self) -> float:
        return LONG_EDGE if self._paper is not None and self._paper.paper.is_wide else SHORT_EDGE

    def _on_prepared(self, paper: Prepared) -> None:
        self._paper = paper
        self.prepared.emit(paper)

        def draw(progress: Progress) -> tuple[bytes, int]:
            pdf = releasing.draw(paper, progress, progress.cancelled)
            return pdf, pages.count(pdf)

        self._follow(self._ops.job(self, draw, self._on_drawn, self.failed.emit))

    def _on_drawn(self, drawn: tuple[bytes, int]) -> None:
        self._pdf, count = drawn
        self.drawn.emit(count)

    def _follow(self, job: Job) -> None:
        self._job = job
        job.stopped.connect(self.stopped)
        job.ended.connect(self._on_ended)

    def _on_ended(self) -> None:
        self._job = None
        if self._is_closed:
            self.deleteLater()

    def _let_out(self, how: How, where: Sending, name: str, act: Callable[[Permit, Progress], None]) -> None:
        """Records of some kinds leave with a notice on them; then it is drawn again before anything is begun."""
        paper = self._paper
        assert paper is not None, "it was drawn before"

        def begin(drawn: Prepared) -> None:
            self._leaving = drawn
            work = partial(self._begin, paper=drawn, where=where, how=how)
            self._ask(work, lambda permit: self._act(permit, name, act), self.failed.emit)

        def go_on(noticed: Prepared) -> None:
            begin(noticed) if noticed is paper else self._draw_again(noticed, lambda: begin(noticed))

        self._ask(lambda desk: self._with_notice(desk, paper, where), go_on, self.failed.emit)

    def _draw_again(self, paper: Prepared, go_on: Callable[[], None]) -> None:
        def drawn(pdf: bytes) -> None:
            self._pdf = pdf
            go_on()

        job = self._ops.job(
            self, lambda progress: releasing.draw(paper, progress, progress.cancelled), drawn, self.failed.emit
        )
        self._follow(job)
        self.begun.emit(job)

    def _act(self, permit: Permit, name: str, act: Callable[[Permit, Progress], None]) -> None:
        """The entry stands; now it may leave. Whatever happens, how it ended is written too."""
        ends: list[tuple[str, Callable[[], None]]] = []
        job = self._ops.job(
            self,
            partial(act, permit),
            lambda _none: ends.append(("done", lambda: self.done.emit(name))),
            lambda error: ends.append((error.name, lambda: self.failed.emit(error))),
        )
        job.stopped.connect(lambda: ends.append(("stopped", self.stopped.emit)))

        def end() -> None:
            self._job = None
            # Nothing was told: the program made a mistake, which the prompts show.
            outcome, tell = ends[0] if ends else ("failed", self.stopped.emit)
            self._ask(
                lambda desk: self._finish(desk, permit, outcome), lambda _none: self._tell(tell), self._on_unended
            )

        job.ended.connect(end)
        self._job = job
        self.begun.emit(job)

    def _tell(self, tell: Callable[[], None]) -> None:
        tell()
        if self._is_closed:
            self.deleteLater()

    def _on_unended(self, error: KnownError) -> None:
        self._tell(lambda: self.failed.emit(error))


class PublicOutlet(Outlet):
    """The crisis card of a country before anybody has signed in: there is no desk and no trail to write to."""

    def __init__(self, ops: Operations, window: QObject, place: str) -> None:
        super().__init__(ops, window, lambda _desk: _public_card(place))

    def _ask(self, work: Callable[[Desk], T], done: Callable[[T], None], failed: Callable[[KnownError], None]) -> None:
        # None stands for the desk that there is not: nothing below asks it anything.
        self._ops.outside(self, partial(work, None), done, failed)  # type: ignore[arg-type]

    def _with_notice(self, desk: Desk, paper: Prepared, where: Sending) -> Prepared:
        del desk, where
        return paper

    def _begin(self, desk: Desk, paper: Prepared, where: Sending, how: How) -> Permit:
        del desk, where, how
        return releasing.without_desk(paper)

    def _finish(self, desk: Desk, permit: Permit, outcome: str) -> None:
        """Nothing was begun that had to be ended."""


def _public_card(place: str) -> Prepared:
    from app.services.outgoing import papers

    return papers.of_public_card(place)
