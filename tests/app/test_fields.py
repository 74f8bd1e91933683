"""Fields: what a form learns from a struct, and mistakes that are found when a kind is written."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import pytest

from app.records import KINDS
from app.records.base import RecordBody
from app.records.fields import (
    Choice,
    Date,
    FieldSpec,
    LocalTime,
    PartialDate,
    Reference,
    Tier,
    field,
    is_empty,
    shown,
    specs,
)
from app.records.parts import Part
from app.texts import N_

SHAPES = {
    "line", "text", "bool", "choice", "choices", "date", "partial_date", "moment", "number", "lines", "rows", "group",
    "reference",
}  # fmt: skip


class Colour(Choice):
    RED = "red", N_("Red")
    BLUE = "blue", N_("Blue")


class Row(Part):
    on: Annotated[Date, field(N_("Date"))] = ""


class Everything(RecordBody):
    line: Annotated[str, field(N_("Line"))] = ""
    text: Annotated[str, field(N_("Text"), long=True)] = ""
    tick: Annotated[bool, field(N_("Tick"))] = False
    answer: Annotated[bool | None, field(N_("Answer"))] = None
    colour: Annotated[Colour | None, field(N_("Colour"))] = None
    colours: Annotated[list[Colour], field(N_("Colours"))] = msgspec.field(default_factory=list)
    day: Annotated[Date, field(N_("Day"), prefill="today")] = ""
    born: Annotated[PartialDate, field(N_("Born"))] = ""
    started: Annotated[LocalTime | None, field(N_("Start"))] = None
    count: Annotated[int | None, field(N_("Count"), least=1, most=5)] = None
    names: Annotated[list[str], field(N_("Names"))] = msgspec.field(default_factory=list)
    rows: Annotated[list[Row], field(N_("Rows"))] = msgspec.field(default_factory=list)
    group: Annotated[Row, field(N_("Group"))] = msgspec.field(default_factory=Row)
    other: Annotated[Reference, field(N_("Other"), to=("client",))] = ""


def every_spec() -> list[tuple[str, FieldSpec]]:
    """Every field of every kind, with those of its parts."""
    found: list[tuple[str, FieldSpec]] = []

    def walk(name: str, fields: tuple[FieldSpec, ...]) -> None:
        for spec in fields:
            found.append((f"{name}.{spec.name}", spec))
            walk(f"{name}.{spec.name}", spec.item or ())

    for kind in KINDS.values():
        walk(kind.name, specs(kind.struct))
    return found


EVERY = every_spec()


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("line", "line"), ("text", "text"), ("tick", "bool"), ("answer", "bool"), ("colour", "choice"),
        ("colours", "choices"), ("day", "date"), ("born", "partial_date"), ("started", "moment"), ("count", "number"),
        ("names", "lines"), ("rows", "rows"), ("group", "group"), ("other", "reference"),
    ],
)  # fmt: skip
def test_a_type_gives_a_field_its_shape(name: str, shape: str) -> None:
    assert {spec.name: spec.shape for spec in specs(Everything)}[name] == shape


def test_a_field_carries_what_a_form_needs() -> None:
    found = {spec.name: spec for spec in specs(Everything)}
    assert found["colour"].choices == (Colour.RED, Colour.BLUE)
    assert [spec.name for spec in found["rows"].item or ()] == ["on"]
    assert found["group"].struct is Row
    assert (found["count"].least, found["count"].most) == (1, 5)
    assert found["other"].to == ("client",)
    assert found["day"].prefill == "today"
    assert found["tick"].default is False
    assert found["answer"].default is None


def test_a_choice_is_its_stored_value_and_carries_its_label() -> None:
    plain: str = Colour.RED
    assert plain == "red"
    assert msgspec.convert("red", Colour) is Colour.RED
    assert {plain: 1}["red"] == 1
    assert (Colour.RED.label, f"{Colour.RED}") == ("Red", "red")
    assert (Colour.label_of("blue"), Colour.label_of("green")) == ("Blue", "green")


def test_a_field_without_a_description_is_found_at_once() -> None:
    class Forgotten(RecordBody):
        name: str = ""

    with pytest.raises(TypeError, match="name"):
        specs(Forgotten)


def test_a_field_without_a_default_is_found_at_once() -> None:
    class Demanding(RecordBody):
        name: Annotated[str, field(N_("Name"))]

    with pytest.raises(TypeError, match="default"):
        specs(Demanding)


def test_a_type_that_no_form_knows_is_found_at_once() -> None:
    class Odd(RecordBody):
        amount: Annotated[bytes, field(N_("Amount"))] = b""

    with pytest.raises(TypeError, match="form"):
        specs(Odd)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"mode": "a", "many": []}, ["mode", "many", "for_a"]),
        ({"mode": "b", "many": ["x", "y"]}, ["mode", "many", "for_many"]),
        ({}, ["mode", "many"]),
    ],
)
def test_a_field_is_shown_while_another_has_one_of_its_values(values: dict[str, Any], expected: list[str]) -> None:
    class Depending(RecordBody):
        mode: Annotated[str, field(N_("Mode"))] = ""
        many: Annotated[list[str], field(N_("Many"))] = msgspec.field(default_factory=list)
        for_a: Annotated[str, field(N_("For a"), show_when=("mode", ("a",)))] = ""
        for_many: Annotated[str, field(N_("For many"), show_when=("many", ("y", "z")))] = ""

    assert [spec.name for spec in shown(specs(Depending), values)] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", True), (" \n", True), ([], True), (None, True), (0, False), (False, False), ("x", False)],
)
def test_no_and_zero_are_answers(value: object, expected: bool) -> None:
    assert is_empty(value) is expected


@pytest.mark.parametrize(("name", "spec"), EVERY, ids=[name for name, _ in EVERY])
def test_every_field_of_every_kind_can_be_shown(name: str, spec: FieldSpec) -> None:
    assert spec.label.strip()
    assert spec.shape in SHAPES
    assert spec.tier in Tier
    if spec.shape in {"choice", "choices"}:
        assert spec.choices
        assert all(choice.label.strip() for choice in spec.choices)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_condition_names_a_field_beside_it_and_values_it_can_have(kind: Any) -> None:
    for spec in specs(kind.struct):
        for fields in (specs(kind.struct), spec.item or ()):
            by_name = {found.name: found for found in fields}
            for conditional in fields:
                if conditional.show_when is not None:
                    other, values = conditional.show_when
                    known = {True, False} if by_name[other].shape == "bool" else set(by_name[other].choices or ())
                    assert set(values) <= known, conditional.name


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("client", {"name"}),
        ("consent", {"template", "decision", "method", "given_on"}),
        ("incident", {"what_happened", "occurred", "where", "danger"}),
    ],
)
def test_a_form_opens_with_few_fields(kind: str, first: set[str]) -> None:
    fields = specs(KINDS[kind].struct)
    values = {"decision": "granted", "danger": "no"}
    assert {spec.name for spec in shown(fields, values) if spec.tier is Tier.FIRST} == first
