"""Shows a record to be read: what was filled in, in words, as one text with nothing to press.

One document instead of two labels a field: it opens in a fraction of the time, is selected and copied as a whole, and
is read aloud from top to bottom.
"""

from __future__ import annotations

import html
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QEvent, QMimeData, QSize, Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser

from app.markdown import to_html
from app.records.words import filled, shown_value
from app.records.words import references as references_in
from app.rules import measure_words
from app.texts import _
from ui.clipboard import sensitive
from ui.theme import Space, current

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtGui import QResizeEvent, QWheelEvent

    from app.records.fields import FieldSpec
    from ui.forms.references import References
    from ui.theme import Colours

LABEL_WIDTH = 190
_SHEET = "p, ul, ol, h4, blockquote { margin-top: 0; margin-bottom: 8px; }"


class ReadText(QTextBrowser):
    """A long text in the Markdown subset, as tall as it is; what is copied from it is marked as sensitive."""

    def __init__(self, text: str = "", name: str = "") -> None:
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
        self.document().setDefaultStyleSheet(_SHEET)
        self.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)
        if text:
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


class RecordView(ReadText):
    """The filled-in fields of a body: short ones beside their labels, long texts under theirs."""

    def __init__(
        self, body: msgspec.Struct, references: References, *, but: Collection[str] = (), narrow: bool = False
    ) -> None:
        """`but`: names of fields that are shown elsewhere; `narrow`: labels stand above their values."""
        super().__init__(name=_("What was written"))
        self._rendered_in: Colours | None = None
        self._body = body = measure_words.as_read(body)
        self._but = frozenset(but)
        self._narrow = narrow
        self._names: dict[str, str] = {}  # what records and people that are referred to are called
        self._render()
        for spec, value in references_in(body):
            references.name(spec.to, value, partial(self._on_named, value))

    def _render(self) -> None:
        self._rendered_in = current()
        fields = [(spec, value) for spec, value in filled(self._body) if spec.name not in self._but]
        self.show_html(_Writer(self._names, narrow=self._narrow).fields(fields))

    def _on_named(self, value: str, text: str) -> None:
        self._names[value] = text or _("A record you cannot open")
        self._render()

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # Colours are in the text. Qt says so at every new parent too, mostly of the same ones.
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_rendered_in", None) not in (None, current()):
            self._render()


class _Writer:
    """Writes fields as HTML that a text document shows."""

    def __init__(self, names: dict[str, str], *, narrow: bool) -> None:
        self._names = names
        self._narrow = narrow

    def fields(self, fields: list[tuple[FieldSpec, Any]]) -> str:
        """Short fields that follow each other share one table."""
        parts: list[str] = []
        rows: list[str] = []
        for spec, value in fields:
            if spec.shape in _BLOCKS:
                parts += [_table(rows, is_first=not parts), self._block(spec, value)]
                rows = []
            else:
                rows.append(self._row(_(spec.label), self._words(spec, value)))
        return "".join([*parts, _table(rows, is_first=not parts)])

    def _words(self, spec: FieldSpec, value: Any) -> str:
        return self._names.get(value, "") if spec.shape == "reference" else shown_value(spec, value)

    def _row(self, name: str, words: str) -> str:
        label = f'<span style="color:{current().muted};">{html.escape(name)}</span>'
        text = html.escape(words, quote=False).replace("\n", "<br>")
        if self._narrow:
            return f'<tr><td style="padding-bottom:{Space.S}px;">{label}<br>{text}</td></tr>'
        padding = f"padding-right:{Space.L}px; padding-bottom:{Space.S}px;"
        return f'<tr><td width="{LABEL_WIDTH}" style="{padding}">{label}</td><td>{text}</td></tr>'

    def _block(self, spec: FieldSpec, value: Any) -> str:
        head = f'<p style="margin-top:{Space.S}px; margin-bottom:{Space.XS}px;"><b>{html.escape(_(spec.label))}</b></p>'
        if spec.shape == "text":
            return head + to_html(value)
        if spec.shape == "lines":
            return head + to_html("\n".join(f"- {line}" for line in value))
        parts = value if spec.shape == "rows" else [value]
        return head + "".join(self._framed(self.fields(filled(part))) for part in parts)

    def _framed(self, inside: str) -> str:
        style = f"border-style:solid; border-color:{current().line}; margin-bottom:{Space.S}px;"
        return (
            f'<table width="100%" border="1" cellspacing="0" cellpadding="{Space.S}" style="{style}">'
            f"<tr><td>{inside}</td></tr></table>"
        )


def _table(rows: list[str], *, is_first: bool) -> str:
    if not rows:
        return ""
    style = f"margin-top:{0 if is_first else Space.M}px; margin-bottom:{Space.XS}px;"
    return f'<table width="100%" cellspacing="0" cellpadding="0" style="{style}">{"".join(rows)}</table>'


_BLOCKS = frozenset({"text", "group", "rows", "lines"})
