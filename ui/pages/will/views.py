"""The will as it is read, as it is written with a warning of passwords in clear, and the page without one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import formats
from app.records.professional_will import ProfessionalWill
from app.rules import plain_secrets
from app.services.outgoing import papers
from app.services.practice import wills
from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.forms.view import RecordView
from ui.releasing import release_button
from ui.theme import READING_WIDTH, Space
from ui.widgets import EmptyState, PageHeader, Strip, button, card, column, scrolling
from ui.writing.whole_view import WholeView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.services.records import Editing, Opened
    from ui.context import Context


def _warning() -> str:
    return _(
        "This looks like a password, a PIN or a recovery code. Leave it out: write where it lies, and who may open it."
    )


class NoWill(QWidget):
    """Why to have one.

    Signals:
        write_wanted(): write it.
    """

    write_wanted = Signal()

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        action = (_("Write the professional will"), self.write_wanted.emit) if may_write else ("", None)
        words = _(
            "Who tells your clients, who keeps your records, and where your keys are, if you cannot do it yourself."
        )
        nothing = EmptyState("handshake", _("No professional will yet"), words, *action)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(PageHeader(_("Professional will")))
        outer.addWidget(nothing, 1)


class WillView(QWidget):
    """The saved will.

    Signals:
        change_wanted(): write in it.
    """

    change_wanted = Signal()

    def __init__(self, context: Context, opened: Opened, *, may_write: bool) -> None:
        super().__init__()
        self.setObjectName("will_view")
        assert isinstance(opened.body, ProfessionalWill)
        changed = _("Changed {moment}").format(moment=formats.moment(opened.record.at))
        self._head = PageHeader(_("Professional will"), changed)
        record = opened.record.record
        self._head.add_action(release_button(context, self, lambda: partial(papers.of_record, record_id=record)))
        self._change = button(_("Change"), self.change_wanted.emit, kind="primary", glyph="pencil", name="change_will")
        self._head.add_action(self._change)
        self._change.setVisible(may_write)
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + 2 * Space.XL)
        warning = Strip(_warning(), "due") if wills.says_a_secret(opened.body) else None
        view = card(RecordView(opened.body, VaultReferences(context, self)))
        inside = column(*([warning] if warning else []), view, None, spacing=Space.M)
        inside.setContentsMargins(0, 0, Space.M, Space.L)
        page.setLayout(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(Space.M)
        outer.addWidget(self._head)
        outer.addWidget(scrolling(page), 1)

    def focus_first(self) -> None:
        """Put the focus on what can be done."""
        self._change.setFocus()


class WillForm(WholeView):
    """Says at once when what is typed looks like a password; it can be saved all the same."""

    def __init__(self, context: Context, editing: Editing, *, was_kept: bool) -> None:
        super().__init__(context, editing, was_kept=was_kept)
        self._has_warned = False
        self.form.changed.connect(self._look_for_secrets)
        self._look_for_secrets()

    def _look_for_secrets(self) -> None:
        found = plain_secrets.found_in(_texts_in(self.form.values()))
        if found and not self._has_warned:
            self._strip.say(_warning(), "due")
        elif self._has_warned and not found:
            self._strip.hush()
        self._has_warned = found


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts_in(inner)
