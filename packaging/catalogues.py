#!/usr/bin/env python3
"""Keep the catalogues of texts: collect the texts from the code, merge them into each .po file, compile these to .mo.

python packaging/catalogues.py update     after texts in the code have changed
python packaging/catalogues.py compile    before the program can show them
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
LOCALE: Final = ROOT / "resources" / "locale"
DOMAIN: Final = "clientsafe"
FOLDERS: Final = ("app", "storage", "ui")
# English is the language of the message ids and needs no catalogue.
TRANSLATED: Final = ("pl",)
KEYWORDS: Final[Mapping[str, tuple[int | tuple[int, str], ...] | None]] = {
    "N_": None,
    "_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_WIDTH: Final = 100


def po_path(language: str) -> Path:
    """Where the catalogue of `language` lies."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def extract(root: Path = ROOT) -> Catalog:
    """All texts for people in the code under `root`, each with the files it is used in."""
    catalog = Catalog(domain=DOMAIN, project="ClientSafe")
    for folder in FOLDERS:
        found = extract_from_dir(
            root / folder, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for path, _line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
            location = (f"{folder}/{Path(path).as_posix()}", 0)
            catalog.add(message, locations=[location], auto_comments=comments, context=context)
    return catalog


def read(language: str) -> Catalog:
    """The catalogue of `language`; an empty one where there is none yet."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, domain=DOMAIN, project="ClientSafe", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, domain=DOMAIN, abort_invalid=True)


def untranslated(catalog: Catalog) -> list[str]:
    """The message ids of `catalog` that lack a text, or have one that nobody has looked at."""
    return [str(message.id) for message in catalog if message.id and (message.fuzzy or not all(forms(message)))]


def forms(message: Message) -> tuple[str, ...]:
    """The translations of `message`: one, or one for each plural form."""
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def update() -> None:
    """Bring every catalogue to the texts of the code: new ones come in empty, unused ones go."""
    texts = extract()
    for language in TRANSLATED:
        catalog = read(language)
        catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            write_po(stream, catalog, width=_WIDTH, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
        missing = untranslated(catalog)
        print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {len(missing)} without a translation")


def compile_all() -> None:
    """Write the .mo file beside every .po file."""
    for language in TRANSLATED:
        path = po_path(language)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as stream:
                write_mo(stream, read(language))


def main(arguments: list[str]) -> int:
    """Do what the only argument says; 2 where it says nothing known."""
    actions = {"compile": compile_all, "update": update}
    if len(arguments) != 1 or arguments[0] not in actions:
        print(__doc__, file=sys.stderr)
        return 2
    actions[arguments[0]]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
