"""Keeping snippets and note templates in order: changed, removed, brought back. `snippets` puts them into notes."""

from __future__ import annotations

from app.desk import Action, Desk
from app.keeping.plans import Saved
from app.records.snippet import Snippet
from app.services import records
from app.services.personal import snippets
from app.services.records import Editing
from app.vaults import failure


def save(desk: Desk, editing: Editing) -> Saved:
    """Keep a snippet or a template; raises `shortcut_taken`, and what saving a record raises."""
    desk.require(Action.SAVE, "personal")
    if isinstance(editing.body, Snippet) and editing.body.shortcut:
        _check_shortcut(desk, editing.record, editing.body.shortcut)
    return records.save(desk, editing)


def remove(desk: Desk, record_id: str) -> Saved:
    """Offer it no longer. Its versions stay, so it can be brought back."""
    return _set_removed(desk, record_id, removed=True)


def bring_back(desk: Desk, record_id: str) -> Saved:
    """Offer again what was removed; raises `shortcut_taken`."""
    return _set_removed(desk, record_id, removed=False)


def _set_removed(desk: Desk, record_id: str, *, removed: bool) -> Saved:
    desk.require(Action.SAVE, "personal")
    if record_id in desk.signin.drafts():
        records.discard(desk, record_id)
    editing = records.edit(desk, record_id).with_values({"removed": removed})
    return records.save(desk, editing) if removed else save(desk, editing)


def _check_shortcut(desk: Desk, record: str, shortcut: str) -> None:
    known = snippets.mine(desk).snippets
    taken = [one for one in known if one.id != record and one.shortcut.casefold() == shortcut.casefold()]
    if taken:
        raise failure("shortcut_taken", shortcut=shortcut, snippet=taken[0].name)
