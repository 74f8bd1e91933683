"""Every text for people is in every catalogue, looked at, and fits its English sentence."""

from __future__ import annotations

import ast
import gettext
import io
import string
from collections.abc import Iterator
from pathlib import Path

import catalogues
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

# The mark at the end of a text says what it is: a sentence, a label before a field, a question, a menu entry.
ENDS = (".", ":", "?", "!", "…", "…\u201d")


@pytest.fixture(scope="module")
def texts() -> Catalog:
    """What the code says."""
    return catalogues.extract()


@pytest.fixture(scope="module", params=catalogues.TRANSLATED)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    """One translated catalogue after the other."""
    return catalogues.read(request.param)


def ids(catalog: Catalog) -> set[tuple[str | None, str]]:
    """The texts of `catalog`: context and message id, for a plural the singular's."""
    return {(message.context, english(message)[0]) for message in catalog if message.id}


def english(message: Message) -> tuple[str, ...]:
    """The English text of `message`: one, or singular and plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def pairs(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """English and translation of every text and every plural form that has a translation."""
    for message in catalog:
        if message.id:
            for form, text in enumerate(catalogues.forms(message)):
                if text:
                    yield english(message)[min(form, len(english(message)) - 1)], text


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def uncollected(source: str) -> list[int]:
    """Lines of texts inside f-strings: the collector of texts sees a string there, and no call."""
    inside = (
        part for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
    )
    calls = (part for part in inside if isinstance(part, ast.Call) and isinstance(part.func, ast.Name))
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in {"_", "N_", "ngettext"}
        if call.args and isinstance(call.args[0], ast.Constant)
    ]


def test_no_text_hides_in_an_f_string() -> None:
    root = Path(__file__).parents[2]
    files = [path for folder in ("app", "ui", "storage") for path in (root / folder).rglob("*.py")]
    found = [f"{path.relative_to(root)}:{line}" for path in files for line in uncollected(path.read_text("utf-8"))]
    assert files
    assert not found


def test_a_text_in_an_f_string_is_seen() -> None:
    assert uncollected("x = f\"{a} {_('Never collected.')}\"") == [1]
    assert not uncollected('x = f"{a} {_(label)}"')


def test_code_has_texts(texts: Catalog) -> None:
    assert ids(texts)


def test_catalogue_has_the_texts_of_the_code_and_no_other(texts: Catalog, catalog: Catalog) -> None:
    assert sorted(map(str, ids(texts) - ids(catalog))) == [], "make texts brings them in"
    assert sorted(map(str, ids(catalog) - ids(texts))) == [], "make texts removes them"


def test_every_text_is_translated_and_looked_at(catalog: Catalog) -> None:
    assert catalogues.untranslated(catalog) == []


def test_translation_has_the_placeholders_of_the_english(catalog: Catalog) -> None:
    for message in catalog:
        forms = catalogues.forms(message)
        for form, text in enumerate(forms if message.id and all(forms) else ()):
            # A form for exactly one may spell the number out: "one note", and needs no {n}.
            optional = {"n"} if len(forms) > 1 and form == 0 else set()
            wanted = set().union(*map(placeholders, english(message)))
            assert placeholders(text) | optional == wanted | optional, text


def test_plural_has_all_forms_of_its_language(catalog: Catalog) -> None:
    for message in catalog:
        if message.pluralizable and message.id:
            assert len(catalogues.forms(message)) == catalog.num_plurals, message.id


def test_translation_ends_as_its_english_ends(catalog: Catalog) -> None:
    for original, text in pairs(catalog):
        assert original != original.strip() or text == text.strip(), repr(text)
        # English closes a quotation after the full stop, Polish before it.
        ends = [f"{one[:-2]}”." if one.endswith(".”") else one for one in (original, text)]
        assert len({tuple(one.endswith(end) for end in ENDS) for one in ends}) == 1, (original, text)


def test_polish_counts_as_polish_does() -> None:
    stream = io.BytesIO()
    write_mo(stream, catalogues.read("pl"))
    stream.seek(0)
    plural = gettext.GNUTranslations(stream).plural  # type: ignore[attr-defined]
    assert [plural(n) for n in (1, 2, 4, 22, 0, 5, 12, 21, 25)] == [0, 1, 1, 1, 2, 2, 2, 2, 2]


def test_new_text_is_found_with_its_plural_and_context(tmp_path: Path) -> None:
    for folder in catalogues.FOLDERS:
        (tmp_path / folder).mkdir()
    code = '_("Planted")\nngettext("{n} note", "{n} notes", 2)\npgettext("verb", "Open")\nN_("Marked")\n_(unknown)\n'
    (tmp_path / "ui/planted.py").write_text(code, "utf-8")
    assert ids(catalogues.extract(tmp_path)) == {
        (None, "Planted"),
        (None, "{n} note"),
        ("verb", "Open"),
        (None, "Marked"),
    }
