"""The board's questions in the notebook are the command's."""

from __future__ import annotations

import inspect
import math
import re
import subprocess

import pandas as pd
import pytest

from conftest import SETTLEMENT

import envelope
from envelope import command

BASELINE = "settlement, stand still"


def test_a_figure_is_that_of_a_run(env):
    answer = env.ask("mean of balance in 2023/24", paths=2000)
    row = env.run(paths=2000, progress=False).table("balance", scenario=BASELINE).loc["2023/24"]
    assert answer.value == pytest.approx(row["mean"], rel=1e-9)
    assert (answer.lo < answer.value < answer.hi, answer.unit, answer.paths) == (True, "money", 2000)
    assert "balance in 2023/24" in repr(answer)


def test_first_year(env):
    answer = env.ask("first year of balance", paths=1000)
    assert answer.table["chance so far"].is_monotonic_increasing
    assert answer.table["chance so far"]["never"] == 1


def test_drivers_bridge_table_replay(env):
    swings = env.drivers("mean of balance", paths=1000).table
    assert {"at its p10", "at its p90", "swing", "share alone", "share in all"} <= set(swings.columns)
    parts = env.bridge("mean of balance for four percent, improve", paths=1000).table["in this order"]
    assert parts.iloc[1:-1].sum() == pytest.approx(parts.iloc[-1] - parts.iloc[0], abs=0.01)
    grid = env.table("funding.real_growth=3%..4%/3", "earmark.share=0%, 5%", paths=500)
    assert grid.table.shape == (3, 2)
    assert grid.table["0%"].is_monotonic_increasing
    assert env.replay("p90 of balance", paths=101).table["stands at"].between(0, 1).all()


def test_a_sweep_is_what_setting_gives(env):
    settings = pd.DataFrame({"funding.real_growth": ["3%", "4%"], "earmark.share": [0.0, 0.05]}, index=["low", "high"])
    found = env.sweep(settings, ["mean of balance", "chance that balance"], paths=500)
    assert list(found.index) == ["low", "high"]
    for name, row in settings.iterrows():
        alone = env
        for place, value in row.items():
            alone = alone.set(place, value)
        assert found.loc[name].iloc[0] == pytest.approx(alone.ask("mean of balance", paths=500).value, rel=1e-12)


def test_what_differs(tmp_path):
    text = SETTLEMENT.read_text(encoding="utf-8")
    july = tmp_path / "july.yaml"
    july.write_text(text.replace("value: 5%\n", "value: 4%\n"), encoding="utf-8")
    answer = envelope.diff(SETTLEMENT, july, "mean of balance", paths=500)
    assert list(answer.table.index) == ["before", "earmark.share", "all else", "now"]
    assert answer.table["in this order"]["all else"] == 0
    assert repr(envelope.diff(july, july)) == "Nothing differs."


def test_bad_questions_are_told(env):
    with pytest.raises(envelope.BadInput, match="did you mean"):
        env.ask("p10 of balence")
    assert math.isnan(env.table("funding.real_growth=3%, 4%", paths=100).value)


#: Commands that are no method: what they do is done otherwise in a notebook, or not at all.
ELSEWHERE = {
    "run", "verify", "fit", "schema", "backcast", "init", "template", "migrate", "roll", "completion", "plan", "part",
    "merge", "explore",
}  # fmt: skip


def test_every_question_of_the_command_is_a_method():
    text = subprocess.run([command.binary(), "--help"], capture_output=True, text=True, check=True).stdout
    commands = set(re.findall(r"^  ([a-z]+)(?: |$)", text.partition("Commands:")[2], re.MULTILINE))
    methods = {name for name, _ in inspect.getmembers(envelope.Spec, inspect.isfunction)} | set(envelope.__all__)
    assert {"ask", "drivers", "bridge", "table", "replay", "solve", "sweep"} <= commands
    assert commands - ELSEWHERE <= methods, commands - ELSEWHERE - methods
