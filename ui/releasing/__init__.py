"""Letting paper out: the one sheet that every *Print* and *Save as PDF* opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QPushButton, QWidget

    from app.desk import Desk
    from app.keeping.outgoing import Parcel
    from app.rules.destinations import Sending
    from app.services.client_files.files import ClientFile
    from app.services.outgoing.papers import Prepared
    from ui.context import Context
    from ui.operations import Operations
    from ui.prompts import Prompts


def release(
    context: Context, owner: QWidget, prepare: Callable[[Desk], Prepared], gone: Callable[[], object] | None = None
) -> None:
    """Show the sheet for a paper over the window of `owner`; `prepare` runs on the engine thread.

    `gone` is called once it is out.
    """
    from ui.releasing.outlet import Outlet
    from ui.releasing.sheet import ReleaseSheet

    window = _window_of(owner)
    outlet = Outlet(context.ops, window, prepare)

    def told(words: str) -> None:
        context.announcer.toast(words)
        if gone is not None:
            gone()

    ReleaseSheet(outlet, context.prompts, told, context).open_over(window)


def release_public(window: QMainWindow, ops: Operations, prompts: Prompts, place: str) -> None:
    """Show the sheet for the crisis card of a country, before anybody has signed in."""
    from ui.releasing.outlet import PublicOutlet
    from ui.releasing.sheet import ReleaseSheet

    ReleaseSheet(PublicOutlet(ops, window, place), prompts).open_over(window)


def hand_over(
    context: Context, over: QWidget, title: str, prepare: Callable[[Desk], Parcel], chosen: Callable[[Sending], None],
) -> None:  # fmt: skip
    """The same question for what is no paper, such as an attached file; nothing is called when it is cancelled.

    `prepare` runs on the engine thread; `chosen` gets what was said once nothing is missing. Let it out with
    `releasing.leaving(desk, parcel, sending)`.
    """
    from ui.releasing.handing_over import HandingOver

    HandingOver(context, title, prepare, chosen).open_over(_window_of(over))


def export_file(context: Context, over: QWidget, file: ClientFile) -> None:
    """Ask for whom and in which form a client's file is exported, then show it on the sheet."""
    from ui.releasing.export_choice import ExportChoice

    ExportChoice(context, file).open_over(_window_of(over))


def release_button(
    context: Context, owner: QWidget, prepare: Callable[[], Callable[[Desk], Prepared]], *, kind: str = "",
    text: str = "",
) -> QPushButton:  # fmt: skip
    """*Print or save*: when it is pressed, `prepare()` looks at the page and gives what the engine does.

    With another `text` its name is `release_form`: it stands beside the usual one.
    """
    from app.texts import _
    from ui.widgets import button

    name = "release_form" if text else "release"
    pressed = lambda: release(context, owner, prepare())  # noqa: E731
    return button(text or _("Print or save…"), pressed, kind=kind, glyph="printer", name=name)


def _window_of(widget: QWidget) -> QMainWindow:
    from PySide6.QtWidgets import QMainWindow

    window = widget.window()
    assert isinstance(window, QMainWindow)
    return window
