"""Later words on a signed record: shown under it, and the form that adds one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app import formats
from app.records.amendment import BY_HAND, Amendment, AmendmentKind
from app.records.fields import FieldSpec, specs
from app.services import records
from app.texts import N_, _, explain
from ui.forms.record_form import RecordForm
from ui.forms.view import RecordView
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from app.services.records import Opened, Saved
    from ui.context import Context
    from ui.forms.references import References
    from ui.known import KnownError

_ABOUT: dict[str, str] = {
    AmendmentKind.ADDENDUM: N_("Something that belongs to the record and was not in it."),
    AmendmentKind.CORRECTION: N_("Something in the record is wrong; say what is right."),
    AmendmentKind.LATE_ENTRY: N_("Written after the usual time, and marked as such."),
    AmendmentKind.ENTERED_IN_ERROR: N_("The record does not belong here. It stays readable and is marked."),
}


def amendment_card(amendment: Opened, author: str, references: References) -> QFrame:
    """One amendment as it was signed, for standing under the record."""
    title = label(amendment.title)
    title.setProperty("strong", "true")
    view = RecordView(amendment.body, references, but=("kind",))
    box = card(row(IconLabel("file-pen", "due"), title, None), view, signature(amendment, author))
    box.setObjectName("amendment")
    return box


def signature(opened: Opened, author: str) -> QHBoxLayout:
    """When a record was signed, and by whom."""
    text = _("Signed {when} by {who}").format(when=formats.moment(opened.record.at), who=author)
    return row(IconLabel("signature", "muted"), label(text, size="small", tone="muted"), None)


class AmendForm(QFrame):
    """The card under a signed record.

    Signals:
        amended(): the amendment is signed.
        closed(): the person does not want to after all.
    """

    amended = Signal()
    closed = Signal()

    def __init__(self, context: Context, references: References, target: str, client: str | None) -> None:
        super().__init__()
        self._context = context
        self._target = target
        self._client = client
        set_card(self)
        self.setObjectName("amend_form")
        self.form = RecordForm(_by_hand(), references, legend=_("needed to sign"))
        self.form.changed.connect(self._on_changed)
        self._about = label(tone="muted", wrap=True)
        self._strip = Strip()
        self._sign = button(_("Sign the amendment"), self._on_sign, kind="primary", name="sign_amendment")
        cancel = button(_("Cancel"), self.closed.emit, kind="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(label(_("Add to this record"), size="lead"))
        column.addWidget(self._about)
        column.addWidget(self.form)
        column.addWidget(self._strip)
        column.addLayout(row(None, cancel, self._sign))
        self._on_changed()

    def focus_first(self) -> None:
        """Begin with what it is."""
        self.form.focus_first()

    def _on_changed(self) -> None:
        about = _ABOUT[self.form.values()["kind"]]
        self._about.setText(_(about))

    def _on_sign(self) -> None:
        values = self.form.values()
        needed = ["reason"] if values["kind"] == AmendmentKind.ENTERED_IN_ERROR.value else ["text", "reason"]
        empty = {name: _("This is still needed.") for name in needed if not values[name].strip()}
        if empty:
            self.form.point_out(empty)
            return
        self._sign.setEnabled(False)
        kind, text, reason = str(values["kind"]), values["text"], values["reason"]
        target = self._target
        changes = {"amendment", target, *([self._client] if self._client else [])}
        self._context.ops.command(
            self,
            lambda desk: records.amend(desk, target, kind=kind, text=text, reason=reason),
            self._on_signed,
            self._on_failed,
            changes=changes,
        )

    def _on_signed(self, _saved: Saved) -> None:
        self._context.announcer.toast(_("Signed"), "signature")
        self.amended.emit()

    def _on_failed(self, error: KnownError) -> None:
        told = explain(error)
        self._sign.setEnabled(True)
        self._strip.say(f"{told.sentence} {told.advice} ({told.code})", "due")


def _by_hand() -> tuple[FieldSpec, ...]:
    """The fields of an amendment, without the kinds that are steps of a client's request."""
    return tuple(replace(spec, choices=BY_HAND) if spec.name == "kind" else spec for spec in specs(Amendment))
