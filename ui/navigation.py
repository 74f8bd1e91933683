"""Pages by name, and `go_to(kind, id)`: how one page leads to another without knowing it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.rules.permissions import Action
    from ui.context import Context

    Right = tuple[Action, str]  # an action in a kind of compartment


class Page(QWidget):
    """What the workspace shows in its middle. A subclass takes the `Context` and builds itself.

    A page is made when it is first shown and lives until the lock. `show_record` is called at each visit.

    Signals:
        title_changed(): `client_code()` may be another one now.
    """

    title_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("page")

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        """Somebody goes here: `record` as given to `go_to` (None: the page itself), and its other arguments.

        Called at every visit, so this is also where lists are brought up to date.
        """

    def place(self) -> dict[str, Any]:
        """Where the person is inside this page, as plain JSON; given back as `details` after a lock."""
        return {}

    def keep_draft(self) -> Callable[[Desk], None] | None:
        """At a lock, on the GUI thread: what is not yet saved, as work for the engine; at once, asking nothing."""
        return None

    def may_leave(self) -> bool:
        """Whether another page may be shown now. Drafts are saved as one types, so this is nearly always true."""
        return True

    def step_back(self) -> bool:
        """Alt+Left: go one step back inside this page, and say whether there was one."""
        return False

    def focus_first(self) -> None:
        """Put the keyboard focus where work begins."""
        self.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page and their meaning (message ids), for the list of keys."""
        return ()

    def client_code(self) -> str:
        """The code of the client whose file is open, for the window title; never a name."""
        return ""

    def client_id(self) -> str:
        """The id of that client, for the crisis card."""
        return ""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page before it is made. Each page package exports one as `PAGE`."""

    name: str
    title: str  # msgid
    icon: str  # glyph name
    build: Callable[[Context], Page]
    kinds: frozenset[str] = field(default_factory=frozenset)  # kinds of record (or things) that are shown here
    under: str = ""  # which navigation item is marked while this page is shown; empty: its own
    beside: bool = False  # stands with the page it is under in a row over both
    in_navigation: bool = True
    needs: Right | None = None  # what somebody's role must allow to be here; None: everybody comes here


def _everything(_action: Action, _compartment_kind: str) -> bool:
    return True


class Navigator(QObject):
    """Leads to pages. Any widget may call `go_to`; the workspace listens.

    Signals:
        requested(name, record, details): show this page; record is None or an id.
    """

    requested = Signal(str, object, object)

    def __init__(
        self, specs: tuple[PageSpec, ...], parent: QObject | None = None,
        may: Callable[[Action, str], bool] = _everything,
    ) -> None:  # fmt: skip
        """`may`: what the role of the person allows."""
        super().__init__(parent)
        self._may = may
        self._specs = {spec.name: spec for spec in specs}
        self._by_kind = {kind: spec for spec in specs for kind in spec.kinds}
        self._trail: list[tuple[str, str | None, dict[str, Any]]] = []

    @property
    def specs(self) -> tuple[PageSpec, ...]:
        """All pages, in the order of the navigation."""
        return tuple(self._specs.values())

    @property
    def listed(self) -> tuple[PageSpec, ...]:
        """The pages that the navigation lists for this person."""
        return tuple(spec for spec in self.specs if spec.in_navigation and self.is_open(spec))

    def is_open(self, spec: PageSpec) -> bool:
        """Whether this person's role has business on that page."""
        return spec.needs is None or self._may(*spec.needs)

    def spec(self, name: str) -> PageSpec:
        """The page of that name."""
        return self._specs[name]

    def row_of(self, name: str) -> tuple[PageSpec, ...]:
        """The pages that stand in one row with that page, for this person; itself alone where there is no row."""
        shown = self._specs[name]
        first = self._specs[shown.under] if shown.beside else shown
        row = tuple(spec for spec in self.specs if spec.beside and spec.under == first.name and self.is_open(spec))
        return (first, *row) if shown.beside or not shown.under else (shown,)

    def knows(self, kind: str) -> bool:
        """Whether `go_to(kind, …)` leads this person anywhere."""
        spec = self._by_kind.get(kind) or self._specs.get(kind)
        return spec is not None and self.is_open(spec)

    def go_to(self, kind: str, record: str | None = None, **details: Any) -> None:
        """Show where `kind` is shown: a page's name, or a kind of record with its id.

        Args:
            kind: "clients", "trail" … or "client", "session_note", "incident" …
            record: id of the record (or of the client, for "client").
            details: passed on to the page: `client=…`, `tab="notes"`, `new=True` …
        """
        spec = self._by_kind.get(kind) if record is not None or kind not in self._specs else self._specs[kind]
        if spec is None:
            spec = self._specs[kind]
        if kind != spec.name:
            details.setdefault("kind", kind)
        step = (spec.name, record, details)
        if not self._trail or self._trail[-1] != step:
            self._trail.append(step)
            del self._trail[:-50]
        self.requested.emit(*step)

    def back(self) -> None:
        """Where the person was before; the first page when there is nothing to go back to."""
        if self._trail:
            self._trail.pop()
        if self._trail:
            self.requested.emit(*self._trail[-1])
        else:
            self.go_to(self.listed[0].name)
