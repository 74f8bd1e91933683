"""A fictional practice: people with histories over years, for trying out, screenshots, tests and measurements.

`histories` makes the people and what is written about them, without any storage; `create` writes
them into a new vault. The same seed, language and day give the same practice. Nobody in it exists.
"""

from __future__ import annotations

from app.demo.colleagues import DemoPerson
from app.demo.histories import History, histories
from app.demo.making import Demo, create

__all__ = ["Demo", "DemoPerson", "History", "create", "histories"]
