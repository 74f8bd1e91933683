"""Who can open a file: the list in it, sharing, taking back, standing in, handing over, and what others see then."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from app import clock, formats
from app.desk import Desk
from app.texts import _
from tests.app.full_disk import full_disk
from tests.ui.drivers.client_file import FileDriver
from tests.ui.drivers.clients import ClientsDriver
from tests.ui.drivers.sharing import AccessDriver, several_clients
from tests.ui.drivers.window import Window
from tests.ui.practice_of_five import NAMES, OWN, SHARED, Practice, next_week, sign_in
from ui.sharing import several
from ui.sharing.hand_over_panel import hand_over
from ui.sharing.panel import COVER_DAYS

Open = Callable[..., Window]


def access(window: Window, name: str) -> AccessDriver:
    """The tab *Access* of a client's file."""
    return AccessDriver(window, ClientsDriver(window).open_client(name))


def test_the_file_says_who_can_open_it_how_far_until_when_and_why(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    file = ClientsDriver(window).open_client(SHARED)
    assert file.find(QLabel, "also_open_to").text() == "Also open to: Anna Nowak, Ewa Zarzycka, Ola Maj"
    page = AccessDriver(window, file)
    mine, annas, desk = page.line_of("Tomasz Wilk"), page.line_of("Anna Nowak"), page.line_of("Ola Maj")
    assert "(you, leads the file)" in mine
    assert "may read, write and share further" in mine
    assert "may read." in annas
    assert "Second opinion" in annas
    assert "from Tomasz Wilk" in annas
    assert f"Ends after {formats.long_date(next_week())}." in annas
    assert "Not the clinical file." in desk
    assert "standing access" in desk
    assert "4 people can open this file." in window.find(QLabel, "need_to_know").text()
    window.prompts.check()


def test_a_file_is_shared_and_the_colleague_finds_it(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    panel = access(window, OWN).share()
    assert panel.people() == ["Anna Nowak, Owner", "Ewa Zarzycka, Supervisor", "Ola Maj, Front desk"]
    panel.done()
    assert panel.problem("account") == "This is still needed."
    assert panel.problem("reason") == "This is still needed."
    assert not any("CS-" in text for text in panel.strips()), "the vault is not asked"
    panel.choose_person("Anna").choose_way("level", "read write").suggest(1).done()
    line = AccessDriver(window, FileDriver(window)).line_of("Anna Nowak")
    assert "may read and write" in line
    assert "Illness" in line
    window.end()
    window = sign_in(open_window, five, "an")
    assert ClientsDriver(window).names() == [SHARED, OWN]
    window.prompts.check()


def test_holiday_cover_offers_its_end(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    panel = access(window, OWN).share()
    assert panel.text("until") == ""
    panel.suggest(0)
    end = clock.today() + timedelta(days=COVER_DAYS)
    assert panel.value("until") == end.isoformat()
    assert panel.value("reason") == "Holiday cover"
    panel.replace("until", formats.short_date(next_week()))
    panel.suggest(0)
    assert panel.value("until") == next_week(), "what was typed stays"


def test_for_the_front_desk_only_who_the_client_is_is_offered(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    panel = access(window, OWN).share()
    panel.choose_way("level", "read write share").choose_person("Ola")
    assert panel.value("parts") == "identity"
    assert panel.value("level") == "read write"


def test_taking_back_says_what_it_does_and_closes_the_file(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    page = access(window, SHARED)
    panel = page.stop(five.accounts["an"])
    told = "\n".join(panel.labels())
    assert "What Anna Nowak has read stays known, and what lies in an old backup stays readable." in told
    panel.give_reason("No longer involved").done()
    assert [line for line in page.holders() if line.startswith("Anna")] == []
    window.end()
    window = sign_in(open_window, five, "an")
    page_ = ClientsDriver(window)
    assert page_.names() == []
    window.go_to("client", five.clients[SHARED])
    assert "This file cannot be shown" in window.labels()
    window.prompts.check()


def test_who_may_only_read_is_offered_nothing_to_write_or_share(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "an")
    window.go_to("client", five.clients[SHARED])
    window.press("purpose:cover")
    file = FileDriver(window)
    page = AccessDriver(window, file)
    assert not page.offers("share_file")
    assert not page.offers("hand_over_file")
    assert not page.offers("write_note")
    assert not page.offers("new_record")
    assert "(you, Owner)" in page.line_of("Anna Nowak")
    day = formats.long_date(next_week())
    assert file.find(QLabel, "own_access_end").text() == f"Open to you until {day}"
    window.prompts.check()


def test_a_file_is_handed_over_with_what_is_open(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    panel = access(window, SHARED).hand_over()
    assert panel.people() == ["Anna Nowak, Owner", "Ewa Zarzycka, Supervisor"]
    panel.choose_person("Ewa")
    assert _("What is open") in panel.labels()
    panel.choose_way("keeps", "").give_reason("Leaving the practice").done()
    assert window.shell.workspace.place()["page"] == "clients"
    assert ClientsDriver(window).names() == [OWN]
    window.end()
    window = sign_in(open_window, five, "ez")
    file = ClientsDriver(window).open_client(SHARED)
    assert file.timeline().wait_for("Hand-over")
    assert "leads the file" in AccessDriver(window, file).line_of("Ewa Zarzycka (you")
    window.prompts.check()


def test_several_clients_are_covered_at_once_and_the_list_says_so(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    panel = several_clients(window, 0)
    assert [one.split()[-1] for one in panel.listed()] == ["Lipska", "Kowalska"]
    assert panel.people() == ["Anna Nowak, Owner", "Ewa Zarzycka, Supervisor"]
    panel.tick_clients()
    panel.choose_person("Anna").done()
    assert panel.wait_for_strip("Tick at least one")
    panel.tick_clients("Kowalska").done()
    window.end()
    window = sign_in(open_window, five, "an")
    page = ClientsDriver(window)
    page.names()
    line = page.wait_for(OWN)
    end = formats.short_date(clock.today() + timedelta(days=COVER_DAYS))
    assert f"Tomasz Wilk, until {end}" in line
    window.prompts.check()


def test_the_list_can_be_narrowed_to_mine_and_to_what_others_share(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "an")
    ClientsDriver(window).add("Anna's own client")
    page = ClientsDriver(window)
    assert len(page.names()) == 2
    for whose, names in (("mine", ["Anna's own client"]), ("shared", [SHARED]), ("", ["Anna's own client", SHARED])):
        combo = page.find(QComboBox, "clients_whose")
        combo.setCurrentIndex(combo.findData(whose))
        combo.activated.emit(combo.currentIndex())
        assert page.names() == names
    window.prompts.check()


def test_several_files_are_handed_over_one_after_the_other(open_window: Open, five: Practice) -> None:
    window = sign_in(open_window, five, "tw")
    panel = several_clients(window, 1)
    panel.tick_clients("Kowalska", "Lipska").choose_person("Ewa").suggest(0).done()
    assert ClientsDriver(window).names() == []
    window.end()
    window = sign_in(open_window, five, "ez")
    assert ClientsDriver(window).names() == [SHARED, OWN]
    window.prompts.check()


def test_of_several_files_those_stay_for_which_the_disk_is_too_full_and_it_says_which(
    open_window: Open, five: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, disk = sign_in(open_window, five, "tw"), ExitStack()

    def then_it_is_full(desk: Desk, client: str, values: dict[str, Any]) -> None:
        hand_over(desk, client, values)
        disk.enter_context(full_disk(desk))

    monkeypatch.setattr(several, "hand_over", then_it_is_full)
    panel = several_clients(window, 1)
    panel.tick_clients("Kowalska", "Lipska").choose_person("Ewa").suggest(0).done()
    assert "CS-701" in panel.wait_for_strip("full")
    assert "1 file handed over" in window.labels()
    [left] = panel.listed()
    window.shell.ops.query(window.shell, lambda _desk: disk.close(), lambda _none: None)
    window.settle()
    panel.press("sharing_cancel")
    assert [name.split()[-1] for name in ClientsDriver(window).names()] == left.split()[-1:]
    window.prompts.check()


@pytest.mark.parametrize("login", ["tw", "an"])
def test_in_the_editor_it_is_plain_whose_desk_and_whose_file_it_is(
    open_window: Open, five: Practice, login: str
) -> None:
    window = sign_in(open_window, five, login)
    window.go_to("client", five.clients[SHARED])
    if login == "an":
        window.press("purpose:treatment")
    window.settle()
    note = FileDriver(window).notes()
    note.open(note.column(2)[0])
    window.settle()
    said = " ".join(window.labels())
    assert SHARED in said
    assert _("At the desk: {name}").format(name=NAMES[login]) in said
    assert (_("File of {name}").format(name="Tomasz Wilk") in said) is (login == "an")


def test_nothing_of_it_is_asked_of_who_is_alone(window: Window) -> None:
    page = ClientsDriver(window).add("Maria Kowalska").access()
    assert page.cells()
    ClientsDriver(window).press("new_client_button")
    window.settle()
    for name in ("holders", "also_open_to", "share_file", "several_clients", "clients_whose", "new_client_lead"):
        assert not [each for each in window.shell.findChildren(QWidget, name) if each.isVisible()], name
    window.prompts.check()
