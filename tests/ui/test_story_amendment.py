"""A wish that is refused, told in the window in English and in Polish, on real storage.

A client wants a note to say something else. The request has its clock; it is denied on one of the four grounds; her
statement of disagreement and the answer to it stand with the record from then on, on the screen and on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app import clock, formats, texts
from app.desk import Desk
from app.records.amendment import DenialGround
from app.records.client import Client
from app.rules.amendment_requests import RequestState
from app.services import clients, records
from app.services.client_files import amendment_requests
from app.services.client_files.amendment_requests import RequestRow
from app.texts import _
from tests.app.reading_pdf import words_of
from tests.ui.drivers.agreements import RequestsDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.editor import SignedDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.window import Window
from tests.ui.telling import ask, make, sign_in


@dataclass(frozen=True, slots=True)
class Told:
    """What this story is made of in one language."""

    language: str
    client: str
    note: str
    wish: str
    because: str
    answer: str
    why: str
    disagreement: str
    rebuttal: str


ENGLISH = Told(
    language="en",
    client="Zoë Fairweather",
    note="She left the job in spring without saying goodbye.",
    wish="It should say that the post was cut.",
    because="I did not leave of my own will.",
    answer="The sentence stays as it was said.",
    why="It says what was said in that session.",
    disagreement="Nobody asked me how it ended.",
    rebuttal="How it ended was talked about in the next session.",
)
POLISH = Told(
    language="pl",
    client="Łucja Żółkiewska",
    note="Wiosną odeszła z pracy bez pożegnania.",
    wish="Ma być napisane, że stanowisko zlikwidowano.",
    because="Nie odeszłam z własnej woli.",
    answer="Zdanie zostaje tak, jak padło.",
    why="Mówi to, co padło na tej sesji.",
    disagreement="Nikt mnie nie zapytał, jak to się skończyło.",
    rebuttal="O tym, jak się skończyło, była mowa na następnej sesji.",
)


@pytest.fixture(params=[ENGLISH, POLISH], ids=lambda told: told.language)
def told(request: pytest.FixtureRequest) -> Iterator[Told]:
    """One language after the other."""
    found: Told = request.param
    yield found
    texts.set_language("en")


@pytest.fixture(autouse=True)
def no_printer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without a print system."""
    (tmp_path / "nothing").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))


class Made:
    """A client with a signed note."""

    def __init__(self, desk: Desk, told: Told) -> None:
        self.client = clients.register(desk, Client(name=told.client)).id
        note = {"text": told.note, "risk_statement": "no_current_concern_expressed"}
        self.note = records.sign(desk, records.start(desk, "session_note", self.client).with_values(note)).record


def test_a_refused_wish_travels_with_the_record(
    told: Told, open_window: Callable[..., Window], vault: Path, tmp_path: Path
) -> None:
    window = sign_in(open_window, vault, told.language)
    made = make(window, lambda desk: Made(desk, told))
    before = ask(window, lambda desk: desk.signin.head_of(made.note))
    ClientsDriver(window).open_client(told.client)

    requests = take_it_in(window, told)
    assert due_words(window, made) in requests.words(), "the clock of the request is in sight"
    deny(requests, told)
    requests.step("client_statement_of_disagreement", text=told.disagreement)
    requests.step("rebuttal", text=told.rebuttal)
    assert _(RequestState.REBUTTED.label) in requests.words()

    window.go_to("session_note", made.note)
    shown = SignedDriver(window)
    in_order(f"{shown.texts()}\n{everything(shown)}", told.wish)
    assert ask(window, lambda desk: desk.signin.head_of(made.note)) == before, "the record itself did not change"
    sheet = SheetDriver(window)
    sheet.save(tmp_path / "note.pdf")
    in_order(words_of((tmp_path / "note.pdf").read_bytes()), told.note, *travelling(told))
    window.prompts.check()


def take_it_in(window: Window, told: Told) -> RequestsDriver:
    """What she wants, why, and about which record."""
    requests = RequestsDriver(window)
    requests.take_in(str(clock.today().year), text=told.wish, reason=told.because)
    assert requests.steps() == ["request_decided", "request_extended"]
    return requests


def deny(requests: RequestsDriver, told: Told) -> None:
    """Without one of the four grounds it is not signed; with one it is."""
    requests.begin("step:request_decided", decision="denied", text=told.answer, reason=told.why)
    requests.press("small_form_done")
    assert requests.problem("denial_ground") == _("This is still needed.")
    requests.choose_value("denial_ground", "accurate_and_complete")
    requests.press("small_form_done")
    requests.again()
    assert requests.steps() == ["client_statement_of_disagreement"]


def travelling(told: Told) -> tuple[str, ...]:
    """What stands with the record, in its order."""
    ground = _(DenialGround.ACCURATE.label)
    return (told.wish, told.because, ground, told.answer, told.why, told.disagreement, told.rebuttal)


def due_words(window: Window, made: Made) -> str:
    """Until when it has to be decided."""
    row = the_request(window, made)
    return _("To be decided by {date}.").format(date=formats.long_date(row.standing.due_on))


def the_request(window: Window, made: Made) -> RequestRow:
    """The only one there is."""
    (found,) = ask(window, lambda desk: amendment_requests.rows(desk, made.client))
    return found


def everything(shown: SignedDriver) -> str:
    """All labels in sight."""
    return "\n".join(shown.labels())


def in_order(text: str, *parts: str) -> None:
    """Every part stands in the text, one after the other."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        assert found >= 0, f"{part!r} is not in {text[at:]!r}"
        at = found + len(part)
