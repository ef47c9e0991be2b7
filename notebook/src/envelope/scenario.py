"""A scenario file in the notebook: loaded, changed, checked, run and explained."""

from __future__ import annotations

import dataclasses
import functools
import io
import json
import math
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from . import assumptions, command
from .errors import BadInput, EnvelopeError
from .fitting import Fit
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

    def _years(self) -> list[str]:
        """The years after the opening year, which a list of values is for."""
        years: list[str] = self.check()["years"]
        return years[1:]

    def check(self) -> dict[str, Any]:
        """What the scenario holds: its years, lines, scenarios and inputs. Raises BadInput with every fault."""
        found: dict[str, Any] = json.loads(self._command("check", "--format", "json", "--all"))
        return found

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
        year: str | None = None,
        exact: bool = False,
        long: bool = False,
        workers: int | None = None,
        progress: bool | command.Progress = True,
    ) -> Result:
        """Runs the scenario and returns what it found.

        ``paths`` and ``seed`` default to the file's; ``lines`` and ``scenarios`` choose what is reported; ``year`` is
        the one to answer for; ``exact`` finds percentiles by sorting all paths; ``long`` runs what is likely to take
        more than an hour. ``progress`` shows a bar where tqdm is installed, or is called with the paths done and all of
        them. The figures are the command's, bit for bit.
        """
        flags = _flags(
            paths=paths, seed=seed, workers=workers, lines=lines, scenario=scenarios, year=year, exact=exact, long=long
        )
        with bar(progress) as show:
            raw = self._command("run", "--format", "parquet", *flags, progress=show)
        return Result.read(self._paths, raw, _flags(workers=workers, scenario=scenarios))

    def paths(
        self,
        lines: str | Iterable[str],
        paths: int | None = None,
        seed: int | None = None,
        *,
        sample: int | None = None,
        scenarios: str | Iterable[str] | None = None,
        long: bool = False,
        workers: int | None = None,
        progress: bool | command.Progress = True,
    ) -> pd.DataFrame:
        """The figures of every path, a row each; ``sample`` takes only the first so many.

        The columns are a line and a year, below their scenario where there are several. Money is in the currency's
        unit.
        """
        flags = _flags(
            lines=lines, paths=paths, seed=seed, sample=sample, scenario=scenarios, long=long, workers=workers
        )
        return self._paths(flags, progress)

    def _paths(self, flags: list[str], progress: bool | command.Progress) -> pd.DataFrame:
        """Paths by way of a file: in memory where that has room, else where temporary files are."""
        if os.access(_MEMORY, os.W_OK):
            try:
                return self._paths_by(_MEMORY, flags, progress)
            except EnvelopeError as error:
                if _FULL not in str(error):
                    raise
        return self._paths_by(None, flags, progress)

    def _paths_by(self, folder: str | None, flags: list[str], progress: bool | command.Progress) -> pd.DataFrame:
        with tempfile.TemporaryDirectory(prefix="envelope-", dir=folder) as out, bar(progress) as show:
            file = Path(out) / "paths.parquet"
            self._command("run", "--format", "none", "--paths-out", str(file), *flags, progress=show)
            return read_paths(file)

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
        """Writes the figures of every path to a file, Parquet (.parquet) or CSV (.csv), for runs whose paths do not fit into memory; returns its path."""
        target = Path(file).expanduser().absolute()
        flags = _flags(
            lines=lines, paths=paths, seed=seed, sample=sample, scenario=scenarios, long=long, workers=workers
        )
        with bar(progress) as show:
            self._command("run", "--format", "none", "--paths-out", str(target), *flags, progress=show)
        return target

    def explain(
        self,
        line: str = "balance",
        year: str | None = None,
        *,
        scenario: str | None = None,
        path: int | None = None,
        seed: int | None = None,
        depth: int = 0,
    ) -> Words:
        """Why a figure of the central case, or of one path, is what it is, down to its sources; ``depth`` 0 is all of it."""
        out = self._command(
            "explain", *_flags(line=line, year=year, scenario=scenario, path=path, seed=seed, depth=depth)
        )
        return Words(out.decode().rstrip())

    def solve(
        self,
        place: str,
        low: str,
        high: str,
        *,
        chance: str = "80%",
        line: str = "balance",
        year: str | None = None,
        measure: str = "in_year",
        scenario: str | None = None,
        paths: int | None = None,
        seed: int | None = None,
        long: bool = False,
    ) -> Solution:
        """The value of a number, between two, at which the chance that a line is zero or more reaches a target.

        ``measure`` is "in_year", "every_year" or "cumulatively".
        """
        asked = {"input": place, "from": low, "to": high, "chance": chance}
        flags = _flags(
            **asked, line=line, year=year, measure=measure, scenario=scenario, paths=paths, seed=seed, long=long
        )
        return Solution(**json.loads(self._command("solve", "--format", "json", *flags)))

    def ask(self, figure: str, *, until: str | None = None, **run: Any) -> Answer:
        """One figure, as ``envelope ask`` takes it: "p10 of balance in 2023/24", "worst 5% of balance", "first year of
        balance", "chance all bodies balance by 2028/29"; ``until`` runs more paths until it is known to a width, such
        as "0.5 points".

        ``run`` is ``paths``, ``seed`` and ``workers``, here and in the other questions.
        """
        return self._answer("ask", figure, until=until, **run)

    def drivers(self, figure: str = "chance that balance", **run: Any) -> Answer:
        """What drives a figure: swings over each number's p10 to p90, and shares of the variance."""
        return self._answer("drivers", figure, **run)

    def gradient(self, figure: str = "chance that balance", **run: Any) -> Answer:
        """What a little more of each decided number adds to a figure: £1m of money, a tenth of a point of a rate."""
        return self._answer("gradient", figure, **run)

    def bridge(self, figure: str, since: str | None = None, **run: Any) -> Answer:
        """Why a figure differs between two scenarios, change by change: "mean of balance for X versus Y".

        ``since="2018/19"``: why it differs from that year in one scenario, by inflation, need, savings and the rest.
        """
        return self._answer("bridge", figure, since=since, **run)

    def table(self, rows: str, columns: str | None = None, figure: str = "chance that balance", **run: Any) -> Answer:
        """A figure for values of one or two numbers: ``rows="funding.real_growth=2%..5%"``."""
        return self._answer("table", figure, rows=rows, columns=columns, **run)

    def replay(self, figure: str = "median of balance", **run: Any) -> Answer:
        """What was drawn for the future at a percentile: "p95 of balance in 2023/24"."""
        return self._answer("replay", figure, **run)

    def sweep(
        self,
        settings: pd.DataFrame,
        figures: str | Iterable[str] = "chance that balance",
        *,
        paths: int | None = None,
        seed: int | None = None,
        workers: int | None = None,
    ) -> pd.DataFrame:
        """Figures for every row of a table of settings, on the same draws: a column for each place in the file in, and
        for each figure three columns out, the estimate and the ends of its 95% Monte Carlo interval. The index stays.

        Values are as in :meth:`set`: numbers, or text such as "4%" and "£20m".
        """
        asked = [figures] if isinstance(figures, str) else list(figures)
        texts = {
            place: [assumptions.text_of(value, self._years, place, indent=None) for value in column.tolist()]
            for place, column in settings.items()
        }
        with tempfile.TemporaryDirectory(prefix="envelope-") as folder:
            file = Path(folder) / "settings.csv"
            pd.DataFrame(texts).to_csv(file, index=False)
            flags = _flags(settings=str(file), paths=paths, seed=seed, workers=workers)
            for figure in asked:
                flags += ["--figure", figure]
            out = pd.read_csv(io.BytesIO(self._command("sweep", *flags)), encoding="utf-8-sig")
        found = out.iloc[:, len(settings.columns) :]
        found.index = settings.index
        return found

    def _answer(self, question: str, figure: str, **flags: Any) -> Answer:
        return Answer._of(json.loads(self._command(question, *_flags(**flags), "--format", "json", "--", figure)))

    def _command(self, name: str, *options: str, progress: command.Progress | None = None) -> bytes:
        about = ["--name", self.name, *(["--folder", self.folder] if self.folder else [])]
        settings = [argument for path, value in self.settings for argument in ("--set", f"{path}={value}")]
        return command.run([name, "-", *about, *settings, *options], self.text, progress)

    def __repr__(self) -> str:
        set_here = f", {len(self.settings)} set" if self.settings else ""
        return f"<envelope.Spec {self.name!r}{set_here}>"


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


