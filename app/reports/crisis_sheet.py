"""The crisis card on one page, as large as it fits: to hang beside the telephone or to take along."""

from __future__ import annotations

from app import formats
from app.packs.crisis_card import Card, Contact, Line, Local, Plan
from app.reports import safety_plan_sheet
from app.reports.paper import Block, Call, Calls, Facts, Head, Heading, Notice, Paper, Text
from app.texts import _

_BESIDE = 2


def paper(head: Head, card: Card) -> Paper:
    """Emergency numbers first, then this client's plan and contacts, the lines, local help, and the protocol."""
    blocks: list[Block] = [*_emergency(card)]
    if card.plan is not None:
        blocks += _plan(card.plan)
    if card.contacts:
        blocks += [
            Heading(_("Emergency contacts of the client")),
            Calls([_contact(one) for one in card.contacts], _BESIDE),
        ]
    if card.lines:
        blocks += [Heading(_("Crisis lines")), Calls([_line(line) for line in card.lines], _BESIDE)]
    if card.local:
        blocks += [Heading(_("Help nearby")), Calls([_local(place) for place in card.local], _BESIDE)]
    if card.protocol is not None:
        blocks += [
            Heading(card.protocol.title),
            Text(card.protocol.text),
            Facts([(_("Approved on"), formats.long_date(card.protocol.approved_on))]),
        ]
    if card.closed:
        blocks.append(Notice(card.closed))
    who = ", ".join(part for part in (card.client_code, card.client_name) if part)
    return head.paper(title=_("In a crisis"), subtitle=who, code=card.client_code, blocks=blocks, is_one_page=True)


def _plan(plan: Plan) -> list[Block]:
    """The plan, if a copy of it may be made; else the page says nothing of it, because it may be found."""
    if not plan.may_leave:
        return []
    parts = [block for part in plan.parts for block in safety_plan_sheet.of_part(part)]
    made = _("Safety plan of {date}").format(date=formats.long_date(plan.made_on))
    return [Heading(made), *parts]


def _emergency(card: Card) -> list[Block]:
    here = [Call(found.number, found.where) for found in card.emergency if found.is_here]
    elsewhere = [found for found in card.emergency if not found.is_here]
    if not here:
        return [Calls([Call(found.number, found.where) for found in elsewhere], columns=3, is_large=True)]
    blocks: list[Block] = [Calls(here, columns=len(here), is_large=True)]
    if elsewhere:
        words = ", ".join(_("{number} ({where})").format(number=one.number, where=one.where) for one in elsewhere)
        blocks.append(Facts([(_("Elsewhere"), words)]))
    return blocks


def _contact(contact: Contact) -> Call:
    name = ", ".join(part for part in (contact.name, contact.relationship) if part)
    told = _("may be told: {what}").format(what=contact.may_be_told) if contact.may_be_told else ""
    return Call(contact.phone, name, [told])


def _line(line: Line) -> Call:
    ways = [way for way in (line.phone, line.text, line.chat) if way]
    first, *others = ways
    return Call(
        first, line.name, [_joined(*others), _joined(line.for_whom, line.hours), _joined(line.cost, line.checked)]
    )


def _local(place: Local) -> Call:
    ways = [way for way in (place.phone, place.text, place.web) if way]
    first = ways[0] if ways else ""
    return Call(
        first, place.name, [_joined(*ways[1:], place.place), _joined(place.for_whom, place.hours), place.checked]
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
