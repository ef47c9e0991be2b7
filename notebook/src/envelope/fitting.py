"""Laws fitted to history by the ``envelope`` command."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from . import command, labels
from .errors import BadInput
from .words import Words


@dataclass(frozen=True)
class Fit:
    """A law and a process fitted to history, with what so short a history can tell.

    ``value`` is what stands in a scenario file behind the number's key; :meth:`Spec.set` takes a fit for a value.
    """

    value: str
    text: Words = field(repr=False)

    def __str__(self) -> str:
        return str(self.text)

    def __repr__(self) -> str:
        return str(self.text)


def fit(
    data: pd.Series | pd.DataFrame | str | os.PathLike[str],
    column: str | None = None,
    *,
    law: str = "normal",
    process: str = "each_year",
    until: str | None = None,
    low: str | None = None,
    high: str | None = None,
    name: str = "a table of the notebook",
) -> Fit:
    """Fits a law to a column of history and says how sure it is: standard errors, forecasts of what came, what to mind.

    ``data`` is a Series by year, a DataFrame with years in a column ``year`` or as its index, the path of such a CSV,
    or "history:NAME.csv" for one that comes with the command. Rates are fractions or percentages in text: 0.034 is
    "3.4%". ``law`` and ``process`` are those of ``envelope fit``; ``until`` leaves later years out; ``low`` and
    ``high`` bound a beta law. ``name`` is what a Series or DataFrame is called as a source.
    """
    source, text, column = _table(data, column)
    options = ["--name", name, "--column", column, "--law", law, "--process", process]
    for flag, asked in (("--until", until), ("--low", low), ("--high", high)):
        if asked is not None:
            options += [flag, asked]
    page = command.run(["fit", source, *options], text)
    value = command.run(["fit", source, *options, "--format", "yaml"], text)
    return Fit(value.decode().strip(), Words(page.decode().rstrip()))


def _table(data: pd.Series | pd.DataFrame | str | os.PathLike[str], column: str | None) -> tuple[str, str, str]:
    """What the command reads: a file or standard input, the text for it, and the column."""
    if isinstance(data, pd.Series):
        column = column or str(data.name or "value")
        data = data.to_frame(column)
    if column is None:
        raise BadInput('fit: name the column of figures: fit(table, column="growth")')
    if not isinstance(data, pd.DataFrame):
        source = str(data)
        return source if source.startswith("history:") else str(Path(source).expanduser()), "", column
    if column not in data.columns:
        raise BadInput(f"fit: the table has no column {column!r}; it has {', '.join(map(repr, data.columns))}")
    if "year" not in data.columns:
        data = data.rename_axis("year").reset_index()
    table = data[["year", column]].assign(year=data["year"].map(labels.year_text))
    return "-", table.to_csv(index=False), column
