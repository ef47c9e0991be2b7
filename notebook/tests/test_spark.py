"""A run on Spark in local mode, with two workers."""

from __future__ import annotations

import os
import shutil
import sys

import pandas as pd
import pytest
from conftest import SETTLEMENT, SYSTEM, TRUST

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
@pytest.mark.parametrize("file", [SETTLEMENT, SYSTEM], ids=lambda file: file.stem)
def test_the_same_bits_as_one_process(session, file, exact):
    env = envelope.load(file)
    alone = env.run(paths=20_000, seed=3, lines="balance", exact=exact, progress=False)
    spread = on_spark.run(env, session, paths=20_000, parts=8, tasks=2, seed=3, lines="balance", exact=exact)
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


SETTINGS = pd.DataFrame({
    "funding.real_growth": [0.02, 0.03, 0.04, 0.05, 0.06, 0.035, 0.025],
    "earmark.share": ["1%", "2%", "3%", "4%", "5%", "6%", "7%"],
})  # fmt: skip
FIGURES = {"mean": "mean of balance", "chance": "chance that balance in 2021/22"}


def test_a_sweep_has_the_figures_of_one_process(env, session):
    """Rows of three partitions, in batches of two, by processes of one setting or two: bit for bit."""
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 2)
    changed = env.set("deflator.surprise", 0)
    frame = session.createDataFrame(SETTINGS).repartition(3)
    found = on_spark.sweep(changed, frame, FIGURES, paths=500, seed=3)
    assert found.columns == [*SETTINGS.columns, "figure", "value", "lo", "hi"]
    assert found.schema["funding.real_growth"].dataType.simpleString() == "double"
    assert found.filter("figure = 'mean' and `funding.real_growth` > 0.04").count() == 2
    alone = changed.sweep(SETTINGS, FIGURES, paths=500, seed=3, progress=False)
    by = [*SETTINGS.columns, "figure"]
    pd.testing.assert_frame_equal(
        found.toPandas().sort_values(by, ignore_index=True), alone.sort_values(by, ignore_index=True), check_exact=True
    )


def test_a_sweep_takes_the_tables_of_its_file_along(session, tmp_path):
    """The file and the tables that it names are read at once, and are not asked for where rows are worked out."""
    (tmp_path / "growth.csv").write_text("year,growth\n2019/20,2%\n2020/21,3%\n2021/22,4%\n", encoding="utf-8")
    tree = TRUST | {"need": {"real_growth": {"empirical": {"csv": "growth.csv", "column": "growth"}}}}
    own = envelope.from_dict(tree, folder=tmp_path)
    frame = session.createDataFrame([(0.01,), (0.03,)], ["funding.real_growth"]).repartition(2)
    found = on_spark.sweep(own, frame, "mean of balance", paths=100)
    alone = own.sweep({"funding.real_growth": [0.01, 0.03]}, "mean of balance", paths=100, progress=False)
    (tmp_path / "growth.csv").unlink()
    assert sorted(found.toPandas()["value"]) == sorted(alone["value"])


def test_faults_of_a_sweep(env, session):
    frame = session.createDataFrame(SETTINGS)
    with pytest.raises(envelope.BadInput, match="did you mean"):
        on_spark.sweep(env, frame, "mean of balence")
    with pytest.raises(envelope.BadInput, match="earmark.share twice"):
        on_spark.sweep(env, frame.toDF("earmark.share", "earmark.share"))
    strange = session.createDataFrame([(0.05,), (3.4,)], ["earmark.share"])
    with pytest.raises(Exception, match="3.4 is 340%"):
        on_spark.sweep(env, strange, paths=100).collect()
    missing = session.createDataFrame([(0.05,), (None,)], "`earmark.share` double").coalesce(1)
    with pytest.raises(Exception, match="row 1 of its batch: earmark.share has no value"):
        on_spark.sweep(env, missing, paths=100).collect()


def test_runs_of_numbers():
    assert list(on_spark._runs([3, 1, 2, 7, 9, 8])) == [(1, 3), (7, 9)]
    assert list(on_spark._runs([])) == []


def test_the_binary_can_be_elsewhere(tmp_path):
    copy = shutil.copy(command.binary(), tmp_path / "elsewhere")
    assert command.run(["--version"], "", at=str(copy)).startswith(b"envelope ")
