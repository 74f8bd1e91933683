"""A practice lives: whatever people do in whatever order, nothing is lost, and nothing is shown without its entry."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from storage.vault import Draft, Query, SecretBytes, SignIn, Write, restore, run_backup
from tests.storage.kit import (
    LOGIN,
    PASSPHRASE,
    Practice,
    copy_of,
    describe,
    entries_of,
    failure_of,
    findings,
    named_in,
    note,
    sign_in,
    verify,
)

WORDS = ("Tintenfisch", "złożony", "Mondlicht", "Straße", "Schnee")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
chance = st.integers(0, 1000)


@dataclass
class Model:
    """What must be so: every revision of each record, and the drafts."""

    records: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)  # (revision, state, text)
    drafts: dict[str, str] = field(default_factory=dict)

    def copy(self) -> Model:
        return Model({name: list(chain) for name, chain in self.records.items()}, dict(self.drafts))


class Life(RuleBasedStateMachine):
    """One person, one vault, an in-memory model beside it."""

    made: ClassVar[Practice]

    @initialize()
    def open_the_practice(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="story-"))
        self.before = os.environ.get("XDG_CONFIG_HOME", "")
        self.config = self.folder / "config"
        shutil.copytree(self.made.path.parent / "config", self.config)
        os.environ["XDG_CONFIG_HOME"] = str(self.config)
        self.path = copy_of(self.made, self.folder / "0.clientsafe").path
        self.vaults = 0
        self.model = Model()
        self.backups: list[tuple[Path, Model]] = []
        self.seen: set[str] = set()
        self.expected: set[str] = set()
        self.signin: SignIn = sign_in(self.path)

    def teardown(self) -> None:
        if hasattr(self, "signin"):
            self.everything_is_there()
            self.signin.lock("test")
            os.environ["XDG_CONFIG_HOME"] = self.before
            shutil.rmtree(self.folder)

    def known(self, number: int) -> str:
        return sorted(self.model.records)[number % len(self.model.records)]

    def shown(self, records: Iterable[str]) -> None:
        """Every record that was just shown is named by an entry that another look at the database finds."""
        self.seen |= set(records)
        assert self.seen <= named_in(entries_of(self.signin))

    @rule(text=texts)
    def create(self, text: str) -> None:
        record = self.signin.new_id()
        revision = self.signin.write([Write(record, self.made.clinical, "note", 1, note("t", text))])[0]
        self.model.records[record] = [(revision, "saved", text)]

    @precondition(lambda self: self.model.records)
    @rule(number=chance, text=texts, state=st.sampled_from(["saved", "saved", "signed"]), stale=st.booleans())
    def edit(self, number: int, text: str, state: str, stale: bool) -> None:
        record = self.known(number)
        chain = self.model.records[record]
        parent = chain[0][0] if stale else chain[-1][0]
        write = Write(record, self.made.clinical, "note", 1, note("t", text), state, parent)
        if parent != chain[-1][0]:
            assert failure_of(lambda: self.signin.write([write])) == "edit_conflict"
        elif chain[-1][1] == "signed":
            assert failure_of(lambda: self.signin.write([write])) == "signed_is_final"
        else:
            revision = self.signin.write([write], drop_drafts=[record])[0]
            chain.append((revision, state, text))
            self.model.drafts.pop(record, None)

    @precondition(lambda self: self.model.records)
    @rule(number=chance)
    def view(self, number: int) -> None:
        record = self.known(number)
        found = self.signin.read(record)
        assert (found.revision, found.state, found.body["text"]) == self.model.records[record][-1]
        self.shown([record])

    @precondition(lambda self: self.model.records)
    @rule(number=chance)
    def history(self, number: int) -> None:
        record = self.known(number)
        found = [(each.revision, each.state, each.body["text"]) for each in self.signin.history(record)]
        assert found == self.model.records[record]
        self.shown([record])

    @rule(word=st.sampled_from(WORDS))
    def search(self, word: str) -> None:
        hits = {hit.row.record for hit in self.signin.search(word, limit=1000)}
        expected = {record for record, chain in self.model.records.items() if word in chain[-1][2]}
        drafts = {record for record, text in self.model.drafts.items() if word in text}
        assert hits == expected | (drafts - set(self.model.records))
        self.shown(hits)

    @rule()
    def list_everything(self) -> None:
        rows = self.signin.rows(self.signin.ids(Query(kinds=("note",))))
        states = {record: chain[-1][1] for record, chain in self.model.records.items()}
        assert {row.record: row.state for row in rows} == dict.fromkeys(self.model.drafts, "draft") | states
        self.shown(row.record for row in rows)

    @rule(number=chance, text=texts, fresh=st.booleans())
    def type_a_draft(self, number: int, text: str, fresh: bool) -> None:
        record = self.signin.new_id() if fresh or not self.model.records else self.known(number)
        self.signin.save_draft(Draft(record, self.made.clinical, "note", 1, note("t", text)))
        self.model.drafts[record] = text

    @precondition(lambda self: self.model.drafts)
    @rule(number=chance, drop=st.booleans())
    def take_up_a_draft(self, number: int, drop: bool) -> None:
        record = sorted(self.model.drafts)[number % len(self.model.drafts)]
        draft = self.signin.draft(record)
        assert draft is not None
        assert draft.body["text"] == self.model.drafts[record]
        self.shown([record])
        if drop:
            self.signin.drop_draft(record)
            del self.model.drafts[record]

    @rule()
    def lock_and_unlock(self) -> None:
        assert self.signin.lock("test")
        self.signin = sign_in(self.path)
        self.seen.clear()
        assert "session_cut" not in {notice.name for notice in self.signin.notices}

    @rule()
    def crash(self) -> None:
        """What lies on disk while the vault is open is what a killed process leaves."""
        self.vaults += 1
        left = self.folder / f"{self.vaults}.clientsafe"
        shutil.copytree(self.path, left)
        anchors = self.folder / f"config-{self.vaults}"
        shutil.copytree(self.config, anchors)
        self.signin.lock("test")
        shutil.rmtree(self.config)
        shutil.copytree(anchors, self.config)
        self.path = left
        self.signin = sign_in(self.path)
        self.expected.add("session_without_end")
        assert "session_cut" in {notice.name for notice in self.signin.notices}

    @rule(new_index=st.booleans())
    def lose_the_index(self, new_index: bool) -> None:
        self.signin.lock("test")
        if new_index:
            shutil.rmtree(self.path / "index")
        self.signin = sign_in(self.path)

    @rule()
    def back_up(self) -> None:
        job = self.signin.begin_backup(self.folder)
        report = run_backup(job)
        self.signin.end_backup(report)
        self.backups.append((Path(report.file), self.model.copy()))

    @precondition(lambda self: self.backups)
    @rule(number=chance)
    def go_back(self, number: int) -> None:
        self.signin.lock("test")
        self.vaults += 1
        file, model = self.backups[number % len(self.backups)]
        self.path = self.folder / f"{self.vaults}.clientsafe"
        with SecretBytes.from_text(PASSPHRASE) as secret:
            self.signin, _ = restore(file, self.path, secret=secret, login=LOGIN, describe=describe, allow_cheap=True)
        self.model = model.copy()
        self.seen.clear()
        self.expected |= {"session_without_end", "history_missing", "history_rewritten"}

    @invariant()
    def nothing_is_damaged(self) -> None:
        if hasattr(self, "signin"):
            assert self.signin.damage == {}

    def everything_is_there(self) -> None:
        for record, chain in self.model.records.items():
            assert self.signin.read(record).revision == chain[-1][0]
        assert set(self.signin.drafts()) >= set(self.model.drafts)
        self.list_everything()
        assert findings(verify(self.signin, full=True)) <= self.expected


def test_a_practice_lives(made_practice: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariants 1 and 4, V-5.6, V-6.4, V-8.5: a random life against a model, shrunk to the shortest that fails."""
    from hypothesis.stateful import run_state_machine_as_test

    monkeypatch.setattr(Life, "made", made_practice, raising=False)
    run_state_machine_as_test(
        Life, settings=settings(settings(), max_examples=10, stateful_step_count=20, deadline=None)
    )
