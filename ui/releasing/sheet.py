"""The one sheet for printing and saving: where it goes, the printer, the buttons, and the pages as they will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from app.rules.destinations import Destination
from app.services.outgoing import releasing
from app.texts import _, ngettext
from ui.forms.choices import QuietCombo
from ui.overlay import Overlay
from ui.platform.printers import Printers, known
from ui.releasing.handing import Handing
from ui.releasing.where import on_enter
from ui.theme import Space, icon
from ui.widgets import ProgressStrip, Strip, button, column, icon_button, label, row, scrolling, set_shown
from ui.widgets.labels import set_look
from ui.widgets.viewer import ZOOM_STEP, PagesView

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QImage

    from app.services.outgoing.papers import Prepared
    from ui.context import Context
    from ui.known import KnownError
    from ui.operations import Job
    from ui.prompts import Prompts
    from ui.releasing.outlet import Outlet

PANEL = 380
WITH_FORM = 460  # while it asks about somebody else
MOST_COPIES = 99
_PRINTED = "pdf"


class ReleaseSheet(Overlay):
    """Opens with the paper being drawn; Enter prints, or saves where there is no printer."""

    def __init__(
        self,
        outlet: Outlet,
        prompts: Prompts,
        told: Callable[[str], None] | None = None,
        context: Context | None = None,
    ) -> None:
        """`told`: what passes a short message on after the sheet has closed; no `context`: nobody has signed in."""
        super().__init__()
        self.setAccessibleName(_("Print or save"))
        self._outlet = outlet
        self._prompts = prompts
        self._told = told
        self._paper: Prepared | None = None
        self._is_drawn = False
        self._title = label(size="title", wrap=True)
        self._about = label(tone="muted", wrap=True)
        self._where = Handing(context)
        self._strip = Strip()
        self._warning = Strip()
        self._progress = ProgressStrip()
        self._printers = QuietCombo()
        self._copies = QSpinBox()
        self._print = button(_("Print"), self._on_print, glyph="printer", name="print")
        self._save = button(_("Save as PDF…"), self._on_save, glyph="download", name="save_pdf")
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._pages = QVBoxLayout()
        self._zoom = label(tone="muted")
        self._hint = label(size="small", tone="muted", wrap=True)
        self._next = button("", self._where.go_to_missing, kind="link", name="next_missing")
        self._panel = QWidget()
        self._printing = QWidget()
        self._view: PagesView | None = None
        self._lay_out()
        self._begin()

    def focus_first(self) -> None:
        self._where.focus_chosen() if self._paper is not None else self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        self._connect()
        self._show_printers(None)
        on_enter(self, self._on_usual)
        self.closed.connect(self._outlet.close)
        self._progress.begin(_("Reading…"))
        self._outlet.find_printers(known, self._show_printers)
        self._outlet.start()

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
        body = QWidget()
        inside = column(head, self._about, self._where, self._warning, self._hint, None, spacing=Space.M)
        inside.setContentsMargins(0, 0, Space.S, 0)
        body.setLayout(inside)
        self._buttons.setSpacing(Space.S)
        self._buttons.addWidget(self._save)
        self._buttons.addWidget(self._print)
        self._printing.setLayout(column(label(_("Printer")), printer))
        foot = column(self._progress, self._strip, self._next, self._printing, self._buttons)
        foot.setContentsMargins(0, 0, Space.S, 0)
        self._panel.setLayout(column(scrolling(body), foot, spacing=Space.M))
        self._panel.setFixedWidth(PANEL)
        self._pages.setSpacing(Space.S)
        across = row(self._panel, spacing=Space.L)
        across.addLayout(self._pages, 1)
        across.setContentsMargins(Space.XL, Space.L, Space.L, Space.L)
        self.setLayout(across)

    def _connect(self) -> None:
        out = self._outlet
        self._where.changed.connect(self._on_where)
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
        self._where.show_parcel(paper, releasing.offers(paper))
        self._warning.say(" ".join(paper.warnings), "due")
        self._hint.setText(_hint(paper))
        self._save.setText(self._words_of_saving())
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
        """What is no PDF is not printed, and what is locked is not meant for paper."""
        is_paper = self._paper is None or (self._paper.extension == _PRINTED and not self._paper.is_locked)
        return self._printers.isEnabled() and is_paper

    def _show_state(self) -> None:
        is_ready = self._is_drawn and self._progress.isHidden() and self._where.is_ready
        self._print.setEnabled(is_ready and self._can_print)
        self._save.setEnabled(is_ready)
        missing = self._where.first_missing
        self._next.setText(_("Still missing: {field}").format(field=missing).replace("&", "&&"))
        set_shown(self._next, bool(missing))

    def _on_where(self) -> None:
        """The buttons say what they will do."""
        is_for_others, is_plain = self._where.is_for_others, self._where.destination is Destination.PRACTICE
        self._panel.setFixedWidth(WITH_FORM if is_for_others else PANEL)
        direction = QBoxLayout.Direction.LeftToRight if is_plain else QBoxLayout.Direction.TopToBottom
        self._buttons.setDirection(direction)
        self._save.setText(self._words_of_saving())
        self._print.setText(self._where.says(_("Print"), prints=True))
        for part in (self._printing, self._print):
            set_shown(part, self._printers.isEnabled() or not is_for_others)  # room for the form
        self._show_state()

    def _words_of_saving(self) -> str:
        is_pdf = self._paper is None or self._paper.extension == _PRINTED
        return self._where.says(_("Save as PDF…") if is_pdf else _("Save the file…"), prints=False)

    def _on_usual(self) -> None:
        """Enter: print, or save where there is no printer. In a field of the form for somebody else it is no answer."""
        if self._where.is_for_others:
            return
        usual = self._print if self._can_print else self._save
        if usual.isEnabled():
            usual.click()

    def _on_print(self) -> None:
        self._strip.hush()
        self._outlet.print_on(self._printers.currentText(), self._copies.value(), self._where.sending())

    def _on_save(self) -> None:
        if self._paper is None:
            return
        self._strip.hush()
        extension = self._paper.extension
        is_pdf = extension == _PRINTED
        kinds = _("PDF files (*.pdf)") if is_pdf else f"{extension.upper()} (*.{extension})"
        title = _("Save as PDF") if is_pdf else _("Save the file")
        self._prompts.save_file(title, self._paper.suggested_name, self._on_path, kinds=kinds)

    def _on_path(self, path: Path) -> None:
        self._outlet.save(path, self._where.sending())

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


def _hint(paper: Prepared) -> str:
    if paper.is_locked:
        return _("Nothing leaves before the audit trail says so. The file asks whoever opens it for its passphrase.")
    return _("Nothing leaves before the audit trail says so. A saved file is not encrypted: keep it only while needed.")


def _show_usual(made: QPushButton, glyph: str, *, is_usual: bool) -> None:
    """The button that Enter presses is the one that stands out."""
    set_look(made, "kind", "primary" if is_usual else "")
    made.setIcon(icon(glyph, "on_accent" if is_usual else "text"))
