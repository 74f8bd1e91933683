"""The recovery sheet: one page, the code in groups and as a QR code, in both languages."""

from __future__ import annotations

import pytest

from app import paths, texts, worker
from app.reports import recovery_sheet
from tests.app.reading_pdf import pages_of

CODE = "PH6TE-QHN69-84SBR-ZFP3W-155QD-B3GKK"
VAULT = "01a20274-7823-7c83-92b1-10c25395e28d"
LARGEST_FONT_BYTES = 200_000


def words_of(pdf: bytes) -> str:
    (page,) = pages_of(pdf)
    return page


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_sheet_is_one_page_with_all_that_is_needed(language: str) -> None:
    words = words_of(recovery_sheet.make("Gabinet Żółw", "EŁ", CODE, VAULT, language))
    for group in CODE.split("-"):
        assert group in words
    for fact in ("Gabinet Żółw", "EŁ", VAULT):
        assert fact in words


def test_the_sheet_speaks_the_language_it_is_asked_for_and_changes_no_other() -> None:
    english = words_of(recovery_sheet.make("Quiet Room", "EL", CODE, VAULT, "en"))
    assert "Recovery sheet" in english
    polish = words_of(recovery_sheet.make("Quiet Room", "EL", CODE, VAULT, "pl"))
    assert polish != english
    assert texts.language() == "en"


def test_markup_in_a_name_is_only_text() -> None:
    words = words_of(recovery_sheet.make("<b>Quiet</b> & Room", "<i>", CODE, VAULT, "en"))
    assert "<b>Quiet</b> & Room" in words


def test_a_long_name_still_fits_on_the_page() -> None:
    assert words_of(recovery_sheet.make("Very " * 60 + "long", "EL", CODE, VAULT, "en"))


def test_the_sheet_is_drawn_in_a_process_of_its_own_too() -> None:
    pdf = worker.recovery_sheet("Quiet Room", "EL", CODE, VAULT, "en")
    assert pdf.startswith(b"%PDF-")
    assert "PH6TE" in words_of(pdf)


def test_the_qr_code_holds_the_code_and_nothing_else() -> None:
    picture = recovery_sheet._qr(CODE)
    assert picture.drawWidth == picture.drawHeight


def test_the_fonts_are_small_free_and_embedded() -> None:
    folder = paths.resources() / "fonts"
    fonts = sorted(folder.glob("*.ttf"))
    assert {font.stem for font in fonts} == {"DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"}
    assert all(font.stat().st_size < LARGEST_FONT_BYTES for font in fonts)
    assert list(folder.glob("LICENSE*"))
    pdf = recovery_sheet.make("Quiet Room", "EL", CODE, VAULT, "en")
    assert pdf.count(b"/FontFile2") == 3
