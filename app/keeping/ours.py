"""Looking for what there is once: records of the practice, of the register, of oneself, only where they belong.

Whoever can share anything can share a compartment of their own in which a record calls itself a policy of the practice
or the name of a colleague. It is listed with the rest, so lists that matter ask for the place too.
"""

from __future__ import annotations

from typing import Any

from app.desk import Desk
from app.records import KINDS
from storage.vault import Query


def query(desk: Desk, kind: str, **asked: Any) -> Query:
    """A query for records of a kind of the practice, the register or oneself, in that compartment alone."""
    return Query(kinds=(kind,), compartments=(desk.own(KINDS[kind].compartment),), **asked)
