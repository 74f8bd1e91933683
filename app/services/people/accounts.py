"""Who gets in: inviting somebody, another role, letting somebody go, and renewing one's own account."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from app import lock_names
from app.desk import Action, Desk
from app.keeping import colleagues as known
from app.keeping import register
from app.records.person import Person
from app.rules.permissions import ROLES, VAULT, Role, allowed, key_rights, role_of, standing_for
from app.services.people import colleagues
from app.services.practice import lock_page
from app.services.vault import ways_in
from app.texts import N_, _
from app.vaults import KdfPolicy, SecretBytes, failure, passphrase_problem
from storage.vault import How, Key, NewPerson, Share, SharingChange

_SHARED_BY_ALL = ("practice", "register")
_KIND_LABELS = {
    "identity": N_("Who the client is"),
    "clinical": N_("Clinical file"),
    "safety": N_("Incident"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Who is to be added, as the owner writes it down; the passphrase is typed by the new person."""

    name: str
    login: str
    role: Role
    title: str = ""
    registration: str = ""
    phone: str = ""
    email: str = ""
    supervisor: str = ""
    is_safety_lead: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """A new account and its recovery code, which is shown this once and printed for its owner."""

    account: str
    recovery_code: str


@dataclass(frozen=True, slots=True)
class OnlyFile:
    """Something that one person alone can open; `code` is the client code or the number of the incident."""

    compartment: str
    kind: str
    kind_label: str
    code: str

    @property
    def words(self) -> str:
        """`K-0007: Clinical file`."""
        return _("{code}: {what}").format(code=self.code, what=self.kind_label) if self.code else self.kind_label


def problem_of(desk: Desk, invitation: Invitation, passphrase: str) -> str:
    """What is wrong with the passphrase of a new person, in words; empty when it will do."""
    desk.require(Action.PEOPLE, VAULT)
    problem = passphrase_problem(passphrase, _easy(desk, invitation))
    return _(problem) if problem else ""


def add(desk: Desk, invitation: Invitation, passphrase: SecretBytes, *, policy: KdfPolicy | None = None) -> Added:
    """Add somebody with what their role opens; takes seconds, because each key is meant to be slow.

    Raises:
        KnownError: `refused`, `text_needed`, `unknown_choice`, `bad_supervisor`, `weak_passphrase`, `login_taken`,
            `too_many_accounts`, `database_busy`; then nobody was added.
    """
    desk.require(Action.PEOPLE, VAULT)
    person = _person(invitation)
    _check(desk, invitation, person)
    problem = problem_of(desk, invitation, bytes(passphrase).decode())
    if problem:
        raise failure("weak_passphrase", problem=problem)
    role = invitation.role
    made = desk.signin.accounts.add(
        NewPerson(
            login=person.login,
            passphrase=passphrase,
            role=role.value,
            shares={desk.own(kind): key_rights(role, kind) for kind in _SHARED_BY_ALL},
            standing=standing_for(role),
            names=_easy(desk, invitation),
            policy=policy,
        )
    )
    person.account = made.account
    colleagues.put(desk, desk.signin.new_id(), person, None)
    lock_page.follow(desk)
    return Added(made.account, made.recovery_code)


def change_role(desk: Desk, account: str, role: Role) -> None:
    """Give somebody another role, with the keys and the standing access that belong to it.

    Raises:
        KnownError: `refused`, `not_found`, `unknown_choice`, `last_owner`, or `still_holds` while this person can open
            files that the new role may not open.
    """
    desk.require(Action.PEOPLE, VAULT)
    member = known.members(desk).get(account)
    if member is None or not member.is_active:
        raise failure("not_found", what=account)
    _check_role(role)
    beyond = [kind for kind in ("identity", "clinical") if not allowed(role, Action.VIEW, kind)]
    held = _held(desk, account, beyond)
    if held:
        raise failure("still_holds", who=known.name_of(desk, account), n=str(held))
    before = role_of(member.role)
    if before is Role.OWNER and role is not Role.OWNER and _owners(desk) == [account]:
        raise failure("last_owner")
    # The role comes last: who takes it from themselves could do nothing of this afterwards.
    for kind in sorted(member.standing.keys() | standing_for(role).keys()):
        rights = standing_for(role).get(kind, "")
        if member.standing.get(kind, "") != rights:
            desk.signin.accounts.set_standing(account, kind, rights)
    _follow(desk, account, before, role)
    desk.signin.accounts.change_role(account, role.value)


