"""Loads what the pages are made of before anybody goes there, a little at a time."""

# ruff: noqa: F401 - the modules are wanted, not their names.

from __future__ import annotations

import gc
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from ui.operations import Operations

EVERY_MS = 20


def _load_records() -> None:
    from app.services import consents, drafting, records


def _load_services() -> None:
    from app.services import files, incidents, searches, today, trails


def _load_own() -> None:
    from app.rules import value_lists
    from app.services import own_texts, recovery, snippets, ways_in


def _load_papers() -> None:
    from app.services import crisis, papers, policies, printing, resources


def _learn_words_of_search() -> None:
    from app.rules import query_words

    query_words.learn()


def _load_texts() -> None:
    from ui.forms import text


def _load_fields() -> None:
    from ui.forms import choices, dates, references, simple


def _load_forms() -> None:
    from ui.forms import controls, record_form, writer


def _load_views() -> None:
    from ui.forms import amending, history, lookup, view


def _load_file_tabs() -> None:
    from ui.pages.client_file import around, completeness, consents_tab, head, overview_tab, records_tab


def _load_today() -> None:
    from ui.pages.today import page, review


def _load_clients() -> None:
    from ui.pages.clients import page


def _load_files() -> None:
    from ui.documents import file_viewer, files_panel, scan_folder, taking_in


def _load_file() -> None:
    from ui.pages.client_file import documents_tab, file_view, page


def _load_editor_forms() -> None:
    from ui.pages.editor import consent_form, note_form
    from ui.writing import head, sign_bar


def _load_editor() -> None:
    from ui.pages.editor import page


def _load_incident() -> None:
    from ui.pages.incidents import incident_view, track


def _load_incidents() -> None:
    from ui.pages.incidents import page


def _load_documents() -> None:
    from ui.pages.documents import page


def _load_practice() -> None:
    from ui.pages.practice import page


def _load_sheet() -> None:
    from ui.releasing import outlet, sheet


def _load_trail() -> None:
    from ui.pages.trail import page


def _load_backups() -> None:
    from ui.pages.backups import page


def _load_check_up() -> None:
    from ui.pages.doctor import page


def _load_settings_parts() -> None:
    from ui.pages.settings import own_text_form, passphrase, sheet


def _load_settings() -> None:
    from ui.pages.settings import page


def _load_search() -> None:
    from ui.search import panel


# No Qt in them: loaded on the engine thread, between two questions.
BELOW = (_load_records, _load_services, _load_own, _load_papers, _learn_words_of_search)
# What stands below comes first: the first visit to a page would load it all at once, and stop the window for it.
PARTS = (
    _load_texts, _load_fields, _load_forms, _load_views, _load_today, _load_clients, _load_file_tabs, _load_files,
    _load_file, _load_editor_forms, _load_editor, _load_incident, _load_incidents, _load_documents, _load_trail,
    _load_practice, _load_sheet,
    _load_backups, _load_check_up, _load_settings_parts, _load_settings, _load_search,
)  # fmt: skip


class Warming(QObject):
    """Runs by itself until all is loaded; lives as long as its parent."""

    def __init__(self, ops: Operations, parent: QObject) -> None:
        super().__init__(parent)
        self._ops = ops
        self._below = deque(BELOW)
        self._parts = deque(PARTS)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._load_next)
        self._timer.start()

    @property
    def is_done(self) -> bool:
        """Whether all is loaded."""
        return not self._below and not self._parts

    def _load_next(self) -> None:
        if self._below:
            self._ops.outside(self, self._below.popleft(), lambda _none: self._timer.start())
        elif self._parts:
            self._parts.popleft()()
            self._timer.start()
        elif not gc.get_freeze_count():
            # What was loaded stays; a full collection would look at all of it again, and every thread would wait.
            gc.freeze()
