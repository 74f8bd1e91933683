"""Canonical JSON, derived keys, digests, seals and signatures, written from docs/vault-format.md alone (V-1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import uuid
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LABEL = b"clientsafe/v1/"
ZERO = bytes(32)
_LENGTHS = {"account/mlkem768": 64}  # all others: 32
_SUITE = b"HPKE" + bytes.fromhex("647a00010002")


class BrokenError(Exception):
    """A seal, a signature or an encoding does not hold."""


def json_bytes(value: object) -> bytes:
    """Canonical JSON (V-1.1)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse(data: bytes) -> Any:
    """Read canonical JSON; BrokenError for doubled keys and for bytes that are not in canonical form (V-1.1)."""
    try:
        value = json.loads(data, object_pairs_hook=_object, parse_float=_refuse, parse_int=_integer)
        canonical = json_bytes(value)
    except (ValueError, RecursionError) as error:
        raise BrokenError from error
    ensure(canonical == data)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    ensure(len(found) == len(pairs))
    return found


def _integer(digits: str) -> int:
    ensure(abs(int(digits)) < 2**53)
    return int(digits)


def _refuse(digits: str) -> float:
    raise BrokenError(digits)


def ensure(holds: object) -> None:
    """Raise BrokenError unless the condition holds."""
    if not holds:
        raise BrokenError


def text(data: bytes) -> str:
    """Base64url without padding (V-1.1)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def untext(value: object) -> bytes:
    """Bytes from base64url; BrokenError for anything `text` does not write."""
    try:
        data = base64.b64decode(str(value) + "=" * (-len(str(value)) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise BrokenError from error
    ensure(text(data) == value)
    return data


def derive(secret: bytes, vault: str, purpose: str) -> bytes:
    """HKDF-SHA-256 with the vault id as salt (V-1.3)."""
    first = hmac.digest(uuid.UUID(vault).bytes, secret, "sha256")
    return _expand(first, LABEL + purpose.encode(), _LENGTHS.get(purpose, 32))


def _expand(key: bytes, info: bytes, length: int) -> bytes:
    out, block = b"", b""
    while len(out) < length:
        block = hmac.digest(key, block + info + bytes([len(out) // 32 + 1]), "sha256")
        out += block
    return out[:length]


def digest(label: str, *parts: bytes) -> bytes:
    """Labelled SHA-256 (V-1.4)."""
    return hashlib.sha256(LABEL + label.encode() + b"".join(parts)).digest()


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Open AES-256-GCM with its nonce in front (V-1.4)."""
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], context)
    except (InvalidTag, ValueError) as error:
        raise BrokenError from error


def unseal_bytes(aead: AESGCM, nonce: bytes, sealed: bytes) -> bytes:
    """One chunk of a stream (V-1.4)."""
    try:
        return aead.decrypt(nonce, sealed, b"")
    except (InvalidTag, ValueError) as error:
        raise BrokenError from error


def check_signature(public: bytes, signature: bytes, label: str, message: bytes) -> None:
    """Ed25519 over label and digest of the message (V-1.4)."""
    try:
        signed = LABEL + label.encode() + hashlib.sha256(message).digest()
        Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
    except (InvalidSignature, ValueError) as error:
        raise BrokenError from error


class AccountKeys:
    """The keys of one account (V-3.1), and HPKE with them (V-1.4)."""

    def __init__(self, secret: bytes, vault: str) -> None:
        self._x25519 = X25519PrivateKey.from_private_bytes(derive(secret, vault, "account/x25519"))
        self._mlkem = MLKEM768PrivateKey.from_seed_bytes(derive(secret, vault, "account/mlkem768"))
        sign = Ed25519PrivateKey.from_private_bytes(derive(secret, vault, "account/sign"))
        self.anchor = derive(secret, vault, "account/anchor")
        self.index = derive(secret, vault, "account/index")
        self.public = {
            "sign": sign.public_key().public_bytes_raw(),
            "x25519": self._x25519.public_key().public_bytes_raw(),
            "mlkem768": self._mlkem.public_key().public_bytes_raw(),
        }

    def unseal(self, sealed: bytes, purpose: str, context: object) -> bytes:
        """Open what was sealed to this account for this purpose and context."""
        info = LABEL + purpose.encode() + hashlib.sha256(json_bytes(context)).digest()
        lattice, ephemeral, ciphertext = sealed[:1088], sealed[1088:1120], sealed[1120:]
        try:
            first = self._mlkem.decapsulate(lattice)
            second = self._x25519.exchange(X25519PublicKey.from_public_bytes(ephemeral))
            shared = hashlib.sha3_256(first + second + ephemeral + self.public["x25519"] + rb"\.//^" + b"\\").digest()
            key, nonce = _schedule(shared, info)
            return AESGCM(key).decrypt(nonce, ciphertext, b"")
        except (InvalidTag, ValueError) as error:
            raise BrokenError from error


def _schedule(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Key and nonce of RFC 9180, base mode."""
    context = b"\x00" + _extract(b"", b"psk_id_hash", b"") + _extract(b"", b"info_hash", info)
    secret = _extract(shared, b"secret", b"")
    return _labelled(secret, b"key", context, 32), _labelled(secret, b"base_nonce", context, 12)


def _extract(salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt, b"HPKE-v1" + _SUITE + label + material, "sha256")


def _labelled(key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    return _expand(key, length.to_bytes(2) + b"HPKE-v1" + _SUITE + label + info, length)
