"""The main job as a story: from nothing to a written note, found again, proven, backed up and restored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QTabWidget

from app import clock
from app.texts import _
from ui.pages.client_file.file_view import TABS as FILE_TABS
from ui.tour.hands import Hands, Steps
from ui.tour.words import PASSPHRASE, Words

Tell = Callable[[str, str], None]  # (name of the picture, what happened)


def main_job(hands: Hands, words: Words, folder: Path, tell: Tell) -> Steps:
    """All of it; `folder` takes the vault, the sheet and the backups."""
    yield from create_practice(hands, words, folder, tell)
    yield from add_client(hands, words, tell)
    yield from take_consent(hands, words, tell)
    yield from write_note(hands, words, tell)
    yield from give_release(hands, words, tell)
    yield from export_file(hands, words, folder, tell)
    yield from record_incident(hands, words, tell)
    yield from find_again(hands, words, tell)
    yield from who_looked(hands, tell)
    yield from back_up_and_restore(hands, folder, tell)


def create_practice(hands: Hands, words: Words, folder: Path, tell: Tell) -> Steps:
    """Four short steps; here the first two."""
    yield None
    tell("start", "ClientSafe starts; there is no vault yet")
    hands.press("create")
    hands.type_into("practice", words.practice)
    hands.type_into("name", words.person)
    hands.answer(folder / "practice")
    hands.press("change_place")
    yield None
    tell("create-practice", "the practice and its person are named")
    hands.press("continue")
    hands.type_secret("passphrase", PASSPHRASE)
    hands.type_secret("again", PASSPHRASE)
    yield None
    tell("create-passphrase", "a passphrase is chosen; its strength is shown")
    hands.press("make")
    yield lambda: hands.sees("save_sheet")
    tell("create-recovery", "the vault is made; the recovery sheet is shown once")
    yield from save_sheet_and_first_backup(hands, folder, tell)


def save_sheet_and_first_backup(hands: Hands, folder: Path, tell: Tell) -> Steps:
    """Steps three and four."""
    hands.answer(folder / "recovery-sheet.pdf")
    hands.press("save_sheet")
    yield lambda: hands.sees("continue")
    hands.press("continue")
    backups = folder / "backups"
    backups.mkdir()
    hands.answer(backups)
    hands.press("choose_folder")
    yield lambda: hands.sees("finish")
    tell("create-backup", "the first backup is written and read back")
    hands.press("finish")
    yield lambda: hands.shell.is_signed_in
    tell("today-empty", "straight into the workspace: nobody is expected yet")


def add_client(hands: Hands, words: Words, tell: Tell) -> Steps:
    """One field is enough."""
    hands.go_to("clients")
    yield lambda: hands.sees("new_client_button")
    hands.press("new_client_button")
    hands.type_into("new_client_name", words.client)
    yield None
    tell("client-new", "a client is added with one field")
    hands.press("add_client")
    yield lambda: hands.sees("client_name")
    tell("client-file", "the client's file is open; the opening is an entry of the trail")


def take_consent(hands: Hands, words: Words, tell: Tell) -> Steps:
    """A conversation, paragraph by paragraph, to the signature on the screen."""
    hands.press("take_consent")
    yield lambda: hands.sees("begin_conversation")
    tell("consent-begin", "what the consent is about, and which text")
    hands.press("begin_conversation")
    yield lambda: hands.sees("step_skip")
    tell("consent-paragraph", "each paragraph is read together and explained")
    while hands.sees("step_skip"):
        hands.press("step_next")
        yield None
    while not hands.sees("field:decision"):
        hands.press("step_next")
        yield None
    hands.fill("decision", "granted")
    hands.press("step_next")
    yield lambda: hands.sees("field:method")
    hands.fill("method", "on_screen")
    yield lambda: hands.sees("signature_pad")
    hands.draw_signature()
    yield None
    tell("consent-signature", f"{words.client} signs on the screen")
    yield from sign_consent(hands, tell)


def sign_consent(hands: Hands, tell: Tell) -> Steps:
    """The signature is kept, a copy is given, and what it is worth is known before it is final."""
    hands.press("keep_signature")
    yield None
    hands.press("step_next")
    yield lambda: hands.sees("field:copy_given")
    hands.fill("copy_given", "yes")
    hands.press("step_next")
    yield lambda: hands.sees("worth")
    tell("consent", "before it is signed: what it is worth as it stands")
    hands.press("step_next")
    yield lambda: hands.sees("consent_worth")
    tell("consent-signed", "the consent is signed and in force; a copy is one press away")


def write_note(hands: Hands, words: Words, tell: Tell) -> Steps:
    """A note is written, kept as a draft while typing, and signed with one key."""
    hands.press("to_file")
    yield lambda: hands.sees("write_note")
    hands.press("write_note")
    yield lambda: hands.sees("field:text")
    hands.fill("text", words.note)
    yield None
    tell("note-draft", "a note is written; the draft is kept as one types")
    hands.press("finish")
    yield None
    hands.say_safe("no_current_concern_expressed")
    yield lambda: hands.sees("amend")
    tell("note-signed", "the note is signed and cannot be changed; it can only be amended")


def give_release(hands: Hands, words: Words, tell: Tell) -> Steps:
    """To whom, what, for what and until when; what a law misses is said beside it."""
    hands.press("to_file")
    yield lambda: hands.sees("new_record")
    hands.choose_new("release")
    yield lambda: hands.sees("field:recipients")
    hands.fill_row("recipients", 0, name=words.doctor, organisation=words.surgery)
    hands.fill("information", ["session_notes"])
    hands.fill("purposes", ["treatment"])
    hands.fill("expires_on", (clock.today() + timedelta(days=90)).isoformat())
    hands.fill("statements", ["right_to_revoke", "conditioning", "redisclosure"])
    for field, value in (("copy_given", "yes"), ("decision", "given"), ("method", "wet_ink_scan")):
        hands.fill(field, value)
    yield None
    tell("release", "a release: to whom, what, for what, until when")
    hands.press("finish")
    yield lambda: hands.sees("amend")
    tell("release-signed", "the release is signed; from now on something may leave on it")


def export_file(hands: Hands, words: Words, folder: Path, tell: Tell) -> Steps:
    """What the release covers leaves, and the register of disclosures says so first."""
    hands.press("to_file")
    yield lambda: hands.sees("file_menu")
    hands.choose_in_file_menu(_("Export this file…"))
    yield lambda: hands.sees("where:somebody_else")
    hands.press("where:somebody_else")
    yield lambda: hands.sees("export_release")
    hands.find(QComboBox, "export_release").setCurrentIndex(1)
    yield None
    tell("export", "an export to somebody else: only what the release covers")
    hands.press("export_continue")
    yield lambda: hands.sees("pages_view")
    hands.press("where:somebody_else")
    yield lambda: any(name.startswith("ground:") for name in hands.names_in_sight())
    hands.press(next(name for name in hands.names_in_sight() if name.startswith("ground:")))
    yield None
    hands.fill("method", "handed_over")
    yield lambda: hands.can_press("save_pdf")
    tell("export-sheet", "to whom, on what ground, in which way; nothing is missing")
    file = folder / "for-the-doctor.pdf"
    hands.answer(file)
    hands.press("save_pdf")
    yield file.exists
    yield from register(hands, words, tell)


def register(hands: Hands, words: Words, tell: Tell) -> Steps:
    """What left stands in the register of the file."""
    yield lambda: hands.sees("file_tabs")
    tabs = hands.find(QTabWidget, "file_tabs")
    tabs.setCurrentIndex(FILE_TABS.index("disclosures"))
    yield lambda: hands.sees("disclosures_table")
    tell("disclosures", f"the register says what went to {words.doctor}, when, and on what ground")


def record_incident(hands: Hands, words: Words, tell: Tell) -> Steps:
    """Four answers are enough for a first entry."""
    hands.go_to("incidents", None, new=True)
    yield lambda: hands.sees("field:what_happened")
    hands.fill("what_happened", words.incident)
    hands.fill("where", words.where)
    hands.fill("danger", "no")
    yield None
    tell("incident-first", "an incident: what, when, where, is anyone in danger")
    hands.press("finish")
    yield lambda: hands.sees("incident_view")
    tell("incident-steps", "the first entry is frozen; six steps follow")


def find_again(hands: Hands, words: Words, tell: Tell) -> Steps:
    """A word of the note leads back to it."""
    hands.press("search")
    yield lambda: hands.sees("search_field")
    hands.type_into("search_field", words.looked_for)
    yield lambda: hands.sees("search_results")
    yield None
    tell("search", "one word of the note finds it; the search is an entry too")


def who_looked(hands: Hands, tell: Tell) -> Steps:
    """The trail, and whether it can be trusted."""
    hands.go_to("trail")
    yield None
    hands.press("verify_trail")
    yield lambda: hands.sees("verification")
    yield None
    tell("trail", "who did what; the trail is verified")


def back_up_and_restore(hands: Hands, folder: Path, tell: Tell) -> Steps:
    """A backup is made, and becomes a vault beside."""
    hands.go_to("backups")
    yield None
    hands.press("back_up:0")
    yield None
    tell("backups", "a backup is written, read back and listed")
    newest = max((folder / "backups").iterdir())
    hands.answer(newest, folder / "restored")
    hands.press("restore")
    hands.press("change_place")
    hands.type_secret("passphrase", PASSPHRASE)
    yield None
    tell("restore", "the backup is restored beside; nothing is overwritten")
    hands.press("go")
    yield lambda: not hands.sees("backup_file")
    tell("restored", "the restored vault is whole")
