"""Who can open a file: one line a person, what they may do and until when, and what can be done about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.services import clients
from app.services.people import sharing
from app.texts import _
from ui.forms.control import settle
from ui.forms.steps import steps
from ui.sharing import words
from ui.sharing.hand_over_panel import HandOverPanel
from ui.sharing.sharing_panels import share_panel, stop_panel
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, clear, column, label, row, set_shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.desk import Desk
    from app.services.people.colleagues import Colleague
    from app.services.people.sharing import FileAccess, HolderRow
    from ui.context import Context
    from ui.known import KnownError
    from ui.sharing.panel import SharingPanel


class Sharing(NamedTuple):
    """What the view shows of a file, and whom one can choose."""

    access: FileAccess
    people: list[Colleague]
    leads: list[Colleague]


def look(desk: Desk, client: str) -> Sharing:
    """Runs on the engine."""
    found = sharing.of_file(desk, client)
    if not found.may_share:
        return Sharing(found, [], [])
    return Sharing(found, sharing.candidates(desk), [one for one in clients.leads(desk) if not one.is_me])


class HoldersView(QWidget):
    """A card; the panel that is open takes its place.

    Signals:
        changed(): somebody else can open the file now, or somebody no longer.
        handed_over(): it is a colleague's file now.
    """

    changed = Signal()
    handed_over = Signal()

    def __init__(self, context: Context, client: str) -> None:
        super().__init__()
        self.setObjectName("holders")
        self._context = context
        self._client = client
        self._known: Sharing | None = None
        self._panel: SharingPanel | None = None
        self._place = QVBoxLayout()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._strip = Strip()
        self._about = label(tone="muted", wrap=True)
        self._about.setObjectName("need_to_know")
        self._opt_out = QCheckBox(_("Standing access does not reach this file"))
        self._opt_out.setObjectName("opt_out")
        self._opt_out.clicked.connect(self._on_opt_out)
        self._share = button(_("Share…"), self._on_share, glyph="user-plus", name="share_file")
        self._hand_over = button(_("Hand over…"), self._on_hand_over, glyph="move-right", name="hand_over_file")
        for one in (self._share, self._hand_over, self._opt_out):
            one.hide()
        head = row(label(_("Who can open this file"), size="lead"), None, self._share, self._hand_over)
        self._body = card(head, self._about, self._strip, self._lines, self._opt_out)
        self.setLayout(column(self._place, self._body, spacing=Space.M))
        self.refresh()

    def refresh(self) -> None:
        """Ask again."""
        client = self._client
        self._context.ops.query(
            self, lambda desk: look(desk, client), self._on_known, self._strip.say_error, latest="holders"
        )

    def _on_known(self, known: Sharing) -> None:
        self._known = known
        access = known.access
        clear(self._lines)
        for one in access.rows:
            self._lines.addWidget(self._line(one))
        self._about.setText(access.need_to_know)
        set_shown(self._about, bool(access.need_to_know))
        self._share.setVisible(bool(known.people))
        self._hand_over.setVisible(bool(known.leads))
        has_standing = access.is_opted_out or any(one.standing for one in access.rows)
        self._opt_out.setVisible(access.may_share and has_standing)
        self._opt_out.setChecked(access.is_opted_out)
        settle(self)

    def _line(self, one: HolderRow) -> QFrame:
        made = QFrame()
        made.setProperty("line", "true")
        made.setObjectName(f"holder:{one.account}")
        name = label(words.who(one), wrap=True)
        name.setProperty("strong", "true")
        across = QHBoxLayout(made)
        across.setContentsMargins(0, Space.XS, 0, Space.XS)
        across.setSpacing(Space.S)
        across.addWidget(IconLabel("hourglass", "due") if one.until else IconLabel("user-round", "muted"))
        across.addLayout(_facts(name, one), 1)
        if self._known is not None and self._known.access.may_share and not (one.is_me or one.is_lead):
            stop = button(_("Stop sharing…"), partial(self._on_stop, one), kind="quiet", name=f"stop:{one.account}")
            stop.setAccessibleName(_("Stop sharing with {name}").format(name=one.name))
            across.addWidget(stop)
        return made

    def _on_share(self) -> None:
        if self._known is not None:
            self._open(partial(share_panel, self._context, self._client, self._known.people))

    def _on_stop(self, one: HolderRow) -> None:
        self._open(partial(stop_panel, self._context, self._client, one))

    def _on_hand_over(self) -> None:
        if self._known is not None:
            self._open(partial(self._hand_over_panel, self._known.leads))

    def _hand_over_panel(self, leads: Sequence[Colleague]) -> HandOverPanel:
        panel = HandOverPanel(self._context, self._client, leads)
        panel.done.connect(self.handed_over)
        return panel

    def _on_opt_out(self, out: bool) -> None:  # noqa: FBT001 - takes a signal
        client = self._client
        self._context.ops.command(
            self, lambda desk: sharing.opt_out(desk, client, out=out), lambda _none: self.refresh(), self._on_failed,
            changes={client},
        )  # fmt: skip

    def _on_failed(self, error: KnownError) -> None:
        self._strip.say_error(error)
        self.refresh()

    def _open(self, make: Callable[[], SharingPanel]) -> None:
        """In a step of its own, and its fields in those that follow."""
        self._close()
        steps().do(self, lambda: self._show(make()))

    def _show(self, panel: SharingPanel) -> None:
        self._panel = panel
        panel.closed.connect(self._on_closed)
        panel.done.connect(self._on_done)
        self._place.addWidget(panel)
        self._body.hide()
        panel.show()
        settle(self)
        QTimer.singleShot(0, panel, panel.focus_first)

    def _close(self) -> None:
        if self._panel is not None:
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None
        self._body.show()
        settle(self)

    def _on_closed(self) -> None:
        self._close()
        self._share.setFocus()

    def _on_done(self) -> None:
        self._close()
        self.changed.emit()
        self.refresh()


def _facts(name: QWidget, one: HolderRow) -> QVBoxLayout:
    """The name, what they may do, and where that comes from."""
    may = label(one.words, size="small", tone="due" if one.until else "", wrap=True)
    whence = words.whence(one)
    return column(name, may, *([label(whence, size="small", tone="muted", wrap=True)] if whence else []), spacing=0)
