"""What the people of the tour are called and what they write; nobody of them exists."""

from __future__ import annotations

from dataclasses import dataclass

PASSPHRASE = "seven herons above a quiet pond"  # noqa: S105  of a vault that is thrown away


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    practice: str
    person: str
    client: str
    doctor: str
    surgery: str
    note: str
    incident: str
    where: str
    looked_for: str  # in the note above
    in_demo: str  # in several notes of the fictional practice
    filters: str  # a search by filters alone, with hits there


WORDS = {
    "en": Words(
        practice="Linden Practice",
        person="Anna Nowak",
        client="Ewa Lis",
        doctor="Dr Maria Kos",
        surgery="Quay Street Surgery",
        note=(
            "Ewa came on time and spoke first about the week at the new school. The mornings are easier since she "
            "walks with her sister. Two evenings of rumination, each about half an hour; she noticed the thought "
            "“they are all looking at me” and wrote it down.\n\nWe went through the record together and found one "
            "kinder reading of the same moment. She would like to try the breathing exercise before the music "
            "lesson. Next session on Tuesday."
        ),
        incident="A client slipped on the wet stairs and bruised a knee. First aid was given at once.",
        where="Stairs to the consulting room",
        looked_for="breathing",
        in_demo="breathing",
        filters="kind:consent state:active,expired ",
    ),
    "pl": Words(
        practice="Gabinet Lipowa",
        person="Anna Nowak",
        client="Ewa Lis",
        doctor="dr Maria Kos",
        surgery="Przychodnia przy Nadbrzeżnej",
        note=(
            "Ewa przyszła punktualnie i najpierw opowiedziała o tygodniu w nowej szkole. Poranki są łatwiejsze, odkąd "
            "chodzi z siostrą. Dwa wieczory ruminacji, za każdym razem około pół godziny; zauważyła myśl „wszyscy na "
            "mnie patrzą” i ją zapisała.\n\nPrzeszłyśmy razem przez zapis i znalazłyśmy jedno życzliwsze odczytanie "
            "tej samej sytuacji. Chce wypróbować ćwiczenie oddechowe przed lekcją muzyki. Następna sesja we wtorek."
        ),
        incident="Klientka poślizgnęła się na mokrych schodach i stłukła kolano. Od razu udzielono pierwszej pomocy.",
        where="Schody do gabinetu",
        looked_for="oddechowe",
        in_demo="siostra",
        filters="rodzaj:zgoda stan:obowiązuje,wygasła ",
    ),
}
