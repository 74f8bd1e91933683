"""The sections of a note's format, and how text moves along when the format is changed, so that no word is lost."""

from __future__ import annotations

from app.records.session_note import NoteFormat

SECTIONS: dict[str, tuple[str, ...]] = {
    NoteFormat.FREE.value: ("text",),
    NoteFormat.SOAP.value: ("subjective", "objective", "assessment", "plan"),
    NoteFormat.DAP.value: ("data", "assessment", "plan"),
}
ALL_SECTIONS = ("text", "subjective", "objective", "data", "assessment", "plan")


def moved(texts: dict[str, str], old: str, new: str, labels: dict[str, str]) -> dict[str, str]:
    """The texts of all sections after changing the format from `old` to `new`.

    Sections that both formats have stay. What else was written goes to the first section of the new format, each
    piece under the name of the section it came from (`labels`), unless it is the only one.
    """
    result = dict.fromkeys(ALL_SECTIONS, "")
    pieces: list[tuple[str, str]] = []
    for name in SECTIONS[old]:
        written = texts.get(name, "").strip()
        if name in SECTIONS[new]:
            result[name] = texts.get(name, "")
        elif written:
            pieces.append((labels[name], written))
    first = SECTIONS[new][0]
    kept = result[first].strip()
    if len(pieces) == 1 and not kept:
        result[first] = pieces[0][1]
    elif pieces:
        named = [f"## {label}\n\n{written}" for label, written in pieces]
        result[first] = "\n\n".join([*named, *([kept] if kept else [])])
    return result
