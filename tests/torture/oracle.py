"""What must hold after anything: the vault opens, what was told as safe is there, the trail verifies."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from storage.vault import KnownError, Query, SecretBytes, SignIn, is_vault, restore, verify_backup
from tests.storage.kit import PASSPHRASE, describe, entries_of, failure_of, findings, sign_in, verify
from tests.storage.stepped import planted_step
from tests.torture import people_oracle
from tests.torture.ground import ATTACHED, HERE, NEW_PASSPHRASE, THERE, TOLD_WORD, Ground

_EXPECTED_NOTICES = frozenset({"session_cut", "last_sign_in", "failed_attempts", "header_repaired"})
_MOST_READ = 12
_EXPECTED_FINDINGS = frozenset({"session_without_end"})


@dataclass
class Told:
    """What the child told before it stopped."""

    words: set[str] = field(default_factory=set)
    revisions: dict[str, set[str]] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)
    viewed: set[str] = field(default_factory=set)
    drafts: dict[str, int] = field(default_factory=dict)
    searches: list[str] = field(default_factory=list)
    backups: set[str] = field(default_factory=set)
    attached: dict[str, str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, lines: Sequence[str]) -> Told:
        """Read the lines of a child."""
        told = cls()
        for line in lines:
            told._add(line.split())
        return told

    def _add(self, line: list[str]) -> None:
        word, rest = line[0], line[1:]
        if word in {"saved", "signed"}:
            self.revisions.setdefault(rest[0], set()).add(rest[1])
            self.signed |= {rest[0]} if word == "signed" else set()
        elif word == "begin":
            self.words.add(f"begin {rest[0]}")
            self.words.discard("locked")
            if rest[0] == "drop":
                self.drafts.clear()
        elif word in _KEPT:
            _KEPT[word](self, rest)
        else:
            self.words.add(word)


_KEPT: dict[str, Callable[[Told, list[str]], object]] = {
    "viewed": lambda told, rest: told.viewed.add(rest[1]),
    "drafted": lambda told, rest: told.drafts.update({rest[0]: int(rest[1])}),
    "searched": lambda told, rest: told.searches.append(rest[0]),
    "backed-up": lambda told, rest: told.backups.add(rest[0]),
    "attached": lambda told, rest: told.attached.update({rest[0]: rest[1]}),
    "code": lambda told, rest: told.codes.append(rest[0]),
}


def problems(root: Path, lines: Sequence[str], flow: str, *, is_twice: bool = False) -> list[str]:
    """Everything that is wrong with what a flow left behind; `is_twice` opens the vault a second time."""
    ground, told = Ground(root), Told.of(lines)
    ground.enter()
    with planted_step() if flow == "newer" else contextlib.nullcontext():
        return _problems(ground, told, lines, flow, is_twice=is_twice)


def _problems(ground: Ground, told: Told, lines: Sequence[str], flow: str, *, is_twice: bool) -> list[str]:
    try:
        found = _of_backups(ground, told)
        if flow == "move":
            return found + _of_move(ground, lines)
        if flow != "create" or "created" in told.words or is_vault(ground.vault):
            # What a restore shows is in the trail of the new vault.
            here = replace(told, viewed=set()) if flow == "restore" else told
            others = people_oracle.People(ground.vault, flow, told.words)
            if is_twice:
                found += others.enter_first()
            found += _of_vault(ground.vault, here, flow, is_twice=is_twice)
            found += others.problems()
        if flow == "restore":
            found += _of_restored(ground, told)
    except KnownError as error:
        return [f"{error.name}: {traceback.format_exc(limit=-4)}"]
    except Exception:  # noqa: BLE001 - a traceback is one of the things that must not be
        return [traceback.format_exc(limit=-4)]
    return found


def _of_vault(path: Path, told: Told, flow: str, *, is_twice: bool) -> list[str]:
    signin, words = _opened(path, told)
    try:
        found = _of_signin(signin, told)
        if flow == "mend" and "unlocked" in told.words and "header_repaired" in words:
            found.append("a header that was mended is damaged again")
    except KnownError as error:
        if error.name != "index_damaged":
            raise
        # The index is disposable: whoever meets its damage is told to sign in again, and then it is whole.
        signin.lock("test")
        signin, _ = _opened(path, told)
        found = _of_signin(signin, told)
    finally:
        is_signed_off = signin.lock("test")
    if not is_signed_off:
        found.append("the sign-off failed")
    for code in told.codes:
        sign_in(path, passphrase=code, how="recovery").lock("test")
    if is_twice:
        again, _ = _opened(path, told)
        expected = {"last_sign_in", "failed_attempts"}  # this check tries the old passphrase
        found += [f"second time: {notice.name}" for notice in again.notices if notice.name not in expected]
        again.lock("test")
    return found


def _opened(path: Path, told: Told) -> tuple[SignIn, set[str]]:
    """Sign in with the passphrase that must fit; while it was being changed either may."""
    if "passphrase" in told.words:
        assert failure_of(lambda: sign_in(path)) == "wrong_secret", "the old passphrase still opens"
        signin = sign_in(path, passphrase=NEW_PASSPHRASE)
    else:
        try:
            signin = sign_in(path)
        except KnownError as error:
            if error.name != "wrong_secret" or "begin passphrase" not in told.words:
                raise
            signin = sign_in(path, passphrase=NEW_PASSPHRASE)
    return signin, {notice.name for notice in signin.notices}


def _of_signin(signin: SignIn, told: Told) -> list[str]:
    expected = _EXPECTED_NOTICES | people_oracle.expected_notices(told.words)
    is_changing = "begin passphrase" in told.words and "passphrase" not in told.words
    if is_changing or ("begin recovery" in told.words and not told.codes):
        expected |= {"change_done", "change_failed"}
    found = [f"notice {notice.name}" for notice in signin.notices if notice.name not in expected]
    report = verify(signin, full=True)
    found += [f"finding {name}" for name in findings(report) - _EXPECTED_FINDINGS]
    found += _of_records(signin, told)
    found += _of_trail(signin, told)
    found += [f"damage {name}" for name in signin.damage.values()]
    return found


def _of_records(signin: SignIn, told: Told) -> list[str]:
    found = list[str]()
    listed = set(signin.ids(Query()))
    found += [f"not listed: {record}" for record in told.revisions.keys() - listed]
    there = {row[0] for row in signin._vault.connection.execute("SELECT id FROM revision")}
    # Older ones were read after an earlier kill.
    for record, revisions in list(told.revisions.items())[-_MOST_READ:]:
        history = {shown.revision: shown for shown in signin.history(record)} if revisions <= there else {}
        found += [f"lost: {record} {revision}" for revision in revisions - history.keys()]
        found += [f"other words: {record}" for shown in history.values() if record not in shown.body["text"]]
        if record in told.signed and [shown.state for shown in history.values()] != ["signed"]:
            found.append(f"not signed: {record}")
    for record, number in told.drafts.items():
        draft = signin.draft(record) if record in signin.drafts() else None
        if draft is None or draft.body["number"] < number:
            found.append(f"lost draft: {record} {number}")
    for record, attachment in told.attached.items():
        if signin.read_attachment(record, attachment) != ATTACHED:
            found.append(f"other bytes: {record}")
    if told.revisions and not told.attached and not signin.search(TOLD_WORD):
        found.append("the search finds nothing")
    return found


def _of_trail(signin: SignIn, told: Told) -> list[str]:
    entries = entries_of(signin)
    viewed = {entry.revision for entry in entries if entry.action == "view"}
    found = [f"shown without an entry: {revision}" for revision in told.viewed - viewed]
    # The practice that every flow starts from has one search; this check made one more.
    searches = sum(entry.action == "search" for entry in entries) - bool(told.revisions)
    if searches < len(told.searches):
        found.append(f"searched {len(told.searches)} times, {searches} entries")
    start = next(number for number in reversed(range(len(entries))) if entries[number].action == "unlock")
    if "locked" in told.words and entries[start - 1].action != "lock":
        found.append("a sign-off that was told is gone")
    return found


def _of_restored(ground: Ground, told: Told) -> list[str]:
    """A vault that has its name has the entry that explains why it is older than what was seen last."""
    if not is_vault(ground.back):
        return ["the restored vault is gone"] if "restored" in told.words else []
    signin = sign_in(ground.back)
    try:
        missing = {f"{what} history_missing" for what in ("notice", "finding")} | {"finding history_rewritten"}
        found = [wrong for wrong in _of_signin(signin, Told(viewed=told.viewed)) if wrong not in missing]
        if not entries_of(signin, "restore"):
            found.append("no entry explains the restored vault")
        return found
    finally:
        signin.lock("test")


def _of_move(ground: Ground, lines: Sequence[str]) -> list[str]:
    """The newest copy is the one that counts and has everything; each older one is closed, and the beginning of it."""
    stations = (ground.vault, ground.back, ground.home)
    *older, newest = [path for path in stations if is_vault(path)]
    moved = {line.split()[1]: line.split()[2] for line in lines if line.startswith("moved ")}
    told = Told.of(lines)
    ground.sit_at(THERE if newest == ground.back else HERE)
    if newest.name in moved:
        older.append(newest)
        ground.sit_at(HERE if newest == ground.back else THERE)
        with SecretBytes.from_text(PASSPHRASE) as secret:
            file = ground.drive / moved[newest.name]
            signin, _ = restore(
                file, ground.root / "found.clientsafe", secret=secret, describe=describe, allow_cheap=True
            )
    else:
        # A move that was cut, or that the disk let neither be done nor be given up, has begun: the vault is taken back.
        is_open = failure_of(lambda: sign_in(newest).lock("test")) != "moved_away"
        signin = sign_in(newest, take_back=not is_open)
        if not is_open and not _may_be_closed(lines):
            signin.lock("test")
            return [f"{newest.name} is closed"]
    found, chain = _of_signin(signin, told), _chain(signin)
    signin.lock("test")
    for path in older:
        if failure_of(lambda path=path: sign_in(path).lock("test")) != "moved_away":
            found.append(f"{path.name} was moved and opens")
        left = sign_in(path, take_back=True)
        begun = max((entry.seq for entry in entries_of(left, "moved") if entry.outcome == "begun"), default=0)
        if _chain(left)[: begun + 1] != chain[: begun + 1]:
            found.append(f"{path.name} is not the beginning")
        left.lock("test")
    return found


def _may_be_closed(lines: Sequence[str]) -> bool:
    """Whether a move was begun, and no entry was written since."""
    since = next((at for at in reversed(range(len(lines))) if lines[at].startswith("begin move")), None)
    return since is not None and not any(line.startswith(("saved", "viewed", "locked")) for line in lines[since:])


def _chain(signin: SignIn) -> list[bytes]:
    return [row[0] for row in signin._vault.connection.execute("SELECT hash FROM trail ORDER BY seq")]


def _of_backups(ground: Ground, told: Told) -> list[str]:
    """A file with a backup's name is a whole backup, whenever the power went."""
    there = {path.name: path for path in ground.drive.glob("*.clientsafe-backup") if not path.name.startswith(".")}
    found = [f"lost backup: {name}" for name in told.backups - there.keys()]
    with SecretBytes.from_text(PASSPHRASE) as secret:
        for name, path in there.items():
            name_of = failure_of(lambda path=path: verify_backup(path, secret=secret, allow_cheap=True))
            if name_of != "none":
                found.append(f"backup {name}: {name_of}")
    return found
