"""Signatures checked by processes beside this one: the same answers, whoever gives them, and none that are invented."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from storage import checking
from storage.checking import MOST_AT_ONCE, Checkers, Signed
from storage.sealing import Signer

SIGNER = Signer(bytes(range(32)))


def signed(number: int, *, true: bool) -> Signed:
    message = f"message {number}".encode()
    signature = SIGNER.sign("trail", message if true else b"another")
    return Signed.over(message, SIGNER.public, signature, "trail")


FALSE: dict[str, Signed] = {
    "other message": signed(1, true=False),
    "other label": signed(1, true=True)._replace(label="grant"),
    "other key": signed(1, true=True)._replace(public=Signer(bytes(32)).public),
    "no key": signed(1, true=True)._replace(public=b""),
    "key too long": signed(1, true=True)._replace(public=SIGNER.public + b"x"),
    "no signature": signed(1, true=True)._replace(signature=b""),
    "signature cut": signed(1, true=True)._replace(signature=signed(1, true=True).signature[:63]),
    "signature endless": signed(1, true=True)._replace(signature=signed(1, true=True).signature + bytes(1000)),
}


def answers_of(checkers: Checkers, batches: Sequence[Sequence[Signed]]) -> list[bool]:
    """All answers, in the order of the batches."""
    found: dict[int, Sequence[bool]] = {}
    for number, batch in enumerate(batches):
        checkers.check(batch, partial(found.__setitem__, number))
    checkers.finish()
    return [holds for number in range(len(batches)) for holds in found[number]]


@pytest.fixture(params=[True, False], ids=["alone", "with helpers"])
def alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    return bool(request.param)


def test_answers_are_true_and_in_order(alone: bool) -> None:
    """V-6.7: several batches, also full ones, more than may wait at once."""
    expected = [n % 3 != 0 for n in range(8 * MOST_AT_ONCE)]
    every = [signed(n, true=holds) for n, holds in enumerate(expected)]
    batches = [every[start : start + MOST_AT_ONCE] for start in range(0, len(every), MOST_AT_ONCE)]
    with Checkers(alone=alone) as checkers:
        assert len(checkers._helpers) == (0 if alone else 2)
        assert answers_of(checkers, [*batches, []]) == expected


@pytest.mark.parametrize("false", FALSE.values(), ids=FALSE.keys())
def test_what_is_not_a_signature_does_not_hold(alone: bool, false: Signed) -> None:
    with Checkers(alone=alone) as checkers:
        assert answers_of(checkers, [[signed(1, true=True), false, signed(2, true=True)]]) == [True, False, True]


def kill(helper: checking._Helper) -> None:
    helper._process.kill()
    helper._process.wait()


def lie_dead(helper: checking._Helper) -> None:
    assert helper._process.stdin is not None
    helper._process.stdin.close()


@pytest.mark.parametrize("end", [kill, lie_dead])
def test_a_helper_that_is_gone_is_done_without(
    monkeypatch: pytest.MonkeyPatch, end: Callable[[checking._Helper], None]
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    expected = [n not in {5, 12} for n in range(20)]
    batches = [[signed(n, true=holds)] for n, holds in enumerate(expected)]
    with Checkers() as checkers:
        assert answers_of(checkers, batches[:10]) == expected[:10]
        end(checkers._helpers[0])
        assert answers_of(checkers, batches[10:]) == expected[10:]


def test_helpers_that_cannot_be_started_are_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    monkeypatch.setattr(subprocess, "Popen", refused)
    with Checkers() as checkers:
        assert answers_of(checkers, [[signed(1, true=True)], [signed(2, true=False)]]) == [True, False]


def test_a_helper_ends_with_its_pipe() -> None:
    helper = checking._Helper.start()
    assert helper is not None
    helper.close()
    assert helper._process.returncode == 0
