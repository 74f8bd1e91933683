"""Records: their kinds, adding, listing, showing, signing, amending, finding."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from app.cli.grammar import VAULT, Command, argument
from app.cli.output import MATCH_END, MATCH_START, Output
from app.texts import N_, _, ngettext

if TYPE_CHECKING:
    from app.records.amendment import ToTell
    from app.services.reading.searches import Found
    from app.services.records import Listed

_RECORD = argument("record", metavar="RECORD", help=N_("The id of the record."))
_CLIENT = argument("--client", metavar="CODE", help=N_("The code of the client, such as K-0001."))
_FILE_HELP = N_("A file with JSON: one object, or one object a line. Without it, or with -, standard input is read.")
_WORDS_HELP = N_(
    "Words, '\"exact phrases\"' and filters: kind:consent client:K-0007 state:draft due:<30d from:2026-01 to:2026-03 "
    "by:me has:file. Put -- before a word that begins with a minus."
)

_EXPORT = "export"
_BY_HAND = ("addendum", "correction", "late_entry", "entered_in_error")
_STEPS = (
    "client_requested",
    "request_extended",
    "request_decided",
    "persons_notified",
    "client_statement_of_disagreement",
    "rebuttal",
)
_WITHOUT_TEXT = ("entered_in_error", "request_extended", "persons_notified")


def kinds(_asked: Namespace, output: Output) -> None:
    """The kinds of record that people write."""
    from app.records import KINDS, offered

    found = [KINDS[name] for name in offered()]
    if output.as_json:
        for kind in found:
            output.document(
                {"kind": kind.name, "name": _(kind.label), "signed": kind.signed, "of_client": kind.of_client}
            )
        return
    living, signed = _("saved; earlier versions are kept"), _("signed; final from then on")
    rows = [(kind.name, _(kind.label), signed if kind.signed else living) for kind in found]
    output.table((_("Kind"), _("Meaning"), _("How it is kept")), rows)


def schema(asked: Namespace, output: Output) -> None:
    """JSON Schema of one kind, or of the export of a whole file."""
    from app.exports import json_file
    from app.records import json_schema

    found = json_file.schema() if asked.kind == _EXPORT else json_schema(asked.kind)
    output.document(found, indent=None if output.as_json else 2)


def add(asked: Namespace, output: Output) -> None:
    """Records from JSON: all of them or none."""
    from app.cli import given, way_in
    from app.services import clients, records

    key = way_in.key_to_vault(asked)
    bodies = given.objects(asked.file)
    with way_in.signed_in(asked, output, key) as desk:
        client = clients.by_code(desk, asked.client) if asked.client is not None else None
        added = records.add(desk, asked.kind, bodies, client=client, sign=asked.sign)
    for made in added:
        if output.as_json:
            output.document({"id": made.id, "kind": made.kind, "client": made.client})
        else:
            output.say(f"{made.id} {made.client}" if made.client else made.id)


def listing(asked: Namespace, output: Output) -> None:
    """Records, newest first, or by the date on which they want something."""
    from app.cli import way_in
    from app.services import clients, records

    with way_in.signed_in(asked, output) as desk:
        client = clients.by_code(desk, asked.client) if asked.client is not None else None
        found = records.listing(desk, asked.kind, client, due_only=asked.due)
    if output.as_json:
        for row in found:
            output.document(
                {
                    "id": row.id,
                    "kind": row.kind,
                    "client": row.client,
                    "title": row.title,
                    "state": row.state,
                    "status": row.status,
                    "at": row.at,
                    "due": row.due,
                }
            )
        return
    if not found:
        output.say(_("There is no record yet."))
        return
    titles = (_("Id"), _("Kind"), _("Client"), _("Title"), _("State"), _("When"), _("Due"))
    output.table(titles, [_list_row(row) for row in found])


def sign(asked: Namespace, output: Output) -> None:
    """Sign a draft."""
    from app.cli import way_in
    from app.services import records

    with way_in.signed_in(asked, output) as desk:
        saved = records.sign(desk, asked.record)
    if output.as_json:
        output.document({"id": saved.record, "state": "signed", "revision": saved.revision})
    else:
        output.say(_("Signed: {record}").format(record=saved.record))


def discard(asked: Namespace, output: Output) -> None:
    """Throw a draft away, also one in a file that is closed by now; what was saved before stays."""
    from app.cli import way_in
    from app.services import drafting

    with way_in.signed_in(asked, output) as desk:
        drafting.discard(desk, asked.record)
    if output.as_json:
        output.document({"id": asked.record, "discarded": True})
    else:
        output.say(_("The draft was thrown away"))


def amend(asked: Namespace, output: Output) -> None:
    """A later word on a signed record, or a step of a client's request."""
    from app.cli import given, way_in
    from app.services import records
    from app.services.client_files import amendment_requests

    key = way_in.key_to_vault(asked)
    # Only these may stand without a text; a file that is named is always read.
    without_text = asked.kind in _WITHOUT_TEXT and asked.file is None
    text = "" if without_text else given.whole_text(asked.file or given.STANDARD_INPUT).strip()
    with way_in.signed_in(asked, output, key) as desk:
        if asked.kind in _BY_HAND:
            saved = records.amend(desk, asked.record, kind=asked.kind, text=text, reason=asked.reason)
        else:
            step = {"decision": asked.decision, "ground": asked.ground, "to_tell": _to_tell(asked.told)}
            saved = amendment_requests.take_step(desk, asked.record, asked.kind, text=text, reason=asked.reason, **step)
    if output.as_json:
        output.document({"id": saved.record, "kind": "amendment", "target": asked.record, "revision": saved.revision})
    else:
        output.say(saved.record)


