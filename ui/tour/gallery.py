"""Every page in light and dark, in English and Polish, over a fictional practice."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget

from app import demo
from app.desk import Desk
from app.rules import query_words
from app.rules.query_words import Key
from app.services import clients, records
from app.texts import _
from app.vaults import KdfPolicy
from ui.pages.client_file.file_view import TABS
from ui.search.panel import NAME, SearchPanel
from ui.shortcuts import KeyList
from ui.tour.agreements import agreement_pages
from ui.tour.client_safety import client_safety_pages
from ui.tour.colleagues import desks
from ui.tour.day import day_pages
from ui.tour.hands import Hands, Steps
from ui.tour.papers import call_pages, document_pages
from ui.tour.people import adding
from ui.tour.releasing import crisis_card, practice, sheet
from ui.tour.safety import incident_stops, safety_pages
from ui.tour.settings_pages import settings_pages
from ui.tour.words import PASSPHRASE, WORDS, Words
from ui.widgets import Strip, Toast

if TYPE_CHECKING:
    from app.demo import Demo
    from ui.tour.guide import Guide

LANGUAGES = ("en", "pl")
LOOKS = ("light", "dark")

Picture = Callable[[str], None]


def hang(guide: Guide, out: Path, private: Path) -> bool:
    """Take all pictures; whether all went well. Names: `client-file.notes.dark.pl.png`."""
    for language in LANGUAGES:
        vault = private / f"practice-{language}.clientsafe"
        made = demo.create(vault, language=language, policy=KdfPolicy.floor())
        four = private / f"four-{language}.clientsafe"
        made_for_four = demo.create(four, language=language, policy=KdfPolicy.floor(), people=4)
        for look in LOOKS:
            # Each look begins with the practice as it was made, on a computer of its own: what the settings remember
            # of the trail of one copy would rightly be missed in the other.
            os.environ["XDG_CONFIG_HOME"] = str(private / f"settings-{language}-{look}")
            own = private / look / vault.name
            shutil.copytree(vault, own)
            if not show_entrance(guide, out, private, language, look):
                return False
            shell = guide.open_window(language, look, own)
            hands = Hands(shell)
            steps = pages(hands, made.passphrase, WORDS[language], private, camera(hands, out, look, language))
            if not guide.run(shell, steps):
                return False
            shared = private / look / four.name
            shutil.copytree(four, shared)
            if not show_colleagues(guide, out, made_for_four, shared, language, look):
                return False
    return True


def hang_desks(guide: Guide, out: Path, private: Path, language: str) -> bool:
    """Of the gallery only the practice of four, in one language and the first look; whether all went well."""
    vault = private / "four.clientsafe"
    made = demo.create(vault, language=language, policy=KdfPolicy.floor(), people=4)
    return show_colleagues(guide, out, made, vault, language, LOOKS[0])


def camera(hands: Hands, out: Path, look: str, language: str) -> Picture:
    """Takes pictures under their names."""

    def take(name: str) -> None:
        for toast in hands.shell.findChildren(Toast):
            toast.hide()
        file = out / f"{name}.{look}.{language}.png"
        hands.picture(file)

    return take


def show_entrance(guide: Guide, out: Path, private: Path, language: str, look: str) -> bool:
    """The screens before somebody is signed in."""
    shell = guide.open_window(language, look)
    shell.preferences.last_vault = None
    shell.entrance.show_start()
    hands = Hands(shell)
    return guide.run(shell, entrance(hands, WORDS[language], private, camera(hands, out, look, language)))


def show_colleagues(guide: Guide, out: Path, made: Demo, vault: Path, language: str, look: str) -> bool:
    """A practice of four: a window for each desk."""
    for steps in desks(made, vault, KdfPolicy.floor()):
        shell = guide.open_window(language, look, vault)
        hands = Hands(shell)
        if not guide.run(shell, steps(hands, camera(hands, out, look, language))):
            return False
    return True


def entrance(hands: Hands, words: Words, private: Path, take: Picture) -> Steps:
    """Start, the steps of *create* as far as nothing is made, restore."""
    yield None
    take("start")
    hands.press("create")
    hands.type_into("practice", words.practice)
    hands.type_into("name", words.person)
    hands.answer(private / "somewhere" / "practice")
    hands.press("change_place")
    yield None
    take("create.practice")
    hands.press("continue")
    hands.type_secret("passphrase", PASSPHRASE)
    hands.type_secret("again", PASSPHRASE)
    yield None
    take("create.passphrase")
    hands.shell.entrance.show_restore()
    yield None
    take("restore")


def pages(hands: Hands, passphrase: str, words: Words, private: Path, take: Picture) -> Steps:
    """Unlock, every page, the search, the list of keys, the curtain."""
    yield None
    take("unlock")
    yield from crisis_card(hands, take, "crisis.unlock")
    hands.type_secret("passphrase", "wrong, to show what is said then")
    hands.press("unlock")
    yield lambda: any(strip.isVisible() for strip in hands.shell.findChildren(Strip))
    take("unlock.wrong")
    hands.type_secret("passphrase", passphrase)
    hands.press("unlock")
    yield lambda: hands.shell.is_signed_in
    yield None
    take("today.notices")
    for strip in hands.shell.findChildren(Strip):
        strip.hide()
    yield None
    yield from day_pages(hands, take)
    hands.go_to("clients")
    yield None
    take("clients")
    yield from file_pages(hands, private, take)
    yield from agreement_pages(hands, take)
    yield from client_safety_pages(hands, take)
    yield from incident_pages(hands, take)
    yield from safety_pages(hands, take)
    yield from palette(hands, words, take)
    yield from proof_pages(hands, private, take)
    yield from key_list(hands, take)
    yield from manners(hands, passphrase, private, take)


def manners(hands: Hands, passphrase: str, private: Path, take: Picture) -> Steps:
    """Settings, codes instead of names, the hidden window, and the window while it locks."""
    yield from settings_pages(hands, passphrase, private, take)
    hands.shell.chosen.set_discreet(True)
    yield None
    hands.shell.workspace.context.navigator.go_to("clients")
    yield None
    take("clients.discreet")
    hands.shell.chosen.set_discreet(False)
    yield None
    hands.shell.manners.hide_window()
    take("hidden")
    hands.shell.cover.drop(_("Locking…"))
    take("curtain")
    hands.shell.cover.lift()
    yield None
    yield from adding(hands, take)


def palette(hands: Hands, words: Words, take: Picture) -> Steps:
    """Ctrl+K: what was used last, commands, words, and filters with their chips."""
    hands.press("search")
    yield lambda: hands.sees("search_results")
    take("search.empty")
    for name, typed in (("commands", ">"), ("values", f"{query_words.spelled(Key.KIND)}:"), ("filters", words.filters)):
        hands.type_into("search_field", typed)
        yield lambda: not palette_waits(hands)
        yield None
        take(f"search.{name}")
    hands.type_into("search_field", words.in_demo)
    yield lambda: not palette_waits(hands)
    yield None
    take("search")
    hands.shell.workspace.close_search()


def palette_waits(hands: Hands) -> bool:
    """Whether the palette has something to answer yet."""
    looking = hands.find(SearchPanel, NAME).looking
    return looking.is_waiting or not looking.is_settled


def file_pages(hands: Hands, private: Path, take: Picture) -> Steps:
    """A client's file, tab by tab, a change of it, the editor, a document, and a call."""
    found: list[str] = []
    ops = hands.shell.ops
    ops.query(hands.shell, lambda desk: clients.by_code(desk, "K-0001"), found.append)
    yield lambda: bool(found)
    client = found[0]
    for tab in TABS:
        hands.go_to("client", client, tab=tab)
        yield lambda: hands.sees("file_tabs")
        hands.find(QTabWidget, "file_tabs").setCurrentIndex(TABS.index(tab))
        yield None
        take(f"client-file.{tab}")
    hands.go_to("client", client, tab="overview")
    yield lambda: hands.sees("edit:client")
    hands.press("edit:client")
    yield lambda: hands.sees("record_form")
    yield None
    take("client-file.change")
    yield from editor_pages(hands, client, take)
    yield from document_pages(hands, private, take)
    yield from call_pages(hands, take)


