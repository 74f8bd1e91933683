"""Exporting a client's file: for whom, which records, what kind of file; then the sheet shows it and lets it out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.exports.book import chapter_title
from app.records.fields import specs
from app.records.release import Release
from app.rules.destinations import Destination, Sending
from app.services.outgoing import exporting, releases, releasing
from app.services.outgoing.exporting import Format, Wanted
from app.texts import _, language
from ui.forms.choices import QuietCombo
from ui.forms.dates import DateControl
from ui.overlay import Overlay
from ui.releasing import release
from ui.releasing.where import Where
from ui.theme import Space
from ui.widgets import SecretField, Strip, button, card, column, label, row, scrolling, set_shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QMainWindow

    from app.services.client_files.files import ClientFile
    from app.services.outgoing.releases import ReleaseRow
    from ui.context import Context

WIDE = 640
COLUMNS = 2


class ExportChoice(Overlay):
    """Asks all that decides what is in the file; nothing is read before *Continue*."""

    def __init__(self, context: Context, file: ClientFile) -> None:
        super().__init__()
        self.setAccessibleName(_("Export this file"))
        self._context, self._client = context, file.id
        self._window: QMainWindow | None = None
        self._where = Where()
        self._where.show_offers(releasing.offers_of_file())
        self._where.changed.connect(self._show_state)
        self._releases = QuietCombo()
        self._releases.setAccessibleName(_("Only what this release covers"))
        self._releases.setObjectName("export_release")
        self._releases.addItem(_("Choose the records below"), "")
        self._releases.currentIndexChanged.connect(lambda _index: self._show_state())
        self._formats = QButtonGroup(self)
        self._kinds: dict[str, QCheckBox] = {}
        dates = {spec.name: spec for spec in specs(Release)}
        self._since = DateControl(replace(dates["covers_from"], name="export_since"))
        self._until = DateControl(replace(dates["covers_until"], name="export_until"))
        self._since.handle().setAccessibleName(_("From"))
        self._until.handle().setAccessibleName(_("Up to"))
        self._files = _tick(_("Put the attached files into it"), "export_files")
        self._confidential = _tick(_("Leave in what somebody else said in confidence"), "export_confidential")
        self._lock = _tick(_("Lock the PDF with a passphrase (AES-256)"), "export_lock")
        self._lock.toggled.connect(lambda _on: self._show_state())
        self._passphrase = SecretField(_("Passphrase of the PDF"))
        self._strip = Strip()
        self._lay_out(file)
        self._show_state()
        context.ops.query(self, lambda desk: releases.rows(desk, file.id), self._show_releases, self._strip.say_error)

    def open_over(self, window: QMainWindow) -> None:
        """Over all that the window shows."""
        self._window = window
        super().open_over(window)

    def focus_first(self) -> None:
        self._where.focus_chosen()

    def _lay_out(self, file: ClientFile) -> None:
        title = label(_("Export the file of {code}").format(code=file.code), size="title", wrap=True)
        private = label(_("Private notes and drafts are in no export."), size="small", tone="muted", wrap=True)
        self._of_release = column(label(_("Only what this release covers")), self._releases, spacing=Space.XS)
        self._by_hand = QWidget()
        days = row(column(label(_("From")), self._since), column(label(_("Up to")), self._until), spacing=Space.L)
        self._by_hand.setLayout(column(_head(_("Which records")), self._kind_ticks(file), days, spacing=Space.S))
        self._with_release = QWidget()
        self._with_release.setLayout(self._of_release)
        self._locking = QWidget()
        self._locking.setLayout(self._lock_fields())
        inside = card(
            title, _head(_("For whom")), self._where, self._with_release, self._by_hand, private, self._files,
            self._confidential, _head(_("What kind of file")), self._format_buttons(), self._lock, self._locking,
            spacing=Space.M,
        )  # fmt: skip
        inside.setMaximumWidth(WIDE)
        page = QWidget()
        across = QHBoxLayout()
        across.addWidget(inside)
        down = QVBoxLayout(page)
        down.setContentsMargins(Space.L, Space.L, Space.L, 0)
        down.addLayout(across)
        down.addStretch(1)
        foot = QWidget()
        foot.setMaximumWidth(WIDE)
        go_on = button(_("Continue"), self._on_go_on, kind="primary", name="export_continue")
        cancel = button(_("Cancel"), self.close_overlay, kind="quiet", name="cancel_export")
        foot.setLayout(column(self._strip, row(cancel, None, go_on)))
        outer = column(scrolling(page), row(foot), spacing=Space.M)
        outer.setStretch(0, 1)
        outer.setContentsMargins(0, 0, 0, Space.L)
        self.setLayout(outer)

    def _format_buttons(self) -> QWidget:
        made = QWidget()
        down = QVBoxLayout(made)
        down.setContentsMargins(0, 0, 0, 0)
        for number, one in enumerate(Format):
            choice = QRadioButton(_(one.label))
            choice.setObjectName(f"export_format:{one.value}")
            self._formats.addButton(choice, number)
            down.addWidget(choice)
        self._formats.button(0).setChecked(True)
        self._formats.idClicked.connect(lambda _number: self._show_state())
        self._plain = label(
            _("A file of this kind is not encrypted: whoever has it can read it."), size="small", tone="muted",
            wrap=True,
        )  # fmt: skip
        down.addWidget(self._plain)
        return made

    def _kind_ticks(self, file: ClientFile) -> QWidget:
        made = QWidget()
        made.setAccessibleName(_("Which records"))
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        there = [kind for kind in exporting.KINDS_OF_FILE if file.counts.get(kind) or kind == "client"]
        down = -(-len(there) // COLUMNS)
        for number, kind in enumerate(there):
            tick = _tick(chapter_title(kind), f"export_kind:{kind}")
            tick.setChecked(True)
            self._kinds[kind] = tick
            grid.addWidget(tick, number % down, number // down)
        return made

    def _lock_fields(self) -> QVBoxLayout:
        self._passphrase.setObjectName("export_passphrase")
        suggest = button(_("Suggest six words"), self._on_suggest, kind="quiet", name="export_suggest")
        hint = _("Tell it by another way than the file goes. Nobody can open the file without it.")
        across = row(self._passphrase, suggest)
        across.setStretch(0, 1)
        return column(across, label(hint, size="small", tone="muted", wrap=True), spacing=Space.XS)

    def _show_releases(self, rows: Sequence[ReleaseRow]) -> None:
        for one in rows:
            if one.state.is_active:
                self._releases.addItem(one.title, one.record)

    def _show_state(self) -> None:
        destination, is_pdf = self._where.destination, self._format is Format.PDF
        for_others = destination is Destination.SOMEBODY_ELSE
        set_shown(self._with_release, for_others)
        set_shown(self._by_hand, not (for_others and self._releases.currentData()))
        set_shown(self._confidential, destination is not Destination.PRACTICE)
        set_shown(self._lock, is_pdf)
        set_shown(self._locking, is_pdf and self._lock.isChecked())
        set_shown(self._plain, not is_pdf)

    @property
    def _format(self) -> Format:
        return tuple(Format)[max(self._formats.checkedId(), 0)]

    def _on_suggest(self) -> None:
        def suggest() -> str:
            from app import vaults

            return vaults.suggest_passphrase(language())

        self._context.ops.outside(self, suggest, self._passphrase.put)

    def _on_go_on(self) -> None:
        self._strip.hush()
        problem = next((one.problem() for one in (self._since, self._until) if one.problem()), "")
        if not problem and not any(tick.isChecked() for tick in self._kinds.values()):
            problem = _("Choose at least one kind of record.")
        if problem:
            self._strip.say(problem, "due")
            return
        passphrase = self._passphrase.text() if self._format is Format.PDF and self._lock.isChecked() else ""
        if self._format is not Format.PDF or not self._lock.isChecked():
            self._show_sheet("")
            return

        def judged() -> str:
            from app.exports import locked_pdf

            return locked_pdf.checked(passphrase)

        self._context.ops.outside(self, judged, self._show_sheet, self._strip.say_error)

    def _show_sheet(self, passphrase: str) -> None:
        window = self._window
        assert window is not None, "it lies over a window"
        prepare = exporting.of_file(self._client, self._sending(), self._wanted(), self._format, passphrase)
        context = self._context
        self.close_overlay()
        release(context, window, prepare)

    def _sending(self) -> Sending:
        destination = self._where.destination
        chosen = str(self._releases.currentData() or "") if destination is Destination.SOMEBODY_ELSE else ""
        return Sending(destination=destination, release=chosen)

    def _wanted(self) -> Wanted:
        """All kinds ticked means all there are; what a release covers decides where one was chosen."""
        ticked = tuple(kind for kind, tick in self._kinds.items() if tick.isChecked())
        by_release = bool(self._sending().release)
        return Wanted(
            kinds=() if by_release or len(ticked) == len(self._kinds) else ticked,
            since="" if by_release else self._since.value(),
            until="" if by_release else self._until.value(),
            with_files=self._files.isChecked(),
            with_confidential=self._confidential.isChecked(),
        )


def _head(text: str) -> QWidget:
    return label(text, size="lead")


def _tick(text: str, name: str) -> QCheckBox:
    made = QCheckBox(text)
    made.setObjectName(name)
    return made
