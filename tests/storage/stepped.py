"""A step of the schema that this program does not have, as a newer one would bring it (V-4.4)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from storage import schema_steps

STEP = """
ALTER TABLE draft ADD COLUMN place TEXT;
CREATE TABLE planted (n INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT;
CREATE INDEX planted_by_word ON planted (word);
INSERT INTO planted (word) SELECT record FROM revision;
"""


@contextlib.contextmanager
def planted_step(sql: str = STEP) -> Iterator[None]:
    """Inside the block the program has one step more."""
    known = schema_steps.steps
    all_of_them = (*known(), sql)
    schema_steps.steps = lambda: all_of_them  # type: ignore[assignment]
    schema_steps._expected.cache_clear()
    try:
        yield
    finally:
        schema_steps.steps = known
        schema_steps._expected.cache_clear()
