"""What the system tells of swap, sleep, disks, rights and shared folders, on made-up systems."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from storage import health_system

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights and devices as Linux has them")


def device(root: Path, name: str, *, uuid: str = "", above: tuple[str, ...] = (), part_of: str = "") -> None:
    """A block device below a made-up /sys and /dev."""
    folder = root / "sys" / "devices" / (f"{part_of}/{name}" if part_of else name)
    (folder / "dm").mkdir(parents=True)
    (folder / "slaves").mkdir()
    if part_of:
        (folder / "partition").write_text("1")
    if uuid:
        (folder / "dm" / "uuid").write_text(uuid)
    for below in above:
        link = folder / "slaves" / below
        link.symlink_to(root / "sys" / "class" / "block" / below)
    (root / "sys" / "class" / "block").mkdir(parents=True, exist_ok=True)
    (root / "sys" / "class" / "block" / name).symlink_to(folder)
    (root / "dev").mkdir(exist_ok=True)
    (root / "dev" / name).write_bytes(b"")


def swaps(root: Path, *names: str) -> None:
    (root / "proc").mkdir(exist_ok=True)
    lines = "".join(f"{name} partition 8388604 0 -2\n" for name in names)
    (root / "proc" / "swaps").write_text(f"Filename Type Size Used Priority\n{lines}")


def test_swap_on_a_plain_partition_is_open(tmp_path: Path) -> None:
    device(tmp_path, "sda", part_of="")
    device(tmp_path, "sda2", part_of="sda")
    swaps(tmp_path, "/dev/sda2")
    assert health_system.open_swaps(tmp_path) == ["/dev/sda2"]


def test_swap_in_memory_and_on_an_encrypted_device_is_not(tmp_path: Path) -> None:
    device(tmp_path, "zram0")
    device(tmp_path, "dm-0", uuid="CRYPT-LUKS2-1234-swap")
    swaps(tmp_path, "/dev/zram0", "/dev/dm-0")
    assert health_system.open_swaps(tmp_path) == []


def test_swap_in_a_volume_group_is_as_open_as_what_is_below(tmp_path: Path) -> None:
    device(tmp_path, "sda2")
    device(tmp_path, "dm-0", uuid="CRYPT-LUKS2-1234-disk", above=("sda2",))
    device(tmp_path, "dm-1", uuid="LVM-aaaa", above=("dm-0",))
    device(tmp_path, "dm-2", uuid="LVM-bbbb", above=("sda2",))
    device(tmp_path, "dm-3", uuid="LVM-cccc", above=("dm-0", "sda2"))
    swaps(tmp_path, "/dev/dm-1", "/dev/dm-2", "/dev/dm-3")
    assert health_system.open_swaps(tmp_path) == ["/dev/dm-2", "/dev/dm-3"]


def test_a_swap_area_that_nobody_knows_counts_as_open(tmp_path: Path) -> None:
    swaps(tmp_path, "/swap\\040file")
    assert health_system.open_swaps(tmp_path) == ["/swap\\040file"]


def test_without_swap_or_system_files_nothing_is_found(tmp_path: Path) -> None:
    assert health_system.open_swaps(tmp_path) == []
    assert not health_system.can_sleep_to_disk(tmp_path)
    swaps(tmp_path)
    assert health_system.open_swaps(tmp_path) == []


@pytest.mark.parametrize(
    ("states", "modes", "expected"),
    [
        ("freeze mem disk", "[platform] shutdown reboot", True),
        ("freeze mem disk", "[disabled]", False),
        ("freeze mem", "[platform]", False),
    ],
)
def test_sleep_to_disk_is_what_the_kernel_offers(tmp_path: Path, states: str, modes: str, expected: bool) -> None:
    (tmp_path / "sys" / "power").mkdir(parents=True)
    (tmp_path / "sys" / "power" / "state").write_text(f"{states}\n")
    (tmp_path / "sys" / "power" / "disk").write_text(f"{modes}\n")
    assert health_system.can_sleep_to_disk(tmp_path) is expected


def test_a_limit_of_nothing_keeps_cores_from_being_written(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    monkeypatch.setattr(resource, "getrlimit", lambda _which: (0, -1))
    assert not health_system.may_dump_core()
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (-1, -1))
    monkeypatch.setattr(health_system, "_is_dumpable", lambda: True)
    assert health_system.may_dump_core()
    monkeypatch.setattr(health_system, "_is_dumpable", lambda: False)
    assert not health_system.may_dump_core()


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "v.clientsafe"
    folder.mkdir(mode=0o700)
    (folder / "vault.json").write_bytes(b"{}")
    (folder / "vault.json").chmod(0o600)
    return folder


def test_a_folder_of_ones_own_is_exposed_to_nobody(vault: Path) -> None:
    assert health_system.exposed(vault) == []
    (vault / "vault.json").chmod(0o644)  # nobody gets there
    assert health_system.exposed(vault) == []


def test_a_folder_that_others_may_enter_is_told_with_what_they_may_read(vault: Path) -> None:
    vault.chmod(0o755)
    assert health_system.exposed(vault) == ["."]
    (vault / "vault.json").chmod(0o644)
    assert health_system.exposed(vault) == [".", "vault.json"]


def test_a_folder_that_the_practice_gave_to_a_group_is_meant_to_be(vault: Path) -> None:
    vault.chmod(0o2770)
    (vault / "vault.json").chmod(0o660)
    assert health_system.exposed(vault) == []
    vault.chmod(0o750)  # a group that happens to be there is not one that was chosen
    assert health_system.exposed(vault) == [".", "vault.json"]
    vault.chmod(0o2775)
    assert health_system.exposed(vault) == ["."]


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive - Linden Practice", "OneDrive"),
        ("Nextcloud", "Nextcloud"),
        ("Mobile Documents", "iCloud"),
        ("Dropboxes", ""),
        ("Documents", ""),
    ],
)
def test_folders_of_programs_that_copy_are_known_by_name(tmp_path: Path, folder: str, program: str) -> None:
    path = tmp_path / folder / "practice" / "v.clientsafe"
    path.mkdir(parents=True)
    assert health_system.synced_by(path) == program


@pytest.mark.parametrize(("mark", "program"), [(".stfolder", "Syncthing"), (".sync_0a1b.db", "Nextcloud")])
def test_or_by_the_mark_they_leave(tmp_path: Path, mark: str, program: str) -> None:
    path = tmp_path / "anything" / "v.clientsafe"
    path.mkdir(parents=True)
    (tmp_path / "anything" / mark).write_bytes(b"")
    assert health_system.synced_by(path) == program


def test_two_folders_of_one_file_system_are_on_one_disk(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert health_system.is_same_disk(tmp_path, tmp_path / "a")
    assert not health_system.is_same_disk(tmp_path, tmp_path / "gone")


def test_two_partitions_of_a_disk_are_on_one_disk_and_two_disks_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device(tmp_path, "sda")
    device(tmp_path, "sda1", part_of="sda")
    device(tmp_path, "sda2", part_of="sda")
    device(tmp_path, "sdb1", part_of="sdb")
    device(tmp_path, "dm-0", uuid="CRYPT-LUKS2-x", above=("sda2",))
    numbers = {"sda1": 1, "dm-0": 2, "sdb1": 3}
    (tmp_path / "sys" / "dev" / "block").mkdir(parents=True)
    for name, minor in numbers.items():
        link = tmp_path / "sys" / "dev" / "block" / f"8:{minor}"
        link.symlink_to((tmp_path / "sys" / "class" / "block" / name).resolve())
        (tmp_path / f"on-{name}").mkdir()
    stat = Path.stat

    def elsewhere(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        found = stat(self, follow_symlinks=follow_symlinks)
        name = self.name.removeprefix("on-")
        if name not in numbers or not self.name.startswith("on-"):
            return found
        return os.stat_result((*found[:2], os.makedev(8, numbers[name]), *found[3:]))

    monkeypatch.setattr(Path, "stat", elsewhere)
    same = health_system.is_same_disk
    assert same(tmp_path / "on-sda1", tmp_path / "on-dm-0", tmp_path)
    assert not same(tmp_path / "on-sda1", tmp_path / "on-sdb1", tmp_path)
