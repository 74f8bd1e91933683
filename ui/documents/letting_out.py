"""Lets a copy of an attached file out of the vault: where it goes is asked, its entry comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.media import file_types
from app.services import documents
from app.texts import _
from ui.releasing import hand_over

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.records.document import Attachment
    from app.rules.destinations import Sending
    from ui.context import Context


def let_out(context: Context, owner: QWidget, attachment: Attachment, code: str, purpose: str | None = None) -> None:
    """Ask where the copy goes, then where to write it; `code` is the client's, for the proposed name."""
    known = file_types.BY_NAME.get(attachment.type)
    proposed = f"{code}-{attachment.id[-8:]}{known.extension if known else ''}"  # a name that tells nobody anything

    def on_answer(where: Sending) -> None:
        def on_place(path: Path) -> None:
            context.ops.command(
                owner,
                lambda desk: documents.detach(desk, attachment.id, path, where, purpose, replace=True),
                lambda _detached: context.announcer.toast(_("A copy was saved. It is not encrypted."), "download"),
                changes={"disclosure"},
            )

        context.prompts.save_file(_("Save a copy"), proposed, on_place)

    title = _("Save a copy of {name}").format(name=attachment.name)
    hand_over(context, owner, title, lambda desk: documents.parcel_of(desk, attachment.id, purpose), on_answer)
