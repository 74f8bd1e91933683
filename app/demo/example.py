"""The fictional practice to look around in: made by a worker process in the person's own folder, and removed again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from app import paths, worker
from app.demo.making import create
from app.demo.material import LANGUAGES, library
from app.vaults import KdfPolicy, failure, is_vault
from storage import vault

CLIENTS, YEARS = 12, 3
_JOB, _MODULE = "make_example", "app.demo.example"
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


def passphrase(language: str) -> str:
    """What opens it; no secret, because nobody in it exists."""
    return str(library(language).people["practice"]["passphrase"])


def language_of(path: Path) -> str:
    """The language that an example is written in."""
    return next((code for code in LANGUAGES if path == paths.example_vault(code)), LANGUAGES[0])


def existing() -> list[Path]:
    """The examples on this computer."""
    return [path for path in map(paths.example_vault, LANGUAGES) if is_vault(path)]


def make(
    language: str,
    *,
    policy: KdfPolicy | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Path:
    """Make it in a worker process, unless it is there; call it where waiting is allowed.

    Raises:
        KnownError: `stopped` when it was cancelled, and what making a vault raises; nothing is left behind then.
    """
    path = paths.example_vault(language)
    if not is_vault(path):
        cost = msgspec.to_builtins(policy or KdfPolicy.floor())
        payload = {"language": language, "policy": cost}
        worker.run_in_worker(_JOB, payload, progress, cancelled, module=_MODULE)
    return path


def work(payload: dict[str, Any], progress: Progress, cancelled: Cancelled) -> None:
    """In the worker process. The folder gets its name when all is in it."""
    path = paths.example_vault(payload["language"])
    unfinished = path.with_name(f"{path.name}.unfinished")
    if unfinished.exists():
        vault.remove(unfinished)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def go_on(done: int, total: int) -> None:
        if cancelled():
            raise failure("stopped")
        progress(done, total)

    policy = msgspec.convert(payload["policy"], KdfPolicy)
    create(unfinished, clients=CLIENTS, years=YEARS, language=payload["language"], policy=policy, progress=go_on)
    if cancelled():
        vault.remove(unfinished)
        raise failure("stopped")
    unfinished.rename(path)


def remove() -> None:
    """Remove every example, with what the settings folder remembers of it.

    Raises:
        KnownError: `busy` while one is open, `not_writable` when a folder cannot be removed.
    """
    for path in existing():
        vault.remove(path)


if __name__ == "__main__":
    worker.main({_JOB: work})
