"""Colleagues in pictures: one desk after the other, whose file it is, who can open it, and what each role sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea

from app import texts
from app.demo.colleagues import DemoPerson
from app.demo.material import library
from app.rules.cosigning import CosignState
from app.rules.permissions import Role
from app.services import clients, records
from app.services.clients import Whose
from app.services.people import accounts, colleagues, cosigning, sharing
from app.services.people.accounts import Invitation
from app.services.practice import practices
from app.vaults import SecretBytes
from ui.forms.choices import Segments
from ui.pages.incidents.incident_view import PEOPLE
from ui.pages.incidents.track import Track
from ui.tour.people import of_four
from ui.tour.words import WORDS
from ui.widgets import Strip

if TYPE_CHECKING:
    from pathlib import Path

    from app.demo import Demo
    from app.desk import Desk
    from app.services.people.colleagues import Colleague
    from app.vaults import KdfPolicy
    from ui.tour.hands import Hands, Steps

Picture = Callable[[str], None]
Work = Callable[["Hands", Picture], "Steps"]


def desks(made: Demo, vault: Path, policy: KdfPolicy) -> Iterator[Callable[[Hands, Picture], Steps]]:
    """One after the other, each for a window of its own, what its person does; `vault` is a copy that may change."""
    yield partial(of_four, made)
    works: Sequence[tuple[Role, Work]] = (
        (Role.OWNER, owner),
        (Role.CLINICIAN, clinician),
        (Role.SUPERVISOR, supervisor),
        (Role.FRONT_DESK, front_desk),
    )
    for role, work in works:
        yield partial(_at_desk, next(one for one in made.people if one.role == role.value), work)
    yield partial(_at_desk, invite_officer(made, vault, policy), officer)


def invite_officer(made: Demo, vault: Path, policy: KdfPolicy) -> DemoPerson:
    """A fifth person, who looks after the trail; the owner adds them."""
    first = made.people[0]
    rows = library(texts.language()).colleagues["person"]
    row = next(one for one in rows if one["role"] == Role.PRIVACY_OFFICER.value)
    with SecretBytes.from_text(first.passphrase) as secret:
        desk = practices.unlock(vault, secret=secret, login=first.login, allow_cheap=True)
    try:
        invitation = Invitation(name=row["name"], login=row["login"], role=Role.PRIVACY_OFFICER)
        with SecretBytes.from_text(row["passphrase"]) as secret:
            accounts.add(desk, invitation, secret, policy=policy)
    finally:
        practices.lock(desk, "command")
    return DemoPerson(row["login"], row["passphrase"], row["name"], row["role"])


def owner(hands: Hands, take: Picture) -> Steps:
    """The clients of all, a cover, one file: who can open it, and what can be done about it; the incident."""
    hands.go_to("clients")
    yield None
    take("four.clients")
    for place, name in enumerate(("cover", "hand-over-several")):
        hands.find(QPushButton, "several_clients").menu().actions()[place].trigger()
        yield lambda: hands.sees("client_ticks")
        yield None
        take(f"four.clients-{name}")
        hands.press("sharing_cancel")
        yield None
    covered: list[str] = []
    yield from _ask(hands, lambda desk: clients.by_code(desk, "K-0001"), covered)
    hands.go_to("client", covered[0], tab="overview")
    yield lambda: hands.sees("also_open_to")
    yield None
    take("four.file")
    yield from _access(hands, covered[0], take)
    yield from _incident(hands, take)


def _access(hands: Hands, client: str, take: Picture) -> Steps:
    """Who can open it, then each of the three panels, none of them carried through."""
    hands.go_to("client", client, tab="access")
    yield lambda: hands.sees("share_file")
    yield None
    take("four.access")
    hands.press("share_file")
    yield lambda: hands.sees("field:reason")
    people: list[str] = []
    yield from _ask(hands, lambda desk: _with(sharing.candidates(desk), Role.SUPERVISOR), people)
    hands.fill("account", people[0])
    hands.press("reason:2")
    yield None
    take("four.access-share")
    hands.press("sharing_cancel")
    yield lambda: hands.sees("share_file")
    yield from _end_of_access(hands, take)


def _end_of_access(hands: Hands, take: Picture) -> Steps:
    """Stop sharing; hand the file over with what is open."""
    hands.press(next(name for name in hands.names_in_sight() if name.startswith("stop:")))
    yield lambda: hands.sees("field:reason")
    yield None
    take("four.access-stop")
    hands.press("sharing_cancel")
    yield lambda: hands.sees("hand_over_file")
    hands.press("hand_over_file")
    yield lambda: hands.sees("field:account")
    leads: list[str] = []
    yield from _ask(hands, lambda desk: _with(clients.leads(desk), Role.CLINICIAN), leads)
    hands.fill("account", leads[0])
    yield lambda: hands.sees("letter")
    yield None
    take("four.access-hand-over")
    hands.press("sharing_cancel")
    yield None


def _incident(hands: Hands, take: Picture) -> Steps:
    """What a colleague reported: who works on it, who is left out, and the form that leaves out one more."""
    found: list[str] = []
    yield from _ask(hands, lambda desk: next(one.id for one in records.listing(desk, "incident")), found)
    hands.go_to("incident", found[0])
    yield lambda: hands.sees("incident_view")
    yield None
    take("four.incident")
    hands.find(Track, "track").go_to(PEOPLE)
    yield lambda: hands.sees("incident_team")
    yield None
    take("four.incident-team")
    hands.press("leave_out")
    yield lambda: hands.sees("leave_out_form")
    yield None
    take("four.incident-leave-out")


def clinician(hands: Hands, take: Picture) -> Steps:
    """What came back, the clients shared for a while, why such a file is opened, and a note in it."""
    take("four.clinician-today")
    hands.go_to("clients")
    yield None
    take("four.clinician-clients")
    for state in CosignState:
        yield from _note(hands, state, take)
    shared: list[str] = []
    yield from _ask(hands, lambda desk: clients.ids(desk, whose=Whose.SHARED)[0], shared)
    hands.go_to("client", shared[0])
    yield lambda: hands.sees("purpose:cover")
    yield None
    take("four.purpose")
    hands.press("purpose:cover")
    yield lambda: hands.sees("also_open_to")
    yield None
    take("four.colleagues-file")
    hands.go_to("session_note", None, client=shared[0])
    yield lambda: hands.sees("sign_bar")
    yield None
    take("four.colleagues-note")
    yield from _first_entry(hands, take)


def _note(hands: Hands, state: CosignState, take: Picture) -> Steps:
    """A note of one's own that waits, came back, or is co-signed."""

    def of_that_state(desk: Desk) -> tuple[str, str]:
        return next(
            (one.id, str(one.client)) for one in records.listing(desk, "session_note") if one.status == state.value
        )

    found: list[tuple[str, str]] = []
    hands.shell.ops.query(hands.shell, of_that_state, found.append)
    yield lambda: bool(found)
    record, client = found[0]
    hands.go_to("session_note", record, client=client)
    yield lambda: hands.sees("cosign_state")
    yield None
    take(f"four.note-{state.value.replace('_', '-')}")


