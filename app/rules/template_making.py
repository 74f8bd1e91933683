"""A text of the practice before it is published: complete, with places that can be filled in, and its digest."""

from __future__ import annotations

import re

import msgspec

from app.packs import merge_fields
from app.records.consent_template import ConsentTemplate, TemplateBox, TemplateParagraph
from app.texts import _
from app.vaults import failure

_LAST_NUMBER = re.compile(r"(\d+)(?!.*\d)")


def ready(body: ConsentTemplate) -> ConsentTemplate:
    """As it is published; the words of a person stay as they are.

    Raises:
        KnownError: `text_lacks_elements` with what it does not explain, `bad_merge_field`.
    """
    lacking = body.lacking()
    if lacking:
        raise failure("text_lacks_elements", elements=", ".join(_(element.label) for element in lacking))
    problem = merge_fields.problem("\n".join(body.words))
    if problem:
        raise failure("bad_merge_field", problem=problem)
    made = msgspec.structs.replace(body, paragraphs=_with_keys(body.paragraphs), has_older=bool(body.supersedes))
    made.body_hash = made.digest()
    return made


def version_after(version: str) -> str:
    """`2` after `1`, `1.4` after `1.3`; what has no number gets one."""
    if _LAST_NUMBER.search(version) is None:
        return f"{version} 2".strip()
    return _LAST_NUMBER.sub(lambda found: str(int(found[1]) + 1), version, count=1)


def _with_keys(paragraphs: list[TemplateParagraph]) -> list[TemplateParagraph]:
    """Every choice with a key of its own; those that have one keep it, so that versions can be compared."""
    taken = {box.key for paragraph in paragraphs for box in paragraph.boxes if box.key}
    seen: set[str] = set()
    found = []
    for paragraph in paragraphs:
        boxes = []
        for box in paragraph.boxes:
            key = box.key if box.key and box.key not in seen else _next_key(taken)
            taken.add(key)
            seen.add(key)
            boxes.append(TemplateBox(key=key, text=box.text))
        found.append(msgspec.structs.replace(paragraph, boxes=boxes))
    return found


def _next_key(taken: set[str]) -> str:
    return next(key for number in range(1, len(taken) + 2) if (key := f"choice_{number}") not in taken)
