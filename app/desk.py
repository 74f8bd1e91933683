"""The desk of one signed-in person: the sign-in, the role, and the right to do what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.packs.jurisdiction_rules import Pack
from app.records.practice_profile import PracticeProfile
from app.records.preferences import Preferences
from app.rules import permissions
from app.rules.permissions import Action, Role
from app.vaults import KnownError, SecretBytes, failure
from storage.vault import Row, SignIn

__all__ = ["Action", "Desk", "KnownError", "Role", "SecretBytes", "failure"]


@dataclass(slots=True)
class Desk:
    """What services work with; belongs to the thread that made the sign-in.

    `purposes` remembers for this sign-in why a file was opened; `homes` which file stands for a client
    (`app.keeping.joined`) until a client record is written; `persons` the people by account,
    `profile` the practice, `receipts` the backups so far and `preferences` what was chosen, which are
    read once, as are `packs`, the law packs that were loaded from files; `at_hand` what the crisis card shows even
    when the disk is full, read and logged before; `ended` the records that later ones took back, replaced or called an
    error, so that nothing that was begun goes on resting on them. In `discreet` mode the services deliver codes
    instead of names for what is shown (`app.keeping.naming`).
    """

    signin: SignIn
    role: Role
    purposes: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    persons: dict[str, Row] = field(default_factory=dict)
    profile: PracticeProfile | None = None
    discreet: bool = False
    receipts: list[Any] | None = None
    preferences: Preferences | None = None
    packs: dict[str, Pack] | None = None
    at_hand: dict[str, Any] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)

    @property
    def account(self) -> str:
        """Whose desk it is."""
        return self.signin.account

    def may(self, action: Action, compartment_kind: str) -> bool:
        """Whether the role allows it, for what is not even offered; a try goes through `require`."""
        return permissions.allowed(self.role, action, compartment_kind)

    def require(
        self,
        action: Action,
        compartment_kind: str,
        *,
        compartment: str | None = None,
        record: str | None = None,
    ) -> None:
        """Pass, or write the refused try into the trail and raise `refused`."""
        if self.may(action, compartment_kind):
            return
        self._refuse(action, compartment, record)

    def require_record(self, action: Action, record: str) -> str:
        """`require` for the place where a record lives; returns its compartment.

        Raises:
            KnownError: `refused`, or `not_found` when this person knows of no such record.
        """
        self.require_anywhere(action, record)
        compartment = self.signin.compartment_of(record)
        if compartment is None:
            self.signin.refuse(action.in_trail, record=record or None)
            raise failure("not_found", what=record)
        kind = self.signin.compartment_kind(compartment)
        self.require(action, kind, compartment=compartment, record=record)
        return compartment

    def require_anywhere(self, action: Action, record: str | None = None) -> None:
        """Refuse at once, before anything is looked up, whom no kind of compartment is open to."""
        if not permissions.allowed_anywhere(self.role, action):
            self._refuse(action, None, record)

    def own(self, compartment_kind: str) -> str:
        """The one compartment of a kind that exists once: practice, register, personal."""
        return self.signin.own_compartment(compartment_kind)

    def _refuse(self, action: Action, compartment: str | None, record: str | None) -> None:
        self.signin.refuse(action.in_trail, compartment=compartment, record=record or None)
        raise failure("refused")
