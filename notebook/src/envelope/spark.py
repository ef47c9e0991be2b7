"""A run in parts on Spark: each task runs the packed command on its parts, and the driver merges them.

PySpark is not among the package's requirements: it is where Spark is.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from . import command
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
