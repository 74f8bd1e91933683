"""Failures of people and sharing: rows of the one table (V-9.1), registered with the first import."""

from __future__ import annotations

from storage.errors import N_, Failure, register_failures

register_failures(
    Failure(
        108,
        "last_owner",
        N_("This is the last owner of the practice."),
        N_("Make somebody else an owner first. Without an owner nobody could add, remove or renew people."),
    ),
    Failure(
        109,
        "only_holder",
        N_("This person alone can open {n} files."),
        N_("Let them hand these files over first, or accept file by file that nobody can open them any more."),
    ),
    Failure(
        110,
        "not_owner",
        N_("Only an owner of the practice can do this."),
        N_("Ask an owner to do it, or to enter their passphrase here."),
    ),
    Failure(
        111,
        "account_removed",
        N_("This account was removed from the practice."),
        N_("Ask an owner. Somebody who comes back gets a new account."),
    ),
    Failure(
        112,
        "too_many_accounts",
        N_("This vault has {most} accounts, and cannot have more."),
        N_("Remove the accounts of people who have left."),
    ),
    Failure(
        113,
        "grant_expired",
        N_("Your access to this file has ended."),
        N_("Ask somebody who can share it to share it with you again."),
    ),
    Failure(
        114,
        "never_shared",
        N_("This part belongs to one person alone and is never shared."),
        N_("Write what others need to know into the clinical file."),
    ),
    Failure(
        115,
        "not_yours_to_share",
        N_("You may not share this file, or not with these rights."),
        N_("Ask somebody who may share it. Nobody gives more rights than they hold."),
    ),
    Failure(
        206,
        "login_taken",
        N_("Somebody in this vault has this sign-in name already."),
        N_("Choose another one. Capital letters make no difference."),
    ),
)
