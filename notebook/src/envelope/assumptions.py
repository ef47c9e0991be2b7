"""Assumptions as tables: those of a scenario as a DataFrame, those of a DataFrame as a scenario's."""

from __future__ import annotations

import contextlib
import copy
import datetime
import decimal
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from . import labels
from .errors import BadInput
from .fitting import Fit

#: What a table of assumptions says beside the keys of a file.
_BESIDE = {"scenario", "input", "law", "process", "default", "money", "assumed_from", "place"}

_COLUMNS = [
    "scenario",
    "input",
    "value",
    "law",
    "process",
    "quality",
    "source",
    "note",
    "owner",
    "default",
    "money",
    "assumed_from",
    "place",
]


def frame(inputs: list[dict[str, Any]]) -> pd.DataFrame:
    """The inputs that ``check`` lists, one row each."""
    rows = [
        {**dict.fromkeys(_COLUMNS, ""), "default": False, **row, "value": _numbers(row["values"])} for row in inputs
    ]
    return pd.DataFrame(rows)[_COLUMNS]


def _numbers(values: list[str]) -> float | list[float]:
    numbers = [float(v) for v in values]
    return numbers[0] if len(numbers) == 1 else numbers


def changed(table: pd.DataFrame, now: pd.DataFrame, currency: str) -> pd.DataFrame:
    """The rows of a table of assumptions whose value is not what it is now; money gets its currency, as in a file."""
    same = {(row["scenario"], row["input"]): row["value"] for row in now.to_dict("records")}
    first = now["scenario"].iloc[0]
    rows = []
    for row in _rows(table):
        by_year = any(labels.is_year(key) and not missing(value) for key, value in row.items())
        if (
            not by_year
            and not isinstance(row["value"], pd.Series)
            and _alike(same.get((row["scenario"], row["input"])), row["value"])
        ):
            continue
        if row["scenario"] != first:
            raise BadInput(
                f"set_frame: {row['input']} of {row['scenario']!r} is changed; only the numbers of the baseline, {first!r}, can be set"
            )
        if row["money"] and not isinstance(row["value"], str):
            row["value"] = money(row["value"], currency)
        rows.append(row)
    return pd.DataFrame(rows, columns=table.columns)


def _alike(one: Any, other: Any) -> bool:
    """Whether two values are the same to the digits that a file has; spreadsheets keep no more."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) and isinstance(other, (int, float)):
        return f"{one:.{_DIGITS}g}" == f"{other:.{_DIGITS}g}"
    return bool(one == other)


def _rows(table: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows of a table; a list that a spreadsheet has as text, "[0.01, 0.02]", is one again."""
    rows: list[dict[Any, Any]] = table.to_dict("records")
    for row in rows:
        value = row.get("value")
        if isinstance(value, str) and value.strip().startswith("["):
            with contextlib.suppress(ValueError):  # it is text as in a file
                row["value"] = json.loads(value)
    return rows


def money(value: Any, currency: str) -> Any:
    """An amount as a file has it, to the penny; of a list or a Series each."""
    if isinstance(value, pd.Series):
        return value.map(lambda v: v if pd.isna(v) else money(v, currency))
    if isinstance(value, Iterable):
        return [money(v, currency) for v in value]
    return f"{'-' if value < 0 else ''}{currency}{abs(value):.2f}"


def by_place(table: pd.DataFrame) -> dict[str, Any]:
    """A table's numbers by their places: the value alone, or the keys that the row fills."""
    if "input" not in table.columns:
        raise BadInput("the table has no column 'input' with the places of its numbers, such as funding.real_growth")
    numbers: dict[str, Any] = {}
    for row in _rows(table):
        place = str(row["input"]).strip()
        row = _yearly(place, row)
        keys = _nested({str(key): value for key, value in row.items() if key not in _BESIDE and not missing(value)})
        if place in numbers:
            raise BadInput(f"the table has {place} twice")
        if keys.keys() == {"value"}:
            numbers[place] = keys["value"]
        elif not keys:
            raise BadInput(f"the table has no value for {place}")
        elif isinstance(keys.get("value"), (list, tuple, pd.Series)):
            numbers[place] = {"values": keys.pop("value"), **keys}
        else:
            numbers[place] = keys
    return numbers


def _yearly(place: str, row: dict[Any, Any]) -> dict[Any, Any]:
    """A row whose columns are years as one with a value for each year, labelled by them."""
    years = {key: value for key, value in row.items() if labels.is_year(key) and not missing(value)}
    if not years:
        return row
    if not missing(row.get("value")):
        raise BadInput(f"{place}: the table has a value, and also values by year; give one of the two")
    rest = {key: value for key, value in row.items() if not labels.is_year(key)}
    return {**rest, "value": pd.Series(years)}


