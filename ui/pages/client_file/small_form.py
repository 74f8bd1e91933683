"""A small form in a card: a few fields of a record, one button, and back; what is missing is shown beside its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.records import missing
from app.texts import _
from ui.forms.record_form import RecordForm, point_out_error, point_out_missing
from ui.known import KnownError
from ui.theme import Space
from ui.widgets import Strip, button, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from app.desk import Desk
    from app.records import RecordBody
    from app.records.fields import FieldSpec
    from ui.context import Context
    from ui.forms.references import References

    Build = Callable[[dict[str, Any]], RecordBody]
    Work = Callable[[Desk, dict[str, Any]], object]


class SmallForm(QFrame):
    """For another step another form is made.

    Signals:
        done(), closed(): it is kept; it is not wanted after all. Both take it away.
    """

    done = Signal()
    closed = Signal()

    def __init__(self, context: Context, references: References, title: str, about: str = "") -> None:
        super().__init__()
        self._context = context
        self._references = references
        self._form: RecordForm | None = None
        self._build: Build | None = None
        self._work: Work | None = None
        self._changes: frozenset[str] = frozenset()
        set_card(self)
        self.setObjectName("small_form")
        self.setAccessibleName(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        self._column.setSpacing(Space.M)
        self._column.addWidget(label(title, size="lead", wrap=True))
        if about:
            self._column.addWidget(label(about, tone="muted", wrap=True))
        escape = QShortcut("Esc", self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)

    def ask(self, fields: Sequence[FieldSpec], values: Mapping[str, Any], outside: Mapping[str, Any]) -> None:
        """The fields with what they begin with; `outside`: values that decide which of them are called for."""
        self._form = RecordForm(fields, self._references, legend=_("needed"))
        self._form.fields.set_outside(outside)
        self._form.fields.open_all()
        self._form.set_values(values)
        self._column.addWidget(self._form)

    def offer(self, words: str, build: Build, work: Work, changes: Iterable[str]) -> None:
        """The button. `build` makes the record that is looked at for what is missing, `work` runs on the engine."""
        self._build, self._work, self._changes = build, work, frozenset(changes)
        self._strip = Strip()
        self._button = button(words, self._on_pressed, kind="primary", name="small_form_done")
        cancel = button(_("Cancel"), self.closed.emit, kind="quiet", name="small_form_cancel")
        self._column.addWidget(self._strip)
        self._column.addLayout(row(None, cancel, self._button))

    def focus_first(self) -> None:
        """Begin with the first field."""
        if self._form is not None:
            self._form.focus_first()

    def _on_pressed(self) -> None:
        form, build, work = self._form, self._build, self._work
        assert form is not None, "the form is made before its button"
        assert build is not None, "so is what the button does"
        if form.problems():
            return
        values = form.values()
        try:
            lacking = missing(build(values))
        except KnownError as error:
            point_out_error(form, error)
            self._strip.say_error(error)
            return
        known = {spec.name for spec in form.fields.specs}
        lacking = [spec for spec in lacking if spec.name in known]
        if lacking:
            point_out_missing(form, lacking)
            return
        assert work is not None, "a form without work has no button"
        self._button.setEnabled(False)
        self._context.ops.command(
            self, lambda desk: work(desk, values), lambda _saved: self._on_saved(), self._on_failed,
            changes=self._changes,
        )  # fmt: skip

    def _on_saved(self) -> None:
        self._context.announcer.toast(_("Signed"), "signature")
        self._context.announcer.note_saved()
        self.done.emit()

    def _on_failed(self, error: KnownError) -> None:
        self._button.setEnabled(True)
        form = self._form
        if form is not None:
            point_out_error(form, error)
        self._strip.say_error(error)
