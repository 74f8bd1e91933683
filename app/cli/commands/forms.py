"""Forms: the texts that ship, and a blank form, letter or page of one of them as a PDF."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from app.cli.grammar import VAULT, Command, argument
from app.cli.output import Output
from app.texts import LANGUAGES, N_, _, language


def forms(_asked: Namespace, output: Output) -> None:
    """List the texts that ship."""
    from app.packs import consent_texts

    rows = [
        {"text": text.type, "version": text.version, "date": text.effective_from, "title": text.title}
        | {"languages": consent_texts.languages(text.type), "digest": text.body_hash}
        | {"requirements": [{"source": one.source, "status": one.status} for one in text.requirements]}
        for text in (consent_texts.load(text_id, language()) for text_id in consent_texts.text_ids())
    ]
    if output.as_json:
        for row in rows:
            output.document(row)
        return
    width = max(len(str(row["text"])) for row in rows)
    for row in rows:
        version = _("Version {version} of {date}").format(version=row["version"], date=row["date"])
        output.say(f"{str(row['text']).ljust(width)}  {row['title']} · {version}")


def form(asked: Namespace, output: Output) -> None:
    """Write a blank form as a PDF."""
    from app.cli import way_in
    from app.services.consenting import consent_papers
    from app.services.outgoing import releasing

    with way_in.signed_in(asked, output) as desk:
        prepared = consent_papers.of_form(
            desk, asked.text, asked.text_language or language(), regimes=_chosen(asked.regimes)
        )
        folder = asked.destination.is_dir()
        name = f"{asked.text} {prepared.paper.language}.pdf"
        written = releasing.to_file(desk, prepared, asked.destination / name if folder else asked.destination)
    if output.as_json:
        output.document({"text": asked.text, "language": prepared.paper.language, "file": str(written)})
    else:
        output.say(_("Saved: {file}").format(file=written))


def _chosen(regimes: str | None) -> list[str] | None:
    """None: those of the practice's place."""
    if regimes is None:
        return None
    return [regime for regime in (part.strip() for part in regimes.split(",")) if regime]


COMMANDS = (
    Command("form list", N_("List the consent forms, letters and pages that can be printed."), forms),
    Command(
        "form print",
        N_("Write a blank form as a PDF."),
        form,
        (
            VAULT,
            argument("text", metavar="TEXT", help=N_("Which one; “form list” shows them.")),
            argument("destination", metavar="DEST", type=Path, help=N_("A new file, or a folder.")),
            argument("--in", dest="text_language", choices=tuple(LANGUAGES), help=N_("The language of the form.")),
            argument(
                "--regimes",
                metavar="LIST",
                help=N_("Whose statements stand on it, with commas: hipaa, part2, gdpr, uk_gdpr, pl."),
            ),
        ),
        unlocks=True,
    ),
)
