"""A run or a sweep on Spark: each task runs the packed command on its parts of the run, or rows of the sweep.

PySpark is not among the package's requirements: it is where Spark is.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from . import command, sweeping
from .flags import flags as _flags
from .result import Result
from .scenario import Spec


def run(
    env: Spec,
    spark: Any,
    paths: int | None = None,
    parts: int = 8,
    *,
    seed: int | None = None,
    lines: str | Iterable[str] | None = None,
    scenarios: str | Iterable[str] | None = None,
    exact: bool = False,
    tasks: int | None = None,
    binary: str | None = None,
) -> Result:
    """Runs a scenario in so many parts on a Spark session, and returns what :meth:`Spec.run` does, bit for bit.

    ``tasks`` is how many Spark tasks share the parts out (default: one for each part): a task plans once for all of
    its own. Each is one process of the command with one thread. A task that Spark runs again, or twice, changes
    nothing. ``binary`` is the command's path on the executors, where it is not that of this package there. The parts
    come to the driver, one in memory at a time, and it merges them.
    """
    flags = _flags(paths=paths, seed=seed, lines=lines, scenario=scenarios, exact=exact)
    with tempfile.TemporaryDirectory(prefix="envelope-") as folder:
        plan, into = Path(folder) / "plan.bin", Path(folder) / "parts"
        into.mkdir()
        env._command("plan", *flags, "--out", str(plan))
        numbers = spark.range(1, parts + 1, 1, tasks or parts)
        made = numbers.mapInArrow(_maker(plan.read_bytes(), parts, binary), "part bigint, data binary")
        for row in made.toLocalIterator():
            (into / f"part-{row['part']}.part").write_bytes(bytes(row["data"]))
        raw = command.run(["merge", str(plan), str(into), "--format", "parquet"], "")
    return Result.read(env, raw, _flags(scenario=scenarios))


def sweep(
    env: Spec,
    settings: Any,
    figures: str | Iterable[str] | Mapping[str, str] = "chance that balance",
    *,
    paths: int | None = None,
    seed: int | None = None,
    long: bool = False,
    binary: str | None = None,
) -> Any:
    """Figures for every row of a Spark DataFrame of settings, as a Spark DataFrame: what :meth:`Spec.sweep` gives of
    the same rows, bit for bit, in the order in which Spark keeps them.

    Each partition is worked out where it is, when the DataFrame that comes back is used: some thousand rows at a time,
    by a process of the command with one thread, so ``settings.repartition(n)`` says how many work at once. Columns are
    places in the file, and come back with their types, beside ``figure``, ``value``, ``lo`` and ``hi``. Spark takes a
    dot in a name for a field of a column, so write ``found["`earmark.share`"]``. ``long`` and ``binary`` are as in
    :meth:`Spec.sweep` and :func:`run`. Figures are checked at once, settings where they are worked out.
    """
    places, asked = sweeping.places(settings.columns), sweeping.figures(figures)
    for figure in asked.values():
        env.ask(figure, paths=1)
    with tempfile.TemporaryDirectory(prefix="envelope-") as folder:
        plan = Path(folder) / "plan.bin"
        env._command("plan", *_flags(paths=paths, seed=seed), "--out", str(plan))
        work = _worker(plan.read_bytes(), places, asked, _flags(long=long), binary)
    kinds = [field.dataType.simpleString() for field in settings.schema.fields]
    returned = [*kinds, "string", "double", "double", "double"]
    schema = ", ".join(f"c{i} {kind}" for i, kind in enumerate(returned))
    numbered = settings.toDF(*(f"c{i}" for i in range(len(places))))  # names without dots
    return numbered.mapInArrow(work, schema).toDF(*places, "figure", "value", "lo", "hi")


#: How many settings a process of the command works out at most, so that its table stays far below the command's limits.
_CELLS, _ROWS = 100_000, 10_000


def _worker(plan: bytes, places: list[str], figures: dict[str, str], flags: list[str], binary: str | None) -> Any:
    """What a task does: it works out its rows of a sweep, on the scenario of the plan."""
    most = max(1, min(_ROWS, _CELLS // len(places)))
    asked = [f"--figure={figure}" for figure in figures.values()]

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with tempfile.TemporaryDirectory(prefix="envelope-") as folder:
            file, cases = Path(folder) / "plan.bin", Path(folder) / "cases.csv"
            file.write_bytes(plan)
            for batch in batches:
                for start in range(0, batch.num_rows, most):
                    some = batch.slice(start, most)
                    table = some.to_pandas().set_axis(places, axis=1)
                    table.index = pd.Index([f"{start + i} of its batch" for i in range(len(table))])
                    command.write_table(cases, places, sweeping.cells(table, list))
                    given = ["--settings", str(cases), "--workers", "1", *flags, *asked]
                    raw = command.run(["sweep", str(file), *given], "", at=binary)
                    yield _answered(some, list(figures), sweeping.estimates(table, list(figures), raw))

    return work


def _answered(settings: pa.RecordBatch, names: list[str], estimates: np.ndarray[Any, Any]) -> pa.RecordBatch:
    """A row for each setting and figure."""
    each = settings.take(pa.array(np.repeat(np.arange(settings.num_rows), len(names))))
    columns = [*each.columns, pa.array(names * settings.num_rows, pa.string()), *map(pa.array, estimates.T)]
    return pa.RecordBatch.from_arrays(columns, [f"c{i}" for i in range(len(columns))])


def _maker(plan: bytes, parts: int, binary: str | None) -> Any:
    """What a task does: it computes its parts of a run from the plan."""

    def make(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with tempfile.TemporaryDirectory(prefix="envelope-") as folder:
            file, out = Path(folder) / "plan.bin", Path(folder) / "parts"
            file.write_bytes(plan)
            for batch in batches:
                for first, last in _runs(batch.column(0).to_pylist()):
                    part = f"{first}-{last}/{parts}"
                    command.run(["part", str(file), "--part", part, "--workers", "1", "--out", str(out)], "", at=binary)
                    for number, made in zip(range(first, last + 1), sorted(out.iterdir()), strict=True):
                        data = made.read_bytes()
                        made.unlink()
                        yield pa.RecordBatch.from_arrays(
                            [pa.array([number], pa.int64()), pa.array([data], pa.binary())], ["part", "data"]
                        )

    return make


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers that follow on each other, as first and last."""
    first = last = None
    for number in sorted(numbers):
        if first is None or last is None or number != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last
