"""Each command loads what it uses: in the process of the other tests everything is loaded, whoever loaded it."""

from __future__ import annotations

import sys

import pytest

from tests.cli.terminal import ROOT, RealTerminal

if sys.platform == "win32":
    pytest.skip("a process cannot be forked here", allow_module_level=True)


def test_every_function_loads_what_it_calls_and_the_table_of_its_failures(real_terminal: RealTerminal) -> None:
    done = real_terminal.shell(f"cd '{ROOT}' && exec '{sys.executable}' -m tests.cli.loading")
    assert (done.code, done.err) == (0, "")
    assert int(done.out) > 50
