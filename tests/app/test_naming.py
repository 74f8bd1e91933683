"""Discreet mode: no service delivers a name for what is shown; papers and forms keep every one."""

from __future__ import annotations

from typing import Any

import pytest

from app import clock
from app.desk import Desk
from app.keeping import naming
from app.reports import drawing
from app.services import clients, incidents, records
from app.services.client_files import contacts, files, memberships, summaries
from app.services.clients import ClientRef
from app.services.outgoing import papers
from app.services.personal import preferences
from app.services.practice import crisis
from app.services.reading import searches, today, trails
from tests.app.conftest import sign_in
from tests.app.full_disk import full_disk
from tests.app.helpers import WARSAW, fails, sign_incident, write_note
from tests.app.reading_pdf import words_of

NAMES = ("Zefiryna", "Wierzbicka", "Zefira", "Dobromiła", "Gniewosz", "Bożydar", "Sulisława")


@pytest.fixture
def planted(desk: Desk) -> ClientRef:
    """A client whose name stands everywhere that it can, and people around her."""
    body: dict[str, Any] = {
        "name": "Zefiryna Wierzbicka", "legal_name": "Zefiryna Anna Wierzbicka", "aliases": ["Zefira"],
        "emails": [{"address": "zefiryna.wierzbicka@example.org", "safe_to_write": "no"}],
        "emergency_contacts": [{"name": "Dobromiła", "relationship": "sister", "phone": "600 100 200"}],
        "desk_alerts": [{"text": "Zefiryny nie witać po imieniu", "do_not_contact": "brat Gniewosz"}],
    }  # fmt: skip
    made = records.save(desk, records.start(desk, "client").with_values(body)).record
    files.open(desk, made)
    profile = {
        "representatives": [{"name": "Gniewosz", "relationship": "brother", "is_person_feared": True}],
        "alerts": [{"text": "Gniewosza nie wpuszczać"}], "gp_name": "Sulisława",
    }  # fmt: skip
    records.save(desk, records.start(desk, "client_profile", made).with_values(profile))
    person = {"name": "Bożydar", "relationship": "father", "roles": ["parent"]}
    records.save(desk, records.start(desk, "related_person", made).with_values(person))
    started = {"at": f"{clock.today().isoformat()}T09:00", "zone": WARSAW}
    write_note(desk, made, started=started, text="Zefirynie śnił się dziennik.")
    document = {"title": "List w sprawie Zefiryny", "document_kind": "letter"}
    records.keep(desk, records.start(desk, "document", made).with_values(document))
    sign_incident(desk, affected=[{"kind": "client", "client": made}])
    return ClientRef(made, clients.code_of(desk, made))


def shown(desk: Desk, client: str) -> str:
    """All that the services deliver for what is shown, as one text."""
    file = files.open(desk, client)
    profile = file.profile.record.record if file.profile is not None else ""
    found: list[Any] = [
        clients.rows(desk, [client]), file, files.timeline(desk, client), files.access(desk, client),
        memberships.units_of(desk, client), summaries.of(desk, file), searches.find(desk, "dziennik"),
        searches.find(desk, "Zefiryna"), searches.find(desk, "Bożydar"), searches.find_clients(desk, "Zefiryna"),
        searches.title_of(desk, client), today.overview(desk), today.due(desk, days=4000), trails.page(desk).rows,
        incidents.rows(desk, incidents.ids(desk)), records.open(desk, client), records.history(desk, client),
        records.history(desk, profile), records.listing(desk), crisis.card(desk, client).client_name,
    ]  # fmt: skip
    return "\n".join(repr(one) for one in found)


def test_the_services_say_the_names_when_nobody_looks_over_the_shoulder(desk: Desk, planted: ClientRef) -> None:
    text = shown(desk, planted.id)
    assert [name for name in NAMES if name not in text] == []


def test_in_discreet_mode_no_service_says_a_name(desk: Desk, planted: ClientRef) -> None:
    desk.discreet = True
    text = shown(desk, planted.id).casefold()
    for name in NAMES:
        at = text.find(name.casefold()[:-1])
        assert at < 0, text[max(0, at - 80) : at + 80]
    hints = files.open(desk, planted.id).safe_contact
    assert "do not contact: brat name hidden" in hints
    assert planted.code in clients.rows(desk, [planted.id])[0].name


def test_a_client_is_still_found_by_name(desk: Desk, planted: ClientRef) -> None:
    desk.discreet = True
    assert clients.ids(desk, text="wierzb") == [planted.id]


def test_papers_and_forms_keep_the_names(desk: Desk, planted: ClientRef) -> None:
    desk.discreet = True
    editing = records.edit(desk, planted.id)
    assert "Zefiryna Wierzbicka" in repr(editing.body)
    for prepared in (papers.of_clients(desk, [planted.id]), papers.of_timeline(desk, planted.id)):
        assert "Zefiryna Wierzbicka" in words_of(drawing.pdf(prepared.paper))
    assert desk.discreet
    with fails("not_found"):
        papers.of_timeline(desk, "01890000-0000-7000-8000-000000000000")
    assert desk.discreet, "also when it failed"


def test_safe_contact_rules_know_the_people_by_name_also_then(desk: Desk, planted: ClientRef) -> None:
    desk.discreet = True
    assert [person.name for person in contacts.known(desk, planted.id).persons.values()] == ["Bożydar"]


def test_what_was_opened_to_be_read_keeps_its_words(desk: Desk, planted: ClientRef) -> None:
    desk.discreet = True
    note = files.timeline(desk, planted.id, ("session_note",))[0].record
    assert "Zefirynie śnił się dziennik." in repr(records.open(desk, note).body)


def test_what_one_chose_holds_at_the_next_sign_in(desk: Desk) -> None:
    path = desk.signin.path
    preferences.set_discreet(desk, on=True)
    assert desk.discreet
    desk.signin.lock("test")
    again = sign_in(path)
    assert preferences.begin(again).discreet
    assert again.discreet
    preferences.set_discreet(again, on=False)
    assert preferences.mine(again).discreet is False
    again.signin.lock("test")


def test_who_needs_the_codes_now_has_them_also_when_the_disk_is_full(desk: Desk) -> None:
    with full_disk(desk), fails("no_space"):
        preferences.set_discreet(desk, on=True)
    assert desk.discreet


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("Zefiryna przyszła", ["Zefiryna Lis"], "K-1 przyszła"),
        ("ze snem Zefiryny i Zefirynie", ["Zefiryna Lis"], "ze snem K-1 i K-1"),
        ("\x02Zefirynie\x03 śniło się", ["Zefiryna"], "\x02K-1\x03 śniło się"),
        ("zefiryna.lis@example.org", ["Zefiryna Lis"], "K-1.K-1@example.org"),
        ("Ewa mówi o Ewie, ewentualnie o ewolucji", ["Ewa"], "K-1 mówi o K-1, ewentualnie o ewolucji"),
        ("Ewentualnie Ewa", ["Ewa"], "Ewentualnie K-1"),
        ("List o lisie", ["Zefiryna Lis"], "K-1 o lisie"),
        ("nothing of it", [], "nothing of it"),
        ("I am not In", ["I"], "I am not In"),
        ("", ["Anna"], ""),
    ],
)
def test_a_name_is_found_also_inflected(text: str, names: list[str], left: str) -> None:
    assert naming.without(text, names, "K-1") == left
