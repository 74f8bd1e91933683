"""Restoring a backup: it becomes a new vault in a new folder; nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from app import formats
from app.costs import Rules
from app.texts import _, ngettext
from ui.arrival import Arrival, arrive
from ui.entrance.create_practice import SUFFIX, free_path
from ui.entrance.frame import Screen
from ui.entrance.secret_form import SecretForm, Typed
from ui.operations import Operations
from ui.prompts import Prompts
from ui.theme import Space
from ui.widgets import PathLabel, button, divider, label, row

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.known import KnownError


class RestoreScreen(Screen):
    """Asks for the file, the place and the secret.

    Signals:
        entered(arrival): the backup is a vault again and the person is signed in.
    """

    entered = Signal(object)

    def __init__(self, ops: Operations, prompts: Prompts, rules: Rules) -> None:
        super().__init__(
            _("Restore a backup"),
            _("The backup becomes a new vault beside what is there. It opens with the passphrases it was made with."),
            glyph="archive-restore",
        )
        self._ops = ops
        self._prompts = prompts
        self._rules = rules
        self._file: Path | None = None
        self._path = free_path(Path.home() / "ClientSafe")
        self._file_shown = PathLabel(_("No backup chosen"))
        self._path_shown = PathLabel(str(self._path))
        self._form = SecretForm()
        self._form.ask_login(wanted=False)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setAccessibleName(_("Restoring"))
        self._busy.hide()
        self._choose = button(_("Choose the backup…"), self._on_choose, glyph="file-text", name="choose_backup")
        self._change = button(_("Change…"), self._on_change_place, kind="link", name="change_place")
        self._restore = button(
            _("Restore"), self._on_restore, kind="primary", glyph="archive-restore", name="restore_now"
        )
        self._lay_out()
        self._form.changed.connect(self._show_state)
        self._form.submitted.connect(self._on_restore)
        self._show_state()

    def begin(self) -> None:
        self._choose.setFocus()

    def use_file(self, file: Path) -> None:
        """The backup that is to be restored."""
        self._file = file
        self._file_shown.show_path(str(file))
        self._form.begin()
        self._show_state()

    def use_path(self, path: Path) -> None:
        """Where the new vault is made."""
        self._path = path if path.name.endswith(SUFFIX) else path.with_name(path.name + SUFFIX)
        self._path_shown.show_path(str(self._path))

    def _lay_out(self) -> None:
        self.content.addLayout(row(self._choose, self._file_shown))
        self.content.addSpacing(Space.XS)
        self.content.addLayout(row(label(_("New vault"), tone="muted"), self._path_shown, self._change))
        self.content.addWidget(divider())
        self.content.addWidget(self._form)
        self.content.addWidget(self._busy)
        self.add_back()
        self.buttons.addWidget(self._restore)

    def _on_choose(self) -> None:
        kinds = " ".join((_("Backups"), "(*.clientsafe-backup)"))
        self._prompts.open_file(_("Choose the backup"), self.use_file, kinds=kinds)

    def _on_change_place(self) -> None:
        self._prompts.save_file(_("Where to keep the vault"), self._path.name, self.use_path)

    def _on_restore(self) -> None:
        if not self._restore.isEnabled() or self._file is None:
            return
        self.strip.hush()
        self._set_busy(busy=True)
        file, path, typed, rules = self._file, self._path, self._form.take(), self._rules
        self._ops.enter(self, lambda: restore(file, path, typed, rules), self.entered.emit, self._on_failed)

    def _on_failed(self, error: KnownError) -> None:
        self._set_busy(busy=False)
        if error.name == "login_needed":
            self._form.ask_login(wanted=True)
        self.strip.say_error(error)
        self._form.begin()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        for part in (self._form, self._choose, self._change):
            part.setEnabled(not busy)
        self._restore.setText(_("Restoring…") if busy else _("Restore"))
        self._show_state()

    def _show_state(self) -> None:
        ready = self._file is not None and self._form.is_complete and self._busy.isHidden()
        self._restore.setEnabled(ready)


def restore(file: Path, path: Path, typed: Typed, rules: Rules) -> tuple[Desk, Arrival]:
    """On the engine thread: make the vault from the backup and sign in there."""
    from app.services.vault import backups
    from app.vaults import SecretBytes

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with SecretBytes.from_text(typed.secret) as secret:
        restored = backups.restore(
            file, path, secret=secret, login=typed.login, how=typed.how, allow_cheap=rules.allow_cheap
        )
    desk, report = restored.desk, restored.report
    text = ngettext(
        "Restored from the backup of {moment}: {n} record.",
        "Restored from the backup of {moment}: {n} records.",
        report.records,
    ).format(moment=formats.moment(report.backup_at), n=formats.number(report.records))
    return desk, replace(arrive(desk), strips=((text, "good"),))
