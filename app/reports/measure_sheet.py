"""Questionnaires on paper: a blank form to be filled in by hand, and a client's results with their course in greys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.packs.instruments import Instrument
from app.reports.charts import LineData
from app.reports.paper import Blanks, Block, Head, Heading, Notice, Paper, Small, Table, Text
from app.texts import _

_BOX = "☐"
_ITEM_SHARE, _ANSWER_SHARE, _NUMBER_SHARE = 5.0, 1.1, 0.5
_LARGEST = 1.05


@dataclass(frozen=True, slots=True)
class Shown:
    """The course of one questionnaire as it is printed; see `measure_courses.Course`."""

    data: LineData
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    change: str
    about: str


def blank(head: Head, found: Instrument, language: str) -> Paper:
    """A form without a name on it. Where the text does not ship it is an answer sheet by the numbers of the items."""
    text = found.text(language)
    wording = found.in_language(language)
    blocks: list[Block] = [Blanks([(_("Code"), ""), (_("Date"), "")])]
    values = [str(value) for value in range(found.least, found.most + 1)]
    if text is not None:
        titles = ["", "", *[f"{words} ({value})" for words, value in zip(text.options, values, strict=True)]]
        items = [[str(number), words] for number, words in enumerate(text.items, 1)]
        blocks += [Text(text.intro), _grid(titles, items)]
    else:
        if wording is not None and wording.why_not is not None:
            blocks.append(Notice(f"{wording.why_not} {wording.official}, {wording.address}"))
        blocks.append(Text(_("Answer sheet: one answer for each item of the form, by its number.")))
        blocks.append(_grid([_("Item"), *values], [[str(number)] for number in range(1, found.items + 1)]))
    blocks += [Small(found.licence.notice), Small(_("A screening questionnaire, not a diagnosis."))]
    return head.paper(title=found.name, subtitle=str(found.title), blocks=blocks, is_one_page=True, scale=_LARGEST)


def results(head: Head, shown: Sequence[Shown], incomplete: Sequence[Sequence[str]], client: str, code: str) -> Paper:
    """Each course as picture and as table, then the forms that have no total; `incomplete`: day, name, what lacks."""
    blocks: list[Block] = []
    for one in shown:
        blocks.append(one.data)
        if one.change:
            blocks.append(Text(one.change))
        widths = [1.4, 1.0, *[2.6] * (len(one.columns) - 2)]
        blocks.append(Table(list(one.columns), widths, [list(row) for row in one.rows]))
        blocks.append(Small(one.about))
    if incomplete:
        titles = [_("Day"), _("Questionnaire"), _("Items without an answer")]
        blocks += [
            Heading(_("Incomplete: no total")),
            Table(titles, [1.0, 1.4, 3.0], [list(row) for row in incomplete]),
        ]
    if not blocks:
        blocks.append(Notice(_("No questionnaire has been filled in.")))
    return head.paper(title=_("Measures"), subtitle=client, code=code, blocks=blocks)


def _grid(titles: list[str], items: Sequence[list[str]]) -> Table:
    """A row of boxes for each item; its number alone, or number and text, stand before them."""
    before = [_NUMBER_SHARE, _ITEM_SHARE][: len(items[0])]
    answers = len(titles) - len(before)
    rows = [[*words, *[_BOX] * answers] for words in items]
    return Table(titles, [*before, *[_ANSWER_SHARE] * answers], rows)
