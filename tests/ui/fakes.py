"""Answers to every question and file chooser, given beforehand; what is left or unexpected fails the test."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.texts import explain
from ui.known import KnownError
from ui.prompts import Answer, Prompts


class FakePrompts(Prompts):
    """Put answers in with `answer`, read what was shown from `told`, `errors` and `bugs`."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._answers: deque[object] = deque()
        self.questions: list[str] = []
        self.told: list[str] = []
        self.errors: list[str] = []
        self.bugs: list[str] = []

    def answer(self, *answers: object) -> None:
        """The next answers, in order: the key for `ask`, text for `ask_text`, a Path for choosers, None to cancel."""
        self._answers.extend(answers)

    def check(self) -> None:
        """Nothing was left unanswered, nothing went wrong unseen."""
        assert not self._answers, f"answers that nobody asked for: {list(self._answers)}"
        assert not self.bugs, "\n".join(self.bugs)
        assert not self.errors, self.errors

    def tell(self, text: str, advice: str = "", *, done: Callable[[], None] | None = None) -> None:
        self.told.append(f"{text} {advice}".strip())
        if done is not None:
            done()

    def known(self, error: KnownError, done: Callable[[], None] | None = None) -> None:
        told = explain(error)
        self.errors.append(f"{told.code} {told.sentence} {told.advice}")
        if done is not None:
            done()

    def bug(self, report: str) -> None:
        self.bugs.append(report)

    def ask(
        self,
        question: str,
        explanation: str,
        answers: Sequence[Answer],
        answered: Callable[[str | None], None],
    ) -> None:
        self.questions.append(f"{question} {explanation}".strip())
        key = self._next(question)
        assert key is None or key in [each.key for each in answers], f"{key} is no answer to: {question}"
        answered(None if key is None else str(key))

    def ask_text(self, question: str, answered: Callable[[str | None], None], *, text: str = "") -> None:  # noqa: ARG002
        self.questions.append(question)
        given = self._next(question)
        answered(None if given is None else str(given))

    def open_file(self, title: str, chosen: Callable[[Path], None], *, kinds: str = "") -> None:  # noqa: ARG002
        self._choose(title, chosen)

    def save_file(self, title: str, name: str, chosen: Callable[[Path], None], *, kinds: str = "") -> None:  # noqa: ARG002
        self._choose(title, chosen)

    def folder(self, title: str, chosen: Callable[[Path], None]) -> None:
        self._choose(title, chosen)

    def _choose(self, title: str, chosen: Callable[[Path], None]) -> None:
        self.questions.append(title)
        path = self._next(title)
        if path is not None:
            assert isinstance(path, Path)
            chosen(path)

    def _next(self, question: str) -> object:
        assert self._answers, f"nobody expected to be asked: {question}"
        return self._answers.popleft()
