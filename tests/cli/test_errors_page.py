"""The page of all failures is what the table says."""

from __future__ import annotations

from app.cli import errors_page
from app.vaults import FAILURES
from tests.cli.terminal import ROOT


def test_committed_page_is_the_generated_one() -> None:
    assert (ROOT / "docs" / "errors.md").read_text("utf-8") == errors_page.page(), "python -m app.cli.errors_page"


def test_every_failure_is_on_the_page() -> None:
    page = errors_page.page()
    assert all(f"| CS-{row.code} |" in page for row in FAILURES.values())
