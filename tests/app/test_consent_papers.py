"""Forms, receipts and confirmations, read back from the PDF: whole, in one language, with no name in the properties."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest

from app import clock, texts
from app.desk import Desk
from app.packs import consent_texts, merge_fields, statements
from app.records.consent_choices import Method, SignerRole
from app.records.disclosure import Agency
from app.records.practice_profile import PracticeProfile
from app.records.signature import Signature, drawn
from app.reports import consent_form, drawing, fonts, pages
from app.reports.consent_form import Form
from app.reports.paper import Head
from app.rules.destinations import TO_CLIENT
from app.services import records
from app.services.clients import ClientRef
from app.services.consenting import consent_papers, consents
from app.services.outgoing import papers, releases, releasing
from app.services.outgoing.papers import Prepared
from app.services.practice import practices
from tests.app.helpers import entries, fails, last_seq, take_consent, write_note
from tests.app.reading_pdf import pages_of, properties_of, words_of
from tests.app.releases_made import by_law, on, sign_release
from tests.app.test_consent_texts import EVERY

MOST_PAGES = {"therapy": 3, "guardian": 3, "couple": 3, "telehealth": 3}
ONE_PAGE = {"limits_of_confidentiality", "withdrawal", "closing_letter"}
EVERY_REGIME = ("hipaa", "part2", "gdpr", "uk_gdpr", "pl")
STROKES = [[(0.1, 0.8, 0.0), (0.5, 0.1, 0.2), (0.9, 0.8, 0.4)], [(0.95, 0.9, 0.6)]]


def words(prepared: Prepared) -> str:
    return words_of(drawing.pdf(prepared.paper))


def bare(text: str) -> str:
    """Words without breaks and without lines to write on, whose length may be cut at the end of a line."""
    return " ".join(text.replace("_", " ").replace("- ", "").replace("\u2022 ", "").replace("\u2022", "").split())


@pytest.fixture(autouse=True)
def letterhead(desk: Desk) -> None:
    practices.save_profile(
        desk,
        PracticeProfile(name="Gabinet Żółw", address="ul. Łąkowa 3\n90-001 Łódź", phone="42 111", jurisdiction="PL"),
    )


@pytest.mark.parametrize(("text_id", "language"), EVERY)
def test_every_form_is_whole_and_fits_its_pages(desk: Desk, text_id: str, language: str) -> None:
    prepared = consent_papers.of_form(desk, text_id, language, regimes=EVERY_REGIME)
    pdf = drawing.pdf(prepared.paper)
    found, text = pages_of(pdf), consent_texts.load(text_id, language)
    assert len(found) <= (1 if text_id in ONE_PAGE else MOST_PAGES.get(text_id, 2))
    read = bare(" ".join(found))
    for part in text.paragraphs:
        for piece in merge_fields._PLACE.split(part.text)[::2]:
            first = bare(piece)[:60]
            assert first in read
    assert text.title in found[0]
    assert "{" not in read
    assert fonts.STAND_IN not in read
    assert b"DejaVuSans" in pdf
    assert not prepared.asks
    assert prepared.objects == ()


@pytest.mark.parametrize(("text_id", "language"), EVERY)
def test_no_page_has_signatures_alone(desk: Desk, text_id: str, language: str) -> None:
    prepared = consent_papers.of_form(desk, text_id, language)
    last = pages_of(drawing.pdf(prepared.paper))[-1]
    assert bare(consent_texts.load(text_id, language).paragraphs[-1].text)[:20] in bare(last)


def test_one_page_stays_large_enough_to_read(desk: Desk) -> None:
    for text_id in ONE_PAGE:
        prepared = consent_papers.of_form(desk, text_id, "pl", regimes=EVERY_REGIME)
        smallest = drawing._drawn(prepared.paper, 0.92, None, None)
        assert smallest[1] == 1


def test_what_a_child_reads_is_set_larger(desk: Desk) -> None:
    for text_id in ("assent_younger", "assent_older"):
        assert consent_papers.of_form(desk, text_id, "en").paper.scale >= 1.2
    assert consent_papers.of_form(desk, "therapy", "en").paper.scale == 0


def test_what_is_known_is_filled_in_and_the_rest_is_a_line(desk: Desk) -> None:
    found = words(consent_papers.of_form(desk, "therapy", "en", values={"fee": "200 zł"}))
    assert "costs 200 zł" in found
    assert "Call 112" in found
    assert "My training: ____" in found
    assert "Ewa Lis" in words(consent_papers.of_form(desk, "assent_younger", "pl"))


def test_the_code_of_ethics_that_is_followed_is_named_on_what_is_agreed_to(desk: Desk) -> None:
    for name, ends in (("Code of 2024", ""), ("Code of 2010", "2020-01-01")):
        values = {"credential_kind": "code_of_ethics", "name": name, "issuer": "PTP", "valid_to": ends}
        records.save(desk, records.start(desk, "credential").with_values(values))
    told = "Code of ethics that is followed here: Code of 2024, PTP."
    assert told in bare(words(consent_papers.of_form(desk, "therapy", "en")))
    assert told not in bare(words(consent_papers.of_form(desk, "assent_younger", "en")))


def test_statements_of_the_regimes_are_printed_and_missing_ones_are_listed(desk: Desk) -> None:
    here = words(consent_papers.of_form(desk, "guardian", "pl"))
    assert "Decydują o niej wspólnie oboje rodzice" in here
    assert "Informacja o ochronie danych (gdpr, GDPR art. 13)" in here
    nowhere = words(consent_papers.of_form(desk, "guardian", "pl", regimes=()))
    assert "oboje rodzice, którzy" not in nowhere
    assert "GDPR art. 13" not in nowhere
    part2 = words(consent_papers.of_form(desk, "release", "en", regimes=("part2",)))
    assert "Still missing on this form:" in part2
    assert "42 CFR 2.32" in part2
    assert "not meant for courts" in part2
    assert "Not checked at their source: 42 CFR 2.31(b), 42 CFR 2.31(d)." in part2
    with fails("unknown_regime"):
        consent_papers.of_form(desk, "release", "en", regimes=("hippa",))


@pytest.mark.parametrize("regime", EVERY_REGIME)
def test_a_release_without_a_paragraph_says_what_its_law_misses(regime: str) -> None:
    text = consent_texts.load("release", "en")
    covered = [part.element for part in text.paragraphs]
    whole = {(one.element, one.words) for one in statements.needed("release", covered, [regime], "en")}
    for element, paragraph in statements.PARAGRAPHS.items():
        less = statements.needed("release", [one for one in covered if one is not paragraph], [regime], "en")
        is_asked = any(rule.element is element for rule in statements._release_rules(regime))
        assert ((element.value, "") in {(one.element, one.words) for one in less}) == is_asked
    lacking = {element for element, words in whole if not words}
    assert lacking == ({"redisclosure", "notice_with_records"} if regime == "part2" else set())


def test_every_statement_there_is_belongs_to_a_rule_or_has_a_source() -> None:
    for entry in statements._entries():
        assert entry.text in consent_texts.text_ids()
        if entry.text == "release":
            assert entry.element in {rule.element for rule in statements._release_rules(entry.regime)}
        else:
            assert entry.citation
            assert entry.label.en
            assert entry.label.pl
        assert bool(entry.words.en) == bool(entry.words.pl)


def test_the_usual_regimes_follow_the_place() -> None:
    found = {place: statements.regimes_of(place) for place in ("PL", "US-CA", "GB", "DE", "", "XX")}
    assert found == {
        "PL": ("gdpr", "pl"), "US-CA": ("hipaa",), "GB": ("uk_gdpr",), "DE": ("gdpr",), "": (), "XX": (),
    }  # fmt: skip


def test_a_form_for_a_client_asks_where_it_goes_and_names_nobody_outside(desk: Desk, anna: ClientRef) -> None:
    prepared = consent_papers.of_form(desk, "closing_letter", "en", client_id=anna.id)
    pdf = drawing.pdf(prepared.paper)
    assert "Dear Anna Zawadzka," in words_of(pdf)
    assert prepared.asks
    assert [record for record, _place in prepared.objects] == [anna.id]
    assert "checked where you practise" in prepared.warnings[0]
    told = f"{prepared.suggested_name} {properties_of(pdf)}"
    assert anna.code in told
    assert "Zawadzka" not in told


def test_properties_hold_no_person(desk: Desk, anna: ClientRef) -> None:
    consent = take_consent(desk, anna.id).record
    for prepared in (consent_papers.of_form(desk, "release", "pl"), consent_papers.of_receipt(desk, consent)):
        properties = properties_of(drawing.pdf(prepared.paper))
        assert properties["Author"] == "ClientSafe"
        told = f"{properties} {prepared.suggested_name}"
        assert not any(name in told for name in ("Zawadzka", "Anna", "Ewa", getpass.getuser()))


def test_a_receipt_says_what_by_whom_when_and_to_which_words(desk: Desk, anna: ClientRef) -> None:
    signed = Signature(name="Anna Zawadzka", role=SignerRole.CLIENT, signed_on="2026-11-20", strokes=drawn(STROKES))
    consent = take_consent(
        desk, anna.id, decision="partial", partial_note="no messages", given_on="2026-11-20", copy_given="yes",
        questions_asked="What about **holidays**?", signatures=[signed], template="therapy", template_language="en",
    ).record  # fmt: skip
    seen = last_seq(desk)
    prepared = consent_papers.of_receipt(desk, consent)
    assert ("view", consent) in [(entry.action, entry.record) for entry in entries(desk, seen)]
    found = words(prepared)
    text = consent_texts.load("therapy", "en")
    for told in (
        "Receipt", f"{anna.code}, Anna Zawadzka", "Given in part", "no messages", "20 November 2026", "Signed on paper",
        "The client", "What about holidays?", "Anna Zawadzka, Client, 20 November 2026", "If you change your mind",
        "Gabinet Żółw · ul. Łąkowa 3, 90-001 Łódź", f"version {text.version}", text.body_hash,
        text.paragraphs[8].heading,
    ):  # fmt: skip
        assert told in found, told
    assert prepared.to_client_first


def test_the_drawn_signature_is_on_the_receipt(desk: Desk, anna: ClientRef) -> None:
    def ink(strokes: list[str]) -> int:
        one = Signature(name="A", role=SignerRole.CLIENT, signed_on="2026-11-20", strokes=strokes)
        consent = take_consent(desk, anna.id, given_on="2026-11-20", signatures=[one]).record
        pdf = drawing.pdf(consent_papers.of_receipt(desk, consent).paper)
        return sum(page.rgb.count(b"\x1f\x2a\x30") for page in pages.images(pdf, 150))

    assert ink(drawn(STROKES)) > ink([]) + 100


def test_a_receipt_of_an_earlier_paper_has_no_words_to_name(desk: Desk, anna: ClientRef) -> None:
    consent = take_consent(desk, anna.id, method="paper_earlier", paper_on="2025").record
    found = words(consent_papers.of_receipt(desk, consent))
    assert "stand on an earlier paper" in found
    assert "digest" not in found


def test_only_a_decision_has_a_receipt_and_only_taking_back_a_confirmation(desk: Desk, anna: ClientRef) -> None:
    consent = take_consent(desk, anna.id).record
    back = consents.withdraw(desk, consent, method=Method.VERBAL).record
    with fails("not_found"):
        consent_papers.of_receipt(desk, back)
    with fails("not_found"):
        consent_papers.of_withdrawal(desk, consent)


def test_a_confirmation_says_what_stops_and_what_already_went_out(desk: Desk, anna: ClientRef) -> None:
    consent = take_consent(desk, anna.id).record
    report = consent_papers.of_receipt(desk, consent)
    releasing.finish(desk, releasing.begin(desk, report, TO_CLIENT))
    back = consents.withdraw(desk, consent, method=Method.VERBAL, scope="all of it", actions_taken="Told the desk.")
    prepared = consent_papers.of_withdrawal(desk, back.record)
    found = words(prepared)
    for told in ("Taken back", "all of it", "What stops Therapy, from this day on", "Told the desk.", "What stays"):
        assert told in found.replace("• ", ""), told
    assert "What already went out This was told while it was allowed." in found
    assert "Nothing was passed on" not in found
    assert prepared.paper.code == anna.code
    texts.set_language("pl")
    assert words(consent_papers.of_withdrawal(desk, back.record)) != found


def test_a_release_that_was_taken_back_lists_whom_it_told(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    release = sign_release(desk, anna.id).record
    note = papers.of_record(desk, write_note(desk, anna.id).record)
    releasing.to_file(desk, note, tmp_path / "note.pdf", on(release))
    told_others = {"informed_on": "", "not_informed": "the police asked", "recipient": "Police"}
    releasing.to_file(desk, note, tmp_path / "other.pdf", by_law(**told_others))
    back = releases.withdraw(desk, release, method=Method.VERBAL, scope="everything")
    found = words(consent_papers.of_withdrawal(desk, back.saved.record))
    for told in ("Release to Dr Maria Kos", "From this day on we pass nothing on", "Dr Maria Kos, City Clinic"):
        assert told in found, told
    assert "Police" not in found


def test_what_did_not_leave_after_all_is_not_listed(desk: Desk, anna: ClientRef) -> None:
    release = sign_release(desk, anna.id).record
    note = papers.of_record(desk, write_note(desk, anna.id).record)
    releasing.finish(desk, releasing.begin(desk, note, on(release)), "no_space")
    back = releases.withdraw(desk, release, method=Method.VERBAL).saved.record
    found = words(consent_papers.of_withdrawal(desk, back))
    assert "Nothing was passed on while it held." in found


def test_what_an_authority_asked_to_keep_back_is_not_told(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    consent = take_consent(desk, anna.id, given_on="2026-01-10").record
    note = papers.of_record(desk, write_note(desk, anna.id).record)
    releasing.to_file(desk, note, tmp_path / "a.pdf", by_law(recipient="Open Court"))
    statement = {"suspended_until": "2099-01-01", "suspension_how": Agency.WRITTEN, "suspension_statement": "Letter"}
    not_told = {"informed_on": "", "not_informed": "an inquiry", "suspension_stated_on": clock.today().isoformat()}
    releasing.to_file(desk, note, tmp_path / "b.pdf", by_law(recipient="Quiet Court", **statement, **not_told))
    back = consents.withdraw(desk, consent, method=Method.VERBAL).record
    found = words(consent_papers.of_withdrawal(desk, back))
    assert "Open Court" in found
    assert "Quiet Court" not in found


def test_nothing_went_out_is_said_too(desk: Desk, anna: ClientRef) -> None:
    consent = take_consent(desk, anna.id).record
    receipt = consent_papers.of_receipt(desk, consent)
    releasing.finish(desk, releasing.begin(desk, receipt, TO_CLIENT), "no_space")
    back = consents.withdraw(desk, consent, method=Method.VERBAL).record
    assert "Nothing was passed on while it held." in words(consent_papers.of_withdrawal(desk, back))


def test_a_sign_that_cannot_be_printed_is_seen_to_be_missing() -> None:
    text = consent_texts.load("release", "en")
    for client, has_stand_in in (("Łucja Їжак", False), ("漢", True)):
        paper = consent_form.paper(Head("en", [], "x"), Form(text, {"practice": "x"}, code="K-1", client=client))
        assert (fonts.STAND_IN in words_of(drawing.pdf(paper))) == has_stand_in


def test_merge_fields_are_named_on_the_screen_and_lines_on_paper() -> None:
    assert merge_fields.filled("costs {fee} now", {}) == f"costs {'_' * 12} now"
    assert merge_fields.filled("costs {fee} now", {"fee": " 5 "}) == "costs 5 now"
    assert merge_fields.named("costs {fee}", {}) == "costs [Price of a session]"
    assert merge_fields.places("{fee} {fee} {client}") == ["fee", "client"]
    assert merge_fields.problem("{fee}") == ""
    used = {place for text_id, language in EVERY for place in consent_texts.load(text_id, language).places}
    assert used <= set(merge_fields.FIELDS)
