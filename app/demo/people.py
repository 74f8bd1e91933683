"""The fictional clients: names, ages, how they may be reached."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.demo.material import Library, Theme
from app.demo.prose import FEMININE, MASCULINE, NEUTRAL, Decks, Voice
from app.records.choices import YesNo
from app.records.client import Address, Client, DeskAlert, Email, EmergencyContact, FileStatus, Phone, Sex

_CODES = ("m", "f", "n")
_NOT_IN_ASCII = str.maketrans("łŁøß", "lLos")
_DAYS_A_YEAR = 365
_OTHER_NAME = 0.06


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist. `name` is how they are called here; the parents are for minors."""

    name: str
    first: str
    surname: str
    gender: int
    born: date
    legal_name: str = ""
    parent: str = ""
    parent_gender: int = 0
    other_parent: str = ""


class People:
    """Makes people, no two of one name."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._taken: set[str] = set()

    def meet(self, rng: random.Random, theme: Theme, start: date, parent: int | None = None) -> Person:
        """Somebody who fits a theme and comes for the first time about `start`; `parent` is a parent's gender."""
        gender = self._gender(rng, theme)
        youngest, oldest = theme.ages
        age_days = rng.randint(youngest * _DAYS_A_YEAR + 180, oldest * _DAYS_A_YEAR)
        while True:
            person = self._named(rng, gender, start - timedelta(days=age_days), parent)
            if person.name not in self._taken:
                self._taken.add(person.name)
                return person

    def _gender(self, rng: random.Random, theme: Theme) -> int:
        if theme.genders:
            return FEMININE
        has_neutral = any(group["n"] for group in self._library.people["group"])
        return rng.choices((MASCULINE, FEMININE, NEUTRAL), (44, 53, 3 if has_neutral else 0))[0]

    def _named(self, rng: random.Random, gender: int, born: date, parent: int | None) -> Person:
        groups = self._library.people["group"]
        group = rng.choices(groups, [group["weight"] for group in groups])[0]
        names = group[_CODES[gender]] or group["f"]
        # The lists go from older to younger names.
        late = min(max((born.year - 1945) / 70, 0.0), 1.0)
        place = round(late * (len(names) - 1) + rng.uniform(-0.3, 0.3) * len(names))
        first = names[min(max(place, 0), len(names) - 1)]
        family = rng.choice(group["surnames"])
        surname = _surname(family, gender)
        elders = ("", "")
        if parent is not None:
            elders = (_elder(rng, group, family, parent), _elder(rng, group, family, other_gender(parent)))
        legal = _legal_name(rng, group, gender, family)
        return Person(f"{first} {surname}", first, surname, gender, born, legal, elders[0], parent or 0, elders[1])


def client_of(person: Person, voice: Voice, library: Library, decks: Decks, *, is_marked: bool) -> Client:
    """The client record; status and dates of the file are the caller's."""
    rng, people = voice.rng, library.people
    return Client(
        name=person.name,
        legal_name=person.legal_name,
        pronouns=people["style"]["pronouns"][person.gender] if rng.random() < 0.6 or person.gender == NEUTRAL else "",
        birth_date=_known_of(rng, person.born),
        phones=_phones(rng, people["style"]),
        emails=[Email(address=_email(person), safe_to_write=_mostly(rng))],
        addresses=[_address(rng, people)] if rng.random() < 0.8 else [],
        emergency_contacts=[_contact(person, voice, library)] if rng.random() < 0.75 or person.parent else [],
        desk_alerts=[DeskAlert(text=decks.draw("desk", library.phrases["alerts"]["desk"]))] if is_marked else [],
        language=people["style"]["language"],
        sex_recorded=(Sex.MALE, Sex.FEMALE, None)[person.gender] if rng.random() < 0.3 else None,
        status=FileStatus.OPEN,
    )


