"""The SHA-256 of every shipped file of law and of crisis lines: pinned in the code, away from the files themselves.

A wrong digit in a number or a deadline does harm and looks like any other. Whoever changes such a file on purpose
writes the new digest here; a pack that a practice loads from a file of its own is no shipped one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

DIGESTS: Final[Mapping[str, str]] = {
    "crisis/de.toml": "1a7b266f9f5a49c18984c44d15af27eb4afcc69afd795259be43f6b9d6fe6e6a",
    "crisis/emergency.toml": "c296cb74d21360df034d7ceed8ed26bf7e6eb7407255b9d5e3bd9e05dba37b71",
    "crisis/gb.toml": "a79bd1ddb01e296fdccc0fe655ea405740e88042b12c36e6b2c95377db3e518b",
    "crisis/ie.toml": "bc6cf7bec5f5cc50908916f2663f6031bd3be81d165a26b33492029a85b430b2",
    "crisis/pl.toml": "ed1b43965a97563a9802debd63c99d2a943ee889a3a6f059a41866de44e7b1ef",
    "crisis/us.toml": "6b00c42ec56773af160d9acf78747b116be0b59f657eada34a8a8697b31f6284",
    "jurisdictions/common.toml": "08e060adc3b34be69a49dabf367005bea9dc0edbfff7aaffb3e1e127249b82d2",
    "jurisdictions/eu.toml": "419f0ce6a0347995183746bc84de5d22479f8fcfe48ce09859f814539ca5cdb7",
    "jurisdictions/gb.toml": "8faf6a42b4baa7962cc03e4b13cee09de8e54f43e6b54ff2a3d67504a7e0e033",
    "jurisdictions/pl.toml": "ff15eae35f6c7191d34f86137b0d1be77e74e09359625dcba2a599f5c61f36bd",
    "jurisdictions/us-ca.toml": "74f55381b125c3c7da1ac7f547561197f8cc8325b07d42016ddcabb62545d6a8",
    "jurisdictions/us-ny.toml": "e58caddddb5016455efed6a189ea59158efd7bb0401452461a62dcba31415fe6",
    "jurisdictions/us-tx.toml": "2cbd89cf3b7e07611710314df21ef55e086fe4ab2930196b695913df8faad03e",
    "jurisdictions/us.toml": "8aac6057d98cc38e596545a6596a96031e782efde3dd27c4145c8f7c27a9b404",
}


def check(path: Path) -> None:
    """Raise `pack_changed` unless the file is byte for byte what was shipped; what cannot be read is said elsewhere."""
    try:
        data = path.read_bytes()
    except OSError:
        return
    if hashlib.sha256(data).hexdigest() != DIGESTS.get(f"{path.parent.name}/{path.name}"):
        from app.vaults import failure  # the crisis card before signing in does without it

        raise failure("pack_changed", file=path.name)
