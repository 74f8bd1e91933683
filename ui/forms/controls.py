"""Which control edits which shape of field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.forms.choices import (
    ComboControl,
    SegmentsControl,
    TicksControl,
    fits_segments,
    has_own_values,
    options_of,
)
from ui.forms.dates import DateControl, MomentControl, PartialDateControl
from ui.forms.offers import HasOffers, Offers
from ui.forms.parts import GroupControl, RowsControl
from ui.forms.references import ReferenceControl
from ui.forms.simple import LineControl, LinesControl, NumberControl, TickControl, YesNoControl
from ui.forms.text import TextControl

if TYPE_CHECKING:
    from app.records.fields import FieldSpec
    from ui.forms.control import Control
    from ui.forms.references import References

_PLAIN: dict[str, type[Control]] = {
    "line": LineControl,
    "text": TextControl,
    "choices": TicksControl,
    "date": DateControl,
    "partial_date": PartialDateControl,
    "moment": MomentControl,
    "number": NumberControl,
    "lines": LinesControl,
}


class ControlMaker:
    """Makes the control for a field; a form hands it down to its groups and rows."""

    def __init__(self, references: References, *, narrow: bool = False) -> None:
        """`narrow`: there is no room for choices beside each other."""
        self._references = references
        self._offers = references.offers if isinstance(references, HasOffers) else Offers()
        self._narrow = narrow

    def __call__(self, spec: FieldSpec) -> Control:
        """The control for `spec`.

        Raises:
            KeyError: no control edits this shape.
        """
        spec = self._offers.narrowed(spec)
        if spec.shape == "bool":
            return YesNoControl(spec) if spec.default is None else TickControl(spec)
        if spec.shape == "choice":
            labels = [label for _value, label in options_of(spec)]
            in_a_row = fits_segments(labels) and not self._narrow and not has_own_values(spec)
            return SegmentsControl(spec) if in_a_row else ComboControl(spec)
        if spec.shape == "group":
            return GroupControl(spec, self)
        if spec.shape == "rows":
            return RowsControl(spec, self)
        if spec.shape == "reference":
            return ReferenceControl(spec, self._references)
        return _PLAIN[spec.shape](spec)
