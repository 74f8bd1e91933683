"""The walk-through for a lost device: facts and what to do, never a verdict, and a draft without a decision."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records import decode
from app.records.breach_choices import Answer, BreachType, Encrypted
from app.records.data_breach import DataBreach
from app.records.fields import specs
from app.records.lost_device import LostDevice
from app.rules.lost_device import Answered, Leans

STOLEN = {
    "device": "computer",
    "had_vault": "yes",
    "vault_state": "locked",
    "secret_with_it": "no",
    "backups_with_it": "no",
    "backup_elsewhere": "yes",
    "readable_on_it": "no",
}


def answered(**changes: Any) -> Answered:
    return Answered(msgspec.convert({**STOLEN, **changes}, LostDevice))


def test_a_locked_vault_with_the_key_safe_is_an_availability_breach_to_be_judged() -> None:
    found = answered()
    assert found.types() == [BreachType.AVAILABILITY]
    assert (found.encrypted, found.key_exposed) == (Encrypted.YES, Answer.NO)
    assert {fact.leans for fact in found.facts()} == {Leans.FOR}
    draft = found.draft()
    assert draft["breach_types"] == ["availability"]
    assert {"risk", "authority", "people_told", "hipaa"}.isdisjoint(draft), "what is decided, a person decides"


@pytest.mark.parametrize(
    ("changes", "key", "encrypted"),
    [
        ({"vault_state": "unlocked"}, Answer.YES, Encrypted.YES),
        ({"secret_with_it": "yes"}, Answer.YES, Encrypted.YES),
        ({"vault_state": None}, Answer.UNKNOWN, Encrypted.YES),
        ({"secret_with_it": "unknown"}, Answer.UNKNOWN, Encrypted.YES),
        ({"readable_on_it": "yes", "disk_encrypted": "no"}, Answer.NO, Encrypted.PARTLY),
        ({"readable_on_it": None}, Answer.NO, Encrypted.UNKNOWN),
    ],
)
def test_what_speaks_against_it_or_is_not_known(changes: dict[str, Any], key: Answer, encrypted: Encrypted) -> None:
    found = answered(**changes)
    assert (found.key_exposed, found.encrypted) == (key, encrypted)
    assert BreachType.CONFIDENTIALITY in found.types()
    assert {fact.leans for fact in found.facts()} - {Leans.FOR}


def test_an_exposed_key_leads_to_new_ones() -> None:
    calm, exposed = answered(), answered(secret_with_it="yes")
    assert {one.page for one in calm.to_do()} == {"", "backups"}
    assert {one.page for one in exposed.to_do()} == {"", "backups", "settings"}


def _of(name: str) -> st.SearchStrategy[Any]:
    spec = next(each for each in specs(LostDevice) if each.name == name)
    return st.sampled_from([None, *(one.value for one in spec.choices or ())]) if spec.choices else st.just("")


@given(st.fixed_dictionaries({name: _of(name) for name in LostDevice.__struct_fields__}))
def test_whatever_is_answered_the_draft_is_one_that_can_be_kept_and_decides_nothing(values: dict[str, Any]) -> None:
    found = Answered(msgspec.convert(values, LostDevice))
    draft = decode("data_breach", 1, found.draft())
    assert isinstance(draft, DataBreach)
    assert draft.title
    assert draft.breach_types
    assert (draft.authority.decided, draft.people_told.decided, draft.risk) == (None, None, None)
    if BreachType.CONFIDENTIALITY not in draft.breach_types:
        assert all(fact.leans is not Leans.AGAINST for fact in found.facts() if "records are lost" not in fact.words)
        assert not found.may_have_vault or found.key_exposed is Answer.NO
