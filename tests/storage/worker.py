"""A process of its own for the tests: signs in, works, and says on stdout what is safe. Ends when it is killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from storage.vault import Described, SecretBytes, SignIn, Stored, Write, unlock

PASSPHRASE = "seven quiet herons cross the river"


def describe(stored: Stored) -> Described:
    return Described(title=stored.body.get("title", ""), text=stored.body.get("text", ""))


def sign_in(path: Path) -> SignIn:
    with SecretBytes.from_text(PASSPHRASE) as secret:
        return unlock(path, secret=secret, login="anna", describe=describe, allow_cheap=True)


def write_for_ever(path: Path, compartment: str) -> None:
    """Save a record, view it, change it, draft: each is told with the record's id once it is durable."""
    from storage.vault import Draft

    signin = sign_in(path)
    tell("ready")
    for number in range(1_000_000):
        record = signin.new_id()
        body = {"title": f"n{number}", "text": "x" * (number % 7 * 500)}
        head = signin.write([Write(record, compartment, "note", 1, body)])[0]
        tell(f"saved {record} {head}")
        signin.read(record)
        tell(f"viewed {record} {head}")
        if number % 3 == 0:
            head = signin.write([Write(record, compartment, "note", 1, body | {"text": "y"}, parent=head)])[0]
            tell(f"saved {record} {head}")
        if number % 5 == 0:
            signin.save_draft(Draft(record, compartment, "note", 1, body, base=head))
            tell(f"drafted {record} {head}")


def hold(path: Path) -> None:
    """Keep the vault open until stdin ends, then lock."""
    signin = sign_in(path)
    tell("ready")
    sys.stdin.read()
    signin.lock("test")
    tell("locked")


def flow(path: Path) -> None:
    """Everything storage can do, once."""
    from storage.kdf import CHEAPEST_FOR_TESTS
    from storage.vault import (
        Draft,
        NewCompartment,
        Query,
        TrailFilter,
        create,
        passphrase_strength,
        restore,
        run_backup,
        verify_trail,
    )  # fmt: skip

    with SecretBytes.from_text(PASSPHRASE) as secret:
        signin = create(path, login="anna", passphrase=secret, describe=describe, policy=CHEAPEST_FOR_TESTS).signin
        compartment, record = signin.new_id(), signin.new_id()
        made = [NewCompartment(compartment, "clinical", {"client": signin.new_id()})]
        signin.write([Write(record, compartment, "note", 1, {"title": "a", "text": "b"})], compartments=made)
        signin.read(record)
        signin.listing(Query())
        signin.search("abc")
        signin.save_draft(Draft(signin.new_id(), compartment, "note", 1, {"title": "c"}))
        signin.trail(TrailFilter())
        verify_trail(signin.verify_job(), full=True)
        report = run_backup(signin.begin_backup(path.parent))
        signin.end_backup(report)
        signin.lock("test")
        again, _ = restore(Path(report.file), path.with_name("b"), secret=secret, describe=describe, allow_cheap=True)
        again.lock("test")
    passphrase_strength("something")
    tell("done")


def tell(line: str) -> None:
    os.write(1, line.encode() + b"\n")


if __name__ == "__main__":
    folder = Path(sys.argv[2])
    if sys.argv[1] == "write":
        write_for_ever(folder, sys.argv[3])
    elif sys.argv[1] == "hold":
        hold(folder)
    else:
        flow(folder)
