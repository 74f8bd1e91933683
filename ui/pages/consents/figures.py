"""What the board of consents shows besides its lines: how many are in each state, and what ends in which month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.services.consenting import consent_board

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.desk import Desk
    from app.rules.board_columns import Column
    from app.services.consenting.consent_board import Board, BoardRow

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """A month from today on: what holds only until some day of it, and what is talked about again in it."""

    first: date
    ends: int
    reviews: int

    @property
    def key(self) -> str:
        """`2026-12`."""
        return f"{self.first:%Y-%m}"

    @property
    def total(self) -> int:
        """How many of either."""
        return self.ends + self.reviews


@dataclass(frozen=True, slots=True)
class Figures:
    """The board, and its rows by month."""

    board: Board
    months: list[Month]


def look(desk: Desk) -> Figures:
    """Runs on the engine thread."""
    found = consent_board.board(desk)
    return Figures(found, months_of(found.rows, found.day))


def months_of(rows: Sequence[BoardRow], day: date) -> list[Month]:
    """The next twelve months, this one first."""
    ends = [row.state.until[:7] for row in rows if row.state.is_active and row.state.until]
    reviews = [row.state.review_due[:7] for row in rows if row.state.is_active and row.state.review_due]
    firsts = [_month_after(day, number) for number in range(MONTHS)]
    return [Month(first, ends.count(f"{first:%Y-%m}"), reviews.count(f"{first:%Y-%m}")) for first in firsts]


def in_column(rows: Sequence[BoardRow], column: Column) -> list[BoardRow]:
    """The rows of one state."""
    return [row for row in rows if row.column is column]


def in_month(rows: Sequence[BoardRow], month: str) -> list[BoardRow]:
    """The rows that end or are talked about again in a month such as `2026-12`."""
    return [row for row in rows if row.state.is_active and month in _months(row)]


def matching(rows: Sequence[BoardRow], words: str) -> list[BoardRow]:
    """The rows in which every word stands somewhere: code, name, or what is consented to."""
    wanted = words.casefold().split()
    return [row for row in rows if all(word in f"{row.code} {row.name} {row.title}".casefold() for word in wanted)]


def _months(row: BoardRow) -> set[str]:
    return {day[:7] for day in (row.state.until, row.state.review_due) if day}


def _month_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
