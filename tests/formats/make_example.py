"""Print the worked example of docs/vault-format.md: a header and an entry made by the program with known secrets."""

from __future__ import annotations

import json
import sys

from storage import canonical, entries, kdf, recovery, roster, sealing
from storage.header import FORMAT, VERSION, DatabaseFile, Header, HeaderAccount, Slot, login_tag
from storage.sealing import AccountKeys
from storage.secrets import SecretBytes
from storage.slots import Place, seal_slot
from storage.unlocking import seal_database_key

VAULT, ACCOUNT = "019aab1c-9d00-7c61-9f0a-6f3f0d1c2b3a", "019aab1c-9d04-7a55-8c1e-2b7d4e5f6a7b"
AT, FILE, PASSPHRASE, LOGIN = "2026-11-22T14:03:07.512Z", "records-1.db", "correct horse battery staple", "Zofia"
SECRET, DATABASE_KEY = bytes(range(32)), bytes(range(32, 64))
SALT, FILE_SALT = bytes(range(64, 80)), bytes(range(80, 96))


def main() -> None:
    """Write the section to the standard output."""
    keys = AccountKeys(SECRET, VAULT)
    root = roster.root_digest(keys.public.sign)
    code = recovery.generate()
    cost = kdf.KdfPolicy.floor().cost
    slot_key = kdf.derive_key(SecretBytes.from_text(PASSPHRASE), SALT, cost)
    recovery_key = sealing.derive(bytes(recovery.read(SecretBytes.from_text(code))), VAULT, "slot/recovery")
    slots = [
        seal_slot(
            Place(VAULT, ACCOUNT), Slot("passphrase", "", AT, canonical.to_text(SALT), cost), slot_key, SECRET + root
        ),
        seal_slot(Place(VAULT, ACCOUNT), Slot("recovery", "", AT), recovery_key, SECRET + root),
    ]
    sealed_key = seal_database_key(VAULT, ACCOUNT, FILE, keys.public, DATABASE_KEY)
    account = HeaderAccount(ACCOUNT, login_tag(VAULT, LOGIN), slots, sealed_key)
    database = DatabaseFile(FILE, canonical.to_text(FILE_SALT))
    header = Header(FORMAT, VERSION, VAULT, 1, database, [account]).signed(DATABASE_KEY)
    entry = entries.Entry(
        v=1, vault=VAULT, seq=1, at=AT, mono=2760846, boot="", device="desk", session="", account=ACCOUNT,
        action="genesis", outcome="ok", app="0.1.0", facts={"root": canonical.to_text(root)},
    ).to_bytes()  # fmt: skip
    values = {
        "login": LOGIN,
        "passphrase": PASSPHRASE,
        "recovery code": code,
        "key of the passphrase slot": slot_key.hex(),
        "key of the recovery slot": recovery_key.hex(),
        "account secret": SECRET.hex(),
        "root's Ed25519 public key": keys.public.sign.hex(),
        '`digest("root", …)`': root.hex(),
        "database key": DATABASE_KEY.hex(),
        '`digest("header", …)`': header.digest().hex(),
        "hash of entry 1": entries.chain(entries.FIRST_PREVIOUS, entry).hex(),
        "signature of entry 1": keys.signer.sign(entries.SIGNATURE, entries.FIRST_PREVIOUS + entry).hex(),
    }
    pretty = json.dumps(json.loads(header.to_bytes()), indent=2, sort_keys=True)
    rows = "".join(f"| {name} | `{value}` |\n" for name, value in values.items())
    sys.stdout.write(
        f"```json\n{pretty}\n```\n\n```json\n{entry.decode()}\n```\n\n| what | value |\n| --- | --- |\n{rows}"
    )


if __name__ == "__main__":
    main()
