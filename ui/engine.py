"""The one thread that owns the Desk: a signed-in person's connection never leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

    from app.desk import Desk

T = TypeVar("T")


class Engine:
    """Runs work one piece after the other on its own thread.

    Only work that runs on that thread may touch the desk; `interrupt` is the exception that storage allows.
    """

    def __init__(self) -> None:
        self._executor: ThreadPoolExecutor | None = None  # made with the first work
        self._desk: Desk | None = None
        self._accepting = True

    def submit(self, work: Callable[[], None]) -> Future[None] | None:
        """Queue `work`, which reports by itself and never raises. None after `refuse_more`."""
        if not self._accepting:
            return None
        if self._executor is None:
            from concurrent.futures import ThreadPoolExecutor

            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="engine")
        return self._executor.submit(work)

    def seat(self, desk: Desk) -> None:
        """Take over the desk of who has just signed in. On the engine thread only."""
        self._desk = desk

    def desk(self) -> Desk:
        """The desk. On the engine thread only.

        Raises:
            LookupError: nobody is signed in; asking then is a mistake of the program.
        """
        if self._desk is None:
            message = "nobody is signed in"
            raise LookupError(message)
        return self._desk

    def unseat(self) -> Desk | None:
        """Give the desk away, so that no later work finds it. On the engine thread only."""
        desk, self._desk = self._desk, None
        return desk

    def interrupt(self) -> None:
        """Stop the statement that is running now. From any thread."""
        desk = self._desk
        if desk is not None:
            desk.signin.interrupt()

    def stop(self) -> None:
        """Take no more work and forget what is queued; what runs now ends by itself."""
        self._accepting = False
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
