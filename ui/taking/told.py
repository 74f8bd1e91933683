"""What a signed consent says about its conversation, in short: agreed to one by one, explained, asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.records.choices import YesNo
from app.records.consent_elements import NEEDED
from app.texts import LANGUAGES, _
from ui.widgets import column, label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLabel

    from app.records.consent import Consent


def agreed_and_told(body: Consent) -> list[QWidget]:
    """A part for each of these that there is."""
    found: list[QWidget] = []
    for heading, lines in _parts(body):
        if lines:
            part = QWidget()
            part.setLayout(column(_strong(heading), *(label(line, wrap=True) for line in lines), spacing=2))
            found.append(part)
    return found


def _parts(body: Consent) -> Iterator[tuple[str, list[str]]]:
    yield _("Text"), _text(body)
    yield _("Agreed to one by one"), [_choice(one.text, one.answer) for one in body.choices]
    yield _("Explained"), [", ".join(_(one.label) for one in body.explained)] if body.explained else []
    lacking = [one for one in NEEDED[body.consent_type] if one not in body.explained] if body.template_version else []
    yield _("Not explained, although needed"), [", ".join(_(one.label) for one in lacking)] if lacking else []
    yield _("What was asked or said"), list(_said(body))


def _text(body: Consent) -> list[str]:
    if not body.template_version:
        return []
    words = _("version {version}").format(version=body.template_version)
    return [f"{words}, {LANGUAGES.get(body.template_language, body.template_language)}"]


def _choice(text: str, answer: YesNo | None) -> str:
    if answer is None:
        return _("{what}: not answered, so not agreed to").format(what=text)
    return f"{text}: {_(answer.label)}"


def _said(body: Consent) -> Iterator[str]:
    for one in body.conversation:
        answer = _(one.understood.label).lower() if one.understood else ""
        understood = _("could say it in own words: {answer}").format(answer=answer) if answer else ""
        said = "; ".join(part for part in (one.note, understood) if part)
        if one.element is not None and said:
            yield f"{_(one.element.label)}: {said}"


def _strong(text: str) -> QLabel:
    made = label(text, wrap=True)
    made.setProperty("strong", "true")
    return made
