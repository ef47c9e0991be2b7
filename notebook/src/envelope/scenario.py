"""A scenario file in the notebook: loaded, changed, checked, run and explained."""

from __future__ import annotations

import dataclasses
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from . import command
from .errors import EnvelopeError
from .progress import bar
from .result import Paths, Result

Setting = str | int | float | Mapping[str, Any] | list


@dataclasses.dataclass(frozen=True)
class Scenario:
    """A scenario: its text, and what has been set in it. It does not change; what changes it returns a copy.

    Everything it says comes from the ``envelope`` command; no model is worked out in Python.
    """

    text: str
    name: str = "scenario"
    settings: tuple[tuple[str, str], ...] = ()

    def set(self, place: str | Mapping[str, Setting], value: Setting | None = None) -> Scenario:
        """A copy with a number put in the place of the file's: ``env.set("funding.real_growth", "4%")``.

        ``place`` is the number's place in the file by its keys, or a mapping from places to values. ``value`` is what would
        stand there: text as in a file, a list with one value for each year, or a dict such as ``{"p10": "3%", "p90": "5%"}``.
        Rates are fractions or percentages in text: 0.04 is "4%". The copy is checked when it is run.
        """
        if isinstance(place, str):
            place = {place: value}
        added = tuple((str(path), _written(v)) for path, v in place.items())
        return dataclasses.replace(self, settings=self.settings + added)

    def set_frame(self, assumptions: pd.DataFrame) -> Scenario:
        """A copy with the numbers of a table: its columns ``input`` and ``value`` are places and values.

        A table from :meth:`assumptions` can be changed and given back: rows whose ``value`` is missing are left alone.
        """
        missing = {"input", "value"} - set(assumptions.columns)
        if missing:
            raise ValueError(f"the table has no column {' and no column '.join(sorted(missing))}")
        return self.set({row.input: row.value for row in assumptions.itertuples() if not _missing(row.value)})

    def check(self) -> dict[str, Any]:
        """What the scenario holds: its years, lines, scenarios and inputs. Raises BadInput with every fault."""
        return json.loads(self._command("check", "--format", "json", "--all"))

    def assumptions(self, scenario: str | None = None) -> pd.DataFrame:
        """Every number in effect, with its source and support: one row for each input of each scenario."""
        frame = pd.DataFrame(self.check()["inputs"])
        for column in ("law", "process", "source", "note", "place", "owner", "quality", "assumed_from"):
            frame[column] = frame[column].fillna("") if column in frame else ""
        frame["default"] = frame["default"].eq(True) if "default" in frame else False
        frame["value"] = frame["values"].map(lambda v: v[0] if len(v) == 1 else v)
        frame = frame.drop(columns="values")
        if scenario is not None:
            frame = frame[frame["scenario"] == scenario].reset_index(drop=True)
        return frame[["scenario", "input", "value", "law", "process", "quality", "source", "note", "default", "money", "assumed_from", "owner", "place"]]

    def run(
        self,
        paths: int | None = None,
        seed: int | None = None,
        *,
        lines: Iterable[str] | None = None,
        scenarios: Iterable[str] | None = None,
        year: str | None = None,
        exact: bool = False,
        workers: int | None = None,
        progress: bool | command.Progress = True,
    ) -> Result:
        """Runs the scenario and returns what it found.

        ``paths`` and ``seed`` default to the file's; ``lines`` and ``scenarios`` choose what is reported; ``year`` is the one to
        answer for; ``exact`` finds percentiles by sorting all paths. ``progress`` shows a bar where tqdm is installed, or is called
        with the paths done and all of them. The figures are the command's, bit for bit.
        """
        flags = _flags(paths, seed, lines, scenarios, workers)
        options = [*flags, *(["--year", year] if year else []), *(["--exact"] if exact else [])]
        with bar(progress) as show:
            raw = self._command("run", "--format", "parquet", *options, progress=show)
        return Result._read(self, raw, flags)

    def paths(
        self,
        lines: Iterable[str],
        paths: int | None = None,
        seed: int | None = None,
        *,
        sample: int | None = None,
        scenarios: Iterable[str] | None = None,
        workers: int | None = None,
    ) -> pd.DataFrame:
        """The figures of every path, a row each; ``sample`` takes only the first so many.

        The columns are a line and a year, below their scenario where there are several. Money is in the currency's unit.
        """
        return self._paths([*_flags(paths, seed, lines, scenarios, workers), *(["--sample", str(sample)] if sample else [])])

    def _paths(self, flags: list[str]) -> pd.DataFrame:
        folder = "/dev/shm" if os.path.isdir("/dev/shm") else None
        with tempfile.TemporaryDirectory(prefix="envelope-", dir=folder) as out:
            file = Path(out) / "paths.parquet"
            self._command("run", "--format", "none", "--paths-out", str(file), *flags)
            return Paths.read(file)

    def explain(self, line: str = "balance", year: str | None = None, *, scenario: str | None = None, path: int | None = None, depth: int = 0) -> str:
        """Why a figure of the central case, or of one path, is what it is, down to its sources."""
        options = ["--line", line, "--depth", str(depth)]
        for flag, value in (("--year", year), ("--scenario", scenario), ("--path", path)):
            if value is not None:
                options += [flag, str(value)]
        return self._command("explain", *options).decode()

    def solve(self, place: str, low: str, high: str, *, chance: str = "80%", year: str | None = None, measure: str = "in_year", scenario: str | None = None) -> str:
        """The value of a number at which the chance of balance reaches a target, in words."""
        options = ["--input", place, "--from", low, "--to", high, "--chance", chance, "--measure", measure]
        for flag, value in (("--year", year), ("--scenario", scenario)):
            if value is not None:
                options += [flag, str(value)]
        return self._command("solve", *options).decode().strip()

    def _command(self, name: str, *options: str, progress: command.Progress | None = None) -> bytes:
        settings = [argument for path, value in self.settings for argument in ("--set", f"{path}={value}")]
        return command.run([name, "-", "--name", self.name, *settings, *options], self.text, progress)

    def __repr__(self) -> str:
        set_here = f", {len(self.settings)} set" if self.settings else ""
        return f"<envelope.Scenario {self.name!r}{set_here}>"


def load(file: str | os.PathLike[str]) -> Scenario:
    """Loads a scenario file, YAML or JSON, and checks it: BadInput lists every fault with its line."""
    path = Path(file)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvelopeError(f"{path}: {error}") from None
    return loads(text, path.name)


def loads(text: str, name: str = "scenario") -> Scenario:
    """A scenario from its text, checked."""
    scenario = Scenario(text, name)
    scenario.check()
    return scenario


def from_dict(tree: Mapping[str, Any], name: str = "scenario") -> Scenario:
    """A scenario from a dict with the keys of a file, checked."""
    return loads(json.dumps(tree, ensure_ascii=False, indent=1), name)


def _flags(paths: int | None, seed: int | None, lines: Iterable[str] | None, scenarios: Iterable[str] | None, workers: int | None) -> list[str]:
    flags: list[str] = []
    for flag, number in (("--paths", paths), ("--seed", seed), ("--workers", workers)):
        if number is not None:
            flags += [flag, str(int(number))]
    for flag, names, mark in (("--lines", lines, ","), ("--scenario", scenarios, ";")):
        if names is not None:
            names = [names] if isinstance(names, str) else list(names)
            flags += [flag, mark.join(names)]
    return flags


def _written(value: Any) -> str:
    """A value as it would stand in a file."""
    if isinstance(value, str):
        return value
    if hasattr(value, "item"):  # a NumPy scalar
        value = value.item()
    return json.dumps(value, ensure_ascii=False)


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)
