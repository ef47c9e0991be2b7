"""Scenarios: loaded, set, from dicts and tables; and what is said of bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import EARMARK, SETTLEMENT, TRUST

import envelope


def test_set_returns_a_copy(env):
    more = env.set("funding.real_growth", "4%")
    assert (env.settings, len(more.settings)) == ((), 1)
    value = more.assumptions(env.check()["scenarios"][0]).set_index("input")["value"]
    assert value["funding.real_growth"] == 0.04
    assert env.run(paths=500, progress=False).hash != more.run(paths=500, progress=False).hash


@pytest.mark.parametrize(
    ("place", "value", "in_effect"),
    [
        ("earmark.share", "2%", 0.02),
        ("earmark.share", 0.02, 0.02),
        ("earmark.share", np.float64(0.02), 0.02),
        ("earmark.share", 0.1 * 3, 0.3),  # 0.30000000000000004
        ("earmark.share", {"value": "2%", "source": "a memo", "quality": "green"}, 0.02),
        ("funding.real_growth", [0.01] * 10, [0.01] * 10),
        ("funding.real_growth", pd.Series([0.01] * 10), [0.01] * 10),
        ("funding.baseline", "£100bn", 100e9),
        ("need.real_growth", {"p10": "3%", "p90": "5%"}, 0.04),
    ],
)
def test_what_can_be_set(env, place, value, in_effect):
    rows = env.set(place, value).assumptions("settlement, stand still").set_index("input")
    assert rows["value"][place] == pytest.approx(in_effect, rel=1e-12)
    assert rows["place"][place] == "set for this run"


def test_assumptions(env):
    frame = env.assumptions()
    assert set(frame["scenario"]) == set(env.check()["scenarios"])
    row = frame[(frame["scenario"] == "settlement, improve") & (frame["input"] == "need.real_growth")].iloc[0]
    assert row["value"] == pytest.approx(0.04)
    assert (row["quality"], row["process"]) == ("amber", "drawn once")
    assert "Institute for Fiscal Studies" in row["source"]
    assert row["law"].startswith("normal, p10 3.5%")
    with pytest.raises(envelope.BadInput, match="there is no scenario 'x'"):
        env.assumptions("x")


def test_assumptions_changed_and_given_back(env):
    table = env.assumptions("settlement, stand still")
    assert env.set_frame(table).settings == ()
    table.loc[table["input"] == "earmark.share", "value"] = 0.02
    table.loc[table["input"] == "funding.baseline", "value"] = 120e9
    changed = env.set_frame(table)
    assert len(changed.settings) == 2
    now = changed.assumptions("settlement, stand still").set_index("input")
    assert (now["value"]["earmark.share"], now["value"]["funding.baseline"]) == (0.02, 120e9)
    assert now["quality"]["earmark.share"] == "red", "its source and support stay with it"
    assert now["law"]["need.real_growth"] != "", "what was not changed stays uncertain"
    other = env.assumptions()
    other.loc[(other["scenario"] == "settlement, improve") & (other["input"] == "earmark.share"), "value"] = 0.01
    with pytest.raises(envelope.BadInput, match="only the numbers of the baseline"):
        env.set_frame(other)


def test_dict_frame_and_text_are_one():
    table = pd.DataFrame(
        {
            "input": ["funding.baseline", "funding.real_growth", "need.real_growth"],
            "value": ["£1bn", "2%", None],
            "p10": [None, None, 0.02],
            "triangular.low": [None, None, None],
            "p90": [None, None, 0.04],
            "source": ["accounts", None, None],
        }
    )
    about = {key: TRUST[key] for key in ("name", "years", "currency", "not_modelled")}
    text = """
