"""A trainee and the supervisor, told in English and in Polish.

Tomasz signs a note and Ewa co-signs it. He writes down their supervision; a name he wrote is found and replaced, what
was decided goes into the client's file, and the hours stand in his yearly report. Nobody else finds any of it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app import clock, formats
from app.desk import Desk
from app.records.consultation import Consultation
from app.rules.names import replaced
from app.services import records
from app.services.client_files import files
from app.services.supervision import name_checking, supervisions
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.cosigning import CosignListDriver
from tests.ui.drivers.one_window import OneWindow
from tests.ui.drivers.supervision import SupervisionDriver, YearDriver
from tests.ui.drivers.today import TodayDriver
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import OWN, Practice
from tests.ui.telling import LANGUAGES, ask
from ui.forms.text import NoteEdit

WORDS = "We planned the weekend hour by hour."
ADVICE, DECISION = "Ask about the means.", "I ask in the next session."
SPOKEN = {"en": "About Maria Kowalska.", "pl": "O Marii Kowalskiej."}
AFTER = {"en": "About {code}.", "pl": "O {code}."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trainee_is_supervised_and_the_year_says_so(
    open_window: Callable[..., Window], five: Practice, language: str
) -> None:
    here = OneWindow(open_window, five, language)
    tomasz = here.next("tw")
    file = ClientsDriver(tomasz).open_client(OWN)
    file.write_note().write(WORDS).safety("no_current_concern_expressed").sign()
    co_sign(here.next("ez"), five.clients[OWN])
    tomasz = here.next("tw")
    write_down(tomasz, language)
    carry_the_decision(tomasz, five.clients[OWN])
    read_the_year(tomasz)
    anna = here.next("an")
    assert ask(anna, supervisions.rows) == []
    assert ask(anna, supervisions.tasks) == []


def co_sign(ewa: Window, client: str) -> None:
    """She opens his file for supervision and signs with him."""
    ewa.go_to("client", client)
    ewa.press("purpose:supervision")
    FileDriver(ewa)
    CosignListDriver(ewa).open_waiting_that_says(WORDS).cosign()


def write_down(tomasz: Window, language: str) -> None:
    """The client stands there by code; the name in his words is found, warned of once, and replaced at one press."""
    page = SupervisionDriver(tomasz)
    page.begin()
    page.replace("minutes", "90")
    page.type("with_whom", "Ewa Z.")
    page.type("qualification", "Superwizor")
    page.tick("themes", "risk")
    code = page.add_case("Maria")
    assert code.startswith("K-")
    assert "Maria" not in code
    page.type_in_case("advice", ADVICE)
    page.type_in_case("decision", DECISION)
    page.type("discussion", SPOKEN[language])
    page.type("impact", "I plan with her.")
    page.add_task("Read on safety plans", clock.today().isoformat())
    page.press("finish")  # it is warned of, and not signed yet
    assert page.replacements()[0].endswith(f"→ {code}")
    edit = page.control("discussion").handle()
    assert isinstance(edit, NoteEdit)
    assert len(edit.extraSelections()) == 1, "the found words are marked"
    page.replace_name()
    assert not page.is_warned()
    assert page.text("discussion") == AFTER[language].format(code=code)
    page.sign()
    assert "Read on safety plans" in " ".join(TodayDriver(tomasz).due())


def carry_the_decision(tomasz: Window, client: str) -> None:
    """One press, and the client's file says who advised what when; a second press is not offered."""
    page = SupervisionDriver(tomasz)
    assert formats.length(90) in page.hours
    page.table.open(formats.length(90))
    page.carry()

    def consultation(desk: Desk) -> Consultation:
        (line,) = files.timeline(desk, client, ("consultation",))
        body = records.open(desk, line.record).body
        assert isinstance(body, Consultation)
        return body

    made = ask(tomasz, consultation)
    assert (made.advice, made.decision, made.with_whom) == (ADVICE, DECISION, "Ewa Z.")
    assert made.supervision == ask(tomasz, supervisions.rows)[0].id
    book = ask(tomasz, name_checking.book)
    assert replaced("Maria", book.find("Maria")) != "Maria"


def read_the_year(tomasz: Window) -> None:
    """Three sessions of fifty minutes that he signed, and ninety minutes of supervision."""
    page = YearDriver(tomasz)
    month = page.months.cells()[clock.today().month - 1]
    assert month[1:4] == ["3", formats.length(150), formats.length(90)]
    facts = page.facts()
    assert formats.length(150) in facts
    assert formats.length(90) in facts
