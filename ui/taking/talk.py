"""A conversation about consent while it goes on: the record, its text, and its steps. Knows nothing of widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.packs import merge_fields
from app.records import encode
from app.records.client import SEVERAL
from app.records.consent import Consent
from app.records.consent_choices import GivenBy, SignerRole
from app.rules import consent_steps
from app.rules.consent_steps import Step, StepKind
from app.services.consenting import taking
from app.texts import _
from ui.known import KnownError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.packs.consent_texts import ConsentText
    from app.records.choices import YesNo
    from app.records.consent_choices import Explaining
    from app.records.consent_elements import Element
    from app.services.records import Editing

SIGN = "sign"  # the key of the last step, which is the window's own
_FILLED_BY_ITSELF = frozenset({StepKind.CAPACITY, StepKind.COPY})


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may sign, as the record knows them."""

    name: str
    role: SignerRole


class Talk:
    """`editing` is always something the vault would take; what a form has typed in comes with `fill`."""

    def __init__(
        self, editing: Editing, text: ConsentText | None, places: Mapping[str, str], client_name: str = ""
    ) -> None:
        """`places`: values of merge fields of the text."""
        self.editing = editing
        self._text = text
        self._places = places
        self._client_name = client_name

    @property
    def body(self) -> Consent:
        """The consent as it stands."""
        assert isinstance(self.editing.body, Consent)
        return self.editing.body

    def values(self) -> dict[str, Any]:
        """The consent as plain data."""
        return encode(self.editing.body)

    def steps(self) -> list[Step]:
        """All steps, *sign* at the end."""
        found = consent_steps.steps(self.body, self._text)
        return [*found, Step(SIGN, StepKind.DECISION, _("Sign"), is_needed=True)]

    def in_words(self, text: str) -> str:
        """A text with what is known in its places."""
        return merge_fields.named(text, self._places)

    def resumed_at(self) -> str:
        """The step after the last one that somebody has done; the first of a conversation that has not begun."""
        steps = self.steps()
        done = [n for n, step in enumerate(steps) if step.is_done and step.kind not in _FILLED_BY_ITSELF]
        if all(not _is_begun(steps[n], self.body) for n in done):
            return steps[0].key
        return steps[min(max(done) + 1, len(steps) - 1)].key

    def fill(self, values: Mapping[str, Any]) -> KnownError | None:
        """Take over what was typed; what stands in the way comes back, and then nothing changed."""
        try:
            self.editing = self.editing.with_values(values)
        except KnownError as error:
            return error
        return None

    def explain(
        self,
        element: Element,
        *,
        explained: bool,
        how: Explaining | None = None,
        understood: YesNo | None = None,
        note: str = "",
    ) -> None:
        """One paragraph was gone through, or is left out."""
        self.editing = taking.explain(
            self.editing, element, explained=explained, how=how, understood=understood, note=note
        )

    def answer(self, key: str, given: YesNo | None) -> None:
        """Agree to one thing or not."""
        self.editing = taking.answer(self.editing, key, given)

    def sign_on_screen(self, signer: Signer, strokes: list[list[tuple[float, float, float]]], ratio: float) -> None:
        """Add a drawn signature; raises `bad_signature`."""
        self.editing = taking.sign_on_screen(self.editing, signer.name, signer.role, strokes, ratio)

    def unsign(self, signer: Signer) -> None:
        """Take a drawn signature away."""
        self.editing = taking.unsign(self.editing, signer.name, signer.role)

    def signers(self) -> list[Signer]:
        """Who is still expected to sign, as far as the record says so."""
        body = self.body
        signed = {(one.name, one.role) for one in body.signatures}
        return [one for one in self._expected() if (one.name, one.role) not in signed]

    def _expected(self) -> list[Signer]:
        body = self.body
        if body.unit in SEVERAL:
            return [Signer("", SignerRole.PARTNER)]  # whoever is in the room; the file knows them by other names
        found = []
        if not body.of_minor and body.given_by in {GivenBy.CLIENT, GivenBy.CLIENT_AND_REPRESENTATIVE}:
            found.append(Signer(self._client_name, SignerRole.CLIENT))
        deciding = [one for one in body.guardians if not one.informed_only and one.consented is not None]
        found += [Signer(one.name, SignerRole.PARENT) for one in deciding]
        if body.given_by_name and body.given_by_name not in {one.name for one in found}:
            is_parent = body.given_by in {GivenBy.PARENT, GivenBy.BOTH_PARENTS}
            found.append(Signer(body.given_by_name, SignerRole.PARENT if is_parent else SignerRole.REPRESENTATIVE))
        if body.of_minor:
            found.append(Signer(self._client_name, SignerRole.CHILD))
        return found


def _is_begun(step: Step, body: Consent) -> bool:
    """Whether what makes a step done came from a person: a minor's basis, for one, follows from the law."""
    if step.kind is StepKind.PARAGRAPH:
        return True
    if step.kind is StepKind.HOW:
        return body.method is not None
    return step.kind not in _FILLED_BY_ITSELF | {StepKind.CHILD, StepKind.DETAILS}
