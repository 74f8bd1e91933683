"""The page of a register: its list, or one entry of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.writing.list_page import Found, ListPage

if TYPE_CHECKING:
    from ui.registers.entry_view import EntryView


class EntryPage(ListPage[Found]):
    """An entry is shown again after each save, because its clocks and what is missing may be others then."""

    def make_entry(self, found: Found) -> EntryView:
        """The view of an entry that was loaded."""
        raise NotImplementedError

    def make_view(self, found: Found) -> EntryView:
        made = self.make_entry(found)
        made.closed.connect(self.to_list)
        made.reload_wanted.connect(self.ask)
        return made
