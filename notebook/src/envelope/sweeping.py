"""Tables of settings as the command reads them, and the tables that it gives back."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from . import assumptions, labels
from .errors import BadInput, EnvelopeError
from .flags import text_given


def table(settings: pd.DataFrame | Mapping[str, Iterable[Any]]) -> pd.DataFrame:
    """Settings as a table, refused if it is none, or if a place stands there twice."""
    try:
        made = settings if isinstance(settings, pd.DataFrame) else pd.DataFrame(settings)
    except (TypeError, ValueError) as error:
        raise BadInput(f"sweep: the settings are not a table: {error}") from None
    places(made.columns)
    if made.empty:
        raise BadInput("sweep: the table has no rows")
    return made


def places(columns: Iterable[Any]) -> list[str]:
    """The columns of a table of settings, refused if there are none or one stands there twice."""
    named = [text_given("sweep: a column", place) for place in columns]
    twice = [place for i, place in enumerate(named) if place in named[:i]]
    if twice or not named:
        raise BadInput(f"sweep: the table has {twice[0]} twice" if twice else "sweep: the table has no columns")
    return named


def figures(asked: str | Iterable[str] | Mapping[str, str]) -> dict[str, str]:
    """Figures by the names that they get."""
    if isinstance(asked, Mapping):
        named = [(str(name), figure) for name, figure in asked.items()]
    else:
        named = [(figure, figure) for figure in ([asked] if isinstance(asked, str) else asked)]
    found: dict[str, str] = {}
    for name, figure in named:
        if text_given("figure", name) in found:
            raise BadInput(f"sweep: the figure {name!r} is asked for twice")
        found[name] = text_given("figure", figure)
    if not found:
        raise BadInput("sweep: there is no figure to work out")
    return found


def cells(settings: pd.DataFrame, years: labels.Years) -> Iterator[list[str]]:
    """Every row as texts of a file."""
    places = list(settings.columns)
    for label, *row in settings.itertuples(name=None):
        for place, value in zip(places, row):
            if assumptions.missing(value):
                raise BadInput(f"sweep: row {label}: {place} has no value")
        yield [assumptions.written(place, value, years) for place, value in zip(places, row)]


def found(settings: pd.DataFrame, names: list[str], raw: bytes) -> pd.DataFrame:
    """What ``envelope sweep`` printed: a row for each setting and figure."""
    each = estimates(settings, names, raw)
    frame = settings.iloc[np.repeat(np.arange(len(settings)), len(names))]
    return frame.assign(figure=names * len(settings), value=each[:, 0], lo=each[:, 1], hi=each[:, 2])


def estimates(settings: pd.DataFrame, names: list[str], raw: bytes) -> np.ndarray[Any, np.dtype[np.float64]]:
    """What ``envelope sweep`` printed: value, low and high for each figure of each setting."""
    cells = [row[len(settings.columns) :] for row in csv.reader(io.StringIO(raw.decode("utf-8-sig")))][1:]
    printed = np.array([[float(text) if text else math.nan for text in row] for row in cells])
    if printed.shape != (len(settings), 3 * len(names)):
        raise EnvelopeError(f"the sweep came to {len(printed)} of {len(settings)} rows")
    return printed.reshape(-1, 3)


def table_of(raw: bytes) -> pd.DataFrame:
    """A table that the command printed: columns of numbers as such, to the last bit."""
    heading, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    return pd.DataFrame({name: _numbers(list(column)) for name, column in zip(heading, zip(*rows))}, columns=heading)


def _numbers(texts: list[str]) -> list[float] | list[str]:
    try:
        return [float(text) if text else math.nan for text in texts] if any(texts) else texts
    except ValueError:
        return texts
