"""Write docs/errors.md from the table of failures: `python -m app.cli.errors_page`."""

from __future__ import annotations

from pathlib import Path

from app import texts
from app.cli import failures as failures  # noqa: PLC0414 - the table is complete from here on
from app.vaults import FAILURES, Failure

_FAMILIES = {
    1: ("Refused by a rule or a right", 1),
    2: ("Usage", 2),
    3: ("Wrong passphrase or code", 3),
    4: ("Vault busy", 4),
    5: ("Damaged or tampered", 5),
    6: ("Not found", 6),
    7: ("No space or not writable", 7),
    8: ("Unsupported version", 8),
    9: ("A bug", 70),
}
_HEAD = """# Every failure, its code and what to do

Generated from the table of failures by `python -m app.cli.errors_page`; do not edit.
Codes are stable. The command line ends with the exit code of the family, and prints

    CS-301 What happened.
    What to do now.

or, with `--json`, `{"error": {"code", "message", "advice"}}`. Words in braces are filled in; they are never
taken from a record.
"""


def page() -> str:
    """The whole page, English and Polish side by side."""
    before = texts.language()
    try:
        sections = [_HEAD, *(_section(family) for family in _FAMILIES)]
    finally:
        texts.set_language(before)
    return "\n".join(sections)


def _section(family: int) -> str:
    title, exit_code = _FAMILIES[family]
    rows = sorted((row for row in FAILURES.values() if row.code // 100 == family), key=lambda row: row.code)
    lines = [
        f"## {family}xx: {title} (exit code {exit_code})",
        "",
        "| code | English | Polski |",
        "| --- | --- | --- |",
    ]
    return "\n".join([*lines, *map(_row, rows), ""])


def _row(row: Failure) -> str:
    english, polish = (_told(row, language) for language in ("en", "pl"))
    return f"| CS-{row.code} | {english} | {polish} |"


def _told(row: Failure, language: str) -> str:
    texts.set_language(language)
    return f"{texts._(row.sentence)}<br>{texts._(row.advice)}".replace("|", "\\|")


def main() -> None:
    """Write the page into the source tree."""
    path = Path(__file__).resolve().parents[2] / "docs" / "errors.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
