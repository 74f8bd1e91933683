"""Files as people have them, made up: pictures with what a camera writes, PDFs, archives, recordings."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from reportlab.pdfgen import canvas

# What a camera or an author leaves in a file and nobody means to keep.
LEFT = ("Kodakowska", "Ulica Tajemna", "GEOTAG-52-13", "Fotograf Zmyślony")
SIZE = (64, 48)


def picture(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A picture with a red upper left corner."""
    made = Image.new(mode, size, "white" if mode != "1" else 1)
    made.paste("red" if mode in {"RGB", "RGBA"} else 0, (0, 0, size[0] // 2, size[1] // 2))
    return made


def photo(orientation: int = 1) -> bytes:
    """A JPEG with EXIF, a place, XMP and a comment; as a camera does that was held in some way."""
    made = picture()
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x013B] = LEFT[0], LEFT[3]
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[29] = "N", (52.0, 13.0, 7.5), LEFT[2]
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><t>{LEFT[1]}</t></x:xmpmeta>".encode()
    held = io.BytesIO()
    made.save(held, "JPEG", exif=exif, xmp=xmp, comment=LEFT[3].encode(), quality=95)
    return held.getvalue()


def png(mode: str = "RGBA") -> bytes:
    """A PNG with words beside its pixels."""
    held = io.BytesIO()
    info = PngInfo()
    info.add_text("Author", LEFT[0])
    info.add_itxt("XML:com.adobe.xmp", LEFT[1], zip=False)
    exif = Image.Exif()
    exif[0x010F] = LEFT[2]
    picture(mode).save(held, "PNG", pnginfo=info, exif=exif)
    return held.getvalue()


def webp() -> bytes:
    """A WebP with EXIF and XMP."""
    held = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = LEFT[0]
    picture().save(held, "WEBP", exif=exif, xmp=LEFT[1].encode())
    return held.getvalue()


def tiff(pages: int = 2, mode: str = "1") -> bytes:
    """A scan of some pages that says who made it."""
    held = io.BytesIO()
    first = picture(mode)
    more = [picture(mode) for _ in range(pages - 1)]
    first.save(held, "TIFF", save_all=True, append_images=more, artist=LEFT[0], description=LEFT[2])
    return held.getvalue()


def pdf(pages: int = 3, password: str | None = None) -> bytes:
    """A PDF with a word on each page."""
    held = io.BytesIO()
    drawn = canvas.Canvas(held, encrypt=password)
    for number in range(pages):
        drawn.drawString(100, 700, f"Page-{number}")
        drawn.showPage()
    drawn.save()
    return held.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is that large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1 << 20))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def archive(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """A zip with these members; `first` lies uncompressed in front."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        if first is not None:
            made.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name in names:
            made.writestr(name, "x")
    return held.getvalue()
