"""The card in which something about the access to a file is agreed: a few fields, one button, and back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app import clock
from app.records.fields import is_empty, shown
from app.texts import _
from ui.forms.fields import FieldSet
from ui.sharing.terms import COVER
from ui.theme import Space
from ui.widgets import Strip, button, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.desk import Desk
    from app.records.fields import FieldSpec
    from ui.context import Context
    from ui.known import KnownError
    from ui.sharing.controls import TermsControls

COVER_DAYS = 14


class SharingPanel(QFrame):
    """For another step another panel is made.

    Signals:
        done(), closed(): it is done; it is not wanted after all.
    """

    done = Signal()
    closed = Signal()

    def __init__(self, context: Context, title: str, about: str = "") -> None:
        super().__init__()
        self._context = context
        self._fields: FieldSet | None = None
        self._work: Callable[[Desk, dict[str, Any]], object] | None = None
        self._said = ""
        self._changes: frozenset[str] = frozenset()
        set_card(self)
        self.setObjectName("sharing_panel")
        self.setAccessibleName(title)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self.column.setSpacing(Space.M)
        self.column.addWidget(label(title, size="lead", wrap=True))
        if about:
            self.column.addWidget(label(about, wrap=True))
        self.strip = Strip()
        escape = QShortcut("Esc", self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)

    def ask(self, specs: Sequence[FieldSpec], controls: TermsControls, values: Mapping[str, Any]) -> FieldSet:
        """The fields, with what they begin with."""
        controls.on_suggested = self._on_suggested
        fields = FieldSet(specs, controls)
        fields.open_all()
        fields.set_values(values)
        fields.setObjectName("terms")
        self._fields = fields
        self.column.addWidget(fields)
        return fields

    def offer(
        self, words: str, work: Callable[[Desk, dict[str, Any]], object], said: str, changes: Sequence[str],
        *, danger: bool = False,
    ) -> None:  # fmt: skip
        """The button. `work` runs on the engine; `said` is told when it is done."""
        self._work, self._said, self._changes = work, said, frozenset(changes)
        self._button = button(words, self._on_pressed, kind="danger" if danger else "primary", name="sharing_done")
        cancel = button(_("Cancel"), self.closed.emit, kind="quiet", name="sharing_cancel")
        self.column.addWidget(self.strip)
        self.column.addLayout(row(None, cancel, self._button))

    @property
    def values(self) -> dict[str, Any]:
        """What is filled in."""
        return self._fields.values() if self._fields is not None else {}

    def focus_first(self) -> None:
        """Begin with the first field."""
        if self._fields is not None:
            self._fields.focus_first()

    def is_ready(self) -> bool:
        """Whether nothing is missing or wrong; what is, is shown beside its field."""
        fields = self._fields
        if fields is None:
            return True
        if fields.problems():
            return False
        values = fields.values()
        empty = [one for one in shown(fields.specs, values) if one.needed and is_empty(values[one.name])]
        fields.point_out({one.name: _("This is still needed.") for one in empty})
        return not empty

    def _on_pressed(self) -> None:
        if not self.is_ready():
            return
        work, values = self._work, self.values
        assert work is not None, "a panel without work has no button"
        self._button.setEnabled(False)
        self.strip.hush()
        self._context.ops.command(
            self, lambda desk: work(desk, values), lambda _done: self._on_done(), self._on_failed,
            changes=self._changes,
        )  # fmt: skip

    def _on_done(self) -> None:
        self._context.announcer.toast(self._said, "key-round")
        self.done.emit()

    def _on_failed(self, error: KnownError) -> None:
        self._button.setEnabled(True)
        self.strip.say_error(error)

    def _on_suggested(self, reason: str) -> None:
        """Cover has an end: it is put in, to be changed."""
        fields = self._fields
        if fields is None or reason != COVER or "until" not in {spec.name for spec in fields.specs}:
            return
        if not fields.values()["until"]:
            fields.set_value("until", cover_end())


def cover_end() -> str:
    """The last day that is proposed for a cover."""
    return (clock.today() + timedelta(days=COVER_DAYS)).isoformat()


def bullets(lines: Sequence[str]) -> QWidget:
    """Lines under each other, each with a dot."""
    return label("\n".join(f"•  {line}" for line in lines), wrap=True)
