"""Keys, seals and signatures: fixed answers for a second implementation, and what each is bound to."""

from __future__ import annotations

import copy
import hashlib
import hmac
import pickle

import pytest

from storage import canonical, sealing
from storage.sealing import AccountKeys, Sealer, SealError, Signer
from storage.secrets import SecretBytes

VAULT = "01920000-0000-7000-8000-000000000001"
SECRET = bytes(range(32))
CONTEXT = {"compartment": "c", "vault": VAULT}


def hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 with nothing but the standard library."""
    key = hmac.digest(salt, secret, "sha256")
    out, block = b"", b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.digest(key, block + info + bytes([number]), "sha256")
        out += block
    return out[:length]


@pytest.mark.parametrize(("purpose", "length"), sealing.PURPOSES.items())
def test_every_derived_key_is_hkdf_with_the_vault_as_salt(purpose: str, length: int) -> None:
    """V-1.3: HKDF-SHA-256(secret, vault id, "clientsafe/v1/" + purpose)."""
    salt = bytes.fromhex(VAULT.replace("-", ""))
    expected = hkdf(SECRET, salt, b"clientsafe/v1/" + purpose.encode(), length)
    assert sealing.derive(SECRET, VAULT, purpose) == expected
    assert sealing.derive(SECRET, VAULT.replace("1", "2"), purpose) != expected


def test_no_two_purposes_give_the_same_key() -> None:
    """V-1.3: one table lists every purpose."""
    keys = {sealing.derive(SECRET, VAULT, purpose)[:32] for purpose in sealing.PURPOSES}
    assert len(keys) == len(sealing.PURPOSES)
    with pytest.raises(KeyError):
        sealing.derive(SECRET, VAULT, "something else")


def test_account_keys_have_fixed_answers() -> None:
    """V-3.1: signing, X25519 and ML-KEM-768 keys, index and anchor keys come from the account secret alone."""
    keys = AccountKeys(SECRET, VAULT)
    fingerprint = hashlib.sha256(keys.public.sign + keys.public.x25519 + keys.public.mlkem768).hexdigest()
    assert (len(keys.public.sign), len(keys.public.x25519), len(keys.public.mlkem768)) == (32, 32, 1184)
    assert fingerprint == "2980ff451bc46d22edbb3c8924be9ff9c5378cd3201c2fdb7036c12b67dd8474"
    assert keys.index == sealing.derive(SECRET, VAULT, "account/index")
    other = AccountKeys(SECRET, VAULT[:-1] + "2")
    assert other.public != keys.public


def test_signatures_are_ed25519_over_label_and_hash() -> None:
    """V-1.4: deterministic, bound to label, message and key."""
    signer = Signer(SECRET)
    signature = signer.sign("revision", b"message")
    assert signature == Signer(SECRET).sign("revision", b"message")
    assert signature.hex() == (
        "f58a2a13c2ae8747805a7dbaa0a89215d6c86b6e5573b56aa6eb04509ae6f017"
        "339996afd6fccab078cdfa4b17166152d1b5e51fddce8f30f78e4f614e812d06"
    )
    sealing.verify(signer.public, signature, "revision", b"message")
    wrong = [
        (Signer().public, signature, "revision", b"message"),
        (signer.public, signature, "grant", b"message"),
        (signer.public, signature, "revision", b"messagf"),
        (signer.public, signature[:-1], "revision", b"message"),
        (signer.public, signature + b"\0", "revision", b"message"),
        (signer.public, bytes(64), "revision", b"message"),
        (signer.public, b"", "revision", b"message"),
        (b"", signature, "revision", b"message"),
        (bytes(32), signature, "revision", b"message"),
    ]
    for arguments in wrong:
        with pytest.raises(SealError):
            sealing.verify(*arguments)


def test_a_seal_is_aes_256_gcm_with_the_nonce_in_front_and_bound_to_its_context() -> None:
    """V-1.4: 96-bit random nonce ‖ ciphertext ‖ tag."""
    sealer = Sealer(SECRET)
    sealed = sealer.seal(b"plain", b"context")
    assert len(sealed) == 12 + 5 + 16
    assert sealer.seal(b"plain", b"context") != sealed
    assert sealer.open(sealed, b"context") == b"plain"
    fixed = bytes.fromhex("000102030405060708090a0b") + bytes.fromhex("00")
    hostile = [sealed[:cut] for cut in range(len(sealed))] + [sealed + b"\0", fixed, b""]
    hostile += [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    for data in hostile:
        with pytest.raises(SealError):
            sealer.open(data, b"context")
    for key, context in ((SECRET, b"contexT"), (SECRET, b""), (bytes(32), b"context")):
        with pytest.raises(SealError):
            Sealer(key).open(sealed, context)


def test_a_seal_made_elsewhere_opens() -> None:
    """V-1.4: a fixed answer, so that another implementation can read ours."""
    sealed = bytes.fromhex("000102030405060708090a0b") + bytes.fromhex("376eb772abc3065fcef0ce0c967bfcb7092f8fb594")
    assert Sealer(SECRET).open(sealed, b"context") == b"plain"


def test_hpke_opens_for_its_account_and_its_context_only() -> None:
    """V-1.4: enc (1,120 bytes) ‖ ciphertext; `info` carries purpose and context."""
    keys, stranger = AccountKeys(SECRET, VAULT), AccountKeys(bytes(32), VAULT)
    sealed = keys.public.seal(b"k" * 32, "grant", CONTEXT)
    assert len(sealed) == 1120 + 32 + 16
    assert sealed != keys.public.seal(b"k" * 32, "grant", CONTEXT)
    assert keys.open(sealed, "grant", dict(reversed(CONTEXT.items()))) == b"k" * 32
    wrong = [
        (stranger, sealed, "grant", CONTEXT),
        (keys, sealed, "database-key", CONTEXT),
        (keys, sealed, "grant", CONTEXT | {"vault": "other"}),
        (keys, sealed[:-1], "grant", CONTEXT),
        (keys, sealed + b"\0", "grant", CONTEXT),
        (keys, sealed[:1120], "grant", CONTEXT),
        (keys, sealed[:1119], "grant", CONTEXT),
        (keys, b"", "grant", CONTEXT),
        (keys, sealed[:5] + bytes([sealed[5] ^ 1]) + sealed[6:], "grant", CONTEXT),
        (keys, bytes(len(sealed)), "grant", CONTEXT),
    ]
    for holder, data, purpose, context in wrong:
        with pytest.raises(SealError):
            holder.open(data, purpose, context)


def test_digests_carry_their_label() -> None:
    """V-1.4, V-6.2: SHA-256 over label and parts."""
    assert sealing.digest("audit", b"a", b"b") == hashlib.sha256(b"clientsafe/v1/auditab").digest()
    assert sealing.digest("row/grant", b"ab") != sealing.digest("row/revision", b"ab")


def test_a_secret_shows_and_travels_nowhere_and_can_be_wiped() -> None:
    """V-4.1, V-6.9: no repr, no pickle, no copy; zeros afterwards."""
    buffer = bytearray(b"very secret words")
    secret = SecretBytes(buffer)
    assert "very" not in repr(secret) + str(secret) + f"{secret}"
    for work in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            work(secret)
    seen = memoryview(bytes(secret))
    with secret:
        assert len(secret) == 17
    assert len(secret) == 0
    assert buffer == b""
    assert bytes(seen) == b"very secret words"


def test_typed_text_is_taken_in_nfkc() -> None:
    """V-3.2: the passphrase is NFKC, UTF-8."""
    assert bytes(SecretBytes.from_text("\ufb01ne \uff57ide żó")) == "fine wide żó".encode()
    assert bytes(SecretBytes.from_text("z\u0307")) == "ż".encode()
    assert canonical.to_text(bytes(SecretBytes.from_text("²"))) == canonical.to_text(b"2")
