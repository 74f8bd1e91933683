"""Does the incident concern a colleague? Then they can be left out of it, with a reason, before it is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.records.fields import specs
from app.records.incident import LeftOut
from app.texts import _
from ui.forms.choices import Segments
from ui.forms.fields import FieldSet
from ui.registers.team_card import control_of
from ui.theme import Space
from ui.widgets import button, label, row, set_shown
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.services.practice.practices import PersonRow


class LeavingOut(QFrame):
    """One question; the fields come with *yes*.

    Signals:
        changed(): somebody else is left out now, or nobody.
    """

    changed = Signal()

    def __init__(self, people: Sequence[PersonRow], left_out: Sequence[LeftOut]) -> None:
        """`people`: whom it can concern; `left_out`: what a draft says already."""
        super().__init__()
        self.setObjectName("leaving_out")
        set_card(self)
        self._options = [(one.account, one.name) for one in people]
        self._rows: list[FieldSet] = []
        self._answer = Segments([(False, _("No")), (True, _("Yes, leave somebody out"))], liftable=False)
        self._answer.speak(_("Does this concern a colleague?"), "")
        self._answer.picked.connect(self._on_answered)
        self._who = QVBoxLayout()
        self._who.setSpacing(Space.M)
        self._more = button(_("One more"), self._on_more, kind="link", glyph="plus", name="leave_out_more")
        self._opens_for = label(size="small", tone="muted", wrap=True)
        self._opens_for.setObjectName("opens_for")
        about = _("Whom you leave out sees neither the incident nor that there is one. The safety lead decides later.")
        title = label(_("Does this concern a colleague?"), wrap=True)
        title.setProperty("strong", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(title)
        column.addLayout(row(self._answer, None))
        self._about = label(about, size="small", tone="muted", wrap=True)
        column.addWidget(self._about)
        column.addLayout(self._who)
        column.addLayout(row(self._more, None))
        column.addWidget(self._opens_for)
        for one in left_out:
            self._add({"person": one.person, "reason": one.reason})
        self._answer.set_value(bool(left_out))
        self._show_rows()

    def values(self) -> dict[str, Any]:
        """The field of the incident, as its form would give it; lines without anybody are nothing."""
        found = [one.values() for one in self._rows] if self._answer.value() else []
        return {"left_out": [one for one in found if one["person"]]}

    def point_out_missing(self) -> None:
        """Mark what a line still needs."""
        for one in self._rows if self._answer.value() else []:
            values = one.values()
            if values["person"] or values["reason"]:
                one.point_out({name: _("This is still needed.") for name, value in values.items() if not value})

    def show_readers(self, names: Sequence[str]) -> None:
        """Say whom it will open for after signing."""
        if names:
            text = _("After signing it opens for you and: {names}.").format(names=", ".join(names))
        else:
            text = _("After signing it opens for you alone: nobody else in the practice can lead it.")
        self._opens_for.setText(text)

    def _on_answered(self) -> None:
        if self._answer.value() and not self._rows:
            self._add({})
        self._show_rows()
        if self._answer.value():
            self._rows[0].focus_first()
        self.changed.emit()

    def _on_more(self) -> None:
        self._add({})
        self._rows[-1].focus_first()

    def _show_rows(self) -> None:
        is_yes = bool(self._answer.value())
        for one in self._rows:
            set_shown(one, is_yes)
        set_shown(self._about, is_yes)
        set_shown(self._more, is_yes and len(self._rows) < len(self._options))

    def _add(self, values: dict[str, Any]) -> None:
        made = FieldSet(specs(LeftOut), lambda spec: control_of(spec, self._options))
        made.setObjectName(f"left_out:{len(self._rows)}")
        made.set_values(values)
        made.changed.connect(self.changed)
        self._rows.append(made)
        self._who.addWidget(made)
        self._show_rows()
