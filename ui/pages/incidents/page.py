"""The incidents page: the list, the first entry of a new incident, or one incident at work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.rules.figures import Slice
from app.services import incident_team, incidents, records
from app.services.practice import practices
from app.services.safety import notices
from app.texts import _
from ui.pages.incidents.first_entry import FirstEntry
from ui.pages.incidents.incident_view import IncidentView, Worked
from ui.pages.incidents.listing import IncidentList
from ui.widgets import page_column
from ui.writing.one_view import OneView

if TYPE_CHECKING:
    from app.desk import Desk
    from app.services.incident_team import Team
    from app.services.incidents import IncidentRow, OpenIncident
    from app.services.practice.practices import PersonRow
    from app.services.records import Editing
    from app.services.safety.notices import NoticeOffer
    from ui.context import Context
    from ui.known import KnownError


@dataclass(frozen=True, slots=True)
class Found:
    """An incident for working on; `opened` is None while its first entry is a draft."""

    opened: OpenIncident | None
    editing: Editing
    authors: tuple[str, ...] = ()  # of the first entry, then of its amendments
    team: Team | None = None
    people: tuple[PersonRow, ...] = ()  # colleagues whom it can concern; nobody alone
    offers: tuple[NoticeOffer, ...] = ()  # duties with a clock here
    was_kept: bool = False


class IncidentsPage(OneView):
    """What is shown follows from where the person goes: no record, the list; a record, that incident."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, page_column)
        self._record: str | None = None
        self._stop = ""
        context.ops.changed.connect(self._on_changed)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:
        self._leave()
        known = details.get("at") or record
        if details.get("kind") == "incident_response" and known is not None:
            self._open_response(known)
        elif known is not None:
            self._load(known, str(details.get("stop", "")))
        elif details.get("new"):
            self._begin()
        else:
            self._show_list(Slice(**details.get("only", {})))

    def place(self) -> dict[str, Any]:
        if isinstance(self._view, FirstEntry):
            return {"at": self._view.record}
        if isinstance(self._view, IncidentView):
            return {"at": self._view.record, "stop": self._view.track.chosen()}
        if isinstance(self._view, IncidentList) and self._view.only:
            return {"only": self._view.only.told()}
        return {}

    def _show_list(self, only: Slice) -> None:
        self._record = None
        view = IncidentList(self.context, only)
        view.all_wanted.connect(self._to_list)
        view.opened.connect(self._on_row_opened)
        view.new_wanted.connect(lambda: self.context.navigator.go_to("incidents", None, new=True))
        self._show(view)
        view.refresh()

    def _begin(self) -> None:
        self._record = None
        self.context.ops.query(self, _start, self._write_first, latest="incident")

    def _write_first(self, found: Found) -> None:
        view = FirstEntry(self.context, found.editing, was_kept=found.was_kept, people=found.people)
        view.signed.connect(lambda record: self._load(record, ""))
        view.closed.connect(self._to_list)
        self._show(view)
        view.focus_first()

    def _load(self, record: str, stop: str) -> None:
        self._record, self._stop = record, stop
        self.context.ops.query(
            self, lambda desk: _load(desk, record), self._on_loaded, self._on_failed, latest="incident"
        )

    def _on_loaded(self, found: Found) -> None:
        if found.opened is None:
            self._write_first(found)
            return
        worked = Worked(found.opened, found.editing, found.authors, found.team, found.people, found.offers)
        view = IncidentView(self.context, worked)
        view.closed.connect(self._to_list)
        view.reload_wanted.connect(lambda stop: self._load(view.record, stop))
        self._show(view)
        view.begin_at(self._stop)
        view.focus_first()

    def _open_response(self, response: str) -> None:
        """A hit of the search may be the response; it is shown with its incident."""

        def incident_of(desk: Desk) -> str:
            return str(desk.signin.rows([response])[0].facets["incident"])

        self.context.ops.query(self, incident_of, lambda record: self._load(record, ""), self._on_failed)

    def _on_row_opened(self, line: IncidentRow) -> None:
        self.context.navigator.go_to("incident", line.id)

    def _to_list(self) -> None:
        self.context.navigator.go_to("incidents")

    def _on_changed(self, what: frozenset[str]) -> None:
        if "incident" in what and isinstance(self._view, IncidentList):
            self._view.refresh()

    def _on_failed(self, error: KnownError) -> None:
        self._show_failure(_("This incident cannot be shown"), error, _("To the list"), self._to_list)


def _start(desk: Desk) -> Found:
    return Found(None, records.start(desk, "incident"), people=_people(desk))


def _people(desk: Desk) -> tuple[PersonRow, ...]:
    """Colleagues whom an incident can concern; nobody where somebody works alone."""
    return tuple(incident_team.candidates(desk))


def _load(desk: Desk, record: str) -> Found:
    """A draft to go on with, or a signed incident and its response for working on."""
    if record in records.unfinished(desk):
        return Found(None, records.resume(desk, record), people=_people(desk), was_kept=True)
    opened = incidents.open(desk, record)
    signed = (opened.first, *opened.first.amendments)
    authors = tuple(practices.person_name(desk, one.record.author) for one in signed)
    team, people = incident_team.of(desk, opened), _people(desk)
    noticed = opened.incident.discovered or opened.incident.occurred
    offers = tuple(notices.offers(desk, noticed))
    return Found(opened, incidents.respond(desk, record), authors, team if people else None, people, offers)
