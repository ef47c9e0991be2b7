"""The figures of a run, as pandas tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from . import labels
from .errors import NotInResult

_BALANCES = {
    "balance": "balance_in_year",
    "money_intact": "core_position_in_year",
    "every_body": "lowest_balance_in_year",
}
_STATS = ("central", "mean", "p10", "p50", "p90")


class Figures:
    """What a run found, but for its pictures and paths: see Result."""

    def __init__(self, records: pd.DataFrame, about: dict[str, Any]) -> None:
        self._records = records
        self.name: str = about["name"]
        self.set: str = about["set"]
        self._own: str = about["own"]
        self.body: str = about["body"]
        self.answer: str = about["answer"]
        self.year: str = about["year"]
        self.years: list[str] = about["years"]
        self.assumed_from: str = about["assumed_from"]
        self.prices: str = about.get("prices", self.years[0])
        self.scenarios: list[str] = about["scenarios"]
        self.comparisons: list[tuple[str, str]] = [(of, versus) for of, versus in about["comparisons"]]
        self.lines: list[str] = about["lines"]
        self.currency: str = about["currency"]
        self.paths_run: int = about["paths"]
        self.seed: int = about["seed"]
        self.hash: str = about["result_hash"]
        self.warnings: list[str] = [w["text"] for w in about["warnings"] or [] if not w.get("accepted")]
        self.not_modelled: list[str] = about["not_modelled"] or []

    @property
    def records(self) -> pd.DataFrame:
        """Every figure in long form: a copy, so that what is done to it changes nothing here."""
        return self._records.copy()

    def table(
        self,
        line: str = "balance",
        scenario: str | None = None,
        *,
        basis: str = "cash",
        unit: str | None = None,
        stats: str | Iterable[str] = _STATS,
        tidy: bool = False,
    ) -> pd.DataFrame:
        """A line year by year: one row for each year, one column for each statistic; ``tidy`` has a row for each figure
        instead, with the columns year, stat and value.

        ``scenario`` defaults to the baseline. Money is in the currency's unit, or in "bn", "m" or "000" of it.
        ``basis`` is "cash", "real at plan" or "real at outturn", in the prices of the year ``prices``. The statistics
        are central, mean, sd, min, max, p5, p10, p25, p50, p75, p90 and p95.
        """
        wide = self._by_stat(self._of(self._named(scenario), "", line, basis), stats, unit)
        return wide.melt(ignore_index=False, var_name="stat").reset_index() if tidy else wide

    def compare(
        self,
        of: str,
        versus: str,
        line: str = "balance",
        *,
        basis: str = "cash",
        unit: str | None = None,
        stats: str | Iterable[str] = ("mean", "p10", "p50", "p90"),
    ) -> pd.DataFrame:
        """The difference of a line between two scenarios on the same draws, path by path; ``lo`` and ``hi`` bound its
        mean.

        Names may be given by how they begin. Where several of the run's comparisons fit, the table has them all, below
        their scenarios.
        """
        pairs = [p for p in self.comparisons if p == (of, versus)]
        pairs = pairs or [p for p in self.comparisons if p[0].startswith(of) and p[1].startswith(versus)]
        if not pairs:
            known = "; ".join(f"{a!r} with {b!r}" for a, b in self.comparisons) or "nothing"
            raise NotInResult(f"the run does not compare {of!r} with {versus!r}; it compares {known}")
        frames = {pair: self._difference(*pair, line, basis, stats, unit) for pair in sorted(pairs)}
        return next(iter(frames.values())) if len(frames) == 1 else pd.concat(frames, names=["of", "versus"])

    def _difference(
        self, of: str, versus: str, line: str, basis: str, stats: str | Iterable[str], unit: str | None
    ) -> pd.DataFrame:
        found = self._of(of, versus, line, basis)
        mean = found[found["stat"] == "mean"].set_index("year")[["lo", "hi"]]
        return self._by_stat(found, stats, unit).join(mean / _divided(found, unit))

    def chance(self, condition: str = "balance_in_year", scenario: str | None = None) -> pd.DataFrame:
        """How probable a condition is, year by year, with its 95% Monte Carlo interval."""
        found = self._of(self._named(scenario), "", condition, "")
        return self._in_order(found.set_index("year")[["value", "lo", "hi"]].rename(columns={"value": "probability"}))

    def chances(self, year: Any = None, condition: str = "balance_in_year") -> pd.DataFrame:
        """How probable a condition is in one year (by default the answer's), one row for each scenario."""
        rows = {scenario: self.chance(condition, scenario) for scenario in self.scenarios}
        asked = labels.named(year or self.year, self.years)
        if any(asked not in frame.index for frame in rows.values()):
            known = next(iter(rows.values())).index.tolist()
            raise NotInResult(f"the run has no chances for {asked!r}; it has {', '.join(map(str, known))}")
        return pd.DataFrame({scenario: frame.loc[asked] for scenario, frame in rows.items()}).T.rename_axis("scenario")

    def balances(self, year: Any = None) -> pd.DataFrame:
        """How probable each kind of balance is in one year (by default the answer's), one row for each scenario.

        ``balance`` counts the futures that balance only by taking the transformation money too; ``money_intact`` those
        whose core position is zero or more, so that none is taken; ``every_body`` those in which no body of a system
        has a deficit. A column is there if it was asked.
        """
        r = self._records
        asked = set(r.loc[(r["basis"] == "") & (r["body"] == self.body), "line"])
        kinds = {kind: condition for kind, condition in _BALANCES.items() if kind == "balance" or condition in asked}
        return pd.DataFrame({kind: self.chances(year, condition)["probability"] for kind, condition in kinds.items()})

    def _named(self, scenario: str | None) -> str:
        """A scenario by its name or how that begins."""
        if scenario is None:
            return self.scenarios[0]
        fit = [s for s in self.scenarios if s == scenario] or [s for s in self.scenarios if s.startswith(scenario)]
        if len(fit) != 1:
            what = "several scenarios that begin with" if fit else "no scenario"
            raise NotInResult(f"the run has {what} {scenario!r}; it has {', '.join(map(repr, self.scenarios))}")
        return fit[0]

    def _of(self, scenario: str, versus: str, line: str, basis: str) -> pd.DataFrame:
        """The records of a line, or of a condition, whose basis is empty."""
        whose, _, name = line.rpartition(": ")
        r = self._records
        found = r[
            (r["line"] == name)
            & (r["body"] == (whose or self.body))
            & (r["scenario"] == scenario)
            & (r["versus"] == versus)
            & (r["basis"] == basis)
        ]
        if found.empty:
            known = r.loc[(r["basis"] == basis) & (r["scenario"] == scenario), ["body", "line"]].drop_duplicates()
            names = [str(x.line) if x.body == self.body else f"{x.body}: {x.line}" for x in known.itertuples()]
            raise NotInResult(
                f"the run has no {'line' if basis else 'condition'} {line!r}{f' {basis}' if basis not in ('', 'cash') else ''}; it has {', '.join(names) or 'none'}"
            )
        return found

    def _by_stat(self, found: pd.DataFrame, stats: str | Iterable[str], unit: str | None) -> pd.DataFrame:
        wide = found.pivot(index="year", columns="stat", values="value")
        stats = [stats] if isinstance(stats, str) else list(stats)
        unknown = [s for s in stats if s not in found["stat"].unique()]
        if unknown:
            raise NotInResult(
                f"there is no statistic {', '.join(map(repr, unknown))}; there are {', '.join(found['stat'].unique())}"
            )
        frame = self._in_order(wide[stats]) / _divided(found, unit)
        frame.columns.name = None
        return frame

    def _in_order(self, frame: pd.DataFrame) -> pd.DataFrame:
        return frame.reindex(pd.Index([y for y in self.years if y in frame.index], name="year"))


_UNITS = {"bn": 1e9, "m": 1e6, "000": 1e3, "units": 1.0}


def divisor(of: str, unit: str | None) -> float:
    """What figures of a unit are divided by to be shown in another; rates stay as they are."""
    if unit is not None and unit not in _UNITS:
        raise NotInResult(f"there is no unit {unit!r}; there are {', '.join(_UNITS)}")
    return 1.0 if unit is None or of == "fraction" else _UNITS[unit]


def _divided(found: pd.DataFrame, unit: str | None) -> float:
    return divisor(found["unit"].iloc[0], unit)
