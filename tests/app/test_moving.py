"""A move to another computer and back: work goes on there and here, and the trail is one chain (V-8.6)."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Desk
from app.services.clients import ClientRef
from app.services.practice import practices
from app.services.reading import trails
from app.services.vault import backups, moving
from app.vaults import KnownError, inspect
from storage.vault import SignIn
from tests.app.conftest import secret, sign_in
from tests.app.helpers import entries, fails, write_note


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def restored(file: str, path: Path, settings: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """On the computer whose settings folder this is."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(settings))
    return backups.restore(Path(file), path, secret=secret(), allow_cheap=True).desk


def heads(signin: SignIn) -> list[bytes]:
    """The hash of every entry: two trails are one chain when one begins with the other."""
    return [row[0] for row in signin._vault.connection.execute("SELECT hash FROM trail ORDER BY seq")]


def verified(desk: Desk) -> int:
    """Verify the trail in a worker process, signature by signature; how far."""
    report = trails.verify(trails.verify_job(desk), full=True)
    assert not report.findings
    return report.verified_to


def test_there_and_back_the_trails_are_one_chain(
    desk: Desk, anna: ClientRef, vault: Path, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "config"
    write_note(desk, anna.id, text="written at home")
    first = moving.now(desk, stick)
    with fails("moved_away") as refused:
        sign_in(vault)
    assert refused[0].values["file"] == Path(first.file).name

    there = restored(first.file, tmp_path / "there.clientsafe", tmp_path / "laptop", monkeypatch)
    chain_there = heads(there.signin)
    assert there.signin.notices == []
    assert verified(there) >= first.entries
    write_note(there, anna.id, text="written on the laptop")
    second = moving.now(there, stick)

    back = restored(second.file, tmp_path / "back.clientsafe", here, monkeypatch)
    chain_back = heads(back.signin)
    assert back.signin.notices == []
    assert verified(back) >= second.entries
    assert chain_back[: len(chain_there)] == chain_there
    moves = [(entry.action, entry.outcome) for entry in entries(back) if entry.action in {"moved", "restore"}]
    assert moves == [("moved", "begun"), ("restore", "done"), ("moved", "done")] * 2
    practices.lock(back, "test")
    # What stays behind is the beginning of that chain, closed, and says where it went.
    left = practices.unlock(vault, secret=secret(), allow_cheap=True, take_back=True)
    begun = next(entry.seq for entry in entries(left) if (entry.action, entry.outcome) == ("moved", "begun"))
    assert chain_back[: begun + 1] == heads(left.signin)[: begun + 1]
    practices.lock(left, "test")


def test_a_move_that_fails_leaves_everything_as_it_was(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    with fails("destination_missing"):
        moving.now(desk, tmp_path / "gone" / "deeper")
    write_note(desk, anna.id)
    verified(desk)


def test_a_move_that_is_stopped_leaves_no_file_and_no_moved_vault(desk: Desk, vault: Path, stick: Path) -> None:
    with fails("stopped"):
        moving.now(desk, stick, cancelled=lambda: True)
    assert list(stick.iterdir()) == []
    practices.lock(desk, "test")
    assert inspect(vault).moved is None
    practices.lock(sign_in(vault), "test")


def test_only_the_owner_moves_the_practice(desk: Desk, stick: Path) -> None:
    from app.desk import Role

    desk.role = Role.CLINICIAN
    with fails("refused"):
        moving.begin(desk, stick)
    assert entries(desk)[-1].outcome == "refused"


def test_taking_back_needs_the_passphrase(desk: Desk, vault: Path, stick: Path) -> None:
    from app.vaults import SecretBytes

    moving.now(desk, stick)
    with pytest.raises(KnownError, match="wrong_secret"):
        practices.unlock(
            vault, secret=SecretBytes.from_text("not the one at all, no"), allow_cheap=True, take_back=True
        )
    taken = practices.unlock(vault, secret=secret(), allow_cheap=True, take_back=True)
    assert entries(taken)[-1].action in {"moved", "maintenance"}
    practices.lock(taken, "test")
    practices.lock(sign_in(vault), "test")
