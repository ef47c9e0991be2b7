"""Figures are written by the command's rule: both read the same cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from envelope import digits

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
