"""Who has an account: adding people, listing them, another role, letting one go, renewing one's own keys."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from app import formats
from app.cli.commands.account import copied
from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.rules.permissions import ROLES
from app.texts import N_, _

if TYPE_CHECKING:
    from app.services.people.accounts import OnlyFile
    from app.services.people.colleagues import Colleague

_STEP_PARTS = 2


def add(asked: Namespace, output: Output) -> None:
    """Add somebody, who types a passphrase of their own; prints the recovery code for their sheet, this once."""
    from app.cli import given, way_in
    from app.rules.permissions import role_of
    from app.services.people import accounts, colleagues
    from app.services.people.accounts import Invitation

    key = way_in.key_to_vault(asked)
    with way_in.signed_in(asked, output, key) as desk:
        supervisor = colleagues.by_login(desk, asked.supervisor).account if asked.supervisor else ""
        invitation = Invitation(
            name=asked.name,
            login=asked.login,
            role=role_of(asked.role),
            title=asked.title,
            supervisor=supervisor,
            is_safety_lead=asked.safety_lead,
        )
        file = asked.new_passphrase_file
        with given.secret(file) if file is not None else given.new_secret() as new:
            added = accounts.add(desk, invitation, new, policy=asked.rules.policy)
    if output.as_json:
        output.document(
            {
                "vault": str(asked.vault),
                "account": added.account,
                "login": asked.login,
                "role": asked.role,
                "recovery_code": added.recovery_code,
            }
        )
        return
    output.say(_("Recovery code: {code}").format(code=added.recovery_code))
    output.say(_("It opens this account if the passphrase is forgotten, and it is shown only now: hand it over."))


def listing(asked: Namespace, output: Output) -> None:
    """Everybody with an account: sign-in name, name, role, since when."""
    from app.cli import way_in
    from app.services.people import colleagues

    with way_in.signed_in(asked, output) as desk:
        found = colleagues.everybody(desk, also_removed=asked.all)
    if output.as_json:
        for one in found:
            output.document(_row(one))
        return
    titles = (_("Sign-in name"), _("Name"), _("Role"), _("Since"), _("Until"))
    days = [
        (formats.short_date(one.since[:10]), formats.short_date(one.removed[:10]) if one.removed else "")
        for one in found
    ]
    output.table(titles, [(one.login, one.name, one.role_label, *day) for one, day in zip(found, days, strict=True)])


def role(asked: Namespace, output: Output) -> None:
    """Give somebody another role, with the keys that belong to it."""
    from app.cli import way_in
    from app.rules.permissions import role_of
    from app.services.people import accounts, colleagues

    with way_in.signed_in(asked, output) as desk:
        accounts.change_role(desk, colleagues.by_login(desk, asked.login).account, role_of(asked.role))
        found = colleagues.by_login(desk, asked.login)
    if output.as_json:
        output.document(_row(found))
    else:
        output.say(_("{name} has the role “{role}” now.").format(name=found.name, role=found.role_label))


def disable(asked: Namespace, output: Output) -> None:
    """Take somebody's way in. Files that nobody else can open have to be named, one by one."""
    from app.cli import way_in
    from app.services.people import accounts, colleagues

    with way_in.signed_in(asked, output) as desk, output.progress(_("Making new keys…")) as progress:
        gone = colleagues.by_login(desk, asked.login)
        lost = [one for one in accounts.only_theirs(desk, gone.account) if one.code in asked.accept_loss]
        accounts.remove(desk, gone.account, accept_loss=[one.compartment for one in lost], progress=_steps(progress))
    if output.as_json:
        output.document({"vault": str(asked.vault), "login": gone.login, "disabled": True, "lost": _codes(lost)})
        return
    output.say(_("{name} was removed and cannot sign in any more.").format(name=gone.name))
    output.say(_("What they have read, or what lies in an older backup, stays readable to them."))


