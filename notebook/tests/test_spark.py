"""A run on Spark in local mode, with two workers."""

from __future__ import annotations

import os
import shutil
import sys

import pandas as pd
import pytest

import envelope
from envelope import command

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed, so runs on Spark are not tested")
if not shutil.which("java"):
    pytest.skip("there is no Java, so runs on Spark are not tested", allow_module_level=True)

from envelope import spark as on_spark  # noqa: E402


@pytest.fixture(scope="module")
def session():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        pyspark.sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.parametrize("exact", [False, True])
def test_the_same_bits_as_one_process(env, session, exact):
    alone = env.run(paths=20_000, seed=3, lines="balance,diverted", exact=exact, progress=False)
    spread = on_spark.run(env, session, paths=20_000, parts=8, tasks=2, seed=3, lines="balance,diverted", exact=exact)
    assert spread.hash == alone.hash
    pd.testing.assert_frame_equal(spread.records, alone.records)


def test_settings_and_scenarios_travel(env, session):
    changed = env.set("funding.real_growth", "4%")
    asked = {"paths": 5000, "lines": "balance", "scenarios": "settlement, improve"}
    assert on_spark.run(changed, session, parts=2, **asked).hash == changed.run(progress=False, **asked).hash


def test_faults_are_the_commands(env, session):
    with pytest.raises(envelope.BadInput, match="is not a line"):
        on_spark.run(env, session, paths=5000, parts=2, lines="nonsense")
    with pytest.raises(Exception, match="in 9 parts"):
        on_spark.run(env, session, paths=5000, parts=9, tasks=1)


def test_runs_of_numbers():
    assert list(on_spark._runs([3, 1, 2, 7, 9, 8])) == [(1, 3), (7, 9)]
    assert list(on_spark._runs([])) == []


def test_the_binary_can_be_elsewhere(tmp_path):
    copy = shutil.copy(command.binary(), tmp_path / "elsewhere")
    assert command.run(["--version"], "", at=str(copy)).startswith(b"envelope ")