def _to_tell(told: Sequence[str]) -> list[ToTell]:
    """`Dr Kos=2026-11-22` was told on that day, `Dr Kos` has not been told yet."""
    from app.records.amendment import ToTell

    parts = [one.rpartition("=") if "=" in one else (one, "", "") for one in told]
    return [ToTell(who=name.strip(), notified_on=day.strip()) for name, _sign, day in parts]


def search(asked: Namespace, output: Output) -> None:
    """Full text, with excerpts."""
    from app.cli import way_in
    from app.services import clients
    from app.services.reading import searches

    wanted = searches.understood(" ".join(asked.words))
    with way_in.signed_in(asked, output) as desk:
        client = clients.by_code(desk, asked.client) if asked.client is not None else None
        results = searches.look(desk, wanted, client)
    if output.as_json:
        for hit in results.found:
            output.document(_hit(hit))
        return
    for hit in results.found:
        output.say(_hit_title(hit))
        if hit.excerpt:
            output.say_marked(f"    {hit.excerpt}")
    count = len(results.found)
    if results.is_cut:
        output.note(_("Only the first {n} are shown.").format(n=count))
        return
    output.note(ngettext("{n} record found.", "{n} records found.", count).format(n=count))


def show(asked: Namespace, output: Output) -> None:
    """One record with what was later said about it."""
    from app.cli import reading, way_in

    with way_in.signed_in(asked, output) as desk:
        found = reading.read(desk, asked.record, asked.purpose, with_history=asked.history)
    if output.as_json:
        output.document(reading.document(found))
    else:
        reading.print_plainly(found, output)


def _list_row(row: Listed) -> tuple[str, ...]:
    from app.cli import words

    return (
        row.id,
        words.kind(row.kind),
        row.client or "",
        row.title,
        words.state(row.kind, row.state, row.status),
        words.when(row.at),
        words.when(row.due),
    )


def _hit(hit: Found) -> dict[str, Any]:
    """A hit with its excerpt plain, and the places of the matches in it."""
    plain, matches = "", []
    for piece in hit.excerpt.split(MATCH_START):
        match, closed, rest = piece.partition(MATCH_END)
        if closed:
            matches.append([len(plain), len(plain) + len(match)])
        plain += match + rest
    return {
        "id": hit.id,
        "kind": hit.kind,
        "client": hit.client_code or None,
        "excerpt": plain,
        "matches": matches,
        "title": hit.title,
        "state": hit.state,
        "status": hit.status,
        "at": hit.at,
    }


