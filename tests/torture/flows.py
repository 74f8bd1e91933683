"""What the tortured child does: every flow of storage, telling after each step what is now safe (see `ground`)."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from storage import database, opened
from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import Draft, NewCompartment, Query, SecretBytes, SignIn, Write, create, restore
from tests.storage.kit import LOGIN, PASSPHRASE, Practice, describe, failure_of, make_practice, note, sign_in
from tests.storage.stepped import planted_step
from tests.torture import backing_up, people_flows
from tests.torture.ground import (
    ATTACHED,
    HERE,
    NEW_PASSPHRASE,
    THERE,
    TOLD_WORD,
    VAULT,
    Ground,
    clinical_of,
    draft,
    entered,
    leave,
    save,
    step,
    view,
)
from tests.torture.recorder import say


def make_base(root: Path) -> Practice:
    """A practice to start from, with its settings and one backup on the drive."""
    ground = Ground(root)
    ground.enter()
    practice = make_practice(ground.vault)
    with practice.open() as signin:
        backing_up.back_up(signin, ground.drive)
    return practice


def fresh(base: Path, root: Path, flow: str) -> Ground:
    """A copy of the base, for flows that start from a vault; otherwise an empty ground."""
    if flow == "create":
        root.mkdir()
    else:
        shutil.copytree(_base_of_several(base) if flow in people_flows.FLOWS else base, root)
    if flow == "mend":
        (root / VAULT / "vault.json").write_bytes(b"{}")
    ground = Ground(root)
    ground.enter()
    return ground


def _base_of_several(base: Path) -> Path:
    """The base with other people in it, made when it is wanted."""
    several = base.with_name(f"{base.name}-of-several")
    if not several.exists():
        shutil.copytree(base, several)
        ground = Ground(several)
        ground.enter()
        people_flows.let_others_in(ground.vault)
    return several


def session(ground: Ground) -> None:
    """A wrong passphrase, then a day's work: register, save, change, sign, view, draft, list, search."""
    with step("wrong-passphrase"):
        assert failure_of(lambda: sign_in(ground.vault, passphrase="nobody has ever typed this")) != "none"
    signin = entered(ground)
    if signin is None:
        return
    clinical, first, second, drafted = clinical_of(signin), *(signin.new_id() for _ in range(3))
    with step("register"):
        client, identity = signin.new_id(), signin.new_id()
        new = NewCompartment(identity, "identity", {"client": client})
        revision = signin.write([Write(client, identity, "client", 1, note("Neu", client))], compartments=[new])[0]
        say(f"saved {client} {revision}")
    with step("draft"):
        draft(signin, drafted, clinical, 1)
        draft(signin, drafted, clinical, 2)
    with step("save"):
        parent = save(signin, first, clinical)
        view(signin, first)
        save(signin, first, clinical, parent=parent)
    with step("sign"):
        save(signin, second, clinical, state="signed")
        view(signin, second)
    with step("search"):
        assert signin.search(TOLD_WORD)
        say(f"searched {TOLD_WORD}")
    with step("list"):
        signin.listing(Query())
    with step("drop"):
        signin.drop_draft(drafted)
        say(f"dropped {drafted}")
    leave(signin)


def busy(ground: Ground) -> None:
    """So much work that the log is brought into the main file while it goes on."""
    opened._LONG_LOG_BYTES, opened._WRITES_BETWEEN_LOOKS = 1 << 17, 4
    signin = entered(ground)
    if signin is None:
        return
    clinical = clinical_of(signin)
    for number in range(10):
        with step(f"work-{number}"):
            record = signin.new_id()
            save(signin, record, clinical)
            view(signin, record)
            draft(signin, record, clinical, number)
    leave(signin)


def make(ground: Ground) -> None:
    """Create a vault and write a first record into it."""
    signin = None
    for name in ("create", "create-again"):
        with step(name), SecretBytes.from_text(PASSPHRASE) as secret:
            policy = CHEAPEST_FOR_TESTS
            made = create(ground.vault, login=LOGIN, passphrase=secret, describe=describe, policy=policy)
            say("created")
            signin = made.signin
            break
    if signin is None:
        return
    with step("first"):
        clinical, record = signin.new_id(), signin.new_id()
        new = NewCompartment(clinical, "clinical", {"client": signin.new_id()})
        revision = signin.write(
            [Write(record, clinical, "session_note", 1, note("a", f"{TOLD_WORD} {record}"))], compartments=[new]
        )
        say(f"saved {record} {revision[0]}")
    leave(signin)


def back_up(ground: Ground) -> None:
    """A backup in another process while nothing is written, then work goes on."""
    signin = entered(ground)
    if signin is None:
        return
    clinical = clinical_of(signin)
    for number in range(2):
        with step(f"save-{number}"):
            save(signin, signin.new_id(), clinical)
        with step(f"backup-{number}"):
            say(f"backed-up {backing_up.back_up(signin, ground.drive)}")
    leave(signin)


def back_up_while_read(ground: Ground) -> None:
    """A backup while somebody reads on and keeps the log from being emptied: it is made from a snapshot."""
    signin = entered(ground)
    if signin is None:
        return
    with step("save"):
        save(signin, signin.new_id(), clinical_of(signin))
    vault = signin._vault
    reader = database.connect(vault.path / vault.header.database.file, bytes(vault.database_key))
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM trail").fetchone()
    with step("save-more"):
        save(signin, signin.new_id(), clinical_of(signin))
    with step("backup"):
        say(f"backed-up {backing_up.back_up(signin, ground.drive)}")
    reader.close()
    leave(signin)


