"""The printed recovery code: 26 random symbols (130 bits) and 4 check characters (V-3.2)."""

from __future__ import annotations

import secrets

from storage import sealing
from storage.errors import failure
from storage.secrets import SecretBytes

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SECRET_SYMBOLS = 26
_CHECK_SYMBOLS = 4
_GROUP = 5


def generate() -> str:
    """A new code as it is printed: six groups of five, such as `7KQ2M-…`."""
    symbols = "".join(secrets.choice(_SYMBOLS) for _ in range(_SECRET_SYMBOLS))
    whole = symbols + _check(symbols)
    return "-".join(whole[start : start + _GROUP] for start in range(0, len(whole), _GROUP))


def read(typed: SecretBytes) -> SecretBytes:
    """The 26 symbols of a typed code as ASCII; raises `mistyped_code` when the check does not fit."""
    text = bytes(typed).decode("utf-8", "replace").upper().translate(_MISREAD)
    symbols = "".join(character for character in text if character.isalnum())
    secret, check = symbols[:_SECRET_SYMBOLS], symbols[_SECRET_SYMBOLS:]
    if len(secret) != _SECRET_SYMBOLS or not set(secret) <= set(_SYMBOLS) or check != _check(secret):
        raise failure("mistyped_code")
    return SecretBytes(secret.encode())


def _check(symbols: str) -> str:
    """The first 20 bits of a labelled SHA-256, as four symbols."""
    bits = int.from_bytes(sealing.digest("recovery-check", symbols.encode())[:3]) >> 4
    return "".join(_SYMBOLS[(bits >> shift) & 31] for shift in (15, 10, 5, 0))
