"""Head and tabs of a file that is open; files that are dropped or pasted on it become documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from app.texts import _
from ui.documents.taking_in import TakingIn, holds_files, sources_of
from ui.forms.steps import steps
from ui.pages.client_file.access_tab import AccessTab
from ui.pages.client_file.agreements_tab import AgreementsTab
from ui.pages.client_file.disclosures_tab import DisclosuresTab
from ui.pages.client_file.documents_tab import DocumentsTab
from ui.pages.client_file.head import FileHead
from ui.pages.client_file.overview_tab import OverviewTab
from ui.pages.client_file.records_tab import RecordsTab
from ui.widgets import Strip, button, column

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from ui.context import Context
    from ui.documents.taking_in import Source, Taken
    from ui.pages.client_file.reach import Seen

TABS = (
    "overview", "timeline", "notes", "safety", "measures", "consents", "disclosures", "documents", "contacts", "access",
)  # fmt: skip
CLINICAL_TABS = frozenset(TABS) - {"overview", "access"}
NOTES = ("session_note", "process_note")
CONTACTS = ("contact", "referral", "consultation", "feedback", "boundary_record")
CALL = {"channel": "phone", "direction": "from_other"}  # somebody rings, and nobody knows yet who it is


class FileView(QWidget):
    """Made anew each time the file is opened.

    Signals:
        edit_wanted(kind, record, field): change a living record in its place.
        part_turned(name): another part of a tab is in sight.
    """

    edit_wanted = Signal(str, object, str)
    part_turned = Signal(str)

    def __init__(self, context: Context, seen: Seen, tab: str, *, part: str = "", items_open: bool = False) -> None:
        """`part`: of a tab that has several."""
        super().__init__()
        self._part = part
        self._context = context
        file = seen.file
        self._client = file.id
        self._reach = seen.reach
        self.head = FileHead(file, seen.summary.people, self._reach, seen.summary.safety_plan)
        self.head.plan_wanted.connect(lambda record: self.open_record("safety_plan", record))
        self.head.access_wanted.connect(self._show_access)
        self.head.new_wanted.connect(lambda kind: self.open_record(kind, None))
        self.head.phone_call_wanted.connect(self._on_phone_call)
        self.overview = OverviewTab(context, seen, items_open=items_open)
        self.overview.opened.connect(self.open_record)
        self.overview.edit_wanted.connect(self.edit_wanted)
        self.overview.client_wanted.connect(lambda client: context.navigator.go_to("client", client))
        self._taking_in = TakingIn(context)
        self._taking_in.taken.connect(self._on_taken)
        self._drop_hint = Strip()
        self._waiting = {name: QWidget() for name in TABS[1:]}
        self.tabs = self._make_tabs(tab)
        outer = column(self.head, self._drop_hint, self._taking_in, self.tabs, spacing=12)
        outer.setStretch(3, 1)
        self.setLayout(outer)
        self.setAcceptDrops(self._reach.writes)
        self._drop_text = _("Drop it to attach it to the file of {code}.").format(code=file.code)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setEnabled(self._reach.writes)
        paste.activated.connect(lambda: self.attach(sources_of(QGuiApplication.clipboard().mimeData())))

    def focus_first(self) -> None:
        """Writing a note is what one comes for most."""
        (self.head.write_button if self._reach.writes else self.tabs.tabBar()).setFocus()

    def attach(self, sources: list[Source]) -> None:
        """Begin a document with these files."""
        self._taking_in.begin(self._client, sources, client=self._client)

    def open_record(self, kind: str, record: str | None) -> None:
        """Begin a record of a kind, or show one."""
        if kind in {"client", "client_profile"}:
            self.tabs.setCurrentIndex(0)
        elif kind in {"related_person", "episode"}:
            self.edit_wanted.emit(kind, record, "")
        else:
            self._context.navigator.go_to(kind, record, client=self._client)

    def _make_tabs(self, tab: str) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("file_tabs")
        tabs.setDocumentMode(True)
        tabs.tabBar().setDrawBase(False)
        tabs.addTab(self.overview, _("Overview"))
        titles = (
            _("Timeline"), _("Notes"), _("Safety"), _("Measures"), _("Consents"),
            _("Disclosures"), _("Documents"), _("Contacts"), _("Access"),
        )  # fmt: skip
        for place, title in zip(self._waiting.values(), titles, strict=True):
            tabs.addTab(place, title)
        for number, name in enumerate(TABS):
            tabs.setTabVisible(number, self._reach.reads or name not in CLINICAL_TABS)
        tabs.currentChanged.connect(lambda index: self._fill(tabs, index))
        tabs.setCurrentIndex(TABS.index(tab) if self._reach.reads or tab not in CLINICAL_TABS else 0)
        return tabs

    def _fill(self, tabs: QTabWidget, index: int) -> None:
        """Tabs are made when they are first looked at; what nobody looks at is not logged as seen."""
        del tabs
        place = self._waiting.pop(TABS[index], None)
        if place is not None:  # in a turn of its own: the frame around it takes most of one
            steps().do(place, lambda: place.setLayout(column(self._make(TABS[index]), spacing=0)))

    def _make(self, tab: str) -> QWidget:
        make: dict[str, Callable[[], QWidget]] = {
            "timeline": self._timeline,
            "notes": self._notes,
            "safety": self._safety,
            "measures": self._measures,
            "consents": self._agreements,
            "disclosures": self._disclosures,
            "documents": self._documents,
            "contacts": self._contacts,
            "access": self._access,
        }
        return make[tab]()

    def _show_access(self) -> None:
        self.tabs.setCurrentIndex(TABS.index("access"))

    def _access(self) -> QWidget:
        made = AccessTab(self._context, self._client, self._reach)
        if made.holders is not None:
            made.holders.handed_over.connect(lambda: self._context.navigator.go_to("clients"))
        return made

    def _timeline(self) -> QWidget:
        made = RecordsTab(self._context, self._client, name="timeline_table", title=_("Timeline"))
        made.opened.connect(self.open_record)
        return made

    def _notes(self) -> QWidget:
        private = button(
            _("Private note"), lambda: self.open_record("process_note", None), kind="quiet", glyph="notebook-pen",
            name="private_note",
        )  # fmt: skip
        made = RecordsTab(
            self._context, self._client, name="notes_table", title=_("Notes"), kinds=NOTES, actions=(private,)
        )  # fmt: skip
        made.opened.connect(self.open_record)
        return made

    def _measures(self) -> QWidget:
        from ui.pages.client_file.measures_tab import MeasuresTab

        made = MeasuresTab(self._context, self._client, self._part, writes=self._reach.writes)
        made.opened.connect(self.open_record)
        made.switch.turned.connect(self.part_turned)
        return made

    def _safety(self) -> QWidget:
        from ui.pages.client_file.safety_tab import SafetyTab

        made = SafetyTab(self._context, self._client, writes=self._reach.writes)
        made.opened.connect(self.open_record)
        return made

    def _contacts(self) -> QWidget:
        call = button(_("Call…"), self._on_phone_call, kind="quiet", glyph="phone-call", name="add_call")
        made = RecordsTab(
            self._context, self._client, name="contacts_table", title=_("Contacts and referrals"), kinds=CONTACTS,
            actions=(call,) if self._reach.writes else (),
        )  # fmt: skip
        made.opened.connect(self.open_record)
        return made

    def _agreements(self) -> QWidget:
        made = AgreementsTab(self._context, self._client, self._part)
        made.opened.connect(self.open_record)
        made.switch.turned.connect(self.part_turned)
        return made

    def _disclosures(self) -> QWidget:
        made = DisclosuresTab(self._context, self._client, self._part)
        made.opened.connect(self.open_record)
        made.switch.turned.connect(self.part_turned)
        return made

    def _documents(self) -> QWidget:
        made = DocumentsTab(self._context, self._client)
        made.opened.connect(lambda record: self.open_record("document", record))
        made.new_wanted.connect(lambda: self.open_record("document", None))
        made.attach_wanted.connect(self.attach)
        return made

    def _on_phone_call(self) -> None:
        self._context.navigator.go_to("contact", None, client=self._client, values=dict(CALL))

    def _on_taken(self, taken: Taken) -> None:
        if taken.editing is not None:
            notice = "\n".join(taken.refusals)
            self._context.navigator.go_to("document", taken.editing.record, client=self._client, notice=notice)

    # Qt overrides

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_files(event.mimeData()):
            self._drop_hint.say(self._drop_text, "info")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_hint.hush()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_hint.hush()
        event.acceptProposedAction()
        self.attach(sources_of(event.mimeData()))
