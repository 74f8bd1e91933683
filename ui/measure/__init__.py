"""The window's side of the benchmark (app/bench starts these as processes): start, memory, stalls."""

from __future__ import annotations
