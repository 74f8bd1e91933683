"""The one sheet for printing and saving: where it goes, the printer, the buttons, and the pages as they will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSpinBox, QVBoxLayout, QWidget

from app.services import printing
from app.texts import _, ngettext
from ui.forms.choices import QuietCombo
from ui.overlay import Overlay
from ui.platform.printers import Printers, known
from ui.releasing.where import Where, on_enter
from ui.theme import Space, icon
from ui.widgets import ProgressStrip, Strip, button, column, icon_button, label, row, scrolling
from ui.widgets.labels import set_look
from ui.widgets.viewer import ZOOM_STEP, PagesView

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QImage

    from app.services.papers import Prepared
    from ui.known import KnownError
    from ui.operations import Job
    from ui.prompts import Prompts
    from ui.releasing.outlet import Outlet

PANEL = 380
MOST_COPIES = 99


class ReleaseSheet(Overlay):
    """Opens with the paper being drawn; Enter prints, or saves where there is no printer."""

    def __init__(self, outlet: Outlet, prompts: Prompts, told: Callable[[str], None] | None = None) -> None:
        """`told`: what passes a short message on after the sheet has closed."""
        super().__init__()
        self.setAccessibleName(_("Print or save"))
        self._outlet = outlet
        self._prompts = prompts
        self._told = told
        self._paper: Prepared | None = None
        self._is_drawn = False
        self._title = label(size="title", wrap=True)
        self._about = label(tone="muted", wrap=True)
        self._where = Where()
        self._strip = Strip()
        self._warning = Strip()
        self._progress = ProgressStrip()
        self._printers = QuietCombo()
        self._copies = QSpinBox()
        self._print = button(_("Print"), self._on_print, glyph="printer", name="print")
        self._save = button(_("Save as PDF…"), self._on_save, glyph="download", name="save_pdf")
        self._pages = QVBoxLayout()
        self._zoom = label(tone="muted")
        self._view: PagesView | None = None
        self._lay_out()
        self._connect()
        self._show_printers(None)
        on_enter(self, self._on_usual)
        self.closed.connect(outlet.close)
        self._progress.begin(_("Reading…"))
        outlet.find_printers(known, self._show_printers)
        outlet.start()

    def focus_first(self) -> None:
        self._where.focus_chosen() if self._paper is not None else self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        for widget, name, title in (
            (self._printers, "printers", _("Printer")),
            (self._copies, "copies", _("Copies")),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(title)
        self._copies.setRange(1, MOST_COPIES)
        head = row(icon_button("arrow-left", _("Back (Esc)"), self.close_overlay, name="close_sheet"), self._title)
        head.setStretch(1, 1)
        printer = row(self._printers, label("×"), self._copies)
        printer.setStretch(0, 1)
        panel = QWidget()
        inside = column(head, self._about, self._where, self._warning, spacing=Space.M)
        inside.addWidget(label(_("Printer")))
        inside.addLayout(printer)
        inside.addLayout(row(self._save, self._print))
        for part in (self._progress, self._strip):
            inside.addWidget(part)
        hint = _(
            "Nothing leaves before the audit trail says so. A saved PDF is not encrypted: keep it only while needed."
        )
        inside.addWidget(label(hint, size="small", tone="muted", wrap=True))
        inside.addStretch(1)
        inside.setContentsMargins(0, 0, Space.S, 0)
        panel.setLayout(inside)
        area = scrolling(panel)
        area.setFixedWidth(PANEL)
        self._pages.setSpacing(Space.S)
        across = row(area, spacing=Space.L)
        across.addLayout(self._pages, 1)
        across.setContentsMargins(Space.XL, Space.L, Space.L, Space.L)
        self.setLayout(across)

    def _connect(self) -> None:
        out = self._outlet
        out.prepared.connect(self._on_prepared)
        out.drawn.connect(self._on_drawn)
        out.pictured.connect(self._on_pictured)
        out.begun.connect(self._on_begun)
        out.done.connect(self._on_done)
        out.failed.connect(self._on_failed)
        out.stopped.connect(self._on_stopped)

    def _on_prepared(self, paper: Prepared) -> None:
        self._paper = paper
        self._title.setText(paper.paper.title)
        self._about.setText(" · ".join(part for part in (paper.paper.code, paper.paper.subtitle) if part))
        self._where.show_offers(printing.offers(paper))
        self._warning.say(" ".join(paper.warnings), "due")
        self._progress.begin(_("Drawing the pages…"))
        self.focus_first()

    def _on_drawn(self, pages: int) -> None:
        self._is_drawn = True
        self._progress.end()
        view = self._view = PagesView(pages, _("The pages as they will be"))
        view.wanted.connect(self._outlet.picture)
        view.zoomed.connect(lambda percent: self._zoom.setText(f"{percent} %"))
        self._zoom.setText(f"{view.percent} %")
        smaller = icon_button("minus", _("Smaller"), lambda: view.zoom_by(1 / ZOOM_STEP), name="smaller")
        larger = icon_button("plus", _("Larger"), lambda: view.zoom_by(ZOOM_STEP), name="larger")
        count = label(ngettext("{n} page", "{n} pages", pages).format(n=pages), tone="muted")
        self._pages.addLayout(row(count, None, smaller, self._zoom, larger))
        self._pages.addWidget(view, 1)
        self._show_state()

    def _on_pictured(self, number: int, image: QImage | None) -> None:
        if self._view is None:
            return
        if image is None:
            self._view.fail(number)
        else:
            self._view.supply(number, image)

    def _show_printers(self, found: Printers | None) -> None:
        """None while they are looked for."""
        names = found.names if found is not None else ()
        self._printers.clear()
        self._printers.addItems(
            list(names) or [_("Looking for printers…") if found is None else _("No printer is set up")]
        )
        self._printers.setEnabled(bool(names))
        self._copies.setEnabled(bool(names))
        if found is not None and found.usual in names:
            self._printers.setCurrentText(found.usual)
        _show_usual(self._print, "printer", is_usual=bool(names))
        _show_usual(self._save, "download", is_usual=found is not None and not names)
        self._show_state()

    @property
    def _can_print(self) -> bool:
        return self._printers.isEnabled()

    def _show_state(self) -> None:
        is_ready = self._is_drawn and self._progress.isHidden()
        self._print.setEnabled(is_ready and self._can_print)
        self._save.setEnabled(is_ready)

    def _on_usual(self) -> None:
        """Enter: print, or save where there is no printer."""
        usual = self._print if self._can_print else self._save
        if usual.isEnabled():
            usual.click()

    def _on_print(self) -> None:
        self._strip.hush()
        self._outlet.print_on(self._printers.currentText(), self._copies.value(), self._where.destination)

    def _on_save(self) -> None:
        if self._paper is None:
            return
        self._strip.hush()
        kinds = _("PDF files (*.pdf)")
        self._prompts.save_file(_("Save as PDF"), self._paper.suggested_name, self._on_path, kinds=kinds)

    def _on_path(self, path: Path) -> None:
        self._outlet.save(path, self._where.destination)

    def _on_begun(self, job: Job) -> None:
        self._progress.follow(job, _("Handing it over…"))
        self._show_state()

    def _on_done(self, name: str) -> None:
        text = _("Done: {name}").format(name=name)
        told, self._told = self._told, None
        self.close_overlay()
        if told is not None:
            told(text)

    def _on_failed(self, error: KnownError) -> None:
        self._progress.end()
        self._strip.say_error(error)
        self._show_state()

    def _on_stopped(self) -> None:
        self._progress.end()
        self._strip.say(_("Stopped. Nothing was kept."), "info")
        self._show_state()


def _show_usual(made: QPushButton, glyph: str, *, is_usual: bool) -> None:
    """The button that Enter presses is the one that stands out."""
    set_look(made, "kind", "primary" if is_usual else "")
    made.setIcon(icon(glyph, "on_accent" if is_usual else "text"))
