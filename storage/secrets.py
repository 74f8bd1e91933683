"""Secret bytes that can be wiped, and have no repr."""

from __future__ import annotations

import unicodedata
from typing import Self


class SecretBytes:
    """A buffer for a secret: overwritten on `wipe()` or at the end of a `with` block.

    Python cannot promise that no copy exists elsewhere (immutable bytes, Qt strings);
    locking ends the process for that reason (V-6.9).
    """

    __slots__ = ("_buffer",)

    def __init__(self, data: bytes | bytearray) -> None:
        self._buffer = data if isinstance(data, bytearray) else bytearray(data)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The NFKC form of what somebody typed, as UTF-8 (V-3.2)."""
        return cls(bytearray(unicodedata.normalize("NFKC", text).encode()))

    @property
    def buffer(self) -> bytearray:
        """The living buffer; do not keep it longer than this object."""
        return self._buffer

    def wipe(self) -> None:
        """Overwrite the secret with zeros and forget its length."""
        for position in range(len(self._buffer)):
            self._buffer[position] = 0
        self._buffer.clear()

    def __bytes__(self) -> bytes:
        return bytes(self._buffer)

    def __len__(self) -> int:
        return len(self._buffer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return "SecretBytes(…)"

    def __reduce__(self) -> str:
        message = "a secret is never pickled"
        raise TypeError(message)
