"""Pictures of what clients agree to: the board, the texts, the conversation, signed consents, releases, what left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTableView

from app.desk import Desk
from app.rules.consent_state import State
from app.services import clients
from app.services.consenting import consents
from app.services.outgoing import papers
from app.texts import _
from ui.releasing import release
from ui.releasing.sheet import ReleaseSheet
from ui.tour.hands import Hands, Steps

Picture = Callable[[str], None]

ASKED_AGAIN, RELEASED, ASKING, CHILD, CLOSED = "K-0001", "K-0003", "K-0008", "K-0006", "K-0002"
"""Clients of the fictional practice: with a newer text and an expired release; with a release in force and a denied
request; with a request that waits; a young person with two parents; a file that was closed."""


def agreement_pages(hands: Hands, take: Picture) -> Steps:
    """The Consents page, the way to a signature, and what stands in the files."""
    yield from _consents_page(hands, take)
    yield from _conversation(hands, take)
    yield from _signed(hands, take)
    yield from _file_parts(hands, take)
    yield from _leaving(hands, take)
    yield from _forms(hands, take)


def _ask(hands: Hands, work: Callable[[Desk], str], found: list[str]) -> Steps:
    hands.shell.ops.query(hands.shell, work, found.append)
    yield lambda: bool(found)


def _client(hands: Hands, code: str, found: list[str]) -> Steps:
    yield from _ask(hands, lambda desk: clients.by_code(desk, code), found)


def _consents_page(hands: Hands, take: Picture) -> Steps:
    """The board as a picture and as a table, the texts, one of them, and what changed in it."""
    hands.go_to("consents", None, tab="board")
    yield lambda: hands.sees("consents_tabs")
    yield None
    take("consents.board")
    hands.go_to("consents", None, tab="board", state="ask_again")
    yield None
    take("consents.board-state")
    hands.go_to("consents", None, tab="texts")
    yield lambda: hands.sees("texts_table")
    yield None
    take("consents.texts")
    table = hands.find(QTableView, "texts_table")
    table.activated.emit(table.model().index(0, 0))
    yield lambda: hands.sees("text_title")
    yield None
    take("consents.text")


def _conversation(hands: Hands, take: Picture) -> Steps:
    """What it is about, a paragraph, those who represent a child, the signature, and the last look."""
    found: list[str] = []
    yield from _client(hands, CHILD, found)
    hands.go_to("consent", None, client=found[0])
    yield lambda: hands.sees("begin_conversation")
    yield None
    take("taking.begin")
    hands.press("begin_conversation")
    yield lambda: hands.sees("step_skip")
    yield None
    take("taking.paragraph")
    yield from _go_on_to(hands, "field:guardians")
    take("taking.child")
    yield from _go_on_to(hands, "field:decision")
    hands.fill("decision", "granted")
    yield None
    take("taking.decision")
    yield from _go_on_to(hands, "field:method")
    hands.fill("method", "on_screen")
    yield lambda: hands.sees("signature_pad")
    hands.draw_signature()
    yield None
    take("taking.signature")
    hands.press("keep_signature")
    yield None
    yield from _go_on_to(hands, "field:copy_given")
    hands.press("step_next")
    yield from _last_look(hands, take)


def _last_look(hands: Hands, take: Picture) -> Steps:
    """What it would be worth, and the same consent in one form."""
    yield lambda: hands.sees("worth")
    yield None
    take("taking.sign")
    hands.press("all_at_once")
    yield lambda: hands.sees("tick_all")
    yield None
    take("taking.all-at-once")


def _go_on_to(hands: Hands, name: str) -> Steps:
    """Step by step, until something of that name is in sight."""
    while not hands.sees(name):
        hands.press("step_next")
        yield None


def _signed(hands: Hands, take: Picture) -> Steps:
    """A signed consent that is to be asked for again, the card that takes it back, and a drawn signature."""
    client, found = list[str](), list[str]()
    yield from _client(hands, ASKED_AGAIN, client)
    yield from _ask(hands, lambda desk: _consent(desk, client[0], "telehealth"), found)
    hands.go_to("consent", found[0], client=client[0])
    yield lambda: hands.sees("consent_worth")
    yield None
    take("consent.ask-again")
    hands.press("withdraw")
    yield lambda: hands.sees("withdrawal")
    yield None
    take("consent.withdrawal")
    child, given = list[str](), list[str]()
    yield from _client(hands, CHILD, child)
    yield from _ask(hands, lambda desk: _consent(desk, child[0], "guardian"), given)
    hands.go_to("consent", given[0], client=child[0])
    yield lambda: hands.sees("consent_worth")
    yield None
    take("consent.both-parents")


def _consent(desk: Desk, client: str, consent_type: str) -> str:
    """The id of a client's signed consent of a type."""
    found = consents.rows(desk, client)
    return next(row.record for row in found if row.type == consent_type and row.state.state is not State.DRAFT)


