"""Several people at one vault, in any order: after every step each finds what is theirs and nothing else (V-5)."""

from __future__ import annotations

import copy
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from storage.kdf import CHEAPEST_FOR_TESTS
from storage.slots import Key
from storage.vault import SecretBytes, Share, SharingChange, restore, run_backup
from tests.formats import reader
from tests.storage.kit import describe
from tests.storage.people_model import ALL, SHARED, Hold
from tests.storage.people_steps import TAKEN, WorkSteps, number, rights

MOST_PEOPLE = 4
days = st.sampled_from([None, None, 1, 10, 40])


class PeopleMachine(WorkSteps):
    """People, sharing, keys, time, backups."""

    # The desk.

    @rule(n=number)
    def change_places(self, n: int) -> None:
        """Lock; the next person signs in, or tries to."""
        TAKEN["change places"] += 1
        self.nobody_opens_more()
        before, person = self.me, self.person(n)
        self.desk.leave()
        if not person.is_active:
            assert self.desk.sit_down(person) in {"wrong_secret", "account_removed"}
            person = before
        self.sit(person)

    @rule()
    def verify(self) -> None:
        """The whole trail, row by row."""
        TAKEN["verify"] += 1
        self.verified()

    @rule()
    @precondition(lambda self: self.desk.has_worked)
    def crash(self) -> None:
        """The process is killed."""
        TAKEN["crash"] += 1
        self.desk.crash()
        self.sit(self.me)

    @rule(more=st.sampled_from([1, 5, 30]))
    def wait(self, more: int) -> None:
        """Time goes by."""
        TAKEN["wait"] += 1
        self._days += more

    # Sharing.

    def in_days(self, more: int | None) -> str | None:
        return None if more is None else self._in_days(more)

    @rule(n=number, who=number, given=rights, until=days)
    def give(self, n: int, who: int, given: str, until: int | None) -> None:
        """Give any file to anybody."""
        file, person = self.file(n), self.person(who)
        if person is self.me:
            return
        hold = Hold(given, self.in_days(until))
        expected = self.model.given(file, self.me.account, {person.account: hold}, self.now)
        change = SharingChange(file.id, grant=(Share(person.account, given, hold.expires),))
        self.must("give", expected, lambda: self.signin.sharing.change([change], reason="because"))
        if expected == "none":
            file.hands[person.account] = hold

    @rule(n=number, who=number, to=number, given=rights, with_to=st.booleans())
    def take_back(self, n: int, who: int, to: int, given: str, with_to: bool) -> None:
        """Take any file from anybody, also from oneself; hand it to somebody else at once, perhaps."""
        file, person, next_one = self.file(n), self.person(who), self.person(to)
        is_handed = with_to and next_one not in {self.me, person}
        shares = {next_one.account: Hold(given)} if is_handed else {}
        expected = self.model.given(file, self.me.account, shares, self.now)
        hands = file.hands
        if expected == "none":
            hands = self.renewed_with(file.id, shares, {person.account})
            if not any("share" in hold.rights for hold in hands.values()):
                expected = "not_yours_to_share"
        given_to = tuple(Share(account, hold.rights) for account, hold in shares.items())
        change = SharingChange(file.id, grant=given_to, revoke=(person.account,))
        self.must("take back", expected, lambda: self.signin.sharing.change([change], reason="over"))
        if expected == "none":
            left = file.hands.keys() - hands.keys() - {self.me.account}
            assert not any((self.desk.vault / "index" / f"{account}.db").exists() for account in left)
            self.model.renew(file, hands)

    def renewed_with(self, place: str, shares: dict[str, Hold], without: set[str]) -> dict[str, Hold]:
        file = self.model.files[place]
        before, file.hands = file.hands, file.hands | shares
        try:
            return self.model.renewed(file, self.me.account, self.now, without)
        finally:
            file.hands = before

    @rule(n=number, is_closed=st.booleans())
    def keep_standing_away(self, n: int, is_closed: bool) -> None:
        """Standing grants stay away from a file, or come back."""
        file = self.file(n)
        expected = self.model.given(file, self.me.account, {}, self.now)
        change = SharingChange(file.id, opt_out=is_closed)
        self.must("keep standing away", expected, lambda: self.signin.sharing.change([change]))
        if expected == "none" and is_closed != file.is_closed:
            self.model.renew(file, self.model.renewed(file, self.me.account, self.now, is_closed=is_closed))
            file.is_closed = is_closed

    @rule(who=number, kind=st.sampled_from(SHARED), given=st.sampled_from(["", "read", "read write", ALL]))
    def stand(self, who: int, kind: str, given: str) -> None:
        """Let somebody have every file of a kind from now on, or no more."""
        person = self.person(who)
        expected = self.for_owners(person.account)
        self.must("stand", expected, lambda: self.signin.accounts.set_standing(person.account, kind, given))
        if expected == "none":
            person.standing.pop(kind, None)
            person.standing |= {kind: given} if given else {}

    @rule()
    def follow_standing(self) -> None:
        """Give those who stand for a kind what they do not hold yet."""
        TAKEN["follow standing"] += 1
        me = self.me.account
        waiting = {
            (person.account, kind): self.model.waiting(me, person.account, kind, self.now)
            for person in self.model.active()
            for kind in person.standing
            if person is not self.me
        }
        told = {(account, kind): count for account, kind, count in self.signin.sharing.standing_waiting()}
        assert told == {key: len(files) for key, files in waiting.items() if files}
        for (account, kind), files in waiting.items():
            assert self.signin.sharing.follow_standing(account, kind) == len(files)
            for file in files:
                given = Hold(self.model.people[account].standing[kind]).cut_to(file.hands[me])
                assert given is not None
                file.hands[account] = given

    # People.

    def for_owners(self, account: str) -> str:
        if self.me.role != "owner":
            return "not_owner"
        return "none" if self.model.people[account].is_active else "account_removed"

    @rule(role=st.sampled_from(["owner", "clinician"]), n=number, given=rights, kind=st.sampled_from(["", *SHARED]))
    @precondition(lambda self: len(self.model.active()) < MOST_PEOPLE)
    def add(self, role: str, n: int, given: str, kind: str) -> None:
        """Somebody new, who gets a file at once and stands for a kind, perhaps."""
        file = self.file(n)
        expected = "not_owner" if self.me.role != "owner" else self.refusal(file.id, "read")
        own = file.hands.get(self.me.account)
        if expected == "none" and own and not ("share" in own.rights and own.covers(Hold(given))):
            expected = "not_yours_to_share"
        standing = {kind: "read"} if kind else {}
        self.must("add", expected, lambda: self.let_in(role, {file.id: given}, standing))

    @rule(who=number, role=st.sampled_from(["owner", "clinician", "privacy"]))
    def change_role(self, who: int, role: str) -> None:
        """Anybody's role."""
        person = self.person(who)
        expected = self.for_owners(person.account)
        if expected == "none" and person.role != role and self.model.owners() == [person.account]:
            expected = "last_owner"
        if person is self.me and role == "owner":
            return
        self.must("change role", expected, lambda: self.signin.accounts.change_role(person.account, role))
        if expected == "none" and person.role != role:
            is_about_owners = "owner" in (person.role, role)
            person.role = role
            for file in self.model.files.values():
                if is_about_owners and file.kind not in SHARED:
                    file.hands[person.account] = Hold(ALL if role == "owner" else "read write")

    @rule(who=number, is_loss_accepted=st.booleans())
    def remove(self, who: int, is_loss_accepted: bool) -> None:
        """Take somebody out of the practice."""
        person, accounts = self.person(who), self.signin.accounts
        expected = self.for_owners(person.account)
        alone = self.model.alone_holding(person.account, self.now)
        if expected == "none" and person is self.me:
            expected = "last_owner" if self.model.owners() == [person.account] else "refused"
        elif expected == "none":
            assert set(accounts.alone_holding(person.account)) == alone
            expected = "only_holder" if alone and not is_loss_accepted else "none"
        if expected == "none":
            self.nobody_opens_more()
            self.desk.stop_reading()
        accepted = alone if is_loss_accepted else ()
        self.must("remove", expected, lambda: accounts.remove(person.account, accept_loss=accepted))
        if expected == "none":
            person.is_active = False
            self.renew_without(person.account)
            self.ended()
            assert self.desk.vault.joinpath("index", f"{person.account}.db").exists() is False

    def renew_without(self, account: str) -> None:
        """Whoever removes somebody renews at once what both of them hold."""
        for file in self.model.files.values():
            if account in file.hands and self.model.may(self.me.account, file.id, "share", self.now):
                self.model.renew(file, self.model.renewed(file, self.me.account, self.now, {account}))

    # Keys.

    @rule()
    def renew_account(self) -> None:
        """Other keys and another passphrase for whoever sits there, with an owner beside them where it takes one."""
        TAKEN["renew account"] += 1
        owner = self.model.people[self.model.owners()[0]]
        new = f"{self.new_word()} quiet herons cross the river"
        self.desk.robbers.keep(self.signin)
        self.desk.stop_reading()
        with (
            SecretBytes.from_text(self.me.passphrase) as old,
            SecretBytes.from_text(new) as typed,
            SecretBytes.from_text(owner.passphrase) as of_owner,
        ):
            key = None if self.me.role == "owner" else Key(of_owner, owner.login, allow_cheap=True)
            self.signin.accounts.renew(old, typed, policy=CHEAPEST_FOR_TESTS, owner=key)
        self.me.passphrase = new
        self.ended()

    @rule()
    @precondition(lambda self: self.desk.has_worked)
    def rekey(self) -> None:
        """Another key for the database."""
        TAKEN["rekey"] += 1
        self.desk.robbers.keep(self.signin)
        self.desk.stop_reading()
        self.signin.accounts.rekey("asked")
        self.ended()

    # Backups.

    @rule(n=number)
    def back_up(self, n: int) -> None:
        """A backup; whoever gets hold of it opens their own files and no others."""
        TAKEN["back up"] += 1
        drive = self._folder / "drive"
        drive.mkdir(exist_ok=True)
        report = run_backup(self.signin.begin_backup(drive))
        self.signin.end_backup(report)
        model = copy.deepcopy(self.model)
        self.backups.append((Path(report.file), model))
        person = model.active()[n % len(model.active())]
        typed = reader.Secret(person.passphrase, person.login, allow_cheap=True)
        self.as_read(reader.open_backup(Path(report.file), typed), model, person)

    @rule(n=number)
    @precondition(lambda self: self.backups)
    def restore(self, n: int) -> None:
        """Everything was lost; a backup is brought back on another computer, and work goes on there."""
        TAKEN["restore"] += 1
        file, model = self.backups[n % len(self.backups)]
        self.desk.leave()
        self.model = copy.deepcopy(model)
        person = self.model.active()[n % len(self.model.active())]
        self.desk.go_to(self.desk.next_root())
        with SecretBytes.from_text(person.passphrase) as secret:
            signin, _ = restore(
                file, self.desk.vault, secret=secret, login=person.login, describe=describe, allow_cheap=True
            )
        self.me = person
        self.desk.take(signin)
        self.follow_renewals()
        self.known = {
            (account, place, self.model.files[place].number)
            for account in self.desk.robbers.keys
            for place in self.desk.robbers.opened(account, self.desk.beside, signin.vault_id) & self.model.files.keys()
        }


PeopleMachine.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
)
TestPeople = PeopleMachine.TestCase
