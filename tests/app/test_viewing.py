"""Files of other people are opened by a process that holds no key, and pictures lose what a camera wrote."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from app.media import limits, viewing
from app.media.viewing import Viewing, cleaned, view
from tests.app import made_files
from tests.app.helpers import fails
from tests.app.made_files import LEFT, SIZE

ROOT = Path(__file__).parents[2]
RED, WHITE = (255, 0, 0), (255, 255, 255)


def words_left(data: bytes) -> list[str]:
    """Which of the words are somewhere in the file, in either encoding."""
    return [word for word in LEFT if word.encode() in data or word.encode("utf-16-le") in data]


def made_again(file_type: str, data: bytes) -> Image.Image:
    """The cleaned picture, opened."""
    done, _ = cleaned(file_type, io.BytesIO(data), len(data))
    assert words_left(done) == []
    return Image.open(io.BytesIO(done))


PICTURES = {
    "image/jpeg": made_files.photo(),
    "image/png": made_files.png(),
    "image/webp": made_files.webp(),
    "image/tiff": made_files.tiff(),
}


@pytest.mark.parametrize(("file_type", "data"), PICTURES.items(), ids=PICTURES.keys())
def test_a_picture_loses_what_a_camera_wrote(file_type: str, data: bytes) -> None:
    assert words_left(data) != []
    found = made_again(file_type, data)
    assert found.size == SIZE
    assert found.getexif().get(0x010F) is None
    assert found.getexif().get_ifd(0x8825) == {}
    assert not {"exif", "xmp", "comment", "icc_profile", "Author", "photoshop"} & set(found.info)


@pytest.mark.parametrize(
    ("orientation", "size", "red"),
    [(1, SIZE, "upper left"), (3, SIZE, "lower right"), (6, SIZE[::-1], "upper right"), (8, SIZE[::-1], "lower left")],
)
def test_a_photo_stands_upright_before_that_is_forgotten(orientation: int, size: tuple[int, int], red: str) -> None:
    found = made_again("image/jpeg", made_files.photo(orientation)).convert("RGB")
    assert found.size == size
    vertical, horizontal = red.split()
    place = (8 if horizontal == "left" else size[0] - 8, 8 if vertical == "upper" else size[1] - 8)
    assert is_near(found.getpixel(place), RED)


def is_near(found: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 12 for one, other in zip(found[:3], wanted, strict=True))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_all_kinds_of_pixels_are_taken(mode: str) -> None:
    held = io.BytesIO()
    made = Image.new(mode, SIZE, 900) if mode == "I;16" else made_files.picture("RGB").convert(mode)
    made.save(held, "PNG")
    found = made_again("image/png", held.getvalue())
    assert found.size == SIZE
    with view("image/png", held.getvalue()) as looked_at:
        assert looked_at.page(0, 64).width == SIZE[0]


def test_a_scan_keeps_its_pages() -> None:
    data = made_files.tiff(pages=3)
    done, pages = cleaned("image/tiff", io.BytesIO(data), len(data))
    assert pages == 3
    with view("image/tiff", done) as looked_at:
        assert looked_at.pages == 3
        assert {looked_at.page(number, 64).width for number in range(3)} == {SIZE[0]}


def test_pages_of_a_pdf_are_pixels_and_words() -> None:
    with view("application/pdf", made_files.pdf(3)) as looked_at:
        assert looked_at.pages == 3
        small, large = looked_at.page(0, 200), looked_at.page(2, 1000)
        assert (small.width, len(small.rgb)) == (200, 3 * small.width * small.height)
        assert large.width == 1000
        assert set(small.rgb[:300]) == {255}
        assert min(large.rgb) < 60
        assert "Page-1" in looked_at.text(1)
        with fails("unreadable_pdf"):
            looked_at.page(3, 200)
        assert looked_at.page(1, 200).width == 200


def test_a_picture_is_shown_on_white_and_never_larger_than_it_is() -> None:
    held = io.BytesIO()
    Image.new("RGBA", (40, 20), (255, 0, 0, 0)).save(held, "PNG")
    with view("image/png", held.getvalue()) as looked_at:
        found = looked_at.page(0, 5000)
        assert (found.width, found.height, set(found.rgb)) == (40, 20, {255})
        assert (looked_at.page(0, 10).width, looked_at.text(0)) == (10, "")


BOMBS = {
    "a picture that says it is very large": made_files.bomb(60_000, 60_000),
    "a long strip": made_files.bomb(limits.MOST_PIXELS + 1, 1),
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_by_its_size_alone(data: bytes) -> None:
    with fails("too_many_pixels"):
        cleaned("image/png", io.BytesIO(data), len(data))
    with fails("too_many_pixels"):
        view("image/png", data)


BROKEN = {
    "a cut photo": ("image/jpeg", made_files.photo()[:-40], "unreadable_file"),
    "half a header": ("image/png", made_files.png()[:20], "unreadable_file"),
    "another type than it says": ("image/png", made_files.photo(), "unreadable_file"),
    "a picture with too few pixels": ("image/png", made_files.bomb(2000, 2000), "unreadable_file"),
}


@pytest.mark.parametrize(("file_type", "data", "name"), BROKEN.values(), ids=BROKEN.keys())
def test_a_damaged_picture_is_told(file_type: str, data: bytes, name: str) -> None:
    with fails(name):
        cleaned(file_type, io.BytesIO(data), len(data))


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", made_files.pdf()[:200], made_files.pdf(1, "secret")])
def test_a_damaged_or_locked_pdf_is_told(data: bytes) -> None:
    with fails("unreadable_pdf"):
        view("application/pdf", data)


def test_a_picture_that_is_too_many_bytes_is_not_even_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "MOST_PICTURE_BYTES", 10)
    monkeypatch.setattr(viewing, "_Child", None)
    with fails("picture_too_large"):
        cleaned("image/png", io.BytesIO(bytes(11)), 11)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_viewer_that_does_not_answer_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = view("application/pdf", made_files.pdf(1))
    process = looked_at._child._process
    os.kill(process.pid, signal.SIGSTOP)
    monkeypatch.setattr(viewing, "SECONDS", 0.2)
    with fails("unreadable_file"):
        looked_at.page(0, 100)
    assert process.returncode is not None
    looked_at.close()


def test_a_viewer_that_dies_harms_nobody() -> None:
    with view("application/pdf", made_files.pdf(1)) as looked_at:
        looked_at._child._process.kill()
        with fails("unreadable_file"):
            looked_at.page(0, 100)


def test_a_viewer_is_gone_when_it_is_closed() -> None:
    looked_at = Viewing("image/png", io.BytesIO(made_files.png()), len(made_files.png()))
    process = looked_at._child._process
    assert process.poll() is None
    looked_at.close()
    assert process.returncode is not None


@pytest.mark.skipif(sys.platform == "win32", reason="a process there does not hear of it")
def test_a_busy_viewer_ends_with_its_parent(tmp_path: Path) -> None:
    """Its output is ours: this returns when both are gone, and the busy one would take a minute."""
    busy = (
        "import os, time; from app.media import viewer; viewer.end_with(os.getppid()); print('busy', flush=True); "
        "time.sleep(60)"
    )
    parent = (
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-P', '-c', {busy!r}], stdout=subprocess.PIPE, stderr=sys.stdout)\n"
        "assert child.stdout.readline() == b'busy\\n'\n"
        "os._exit(0)\n"
    )
    assert python(parent, tmp_path) == ""


def python(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=folder,
        capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_the_viewer_can_write_no_file_and_not_have_memory_without_end(tmp_path: Path) -> None:
    code = (
        "from app.media.viewer import limit\n"
        "limit(0)\n"
        "import os\n"
        "try:\n    os.write(os.open('planted', os.O_CREAT | os.O_WRONLY), b'x')\n"
        "except OSError as error:\n    print(error.errno)\n"
        "try:\n    bytes(3 << 30)\n"
        "except MemoryError:\n    print('memory')\n"
    )
    assert python(code, tmp_path).split() == ["27", "memory"]
    assert (tmp_path / "planted").read_bytes() == b""


def test_the_process_with_the_keys_loads_no_decoder(tmp_path: Path) -> None:
    code = (
        "import io, sys\n"
        "from app.services import documents\n"
        "from app.media import viewing\n"
        f"viewing.cleaned('image/png', io.BytesIO({made_files.png()!r}), {len(made_files.png())})\n"
        "print({'PIL', 'pypdfium2'} & {name.partition('.')[0] for name in sys.modules})\n"
    )
    assert python(code, tmp_path).strip() == "set()"