schema: 1
name: A trust
years: 2024/25 to 2027/28
currency: £
funding: {baseline: {value: £1bn, source: accounts}, real_growth: 2%}
need: {real_growth: {p10: 2%, p90: 4%}}
not_modelled: []
"""
    made = [envelope.from_dict(TRUST), envelope.from_frame(table, about), envelope.loads(text)]
    assert len({scenario.run(paths=500, progress=False).hash for scenario in made}) == 1
    assert made[1].assumptions().set_index("input")["source"]["funding.baseline"] == "accounts"


def test_columns_name_the_keys_of_laws():
    table = pd.DataFrame({"input": ["savings.planned", "savings.delivery"], "value": ["2%", None],
                          "triangular.low": [None, "60%"],
                          "triangular.mode": [None, 0.8], "triangular.high": [None, "95%"]})  # fmt: skip
    set_here = envelope.from_dict(TRUST).set_frame(table)
    tree = {
        **TRUST,
        "savings": {"planned": "2%", "delivery": {"triangular": {"low": "60%", "mode": "80%", "high": "95%"}}},
    }
    assert set_here.run(paths=500, progress=False).hash == envelope.from_dict(tree).run(paths=500, progress=False).hash


def test_tables_beside_the_file(tmp_path):
    (tmp_path / "growth.csv").write_text("year,growth\n2016/17,3.1%\n2017/18,2.8%\n2018/19,3.6%\n", encoding="utf-8")
    law = {"empirical": {"csv": "growth.csv", "column": "growth"}}
    plain = envelope.from_dict(TRUST, folder=tmp_path)
    set_here = plain.set("need.real_growth", law).run(paths=500, progress=False)
    tree = {**TRUST, "need": {"real_growth": law}}
    assert envelope.from_dict(tree, folder=tmp_path).run(paths=500, progress=False).hash == set_here.hash
    file = tmp_path / "plan.json"
    file.write_text(envelope.from_dict(tree, folder=tmp_path).text, encoding="utf-8")
    assert envelope.load(file).run(paths=500, progress=False).hash == set_here.hash
    with pytest.raises(envelope.BadInput, match="loaded without its folder"):
        envelope.from_dict(tree)


def test_every_fault_with_its_place():
    text = SETTLEMENT.read_text(encoding="utf-8").replace("value: 5%", "value: 3.4").replace("lag: 3", "lagg: 3")
    with pytest.raises(envelope.BadInput) as caught:
        envelope.loads(text, "mine.yaml")
    first, second = caught.value.faults
    assert (first.file, first.path, first.problem) == ("mine.yaml", "earmark.share", "3.4 is 340%; did you mean 3.4%?")
    assert text.splitlines()[first.line - 1].strip() == "value: 3.4"
    assert (caught.value.path, caught.value.line) == ("earmark.share", first.line)
    assert 'did you mean "lag"?' in second.problem
    assert (
        str(caught.value).splitlines()[0]
        == f"mine.yaml:{first.line}:{first.column}: earmark.share: 3.4 is 340%; did you mean 3.4%?"
    )


@pytest.mark.parametrize(
    ("does", "says"),
    [
        (lambda env: envelope.load("nowhere.yaml"), "nowhere.yaml: No such file"),
        (lambda env: envelope.load(SETTLEMENT.parent), "Is a directory|Permission denied"),
        (lambda env: envelope.loads("a: ["), "scenario:2:1: something is missing before this character"),
        (lambda env: envelope.loads("\udcff: 1"), "scenario:1:1.*UTF-8"),
        (lambda env: envelope.from_dict({"years": object()}), "cannot stand in a scenario"),
        (lambda env: envelope.from_dict({**TRUST, "funding": {"baseline": 1e9}}), "funding.baseline.*has no unit"),
        (lambda env: envelope.from_frame(pd.DataFrame({"value": [1]})), "no column 'input'"),
        (lambda env: envelope.from_frame(pd.DataFrame({"input": ["a.b", "a.b"], "value": [1, 2]})), "a.b twice"),
        (
            lambda env: envelope.from_frame(pd.DataFrame({"input": ["a", "a.b"], "value": [1, 2]})),
            "a has a value of its own",
        ),
        (lambda env: envelope.from_frame(pd.DataFrame({"input": ["a"], "value": [None]})), "no value for a"),
        (lambda env: env.set("earmark.share"), "needs a value"),
        (lambda env: env.set("funding.real_growth", {1, 2}), "cannot stand in a scenario"),
        (
            lambda env: env.set("funding.core.real_growth", "4%").run(),
            'as set: funding.core: there is no key "core" here; the keys are',
        ),
        (
            lambda env: env.set("earmark.share", 3.4).run(),
            "settlement.yaml, as set: earmark.share: 3.4 is 340%; did you mean 3.4%?",
        ),
        (lambda env: env.run(paths=1.5), "paths: 1.5 is not a whole number"),
        (lambda env: env.run(paths=float("nan")), "paths: nan is not a whole number"),
        (lambda env: env.run(paths=-3), "--paths: expected"),
        (lambda env: env.run(lines=["balance", "balanse"]), 'did you mean "balance"'),
        (lambda env: env.run(scenarios="nope"), 'no scenario "nope"'),
        (lambda env: env.run(year="1999/00", paths=500), "no year"),
        (lambda env: env.explain("nonsense"), "is not a line"),
        (lambda env: env.explain("balance", "1999/00"), "is not a year"),
        (
            lambda env: env.solve("funding.real_growth", "1%", "2%", paths=500),
            "no value of funding.real_growth from 1% to 2% reaches a chance of 80%",
        ),
        (lambda env: envelope.fit(pd.Series([1.0, 2.0])), "year"),
        (lambda env: envelope.fit(pd.DataFrame({"year": [2020], "g": [1]}), "h"), "no column 'h'; it has 'year', 'g'"),
        (lambda env: envelope.fit("history:nothing.csv", "g"), "no shipped history"),
    ],
)
def test_bad_input(env, does, says):
    """Bad input is one kind of error, in words, and a notebook shows the words without a traceback."""
    with pytest.raises(envelope.BadInput, match=says) as caught:
        does(env)
    shown = caught.value._render_traceback_()
    assert shown == [f"{type(caught.value).__name__}: {caught.value}"]
    assert "Traceback" not in shown[0] and "goroutine" not in shown[0]


def test_no_command(monkeypatch, tmp_path):
    monkeypatch.setenv("ENVELOPE", str(tmp_path / "nothing"))
    with pytest.raises(envelope.EnvelopeError, match="cannot be started: .*nothing: No such file"):
        envelope.load(SETTLEMENT)


def test_explain_is_shown_as_printed(env):
    text = env.explain("balance", "2023/24", depth=1)
    assert text.splitlines()[0] == "balance 2023/24 = −£3,000,993,858.92"
    assert repr(text) == str(text)
    assert env.explain("balance", "2023/24", path=0, seed=1, depth=1) != text


def test_solve(env):
    found = env.solve("funding.real_growth", "2%", "8%", year="2023/24", paths=4000)
    assert 0.042 < found.value < 0.043
    assert found.lo <= found.value <= found.hi
    assert repr(found).startswith("funding.real_growth = 4.2")
    there = env.set("funding.real_growth", found.value).run(
        paths=4000, scenarios="settlement, stand still", progress=False
    )
    assert there.chance().loc["2023/24", "probability"] == pytest.approx(0.8, abs=0.001)


def test_fit():
    history = pd.Series(
        [0.031, 0.028, 0.036, 0.022, 0.030], index=[f"{y}/{y - 1999}" for y in range(2014, 2019)], name="growth"
    )
    one = envelope.fit(history)
    frame = envelope.fit(history.rename_axis("year").reset_index(), "growth")
    assert one.value == frame.value
    assert one.value.startswith("{normal: {mean: 2.94%")
    assert "standard error" in repr(one)
    run = envelope.from_dict(TRUST).set("need.real_growth", one)
    row = run.assumptions().set_index("input").loc["need.real_growth"]
    assert row["law"].startswith("normal") and row["process"].startswith("drawn each year, persistence")
    assert (
        envelope.fit("history:gdp_deflator.csv", "growth", until="2015/16").value
        != envelope.fit("history:gdp_deflator.csv", "growth").value
    )


def test_write_paths(tmp_path):
    file = envelope.load(EARMARK).write_paths(tmp_path / "p.parquet", "diverted", paths=300, progress=False)
    table = pd.read_parquet(file)
    assert len(table) == 300
    assert "deficits first: diverted 2020/21" in table.columns
