"""The table of docs/jurisdictions.md: how many rules each pack that ships has, and how many of them were verified."""

from __future__ import annotations

from pathlib import Path

from app.packs import jurisdictions
from app.packs.jurisdiction_rules import Pack, rules_of, written

PAGE = Path(__file__).parents[2] / "docs" / "jurisdictions.md"
_BEGIN, _END = "<!-- generated: python -m app.cli.jurisdictions_page -->\n", "<!-- end -->"


def table() -> str:
    """The table in Markdown."""
    head = "| pack | for | stands on | version | rules | verified | unverified | law | guideline | practice |"
    lines = [head, f"|{' --- |' * head.count(' | ')} --- |"]
    lines += [_line(pack) for _code, pack in jurisdictions.SHIPPED.items()]
    return "\n".join(lines) + "\n\n" + _unverified()


def page() -> str:
    """The page with its table made anew."""
    text = PAGE.read_text(encoding="utf-8")
    before, _mark, rest = text.partition(_BEGIN)
    return before + _BEGIN + table() + _END + rest.partition(_END)[2]


def _line(pack: Pack) -> str:
    rules = [rule for _table, _place, rule in rules_of(pack)]
    verified = sum(rule.is_verified for rule in rules)
    forces = [str(sum(rule.force == force for rule in rules)) for force in ("law", "guideline", "practice")]
    base = f"`{pack.base}`" if pack.base else ""
    cells = (f"`{pack.code}`", pack.name.en, base, str(pack.version), str(len(rules)), str(verified))
    return f"| {' | '.join((*cells, str(len(rules) - verified), *forces))} |"


def _unverified() -> str:
    lines = ["Unverified, and marked so wherever it is shown:\n"]
    for code, pack in jurisdictions.SHIPPED.items():
        found = [f"{written(table)} `{rule.id}`" for table, _place, rule in rules_of(pack) if not rule.is_verified]
        if found:
            lines.append(f"- `{code}`: {', '.join(found)}")
    return "\n".join(lines) + "\n\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
