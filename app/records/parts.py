"""A group of fields inside a record, checked like the record itself."""

from __future__ import annotations

import msgspec

from app.records import checks


class Part(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A group of fields inside a record: one row of a list, or a block of a form."""

    def __post_init__(self) -> None:
        checks.check_shapes(self)
        self.check()

    def check(self) -> None:
        """Rules between the fields of this part; raises a KnownError that names the field."""
