"""People of the practice at one window: added, changed, let go, told to everybody; and an account with new keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app import lock_names
from app.records.client import Client
from app.rules import roles
from app.rules.permissions import Role
from app.rules.sharing import Level, Part
from app.services import clients
from app.services.people import standing
from tests.ui.colleagues import EWA, OLA, TOMASZ, add_people, as_person
from tests.ui.drivers.base import PASSPHRASE, WAIT_MS, Table
from tests.ui.drivers.people import InvitingDriver, LockPage, PeopleDriver
from tests.ui.drivers.settings import SettingsDriver
from tests.ui.drivers.window import Window
from ui.pages.practice import leaving_view
from ui.people.inviting import Inviting

Open = Callable[..., Window]
NEW = "five grey geese on a frozen lake"


def at_desk(open_window: Open, vault: Path, login: str, passphrase: str) -> Window:
    """Somebody of several has signed in."""
    window = open_window(vault)
    LockPage(window).enter(login, passphrase)
    window.settle()
    return window


def locked(window: Window) -> None:
    """Wait until the window has locked."""
    window.qtbot.waitUntil(lambda: window.shell.locker.is_over, timeout=WAIT_MS)
    window.end()


def test_the_first_person_is_added_at_this_desk_and_finds_their_button(
    open_window: Open, window: Window, vault: Path, tmp_path: Path
) -> None:
    window.go_to("practice")
    window.settle()
    window.press("add_person")
    joining = InvitingDriver(window)
    joining.say_who("Tomasz Wilk", "clinician")
    assert any("Anna Nowak" in text for text in window.labels())
    joining.choose_own("", NEW)
    joining.make()
    sheet = tmp_path / "sheet.pdf"
    window.prompts.answer(sheet)
    window.press("save_sheet")
    window.settle()
    assert sheet.read_bytes().startswith(b"%PDF")
    code = joining.recovery_code()
    window.press("continue")
    locked(window)
    next_one = open_window(vault, why="added")
    assert LockPage(next_one).names() == ["an", "tw"], "the initials were proposed"
    LockPage(next_one).enter("tw", NEW)
    next_one.settle()
    assert next_one.shell.workspace.context.who.role == "clinician"
    next_one.end()
    with_code = open_window(vault)
    LockPage(with_code).choose_person("tw")
    with_code.unlock.enter_with_code(code)


def test_in_other_hands_nothing_of_the_owner_can_be_reached(window: Window) -> None:
    window.go_to("practice")
    window.settle()
    window.press("add_person")
    joining = InvitingDriver(window)
    window.press("cancel_person")
    assert not window.shell.findChildren(Inviting) or not window.shell.workspace.isHidden()
    window.press("add_person")
    joining.say_who("Tomasz Wilk", "front_desk")
    assert not window.shell.workspace.isVisible()
    window.activate()
    QTest.keyClick(window.shell, Qt.Key.Key_Escape)
    window.qtbot.waitUntil(lambda: window.shell.locker.has_begun, timeout=WAIT_MS)


def test_a_code_that_was_copied_by_hand_is_typed_back(window: Window, vault: Path) -> None:
    window.go_to("practice")
    window.settle()
    window.press("add_person")
    joining = InvitingDriver(window)
    joining.say_who("Ola Maj", "front_desk")
    joining.choose_own("recepcja", NEW)
    joining.make()
    code = joining.recovery_code()
    window.press("copied_by_hand")
    window.type_secret("typed_back", "ABCDE")
    assert not any(each.isVisible() for each in window.shell.findChildren(QAbstractButton, "continue"))
    window.type_secret("typed_back", code.replace("-", " ").lower())
    window.press("continue")
    locked(window)
    told = as_person(vault, "an", PASSPHRASE, standing.rows)
    assert [(row.name, row.kind) for row in told] == [("Ola Maj", "identity")]


def test_a_sign_in_name_that_is_taken_is_said_and_another_can_be_chosen(open_window: Open, vault: Path) -> None:
    add_people(vault, 1)
    window = at_desk(open_window, vault, "an", PASSPHRASE)
    joining = PeopleDriver(window).invite()
    joining.say_who("Teresa Wilczek", "clinician")
    joining.choose_own("TW", NEW)
    window.press("make_account")
    assert "CS-206" in window.wait_for_strip("CS-")
    window.type_into("own_login", "tewi")
    joining.make()


def test_everybody_sees_the_table_of_people_and_what_each_role_may_do(open_window: Open, vault: Path) -> None:
    add_people(vault)
    window = at_desk(open_window, vault, "recepcja", OLA)
    people = PeopleDriver(window)
    assert people.table.column(0) == ["Anna Nowak", "Ewa Zarzycka", "Ola Maj (you)", "Tomasz Wilk"]
    assert people.table.column(1) == ["Owner", "Supervisor", "Front desk", "Clinician"]
    assert not any(each.isVisible() for each in window.shell.findChildren(QAbstractButton, "invite_person"))
    people.part("roles")
    told = Table(window._root, window.qtbot, "rights_table").cells()
    assert [cells[0] for cells in told] == [line.words[:1].upper() + line.words[1:] for line in roles.table()]
    assert [cells[1:] for cells in told] == [
        ["yes" if may else "no" for may in line.may.values()] for line in roles.table()
    ]
    people.part("standing")
    window.settle()
    assert any("Ola Maj" in text for text in window.labels())


def test_the_owner_changes_role_supervisor_and_who_leads_incidents(open_window: Open, vault: Path) -> None:
    accounts = add_people(vault)
    window = at_desk(open_window, vault, "an", PASSPHRASE)
    people = PeopleDriver(window)
    people.open("Tomasz Wilk")
    people.pick("supervisor", accounts["ez"])
    people.tick("safety_lead")
    people.set_role("supervisor")
    window.press("to_people")
    window.settle()
    row = people.table.wait_for("Tomasz Wilk")
    assert (row[1], row[4], row[5]) == ("Supervisor", "Ewa Zarzycka", "leads")


def test_the_only_owner_stays_one_and_the_page_says_why(open_window: Open, vault: Path) -> None:
    add_people(vault, 1)
    window = at_desk(open_window, vault, "an", PASSPHRASE)
    people = PeopleDriver(window)
    people.open("Anna Nowak (you)")
    people.set_role("clinician")
    assert "CS-108" in window.wait_for_strip("CS-")
    assert not window.shell.locker.has_begun
    assert not any(each.isVisible() for each in window.shell.findChildren(QAbstractButton, "remove_person"))


def test_whoever_is_removed_has_no_button_and_no_way_in(open_window: Open, vault: Path) -> None:
    add_people(vault, 2)
    window = at_desk(open_window, vault, "an", PASSPHRASE)
    people = PeopleDriver(window)
    people.open("Tomasz Wilk")
    window.press("remove_person")
    window.find(QWidget, "leaving_view")
    assert not window.can_press("remove_now")
    window.type_into("typed_login", "tw")
    window.prompts.answer("remove")
    window.press("remove_now")
    locked(window)
    next_one = open_window(vault, why="removed")
    assert LockPage(next_one).names() == ["an", "ez"]
    LockPage(next_one).press("type_name")
    LockPage(next_one).typed_name().setText("tw")
    next_one.unlock.try_to(TOMASZ)
    next_one.wait_for_strip("CS-")
    next_one.end()
    owner = at_desk(open_window, vault, "an", PASSPHRASE)
    assert set(lock_names.read(vault).values()) == {"an", "ez"}
    after = PeopleDriver(owner)
    after.tick("also_removed")
    assert after.table.wait_for("Tomasz Wilk")[3].startswith("left on")


def test_while_somebody_is_removed_the_page_says_what_is_done(
    open_window: Open, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    shown = leaving_view._Working.say

    def say(self: leaving_view._Working, text: str) -> None:
        told.append(text)
        shown(self, text)

    monkeypatch.setattr(leaving_view._Working, "say", say)
    add_people(vault, 1)
    window = at_desk(open_window, vault, "an", PASSPHRASE)
    PeopleDriver(window).open("Tomasz Wilk")
    window.press("remove_person")
    window.type_into("typed_login", "tw")
    window.prompts.answer("remove")
    window.press("remove_now")
    locked(window)
    steps = [text.split(" ")[0] for text in told]
    assert list(dict.fromkeys(steps))[-3:] == ["copy", "check", "header"]
    assert set(steps) <= set(leaving_view.STEPS)


def test_files_that_only_they_can_open_are_accepted_one_by_one(open_window: Open, vault: Path) -> None:
    add_people(vault, 2)
    as_person(vault, "tw", TOMASZ, lambda desk: clients.register(desk, Client(name="Ewa Lis")))
    window = at_desk(open_window, vault, "an", PASSPHRASE)
    people = PeopleDriver(window)
    people.open("Tomasz Wilk")
    window.press("remove_person")
    window.find(QWidget, "leaving_view")
    window.type_into("typed_login", "tw")
    boxes = people.accepted_losses()
    assert boxes
    assert "K-0001" in boxes[0].text()
    assert "Ewa Lis" not in "".join(window.labels()), "a name that only its lead may read"
    for box in boxes:
        assert not window.can_press("remove_now")
        box.click()
    assert window.can_press("remove_now")
    window.prompts.answer(None)
    window.press("remove_now")
    assert not window.shell.locker.has_begun, "asked once more, and not wanted"


def test_what_changed_among_the_people_is_told_until_each_has_taken_note(open_window: Open, vault: Path) -> None:
    accounts = add_people(vault)
    as_person(vault, "tw", TOMASZ, lambda _desk: None)
    as_person(
        vault, "an", PASSPHRASE,
        lambda desk: standing.change(desk, accounts["tw"], Part.IDENTITY, Level.READ),
    )  # fmt: skip
    for _time in range(2):
        window = at_desk(open_window, vault, "ez", EWA)
        assert "Tomasz Wilk" in window.wait_for_strip("standing access")
        window.end()
    window = at_desk(open_window, vault, "ez", EWA)
    window.press("take_note_of_people")
    window.settle()
    assert not [text for text in window.strips() if "standing access" in text]
    window.end()
    again = at_desk(open_window, vault, "ez", EWA)
    assert not [text for text in again.strips() if "standing access" in text]


def test_files_from_before_a_standing_access_wait_to_be_confirmed_once(open_window: Open, vault: Path) -> None:
    accounts = add_people(vault)
    as_person(vault, "tw", TOMASZ, lambda desk: clients.register(desk, Client(name="Ewa Lis")))
    as_person(
        vault, "an", PASSPHRASE,
        lambda desk: standing.change(desk, accounts["ez"], Part.IDENTITY, Level.READ),
    )  # fmt: skip
    window = at_desk(open_window, vault, "tw", TOMASZ)
    window.wait_for_strip("waits for 1 of your files")
    window.press("look_at_standing")
    window.settle()
    window.press(f"confirm:{accounts['ez']}")
    window.settle()
    assert as_waiting(window) == []
    assert any("Ewa Zarzycka" in text for text in window.labels())


def as_waiting(window: Window) -> list[object]:
    """What still waits for who is at the desk."""
    found: list[list[object]] = []
    window.shell.ops.query(window.shell, lambda desk: list[object](standing.waiting(desk)), found.append)
    window.settle()
    return found[0]


def test_an_account_is_renewed_with_a_new_sheet_also_by_who_works_alone(
    open_window: Open, window: Window, vault: Path
) -> None:
    settings = SettingsDriver(window)
    settings.press("renew_account")
    settings.type_secret("passphrase", PASSPHRASE)
    settings.type_secret("new_passphrase", NEW)
    settings.type_secret("again", NEW)
    window.settle()
    settings.press("renew_now")
    code = "-".join(window.find(QLabel, "recovery_code").text().split())
    window.press("copied_by_hand")
    window.type_secret("typed_back", code)
    window.press("continue")
    locked(window)
    old = open_window(vault, why="renewed")
    old.unlock.try_to(PASSPHRASE)
    old.wait_for_strip("CS-301")
    old.end()
    again = open_window(vault)
    again.unlock.enter(NEW)
    again.settle()
    again.prompts.check()


def test_who_is_no_owner_needs_one_to_agree(open_window: Open, vault: Path) -> None:
    add_people(vault, 1)
    window = at_desk(open_window, vault, "tw", TOMASZ)
    settings = SettingsDriver(window)
    settings.press("renew_account")
    settings.type_secret("passphrase", TOMASZ)
    settings.type_secret("new_passphrase", NEW)
    settings.type_secret("again", NEW)
    window.settle()
    assert not window.can_press("renew_now")


@pytest.mark.parametrize(("most", "minutes"), [(0, 10), (1, 5)])
def test_a_desk_that_people_share_locks_sooner(open_window: Open, vault: Path, most: int, minutes: int) -> None:
    if most:
        add_people(vault, most)
        window = at_desk(open_window, vault, "an", PASSPHRASE)
    else:
        window = open_window(vault)
        window.unlock.enter(PASSPHRASE)
        window.settle()
    assert window.shell.manners.limits.idle_minutes == minutes


def test_every_role_is_offered_with_what_it_is_for(window: Window) -> None:
    window.go_to("practice")
    window.settle()
    window.press("add_person")
    window.settle()
    for role in (Role.OWNER, Role.CLINICIAN, Role.SUPERVISOR, Role.FRONT_DESK, Role.PRIVACY_OFFICER):
        assert window.find(QAbstractButton, f"role:{role.value}").text() == roles.of_role(role).label
        assert roles.of_role(role).purpose in window.labels()
