"""Canonical JSON, ids and times of envelopes."""

from __future__ import annotations

import json
import re
import unicodedata
import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import canonical, clock
from storage.vault import KnownError

# Examples of RFC 8785 (sections 3.2.2 and 3.2.3) that apply: no floats, ASCII keys.
RFC_8785 = [
    ({"literals": [None, True, False]}, b'{"literals":[null,true,false]}'),
    (
        {"string": '€$\x0f\nA\'B"\\\\"/'},
        '{"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'.encode(),
    ),
    ({"\r": "Carriage Return", "1": "One", "a": 0}, b'{"\\r":"Carriage Return","1":"One","a":0}'),
    ({"b": {"z": 1, "a": 2}, "a": []}, b'{"a":[],"b":{"a":2,"z":1}}'),
    ([0, -1, 2**53 - 1, -(2**53) + 1], b"[0,-1,9007199254740991,-9007199254740991]"),
    ("\b\t\n\f\r\x00\x1f\x7f\u2028\u2029", b'"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f\xe2\x80\xa8\xe2\x80\xa9"'),
    ("\U0001f600ö", '"\U0001f600ö"'.encode()),
]
NOT_CANONICAL = [
    b"",
    b"{",
    b'{"a":1,"a":1}',
    b'{"a":1,"a":2}',
    b'{"b":1,"a":2}',
    b'{"a": 1}',
    b' {"a":1}',
    b'{"a":1}\n',
    b'{"a":1}{}',
    b'{"a":01}',
    b'{"a":-0}',
    b'{"a":1e3}',
    b'"\\u0041"',
    b'"\\u000F"',
    b'"\\/"',
    b'"\xff"',
    b'"\\ud800"',
    b"NaN",
    b"[" * 100_000,
]


@pytest.mark.parametrize(("value", "expected"), RFC_8785)
def test_encodes_as_rfc_8785(value: object, expected: bytes) -> None:
    """V-1.1: one value, one sequence of bytes."""
    assert canonical.encode(value) == expected
    assert canonical.decode(expected) == value


@pytest.mark.parametrize("data", NOT_CANONICAL, ids=lambda data: repr(data[:20]))
def test_a_reader_refuses_what_does_not_encode_to_itself(data: bytes) -> None:
    """V-1.1: duplicate keys and other spellings of the same value are refused, always with a ValueError."""
    with pytest.raises(ValueError, match=r"\w"):
        canonical.decode(data)


@pytest.mark.parametrize("data", [b"1.5", b"1.0", b"9007199254740992", b"-9007199254740992", b"1" * 400])
def test_a_reader_refuses_numbers_that_canonical_json_has_not(data: bytes) -> None:
    """V-1.1: integers below 2^53 only."""
    with pytest.raises(ValueError, match=r"\w"):
        canonical.decode(data)


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.from_regex("[a-z_]{1,6}", fullmatch=True), inner),
    max_leaves=12,
)


@given(_JSON)
def test_what_is_written_is_read_again_and_plain_json_agrees(value: object) -> None:
    """V-1.1: `normal` and `encode` lose nothing but the normal form of text."""
    normal = canonical.normal(value)
    data = canonical.encode(normal)
    assert canonical.decode(data) == normal
    assert json.loads(data) == normal
    assert json.dumps(normal, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("\x7f", "") == (
        data.decode().replace("\x7f", "")
    )


def test_text_is_written_in_nfc() -> None:
    """V-1.1: text in NFC when written."""
    decomposed = unicodedata.normalize("NFD", "zażółć")
    assert canonical.normal({"a": [decomposed]}) == {"a": ["zażółć"]}


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), 2**53, -(2**53), b"bytes", {1: "key"}, {"ą": 1}, {"a": Ellipsis}, {"a": {1, 2}}, "\ud800"],
    ids=repr,
)
def test_a_value_without_a_canonical_form_is_refused_with_a_code(value: object) -> None:
    """V-1.1, V-9.1: floats, big numbers, other keys, half characters: `bad_record`, never a traceback."""
    with pytest.raises(KnownError) as caught:
        canonical.encode(canonical.normal({"value": value}))
    assert caught.value.code == 203


def test_a_value_nested_without_end_is_refused_with_a_code() -> None:
    """V-1.5, V-9.1: depth is a limit like any other."""
    value: list[object] = []
    for _ in range(20_000):
        value = [value]
    with pytest.raises(KnownError) as caught:
        canonical.normal(value)
    assert caught.value.name == "bad_record"


def test_bytes_are_base64url_without_padding() -> None:
    """V-1.1: one spelling for every sequence of bytes."""
    assert canonical.to_text(b"\xfb\xff\xfe") == "-__-"
    assert canonical.from_text(canonical.to_text(bytes(range(256)))) == bytes(range(256))
    for text in ("-__-=", "+//+", "A", "AB==", "AB", "A A", "ą", "-__-\n", "AAAA AAAA"):
        with pytest.raises(ValueError, match=r"\w"):
            canonical.from_text(text)


def test_ids_are_uuid_version_7_in_the_order_they_were_made() -> None:
    """V-1.2: lower-case text, version 7, variant 10, time first."""
    made = [clock.new_id() for _ in range(500)]
    assert len(set(made)) == 500
    assert [identifier[:13] for identifier in made] == sorted(identifier[:13] for identifier in made)
    for identifier in made:
        assert identifier == str(uuid.UUID(identifier))
        assert uuid.UUID(identifier).version == 7
        assert uuid.UUID(identifier).variant == uuid.RFC_4122
    at = int(made[0].replace("-", "")[:12], 16) / 1000
    assert abs(at - datetime.now(UTC).timestamp()) < 60


def test_envelope_times_are_rfc_3339_utc_with_milliseconds() -> None:
    """V-1.2: `Z`, three digits, whatever the zone of the computer."""
    assert clock.stamp(0) == "1970-01-01T00:00:00.000Z"
    assert clock.stamp(1_700_000_000_007) == "2023-11-14T22:13:20.007Z"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", clock.now())
    assert abs(datetime.fromisoformat(clock.now()).timestamp() - datetime.now(UTC).timestamp()) < 60
