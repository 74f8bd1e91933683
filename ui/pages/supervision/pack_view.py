"""A pack for a supervisor outside: one client, chosen records, and the text to be read before it leaves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout, QWidget

from app import formats
from app.services.supervision import pack_drafts, pseudonymous
from app.texts import _
from ui.forms.text import NoteEdit
from ui.forms.which_client import ClientChooser
from ui.pages.supervision.kept_packs import KeptPacks
from ui.pages.supervision.name_watch import NameWatch
from ui.pages.supervision.pack_keeper import PackKeeper
from ui.releasing import release
from ui.theme import READING_WIDTH, Space
from ui.widgets import Strip, button, icon_button, label, row, scrolling

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.client_files.files import TimelineRow
    from app.services.supervision.pseudonymous import Pack
    from ui.context import Context

LIST_HEIGHT = 200
ROW_HEIGHT = 30
TEXT_LINES = 16


class PackView(QWidget):
    """Two steps: what goes into it, then its words, which are kept while they are changed, until they went out.

    Signals:
        closed(): to the list.
    """

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("pack_view")
        self._context = context
        self._pack: Pack | None = None
        self._strip = Strip()
        self._kept = KeptPacks(context)
        self._who = ClientChooser(context)
        self._records = QListWidget()
        self._records.setObjectName("pack_records")
        self._records.setAccessibleName(_("What goes into it"))
        self._records.setFixedHeight(LIST_HEIGHT)
        self._make = button(_("Make the text"), self._on_make, kind="primary", name="make_text")
        self._text = NoteEdit(TEXT_LINES)
        self._text.setObjectName("pack_text")
        self._text.setAccessibleName(_("What the supervisor will read"))
        self._names = NameWatch(context, self._text)
        self._keeper = PackKeeper(context, self, self._text.text)
        self._connect()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._choosing())
        self._stack.addWidget(self._reviewing())
        back = icon_button("arrow-left", _("To the list"), self._on_back, name="to_list")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addLayout(row(back, label(_("For a supervisor outside"), size="title"), None))
        outer.addWidget(self._strip)
        outer.addWidget(self._stack, 1)
        self._show_state()

    def _connect(self) -> None:
        self._kept.wanted.connect(self._on_resume)
        self._who.chosen.connect(lambda client, _words: self._look(client))
        self._records.itemChanged.connect(lambda _item: self._show_state())
        self._keeper.failed.connect(self._strip.say_error)
        self._text.typed.connect(self._names.touch)
        self._text.typed.connect(self._keeper.touch)

    def focus_first(self) -> None:
        """Begin with whom it is about."""
        self._who.focus_first()

    def keep_draft(self) -> Callable[[Desk], None] | None:
        """What is not kept yet, as work for the engine."""
        return self._keeper.take()

    def leave(self) -> None:
        """Keep the words now."""
        self._keeper.flush()

    def _on_again(self) -> None:
        self.leave()
        self._kept.look()
        self._stack.setCurrentIndex(0)

    def _on_resume(self, client: str) -> None:
        work = partial(pack_drafts.resume, client_id=client)
        self._context.ops.query(
            self, work, lambda found: self._show_words(*found), self._strip.say_error, latest="make"
        )

    def _choosing(self) -> QWidget:
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        inside.setSpacing(Space.S)
        inside.addWidget(label(_(pseudonymous.LIMITS), tone="muted", wrap=True))
        inside.addWidget(self._kept)
        for name, part in ((_("Client"), self._who), (_("What goes into it"), self._records)):
            head = label(name)
            head.setProperty("strong", "true")
            inside.addWidget(head)
            inside.addWidget(part)
        inside.addLayout(row(None, self._make))
        inside.addStretch(1)
        return scrolling(page)

    def _reviewing(self) -> QWidget:
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + 2 * Space.XL)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        hint = _("Read it and change what still tells who it is: places, work, dates, anything rare. Then let it out.")
        inside.addWidget(label(hint, tone="muted", wrap=True))
        inside.addWidget(self._text)
        inside.addStretch(1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(scrolling(page), 1)
        column.addWidget(self._names)
        again = button(_("Choose again"), self._on_again, kind="quiet", name="choose_again")
        leave = button(_("Print or save…"), self._on_leave, kind="primary", glyph="printer", name="release")
        column.addLayout(row(None, again, leave))
        return whole

    def _look(self, client: str) -> None:
        self._records.clear()
        self._show_state()
        if client:
            work = partial(pseudonymous.choices, client_id=client)
            self._context.ops.query(self, work, self._on_records, self._strip.say_error, latest="records")

    def _on_records(self, rows: list[TimelineRow]) -> None:
        self._strip.hush()
        self._records.clear()
        for one in rows:
            words = " · ".join(
                part for part in (formats.short_date(one.at[:10]) if one.at else "", one.kind_label) if part
            )
            item = QListWidgetItem(words, self._records)
            item.setData(Qt.ItemDataRole.UserRole, one.record)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
        self._show_state()

    def _chosen(self) -> list[str]:
        items = (self._records.item(number) for number in range(self._records.count()))
        ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in reversed(ticked)]

    def _show_state(self) -> None:
        self._make.setEnabled(bool(self._who.client and self._chosen()))

    def _on_make(self) -> None:
        work = partial(pseudonymous.make, client_id=self._who.client, record_ids=self._chosen())
        made = lambda pack: self._show_words(pack, pack.text)  # noqa: E731
        self._context.ops.query(self, work, made, self._strip.say_error, latest="make")

    def _show_words(self, pack: Pack, words: str) -> None:
        self._pack = pack
        self._strip.hush()
        self._text.set_text(words)
        self._keeper.begin(pack)
        self._stack.setCurrentIndex(1)
        self._names.look()
        self._text.setFocus()

    def _on_leave(self) -> None:
        pack, words = self._pack, self._text.text()
        if pack is not None and words.strip():
            self.leave()
            release(self._context, self, lambda desk: pseudonymous.prepared(desk, pack, words), self._keeper.gone)

    def _on_back(self) -> None:
        self.closed.emit()
