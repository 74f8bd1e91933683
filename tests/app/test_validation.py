"""What is given to a record is checked at once, and the failure names the field, never the value."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records import KINDS, decode, encode, offered
from app.records.checks import is_date, is_partial_date, is_zone
from app.records.client import Client
from app.texts import explain
from app.vaults import KnownError
from tests.app.helpers import WARSAW, fails

NINE, TEN = ({"at": f"2026-01-01T{hour}:00", "zone": WARSAW} for hour in ("09", "10"))

BAD = [
    ("client", {"birth_date": "1987-13"}, "bad_partial_date", "birth_date"),
    ("client", {"birth_date": "12.04.1987"}, "bad_partial_date", "birth_date"),
    ("client", {"birth_date": "1987-02-29"}, "bad_partial_date", "birth_date"),
    ("client", {"opened_on": "2026-02-30"}, "bad_date", "opened_on"),
    ("client", {"opened_on": "2026"}, "bad_date", "opened_on"),
    ("client", {"opened_on": "2026-03-02", "closed_on": "2026-03-01"}, "bad_order", ""),
    ("client", {"birth_date": "2026-04", "opened_on": "2026-03-01"}, "bad_order", ""),
    ("client", {"name": "Anna\u0000"}, "bad_text", "name"),
    ("client", {"name": "Anna\ud800"}, "bad_text", "name"),
    ("client", {"aliases": ["ok", "\u0007"]}, "bad_text", "aliases"),
    ("client", {"name": 7}, "wrong_shape", "name"),
    ("client", {"name": None}, "wrong_shape", "name"),
    ("client", {"phones": "0123"}, "wrong_shape", "phones"),
    ("client", {"phones": [{"safe_to_call": "perhaps"}]}, "unknown_choice", "phones.safe_to_call"),
    ("client", {"desk_alerts": [{"review_on": "soon"}]}, "bad_date", "review_on"),
    ("client", {"members": [{"client": "K-0001"}]}, "bad_reference", "client"),
    ("client", {"shoe_size": 39}, "unknown_field", ""),
    ("client", {"phones": [{"shoe_size": 39}]}, "unknown_field", ""),
    ("client", {"national_id_kind": "pesel", "national_id": "44051401358"}, "bad_check_digit", "national_id"),
    ("client", {"national_id_kind": "pesel", "national_id": "4405140135"}, "bad_check_digit", "national_id"),
    ("client", {"national_id_kind": "pesel", "national_id": "4405140135٩"}, "bad_check_digit", "national_id"),
    ("client", {"status": "vanished"}, "unknown_choice", "status"),
    ("session_note", {"started": {"at": "2026-11-31T10:00", "zone": WARSAW}}, "bad_moment", "started"),
    ("session_note", {"started": {"at": "2026-11-30T24:01", "zone": WARSAW}}, "bad_moment", "started"),
    ("session_note", {"started": {"at": "2026-11-30 10:00", "zone": WARSAW}}, "bad_moment", "started"),
    ("session_note", {"started": {"at": "2026-11-30T10:00+02:00", "zone": WARSAW}}, "bad_moment", "started"),
    ("session_note", {"started": {"at": "2026-11-30T10:00", "zone": "Europe/Nowhere"}}, "unknown_zone", "started"),
    ("session_note", {"started": {"at": "2026-11-30T10:00", "zone": "../../etc/passwd"}}, "unknown_zone", "started"),
    ("session_note", {"started": {"at": "2026-11-30T10:00", "zone": ""}}, "unknown_zone", "started"),
    ("session_note", {"minutes": -1}, "bad_number", "minutes"),
    ("session_note", {"minutes": 1441}, "bad_number", "minutes"),
    ("session_note", {"minutes": 50.5}, "bad_number", "minutes"),
    ("session_note", {"minutes": 2**63}, "bad_number", "minutes"),
    ("session_note", {"format": "poem"}, "unknown_choice", "format"),
    ("session_note", {"present": ["client", "dog"]}, "unknown_choice", "present"),
    ("process_note", {"session": "0192"}, "bad_reference", "session"),
    ("process_note", {"session": "0192F6A0-0000-7000-8000-000000000000"}, "bad_reference", "session"),
    ("consent", {"given_on": "2026-05-01", "expires_on": "2026-04-30"}, "bad_order", ""),
    ("consent", {"given_on": "2026-05-01", "paper_on": "2026-06"}, "bad_order", ""),
    ("incident_response", {"matrix": {"recurrence": 6}}, "bad_number", "recurrence"),
    (
        "incident",
        {"emergency_services": [{"called": TEN, "arrived": NINE}]},
        "bad_order",
        "",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "values", "name", "path"), BAD)
def test_a_bad_value_is_refused_by_name(kind: str, values: dict[str, Any], name: str, path: str) -> None:
    with fails(name) as found:
        decode(kind, KINDS[kind].version, values)
    if path:
        assert found[0].values["path"] == path
    assert 200 < found[0].code < 300


GOOD = [
    ("client", {"name": "Zażółć gęślą jaźń", "birth_date": "1987"}),
    ("client", {"national_id_kind": "pesel", "national_id": "44051401359"}),
    ("client", {"national_id_kind": "other", "national_id": "anything"}),
    ("client", {"birth_date": "2026-03", "opened_on": "2026-03-01"}),
    ("session_note", {"started": {"at": "2026-11-30T23:59", "zone": "America/New_York"}, "minutes": 0}),
    ("session_note", {"started": None, "text": "two\nlines\tand a tab"}),
    ("consent", {"given_on": "2026-05-01", "expires_on": "2026-05-01"}),
    ("process_note", {"session": "01a20274-77f3-74ef-ae4d-14577dbb2181"}),
]


@pytest.mark.parametrize(("kind", "values"), GOOD)
def test_a_good_value_is_taken(kind: str, values: dict[str, Any]) -> None:
    body = encode(decode(kind, KINDS[kind].version, values))
    assert body | values == body


def test_a_failure_never_repeats_what_was_typed() -> None:
    planted = "Anna told me about her brother"
    for values in ({"status": planted}, {"birth_date": planted}, {"phones": planted}, {"name": [planted]}):
        with pytest.raises(KnownError) as raised:
            decode("client", 1, values)
        assert planted not in str(explain(raised.value)), values
        assert planted not in str(raised.value.values)


def test_a_record_of_a_newer_version_is_refused_with_both_versions() -> None:
    with fails("unsupported_version") as found:
        decode("client", 99, {})
    assert found[0].values["found"] == "99"


def test_a_kind_nobody_made_is_refused_with_those_there_are() -> None:
    with fails("unknown_kind") as found:
        decode("horoscope", 1, {})
    assert "session_note" in found[0].values["kinds"]


def test_a_day_in_the_future_is_refused_when_it_is_saved_but_can_always_be_read() -> None:
    client = Client(name="Anna", birth_date="2030")
    with fails("in_future"):
        client.check_today(date(2026, 11, 22))
    client.check_today(date(2030, 1, 1))


def test_text_is_kept_composed() -> None:
    assert encode(Client(name="Zo\u0301ltko"))["name"] == "Z\u00f3ltko"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22", True),
        ("2024-02-29", True),
        ("2026-02-29", False),
        ("20261122", False),
        ("2026-W01-1", False),
        ("", False),
    ],
)
def test_a_date_is_a_day_of_the_calendar(text: str, expected: bool) -> None:
    assert is_date(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1987", True),
        ("1987-04", True),
        ("1987-04-12", True),
        ("0000", False),
        ("1987-4", False),
        ("1987-04-31", False),
    ],
)
def test_a_partial_date_is_as_much_as_is_known(text: str, expected: bool) -> None:
    assert is_partial_date(text) is expected


def test_zones_are_those_of_the_list() -> None:
    assert is_zone("Europe/Warsaw")
    assert not is_zone("Europe")
    assert not is_zone("/etc/passwd")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(kind=st.sampled_from(offered()), data=st.data())
def test_any_json_makes_a_record_or_a_known_failure(kind: str, data: st.DataObject) -> None:
    names = st.sampled_from(KINDS[kind].struct.__struct_fields__)
    values = data.draw(st.dictionaries(names, json_values, max_size=4))
    try:
        body = decode(kind, KINDS[kind].version, values)
    except KnownError:
        return
    assert decode(kind, KINDS[kind].version, encode(body)) == body