def only_theirs(desk: Desk, account: str) -> list[OnlyFile]:
    """What would be lost for good with an account, because nobody else can open it; by code."""
    desk.require(Action.PEOPLE, VAULT)
    held = desk.signin.accounts.alone_holding(account)
    lines = register.of(desk, held)
    found = []
    for compartment in held:
        line = lines.get(compartment)
        kind = line.kind if line else ""
        found.append(OnlyFile(compartment, kind, _(_KIND_LABELS.get(kind, "")), line.code if line else ""))
    return sorted(found, key=lambda one: (one.code, one.kind))


def remove(
    desk: Desk, account: str, *, accept_loss: Collection[str] = (), progress: Callable[[str], None] | None = None
) -> None:
    """Take somebody's way in, and give all they could open new keys. This ends the session: sign in anew.

    What they have read, or what lies in an older backup, stays readable to them.

    Raises:
        KnownError: `refused`, `not_found`, `last_owner`, `database_busy`, or `only_holder` unless each file of
            `only_theirs` is among `accept_loss` (compartments).
    """
    desk.require(Action.PEOPLE, VAULT)
    if not known.is_active(desk, account):
        raise failure("not_found", what=account)
    desk.signin.accounts.remove(account, accept_loss, progress)
    lock_names.leave_out(desk.signin.path, account)


def renew(
    desk: Desk,
    proof: SecretBytes,
    new: SecretBytes,
    *,
    how: How = "passphrase",
    owner: Key | None = None,
    policy: KdfPolicy | None = None,
) -> str:
    """New keys for the own account, also against somebody who has the old passphrase and a copy of the vault.

    Gives the new recovery code. This ends the session: sign in anew. Files and colleagues notice nothing.

    Args:
        desk: Whose desk.
        proof: The passphrase until now, or with `how="recovery"` the recovery code.
        new: The passphrase from now on.
        how: What `proof` is.
        owner: The key of an owner who agrees, typed at the same desk; not needed by who is an owner.
        policy: How costly the new key is; calibrated on this computer unless given.
    """
    desk.require(Action.SETTING, "personal")
    names = ways_in.easy_words(desk)
    return desk.signin.accounts.renew(proof, new, how=how, names=names, policy=policy, owner=owner)


def _person(invitation: Invitation) -> Person:
    return Person(
        name=invitation.name.strip(),
        login=invitation.login.strip(),
        title=invitation.title.strip(),
        registration=invitation.registration.strip(),
        phone=invitation.phone.strip(),
        email=invitation.email.strip(),
        supervisor=invitation.supervisor,
        is_safety_lead=invitation.is_safety_lead,
    )


def _check(desk: Desk, invitation: Invitation, person: Person) -> None:
    colleagues.check(desk, person)
    if not person.login:
        raise failure("text_needed", field=_("Sign-in name"), path="login")
    _check_role(invitation.role)


def _check_role(role: Role) -> None:
    if role not in ROLES:
        raise failure("unknown_choice", field=_("Role"), path="role", choices=", ".join(ROLES))


def _easy(desk: Desk, invitation: Invitation) -> tuple[str, ...]:
    practice, *_others = ways_in.easy_words(desk)
    return tuple(word for word in (practice, invitation.name, invitation.login) if word.strip())


def _held(desk: Desk, account: str, kinds: Collection[str]) -> int:
    """How many compartments of these kinds somebody can open; standing access is ended with the role."""
    return sum(
        1
        for compartment, line in register.by_compartment(desk).items()
        if line.kind in kinds
        for holder in desk.signin.sharing.holders(compartment)
        if holder.account == account and not holder.standing
    )


def _owners(desk: Desk) -> list[str]:
    return [account for account in known.active(desk) if known.role_in(desk, account) is Role.OWNER]


def _follow(desk: Desk, account: str, before: Role, role: Role) -> None:
    """The keys that everybody has say what the new role says; those of an owner come with becoming one."""
    wanted = [
        SharingChange(desk.own(kind), grant=(Share(account, key_rights(role, kind)),))
        for kind in _SHARED_BY_ALL
        if role is not Role.OWNER and key_rights(role, kind) != key_rights(before, kind)
    ]
    if wanted:
        desk.signin.sharing.change(wanted)
