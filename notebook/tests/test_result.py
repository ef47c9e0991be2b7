"""Results as tables."""

from __future__ import annotations

import pytest
from conftest import EARMARK, SYSTEM

import envelope


def test_table(result):
    table = result.table("balance")
    assert list(table.columns) == ["central", "mean", "p10", "p50", "p90"]
    assert list(table.index) == result.years
    assert table.index.name == "year"
    assert table.loc["2018/19", "central"] == -827e6
    in_bn = result.table("balance", unit="bn", stats="p90")
    assert in_bn["p90"].tolist() == [x / 1e9 for x in table["p90"]]
    share = result.table("savings_required_share", unit="bn", stats="mean")
    assert share.equals(result.table("savings_required_share", stats="mean")), "a rate has no unit of money"
    assert not result.table("balance", basis="real at plan").equals(table)
    assert result.table("balance", "four percent, s").equals(result.table("balance", "four percent, stand still"))


def test_compare(result):
    of, versus = "four percent, stand still", "settlement, stand still"
    one = result.compare(of, versus)
    assert list(one.columns) == ["mean", "p10", "p50", "p90", "lo", "hi"]
    assert ((one["lo"] <= one["mean"]) & (one["mean"] <= one["hi"])).all()
    means = result.table("balance", of)["mean"] - result.table("balance", versus)["mean"]
    assert one["mean"].to_numpy() == pytest.approx(means.to_numpy(), rel=1e-9, abs=1e-3), (
        "means of differences are differences of means"
    )
    both = result.compare("four percent", "settlement", unit="bn")
    assert list(both.index.names) == ["of", "versus", "year"]
    assert both.xs((of, versus))["mean"].to_numpy() == pytest.approx(one["mean"].to_numpy() / 1e9, rel=1e-15)
    assert len(both) == 2 * 11


def test_chances(result):
    chances = result.chances()
    assert list(chances.index) == result.scenarios
    assert (
        chances.loc["four percent, stand still"]
        == result.chance("balance_in_year", "four percent, stand still").loc[result.year]
    ).all()
    assert (
        result.chances("2019/20").loc["settlement, stand still", "probability"]
        < chances.loc["four percent, stand still", "probability"]
    )
    balances = result.paths("balance", progress=False)
    share = (balances["settlement, stand still"]["balance"]["2023/24"] >= 0).mean()
    assert share == chances.loc["settlement, stand still", "probability"]


def test_balances(result):
    balances = result.balances()
    assert list(balances.columns) == ["balance", "money_intact"]
    assert list(balances.index) == result.scenarios
    assert (balances["balance"] == result.chances()["probability"]).all()
    paths = result.paths(["balance", "diverted"], progress=False)["settlement, stand still"]
    intact = (paths["balance"]["2023/24"] >= 0) & (paths["diverted"]["2023/24"] == 0)
    assert intact.mean() == balances.loc["settlement, stand still", "money_intact"]
    system = envelope.load(SYSTEM).run(paths=500, lines=["balance", "bodies_in_deficit"], progress=False)
    assert list(system.balances().columns) == ["balance", "every_body"]
    none = system.paths("bodies_in_deficit", progress=False)[system.scenarios[0]]["bodies_in_deficit"] == 0
    assert none["2030/31"].mean() == system.balances().loc[system.scenarios[0], "every_body"]


def test_bodies():
    r = envelope.load(SYSTEM).run(paths=500, lines=["balance", "bodies.*.balance"], progress=False)
    trust = r.table("Acute trust: balance")
    assert not trust.equals(r.table("balance"))
    paths = r.paths(["balance", "bodies.Acute trust.balance"], progress=False)
    own = paths[r.scenarios[0]]["Acute trust: balance"]
    assert own.max().tolist() == r.table("Acute trust: balance", stats="max")["max"].tolist()


@pytest.mark.parametrize(
    ("does", "says"),
    [
        (lambda r: r.table("balanse"), "no line 'balanse'; it has funding, net_cost"),
        (lambda r: r.table("balance", "xx"), "no scenario 'xx'; it has 'settlement, stand still'"),
        (lambda r: r.table("balance", "four"), "several scenarios that begin with 'four'"),
        (lambda r: r.table("balance", basis="gold"), "no line 'balance' gold"),
        (lambda r: r.table("balance", stats=["p33"]), "no statistic 'p33'; there are central"),
        (lambda r: r.table("balance", unit="guineas"), "no unit 'guineas'"),
        (
            lambda r: r.compare("improve", "settlement"),
            "does not compare 'improve' with 'settlement'; it compares 'four percent, stand still' with",
        ),
        (lambda r: r.chance("balance_some_time"), "no condition 'balance_some_time'; it has balance_in_year"),
        (lambda r: r.chances("1999/00"), "no chances for '1999/00'; it has 2019/20"),
        (lambda r: r.paths("balanse", progress=False), 'did you mean "balance"'),
        (lambda r: r.fan("balanse"), "no line 'balanse'"),
        (lambda r: r.fan(backend="pencil"), "no backend 'pencil'"),
    ],
)
def test_what_is_not_there(result, does, says):
    with pytest.raises(envelope.BadInput, match=says):
        does(result)


def test_words(result):
    assert repr(result).startswith("<envelope.Result 'The June 2018 settlement': 4,000 paths, seed 1, ")
    assert "The chance that NHS England balances in 2023/24 is" in str(result)


def test_warnings_are_shown():
    r = envelope.load(EARMARK).run(paths=500, progress=False)
    r.warnings = ["too few <paths>"]
    assert "too few &lt;paths&gt;" in r._repr_html_()
    assert "too few <paths>" in str(r)
