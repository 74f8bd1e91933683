"""What must hold for everybody else after anything: in or out, with the file or without, as before or as after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from storage import header
from storage.vault import KnownError, Query, SignIn
from tests.storage.kit import failure_of, sign_in
from tests.torture.ground import TOLD_WORD
from tests.torture.people_flows import BRUNO, CELIA, DORA, FLOWS, LETTER, Person

OUT, NOTHING, FILE = "cannot sign in", "is in and has no file", "has the file"
HANDED = "has the file with a letter"
_BEFORE = {BRUNO: FILE, CELIA: NOTHING, DORA: OUT}
_AFTER: dict[str, dict[Person, str]] = {
    "add": {DORA: FILE},
    "grant": {CELIA: FILE},
    "revoke": {BRUNO: NOTHING, CELIA: FILE},
    "handover": {BRUNO: NOTHING, CELIA: HANDED},
    "remove": {BRUNO: OUT},
}
_TOLD = {"add": "added", "grant": "granted", "revoke": "revoked", "handover": "handed", "remove": "removed"}
_NOTICES = {
    "begin add": {"adding_done", "adding_failed", "people_changed"},
    "begin remove": {"rekeying_failed", "people_changed"},
    "begin rekey": {"rekeying_failed"},
    "begin renew": {"rekeying_failed", "people_changed"},
}
_ALWAYS = frozenset({"session_cut", "last_sign_in", "failed_attempts", "header_repaired"})


def expected_notices(words: set[str]) -> set[str]:
    """What somebody may be told after a change of people that was cut short."""
    found = {name for word in words & _NOTICES.keys() for name in _NOTICES[word]}
    # Between the header with other keys and the anchor under them there is none that they open.
    is_renewing = "begin renew" in words and "passphrase" not in words
    return found | {"anchor_missing"} if is_renewing else found


@dataclass(frozen=True)
class People:
    """The others at a vault that a flow left behind; `words` is what was told."""

    vault: Path
    flow: str
    words: set[str]

    def enter_first(self) -> list[str]:
        """Somebody who has nothing to do with it signs in before the founder does: what was cut keeps nobody out."""
        if self.flow not in FLOWS:
            return []
        state, wrong = self._state_of(CELIA)
        return wrong + (["Celia cannot sign in"] if state == OUT else [])

    def problems(self) -> list[str]:
        """Once the founder was in, who is not where they were before nor where they are to be."""
        if self.flow not in FLOWS:
            return []
        found, wrong = dict[Person, str](), list[str]()
        for person in _BEFORE:
            found[person], problems = self._state_of(person)
            wrong += problems
        before, after = _BEFORE, _BEFORE | _AFTER.get(self.flow, {})
        is_told = _TOLD.get(self.flow) in self.words
        allowed = [after] if is_told else [before, after] if f"begin {self.flow}" in self.words else [before]
        if found not in allowed:
            states = ", ".join(f"{person.login} {state}" for person, state in found.items())
            wrong.append(f"neither before nor after: {states}" if len(allowed) > 1 else f"not as told: {states}")
        return wrong + self._of_files(sum(state != OUT for state in found.values()) + 1)

    def _state_of(self, person: Person) -> tuple[str, list[str]]:
        try:
            signin = sign_in(self.vault, login=person.login, passphrase=person.passphrase)
        except KnownError as error:
            return OUT, [] if error.name == "wrong_secret" else [f"{person.login}: {error.name}"]
        try:
            state, wrong = _found_by(signin)
            allowed = _ALWAYS | expected_notices(self.words)
            wrong += [f"notice {notice.name}" for notice in signin.notices if notice.name not in allowed]
            wrong += [f"damage {name}" for name in signin.damage.values()]
        finally:
            is_signed_off = signin.lock("test")
        return state, [f"{person.login}: {problem}" for problem in wrong] + ([] if is_signed_off else ["no sign-off"])

    def _of_files(self, accounts: int) -> list[str]:
        """One database, and a way in for those who are in."""
        known = len(header.load(self.vault).header.accounts)
        found = [] if known == accounts else [f"{known} accounts in the header, {accounts} people"]
        databases = sorted(path.name for path in self.vault.glob("records-*.db"))
        return found if len(databases) == 1 else [*found, f"databases {databases}"]


def _found_by(signin: SignIn) -> tuple[str, list[str]]:
    """Whether somebody has the file, and what they find of it although they do not, or miss although they do."""
    sql = "SELECT DISTINCT record FROM revision JOIN generation USING (compartment) WHERE kind = 'clinical'"
    records = [row[0] for row in signin._vault.connection.execute(sql)]
    answers = {failure_of(signin.read, record) for record in records} | {
        failure_of(signin.history, record) for record in records
    }
    listed = set(signin.ids(Query(kinds=("session_note", LETTER)))) & set(records)
    hits = len(signin.search("Herbstlaub")) + len(signin.search(TOLD_WORD))
    if signin.compartments("clinical"):
        is_whole = (answers, listed, hits > 0) == ({"none"}, set(records), True)
        state = HANDED if signin.ids(Query(kinds=(LETTER,))) else FILE
        return state, [] if is_whole else [f"misses something: {sorted(answers)}, {len(listed)} listed, {hits} found"]
    is_empty = (answers, listed, hits) == ({"not_shared"}, set(), 0)
    return NOTHING, [] if is_empty else [f"finds something: {sorted(answers)}, {len(listed)} listed, {hits} found"]
