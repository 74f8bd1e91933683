"""Fixtures for the torture suite: where system calls cannot be recorded, it says so loudly."""

from __future__ import annotations

import pytest

from tests.torture import shares


@pytest.fixture(scope="session")
def recording() -> None:
    """Skip, with the reason, where no system call can be recorded."""
    refusal = shares.refusal()
    if refusal is not None:
        pytest.skip(f"NOT TORTURED, nothing here was checked: {refusal}")
