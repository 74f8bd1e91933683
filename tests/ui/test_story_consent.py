"""A child of separated parents, from intake to the first session, told in the window in English and in Polish.

Both parents have custody and decide important things only together. The mother signs first: that is not enough, and
the window says why. The father signs, the child says in its own words what it agrees to, and the first session is
written without a strip about consent over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from app import texts
from app.desk import Desk
from app.rules.consent_state import ConsentState, State
from app.services import clients
from app.services.consenting import consents
from app.texts import _
from tests.app.reading_pdf import words_of
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.taking import SignedConsentDriver, TakingDriver, row_of
from tests.ui.drivers.window import Window
from tests.ui.telling import ask, born_years_ago, sign_in

AGE = 14


@dataclass(frozen=True, slots=True)
class Told:
    """What this story is made of in one language."""

    language: str
    child: str
    mother: str
    father: str
    question: str
    own_words: str
    note: str
    next_note: str


ENGLISH = Told(
    language="en",
    child="Zoë Fairweather",
    mother="Ada Fairweather",
    father="Tom Loxley",
    question="Whether the school learns of it.",
    own_words="I can say when it is too much, and what I tell stays here.",
    note="She drew the two houses she lives in, and the way between them.",
    next_note="The way has a bench on it now, where nobody asks.",
)
POLISH = Told(
    language="pl",
    child="Łucja Żółkiewska",
    mother="Ewa Żółkiewska",
    father="Błażej Źdźbło",
    question="Czy dowie się szkoła.",
    own_words="Mogę powiedzieć, kiedy to za dużo, a to, co mówię, zostaje tutaj.",
    note="Narysowała dwa domy, w których mieszka, i drogę między nimi.",
    next_note="Na drodze stoi teraz ławka, na której nikt o nic nie pyta.",
)


@pytest.fixture(params=[ENGLISH, POLISH], ids=lambda told: told.language)
def told(request: pytest.FixtureRequest) -> Iterator[Told]:
    """One language after the other."""
    found: Told = request.param
    yield found
    texts.set_language("en")


def test_a_child_of_separated_parents_comes_to_the_first_session(
    told: Told, open_window: Callable[..., Window], vault: Path, tmp_path: Path
) -> None:
    window = sign_in(open_window, vault, told.language)
    take_in(window, told)

    talk = FileDriver(window).talk_about_consent().about("guardian").begin()
    talk = one_parent_is_not_enough(window, told, talk)
    signed = both_parents_sign(window, told, talk)
    assert _("One parent's signature where two are needed.") not in signed.worth
    assert len(signed.signatures()) == 2

    child_says_what_it_agrees_to(window, told, tmp_path)
    the_first_session_is_written(window, told)
    window.prompts.check()


def take_in(window: Window, told: Told) -> None:
    """One name, then the birth date, then who represents the child."""
    file = ClientsDriver(window).add(told.child)
    file.change("client")
    file.open_tier("more")
    file.type("birth_date", born_years_ago(AGE))
    file.save()
    file.change("client_profile")
    file.open_tier("more")
    file.choose_value("capacity", "minor")
    for line, name in enumerate((told.mother, told.father)):
        parent = row_of(file, "representatives", line)
        parent.type("name", name)
        parent.choose_value("custody", "joint_decisions_required")
        parent.choose_value("authority", "birth_certificate")
    file.save()


def one_parent_is_not_enough(window: Window, told: Told, talk: TakingDriver) -> TakingDriver:
    """The mother agrees and signs; what it would be worth says what is missing, and the work is kept as a draft."""
    talk.explain_all()
    talk.go("child")
    parent = talk.row("guardians", 0)
    assert parent.text("name") == told.mother, "known from the profile"
    parent.choose_value("consented", "yes")
    talk.next()
    talk.go("asked").type("questions_asked", told.question)
    talk.go("capacity").answer("given_by", "both_parents")
    talk.type("given_by_name", f"{told.mother}, {told.father}")
    talk.go("decision").answer("decision", "granted")
    talk.go("how").answer("method", "on_screen")
    assert talk.proposed().startswith(told.mother)
    talk.draw()
    worth = talk.worth()
    assert _(State.DEFECTIVE.label) in worth
    assert _("One parent's signature where two are needed.") in worth
    talk.wait_until_kept()
    return talk


def both_parents_sign(window: Window, told: Told, talk: TakingDriver) -> SignedConsentDriver:
    """Days later: the conversation goes on where it stood."""
    window.go_to("clients")
    ClientsDriver(window).open_client(told.child)
    begun = FileDriver(window).talk_about_consent()
    begun.press(drafts(window)[0])
    talk = TakingDriver(window)
    talk.go("child").row("guardians", 1).choose_value("consented", "yes")
    talk.go("how").draw()
    assert _("One parent's signature where two are needed.") not in talk.worth()
    return talk.sign()


def drafts(window: Window) -> list[str]:
    """The buttons that go on with a conversation."""
    found = window.shell.findChildren(QPushButton)
    return [each.objectName() for each in found if each.isVisible() and each.objectName().startswith("go_on:")]


def child_says_what_it_agrees_to(window: Window, told: Told, tmp_path: Path) -> None:
    """The child's own agreement, in its words, on a receipt that it may take along."""
    ClientsDriver(window).open_client(told.child)
    talk = FileDriver(window).talk_about_consent().about("minor_assent").begin()
    talk.explain_all()
    talk.go("child")
    talk.choose_value("given", "yes")
    talk.type("words", told.own_words)
    talk.go("decision").answer("decision", "granted")
    talk.go("how").answer("method", "on_screen")
    talk.draw()
    talk.sign()
    sheet = SheetDriver(window, "consent_copy")
    assert sheet.chosen() == "client", "a receipt is for whom it is about"
    sheet.save(tmp_path / "receipt.pdf")
    assert told.own_words in words_of((tmp_path / "receipt.pdf").read_bytes())


def consent_of_the_only_client(desk: Desk) -> ConsentState:
    """What the vault itself says, besides the window."""
    (client,) = clients.ids(desk)
    assert consents.strip(desk, client) is None
    return consents.state(desk, client)


def the_first_session_is_written(window: Window, told: Told) -> None:
    """No strip about consent over the note, and none over the next one, which would ask for it."""
    file = ClientsDriver(window).open_client(told.child)
    assert _(State.ACTIVE.label) in file.consent
    assert ask(window, consent_of_the_only_client).is_active
    for text in (told.note, told.next_note):
        note = ClientsDriver(window).open_client(told.child).write_note()
        note.write(text)
        note.wait_until_kept()
        assert not [each for each in window.shell.findChildren(QWidget, "no_consent") if each.isVisible()]
        signed = note.safety("no_current_concern_expressed").sign()
        assert text in signed.texts()
