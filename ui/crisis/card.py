"""The crisis card as one calm page: emergency numbers, whom to call, local help, the emergency protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app import formats
from app.markdown import blocks
from app.texts import _
from ui.crisis.calls import emergency, joined, of_contact, of_line, of_place, section
from ui.crisis.plan import plan_section
from ui.overlay import Overlay
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, column, label, row
from ui.widgets.labels import set_tone

if TYPE_CHECKING:
    from app.packs.crisis_card import Card
    from ui.known import KnownError

WIDEST = 1280
LAST_SECONDS = 60


class Sheet(QScrollArea):
    """The page under the head; it takes the focus, so that the keys for scrolling work at once."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("crisis_sheet")
        self.setAccessibleName(_("In a crisis"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        places = {
            Qt.Key.Key_Home.value: bar.minimum(),
            Qt.Key.Key_End.value: bar.maximum(),
            Qt.Key.Key_Space.value: bar.value() + bar.pageStep(),
        }
        if event.key() in places:
            bar.setValue(places[event.key()])
        else:
            super().keyPressEvent(event)


class CrisisCard(Overlay):
    """Shows what is known at once; `show_card` again when more is known.

    Signals:
        print_wanted(), note_wanted(), protocol_wanted(): a button was pressed.
        rang(mark): somebody rang a number: `line:pl-116123`, `place:` and the id of a resource.
    """

    print_wanted = Signal()
    note_wanted = Signal()
    protocol_wanted = Signal()
    rang = Signal(str)

    def __init__(self, *, may_ring: bool, may_write: bool) -> None:
        """`may_ring`: *I rang it* is kept for the practice; `may_write`: a client's file is open."""
        super().__init__()
        self.setAccessibleName(_("In a crisis"))
        self._may_ring = may_ring
        self._may_write = may_write
        self._shown: Card | None = None
        self._who = label(size="lead")
        self._who.setObjectName("crisis_client")
        self._left = label(size="small", tone="due")
        self._strip = Strip()
        self._below = QVBoxLayout()  # for what stands under the head before anybody has signed in
        self._sheet = Sheet()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(Space.XL, Space.L, Space.XL, Space.M)
        outer.setSpacing(Space.M)
        outer.addLayout(self._head())
        outer.addWidget(self._strip)
        outer.addLayout(self._below)
        outer.addWidget(self._sheet, 1)
        self._left.hide()

    def focus_first(self) -> None:
        self._sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_below(self, widget: QWidget) -> None:
        """Put something under the head."""
        self._below.addWidget(widget)

    def show_card(self, shown: Card) -> None:
        """Show this; the place on the page stays. What is on it already is not made again."""
        if shown == self._shown:
            return
        self._shown = shown
        place = self._sheet.verticalScrollBar().value()
        focus: QWidget | None = self.window().focusWidget()
        had_focus = focus is None or self._sheet.isAncestorOf(focus)
        self._who.setText(joined(shown.client_code, shown.client_name))
        self._who.setVisible(bool(self._who.text()))
        self._strip.say(shown.closed, "due")
        self._sheet.setWidget(self._body(shown))
        self._sheet.verticalScrollBar().setValue(place)
        if had_focus and self.isVisible():
            self.focus_first()

    def say_error(self, error: KnownError) -> None:
        """Say over the page what did not work."""
        self._strip.say_error(error)

    def show_left(self, seconds: int) -> None:
        """The last seconds before the window locks by itself: any key or move stops it."""
        self._left.setVisible(0 < seconds <= LAST_SECONDS)
        self._left.setText(_("locks in {time}").format(time=f"{seconds // 60}:{seconds % 60:02}"))

    def _head(self) -> QVBoxLayout:
        title = label(_("In a crisis"), size="title")
        set_tone(title, "danger")
        buttons: list[QWidget] = [self._left]
        if self._may_write:
            buttons.append(
                button(_("Start a crisis note"), self.note_wanted.emit, glyph="pen-line", name="crisis_note")
            )
        buttons.append(button(_("Print"), self.print_wanted.emit, glyph="printer", name="print_card"))
        buttons.append(button(_("Back (Esc)"), self.close_overlay, kind="primary", name="close_card"))
        return column(row(IconLabel("life-buoy", "danger", 28), title, self._who, None, *buttons, spacing=Space.M))

    def _body(self, shown: Card) -> QWidget:
        ring = self.rang.emit if self._may_ring else None
        left: list[QWidget] = []
        if shown.contacts:
            people = [of_contact(one) for one in shown.contacts]
            left.append(section(_("Emergency contacts of the client"), people, None))
        if shown.lines:
            left.append(section(_("Crisis lines"), [of_line(line) for line in shown.lines], ring))
        if shown.local:
            left.append(section(_("Help nearby"), [of_place(place) for place in shown.local], ring))
        body = QWidget()
        body.setObjectName("scroll_body")
        across = row(column(*left, None, spacing=Space.M), spacing=Space.L)
        across.setStretch(0, 5)
        beside = self._beside(shown)
        if beside is not None:
            across.addLayout(column(beside, None), 4)
        plan = [plan_section(shown.plan)] if shown.plan is not None else []
        down = column(emergency(shown), *plan, across, None, spacing=Space.M)
        down.setContentsMargins(0, 0, Space.S, Space.S)
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        inside.setLayout(down)
        centred = row(inside, spacing=0)
        body.setLayout(centred)
        return body

    def _beside(self, shown: Card) -> QWidget | None:
        """The emergency protocol, or the way to write one."""
        protocol = shown.protocol
        if protocol is not None:
            from ui.forms.view import ReadText

            text = ReadText(protocol.text, protocol.title)
            approved = _("Approved on {date}").format(date=formats.long_date(protocol.approved_on))
            begins = next(iter(blocks(protocol.text)), None)
            is_titled = begins is not None and begins.kind == "heading" and begins.lines == [protocol.title]
            title = [] if is_titled else [label(protocol.title, size="lead", wrap=True)]
            made = card(*title, text, label(approved, size="small", tone="muted"))
        elif self._may_ring:
            made = card(
                label(_("Emergency protocol"), size="lead"),
                label(_("There is none yet. Write down what you do in a crisis; it will stand here."), wrap=True),
                row(button(_("Write the protocol"), self.protocol_wanted.emit, name="write_protocol"), None),
            )
        else:
            return None
        made.setObjectName("crisis_protocol")
        return made
