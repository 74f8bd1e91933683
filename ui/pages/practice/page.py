"""The Practice page: its lists, and from each the way to write or to read one of its records, or to one person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QTabWidget, QWidget

from app.rules.permissions import Action, allowed, role_of
from app.services.practice import policies
from app.texts import _, explain
from ui.navigation import Page
from ui.pages.practice.leaving_view import LeavingView
from ui.pages.practice.people_part import PeoplePart
from ui.pages.practice.people_tab import PeopleTab
from ui.pages.practice.person_view import PersonView
from ui.pages.practice.policies_tab import PoliciesTab
from ui.pages.practice.policy_view import PolicyView
from ui.pages.practice.resources_tab import ResourcesTab
from ui.pages.practice.shown import Shown, load, start
from ui.widgets import EmptyState, PageHeader, button, column, page_column
from ui.writing.whole_view import WholeView

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from ui.context import Context
    from ui.known import KnownError

TABS = ("resources", "policies", "people")  # the last is there where the practice has several people
KIND_TABS = {"resource": "resources", "policy": "policies", "standards_for_minors": "policies"}


View = WholeView | PolicyView | PersonView | LeavingView | EmptyState


class PracticePage(Page):
    """The lists stand behind the record that is written or read, and are read again at every visit."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        may_write = allowed(role_of(context.who.role), Action.SAVE, "practice")
        self._view: View | None = None
        self._resources = ResourcesTab(context, may_write=may_write)
        self._resources.opened.connect(partial(self._go_to, "resource"))
        self._resources.new_wanted.connect(lambda: self._begin("resource"))
        self._policies: PoliciesTab | None = None  # made when it is first looked at
        self._may_write = may_write
        self._tabs = QTabWidget()
        self._tabs.setObjectName("practice_tabs")
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.addTab(self._resources, _("Crisis resources"))
        self._tabs.addTab(QWidget(), _("Policies"))
        self._people = self._add_people()
        self._tabs.currentChanged.connect(self._on_turned)
        self._lists = QWidget()
        inside = column(self._head(), self._tabs, spacing=12)
        inside.setStretch(1, 1)
        self._lists.setLayout(inside)
        self._column = page_column(self)
        self._column.addWidget(self._lists, 1)

    def _add_people(self) -> PeopleTab | None:
        self._part = PeoplePart(self.context, self)
        self._part.made.connect(self._on_made)
        self._part.failed.connect(self._on_failed)
        self._part.closed.connect(self._to_lists)
        self._part.person_wanted.connect(self._to_person)
        if self.context.who.alone:
            return None
        made = PeopleTab(self.context)
        made.opened.connect(self._to_person)
        made.invite_wanted.connect(self._part.invite)
        self._tabs.addTab(made, _("People"))
        return made

    def _on_turned(self, index: int) -> None:
        place = self._tabs.widget(index)
        if TABS[index] == "policies" and self._policies is None and place is not None:
            self._policies = PoliciesTab(self.context, may_write=self._may_write)
            self._policies.opened.connect(self._go_to)
            self._policies.new_wanted.connect(partial(self._begin, "policy"))
            place.setLayout(column(self._policies, spacing=0))
            self._policies.refresh()

    def _head(self) -> PageHeader:
        """With one account this is the one place where others are mentioned at all."""
        head = PageHeader(_("Practice"))
        if self.context.who.alone:
            head.add_action(
                button(_("Add a person"), self._part.invite, kind="quiet", glyph="user-plus", name="add_person")
            )
        return head

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        known = details.get("at") or record
        kind = str(details.get("record_kind") or details.get("kind") or "")
        tab = details.get("tab") or KIND_TABS.get(kind)
        if tab in TABS[: self._tabs.count()]:
            self._tabs.setCurrentIndex(TABS.index(tab))
        if self._people is not None and details.get("part"):
            self._people.turn_to(str(details["part"]))
        if isinstance(self._view, WholeView) and known == self._view.record:
            return
        self._leave()
        if self._people is not None and details.get("person"):
            self._part.open(str(details["person"]))
        elif known is not None:
            self._ask(partial(load, record=known, kind=kind))
        elif details.get("new"):
            self._begin("policy", str(details["new"]))
        else:
            self._show_lists()

    def place(self) -> dict[str, Any]:
        if isinstance(self._view, WholeView | PolicyView):
            return {"record_kind": self._view.kind, "at": self._view.record}
        if isinstance(self._view, PersonView):
            return {"tab": "people", "person": self._view.account}
        return {"tab": TABS[self._tabs.currentIndex()]}

    def keep_draft(self) -> Callable[[Desk], None] | None:
        work = self._view.keep_draft() if isinstance(self._view, WholeView) else None
        if work is None:
            return None

        def keep(desk: Desk) -> None:
            work(desk)

        return keep

    def may_leave(self) -> bool:
        self._leave()
        return True

    def focus_first(self) -> None:
        if isinstance(self._view, WholeView | PolicyView | PersonView | LeavingView):
            self._view.focus_first()
        elif self._view is None:
            tab = (self._resources, self._policies, self._people)[self._tabs.currentIndex()]
            if tab is not None:
                tab.focus_first()

    def _leave(self) -> None:
        if isinstance(self._view, WholeView):
            self._view.leave()

    def _go_to(self, kind: str, record: str) -> None:
        self.context.navigator.go_to(kind, record)

    def _to_person(self, account: str) -> None:
        self.context.navigator.go_to("practice", None, tab="people", person=account)

    def _to_lists(self) -> None:
        self.context.navigator.go_to("practice", tab=TABS[self._tabs.currentIndex()])

    def _begin(self, kind: str, policy_kind: str = "") -> None:
        self._ask(partial(start, kind=kind, policy_kind=policy_kind))

    def _next_version(self, record: str) -> None:
        self._ask(lambda desk: Shown(policies.next_version(desk, record)))

    def _ask(self, work: Callable[[Desk], Shown]) -> None:
        self.context.ops.query(self, work, self._on_loaded, self._on_failed, latest="load")

    def _on_loaded(self, found: Shown) -> None:
        if found.editing is not None:
            writing = WholeView(self.context, found.editing, was_kept=found.was_kept)
            writing.finished.connect(self._on_finished)
            writing.closed.connect(self._to_lists)
            self._show(writing)
        elif found.opened is not None:
            reading = PolicyView(self.context, found, may_write=self._may_write)
            reading.closed.connect(self._to_lists)
            reading.next_wanted.connect(self._next_version)
            self._show(reading)
        self.focus_first()

    def _on_made(self, view: PersonView | LeavingView) -> None:
        self._show(view)
        self.focus_first()

    def _on_finished(self, kind: str, record: str) -> None:
        self._show_lists()
        if KIND_TABS.get(kind) == "policies":
            self._go_to(kind, record)
        else:
            self._resources.choose(record)

    def _on_failed(self, error: KnownError) -> None:
        told = explain(error)
        words = f"{told.sentence} {told.advice} ({told.code})"
        self._show(EmptyState("file-x", _("This record cannot be shown"), words, _("To the list"), self._to_lists))

    def _show_lists(self) -> None:
        self._take_view_away()
        self._lists.show()
        for tab in (self._resources, self._policies, self._people):
            if tab is not None:
                tab.refresh()

    def _show(self, view: View) -> None:
        self._take_view_away()
        self._lists.hide()
        self._view = view
        self._column.addWidget(view, 1)
        view.show()  # a widget that is not shown yet cannot take the focus

    def _take_view_away(self) -> None:
        if self._view is not None:
            self._view.hide()
            self._view.deleteLater()
            self._view = None
