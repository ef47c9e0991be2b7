"""A scenario file in the notebook: loaded, changed, checked, run and explained."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from . import assumptions, command, labels, sweeping
from .answer import Answer, Solution
from .errors import BadInput, EnvelopeError
from .fitting import Fit
from .flags import flags, text_given
from .progress import bar
from .result import Result, read_paths
from .words import Words

_MEMORY = "/dev/shm"  # a folder in memory, on Linux; containers often give it little room
_FULL = "no space left on device"

#: What may stand at a place of a file: text as in the file, a number, one value for each year, a law or its keys.
Setting = str | float | Fit | Mapping[str, Any] | Iterable[Any]


@dataclasses.dataclass(frozen=True)
class Spec:
    """A scenario file: its text, and what has been set in it. It does not change; what changes it returns a copy.

    It holds every scenario of the file: the baseline and the changes beside it.

    Everything it says comes from the ``envelope`` command; no model is worked out in Python. ``folder`` is where the
    tables are that the text names.
    """

    text: str
    name: str = "scenario"
    folder: str | None = None
    settings: tuple[tuple[str, str], ...] = ()
    end: str | None = None

    def set(self, place: str | Mapping[str, Setting], value: Setting | None = None) -> Spec:
        """A copy with a number put in the place of the file's: ``env.set("funding.real_growth", "4%")``.

        ``place`` is the number's place in the file by its keys, or a mapping from places to values. ``value`` is what
        would stand there: text as in a file, a list with one value for each year after the opening year, a dict such as
        ``{"p10": "3%", "p90": "5%"}``, or what :func:`envelope.fit` found. A Series is read by its labels, which are
        years (2019/20, 2019, a PeriodIndex): every year of the scenario has one, in any order, and other years are left
        out. One with the labels 0, 1, 2 … is a list; any other is refused. Rates are fractions or percentages in text:
        0.04 is "4%". The copy is checked when it is run.
        """
        if isinstance(place, str):
            if value is None:
                raise BadInput(f'set: {place} needs a value, as in env.set({place!r}, "4%")')
            place = {place: value}
        if not isinstance(place, Mapping):
            raise BadInput(f"set: {place!r} is not a place such as funding.real_growth, nor a dict of places")
        years = functools.cache(self._years)
        added = tuple((str(path), assumptions.written(str(path), v, years)) for path, v in place.items())
        return dataclasses.replace(self, settings=self.settings + added)

    def set_frame(self, table: pd.DataFrame) -> Spec:
        """A copy with the numbers of a table: a row for each, its place in the column ``input``.

        The other columns are the number's keys as in a file: ``value``, or ``p10`` and ``p90``, or ``triangular.low``
        and so on, and ``source``, ``note``, ``owner``, ``quality``; cells without anything are left out. Columns that
        are years hold the values of those years, in any order. A table from :meth:`assumptions` can be changed and
        given back: only rows whose value is no longer the same are set.
        """
        if "default" in table.columns:
            now = self.check()
            table = assumptions.changed(table, assumptions.frame(now["inputs"]), now["currency"])
        return self.set(assumptions.by_place(table))

    def until(self, year: Any) -> Spec:
        """A copy that ends in a year, earlier than the file does."""
        return dataclasses.replace(self, end=self._year(year))

    def _year(self, year: Any) -> str | None:
        """A year as the command has it, where 2023 or a period of a year is given."""
        return year if year is None or isinstance(year, str) else labels.named(year, self.check()["years"])

    def _years(self) -> list[str]:
        """The years after the opening year, which a list of values is for."""
        years: list[str] = self.check()["years"]
        return years[1:]

    def check(self, *, strict: bool = False) -> dict[str, Any]:
        """What the scenario holds: its years, lines, scenarios and inputs. Raises BadInput with every fault; ``strict``
        takes warnings that the file does not accept for faults.
        """
        raw = self._command("check", "--format", "json", "--all", *flags(strict=strict))
        return command.answer(raw, "years", "inputs")

    def assumptions(self, scenario: str | None = None) -> pd.DataFrame:
        """Every number in effect, with its source and support: one row for each input of each scenario.

        ``value`` is a number, or a list with one for each year: rates as fractions, money in the currency's unit, and
        the median of what is uncertain, whose ``law`` and ``process`` say more.
        """
        frame = assumptions.frame(self.check()["inputs"])
        if scenario is None:
            return frame
        if scenario not in set(frame["scenario"]):
            raise BadInput(
                f"there is no scenario {scenario!r}; there are {', '.join(map(repr, frame['scenario'].unique()))}"
            )
        return frame[frame["scenario"] == scenario].reset_index(drop=True)

    def run(
        self,
        paths: int | None = None,
        seed: int | None = None,
        *,
        lines: str | Iterable[str] | None = None,
        scenarios: str | Iterable[str] | None = None,
        year: Any = None,
        exact: bool = False,
        strict: bool = False,
        out: str | os.PathLike[str] | None = None,
        since: str | os.PathLike[str] | None = None,
        shares: bool = False,
        long: bool = False,
        workers: int | None = None,
        progress: bool | command.Progress = True,
    ) -> Result:
        """Runs the scenario and returns what it found.

        ``paths`` and ``seed`` default to the file's; ``lines`` and ``scenarios`` choose what is reported; ``year`` is
        the one to answer for; ``exact`` finds percentiles by sorting all paths; ``strict`` takes warnings for faults;
        ``out`` leaves the whole folder of results, with its page, paper and workbook, in which ``since`` lists what
        changed since older results, and ``shares`` how much of the variance rests on red numbers; ``long`` runs what is
        likely to take more than an hour. ``progress`` shows how far it is, or is called with the paths done and all of
        them. The figures are the command's, bit for bit.
        """
        given = flags(
            paths=paths, seed=seed, workers=workers, lines=lines, scenario=scenarios, year=self._year(year),
            exact=exact, strict=strict, out=None if out is None else str(Path(out).expanduser()), long=long,
            since=None if since is None else str(Path(since).expanduser()), shares=shares,
        )  # fmt: skip
        with bar(progress) as show:
            raw = self._command("run", "--format", "parquet", *given, progress=show)
        return Result.read(self, raw, flags(workers=workers, scenario=scenarios))

    def paths(
        self,
        lines: str | Iterable[str],
        paths: int | None = None,
        seed: int | None = None,
        *,
        sample: int | None = None,
        scenarios: str | Iterable[str] | None = None,
        unit: str | None = None,
        tidy: bool = False,
        long: bool = False,
        workers: int | None = None,
        progress: bool | command.Progress = True,
    ) -> pd.DataFrame:
        """The figures of every path, a row each; ``sample`` takes only the first so many.

        The columns are a line and a year, below their scenario where there are several; ``tidy`` has a row for each
        figure instead. Money is in the currency's unit, or in "bn", "m" or "000" of it.
        """
        given = flags(
            lines=lines, paths=paths, seed=seed, sample=sample, scenario=scenarios, long=long, workers=workers
        )
        return self._paths(given, progress, unit, tidy)

    def _paths(self, given: list[str], progress: bool | command.Progress, unit: str | None, tidy: bool) -> pd.DataFrame:
        """Paths by way of a file: in memory where that has room, else where temporary files are."""
        if os.access(_MEMORY, os.W_OK):
            try:
                return self._paths_by(_MEMORY, given, progress, unit, tidy)
            except EnvelopeError as error:
                if _FULL not in str(error):
                    raise
        return self._paths_by(None, given, progress, unit, tidy)

    def _paths_by(
        self, within: str | None, given: list[str], progress: bool | command.Progress, unit: str | None, tidy: bool
    ) -> pd.DataFrame:
        with command.folder(within) as out, bar(progress) as show:
            file = out / "paths.parquet"
            self._command("run", "--format", "none", "--paths-out", str(file), *given, progress=show)
            return read_paths(file, unit, tidy)

    def write_paths(
        self,
        file: str | os.PathLike[str],
        lines: str | Iterable[str],
        paths: int | None = None,
        seed: int | None = None,
        *,
        sample: int | None = None,
        scenarios: str | Iterable[str] | None = None,
        long: bool = False,
        workers: int | None = None,
        progress: bool | command.Progress = True,
    ) -> Path:
        """Writes the figures of every path to a file, Parquet (.parquet) or CSV (.csv), for runs whose paths do not fit
        into memory; returns its path.
        """
        target = Path(file).expanduser().absolute()
        given = flags(
            lines=lines, paths=paths, seed=seed, sample=sample, scenario=scenarios, long=long, workers=workers
        )
        with bar(progress) as show:
            self._command("run", "--format", "none", "--paths-out", str(target), *given, progress=show)
        return target

    def explain(
        self,
        line: str = "balance",
        year: Any = None,
        *,
        scenario: str | None = None,
        path: int | None = None,
        seed: int | None = None,
        depth: int = 0,
    ) -> Words:
        """Why a figure of the central case, or of one path, is what it is, down to its sources; ``depth`` 0 is all of
        it.
        """
        given = flags(line=line, year=self._year(year), scenario=scenario, path=path, seed=seed, depth=depth)
        return Words(self._command("explain", *given).decode().rstrip())

    def solve(
        self,
        place: str,
        low: str | float,
        high: str | float,
        *,
        chance: str | float = "80%",
        line: str = "balance",
        year: Any = None,
        measure: str = "in_year",
        scenario: str | None = None,
        figure: str | None = None,
        target: str | None = None,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
        long: bool = False,
    ) -> Solution:
        """The value of a number, between two, at which the chance that a line is zero or more reaches a target, or any
        ``figure`` its ``target``: "p10 of balance in 2023/24", "£0".

        Values are text as in a file, or numbers: 0.02 is "2%", and money in the currency's unit. ``measure`` is
        "in_year", "every_year" or "cumulatively".
        """
        found = self._solve(
            place, low, high, chance=_percent(chance), line=line, year=self._year(year), measure=measure,
            scenario=scenario, figure=figure, target=target, paths=paths, seed=seed, workers=workers, long=long,
        )  # fmt: skip
        return Solution(**found)

    def frontier(
        self,
        place: str,
        low: str | float,
        high: str | float,
        along: str,
        *,
        chance: str | float = "80%",
        line: str = "balance",
        year: Any = None,
        measure: str = "in_year",
        scenario: str | None = None,
        figure: str | None = None,
        target: str | None = None,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
        long: bool = False,
    ) -> Answer:
        """What :meth:`solve` finds for each of several values of another number: "need.real_growth=3%..4%/5"."""
        found = self._solve(
            place, low, high, chance=_percent(chance), line=line, year=self._year(year), measure=measure,
            scenario=scenario, figure=figure, target=target, paths=paths, seed=seed, workers=workers, long=long,
            **{"with": along},
        )  # fmt: skip
        return Answer._of(found)

    def break_even(
        self,
        place: str,
        low: str | float,
        high: str | float,
        *,
        line: str = "balance",
        year: Any = None,
        scenario: str | None = None,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
        long: bool = False,
    ) -> Answer:
        """Which value of a number every future would have needed for a line to be zero or more."""
        found = self._solve(
            place, low, high, line=line, year=self._year(year), scenario=scenario, paths=paths, seed=seed,
            workers=workers, long=long, each=True,
        )  # fmt: skip
        return Answer._of(found)

    def _solve(self, place: str, low: str | float, high: str | float, **options: Any) -> Any:
        ends = {"from": low, "to": high}
        if not all(isinstance(end, str) for end in ends.values()):
            about = self.check()
            money = any(row["money"] for row in about["inputs"] if row["input"] == place)
            ends = {name: _amount(name, end, about["currency"] if money else "") for name, end in ends.items()}
        raw = self._command("solve", "--format", "json", *flags(input=place, **ends, **options))
        return command.answer(raw, "value", "words")

    def ask(
        self,
        figure: str,
        *,
        until: str | None = None,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
        long: bool = False,
    ) -> Answer:
        """One figure, as ``envelope ask`` takes it: "p10 of balance in 2023/24", "worst 5% of balance", "first year of
        balance", "chance all bodies balance by 2028/29"; ``until`` runs more paths until it is known to a width, such
        as "0.5 points".
        """
        return self._answer("ask", figure, until=until, paths=paths, seed=seed, workers=workers, long=long)

    def drivers(
        self,
        figure: str = "chance that balance",
        *,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
        long: bool = False,
    ) -> Answer:
        """What drives a figure: swings over each number's p10 to p90, and shares of the variance."""
        return self._answer("drivers", figure, paths=paths, seed=seed, workers=workers, long=long)

    def gradient(
        self,
        figure: str = "chance that balance",
        *,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
        long: bool = False,
    ) -> Answer:
        """What a little more of each decided number adds to a figure: £1m of money, a tenth of a point of a rate."""
        return self._answer("gradient", figure, paths=paths, seed=seed, workers=workers, long=long)

    def bridge(
        self,
        figure: str = "mean of reported_position",
        since: Any = None,
        *,
        underlying: Any = None,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
        long: bool = False,
    ) -> Answer:
        """Why a figure differs between two scenarios, change by change: "mean of balance for X versus Y".

        ``since="2018/19"``: why it differs from that year in one scenario, by inflation, need, savings and the rest.
        ``underlying="2018/19"``: what lies between the reported and the underlying position of that year.
        """
        return self._answer(
            "bridge",
            figure,
            since=self._year(since),
            underlying=self._year(underlying),
            paths=paths,
            seed=seed,
            workers=workers,
            long=long,
        )

    def table(
        self,
        rows: str,
        columns: str | None = None,
        figure: str = "chance that balance",
        *,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
        long: bool = False,
    ) -> Answer:
        """A figure for values of one or two numbers: ``rows="funding.real_growth=2%..5%"``."""
        return self._answer(
            "table", figure, rows=rows, columns=columns, paths=paths, seed=seed, workers=workers, long=long
        )

    def replay(
        self,
        figure: str = "median of balance",
        *,
        lines: str | Iterable[str] | None = None,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
        long: bool = False,
    ) -> Answer:
        """What was drawn for the future at a percentile: "p95 of balance in 2023/24"; ``lines`` are others to show."""
        return self._answer("replay", figure, lines=lines, paths=paths, seed=seed, workers=workers, long=long)

    def _answer(self, question: str, figure: str, **options: Any) -> Answer:
        text_given("figure", figure)
        raw = self._command(question, *flags(**options), "--format", "json", "--", figure)
        return Answer._of(command.answer(raw, "question", "value", "rows"))

    def sweep(
        self,
        settings: pd.DataFrame | Mapping[str, Iterable[Any]],
        figures: str | Iterable[str] | Mapping[str, str] = "chance that balance",
        *,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
        long: bool = False,
        progress: bool | command.Progress = True,
    ) -> pd.DataFrame:
        """Figures for every row of a table of settings, all on the same draws, in one process.

        A column is a place in the file, or an assumption by its name; ``bodies.*.need.real_growth`` is every body's.
        There are at most 500 columns, 100,000 rows and a million cells. Values are as in :meth:`set`. ``figures`` are
        as :meth:`ask` takes them; a dict gives them names.

        A row comes back for each row and figure: the settings, ``figure``, and its ``value`` with the ends of its 95%
        Monte Carlo interval, ``lo`` and ``hi``. The index stays, so ``found.pivot(columns="figure", values="value")``
        is a column for each figure. ``progress`` is called with the rows done and all of them.
        """
        table = sweeping.table(settings)
        asked = sweeping.figures(figures)
        with command.folder() as folder, bar(progress, "row") as show:
            file = folder / "cases.csv"
            command.write_table(file, table.columns, sweeping.cells(table, self._years))
            given = flags(settings=str(file), paths=paths, seed=seed, workers=workers, long=long)
            given += [f"--figure={figure}" for figure in asked.values()]
            raw = self._command("sweep", *given, progress=show)
        return sweeping.found(table, list(asked), raw)

    def backcast(
        self,
        outturn: pd.DataFrame | str | os.PathLike[str],
        *,
        scenario: str | None = None,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
        long: bool = False,
        progress: bool | command.Progress = True,
    ) -> pd.DataFrame:
        """Where what happened falls among the paths: a row for each outturn, with its percentile and the bands that
        hold it. ``outturn`` is a table with the columns row, year, value and source, or the path of such a CSV.
        """
        given = flags(format="csv", scenario=scenario, paths=paths, seed=seed, workers=workers, long=long)
        with command.folder() as folder, bar(progress) as show:
            file = outturn
            if isinstance(outturn, pd.DataFrame):
                file = folder / "outturn"
                outturn.map(labels.year_text).to_csv(file, index=False)
            raw = self._command("backcast", *given, "--", str(file), progress=show)
        return sweeping.table_of(raw)

    def _command(self, name: str, *options: str, progress: command.Progress | None = None) -> bytes:
        about = ["--name", self.name, *flags(folder=self.folder, end=self.end)]
        with contextlib.ExitStack() as stack:
            settings = None
            if self.settings:
                file = stack.enter_context(command.folder()) / "settings.csv"
                command.write_table(file, ("place", "value"), self.settings)
                settings = str(file), f"{self.name}, as set"
                about += ["--set-from", str(file)]
            return command.run([name, "-", *about, *options], self.text, progress, settings=settings)

    def __repr__(self) -> str:
        set_here = f", {len(self.settings)} set" if self.settings else ""
        return f"<envelope.Spec {self.name!r}{set_here}>"


def _percent(chance: str | float) -> str:
    """A chance as text: 0.8 is 80%."""
    return chance if isinstance(chance, str) else f"{_real('chance', chance) * 100:.15g}%"


def _amount(name: str, value: Any, currency: str) -> str:
    """A value as a file has it: money with its currency."""
    if isinstance(value, str):
        return value
    return assumptions.money(value, currency) if currency else f"{_real(name, value) * 100:.15g}%"


def _real(name: str, value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise BadInput(f"{name}: {value!r} is not a number") from None
