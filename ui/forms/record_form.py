"""The form of a record: made from the fields its struct describes, with the legend of the needed-mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.texts import _, explain
from ui.forms.controls import ControlMaker
from ui.forms.field_box import NEEDED_MARK
from ui.forms.fields import FieldProblem, FieldSet
from ui.theme import Space
from ui.widgets import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.records.fields import FieldSpec
    from ui.forms.field_box import FieldBox
    from ui.forms.references import References
    from ui.known import KnownError


class BodyForm(Protocol):
    """What a page needs of a form: the generated one, or one made for a kind."""

    @property
    def is_complete(self) -> bool:
        """Whether all that should be in sight is there; forms are made step by step."""

    def values(self) -> dict[str, Any]:
        """The body as plain data, also while the form is not complete."""

    def problems(self) -> list[FieldProblem]:
        """What cannot be understood, each shown beside its field."""

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside each of these fields; names of other fields are ignored."""

    def focus_first(self) -> None:
        """Put the cursor where one begins to write."""


class RecordForm(QWidget):
    """Edits the body of one record as plain data. For another record a new form is made: nothing can leak by undo.

    Signals:
        changed(): the person changed something.
    """

    changed = Signal()

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        references: References,
        *,
        values: Mapping[str, Any] | None = None,
        legend: str = "",
        narrow: bool = False,
    ) -> None:
        """`legend` says what the mark means; empty: *needed to complete the record*. `narrow`: beside something."""
        super().__init__()
        self.setObjectName("record_form")
        self.fields = FieldSet(specs, ControlMaker(references, narrow=narrow))
        self.fields.changed.connect(self.changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.L)
        column.addWidget(self.fields)
        if self.fields.has_marks():
            text = legend or _("needed to complete the record")
            column.addWidget(label(f"{NEEDED_MARK.strip()} {text}", size="small", tone="muted"))
        self.fields.set_values(values or {})

    @property
    def is_complete(self) -> bool:
        """Whether all that should be in sight is there."""
        return self.fields.is_complete

    def values(self) -> dict[str, Any]:
        """The body as plain data; what is typed but cannot be understood counts as not filled in."""
        return self.fields.values()

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show another state of the same record."""
        self.fields.set_values(values)

    def problems(self) -> list[FieldProblem]:
        """What cannot be understood, each shown beside its field."""
        return self.fields.problems()

    def box(self, name: str) -> FieldBox:
        """The box of a field."""
        return self.fields.box(name)

    def focus_first(self) -> None:
        """Put the cursor where one begins to write."""
        self.fields.focus_first()

    def point_out(self, texts: Mapping[str, str]) -> None:
        """Show a problem beside each of these fields (by name), and go to the first."""
        self.fields.point_out(texts)


def point_out_missing(form: BodyForm, missing: Iterable[FieldSpec]) -> None:
    """Mark the fields that are needed and empty."""
    form.point_out({spec.name: _("This is still needed.") for spec in missing})


def point_out_error(form: BodyForm, error: KnownError) -> None:
    """Show a failure beside the field it names, if it names one."""
    name = (error.values.get("name") or error.values.get("path") or "").split(".")[0]
    if name:
        form.point_out({name: explain(error).sentence})
