"""Same scenario, same seed: the same bits as the command and as the Go library."""

from __future__ import annotations

import csv
import io
import os
import shutil
import struct
import subprocess

import pandas as pd
import pytest
from conftest import CLONE, SETTLEMENT, SYSTEM

import envelope
from envelope import command

NONE = 1e300  # stands for no interval
KEYS = ["scenario", "versus", "body", "line", "year", "basis", "stat"]


def bits(x: float) -> bytes:
    return struct.pack(">d", x)


def figures(text: str) -> dict[tuple[str, ...], list[bytes]]:
    """The figures of a CSV file of results with their intervals, by what they are of."""
    rows = csv.DictReader(io.StringIO(text))
    return {tuple(row[k] for k in KEYS): [bits(float(row[k] or NONE)) for k in ("value", "lo", "hi")] for row in rows}


def found(records: pd.DataFrame) -> dict[tuple[str, ...], list[bytes]]:
    rows = records.fillna({"lo": NONE, "hi": NONE}).to_dict("records")
    return {tuple(row[k] for k in KEYS): [bits(row[k]) for k in ("value", "lo", "hi")] for row in rows}


@pytest.mark.parametrize("file", [SETTLEMENT, SYSTEM], ids=lambda f: f.stem)
def test_records_are_the_commands(file):
    args = [command.binary(), "run", str(file), "--paths", "3000", "--seed", "7"]
    printed = subprocess.run(
        [*args, "--format", "csv"], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    r = envelope.load(file).run(paths=3000, seed=7, progress=False)
    assert found(r.records) == figures(printed)
    assert len(r.records) > 5000


@pytest.mark.skipif(shutil.which("go") is None or not (CLONE / "go.mod").exists(), reason="needs Go and the clone")
def test_records_are_the_librarys(env, tmp_path):
    """The example is a program of its own that calls the Go library."""
    program = tmp_path / "settlement"
    subprocess.run(["go", "build", "-o", str(program), "./examples/settlement"], cwd=CLONE, check=True)
    subprocess.run([str(program)], cwd=tmp_path, check=True, capture_output=True)
    r = env.run(progress=False)
    written = figures((tmp_path / "out" / "results.csv").read_text(encoding="utf-8"))
    assert found(r.records) == written
    assert f'"result_hash": "{r.hash}"' in (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")


def test_seed_and_threads(env):
    asked = {"paths": 2000, "lines": "balance", "progress": False}
    one, two, other = env.run(seed=1, workers=1, **asked), env.run(seed=1, workers=2, **asked), env.run(seed=2, **asked)
    assert one.hash == two.hash
    assert one.hash != other.hash
    pd.testing.assert_frame_equal(one.records, two.records, check_exact=True)


def test_paths_are_those_summarised(result):
    """Least and greatest figures are exact; so is every path of a sample."""
    paths = result.paths(["balance", "debt"], progress=False)
    assert paths.shape == (4000, 4 * 2 * 11)
    for scenario in result.scenarios:
        table = result.table("balance", scenario, stats=["min", "max", "mean"])
        own = paths[scenario]["balance"]
        assert [bits(x) for x in own.min()] == [bits(x) for x in table["min"]]
        assert [bits(x) for x in own.max()] == [bits(x) for x in table["max"]]
        assert own.mean().to_numpy() == pytest.approx(table["mean"].to_numpy(), rel=1e-9)
    few = result.paths(["balance", "debt"], sample=10, progress=False)
    pd.testing.assert_frame_equal(few, paths.head(10), check_exact=True)


def test_paths_follow_the_run(env):
    """Paths of a result are of its scenario as it was set, its seed and its scenarios."""
    one = env.set("earmark.share", "2%").run(paths=500, seed=3, scenarios=["four percent, improve"], progress=False)
    paths = one.paths("balance", progress=False)
    assert list(paths.columns.names) == ["line", "year"]
    assert [bits(x) for x in paths["balance"].max()] == [bits(x) for x in one.table("balance", stats="max")["max"]]


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="there is no folder in memory")
def test_paths_where_memory_has_no_room(env, monkeypatch, tmp_path):
    """A folder in memory that is full is not the end: the file goes where temporary files are."""
    full = tmp_path / "full"
    full.write_text(f"""#!/bin/sh
case "$*" in *--paths-out*/dev/shm*)
    echo x >> {tmp_path}/tried
    echo '{{"error":"/dev/shm/paths.parquet: write: no space left on device"}}' >&2
    exit 1
esac
exec {command.binary()} "$@"
""")
    full.chmod(0o700)
    before = env.paths("balance", 100, 1, progress=False)
    monkeypatch.setenv("ENVELOPE", str(full))
    pd.testing.assert_frame_equal(env.paths("balance", 100, 1, progress=False), before, check_exact=True)
    assert (tmp_path / "tried").read_text() == "x\n"
