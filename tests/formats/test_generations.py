"""Several generations of a compartment, read by the second reader: keys, labels, details, rights by position."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.vault import Event, SharingChange
from tests.formats import reader
from tests.formats.conftest import Made, sign_in
from tests.formats.reader import Reading
from tests.formats.rights import Rights


def renewed(made: Made, copy: Path, times: int) -> Reading:
    """Read a vault whose first clinical file got so many new keys, with an entry under each."""
    signin = sign_in(copy, made.secret)
    place = signin.compartments("clinical")[0]
    for number in range(times):
        signin.note_event(Event(action="print", compartment=place), {"what": f"under key {number + 1}"})
        signin.sharing.change([SharingChange(place, opt_out=number % 2 == 0)], reason=f"reason {number + 2}")
    signin.lock("test")
    return reader.open_vault(copy, made.secret)


@pytest.mark.parametrize("times", [1, 3])
def test_all_opens_under_the_newest_key_and_nothing_is_found(made: Made, copy: Path, times: int) -> None:
    """V-5.2, V-5.5: bodies under the newest key, details under the keys that the labels pass on."""
    reading = renewed(made, copy, times)
    assert reading.findings == []
    assert reading.records == made.records
    details = [str(detail) for detail in reading.details.values()]
    for number in range(times):
        assert str({"what": f"under key {number + 1}"}) in details
        assert str({"reason": f"reason {number + 2}"}) in details


def test_a_body_of_an_older_generation_is_damaged(made: Made, copy: Path) -> None:
    """V-5.5: put back as it was, it opens under no key in force."""
    signin = sign_in(copy, made.secret)
    place, connection = signin.compartments("clinical")[0], signin._vault.connection
    sql = (
        "SELECT generation, body.sealed, body.revision FROM body JOIN revision ON revision.id = body.revision "
        "WHERE compartment = ?"
    )
    before = connection.execute(sql, (place,)).fetchone()
    signin.sharing.change([SharingChange(place, opt_out=True)])
    connection.execute("UPDATE body SET generation = ?, sealed = ? WHERE revision = ?", before)
    signin.lock("test")
    assert reader.open_vault(copy, made.secret).findings == [("record_damaged", before[2])]


def test_a_missing_key_of_the_generation_in_force_is_found(made: Made, copy: Path) -> None:
    """V-6.7: of an older one it is none."""
    signin = sign_in(copy, made.secret)
    place = signin.compartments("clinical")[0]
    signin.sharing.change([SharingChange(place, opt_out=True)])
    signin._vault.connection.execute(
        'DELETE FROM grant_key WHERE "grant" IN (SELECT id FROM "grant" WHERE compartment = ?)', (place,)
    )
    signin.lock("test")
    assert ("compartment_damaged", place) in reader.open_vault(copy, made.secret).findings


GEN = {"compartment": "c", "number": 1, "kind": "clinical", "maker": "a"}


def entry(seq: int, at: str = "2026-01-01") -> dict[str, object]:
    return {"seq": seq, "at": at}


def grant(granter: str, grantee: str, rights: str, number: int = 1, expires: str | None = None) -> dict[str, object]:
    return {
        "compartment": "c", "generation": number, "grantee": grantee, "granter": granter, "rights": rights,
        "expires": expires,
    }  # fmt: skip


def test_the_rules_of_position() -> None:
    """V-5.3, V-5.6: from the next entry on, within what was held, in the generation in force."""
    rights = Rights(lambda account, seq: account != "gone" and seq > 0)
    assert not rights.generation({**GEN, "number": 2}, entry(1))
    assert rights.generation(GEN, entry(1))
    assert rights.grant(grant("a", "a", "read write share"), entry(1))
    assert not rights.has("a", "c", "write", entry(1))
    assert rights.has("a", "c", "write", entry(2))
    assert not rights.grant(grant("b", "b", "read"), entry(2))
    assert rights.grant(grant("a", "b", "read share", expires="2026-02"), entry(3))
    assert not rights.grant(grant("b", "d", "read"), entry(4))
    assert rights.grant(grant("b", "d", "read", expires="2026-02"), entry(4))
    assert not rights.grant(grant("b", "d", "read write", expires="2026-02"), entry(4))
    assert not rights.grant(grant("a", "gone", "read"), entry(4))
    assert not rights.grant(grant("a", "d", "write read"), entry(4))
    assert not rights.has("b", "c", "read", entry(5, "2026-03"))
    assert not rights.generation({**GEN, "number": 2, "maker": "b"}, entry(5, "2026-03"))
    assert not rights.generation({**GEN, "number": 3, "kind": "practice"}, entry(5))
    assert rights.generation({**GEN, "number": 3, "maker": "b"}, entry(5))
    assert rights.grant(grant("b", "a", "read write share", 3), entry(5))
    assert not rights.grant(grant("b", "e", "read write", 3, "2026-02"), entry(5))
    assert not rights.has("d", "c", "read", entry(6))
    assert not rights.grant(grant("a", "d", "read", 1), entry(6))
    assert {row["grantee"] for row in rights.in_force()} == {"a"}
