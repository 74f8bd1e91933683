"""About the program and the vault: versions, licence, where the vault lies, and where it is kept safe."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QGridLayout

from app import paths
from app.texts import _
from app.vaults import APP_VERSION, library_versions
from ui.pages.settings.section import Section
from ui.prompts import Answer
from ui.theme import Space
from ui.triggers import EXAMPLE_REMOVED
from ui.widgets import PathLabel, button, label, row

if TYPE_CHECKING:
    from pathlib import Path

    from app.desk import Desk
    from ui.context import Context

LIBRARIES = ("cryptography", "argon2-cffi", "reportlab")


class VaultFacts(NamedTuple):
    """What is told of the vault; whether a fictional practice is on this computer."""

    path: Path
    vault_id: str
    has_example: bool


class AboutSection(Section):
    """Nothing is changed here but the fictional practice, which can be removed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("About the program"))
        self._is_example = False
        self._vault = PathLabel(tone="")
        self._vault.setObjectName("vault_path")
        self._id = label()
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.XL)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(1, 1)
        facts = (
            (_("Version"), label(f"ClientSafe {APP_VERSION}")),
            (_("Licence"), label(_("Apache 2.0. The licences of the libraries come with the program."), wrap=True)),
            (_("Built on"), label(versions(), wrap=True)),
            (_("Vault"), self._vault),
            (_("Id of the vault"), self._id),
        )
        for line, (caption, value) in enumerate(facts):
            grid.addWidget(label(caption, tone="muted"), line, 0)
            grid.addWidget(value, line, 1)
        self.content.addLayout(grid)
        go = context.navigator.go_to
        links = [button(_("Backups"), lambda: go("backups"), glyph="archive", name="to_backups")]
        if context.navigator.knows("doctor"):
            title = _(context.navigator.spec("doctor").title)
            links.append(button(title, lambda: go("doctor"), glyph="activity", name="to_doctor"))
        self._remove = button(
            _("Remove the fictional practice…"), self._on_remove, kind="danger", glyph="trash-2", name="remove_example"
        )
        self._remove.hide()
        self.content.addLayout(row(*links, None))
        self.content.addLayout(row(self._remove, None))

    def refresh(self) -> None:
        self.ask(_where, self._on_where, latest="where")

    def _on_where(self, found: VaultFacts) -> None:
        self._vault.show_path(str(found.path))
        self._id.setText(found.vault_id)
        self._is_example = paths.is_example(found.path)
        self._remove.setVisible(found.has_example)

    def _on_remove(self) -> None:
        text = _("Everything in it is deleted. Nothing of a real practice is touched.")
        if self._is_example:
            text = " ".join((_("The window locks first."), text))
        remove = Answer("remove", _("Remove"), dangerous=True)
        self.context.prompts.ask(_("Remove the fictional practice?"), text, (remove,), self._on_answer)

    def _on_answer(self, answer: str | None) -> None:
        if answer is None:
            return
        if self._is_example:
            # It is open now: the fresh process that follows the lock removes it.
            self.context.announcer.lock_wanted.emit(EXAMPLE_REMOVED)
            return
        self.context.ops.outside(self, _remove_example, lambda _none: self._on_removed(), self.strip.say_error)

    def _on_removed(self) -> None:
        self.context.announcer.toast(_("The fictional practice was removed."))
        self.refresh()


def versions() -> str:
    """The libraries that matter most, with their versions."""
    known = library_versions() | {"Qt": qVersion()} | {name: metadata.version(name) for name in LIBRARIES}
    return ", ".join(f"{name} {version}" for name, version in known.items())


def _where(desk: Desk) -> VaultFacts:
    """On the engine thread, as what follows: the code of the demo takes long to load."""
    from app.demo import example

    return VaultFacts(desk.signin.path, desk.signin.vault_id, bool(example.existing()))


def _remove_example() -> None:
    from app.demo import example

    example.remove()
