"""One's own account: another passphrase, another recovery sheet, trying the sheet."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.texts import N_, _

if TYPE_CHECKING:
    from app.vaults import SecretBytes


def passphrase(asked: Namespace, output: Output) -> None:
    """Change the passphrase; what signs in for it, passphrase or recovery code, is also the proof."""
    from app.cli import given, way_in
    from app.services.practice import practices
    from app.services.vault import ways_in

    secret, how = way_in.key_to_vault(asked)
    with copied(secret) as proof, way_in.signed_in(asked, output, (secret, how)) as desk:
        file = asked.new_passphrase_file
        with given.secret(file) if file is not None else given.new_secret() as new:
            ways_in.change_passphrase(desk, proof, new, how=how, policy=asked.rules.policy)
        login = practices.my_login(desk)
    if output.as_json:
        output.document({"vault": str(asked.vault), "login": login, "changed": True})
        return
    output.say(_("The passphrase was changed. The old one opens this vault no longer."))
    output.say(_("Backups made until now still open with the old one: keep it until they are replaced."))


def recover(asked: Namespace, output: Output) -> int | None:
    """Make a new recovery code, printed this once; or with `--try` only see whether a sheet opens the account."""
    from app.cli import way_in
    from app.services.practice import practices
    from app.services.vault import ways_in

    if asked.code_file is not None:
        return try_sheet(asked, output)
    secret, how = way_in.key_to_vault(asked)
    with copied(secret) as proof, way_in.signed_in(asked, output, (secret, how)) as desk:
        code = ways_in.reissue_recovery(desk, proof, how=how)
        login = practices.my_login(desk)
    if output.as_json:
        output.document({"vault": str(asked.vault), "login": login, "recovery_code": code})
        return None
    output.say(_("Recovery code: {code}").format(code=code))
    output.say(_("It opens the vault if the passphrase is forgotten, and it is shown only now."))
    output.say(_("The sheet before it opens nothing any more: destroy it."))
    return None


def try_sheet(asked: Namespace, output: Output) -> int:
    """Whether the code in a file opens the account. A wrong one counts as a failed try, as at signing in."""
    from app.cli import given, way_in
    from app.services.practice import practices
    from app.services.vault import recovery as sheets
    from app.vaults import failure

    key = way_in.key_to_vault(asked)
    with given.secret(asked.code_file) as code, way_in.signed_in(asked, output, key) as desk:
        opens = sheets.try_sheet(desk, code)
        login = practices.my_login(desk)
    if not opens:
        raise failure("wrong_secret")
    if output.as_json:
        output.document({"vault": str(asked.vault), "login": login, "opens": True})
    else:
        output.say(_("The recovery sheet is right: it opens this account."))
    return 0


def copied(secret: SecretBytes) -> SecretBytes:
    """The same secret once more: signing in wipes the one it was given."""
    from app.vaults import SecretBytes

    return SecretBytes(bytearray(bytes(secret)))


COMMANDS = (
    Command(
        "account passphrase",
        N_("Change your passphrase."),
        passphrase,
        (
            VAULT,
            argument(
                "--new-passphrase-file",
                metavar="FILE",
                help=N_("Read the new passphrase from the first line of this file; - is standard input."),
            ),
        ),
        unlocks=True,
    ),
    Command(
        "account recover",
        N_("Make a new recovery sheet, or try the one you have."),
        recover,
        (
            VAULT,
            argument(
                "--try",
                metavar="FILE",
                dest="code_file",
                help=N_("Only see whether the code in the first line of this file opens the account."),
            ),
        ),
        unlocks=True,
    ),
)