def bring_back(ground: Ground) -> None:
    """Restore the newest backup beside the vault."""
    source = min(path for path in ground.drive.iterdir() if path.is_file())
    signin = None
    for name in ("restore", "restore-again"):
        with step(name), SecretBytes.from_text(PASSPHRASE) as secret:
            signin, _ = restore(source, ground.back, secret=secret, describe=describe, allow_cheap=True)
            say("restored")
            break
    if signin is None:
        return
    with step("view"):
        view(signin, signin.ids(Query(kinds=("session_note",), states=("saved",)))[0])
    leave(signin)


def mend(ground: Ground) -> None:
    """One copy of the header is damaged: it is mended at unlock."""
    signin = entered(ground)
    if signin is not None:
        leave(signin)


def attach(ground: Ground) -> None:
    """Seal a file of two rows and name it in a record; one of a draft is thrown away, another one is never named."""
    opened._PAGES_KEPT, opened._PAGES_A_SLICE = 16, 64
    signin = entered(ground)
    if signin is None:
        return
    clinical, record = clinical_of(signin), signin.new_id()
    with step("attach"):
        kept = signin.attach(clinical, io.BytesIO(ATTACHED), len(ATTACHED))
        write = Write(record, clinical, "document", 1, note("Brief", record), attachments=(kept,))
        say(f"saved {record} {signin.write([write])[0]}")
        say(f"attached {record} {kept.id}")
    with step("throw-away"):
        unwanted = signin.attach(clinical, io.BytesIO(ATTACHED), len(ATTACHED))
        draft_of = Draft(signin.new_id(), clinical, "document", 1, note("Entwurf", number=0), attachments=(unwanted,))
        signin.save_draft(draft_of)
        signin.drop_draft(draft_of.record)
    with step("forget"):
        signin.attach(clinical, io.BytesIO(ATTACHED), len(ATTACHED))
    leave(signin)


def passphrase(ground: Ground) -> None:
    """Change the passphrase, then work on, and let a new recovery code be made."""
    signin = entered(ground)
    if signin is None:
        return
    valid = PASSPHRASE
    with step("passphrase"):
        with SecretBytes.from_text(PASSPHRASE) as old, SecretBytes.from_text(NEW_PASSPHRASE) as new:
            signin.change_passphrase(old, new, policy=CHEAPEST_FOR_TESTS)
        say("passphrase")
        valid = NEW_PASSPHRASE
    with step("save"):
        save(signin, signin.new_id(), clinical_of(signin))
    with step("recovery"), SecretBytes.from_text(valid) as typed:
        say(f"code {signin.reissue_recovery(typed)}")
    leave(signin)


def move(ground: Ground) -> None:
    """Work here, move to another computer, work there, and move back: three vaults, one history."""
    signin = entered(ground)
    for computer, target in ((THERE, ground.back), (HERE, ground.home)):
        if signin is None:
            return
        with step("save"):
            save(signin, signin.new_id(), clinical_of(signin))
        file = _moved(signin, ground.drive)
        if file is None:
            leave(signin)
            return
        ground.sit_at(computer)
        signin = _arrived(file, target)
    if signin is not None:
        with step("view"):
            view(signin, signin.ids(Query(kinds=("session_note",), states=("saved",)))[0])
        leave(signin)


def _moved(signin: SignIn, drive: Path) -> Path | None:
    for name in ("move", "move-again"):
        with step(name):
            file = drive / backing_up.move(signin, drive)
            say(f"moved {signin.path.name} {file.name}")
            return file
    return None


def _arrived(file: Path, target: Path) -> SignIn | None:
    for name in ("arrive", "arrive-again"):
        with step(name), SecretBytes.from_text(PASSPHRASE) as secret:
            signin, _ = restore(file, target, secret=secret, describe=describe, allow_cheap=True)
            say(f"arrived {target.name}")
            return signin
    return None


def newer(ground: Ground) -> None:
    """A newer program takes a step of the schema at its first sign-in, and works on."""
    with planted_step():
        signin = entered(ground)
        if signin is not None:
            with step("save"):
                save(signin, signin.new_id(), clinical_of(signin))
            leave(signin)


FLOWS: dict[str, Callable[[Ground], None]] = {
    "session": session,
    "busy": busy,
    "create": make,
    "backup": back_up,
    "backup while read": back_up_while_read,
    "restore": bring_back,
    "mend": mend,
    "attach": attach,
    "passphrase": passphrase,
    "move": move,
    "newer": newer,
    **people_flows.FLOWS,
}


# It waits seconds for the reader: too long for one attempt at each of its calls.
PATIENT = frozenset({"backup while read"})


def work_for_ever(ground: Ground, seed: int) -> None:
    """Random work until somebody kills the process."""
    random, signin = Random(seed), sign_in(ground.vault)
    say("ready")
    heads: dict[str, str] = {}
    drafts: dict[str, int] = {}
    clinical = clinical_of(signin)
    while True:
        choice = random.random()
        record = random.choice(sorted(heads)) if heads and random.random() < 0.5 else signin.new_id()
        if choice < 0.35:
            heads[record] = save(signin, record, clinical, parent=heads.get(record))
        elif choice < 0.5:
            save(signin, signin.new_id(), clinical, state="signed")
        elif choice < 0.7 and record in heads:
            view(signin, record)
        elif choice < 0.85:
            drafts[record] = drafts.get(record, 0) + 1
            draft(signin, record, clinical, drafts[record])
        elif choice < 0.95:
            assert signin.search(TOLD_WORD)
            say(f"searched {TOLD_WORD}")
        elif choice < 0.97:
            say(f"backed-up {backing_up.back_up(signin, ground.drive)}")
