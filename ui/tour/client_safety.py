"""Pictures of safety in a client's file: its two tabs, the forms behind them, and the plan on the crisis card."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.services import clients
from ui.tour.hands import Hands, Steps
from ui.tour.releasing import crisis_card
from ui.tour.safety import charts_are_drawn, newest, turn_to_table

Picture = Callable[[str], None]

PLAN, NO_COPY, PROTECT, REPORT = "K-0003", "K-0001", "K-0006", "K-0010"
"""Clients of the fictional practice: with a review, a plan and questionnaires; with a plan that must not leave; where
others were to be protected; with a report to an authority, and one that was decided against."""

WRITTEN = (
    (PLAN, ("risk_review", "safety_plan", "measure_result")),
    (NO_COPY, ("domestic_abuse_review",)),
    (PROTECT, ("duty_to_protect",)),
    (REPORT, ("mandated_report", "decision_not_to_act")),
)

BEGUN = {"measure_result": {"instrument": "phq_9"}}


def client_safety_pages(hands: Hands, take: Picture) -> Steps:
    """The tabs, the card while that file is open, every signed record, and each form."""
    found: dict[str, str] = {}
    for code in (PLAN, NO_COPY, PROTECT, REPORT):
        yield from _client(hands, code, found)
        yield from _file(hands, found[code], "safety")
        take(f"client-file.safety.{code.lower()}")
        if code == PLAN:
            yield from _measures(hands, found[code], take)
        if code in {PLAN, NO_COPY}:
            yield from crisis_card(hands, take, f"crisis.plan.{code.lower()}")
    for code, kinds in WRITTEN:
        for kind in kinds:
            yield from _record(hands, found[code], kind, take)


def _client(hands: Hands, code: str, found: dict[str, str]) -> Steps:
    hands.shell.ops.query(
        hands.shell, lambda desk: clients.by_code(desk, code), lambda client: found.update({code: client})
    )
    yield lambda: code in found


def _file(hands: Hands, client: str, tab: str, part: str = "") -> Steps:
    """A tab of a file; why it is opened is answered where that is asked."""
    hands.go_to("client", client, tab=tab, part=part)
    yield lambda: hands.sees("file_tabs") or hands.sees("purpose:treatment")
    if hands.sees("purpose:treatment"):
        hands.press("purpose:treatment")
        yield lambda: hands.sees("file_tabs")
    yield None


def _measures(hands: Hands, client: str, take: Picture) -> Steps:
    """The course as a picture and as a table, all results, and what may be used."""
    for part in ("course", "results", "shelf"):
        yield from _file(hands, client, "measures", part)
        hands.press(f"switch:{part}")
        yield partial(charts_are_drawn, hands) if part == "course" else None
        yield None
        take(f"client-file.measures.{part}")
    hands.press("switch:course")
    yield None
    turn_to_table(hands)
    yield None
    take("client-file.measures.table")


def _record(hands: Hands, client: str, kind: str, take: Picture) -> Steps:
    """A signed one, and the form of a new one."""
    found: list[str] = []
    hands.shell.ops.query(hands.shell, lambda desk: newest(desk, kind, client), found.append)
    yield lambda: bool(found)
    hands.go_to(kind, found[0], client=client)
    yield lambda: hands.sees("amend")
    yield None
    name = kind.replace("_", "-")
    take(f"signed.{name}")
    hands.go_to(kind, None, client=client, values=BEGUN.get(kind, {}))
    yield lambda: hands.sees("record_form")
    yield None
    take(f"editor.{name}")
