"""The bar over the page: search, crisis, hide, lock, and the person's own small menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from app.texts import _
from ui.context import Context
from ui.menus import add_capture_switch, add_idle_menu, add_language_menu, add_look_menu
from ui.platform import capture
from ui.theme import ICON, Space, icon
from ui.widgets import button, icon_button, label

PERSON_EDGE = 34
SEARCH_WIDTH = 340  # px: the button looks like the field that it opens


class TopBar(QFrame):
    """The parts that are the same on every page.

    Signals:
        search_wanted(), crisis_wanted(), hide_wanted(), lock_wanted(), keys_wanted(): pressed.
        language_chosen(code): another language.
        discreet_chosen(on): codes instead of names, or names again.
        idle_chosen(minutes): lock after so many.
    """

    search_wanted = Signal()
    crisis_wanted = Signal()
    hide_wanted = Signal()
    lock_wanted = Signal()
    keys_wanted = Signal()
    language_chosen = Signal(str)
    discreet_chosen = Signal(bool)
    idle_chosen = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.is_discreet = False
        self.idle_minutes = 0
        self.setObjectName("top_bar")
        self._search = self._search_button()
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.XL, Space.S, Space.L, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._search)
        row.addStretch(1)
        row.addWidget(button(_("Crisis (F1)"), self.crisis_wanted.emit, kind="quiet", glyph="life-buoy", name="crisis"))
        row.addWidget(icon_button("eye-off", _("Hide"), self.hide_wanted.emit, name="hide", shortcut="Ctrl+Shift+H"))
        row.addWidget(icon_button("lock", _("Lock"), self.lock_wanted.emit, name="lock", shortcut="Ctrl+L"))
        row.addWidget(self._person_button())

    def take_focus(self) -> None:
        """Put the focus on the search."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _search_button(self) -> QWidget:
        made = SearchButton()
        made.clicked.connect(lambda _checked=False: self.search_wanted.emit())
        return made

    def _person_button(self) -> QToolButton:
        who = self._context.who
        made = QToolButton()
        made.setObjectName("person")
        made.setProperty("kind", "person")
        made.setText(who.initials)
        made.setFixedSize(PERSON_EDGE, PERSON_EDGE)
        made.setAccessibleName(_("{name}: look, language, keys").format(name=who.name))
        made.setToolTip(who.name)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.clicked.connect(lambda _checked=False: self._menu().popup(made.mapToGlobal(QPoint(0, made.height()))))
        return made

    def _menu(self) -> QMenu:
        who, menu = self._context.who, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text in (who.name, who.practice):
            menu.addAction(text.replace("&", "&&")).setEnabled(False)
        menu.addSeparator()
        add_look_menu(menu, self._context.theme, self._context.preferences)
        add_language_menu(menu, self.language_chosen.emit)
        if who.alone or who.role == "owner":
            add_idle_menu(menu, self.idle_minutes, self.idle_chosen.emit)
        self._add_discreet(menu)
        if capture.is_possible():
            add_capture_switch(menu, self._context.preferences)
        menu.addSeparator()
        menu.addAction(icon("keyboard"), _("Keys…"), self.keys_wanted.emit)
        menu.addAction(icon("eye-off"), _("Hide"), self.hide_wanted.emit)
        menu.addAction(icon("lock"), _("Lock"), self.lock_wanted.emit)
        return menu

    def _add_discreet(self, menu: QMenu) -> None:
        action = menu.addAction(_("Codes instead of names"))
        action.setObjectName("discreet")
        action.setCheckable(True)
        action.setChecked(self.is_discreet)
        action.triggered.connect(self.discreet_chosen)


class SearchButton(QPushButton):
    """Looks like a field: its words at the left, its key at the right; where there is no room, the words end sooner."""

    def __init__(self) -> None:
        super().__init__()
        self._words = _("Search or go to a client")
        self._keys = label("Ctrl+K", size="small", tone="muted")
        self.setObjectName("search")
        self.setProperty("kind", "search")
        self.setProperty("elides", "true")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setIcon(icon("search"))
        self.setIconSize(QSize(ICON + 6, ICON))
        self.setAccessibleName(self._words)
        self.setToolTip(_("Search (Ctrl+K)"))
        self.setText(self._words)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, Space.M, 0)
        inside.addStretch(1)
        inside.addWidget(self._keys)

    def _around_words(self) -> int:
        """What the button has beside its words, in pixels."""
        return ICON + 6 + self._keys.sizeHint().width() + 4 * Space.M

    # Qt overrides

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self._words)
        return QSize(max(SEARCH_WIDTH, words + self._around_words()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._around_words(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() - self._around_words()
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, max(0, room)))
