"""How a failure is told on standard error, and what is kept of one that nobody foresaw."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from app import paths
from app.cli import failures as failures  # noqa: PLC0414 - the table is complete from here on
from app.cli.output import Output
from app.texts import N_, _, explain
from app.vaults import APP_VERSION, KnownError, failure

# Which option the advice comes down to.
_HINTS = {
    "login_needed": N_("Use --account LOGIN."),
    "purpose_needed": N_("Use --purpose CODE."),
    "client_needed": N_("Use --client CODE."),
}
_OUR_FOLDERS = ("ui", "app", "storage")


def tell(error: Exception, output: Output) -> int:
    """Say what went wrong and what to do now; returns the exit code of the failure's family."""
    known = error if isinstance(error, KnownError) else failure("bug")
    told = explain(known)
    advice = " ".join(part for part in (told.advice, _(_HINTS.get(known.name, ""))) if part)
    report = None
    if known.name == "bug":
        report = _keep_report(error)
        if report is not None:
            kept = _("Report: {path}").format(path=report)
            advice = f"{advice} {kept}"
    output.complain(told.code, told.sentence, advice)
    return known.exit_code


def bug_report(error: BaseException) -> str:
    """The kinds of error and the places in the program, one a line.

    Messages and values are left out, because they may hold words of a record.
    """
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    lines = [f"ClientSafe {APP_VERSION}, {system}"]
    link: BaseException | None = error
    while link is not None:
        lines.append(type(link).__qualname__)
        lines += [
            f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(link.__traceback__)
        ]
        link = link.__cause__ or link.__context__
    return "\n".join(lines) + "\n"


def _keep_report(error: Exception) -> Path | None:
    """Write the report beside the settings; None where even that cannot be done."""
    folder = paths.settings_folder() / "reports"
    file = folder / f"report-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        paths.replace_file(file, bug_report(error).encode())
    except Exception:  # noqa: BLE001 - whatever is broken, the person still gets the message
        return None
    return file


def _short(file: str) -> str:
    """The path inside the program; a full path would name the person's home folder."""
    parts = Path(file).parts
    for folder in _OUR_FOLDERS:
        if folder in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(folder) - 1 :])
    return "python" if file.startswith(sys.prefix) else Path(file).name
