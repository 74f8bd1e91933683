"""The paper of one's own trainings and credentials: for an audit of the body, or for the owner of the practice."""

from __future__ import annotations

from app import formats
from app.desk import Action, Desk
from app.keeping import naming
from app.records.credential import CredentialKind
from app.records.training import TrainingArea, TrainingCategory
from app.reports.paper import Block, Facts, Heading, Notice, Paper, Table
from app.rules.training_hours import Cycle
from app.services.outgoing import papers
from app.services.outgoing.papers import Prepared
from app.services.practice import practices, trainings
from app.services.practice.trainings import CredentialRow, TrainingRow
from app.texts import _


@naming.in_full
def of_trainings(desk: Desk) -> Prepared:
    """Both lists of this person, with the hours of each cycle; drafts are not on it."""
    desk.require(Action.PRINT, "personal")
    done = [row for row in trainings.rows(desk) if not row.is_draft]
    held = [row for row in trainings.credentials(desk) if row.state != "draft"]
    blocks: list[Block] = []
    if held:
        blocks += [Heading(_("Credentials")), _credentials(held)]
    if done:
        blocks += [Heading(_("Trainings")), _trainings(done)]
        blocks += [part for cycle in trainings.totals(desk) for part in _totals(cycle)]
    if not blocks:
        blocks = [Notice(_("Nothing is entered yet."))]
    name = practices.person_name(desk, desk.account)
    paper: Paper = papers.head_of(desk).paper(title=_("Training and credentials"), subtitle=name, blocks=blocks)
    listed = [row.id for row in held] + [row.id for row in done]
    objects = [(record, desk.own("personal")) for record in listed]
    return papers.ready(paper, "trainings", objects=objects)


def _credentials(rows: list[CredentialRow]) -> Table:
    titles = [_("What it is"), _("Number"), _("Begins on"), _("Ends on")]
    lines = [[_named(row), row.number, _day(row.valid_from), _day(row.valid_to)] for row in rows]
    return Table(titles, [4.0, 2.0, 1.6, 1.6], lines)


def _named(row: CredentialRow) -> str:
    """A code of ethics is listed by its name, which does not say what it is."""
    is_code = row.kind == CredentialKind.CODE_OF_ETHICS
    return f"{row.kind_label}: {row.title}" if is_code else row.title


def _trainings(rows: list[TrainingRow]) -> Table:
    titles = [_("Finished on"), _("Title"), _("Who gave it"), _("Category"), _("Length"), _("Cycle")]
    lines = [
        [_day(row.completed_on), row.title, row.provider, row.category, formats.length(row.minutes), row.cycle]
        for row in rows
    ]
    return Table(titles, [1.4, 3.0, 2.2, 1.6, 1.2, 1.2], lines)


def _totals(cycle: Cycle) -> list[Block]:
    lines = [(_("All of it"), formats.length(cycle.minutes))]
    lines += [
        (_(TrainingCategory.label_of(name)) if name else _("No category"), formats.length(minutes))
        for name, minutes in cycle.categories.items()
    ]
    lines += [
        (_("of it: {area}").format(area=_(TrainingArea.label_of(name))), formats.length(minutes))
        for name, minutes in cycle.areas.items()
    ]
    return [Heading(_("Cycle {name}").format(name=cycle.name)), Facts(lines)]


def _day(value: str) -> str:
    return formats.short_date(value) if value else ""
