"""A disk that is full for the database of one desk: SQLite itself answers so, as on a real one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.desk import Desk
from app.vaults import KnownError
from storage import database

_MOST_PAGES = 1_073_741_823


@contextmanager
def full_disk(desk: Desk) -> Iterator[None]:
    """In the block nothing more can be written into the vault's database."""
    _limit_pages(desk, 1)  # SQLite makes it the number of pages there are
    try:
        _use_up_what_is_left(desk)
        yield
    finally:
        _limit_pages(desk, _MOST_PAGES)


def _limit_pages(desk: Desk, most: int) -> None:
    connection = desk.signin._vault.connection
    connection.set_authorizer(None)
    connection.execute(f"PRAGMA max_page_count = {most}").fetchall()
    database.guard(connection)


def _use_up_what_is_left(desk: Desk) -> None:
    try:
        for _try in range(10_000):
            desk.signin.refuse("view")
    except KnownError as error:
        if error.name != "no_space":
            raise
        return
    message = "the disk does not get full"
    raise AssertionError(message)