def renew(asked: Namespace, output: Output) -> None:
    """New keys for the own account; who is no owner needs an owner who agrees and types a passphrase as well."""
    from app.cli import given, way_in
    from app.services.people import accounts
    from app.services.practice import practices
    from app.vaults import Key

    rules = asked.rules
    secret, how = way_in.key_to_vault(asked)
    with copied(secret) as proof, way_in.signed_in(asked, output, (secret, how)) as desk:
        login = practices.my_login(desk)
        file, owners = asked.new_passphrase_file, asked.owner_passphrase_file
        with given.secret(file) if file is not None else given.new_secret() as new:
            if asked.owner is None:
                code = accounts.renew(desk, proof, new, how=how, policy=rules.policy)
            else:
                question = _("Passphrase of {login}:").format(login=asked.owner)
                with given.secret(owners) if owners is not None else given.asked_secret(question) as agreed:
                    owner = Key(agreed, login=asked.owner, allow_cheap=rules.allow_cheap)
                    code = accounts.renew(desk, proof, new, how=how, owner=owner, policy=rules.policy)
    if output.as_json:
        output.document({"vault": str(asked.vault), "login": login, "renewed": True, "recovery_code": code})
        return
    output.say(_("Recovery code: {code}").format(code=code))
    output.say(_("This account has new keys. The passphrase and the sheet from before open nothing any more."))


def _row(one: Colleague) -> dict[str, object]:
    return {
        "account": one.account,
        "login": one.login,
        "name": one.name,
        "role": one.role.value,
        "supervisor": one.supervisor or None,
        "safety_lead": one.is_safety_lead,
        "standing": list(one.standing),
        "since": one.since,
        "removed": one.removed or None,
    }


def _codes(files: list[OnlyFile]) -> list[str]:
    return sorted({one.code for one in files})


def _steps(progress: Callable[[int, int], None]) -> Callable[[str], None]:
    """`generation 3/40` moves the bar; the other steps are quick."""

    def step(text: str) -> None:
        _name, _space, numbers = text.partition(" ")
        parts = numbers.split("/")
        if len(parts) == _STEP_PARTS:
            progress(int(parts[0]), int(parts[1]))

    return step


_LOGIN = argument("login", metavar="LOGIN", help=N_("The sign-in name of the person it is about."))
_ROLE = {"choices": tuple(role.value for role in ROLES)}
_NEW_PASSPHRASE = argument(
    "--new-passphrase-file",
    metavar="FILE",
    help=N_("Read the new passphrase from the first line of this file; - is standard input."),
)
COMMANDS = (
    Command("account list", N_("List the people who have an account."), listing, (
        VAULT,
        argument("--all", action="store_true", help=N_("Also those who cannot sign in any more.")),
    ), unlocks=True),
    Command("account add", N_("Add somebody, with a sign-in name, a role and a passphrase of their own."), add, (
        VAULT,
        _LOGIN,
        argument("--name", metavar="NAME", required=True, help=N_("What the person is called.")),
        argument("--role", required=True, **_ROLE, help=N_("What the person is in the practice.")),
        argument("--title", metavar="TEXT", default="", help=N_("Profession or title.")),
        argument("--supervisor", metavar="LOGIN", default="", help=N_("Who supervises the person.")),
        argument("--safety-lead", action="store_true", help=N_("This person leads the work on incidents.")),
        _NEW_PASSPHRASE,
    ), unlocks=True),
    Command("account role", N_("Give somebody another role."), role, (
        VAULT, _LOGIN, argument("role", **_ROLE, help=N_("What the person is in the practice.")),
    ), unlocks=True),
    Command("account disable", N_("Remove somebody, with new keys for all they could open."), disable, (
        VAULT,
        _LOGIN,
        argument(
            "--accept-loss", metavar="CODE", action="append", default=[],
            help=N_("A file that nobody else can open and that may be lost for good; once for each."),
        ),
    ), unlocks=True),
    Command("account renew", N_("Give your account new keys, a new passphrase and a new recovery sheet."), renew, (
        VAULT,
        _NEW_PASSPHRASE,
        argument("--owner", metavar="LOGIN", help=N_("An owner who agrees; not needed by who is an owner.")),
        argument(
            "--owner-passphrase-file", metavar="FILE",
            help=N_("Read the owner's passphrase from the first line of this file; - is standard input."),
        ),
    ), unlocks=True),
)  # fmt: skip
