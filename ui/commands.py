"""What can be done from anywhere, in one table: for the palette of Ctrl+K, the keys of the window, and their list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from app.records import KINDS
from app.rules.permissions import VAULT, Action
from app.texts import LANGUAGES, N_, _
from app.vaults import fold
from ui.menus import LOOKS

if TYPE_CHECKING:
    from app.records.practice_profile import BackupDestination
    from ui.context import Who
    from ui.navigation import Right
    from ui.workspace import Workspace

Work = Callable[["Workspace"], object]
SEARCH = "search"  # itself not offered in the palette


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do. Texts are message ids, those with `{…}` filled from `value` (a message id too).

    `also` are more words it is found by. A command with `keys` stands in the list of keys under `meaning`;
    `own_keys` says that somebody else listens to them; `needs` what somebody's role must allow.
    """

    name: str
    title: str
    icon: str
    run: Work = field(compare=False)
    keys: str = ""
    meaning: str = ""
    also: str = ""
    value: str = ""
    own_keys: bool = False
    needs: Right | None = None

    def text(self) -> str:
        """What it is called, in the language of the person."""
        return _(self.title).format(value=_(self.value)) if self.value else _(self.title)


@dataclass(frozen=True, slots=True)
class ClientCommand:
    """Something to write about a client; `title` has a place for `{client}`."""

    name: str
    title: str
    icon: str
    kind: str

    def text(self, client: str) -> str:
        """What it is called, in the language of the person."""
        return _(self.title).format(client=client)

    def is_open(self, who: Who) -> bool:
        """Whether somebody's role may begin it."""
        return who.may(Action.SAVE, KINDS[self.kind].compartment)

    def words(self) -> list[str]:
        """Words it is found by: those of its name, and of the kind of record it begins."""
        return fold(f"{self.text('')} {_(KINDS[self.kind].label)}").replace(":", " ").split()


def _back_up(workspace: Workspace) -> None:
    """Back up to the first place there is; ask for one where there is none."""
    from app.services.vault import backup_plan
    from ui.pages.backups.page import BackupsPage

    def begin(places: Sequence[BackupDestination]) -> None:
        workspace.context.navigator.go_to("backups")
        page = workspace.page("backups")
        assert isinstance(page, BackupsPage)
        if places:
            page.back_up(places[0])
        else:
            page.choose_folder()

    workspace.context.ops.query(workspace, backup_plan.destinations, begin)


def _verify_trail(workspace: Workspace) -> None:
    from ui.pages.trail.page import TrailPage

    workspace.context.navigator.go_to("trail")
    page = workspace.page("trail")
    assert isinstance(page, TrailPage)
    page.verify()


def _choose_look(look: str, workspace: Workspace) -> None:
    workspace.context.preferences.look = look
    workspace.context.theme.choose(look)


def _choose_language(code: str, workspace: Workspace) -> None:
    workspace.language_chosen.emit(code)


def _turn_discreet(workspace: Workspace) -> None:
    workspace.discreet_chosen.emit(not workspace.is_discreet)


def _open_crisis_card(workspace: Workspace) -> None:
    workspace.crisis_wanted.emit()


def _lock(workspace: Workspace) -> None:
    workspace.lock_wanted.emit()


def _hide(workspace: Workspace) -> None:
    workspace.hide_wanted.emit()


def _search(workspace: Workspace) -> None:
    workspace.open_search()


def _show_keys(workspace: Workspace) -> None:
    workspace.show_keys()


def _begin_new(page: str, workspace: Workspace) -> None:
    workspace.context.navigator.go_to(page, None, new=True)


def _go_to(page: str, workspace: Workspace) -> None:
    workspace.context.navigator.go_to(page)


_GLYPHS = {"light": "sun", "dark": "moon", "contrast": "contrast"}

