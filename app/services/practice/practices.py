"""The practice: make one, sign in, who is who, lock."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from app import clock
from app.desk import Action, Desk
from app.keeping import colleagues, opening, ours
from app.keeping.plans import Plan, Saved
from app.records import KINDS, decode, describe, encode
from app.records.person import Person
from app.records.practice_profile import PracticeProfile
from app.rules import permissions, practice_rules
from app.rules.purposes import Purpose
from app.texts import _
from app.vaults import KdfPolicy, KnownError, SecretBytes, failure, passphrase_problem
from storage import vault
from storage.vault import How, SignIn


@dataclass(frozen=True, slots=True)
class Created:
    """A new practice, signed in, and the recovery code that is shown once."""

    desk: Desk
    recovery_code: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody of the practice."""

    account: str
    name: str
    role: str
    is_me: bool


def create(  # noqa: PLR0913 - the four steps of the first screen, by name
    path: Path,
    *,
    practice: str,
    name: str,
    login: str,
    passphrase: SecretBytes,
    jurisdiction: str,
    language: str,
    policy: KdfPolicy | None = None,
) -> Created:
    """A new vault with its practice and its founder.

    Raises:
        KnownError: `weak_passphrase`, `text_needed`, `already_exists`, `no_space`, `not_writable` …
    """
    for label, value in ((_("Name of the practice"), practice), (_("Name"), name), (_("Sign-in name"), login)):
        if not value.strip():
            raise failure("text_needed", field=label)
    problem = passphrase_problem(bytes(passphrase).decode(), (practice, name, login))
    if problem:
        raise failure("weak_passphrase", problem=_(problem))
    made = vault.create(path, login=login, passphrase=passphrase, describe=describe, policy=policy)
    try:
        desk = _desk(made.signin)
        _write_first_records(desk, practice, name, jurisdiction, language)
    except BaseException:
        # Nobody has seen the recovery code yet, so the new folder is of use to nobody.
        made.signin.lock("failed")
        with contextlib.suppress(KnownError):
            vault.remove(path)
        raise
    return Created(desk, made.recovery_code)


