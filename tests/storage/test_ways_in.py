"""Passphrase rules, recovery code, cost limits and login tags."""

from __future__ import annotations

import hashlib
import string
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import canonical, header, kdf, recovery
from storage.kdf import CHEAPEST_FOR_TESTS, Cost, KdfPolicy
from storage.secrets import SecretBytes
from storage.vault import KnownError, passphrase_problem, passphrase_strength, suggest_passphrase
from tests.storage.kit import failure_of

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FLOOR = 64 * 1024


def read(text: str) -> bytes:
    with SecretBytes.from_text(text) as typed, recovery.read(typed) as code:
        return bytes(code)


def test_a_recovery_code_has_130_random_bits_and_check_characters() -> None:
    """V-3.2: at least 128 bits with check characters, printed in six groups of five."""
    codes = {recovery.generate() for _ in range(50)}
    assert len(codes) == 50
    for code in codes:
        groups = code.split("-")
        assert [len(group) for group in groups] == [5] * 6
        assert set("".join(groups)) <= set(ALPHABET)
        assert read(code) == code.replace("-", "")[:26].encode()


def test_a_recovery_code_has_a_fixed_answer() -> None:
    """V-3.2: the check is the first 20 bits of SHA-256 over label and symbols."""
    symbols = "0123456789ABCDEFGHJKMNPQRS"
    bits = int.from_bytes(hashlib.sha256(b"clientsafe/v1/recovery-check" + symbols.encode()).digest()[:3]) >> 4
    check = "".join(ALPHABET[bits >> shift & 31] for shift in (15, 10, 5, 0))
    assert read(symbols + check) == symbols.encode()


def test_a_code_may_be_typed_as_people_read_it() -> None:
    """V-3.2: case, spaces and lookalikes do not matter."""
    code = next(code for _ in range(10_000) if {"0", "1"} <= set(code := recovery.generate()))
    typed = code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert read(typed) == read(code) == read(code.replace("1", "I"))


def test_a_mistyped_code_is_told_from_a_wrong_one() -> None:
    """V-3.2: every single wrong or missing character, and every swap of neighbours, is noticed."""
    code = recovery.generate().replace("-", "")
    wrong = [code[:at] + code[at + 1 :] for at in range(len(code))]
    wrong += [code[:at] + ("0" if code[at] != "0" else "2") + code[at + 1 :] for at in range(len(code))]
    wrong += [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1) if code[at] != code[at + 1]
    ]
    wrong += [code + "0", "", "U" * 30, "ą" * 30, "-" * 30, code * 2, "\ufb01" * 30, "\u0661" * 30]
    assert {failure_of(read, typed) for typed in wrong} == {"mistyped_code"}


@given(st.binary(max_size=64))
def test_no_typed_bytes_make_a_code_reader_stumble(data: bytes) -> None:
    """V-9.1: whatever is typed is a code or `mistyped_code`."""
    with SecretBytes(data) as typed:
        assert failure_of(lambda: recovery.read(typed)) == "mistyped_code"


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes", "expected"),
    [
        (FLOOR, 3, 4, "none"),
        (1 << 20, 16, 4, "none"),
        (FLOOR - 1, 3, 4, "cost_too_low"),
        (FLOOR, 2, 4, "cost_too_low"),
        (32, 1, 4, "cost_too_low"),
        (0, 0, 4, "cost_too_low"),
        (-1, -1, 4, "cost_too_low"),
        (FLOOR, 3, 1, "cost_too_low"),
        (FLOOR, 3, 8, "cost_too_low"),
        ((1 << 20) + 1, 3, 4, "cost_too_high"),
        (FLOOR, 17, 4, "cost_too_high"),
        (2**70, 2**70, 2**70, "cost_too_high"),
    ],
)
def test_a_cost_outside_the_limits_is_refused(memory_kib: int, passes: int, lanes: int, expected: str) -> None:
    """V-3.3: floor 64 MiB and three passes; nothing above 1 GiB or 16 passes; four lanes."""
    cost = Cost(memory_kib, passes, lanes)
    assert failure_of(lambda: kdf.check_limits(cost)) == expected


def test_the_cheap_profile_passes_only_when_a_test_says_so() -> None:
    """V-3.3: a normal start refuses it; allowing it allows nothing else under the floor."""
    assert failure_of(lambda: kdf.check_limits(CHEAPEST_FOR_TESTS.cost, allow_cheap=True)) == "none"
    assert failure_of(lambda: kdf.check_limits(CHEAPEST_FOR_TESTS.cost)) == "cost_too_low"
    assert failure_of(lambda: kdf.check_limits(Cost(33, 1), allow_cheap=True)) == "cost_too_low"


