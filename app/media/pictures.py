"""Pictures: made again without what the camera wrote into them, and as pixels. Runs in the viewer's process only."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps, ImageSequence, TiffImagePlugin, UnidentifiedImageError

from app.media.limits import MOST_PAGES, MOST_PIXELS
from app.reports.pages import PageImage
from app.vaults import failure

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/tiff": "TIFF"}
_JPEG_QUALITY = 92
_KEPT_MODES = {
    "JPEG": {"L", "RGB"},
    "PNG": {"1", "L", "LA", "I;16", "RGB", "RGBA"},
    "WEBP": {"RGB", "RGBA"},
    "TIFF": {"1", "L", "I;16", "RGB", "RGBA"},
}
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, OverflowError)
_MOST_DPI = 2400

# Sizes are checked here, before anything is unpacked.
Image.MAX_IMAGE_PIXELS = None


def clean(data: BinaryIO, file_type: str) -> bytes:
    """The same picture, upright and in sRGB, without EXIF, GPS, XMP, comments, profiles or thumbnails.

    Raises:
        KnownError: `too_many_pixels` or `unreadable_file`.
    """
    target = io.BytesIO()
    name = _FORMATS[file_type]
    try:
        with _open(data, file_type) as picture:
            if name == "TIFF":
                _save_pages(picture, target)
            else:
                _checked(picture)
                _bare(picture, name).save(target, name, **_settings(picture, name))
    except _BROKEN as error:
        raise failure("unreadable_file") from error
    return target.getvalue()


def pages(data: BinaryIO, file_type: str) -> int:
    """How many pictures there are in a file: more than one only in a TIFF."""
    try:
        with _open(data, file_type) as picture:
            _checked(picture)
            return min(getattr(picture, "n_frames", 1), MOST_PAGES) if file_type == "image/tiff" else 1
    except _BROKEN as error:
        raise failure("unreadable_file") from error


def page(data: BinaryIO, file_type: str, number: int, width: int) -> PageImage:
    """One picture on white, at most `width` pixels wide and never larger than it is."""
    try:
        with _open(data, file_type) as picture:
            picture.seek(number)
            _checked(picture)
            picture.draft("RGB", (width, width * picture.height // max(picture.width, 1)))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((width, max(1, width * upright.height // max(upright.width, 1))))
            return _on_white(upright)
    except _BROKEN as error:
        raise failure("unreadable_file") from error


def _open(data: BinaryIO, file_type: str) -> Image.Image:
    data.seek(0)
    warnings.simplefilter("ignore")
    return Image.open(data, formats=[_FORMATS[file_type]])


def _checked(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise failure("too_many_pixels", most=str(MOST_PIXELS // 1_000_000))


def _save_pages(picture: Image.Image, target: BinaryIO) -> None:
    with TiffImagePlugin.AppendingTiffWriter(target) as writer:
        for frame in _frames(picture):
            bare = _bare(frame, "TIFF")
            compression = "group4" if bare.mode == "1" else "tiff_adobe_deflate"
            bare.save(writer, "TIFF", compression=compression, **_settings(frame, "TIFF"))
            writer.newFrame()


def _frames(picture: Image.Image) -> Iterator[Image.Image]:
    for number, frame in enumerate(ImageSequence.Iterator(picture)):
        if number >= MOST_PAGES:
            raise failure("too_many_pages", most=str(MOST_PAGES))
        _checked(frame)
        yield frame


def _bare(picture: Image.Image, name: str) -> Image.Image:
    """A copy that has pixels and nothing else."""
    upright = ImageOps.exif_transpose(picture)
    profile = picture.info.get("icc_profile")
    if "transparency" in upright.info and upright.mode != "RGBA":
        upright = upright.convert("RGBA")
    if profile and upright.mode in {"RGB", "CMYK"}:
        upright = _in_srgb(upright, profile)
    if upright.mode not in _KEPT_MODES[name]:
        upright = upright.convert("RGBA" if upright.has_transparency_data and name != "JPEG" else "RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        found = ImageCms.profileToProfile(
            picture, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a damaged profile: the colours stay as they are
    return found or picture


def _settings(picture: Image.Image, name: str) -> dict[str, object]:
    found: dict[str, object] = {"quality": _JPEG_QUALITY} if name in {"JPEG", "WEBP"} else {}
    dpi = picture.info.get("dpi")
    if name != "WEBP" and isinstance(dpi, tuple) and len(dpi) == 2 and all(0 < float(one) < _MOST_DPI for one in dpi):
        return {**found, "dpi": (round(float(dpi[0])), round(float(dpi[1])))}
    return found


def _on_white(picture: Image.Image) -> PageImage:
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture)
        picture = paper
    elif picture.mode == "I;16":
        picture = picture.point(lambda value: value / 256).convert("L")
    shown = picture.convert("RGB")
    return PageImage(shown.width, shown.height, shown.tobytes())
