"""The lists of values a practice may change: every open list is there, and a change is what forms then offer."""

from __future__ import annotations

from app.records.choices import Modality
from app.records.fields import OpenChoice
from app.records.practice_profile import PracticeProfile
from app.rules import practice_rules, value_lists
from tests.app.helpers import fails


def offered(profile: PracticeProfile) -> list[str]:
    return [choice.label for choice in practice_rules.offered(Modality, profile)]


def test_every_open_list_can_be_changed() -> None:
    assert {each.choices for each in value_lists.LISTS.values()} == set(OpenChoice.__subclasses__())


def test_a_value_is_added_and_taken_off() -> None:
    profile = value_lists.add(PracticeProfile(), "Modality", " Art therapy ")
    assert offered(profile)[-1] == "Art therapy"
    assert "Art therapy" not in offered(value_lists.drop(profile, "Modality", "Art therapy"))
    assert value_lists.drop(profile, "Modality", "Art therapy").value_lists == []


def test_a_value_is_hidden_and_offered_again() -> None:
    profile = value_lists.offer(PracticeProfile(), "Modality", "couple", wanted=False)
    assert "Couple" not in offered(profile)
    assert value_lists.offer(profile, "Modality", "couple", wanted=True) == PracticeProfile()


def test_one_value_of_the_list_stays() -> None:
    profile = PracticeProfile()
    *others, last = [choice.value for choice in Modality]
    for value in others:
        profile = value_lists.offer(profile, "Modality", value, wanted=False)
    with fails("last_value"):
        value_lists.offer(profile, "Modality", last, wanted=False)


def test_a_value_is_on_the_list_once() -> None:
    profile = value_lists.add(PracticeProfile(), "Modality", "Art therapy")
    for words in ("art therapy", "COUPLE"):
        with fails("value_exists"):
            value_lists.add(profile, "Modality", words)
    with fails("text_needed"):
        value_lists.add(profile, "Modality", "  ")
    with fails("bad_text"):
        value_lists.add(profile, "Modality", "x" * 200)


def test_a_change_of_one_list_leaves_the_others() -> None:
    profile = value_lists.add(PracticeProfile(), "Modality", "Art therapy")
    profile = value_lists.add(profile, "Setting", "Forest")
    assert {each.name for each in profile.value_lists} == {"Modality", "Setting"}
