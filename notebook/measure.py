"""Measures what a call costs over the engine's own time, and where it goes: python notebook/measure.py. Not part of the
tests.

Each figure is the least of several calls, in milliseconds, on a machine that may have other work.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow.parquet import ParquetFile

import envelope
from envelope import command

FILE = Path(__file__).resolve().parents[1] / "examples" / "settlement" / "settlement.yaml"
LINES = ["balance", "funding", "net_cost", "debt"]


def least(does: Callable[[], object], times: int = 15) -> float:
    """The least time of several calls, in milliseconds."""
    best = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        does()
        best = min(best, time.perf_counter() - start)
    return best * 1e3


def shell(*args: str) -> bytes:
    return subprocess.run([command.binary(), *args], input=FILE.read_bytes(), capture_output=True, check=True).stdout


def summaries() -> None:
    env = envelope.load(FILE)
    run = ["run", "-", "--paths", "20000"]
    process = least(lambda: shell("--version"))
    alone = least(lambda: shell(*run, "--format", "none"))
    parquet = least(lambda: shell(*run, "--format", "parquet"))
    raw = shell(*run, "--format", "parquet")
    table = ParquetFile(pa.BufferReader(raw)).read()
    decode = least(lambda: ParquetFile(pa.BufferReader(raw)).read())
    frame = least(table.to_pandas)
    call = least(lambda: env.run(paths=20_000, progress=False))
    print(f"a call of 20,000 paths, all lines of four scenarios ({table.num_rows:,} records): {call:.0f} ms")
    print(f"  the same without output and without its process: {alone - process:.0f} ms")
    print(f"  over that: {call - alone + process:.0f} ms, of which")
    for name, ms in (
        ("starting a process", process),
        ("records as Parquet, in Go", parquet - alone),
        ("reading Parquet", decode),
        ("a DataFrame", frame),
    ):
        print(f"    {name}: {ms:.1f} ms")
    r = env.run(paths=20_000, progress=False)
    print(f"  r.table: {least(lambda: r.table('balance')):.1f} ms; r.chances: {least(r.chances):.1f} ms")


def paths() -> None:
    env = envelope.load(FILE)
    options = {"scenarios": "settlement, stand still", "progress": False}

    def frame() -> object:
        return env.paths(LINES, 1_000_000, **options)

    found = frame()
    print(f"paths as a DataFrame, {found.shape[0]:,} × {found.shape[1]}: {least(frame, 5) / 1e3:.2f} s")


def memory() -> None:
    """The most that the process has at a time for a frame, over the frame itself; the file of the paths is beside it."""
    if not Path("/proc/self/status").exists():
        print("  memory: not measured, the system does not tell it")
        return
    program = f"""
import envelope
from pathlib import Path

def most():  # of this program alone: the system's other figure is never below what its parent had
    lines = Path("/proc/self/status").read_text().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith("VmHWM")).split()[1])

env = envelope.load({str(FILE)!r})
env.paths("balance", 10, progress=False)
before = most()
frame = env.paths({LINES!r}, 1_000_000, scenarios="settlement, stand still", progress=False)
size = frame.memory_usage(deep=True).sum()
print(f"  {{size / 1e6:,.0f}} MB; the process had at most {{(most() - before) / size:.2f}} times that more than before")
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def sweep() -> None:
    """A sweep over what the command alone takes for it, where the engine's own time is nearly all of that."""
    env = envelope.load(FILE)
    cases = pd.DataFrame({"funding.real_growth": np.linspace(0.02, 0.05, 1000).round(6)})
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "cases.csv"
        cases.to_csv(table, index=False)
        figure = "mean of balance in 2023/24"
        alone = least(lambda: shell("sweep", "-", "--settings", str(table), "--figure", figure, "--paths", "10000"), 3)
        called = least(lambda: env.sweep(cases, figure, paths=10_000, progress=False), 3)
    print(
        f"a sweep of 1,000 rows × 10,000 paths: {called / 1e3:.1f} s, {called / alone:.2f} times the command's {alone / 1e3:.1f} s"
    )


def interrupt() -> None:
    env = envelope.load(FILE)
    worst = 0.0
    for _ in range(5):
        raised: list[float] = []

        def stop(done: int, total: int) -> None:
            raised.append(time.perf_counter())
            raise KeyboardInterrupt

        try:
            env.run(paths=200_000_000, progress=stop)
        except KeyboardInterrupt:
            worst = max(worst, time.perf_counter() - raised[0])
    print(f"from an interrupt to the end of the run's process, the longest of five: {worst * 1e3:.0f} ms")


if __name__ == "__main__":
    summaries()
    paths()
    memory()
    sweep()
    interrupt()
