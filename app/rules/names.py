"""Whether a word of a text is somebody's name, also where Polish inflects it: *Marii*, *Kowalskiego*, *Agnieszce*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

LEAST_LETTERS = 2
_LOWER_CASE_FROM = 5  # letters: shorter names in small letters are common words, such as *rak* or *lis*
_JOINS = re.compile(r"[\s-]*")
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?=\d*(?!\w))")

# How names end, and what the ending becomes in other cases. The longest ending that fits comes first.
_DECLENSION: tuple[tuple[str, str], ...] = (
    ("ska", "skiej ską sko skie skich skim skimi ski skiego skiemu scy"),
    ("cka", "ckiej cką cko ckie ckich ckim ckimi cki ckiego ckiemu ccy"),
    ("dzka", "dzkiej dzką dzkie dzkich dzkim dzkimi dzki dzkiego dzkiemu dzcy"),
    ("ski", "skiego skiemu skim ska skiej ską skich scy skimi skie"),
    ("cki", "ckiego ckiemu ckim cka ckiej cką ckich ccy ckimi ckie"),
    ("dzki", "dzkiego dzkiemu dzkim dzka dzkiej dzką dzkich dzcy dzkimi dzkie"),
    ("ka", "ki ce kę ką ko ek kom kami kach kowie ków"),
    ("ga", "gi dze gę gą go g gom gami gach gowie gów"),
    ("cha", "chy sze chę chą cho chom chami chach chowie chów"),
    ("ra", "ry rze rę rą ro r rom rami rach rowie rów"),
    ("sta", "sty ście stę stą sto stom stami stach"),
    ("ta", "ty cie tę tą to t tom tami tach towie tów"),
    ("da", "dy dzie dę dą do d dom dami dach dowie dów"),
    ("ła", "ły le łę łą ło ł łom łami łach łowie łów"),
    ("ia", "ii i ię ią io iu iom iami iach"),
    ("ja", "ji i ję ją jo ju jom jami jach"),
    ("la", "li lę lą lo lu l lom lami lach"),
    ("a", "y i ę ą o u ie om ami ach owie ów"),
    ("iek", "ka kowi kiem ku kowie ków ki kom kami kach"),
    ("ek", "ka kowi kiem ku kowie ków ki kom kami kach"),
    ("iec", "ca cowi cem cu cowie ców ce com cami cach"),
    ("ec", "ca cowi cem cu cowie ców ce com cami cach"),
    ("ciec", "tca tcowi tcem tcu"),
    ("eł", "ła łowi łem le łu łowie łów łom łami łach"),
    ("er", "ra rowi rem rze rowie rów"),
    ("ioł", "ła łowi łem le łowie łów"),
    ("ąb", "ębia ębiowi ębiem ębiu ębie"),
    ("ół", "oła ołowi ołem ole"),
    ("óg", "oga ogowi ogiem ogu"),
    ("ów", "owa owu owowi owem owie"),
    ("ódź", "odzi odzią"),
    ("r", "ra rowi rem rze ru rowie rów rom rami rach"),
    ("t", "ta towi tem cie tu towie tów tom tami tach"),
    ("d", "da dowi dem dzie du dowie dów dom dami dach"),
    ("ł", "ła łowi łem le łu łowie łów łom łami łach"),
    ("k", "ka kowi kiem ku kowie ków kom kami kach ki"),
    ("g", "ga gowi giem gu gowie gów gom gami gach gi"),
    ("ch", "cha chowi chem chu sze chowie chów"),
    ("ń", "nia niowi niem niu niowie niów niom niami niach"),
    ("ś", "sia siowi siem siu siowie siów"),
    ("ć", "cia ciowi ciem ciu ciowie ciów"),
    ("ź", "zia ziowi ziem ziu ziowie ziów"),
    ("y", "ego emu ym ych ymi a ej ą"),
    ("i", "iego iemu im ich imi a iej ą"),
    ("o", "a owi em u i ę ą ie owie ów"),
    ("e", "ego emu em"),
    ("", "a owi em ie u iem owie ów om ami ach y i iego iemu ia ą ę s"),
)
"""*s* is the English *Kowalskis*; a possessive ends before its apostrophe."""


def _turned_round() -> Mapping[str, tuple[str, ...]]:
    """Endings of inflected words, each with the endings that the name itself may have."""
    found: dict[str, list[str]] = {}
    for ending, forms in _DECLENSION:
        for form in forms.split():
            found.setdefault(form, []).append(ending)
    return {form: tuple(dict.fromkeys(endings)) for form, endings in found.items()}


_ENDINGS_OF = _turned_round()
_LONGEST_FORM = max(len(form) for form in _ENDINGS_OF)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose name is known: `key` tells apart whose file it is, `instead` is what replaces the name."""

    key: str
    instead: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text that looks like a name; more than one of `known` where several people are called so."""

    start: int
    end: int
    word: str
    known: tuple[Known, ...]

    @property
    def instead(self) -> str:
        """What to put there; empty while it is not clear who is meant."""
        choices = {one.instead for one in self.known}
        return choices.pop() if len(choices) == 1 else ""


@dataclass(slots=True)
class NameBook:
    """Names by their parts. Looking a word up costs the same for ten names and for ten thousand."""

    _parts: dict[str, tuple[Known, ...]] = field(default_factory=dict)
    _seen: dict[str, tuple[Known, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Known]) -> NameBook:
        """A book of these people; parts of names with one letter are left out."""
        found: dict[str, dict[Known, None]] = {}
        for one in people:
            for part in parts_of(one.name):
                found.setdefault(part, {})[one] = None
        return cls({part: tuple(known) for part, known in found.items()})

    def find(self, text: str, prefer: Iterable[str] = ()) -> list[Found]:
        """Every place that looks like a name, in order; words of one person that follow each other are one place.

        `prefer` are keys of those who are meant where several people share a name.
        """
        wanted = frozenset(prefer)
        found: list[Found] = []
        for match in WORD.finditer(text):
            known = self._of_word(match[0])
            if known:
                known = tuple(one for one in known if one.key in wanted) or known
                _add(found, text, Found(match.start(), match.end(), match[0], known))
        return found

    def _of_word(self, word: str) -> tuple[Known, ...]:
        known = self._seen.get(word)
        if known is None:
            known = self._seen[word] = tuple(self._looked_up(word))
        return known

    def _looked_up(self, word: str) -> Iterator[Known]:
        small = word.casefold()
        if word[0].islower() and len(word) < _LOWER_CASE_FROM:
            return
        told = set()
        candidates = (small,) if word[0].islower() else base_forms(small)
        for base in candidates:
            for one in self._parts.get(base, ()):
                if one not in told:
                    told.add(one)
                    yield one


def parts_of(name: str) -> Iterator[str]:
    """The words of a name, in small letters."""
    return (part.casefold() for part in WORD.findall(name) if len(part) >= LEAST_LETTERS)


def base_forms(word: str) -> Iterator[str]:
    """What a word in small letters may be a form of: itself first."""
    yield word
    for length in range(1, min(_LONGEST_FORM, len(word) - 1) + 1):
        form = word[-length:]
        for ending in _ENDINGS_OF.get(form, ()):
            base = word[:-length] + ending
            if len(base) >= LEAST_LETTERS:
                yield base


def replaced(text: str, found: Iterable[Found], instead: Mapping[str, str] | None = None) -> str:
    """`text` with what stands for each found name in its place; `instead` decides for words that several people share.

    What nobody decided stays.
    """
    pieces, last = [], 0
    for one in found:
        new = (instead or {}).get(one.word) or one.instead
        if new:
            pieces += [text[last : one.start], new]
            last = one.end
    return "".join((*pieces, text[last:]))


def _add(found: list[Found], text: str, new: Found) -> None:
    """Put a place at the end, joined with the one before where both are of one person: *Maria Kowalska*."""
    if found:
        last = found[-1]
        between = text[last.end : new.start]
        shared = tuple(one for one in last.known if one in new.known)
        if shared and _JOINS.fullmatch(between) and "\n" not in between:
            found[-1] = Found(last.start, new.end, text[last.start : new.end], shared)
            return
    found.append(new)
