"""Every PDF that the program can make: what is withheld stands neither on its pages nor in what no page shows.

One file is made that holds something of each kind that must stay: a private note, what somebody else said in
confidence, a disclosure that an authority wants kept quiet, an unfinished draft, another client. Then each paper is
drawn, and its words, properties, hidden parts and file name are read as another program reads them.
"""

from __future__ import annotations

import base64
import getpass
import inspect
import io
import pkgutil
import platform
import re
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pikepdf
import pytest

from app import services, texts, worker
from app.desk import Desk
from app.records.client import Client
from app.records.consent_choices import Method
from app.reports import drawing
from app.rules.destinations import STAYS, TO_CLIENT, Destination, Sending
from app.rules.purposes import PURPOSE_LABELS, TO_SOMEBODY_ELSE
from app.services import clients, incidents, records
from app.services.client_files import files
from app.services.consenting import consent_papers, consents
from app.services.outgoing import deidentified, exporting, papers, releases, releasing
from app.services.outgoing.exporting import Format
from app.services.outgoing.papers import Prepared
from app.services.practice import practices
from app.texts import _
from tests.app.helpers import sign_incident, take_consent, write_note
from tests.app.reading_pdf import properties_of, words_of
from tests.app.releases_made import by_law, sign_release
from tests.app.safety_sheets import SAFETY

PRIVATE, CONFIDENCE, QUIET, DRAFT = "private kestrel", "whispered kestrel", "Kestrel Bureau", "unfinished kestrel"
NOTE = "We talked about sleep."
SECRETS = {"private": PRIVATE, "confidence": CONFIDENCE, "quiet": QUIET, "draft": DRAFT, "other": "Wolski"}
EVERYTHING = frozenset(SECRETS)
CODE = "PH6TE-QHN69-84SBR-ZFP3W-155QD-B3GKK"
PASSPHRASE = "seven herons over a quiet pond"
USER = "osuser-kestrel"
KEPT_BY_US = frozenset({"confidence", "quiet"})
"""May stand on what stays with us: the practice's own records."""


