"""The bar over pages: which page of how many, and how large."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.texts import _
from ui.theme import Space
from ui.widgets.buttons import button, icon_button
from ui.widgets.labels import label
from ui.widgets.layout import set_shown
from ui.widgets.viewer import ZOOM_STEP, Fit

if TYPE_CHECKING:
    from ui.widgets.viewer import PagesView

WIDEST_PERCENT = 888


class ViewerBar(QWidget):
    """Follows one `PagesView` after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._view: PagesView | None = None
        self._place = label(tone="muted")
        self._place.setObjectName("page_number")
        self._percent = label(tone="muted")
        self._percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._before = icon_button("chevron-up", _("Page before"), lambda: self._turn(-1), name="page_before")
        self._after = icon_button("chevron-down", _("Next page"), lambda: self._turn(1), name="page_after")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.XS)
        self._turning: list[QWidget] = [self._before, self._after, self._place]
        for each in self._turning:
            line.addWidget(each)
        line.addStretch(1)
        smaller = icon_button("minus", _("Smaller"), lambda: self._zoom(1 / ZOOM_STEP), name="zoom_out", shortcut="-")
        larger = icon_button("plus", _("Larger"), lambda: self._zoom(ZOOM_STEP), name="zoom_in", shortcut="+")
        self._fitted = button("", self._on_fit, kind="quiet", name="fit_other")
        sizing: tuple[QWidget, ...] = (smaller, self._percent, larger, self._fitted)
        for each in sizing:
            line.addWidget(each)

    def follow(self, view: PagesView) -> None:
        """Show where this view stands, and steer it."""
        self._view = view
        view.moved.connect(lambda _page: self._show())
        view.zoomed.connect(lambda _percent: self._show())
        self._show()

    def leave(self) -> None:
        """There is nothing to steer any more."""
        self._view = None

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        for part in self._turning:
            set_shown(part, view.pages > 1)
        self._place.setText(_("Page {n} of {all}").format(n=view.page + 1, all=view.pages))
        self._fitted.setText(_("Whole page") if view.fit is Fit.WIDTH else _("Full width"))
        self._percent.setMinimumWidth(
            self._percent.fontMetrics().horizontalAdvance(_("{n} %").format(n=WIDEST_PERCENT))
        )
        self._percent.setText(_("{n} %").format(n=view.percent))

    def _turn(self, step: int) -> None:
        if self._view is not None:
            self._view.go_to(self._view.page + step)

    def _zoom(self, factor: float) -> None:
        if self._view is not None:
            self._view.zoom_by(factor)

    def _on_fit(self) -> None:
        """The other way to fit: the button says which."""
        if self._view is not None:
            self._view.show_fitted(Fit.WHOLE if self._view.fit is Fit.WIDTH else Fit.WIDTH)
