"""How a page asks for work: query, command and job go to the engine, results come back by signal.

A page never waits. It hands over a function; the answer is a call on the GUI thread, dropped when its owner is gone.
"""

from __future__ import annotations

import itertools
import threading
import time
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from ui.engine import Engine
from ui.reports import bug_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from concurrent.futures import Future, ThreadPoolExecutor

    from app.desk import Desk
    from ui.known import KnownError
    from ui.prompts import Prompts

T = TypeVar("T")
Failed = "Callable[[KnownError], None]"

MOST_JOBS = 3  # each mostly waits for a worker process
PROGRESS_EVERY_S = 0.05  # a bar that moves more often only costs time


class _Order(NamedTuple):
    """One piece of work on its way: who asked, and what to call with the outcome."""

    number: int
    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[KnownError], None] | None
    latest: tuple[int, str] | None = None
    changes: frozenset[str] = frozenset()
    job: Job | None = None


class _Outcome(NamedTuple, Generic[T]):
    order: _Order
    result: T | None = None
    error: Exception | None = None


class Progress:
    """What long work says while it runs, on its thread: `progress(done, total, text)`; `progress.cancelled()`."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell
        self._cancelled = threading.Event()
        self._said_at = 0.0

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """Say that `done` of `total` units are done (total 0: unknown)."""
        now = time.monotonic()
        if done >= total or now - self._said_at >= PROGRESS_EVERY_S:
            self._said_at = now
            self._tell(done, total, text)

    def cancel(self) -> None:
        """Ask the work to stop; it looks from time to time."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        """Whether the person asked the work to stop."""
        return self._cancelled.is_set()


class Job(QObject):
    """Long work outside the engine.

    Signals:
        progressed(done, total, text): how far it is; total 0 when unknown.
        stopped(): it was cancelled and has ended without a result.
        ended(): it has ended, in whatever way.
    """

    progressed = Signal(object, object, str)  # Python integers: bytes of a large vault do not fit into 32 bits
    stopped = Signal()
    ended = Signal()

    def __init__(self, parent: QObject, *, is_quiet: bool = False) -> None:
        super().__init__(parent)
        self.is_quiet = is_quiet
        self.progress = Progress(self.progressed.emit)

    def cancel(self) -> None:
        """Ask it to stop."""
        self.progress.cancel()

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody asked it to stop."""
        return self.progress.cancelled()


