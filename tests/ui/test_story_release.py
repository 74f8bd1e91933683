"""What leaves and what does not, told in the window in English and in Polish, on real storage.

A client takes her consent back: releases stop at once, and what had already gone out is listed and printed. A release
runs out, and from then on nothing leaves on it, until there is a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock, formats, texts
from app.desk import Desk
from app.records.client import Client
from app.rules import release_state
from app.rules.consent_state import State
from app.services import clients, records
from app.services.outgoing import disclosures, releases
from app.services.outgoing.disclosures import DisclosureRow
from app.texts import _
from storage.vault import TrailFilter
from tests.app.helpers import take_consent
from tests.app.reading_pdf import words_of
from tests.app.releases_made import sign_release
from tests.ui.drivers.agreements import ReleasesDriver
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.editor import EditorDriver, SignedDriver
from tests.ui.drivers.exporting import ExportDriver
from tests.ui.drivers.sheet import SheetDriver
from tests.ui.drivers.taking import SignedConsentDriver, row_of
from tests.ui.drivers.window import Window
from tests.ui.telling import ask, make, sign_in

KOS, CLINIC = "Dr Maria Kos", "City Clinic"


@dataclass(frozen=True, slots=True)
class Told:
    """What these stories are made of in one language."""

    language: str
    client: str
    note: str


ENGLISH = Told("en", "Zoë Fairweather", "She slept six nights of seven.")
POLISH = Told("pl", "Łucja Żółkiewska", "Przespała sześć nocy z siedmiu.")


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


def day(days: int) -> str:
    """So many days from today."""
    return (clock.today() + timedelta(days=days)).isoformat()


class Made:
    """A client who agreed, a note, and a release for Dr Kos with its last day."""

    def __init__(self, desk: Desk, told: Told, ends: str) -> None:
        self.client = clients.register(desk, Client(name=told.client)).id
        self.consent = take_consent(desk, self.client).record
        note = {"text": told.note, "risk_statement": "no_current_concern_expressed"}
        self.note = records.sign(desk, records.start(desk, "session_note", self.client).with_values(note)).record
        given = {"client_name": told.client, "signed_on": day(-200), "expires_on": ends}
        self.release = sign_release(desk, self.client, **given).record


def test_taking_back_stops_releases_at_once_and_lists_what_left(
    told: Told, open_window: Callable[..., Window], vault: Path, tmp_path: Path
) -> None:
    window = sign_in(open_window, vault, told.language)
    made = make(window, lambda desk: Made(desk, told, day(100)))
    give_the_note_to_dr_kos(window, made, tmp_path / "first.pdf")

    confirmation = take_the_consent_back(window, made, tmp_path / "confirmation.pdf")
    for words in (KOS, CLINIC):
        assert words in confirmation, "what already went out stands on the confirmation"

    listed = ReleasesDriver(window_at_the_file(window, told))
    (line,) = listed.table.cells()
    assert _(release_state.State.WITHDRAWN.label) in line
    sheet = sheet_of(window, made.note).to_somebody_else()
    stopped = next(words for words in sheet.grounds() if KOS in words)
    assert not sheet.grounds()[stopped]
    assert releases_reason(window, made) in stopped, "the sheet says in words why it does not leave"
    assert not sheet.can_press("save_pdf")
    sheet.close()
    assert sorted(each.name for each in tmp_path.glob("*.pdf")) == ["confirmation.pdf", "first.pdf"]
    window.prompts.check()


def test_a_release_that_ran_out_blocks_an_export_until_there_is_a_new_one(
    told: Told, open_window: Callable[..., Window], vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = sign_in(open_window, vault, told.language)
    made = make(window, lambda desk: Made(desk, told, day(5)))
    sheet = export_to_somebody_else(window, told, KOS).on_release(KOS).say(method="handed_over")
    sheet.save(tmp_path / "first.pdf")
    assert told.note in words_of((tmp_path / "first.pdf").read_bytes())

    later = clock.today() + timedelta(days=10)
    monkeypatch.setattr(clock, "today", lambda: later)
    sheet = export_to_somebody_else(window, told)
    stopped = next(words for words in sheet.grounds() if KOS in words)
    assert not sheet.grounds()[stopped]
    assert releases_reason(window, made) in stopped, "the sheet says in words why it does not leave"
    assert formats.long_date(day(-5)) in stopped
    sheet.say(recipient_name=KOS, recipient_org=CLINIC, method="handed_over")
    assert not sheet.can_press("save_pdf")
    sheet.close()
    assert [each.name for each in tmp_path.glob("*.pdf")] == ["first.pdf"]
    assert [row.release for row in register(window, made)] == [made.release]

    anew = sign_a_new_release(window, told)
    sheet = export_to_somebody_else(window, told, KOS).on_release(KOS).say(method="handed_over")
    sheet.save(tmp_path / "second.pdf")
    assert told.note in words_of((tmp_path / "second.pdf").read_bytes())
    assert [row.release for row in register(window, made)] == [anew, made.release]
    assert ask(window, written_before_it_left)
    window.prompts.check()


def export_to_somebody_else(window: Window, told: Told, release: str = "") -> SheetDriver:
    """From the menu of the file; `release`: only what this one covers. Without one, none is in force."""
    ClientsDriver(window).open_client(told.client).from_menu(_("Export this file…"))
    export = ExportDriver(window).for_whom("somebody_else")
    if release:
        export.on_release(release)
    else:
        assert export.releases() == [], "nothing rests on what has run out"
    return export.go_on()


def sign_a_new_release(window: Window, told: Told) -> str:
    """In the form: to whom, what, for what, until when, what it says, and how it was signed."""
    window_at_the_file(window, told)
    FileDriver(window).begin("release")
    form = EditorDriver(window)
    recipient = row_of(form, "recipients", 0)
    recipient.type("name", KOS)
    recipient.type("organisation", CLINIC)
    form.tick("information", "session_notes")
    form.tick("purposes", "treatment")
    form.type("expires_on", day(30))
    form.tick("statements", "right_to_revoke", "conditioning", "redisclosure")
    form.choose_value("copy_given", "yes")
    form.choose_value("decision", "given")
    form.choose_value("method", "wet_ink_scan")
    signed = form.sign()
    return signed.record()


def written_before_it_left(desk: Desk) -> bool:
    """Whether the newest disclosure was durable before the newest file was written."""
    found = desk.signin.trail(TrailFilter(limit=50)).entries
    written = next(one.seq for one in found if one.action == "sign")
    done = next(one.seq for one in found if one.action == "export" and one.outcome == "done")
    return written < done


def give_the_note_to_dr_kos(window: Window, made: Made, path: Path) -> None:
    """On the release, handed over: its disclosure is there before the file is."""
    sheet = sheet_of(window, made.note).to_somebody_else().on_release(KOS).say(method="handed_over")
    sheet.save(path)
    assert path.exists()
    assert [(row.recipient, row.release) for row in register(window, made)] == [(KOS, made.release)]


def take_the_consent_back(window: Window, made: Made, path: Path) -> str:
    """One press on the signed consent; the card says what stops and what left; then the confirmation for the client."""
    window.go_to("consent", made.consent)
    card = SignedConsentDriver(window).begin_withdrawal()
    assert KOS in card.words(), "listed before it is taken back"
    taken_back = card.stop(made.release).record("verbal")
    assert _(State.WITHDRAWN.label) in taken_back.worth
    sheet = card.confirmation()
    assert sheet.chosen() == "client"
    sheet.save(path)
    return words_of(path.read_bytes())


def window_at_the_file(window: Window, told: Told) -> Window:
    """The client's file is open."""
    ClientsDriver(window).open_client(told.client)
    return window


def sheet_of(window: Window, record: str) -> SheetDriver:
    """The one sheet, opened from a signed record."""
    window.go_to("session_note", record)
    SignedDriver(window)
    return SheetDriver(window)


def register(window: Window, made: Made) -> list[DisclosureRow]:
    """What the register holds of this client."""
    return ask(window, lambda desk: disclosures.rows(desk, made.client))


def releases_reason(window: Window, made: Made) -> str:
    """Why a release is worth what it is worth, in words."""
    return ask(window, lambda desk: releases.states(desk, made.client)[made.release].reason)
