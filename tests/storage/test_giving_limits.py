"""The limits of giving, asked of the parts that keep them: by whichever way somebody comes, they hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import generations
from storage.generations import Renewal, Said
from storage.vault import Share, SharingChange, SignIn
from tests.storage.attack import Colleague, add_colleague
from tests.storage.kit import Practice, entries_of, failure_of, findings, verify
from tests.storage.sharers import add_third, as_colleague, as_third, give, in_days, set_clock, take_back


@pytest.fixture
def colleague(practice: Practice) -> Colleague:
    return add_colleague(practice)


def refused_without_a_trace(signin: SignIn, changes: list[SharingChange]) -> bool:
    """Whether nothing was given: no entry says so but the one of the refused try."""
    before = [entry for entry in entries_of(signin) if entry.outcome == "ok" and entry.rows]
    name = failure_of(lambda: signin.sharing.change(changes))
    after = [entry for entry in entries_of(signin) if entry.outcome == "ok" and entry.rows]
    return (name, after, findings(verify(signin, full=True))) == ("not_yours_to_share", before, set())


MORE = {"more rights": ("read write", None), "a longer time": ("read", in_days(9))}


@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
@pytest.mark.parametrize("taken_back", [False, True], ids=["in place", "with a new key"])
def test_nobody_gives_more_than_they_hold(
    practice: Practice, colleague: Colleague, more: tuple[str, str | None], *, taken_back: bool
) -> None:
    """V-5.3: neither beside a new key that keeps somebody else out."""
    third, until = add_third(practice), in_days(5)
    give(practice, colleague.account, "read share", until)
    give(practice, third, "read")
    with as_colleague(practice) as signin:
        revoked = (practice.account,) if taken_back else ()
        change = SharingChange(practice.clinical, grant=(Share(third, *more),), revoke=revoked)
        assert refused_without_a_trace(signin, [change])
    with as_third(practice) as signin:
        assert signin.sharing.rights(practice.clinical) == {"read"}


@pytest.mark.parametrize("rights", ["read", "read write"])
def test_who_may_not_share_is_refused_by_each_part(practice: Practice, colleague: Colleague, rights: str) -> None:
    """V-5.3: by the keyring as well, which is asked last."""
    third = add_third(practice)
    give(practice, colleague.account, rights)
    with as_colleague(practice) as signin:
        vault = signin._vault
        shares = (Share(third, "read"),)
        for work in (
            lambda: signin.sharing.change([SharingChange(practice.clinical, grant=shares)]),
            lambda: vault.keyring.check_shares(practice.clinical, shares),
            lambda: generations.renew(vault, practice.clinical, without=()),
            lambda: generations.renew_all(vault, [Renewal(practice.clinical, shares=shares)], Said()),
        ):
            assert failure_of(work) == "not_yours_to_share"
    with as_third(practice) as signin:
        assert failure_of(signin.read, practice.notes[0]) == "not_shared"


HOLDERS = {
    "nobody else": ("read write", None, "stays", "not_yours_to_share"),
    "somebody else": ("read write share", None, "stays", "none"),
    "somebody who left": ("read write share", None, "left", "not_yours_to_share"),
    "somebody until today": ("read write share", in_days(1), "ended", "not_yours_to_share"),
}


@pytest.mark.parametrize("case", HOLDERS.values(), ids=HOLDERS)
def test_the_last_who_may_share_goes_on_to(
    practice: Practice,
    colleague: Colleague,
    case: tuple[str, str | None, str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """V-5.3: else the file would be nobody's to give or to destroy."""
    rights, until, state, expected = case
    give(practice, colleague.account, rights, until)
    with practice.open() as signin:
        if state == "ended":
            set_clock(monkeypatch, 2)
        members = signin._vault.roster.members
        if state == "left":
            member = members[colleague.account]
            members[colleague.account] = replace(member, removed_seq=signin.checkpoint()["entries"])
        less = (Share(practice.account, "read"),)
        assert failure_of(lambda: signin._vault.keyring.check_shares(practice.clinical, less)) == expected


def test_standing_access_waits_for_those_who_may_share(practice: Practice, colleague: Colleague) -> None:
    """V-5.11: who may only read a file is not asked to give it on."""
    third = add_third(practice)
    with practice.open() as signin:
        signin.accounts.set_standing(third, "clinical", "read")
    give(practice, colleague.account, "read write")
    with as_colleague(practice) as signin:
        assert signin.sharing.standing_waiting() == []
        assert signin.sharing.follow_standing(third, "clinical") == 0
    with practice.open() as signin:
        assert signin.sharing.standing_waiting() == [(third, "clinical", 1)]
        assert signin.sharing.follow_standing(third, "clinical") == 1


def test_standing_access_gives_back_no_file_that_is_taken_back(practice: Practice, colleague: Colleague) -> None:
    """V-5.5: whoever stands for a kind of file can lose a single one of them."""
    with practice.open() as signin:
        signin.accounts.set_standing(colleague.account, "clinical", "read")
        signin.sharing.follow_standing(colleague.account, "clinical")
    take_back(practice, colleague.account)
    with practice.open() as signin:
        assert [holder.account for holder in signin.sharing.holders(practice.clinical)] == [practice.account]
    with as_colleague(practice) as signin:
        assert failure_of(signin.read, practice.notes[0]) == "not_shared"


def test_standing_access_lasts_no_longer_than_that_of_who_makes_the_key(
    practice: Practice, colleague: Colleague
) -> None:
    """V-5.3: and gives no more; else the grant would be none, and found as forged."""
    third, until = add_third(practice), in_days(5)
    give(practice, colleague.account, "read share", until)
    with practice.open() as signin:
        signin.accounts.set_standing(third, "clinical", "read write")
    with as_colleague(practice) as signin:
        generations.renew(signin._vault, practice.clinical, without=())
        found = {
            holder.account: (holder.rights, holder.expires) for holder in signin.sharing.holders(practice.clinical)
        }
        assert found[third] == ("read", until)
        assert findings(verify(signin, full=True)) == set()
    with as_third(practice) as signin:
        assert failure_of(signin.read, practice.notes[0]) == "none"
