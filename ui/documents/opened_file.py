"""An attached file while it is looked at: in memory and in a process without keys, never on the disk."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from app.services import documents
from app.vaults import failure

if TYPE_CHECKING:
    from app.media.viewing import Viewing
    from app.services.documents import Viewable


class OpenedFile:
    """Makes the pages of one file into pictures. Its calls wait, so they belong on a thread that may wait."""

    def __init__(self, viewable: Viewable) -> None:
        self._viewable: Viewable | None = viewable
        self._viewing: Viewing | None = None
        self._one_at_a_time = threading.Lock()
        self._is_closed = False

    def pages(self) -> int:
        """How many pages it has; the first call starts the process that opens it."""
        with self._one_at_a_time:
            return self._looked_at().pages

    def page(self, number: int, width: int) -> QImage:
        """One page (from 0), about `width` device pixels wide."""
        with self._one_at_a_time:
            made = self._looked_at().page(number, width)
        wrapped = QImage(made.rgb, made.width, made.height, 3 * made.width, QImage.Format.Format_RGB888)
        return wrapped.convertToFormat(QImage.Format.Format_RGB32)  # a copy: what is wrapped goes

    def words(self, number: int) -> str:
        """The words of a page, as far as the file has them as words: a picture has none."""
        with self._one_at_a_time:
            return self._looked_at().text(number)

    def close(self) -> None:
        """End the process and forget the file."""
        self._is_closed = True
        with self._one_at_a_time:
            viewing, self._viewing, self._viewable = self._viewing, None, None
        if viewing is not None:
            viewing.close()

    def close_soon(self) -> None:
        """`close` without waiting for a page that is being made."""
        threading.Thread(target=self.close, name="close-file", daemon=True).start()

    def _looked_at(self) -> Viewing:
        if self._viewing is None and self._viewable is not None and not self._is_closed:
            self._viewing = documents.view(self._viewable)
            self._viewable = None  # the other process has it now
        if self._viewing is None:
            raise failure("stopped")
        return self._viewing