def _file_parts(hands: Hands, take: Picture) -> Steps:
    """The parts of the two tabs about what was agreed and what left, and a small form of each."""
    for code, tab, part in (
        (CHILD, "consents", "consents"),
        (RELEASED, "consents", "releases"),
        (RELEASED, "disclosures", "register"),
        (ASKING, "disclosures", "requests"),
        (ASKING, "disclosures", "holds"),
        (CLOSED, "disclosures", "retention"),
    ):
        found: list[str] = []
        yield from _client(hands, code, found)
        hands.go_to("client", found[0], tab=tab, part=part)
        yield lambda: hands.sees("file_tabs") or hands.sees("purpose:treatment")
        if hands.sees("purpose:treatment"):
            hands.press("purpose:treatment")
            yield lambda: hands.sees("file_tabs")
        hands.press(f"switch:{part}")
        yield None
        take(f"client-file.{part}")
        if part == "requests":
            hands.press("step:request_decided")
            yield lambda: hands.sees("small_form")
            hands.fill("decision", "denied")
            yield None
            take("client-file.request-decision")
        elif part == "releases":
            hands.press("withdraw_release")
            yield lambda: hands.sees("end_release")
            yield None
            take("client-file.release-withdrawal")


def _leaving(hands: Hands, take: Picture) -> Steps:
    """The sheet for somebody else, with a release that covers it and one that does not; then the export."""
    client, notes = list[str](), list[str]()
    yield from _client(hands, RELEASED, client)
    yield from _ask(hands, lambda desk: _consent(desk, client[0], "recording"), notes)
    workspace = hands.shell.workspace
    release(workspace.context, workspace, lambda desk: papers.of_record(desk, notes[0]))
    yield lambda: hands.sees("pages_view")
    hands.press("where:somebody_else")
    yield lambda: hands.sees("grounds")
    yield None
    take("print-or-save.somebody-else")
    hands.press("ground:another")
    yield None
    hands.find(ReleaseSheet, "page").close_overlay()
    yield None
    hands.go_to("client", client[0], tab="overview")
    yield lambda: hands.sees("file_menu")
    hands.choose_in_file_menu(_("Export this file…"))
    yield lambda: hands.sees("where:somebody_else")
    yield None
    take("export")
    hands.press("where:somebody_else")
    yield lambda: hands.sees("export_release")
    yield None
    take("export.somebody-else")
    hands.press("cancel_export")
    yield None


def _forms(hands: Hands, take: Picture) -> Steps:
    """A release, a plan, a disclosure by hand, and the closing summary while they are written."""
    found: list[str] = []
    yield from _client(hands, ASKING, found)
    for kind in ("release", "treatment_plan", "disclosure", "closure"):
        hands.go_to(kind, None, client=found[0])
        yield lambda: hands.sees("record_form")
        yield None
        take(f"editor.{kind.replace('_', '-')}")
