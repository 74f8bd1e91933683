"""What the palette shows for what is typed: clients and commands while typing, records on Enter or after a pause."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from app.rules import queries
from app.rules.permissions import Action
from app.rules.query_words import KEY_LABELS, Key
from app.texts import _, explain
from ui import commands
from ui.search import entries, values
from ui.search.entries import ClientCommandEntry, ClientEntry, CommandEntry, HitEntry, ValueEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.desk import Desk
    from app.rules.queries import Span
    from app.services.clients import ClientRow
    from app.services.reading.searches import Results
    from ui.known import KnownError
    from ui.search.entries import Entry, Head, MoreEntry
    from ui.workspace import Workspace

SUGGEST_MS = 120
SETTLE_MS = 400  # V-6.4: a search is made on Enter or so long after the last key
LEAST_LETTERS = 2
ONLY_COMMANDS = ">"
MOST_CLIENTS = 6
MOST_COMMANDS = 5


class _Suggested(NamedTuple):
    clients: list[ClientRow]
    values: list[ValueEntry]


class Looking(QObject):
    """Asks the vault as somebody types, and knows which lines the list has.

    Signals:
        changed(): there are other lines, chips or words of advice.
        found(count): a search has answered with so many records.
        entered(): Enter was pressed before the suggestions for what is typed were there; now they are.
    """

    changed = Signal()
    found = Signal(int)
    entered = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._context = workspace.context
        self._suggest = self._timer(SUGGEST_MS, self._ask_for_suggestions)
        self.pause = self._timer(SETTLE_MS, self.search)
        self._typed, self._cursor, self._failed = "", 0, ""
        self._searched = self._answered = ""
        self._clients: list[ClientRow] = []
        self._looked_up: list[ValueEntry] = []
        self._results: Results | None = None
        self._enter_waits = self._is_open = False
        self.is_settled = False
        self.asked = values.parse("")

    @property
    def is_waiting(self) -> bool:
        """Whether a search is to come: a pause has begun, or the vault has not answered."""
        return self.pause.isActive() or self._searched != self._answered

    def begin(self) -> None:
        """The panel was opened: offer the clients and commands used last."""
        self._forget()
        self._is_open = True
        self._ask_for_suggestions()

    def end(self) -> None:
        """The panel was closed: nothing of it stays."""
        self._suggest.stop()
        self.pause.stop()
        self._is_open = False
        self._forget()

    def type_text(self, text: str, cursor: int) -> None:
        """Another text stands in the field."""
        self._typed, self._cursor = text, cursor
        self.asked = values.parse("" if self._wants_commands else text)
        self._failed = ""
        self._enter_waits = self.is_settled = False
        if not text.strip():
            self._results, self._searched, self._answered = None, "", ""
        self.pause.start()
        if self._needs_vault():
            self._suggest.start()
        else:
            self._suggest.stop()
            self._on_suggested(_Suggested([], []))

    def move_cursor(self, cursor: int) -> None:
        """The cursor stands elsewhere in the same text, maybe in the value of another filter."""
        before, self._cursor = self._unfinished(), cursor
        if self.is_settled and before != self._unfinished():
            self._ask_for_suggestions()

    def settle(self) -> None:
        """Enter was pressed too early: ask at once; `entered` follows."""
        self._enter_waits = True
        self._ask_for_suggestions()

    def search(self) -> None:
        """Look for records now, unless that was done for the same question or nothing is asked yet."""
        self.pause.stop()
        asked = self.asked
        spelled = queries.spelled(asked)
        if self._wants_commands or asked.wrong or self._is_half_typed() or not self._is_enough():
            self.changed.emit()
            return
        if spelled == self._searched:
            return
        self._searched = spelled

        def answer(results: Results) -> None:
            if self._searched != spelled:
                return  # the panel was closed meanwhile
            self._answered, self._results = spelled, results
            self.changed.emit()
            self.found.emit(len(results.found))

        def look(desk: Desk) -> Results:
            from app.services.reading import searches

            return searches.look(desk, asked)

        self._context.ops.query(self, look, answer, self._on_failed, latest="search")

    def lines(self) -> list[Head | Entry]:
        """All lines of the list, with their heads."""
        wanted = self._unfinished()
        parts: list[tuple[str, list[Entry]]] = [
            (_(KEY_LABELS[wanted.key]) if wanted else "", list(self._values())),
            (_("Clients"), [ClientEntry(client) for client in self._clients[:MOST_CLIENTS]]),
            (_("Commands"), self._commands()),
        ]
        lines = list(entries.sections(parts))
        if self._results is not None:
            one_file = any(queries.key_of(one) is Key.CLIENT for one in self.asked.filters)
            lines += entries.of_records(self._results, one_file=one_file)
        return lines

    def choice(self, chosen: Entry | None) -> Entry | None:
        """What is chosen among the lines: what was, where it is still there; else what Enter should do."""
        listed = [line for line in self.lines() if not isinstance(line, entries.Head)]
        if chosen is not None and chosen in listed and self.is_settled:
            return chosen
        return next((entry for entry in listed if self._may_be_meant(entry)), None)

    def hint(self) -> str:
        """What to say under the field."""
        wanted = self._unfinished()
        if self._failed:
            return self._failed
        if self.asked.wrong and not (wanted and self._values()):
            from app.services.reading import searches

            return _told(searches.unclear(self.asked.wrong[0]))
        if not self._typed.strip():
            told = _("Each search is an entry in the trail. Filters: {filters} Commands:\u00a0{sign}")
            return told.format(filters=values.example(), sign=ONLY_COMMANDS)
        if self._wants_commands:
            return "" if self._commands() else _("There is no such command.")
        if self._results is not None:
            return self._hint_of(self._results)
        return "" if self._is_enough() or wanted else _("Type at least two letters.")

    def completed(self, entry: ValueEntry) -> tuple[str, int]:
        """The text with a value put in, and where the cursor goes."""
        wanted = self._unfinished()
        return queries.with_value(self._typed, wanted.span, entry.value) if wanted else (self._typed, self._cursor)

    def narrowed_to(self, entry: MoreEntry) -> tuple[str, int]:
        """The text with a filter for one client more, and where the cursor goes."""
        text = queries.with_filter(self._typed, Key.CLIENT, entry.code) + " "
        return text, len(text)

    def without(self, span: Span) -> str:
        """The text less one filter."""
        return queries.without(self._typed, span)

    def _hint_of(self, results: Results) -> str:
        if not results.found and self._clients:
            return ""  # those who are called so are found
        if not results.found:
            told = _("Nothing found for “{words}”. Try the beginning of a word, or fewer words.")
            return told.format(words=self._typed.strip())
        if not results.is_cut:
            return ""
        told = _("The best {n} are shown. A filter leaves fewer: {filters}")
        return told.format(n=len(results.found), filters=values.example())

    def _forget(self) -> None:
        self._typed, self._cursor, self._failed = "", 0, ""
        self._searched = self._answered = ""
        self._clients, self._looked_up, self._results = [], [], None
        self._enter_waits = self.is_settled = False
        self.asked = values.parse("")

    def _timer(self, after_ms: int, due: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(due)
        return timer

    @property
    def _wants_commands(self) -> bool:
        return self._typed.lstrip().startswith(ONLY_COMMANDS)

    @property
    def _command_words(self) -> str:
        return self._typed.strip().removeprefix(ONLY_COMMANDS).strip()

    def _unfinished(self) -> queries.Unfinished | None:
        return None if self._wants_commands else queries.unfinished(self._typed, self._cursor)

    def _is_half_typed(self) -> bool:
        """Whether a filter is being typed that is no whole value yet: nothing is searched for that."""
        wanted = self._unfinished()
        return wanted is not None and not values.is_whole(wanted, self.asked, self._all_values(wanted))

    def _is_enough(self) -> bool:
        has_words = self.asked.wants_words and len(self._typed.strip()) >= LEAST_LETTERS
        return has_words or bool(self.asked.filters)

    def _needs_vault(self) -> bool:
        wanted = self._unfinished()
        if wanted is not None:
            return wanted.key in values.LOOKED_UP
        sees_clients = self._context.who.may(Action.LIST, "identity")
        return sees_clients and not self._wants_commands and not self.asked.filters

    def _ask_for_suggestions(self) -> None:
        self._suggest.stop()
        typed, wanted, who = self._typed.strip(), self._unfinished(), self._context.who
        if not self._needs_vault():
            self._on_suggested(_Suggested([], []))
            return

        def suggest(desk: Desk) -> _Suggested:
            return (
                _Suggested([], values.looked_up(desk, wanted, who)) if wanted else _Suggested(_clients(desk, typed), [])
            )

        asked_for = (self._typed, wanted)

        def answer(suggested: _Suggested) -> None:
            if self._is_open and asked_for == (self._typed, self._unfinished()):
                self._on_suggested(suggested)

        self._context.ops.query(self, suggest, answer, self._on_failed, latest="suggest")

    def _on_suggested(self, suggested: _Suggested) -> None:
        self._clients, self._looked_up = suggested
        self.is_settled = True
        self.changed.emit()
        if self._enter_waits:
            self._enter_waits = False
            self.entered.emit()

    def _on_failed(self, error: KnownError) -> None:
        self._results, self._failed = None, _told(error)
        self._searched = self._answered = ""
        self.is_settled = True
        self.changed.emit()

    def _all_values(self, wanted: queries.Unfinished) -> list[ValueEntry]:
        return self._looked_up if wanted.key in values.LOOKED_UP else values.known(wanted.key, self._context.who)

    def _values(self) -> list[ValueEntry]:
        wanted = self._unfinished()
        if wanted is None or values.is_whole(wanted, self.asked, self._all_values(wanted)):
            return []
        if wanted.key is Key.CLIENT:
            return self._looked_up
        return values.fitting(self._all_values(wanted), wanted.value)

    def _commands(self) -> list[Entry]:
        offered, recent = commands.offered(self._workspace), self._context.preferences.recent_commands
        if self._wants_commands:
            return [CommandEntry(one) for one in commands.fitting(offered, self._command_words, recent)]
        if self._unfinished() is not None or self.asked.filters:
            return []
        plain = [CommandEntry(one) for one in commands.fitting(offered, self._typed, recent)]
        return [*self._client_commands(), *plain][:MOST_COMMANDS]

    def _client_commands(self) -> list[Entry]:
        """What can be written about the client who was found first."""
        if not self._typed.strip() or not self._clients:
            return []
        named, _rest = commands.for_a_client(self._typed)
        open_ = [one for one in named or commands.FOR_A_CLIENT if one.is_open(self._context.who)]
        return [ClientCommandEntry(one, self._clients[0]) for one in open_]

    def _names_client_command(self) -> bool:
        """Whether something to write was named, and then a client: `note anna`."""
        named, rest = commands.for_a_client(self._typed)
        return bool(named and rest)

    def _may_be_meant(self, entry: Entry) -> bool:
        """Whether Enter may do this without anybody having chosen it."""
        if isinstance(entry, CommandEntry):
            words = self._command_words
            is_named = len(words) >= LEAST_LETTERS and commands.begins(entry.command, words)
            return self._wants_commands or is_named
        if isinstance(entry, ClientCommandEntry):
            return self._names_client_command()
        if isinstance(entry, HitEntry):
            return self._answered == queries.spelled(self.asked)
        if isinstance(entry, ValueEntry):
            wanted = self._unfinished()
            return wanted is not None and bool(wanted.value)
        return isinstance(entry, ClientEntry) and bool(self._typed.strip()) and not self._names_client_command()


def _clients(desk: Desk, typed: str) -> list[ClientRow]:
    """Clients by what is typed, or by what is left of it when words of commands are taken away; else the latest."""
    from app.services.reading import searches, today

    if not typed:
        return today.recent(desk, MOST_CLIENTS)
    found = searches.find_clients(desk, typed, limit=MOST_CLIENTS)
    named, rest = commands.for_a_client(typed)
    return found or (searches.find_clients(desk, rest, limit=MOST_CLIENTS) if named else [])


def _told(error: KnownError) -> str:
    told = explain(error)
    return f"{told.sentence} {told.advice} ({told.code})"
