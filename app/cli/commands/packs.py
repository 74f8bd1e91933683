"""Law packs: which there are, what one says, whether a file is one, and loading a newer one."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import formats
from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.texts import N_, _

if TYPE_CHECKING:
    from app.desk import Desk
    from app.packs.differences import Difference
    from app.packs.jurisdiction_rules import Pack, Rule
    from app.services.practice.packs import PackRow, Preview


def listing(asked: Namespace, output: Output) -> None:
    """The packs that ship; of a vault, those in use."""
    from app.services.practice import packs

    with _perhaps_signed_in(asked, output) as desk:
        found = packs.rows(desk) if desk is not None else packs.shipped_rows()
    if output.as_json:
        for row in found:
            output.document(_row(row))
        return
    titles = (_("Code"), _("Name"), _("Version"), _("Rules"), _("Verified"), _("Reviewed by"), _("From"))
    output.table(titles, [_line(row) for row in found])


def show(asked: Namespace, output: Output) -> None:
    """Every rule of one pack."""
    from app.services.practice import packs

    with _perhaps_signed_in(asked, output) as desk:
        found = packs.by_code(desk, asked.code) if desk is not None else packs.shipped_by_code(asked.code)
    if output.as_json:
        output.document(_document(found))
    else:
        _say(found, output)


def check(asked: Namespace, output: Output) -> None:
    """Whether a file is a pack, and what it would change."""
    from app.services.practice import packs

    _told(packs.check(asked.file), output, is_loaded=False)


def load(asked: Namespace, output: Output) -> None:
    """Take a newer pack into use, and say what it changes."""
    from app.cli import way_in
    from app.services.practice import packs

    with way_in.signed_in(asked, output) as desk:
        shown = packs.preview(desk, asked.file)
        if not asked.dry_run:
            packs.load(desk, shown)
    _told(shown, output, is_loaded=not asked.dry_run)


@contextmanager
def _perhaps_signed_in(asked: Namespace, output: Output) -> Iterator[Desk | None]:
    if asked.vault is None:
        yield None
        return
    from app.cli import way_in

    with way_in.signed_in(asked, output) as desk:
        yield desk


def _told(shown: Preview, output: Output, *, is_loaded: bool) -> None:
    head = {"code": shown.pack.code, "version": shown.pack.version, "replaces": _version(shown.known)}
    if output.as_json:
        output.document({**head, "loaded": is_loaded, "difference": _difference(shown.difference)})
        return
    known = _version(shown.known)
    words = (
        _("{name}, version {version}; version {known} is in use.").format(
            name=shown.pack.name, version=shown.pack.version, known=known
        )
        if known is not None
        else _("{name}, version {version}; there is no such pack yet.").format(
            name=shown.pack.name, version=shown.pack.version
        )
    )
    output.say(words)
    _say_difference(shown.difference, output)
    if is_loaded:
        output.say(_("Loaded. What was computed with the version before keeps its dates."))


def _say_difference(difference: Difference, output: Output) -> None:
    if difference.is_empty:
        output.say(_("It says the same."))
    for change in difference.head:
        output.say(f"  {change.name}: {change.old or '–'} → {change.new or '–'}")
    for table, rule in difference.added:
        output.say(f"+ {table} {rule.id}: {rule.title}")
    for changed in difference.changed:
        output.say(f"~ {changed.table} {changed.rule}: {changed.title}")
        for change in changed.changes:
            output.say(f"    {change.name}: {change.old or '–'} → {change.new or '–'}")
    for table, rule in difference.removed:
        output.say(f"- {table} {rule.id}: {rule.title}")


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "head": [{"name": each.name, "old": each.old, "new": each.new} for each in difference.head],
        "added": [{"table": table, "rule": rule.id} for table, rule in difference.added],
        "changed": [
            {
                "table": changed.table,
                "rule": changed.rule,
                "changes": [{"name": each.name, "old": each.old, "new": each.new} for each in changed.changes],
            }
            for changed in difference.changed
        ],
        "removed": [{"table": table, "rule": rule.id} for table, rule in difference.removed],
    }


def _row(row: PackRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "version": row.version,
        "base": row.base,
        "valid_from": row.valid_from,
        "reviewer": row.reviewer,
        "rules": row.rules,
        "verified": row.verified,
        "loaded": row.is_loaded,
        "ours": row.is_ours,
        "problem": f"CS-{row.problem.code}" if row.problem is not None else None,
    }


def _line(row: PackRow) -> tuple[str, ...]:
    origin = _("a file") if row.is_loaded else _("the program")
    numbers = (str(row.version), formats.number(row.rules), formats.number(row.verified))
    return (row.code, row.name or _("cannot be used"), *numbers, row.reviewer or _("nobody yet"), origin)


def _document(pack: Pack) -> dict[str, Any]:
    import msgspec

    document = msgspec.to_builtins(pack)
    assert isinstance(document, dict)  # noqa: S101 - tells mypy what a struct becomes
    return document


def _say(pack: Pack, output: Output) -> None:
    from app.packs.jurisdiction_rules import rules_of, written

    output.say(_("{name}, version {version}").format(name=pack.name, version=pack.version))
    output.say(
        _("Reviewed by: {who}").format(who=pack.reviewer)
        if pack.reviewer
        else _("Nobody who practises law there has reviewed it. Have it checked where you practise.")
    )
    last = ""
    for table, _place, rule in rules_of(pack):
        if table != last:
            output.say()
            output.say(f"[{written(table)}]")
            last = table
        _say_rule(rule, output)


def _say_rule(rule: Rule, output: Output) -> None:
    from app.services.practice import packs

    output.say(f"{rule.id}: {rule.title}")
    output.say(f"    {rule.text}")
    output.say(f"    {rule.citation} ({packs.mark(rule)})")


def _version(pack: Pack | None) -> int | None:
    return pack.version if pack is not None else None


_MAYBE_VAULT = argument(
    "vault", metavar="VAULT", nargs="?", type=Path, help=N_("The folder of the vault; without it, what ships.")
)
_FILE = argument("file", metavar="FILE", type=Path, help=N_("A law pack, as TOML."))

COMMANDS = (
    Command("packs list", N_("List the law packs."), listing, (_MAYBE_VAULT,), unlocks=True),
    Command(
        "packs show",
        N_("Show every rule of one law pack, with its source."),
        show,
        (argument("code", metavar="CODE", help=N_("Its code, such as pl or us-ca.")), _MAYBE_VAULT),
        unlocks=True,
    ),
    Command("packs check", N_("Check a law pack in a file, and show what it changes."), check, (_FILE,)),
    Command(
        "packs load",
        N_("Load a newer law pack from a file, and show what it changes."),
        load,
        (
            VAULT,
            _FILE,
            argument("--dry-run", action="store_true", help=N_("Only show what it would change.")),
        ),
        unlocks=True,
    ),
)