def diff(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str],
    figure: str = "chance that balance",
    *,
    paths: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
) -> Answer:
    """What differs between two scenario files, manifests or folders of results, and what each difference did to a
    figure, on the same draws. A table without rows says that nothing differs, or only luck.
    """
    flags = _flags(format="json", paths=paths, seed=seed, workers=workers)
    return Answer._of(json.loads(command.run(["diff", *flags, "--", str(old), str(new), figure], "")))


def load(file: str | os.PathLike[str]) -> Spec:
    """Loads a scenario file, YAML, or JSON if its name ends in .json, and checks it: BadInput lists every fault with
    its line.

    The text is read once; tables that it names are read from its folder when it is run.
    """
    path = Path(file).expanduser()
    try:
        text = path.read_bytes().decode("utf-8", errors="surrogateescape")
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None
    return loads(text, str(file), path.parent)


def loads(text: str, name: str = "scenario", folder: str | os.PathLike[str] | None = None) -> Spec:
    """A scenario from its text, checked. ``folder`` is where the tables are that it names, if it names any."""
    scenario = Spec(text, name, None if folder is None else str(Path(folder).expanduser().absolute()))
    scenario.check()
    return scenario


def from_dict(tree: Mapping[str, Any], name: str = "scenario", folder: str | os.PathLike[str] | None = None) -> Spec:
    """A scenario from a dict with the keys of a file, checked. ``schema`` may be left out. A Series is read as by :meth:`Spec.set`."""
    tree = {"schema": 1, **tree}

    @functools.cache
    def years() -> list[str]:
        """The scenario's years, from the keys that say which they are."""
        frame: dict[str, Any] = {key: tree[key] for key in ("years", "first_month") if key in tree}
        least: dict[str, Any] = {
            "schema": 1,
            **frame,
            "funding": {"baseline": "1bn", "real_growth": 0},
            "need": {"real_growth": 0},
            "not_modelled": [],
        }
        return Spec(json.dumps(least), name)._years()

    return loads(assumptions.text_of(tree, years), name, folder)


