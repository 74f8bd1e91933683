"""People of the practice: adding, roles, what is written about them, leaving, and who is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import lock_names
from app.desk import Action, Desk, Role
from app.keeping import colleagues as known
from app.records.client import Client
from app.rules.permissions import VAULT
from app.rules.sharing import Level, Part
from app.services import clients
from app.services.clients import ClientRef
from app.services.people import accounts, colleagues, news, sharing, standing
from app.services.people.accounts import Invitation
from app.services.people.sharing import Giving
from app.services.practice import practices
from app.services.vault import ways_in
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import Key
from tests.app.conftest import PASSPHRASE, secret
from tests.app.helpers import entries, fails, last_seq
from tests.app.several import account_of, at_desk, invite
from tests.app.several import secret as secret_of

NEW = "twelve brisk otters climb the ladder"
JAN = Invitation(name="Jan Kot", login="JK", role=Role.CLINICIAN)


def test_somebody_is_added_and_signs_in_with_their_own_passphrase(desk: Desk, vault: Path) -> None:
    assert practices.is_alone(desk)
    with secret_of("JK") as passphrase:
        added = accounts.add(desk, JAN, passphrase, policy=CHEAPEST_FOR_TESTS)
    assert added.recovery_code.count("-") > 3
    assert not practices.is_alone(desk)
    assert [(one.name, one.login, one.role, one.is_active) for one in colleagues.everybody(desk)] == [
        ("Ewa Lis", "EL", Role.OWNER, True),
        ("Jan Kot", "JK", Role.CLINICIAN, True),
    ]
    assert colleagues.one(desk, added.account).since
    practices.lock(desk, "test")
    with at_desk(vault, "JK") as jan:
        assert jan.role is Role.CLINICIAN
        assert practices.profile(jan).name == "Quiet Room"
        assert practices.person_name(jan, desk.account) == "Ewa Lis"


def test_the_recovery_sheet_of_the_new_person_opens_their_account(desk: Desk, vault: Path) -> None:
    from app.vaults import SecretBytes

    with secret_of("JK") as passphrase:
        code = accounts.add(desk, JAN, passphrase, policy=CHEAPEST_FOR_TESTS).recovery_code
    practices.lock(desk, "test")
    found = practices.unlock(vault, secret=SecretBytes.from_text(code), login="jk", how="recovery", allow_cheap=True)
    assert found.role is Role.CLINICIAN
    practices.lock(found, "test")


@pytest.mark.parametrize(
    ("invitation", "passphrase", "wrong"),
    [
        (Invitation(name="", login="JK", role=Role.CLINICIAN), "JK", "text_needed"),
        (Invitation(name="Jan", login=" ", role=Role.CLINICIAN), "JK", "text_needed"),
        (Invitation(name="Jan", login="JK", role=Role.NOBODY), "JK", "unknown_choice"),
        (Invitation(name="Jan", login="el", role=Role.CLINICIAN), "JK", "login_taken"),
        (Invitation(name="Jan", login="JK", role=Role.CLINICIAN, supervisor="nobody"), "JK", "bad_reference"),
    ],
)
def test_an_invitation_that_is_not_right_adds_nobody(
    desk: Desk, invitation: Invitation, passphrase: str, wrong: str
) -> None:
    with fails(wrong), secret_of(passphrase) as given:
        accounts.add(desk, invitation, given, policy=CHEAPEST_FOR_TESTS)
    assert practices.is_alone(desk)


def test_a_passphrase_of_names_is_no_passphrase(desk: Desk) -> None:
    from app.vaults import SecretBytes

    assert accounts.problem_of(desk, JAN, "Jan Kot Jan Kot Jan Kot")
    assert accounts.problem_of(desk, JAN, PASSPHRASE) == ""
    with fails("weak_passphrase"), SecretBytes.from_text("Jan Kot Jan Kot Jan Kot") as weak:
        accounts.add(desk, JAN, weak, policy=CHEAPEST_FOR_TESTS)


def test_only_an_owner_changes_people(five: Path) -> None:
    for login in ("JK", "MS", "OR", "PN"):
        with at_desk(five, login) as desk:
            owner = account_of(desk, "EL")
            seen = last_seq(desk)
            for attempt in (
                lambda desk=desk, owner=owner: accounts.change_role(desk, owner, Role.CLINICIAN),
                lambda desk=desk, owner=owner: accounts.remove(desk, owner),
                lambda desk=desk: accounts.only_theirs(desk, desk.account),
                lambda desk=desk: standing.change(desk, desk.account, Part.CLINICAL, Level.READ),
            ):
                with fails("refused"):
                    attempt()
            with fails("refused"), secret_of("JK") as passphrase:
                accounts.add(desk, Invitation(name="Eve", login="EV", role=Role.OWNER), passphrase)
            refused = [(entry.action, entry.outcome) for entry in entries(desk, seen)]
            assert refused == [("roster_changed", "refused")] * 5


def test_what_is_written_about_somebody(five: Path) -> None:
    with at_desk(five, "EL") as desk:
        jan, maria = account_of(desk, "JK"), account_of(desk, "MS")
        colleagues.change(desk, jan, title="Psychologist", supervisor=maria, phone="600 100 200")
        colleagues.change(desk, maria, is_safety_lead=True)
        found = colleagues.one(desk, jan)
        assert (found.title, found.supervisor_name, found.phone) == ("Psychologist", "Maria Sowa", "600 100 200")
        assert known.supervisor_of(desk, jan) == maria
        assert known.supervisees_of(desk, maria) == {jan}
        assert known.safety_leads(desk) == (maria,)
        with fails("bad_supervisor"):
            colleagues.change(desk, maria, supervisor=jan)
        with fails("bad_supervisor"):
            colleagues.change(desk, maria, supervisor=maria)
        with fails("text_needed"):
            colleagues.change(desk, jan, name=" ")
        with fails("not_found"):
            colleagues.change(desk, "nobody", name="Eve")
    with at_desk(five, "JK") as desk:
        assert colleagues.one(desk, desk.account).supervisor_name == "Maria Sowa"
        with fails("refused"):
            colleagues.change(desk, desk.account, supervisor="")


def test_where_no_safety_lead_is_named_it_is_the_owners(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        assert known.safety_leads(desk) == (account_of(desk, "EL"),)


def test_who_may_be_chosen_for_what(five: Path) -> None:
    with at_desk(five, "EL") as desk:
        names = [one.name for one in colleagues.who_may(desk, Action.CO_SIGN, "clinical")]
        assert names == ["Maria Sowa"]
        assert [one.name for one in clients.leads(desk)] == ["Ewa Lis", "Jan Kot", "Maria Sowa"]
        assert {one.name for one in sharing.candidates(desk)} == {"Jan Kot", "Maria Sowa", "Ola Rak"}
        assert colleagues.by_login(desk, "jk").name == "Jan Kot"
        with fails("no_such_account"):
            colleagues.by_login(desk, "XX")


def test_a_role_brings_its_keys_and_its_standing_access(five: Path) -> None:
    with at_desk(five, "EL") as desk:
        ola, jan = account_of(desk, "OR"), account_of(desk, "JK")
        assert [(row.name, row.kind, row.level) for row in standing.rows(desk)] == [
            ("Ola Rak", "identity", Level.WRITE)
        ]
        held = {one.account: one.rights for one in desk.signin.sharing.holders(desk.own("practice"))}
        assert held[jan] == "read"
        accounts.change_role(desk, jan, Role.OWNER)
        accounts.change_role(desk, ola, Role.CLINICIAN)
        held = {one.account: one.rights for one in desk.signin.sharing.holders(desk.own("practice"))}
        assert (held[jan], held[ola]) == ("read write share", "read")
        assert standing.rows(desk) == []
    with at_desk(five, "JK") as desk:
        assert desk.may(Action.PEOPLE, VAULT)
        accounts.change_role(desk, account_of(desk, "EL"), Role.CLINICIAN)
        held = {one.account: one.rights for one in desk.signin.sharing.holders(desk.own("register"))}
        assert held[account_of(desk, "EL")] == "read write"
        with fails("last_owner"):
            accounts.change_role(desk, desk.account, Role.CLINICIAN)


def test_a_role_is_not_narrowed_while_files_are_held_that_it_may_not_open(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        clients.register(desk, Client(name="Anna Zawadzka"))
    with at_desk(five, "EL") as desk:
        jan = account_of(desk, "JK")
        with fails("still_holds") as found:
            accounts.change_role(desk, jan, Role.PRIVACY_OFFICER)
        assert found[0].values["n"] == "1"
        assert known.role_in(desk, jan) is Role.CLINICIAN
        accounts.change_role(desk, jan, Role.SUPERVISOR)


def test_who_alone_can_open_a_file_is_not_removed_without_a_word(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        clients.register(desk, Client(name="Anna Zawadzka"))
    with at_desk(five, "EL") as desk:
        jan = account_of(desk, "JK")
        standing.change(desk, account_of(desk, "OR"), Part.IDENTITY, None)
    with at_desk(five, "OR") as desk:
        maria = account_of(desk, "MS")
        clients.register(desk, Client(name="Piotr Maj", lead=maria))
    with at_desk(five, "JK") as desk:
        other = clients.register(desk, Client(name="Ewa Maj"))
        give(desk, other, "MS")
    with at_desk(five, "EL") as desk:
        # The front desk can still open Anna's identity: standing access that ended stays where it was given.
        mine = accounts.only_theirs(desk, jan)
        assert [(one.code, one.kind) for one in mine] == []
        assert jan in lock_names.read(five)
        accounts.remove(desk, jan)
        assert jan not in lock_names.read(five)
        assert desk.signin.is_locked
    with at_desk(five, "EL") as desk:
        assert [one.name for one in colleagues.everybody(desk)] == ["Ewa Lis", "Maria Sowa", "Ola Rak", "Piotr Niski"]
        gone = colleagues.everybody(desk, also_removed=True)[-1]
        assert (gone.name, gone.is_active) == ("Jan Kot", False)
        assert gone.removed
    with fails("wrong_secret"):
        practices.unlock(five, secret=secret_of("JK"), login="JK", allow_cheap=True)


def test_a_clinical_file_that_only_one_can_open_is_named_by_its_code(five: Path) -> None:
    from app.services.client_files import files

    with at_desk(five, "JK") as desk:
        anna = clients.register(desk, Client(name="Anna Zawadzka"))
        files.open(desk, anna.id)
    with at_desk(five, "EL") as desk:
        jan = account_of(desk, "JK")
        found = accounts.only_theirs(desk, jan)
        assert [(one.words, one.kind) for one in found] == [("K-0001: Clinical file", "clinical")]
        with fails("only_holder"):
            accounts.remove(desk, jan)
        assert not desk.signin.is_locked
        accounts.remove(desk, jan, accept_loss=[one.compartment for one in found])
    with at_desk(five, "EL") as desk:
        assert "Jan Kot" not in {one.name for one in colleagues.everybody(desk)}


def test_a_renewed_account_opens_with_new_secrets_only_and_all_its_files(five: Path) -> None:
    from app.vaults import SecretBytes

    with at_desk(five, "JK") as desk:
        anna = clients.register(desk, Client(name="Anna Zawadzka"))
        with secret_of("JK") as proof, SecretBytes.from_text(NEW) as new, secret() as owners:
            owner = Key(owners, login="EL")
            code = accounts.renew(desk, proof, new, owner=owner, policy=CHEAPEST_FOR_TESTS)
        assert code
        assert desk.signin.is_locked
    with fails("wrong_secret"):
        practices.unlock(five, secret=secret_of("JK"), login="JK", allow_cheap=True)
    found = practices.unlock(five, secret=SecretBytes.from_text(NEW), login="JK", allow_cheap=True)
    assert [row.name for row in clients.rows(found, [anna.id])] == ["Anna Zawadzka"]
    practices.lock(found, "test")


def test_everybody_is_told_until_they_have_taken_note(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        told = news.news(desk)
        assert told == [
            "Maria Sowa was added. Role: Supervisor.",
            "Ola Rak was added. Role: Front desk.",
            "Ola Rak has standing access to: who every client is (may read and write).",
            "Piotr Niski was added. Role: Privacy officer.",
        ]
        assert news.news(desk) == told
        news.acknowledge(desk)
        assert news.news(desk) == []
    with at_desk(five, "EL") as desk:
        accounts.change_role(desk, account_of(desk, "MS"), Role.OWNER)
        colleagues.change(desk, account_of(desk, "JK"), supervisor=account_of(desk, "MS"))
        accounts.remove(desk, account_of(desk, "PN"))
    with at_desk(five, "JK") as desk:
        assert news.news(desk) == [
            "Jan Kot is supervised by Maria Sowa. What Jan Kot signs is shared with Maria Sowa.",
            "Maria Sowa has another role: Owner. It was: Supervisor.",
            "Piotr Niski was removed and cannot sign in any more.",
        ]


def test_alone_nobody_is_told_anything(desk: Desk) -> None:
    assert news.news(desk) == []
    assert standing.rows(desk) == []
    assert standing.waiting(desk) == []
    assert colleagues.who_may(desk, Action.VIEW, "identity") == []


def test_files_from_before_follow_when_their_lead_has_looked(five: Path) -> None:
    with at_desk(five, "EL") as desk:
        anna = clients.register(desk, Client(name="Anna Zawadzka"))
        newcomer = invite(desk, Invitation(name="Zoe Mak", login="ZM", role=Role.FRONT_DESK))
        waiting = standing.waiting(desk)
        assert [(row.account, row.count) for row in waiting] == [(newcomer, 1)]
        assert standing.confirm(desk, newcomer, "identity") == 1
        assert standing.waiting(desk) == []
    with at_desk(five, "ZM") as desk:
        assert [row.name for row in clients.rows(desk, [anna.id])] == ["Anna Zawadzka"]


def test_standing_access_goes_no_further_than_the_role(five: Path) -> None:
    with at_desk(five, "EL") as desk:
        piotr = account_of(desk, "PN")
        with fails("role_cannot_open"):
            standing.change(desk, piotr, Part.IDENTITY, Level.READ)
        standing.change(desk, account_of(desk, "MS"), Part.CLINICAL, Level.READ)
        assert [row.words for row in standing.rows(desk)] == [
            "Maria Sowa: every clinical file (may read)",
            "Ola Rak: who every client is (may read and write)",
        ]


def test_the_words_an_attacker_tries_first_are_those_of_the_person(five: Path) -> None:
    with at_desk(five, "JK") as desk:
        assert ways_in.easy_words(desk) == ("Quiet Room", "Jan Kot", "JK")


def give(desk: Desk, client: ClientRef, login: str) -> None:
    """Share a file with somebody, all of it."""
    sharing.give(desk, client.id, Giving(account=account_of(desk, login), level=Level.SHARE, reason="Second therapist"))
