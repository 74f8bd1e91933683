"""Papers of the safety of the practice: the risk register with its matrix, and the pictures of the year, in grey."""

from __future__ import annotations

from collections.abc import Sequence

from app import formats
from app.desk import Action, Desk
from app.reports.paper import Block, Facts, Notice, Table
from app.rules.hazards import View
from app.services.outgoing import papers
from app.services.outgoing.papers import Prepared
from app.services.safety import figures, hazards, pictures
from app.texts import _


def of_register(desk: Desk, wanted: Sequence[str], view: View = View.CURRENT) -> Prepared:
    """The risk register: the matrix of one rating over all hazards, and the lines with these ids."""
    desk.require(Action.PRINT, "practice")
    lines = hazards.rows(desk)
    titles = [_("Rank"), _("Hazard"), _("Area"), _("Risk now"), _("Wanted"), _("Responsible"), _("Due")]
    rows = [
        [
            str(line.rank),
            line.hazard,
            line.area,
            line.score_words(),
            line.score_words(View.TARGET),
            line.owner,
            formats.short_date(line.due) if line.due else "",
        ]
        for line in lines
        if line.id in set(wanted)
    ]
    note = _("Bands: NPSA risk matrix of 2008, likelihood times severity. No client is rated here.")
    blocks: list[Block] = [
        pictures.of_register(lines, view), Notice(note), Table(titles, [0.7, 3.4, 1.8, 1.5, 1.5, 1.8, 1.5], rows),
    ]  # fmt: skip
    paper = papers.head_of(desk).paper(title=_("Risk register"), blocks=blocks, is_wide=True)
    return papers.ready(paper, "risk_register")


def of_pictures(desk: Desk) -> Prepared:
    """The pictures of the last twelve months with their tables; no client is on them."""
    desk.require(Action.PRINT, "safety")
    found = figures.of(desk)
    blocks: list[Block] = [Facts(pictures.facts(found))]
    for picture in pictures.of_figures(found):
        share = [3.0, *([1.2] * (len(picture.columns) - 1))]
        blocks += [picture.data, Table(picture.columns, share, picture.rows)]
    return papers.ready(papers.head_of(desk).paper(title=_("Pictures of the year"), blocks=blocks), "figures")
