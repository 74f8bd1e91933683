"""HKDF labels, AEAD, HPKE and signatures: the only place that imports cryptography (V-1.3, V-1.4)."""

from __future__ import annotations

import hashlib
import hmac
import os
import uuid
from dataclasses import dataclass

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage import canonical

KEY_BYTES = 32
NONCE_BYTES = 12
# Cobblestone-256: salt and commitment, then chunks of 16 KiB with a tag each; the last one is shorter.
STREAM_HEADER, STREAM_CHUNK, STREAM_TAG = 56, 16 << 10, 16
_LABEL = "clientsafe/v1/"

# Every purpose a key is derived for, with its length in bytes (V-1.3).
PURPOSES = {
    "account/sign": 32,
    "account/x25519": 32,
    "account/mlkem768": 64,
    "account/index": 32,
    "account/anchor": 32,
    "account/keyring": 32,
    "slot/recovery": 32,
    "header": 32,
    "backup": 32,
}

_suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class SealError(Exception):
    """A seal or a signature does not hold: wrong key, other context, or changed bytes."""


def ensure(holds: bool) -> None:  # noqa: FBT001 - reads like a sentence: ensure(tag == expected)
    """Raise SealError unless the condition holds."""
    if not holds:
        raise SealError


def derive(secret: bytes, vault_id: str, purpose: str) -> bytes:
    """HKDF-SHA-256(secret, salt = vault id, info = label + purpose)."""
    salt = uuid.UUID(vault_id).bytes
    info = f"{_LABEL}{purpose}".encode()
    return HKDF(hashes.SHA256(), length=PURPOSES[purpose], salt=salt, info=info).derive(secret)


def digest(label: str, *parts: bytes) -> bytes:
    """SHA-256(label ‖ parts), 32 bytes."""
    return hashlib.sha256(b"".join((f"{_LABEL}{label}".encode(), *parts))).digest()


def hasher(label: str) -> hashlib._Hash:
    """The digest of something too long to be held at once: `update` it, then ask for `digest()`."""
    return hashlib.sha256(f"{_LABEL}{label}".encode())


def mac(key: bytes, data: bytes) -> bytes:
    """HMAC-SHA-256, 32 bytes."""
    return hmac.digest(key, data, "sha256")


def same(left: bytes, right: bytes) -> bool:
    """Whether two tags are equal, in constant time."""
    return hmac.compare_digest(left, right)


def random_key() -> bytes:
    """32 fresh random bytes."""
    return os.urandom(KEY_BYTES)


class Sealer:
    """AES-256-GCM under one key; the random nonce stands in front of the ciphertext."""

    __slots__ = ("_aead",)

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Encrypt `plain`, bound to `context` (associated data)."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, plain, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt; raises SealError when key, context or bytes differ."""
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
        except (InvalidTag, ValueError) as error:
            raise SealError from error


class StreamSealer:
    """Cobblestone-256 (C2SP chunked encryption) of one long message under a key of its own, in pieces."""

    __slots__ = ("_stream",)

    def __init__(self, key: bytes, context: bytes) -> None:
        self._stream = Cobblestone256Encryptor(key, context)

    def update(self, plain: bytes) -> bytes:
        """What can be sealed by now; may be less or more than was given."""
        return self._stream.update(plain)

    def finish(self) -> bytes:
        """The rest; without it the message counts as cut."""
        return self._stream.finalize()


class StreamOpener:
    """The way back. What `update` gives is authentic, but whole only after `finish`."""

    __slots__ = ("_stream",)

    def __init__(self, key: bytes, context: bytes) -> None:
        self._stream = Cobblestone256Decryptor(key, context)

    def update(self, sealed: bytes) -> bytes:
        """What can be opened by now; raises SealError when key, context, order or bytes differ."""
        try:
            return self._stream.update(sealed)
        except (InvalidTag, ValueError) as error:
            raise SealError from error

    def finish(self) -> bytes:
        """The rest; raises SealError when the message was cut or continued."""
        try:
            return self._stream.finalize()
        except (InvalidTag, ValueError) as error:
            raise SealError from error


class Signer:
    """An Ed25519 private key: an account's, or one session's."""

    __slots__ = ("_key", "public")

    def __init__(self, seed: bytes | None = None) -> None:
        self._key = Ed25519PrivateKey.generate() if seed is None else Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, label: str, message: bytes) -> bytes:
        """A signature over label ‖ SHA-256(message), 64 bytes."""
        return self._key.sign(_signed(label, message))


def verify(public: bytes, signature: bytes, label: str, message: bytes) -> None:
    """Raise SealError unless `signature` is the holder of `public`'s over this label and message."""
    verify_digest(public, signature, label, hashlib.sha256(message).digest())


def verify_digest(public: bytes, signature: bytes, label: str, message_digest: bytes) -> None:
    """`verify` for a message of which only the SHA-256 is at hand."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, f"{_LABEL}{label}".encode() + message_digest)
    except (InvalidSignature, ValueError) as error:
        raise SealError from error


def _signed(label: str, message: bytes) -> bytes:
    return f"{_LABEL}{label}".encode() + hashlib.sha256(message).digest()


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """What others need of an account: raw Ed25519, X25519 and ML-KEM-768 public keys."""

    sign: bytes
    x25519: bytes
    mlkem768: bytes

    def seal(self, key: bytes, purpose: str, context: object) -> bytes:
        """HPKE: `key` so that only this account can open it (enc ‖ ciphertext, 1,168 bytes for 32)."""
        public = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(self.mlkem768), X25519PublicKey.from_public_bytes(self.x25519)
        )
        return _suite.encrypt(key, public, info=_info(purpose, context))


class AccountKeys:
    """All keys of one account, derived from its 32-byte account secret (V-3.1)."""

    __slots__ = ("_hpke", "anchor", "index", "keyring", "public", "signer")

    def __init__(self, secret: bytes, vault_id: str) -> None:
        self.signer = Signer(derive(secret, vault_id, "account/sign"))
        x25519 = X25519PrivateKey.from_private_bytes(derive(secret, vault_id, "account/x25519"))
        mlkem = MLKEM768PrivateKey.from_seed_bytes(derive(secret, vault_id, "account/mlkem768"))
        self._hpke = MLKEM768X25519PrivateKey(mlkem, x25519)
        self.index = derive(secret, vault_id, "account/index")
        self.anchor = Sealer(derive(secret, vault_id, "account/anchor"))
        self.keyring = Sealer(derive(secret, vault_id, "account/keyring"))
        self.public = PublicKeys(
            sign=self.signer.public,
            x25519=x25519.public_key().public_bytes_raw(),
            mlkem768=mlkem.public_key().public_bytes_raw(),
        )

    def open(self, sealed: bytes, purpose: str, context: object) -> bytes:
        """Open what was sealed to this account; raises SealError when it was not, or not for this context."""
        try:
            return _suite.decrypt(sealed, self._hpke, info=_info(purpose, context))
        except (InvalidTag, ValueError) as error:
            raise SealError from error


def _info(purpose: str, context: object) -> bytes:
    return f"{_LABEL}{purpose}".encode() + hashlib.sha256(canonical.encode(context)).digest()