def editor_pages(hands: Hands, client: str, take: Picture) -> Steps:
    """A signed note and a new one."""
    notes: list[str] = []
    ops = hands.shell.ops
    ops.query(hands.shell, lambda desk: first_signed(desk, client, "session_note"), notes.append)
    yield lambda: bool(notes)
    hands.go_to("session_note", notes[0], client=client)
    yield lambda: hands.sees("amend")
    take("editor.signed")
    yield from crisis_card(hands, take, "crisis")
    yield from sheet(hands, notes[0], take)
    hands.go_to("session_note", None, client=client)
    yield lambda: hands.sees("sign_bar")
    yield None
    take("editor.note")


def incident_pages(hands: Hands, take: Picture) -> Steps:
    """The list, a first entry, and the steps of one; then what the practice has agreed on."""
    hands.go_to("incidents")
    yield None
    take("incidents")
    hands.go_to("incidents", None, new=True)
    yield lambda: hands.sees("first_entry")
    yield None
    take("incidents.first-entry")
    found: list[str] = []
    hands.shell.ops.query(hands.shell, lambda desk: first_signed(desk, None, "incident"), found.append)
    yield lambda: bool(found)
    hands.go_to("incident", found[0])
    yield lambda: hands.sees("incident_view")
    yield None
    take("incidents.steps")
    yield from incident_stops(hands, take)
    yield from practice(hands, take)


def proof_pages(hands: Hands, private: Path, take: Picture) -> Steps:
    """The trail, verified; backups, before and after."""
    hands.go_to("trail")
    yield None
    take("trail")
    hands.press("verify_trail")
    yield lambda: hands.sees("verification")
    yield None
    take("trail.verified")
    folder = private / "backups"
    folder.mkdir(exist_ok=True)
    hands.go_to("backups")
    yield None
    take("backups.empty")
    hands.answer(folder)
    hands.press("choose_folder")
    yield None
    take("backups")
    hands.answer(max(folder.iterdir()))
    hands.press("check_backup")
    yield None
    take("backups.check")
    hands.press("close_panel")
    hands.go_to("doctor")
    yield None
    hands.press("examine")
    yield lambda: hands.sees("found:data_good")
    yield None
    take("check-up")


def key_list(hands: Hands, take: Picture) -> Steps:
    """The list of keys is a window of its own: for its picture it becomes a part of this one."""
    hands.shell.workspace.show_keys()
    yield None
    keys = hands.shell.findChildren(KeyList)[0]
    keys.setParent(hands.shell.workspace, Qt.WindowType.Widget)
    keys.move(hands.shell.rect().center() - keys.rect().center())
    keys.show()
    take("keys")
    keys.close()


def first_signed(desk: Desk, client: str | None, kind: str) -> str:
    """The id of the newest signed record of a kind."""
    return next(row.id for row in records.listing(desk, kind, client) if row.state == "signed")
