"""A consent signed in each way, given earlier on paper, read, taken back, and come to from Today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton

from app import clock
from app.desk import Desk
from app.records.client import Client
from app.records.consent_choices import Method
from app.services import clients, records
from app.services.consenting import consents
from tests.app import made_files
from tests.app.helpers import take_consent
from tests.ui.drivers.base import WAIT_MS
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.editor import ConsentDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.taking import BeginDriver, SignedConsentDriver, TakingDriver
from tests.ui.drivers.window import Window
from tests.ui.test_taking import ask, body_in, body_of, client_of, talk_about

Open = Callable[..., Window]


@pytest.fixture
def file(window: Window) -> FileDriver:
    """The file of one adult."""
    return ClientsDriver(window).add("Maria Kowalska")


def test_a_drawn_signature_is_kept_shown_and_printed(window: Window, file: FileDriver, tmp_path: Path) -> None:
    talk = talk_about(file)
    talk.explain_all()
    talk.go("decision").answer("decision", "granted")
    talk.go("how").answer("method", "on_screen")
    assert talk.proposed() == "Maria Kowalska (client)"
    talk.draw()
    assert talk.can_press("one_more"), "nobody else is expected to sign"
    talk.press("step_next")
    signed = talk.sign()
    assert signed.signatures() == ["Signature of Maria Kowalska (Client)"]
    (one,) = body_of(window).signatures
    assert one.strokes
    assert not list(tmp_path.rglob("*.png"))
    sheet = SheetDriver(window, "consent_copy")
    assert sheet.chosen() == "client"
    sheet.close()


def test_next_keeps_what_is_drawn_and_asks_whose_it_is(window: Window, file: FileDriver) -> None:
    talk = talk_about(file)
    talk.go("how").answer("method", "on_screen")
    talk.find(QLineEdit, "signer_name").clear()
    pad = talk.view.form.view.signing.pad  # type: ignore[union-attr]
    pad.press(pad.rect().center().toPointF())
    pad.lift()
    talk.press("step_next")
    assert talk.step == "how"
    talk.wait_for_strip("whose signature")
    talk.type_into("signer_name", "Jan Lis")
    talk.press("step_next")
    assert [one.name for one in body_in(talk).signatures] == ["Jan Lis"]
    assert talk.step != "how"


def test_a_kept_signature_can_be_taken_away_before_signing(window: Window, file: FileDriver) -> None:
    talk = talk_about(file)
    talk.go("how").answer("method", "on_screen")
    talk.draw()
    talk.find(QToolButton, "remove_signature").click()
    assert body_in(talk).signatures == []
    assert talk.proposed() == "Maria Kowalska (client)"


def test_the_scanned_paper_becomes_a_document_and_is_signed_along(
    window: Window, file: FileDriver, tmp_path: Path
) -> None:
    scan = tmp_path / "paper.pdf"
    scan.write_bytes(made_files.pdf())
    talk = talk_about(file)
    talk.explain_all()
    talk.go("decision").answer("decision", "granted")
    talk.go("how").answer("method", "wet_ink_scan")
    window.prompts.answer(scan)
    talk.press("scan_paper")
    window.settle()
    assert "attached" in talk.find(QLabel, "paper_state").text()
    paper = body_in(talk).paper
    talk.sign()
    assert ask(window, lambda desk: records.open(desk, paper)).record.kind == "document"
    assert not ask(window, lambda desk: list(records.unfinished(desk)))


def test_a_conversation_with_a_paper_is_not_thrown_away_unasked(
    window: Window, file: FileDriver, tmp_path: Path
) -> None:
    scan = tmp_path / "paper.pdf"
    scan.write_bytes(made_files.pdf())
    talk = talk_about(file)
    talk.go("how").answer("method", "wet_ink_scan")
    window.prompts.answer(scan)
    talk.press("scan_paper")
    window.settle()
    window.prompts.answer("discard")
    talk.press("discard")
    FileDriver(window)
    assert not ask(window, lambda desk: list(records.unfinished(desk))), "the paper goes with it"
    window.prompts.check()


def test_given_earlier_on_paper_takes_two_actions(window: Window, file: FileDriver) -> None:
    begun = file.talk_about_consent()
    begun.type("paper_on", "5.2019")
    begun.press("given_earlier")
    signed = SignedConsentDriver(window)
    assert "2019" in signed.worth
    body = body_of(window)
    assert (body.method, body.paper_on, body.template) == ("paper_earlier", "2019-05", "")


def test_given_earlier_wants_a_date(window: Window, file: FileDriver) -> None:
    begun = file.talk_about_consent()
    begun.press("given_earlier")
    begun.wait_for_strip("date on the paper")
    assert begun.can_press("given_earlier")


def test_several_people_agree_on_who_may_see_the_file(window: Window) -> None:
    couple = ask(window, lambda desk: clients.register(desk, Client(name="Anna and Jan", unit="couple")).id)  # type: ignore[arg-type]
    window.shell.workspace.context.navigator.go_to("consent", None, client=couple)
    begun = BeginDriver(window)
    assert begun.types()[0] == "Consent to couple or family therapy"
    begun.type("paper_on", "2019")
    begun.press("given_earlier")  # more has to be said than a date: the form asks for it
    whole = ConsentDriver(window)
    assert whole.shows("access_rule")
    whole.choose_value("access_rule", "together")
    whole.press("finish")
    SignedConsentDriver(window)


def test_all_at_once_goes_on_with_what_was_said(window: Window, file: FileDriver) -> None:
    talk = talk_about(file)
    talk.explain().explain()
    talk.go("decision").answer("decision", "granted")
    talk.press("all_at_once")
    whole = ConsentDriver(window)
    assert whole.value("decision") == "granted"
    whole.explain_all()
    whole.choose_value("method", "verbal")
    whole.press("finish")
    assert "In force" in SignedConsentDriver(window).worth


def test_what_has_no_text_is_told_in_own_words(window: Window, file: FileDriver) -> None:
    talk = talk_about(file, "research")
    assert "own words" in talk.find(QLabel, "step_words").text()
    talk.explain_all()
    assert talk.step == "details"
    talk.go("decision").answer("decision", "granted")
    talk.go("how").answer("method", "verbal")
    talk.go("sign")
    assert "details" in talk.lacking()
    talk.go("details").type("protocol", "Sleep study 7")
    assert "No expiry" in talk.worth()
    assert talk.lacking() == []
    talk.go("copy").type("expires_event", "The end of the study")
    assert "In force" in talk.sign().worth


def test_the_text_speaks_the_language_that_was_chosen(window: Window, file: FileDriver) -> None:
    begun = file.talk_about_consent().in_language("pl")
    talk = begun.begin()
    assert "Przychodz" in talk.find(QLabel, "step_words").text()
    talk.explain_all()
    assert body_in(talk).template_language == "pl"


def test_it_is_taken_back_in_its_own_view_and_talked_about_again(window: Window, file: FileDriver) -> None:
    begun = file.talk_about_consent()
    begun.type("paper_on", "2019")
    begun.press("given_earlier")
    signed = SignedConsentDriver(window)
    signed.press("withdraw")
    window.settle()
    signed.choose_value("method", "verbal")
    signed.press("sign_withdrawal")
    window.qtbot.waitUntil(lambda: "Withdrawn" in SignedConsentDriver(window).worth, timeout=WAIT_MS)
    SignedConsentDriver(window).press("take_anew")
    assert TakingDriver(window).step == "purpose"


def test_data_that_consent_was_withdrawn_for_are_decided_on(window: Window, file: FileDriver) -> None:
    client = client_of(window)

    def make(desk: Desk) -> str:
        values = {
            "consent_type": "gdpr_special_category", "decision": "granted", "method": "verbal",
            "data_processing": {"categories": "health", "purpose": "therapy"},
        }  # fmt: skip
        made = records.sign(desk, records.start(desk, "consent", client, **values)).record
        return consents.withdraw(desk, made, method=Method.VERBAL).record

    withdrawal = ask(window, make)
    window.shell.workspace.context.navigator.go_to("consent", withdrawal, client=client)
    signed = SignedConsentDriver(window)
    signed.press("decide_retention")
    signed.wait_for_strip("write down why")
    signed.choose("retention_choice", "Kept: the law demands it")
    signed.type_into("retention_reason", "Twenty years by law")
    signed.press("decide_retention")
    window.settle()
    found = ask(window, lambda desk: [one for one in consents.rows(desk, client) if one.is_later])
    assert all(not one.state.is_asked_about for one in found)


def test_a_line_on_today_about_a_consent_leads_to_it(window: Window, file: FileDriver) -> None:
    client = client_of(window)

    def make(desk: Desk) -> str:
        early, late = clock.today() - timedelta(days=40), clock.today() - timedelta(days=2)
        return take_consent(desk, client, given_on=early.isoformat(), review_due=late.isoformat()).record

    record = ask(window, make)
    window.go_to("today")
    window.settle()
    file.press(f"due:{record}")
    assert "talked about" in SignedConsentDriver(window).worth
