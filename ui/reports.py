"""A report of an unexpected error: where it happened, never what was on the desk."""

from __future__ import annotations

from pathlib import Path

OUR_FOLDERS = ("ui", "app", "storage")


def bug_report(error: BaseException) -> str:
    """The kinds of error and the places in the program, one a line.

    Messages and values are left out, because they may hold words of a record.
    """
    import platform
    import traceback

    lines = [f"ClientSafe, Python {platform.python_version()}, {platform.system()} {platform.machine()}"]
    link: BaseException | None = error
    while link is not None:
        lines.append(type(link).__qualname__)
        frames = traceback.extract_tb(link.__traceback__)
        lines += [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def _short(file: str) -> str:
    """The path inside the program; a full path would name the person's home folder."""
    parts = Path(file).parts
    for folder in OUR_FOLDERS:
        if folder in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(folder) - 1 :])
    return Path(file).name
