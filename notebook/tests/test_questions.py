"""The board's questions in the notebook are the command's."""

from __future__ import annotations

import importlib
import inspect
import math
import re
import subprocess

import pytest
from conftest import CLONE, SETTLEMENT

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
    positions = env.bridge(underlying="2018/19", paths=100).table
    assert "underlying position" in positions.index
    parts = env.bridge("mean of balance for four percent, improve", paths=1000).table["in this order"]
    assert parts.iloc[1:-1].sum() == pytest.approx(parts.iloc[-1] - parts.iloc[0], abs=0.01)
    grid = env.table("funding.real_growth=3%..4%/3", "earmark.share=0%, 5%", paths=500)
    assert grid.table.shape == (3, 2)
    assert grid.table["0%"].is_monotonic_increasing
    assert env.replay("p90 of balance", paths=101).table["stands at"].between(0, 1).all()


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


README = (CLONE / "notebook" / "README.md").read_text(encoding="utf-8")

#: What is said otherwise in a notebook: the file, what is set in it, how an answer looks and where it goes.
OTHERWISE = {
    "help", "messages", "version", "name", "folder", "end", "set", "set-from", "format", "unit", "detail", "picture",
    "paths-out", "input", "from", "to", "with", "each", "settings", "all", "column", "part", "out", "merge",
}  # fmt: skip


def printed(*arguments: str) -> str:
    return subprocess.run(
        [command.binary(), *arguments], capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout


def ways() -> dict[str, list[str]]:
    """Each command with the names that the table of README.md has for it."""
    rows = re.findall(r"^\| `envelope ([a-z]+)` \| (.*) \|$", README, re.MULTILINE)
    on_spark = {"envelope.spark.run", "envelope.spark.sweep"}  # where workers, and progress, are Spark's
    return {name: [call for call in re.findall(r"`([\w.]+)\(", cell) if call not in on_spark] for name, cell in rows}


def called(name: str):
    whose, _, method = name.rpartition(".")
    owner = {"env": envelope.Spec, "r": envelope.Result}.get(whose) or importlib.import_module(whose)
    return getattr(owner, method)


def test_the_readme_says_which_method_is_which_command():
    commands = set(re.findall(r"^  ([a-z]+)(?: |$)", printed("--help").partition("Commands:")[2], re.MULTILINE))
    assert {"ask", "drivers", "bridge", "table", "replay", "solve", "sweep", "verify", "backcast"} <= commands
    assert set(ways()) == commands
    for name in ("run", "ask", "solve", "sweep", "verify", "backcast", "diff"):
        assert ways()[name], f"{name} is a method"


@pytest.mark.parametrize("name", [name for name, methods in ways().items() if methods])
def test_every_flag_of_a_command_is_an_argument(name):
    asked = set(re.findall(r"--([a-z-]+)", printed(name, "--help").partition("Flags:")[2].partition("Examples:")[0]))
    has = {p.rstrip("_") for method in ways()[name] for p in inspect.signature(called(method)).parameters}
    has |= {"scenario"} if "scenarios" in has else set()
    has |= {"figure"} if "figures" in has else set()
    assert asked - OTHERWISE <= has, f"{sorted(asked - OTHERWISE - has)} of envelope {name}"
