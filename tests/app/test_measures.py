"""Questionnaires in a client's file: nothing computed is taken from outside, and what an answer asks for is done."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import msgspec
import pytest

from app import clock
from app.desk import Desk
from app.keeping import joined
from app.packs import instruments
from app.packs.instrument_digests import DIGESTS
from app.packs.instruments import Text, Wording
from app.records import KINDS
from app.records.measure_result import MeasureResult
from app.reports import drawing, measure_sheet
from app.rules import measure_words
from app.services import records
from app.services.client_safety import measure_courses, measure_papers, measures
from app.services.clients import ClientRef
from app.services.drafting import Editing
from app.services.outgoing import papers
from app.services.reading import today
from app.texts import set_language, speaking
from tests.app.helpers import fails
from tests.app.reading_pdf import pages_of, words_of

TODAY = date.today().isoformat()
BODY = {"instrument": "phq_9", "answers": "112101010", "language": "en", "discussed": "yes"}


def sign(desk: Desk, client: str, **values: Any) -> MeasureResult:
    """A signed result, as it is read again."""
    (made,) = records.add(desk, "measure_result", [{**BODY, **values}], client=client, sign=True)
    body = records.open(desk, made.id).body
    assert isinstance(body, MeasureResult)
    return body


def wanted(desk: Desk, client: str) -> list[str]:
    """The results for which a review is wanted."""
    return [str(row.facets["about"]) for row in joined.rows(desk, client, "safety_step")]


def test_a_result_says_what_it_adds_up_to_who_says_so_and_what_it_is_not(desk: Desk, anna: ClientRef) -> None:
    body = sign(desk, anna.id)
    found = instruments.load("phq_9")
    assert (body.total, body.highest, body.band, body.missing, body.critical) == (7, 27, "mild", "", "")
    assert body.source == found.scoring.citation
    assert "not a diagnosis" in body.caution
    assert (body.definition_version, body.definition_hash) == (found.version, found.digest)
    assert body.reached == []
    assert sign(desk, anna.id, answers="222220000").reached[0].startswith("10 or more: positive screen")


def test_what_is_computed_is_never_taken_from_outside(desk: Desk, anna: ClientRef) -> None:
    given = {"total": 0, "highest": 3, "band": "fine", "missing": "1", "critical": "9", "source": "me", "caution": "x",
             "definition_version": "9", "definition_hash": "0", "reached": ["all"],
             "subscales": [{"name": "x", "total": 1}]}  # fmt: skip
    body = sign(desk, anna.id, **given)
    assert (body.total, body.highest, body.band, body.missing, body.critical) == (7, 27, "mild", "", "")
    assert body.subscales == []
    assert body.reached == []
    assert body.source.startswith("Kroenke")


@pytest.mark.parametrize(
    ("answers", "missing"), [("11210101", "9"), ("1-2101010", "2"), ("0", "2, 3, 4, 5, 6, 7, 8, 9")]
)
def test_what_is_incomplete_has_no_total_and_no_band(desk: Desk, anna: ClientRef, answers: str, missing: str) -> None:
    body = sign(desk, anna.id, answers=answers)
    assert (body.total, body.band, body.reached, body.missing) == (None, "", [], missing)
    (row,) = measure_courses.rows(desk, anna.id)
    assert row.words == "Incomplete: no total"
    assert not row.counts
    assert measure_courses.courses(desk, anna.id) == []


def test_parts_are_added_up_by_themselves(desk: Desk, anna: ClientRef) -> None:
    body = sign(desk, anna.id, instrument="pcl_5", answers="1" * 5 + "2" * 2 + "3" * 7 + "4" * 6)
    assert [one.total for one in body.subscales] == [5, 4, 21, 24]
    assert (body.total, body.band) == (54, "")


@pytest.mark.parametrize("answers", ["412101010", "11210101000", "11210101a", "1.210101"])
def test_answers_that_do_not_fit_are_not_signed(desk: Desk, anna: ClientRef, answers: str) -> None:
    with fails("answers_do_not_fit") as found:
        sign(desk, anna.id, answers=answers)
    assert found[0].values["questionnaire"] == "PHQ-9"
    assert measure_courses.rows(desk, anna.id) == []


@pytest.mark.parametrize(
    "values", [{"answers": ""}, {"answers": "---------"}, {"language": None}, {"discussed": None}, {"discussed": "no"}]
)
def test_what_is_needed_is_asked_for(desk: Desk, anna: ClientRef, values: dict[str, Any]) -> None:
    with fails("not_complete"):
        sign(desk, anna.id, **values)


def test_a_result_is_of_no_day_to_come(desk: Desk, anna: ClientRef) -> None:
    with fails("in_future"):
        sign(desk, anna.id, taken_on="2999-01-01")


def test_item_nine_is_acted_on_when_the_draft_is_kept_and_only_once(desk: Desk, anna: ClientRef) -> None:
    editing = records.start(desk, "measure_result", anna.id, instrument="phq_9", answers="1121010")
    records.keep(desk, editing)
    assert wanted(desk, anna.id) == []
    editing = editing.with_values({"answers": "112101012"})
    for _time in range(2):
        records.keep(desk, editing)
        assert wanted(desk, anna.id) == [editing.record]
    assert [one.client for one in today.overview(desk).due if one.kind == "safety_step"] == [anna.id]
    records.sign(desk, editing.with_values({"discussed": "yes"}))
    assert wanted(desk, anna.id) == [editing.record]


def test_item_nine_is_acted_on_with_the_signature(desk: Desk, anna: ClientRef) -> None:
    sign(desk, anna.id, answers="000000001")
    (row,) = measure_courses.rows(desk, anna.id)
    assert row.critical == "9"
    assert row.band == "minimal"
    assert wanted(desk, anna.id) == [row.record]


def test_other_items_and_other_forms_ask_for_nothing(desk: Desk, anna: ClientRef) -> None:
    sign(desk, anna.id, answers="333333330")
    sign(desk, anna.id, instrument="gad_7", answers="3333333")
    assert wanted(desk, anna.id) == []


def test_what_has_to_be_acted_on_is_said_in_words(desk: Desk, anna: ClientRef) -> None:
    body = MeasureResult(instrument="phq_9", answers="--------2", taken_on="2026-11-22")  # type: ignore[arg-type]
    del desk, anna
    assert measures.to_act_on(body) == (
        "PHQ-9 (22 November 2026), item 9, answered 2: thoughts of death or of self-harm."
    )


def test_a_course_is_of_one_questionnaire_and_one_version(desk: Desk, anna: ClientRef) -> None:
    for day, answers in (("2026-03-01", "222222200"), ("2026-05-01", "111111100"), ("2026-04-01", "222111100")):
        sign(desk, anna.id, taken_on=day, answers=answers)
    sign(desk, anna.id, instrument="gad_7", answers="3333300", taken_on="2026-03-01")
    sign(desk, anna.id, instrument="gad_7", answers="1111100", taken_on="2026-04-01")
    phq, gad = sorted(measure_courses.courses(desk, anna.id), key=lambda one: one.name, reverse=True)
    assert phq.data.series[0].points == [("2026-03-01", 14.0), ("2026-04-01", 10.0), ("2026-05-01", 7.0)]
    assert phq.data.y_range == (0.0, 27.0)
    assert [band.caption for band in phq.data.bands] == ["minimal", "mild", "moderate", "moderately severe", "severe"]
    assert phq.change == "From the first to the last: 7 points lower."
    assert gad.data.series[0].points == [("2026-03-01", 15.0), ("2026-04-01", 5.0)]
    assert gad.change.startswith("From the first to the last: 10 points lower. At least 4: smallest difference")
    assert all(len(one.data.series) == 1 for one in (phq, gad))
    assert "not a diagnosis" in phq.about
    assert [row[1] for row in phq.rows] == ["14", "10", "7"]


def test_a_result_of_an_earlier_scoring_has_a_course_of_its_own(
    desk: Desk, anna: ClientRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(desk, anna.id, taken_on="2026-03-01")
    monkeypatch.setattr("app.packs.instruments.DIGESTS", {**DIGESTS, "phq_9.toml": "f" * 64})
    sign(desk, anna.id, taken_on="2026-04-01")
    courses = measure_courses.courses(desk, anna.id)
    assert [len(one.data.series[0].points) for one in courses] == [1, 1]
    assert [bool(one.data.bands) for one in courses] == [False, True]
    assert "The scoring has changed since" in courses[0].about


def test_what_happened_in_the_treatment_stands_beside(desk: Desk, anna: ClientRef) -> None:
    records.add(desk, "episode", [{"presenting_problem": "Sleep", "started_on": "2026-02-01"}], client=anna.id)
    sign(desk, anna.id, taken_on="2026-03-01")
    (course,) = measure_courses.courses(desk, anna.id)
    assert [(one.day, one.caption) for one in course.data.events] == [("2026-02-01", "Work began")]
    assert [row[2] for row in course.rows] == ["Work began", "mild"]


def test_drafts_and_errors_are_in_no_course(desk: Desk, anna: ClientRef) -> None:
    (made,) = records.add(desk, "measure_result", [BODY], client=anna.id)
    assert measure_courses.courses(desk, anna.id) == []
    records.sign(desk, made.id)
    assert len(measure_courses.courses(desk, anna.id)) == 1
    records.amend(desk, made.id, kind="entered_in_error", text="Wrong client.", reason="Mixed up two forms.")
    assert measure_courses.courses(desk, anna.id) == []
    assert [row.status for row in measure_courses.rows(desk, anna.id)] == ["entered_in_error"]


def test_a_changed_file_stops_the_scoring_and_leaves_old_results_alone(
    desk: Desk, anna: ClientRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(desk, anna.id)
    instruments.load.cache_clear()
    monkeypatch.setattr(instruments, "read", _refuse)
    try:
        with fails("instrument_changed"):
            sign(desk, anna.id)
        (course,) = measure_courses.courses(desk, anna.id)
        assert (course.data.bands, course.data.y_range) == ([], (0.0, 27.0))
        assert measures.shelf(desk)[0].problem is not None
    finally:
        instruments.load.cache_clear()


def _refuse(_folder: object, key: str) -> None:
    from app.vaults import failure

    raise failure("instrument_changed", file=f"{key}.toml")


def test_the_shelf_says_what_ships_and_why_not(desk: Desk) -> None:
    rows = measures.shelf(desk)
    scorable = [row for row in rows if row.key]
    assert [row.name for row in scorable] == ["PHQ-9", "GAD-7", "PCL-5"]
    assert all(row.has_text or row.why for row in scorable)
    assert "C-SSRS" in [row.name for row in rows if not row.key]


def test_the_band_is_recorded_in_the_language_of_the_person(desk: Desk, anna: ClientRef) -> None:
    set_language("pl")
    try:
        assert sign(desk, anna.id).band == "łagodne"
    finally:
        set_language("en")


def test_a_band_is_read_in_the_language_of_the_reader_wherever_it_stands(desk: Desk, anna: ClientRef) -> None:
    (made,) = records.add(desk, "measure_result", [{**BODY, "answers": "222220000"}], client=anna.id, sign=True)
    with speaking("pl"):
        (row,) = measure_courses.rows(desk, anna.id)
        assert row.words == "10 z 27, umiarkowane"
        assert [one[2] for one in measure_courses.courses(desk, anna.id)[0].rows] == ["umiarkowane"]
        opened = records.open(desk, made.id)
        course, record = measure_papers.of_results(desk, anna.id), papers.of_record(desk, made.id)
        texts = [words_of(drawing.pdf(prepared.paper)) for prepared in (course, record)]
        assert all("umiarkowane" in text and "moderate" not in text for text in texts)
        assert "dodatni wynik" in texts[1]
        assert "not a diagnosis" not in texts[1]
    assert isinstance(opened.body, MeasureResult)
    assert opened.body.band == "moderate"  # what was signed stays as it is


def test_a_name_that_the_publication_has_no_more_stays_as_it_was_recorded(
    desk: Desk, anna: ClientRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = sign(desk, anna.id, instrument="pcl_5", answers="1" * 20)
    with speaking("pl"):
        (row,) = measure_courses.rows(desk, anna.id)
        assert row.parts.startswith("Natrętne przeżywanie (B): 5; Unikanie (C): 2")
        assert measure_words.as_read(body).subscales[1].name == "Unikanie (C)"
        assert measure_words.band(instruments.load("phq_9"), "quite bad") == "quite bad"
        monkeypatch.setattr("app.packs.instruments.DIGESTS", {**DIGESTS, "pcl_5.toml": "f" * 64})
        assert measure_words.as_read(body).caution == body.caution


def test_how_far_a_total_moved_is_said_in_words(desk: Desk, anna: ClientRef) -> None:
    for day, answers in (("2026-03-01", "200000000"), ("2026-04-01", "200000000")):
        sign(desk, anna.id, taken_on=day, answers=answers)
    assert measure_courses.courses(desk, anna.id)[0].change == "From the first to the last: no change."
    sign(desk, anna.id, taken_on="2026-05-01", answers="300000000")
    assert measure_courses.courses(desk, anna.id)[0].change == "From the first to the last: 1 point higher."


def test_the_window_begins_with_its_own_language_and_today(desk: Desk, anna: ClientRef) -> None:
    body = records.start(desk, "measure_result", anna.id).body
    assert isinstance(body, MeasureResult)
    assert (body.language, body.taken_on, body.mode) == ("en", clock.today().isoformat(), "paper")


def test_titles_give_no_number_away(desk: Desk, anna: ClientRef) -> None:
    sign(desk, anna.id, taken_on="2026-11-20", answers="333333333")
    (row,) = records.listing(desk, "measure_result", anna.id)
    assert row.title == "20 Nov 2026, PHQ-9"


def test_the_schema_says_what_a_person_gives_and_what_is_computed() -> None:
    from app.records import json_schema

    schema = json.dumps(json_schema("measure_result"))
    assert "phq_9" in schema
    assert KINDS["measure_result"].signed
    assert not isinstance(MeasureResult(), Editing)


@pytest.mark.parametrize("key", instruments.scorable())
@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_blank_form_is_one_page_with_its_notice_and_asks_nobody(desk: Desk, key: str, language: str) -> None:
    prepared = measure_papers.of_blank(desk, key, language)
    assert not prepared.asks
    pdf = drawing.pdf(prepared.paper)
    assert len(pages_of(pdf)) == 1
    text = words_of(pdf)
    found = instruments.load(key)
    assert found.licence.notice in text
    wording = found.in_language(language)
    assert wording is not None
    if wording.text is None:
        assert wording.official in text
        assert text.count("☐") == found.items * (found.most - found.least + 1)


def test_the_results_are_printed_with_picture_table_and_source(desk: Desk, anna: ClientRef) -> None:
    sign(desk, anna.id, taken_on="2026-03-01", answers="222222200")
    sign(desk, anna.id, taken_on="2026-05-01", answers="111111100")
    sign(desk, anna.id, taken_on="2026-05-02", answers="11111110")
    records.add(desk, "measure_result", [{**BODY, "taken_on": "2026-05-03"}], client=anna.id)
    prepared = measure_papers.of_results(desk, anna.id)
    text = words_of(drawing.pdf(prepared.paper))
    for part in (anna.code, "PHQ-9", "14", "moderate", "7", "mild", "7 points lower", "Kroenke", "not a diagnosis",
                 "Incomplete: no total", "2 May 2026"):  # fmt: skip
        assert part in text, part
    assert "3 May 2026" not in text
    assert len(prepared.objects) == 3
    assert prepared.asks


def test_a_result_is_printed_with_all_that_was_recorded(desk: Desk, anna: ClientRef) -> None:
    (made,) = records.add(desk, "measure_result", [BODY], client=anna.id, sign=True)
    text = words_of(drawing.pdf(papers.of_record(desk, made.id).paper))
    for part in ("PHQ-9", "112101010", "Total 7", "mild", "Kroenke", "not a diagnosis"):
        assert part in text, part


def test_a_text_that_ships_stands_on_the_blank_form_item_by_item(desk: Desk) -> None:
    found = instruments.load("gad_7")
    text = Text(
        intro="How often?", items=tuple(f"Sentence {number}" for number in range(1, 8)),
        options=("Never", "Seldom", "Often", "Always"), read_at="made here", read_on=date(2026, 11, 22),
    )  # fmt: skip
    wording = Wording(language="en", official="GAD-7", address="https://www.phqscreeners.com", text=text)
    shown = msgspec.structs.replace(found, wording=(wording,))
    pdf = drawing.pdf(measure_sheet.blank(papers.head_of(desk), shown, "en"))
    assert len(pages_of(pdf)) == 1
    words = words_of(pdf)
    for part in ("How often?", "Seldom (1)", "Sentence 1", "Sentence 7", found.licence.notice):
        assert part in words, part
    assert words.count("☐") == 28
