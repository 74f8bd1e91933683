"""A passphrase on a PDF that leaves: AES-256 (PDF 2.0, revision 6), with all that stands in its properties."""

from __future__ import annotations

import io
import unicodedata

from app.texts import N_, _
from app.vaults import failure
from storage.vault import passphrase_problem

MOST_BYTES = 127
"""What a PDF takes; readers cut off the rest, and then the passphrase fits no more."""


def checked(passphrase: str) -> str:
    """The passphrase as readers of PDFs spell it; raises `weak_passphrase` for one easy to guess or too long."""
    text = unicodedata.normalize("NFKC", passphrase)
    problem = passphrase_problem(text)
    if problem is None and len(text.encode()) > MOST_BYTES:
        problem = N_("It is longer than 127 bytes, which is all that a PDF takes.")
    if problem is not None:
        raise failure("weak_passphrase", problem=_(problem))
    return text


def locked(pdf: bytes, passphrase: str) -> bytes:
    """The PDF, opened by this passphrase alone; files inside it are encrypted with it."""
    import pikepdf

    text = checked(passphrase)
    sink = io.BytesIO()
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        document.save(
            sink,
            encryption=pikepdf.Encryption(
                user=text, owner=text, R=6, allow=pikepdf.Permissions(), aes=True, metadata=True
            ),
        )
    return sink.getvalue()
