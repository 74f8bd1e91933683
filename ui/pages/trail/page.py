"""The audit trail as a table, newest first, with filters, and its verification with progress and words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from app import formats
from app.rules.permissions import Action
from app.services import clients
from app.services.practice import practices
from app.services.reading import trails
from app.texts import _, ngettext
from ui.context import Context
from ui.navigation import Page
from ui.operations import Progress
from ui.pages.trail.filters import TrailFilters, Wanted
from ui.pages.trail.verification import VerificationStrip
from ui.releasing import release_button
from ui.widgets import (
    Column,
    DataTable,
    EmptyState,
    PageHeader,
    ProgressStrip,
    RowsModel,
    Strip,
    button,
    column,
    page_column,
    row,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.services.outgoing.papers import Prepared
    from app.services.reading.trails import TrailRow
    from app.vaults import TrailReport, VerifyJob
    from ui.known import KnownError

BAD_OUTCOMES = frozenset({"failed", "refused", "not_shared", "record_damaged", "record_forged", "record_deleted"})

GLYPHS = {
    "view": "eye", "view_history": "eye", "open_file": "folder-open", "list": "list", "search": "search",
    "save": "save", "sign": "signature", "amend": "file-pen", "discard_draft": "trash-2",
    "unlock": "log-in", "lock": "lock", "failed_unlock": "shield-alert", "backup": "archive",
    "restore": "archive-restore", "trail_viewed": "history", "trail_verified": "shield-check",
    "maintenance": "settings", "print": "printer", "export": "upload", "damage_found": "octagon-alert",
    "grant": "key-round", "revoke": "ban", "roster_changed": "users-round", "emergency_access": "shield-alert",
}  # fmt: skip


class TrailPage(Page):
    """Rows arrive in pages of 200; *older entries* adds the next ones."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: dict[int, TrailRow] = {}
        self._before: int | None = None
        self._filters = TrailFilters(alone=context.who.alone)
        self._strip = Strip()
        self._result = VerificationStrip()
        self._progress = ProgressStrip()
        self._verify = button(_("Verify"), self.verify, glyph="shield-check", name="verify_trail")
        self._older = button(_("Older entries"), self._on_older, kind="quiet", glyph="chevron-down", name="older")
        self._model: RowsModel[TrailRow] = RowsModel(_columns(alone=context.who.alone))
        self._table = DataTable(self._model, "trail_table", _("Trail"), context.preferences)
        self._table.opened.connect(self._on_opened)
        self._empty = EmptyState("history", _("Nothing here"), _("No entry fits what you chose above."))
        self._stack = QStackedWidget()
        self._lay_out()
        self._filters.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the newest entries that fit the filters."""
        self._ask(before=None)

    def verify(self) -> None:
        """Verify the whole trail in a worker process."""
        self._verify.setEnabled(False)
        self._result.hide()
        self._strip.hush()
        self._progress.begin(_("Preparing…"))
        self.context.ops.query(self, trails.verify_job, self._on_job, self._on_failed)

    def show_record(self, record: str | None, details: dict[str, Any]) -> None:  # noqa: ARG002
        self.context.ops.query(self, _people, self._filters.show_people)
        self.refresh()

    def focus_first(self) -> None:
        self._table.choose_first()

    def _lay_out(self) -> None:
        header = PageHeader(_("Trail"), _("Every look and every change is written here first, and only then shown."))
        header.add_action(release_button(self.context, self, self._paper))
        header.add_action(self._verify)
        listing = QWidget()
        listing.setLayout(column(self._table, row(self._older, None)))
        self._stack.addWidget(listing)
        self._stack.addWidget(self._empty)
        down = page_column(self)
        for part in (header, self._progress, self._result, self._strip, self._filters):
            down.addWidget(part)
        down.addWidget(self._stack, 1)

    def _paper(self) -> Callable[[Desk], Prepared]:
        """What is shown: as many of the newest entries as were fetched, through the same filters."""
        return partial(_paper, wanted=self._filters.wanted(), most=max(len(self._rows), 1))

    def _ask(self, before: int | None) -> None:
        wanted = self._filters.wanted()
        done = self._on_page if before is None else self._on_more
        self.context.ops.query(self, lambda desk: _page(desk, wanted, before), done, self._on_failed, latest="page")

    def _on_page(self, found: trails.TrailPage) -> None:
        self._strip.hush()
        self._rows = {}
        self._show(found)
        self._table.scrollToTop()

    def _on_more(self, found: trails.TrailPage) -> None:
        self._show(found)

    def _show(self, found: trails.TrailPage) -> None:
        kept = self._table.chosen_id()
        self._rows.update({entry.seq: entry for entry in found.rows})
        self._before = found.before
        self._model.set_rows(self._rows)
        self._older.setVisible(found.before is not None)
        self._stack.setCurrentIndex(0 if self._rows else 1)
        if kept is not None:
            self._table.choose(kept)

    def _on_older(self) -> None:
        if self._before is not None:
            self._ask(before=self._before)

    def _on_opened(self, seq: int) -> None:
        entry = self._rows.get(seq)
        # An entry about several clients, such as a search, leads to none of them.
        may_open = self.context.who.may(Action.OPEN_FILE, "identity")
        if may_open and entry is not None and entry.client is not None and "," not in entry.client:
            code = entry.client
            self.context.ops.query(
                self, lambda desk: clients.by_code(desk, code), lambda found: self._go_to("client", found),
                self._on_failed,
            )  # fmt: skip

    def _go_to(self, kind: str, record: str) -> None:
        self.context.navigator.go_to(kind, record)

    def _on_failed(self, error: KnownError) -> None:
        self._progress.end()
        self._verify.setEnabled(True)
        self._strip.say_error(error)

    def _on_job(self, job: VerifyJob) -> None:
        def run(progress: Progress) -> TrailReport:
            return trails.verify(job, progress=progress, cancelled=progress.cancelled)

        work = self.context.ops.job(self, run, self._on_verified, self._on_failed)
        work.stopped.connect(self._on_stopped)
        self._progress.follow(work, _("Verifying the trail. You can go on working."))

    def _on_stopped(self) -> None:
        self._verify.setEnabled(True)
        self._strip.say(_("The verification was stopped. It says nothing about the trail."), "info")

    def _on_verified(self, report: TrailReport) -> None:
        self._verify.setEnabled(True)
        self._result.show_report(report)
        self.context.ops.command(self, lambda desk: trails.record(desk, report), lambda _none: self.refresh())


def _people(desk: Desk) -> list[tuple[str, str]]:
    return [(person.account, person.name) for person in practices.people(desk)]


def _page(desk: Desk, wanted: Wanted, before: int | None) -> trails.TrailPage:
    return trails.page(desk, before=before, **_filters(desk, wanted))


def _paper(desk: Desk, wanted: Wanted, most: int) -> Prepared:
    from app.services.outgoing import papers

    return papers.of_trail(desk, limit=most, **_filters(desk, wanted))


def _filters(desk: Desk, wanted: Wanted) -> dict[str, Any]:
    """What was chosen over the list, as the trail takes it."""
    client = trails.client_of_code(desk, wanted.client_code) if wanted.client_code else None
    return {"account": wanted.account, "client": client, "actions": wanted.actions or None, "since": wanted.since}


def _columns(*, alone: bool) -> list[Column[TrailRow]]:
    columns: list[Column[TrailRow]] = [
        Column(_("Time"), lambda entry: formats.moment(entry.at), 170),
        Column(_("Who"), lambda entry: entry.who, 150),
        Column(_("What"), lambda entry: entry.action_label, 220, glyph=_glyph, tone=_tone),
        Column(_("Client"), lambda entry: entry.client or "", 110),
        Column(_("About"), _about, 0),
        Column(_("Entry"), lambda entry: formats.number(entry.seq), 80, right=True),
    ]
    if alone:
        del columns[1]
    return columns


def _glyph(entry: TrailRow) -> str:
    return "circle-x" if entry.outcome in BAD_OUTCOMES else GLYPHS.get(entry.action, "circle-dot")


def _tone(entry: TrailRow) -> str:
    return "danger" if entry.outcome in BAD_OUTCOMES else ""


def _about(entry: TrailRow) -> str:
    parts = [entry.purpose_label]
    if entry.outcome not in {"ok", "done"}:
        parts.append(entry.outcome_label)
    if len(entry.records) > 1:
        count = len(entry.records)
        parts.append(ngettext("{n} record", "{n} records", count).format(n=count))
    return " · ".join(part for part in parts if part)
