"""Questionnaires on paper, ready to be drawn: a blank form, and the results of a client."""

from __future__ import annotations

from app import formats
from app.desk import Action, Desk
from app.keeping import naming, plans, why
from app.packs import instruments
from app.records.release_choices import InformationClass
from app.reports import measure_sheet
from app.reports.measure_sheet import Shown
from app.services.client_safety import measure_courses
from app.services.outgoing import papers
from app.services.outgoing.papers import Prepared
from app.texts import speaking


def of_blank(desk: Desk, key: str, form_language: str) -> Prepared:
    """A blank form in a language: it names nobody, so nobody is asked where it goes.

    Raises:
        KnownError: `no_such_instrument`, `instrument_changed`, `no_licence_file`, `refused`.
    """
    desk.require(Action.PRINT, "practice")
    found = instruments.load(key)
    with speaking(form_language):
        paper = measure_sheet.blank(papers.head_of(desk), found, form_language)
    return papers.ready(paper, "measure_form", asks=False)


@naming.in_full
def of_results(desk: Desk, client_id: str) -> Prepared:
    """All results of a client over time, and what is incomplete; drafts and errors are left out."""
    desk.require_record(Action.PRINT, client_id)
    reason = why.purpose_for(desk, client_id, None)
    listed = [
        row
        for row in measure_courses.rows(desk, client_id)
        if row.state == "signed" and row.status != measure_courses.IN_ERROR
    ]
    shown = [
        Shown(one.data, one.columns, one.rows, one.change, one.about)
        for one in measure_courses.courses(desk, client_id)
    ]
    incomplete = [[formats.short_date(row.taken_on), row.name, row.missing] for row in listed if row.total is None]
    client, code = papers.name_and_code(plans.row_of(desk, client_id))
    paper = measure_sheet.results(papers.head_of(desk), shown, incomplete, client, code)
    found = [(row.record, desk.signin.compartment_of(row.record)) for row in listed]
    objects = [(record, compartment) for record, compartment in found if compartment is not None]
    told = frozenset({InformationClass.ATTENDANCE})  # the days of the treatment that stand beside
    return papers.ready(paper, "measures", objects=objects, purpose=reason, clients=(client_id,), information=told)
