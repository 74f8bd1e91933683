"""One section of the settings: a card with its name, where every change is kept at once and says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.texts import _
from ui.theme import Space
from ui.widgets import Strip, column, label
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.context import Context
    from ui.known import KnownError

T = TypeVar("T")


class Section(QFrame):
    """Subclasses fill `content`, and read what is set now in `refresh`.

    Signals:
        opened(part): a part was opened that should be seen.
    """

    opened = Signal(QWidget)

    def __init__(self, context: Context, title: str, sentence: str = "") -> None:
        super().__init__()
        self.context = context
        self.title = title
        self.setAccessibleName(title)
        set_card(self)
        self.strip = Strip()
        self.content = QVBoxLayout()
        self.content.setSpacing(Space.M)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        inside.setSpacing(Space.M)
        inside.addWidget(label(title, size="lead"))
        if sentence:
            inside.addWidget(label(sentence, tone="muted", wrap=True))
        inside.addLayout(self.content)
        inside.addWidget(self.strip)

    def refresh(self) -> None:
        """Show what is set now; called at each visit."""

    def show_record(self, kind: str, record: str | None) -> None:
        """Go on with a record that is kept here."""

    def keep_draft(self) -> Callable[[Desk], object] | None:
        """At a lock: what is not saved yet, as work for the engine."""
        return None

    def keep(
        self, work: Callable[[Desk], T], done: Callable[[T], None] | None = None, *, changes: Iterable[str] = ()
    ) -> None:
        """Keep a change; a toast says that it is kept, the strip why it could not be."""
        self.strip.hush()

        def kept(result: T) -> None:
            self.context.announcer.toast(_("Saved"))
            if done is not None:
                done(result)

        self.context.ops.command(self, work, kept, self._on_failed, changes=changes)

    def ask(self, work: Callable[[Desk], T], done: Callable[[T], None], *, latest: str = "") -> None:
        """Ask the vault; a failure is said in the section."""
        self.context.ops.query(self, work, done, self.strip.say_error, latest=latest)

    def _on_failed(self, error: KnownError) -> None:
        self.strip.say_error(error)
        self.refresh()


def setting(caption: str, hint: str, editor: QWidget, *more: QWidget) -> QWidget:
    """One setting: what it is and what it means at the left, what changes it at the right."""
    words = label(caption)
    words.setProperty("strong", "true")
    words.setBuddy(editor)
    if not editor.accessibleName():
        editor.setAccessibleName(caption)
    text = column(words, spacing=2)
    if hint:
        editor.setAccessibleDescription(hint)
        text.addWidget(label(hint, size="small", tone="muted", wrap=True))
    made = QWidget()
    across = QHBoxLayout(made)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(Space.L)
    across.addLayout(text, 1)
    for part in (editor, *more):
        across.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    return made
