"""What a run found, as pandas tables and pictures."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow.parquet as pq

from . import charts

if TYPE_CHECKING:
    from .scenario import Scenario

_KEY = b"envelope"
_STATS = ("central", "mean", "p10", "p50", "p90")


class Result:
    """What a run found. ``records`` has every figure in long form; the rest are views of it.

    ``name``, ``answer`` (the question answered in words), ``year`` (the one that the answer is for), ``years``, ``scenarios`` (the baseline first),
    ``lines``, ``paths_run``, ``seed``, ``hash`` (equal hashes, equal results), ``warnings`` and ``not_modelled`` say what it is.
    """

    def __init__(self, scenario: Scenario, records: pd.DataFrame, about: dict[str, Any], flags: list[str]) -> None:
        self.records = records
        self._scenario = scenario
        self._flags = flags
        self._about = about
        self.name: str = about["name"]
        self.body: str = about["body"]
        self.answer: str = about["answer"]
        self.year: str = about["year"]
        self.years: list[str] = about["years"]
        self.assumed_from: str = about["assumed_from"]
        self.scenarios: list[str] = about["scenarios"]
        self.comparisons: list[tuple[str, str]] = [tuple(pair) for pair in about["comparisons"]]
        self.lines: list[str] = about["lines"]
        self.currency: str = about["currency"]
        self.paths_run: int = about["paths"]
        self.seed: int = about["seed"]
        self.hash: str = about["result_hash"]
        self.warnings: list[str] = about["warnings"] or []
        self.not_modelled: list[str] = about["not_modelled"] or []

    @classmethod
    def _read(cls, scenario: Scenario, raw: bytes, flags: list[str]) -> Result:
        table = pq.read_table(io.BytesIO(raw))
        about = json.loads(table.schema.metadata[_KEY])
        return cls(scenario, table.to_pandas(), about, flags)

    def table(self, line: str, scenario: str | None = None, *, body: str | None = None, basis: str = "cash", stats: Iterable[str] = _STATS) -> pd.DataFrame:
        """A line year by year: one row for each year, one column for each statistic. Money is in the currency's unit.

        ``scenario`` defaults to the baseline. ``basis`` is "cash", "real at plan" or "real at outturn".
        """
        return self._table(self._named(scenario), "", line, body, basis, stats)

    def compare(self, of: str, versus: str, line: str = "balance", *, body: str | None = None, basis: str = "cash", stats: Iterable[str] = ("mean", "p10", "p50", "p90")) -> pd.DataFrame:
        """The paired difference of a line between two scenarios, on the same draws; ``lo`` and ``hi`` bound its mean."""
        if (of, versus) not in self.comparisons:
            known = "; ".join(f"{a!r} with {b!r}" for a, b in self.comparisons) or "none"
            raise KeyError(f"the run does not compare {of!r} with {versus!r}; it compares {known}")
        frame = self._table(of, versus, line, body, basis, stats)
        mean = self._records(of, versus, line, body, basis)
        mean = mean[mean["stat"] == "mean"].set_index("year")
        return frame.assign(lo=mean["lo"], hi=mean["hi"])

    def chance(self, condition: str = "balance_in_year", scenario: str | None = None, *, body: str | None = None) -> pd.DataFrame:
        """How probable a condition is, year by year, with its 95% Monte Carlo interval."""
        found = self._records(self._named(scenario), "", condition, body, "")
        if found.empty:
            known = self.records.loc[self.records["stat"] == "probability", "line"].unique()
            raise KeyError(f"the run has no condition {condition!r}; it has {', '.join(known)}")
        return self._by_year(found.set_index("year")[["value", "lo", "hi"]].rename(columns={"value": "probability"}))

    def paths(self, lines: Iterable[str], sample: int | None = None) -> pd.DataFrame:
        """The figures of every path of this run, a row each; ``sample`` takes only the first so many.

        The columns are a line and a year, below their scenario where there are several.
        """
        lines = [lines] if isinstance(lines, str) else list(lines)
        flags = _without(self._flags, "--lines", "--paths", "--seed")
        fixed = ["--paths", str(self.paths_run), "--seed", str(self.seed), "--lines", ",".join(lines)]
        return self._scenario._paths([*flags, *fixed, *(["--sample", str(sample)] if sample else [])])

    def fan(self, line: str = "balance", scenario: str | Iterable[str] | None = None):
        """Draws a line's percentiles as a fan, for one scenario or several: an Altair chart, or a matplotlib figure."""
        names = self._several(scenario)
        return charts.fan(self, line, names)

    def earmark(self, scenario: str | Iterable[str] | None = None):
        """Draws what becomes of the earmark, year by year: spent, and diverted to deficits (means of all paths)."""
        return charts.earmark(self, self._several(scenario))

    def _several(self, scenario: str | Iterable[str] | None) -> list[str]:
        if scenario is None:
            return self.scenarios[:4]
        names = [scenario] if isinstance(scenario, str) else list(scenario)
        return [self._named(name) for name in names]

    def _named(self, scenario: str | None) -> str:
        if scenario is None:
            return self.scenarios[0]
        if scenario not in self.scenarios:
            raise KeyError(f"the run has no scenario {scenario!r}; it has {', '.join(map(repr, self.scenarios))}")
        return scenario

    def _records(self, scenario: str, versus: str, line: str, body: str | None, basis: str) -> pd.DataFrame:
        r = self.records
        whose = self.body if body is None else body
        return r[(r["scenario"] == scenario) & (r["versus"] == versus) & (r["line"] == line) & (r["basis"] == basis) & (r["body"] == whose)]

    def _table(self, scenario: str, versus: str, line: str, body: str | None, basis: str, stats: Iterable[str]) -> pd.DataFrame:
        found = self._records(scenario, versus, line, body, basis)
        found = found[found["stat"] != "probability"]
        if found.empty:
            raise KeyError(f"the run has no line {line!r}{f' of {body!r}' if body else ''}; it has {', '.join(self.lines)}")
        stats = list(stats)
        wide = found.pivot(index="year", columns="stat", values="value")
        unknown = [s for s in stats if s not in wide.columns]
        if unknown and not (versus and unknown == ["central"]):
            raise KeyError(f"there is no statistic {', '.join(unknown)}; there are {', '.join(wide.columns)}")
        frame = self._by_year(wide[[s for s in stats if s in wide.columns]])
        frame.columns.name = None
        return frame

    def _by_year(self, frame: pd.DataFrame) -> pd.DataFrame:
        return frame.reindex([y for y in self.years if y in frame.index])

    def __repr__(self) -> str:
        return f"<envelope.Result {self.name!r}: {self.paths_run:,} paths, seed {self.seed}, {self.hash[:12]}>"

    def _repr_html_(self) -> str:
        """The answer, and a picture of the balance where there is one."""
        parts = [f"<p><b>{html.escape(self.name)}</b></p><p>{html.escape(self.answer)}</p>"]
        if "balance" in self.lines:
            parts.append(charts.inline(self, "balance", self._several(None)))
        parts.append(f"<p style='color:#666;font-size:85%'>{self.paths_run:,} paths, seed {self.seed}, result {self.hash[:12]}</p>")
        return "".join(parts)


class Paths:
    """Reads a file of paths."""

    @staticmethod
    def read(file: str | Path) -> pd.DataFrame:
        """The paths of a Parquet file that ``envelope run --paths-out`` wrote: the number of the path is the index."""
        table = pq.read_table(file, memory_map=False)
        columns = json.loads(table.schema.metadata[_KEY])["columns"]
        index = pd.Index(table.column("path").to_pandas(), name="path")
        frame = table.select([c["column"] for c in columns]).to_pandas(split_blocks=True)
        several = len({c["scenario"] for c in columns}) > 1
        names = [(c["scenario"],) * several + (c["line"] if not _inner(c) else f"{c['body']}: {c['line']}", c["year"]) for c in columns]
        frame.columns = pd.MultiIndex.from_tuples(names, names=["scenario"] * several + ["line", "year"])
        frame.index = index
        return frame


def _inner(column: dict[str, str]) -> bool:
    return "bodies." in column["column"]


def _without(flags: list[str], *names: str) -> list[str]:
    """Flags without some, each of which has a value."""
    kept, skip = [], False
    for flag in flags:
        if skip:
            skip = False
        elif flag in names:
            skip = True
        else:
            kept.append(flag)
    return kept
