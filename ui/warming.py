"""Loads what the desk and its pages are made of while the passphrase is still being typed, a little at a time."""

# ruff: noqa: F401 - the modules are wanted, not their names.

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.operations import Operations

EVERY_MS = 20
# PySide makes the Python picture of a class when it is first used. Asked for a widget that Qt itself made, such as the
# viewport of a table, it looks through every kind of widget there is: the first table took 16 ms more than others.
WIDGETS = (
    ("QMessageBox",), ("QWizard", "QWizardPage", "QFileDialog"), ("QInputDialog", "QProgressDialog", "QErrorMessage"),
    ("QColorDialog", "QFontDialog", "QFontComboBox"), ("QDialogButtonBox", "QCalendarWidget", "QDateTimeEdit"),
    ("QAbstractSpinBox", "QSpinBox", "QDoubleSpinBox", "QLCDNumber"), ("QProgressBar", "QDial", "QSlider"),
    ("QMdiArea", "QMdiSubWindow", "QDockWidget", "QToolBar"), ("QMainWindow", "QStatusBar", "QGraphicsView"),
    ("QListWidget", "QTreeWidget", "QTableWidget", "QColumnView"), ("QUndoView", "QTabWidget", "QTextBrowser"),
    ("QPlainTextEdit", "QComboBox", "QDateEdit"), ("QCommandLinkButton", "QGroupBox", "QSplitter", "QRubberBand"),
)  # fmt: skip


def _load_sign_in() -> None:
    from app.services.personal import places
    from app.services.practice import lock_page, practices
    from app.services.vault import moving


def _load_records() -> None:
    from app.services import drafting, records
    from app.services.consenting import consent_board, consent_templates, consents, taking


def _load_services() -> None:
    from app.services import incidents
    from app.services.client_files import amendment_requests, files
    from app.services.reading import searches, today, trails


def _load_safety() -> None:
    from app.services.client_safety import measure_courses, measure_papers, numbers_first
    from app.services.safety import breaches, complaints


def _load_own() -> None:
    from app.rules import value_lists
    from app.services.personal import own_texts, snippets
    from app.services.vault import recovery, ways_in


def _load_colleagues() -> None:
    from app.services.people import accounts, colleagues, news, standing


def _load_papers() -> None:
    from app.services.client_files import retention
    from app.services.outgoing import papers, recipients, releasing
    from app.services.practice import crisis, own_papers, packs, policies, reminders, resources, trainings, wills
    from app.services.supervision import carrying, name_checking, pseudonymous, supervision_papers, years


def _learn_words_of_search() -> None:
    from app.rules import query_words

    query_words.learn()


def _load_widgets(names: tuple[str, ...]) -> None:
    from PySide6 import QtWidgets

    for name in names:
        getattr(QtWidgets, name)


def _load_crisis_card() -> None:
    from ui.crisis import opening


def _load_cover() -> None:
    from ui import arrival, clipboard, context, curtain, lock


def _load_manners() -> None:
    from ui import chosen, manners
    from ui.platform import desktop


def _load_watch() -> None:
    from ui import backing_up, backup_watch


def _load_keys() -> None:
    from ui import commands, shortcuts


def _load_bars() -> None:
    from ui import topbar
    from ui.widgets import pagerow, sidenav, statusbar, toast


def _load_workspace() -> None:
    from ui import navigation, workspace


def _load_page_list() -> None:
    from ui import all_pages

    all_pages.page_specs()


def _load_texts() -> None:
    from ui.forms import text


def _load_fields() -> None:
    from ui.forms import choices, dates, references, simple


def _load_forms() -> None:
    from ui.forms import controls, record_form, writer


def _load_views() -> None:
    from ui.forms import amending, history, lookup, view


def _load_file_tabs() -> None:
    from ui.pages.client_file import around, completeness, consents_tab, head, minor_card, overview_tab, records_tab


def _load_file_parts() -> None:
    from ui.pages.client_file import agreements_tab, disclosures_tab, releases_tab


