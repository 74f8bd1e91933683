"""What stops when a consent is taken back, in sentences for whoever takes note of it."""

from __future__ import annotations

from app.records.consent_elements import ConsentType
from app.rules.consent_facts import ConsentFacts
from app.texts import N_

_OF_THERAPY = (
    N_("Sessions: a note after this day wants a new consent, or a reason."),
    N_("Releases can be taken back with it; what went out before stays lawful."),
    N_("The file is kept as long as the law asks."),
)
_STOPS: dict[ConsentType, tuple[str, ...]] = {
    ConsentType.TELEHEALTH: (N_("Sessions by video or phone. Meeting in person goes on."),),
    ConsentType.ELECTRONIC_COMMS: (N_("Messages in writing, except to say that they are not read any more."),),
    ConsentType.RECORDING: (
        N_("Recording, at once."),
        N_("Recordings that exist are destroyed, unless the law says otherwise."),
    ),
    ConsentType.RESEARCH: (
        N_("Taking part in the study."),
        N_("Data are taken out of it as far as that was promised; tell whoever answers for it."),
    ),
    ConsentType.TRAINING_OBSERVATION: (N_("Watching sessions, at once."),),
    ConsentType.AI_TOOL: (
        N_("The tool is no longer used for this client."),
        N_("Ask its maker to delete what it keeps."),
    ),
    ConsentType.MINOR_ASSENT: (
        N_("Sessions: talk with the child about what it does not want, and with those who represent it."),
    ),
    ConsentType.SUPERVISION_DISCLOSURE: (N_("The client is no longer talked about with this supervisor."),),
    ConsentType.GDPR_SPECIAL_CATEGORY: (
        N_("Any use of the data that rests on this consent alone."),
        N_("Decide what becomes of the data, with a reason. Nothing is deleted by taking consent back."),
    ),
    ConsentType.MEDIA: (
        N_("Any further publication."),
        N_("Take down what can be taken down, and say what cannot be called back."),
    ),
}


def of(facts: ConsentFacts) -> tuple[str, ...]:
    """What stops, as message ids."""
    return _STOPS.get(facts.type, _OF_THERAPY)
