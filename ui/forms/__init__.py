"""Builds an editor, or a view to be read, from the fields that a record describes."""

from __future__ import annotations
