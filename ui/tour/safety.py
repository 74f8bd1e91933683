"""Pictures of a safe practice: the pages over Incidents and over Practice, each list and what opens in it."""

from __future__ import annotations

from collections.abc import Callable

from app.desk import Desk
from app.services import records
from ui.charts.picture import Picture as Chart
from ui.charts.with_table import ChartWithTable
from ui.pages.incidents.incident_view import GRADING, LEARNING
from ui.pages.incidents.track import STOP, Track
from ui.tour.hands import Hands, Steps

Picture = Callable[[str], None]


def safety_pages(hands: Hands, take: Picture) -> Steps:
    """What happened, what could happen, what it teaches; then what a practice does so that it does not."""
    yield from _registers(hands, take)
    yield from _hazards(hands, take)
    yield from _figures(hands, take)
    yield from _training(hands, take)
    yield from _supervision(hands, take)
    yield from _drills_and_will(hands, take)


def incident_stops(hands: Hands, take: Picture) -> Steps:
    """The incident that is open, from stop to stop of its track."""
    track = hands.find(Track, "track")
    names = [track.item(number).data(STOP).name for number in range(track.count())]
    for name in (*names[1 : names.index(GRADING)], GRADING, LEARNING):
        track.go_to(name)
        yield None
        take(f"incidents.{name.replace('_', '-')}")


def _registers(hands: Hands, take: Picture) -> Steps:
    """Data breaches and complaints: the list, one entry, a new one; then the questions about a lost device."""
    for page, kind in (("breaches", "data_breach"), ("complaints", "complaint")):
        yield from _list(hands, take, page)
        yield from _shown(hands, take, kind, f"{page}.entry", sees="to_list")
        hands.go_to(page, None, new=True)
        yield lambda: hands.sees("discard")
        yield None
        take(f"{page}.new")
    hands.go_to("breaches", None, device=True)
    yield None
    take("breaches.device")


def _hazards(hands: Hands, take: Picture) -> Steps:
    """The matrix over the register, one hazard, and the lessons."""
    yield from _list(hands, take, "hazards")
    yield from _shown(hands, take, "hazard", "hazards.entry", sees="score")
    yield from _list(hands, take, "lessons")
    yield from _shown(hands, take, "lesson", "lessons.lesson", sees="lesson_view")


def _figures(hands: Hands, take: Picture) -> Steps:
    """Charts, and the first of them as a table."""
    hands.go_to("figures")
    yield lambda: charts_are_drawn(hands)
    yield None
    take("figures")
    turn_to_table(hands)
    yield None
    take("figures.table")


def _training(hands: Hands, take: Picture) -> Steps:
    """Both lists and a form of each."""
    for tab in ("training", "credential"):
        hands.go_to("training", None, tab=tab)
        yield lambda: hands.sees("training_lists")
        yield None
        take(f"training.{tab}")
        yield from _shown(hands, take, tab, f"training.{tab}-form", sees="whole_writing")


def _supervision(hands: Hands, take: Picture) -> Steps:
    """One's own meetings, one of them, a new one, the pack for somebody outside, and the year."""
    yield from _list(hands, take, "supervision")
    yield from _shown(hands, take, "supervision_session", "supervision.session", sees="supervision_reading")
    hands.go_to("supervision", None, new=True)
    yield lambda: hands.sees("supervision_writing")
    yield None
    take("supervision.writing")
    hands.go_to("supervision", None, pack=True)
    yield lambda: hands.sees("pack_view")
    yield None
    take("supervision.pack")
    yield from _list(hands, take, "year")


def _drills_and_will(hands: Hands, take: Picture) -> Steps:
    """What was practised and found, one more being written down, and who steps in."""
    yield from _list(hands, take, "drills")
    yield from _shown(hands, take, "drill", "drills.drill", sees="drill_view")
    hands.go_to("drills", None, new=True)
    yield lambda: hands.sees("drill_form")
    yield None
    take("drills.new")
    hands.go_to("will")
    yield lambda: hands.sees("will_view")
    yield None
    take("will")
    hands.press("change_will")
    yield lambda: hands.sees("record_form")
    yield None
    take("will.form")


def charts_are_drawn(hands: Hands) -> bool:
    """Whether there is a chart in sight."""
    return any(each.isVisible() for each in hands.shell.findChildren(Chart))


def turn_to_table(hands: Hands) -> None:
    """Show the first chart in sight as its table."""
    next(each for each in hands.shell.findChildren(ChartWithTable) if each.isVisible()).turn()


def _list(hands: Hands, take: Picture, page: str) -> Steps:
    hands.go_to(page)
    yield None
    take(page)


def _shown(hands: Hands, take: Picture, kind: str, name: str, *, sees: str) -> Steps:
    """The newest record of a kind, once what has the name `sees` is there."""
    found: list[str] = []
    hands.shell.ops.query(hands.shell, lambda desk: newest(desk, kind), found.append)
    yield lambda: bool(found)
    hands.go_to(kind, found[0])
    yield lambda: hands.sees(sees)
    yield None
    take(name)


def newest(desk: Desk, kind: str, client: str | None = None) -> str:
    """The id of the newest record of a kind, of a client or of the practice."""
    return records.listing(desk, kind, client)[0].id
