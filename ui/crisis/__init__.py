"""The crisis card of F1: whom to call, and what the practice agreed to do."""

from __future__ import annotations
