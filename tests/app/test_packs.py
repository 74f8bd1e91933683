"""A newer law pack from a file: its difference is shown, it is kept in the vault, and old dates stay what they were."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from app import paths
from app.desk import Desk, Role
from app.packs import differences, jurisdictions, shipped_digests
from app.packs.jurisdiction_rules import Pack
from app.rules import deadlines
from app.services.client_files.retention import of as retention_of
from app.services.clients import ClientRef
from app.services.practice import packs, practices
from app.services.vault import backups
from app.texts import speaking
from app.vaults import SecretBytes
from tests.app.conftest import PASSPHRASE, sign_in
from tests.app.helpers import WARSAW, entries, fails, last_seq

SHIPPED = paths.resources() / "jurisdictions"
NEW_STATE = """
code = "us-fl"
version = 1
name = { en = "Florida", pl = "Floryda" }
valid_from = 2027-01-01
base = "us"
"""


def newer(tmp_path: Path, code: str, *changes: tuple[str, str], version: int = 2) -> Path:
    """A file with a newer version of a pack that ships, changed."""
    text = (SHIPPED / f"{code}.toml").read_text(encoding="utf-8").replace("version = 1", f"version = {version}", 1)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / f"{code}-{version}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def load(desk: Desk, path: Path) -> packs.Preview:
    """Look at a pack and take it into use."""
    shown = packs.preview(desk, path)
    packs.load(desk, shown)
    return shown


SLOWER = ("length = { hours = 72 }", "length = { hours = 96 }")
RENAMED = ('id = "gdpr_online_age"', 'id = "gdpr_child_online"')


def test_the_difference_names_what_is_new_changed_and_gone(desk: Desk, tmp_path: Path) -> None:
    path = newer(tmp_path, "eu", SLOWER, RENAMED, ('en = "European Union"', 'en = "The Union"'))
    found = packs.preview(desk, path).difference
    assert [(table, rule.id) for table, rule in found.added] == [("minor", "gdpr_child_online")]
    assert [(table, rule.id) for table, rule in found.removed] == [("minor", "gdpr_online_age")]
    (changed,) = found.changed
    assert (changed.table, changed.rule) == ("deadline", "gdpr_breach")
    assert changed.changes == (differences.Change("length.hours", "72", "96"),)
    assert found.head == (differences.Change("name.en", "European Union", "The Union"),)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ('citation = "GDPR art. 33"', 'citation = "GDPR art. 33(1)"', ("citation", "GDPR art. 33", "GDPR art. 33(1)")),
        ('where = "DE"', 'where = "AT"', ("where", "DE", "AT")),
        ("adult_years = 10", "adult_years = 12", ("adult_years", "10", "12")),
        ('setting = "online"\n', "", ("setting", "online", "any")),
        ("members = [", 'members = ["NO", ', ("members", "AT, BE", "NO, AT, BE")),
        ("length = { hours = 72 }", "length = { days = 3 }", ("length.hours", "72", "")),
    ],
)
def test_every_kind_of_value_is_compared(
    old: str, new: str, change: tuple[str, str, str], desk: Desk, tmp_path: Path
) -> None:
    found = packs.preview(desk, newer(tmp_path, "eu", (old, new))).difference
    changes = [*found.head, *(each for changed in found.changed for each in changed.changes)]
    name, before, after = change
    assert [(each.name, each.old[: len(before)], each.new[: len(after)]) for each in changes][:1] == [change]
    assert changes[0].name == name


def test_only_a_newer_version_says_only_that(desk: Desk, tmp_path: Path) -> None:
    assert packs.preview(desk, newer(tmp_path, "pl")).difference.is_empty


def test_loading_is_an_entry_and_the_law_is_the_new_one(desk: Desk, tmp_path: Path) -> None:
    before = packs.law(desk)
    seen = last_seq(desk)
    load(desk, newer(tmp_path, "eu", SLOWER))
    (entry,) = [entry for entry in entries(desk, seen) if entry.action == "setting"]
    assert (entry.outcome, entry.purpose) == ("ok", "administration")
    assert packs.law(desk).named == "common 1, eu 2, pl 1"
    rule = packs.law(desk).deadline("gdpr_breach")
    assert rule is not None
    assert deadlines.begin(rule, "2026-11-22T15:00", WARSAW).due == "2026-11-26T15:00"
    old = before.deadline("gdpr_breach")
    assert old is not None
    assert deadlines.begin(old, "2026-11-22T15:00", WARSAW).due == "2026-11-25T15:00", "what was computed keeps it"


def test_a_clock_that_has_begun_keeps_its_date_and_says_the_old_pack(desk: Desk, tmp_path: Path) -> None:
    rule = packs.law(desk).deadline("gdpr_dsar")
    assert rule is not None
    begun = deadlines.begin(rule, "2026-11-22", WARSAW)
    load(desk, newer(tmp_path, "eu", ("length = { months = 1 }", "length = { months = 4 }")))
    assert (begun.due, begun.pack) == ("2026-12-22", "eu 1")
    changed = packs.law(desk).deadline("gdpr_dsar")
    assert changed is not None
    again = deadlines.begin(changed, begun.started, WARSAW)
    assert (again.due, again.pack) == ("2027-03-22", "eu 2")


def test_a_second_version_is_a_revision_of_the_same_record(desk: Desk, tmp_path: Path) -> None:
    load(desk, newer(tmp_path, "pl", version=2))
    load(desk, newer(tmp_path, "pl", version=3))
    (row,) = [row for row in packs.rows(desk) if row.is_loaded]
    assert (row.code, row.version, row.is_ours) == ("pl", 3, True)


@pytest.mark.parametrize("version", [1, 0])
def test_an_older_version_or_the_same_is_refused(desk: Desk, tmp_path: Path, version: int) -> None:
    with fails("bad_pack" if version == 0 else "pack_not_newer"):
        packs.preview(desk, newer(tmp_path, "pl", version=version))
    load(desk, newer(tmp_path, "pl", version=3))
    with fails("pack_not_newer"):
        packs.preview(desk, newer(tmp_path, "pl", version=2))


def test_what_was_looked_at_is_what_is_loaded(desk: Desk, tmp_path: Path) -> None:
    shown = packs.preview(desk, newer(tmp_path, "pl", version=2))
    load(desk, newer(tmp_path, "pl", version=3))
    with fails("pack_not_newer"):
        packs.load(desk, shown)


def test_a_new_place_gets_a_pack(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "florida.toml"
    path.write_text(NEW_STATE, encoding="utf-8")
    shown = load(desk, path)
    assert shown.known is None
    assert packs.law(desk, "US-FL").named == "common 1, us 1, us-fl 1"
    assert packs.by_code(desk, "us-fl").code == "us-fl"


@pytest.mark.parametrize("base", ["nowhere", "us-fl", "us-ga"])
def test_a_pack_without_its_base_is_refused(desk: Desk, tmp_path: Path, base: str) -> None:
    path = tmp_path / "florida.toml"
    path.write_text(NEW_STATE.replace('"us"', f'"{base}"'), encoding="utf-8")
    with fails("bad_pack" if base == "us-fl" else "pack_without_base"):
        packs.preview(desk, path)


def test_packs_that_stand_on_each_other_are_refused(desk: Desk, tmp_path: Path) -> None:
    with fails("pack_without_base"):
        packs.preview(desk, newer(tmp_path, "us", ('base = "common"', 'base = "us-ca"')))


def test_a_wrong_file_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    seen = last_seq(desk)
    with fails("bad_pack"):
        packs.preview(desk, newer(tmp_path, "pl", ('status = "verified"', 'status = "sure"')))
    assert [entry.action for entry in entries(desk, seen)] == []


def test_a_clinician_may_read_the_law_and_not_change_it(desk: Desk, tmp_path: Path) -> None:
    shown = packs.preview(desk, newer(tmp_path, "pl"))
    clinician = Desk(desk.signin, Role.CLINICIAN)
    assert packs.law(clinician).named == "common 1, eu 1, pl 1"
    for attempt in (lambda: packs.preview(clinician, tmp_path), lambda: packs.load(clinician, shown)):
        with fails("refused"):
            attempt()


def test_a_loaded_pack_is_there_at_the_next_sign_in(desk: Desk, vault: Path, tmp_path: Path) -> None:
    load(desk, newer(tmp_path, "eu", SLOWER))
    practices.lock(desk, "test")
    again = sign_in(vault)
    try:
        assert packs.law(again).named == "common 1, eu 2, pl 1"
    finally:
        practices.lock(again, "test")


def test_a_loaded_pack_survives_backup_and_restore(desk: Desk, tmp_path: Path) -> None:
    load(desk, newer(tmp_path, "eu", SLOWER))
    job = backups.begin(desk, tmp_path)
    report = backups.run(job)
    backups.finish(desk, job, report)
    practices.lock(desk, "test")
    home = tmp_path / "restored.clientsafe"
    with SecretBytes.from_text(PASSPHRASE) as secret:
        restored_desk = backups.restore(Path(report.file), home, secret=secret, allow_cheap=True).desk
    practices.lock(restored_desk, "test")
    restored = sign_in(home)
    try:
        assert packs.law(restored).named == "common 1, eu 2, pl 1"
        rule = packs.law(restored).deadline("gdpr_breach")
        assert rule is not None
        assert rule.length is not None
        assert rule.length.hours == 96
    finally:
        practices.lock(restored, "test")


def test_a_newer_program_with_a_newer_pack_goes_before_what_was_loaded(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(desk, newer(tmp_path, "eu", SLOWER))
    shipped = tmp_path / "resources"
    shutil.copytree(SHIPPED, shipped / "jurisdictions")
    shutil.copy(newer(tmp_path, "eu", version=3), shipped / "jurisdictions" / "eu.toml")
    monkeypatch.setattr(paths, "resources", lambda: shipped)
    digest = hashlib.sha256((shipped / "jurisdictions" / "eu.toml").read_bytes()).hexdigest()
    monkeypatch.setattr(shipped_digests, "DIGESTS", {**shipped_digests.DIGESTS, "jurisdictions/eu.toml": digest})
    jurisdictions.shipped.cache_clear()
    try:
        desk.packs = None
        assert packs.law(desk).named == "common 1, eu 3, pl 1"
    finally:
        monkeypatch.undo()
        jurisdictions.shipped.cache_clear()


def test_what_this_version_cannot_read_is_told_and_the_shipped_pack_counts(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(desk, newer(tmp_path, "eu", SLOWER))
    read = jurisdictions.read_text

    def stricter(text: str, name: str) -> Pack:
        return read(text.replace("hours = 96", "hourz = 96"), name)

    monkeypatch.setattr(jurisdictions, "read_text", stricter)
    desk.packs = None
    assert packs.law(desk).named == "common 1, eu 1, pl 1"
    (broken,) = [row for row in packs.rows(desk) if row.problem is not None]
    assert (broken.code, broken.version) == ("eu", 2)


def test_the_law_asks_the_vault_once_a_sign_in(desk: Desk, tmp_path: Path) -> None:
    load(desk, newer(tmp_path, "eu", SLOWER))
    packs.law(desk)
    seen = last_seq(desk)
    packs.law(desk)
    packs.law(desk, "US-CA")
    assert entries(desk, seen) == []


def test_without_a_loaded_pack_the_law_writes_no_entry(desk: Desk) -> None:
    practices.profile(desk)
    seen = last_seq(desk)
    packs.law(desk)
    assert entries(desk, seen) == []


def test_dates_of_files_follow_the_pack_in_use(desk: Desk, anna: ClientRef, tmp_path: Path) -> None:
    load(desk, newer(tmp_path, "pl", ("adult_years = 20", "adult_years = 15")))
    (row,) = [row for row in retention_of(desk, anna.id).rows if row.rule == "pl_medical"]
    assert row.pack == "pl 2"
    assert row.keep_until is not None


@pytest.mark.parametrize(
    ("rule", "english"),
    [
        ("gdpr_breach", "law, checked September 2026"),
        ("pl_blue_card_forward", "not verified: the text itself was not read (last looked at September 2026)"),
        ("common_contents", "not law, not verified (last looked at September 2026)"),
        ("consent_review", "a starting point, set by the practice"),
        ("pl_psychotherapist", "good practice, not law, checked September 2026"),
    ],
)
def test_every_rule_says_how_far_it_can_be_relied_on(desk: Desk, rule: str, english: str) -> None:
    found = packs.law(desk).rule(rule)
    assert found is not None
    with speaking("en"):
        assert packs.mark(found) == english


def test_a_code_that_is_no_pack() -> None:
    with fails("no_such_pack") as found:
        packs.shipped_by_code("atlantis")
    assert "us-ca" in found[0].values["codes"]
