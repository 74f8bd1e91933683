"""Steps of several people at one vault that the state machine takes: the beginning, the work, the checks."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from storage import clock
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import (
    Draft,
    NewCompartment,
    NewPerson,
    Query,
    SecretBytes,
    Share,
    SignIn,
    Write,
    create,
)
from tests.formats import reader
from tests.storage.kit import LOGIN, PASSPHRASE, describe, failure_of, findings, note, verify
from tests.storage.people_desk import Desk
from tests.storage.people_model import ALL, SHARED, File, Hold, Model, Person, Written

RIGHTS = ("read", "read write", "read share", ALL)
MOST_PEOPLE = 4
number = st.integers(0, 30)
rights = st.sampled_from(RIGHTS)
days = st.sampled_from([None, None, 1, 10, 40])


TAKEN: Counter[str] = Counter()
"""How often each step was taken, and how storage answered."""


class WorkSteps(RuleBasedStateMachine):
    """Work of whoever sits at the desk; `self.model` says what must come of each step."""

    def __init__(self) -> None:
        super().__init__()
        self._now, self._days, self._words, self._logins = clock.now, 0, 0, 0
        self._config = os.environ.get("XDG_CONFIG_HOME")
        self._folder = Path(tempfile.mkdtemp(prefix="people-"))
        self.desk = Desk(self._folder / "desk")
        self.model = Model()
        self.backups: list[tuple[Path, Model]] = []
        self.rows: dict[str, tuple[Any, ...]] = {}
        self.typed: dict[str, set[str]] = {}
        self.known: set[tuple[str, str, int]] = set()  # keys of now that somebody was given in a past that was undone
        clock.now = lambda: self._in_days(0)

    # The beginning and the end.

    @initialize(role=st.sampled_from(["clinician", "owner"]))
    def begin(self, role: str) -> None:
        with SecretBytes.from_text(PASSPHRASE) as secret:
            made = create(self.desk.vault, login=LOGIN, passphrase=secret, describe=describe, policy=CHEAPEST_FOR_TESTS)
        signin = made.signin
        founder = Person(signin.account, LOGIN, PASSPHRASE, "owner")
        self.model.people[founder.account] = founder
        for kind in ("practice", "register"):
            (place,) = signin.compartments(kind)
            self.model.files[place] = File(place, kind, self.new_word(), {founder.account: Hold(ALL)})
        self.desk.take(signin)
        self.me = founder
        self.make_file("clinical", is_closed=False, who=0, given="read", with_share=False)
        self.let_in(role, {}, {})

    def teardown(self) -> None:
        try:
            if self.desk.is_taken:
                self.verified()
                self.desk.leave()
                for person in self.model.active():
                    self.read_by_script(person)
        finally:
            clock.now = self._now
            if self._config is None:
                os.environ.pop("XDG_CONFIG_HOME", None)
            else:
                os.environ["XDG_CONFIG_HOME"] = self._config
            shutil.rmtree(self._folder)

    def read_by_script(self, person: Person) -> None:
        """The second reader opens with one passphrase all that this person's keys open: their files, and no others."""
        typed = reader.Secret(person.passphrase, person.login, allow_cheap=True)
        self.as_read(reader.open_vault(self.desk.vault, typed), self.model, person)

    @staticmethod
    def as_read(reading: reader.Reading, model: Model, person: Person) -> None:
        held = {file.id for file in model.files.values() if person.account in file.hands}
        expected = {
            record: [(one.revision, one.word, one.author, one.state) for one in chain]
            for record, chain in model.records.items()
            if model.places[record] in held
        }
        found = {
            record: [(one.revision, one.body["text"].split()[0], one.author, one.state) for one in versions]
            for record, versions in reading.records.items()
        }
        assert found == expected
        assert set(reading.drafts) == set(person.drafts)
        assert reading.findings.names() <= {"session_without_end"}, reading.findings

    # What the steps pick from, and do in more than one place.

    def must(self, step: str, expected: str, work: Callable[[], object]) -> None:
        """Storage answers as the model does."""
        found = failure_of(work)
        TAKEN[f"{step}: {found}"] += 1
        assert found == expected, f"{step}: {found}, not {expected}"

    def let_in(self, role: str, shares: Mapping[str, str], standing: Mapping[str, str]) -> None:
        """Somebody new gets an account."""
        self._logins += 1
        login, passphrase = f"person{self._logins}", f"{self._logins} quiet geese fly over the hill"
        with SecretBytes.from_text(passphrase) as typed:
            wanted = NewPerson(login, typed, role, shares, standing, policy=CHEAPEST_FOR_TESTS)
            account = self.signin.accounts.add(wanted).account
        self.model.people[account] = Person(account, login, passphrase, role, standing=dict(standing))
        for file in self.model.files.values():
            if file.kind not in SHARED:
                file.hands[account] = Hold(ALL if role == "owner" else "read write")
            if file.id in shares:
                file.hands[account] = Hold(shares[file.id])

    def sit(self, person: Person) -> None:
        """Somebody takes the place at the desk; what they may renew is renewed."""
        assert self.desk.sit_down(person) == "none"
        self.me = person
        assert self.signin.sharing.renew(60) == 0
        self.follow_renewals()

    def follow_renewals(self) -> None:
        """What has a new key since a sign-in: all that had to, and nothing that this person may not share."""
        sql = "SELECT compartment, max(number) FROM generation GROUP BY compartment"
        numbers = dict(self.desk.beside.execute(sql).fetchall())
        for file in self.model.files.values():
            may = self.model.may(self.me.account, file.id, "share", self.now)
            if numbers[file.id] == file.number:
                assert not (may and self.model.is_due(file, self.now)), "not renewed"
                continue
            assert may, "renewed by somebody who may not share it"
            self.model.renew(file, self.model.renewed(file, self.me.account, self.now))
            assert numbers[file.id] == file.number
        self.desk.forget_shown()

    def ended(self) -> None:
        """The session ended by itself; the same person signs in again."""
        assert self.signin.is_locked
        self.sit(self.me)

    def _in_days(self, more: int) -> str:
        return clock.stamp(time.time_ns() // 1_000_000 + (self._days + more) * 86_400_000)

    def new_word(self) -> str:
        """A word that nobody else ever writes."""
        self._words += 1
        return "wort" + "".join(chr(ord("a") + int(digit)) for digit in str(self._words))

    @property
    def now(self) -> str:
        return clock.now()

    @property
    def signin(self) -> SignIn:
        return self.desk.signin

    def file(self, n: int) -> File:
        files = [file for file in self.model.files.values() if file.kind in SHARED]
        return files[n % len(files)]

    def person(self, n: int) -> Person:
        people = list(self.model.people.values())
        return people[n % len(people)]

    def record(self, n: int) -> str:
        return list(self.model.records)[n % len(self.model.records)]

    def refusal(self, file: str, right: str) -> str:
        return self.model.refusal(self.me.account, file, right, self.now)

    # Work.

    @rule(
        kind=st.sampled_from(SHARED),
        is_closed=st.booleans(),
        who=number,
        given=rights,
        with_share=st.booleans(),
    )
    def make_file(self, kind: str, is_closed: bool, who: int, given: str, with_share: bool) -> None:
        """A new file with a record in it, shared from the beginning, or not."""
        TAKEN["make file"] += 1
        other, signin = self.person(who), self.signin
        file = File(signin.new_id(), kind, self.new_word(), {}, is_closed=is_closed)
        shares = {other.account: Hold(given)} if with_share and other.is_active and other is not self.me else {}
        label = {"client": file.id, "word": file.word} | ({"opt_out": "standing"} if is_closed else {})
        new = NewCompartment(file.id, kind, label, tuple(Share(one, hold.rights) for one, hold in shares.items()))
        self.model.make(file, self.me.account, shares)
        self._write(file, signin.new_id(), None, "saved", [new])

    @rule(n=number, state=st.sampled_from(["saved", "saved", "signed"]))
    def write(self, n: int, state: str) -> None:
        """A new record in any file, also in one that is somebody else's."""
        file = self.file(n)
        expected = self.refusal(file.id, "write")
        self.must("write", expected, lambda: self._write(file, self.signin.new_id(), None, state))

    @rule(n=number, state=st.sampled_from(["saved", "saved", "signed", "entered_in_error"]), is_stale=st.booleans())
    @precondition(lambda self: self.model.records)
    def revise(self, n: int, state: str, is_stale: bool) -> None:
        """Another revision of any record: also of a signed one, or on top of one that is not the newest."""
        record = self.record(n)
        file, chain = self.model.files[self.model.places[record]], self.model.records[record]
        parent = chain[0] if is_stale else chain[-1]
        expected = self.refusal(file.id, "write")
        if expected == "none" and parent is not chain[-1]:
            expected = "edit_conflict"
        elif expected == "none":
            finals = {"signed": "signed_is_final", "entered_in_error": "marked_in_error"}
            expected = finals.get(chain[-1].state, "none")
        self.must("revise", expected, lambda: self._write(file, record, parent.revision, state))

    def _write(
        self, file: File, record: str, parent: str | None, state: str, new: list[NewCompartment] | None = None
    ) -> None:
        word = self.new_word()
        body = note(f"title {word}", f"{word} {file.word}")
        write = Write(record, file.id, "session_note", 1, body, state, parent=parent)
        dropped = [record] if record in self.me.drafts else []
        (revision,) = self.signin.write([write], compartments=new or [], drop_drafts=dropped)
        self.model.write(file.id, Written(record, revision, parent, self.me.account, state, word))
        if dropped:
            del self.me.drafts[record]

    @rule(n=number, way=st.sampled_from(["read", "read", "history", "older", "many"]))
    @precondition(lambda self: self.model.records)
    def read(self, n: int, way: str) -> None:
        """Any record, in any way."""
        record, signin = self.record(n), self.signin
        chain = self.model.records[record]
        expected = self.refusal(self.model.places[record], "read")
        found = []
        works = {
            "read": lambda: found.append(signin.read(record)),
            "older": lambda: found.append(signin.read(record, revision=chain[0].revision)),
            "history": lambda: found.extend(signin.history(record)),
            "many": lambda: found.extend(signin.read_many(list(self.model.records))),
        }
        self.must(f"read {way}", "none" if way == "many" else expected, works[way])
        readable = self.model.readable(self.me.account, self.now)
        heads = {one[-1].revision for place, one in self.model.records.items() if place in readable}
        revisions = {
            "read": {chain[-1].revision},
            "older": {chain[0].revision},
            "history": {one.revision for one in chain},
            "many": heads,
        }
        assert {one.revision for one in found} == (revisions[way] if expected == "none" or way == "many" else set())
        assert {one.body["text"].split()[0] for one in found} == {
            one.word for one in self.model.all_written() if one.revision in {shown.revision for shown in found}
        }

    @rule(n=number, by_record=st.booleans())
    def search(self, n: int, by_record: bool) -> None:
        """A word of any file or of any record."""
        TAKEN["search"] += 1
        word = self.model.records[self.record(n)][-1].word if by_record else self.file(n).word
        found = {hit.row.record for hit in self.signin.search(word, limit=100)}
        own = {record for record, draft in self.me.drafts.items() if word == draft[1]} - self.readable()
        assert found == self.model.heads(self.me.account, word, self.now) | own

    @rule()
    def look_at_the_list(self) -> None:
        """All rows, each with an entry before it is shown."""
        TAKEN["list"] += 1
        rows = self.signin.listing(Query())
        assert {row.record for row in rows} == set(self.signin.ids(Query()))
        assert self.desk.shown({row.record for row in rows}) == []

    def readable(self) -> set[str]:
        return self.model.readable(self.me.account, self.now)

    @rule(n=number, of_record=st.booleans())
    def draft(self, n: int, of_record: bool) -> None:
        """Type something, new or about a record."""
        record = self.record(n) if of_record else self.signin.new_id()
        file = self.model.places.get(record, self.file(n).id)
        base = self.model.records[record][-1].revision if of_record else None
        word = self.new_word()
        draft = Draft(record, file, "session_note", 1, note(f"draft {word}", word), base)
        expected = self.refusal(file, "read")
        self.must("draft", expected, lambda: self.signin.save_draft(draft))
        if expected == "none":
            self.me.drafts[record] = (file, word)
            self.typed.setdefault(self.me.account, set()).add(word)

    @rule(n=number, is_dropped=st.booleans())
    @precondition(lambda self: self.me.drafts)
    def read_draft(self, n: int, is_dropped: bool) -> None:
        """An own draft, unless its file is not one's own any more; thrown away perhaps, then too."""
        TAKEN["read draft"] += 1
        record = list(self.me.drafts)[n % len(self.me.drafts)]
        file, word = self.me.drafts[record]
        expected = self.refusal(file, "read")
        assert (record in self.signin.closed_drafts()) == (expected != "none")
        if expected == "none":
            found = self.signin.draft(record)
            self.desk.delivered(record)
            assert found is not None
            assert found.body["text"] == word
        else:
            self.must("draft", expected, lambda: self.signin.draft(record))
        if is_dropped:
            self.signin.drop_draft(record)
            del self.me.drafts[record]

    # What must be true after every step.

    @invariant()
    def each_finds_what_is_theirs(self) -> None:
        """Invariant 2: lists, rights and holders are exactly what the model says, and nothing is damaged."""
        if not self.desk.is_taken:
            return
        signin, me = self.signin, self.me.account
        readable = self.readable()
        listed = set(signin.ids(Query()))
        found, expected = listed - self.me.drafts.keys(), readable - self.me.drafts.keys()
        assert found == expected, f"{len(found - expected)} too many, {len(expected - found)} missing"
        assert readable <= listed
        assert signin.damage == {}
        assert set(signin.drafts()) == set(self.me.drafts)
        for file in self.model.files.values():
            hands = {one.account: Hold(one.rights, one.expires) for one in signin.sharing.holders(file.id)}
            assert hands == file.hands
            hold = file.hands.get(me)
            is_open = self.refusal(file.id, "read") == "none"
            assert signin.sharing.rights(file.id) == (set(hold.rights.split()) if hold and is_open else set())

    @invariant()
    def nothing_is_shown_without_its_entry(self) -> None:
        """Invariant 1: by a second connection, which sees what is committed."""
        if self.desk.is_taken:
            assert self.desk.shown(set()) == []

    @invariant()
    def no_revision_ever_changes(self) -> None:
        """Invariant 3: every row as it was written, and as the model has it."""
        if not self.desk.is_taken:
            return
        sql = "SELECT id, record, parent, author, state, at, compartment, digest, signature FROM revision"
        found = {row[0]: row for row in self.desk.beside.execute(sql).fetchall()}
        expected = {
            one.revision: (one.revision, one.record, one.parent, one.author, one.state)
            for one in self.model.all_written()
        }
        assert {revision: row[:5] for revision, row in found.items()} == expected
        for revision, row in found.items():
            assert self.rows.setdefault(revision, row) == row

    def verified(self) -> None:
        """Invariant 3: the verifier finds nothing; and nobody's keys open what is not theirs (invariant 2)."""
        assert findings(verify(self.signin, full=True)) <= {"session_without_end"}
        self.nobody_opens_more()

    def nobody_opens_more(self) -> None:
        """With all keys they ever had, and own scripts, each opens the files whose key in force was given to them."""
        self.desk.robbers.keep(self.signin)
        for account in self.desk.robbers.keys:
            held = {file.id for file in self.model.files.values() if account in file.hands}
            held |= {place for one, place, key in self.known if (one, self.model.files[place].number) == (account, key)}
            opened = self.desk.robbers.opened(account, self.desk.beside, self.signin.vault_id)
            assert opened & self.model.files.keys() <= held
        own = {file.word for file in self.model.files.values() if self.me.account in file.hands}
        own |= {one.word for one in self.model.all_written() if self.me.account in self.hands_of(one.record)}
        own |= self.typed.get(self.me.account, set())
        assert {word for word in self.desk.words_in_index() if word.startswith("wort")} <= own

    def hands_of(self, record: str) -> Mapping[str, Hold]:
        return self.model.files[self.model.places[record]].hands