def from_frame(
    table: pd.DataFrame,
    about: Mapping[str, Any] | None = None,
    name: str = "scenario",
    folder: str | os.PathLike[str] | None = None,
) -> Spec:
    """A scenario from a table of assumptions, as :meth:`Spec.set_frame` reads it, checked.

    ``about`` is a dict with what is no assumption: ``years``, ``name``, ``currency``, ``lines``.
    """
    return from_dict(assumptions.tree(assumptions.by_place(table), about or {}), name, folder)


def _flags(**options: Any) -> list[str]:
    """Options of the command line: numbers whole, lists joined, True without a value, what is None or False left out."""
    flags: list[str] = []
    for name, value in options.items():
        if value is None or value is False:
            continue
        if value is True:
            flags.append(f"--{name}")
            continue
        if not isinstance(value, str) and isinstance(value, Iterable):
            value = (";" if name == "scenario" else ",").join(map(str, value))
        elif not isinstance(value, str):
            value = _whole(name, value)
        flags.append(f"--{name}={value}")
    return flags


def _whole(name: str, value: Any) -> str:
    """A whole number, as 1_000_000 or 1e6."""
    try:
        if int(value) == value:
            return str(int(value))
    except (TypeError, ValueError, OverflowError):
        pass
    raise BadInput(f"{name}: {value!r} is not a whole number")