COMMANDS: tuple[Command, ...] = (
    Command(
        "new_client", N_("New client"), "user-plus", partial(_begin_new, "clients"), also=N_("add client"),
        needs=(Action.SAVE, "identity"),
    ),
    Command(
        "record_incident", N_("Record an incident"), "triangle-alert", partial(_begin_new, "incidents"),
        also=N_("new incident"), needs=(Action.SAVE, "safety"),
    ),
    Command(
        "crisis", N_("Crisis card"), "life-buoy", _open_crisis_card, "F1", N_("Crisis card: whom to call"),
        own_keys=True,
    ),
    Command(
        SEARCH, N_("Search"), "search", _search, "Ctrl+K", N_("Search, go to a client, or do something"),
    ),
    Command("lock", N_("Lock"), "lock", _lock, "Ctrl+L"),
    Command("hide", N_("Hide"), "eye-off", _hide, "Ctrl+Shift+H", N_("Hide; any key shows it again")),
    Command(
        "discreet", N_("Codes instead of names"), "venetian-mask", _turn_discreet, "Ctrl+Shift+D",
        N_("Codes instead of names, and back"), also=N_("discreet mode"),
    ),
    Command("back_up", N_("Back up now"), "archive", _back_up, needs=(Action.BACK_UP, VAULT)),
    Command(
        "verify_trail", N_("Verify the trail"), "shield-check", _verify_trail, needs=(Action.VERIFY_TRAIL, VAULT)
    ),
    Command("keys", N_("List of keys"), "keyboard", _show_keys, "?", N_("This list")),
    *(
        Command(
            f"look_{look}", N_("Look: {value}"), _GLYPHS.get(look, "monitor"), partial(_choose_look, look),
            also=N_("theme"), value=words,
        )
        for look, words in LOOKS
    ),
    *(
        Command(
            f"language_{code}", N_("Language: {value}"), "languages", partial(_choose_language, code), value=name,
        )
        for code, name in LANGUAGES.items()
    ),
)  # fmt: skip

FOR_A_CLIENT: tuple[ClientCommand, ...] = (
    ClientCommand("write_note", N_("Write a note for {client}"), "file-text", "session_note"),
    ClientCommand("record_contact", N_("Record a contact with {client}"), "phone", "contact"),
    ClientCommand("take_consent", N_("Take consent from {client}"), "handshake", "consent"),
    ClientCommand("add_document", N_("Add a document for {client}"), "paperclip", "document"),
)

KEYS_OF_THE_FRAME = (
    ("Ctrl+1", N_("First page of the navigation; Ctrl+2 the second, and so on")),
    ("Alt+Left", N_("Back to where you were")),
    ("F6", N_("Next part of the window; Shift+F6 the part before")),
    ("Ctrl+Q", N_("Close ClientSafe; drafts are kept")),
)


def keys() -> tuple[tuple[str, str], ...]:
    """Every key of the window with what it does (message id), the list itself last."""
    listed = [(one.keys, one.meaning or one.title) for one in COMMANDS if one.keys]
    return (*listed[:-1], *KEYS_OF_THE_FRAME, listed[-1])


def offered(workspace: Workspace) -> list[Command]:
    """What the palette offers to this person: the table, and the pages of the navigation."""
    context = workspace.context
    leading = [
        Command(f"page_{spec.name}", N_("Go to: {value}"), spec.icon, partial(_go_to, spec.name), value=spec.title)
        for spec in context.navigator.listed
    ]
    own = [one for one in COMMANDS if one.needs is None or context.who.may(*one.needs)]
    return [*(one for one in own if one.name != SEARCH), *leading]


def fitting(commands: Sequence[Command], typed: str, recent: Sequence[str]) -> list[Command]:
    """Commands in whose words every typed word begins one; those that begin as typed first, then the latest used."""
    wanted = fold(typed).split()
    places = {name: place for place, name in enumerate(recent)}
    found = [one for one in commands if _holds(_words(one), wanted)]
    return sorted(
        found,
        key=lambda one: (not (wanted and begins(one, typed)), places.get(one.name, len(places))),
    )


def begins(command: Command, typed: str) -> bool:
    """Whether the command is called so from its first letter on."""
    return fold(command.text()).startswith(" ".join(fold(typed).split()))


def for_a_client(typed: str) -> tuple[list[ClientCommand], str]:
    """Commands that words of `typed` name, and the rest of it, which is the client: `note anna`."""
    words = typed.split()
    named: list[ClientCommand] = []
    rest: list[str] = []
    for word in words:
        fits = [one for one in FOR_A_CLIENT if _holds(one.words(), [fold(word)])]
        still = [one for one in fits if one in named] if named else fits
        if still and len(word) > 1:
            named = still
        else:
            rest.append(word)
    return named, " ".join(rest)


def _words(command: Command) -> list[str]:
    return fold(f"{command.text()} {_(command.also)}").replace(":", " ").split()


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)


def shortcuts() -> Iterator[tuple[str, Work]]:
    """Keys that the workspace listens to, and what they do."""
    return ((one.keys, one.run) for one in COMMANDS if one.keys and not one.own_keys)
