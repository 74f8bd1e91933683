"""Several people in pictures: adding the first one; then a practice of four, from the lock page to somebody leaving."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.services.people import colleagues
from ui.tour.words import PASSPHRASE
from ui.widgets import Strip

if TYPE_CHECKING:
    from app.demo import Demo
    from app.services.people.colleagues import Colleague
    from ui.tour.hands import Hands, Steps

Picture = Callable[[str], None]
NEW = "Tomasz Wilk"  # nobody of that name exists


def adding(hands: Hands, take: Picture) -> Steps:
    """Where one account is all there is: who it is, and the part of the new person; nothing is made."""
    hands.go_to("practice")
    yield lambda: hands.sees("add_person")
    hands.press("add_person")
    yield None
    hands.type_into("person_name", NEW)
    take("add-person.who")
    hands.press("hand_over_desk")
    yield None
    hands.type_secret("own_passphrase", PASSPHRASE)
    hands.type_secret("again", PASSPHRASE)
    yield None
    take("add-person.own")


def of_four(made: Demo, hands: Hands, take: Picture) -> Steps:
    """The lock page; what is told after signing in; people, roles, standing access, one person, somebody leaving."""
    owner, *_others = made.people
    yield None
    take("four.unlock")
    hands.press(f"person:{owner.login}")
    hands.type_secret("passphrase", owner.passphrase)
    hands.press("unlock")
    yield lambda: hands.shell.is_signed_in
    yield None
    take("four.today")
    for strip in hands.shell.findChildren(Strip):
        strip.hide()
    hands.go_to("practice", None, tab="people")
    yield lambda: hands.sees("people_table")
    yield None
    take("four.people")
    for part in ("roles", "standing"):
        hands.press(f"switch:{part}")
        yield None
        take(f"four.{part}")
    yield from _person(hands, take)
    hands.go_to("settings", None, section="security")
    yield None
    hands.press("renew_account")
    yield None
    take("four.renew")


def _person(hands: Hands, take: Picture) -> Steps:
    """A clinician with a supervisor, and what is asked before anybody leaves."""
    found: list[list[Colleague]] = []
    hands.shell.ops.query(hands.shell, colleagues.everybody, found.append)
    yield lambda: bool(found)
    supervised = next(one for one in found[0] if one.supervisor)
    hands.go_to("practice", None, tab="people", person=supervised.account)
    yield lambda: hands.sees("remove_person")
    yield None
    take("four.person")
    hands.press("remove_person")
    yield lambda: hands.sees("leaving_view")
    yield None
    take("four.leaving")
