"""The small forms of a client's request: taking it in, more time, decision, who was told, disagreement, rebuttal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from app import clock
from app.records import KINDS
from app.records.amendment import Amendment, AmendmentKind, RequestDecision, ToTell
from app.records.fields import Tier, specs
from app.services import records
from app.services.client_files import amendment_requests, files
from app.texts import N_, _
from ui.pages.client_file.small_form import SmallForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.desk import Desk
    from app.records.fields import FieldSpec
    from app.services.client_files.amendment_requests import RequestRow
    from ui.context import Context
    from ui.forms.references import References

_FIELDS: Mapping[AmendmentKind, tuple[str, ...]] = {
    AmendmentKind.CLIENT_REQUESTED: ("target", "text", "reason", "requested_by", "requested_on"),
    AmendmentKind.REQUEST_EXTENDED: ("reason", "client_told_on"),
    AmendmentKind.REQUEST_DECIDED: (
        "decision",
        "denial_ground",
        "text",
        "reason",
        "decided_on",
        "client_told_on",
        "to_tell",
    ),
    AmendmentKind.PERSONS_NOTIFIED: ("to_tell",),
    AmendmentKind.DISAGREEMENT: ("text", "requested_by", "requested_on"),
    AmendmentKind.REBUTTAL: ("text",),
}
_TITLES = {
    AmendmentKind.CLIENT_REQUESTED: N_("The client asks for an amendment"),
    AmendmentKind.REQUEST_EXTENDED: N_("More time"),
    AmendmentKind.REQUEST_DECIDED: N_("The decision"),
    AmendmentKind.PERSONS_NOTIFIED: N_("Who was told of the amendment"),
    AmendmentKind.DISAGREEMENT: N_("The client's statement of disagreement"),
    AmendmentKind.REBUTTAL: N_("Answer to the statement"),
}
_ABOUT = {
    AmendmentKind.CLIENT_REQUESTED: N_(
        "Its clock begins on the day it was received. The record itself never changes; what is decided stands with it."
    ),
    AmendmentKind.REQUEST_EXTENDED: N_(
        "Once, and before the first date has passed. The client is told in writing why, and until when."
    ),
    AmendmentKind.REQUEST_DECIDED: N_(
        "What is accepted is added to the record. A denial names one of four grounds and is given to the client in "
        "writing, with how to disagree."
    ),
    AmendmentKind.PERSONS_NOTIFIED: N_("All of them, told or not; the list takes the place of the one before."),
    AmendmentKind.DISAGREEMENT: N_("In the client's words. It goes with the record wherever the record goes."),
    AmendmentKind.REBUTTAL: N_("It stands beside the statement, and the client gets a copy."),
}
_BUTTONS = {
    AmendmentKind.CLIENT_REQUESTED: N_("Take it in"),
    AmendmentKind.REQUEST_EXTENDED: N_("Take more time"),
    AmendmentKind.REQUEST_DECIDED: N_("Sign the decision"),
    AmendmentKind.PERSONS_NOTIFIED: N_("Sign the list"),
    AmendmentKind.DISAGREEMENT: N_("Put it with the record"),
    AmendmentKind.REBUTTAL: N_("Sign the answer"),
}


def step_form(
    context: Context, references: References, kind: AmendmentKind, one: RequestRow | None, told: Sequence[ToTell],
    client: str,
) -> SmallForm:  # fmt: skip
    """The form of a step; `one` is None where a request is taken in, `told` the list of who has to be told so far."""
    form = SmallForm(context, references, _(_TITLES[kind]), _(_ABOUT[kind]))
    form.ask(_fields(kind), _begins_with(kind, told), {"kind": kind.value})
    request, target = (one.request, one.target) if one is not None else ("", "")
    changes = {"amendment", client, *([target] if target else [])}
    form.offer(
        _(_BUTTONS[kind]),
        lambda values: _body(kind, values, request, target),
        lambda desk, values: _take(desk, kind, request, values),
        changes,
    )
    return form


def recipients_so_far(desk: Desk, target: str, request: str) -> list[ToTell]:
    """Who has to be told of an accepted amendment, as the last signed list says; opening the record is a view."""
    lists = [
        one.body.to_tell
        for one in records.open(desk, target).amendments
        if isinstance(one.body, Amendment) and one.body.request == request and one.body.to_tell
    ]
    return list(lists[-1]) if lists else []


def _fields(kind: AmendmentKind) -> list[FieldSpec]:
    known = {spec.name: spec for spec in specs(Amendment)}
    fields = [known[name] for name in _FIELDS[kind]]
    return [_target(spec) if spec.name == "target" else spec for spec in fields]


def _target(spec: FieldSpec) -> FieldSpec:
    """Which record: any that is signed, looked for by its title."""
    help_ = N_("Type a few letters of its title, or press the down key.")
    kinds = tuple(kind for kind in files.timeline_kinds() if KINDS[kind].signed)
    return replace(spec, tier=Tier.FIRST, label=N_("Which record"), help=help_, to=kinds, needed=True)


def _begins_with(kind: AmendmentKind, told: Sequence[ToTell]) -> dict[str, Any]:
    today = clock.today().isoformat()
    values: dict[AmendmentKind, dict[str, Any]] = {
        AmendmentKind.CLIENT_REQUESTED: {"requested_by": _("The client"), "requested_on": today},
        AmendmentKind.REQUEST_EXTENDED: {"client_told_on": today},
        AmendmentKind.REQUEST_DECIDED: {"decided_on": today},
        AmendmentKind.PERSONS_NOTIFIED: {"to_tell": msgspec.to_builtins(list(told))},
        AmendmentKind.DISAGREEMENT: {"requested_by": _("The client"), "requested_on": today},
    }
    return values.get(kind, {})


def _body(kind: AmendmentKind, values: dict[str, Any], request: str, target: str) -> Amendment:
    """For looking what is missing; what the vault fills in counts as there."""
    whole = {"kind": kind.value, "request": request, "target": target, "target_revision": "known", **values}
    return msgspec.convert({name: value for name, value in whole.items() if value is not None}, Amendment)


def _take(desk: Desk, kind: AmendmentKind, request: str, values: dict[str, Any]) -> None:
    day, who = values.get("requested_on", ""), values.get("requested_by", "")
    text, reason = values.get("text", ""), values.get("reason", "")
    to_tell = msgspec.convert(values.get("to_tell", []), list[ToTell])
    if kind is AmendmentKind.CLIENT_REQUESTED:
        amendment_requests.request(desk, values["target"], text, reason=reason, requested_by=who, requested_on=day)
    elif kind is AmendmentKind.REQUEST_EXTENDED:
        amendment_requests.extend(desk, request, reason, told_on=values["client_told_on"])
    elif kind is AmendmentKind.REQUEST_DECIDED:
        is_whole = values["decision"] == RequestDecision.ACCEPTED
        amendment_requests.decide(
            desk, request, values["decision"], text=text, reason=reason,
            ground=None if is_whole else values["denial_ground"], to_tell=to_tell,
            decided_on=values["decided_on"], told_on=values["client_told_on"],
        )  # fmt: skip
    elif kind is AmendmentKind.PERSONS_NOTIFIED:
        amendment_requests.notified(desk, request, to_tell)
    elif kind is AmendmentKind.DISAGREEMENT:
        amendment_requests.disagree(desk, request, text, given_by=who, given_on=day)
    else:
        amendment_requests.rebut(desk, request, text)
