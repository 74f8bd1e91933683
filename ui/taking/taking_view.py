"""Taking a consent as a guided conversation: the step, the way through all of them, and the last word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QListView,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.records.consent import title_of
from app.rules.consent_steps import StepKind
from app.services.consenting import taking
from app.texts import _
from ui.forms.writer import Writer
from ui.operations import Job
from ui.taking.conversation import ConversationForm
from ui.taking.sign_step import SignView
from ui.taking.talk import SIGN, Talk
from ui.theme import ICON, READING_WIDTH, Space, icon
from ui.widgets import ProgressStrip, Strip, button, divider, icon_button, label, row, scrolling, set_shown, set_tone
from ui.writing.head import Head

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from app.desk import Desk
    from app.records.fields import FieldSpec
    from app.services.records import Editing
    from ui.context import Context
    from ui.taking.loading import Found

LIST_FROM = 900  # px of width from which the list of all steps stands beside
LIST_WIDTH = 250


class TakingView(QWidget):
    """One conversation. It is kept as a draft as it goes on, and taken up again where it was left.

    Signals:
        finished(record): it is signed.
        discarded(): it was thrown away.
        back_wanted(): to the client's file.
        whole_wanted(): all at once, in one form.
    """

    finished = Signal(str)
    discarded = Signal()
    back_wanted = Signal()
    whole_wanted = Signal()

    def __init__(self, context: Context, found: Found, at: str = "") -> None:
        super().__init__()
        self.setObjectName("taking_view")
        loaded = found.loaded
        assert loaded.editing is not None
        self._context = context
        self._found = found
        self._strip = Strip()
        talk = Talk(loaded.editing, found.text, found.places, loaded.client_name)
        self.form = ConversationForm(context, talk, found, at)
        self._writer = Writer(context, self, loaded.editing, self.form, self._strip)
        self._writer.was_kept = loaded.was_kept
        self._writer.sign = taking.finish
        self._writer.drop = taking.drop
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("How far the conversation is"))
        self._where = label(size="small", tone="muted")
        self._where.setObjectName("step_place")
        self._steps = _step_list()
        self._state = label(size="small", tone="muted")
        self._state.setObjectName("draft_state")
        self._back = button(_("Back"), self.go_back, glyph="arrow-left", name="step_back")
        self._skip = button(_("Leave this out"), self.skip, kind="quiet", name="step_skip")
        self._next = button(_("Next"), self.go_on, kind="primary", name="step_next")
        self._scanning = ProgressStrip()
        self._area = scrolling(self._page())
        self._lay_out(found)
        self._connect()
        self._show_step()

    @property
    def record(self) -> str:
        """The record that is being written."""
        return self._writer.record

    @property
    def is_draft(self) -> bool:
        """Whether the vault has, or soon will have, something of it."""
        return self._writer.is_draft

    def editing(self) -> Editing:
        """The record as it stands."""
        return self.form.talk.editing

    def focus_first(self) -> None:
        """Enter goes on; where something is typed, the cursor stands there."""
        if self.form.step.kind is StepKind.PARAGRAPH or self.form.at == SIGN:
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.focus_first()

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """What is not saved yet, as work for the engine."""
        return self._writer.keep_draft()

    def leave(self) -> None:
        """The person goes elsewhere: it is kept as it is."""
        self._writer.leave()

    def go_on(self) -> None:
        """*Explained*, *Next* or *Sign*: what the main button says."""
        if self.form.at == SIGN:
            self._writer.finish()
        else:
            self.form.go_on()

    def skip(self) -> None:
        """This paragraph was not gone through."""
        self.form.go_on(explained=False)

    def go_back(self) -> bool:
        """The step before; False at the first."""
        return self.form.go_back()

    def _page(self) -> QWidget:
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + 2 * Space.XL)
        column = QVBoxLayout(page)
        column.setContentsMargins(Space.XL, Space.M, Space.XL, Space.L)
        column.setSpacing(Space.M)
        column.addWidget(self._strip)
        column.addWidget(self._scanning)
        column.addWidget(self.form)
        column.addStretch(1)
        return page

    def _lay_out(self, found: Found) -> None:
        middle = row(self._steps, self._area, spacing=0)
        middle.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._head(found))
        progress = row(self._progress, self._where, spacing=Space.M)
        progress.setStretch(0, 1)
        progress.setContentsMargins(Space.XL, 0, Space.XL, Space.S)
        outer.addLayout(progress)
        outer.addWidget(divider())
        outer.addLayout(middle, 1)
        outer.addWidget(divider())
        bar = row(self._back, self._state, None, self._skip, self._next)
        bar.setContentsMargins(Space.XL, Space.S, Space.XL, Space.M)
        outer.addLayout(bar)
        self._steps.hide()

    def _head(self, found: Found) -> Head:
        title = title_of(self.form.talk.body.consent_type.value)
        head = Head(self._context, found.loaded, title, _which(found))
        head.back_wanted.connect(self.back_wanted)
        head.add_action(button(_("All at once"), self._on_whole, kind="quiet", glyph="list-checks", name="all_at_once"))
        head.add_action(
            icon_button("trash-2", _("Throw the draft away"), self._writer.offer_to_discard, name="discard")
        )
        return head

    def _connect(self) -> None:
        self._writer.finish_by_keys()
        forward = QShortcut("Alt+Right", self)  # also out of a text, in which Enter begins a line
        forward.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        forward.activated.connect(self.form.go_on)
        self._writer.finished.connect(self.finished)
        self._writer.discarded.connect(self.discarded)
        self._writer.lacking.connect(self._on_lacking)
        self._writer.busy_changed.connect(lambda busy: self._next.setEnabled(not busy))
        self._writer.kept.connect(lambda time: self._say_state(_("draft saved {time}").format(time=time), "muted"))
        self._writer.not_kept.connect(lambda _error: self._say_state(_("draft not saved"), "due"))
        self.form.changed.connect(self._writer.touch)
        self.form.moved.connect(self._on_moved)
        self.form.scan_wanted.connect(self._on_scan_wanted)
        self._steps.itemActivated.connect(self._on_step_chosen)
        self._steps.itemClicked.connect(self._on_step_chosen)

    def _on_moved(self) -> None:
        self._strip.hush()
        self._show_step()
        self._area.ensureVisible(0, 0)
        if not self._steps.hasFocus():
            self.focus_first()

    def _show_step(self) -> None:
        steps, place = self.form.talk.steps(), self.form.place
        step = steps[place]
        self._progress.setRange(0, len(steps) - 1)
        self._progress.setValue(place)
        words = _("Step {n} of {all}").format(n=place + 1, all=len(steps))
        self._where.setText(words)
        self._progress.setAccessibleDescription(f"{words}: {step.title}")
        is_paragraph = step.kind is StepKind.PARAGRAPH
        set_shown(self._skip, is_paragraph)
        self._next.setText(_("Sign") if step.key == SIGN else _("Explained") if is_paragraph else _("Next"))
        self._next.setToolTip(_("Ctrl+Enter") if step.key == SIGN else _("Enter"))
        self._back.setEnabled(place > 0)
        self._back.setToolTip("Alt+←")
        self._fill_list(place)
        if isinstance(self.form.view, SignView):
            self._ask_worth(self.form.view)

    def _fill_list(self, place: int) -> None:
        self._steps.clear()
        for number, step in enumerate(self.form.talk.steps()):
            glyph, tone = ("circle-check", "good") if step.is_done else ("circle", "muted")
            if number == place:
                glyph, tone = "circle-dot", "accent"
            item = QListWidgetItem(icon(glyph, tone), step.title, self._steps)
            item.setData(Qt.ItemDataRole.UserRole, step.key)
            done = _("done") if step.is_done else _("open")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{step.title}, {done}")
        self._steps.setCurrentRow(place)
        self._steps.scrollToItem(self._steps.item(place))

    def _ask_worth(self, view: SignView) -> None:
        editing = self.editing()
        self._context.ops.query(
            view,
            lambda desk: taking.conversation(desk, editing),
            view.show_worth,
            self._strip.say_error,
            latest="worth",
        )

    def _on_step_chosen(self, item: QListWidgetItem) -> None:
        self.form.go(str(item.data(Qt.ItemDataRole.UserRole)))

    def _on_lacking(self, lacking: list[FieldSpec]) -> None:
        self.form.point_out({spec.name: _("This is still needed.") for spec in lacking})
        names = ", ".join(dict.fromkeys(_(spec.label) for spec in lacking))
        self._strip.say(_("Still needed: {fields}.").format(fields=names), "due")

    def _on_whole(self) -> None:
        self.form.take_over()
        self._writer.leave()
        self.whole_wanted.emit()

    def _on_scan_wanted(self) -> None:
        self._context.prompts.open_file(_("Choose the scanned paper…"), self._scan)

    def _scan(self, path: Path) -> None:
        self.form.take_over()
        job = Job(self)
        self._scanning.follow(job, _("Taking the paper in…"))
        editing, progress = self.editing(), job.progress

        def end() -> None:
            job.ended.emit()
            job.deleteLater()

        def on_scanned(scanned: Editing) -> None:
            end()
            self._writer.touch()
            self.form.talk.editing = scanned
            self.form.go(self.form.at)

        def on_failed(error: object) -> None:
            end()
            if getattr(error, "name", "") != "stopped":
                self._strip.say_error(error)  # type: ignore[arg-type]

        self._context.ops.query(
            self,
            lambda desk: taking.scan(desk, editing, path, path.name, progress=progress, cancelled=progress.cancelled),
            on_scanned,
            on_failed,
        )

    def _say_state(self, text: str, tone: str) -> None:
        self._state.setText(text)
        set_tone(self._state, tone)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            focus = self.window().focusWidget()
            if isinstance(focus, QAbstractButton) and focus is not self._next and not focus.isCheckable():
                focus.click()
            else:
                self.go_on()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        set_shown(self._steps, event.size().width() >= LIST_FROM)


class _Wrapped(QStyledItemDelegate):
    """As high as all the words of a step: Qt forgets the room at both sides of them, and asks with several widths."""

    def __init__(self, steps: QListWidget) -> None:
        super().__init__(steps)
        self._steps = steps

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        narrower = QStyleOptionViewItem(option)
        narrower.rect.setWidth(self._steps.viewport().width() - 2 * self._steps.spacing() - 2 * Space.S)
        return super().sizeHint(narrower, index)


def _step_list() -> QListWidget:
    made = QListWidget()
    made.setObjectName("step_list")
    made.setAccessibleName(_("Steps of the conversation"))
    made.setIconSize(QSize(ICON, ICON))
    made.setWordWrap(True)
    made.setTextElideMode(Qt.TextElideMode.ElideNone)
    made.setItemDelegate(_Wrapped(made))
    made.setSpacing(2)
    made.setFixedWidth(LIST_WIDTH)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # or lines would break anew when it comes
    made.setResizeMode(QListView.ResizeMode.Adjust)
    return made


def _which(found: Found) -> str:
    """The text that is gone through, if there is one."""
    if found.text is None or not found.text.version:
        return ""
    return _("{title}, version {version}").format(title=found.text.title, version=found.text.version)