def other_gender(gender: int) -> int:
    """Of the other parent, in a practice whose pupils have a mother and a father."""
    return MASCULINE if gender == FEMININE else FEMININE


def number(rng: random.Random, pattern: str) -> str:
    """A number by its pattern: `#` is a digit, `A` and `B` in a postcode stay as they are."""
    return re.sub("#", lambda _: str(rng.randrange(10)), pattern)


def _legal_name(rng: random.Random, group: dict[str, list[str]], gender: int, family: str) -> str:
    """Now and then another name stands in the documents."""
    chance = rng.random()
    if gender != NEUTRAL and chance > _OTHER_NAME:
        return ""
    others = {MASCULINE: FEMININE, FEMININE: MASCULINE, NEUTRAL: rng.choice((MASCULINE, FEMININE))}
    recorded = others[gender] if gender == NEUTRAL or chance < _OTHER_NAME / 3 else gender
    return f"{rng.choice(group[_CODES[recorded]])} {_surname(family, recorded)}"


def _elder(rng: random.Random, group: dict[str, list[str]], family: str, gender: int) -> str:
    names = group[_CODES[gender]]
    return f"{names[len(names) // 3 + rng.randrange(len(names) // 3)]} {_surname(family, gender)}"


def _surname(family: str, gender: int) -> str:
    masculine, _, feminine = family.partition("/")
    return feminine if feminine and gender == FEMININE else masculine


def _known_of(rng: random.Random, born: date) -> str:
    """Mostly the whole date; sometimes the month or the year is all that was said."""
    return born.isoformat()[: rng.choices((10, 7, 4), (80, 8, 12))[0]]


def _mostly(rng: random.Random) -> YesNo | None:
    return rng.choices((YesNo.YES, YesNo.NO, None), (78, 14, 8))[0]


def _phones(rng: random.Random, style: dict[str, str]) -> list[Phone]:
    found = [_phone(rng, style["mobile"])]
    if rng.random() < 0.2:
        found.append(_phone(rng, style["landline"]))
    return found


def _phone(rng: random.Random, pattern: str) -> Phone:
    return Phone(
        number=number(rng, pattern),
        safe_to_call=_mostly(rng),
        safe_to_leave_voicemail=_mostly(rng),
        safe_to_text=_mostly(rng),
    )


def _email(person: Person) -> str:
    plain = unicodedata.normalize("NFD", f"{person.first}.{person.surname}".translate(_NOT_IN_ASCII).lower())
    return re.sub(r"[^a-z.]", "", plain) + "@example.org"


def _address(rng: random.Random, people: Mapping[str, Any]) -> Address:
    street, town = rng.choice(people["places"]["streets"]), rng.choice(people["places"]["towns"])
    postcode = number(rng, str(people["style"]["postcode"]))
    house = rng.randint(1, 98)
    is_polish = street.startswith("ul. ")
    text = f"{street} {house}\n{postcode} {town}" if is_polish else f"{house} {street}\n{town} {postcode}"
    return Address(text=text, safe_to_post=_mostly(rng))


def _contact(person: Person, voice: Voice, library: Library) -> EmergencyContact:
    rng, contacts = voice.rng, library.people["contacts"]
    phone = number(rng, library.people["style"]["mobile"])
    if person.parent:
        relation = contacts["mother" if person.parent_gender == FEMININE else "father"]
        return EmergencyContact(name=person.parent, relationship=relation, phone=phone)
    relation, code = rng.choice(contacts["adult"])
    group = rng.choices(library.people["group"], [group["weight"] for group in library.people["group"]])[0]
    gender = rng.choice((MASCULINE, FEMININE)) if code == "n" else _CODES.index(code)
    name = f"{rng.choice(group[_CODES[gender]])} {_surname(rng.choice(group['surnames']), gender)}"
    return EmergencyContact(
        name=name, relationship=relation, phone=phone, may_be_told=voice.one_of(contacts["may_be_told"])
    )
