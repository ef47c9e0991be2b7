"""What a run found: its figures, pictures and paths."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow.parquet import ParquetFile

from . import charts, command
from .figures import Figures

_KEY = b"envelope"

#: Every path of runs by flags of the command.
Paths = Callable[[list[str], "bool | command.Progress"], pd.DataFrame]


class Result(Figures):
    """What a run found. ``records`` has every figure in long form; the rest are views of it.

    ``name``, ``set`` (what was set for it, in words; the name has it too), ``answer`` (the question answered in words),
    ``year`` (the one that the answer is for), ``years``, ``scenarios`` (the baseline first), ``comparisons``,
    ``lines``, ``currency``, ``paths_run``, ``seed``, ``hash`` (equal hashes, equal results), ``warnings`` and
    ``not_modelled`` say what it is.

    A scenario may be named by how its name begins, where only one begins so. A line of a body is named with it: "Acute
    trust: balance".
    """

    def __init__(self, paths: Paths, records: pd.DataFrame, about: dict[str, Any], flags: list[str]) -> None:
        super().__init__(records, about)
        self._paths = paths
        self._flags = flags

    @classmethod
    def read(cls, paths: Paths, raw: bytes, flags: list[str]) -> Result:
        """The result that ``envelope run --format parquet`` printed."""
        table = ParquetFile(pa.BufferReader(raw)).read()
        return cls(paths, table.to_pandas(), json.loads(table.schema.metadata[_KEY]), flags)

    def paths(
        self, lines: str | Iterable[str], sample: int | None = None, *, progress: bool | command.Progress = True
    ) -> pd.DataFrame:
        """The figures of every path of this run, a row each; ``sample`` takes only the first so many.

        The columns are a line and a year, below their scenario where there are several.
        """
        names = lines if isinstance(lines, str) else ",".join(lines)
        fixed = [
            f"--paths={self.paths_run}",
            f"--seed={self.seed}",
            f"--lines={names}",
            *([] if sample is None else [f"--sample={int(sample)}"]),
        ]
        return self._paths([*self._flags, *fixed], progress)

    def fan(
        self, line: str = "balance", scenario: str | Iterable[str] | None = None, *, backend: str | None = None
    ) -> Any:
        """Draws a line's percentiles as a fan, for one scenario or several: an Altair chart, or a matplotlib figure.

        ``backend`` is "altair" or "matplotlib"; by default the first that is installed.
        """
        return charts.fan(self, line, self._several(scenario), backend)

    def earmark(self, scenario: str | Iterable[str] | None = None, *, backend: str | None = None) -> Any:
        """Draws what becomes of the earmark, year by year: spent, and diverted to deficits (means of all paths)."""
        return charts.earmark(self, self._several(scenario), backend)

    def _several(self, scenario: str | Iterable[str] | None) -> list[str]:
        if scenario is None:
            return self.scenarios[:4]
        return [self._named(name) for name in ([scenario] if isinstance(scenario, str) else scenario)]

    def __repr__(self) -> str:
        return f"<envelope.Result {self.name!r}: {self.paths_run:,} paths, seed {self.seed}, {self.hash[:12]}>"

    def __str__(self) -> str:
        return "\n".join([self.name, self.answer, *self.warnings])

    def _repr_html_(self) -> str:
        """The answer, and a picture of the balance where there is one."""
        parts = [f"<p><b>{html.escape(self.name)}</b></p>", f"<p>{html.escape(self.answer)}</p>"]
        parts += [f"<p>⚠ {html.escape(w)}</p>" for w in self.warnings]
        if "balance" in self.lines:
            parts.append(charts.inline(self, "balance", self._several(None)))
        parts.append(
            f"<p style='color:#666;font-size:85%'>{self.paths_run:,} paths, seed {self.seed}, result {self.hash[:12]}</p>"
        )
        return "".join(parts)


def read_paths(file: str | Path) -> pd.DataFrame:
    """The paths of a Parquet file that ``envelope run --paths-out`` wrote: the number of the path is the index."""
    with ParquetFile(file, memory_map=True) as source:
        columns = json.loads(source.schema_arrow.metadata[_KEY])["columns"]
        table = source.read()
    index = pd.Index(table.column("path").to_pandas(), name="path")
    frame: pd.DataFrame = table.select([c["column"] for c in columns]).to_pandas(split_blocks=True)
    several = len({c["scenario"] for c in columns}) > 1
    names = [(*((c["scenario"],) if several else ()), _line(c), c["year"]) for c in columns]
    frame.columns = pd.MultiIndex.from_tuples(names, names=[*(["scenario"] if several else []), "line", "year"])
    frame.index = index
    return frame


def _line(column: dict[str, str]) -> str:
    """A column's line, with its body where that is one of several."""
    return f"{column['body']}: {column['line']}" if "bodies." in column["column"] else column["line"]