def _hit_title(hit: Found) -> str:
    from app.cli import words

    state = words.state(hit.kind, hit.state, hit.status) if hit.status or hit.state == "draft" else ""
    return " · ".join(part for part in (hit.client_code, hit.kind_label, hit.title, state, hit.id) if part)


COMMANDS = (
    Command("kinds", N_("List the kinds of record."), kinds),
    Command(
        "schema",
        N_("Print the JSON Schema of a kind, or of an export."),
        schema,
        (
            argument(
                "kind", metavar="KIND", help=N_("The name of the kind, as `clientsafe kinds` lists it; or export.")
            ),
        ),
    ),
    Command(
        "add",
        N_("Add records from JSON: all of them or none."),
        add,
        (
            VAULT,
            argument("kind", metavar="KIND", help=N_("The name of the kind, as `clientsafe kinds` lists it.")),
            argument("file", metavar="FILE", nargs="?", default="-", help=_FILE_HELP),
            _CLIENT,
            argument("--sign", action="store_true", help=N_("Sign at once; without it a signed kind becomes a draft.")),
        ),
        unlocks=True,
    ),
    Command(
        "list",
        N_("List records, newest first."),
        listing,
        (
            VAULT,
            argument("kind", metavar="KIND", nargs="?", help=N_("Only records of this kind.")),
            _CLIENT,
            argument("--due", action="store_true", help=N_("Only what wants something by a date, by that date.")),
        ),
        unlocks=True,
    ),
    Command(
        "show",
        N_("Show a record."),
        show,
        (
            VAULT,
            _RECORD,
            argument(
                "--purpose",
                metavar="CODE",
                help=N_("Why it is opened: treatment, cover, supervision, request, administration, safety."),
            ),
            argument("--history", action="store_true", help=N_("Show what each version changed.")),
        ),
        unlocks=True,
    ),
    Command("sign", N_("Sign a draft; from then on it is final."), sign, (VAULT, _RECORD), unlocks=True),
    Command("discard", N_("Throw a draft away."), discard, (VAULT, _RECORD), unlocks=True),
    Command(
        "amend",
        N_("Add a later word to a signed record."),
        amend,
        (
            VAULT,
            _RECORD,
            argument(
                "file",
                metavar="FILE",
                nargs="?",
                help=N_("A file with the text. Without it, or with -, standard input is read."),
            ),
            argument(
                "--reason",
                metavar="TEXT",
                default="",
                help=N_("Why it is added. Only a statement of disagreement and a rebuttal need none."),
            ),
            argument(
                "--kind",
                default="addendum",
                choices=(*_BY_HAND, *_STEPS),
                help=N_(
                    "What it is; an addendum if nothing is said. “entered_in_error” needs no text. After a client's "
                    "request the others name the request instead of the record."
                ),
            ),
            argument(
                "--decision",
                default="",
                choices=("accepted", "partly", "denied"),
                help=N_("Of “request_decided”: the decision."),
            ),
            argument(
                "--ground",
                default="",
                choices=(
                    "not_created_by_us",
                    "not_in_designated_set",
                    "not_available_for_access",
                    "accurate_and_complete",
                ),
                help=N_("Of a denial: its ground."),
            ),
            argument(
                "--told",
                metavar="NAME",
                action="append",
                default=[],
                help=N_(
                    "Of “request_decided” and “persons_notified”: who has to learn of it; with =DATE who was told then."
                ),
            ),
        ),
        unlocks=True,
    ),
    Command(
        "search",
        N_("Find words in everything you can open."),
        search,
        (VAULT, argument("words", metavar="WORDS", nargs="+", help=_WORDS_HELP), _CLIENT),
        unlocks=True,
    ),
)
