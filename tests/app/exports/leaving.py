"""All that another program can find in an exported file: words, names, properties, what lies inside."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

from app.services.outgoing.exporting import Format
from tests.app import reading_pdf


def all_in(data: bytes, kind: Format, passphrase: str = "") -> str:
    """Every text in the file, whatever its format."""
    if kind is Format.PDF:
        return "\n".join(_in_pdf(data, passphrase))
    return "\n".join(_in_json(json.loads(data)))


def _in_pdf(data: bytes, passphrase: str) -> Iterator[str]:
    with pikepdf.Pdf.open(io.BytesIO(data), password=passphrase) as opened:
        plain = io.BytesIO()
        for name, spec in opened.attachments.items():
            yield f"{name} {spec.filename} {spec.description}"
            yield spec.get_file().read_bytes().decode(errors="replace")
        opened.save(plain, encryption=False)
    yield reading_pdf.words_of(plain.getvalue())
    yield json.dumps(reading_pdf.properties_of(plain.getvalue()), ensure_ascii=False)
    document = pypdfium2.PdfDocument(plain.getvalue())
    yield from (entry.get_title() for entry in document.get_toc())
    document.close()


def _in_json(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            if name == "data" and isinstance(item, str):
                yield base64.b64decode(item).decode(errors="replace")
            yield from _in_json(item)
    elif isinstance(value, list):
        for item in value:
            yield from _in_json(item)
