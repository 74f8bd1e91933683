"""A breach or a complaint among colleagues after it was registered: somebody is let in, somebody is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Desk
from app.keeping.plans import Saved
from app.services import records
from app.services.safety import breaches, complaints, entry_team
from tests.app import several
from tests.app.helpers import fails
from tests.app.test_breaches import FIRST

KINDS = {"data_breach": FIRST, "complaint": {"source": "client", "text": "Nobody called back."}}


def register(desk: Desk, kind: str) -> Saved:
    return records.save(desk, records.start(desk, kind, **KINDS[kind]))


def sees(five: Path, login: str, record: str) -> bool:
    with several.at_desk(five, login) as desk:
        return record in {*breaches.ids(desk), *complaints.ids(desk)}


@pytest.mark.parametrize("kind", KINDS)
def test_somebody_is_let_in_and_left_out_again_with_a_reason_that_stays(five: Path, kind: str) -> None:
    with several.at_desk(five, "EL") as desk:
        record, jan = register(desk, kind).record, several.account_of(desk, "JK")
        entry_team.share(desk, record, jan)
        entry_team.share(desk, record, jan)
        rows = {one.name: one.parts for one in entry_team.of(desk, record).rows}
        assert rows["Jan Kot"] == ("reads and writes",)
    with several.at_desk(five, "JK") as desk:
        before = records.edit(desk, record)
        records.save(desk, before.with_values({"actions": [{"action": "Jan was here"}]}))
        assert not entry_team.of(desk, record).may_manage
    with several.at_desk(five, "EL") as desk:
        entry_team.leave_out(desk, record, jan, " It is about what he did ")
        (line,) = entry_team.of(desk, record).left_out
        assert (line.name, line.reason) == ("Jan Kot", "It is about what he did")
        assert jan not in {one.account for one in entry_team.of(desk, record).rows}
        with fails("left_out_already"):
            entry_team.share(desk, record, jan)
        records.save(desk, records.edit(desk, record).with_values({"left_out": []}))
        assert entry_team.of(desk, record).left_out == [line], "nobody takes it out again"
    assert not sees(five, "JK", record)


def test_only_who_decides_over_it_lets_in_or_leaves_out(five: Path) -> None:
    with several.at_desk(five, "OR") as desk:
        record, jan = register(desk, "complaint").record, several.account_of(desk, "JK")
        with fails("not_yours_to_share"):
            entry_team.share(desk, record, jan)
        with fails("not_yours_to_share"):
            entry_team.leave_out(desk, record, jan, "Close to them")
        left_out = [{"person": jan, "reason": "Close to them"}]
        records.save(desk, records.edit(desk, record).with_values({"left_out": left_out}))
        assert entry_team.of(desk, record).left_out == [], "by saving nobody is left out"


def test_who_registered_it_and_who_decides_stay(five: Path) -> None:
    with several.at_desk(five, "OR") as desk:
        record, ola = register(desk, "complaint").record, desk.account
    with several.at_desk(five, "EL") as desk:
        records.save(desk, records.edit(desk, record).with_values({"category": "fees"}))
        with fails("author_stays"):
            entry_team.leave_out(desk, record, ola, "It is about what she did")
        with fails("not_yourself"):
            entry_team.leave_out(desk, record, desk.account, "Close to them")
        with fails("text_needed"):
            entry_team.leave_out(desk, record, several.account_of(desk, "JK"), " ")
        with fails("nobody_there"):
            entry_team.share(desk, record, "nobody")
    assert sees(five, "OR", record)


def test_what_was_typed_meanwhile_is_saved_with_it(five: Path) -> None:
    with several.at_desk(five, "EL") as desk:
        record, jan = register(desk, "complaint").record, several.account_of(desk, "JK")
        records.keep(desk, records.edit(desk, record).with_values({"looked_into": "Half a sentence"}))
        entry_team.leave_out(desk, record, jan, "Close to them")
        assert complaints.open(desk, record).body.looked_into == "Half a sentence"
        assert record not in records.unfinished(desk)


def test_alone_there_is_nobody_to_name(desk: Desk) -> None:
    team = entry_team.of(desk, register(desk, "data_breach").record)
    assert (team.may_manage, team.rows, team.left_out) == (False, [], [])