@dataclass(frozen=True, slots=True)
class Made:
    """The ids of what was made."""

    anna: str
    note: str
    confided: str
    consent: str
    withdrawal: str
    release: str
    release_withdrawal: str
    incident: str
    private: str
    unfinished: str
    quiet: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper: who makes it, words that prove that it is not empty, and which of the secrets may stand on it."""

    maker: Callable[..., object]
    make: Callable[[Desk, Made], Prepared]
    says: str
    may_say: frozenset[str] = field(default_factory=frozenset)


def to_dr_kos(made: Made) -> Sending:
    """On the release that is in force."""
    return Sending(destination=Destination.SOMEBODY_ELSE, release=made.release)


SHEETS = {
    "a note": Sheet(papers.of_record, lambda desk, made: papers.of_record(desk, made.note), NOTE),
    "a record told in confidence": Sheet(
        papers.of_record,
        lambda desk, made: papers.of_record(desk, made.confided),
        CONFIDENCE,
        frozenset({"confidence"}),
    ),
    "a private note": Sheet(
        papers.of_record, lambda desk, made: papers.of_record(desk, made.private), PRIVATE, frozenset({"private"})
    ),
    "a draft": Sheet(
        papers.of_record, lambda desk, made: papers.of_record(desk, made.unfinished), DRAFT, frozenset({"draft"})
    ),
    "a disclosure": Sheet(
        papers.of_record, lambda desk, made: papers.of_record(desk, made.quiet), QUIET, frozenset({"quiet"})
    ),
    "a client": Sheet(papers.of_record, lambda desk, made: papers.of_record(desk, made.anna), "Zawadzka"),
    "the timeline": Sheet(
        papers.of_timeline, lambda desk, made: papers.of_timeline(desk, made.anna), "Session note", frozenset({"quiet"})
    ),
    "the list of clients": Sheet(
        papers.of_clients,
        lambda desk, _made: papers.of_clients(desk, clients.ids(desk)),
        "Zawadzka",
        frozenset({"other"}),
    ),
    "the list of incidents": Sheet(
        papers.of_incidents, lambda desk, _made: papers.of_incidents(desk, incidents.ids(desk)), "001"
    ),
    "the incidents without names": Sheet(
        deidentified.of_incidents, lambda desk, _made: deidentified.of_incidents(desk), "Incidents, de-identified"
    ),
    "an incident": Sheet(papers.of_record, lambda desk, made: papers.of_record(desk, made.incident), "stairs"),
    "a page of the trail": Sheet(papers.of_trail, lambda desk, _made: papers.of_trail(desk), "Ewa Lis"),
    "who looked": Sheet(papers.of_access, lambda desk, made: papers.of_access(desk, made.anna), "Ewa Lis"),
    "the accounting": Sheet(papers.of_accounting, lambda desk, made: papers.of_accounting(desk, made.anna), "Zawadzka"),
    "the crisis card": Sheet(papers.of_crisis_card, lambda desk, made: papers.of_crisis_card(desk, made.anna), "112"),
    "the card of everybody": Sheet(
        papers.of_public_card, lambda _desk, _made: papers.of_public_card("PL", "en"), "112"
    ),
    "a blank form": Sheet(
        consent_papers.of_form, lambda desk, _made: consent_papers.of_form(desk, "release", "en"), "release"
    ),
    "a form for a client": Sheet(
        consent_papers.of_form,
        lambda desk, made: consent_papers.of_form(desk, "closing_letter", "en", client_id=made.anna),
        "Zawadzka",
    ),
    "a receipt": Sheet(
        consent_papers.of_receipt, lambda desk, made: consent_papers.of_receipt(desk, made.consent), "Zawadzka"
    ),
    "a consent taken back": Sheet(
        consent_papers.of_withdrawal, lambda desk, made: consent_papers.of_withdrawal(desk, made.withdrawal), "Zawadzka"
    ),
    "a release taken back": Sheet(
        consent_papers.of_withdrawal,
        lambda desk, made: consent_papers.of_withdrawal(desk, made.release_withdrawal),
        "Zawadzka",
    ),
    "the file for us": Sheet(
        exporting.prepare, lambda desk, made: exporting.prepare(desk, made.anna, STAYS), NOTE, KEPT_BY_US
    ),
    "the file for the client": Sheet(
        exporting.prepare, lambda desk, made: exporting.prepare(desk, made.anna, TO_CLIENT), NOTE
    ),
    "the file for somebody else": Sheet(
        exporting.prepare, lambda desk, made: exporting.prepare(desk, made.anna, to_dr_kos(made)), NOTE
    ),
    "the pages of the file for programs": Sheet(
        exporting.prepare,
        lambda desk, made: exporting.prepare(desk, made.anna, TO_CLIENT, kind=Format.JSON),
        NOTE,
    ),
    **{name: Sheet(*paper) for name, paper in SAFETY.items()},
}


@pytest.fixture
def made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Made:
    """One file with a secret of each kind, and somebody signed in to the computer under a name of their own."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, USER)
    other = clients.register(desk, Client(name="Bartosz Wolski")).id
    write_note(desk, other, text="Came about Wolski and his brother.")
    anna = clients.register(desk, Client(name="Anna Zawadzka", birth_date="1987-04-12")).id
    note = write_note(desk, anna).record
    confided = write_note(desk, anna, text=f"The sister {CONFIDENCE} it.", third_party_confidential=True).record
    private = records.save(desk, records.start(desk, "process_note", anna, text=PRIVATE)).record
    unfinished = records.keep(desk, records.start(desk, "session_note", anna, text=DRAFT)).record
    consent = take_consent(desk, anna).record
    earlier = sign_release(desk, anna).record
    withdrawal = consents.withdraw(desk, consent, method=Method.EMAIL, release_ids=[earlier]).record
    taken_back = next(row.record for row in releases.rows(desk, anna) if row.facts.ends == earlier)
    return Made(
        anna=anna,
        note=note,
        confided=confided,
        consent=consent,
        withdrawal=withdrawal,
        release=sign_release(desk, anna).record,
        release_withdrawal=taken_back,
        incident=sign_incident(desk, affected=[{"kind": "client", "client": anna}]).record,
        private=private,
        unfinished=unfinished,
        quiet=keep_quiet(desk, anna, note),
    )


