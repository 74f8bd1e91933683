"""The table of all kinds of record: where each lives, what it is called, whether it is signed."""

from __future__ import annotations

from collections.abc import Mapping

from app.records.base import Kind
from app.records.kinds_of_client import OF_CLIENT
from app.records.kinds_of_practice import OF_PRACTICE

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*OF_CLIENT, *OF_PRACTICE)}
