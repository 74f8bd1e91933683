"""A client who thinks of dying, told in the window in English and in Polish, on real storage.

An answer in a questionnaire asks for a safety review, and Today shows it until it is written. A plan is made together;
F1 shows it with one key. The agreed contact stays on Today until it came about, tries in vain among it. Closing asks
for a review once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from app import clock, texts
from app.records.client import Client
from app.records.risk_review import RiskReview
from app.services import clients, records
from app.services.client_safety import reviews
from app.texts import _
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.crisis import CrisisDriver
from tests.ui.drivers.editor import EditorDriver
from tests.ui.drivers.forms import FormDriver
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from tests.ui.measuring import enter_measure
from tests.ui.telling import ask, make, sign_in

ANSWERS = "112101012"  # the last one is thoughts of being better off dead
ZONE = "Europe/Warsaw"


@dataclass(frozen=True, slots=True)
class Told:
    """What this story is made of in one language."""

    language: str
    client: str
    formulation: str
    own_step: str
    helper: str
    tried: str
    came: str


ENGLISH = Told(
    language="en",
    client="Zoë Fairweather",
    formulation="Shame after the letter; the nights alone are worst.",
    own_step="Cold water on my wrists",
    helper="Marta, my sister",
    tried="Nobody answered.",
    came="She slept; Marta stayed with her.",
)
POLISH = Told(
    language="pl",
    client="Łucja Żółkiewska",
    formulation="Wstyd po liście; najgorsze są samotne noce.",
    own_step="Zimna woda na nadgarstki",
    helper="Marta, siostra",
    tried="Nikt nie odebrał.",
    came="Spała; Marta była z nią.",
)


@pytest.fixture(params=[ENGLISH, POLISH], ids=lambda told: told.language)
def told(request: pytest.FixtureRequest) -> Iterator[Told]:
    """One language after the other."""
    found: Told = request.param
    yield found
    texts.set_language("en")


def test_from_an_answer_to_a_plan_a_contact_and_the_ending(
    told: Told, open_window: Callable[..., Window], vault: Path
) -> None:
    window = sign_in(open_window, vault, told.language)
    client = make(window, lambda desk: clients.register(desk, Client(name=told.client)).id)
    enter_measure(window, client, "phq_9", ANSWERS)
    assert _("An answer in a questionnaire wants a safety review: write it, or say why none is needed.") in due(window)

    review = write_the_review(window, told, client)
    assert ask(window, lambda desk: reviews.overview(desk, client)).wanted == []
    make_the_plan(window, told)
    one_key_shows_it(window, told)
    the_contact_comes_about(window, told, review)
    closing_asks_once_more(window, told)
    window.prompts.check()


def due(window: Window) -> str:
    """All that Today says."""
    window.go_to("today")
    return "\n".join([*TodayDriver(window).due(), *TodayDriver(window).labels()])


def safety_tab(window: Window, told: Told) -> FileDriver:
    """The file, at its safety tab."""
    file = ClientsDriver(window).open_client(told.client)
    file.tab("safety")
    return file


def fill(form: FormDriver, **values: Any) -> None:
    """Fill in fields by what they hold; lines and rows as a person leaves them."""
    for name, value in values.items():
        control = form.control(name)
        if isinstance(value, str) and not name.endswith("_on"):
            form.type(name, value)
        else:
            control.set_value(value)
            control.changed.emit()


def press_beginning(window: Window, start: str) -> None:
    """Press the one button whose name begins so."""
    buttons = [one for one in window.shell.findChildren(QAbstractButton) if one.isVisible()]
    next(one for one in buttons if one.objectName().startswith(start)).click()
    window.settle()


def write_the_review(window: Window, told: Told, client: str) -> str:
    """From the card that asks for it; what it asks follows from what it is about."""
    safety_tab(window, told)
    press_beginning(window, "review:")
    form = EditorDriver(window)
    assert form.value("trigger") == "screener"
    assert any("PHQ-9" in words for words in form.labels()), "the answer stands there"
    assert not form.shows("thoughts")
    form.tick("dangers", "suicide")
    form.press("later_sections")
    form.tick("sources", "client")
    for name in ("thoughts", "plan", "intent"):
        form.choose_value(name, "no")
    said = ("warning_signs", "behaviour", "self_injury", "intent_note", "means", "decision_note", "rejected")
    fill(form, **dict.fromkeys(said, "-"), formulation=told.formulation)
    fill(form, worsening=[{"what": "-"}], protecting=[{"what": told.helper}], not_consulted_because="-")
    form.tick("decisions", "safety_plan", "more_contact")
    form.press("finish")
    form.wait_for_strip(_("Is the next contact agreed"))
    form.choose_value("follow_up", "yes")
    fill(form, next_contact={"at": f"{clock.today()}T23:30", "zone": ZONE}, checked_by="EL", if_missed=told.helper)
    signed = form.sign()
    body = ask(window, lambda desk: records.open(desk, signed.record(), "treatment").body)
    assert isinstance(body, RiskReview)
    assert body.formulation == told.formulation
    assert len(body.opened_by) == 1
    assert body.level is None
    return signed.record()


def make_the_plan(window: Window, told: Told) -> None:
    """With the numbers of the place to begin with."""
    safety_tab(window, told).press("add_safety_plan")
    form = EditorDriver(window)
    assert "112" in {one["phone"] for one in form.control("professionals").value()}
    form.tick("for_whom", "suicide")
    fill(form, early_signs=["-"], own_steps=[told.own_step], distractions=[{"who_or_where": "-"}])
    fill(form, helpers=[{"name": told.helper, "phone": "600 100 200"}], surroundings=[{"what": "-", "step": "-"}])
    form.choose_value("made_together", "yes")
    form.choose_value("copy_is_safe", "yes")
    form.choose_value("client_copy", "paper")
    form.sign()


def one_key_shows_it(window: Window, told: Told) -> None:
    """From an open note, without leaving it."""
    file = ClientsDriver(window).open_client(told.client)
    assert file.find(QAbstractButton, "safety_plan_link").text().startswith(_("Safety plan of {date}")[:8])
    note = file.write_note()
    shown = CrisisDriver(window)
    plan = [one.text() for one in shown.card.findChildren(QLabel, "plan_words") if one.isVisible()]
    assert told.own_step in plan
    assert told.helper in plan
    assert "600 100 200" in [one.text() for one in shown.card.findChildren(QLabel, "plan_number")]
    shown.close()
    assert note.shows("text")


def the_contact_comes_about(window: Window, told: Told, review: str) -> None:
    """It stays on Today through a try in vain, and goes when it came about."""
    words = _("Agreed contact at {time}: write down what came of it.").format(time="23:30")
    assert words in due(window)
    for step, outcome, stays in (("tried", told.tried, True), ("done", told.came, False)):
        file = safety_tab(window, told)
        file.press(f"{step}:{review}")
        window.settle()
        file.choose_value("channel", "phone")
        file.type("outcome", outcome)
        file.press("small_form_done")
        window.settle()
        assert (words in due(window)) is stays


def closing_asks_once_more(window: Window, told: Told) -> None:
    """The review before the ending is due; it can be answered with a word, or written."""
    ClientsDriver(window).open_client(told.client).begin("closure")
    window.settle()
    closing = EditorDriver(window)
    open_ones = [one.objectName() for one in window.shell.findChildren(QLineEdit) if one.isVisible()]
    assert "open:" in open_ones
    closing.press("go:")
    window.settle()
    assert EditorDriver(window).value("trigger") == "before_ending"
