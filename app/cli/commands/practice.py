"""Making a practice, a fictional one, and looking at a vault without a passphrase."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app import formats
from app.cli.grammar import PASSPHRASE_FILE, VAULT, Command, argument, at_least_one
from app.cli.output import Output
from app.texts import N_, _, language

_NEW_VAULT = argument("vault", metavar="VAULT", type=Path, help=N_("The folder to make. It must not exist yet."))


def create(asked: Namespace, output: Output) -> None:
    """A new vault; its recovery code is printed this once."""
    from app.cli import given, way_in
    from app.services.practice import practices
    from app.vaults import failure

    if asked.vault.exists():
        raise failure("already_exists", path=str(asked.vault))
    secret = given.secret(asked.passphrase_file) if asked.passphrase_file is not None else given.new_secret()
    with secret:
        made = practices.create(
            asked.vault,
            practice=asked.practice,
            name=asked.name,
            login=asked.login,
            passphrase=secret,
            jurisdiction=asked.jurisdiction,
            language=language(),
            policy=asked.rules.policy,
        )
    with way_in.kept(made.desk) as desk:
        account = desk.account
    if output.as_json:
        told = {"vault": str(asked.vault), "account": account, "login": asked.login}
        output.document({**told, "recovery_code": made.recovery_code})
        return
    output.say(_("The practice was made in {path}.").format(path=asked.vault))
    output.say()
    output.say(_("Recovery code: {code}").format(code=made.recovery_code))
    output.say(_("It opens the vault if the passphrase is forgotten, and it is shown only now."))
    output.say(_("Write it down and keep it where the computer is not."))


def demo(asked: Namespace, output: Output) -> None:
    """A fictional practice; its passphrase is printed, because nobody in it exists."""
    from app import demo as fictional
    from app.rules.permissions import ROLE_LABELS, role_of

    with output.progress(_("Making the practice…")) as progress:
        made = fictional.create(
            asked.vault,
            clients=asked.clients,
            years=asked.years,
            seed=asked.seed,
            people=asked.people,
            language=language(),
            policy=asked.rules.policy,
            progress=progress,
        )
    if output.as_json:
        told = {"vault": str(made.path), "passphrase": made.passphrase, "logins": list(made.logins)}
        everybody = [
            {"login": one.login, "name": one.name, "role": one.role, "passphrase": one.passphrase}
            for one in made.people
        ]
        more = {"people": everybody} if len(everybody) > 1 else {}
        output.document({**told, "clients": made.clients, "records": made.records, **more})
        return
    output.say(_("A fictional practice was made in {path}. Nobody in it exists.").format(path=made.path))
    for one in made.people:
        role = [(_("Role"), _(ROLE_LABELS[role_of(one.role)]))] if len(made.people) > 1 else []
        for label, value in (*role, (_("Sign-in name"), one.login), (_("Passphrase"), one.passphrase)):
            output.say(_("{label}: {value}").format(label=label, value=value))
    for label, value in (
        (_("Clients"), formats.number(made.clients)),
        (_("Records"), formats.number(made.records)),
    ):
        output.say(_("{label}: {value}").format(label=label, value=value))


def info(asked: Namespace, output: Output) -> None:
    """What can be known without a passphrase."""
    from app.vaults import inspect

    found = inspect(asked.vault)
    if output.as_json:
        output.document(
            {
                "vault": str(found.path),
                "vault_id": found.vault_id,
                "format": found.format,
                "generation": found.generation,
                "accounts": found.accounts,
                "database": found.database,
                "bytes": found.bytes,
                "header_repair_due": found.header_repair_due,
                "in_use": found.in_use,
                "moved": found.moved.at if found.moved else None,
            }
        )
        return
    rows = [
        (_("Vault"), str(found.path)),
        (_("Id"), found.vault_id),
        (_("Format"), str(found.format)),
        (_("Accounts"), str(found.accounts)),
        (_("Database"), f"{found.database}, {formats.size(found.bytes)}"),
        (_("In use now"), _("Yes") if found.in_use else _("No")),
        (_("Header"), _("one copy is damaged") if found.header_repair_due else _("both copies are intact")),
    ]
    if found.moved:
        rows.append((_("Moved to another computer"), f"{formats.moment(found.moved.at)}, {found.moved.file}"))
    for label, value in rows:
        output.say(_("{label}: {value}").format(label=label, value=value))


COMMANDS = (
    Command(
        "create",
        N_("Make a new practice in an encrypted vault."),
        create,
        (
            _NEW_VAULT,
            argument("--practice", metavar="NAME", required=True, help=N_("The name of the practice.")),
            argument("--name", metavar="NAME", required=True, help=N_("Your own name.")),
            argument("--login", metavar="LOGIN", required=True, help=N_("The name you sign in with.")),
            argument(
                "--jurisdiction", metavar="CODE", default="", help=N_("Whose law applies, such as PL or GB; optional.")
            ),
            PASSPHRASE_FILE,
        ),
    ),
    Command(
        "demo",
        N_("Make a fictional practice to try things out."),
        demo,
        (
            _NEW_VAULT,
            argument("--clients", metavar="N", type=at_least_one, default=12, help=N_("How many clients; 12.")),
            argument("--years", metavar="Y", type=at_least_one, default=3, help=N_("Over how many years; 3.")),
            argument(
                "--seed",
                metavar="S",
                type=at_least_one,
                default=1,
                help=N_("Another number gives another practice; 1."),
            ),
            argument("--people", metavar="P", type=at_least_one, default=1, help=N_("How many people work there; 1.")),
        ),
    ),
    Command("info", N_("Show what can be known of a vault without a passphrase."), info, (VAULT,)),
)
