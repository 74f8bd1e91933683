"""A safety plan on one page, for the client: numbered steps in the order in which they are used."""

from __future__ import annotations

from app import formats
from app.records.safety_plan import SafetyPlan
from app.records.safety_plan_words import PlanLine, PlanPart, parts_of
from app.reports.paper import Block, Call, Calls, Facts, Head, Heading, Paper, Text, Together
from app.texts import _

_BESIDE = 2


def paper(head: Head, body: SafetyPlan, *, client: str, code: str, status: str = "") -> Paper:
    """The plan; `status` says in words if it is not the plan in force."""
    blocks: list[Block] = []
    if status:
        blocks.append(Text(status))
    for number, part in enumerate(parts_of(body), 1):
        blocks += of_part(part, number)
    made = formats.long_date(body.made_on) if body.made_on else ""
    facts = [(_("Made on"), made), (_("Version"), str(body.version))]
    if body.review_due:
        facts.append((_("Look at it again by"), formats.long_date(body.review_due)))
    blocks.append(Facts(facts))
    return head.paper(title=_("My safety plan"), subtitle=client, code=code, blocks=blocks, is_one_page=True)


def of_part(part: PlanPart, number: int = 0) -> list[Block]:
    """One step: what can be called as large numbers, the rest as a list."""
    title = f"{number}. {part.title}" if number else part.title
    words = [line for line in part.lines if not line.number]
    calls = [Call(line.number, line.words) for line in part.lines if line.number]
    blocks: list[Block] = [Together([Heading(title, 2), Text(_listed(words))])] if words else [Heading(title, 2)]
    return [*blocks, Calls(calls, _BESIDE)] if calls else blocks


def _listed(lines: list[PlanLine]) -> str:
    """In the Markdown subset: several lines as a list, one as it is."""
    texts = [line.words.strip() for line in lines]
    return texts[0] if len(texts) == 1 else "\n".join(f"- {' '.join(text.split())}" for text in texts)
