"""What tells clipboard managers to keep no history of a text. They keep to it by their own will.

The marks of Windows and macOS are written after the makers' documentation, and untested there: Qt passes the ones for
Windows on under their own names; on macOS it may wrap the name, and then nobody reads it.
"""

from __future__ import annotations

import sys

_LINUX = {"x-kde-passwordManagerHint": b"secret"}
_WINDOWS = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\x01\x00\x00\x00",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\x00\x00\x00\x00",
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\x00\x00\x00\x00",
}
_MACOS = {"org.nspasteboard.ConcealedType": b"1"}

MARKS = {"win32": _WINDOWS, "darwin": _MACOS}.get(sys.platform, _LINUX)
