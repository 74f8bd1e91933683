"""Checking or restoring one backup file: in place, with the passphrase it was made with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app import formats
from app.texts import _, ngettext
from ui.context import Context
from ui.entrance.create_practice import SUFFIX, free_path
from ui.entrance.secret_form import SecretForm, Typed
from ui.operations import Progress
from ui.theme import Space
from ui.widgets import PathLabel, ProgressStrip, Strip, button, label, row
from ui.widgets.layout import set_card

if TYPE_CHECKING:
    from app.vaults import BackupReport, RestoreReport
    from ui.known import KnownError

WIDTH = 560


@dataclass(frozen=True, slots=True)
class RestoredTo:
    """A backup that became a vault, which was closed again."""

    path: Path
    report: RestoreReport


class FilePanel(QFrame):
    """Hidden until a file is chosen.

    Signals:
        closed(): the person is done with it.
    """

    closed = Signal()

    def __init__(self, context: Context, progress: ProgressStrip, strip: Strip) -> None:
        super().__init__()
        self.setObjectName("backup_file")
        set_card(self)
        self._context = context
        self._progress = progress
        self._strip = strip
        self._file: Path | None = None
        self._path: Path | None = None
        self._title = label(size="lead")
        self._file_shown = PathLabel()
        self._path_shown = PathLabel()
        self._change = button(_("Change…"), self._on_change, kind="link", name="change_place")
        self._form = SecretForm()
        self._form.setMaximumWidth(WIDTH)
        self._go = button("", self._on_go, kind="primary", name="go")
        self._cancel = button(_("Close"), self.close_panel, kind="quiet", name="close_panel")
        self._lay_out()
        self._form.changed.connect(self._show_state)
        self._form.submitted.connect(self._on_go)
        self.hide()

    def check(self, file: Path) -> None:
        """Ask for what opens `file`, to check it."""
        self._open(file, None)

    def restore(self, file: Path) -> None:
        """Ask for what opens `file`, to make a new vault of it."""
        self._open(file, free_path(Path.home() / "ClientSafe"))

    def close_panel(self) -> None:
        """Forget what was typed and go away."""
        self._form.forget()
        self.hide()
        self.closed.emit()

    def _lay_out(self) -> None:
        self._place = row(label(_("New vault"), tone="muted"), self._path_shown, self._change)
        down = QVBoxLayout(self)
        down.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        down.setSpacing(Space.S)
        down.addWidget(self._title)
        down.addWidget(self._file_shown)
        down.addLayout(self._place)
        down.addWidget(self._form)
        down.addLayout(row(self._cancel, self._go, None))

    def _open(self, file: Path, path: Path | None) -> None:
        self._file, self._path = file, path
        restoring = path is not None
        self._title.setText(_("Restore a backup") if restoring else _("Check a backup"))
        self._go.setText(_("Restore") if restoring else _("Check"))
        self._file_shown.show_path(str(file))
        self._show_path()
        for position in range(self._place.count()):
            item = self._place.itemAt(position)
            part = item.widget() if item is not None else None
            if part is not None:
                part.setVisible(restoring)
        self._form.forget()
        self._form.ask_login(wanted=False)
        self._strip.hush()
        self.show()
        self._form.begin()
        self._show_state()

    def _show_path(self) -> None:
        self._path_shown.show_path(str(self._path or ""))

    def _show_state(self) -> None:
        self._go.setEnabled(self._form.is_complete)

    def _on_change(self) -> None:
        if self._path is not None:
            self._context.prompts.save_file(_("Where to keep the vault"), self._path.name, self._use_path)

    def _use_path(self, path: Path) -> None:
        self._path = path if path.name.endswith(SUFFIX) else path.with_name(path.name + SUFFIX)
        self._show_path()

    def _on_go(self) -> None:
        file, path = self._file, self._path
        if not self._go.isEnabled() or file is None:
            return
        typed, allow_cheap = self._form.take(), self._context.allow_cheap
        self.setEnabled(False)
        self._strip.hush()
        if path is None:
            work = self._context.ops.job(
                self, lambda progress: check(file, typed, progress, allow_cheap=allow_cheap),
                self._on_checked, self._on_failed,
            )  # fmt: skip
            self._progress.follow(work, _("Reading the backup as a restore would…"))
        else:
            work = self._context.ops.job(
                self, lambda progress: restore(file, path, typed, progress, allow_cheap=allow_cheap),
                self._on_restored, self._on_failed,
            )  # fmt: skip
            self._progress.follow(work, _("Restoring into a new vault…"))
        work.stopped.connect(self._on_stopped)

    def _on_checked(self, report: BackupReport) -> None:
        self.setEnabled(True)
        self.close_panel()
        if report.ok:
            text = ngettext(
                "The backup of {moment} is whole: {n} record, and it can be restored.",
                "The backup of {moment} is whole: {n} records, and it can be restored.",
                report.records,
            )
            values = {"moment": formats.moment(report.at), "n": formats.number(report.records)}
            self._strip.say(text.format(**values), "good")
        else:
            text = _("This backup is damaged and cannot be relied on. Make a new one now, in another place.")
            self._strip.say(f"{text} ({report.findings[0].text})", "danger")

    def _on_restored(self, made: RestoredTo) -> None:
        self.setEnabled(True)
        self.close_panel()
        text = _("Restored into {path}. Nothing here was changed; lock, then open it with “Another vault…”.")
        self._strip.say(text.format(path=made.path), "good")

    def _on_failed(self, error: KnownError) -> None:
        self.setEnabled(True)
        if error.name == "login_needed":
            self._form.ask_login(wanted=True)
        self._strip.say_error(error)
        self._form.begin()

    def _on_stopped(self) -> None:
        self.setEnabled(True)
        self._strip.say(_("Stopped. Nothing was changed."), "info")


def check(file: Path, typed: Typed, progress: Progress, *, allow_cheap: bool) -> BackupReport:
    """On a helper thread: have a worker process read the backup."""
    from app.services.vault import backups
    from app.vaults import SecretBytes

    with SecretBytes.from_text(typed.secret) as secret:
        return backups.verify(
            file, secret=secret, login=typed.login, how=typed.how, allow_cheap=allow_cheap,
            progress=progress, cancelled=progress.cancelled,
        )  # fmt: skip


def restore(file: Path, path: Path, typed: Typed, progress: Progress, *, allow_cheap: bool) -> RestoredTo:
    """On a helper thread: make the vault, and close it again; the person stays where they are."""
    from app.services.practice import practices
    from app.services.vault import backups
    from app.vaults import SecretBytes

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with SecretBytes.from_text(typed.secret) as secret:
        made = backups.restore(
            file, path, secret=secret, login=typed.login, how=typed.how, allow_cheap=allow_cheap, progress=progress
        )
    practices.lock(made.desk, "restore")
    return RestoredTo(path, made.report)
