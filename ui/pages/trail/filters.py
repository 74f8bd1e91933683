"""The row of filters over the trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.texts import N_, _
from ui.theme import Space
from ui.widgets import SearchField, button

PERIODS: tuple[tuple[str, int | None], ...] = (
    (N_("Any time"), None),
    (N_("Today"), 0),
    (N_("Last 7 days"), 7),
    (N_("Last 30 days"), 30),
    (N_("Last 12 months"), 365),
)
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Everything"), ()),
    (N_("Looked at"), ("view", "view_history", "open_file", "open_attachment", "list", "search")),
    (N_("Written"), ("save", "sign", "amend", "discard_draft", "attach")),
    (N_("Left the practice"), ("print", "export", "disclose")),
    (N_("Signed in and off"), ("unlock", "lock", "failed_unlock", "recovery_used", "passphrase_changed")),
    (N_("People and access"), ("roster_changed", "grant", "revoke", "emergency_access")),
    (
        N_("Backup and upkeep"),
        ("backup", "backup_verified", "restore", "maintenance", "trail_verified", "damage_found"),
    ),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the person wants to see."""

    account: str | None
    actions: tuple[str, ...]
    client_code: str
    since: str | None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is filtered."""
        return not (self.account or self.actions or self.client_code or self.since)


class TrailFilters(QWidget):
    """Person (where there are several), kind of action, client code, period.

    Signals:
        changed(): something else is wanted.
    """

    changed = Signal()

    def __init__(self, *, alone: bool) -> None:
        super().__init__()
        self._person = _combo("trail_person", _("Person"))
        self._person.addItem(_("Everybody"), None)
        self._group = _combo("trail_group", _("Kind of entry"))
        for title, actions in GROUPS:
            self._group.addItem(_(title), actions)
        self._period = _combo("trail_period", _("Period"))
        for title, days in PERIODS:
            self._period.addItem(_(title), days)
        self._client = SearchField(_("Client code"))
        self._client.setObjectName("trail_client")
        self._client.setMaximumWidth(180)
        self._reset = button(_("Show everything"), self.reset, kind="link", name="trail_reset")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.S)
        for part in (self._person, self._group, self._client, self._period, self._reset):
            line.addWidget(part)
        line.addStretch(1)
        for combo in (self._person, self._group, self._period):
            combo.currentIndexChanged.connect(lambda _index: self._on_changed())
        self._client.settled.connect(lambda _text: self._on_changed())
        self._reset.hide()
        self._person.setVisible(not alone)

    def show_people(self, people: Sequence[tuple[str, str]]) -> None:
        """Account ids and names to choose from."""
        while self._person.count() > 1:
            self._person.removeItem(1)
        for account, name in people:
            self._person.addItem(name, account)

    def wanted(self) -> Wanted:
        """What is chosen."""
        days = self._period.currentData()
        return Wanted(
            account=self._person.currentData(),
            actions=tuple(self._group.currentData() or ()),
            client_code=self._client.text().strip(),
            since=None if days is None else _days_ago(int(days)),
        )

    def reset(self) -> None:
        """Filter nothing."""
        for combo in (self._person, self._group, self._period):
            combo.blockSignals(True)
            combo.setCurrentIndex(0)
            combo.blockSignals(False)
        self._client.clear()
        self._on_changed()

    def take_focus(self) -> None:
        """Put the focus on the first filter."""
        self._group.setFocus()

    def _on_changed(self) -> None:
        self._reset.setVisible(not self.wanted().is_everything)
        self.changed.emit()


def _combo(name: str, title: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(title)
    combo.setToolTip(title)
    return combo


def _days_ago(days: int) -> str:
    """The envelope time of the last midnight, `days` days before."""
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days)
    return f"{midnight.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
