"""How the decision is given: drawn on the screen, on paper that is scanned, spoken, or earlier on paper."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from app import formats
from app.records.consent_choices import Method, SignerRole
from app.records.signature import lines_of
from app.texts import _, explain
from ui.forms.choices import QuietCombo
from ui.known import KnownError
from ui.taking.fields_step import FieldsView
from ui.taking.signature_pad import SignaturePad, SignaturePicture
from ui.taking.talk import Signer
from ui.theme import Space
from ui.widgets import Strip, button, card, clear, column, icon_button, label, row, set_shown

if TYPE_CHECKING:
    from app.records.signature import Signature
    from app.rules.consent_steps import Step
    from ui.forms.references import References
    from ui.taking.talk import Talk

_THOUSAND = 1000.0


class HowView(FieldsView):
    """The fields, and below them what the chosen way needs.

    Signals:
        scan_wanted(): choose the scanned paper.
    """

    scan_wanted = Signal()

    def __init__(self, talk: Talk, step: Step, references: References) -> None:
        super().__init__(talk, step, references)
        self.signing = SigningPart(talk)
        self.signing.changed.connect(self.changed)
        self._paper = label(tone="muted", wrap=True)
        self._paper.setObjectName("paper_state")
        scan = button(_("Choose the scanned paper…"), self.scan_wanted.emit, glyph="scan-text", name="scan_paper")
        self._scanning = card(row(scan, None), self._paper)
        self.column.addWidget(self.signing)
        self.column.addWidget(self._scanning)
        self.fields.changed.connect(self._show_parts)
        self._show_parts()
        self.show_paper()

    def finish(self, *, explained: bool) -> bool:
        if not super().finish(explained=explained):
            return False
        return self.fields.values()["method"] != Method.ON_SCREEN or self.signing.keep()

    def show_paper(self) -> None:
        """Say whether the paper is there."""
        has_paper = bool(self._talk.body.paper)
        text = (
            _("The paper is attached. It is signed together with the consent.")
            if has_paper
            else _("A scan or photograph becomes a document in the client's file.")
        )
        self._paper.setText(text)

    def _show_parts(self) -> None:
        method = self.fields.values()["method"]
        set_shown(self.signing, method == Method.ON_SCREEN)
        set_shown(self._scanning, method == Method.PAPER)


class SigningPart(QFrame):
    """Who signs, the box to draw in, and the signatures that are there.

    Signals:
        changed(): a signature was kept or taken away.
    """

    changed = Signal()

    def __init__(self, talk: Talk) -> None:
        super().__init__()
        self.setObjectName("signing")
        self._talk = talk
        self.pad = SignaturePad()
        self._name = QLineEdit()
        self._name.setObjectName("signer_name")
        self._name.setAccessibleName(_("Name of who signs"))
        self._name.setPlaceholderText(_("Name of who signs"))
        self._role = QuietCombo()
        self._role.setObjectName("signer_role")
        self._role.setAccessibleName(_("Signs as"))
        for role in SignerRole:
            self._role.addItem(_(role.label), role)
        self._strip = Strip()
        self._undo = icon_button("undo-2", _("Take the last stroke back"), self.pad.undo, name="undo_stroke")
        self._clear = icon_button("trash-2", _("Clear the box"), self.pad.clear, name="clear_signature")
        self._keep = button(_("Keep this signature"), self.keep, glyph="signature", name="keep_signature")
        self._another = button(_("One more signature"), self._on_another, kind="link", glyph="plus", name="one_more")
        self._drawing = QWidget()
        self._kept = QVBoxLayout()
        self._kept.setSpacing(Space.S)
        self.pad.changed.connect(self._show_state)
        self._lay_out()
        self._propose()
        self._show_kept()
        self._show_state()

    def keep(self) -> bool:
        """Keep what is drawn; True when nothing is left to be kept."""
        if self.pad.is_empty:
            return True
        name = self._name.text().strip()
        if not name:
            self._strip.say(_("Write down whose signature it is."), "due")
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        signer = Signer(name, list(SignerRole)[self._role.currentIndex()])
        try:
            self._talk.sign_on_screen(signer, self.pad.strokes(), self.pad.ratio)
        except KnownError as error:
            told = explain(error)
            self._strip.say(f"{told.sentence} {told.advice} ({told.code})", "due")
            return False
        self._strip.hush()
        self.pad.clear()
        self._propose()
        self._show_kept()
        self.changed.emit()
        return True

    def _lay_out(self) -> None:
        who = row(self._name, self._role, spacing=Space.S)
        who.setStretch(0, 1)
        hint = label(
            _("Hand the pen over. Who cannot draw here signs on paper or speaks before a witness: choose that above."),
            size="small", tone="muted", wrap=True,
        )  # fmt: skip
        drawing = column(
            who, self.pad, row(self._undo, self._clear, None, self._keep), self._strip, hint, spacing=Space.S
        )
        self._drawing.setLayout(drawing)
        inside = column(self._kept_box(), row(self._another, None), self._drawing, spacing=Space.S)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card(inside))

    def _kept_box(self) -> QWidget:
        part = QWidget()
        part.setLayout(self._kept)
        self._kept.setContentsMargins(0, 0, 0, 0)
        return part

    def _propose(self) -> None:
        """The next who is expected to sign; the field stays free for anybody else."""
        expected = self._talk.signers()
        is_wanted = bool(expected) or not self._talk.body.signatures
        set_shown(self._drawing, is_wanted)
        set_shown(self._another, not is_wanted)
        self._name.setText(expected[0].name if expected else "")
        if expected:
            self._role.setCurrentIndex(list(SignerRole).index(expected[0].role))

    def _show_kept(self) -> None:
        clear(self._kept)
        for one in self._talk.body.signatures:
            self._kept.addWidget(signature_line(one, partial(self._on_removed, one)))

    def _show_state(self) -> None:
        for part in (self._undo, self._clear, self._keep):
            part.setEnabled(not self.pad.is_empty)

    def _on_another(self) -> None:
        set_shown(self._drawing, True)
        set_shown(self._another, False)
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_removed(self, one: Signature) -> None:
        if one.role is not None:
            self._talk.unsign(Signer(one.name, one.role))
        self._propose()
        self._show_kept()
        self.changed.emit()


def signature_line(one: Signature, removed: object = None) -> QWidget:
    """A signature with whose it is; `removed`: what takes it away again, while that can be done."""
    role = _(one.role.label) if one.role else ""
    who = f"{one.name} ({role})" if role else one.name
    day = formats.long_date(one.signed_on) if one.signed_on else ""
    words = column(label(who), label(day, size="small", tone="muted"), spacing=2)
    name = _("Signature of {who}").format(who=who)
    parts: list[object] = [words]
    if one.strokes:
        parts.insert(0, SignaturePicture(lines_of(one), one.ratio / _THOUSAND, name))
    line = QWidget()
    inside = row(*parts, None, spacing=Space.M)  # type: ignore[arg-type]
    if callable(removed):
        inside.addWidget(icon_button("x", _("Take away: {what}").format(what=name), removed, name="remove_signature"))
    line.setLayout(inside)
    return line
