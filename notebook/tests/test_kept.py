"""Results that last: saved, read, held against each other, verified."""

from __future__ import annotations

import json
import subprocess

import pandas as pd
import pytest
from conftest import CLONE, SETTLEMENT

import envelope
from envelope import command


@pytest.fixture(scope="module")
def run(env: envelope.Spec) -> envelope.Result:
    return env.set("earmark.share", "2%").run(
        paths=400, seed=3, lines="balance, debt", scenarios=["settlement, improve"], progress=False
    )


def test_what_is_saved_answers_everything(run, tmp_path):
    assert run.save(tmp_path / "june") == tmp_path / "june"
    june = envelope.read(tmp_path / "june")
    assert june == run and june != run.env.run(paths=10, progress=False) and len({june, run}) == 1
    pd.testing.assert_frame_equal(june.records, run.records, check_exact=True)
    assert (june.answer, june.lines, june.scenarios, str(june)) == (run.answer, run.lines, run.scenarios, str(run))
    pd.testing.assert_frame_equal(
        june.paths("balance", progress=False), run.paths("balance", progress=False), check_exact=True
    )
    env = envelope.load(tmp_path / "june")
    assert env.run(progress=False).hash == run.hash, "paths, seed, lines and scenarios are the run's"
    assert env.ask("mean of balance").paths == 400
    assert envelope.read(tmp_path / "june" / "results.parquet") == run, "the file alone will do"
    run.save(tmp_path / "june")


def test_what_the_command_left(env, tmp_path):
    plain = [command.binary(), "run", str(SETTLEMENT), "--paths", "300", "--lines", "balance", "--format", "none"]
    subprocess.run([*plain, "--out", str(tmp_path / "out")], check=True, capture_output=True)
    read = envelope.read(tmp_path / "out")
    mine = env.run(paths=300, lines="balance", out=tmp_path / "mine", progress=False)
    assert read == mine == envelope.read(tmp_path / "mine")
    assert (tmp_path / "mine" / "report.html").exists()
    with pytest.raises(envelope.BadInput, match="holds the files of another run"):
        mine.save(tmp_path / "out")
    (tmp_path / "out" / "results.parquet").unlink()
    assert envelope.read(tmp_path / "out") == mine, "an older folder is run again"


def test_verify(run, tmp_path):
    assert "the same: 400 paths, seed 3" in envelope.verify(run, progress=False)
    folder = run.save(tmp_path / "june")
    assert "files as they were written: 1" in envelope.verify(folder, progress=False)
    manifest = folder / "manifest.json"
    changed = json.loads(manifest.read_text(encoding="utf-8"))
    changed["seed"] = 4
    manifest.write_text(json.dumps(changed), encoding="utf-8")
    with pytest.raises(envelope.EnvelopeError, match="not the same"):
        envelope.verify(folder, progress=False)
    with (folder / "results.parquet").open("ab") as out:
        out.write(b"x")
    with pytest.raises(envelope.EnvelopeError, match="it was changed"):
        envelope.read(folder)


def test_two_results_are_held_against_each_other(env, run, tmp_path):
    whole = env.run(paths=400, seed=3, lines="balance", progress=False)
    answer = envelope.diff(whole, env.set("earmark.share", "2%"), "mean of balance", paths=300)
    assert list(answer.table.index) == ["before", "earmark.share", "all else", "now"]
    assert answer.paths == 300
    saved = envelope.diff(SETTLEMENT, run.save(tmp_path / "june"), "mean of balance", paths=300)
    assert "earmark.share" in saved.table.index
    assert repr(envelope.diff(run, run)) == "Nothing differs."


def test_records_cannot_be_changed_by_accident(run):
    before = run.table("balance")
    run.records["value"] = 0.0
    run.records.drop(run.records.index, inplace=True)
    pd.testing.assert_frame_equal(run.table("balance"), before, check_exact=True)


def test_backcast():
    folder = CLONE / "examples" / "backcast"
    past = envelope.load(next(folder.glob("*.yaml")))
    found = past.backcast(folder / "outturn.csv", paths=500, progress=False)
    table = pd.read_csv(folder / "outturn.csv", comment="#")
    assert len(found) == len(table) > 0
    again = past.backcast(table, paths=500, progress=False)
    numbers = found.select_dtypes("number").columns
    assert len(numbers) > 0
    pd.testing.assert_frame_equal(again[numbers], found[numbers], check_exact=True)


@pytest.mark.parametrize("what", ["nowhere", None, 5])
def test_what_is_no_folder_of_results(what):
    with pytest.raises(envelope.BadInput):
        envelope.read(what)


def test_paths_are_the_readers_own(run):
    """A frame of paths may be written to, however few there are."""
    paths = run.paths("balance", sample=3, progress=False)
    paths.iloc[0, 0] = 5.0
    assert paths.iloc[0, 0] == 5.0 != run.paths("balance", sample=3, progress=False).iloc[0, 0]
