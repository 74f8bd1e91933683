"""Co-signing at the record: where it stands, the supervisor's answer, and what was said at each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from app import formats
from app.records.cosignature import ANSWERS, Cosignature
from app.rules.cosigning import CosignState
from app.services.people import cosigning
from app.texts import _
from ui.forms.amending import signature
from ui.forms.view import RecordView
from ui.theme import Space
from ui.widgets import IconLabel, Strip, button, card, label, row, set_shown
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.desk import Desk
    from app.services.records import Opened, Saved
    from ui.context import Context
    from ui.forms.references import References
    from ui.known import KnownError
    from ui.writing.loading import Loaded

REMARK_HEIGHT = 72
GLYPHS = {CosignState.WAITING: "info", CosignState.RETURNED: "due", CosignState.COSIGNED: "good"}


class CosignPart(QWidget):
    """Over the record; made anew each time it is opened.

    Signals:
        answered(): it was co-signed, returned, or asked for again.
    """

    answered = Signal()

    def __init__(self, context: Context, loaded: Loaded) -> None:
        super().__init__()
        assert loaded.opened is not None
        assert loaded.opened.cosign is not None, "nobody asked for a co-signature"
        self._context = context
        self._loaded = loaded
        self._record = loaded.opened.record.record
        self._cosign = loaded.opened.cosign
        self._strip = Strip()
        self._strip.setObjectName("cosign_state")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._strip)
        if self._cosign.may_ask:
            self._strip.add_action(_("Ask again"), self._on_ask, name="ask_cosign")
        if self._cosign.is_mine:
            column.addWidget(self._answer_card())
        self._strip.say(state_in_words(self._loaded), GLYPHS[self._cosign.state])

    def _answer_card(self) -> QFrame:
        self._remark = QPlainTextEdit()
        self._remark.setObjectName("cosign_remark")
        self._remark.setAccessibleName(_("Remark"))
        self._remark.setPlaceholderText(_("A remark, if there is one. To return it, say what is to be thought of."))
        self._remark.setFixedHeight(REMARK_HEIGHT)
        self._remark.setTabChangesFocus(True)
        self._sign = button(_("Co-sign"), self._on_sign, kind="primary", glyph="signature", name="cosign")
        self._return = button(_("Return it"), self._on_return, glyph="undo-2", name="send_back")
        made = QFrame()
        made.setObjectName("cosign_card")
        set_card(made)
        about = _("Your signature stands beside that of the author, on exactly what you have just read.")
        column = QVBoxLayout(made)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.S)
        column.addWidget(label(about, tone="muted", wrap=True))
        column.addWidget(self._remark)
        self._problem = label(_("Say what is to be thought of."), size="small", tone="due")
        self._problem.hide()
        column.addWidget(self._problem)
        column.addLayout(row(None, self._return, self._sign))
        set_shown(self._return, self._cosign.state is CosignState.WAITING)
        return made

    def _on_sign(self) -> None:
        record, remark = self._record, self._remark.toPlainText().strip()
        self._do(lambda desk: cosigning.cosign(desk, record, remark), _("Co-signed"), "badge-check")

    def _on_return(self) -> None:
        record, remark = self._record, self._remark.toPlainText().strip()
        self._problem.setVisible(not remark)
        if remark:
            self._do(lambda desk: cosigning.send_back(desk, record, remark), _("Returned"), "undo-2")
        else:
            self._remark.setFocus()

    def _on_ask(self) -> None:
        record = self._record
        self._do(lambda desk: cosigning.ask(desk, record), _("Asked for the co-signature"), "signature")

    def _do(self, work: Callable[[Desk], Saved], said: str, glyph: str) -> None:
        changes = {"cosignature", self._record, *([self._loaded.client] if self._loaded.client else [])}

        def done(_saved: Saved) -> None:
            self._context.announcer.toast(said, glyph)
            self.answered.emit()

        self._context.ops.command(self, work, done, self._on_failed, changes=changes)

    def _on_failed(self, error: KnownError) -> None:
        self._strip.say_error(error)


def state_in_words(loaded: Loaded) -> str:
    """`Waits for the co-signature of Ewa Lis, since 3 Dec 2026.`, or what came of it."""
    assert loaded.opened is not None
    cosign = loaded.opened.cosign
    assert cosign is not None
    day = formats.short_date(formats.local(cosign.at).date())
    if cosign.state is CosignState.COSIGNED:
        text = _("Co-signed by {name} on {date}.").format(name=cosign.whom_name, date=day)
    elif cosign.state is CosignState.RETURNED:
        text = _("Returned by {name} on {date}.").format(name=cosign.whom_name, date=day)
    elif cosign.is_mine:
        text = _("{name} asks for your co-signature, since {date}.").format(name=loaded.author, date=day)
    else:
        text = _("Waits for the co-signature of {name}, since {date}.").format(name=cosign.whom_name, date=day)
    return f"{text} {cosign.remark}".strip()


def answer_cards(steps: Sequence[Opened], authors: Sequence[str], references: References) -> list[QFrame]:
    """Each answer of a supervisor as it was signed, for standing under the record."""
    made = []
    for step, author in zip(steps, authors, strict=True):
        body = step.body
        if not isinstance(body, Cosignature) or body.step not in ANSWERS:
            continue
        title = label(step.title)
        title.setProperty("strong", "true")
        glyph = "badge-check" if body.step is ANSWERS[0] else "undo-2"
        parts = [RecordView(body, references, but=("step",))] if body.remark else []
        box = card(row(IconLabel(glyph, "accent"), title, None), *parts, signature(step, author))
        box.setObjectName("cosignature")
        made.append(box)
    return made
