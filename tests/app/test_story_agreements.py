"""What stories of the window rest on, told on the services alone, in English and in Polish.

A child of separated parents; a release that runs out; consent taken back; a wish to amend that is refused; a file that
is closed. Whatever the window looks like, this is what happens underneath.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock, texts
from app.desk import Desk
from app.packs import consent_texts
from app.records import missing
from app.records.amendment import Amendment, DenialGround, RequestDecision
from app.records.client import Client
from app.records.client_profile import ClientProfile
from app.records.closure import Closure
from app.records.consent import Consent
from app.records.consent_choices import Method, SignerRole
from app.records.consent_elements import ConsentType
from app.records.consent_parts import GivenChoice
from app.records.release_choices import WayOut
from app.reports import drawing
from app.rules import release_state
from app.rules.amendment_requests import RequestState
from app.rules.consent_state import State
from app.rules.destinations import Destination, Sending
from app.services import clients, drafting, records
from app.services.client_files import amendment_requests, closing, files, retention
from app.services.consenting import consent_papers, consents, taking
from app.services.outgoing import disclosures, exporting, papers, releases, releasing
from app.texts import _
from tests.app.helpers import fails, take_consent, write_note
from tests.app.reading_pdf import words_of
from tests.app.releases_made import WHOLE, sign_release

PEN = [[(0.1, 0.6, 0.0), (0.4, 0.3, 0.3), (0.9, 0.5, 0.8)]]
TODAY = clock.today()


@dataclass(frozen=True, slots=True)
class Told:
    """What these stories are made of in one language."""

    language: str
    child: str
    mother: str
    father: str
    own_words: str
    wish: str
    answer: str
    disagreement: str
    rebuttal: str
    danger: str


ENGLISH = Told(
    language="en",
    child="Zoë Fairweather",
    mother="Ada Fairweather",
    father="Tom Loxley",
    own_words="I can tell her when it is too much.",
    wish="It should say that I was ill on that day.",
    answer="The note says what was said on that day.",
    disagreement="I had a fever, and nobody asked.",
    rebuttal="The fever was not spoken of until today.",
    danger="Asked directly: no thoughts of dying, and she knows whom to ring.",
)
POLISH = Told(
    language="pl",
    child="Łucja Żółkiewska",
    mother="Ewa Żółkiewska",
    father="Błażej Źdźbło",
    own_words="Mogę powiedzieć, kiedy to za dużo.",
    wish="Ma być napisane, że tego dnia chorowałam.",
    answer="Notatka mówi, co padło tamtego dnia.",
    disagreement="Miałam gorączkę i nikt nie zapytał.",
    rebuttal="O gorączce do dziś nie było mowy.",
    danger="Zapytana wprost: bez myśli o śmierci, wie, do kogo dzwonić.",
)


@pytest.fixture(params=[ENGLISH, POLISH], ids=lambda told: told.language)
def told(request: pytest.FixtureRequest) -> Iterator[Told]:
    """One language after the other."""
    found: Told = request.param
    texts.set_language(found.language)
    yield found
    texts.set_language("en")


def years_ago(years: int) -> str:
    return (
        f"{TODAY.year - years}-{TODAY:%m-%d}" if (TODAY.month, TODAY.day) != (2, 29) else f"{TODAY.year - years}-02-28"
    )


def take_in_a_child(desk: Desk, told: Told) -> str:
    """A child of fourteen; both parents have custody and decide important things only together."""
    client = clients.register(desk, Client(name=told.child, birth_date=years_ago(14))).id
    files.open(desk, client)
    parent = {
        "custody": "joint_decisions_required",
        "authority": "birth_certificate",
        "may_receive": "general_progress",
    }
    both = [parent | {"name": name} for name in (told.mother, told.father)]
    profile = records.start(desk, "client_profile", client)
    values = {"capacity": "minor", "client_group": ["adolescent"], "representatives": both}
    assert isinstance(profile.body, ClientProfile)
    records.save(desk, profile.with_values(values))
    return client


def test_a_child_of_separated_parents_comes_to_the_first_session(desk: Desk, told: Told) -> None:
    client = take_in_a_child(desk, told)
    talk = explained(taking.begin(desk, client, ConsentType.GUARDIAN, text_language=told.language))
    talk = talk.with_values({"decision": "granted", "method": "on_screen", "given_by": "both_parents"})
    talk = talk.with_values({"given_by_name": f"{told.mother}, {told.father}"})
    talk = agree(talk, told.mother)
    talk = taking.sign_on_screen(talk, told.mother, SignerRole.PARENT, PEN, 3.0)
    worth = taking.conversation(desk, talk).worth
    assert worth.state is State.DEFECTIVE
    assert _("One parent's signature where two are needed.") in worth.reason

    drafting.keep(desk, talk)
    talk = agree(drafting.resume(desk, talk.record), told.father)
    talk = taking.sign_on_screen(talk, told.father, SignerRole.PARENT, PEN, 3.0)
    given = taking.finish(desk, talk)
    assert _("One parent's signature where two are needed.") not in consents.states(desk, client)[given.record].reason

    assent = explained(taking.begin(desk, client, ConsentType.MINOR_ASSENT, text_language=told.language))
    assent = assent.with_values(
        {
            "decision": "granted",
            "method": "on_screen",
            "assent": {"given": "yes", "words": told.own_words, "given_on": TODAY.isoformat()},
        }
    )
    assent = taking.sign_on_screen(assent, told.child, SignerRole.CHILD, PEN, 3.0)
    said = taking.finish(desk, assent)
    assert consents.state(desk, client).is_active, consents.state(desk, client).reason
    assert told.own_words in words_of(drawing.pdf(consent_papers.of_receipt(desk, said.record).paper))

    note = write_note(desk, client)
    assert note.record
    assert consents.strip(desk, client) is None, "the first session was signed, and the next one has no strip either"


def explained(editing: drafting.Editing) -> drafting.Editing:
    """Every paragraph, one after the other."""
    body = editing.body
    assert isinstance(body, Consent)
    for paragraph in consent_texts.load(body.template, body.template_language).paragraphs:
        editing = taking.explain(editing, paragraph.element)
    return editing


def agree(editing: drafting.Editing, name: str) -> drafting.Editing:
    """One of the parents agrees."""
    body = editing.body
    assert isinstance(body, Consent)
    assert isinstance(body.choices, list)
    assert all(isinstance(choice, GivenChoice) for choice in body.choices)
    values = []
    for one in body.guardians:
        agreed = one.consented or ("yes" if one.name == name else None)
        row = {"name": one.name, "custody": one.custody, "authority": one.authority, "consented": agreed}
        values.append(row | {"decided_on": TODAY.isoformat() if agreed else ""})
    return editing.with_values({"guardians": values})


def test_a_release_that_ran_out_lets_nothing_out(desk: Desk, told: Told, tmp_path: Path) -> None:
    client = clients.register(desk, Client(name=told.child)).id
    write_note(desk, client)
    over = sign_release(desk, client, client_name=told.child, signed_on=years_ago(1), expires_on=day(-3)).record
    (row,) = releases.rows(desk, client)
    assert row.state.state is release_state.State.EXPIRED
    target = tmp_path / "out.pdf"
    with fails("release_not_matching") as found:
        exporting.to_file(desk, client, target, to_the_doctor(over))
    assert row.state.reason in str(found[0].values["reasons"])
    assert not target.exists()
    assert disclosures.rows(desk, client) == []

    anew = sign_release(desk, client, client_name=told.child, signed_on=TODAY.isoformat(), expires_on=day(90)).record
    exporting.to_file(desk, client, target, to_the_doctor(anew))
    assert "We talked about sleep." in words_of(target.read_bytes())
    (sent,) = releases.went_out(desk, anew)
    assert (sent.recipient, sent.organisation) == ("Dr Maria Kos", "City Clinic")
    assert releases.went_out(desk, over) == []


def to_the_doctor(release: str) -> Sending:
    return Sending(destination=Destination.SOMEBODY_ELSE, release=release, method=WayOut.HANDED_OVER)


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def test_taking_back_stops_what_is_in_force_and_lists_what_left(desk: Desk, told: Told, tmp_path: Path) -> None:
    client = clients.register(desk, Client(name=told.child)).id
    consent = take_consent(desk, client).record
    note = write_note(desk, client).record
    release = sign_release(desk, client, client_name=told.child).record
    releasing.to_file(desk, papers.of_record(desk, note), tmp_path / "first.pdf", to_the_doctor(release))

    seen = consents.effects(desk, consent)
    assert [row.record for row in seen.releases] == [release]
    assert [row.recipient for row in seen.went_out] == ["Dr Maria Kos"]
    withdrawal = consents.withdraw(desk, consent, method=Method.VERBAL, release_ids=[release]).record
    assert consents.state(desk, client).state is State.WITHDRAWN
    assert releases.states(desk, client)[release].state is release_state.State.WITHDRAWN
    with fails("release_not_matching"):
        releasing.to_file(desk, papers.of_record(desk, note), tmp_path / "second.pdf", to_the_doctor(release))
    assert [each.name for each in tmp_path.glob("*.pdf")] == ["first.pdf"]

    confirmation = words_of(drawing.pdf(consent_papers.of_withdrawal(desk, withdrawal).paper))
    assert "Dr Maria Kos" in confirmation
    assert "City Clinic" in confirmation


def test_a_refused_wish_travels_with_the_record(desk: Desk, told: Told) -> None:
    client = clients.register(desk, Client(name=told.child)).id
    note = write_note(desk, client).record
    asked = amendment_requests.request(desk, note, told.wish, reason="-").record
    assert amendment_requests.standing(desk, asked).due_on
    with fails("not_complete"):
        amendment_requests.decide(desk, asked, RequestDecision.DENIED, text=told.answer, reason="-")
    amendment_requests.decide(
        desk, asked, RequestDecision.DENIED, text=told.answer, reason="-", ground=DenialGround.ACCURATE
    )
    amendment_requests.disagree(desk, asked, told.disagreement)
    amendment_requests.rebut(desk, asked, told.rebuttal)
    (row,) = amendment_requests.rows(desk, client)
    assert row.standing.state is RequestState.REBUTTED
    printed = words_of(drawing.pdf(papers.of_record(desk, note).paper))
    exported = words_of(drawing.pdf(exporting.prepare(desk, client).paper))
    for paper in (printed, exported):
        at = 0
        ground = _(DenialGround.ACCURATE.label)
        for words in ("We talked about sleep.", told.wish, ground, told.answer, told.disagreement, told.rebuttal):
            at = paper.find(words, at)
            assert at >= 0, words
    steps = [amendment.body for amendment in records.open(desk, note).amendments]
    assert all(isinstance(step, Amendment) for step in steps)
    assert len(steps) == 4


def test_a_file_is_closed_with_danger_looked_at_again_and_what_it_owes(desk: Desk, told: Told) -> None:
    client = clients.register(desk, Client(name=told.child, birth_date="1987-04-12")).id
    take_consent(desk, client)
    note = write_note(desk, client).record
    release = sign_release(desk, client, **WHOLE | {"client_name": told.child}).record
    asked = amendment_requests.request(desk, note, told.wish, reason="-").record
    editing = records.start(desk, "closure", client)
    said = {
        "reason": "mutual",
        "course": "-",
        "outcome": "-",
        "topics": "-",
        "follow_up": "-",
        "crisis_resources": ["112"],
    }
    editing = editing.with_values({**said, "last_session_on": TODAY.isoformat(), "told_how": "session"})
    editing = editing.with_values({"told_on": TODAY.isoformat(), "risk_reviewed_on": TODAY.isoformat()})
    danger, still_open = _("Danger and protection at closing"), _("What stays open, and who sees to it")
    assert lacks(desk, editing) == [danger, still_open]
    editing = editing.with_values({"risk_at_closing": told.danger})
    assert lacks(desk, editing) == [still_open]
    saved = records.sign(desk, editing.with_values({"open_note": told.answer}))
    body = records.open(desk, saved.record, "treatment").body
    assert isinstance(body, Closure)
    assert {one.record for one in body.obligations} == {release, asked, ""}, "and no review before the ending"
    assert body.retention is not None
    assert body.retention.until > TODAY.isoformat()
    assert all(rule.citation for rule in body.retention.rules)
    shown = retention.of(desk, client)
    assert (shown.keep_until.isoformat() if shown.keep_until else "") == body.retention.until
    assert closing.outlook(desk, client).episodes == []
    assert records.open(desk, saved.record).body.risk_at_closing == told.danger  # type: ignore[attr-defined]


def lacks(desk: Desk, editing: drafting.Editing) -> list[str]:
    """What a person is told is still missing: these labels and no others."""
    with fails("not_complete") as found:
        records.sign(desk, editing)
    told = str(found[0].values["fields"])
    labels = [_(spec.label) for spec in missing(drafting.finished(desk, editing))]
    assert told == ", ".join(labels)
    return labels