def _nested(keys: Mapping[str, Any]) -> dict[str, Any]:
    """Keys below keys, where a column is named so: "triangular.low"."""
    root: dict[str, Any] = {}
    for name, value in keys.items():
        *parents, last = name.split(".")
        at = root
        for key in parents:
            at = at.setdefault(key, {})
            if not isinstance(at, dict):
                raise BadInput(f"the columns {key!r} and {name!r} exclude each other")
        at[last] = value
    return root


def tree(numbers: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario's dict from numbers by their places."""
    root: dict[str, Any] = copy.deepcopy(dict(about))
    for place, value in numbers.items():
        *parents, last = place.split(".")
        at = root
        for key in parents:
            at = at.setdefault(key, {})
            if not isinstance(at, dict):
                raise BadInput(f"{place}: {key} has a value of its own already")
        if last in at:
            raise BadInput(f"{place} is given twice")
        at[last] = value
    return root


def written(place: str, value: Any, years: labels.Years) -> str:
    """A value as it would stand in a file whose years are given."""
    if type(value) is float and len(text := repr(value)) <= _DIGITS + 1 and text.lstrip("-").replace(".", "").isdigit():
        return text  # as below, but at once: tables have many
    if isinstance(value, Fit):
        return value.value
    return value if isinstance(value, str) else text_of(value, years, place, indent=None)


def text_of(value: Any, years: labels.Years, place: str = "the scenario", indent: int | None = 1) -> str:
    """JSON, which is YAML; NumPy's numbers and lists are taken as Python's, numbers to 15 significant digits, a Series
    by its labels, dates and periods as text."""
    try:
        return json.dumps(_plain(value, years, place), ensure_ascii=False, indent=indent)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{place}: {error}") from None
    except RecursionError:
        raise BadInput(f"{place}: it holds itself, or is nested too deeply") from None


#: Significant digits that a scenario file may have; Python writes up to 17.
_DIGITS = 15


def _plain(value: Any, years: labels.Years, place: str, above: str = "", partial: bool = False) -> Any:
    """``place`` ends with the key of the value and ``above`` is the one before; ``partial`` says that another value follows those given."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, (float, np.floating, decimal.Decimal)):
        return _number(value)
    if isinstance(value, (datetime.date, pd.Period)):
        return labels.date_text(value)
    if isinstance(value, Mapping):
        key = place.rpartition(".")[2]
        return {
            str(k): _plain(v, years, f"{place}.{k}", key, k == "values" and "then" in value) for k, v in value.items()
        }
    if isinstance(value, pd.Series):
        return _plain(_listed(value, years, place, above, partial), years, place)
    if isinstance(value, pd.DataFrame):
        raise TypeError('a DataFrame has several columns; give one of them, table["column"], whose labels are years')
    if isinstance(value, Fit):
        raise TypeError("what was fitted stands alone as a number's value; use env.set(place, fit)")
    if isinstance(value, np.ndarray) and value.ndim:
        return [_plain(v, years, place) for v in value]
    if hasattr(value, "tolist"):  # NumPy and pandas
        return _plain(value.tolist(), years, place)
    if isinstance(value, Iterable) and not isinstance(value, (set, frozenset, bytes)):
        return [_plain(v, years, place) for v in value]
    raise TypeError(f"{value!r} cannot stand in a scenario")


def _number(value: float | np.floating[Any] | decimal.Decimal) -> float | int | str:
    """A number as JSON has it; as text without a power of ten, which files do not have, where JSON would have one."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a number")
    if isinstance(value, decimal.Decimal):
        exact = value
    else:  # the shortest that means it: of np.float32(0.02) it is 0.02
        exact = decimal.Decimal(f"{float(str(value)):.{_DIGITS}g}")
    if exact == exact.to_integral_value() and isinstance(value, decimal.Decimal):
        return int(exact)
    number = float(exact)
    return format(exact, "f") if "e" in repr(number) or decimal.Decimal(repr(number)) != exact else number


def _listed(series: pd.Series, years: labels.Years, place: str, above: str, partial: bool) -> list[Any]:
    """The values of a Series: a history's by its own years, observations in any order, all others by the scenario's years."""
    if place.rpartition(".")[2] == "history":
        return labels.in_order(series, place)
    if above == "empirical":
        return list(series.tolist())
    return labels.by_year(series, years, place, partial)


def missing(value: Any) -> bool:
    """Whether a cell of a table has nothing in it."""
    if isinstance(value, pd.Series):
        return False
    return (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or value == ""
        or (isinstance(value, float) and math.isnan(value))
    )
