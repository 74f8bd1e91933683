"""The signature drawn on the screen: mouse, finger and pen, taking back, light ground, nothing in the clipboard."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.records.signature import MOST_POINTS, Signature, drawn, lines_of
from ui.taking.signature_pad import PAPER, SignaturePad, SignaturePicture
from ui.theme import Theme


@pytest.fixture
def pad(qtbot: QtBot) -> SignaturePad:
    """A box of 600 × 200 in which every point comes a hundredth of a second after the one before."""
    clock = itertools.count()
    made = SignaturePad(lambda: next(clock) / 100)
    qtbot.addWidget(made)
    made.setFixedSize(600, 200)
    made.show()
    return made


def draw(pad: SignaturePad, *points: tuple[int, int]) -> None:
    """One stroke with the mouse."""
    first, *rest = (QPoint(x, y) for x, y in points)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=first)
    for point in rest:
        event_at(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def event_at(pad: SignaturePad, point: QPoint) -> None:
    """Move the mouse with its button down; QTest moves without."""
    where = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, pad.mapToGlobal(where), Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(pad, event)


def test_the_mouse_draws_strokes_as_the_record_keeps_them(pad: SignaturePad) -> None:
    draw(pad, (60, 100), (300, 50), (600, 200))
    draw(pad, (30, 150), (90, 160))
    assert pad.strokes()[0] == [(0.1, 0.5, 0.0), (0.5, 0.25, 0.01), (1.0, 1.0, 0.02)]
    assert len(pad.strokes()) == 2
    signed = Signature(name="Ewa", signed_on="2026-11-22", strokes=drawn(pad.strokes()), ratio=round(pad.ratio * 1000))
    assert signed.ratio == 3000
    assert lines_of(signed)[0] == [(0.1, 0.5), (0.5, 0.25), (1.0, 1.0)]


def test_a_finger_draws(pad: SignaturePad) -> None:
    assert pad.testAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
    device = QTest.createTouchDevice()
    QTest.touchEvent(pad, device).press(0, QPoint(60, 100), pad).commit()
    QTest.touchEvent(pad, device).move(0, QPoint(300, 50), pad).commit()
    QTest.touchEvent(pad, device).release(0, QPoint(300, 50), pad).commit()
    assert [(x, y) for x, y, _t in pad.strokes()[0]] == [(0.1, 0.5), (0.5, 0.25)]
    assert len(pad.strokes()) == 1


def test_a_pen_draws_whatever_its_pressure(pad: SignaturePad) -> None:
    kinds = (QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease)
    for kind, x, pressure in zip(kinds, (60, 300, 300), (0.1, 1.0, 0.0), strict=True):
        send_pen(pad, kind, QPointF(x, 100), pressure)
    assert [(x, y) for x, y, _t in pad.strokes()[0]] == [(0.1, 0.5), (0.5, 0.5)]


def send_pen(pad: SignaturePad, kind: QEvent.Type, at: QPointF, pressure: float) -> None:
    """One event of a pen."""
    device = QPointingDevice.primaryPointingDevice()
    event = QTabletEvent(
        kind, device, at, pad.mapToGlobal(at), pressure, 0.0, 0.0, 0.0, 0.0, 0.0, Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton,
    )  # fmt: skip
    assert isinstance(device, QInputDevice)
    pad.tabletEvent(event)
    assert event.isAccepted()


def test_the_last_stroke_and_all_of_them_are_taken_back(pad: SignaturePad) -> None:
    draw(pad, (60, 100), (300, 50))
    draw(pad, (30, 150), (90, 160))
    pad.undo()
    assert len(pad.strokes()) == 1
    pad.clear()
    assert pad.is_empty
    pad.undo()
    draw(pad, (60, 100), (300, 50))
    assert pad.strokes()[0][0][2] == 0.0, "the clock of a new signature begins anew"


def test_what_reaches_beyond_the_box_ends_at_its_edge(pad: SignaturePad) -> None:
    draw(pad, (60, 100), (900, -40))
    assert pad.strokes()[0][1][:2] == (1.0, 0.0)


def test_a_scribble_without_end_is_still_a_signature(pad: SignaturePad) -> None:
    pad.press(QPointF(0, 0))
    for number in range(MOST_POINTS + 50):
        pad.move_to(QPointF(number % 600, number % 200))
    pad.lift()
    assert sum(map(len, pad.strokes())) == MOST_POINTS
    assert drawn(pad.strokes())


def test_the_ground_is_light_in_the_dark_too(qapp: QApplication, pad: SignaturePad) -> None:
    theme = Theme(qapp, "dark")
    try:
        theme.choose("dark")
        draw(pad, (60, 40), (300, 40), (540, 40))
        picture = pad.grab().toImage()
    finally:
        theme.choose("light")
    ratio = picture.devicePixelRatio()
    ground = [picture.pixelColor(round(x * ratio), round(20 * ratio)) for x in (100, 300, 500)]
    assert ground == [QColor(PAPER)] * 3
    assert is_dark(picture, round(300 * ratio), round(40 * ratio))


def is_dark(picture: QImage, x: int, y: int) -> bool:
    """Whether there is ink around a point."""
    return min(picture.pixelColor(x, y + step).lightness() for step in (-1, 0, 1)) < 90


def test_it_is_told_to_assistive_technology_and_taken_by_the_keyboard(pad: SignaturePad) -> None:
    assert pad.accessibleName()
    assert "paper" in pad.accessibleDescription()
    assert pad.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_nothing_of_it_gets_into_the_clipboard(pad: SignaturePad) -> None:
    board = QGuiApplication.clipboard()
    board.setText("before")
    draw(pad, (60, 100), (300, 50))
    pad.setFocus()
    for key in (Qt.Key.Key_C, Qt.Key.Key_X, Qt.Key.Key_A):
        QTest.keyClick(pad, key, Qt.KeyboardModifier.ControlModifier)
    assert board.text() == "before"
    assert not board.mimeData().hasImage()
    assert pad.contextMenuPolicy() == Qt.ContextMenuPolicy.DefaultContextMenu
    assert not pad.actions()


def test_a_signature_is_shown_as_it_was_drawn(qtbot: QtBot) -> None:
    lines = [[(0.1, 0.5), (0.5, 0.5), (0.9, 0.5)]]
    picture = SignaturePicture(lines, 3.0, "Ewa Lis (Client)")
    qtbot.addWidget(picture)
    assert picture.lines == lines
    assert picture.accessibleName() == "Ewa Lis (Client)"
    image = picture.grab().toImage()
    ratio = image.devicePixelRatio()
    middle = round(picture.height() / 2 * ratio)
    assert is_dark(image, round(picture.width() / 2 * ratio), middle)
