"""A week of an analyst: each task takes at most the statements that pandas, SALib or scipy take for it, where the model
is a plain function of a table."""

from __future__ import annotations

import ast
import asyncio
import inspect
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from conftest import SETTLEMENT

import envelope

pytest.importorskip("openpyxl")
sobol = pytest.importorskip("SALib.analyze.sobol", reason="SALib is not installed")
from SALib.sample import sobol as cases  # noqa: E402
from scipy.optimize import brentq  # noqa: E402

FIGURE = "chance that balance in 2023/24"
PROBLEM = {
    "num_vars": 2,
    "names": ["funding.real_growth", "need.real_growth"],
    "bounds": [[0.03, 0.045], [0.03, 0.045]],
}
SETTINGS = pd.DataFrame({"funding.real_growth": [0.03, 0.04], "need.real_growth": [0.035, 0.035]})
YEARS = [f"{year}/{year - 1999}" for year in range(2019, 2029)]
GROWTH = pd.Series([0.01 + i / 200 for i in range(10)], index=YEARS)


def model(settings: pd.DataFrame) -> pd.Series:
    """The plain function of those who have no library: the balance of the last year, about."""
    growth = settings["funding.real_growth"] - settings["need.real_growth"]
    return 114.6 * 1.018**5 * ((1 + growth) ** 5 - 1) - 2.55


class Ours:
    def sweep(env, folder):
        return env.sweep(SETTINGS, FIGURE, paths=200)

    def shares(env, folder):
        drawn = pd.DataFrame(cases.sample(PROBLEM, 8, calc_second_order=False, seed=1), columns=PROBLEM["names"])
        figures = env.sweep(drawn, "mean of balance in 2023/24", paths=50)
        return sobol.analyze(PROBLEM, figures["value"].to_numpy(), calc_second_order=False, seed=1)["ST"]

    def by_year(env, folder):
        numbers = env.set("funding.real_growth", GROWTH[::-1]).assumptions("settlement, stand still")
        return numbers.set_index("input").loc["funding.real_growth", "value"]

    def keep(env, folder):
        env.run(paths=100).save(folder / "june")
        return envelope.read(folder / "june").records

    def spreadsheet(env, folder):
        env.assumptions().to_excel(folder / "numbers.xlsx", index=False)
        return env.set_frame(pd.read_excel(folder / "numbers.xlsx")).assumptions()

    def month(env, folder):
        return envelope.diff(env, env.set("earmark.share", "4%"), FIGURE, paths=200).table

    def at_once(env, folder):
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda seed: env.run(paths=100, seed=seed).hash, [1, 2, 1]))

    def too_long(env, folder):
        async def soon():
            return await asyncio.wait_for(envelope.start(env.run, paths=200_000_000, long=True), 0.5)

        return asyncio.run(soon())

    def paths(env, folder):
        return env.paths("balance", 500, scenarios="settlement, stand still").filter(like="2023/24").lt(0).mean()

    def least(env, folder):
        return env.solve("funding.real_growth", 0.03, 0.06, chance=0.8, paths=500).value

    def chart(env, folder):
        env.run(paths=200).fan("balance").save(folder / "chart.svg")
        return (folder / "chart.svg").stat().st_size


class Theirs:
    def sweep(env, folder):
        return SETTINGS.assign(value=model(SETTINGS))

    def shares(env, folder):
        drawn = pd.DataFrame(cases.sample(PROBLEM, 8, calc_second_order=False, seed=1), columns=PROBLEM["names"])
        figures = model(drawn)
        return sobol.analyze(PROBLEM, figures.to_numpy(), calc_second_order=False, seed=1)["ST"]

    def by_year(env, folder):
        numbers = pd.DataFrame({"value": GROWTH[::-1]})
        return numbers["value"].reindex(YEARS).tolist()

    def keep(env, folder):
        SETTINGS.to_parquet(folder / "june.parquet")
        return pd.read_parquet(folder / "june.parquet")

    def spreadsheet(env, folder):
        SETTINGS.to_excel(folder / "settings.xlsx", index=False)
        return pd.read_excel(folder / "settings.xlsx")

    def month(env, folder):
        return SETTINGS.compare(SETTINGS.assign(**{"need.real_growth": 0.04}))

    def at_once(env, folder):
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda share: model(SETTINGS * share).sum(), [1, 2, 1]))

    def too_long(env, folder):
        async def soon():
            return await asyncio.wait_for(asyncio.sleep(60), 0.05)

        return asyncio.run(soon())

    def paths(env, folder):
        return pd.DataFrame({"balance in 2023/24": model(SETTINGS)}).lt(0).mean()

    def least(env, folder):
        return brentq(lambda growth: model(SETTINGS.assign(**{"funding.real_growth": growth})).sum(), 0.03, 0.06)

    def chart(env, folder):
        SETTINGS.plot().figure.savefig(folder / "theirs.svg")
        return (folder / "theirs.svg").stat().st_size


#: What is true of the answer to each task, ours and theirs.
HOLDS = {
    "sweep": lambda found: found["value"].is_monotonic_increasing,
    "shares": lambda found: len(found) == 2 and found.min() > 0.2,
    "by_year": lambda found: found == pytest.approx(GROWTH.tolist()),
    "keep": lambda found: len(found) > 0,
    "spreadsheet": lambda found: len(found) > 0,
    "month": lambda found: len(found) > 0,
    "at_once": lambda found: found[0] == found[2] != found[1],
    "paths": lambda found: 0 < found.iloc[0] <= 1,
    "least": lambda found: 0.03 < found < 0.06,
    "chart": lambda size: size > 1000,
}


def statements(function) -> int:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return sum(isinstance(node, ast.stmt) for node in ast.walk(tree))


TASKS = [name for name in vars(Ours) if not name.startswith("_")]


@pytest.fixture(scope="module")
def plan() -> envelope.Spec:
    return envelope.load(SETTLEMENT)


@pytest.mark.parametrize("name", TASKS)
def test_a_task_of_the_week(plan, name, tmp_path: Path):
    for side in (Ours, Theirs):
        task = vars(side)[name]
        if name == "too_long":
            with pytest.raises(asyncio.TimeoutError):
                task(plan, tmp_path)
        else:
            assert HOLDS[name](task(plan, tmp_path)), side.__name__
    assert statements(vars(Ours)[name]) <= statements(vars(Theirs)[name])


def test_both_have_the_same_tasks():
    assert TASKS == [name for name in vars(Theirs) if not name.startswith("_")]
    assert set(TASKS) == {*HOLDS, "too_long"}