def test_the_calibrated_cost_is_within_the_limits() -> None:
    """V-3.3: 256 MiB first, then passes."""
    cost = KdfPolicy.calibrated().cost
    assert failure_of(kdf.check_limits, cost) == "none"
    assert 64 * 1024 <= cost.memory_kib <= 512 * 1024


def test_argon2id_has_a_fixed_answer() -> None:
    """V-3.2, V-3.3: Argon2id version 1.3 over the passphrase's bytes."""
    with SecretBytes.from_text("seven quiet herons") as typed:
        key = kdf.derive_key(typed, bytes(range(16)), CHEAPEST_FOR_TESTS.cost)
    assert key.hex() == "6e870c1ac932a20470a698860e85e1425ef5e7ebd6bd343d9709f4d8d9a1e9c4"


@pytest.mark.parametrize("salt", [b"", b"short", b"fifteen bytes..", b"seventeen bytes.."])
def test_a_salt_of_another_length_is_a_known_failure(salt: bytes) -> None:
    """V-1.5, V-9.1: length is checked before anything is spent; no library error reaches a person."""
    with SecretBytes(b"passphrase") as typed, pytest.raises(KnownError):
        kdf.derive_key(typed, salt, CHEAPEST_FOR_TESTS.cost)


def test_login_tags_fold_case_width_and_spaces() -> None:
    """V-3.9: SHA-256(label ‖ vault id ‖ NFKC, case-folded login)."""
    vault = "01920000-0000-7000-8000-000000000001"
    expected = hashlib.sha256(b"clientsafe/v1/login-tag" + vault.encode() + b"zo\xc3\xabstrasse").digest()
    for login in ("Zoëstraße", " zoëSTRASSE ", unicodedata.normalize("NFD", "ZOËSTRASSE"), "\uff3aoëstrasse"):
        assert header.login_tag(vault, login) == canonical.to_text(expected)
    assert header.login_tag(vault[:-1] + "2", "zoëstrasse") != canonical.to_text(expected)


@pytest.mark.parametrize(
    ("passphrase", "part"),
    [
        ("", "15"),
        ("x7#Qm!r92LkP4z", "15"),
        ("ﬁ" * 7, "15"),
        ("abcabcabcabcabcabc", "few"),
        ("password123456789", "guess"),
        ("qwertyuiopasdfghjkl", "guess"),
        ("ClientSafe therapy", "guess"),
        ("Praxis Sonnenblume 2026", "guess"),
        ("Sonnenblume Anna", "guess"),
        ("x" * 1025, "1,024"),
        ("ż" * 513, "1,024"),
    ],
)
def test_a_weak_passphrase_is_refused_with_the_reason(passphrase: str, part: str) -> None:
    """V-3.4: length in characters after NFKC, at most 1,024 bytes, offline guessing with the names of the vault."""
    problem = passphrase_problem(passphrase, ["Praxis Sonnenblume", "Anna"])
    assert problem is not None
    assert part in problem


@pytest.mark.parametrize(
    "passphrase",
    [
        "seven quiet herons cross the river",
        "zupełnie długie zdanie o jesionach",
        "🦔🦉🦊🐺🐗🦌🐿🦇🦅🦆🦢🦩🕊🐦🐧",
        "x7#Qm!r92LkP4zT",
    ],
)
def test_a_good_passphrase_needs_no_special_characters(passphrase: str) -> None:
    """V-3.4: no composition rules; a code point is a character."""
    assert passphrase_problem(passphrase) is None


def test_judging_the_longest_passphrase_is_quick() -> None:
    """V-1.5: 1,024 bytes of anything are judged in well under a second."""
    start = time.perf_counter()
    for text in ("a" * 1024, "ab" * 512, string.printable * 10 + "xyz", "pass word " * 102):
        passphrase_strength(text)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("language", ["en", "pl"])
def test_suggested_passphrases_are_six_words_that_may_be_used(language: str) -> None:
    """V-3.4: the six-word generator."""
    suggestions = {suggest_passphrase(language) for _ in range(20)}
    assert len(suggestions) == 20
    for suggestion in suggestions:
        assert len(suggestion.split()) == 6
        assert passphrase_problem(suggestion) is None
