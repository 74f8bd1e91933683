"""Shows a record to be read: what was filled in, in words, with nothing to press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from app.records.fields import FieldSpec, Tier, is_empty, shown, specs
from app.records.words import shown_value
from app.texts import _
from ui.clipboard import sensitive
from ui.forms.markdown import to_html
from ui.theme import Space
from ui.widgets import card, column, label

if TYPE_CHECKING:
    from collections.abc import Collection

    import msgspec
    from PySide6.QtGui import QResizeEvent, QWheelEvent

    from ui.forms.references import References

LABEL_WIDTH = 190
_BLOCKS = frozenset({"text", "group", "rows", "lines"})


class RecordView(QWidget):
    """The filled-in fields of a body: short ones in a list, long texts as texts."""

    def __init__(
        self, body: msgspec.Struct, references: References, *, but: Collection[str] = (), narrow: bool = False
    ) -> None:
        """`but`: names of fields that are shown elsewhere; `narrow`: labels stand above their values."""
        super().__init__()
        self._narrow = narrow
        self._references = references
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        self._grid: QGridLayout | None = None
        for spec, value in filled(body):
            if spec.name not in but:
                self._add(spec, value)

    def is_blank(self) -> bool:
        """Whether there is nothing to read."""
        return self._column.isEmpty()

    def _add(self, spec: FieldSpec, value: Any) -> None:
        if spec.shape in _BLOCKS:
            self._grid = None
            self._column.addWidget(_heading(_(spec.label)))
            self._column.addWidget(self._block(spec, value))
            return
        name = label(_(spec.label), tone="muted", wrap=True)
        if self._narrow:
            name.setProperty("size", "small")
            self._column.addLayout(column(name, self._short(spec, value), spacing=0))
            return
        if self._grid is None:
            self._grid = QGridLayout()
            self._grid.setHorizontalSpacing(Space.L)
            self._grid.setVerticalSpacing(Space.S)
            self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
            self._grid.setColumnStretch(1, 1)
            self._column.addLayout(self._grid)
        row = self._grid.rowCount()
        name.setFixedWidth(LABEL_WIDTH)
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._short(spec, value), row, 1, Qt.AlignmentFlag.AlignTop)

    def _short(self, spec: FieldSpec, value: Any) -> QLabel:
        words = "" if spec.shape == "reference" else shown_value(spec, value)
        made = selectable(label(words, wrap=True))
        if spec.shape == "reference":
            unknown = _("A record you cannot open")
            self._references.name(spec.to, value, lambda text: made.setText(text or unknown))
        return made

    def _block(self, spec: FieldSpec, value: Any) -> QWidget:
        if spec.shape == "text":
            return ReadText(value, _(spec.label))
        if spec.shape == "lines":
            return ReadText("\n".join(f"- {line}" for line in value), _(spec.label))
        parts = value if spec.shape == "rows" else [value]
        return card(*(RecordView(part, self._references) for part in parts), spacing=Space.M)


def filled(body: msgspec.Struct) -> list[tuple[FieldSpec, Any]]:
    """The fields worth reading: called for, filled in, and more than a tick that was never set."""
    values = {spec.name: getattr(body, spec.name) for spec in specs(type(body))}
    return [
        (spec, values[spec.name])
        for spec in shown(specs(type(body)), values)
        if spec.tier is not Tier.HIDDEN and not _says_nothing(spec, values[spec.name])
    ]


def _says_nothing(spec: FieldSpec, value: Any) -> bool:
    if spec.shape == "group" and value is not None:
        return not filled(value)
    return is_empty(value) or (spec.shape == "bool" and value is False and spec.default is False)


def _heading(text: str) -> QLabel:
    made = label(text)
    made.setProperty("strong", "true")
    return made


def selectable(made: QLabel) -> QLabel:
    """Let the text of a label be selected and copied."""
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class ReadText(QTextBrowser):
    """A long text in the Markdown subset, as tall as it is; what is copied from it is marked as sensitive."""

    def __init__(self, text: str, name: str = "") -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        # A text to be read is no field: the look of read-only fields in the style sheet is not for it.
        self.setStyleSheet("QTextBrowser { background: transparent; border: none; padding: 0; }")
        self.setAccessibleName(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.document().setDefaultStyleSheet("p, ul, ol, h4, blockquote { margin-top: 0; margin-bottom: 8px; }")
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)
        self.show_html(to_html(text))

    def show_html(self, markup: str) -> None:
        """Show HTML made by the program, in which everything that people wrote is escaped."""
        self.setHtml(markup)

    # Qt overrides

    def sizeHint(self) -> QSize:
        return QSize(400, int(self.document().size().height()) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        return sensitive(self.textCursor().selection().toPlainText())