def _load_file_safety() -> None:
    from ui.pages.client_file import duties_part, measures_tab, safety_cards, safety_tab


def _load_request_steps() -> None:
    from ui.pages.client_file import holds_part, requests_part, retention_part


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
    from ui.writing import head, record_page, sign_bar


def _load_editor() -> None:
    from ui.pages.editor import page


def _load_guided_forms() -> None:
    from ui.pages.editor import closing_form, own_forms, plan_form, release_form


def _load_safety_forms() -> None:
    from ui.pages.editor import duty_forms, measure_form, numbers_first, review_form


def _load_incident() -> None:
    from ui.pages.incidents import incident_view, track
    from ui.writing import form_view


def _load_incidents() -> None:
    from ui.pages.incidents import page


def _load_lessons() -> None:
    from ui.pages.lessons import page


def _load_registers() -> None:
    from ui.registers import entry_page, entry_view, listing
    from ui.writing import list_page


def _load_breaches() -> None:
    from ui.pages.breaches import page


def _load_complaints() -> None:
    from ui.pages.complaints import page


def _load_hazards() -> None:
    from ui.pages.drills import page as _drills
    from ui.pages.hazards import page


def _load_figures() -> None:
    from ui.pages.figures import page  # the library that draws comes with the first chart


def _load_documents() -> None:
    from ui.pages.documents import page


def _load_taking_parts() -> None:
    from ui.taking import conversation, how_step, loading, sign_step


def _load_taking() -> None:
    from ui.taking import page


def _load_consents() -> None:
    from ui.pages.consents import page


def _load_people() -> None:
    from ui.pages.practice import people_part, people_tab
    from ui.people import news


def _load_practice() -> None:
    from ui.pages.practice import page


def _load_trainings() -> None:
    from ui.pages.training import page


def _load_will() -> None:
    from ui.pages.will import page


def _load_year() -> None:
    from ui.pages.year import page


def _load_supervision() -> None:
    from ui.pages.supervision import page


def _load_sheet() -> None:
    from ui.releasing import outlet, sheet


def _load_somebody() -> None:
    from ui.releasing import handing_over, somebody


def _load_trail() -> None:
    from ui.pages.trail import page


def _load_backups() -> None:
    from ui.pages.backups import page


def _load_check_up() -> None:
    from ui.pages.doctor import page


def _load_settings_parts() -> None:
    from ui.pages.settings import law, own_text_form, passphrase, retention, sheet


def _load_settings() -> None:
    from ui.pages.settings import page


def _load_search() -> None:
    from ui.search import panel


# No Qt in them: loaded on the engine thread, between two questions.
BELOW = (
    _load_sign_in, _load_records, _load_services, _load_safety, _load_colleagues, _load_own, _load_papers,
    _learn_words_of_search,
)  # fmt: skip
# What stands below comes first: the first visit to a page would load it all at once, and stop the window for it.
PARTS: tuple[Callable[[], None], ...] = (
    *(partial(_load_widgets, names) for names in WIDGETS),
    _load_crisis_card, _load_cover, _load_manners, _load_watch, _load_keys, _load_bars, _load_workspace,
    _load_page_list, _load_texts, _load_fields, _load_forms, _load_views, _load_today, _load_clients,
    _load_request_steps, _load_file_parts, _load_file_safety, _load_file_tabs, _load_files, _load_file,
    _load_editor_forms, _load_guided_forms, _load_safety_forms, _load_editor, _load_incident, _load_incidents,
    _load_lessons, _load_registers, _load_breaches, _load_complaints, _load_hazards, _load_figures, _load_documents,
    _load_taking_parts, _load_taking, _load_consents, _load_trail, _load_people, _load_practice, _load_trainings,
    _load_will, _load_year, _load_supervision, _load_sheet, _load_somebody, _load_backups, _load_check_up,
    _load_settings_parts, _load_settings, _load_search,
)  # fmt: skip


class Warming(QObject):
    """Runs by itself until all is loaded; lives as long as its parent.

    Signals:
        finished(): all is loaded.
    """

    finished = Signal()

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
        else:
            self.finished.emit()
