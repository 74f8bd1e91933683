"""What stands over a stop of the track: duties with a clock, the hold after a suicide, passing on what was learned."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.rules.permissions import Action
from app.services.safety import after_suicide, lessons, passed_on
from app.texts import _
from ui.theme import Space
from ui.widgets import Strip, button, column, label, row, set_shown
from ui.widgets.flow import flow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QPushButton

    from app.records.response_parts import Notice
    from app.services.records import Saved
    from app.services.safety.after_suicide import NamedFile
    from app.services.safety.notices import NoticeOffer
    from app.services.safety.passed_on import PassedOn
    from ui.context import Context


class OfferedNotices(QWidget):
    """Duties that have a clock here, each to be added as a notification; the person judges whether it applies."""

    def __init__(self, offers: Sequence[NoticeOffer], add: Callable[[Notice], None]) -> None:
        super().__init__()
        self.setObjectName("offered_notices")
        self._add = add
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(Space.S)
        if offers:
            about = _("Duties with a clock here. Whether one applies is for you to judge; adding it decides nothing.")
            lines.addWidget(label(about, tone="muted", wrap=True))
        for offer in offers:
            lines.addLayout(self._line(offer))

    def _line(self, offer: NoticeOffer) -> QVBoxLayout:
        title = label(_("{duty}: {due}").format(duty=offer.title, due=_due(offer.notice)), wrap=True)
        title.setToolTip(offer.text)
        add = button(
            _("Add"), partial(self._add, offer.notice), kind="link", glyph="plus", name=f"add_notice:{offer.rule}"
        )
        add.setAccessibleName(_("Add: {field}").format(field=offer.title))
        head = row(title, add)
        head.setStretch(0, 1)
        return column(head, label(offer.source, size="small", tone="muted", wrap=True), spacing=0)


class FileHold(QWidget):
    """Which files the incident names, and one press that puts them on hold: nothing of them is destroyed."""

    def __init__(self, context: Context, incident: str) -> None:
        super().__init__()
        self.setObjectName("file_hold")
        self._context, self._incident = context, incident
        self._strip = Strip()
        self._about = label(wrap=True)
        self._button = button(_("Put the file on hold"), self._on_hold, glyph="lock", name="hold_files")
        self._button.hide()
        self.setLayout(column(self._strip, self._about, row(self._button, None), spacing=Space.S))
        self._ask()

    def _ask(self) -> None:
        incident = self._incident
        self._context.ops.query(
            self, lambda desk: after_suicide.files(desk, incident), self._show, self._strip.say_error
        )

    def _show(self, files: list[NamedFile]) -> None:
        words = [
            _("{client}: on hold since {date}.").format(
                client=formats.client(one.code, one.name), date=formats.long_date(one.held_since)
            )
            if one.held_since
            else _("{client}: not on hold.").format(client=formats.client(one.code, one.name))
            for one in files
        ]
        self._about.setText(" ".join(words) or _("The first entry names no client file that could be put on hold."))
        set_shown(self._button, any(not one.held_since for one in files))

    def _on_hold(self) -> None:
        incident = self._incident
        self._context.ops.command(
            self,
            lambda desk: after_suicide.hold(desk, incident),
            lambda _saved: self._on_held(),
            self._strip.say_error,
            changes={"legal_hold"},
        )

    def _on_held(self) -> None:
        self._context.announcer.toast(_("The file is on hold"), "lock")
        self._ask()


class ToBreaches(QWidget):
    """Said where people are told of it: a breach of confidentiality has clocks that run already."""

    def __init__(self, context: Context, incident: str) -> None:
        super().__init__()
        self.setObjectName("breach_wanted")
        about = _("Where it is about data it may be a data breach, and clocks run since you know of it. You judge it.")
        self.setLayout(
            column(
                label(about, wrap=True),
                row(_breach_button(context, incident, "to_breaches_now"), None),
                spacing=Space.S,
            )
        )


class PassingOn(QWidget):
    """What was learned goes on: to everybody as a lesson, into the risk register, into the breach register.

    Below stands what came of it, each to be opened.
    """

    def __init__(self, context: Context, incident: str, named: Sequence[str] = ()) -> None:
        """`named`: ids of what the response names."""
        super().__init__()
        self.setObjectName("passing_on")
        self._context, self._incident = context, incident
        self._strip = Strip()
        self._came_of_it = column(spacing=0)
        navigator = context.navigator
        hazard = button(
            _("Enter it in the risk register"),
            lambda: navigator.go_to("hazards", None, new=True, source=incident),
            glyph="octagon-alert", name="to_hazards",
        )  # fmt: skip
        breach = _breach_button(context, incident, "to_breaches")
        share = _("Keep the lesson on its own") if context.who.alone else _("Share the lesson with everybody")
        self._share = button(share, self._on_share, glyph="message-square", name="share_lesson")
        about = _("What was saved here can be passed on. A lesson names no incident, no person and no day.")
        self.setLayout(
            column(
                label(about, tone="muted", wrap=True),
                self._strip,
                flow(self._share, hazard, breach),
                self._came_of_it,
                spacing=Space.S,
            )
        )
        set_shown(self._share, context.who.may(Action.SIGN, "practice"))
        set_shown(hazard, context.who.may(Action.SAVE, "practice"))
        context.ops.query(
            self, lambda desk: passed_on.of(desk, incident, named), self._show_what_came, self._strip.say_error
        )

    def _show_what_came(self, found: list[PassedOn]) -> None:
        for one in found:
            opened = partial(self._context.navigator.go_to, one.kind, one.id)
            made = button(one.title, opened, kind="link", glyph="move-right", name=f"came_of_it:{one.kind}")
            self._came_of_it.addLayout(row(made, None))

    def _on_share(self) -> None:
        incident = self._incident
        self._context.ops.command(
            self, lambda desk: lessons.share(desk, incident), self._on_shared, self._strip.say_error,
            changes={"lesson"},
        )  # fmt: skip

    def _on_shared(self, _saved: Saved) -> None:
        self._share.setEnabled(False)
        self._strip.hush()
        is_alone = self._context.who.alone
        said = (
            _("The lesson is signed") if is_alone else _("The lesson is signed: everybody in the practice can read it")
        )
        self._context.announcer.toast(said)


def _breach_button(context: Context, incident: str, name: str) -> QPushButton:
    wanted = partial(context.navigator.go_to, "breaches", None, new=True, incident=incident)
    return button(_("Enter it as a data breach"), wanted, glyph="shield-alert", name=name)


def _due(notice: Notice) -> str:
    if notice.due is None:
        return _("at once, or no time is known")
    return _("by {moment}").format(moment=formats.moment(notice.due.at))
