"""The recovery sheet: one page that opens the account when the passphrase is forgotten."""

from __future__ import annotations

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

import segno
from reportlab.lib.colors import white
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from app import clock, formats
from app.reports import fonts
from app.reports.styles import GROUND, LINE, MARGIN, QUIET, style
from app.texts import _, speaking
from app.texts import language as spoken

_QR_MM = 38
_GROUPS_IN_ROW = 3


def make(practice: str, login: str, code: str, vault_id: str, language: str | None = None) -> bytes:
    """The sheet as a PDF of one A4 page; holds no client's data.

    Args:
        practice: Name of the practice, as the owner of the sheet knows it.
        login: Sign-in name of the account that the code opens.
        code: The recovery code in its groups, `XXXXX-XXXXX-…`.
        vault_id: Which vault it belongs to.
        language: `en` or `pl`; None for the language of the program.
    """
    with speaking(language or spoken()):
        return _drawn(practice, login, code, vault_id)


def _drawn(practice: str, login: str, code: str, vault_id: str) -> bytes:
    fonts.register()
    sink = io.BytesIO()
    document = SimpleDocTemplate(
        sink,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=_("Recovery sheet"),
        author="ClientSafe",
        creator="ClientSafe",
    )
    document.build(_story(practice, login, code, vault_id))
    return sink.getvalue()


def _story(practice: str, login: str, code: str, vault_id: str) -> list[Flowable]:
    opens = _("This sheet opens your account in ClientSafe when the passphrase is forgotten or nobody can give it.")
    warning = _("Whoever holds this sheet and a copy of the vault can read everything you can read.")
    return [
        Paragraph(_("Recovery sheet"), _TITLE),
        Paragraph(escape(opens), _BODY),
        Spacer(1, 4 * mm),
        _facts(practice, login, vault_id),
        Spacer(1, 7 * mm),
        _code_box(code),
        Spacer(1, 7 * mm),
        Paragraph(_("How to use it"), _HEADING),
        *_steps(
            _("Open ClientSafe and choose your practice."),
            _("On the unlock page choose “Use the recovery code instead”."),
            _("Type the six groups. Capitals do not matter; O is read as 0, I and L as 1."),
        ),
        Paragraph(_("Where to keep it"), _HEADING),
        *_steps(
            _("In a safe, a locked drawer outside the practice, or with a lawyer: not beside the computer."),
            _("Not as a photograph, and not in a cloud."),
            bullet="•",
        ),
        Spacer(1, 2 * mm),
        Paragraph(f"<b>{escape(warning)}</b>", _BODY),
        Spacer(1, 8 * mm),
        _signing_line(),
    ]


def _facts(practice: str, login: str, vault_id: str) -> Table:
    rows = [
        (_("Practice"), practice),
        (_("Sign-in name"), login),
        (_("Vault"), vault_id),
        (_("Made on"), formats.long_date(clock.today())),
    ]
    cells = [(Paragraph(escape(name), _LABEL), Paragraph(escape(value), _BODY)) for name, value in rows]
    table = Table(cells, colWidths=(40 * mm, None), hAlign="LEFT")
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]))
    return table


def _code_box(code: str) -> Table:
    groups = code.split("-")
    lines = [groups[start : start + _GROUPS_IN_ROW] for start in range(0, len(groups), _GROUPS_IN_ROW)]
    written = Table([[Paragraph(group, _CODE) for group in line] for line in lines], colWidths=38 * mm)
    box = Table([[written, _qr(code)]], colWidths=(118 * mm, 46 * mm))
    box.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), GROUND),
                ("BOX", (0, 0), (-1, -1), 0.8, LINE),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("ALIGN", (0, 0), (-1, -1), "CENTER"),
                ("TOPPADDING", (0, 0), (-1, -1), 10),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 10),
            ]
        )
    )
    return box


def _qr(code: str) -> Image:
    picture = io.BytesIO()
    segno.make(code, error="m", micro=False).save(picture, kind="png", scale=10, border=2)
    picture.seek(0)
    return Image(picture, width=_QR_MM * mm, height=_QR_MM * mm)


def _steps(*texts: str, bullet: str = "") -> Sequence[Flowable]:
    """The texts with a bullet each, or numbered."""
    return [
        Paragraph(escape(text), _STEP, bulletText=bullet or f"{number}.") for number, text in enumerate(texts, start=1)
    ]


def _signing_line() -> Table:
    labels = [Paragraph(escape(text), _LABEL) for text in (_("Printed on"), _("Kept at"), _("Checked on"))]
    line = HRFlowable(width="100%", thickness=0.6, color=LINE, spaceBefore=9 * mm)
    table = Table([[line, line, line], labels], colWidths=54 * mm)
    table.setStyle(TableStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("BACKGROUND", (0, 0), (-1, -1), white)]))
    return table


_TITLE = style("title", 22, fontName=fonts.BOLD, spaceAfter=4 * mm)
_HEADING = style("heading", 12, fontName=fonts.BOLD, spaceBefore=3 * mm, spaceAfter=1.5 * mm)
_BODY = style("body", 10.5)
_LABEL = style("label", 9.5, textColor=QUIET)
_STEP = style("step", 10.5, leftIndent=7 * mm, bulletIndent=0, spaceAfter=1 * mm)
_CODE = style("code", 20, fontName=fonts.MONO, alignment=TA_CENTER, leading=32)
