"""The lists of values that a practice may change: which there are, and adding to one or hiding from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from app.records.boundary_record import BoundaryKind
from app.records.breach_choices import DataCategory
from app.records.choices import Channel, Modality, Setting
from app.records.client_profile import Payer, Vulnerability
from app.records.complaint import ComplaintCategory, ComplaintSource
from app.records.credential import CredentialKind
from app.records.document import DocumentKind
from app.records.drill import DrillKind, Problem
from app.records.duty_choices import AbuseHelp
from app.records.feedback import FeedbackCategory
from app.records.fields import OpenChoice
from app.records.hazard import Area, HazardSource
from app.records.policy import PolicyKind
from app.records.practice_profile import PracticeProfile, ValueList
from app.records.referral import Recipient
from app.records.related_person import PersonRole
from app.records.release_choices import WayOut
from app.records.resource import ResourceKind
from app.records.risk_review_choices import ReviewSource
from app.records.session_note import Present
from app.records.supervision_session import SupervisionTheme
from app.records.training import SafetyTopic, TrainingArea, TrainingCategory
from app.texts import N_, _
from app.vaults import failure


class OpenList(NamedTuple):
    """A list that may be changed, and what it is called (message id)."""

    choices: type[OpenChoice]
    label: str


LISTS: Mapping[str, OpenList] = {
    each.choices.__name__: each
    for each in (
        OpenList(Modality, N_("Ways of working")),
        OpenList(Setting, N_("Settings of a session")),
        OpenList(Present, N_("Who was present")),
        OpenList(Channel, N_("Channels of contact")),
        OpenList(WayOut, N_("Ways in which records are handed over")),
        OpenList(PersonRole, N_("People around a client")),
        OpenList(DocumentKind, N_("Kinds of document")),
        OpenList(ResourceKind, N_("Kinds of places that help")),
        OpenList(PolicyKind, N_("Kinds of policy")),
        OpenList(Recipient, N_("Recipients of referrals")),
        OpenList(FeedbackCategory, N_("Categories of feedback")),
        OpenList(BoundaryKind, N_("Kinds of boundary record")),
        OpenList(Vulnerability, N_("Vulnerabilities")),
        OpenList(Payer, N_("Who pays")),
        OpenList(SupervisionTheme, N_("Themes of supervision")),
        OpenList(ReviewSource, N_("Sources of a safety review")),
        OpenList(AbuseHelp, N_("Help with domestic abuse")),
        OpenList(DataCategory, N_("Data in a data breach")),
        OpenList(ComplaintSource, N_("Who complains")),
        OpenList(ComplaintCategory, N_("What complaints are about")),
        OpenList(Area, N_("Areas of hazards")),
        OpenList(HazardSource, N_("Sources of hazards")),
        OpenList(DrillKind, N_("Kinds of drill")),
        OpenList(Problem, N_("What goes wrong in drills")),
        OpenList(TrainingCategory, N_("Kinds of training")),
        OpenList(TrainingArea, N_("Areas of training")),
        OpenList(SafetyTopic, N_("Topics of safety training")),
        OpenList(CredentialKind, N_("Kinds of credential")),
    )
}


def changed(profile: PracticeProfile, name: str) -> ValueList:
    """What the practice has changed in the list of that name."""
    return next((each for each in profile.value_lists if each.name == name), ValueList(name=name))


def add(profile: PracticeProfile, name: str, words: str) -> PracticeProfile:
    """The profile with a value more; raises `text_needed`, `bad_text` when it is too long, or `value_exists`."""
    own, known = LISTS[name].choices.own(words), changed(profile, name)
    if own is None:
        raise failure("text_needed" if not words.strip() else "bad_text", field=_(LISTS[name].label))
    taken = {each.casefold() for each in (*known.added, *(_(one.label) for one in LISTS[name].choices))}
    if own.label.casefold() in taken:
        raise failure("value_exists", value=own.label)
    return _with(profile, msgspec.structs.replace(known, added=[*known.added, own.label]))


def drop(profile: PracticeProfile, name: str, words: str) -> PracticeProfile:
    """The profile without a value that was added. Records that have it keep it."""
    known = changed(profile, name)
    return _with(profile, msgspec.structs.replace(known, added=[each for each in known.added if each != words]))


def offer(profile: PracticeProfile, name: str, value: str, *, wanted: bool) -> PracticeProfile:
    """The profile in which a value of the program's own is offered, or not; raises `last_value`."""
    known = changed(profile, name)
    hidden = [each for each in known.hidden if each != value] + ([] if wanted else [value])
    if len(set(hidden)) >= len(LISTS[name].choices):
        raise failure("last_value")
    return _with(profile, msgspec.structs.replace(known, hidden=hidden))


def _with(profile: PracticeProfile, changed_list: ValueList) -> PracticeProfile:
    others = [each for each in profile.value_lists if each.name != changed_list.name]
    kept = [changed_list] if changed_list.added or changed_list.hidden else []
    return msgspec.structs.replace(profile, value_lists=[*others, *kept])
