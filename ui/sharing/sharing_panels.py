"""The panels over one file: share it, and stop sharing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.rules.sharing import LEVEL_LABELS, Level, Part, most_for
from app.services.people import sharing
from app.services.people.sharing import Giving
from app.texts import _
from ui.forms.lookup import VaultReferences
from ui.sharing import terms
from ui.sharing.controls import TermsControls
from ui.sharing.panel import SharingPanel, bullets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.desk import Desk
    from app.services.people.colleagues import Colleague
    from app.services.people.sharing import HolderRow
    from ui.context import Context
    from ui.forms.choices import Option
    from ui.forms.fields import FieldSet

_PARTS = {
    terms.ALL_OF_IT: (Part.IDENTITY, Part.CLINICAL),
    terms.ONLY_WHO: (Part.IDENTITY,),
    terms.ONLY_CLINICAL: (Part.CLINICAL,),
}


def levels() -> list[Option]:
    """What somebody may do, to be chosen from."""
    return [(level.value, _(LEVEL_LABELS[level])) for level in Level]


def share_panel(context: Context, client: str, people: Sequence[Colleague]) -> SharingPanel:
    """Whom, what, how, until when, why."""
    panel = SharingPanel(context, _("Share this file"))
    ways = {
        "parts": [(terms.ALL_OF_IT, _("the whole file")), (terms.ONLY_WHO, _("only who the client is"))],
        "level": levels(),
    }
    controls = TermsControls(VaultReferences(context, panel, client), people, ways, terms.FOR_SHARING)
    fields = panel.ask(terms.fields("account", "parts", "level", "until", "reason"), controls, {})
    fields.changed.connect(lambda: _fit_to_role(fields, people))

    def give(desk: Desk, values: dict[str, Any]) -> None:
        giving = Giving(
            account=values["account"],
            level=Level(values["level"]),
            parts=_PARTS[values["parts"]],
            reason=values["reason"],
            until=values["until"],
        )
        sharing.give(desk, client, giving)

    panel.offer(_("Share"), give, _("The file is shared"), (client, "access"))
    return panel


def stop_panel(context: Context, client: str, holder: HolderRow) -> SharingPanel:
    """Take a file back from somebody: what that does, what it cannot undo, why."""
    panel = SharingPanel(context, _("Stop sharing with {name}").format(name=holder.name))
    panel.column.addWidget(bullets(what_stops(holder)))
    ways: dict[str, list[Option]] = {}
    names = ["reason"]
    if holder.clinical is not None:
        ways["parts"] = [(terms.ALL_OF_IT, _("the whole file")), (terms.ONLY_CLINICAL, _("only the clinical file"))]
        names.insert(0, "parts")
    controls = TermsControls(VaultReferences(context, panel, client), (), ways, terms.FOR_STOPPING)
    panel.ask(terms.fields(*names), controls, {})

    def take(desk: Desk, values: dict[str, Any]) -> None:
        parts = _PARTS[values.get("parts", terms.ALL_OF_IT)]
        sharing.take_back(desk, client, holder.account, reason=values["reason"], parts=parts)

    said = _("No longer shared with {name}").format(name=holder.name)
    panel.offer(_("Stop sharing"), take, said, (client, "access"))
    return panel


def what_stops(holder: HolderRow) -> list[str]:
    """Said before it is done."""
    name = holder.name
    lines = [
        _("From now on it does not open for {name}: it gets a new key.").format(name=name),
        _("What {name} has read stays known, and what lies in an old backup stays readable.").format(name=name),
        _("What {name} signed stays in the file.").format(name=name),
    ]
    if holder.standing:
        lines.append(_("Standing access no longer reaches this file."))
    return lines


def _fit_to_role(fields: FieldSet, people: Sequence[Colleague]) -> None:
    """A key for more than the role may do would be a key for nothing."""
    values = fields.values()
    chosen = next((one for one in people if one.account == values["account"]), None)
    if chosen is None:
        return
    if most_for(chosen.role, Part.CLINICAL) is None and values["parts"] != terms.ONLY_WHO:
        fields.set_value("parts", terms.ONLY_WHO)
    most = most_for(chosen.role, Part.IDENTITY)
    if most is not None and not Level(values["level"]).rights <= most.rights:
        fields.set_value("level", most.value)