def unlock(  # noqa: PLR0913 - one way in, all of it by keyword
    path: Path,
    *,
    secret: SecretBytes,
    login: str | None = None,
    how: How = "passphrase",
    allow_cheap: bool = False,
    take_back: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Desk:
    """Sign in; raises `wrong_secret`, `wait`, `busy`, `moved_away`, `header_damaged` and the others of storage.

    With `take_back` a vault that was moved away is from now on the one that counts, and that is an entry. Whoever works
    in the other copy too makes two histories; that is told as soon as they meet.
    """
    return _desk(
        vault.unlock(
            path,
            secret=secret,
            login=login,
            how=how,
            describe=describe,
            allow_cheap=allow_cheap,
            take_back=take_back,
            progress=progress,
        )
    )


def lock(desk: Desk, trigger: str) -> bool:
    """Sign off and close; True when the sign-off is in the trail. The one thing nobody is refused."""
    desk.purposes.clear()
    desk.homes.clear()
    desk.persons.clear()
    desk.at_hand.clear()
    desk.profile = None
    return desk.signin.lock(trigger)


def profile(desk: Desk) -> PracticeProfile:
    """The practice; read once a sign-in."""
    desk.require(Action.VIEW, "practice")
    if desk.profile is None:
        found = _profile_id(desk)
        body = opening.body_of(desk, found, Purpose.ADMINISTRATION) if found else PracticeProfile()
        desk.profile = body if isinstance(body, PracticeProfile) else PracticeProfile()
    return desk.profile


def save_profile(desk: Desk, changed: PracticeProfile) -> Saved:
    """Keep a changed practice profile."""
    desk.require(Action.SETTING, "practice")
    found = _profile_id(desk)
    record = found or desk.signin.new_id()
    plan = Plan()
    plan.put("practice_profile", record, desk.own("practice"), changed, parent=_head(desk, found))
    revision = plan.commit(desk, Purpose.ADMINISTRATION)[0]
    desk.profile = None
    return Saved(record, revision)


def change_profile(desk: Desk, **values: Any) -> Saved:
    """Change some of the profile, by the names of the fields as JSON has them; raises `text_needed` and usage."""
    desk.require(Action.SETTING, "practice")
    changed = decode("practice_profile", KINDS["practice_profile"].version, encode(profile(desk)) | values)
    if not isinstance(changed, PracticeProfile) or not changed.name.strip():
        raise failure("text_needed", field=_("Name of the practice"), path="name")
    return save_profile(desk, changed)


def window_rules(desk: Desk) -> tuple[int, int]:
    """After how many minutes an idle window locks, and a hidden one."""
    known = profile(desk)
    return practice_rules.idle_minutes(known, alone=is_alone(desk)), known.hide_minutes


def set_idle_minutes(desk: Desk, minutes: int) -> Saved:
    """After how many minutes without input the windows of this practice lock."""
    desk.require(Action.SETTING, "practice")
    return save_profile(desk, msgspec.structs.replace(profile(desk), idle_minutes=minutes))


def set_hide_minutes(desk: Desk, minutes: int) -> Saved:
    """After how many minutes a window that was hidden by hand locks."""
    desk.require(Action.SETTING, "practice")
    return save_profile(desk, msgspec.structs.replace(profile(desk), hide_minutes=minutes))


def people(desk: Desk) -> list[PersonRow]:
    """Everybody in the practice, by name."""
    desk.require(Action.LIST, "practice")
    found = [
        PersonRow(member.id, person_name(desk, member.id), member.role, member.id == desk.account)
        for member in desk.signin.people()
    ]
    return sorted(found, key=lambda row: row.name.casefold())


def is_alone(desk: Desk) -> bool:
    """Whether one account can sign in; then no word of roles and sharing is shown."""
    desk.require(Action.LIST, "practice")
    return colleagues.is_alone(desk)


def person_name(desk: Desk, account: str) -> str:
    """The name behind an account; its short id when there is none."""
    desk.require(Action.LIST, "practice")
    return colleagues.name_of(desk, account)


def logins(desk: Desk) -> dict[str, str]:
    """Sign-in names by account, as far as they were written down."""
    desk.require(Action.LIST, "practice")
    found = {account: str(row.facets.get("login", "")) for account, row in colleagues.persons(desk).items()}
    return found | {desk.account: desk.signin.login or found.get(desk.account, "")}


def my_login(desk: Desk) -> str:
    """The sign-in name of who is at the desk; nobody typed it where there is one account only."""
    desk.require(Action.LIST, "practice")
    return desk.signin.login or logins(desk).get(desk.account, "")


def rename_me(desk: Desk, name: str) -> Saved:
    """Change how the person who is signed in is called."""
    desk.require(Action.SETTING, "practice")
    query = ours.query(desk, "person", facets={"account": desk.account}, limit=1)
    found = next(iter(desk.signin.ids(query)), None)
    record = found or desk.signin.new_id()
    body = opening.body_of(desk, found, Purpose.ADMINISTRATION) if found else Person(account=desk.account)
    if isinstance(body, Person):
        body.name = name.strip()
    plan = Plan()
    plan.put("person", record, desk.own("practice"), body, parent=_head(desk, found))
    revision = plan.commit(desk, Purpose.ADMINISTRATION)[0]
    desk.persons.clear()
    return Saved(record, revision)


def _desk(signin: SignIn) -> Desk:
    return Desk(signin, permissions.role_of(signin.role))


def _profile_id(desk: Desk) -> str | None:
    return next(iter(desk.signin.ids(ours.query(desk, "practice_profile", limit=1))), None)


def _head(desk: Desk, record: str | None) -> str | None:
    return desk.signin.head_of(record) if record else None


def _write_first_records(desk: Desk, practice: str, name: str, jurisdiction: str, language: str) -> None:
    where = desk.own("practice")
    plan = Plan()
    first = PracticeProfile(
        name=practice.strip(), jurisdiction=jurisdiction.strip(), language=language, zone=clock.local_zone()
    )
    plan.put("practice_profile", desk.signin.new_id(), where, first)
    founder = Person(name=name.strip(), account=desk.account, login=desk.signin.login)
    plan.put("person", desk.signin.new_id(), where, founder)
    plan.commit(desk, Purpose.ADMINISTRATION)