class Operations(QObject):
    """Owns the engine, lives in the GUI thread.

    Signals:
        busy_changed(busy): the engine has begun to work, or has nothing left to do.
        changed(what): a command wrote something: a frozenset of kinds and client or record ids.
        jobs_ended(): the last of the long works has ended.
    """

    busy_changed = Signal(bool)
    changed = Signal(object)
    jobs_ended = Signal()
    _arrived = Signal(object)

    def __init__(self, prompts: Prompts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._prompts = prompts
        self._engine = Engine()
        self._helpers: ThreadPoolExecutor | None = None  # made with the first job
        self._numbers = itertools.count()
        self._newest: dict[tuple[int, str], int] = {}
        self._waiting: dict[int, Future[None]] = {}
        self._jobs: set[Job] = set()
        self._frozen = False
        self._has_ended = False  # the session; on the engine thread only
        self._closing: Future[None] | None = None
        self._arrived.connect(self._on_arrived)

    @property
    def busy(self) -> bool:
        """Whether the engine has work."""
        return bool(self._waiting)

    @property
    def jobs_running(self) -> bool:
        """Whether long work that a person started is running."""
        return any(not job.is_quiet for job in self._jobs)

    def query(
        self, owner: QObject, work: Callable[[Desk], T], done: Callable[[T], None],
        failed: Callable[[KnownError], None] | None = None, *, latest: str = "",
    ) -> None:  # fmt: skip
        """Ask the vault; `done(result)` or `failed(error)` is called on the GUI thread while `owner` lives.

        Args:
            owner: the widget the answer is for.
            work: runs on the engine thread with the desk; must not touch widgets.
            done: takes the result.
            failed: takes a KnownError; without it the error is shown by `prompts`.
            latest: a name; a newer query of the same owner and name makes this one's answer void
                (typing in a search field).
        """
        self._send(self._order(owner, done, failed, latest), lambda: work(self._desk()))

    def command(
        self, owner: QObject, work: Callable[[Desk], T], done: Callable[[T], None],
        failed: Callable[[KnownError], None] | None = None, *, changes: Iterable[str] = (),
    ) -> None:  # fmt: skip
        """Change the vault; like `query`, and afterwards `changed` is sent with `changes` (kinds, ids)."""
        order = _Order(next(self._numbers), owner, done, failed, changes=frozenset(changes))
        self._send(order, lambda: work(self._desk()))

    def final(
        self, owner: QObject, work: Callable[[Desk], T], done: Callable[[T], None],
        failed: Callable[[KnownError], None] | None = None,
    ) -> None:  # fmt: skip
        """A command that ends the session by itself; drafts have to be kept before.

        When it went well, no other query or command is done any more: the window can only be locked then.
        """

        def end() -> T:
            result = work(self._desk())
            self._has_ended = True
            return result

        self._send(_Order(next(self._numbers), owner, done, failed), end)

    def outside(
        self, owner: QObject, work: Callable[[], T], done: Callable[[T], None],
        failed: Callable[[KnownError], None] | None = None, *, latest: str = "",
    ) -> None:  # fmt: skip
        """Work on the engine thread that needs nobody signed in (looking at a vault, judging a passphrase)."""
        self._send(self._order(owner, done, failed, latest), work)

    def enter(
        self, owner: QObject, work: Callable[[], tuple[Desk, T]], done: Callable[[T], None],
        failed: Callable[[KnownError], None] | None = None,
    ) -> None:  # fmt: skip
        """Sign somebody in: `work` returns the desk, which stays with the engine, and what `done` is called with."""

        def sit_down() -> T:
            desk, rest = work()
            self._engine.seat(desk)
            return rest

        self._send(_Order(next(self._numbers), owner, done, failed), sit_down)

    def job(
        self, owner: QObject, work: Callable[[Progress], T], done: Callable[[T], None],
        failed: Callable[[KnownError], None] | None = None, *, quietly: bool = False,
    ) -> Job:  # fmt: skip
        """Long work beside the engine (it mostly waits for a worker process), with progress and cancel.

        What nobody asked for is done `quietly`: no lock waits for it.
        """
        job = Job(self, is_quiet=quietly)
        order = _Order(next(self._numbers), owner, done, failed, job=job)
        self._jobs.add(job)
        if self._helpers is None:
            from concurrent.futures import ThreadPoolExecutor

            self._helpers = ThreadPoolExecutor(max_workers=MOST_JOBS, thread_name_prefix="job")
        self._helpers.submit(self._perform, order, lambda: work(job.progress))
        return job

    def close(self, owner: QObject, last: Callable[[Desk], None], done: Callable[[bool], None]) -> None:
        """The end of a signed-in session: stop what runs, drop what waits, do `last`, then `done(went well)`.

        From this call on no other answer is delivered and no other work is taken.
        """
        self._frozen = True
        for future in self._waiting.values():
            future.cancel()
        for job in self._jobs:
            job.cancel()
        self._engine.interrupt()

        def leave() -> bool:
            desk = self._engine.unseat()
            if desk is not None:
                last(desk)
            return True

        order = _Order(-1, owner, done, lambda _error: done(False))
        self._closing = self._engine.submit(lambda: self._perform(order, leave))

    def wait_until_closed(self, seconds: float) -> None:
        """Wait for the end that `close` began: only where the system ends the program and waits for this call."""
        if self._closing is not None:
            from concurrent.futures import wait

            wait([self._closing], seconds)

    def shut_down(self) -> None:
        """Take no more work. For the end of the program."""
        self._frozen = True
        self._engine.stop()
        if self._helpers is not None:
            self._helpers.shutdown(wait=False, cancel_futures=True)

    def _order(
        self, owner: QObject, done: Callable[[Any], None], failed: Callable[[KnownError], None] | None, latest: str,
    ) -> _Order:  # fmt: skip
        key = (id(owner), latest) if latest else None
        order = _Order(next(self._numbers), owner, done, failed, latest=key)
        if key is not None:
            self._newest[key] = order.number
        return order

    def _send(self, order: _Order, work: Callable[[], Any]) -> None:
        if self._frozen:
            return
        future = self._engine.submit(lambda: self._run_unless_stale(order, work))
        if future is None:
            return
        self._waiting[order.number] = future
        if len(self._waiting) == 1:
            self.busy_changed.emit(True)

    def _desk(self) -> Desk:
        if self._has_ended:
            raise _StaleError
        return self._engine.desk()

    def _run_unless_stale(self, order: _Order, work: Callable[[], Any]) -> None:
        if self._is_stale(order):
            self._arrived.emit(_Outcome(order, error=_StaleError()))
            return
        self._perform(order, work)

    def _perform(self, order: _Order, work: Callable[[], Any]) -> None:
        try:
            outcome = _Outcome(order, result=work())
        except Exception as error:  # noqa: BLE001  sorted on the GUI thread into known errors and bugs
            outcome = _Outcome(order, error=error)
        self._arrived.emit(outcome)

    def _is_stale(self, order: _Order) -> bool:
        return order.latest is not None and self._newest.get(order.latest) != order.number

    def _on_arrived(self, outcome: _Outcome[Any]) -> None:
        order = outcome.order
        was_waiting = self._waiting.pop(order.number, None) is not None
        if not self._frozen or order.number < 0:
            # What the answer asks for in turn is under way before anybody is told that all is done.
            self._deliver(outcome)
        if order.job is not None:
            self._end_job(order.job)
        if was_waiting and not self._waiting:
            self.busy_changed.emit(False)

    def _end_job(self, job: Job) -> None:
        self._jobs.discard(job)
        job.ended.emit()
        job.deleteLater()
        if not job.is_quiet and not self.jobs_running:
            self.jobs_ended.emit()

    def _deliver(self, outcome: _Outcome[Any]) -> None:
        order, error = outcome.order, outcome.error
        if self._is_stale(order) or isinstance(error, _StaleError):
            return
        if error is not None:
            self._deliver_error(order, error)
            return
        if isValid(order.owner):
            order.done(outcome.result)
        if order.changes:
            self.changed.emit(order.changes)

    def _deliver_error(self, order: _Order, error: Exception) -> None:
        from ui.known import KnownError

        if order.job is not None and order.job.is_cancelled:
            order.job.stopped.emit()
        elif not isinstance(error, KnownError):
            self._prompts.bug(bug_report(error))
            if order.number < 0:
                order.done(False)
        elif not isValid(order.owner):
            return
        elif order.failed is not None:
            order.failed(error)
        else:
            self._prompts.known(error)


class _StaleError(Exception):
    """A newer query of the same name was asked, or the session has ended by itself; this one was not run."""
