"""The worked example of docs/adding-a-record.md is run as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.desk import Desk
from app.records import KINDS, Kind, base, headline, json_schema, missing, offered
from app.records.base import RecordBody
from app.records.fields import Tier, shown, specs
from app.services import records
from app.services.client_files import files
from app.services.clients import ClientRef
from app.services.reading import searches
from app.texts import N_
from tests.app.helpers import fails

PAGE = Path(__file__).parents[2] / "docs" / "adding-a-record.md"
MODULE, LINE, UPCASTER = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def certificate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kind]:
    """The kind as the page writes it, in the table for one test."""
    module = ModuleType("app.records.certificate")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(MODULE, "docs/adding-a-record.md", "exec"), module.__dict__)  # noqa: S102 - the text of our own page
    kind = eval(LINE, {"Kind": Kind, "Certificate": module.__dict__["Certificate"], "N_": N_})  # noqa: S307 - the same
    assert isinstance(kind, Kind)
    monkeypatch.setitem(KINDS, kind.name, kind)
    yield kind
    specs.cache_clear()


def test_the_form_follows(certificate: Kind) -> None:
    fields = specs(certificate.struct)
    assert [(spec.name, spec.shape) for spec in fields if spec.tier is Tier.FIRST] == [
        ("given_on", "date"),
        ("certificate_kind", "choice"),
        ("what_else", "line"),
        ("wording", "text"),
    ]
    names = {spec.name for spec in shown(fields, {"certificate_kind": "attendance"})}
    assert "what_else" not in names


def test_schema_and_check_follow(certificate: Kind) -> None:
    assert "wording" in json_schema("certificate")["$defs"]["Certificate"]["properties"]
    assert "certificate" in offered()
    assert [spec.name for spec in missing(certificate.struct())] == ["given_on", "certificate_kind", "wording"]
    with fails("bad_order"):
        base.decode(certificate, 1, {"given_on": "2026-11-20", "valid_until": "2026-11-01"})


def test_writing_listing_searching_and_the_timeline_follow(desk: Desk, anna: ClientRef, certificate: Kind) -> None:
    values: dict[str, Any] = {"certificate_kind": "attendance", "wording": "Comes every week, for otters."}
    (added,) = records.add(desk, "certificate", [values], client=anna.id, sign=True)
    (listed,) = records.listing(desk, "certificate")
    assert (listed.id, listed.client, listed.state) == (added.id, "K-0001", "signed")
    assert listed.title.endswith("Attendance")
    assert [found.id for found in searches.find(desk, "otters")] == [added.id]
    assert added.id in [line.record for line in files.timeline(desk, anna.id)]
    records.amend(desk, added.id, kind="addendum", text="Found a time.", reason="Later")
    assert records.open(desk, added.id).status == "amended"


def test_its_title_gives_nothing_away(certificate: Kind) -> None:
    body = base.decode(certificate, 1, {"wording": "SECRET", "certificate_kind": "ending"})
    assert isinstance(body, RecordBody)
    assert headline("certificate", body.summary(), body.facets()) == "End of the therapy"


def test_an_older_version_is_read_through_the_upcaster(certificate: Kind) -> None:
    space: dict[str, Any] = {"Any": Any}
    exec(compile(UPCASTER, "docs/adding-a-record.md", "exec"), space)  # noqa: S102 - the text of our own page
    steps = {1: space["to_version_2"]}
    newer = Kind("certificate", certificate.struct, "clinical", "", "", "", version=2, upcasters=steps)
    assert base.encode(base.decode(newer, 1, {"text": "a year"}))["wording"] == "a year"


def test_the_example_passes_the_house_style(tmp_path: Path) -> None:
    example = tmp_path / "certificate.py"
    example.write_text(MODULE, "utf-8")
    config = PAGE.parents[1] / "pyproject.toml"
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--config", str(config), "--extend-ignore", "INP001", str(example)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout
