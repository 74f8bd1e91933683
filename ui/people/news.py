"""After signing in: what has changed among the people, until each has taken note, and files that wait to be opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from app.texts import _, ngettext

if TYPE_CHECKING:
    from app.desk import Desk
    from ui.widgets import Strip
    from ui.workspace import Workspace


MOST_SENTENCES = 5


class News(NamedTuple):
    """Sentences: what has changed, and what waits for the person at the desk."""

    changes: list[str]
    waiting: list[str]


class PeopleNews(QObject):
    """Asks once the workspace stands, so that signing in waits for nothing of it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._context = workspace.context
        self._context.ops.query(self, _news, self._on_news)

    def _on_news(self, news: News) -> None:
        if news.changes:
            strip = self._workspace.show_notice("\n".join(_first_of(news.changes)), "due")
            strip.add_action(_("I have taken note"), partial(self._take_note, strip), name="take_note_of_people")
        for sentence in news.waiting:
            strip = self._workspace.show_notice(sentence, "due")
            strip.add_action(_("Look at it"), partial(self._look, strip), name="look_at_standing")

    def _take_note(self, strip: Strip) -> None:
        def take_note(desk: Desk) -> None:
            from app.services.people import news

            news.acknowledge(desk)

        self._context.ops.command(strip, take_note, lambda _none: strip.deleteLater())

    def _look(self, strip: Strip) -> None:
        strip.deleteLater()
        self._context.navigator.go_to("practice", None, tab="people", part="standing")


def _first_of(sentences: list[str]) -> list[str]:
    """As many as leave room for the page; the others are in its list of people."""
    left = len(sentences) - MOST_SENTENCES
    if left <= 0:
        return sentences
    more = ngettext("{n} more change: see Practice, People.", "{n} more changes: see Practice, People.", left)
    return [*sentences[:MOST_SENTENCES], more.format(n=left)]


def _news(desk: Desk) -> News:
    """On the engine thread."""
    from app.services.people import news, standing

    return News(news.news(desk), [row.words for row in standing.waiting(desk)])
