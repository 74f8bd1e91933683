"""The library that draws charts: loaded once, outside the GUI thread, when the first chart is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from ui.operations import Operations, Progress

_loaded: list[Any] = []


def loaded() -> Any:
    """The library, None before it was loaded."""
    return _loaded[0] if _loaded else None


def when_loaded(ops: Operations, owner: QObject, then: Callable[[], None]) -> None:
    """Call `then` on the GUI thread once the library is there, never before this call has returned."""
    ops.job(owner, _load, lambda _none: then(), quietly=True)


def _load(_progress: Progress) -> None:
    """On a thread of its own: several charts may ask at once, and the lock of the import lets one of them load."""
    import pyqtgraph

    # At its end the library would look through all objects of the program for its own.
    pyqtgraph.setConfigOptions(antialias=True, exitCleanup=False)
    if not _loaded:
        _loaded.append(pyqtgraph)
