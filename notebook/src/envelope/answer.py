"""What questions come to."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pandas as pd


@dataclasses.dataclass(frozen=True)
class Answer:
    """What a question comes to: in words, as a value with its 95% Monte Carlo interval (NaN where there is none), and
    as tables of estimates and of the ends of their intervals.

    Rates, chances and shares are fractions, money is in the currency's unit.
    """

    question: str
    words: str
    value: float
    lo: float
    hi: float
    unit: str
    table: pd.DataFrame
    low: pd.DataFrame
    high: pd.DataFrame
    notes: list[str]
    paths: int
    seed: int

    @classmethod
    def _of(cls, found: dict[str, Any]) -> Answer:
        rows = found["rows"] or []

        def part(key: str) -> pd.DataFrame:
            cells = [[cell[key] for cell in row["cells"]] for row in rows]
            index = pd.Index([row["name"] for row in rows], dtype=object)
            return pd.DataFrame(cells, index=index, columns=found["columns"] if rows else None, dtype=float)

        def number(key: str) -> float:
            return math.nan if found["value"][key] is None else float(found["value"][key])

        return cls(
            question=found["question"],
            words=found["words"],
            value=number("value"),
            lo=number("lo"),
            hi=number("hi"),
            unit=found["value"]["unit"],
            table=part("value"),
            low=part("lo"),
            high=part("hi"),
            notes=found["notes"] or [],
            paths=found["paths"],
            seed=found["seed"],
        )

    def __repr__(self) -> str:
        return self.words


@dataclasses.dataclass(frozen=True)
class Solution:
    """What :meth:`Spec.solve` found: the value, with the interval that its Monte Carlo error leaves open.

    Rates are fractions, money is in the currency's unit.
    """

    input: str
    year: str
    value: float
    lo: float
    hi: float
    words: str

    def __repr__(self) -> str:
        return self.words