def keep_quiet(desk: Desk, client: str, note: str) -> str:
    """A disclosure that the client must not learn of for now."""
    del note
    suspended = {"suspended_until": "2099-01-01", "suspension_how": "written", "suspension_stated_on": "2026-03-01"}
    told = {
        "recipient_name": QUIET,
        "description": "The dates of the sessions",
        "legal_basis": "court_order",
        "purpose": "Order of 3 March",
        "method": "post",
        "client_informed_on": "",
        "not_informed": "The authority asked for it",
        "suspension_statement": "Stated in writing",
        "disclosed": {"at": "2026-03-04T10:00", "zone": "Europe/Warsaw"},
    }
    return records.sign(desk, records.start(desk, "disclosure", client).with_values(told | suspended)).record


def hidden_in(pdf: bytes, passphrase: str = "") -> str:
    """What a PDF holds besides the words of its pages: properties, metadata and every other part, unpacked."""
    found = [str(properties_of(pdf))] if not passphrase else []
    with pikepdf.open(io.BytesIO(pdf), password=passphrase) as document:
        found += [f"{name}={value}" for name, value in document.docinfo.items()]
        shown = {page.Contents.objgen for page in document.pages}
        for part in document.objects:
            if part.objgen in shown or is_bookmark(part):
                continue
            if isinstance(part, pikepdf.Stream):
                found.append(part.read_bytes().decode("latin-1"))
            else:
                found.append(repr(part))
        found += list(document.attachments)
    return "\n".join(found)


def readable(data: bytes) -> str:
    """A JSON file with what is in base64 in it read too: FHIR keeps the words of a document like that."""
    text = data.decode()
    inside = re.findall(r'"data":"([A-Za-z0-9+/=]+)"', text)
    return "\n".join([text, *(base64.b64decode(one).decode("utf-8", "replace") for one in inside)])


def is_bookmark(part: pikepdf.Object) -> bool:
    """A line of the table of contents that a reader shows beside the pages."""
    return isinstance(part, pikepdf.Dictionary) and {"/Title", "/Parent", "/Dest"} <= set(part.keys())