def _first_entry(hands: Hands, take: Picture) -> Steps:
    """An incident that concerns a colleague: who is left out, and for whom it will open."""
    hands.go_to("incidents", None, new=True)
    yield lambda: hands.sees("leaving_out")
    yield None
    answer = hands.find(QFrame, "leaving_out").findChildren(Segments)[0]
    answer.set_value(value=True)
    answer.picked.emit()
    yield lambda: hands.sees("field:person")
    people: list[str] = []
    yield from _ask(hands, lambda desk: _with(colleagues.everybody(desk), Role.FRONT_DESK), people)
    hands.fill("person", people[0])
    hands.press("reason:0")
    yield None
    _scroll_to(hands, "opens_for")
    yield None
    take("four.incident-first-entry")


def supervisor(hands: Hands, take: Picture) -> Steps:
    """What is to be co-signed, and the card over it."""
    take("four.supervisor-today")
    hands.go_to("clients")
    yield None
    take("four.supervisor-clients")
    waiting: list[str] = []
    yield from _ask(hands, lambda desk: cosigning.waiting(desk)[0].record, waiting)
    hands.go_to("today")
    yield lambda: hands.sees(f"cosign:{waiting[0]}")
    hands.press(f"cosign:{waiting[0]}")
    yield lambda: hands.sees("cosign_card")
    yield None
    take("four.to-cosign")


def front_desk(hands: Hands, take: Picture) -> Steps:
    """Names and numbers, no clinical word; a new client for a colleague; a page that is not for this role."""
    take("four.front-desk-today")
    hands.go_to("clients")
    yield None
    take("four.front-desk-clients")
    hands.press("new_client_button")
    hands.type_into("new_client_name", WORDS[texts.language()].client)
    yield None
    take("four.front-desk-new-client")
    found: list[str] = []
    yield from _ask(hands, lambda desk: clients.by_code(desk, "K-0001"), found)
    for tab in ("overview", "access"):
        hands.go_to("client", found[0], tab=tab)
        yield lambda: hands.sees("file_tabs")
        yield None
        take(f"four.front-desk-file-{tab}")
    hands.go_to("trail")
    yield lambda: hands.sees("refused")
    yield None
    take("four.refused")


def officer(hands: Hands, take: Picture) -> Steps:
    """Who looks after the trail, and reads nothing of what anybody wrote."""
    take("four.officer-today")
    hands.go_to("trail")
    yield None
    take("four.officer-trail")
    hands.press("verify_trail")
    yield lambda: hands.sees("verification")
    yield None
    take("four.officer-verified")


def _at_desk(who: DemoPerson, work: Work, hands: Hands, take: Picture) -> Steps:
    """The button with the name, the passphrase; what is told then is put away, and the work begins."""
    yield None
    hands.press(f"person:{who.login}")
    hands.type_secret("passphrase", who.passphrase)
    hands.press("unlock")
    yield lambda: hands.shell.is_signed_in
    yield None
    for strip in hands.shell.findChildren(Strip):
        strip.hide()
    yield None
    yield from work(hands, take)


def _ask(hands: Hands, work: Callable[[Desk], str], found: list[str]) -> Steps:
    hands.shell.ops.query(hands.shell, work, found.append)
    yield lambda: bool(found)


def _with(people: Sequence[Colleague], role: Role) -> str:
    """The account of the first who has a role."""
    return next(one.account for one in people if one.role is role)


def _scroll_to(hands: Hands, name: str) -> None:
    """Bring what has that name into sight, as the wheel would."""
    wanted = hands.find(QLabel, name)
    for area in hands.shell.findChildren(QScrollArea):
        if area.isAncestorOf(wanted):
            area.ensureWidgetVisible(wanted)
