"""Documents: the tab of a client's file, the draft beside its pages, the signed document."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.window import Window
from ui.documents.file_viewer import FileViewer
from ui.documents.text_view import TextView
from ui.pages.client_file.file_view import FileView
from ui.pages.documents.reading import DocumentView
from ui.pages.documents.writing import DocumentDraft
from ui.widgets.viewer import PagesView


class ViewerDriver(FormDriver):
    """What every shown document has: its files and their pages."""

    def __init__(self, window: Window, kind: type[QWidget]) -> None:
        super().__init__(window._root, window.qtbot)
        self._window = window
        self._kind = kind
        self.qtbot.waitUntil(lambda: self._view() is not None, timeout=WAIT_MS)
        window.settle()

    @property
    def files(self) -> list[str]:
        """The names of the files."""
        buttons = self._root().findChildren(QAbstractButton)
        names = [each.objectName() for each in buttons if each.isVisible()]
        return [name.removeprefix("file:") for name in names if name.startswith("file:")]

    @property
    def pages(self) -> PagesView:
        """The pages, once they are there and the first ones are drawn."""
        view = self.find(PagesView, "pages_view")
        self.qtbot.waitUntil(lambda: bool(view.held) and self._is_drawn(view), timeout=WAIT_MS)
        return view

    @property
    def place(self) -> str:
        """`Page 1 of 3`."""
        return self.find(QLabel, "page_number").text()

    def words(self) -> str:
        """The words of a text file."""
        view = self.find(TextView, "text_view")
        self._window.settle()
        return view.toPlainText()

    def viewer(self) -> FileViewer:
        """The part that looks at files."""
        return next(each for each in self._root().findChildren(FileViewer) if each.isVisible())

    def look_at(self, name: str) -> None:
        """Choose one of several files."""
        self.press(f"file:{name}")
        self._window.settle()

    def press_key(self, key: Qt.Key) -> None:
        """Press a key over the pages."""
        QTest.keyClick(self.pages, key)
        self._window.settle()

    def _view(self) -> QWidget | None:
        return next((each for each in self._root().findChildren(self._kind) if each.isVisible()), None)

    def _is_drawn(self, view: PagesView) -> bool:
        return view.page in view.held and not self._window.shell.ops.jobs_running


class DraftDriver(ViewerDriver):
    """`draft.describe("Letter of the school", "letter").sign()`."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, DocumentDraft)

    def describe(self, title: str, kind: str) -> DraftDriver:
        """The short form: title and kind."""
        self.replace("title", title)
        self.choose_value("document_kind", kind)
        return self

    def add(self, path: Path) -> None:
        """Choose one more file."""
        self._window.prompts.answer(path)
        self.press("add_file")
        self._window.settle()

    def take_out(self) -> None:
        """Take the first file out."""
        self.press("take_out")
        self._window.settle()

    def sign(self) -> DocumentDriver:
        """Sign, and wait for the signed document."""
        self.press("finish")
        return DocumentDriver(self._window)


class DocumentDriver(ViewerDriver):
    """A signed document."""

    def __init__(self, window: Window) -> None:
        super().__init__(window, DocumentView)

    @property
    def record(self) -> str:
        """Its id."""
        view = self._view()
        assert isinstance(view, DocumentView)
        return view.record


class DocumentsDriver:
    """`documents.attach(path)`, `documents.drop(paths)`, `documents.paste(picture)`: what one does in the file."""

    def __init__(self, window: Window, file: FileDriver) -> None:
        self._window = window
        self.file = file

    def attach(self, path: Path) -> DraftDriver:
        """Choose a file by the button."""
        self.try_to_attach(path)
        return DraftDriver(self._window)

    def try_to_attach(self, path: Path) -> None:
        """Choose a file that may be refused."""
        self.file.tab("documents")
        self._window.prompts.answer(path)
        self.file.press("attach")
        self._window.settle()

    def drop(self, paths: Sequence[Path]) -> None:
        """Drop files onto the page."""
        view = next(each for each in self._window.shell.findChildren(FileView) if each.isVisible())
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        what = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        view.dragEnterEvent(QDragEnterEvent(QPoint(40, 40), *what))
        view.dropEvent(QDropEvent(QPoint(40, 40), *what))
        self._window.settle()

    def paste(self, picture: QImage) -> DraftDriver:
        """Paste a picture with Ctrl+V."""
        QGuiApplication.clipboard().setImage(picture)
        view = next(each for each in self._window.shell.findChildren(FileView) if each.isVisible())
        self._window.activate()
        QTest.keyClick(view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        return DraftDriver(self._window)