def bookmarks_of(pdf: bytes) -> str:
    """The table of contents beside the pages, which is read as the pages are."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return "\n".join(str(part.Title) for part in document.objects if is_bookmark(part))


def strangers() -> list[str]:
    """What tells on whose computer it was made; what is too short to be told from chance is left out."""
    found = (USER, str(Path.home()), str(Path.cwd()), platform.node(), getpass.getuser())
    return [each for each in found if len(each) > len("root")]


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("name", SHEETS)
def test_a_paper_says_what_it_is_for_and_nothing_that_is_withheld(
    desk: Desk, made: Made, name: str, language: str
) -> None:
    sheet = SHEETS[name]
    texts.set_language(language)
    prepared = sheet.make(desk, made)
    pdf = drawing.pdf(prepared.paper)
    shown = f"{words_of(pdf)} {bookmarks_of(pdf)}"
    assert _(sheet.says) in shown, "the paper is not what the table says"
    for secret in EVERYTHING - sheet.may_say:
        assert SECRETS[secret] not in shown, secret
    hidden = hidden_in(pdf)
    for words in (*SECRETS.values(), "Zawadzka", "Anna", "Ewa Lis", *strangers()):
        assert words not in hidden, words
        assert words not in prepared.suggested_name
    assert properties_of(pdf)["Author"] == "ClientSafe"


@pytest.mark.parametrize("kind", [Format.JSON, Format.FHIR])
@pytest.mark.parametrize("name", ["the file for the client", "the file for somebody else"])
def test_a_file_for_programs_holds_nothing_that_is_withheld(desk: Desk, made: Made, name: str, kind: Format) -> None:
    where = TO_CLIENT if name == "the file for the client" else to_dr_kos(made)
    export = exporting.prepare(desk, made.anna, where, kind=kind)
    written = readable(export.leaves(b""))
    assert NOTE in written
    for words in (*SECRETS.values(), *strangers()):
        assert words not in written, words


def test_a_file_under_a_passphrase_holds_nothing_more(desk: Desk, made: Made) -> None:
    export = exporting.prepare(desk, made.anna, TO_CLIENT, passphrase=PASSPHRASE)
    locked = export.leaves(drawing.pdf(export.paper))
    hidden = hidden_in(locked, PASSPHRASE)
    for words in (*SECRETS.values(), "Zawadzka", "Anna", "Ewa Lis", *strangers()):
        assert words not in hidden, words
    for words in (*SECRETS.values(), "Zawadzka", USER):
        assert words.encode() not in locked


def test_the_recovery_sheet_names_no_client_and_no_computer(desk: Desk, made: Made) -> None:
    pdf = worker.recovery_sheet("Quiet Room", "EL", CODE, "01a20274-7823-7c83-92b1-10c25395e28d", "en")
    assert CODE.split("-", maxsplit=1)[0] in words_of(pdf)
    for words in (*SECRETS.values(), "Zawadzka", *strangers()):
        assert words not in hidden_in(pdf) + words_of(pdf), words


def test_what_goes_to_a_court_by_law_is_withheld_alike(desk: Desk, made: Made) -> None:
    prepared = exporting.prepare(desk, made.anna, by_law())
    shown = words_of(drawing.pdf(prepared.paper))
    assert NOTE in shown
    for secret in EVERYTHING:
        assert SECRETS[secret] not in shown, secret
    assert any("confidence" in reason for _what, reason in prepared.withheld)


def test_the_report_of_who_looked_does_not_tell_that_something_left_quietly(
    desk: Desk, made: Made, tmp_path: Path
) -> None:
    """Neither the disclosure that an authority wants kept quiet nor the entry of what left on it."""
    quiet = {"suspended_until": "2099-01-01", "suspension_how": "written", "suspension_stated_on": "2026-03-01"}
    where = by_law(**quiet, suspension_statement="Stated in writing")
    label = PURPOSE_LABELS[TO_SOMEBODY_ELSE]
    releasing.to_file(desk, papers.of_record(desk, made.note), tmp_path / "quiet.pdf", where)
    assert label not in words_of(drawing.pdf(papers.of_access(desk, made.anna).paper))
    assert label in {row.purpose for row in files.access(desk, made.anna)}, "the practice itself sees it"
    releasing.to_file(desk, papers.of_record(desk, made.note), tmp_path / "told.pdf", by_law())
    assert label in words_of(drawing.pdf(papers.of_access(desk, made.anna).paper))


def makers() -> set[str]:
    """Every public function of the services that gives a paper."""
    found = set()
    for module in pkgutil.walk_packages(services.__path__, "app.services."):
        loaded = import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if name.startswith("_") or function.__module__ != module.name:
                continue
            hint = inspect.unwrap(function).__annotations__.get("return", "")
            found |= {f"{module.name}.{name}"} if any(word in str(hint) for word in papers_called()) else set()
    return found


def papers_called() -> tuple[str, ...]:
    """What the types are called that hold a paper."""
    return ("Prepared", *(each.__name__ for each in Prepared.__subclasses__()))


_NOT_MAKERS = {
    "app.services.outgoing.papers.ready",  # puts together what the others have made
    "app.services.outgoing.releasing.with_notice",  # the same paper with a notice on it
    "app.services.outgoing.exporting.to_file",  # makes it by `prepare`
    "app.services.outgoing.exporting.of_file",
    "app.services.outgoing.deidentified.to_file",  # makes it by `of_incidents`
}


def test_every_paper_there_is_stands_in_the_table() -> None:
    told = {
        f"{inspect.unwrap(sheet.maker).__module__}.{inspect.unwrap(sheet.maker).__name__}" for sheet in SHEETS.values()
    }
    assert makers() - _NOT_MAKERS == told
    assert makers() >= _NOT_MAKERS, "a name that is no maker any more"


def test_nothing_else_becomes_a_pdf() -> None:
    """Papers are drawn in one place, the recovery sheet in another: a third one has to come into the table too."""
    jobs = typing.cast("dict[str, object]", worker._JOBS)
    assert {name for name in jobs if "sheet" in name or "paper" in name or "pdf" in name} == {
        "recovery_sheet",
        "draw_paper",
    }


def test_a_practice_can_be_named_on_its_papers(desk: Desk, made: Made) -> None:
    """The letterhead is what the practice wrote itself, and it is on the page: so the check above reads real pages."""
    profile = practices.profile(desk)
    profile.letterhead = ["RPWDL 000001"]
    practices.save_profile(desk, profile)
    assert "RPWDL 000001" in words_of(drawing.pdf(papers.of_record(desk, made.note).paper))
