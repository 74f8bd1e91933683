"""What may lie on a disk after the power went out: files and folders with what is durable and what is not yet.

A file keeps what an fsync of it covered; of later writes nothing, all, a beginning, any choice, or torn sectors.
A folder keeps, of the names made and taken away since it was fsynced, a beginning of that list.
Files that a program writes through memory (SQLite's -shm) hold nothing afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

from tests.torture.recorder import Event

Kept = Literal["none", "all", "beginning", "choice", "torn"]
FILES_KEEP: tuple[Kept, ...] = ("none", "all", "beginning", "choice", "torn")
FOLDERS_KEEP: tuple[Kept, ...] = ("none", "all", "beginning")
SECTORS = (512, 4096)


@dataclass(frozen=True, slots=True)
class Change:
    """Bytes written at an offset, or with `size` the length a file was given."""

    offset: int
    data: bytes
    size: int | None = None


@dataclass(slots=True)
class File:
    """A file: what an fsync covered, and the changes since."""

    durable: bytes = b""
    pending: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        """Everything written so far is durable."""
        self.durable = _after(self.durable, self.pending)
        self.pending = []

    def after_power_loss(self, kept: Kept, random: Random) -> bytes:
        """One content that the file may have."""
        return _after(self.durable, _kept(self.pending, kept, random))


@dataclass(slots=True)
class Folder:
    """A folder: its names now, the durable ones, and the steps between, each of which happens whole."""

    names: dict[str, File | Folder] = field(default_factory=dict)
    durable: dict[str, File | Folder] = field(default_factory=dict)
    pending: list[dict[str, File | Folder | None]] = field(default_factory=list)

    def step(self, changes: dict[str, File | Folder | None]) -> None:
        """Names given and taken away at once."""
        _rename(self.names, changes)
        self.pending.append(changes)

    def sync(self) -> None:
        """The names are durable as they are."""
        self.durable, self.pending = dict(self.names), []

    def after_power_loss(self, kept: Kept, random: Random) -> dict[str, File | Folder]:
        """One set of names that the folder may have."""
        length = {"none": 0, "all": len(self.pending)}.get(kept, random.randint(0, len(self.pending)))
        names = dict(self.durable)
        for changes in self.pending[:length]:
            _rename(names, changes)
        return names


class Disk:
    """The tree below one folder, as recorded events change it."""

    def __init__(self, root: Path) -> None:
        self.root = self._root = str(root)
        self._top = _loaded(root)
        self._files: dict[int, File] = {}
        self._inodes(root, self._top)
        self.unknown: list[str] = []

    def apply(self, event: Event) -> None:
        """Follow one recorded event; what the model does not know is kept in `unknown`."""
        if event.call == "unknown":
            self.unknown.append(event.path)
        if event.call in {"ack", "socket", "unknown"} or not self._is_inside(event.path):
            return
        getattr(self, f"_{event.call}")(event)

    def states(self, file: Kept, folder: Kept, random: Random) -> dict[str, bytes | None]:
        """One state after a power loss: path to content, None for a folder."""
        return dict(_walk("", self._top, file, folder, random))

    def _is_inside(self, path: str) -> bool:
        return path == self._root or path.startswith(f"{self._root}/")

    def _inodes(self, path: Path, folder: Folder) -> None:
        for name, node in folder.names.items():
            if isinstance(node, File):
                self._files[(path / name).stat().st_ino] = node
            else:
                self._inodes(path / name, node)

    def _find(self, path: str) -> File | Folder:
        node: File | Folder = self._top
        for name in Path(path).relative_to(self._root).parts:
            assert isinstance(node, Folder), path
            node = node.names[name]
        return node

    def _holder(self, path: str) -> tuple[Folder, str]:
        folder, name = os.path.split(path)
        node = self._find(folder)
        assert isinstance(node, Folder), path
        return node, name

    def _make(self, event: Event) -> None:
        folder, name = self._holder(event.path)
        self._files[event.inode] = File()
        folder.step({name: self._files[event.inode]})

    def _mkdir(self, event: Event) -> None:
        folder, name = self._holder(event.path)
        folder.step({name: Folder()})

    def _write(self, event: Event) -> None:
        self._files[event.inode].pending.append(Change(event.offset, event.data))

    def _size(self, event: Event) -> None:
        self._files[event.inode].pending.append(Change(0, b"", event.offset))

    def _sync(self, event: Event) -> None:
        if event.inode in self._files:
            self._files[event.inode].sync()
            return
        node = self._find(event.path)
        node.sync()

    def _rename(self, event: Event) -> None:
        (old, name), (new, other) = self._holder(event.path), self._holder(event.to)
        moved = old.names[name]
        if old is new:
            old.step({name: None, other: moved})
            return
        new.step({other: moved})
        old.step({name: None})

    def _link(self, event: Event) -> None:
        folder, name = self._holder(event.to)
        folder.step({name: self._find(event.path)})

    def _unlink(self, event: Event) -> None:
        folder, name = self._holder(event.path)
        folder.step({name: None})

    _rmdir = _unlink


def put(root: Path, state: dict[str, bytes | None]) -> None:
    """Make the files of a state in a new folder."""
    for path, content in state.items():
        target = f"{root}/{path}"
        if content is None:
            Path(target).mkdir(mode=0o700, parents=True, exist_ok=True)
        else:
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT, 0o600)
            os.write(descriptor, content)
            os.close(descriptor)


def _walk(
    path: str, folder: Folder, file_keeps: Kept, folder_keeps: Kept, random: Random
) -> Iterator[tuple[str, bytes | None]]:
    for name, node in folder.after_power_loss(folder_keeps, random).items():
        below = f"{path}/{name}" if path else name
        if isinstance(node, Folder):
            yield below, None
            yield from _walk(below, node, file_keeps, folder_keeps, random)
        else:
            yield below, node.after_power_loss(file_keeps, random)


def _loaded(path: Path) -> Folder:
    folder = Folder()
    for each in sorted(path.iterdir()):
        folder.names[each.name] = _loaded(each) if each.is_dir() else File(each.read_bytes())
    folder.sync()
    return folder


def _rename(names: dict[str, File | Folder], changes: dict[str, File | Folder | None]) -> None:
    for name, node in changes.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def _after(content: bytes, changes: list[Change]) -> bytes:
    if not changes:
        return content
    data = bytearray(content)
    for change in changes:
        if change.size is not None:
            del data[change.size :]
            data.extend(bytes(change.size - len(data)))
            continue
        data.extend(bytes(max(0, change.offset - len(data))))
        data[change.offset : change.offset + len(change.data)] = change.data
    return bytes(data)


def _kept(changes: list[Change], kept: Kept, random: Random) -> list[Change]:
    if kept == "none" or not changes:
        return []
    if kept == "all":
        return changes
    if kept == "beginning":
        return changes[: random.randint(0, len(changes))]
    if kept == "choice":
        return [change for change in changes if random.random() < 0.5]
    # The last one that arrived is torn; before it some may be missing as a whole.
    last = random.randrange(len(changes))
    before = changes[:last] if random.random() < 0.5 else _kept(changes[:last], "choice", random)
    return before + _torn(changes[last], random)


def _torn(change: Change, random: Random) -> list[Change]:
    """A write cut at sector borders of the file, some of its sectors lost."""
    sector, pieces, at = random.choice(SECTORS), list[Change](), 0
    while at < len(change.data):
        length = min(sector - (change.offset + at) % sector, len(change.data) - at)
        pieces.append(Change(change.offset + at, change.data[at : at + length]))
        at += length
    if random.random() < 0.5:
        return pieces[: random.randint(0, len(pieces))]
    return [piece for piece in pieces if random.random() < 0.5]
