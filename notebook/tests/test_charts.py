"""Pictures: what is in them, and what happens without plotting packages."""

from __future__ import annotations

import base64
import re
import sys

import pytest

import envelope
from envelope import charts


def test_fan_specification(result):
    altair = pytest.importorskip("altair")
    chart = result.fan("balance")
    assert isinstance(chart, altair.TopLevelMixin)
    spec = chart.to_dict()  # validates against the schema
    rows = spec["data"]["values"] if "values" in spec["data"] else spec["datasets"][spec["data"]["name"]]
    assert len(rows) == 4 * 11
    row = next(r for r in rows if r["scenario"] == "settlement, improve" and r["year"] == "2023/24")
    table = result.table("balance", "settlement, improve", unit="bn", stats=["p5", "p50"])
    assert row["p5"] == pytest.approx(table.loc["2023/24", "p5"], rel=1e-9)
    assert row["p50"] == pytest.approx(table.loc["2023/24", "p50"], rel=1e-9)
    assert "£bn" in str(spec)


def test_earmark_specification(result):
    pytest.importorskip("altair")
    spec = result.earmark("four percent, improve").to_dict()
    rows = spec["data"]["values"] if "values" in spec["data"] else spec["datasets"][spec["data"]["name"]]
    spent = sum(r["mean"] for r in rows if r["year"] == "2023/24")
    planned = result.table("earmark_planned", "four percent, improve", unit="bn", stats="mean").loc["2023/24", "mean"]
    assert spent == pytest.approx(planned, rel=1e-6), "what is spent and what is diverted is what was planned"


def test_units(result):
    assert charts._scale(result, "balance") == (1e9, "£bn")
    assert charts._scale(result, "savings_required_share") == (0.01, "%")


@pytest.mark.parametrize("name", ["fan", "earmark"])
def test_matplotlib(result, name, tmp_path):
    pytest.importorskip("matplotlib")
    figure = getattr(result, name)(backend="matplotlib")
    figure.savefig(tmp_path / "picture.png")
    assert sum(ax.get_visible() for ax in figure.axes) == 4
    assert (tmp_path / "picture.png").stat().st_size > 10_000


def test_html_has_the_answer_and_a_picture(result):
    pytest.importorskip("matplotlib")
    shown = result._repr_html_()
    assert "The chance that NHS England balances in 2023/24" in shown
    png = re.search(r"src='data:image/png;base64,([^']+)'", shown)
    assert png and base64.b64decode(png[1]).startswith(b"\x89PNG")
    assert "http" not in shown, "needs no network"


def test_without_plotting_packages(result, monkeypatch):
    for package in ("altair", "matplotlib", "matplotlib.figure"):
        monkeypatch.setitem(sys.modules, package, None)
    shown = result._repr_html_()
    assert "The chance that NHS England balances in 2023/24" in shown
    assert "<table" in shown
    with pytest.raises(envelope.EnvelopeError, match="install Altair or matplotlib"):
        result.fan()


def test_matplotlib_stands_in(result, monkeypatch):
    pytest.importorskip("matplotlib")
    monkeypatch.setitem(sys.modules, "altair", None)
    assert type(result.fan()).__module__ == "matplotlib.figure"
    with pytest.raises(envelope.EnvelopeError, match="Altair is not installed"):
        result.fan(backend="altair")


def test_what_is_not_drawn_is_said(result, monkeypatch):
    """Scenarios without a panel are named, in both kinds of picture; nothing is said where all are drawn or one was asked for."""
    monkeypatch.setattr(result, "scenarios", [*result.scenarios, "a fifth", "a sixth"])
    said = "Drawn are 4 of 6 scenarios. Not drawn: a fifth, a sixth"
    four = result._several(None)
    assert said in charts.fan_spec(result, "balance", four)["title"]["subtitle"]
    assert said in charts.earmark_spec(result, four)["title"]["subtitle"]
    assert "Not drawn" not in str(charts.fan_spec(result, "balance", four[:1])["title"])
    pytest.importorskip("matplotlib")
    for name in ("fan", "earmark"):
        figure = getattr(result, name)(backend="matplotlib")
        assert said in figure.get_supxlabel()
        assert all(ax.get_ylabel() == "£bn" for ax in figure.axes if ax.get_visible())


def test_how_a_chart_looks(result):
    """A chart of one scenario has no facet, and takes a title and a size; a panel has its own axes where there are more."""
    one = charts.fan_spec(result, "balance", result.scenarios[:1], charts.Look("Mine", (500, 300)))
    assert "facet" not in one
    assert (one["width"], one["height"], one["title"]["text"]) == (500, 300, ["Mine"])
    assert one["title"]["subtitle"][0] == result.scenarios[0]
    several = charts.fan_spec(result, "balance", result.scenarios[:3])
    assert several["resolve"]["axis"] == {"x": "independent", "y": "independent"}
    assert several["title"]["text"] == [f"{result.name}: balance, £bn"]
    pytest.importorskip("altair")
    assert result.fan("balance", result.scenarios[0]).properties(width=500).to_dict()["width"] == 500


def test_zero_is_drawn_where_it_is_among_the_figures(result):
    def rules(line: str) -> list[dict]:
        layers = charts.fan_spec(result, line, result.scenarios)["spec"]["layer"]
        return [layer for layer in layers if layer["mark"]["type"] == "rule"]

    assert {"y": {"datum": 0}} in [rule["encoding"] for rule in rules("balance")]
    assert {"y": {"datum": 0}} not in [rule["encoding"] for rule in rules("funding")]
    pytest.importorskip("matplotlib")
    low, _ = result.fan("funding", backend="matplotlib").axes[0].get_ylim()
    assert low > 50, "the axis begins near the figures, in £bn"


def test_nothing_shines_through(result):
    assert "opacity" not in str(charts.fan_spec(result, "balance", result.scenarios)).replace("'opacity': 1,", "")


@pytest.mark.parametrize("name", ["fan", "earmark"])
def test_axes_of_ones_own(result, name):
    figure = pytest.importorskip("matplotlib.figure").Figure()
    ax = figure.subplots()
    draw = getattr(result, name)
    assert draw(scenario=result.scenarios[0], ax=ax, title="Mine") is ax
    assert ax.get_title(loc="left") == f"Mine\n{result.scenarios[0]}"
    with pytest.raises(envelope.BadInput, match="ax is for one scenario"):
        draw(ax=ax)
    with pytest.raises(envelope.BadInput, match="not for Altair"):
        draw(scenario=result.scenarios[0], ax=ax, backend="altair")
    width, height = draw(scenario=result.scenarios[0], size=(720, 360), backend="matplotlib").get_size_inches()
    assert (width, height) == (10, 5.8)


def test_the_look_is_the_commands(result):
    """The bands, marks and parts of a chart are those of the file that the command's own pictures and page are drawn from."""
    look = charts._LOOK
    fan = charts.fan_spec(result, "balance", result.scenarios[:1])
    areas = [layer for layer in fan["layer"] if layer["mark"]["type"] == "area"]
    assert [(a["encoding"]["y"]["field"], a["encoding"]["y2"]["field"], a["mark"]["color"]) for a in areas] == [
        (b["low"], b["high"], b["fill"]) for b in look["bands"]
    ]
    assert look["median"]["color"] in str(fan) and look["central"]["color"] in str(fan)
    assert "Bands hold 50%, 80% and 90% of " in str(fan["title"]["subtitle"])
    bars = charts.earmark_spec(result, result.scenarios[:1])
    assert bars["encoding"]["color"]["scale"]["range"] == [use["color"] for use in look["uses"]]
