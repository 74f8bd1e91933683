"""A lost or stolen device: what the answers speak for, what stays to be judged, what to do now. No verdict, ever."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.records.breach_choices import Answer, BreachType, Encrypted
from app.records.lost_device import DeviceKind, LostDevice, VaultState
from app.texts import N_, _


class Leans(StrEnum):
    """What a fact speaks for, as far as *encrypted, and the key not exposed* goes."""

    FOR = "for"
    AGAINST = "against"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the answers tell, in words."""

    words: str
    leans: Leans


@dataclass(frozen=True, slots=True)
class ToDo:
    """Something to do now; `page` is where in the program that is done, empty for what is done elsewhere."""

    words: str
    page: str = ""
    page_words: str = ""


_TITLES = {
    DeviceKind.COMPUTER: N_("Computer lost or stolen"),
    DeviceKind.PHONE: N_("Phone or tablet lost or stolen"),
    DeviceKind.DRIVE: N_("Drive or stick lost or stolen"),
    DeviceKind.PAPER: N_("Papers lost or stolen"),
    DeviceKind.OTHER: N_("Device lost or stolen"),
}
_BACKUPS, _SETTINGS = "backups", "settings"


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers, and what follows from them. What was not answered counts as not known."""

    device: LostDevice

    @property
    def may_have_vault(self) -> bool:
        """Whether the encrypted vault was on it, or may have been."""
        return self._is_device and self.device.had_vault is not Answer.NO

    @property
    def key_exposed(self) -> Answer:
        """Whether somebody could have the key: *no* only where every answer says so."""
        given = self.device
        if given.vault_state is VaultState.UNLOCKED or given.secret_with_it is Answer.YES:
            return Answer.YES
        if given.vault_state is VaultState.LOCKED and given.secret_with_it is Answer.NO:
            return Answer.NO
        return Answer.UNKNOWN

    @property
    def encrypted(self) -> Encrypted | None:
        """Whether what was on it was encrypted, as far as the answers say."""
        if not self._is_device:
            return Encrypted.NO
        readable, disk = self.device.readable_on_it, self.device.disk_encrypted
        if readable is Answer.NO or disk is Answer.YES:
            known = self.device.had_vault is Answer.YES or disk is Answer.YES
            return Encrypted.YES if known else Encrypted.UNKNOWN
        if readable is Answer.YES and disk is Answer.NO:
            return Encrypted.PARTLY if self.device.had_vault is Answer.YES else Encrypted.NO
        return Encrypted.UNKNOWN

    def facts(self) -> list[Fact]:
        """What the answers tell, one fact each."""
        return list(self._facts())

    def types(self) -> list[BreachType]:
        """What may be lost; a person looks at it again in the form."""
        found = []
        nothing_readable = self._is_device and self.device.readable_on_it is Answer.NO
        if not nothing_readable or (self.may_have_vault and self.key_exposed is not Answer.NO):
            found.append(BreachType.CONFIDENTIALITY)
        if self.may_have_vault or not self._is_device or not found:
            found.append(BreachType.AVAILABILITY)
        return found

    def to_do(self) -> list[ToDo]:
        """What to do now, the most urgent first."""
        return list(self._to_do())

    def draft(self) -> dict[str, Any]:
        """The values that the draft of a breach begins with: facts alone, no decision and no conclusion."""
        told = [fact.words for fact in self.facts()]
        told += [text.strip() for text in (self.device.what_readable, self.device.papers) if text.strip()]
        values: dict[str, Any] = {
            "title": _(_TITLES[self.device.device or DeviceKind.OTHER]),
            "breach_types": [one.value for one in self.types()],
            "what_happened": "\n".join(f"- {words}" for words in told),
        }
        if self.encrypted is not None:
            values["encrypted"] = self.encrypted.value
        if self.may_have_vault:
            values["key_exposed"] = self.key_exposed.value
        return values

    @property
    def _is_device(self) -> bool:
        return self.device.device is not DeviceKind.PAPER

    def _facts(self) -> Iterator[Fact]:
        if not self._is_device:
            yield Fact(_("Papers can be read by whoever has them."), Leans.AGAINST)
            return
        yield from self._facts_of_vault()
        yield _fact(
            self.device.backups_with_it,
            N_("Backups were with it. They are encrypted, and open with the recovery sheet or the passphrase."),
            N_("No backups were with it."),
            N_("Whether backups were with it is not known."),
            if_yes=Leans.OPEN,
        )
        yield from self._facts_of_readable()

    def _facts_of_vault(self) -> Iterator[Fact]:
        given = self.device
        yield _fact(
            given.had_vault,
            N_("The vault was on it. It is encrypted whenever it is not open."),
            N_("The vault was not on it."),
            N_("Whether the vault was on it is not known."),
            if_yes=Leans.FOR,
        )
        if not self.may_have_vault:
            return
        if given.vault_state is VaultState.LOCKED:
            yield Fact(_("It was switched off, or the vault was locked: nothing in it was readable."), Leans.FOR)
        elif given.vault_state is VaultState.UNLOCKED:
            yield Fact(_("The vault was open: it could be read until it locked by itself."), Leans.AGAINST)
        else:
            yield Fact(_("Whether the vault was open is not known."), Leans.OPEN)
        yield _fact(
            given.secret_with_it,
            N_("The passphrase or the recovery sheet was with it: the vault can be opened with it."),
            N_("Neither the passphrase nor the recovery sheet was with it."),
            N_("Whether somebody has the passphrase or the recovery sheet is not known."),
        )
        yield _fact(
            given.backup_elsewhere,
            N_("There is a backup somewhere else: the records can be restored."),
            N_("There is no backup anywhere else: the records are lost."),
            N_("Whether there is a backup somewhere else is not known."),
            if_yes=Leans.FOR,
            if_no=Leans.AGAINST,
        )

    def _facts_of_readable(self) -> Iterator[Fact]:
        given = self.device
        yield _fact(
            given.readable_on_it,
            N_("Something readable was on it, outside the vault."),
            N_("Nothing readable was on it outside the vault."),
            N_("Whether something readable was on it is not known."),
        )
        if given.readable_on_it is not Answer.NO:
            yield _fact(
                given.disk_encrypted,
                N_("The whole disk was encrypted by the system; that protects while the device is switched off."),
                N_("The disk was not encrypted: what lies outside the vault can be read."),
                N_("Whether the disk was encrypted is not known."),
                if_yes=Leans.FOR,
                if_no=Leans.AGAINST,
            )

    def _to_do(self) -> Iterator[ToDo]:
        if self._is_device:
            yield ToDo(_("Block the device and sign it out of e-mail and online services from another one."))
        if self.may_have_vault:
            yield ToDo(_("Restore the newest backup on another computer."), _BACKUPS, N_("To the backups"))
        if self.may_have_vault and self.key_exposed is not Answer.NO:
            yield ToDo(
                _("Change your passphrase. It protects the vault from now on, not the copy that is gone."),
                _SETTINGS,
                N_("To the settings"),
            )
            yield ToDo(
                _("Renew the recovery sheet: the old one goes on opening the copy that is gone."),
                _SETTINGS,
                N_("To the settings"),
            )
            yield ToDo(
                _("Renew your account, so that new records get keys that the lost copy never had."),
                _SETTINGS,
                N_("To the settings"),
            )
        if self.device.backups_with_it is not Answer.NO and self._is_device:
            yield ToDo(_("Make a new backup in another place and check it."), _BACKUPS, N_("To the backups"))
        yield ToDo(_("If it was stolen: tell the police, and write down their number for it."))
        yield ToDo(_("Ask your insurer and, if you have one, your data protection officer."))


def _fact(answer: Answer | None, yes: str, no: str, unknown: str, *, if_yes: Leans = Leans.AGAINST,
          if_no: Leans = Leans.FOR) -> Fact:  # fmt: skip
    if answer is Answer.YES:
        return Fact(_(yes), if_yes)
    if answer is Answer.NO:
        return Fact(_(no), if_no)
    return Fact(_(unknown), Leans.OPEN)
