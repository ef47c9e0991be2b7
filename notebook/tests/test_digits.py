"""Figures are written by the command's rule: both read the same cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from envelope import assumptions, digits

CASES = json.loads((Path(__file__).resolve().parents[2] / "report/testdata/digits.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"])
def test_as_the_command_writes(case):
    value, half = case["value"], case["half"]
    assert digits.alone(value, value - half, value + half, case["decimals"]) == case["text"]


def test_without_an_interval_and_unknown():
    nan = float("nan")
    assert digits.alone(2.345, nan, nan) == "2.3"
    assert digits.alone(nan, nan, nan) == "?"
    assert digits.alone(2.0, float("-inf"), float("inf")) == "?"


@pytest.mark.parametrize("value", [0.02, -0.5, 3.0, 0.1 + 0.2, 1e-7, 123456789012345.0, 12345678901234567.0, 1 / 3])
def test_a_float_is_written_as_in_a_list(value):
    """Floats of few digits are written by a shorter way."""
    alone, listed = assumptions.written("a", value, list), assumptions.written("a", [value], list)
    assert f"[{alone}]" == listed
