"""What several people do at one vault: add, grant, revoke, remove, renew, re-key, hand over; `ground` has the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage.kdf import CHEAPEST_FOR_TESTS
from storage.vault import NewCompartment, NewPerson, SecretBytes, Share, SharingChange, SignIn, Write
from tests.storage.kit import PASSPHRASE, failure_of, note, sign_in, signed_in
from tests.torture.ground import NEW_PASSPHRASE, TOLD_WORD, Ground, clinical_of, entered, leave, save, step, view
from tests.torture.recorder import say

LETTER = "handover"


@dataclass(frozen=True)
class Person:
    """Somebody beside the founder."""

    login: str
    passphrase: str


BRUNO = Person("bruno", "nine loud crows sit upon the fence")
CELIA = Person("celia", "eleven grey geese fly over the lake")
DORA = Person("dora", "four young foxes sleep below the hill")


def let_others_in(vault: Path) -> None:
    """Bruno works in the file; Celia is there and has no file at all. Both have signed in once."""
    with signed_in(vault) as signin:
        _add(signin, BRUNO, {clinical_of(signin): "read write"})
        _add(signin, CELIA, {})
    for person in (BRUNO, CELIA):
        sign_in(vault, login=person.login, passphrase=person.passphrase).lock("test")


def add(ground: Ground) -> None:
    """Let somebody in who gets the file, and who writes into it at once."""
    signin = entered(ground)
    if signin is None:
        return
    is_there = False
    with step("add"):
        _add(signin, DORA, {clinical_of(signin): "read write"})
        say("added")
        is_there = True
    _work(ground, signin)
    if is_there:
        _others_work(ground, DORA)


def grant(ground: Ground) -> None:
    """Share the file with somebody who writes into it."""
    signin = entered(ground)
    if signin is None:
        return
    with step("grant"):
        signin.sharing.change([SharingChange(clinical_of(signin), grant=(_share(signin, CELIA),))], reason="together")
        say("granted")
    _work(ground, signin)
    _others_work(ground, CELIA)


def revoke(ground: Ground) -> None:
    """Take the file back from one and hand it to another, all at once; both sign in."""
    signin = entered(ground)
    if signin is None:
        return
    with step("revoke"):
        change = SharingChange(clinical_of(signin), (_share(signin, CELIA),), (_account(signin, BRUNO),))
        signin.sharing.change([change], reason="over")
        say("revoked")
    _work(ground, signin)
    _others_work(ground, CELIA)
    _others_work(ground, BRUNO)


def handover(ground: Ground) -> None:
    """Take the file from one and give it to another with a letter in it, and let go of a place made for them, at once.

    Both sign in, and the one who is there also writes.
    """
    signin = entered(ground)
    if signin is None:
        return
    with step("handover"):
        file, place, me = clinical_of(signin), signin.new_id(), signin.account
        lead, former = Share(_account(signin, CELIA), "read write share"), _account(signin, BRUNO)
        signin.sharing.change(
            [
                *(SharingChange(one, grant=(lead,)) for one in (file, place)),
                SharingChange(file, revoke=(former,)),
                SharingChange(place, revoke=(me,)),
            ],
            reason="leave",
            writes=[
                Write(signin.new_id(), one, LETTER, 1, note("Brief", TOLD_WORD), "signed") for one in (file, place)
            ],
            compartments=[NewCompartment(place, "safety", {})],
        )
        say("handed")
    _work(ground, signin)
    _others_work(ground, CELIA)
    _others_work(ground, BRUNO)


def remove(ground: Ground) -> None:
    """Take somebody out of the practice; they try to come back."""
    signin = entered(ground)
    if signin is None:
        return
    with step("remove"):
        signin.accounts.remove(_account(signin, BRUNO))
        say("removed")
    _work(ground, signin)
    with step("wrong-passphrase"):
        failure_of(lambda: sign_in(ground.vault, login=BRUNO.login, passphrase=BRUNO.passphrase).lock("test"))


def renew(ground: Ground) -> None:
    """Other keys, another passphrase and another recovery code."""
    signin = entered(ground)
    if signin is None:
        return
    valid = PASSPHRASE
    say("begin renew")
    with step("passphrase"):
        with SecretBytes.from_text(PASSPHRASE) as old, SecretBytes.from_text(NEW_PASSPHRASE) as new:
            code = signin.accounts.renew(old, new, policy=CHEAPEST_FOR_TESTS)
        say("passphrase")
        say(f"code {code}")
        valid = NEW_PASSPHRASE
    if signin.is_locked and valid == PASSPHRASE:
        return  # nobody knows which one holds before somebody tries
    _work(ground, signin, valid)
    _others_work(ground, BRUNO)


def rekey(ground: Ground) -> None:
    """Another key for the database."""
    signin = entered(ground)
    if signin is None:
        return
    with step("rekey"):
        signin.accounts.rekey("asked")
        say("rekeyed")
    _work(ground, signin)
    _others_work(ground, BRUNO)


FLOWS: dict[str, Callable[[Ground], None]] = {
    "add": add,
    "grant": grant,
    "revoke": revoke,
    "remove": remove,
    "renew": renew,
    "rekey": rekey,
    "handover": handover,
}


def _add(signin: SignIn, person: Person, shares: dict[str, str]) -> None:
    with SecretBytes.from_text(person.passphrase) as typed:
        signin.accounts.add(NewPerson(person.login, typed, "clinician", shares, policy=CHEAPEST_FOR_TESTS))


def account_of(signin: SignIn, person: Person) -> str | None:
    """The account of somebody who was let in; logins are in the header, people in the order they joined."""
    order = (BRUNO, CELIA, DORA).index(person) + 1
    people = signin.people()
    return people[order].id if order < len(people) else None


def _account(signin: SignIn, person: Person) -> str:
    found = account_of(signin, person)
    assert found is not None
    return found


def _share(signin: SignIn, person: Person) -> Share:
    return Share(_account(signin, person), "read write")


def _work(ground: Ground, signin: SignIn, passphrase: str = PASSPHRASE) -> None:
    """The founder goes on: signs in again where the session ended with what was done."""
    again = entered(ground, passphrase=passphrase) if signin.is_locked else signin
    if again is not None:
        with step("save"):
            save(again, again.new_id(), clinical_of(again))
        leave(again)


def _others_work(ground: Ground, person: Person) -> None:
    """Somebody else signs in, reads what they find, and writes into it."""
    signin = entered(ground, login=person.login, passphrase=person.passphrase)
    if signin is None:
        return
    for clinical in signin.compartments("clinical"):
        record = signin.new_id()
        with step("save-other"):
            save(signin, record, clinical)
            view(signin, record)
    leave(signin)
