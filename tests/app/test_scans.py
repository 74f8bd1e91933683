"""The folder of the scanner: chosen by each person, listed newest first, nothing but files that may be attached."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.desk import Desk
from app.services import documents, scans
from app.services.clients import ClientRef
from app.services.practice import practices
from tests.app import made_files
from tests.app.conftest import sign_in
from tests.app.helpers import fails, last_seq


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two scans, and what does not belong there."""
    made = tmp_path / "Scans"
    made.mkdir()
    for age, name in enumerate(("new.PDF", "old.jpeg")):
        (made / name).write_bytes(made_files.pdf())
        os.utime(made / name, (1_700_000_000 - age, 1_700_000_000 - age))
    (made / "empty.pdf").touch()
    (made / ".hidden.pdf").write_bytes(b"x")
    (made / "setup.exe").write_bytes(b"x")
    (made / "folder.pdf").mkdir()
    (made / "link.pdf").symlink_to(made / "new.PDF")
    return made


def test_none_is_chosen_at_first(desk: Desk) -> None:
    assert scans.folder(desk) is None
    assert scans.waiting(desk) == []


def test_what_waits_is_listed_newest_first_and_attached_by_its_content(
    desk: Desk, anna: ClientRef, folder: Path
) -> None:
    scans.set_folder(desk, folder)
    found = scans.waiting(desk)
    assert [(one.name, one.bytes) for one in found] == [
        (name, len(made_files.pdf())) for name in ("new.PDF", "old.jpeg")
    ]
    assert found[0].changed == "2023-11-14T22:13:20+00:00"
    editing = documents.attach(desk, anna.id, found[1].path)
    assert [part.name for part in documents.files_of(editing.body)] == ["old.pdf"]
    assert found[1].path.exists(), "the file of the scanner is the person's own"


def test_the_choice_is_kept_for_the_next_sign_in_and_taken_back(desk: Desk, folder: Path) -> None:
    scans.set_folder(desk, folder)
    practices.lock(desk, "test")
    again = sign_in(desk.signin.path)
    try:
        assert scans.folder(again) == folder
        scans.set_folder(again, None)
        assert (scans.folder(again), scans.waiting(again)) == (None, [])
    finally:
        practices.lock(again, "test")


def test_what_is_no_folder_is_not_chosen_and_one_that_went_away_says_so(desk: Desk, folder: Path) -> None:
    for path, name in ((folder / "new.PDF", "no_scan_folder"), (desk.signin.path / "index", "inside_vault")):
        with fails(name):
            scans.set_folder(desk, path)
    assert scans.folder(desk) is None
    scans.set_folder(desk, folder)
    folder.rename(folder.with_name("away"))
    seen = last_seq(desk)
    with fails("no_scan_folder"):
        scans.waiting(desk)
    assert last_seq(desk) == seen
