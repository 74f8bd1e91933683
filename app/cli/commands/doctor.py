"""The doctor: everything that keeps the records safe, looked at in one command."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from app.cli.grammar import VAULT, Command
from app.cli.output import Output
from app.texts import N_, _

if TYPE_CHECKING:
    from app.services.vault.doctor import Examination


def doctor(asked: Namespace, output: Output) -> int:
    """Look at everything; the exit code is the family of the first danger."""
    from app.cli import way_in
    from app.rules import findings
    from app.services.vault import doctor as service

    with (
        way_in.signed_in(asked, output) as desk,
        output.progress(_("Looking at everything…")) as progress,
    ):
        examination = service.run(desk, progress)
    if output.as_json:
        output.document(_document(asked, examination))
    else:
        _say(examination, output)
    return findings.exit_code(examination.found)


def _document(asked: Namespace, examination: Examination) -> dict[str, object]:
    told = [
        {
            "code": each.code,
            "area": each.check.area.value,
            "severity": each.check.severity.value,
            "text": each.sentence,
            "advice": each.advice,
        }
        for each in examination.found
    ]
    return {"vault": str(asked.vault), "worst": examination.worst.value, "findings": told}


def _say(examination: Examination, output: Output) -> None:
    from app.rules.findings import AREA_LABELS, Severity

    marks = {
        Severity.DANGER: _("DANGER"),
        Severity.WARNING: _("warning"),
        Severity.ADVICE: _("advice"),
        Severity.GOOD: _("good"),
    }
    width = max(map(len, marks.values())) + 2
    area = None
    for each in examination.found:
        if each.check.area is not area:
            area = each.check.area
            output.say(_(AREA_LABELS[area]))
        output.say(f"  {marks[each.check.severity].ljust(width)}{each.sentence}")
        if each.advice:
            output.say(f"  {' ' * width}→ {each.advice}")


COMMANDS = (
    Command(
        "doctor",
        N_("Look at everything that keeps the records safe, and say what to do."),
        doctor,
        (VAULT,),
        unlocks=True,
    ),
)
