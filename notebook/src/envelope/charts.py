"""Pictures of a result: Vega-Lite through Altair, matplotlib where Altair is missing."""

from __future__ import annotations

import base64
import html
import io
import json
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from .result import Result

_BLUE, _ORANGE, _GREY = "#0072B2", "#D55E00", "#666666"
_BANDS = (("p5", "p95", 0.18), ("p10", "p90", 0.28), ("p25", "p75", 0.45))
_UNITS = ((2e10, 1e9, "bn"), (2e7, 1e6, "m"), (2e4, 1e3, "000"), (0, 1, ""))


def fan(result: Result, line: str, scenarios: list[str], backend: str | None = None) -> Any:
    """An Altair chart, or a matplotlib figure."""
    return _draw(fan_spec(result, line, scenarios), lambda: _plot_fan(result, line, scenarios), backend)


def earmark(result: Result, scenarios: list[str], backend: str | None = None) -> Any:
    """An Altair chart, or a matplotlib figure."""
    return _draw(earmark_spec(result, scenarios), lambda: _plot_earmark(result, scenarios), backend)


def _draw(spec: dict[str, Any], plot):
    try:
        import altair
    except ImportError:
        return plot()
    return altair.Chart.from_dict(spec)


def inline(result: Result, line: str, scenarios: list[str]) -> str:
    """A fan as HTML that needs no network: a PNG where matplotlib is installed, else a table."""
    try:
        figure = _plot_fan(result, line, scenarios)
    except ImportError:
        return result.table(line)._repr_html_()
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=110, bbox_inches="tight")
    picture = base64.b64encode(png.getvalue()).decode()
    return f"<img alt='{html.escape(line)} of {html.escape(result.name)}' src='data:image/png;base64,{picture}'>"


def _scale(result: Result, line: str) -> tuple[float, str]:
    """What figures of the line are divided by, and what that is called."""
    unit = result.records.loc[result.records["line"] == line, "unit"]
    if unit.empty or unit.iloc[0] == "fraction":
        return 0.01, "%"
    for reference in ("funding", line):
        size = result.records.loc[(result.records["line"] == reference) & (result.records["stat"] == "central"), "value"].abs().max()
        if size == size:
            break
    for least, divisor, name in _UNITS:
        if size >= least:
            return divisor, result.currency + name
    return 1, result.currency


def _frame(result: Result, line: str, scenario: str) -> pd.DataFrame:
    stats = ["central", "p5", "p10", "p25", "p50", "p75", "p90", "p95"]
    divisor, _ = _scale(result, line)
    return result.table(line, scenario, stats=stats) / divisor


def _words(line: str) -> str:
    return line.replace("_", " ")


def fan_spec(result: Result, line: str, scenarios: list[str]) -> dict[str, Any]:
    """A Vega-Lite specification of a fan, with its data inside."""
    _, unit = _scale(result, line)
    rows = []
    for scenario in scenarios:
        frame = _frame(result, line, scenario).reset_index()
        frame["scenario"] = scenario
        rows += json.loads(frame.to_json(orient="records"))
    x = {"field": "year", "type": "ordinal", "axis": {"title": None, "labelAngle": 0, "labelOverlap": True}}

    def y(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "axis": {"title": f"{_words(line)}, {unit}"}}

    layers: list[dict[str, Any]] = [
        {"mark": {"type": "area", "color": _BLUE, "opacity": opacity}, "encoding": {"x": x, "y": y(low), "y2": {"field": high}}}
        for low, high, opacity in _BANDS
    ]
    layers += [
        {"mark": {"type": "rule", "color": "#222"}, "encoding": {"y": {"datum": 0}}},
        {"mark": {"type": "line", "color": "#004C7F", "strokeWidth": 2}, "encoding": {"x": x, "y": y("p50")}},
        {"mark": {"type": "point", "shape": "diamond", "filled": True, "color": _ORANGE, "size": 40}, "encoding": {"x": x, "y": y("central")}},
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": result.name, "subtitle": f"Bands hold 50%, 80% and 90% of {result.paths_run:,} paths; line: median; diamonds: central case", "anchor": "start"},
        "data": {"values": rows},
        "facet": {"field": "scenario", "type": "nominal", "sort": scenarios, "header": {"title": None, "labelFontWeight": "bold", "labelAnchor": "start"}},
        "columns": 2,
        "spec": {"width": 340, "height": 240, "layer": layers},
        "config": {"view": {"stroke": None}, "font": "sans-serif"},
    }


def _earmark_frame(result: Result, scenario: str) -> pd.DataFrame:
    divisor, _ = _scale(result, "earmark_planned")
    columns = {name: result.table(line, scenario, stats=["mean"])["mean"] / divisor for name, line in (("spent", "transformation"), ("diverted", "diverted"))}
    return pd.DataFrame(columns).iloc[1:]


def earmark_spec(result: Result, scenarios: list[str]) -> dict[str, Any]:
    """A Vega-Lite specification of what becomes of the earmark, with its data inside."""
    _, unit = _scale(result, "earmark_planned")
    rows = []
    for scenario in scenarios:
        frame = _earmark_frame(result, scenario).reset_index().melt("year", var_name="use", value_name="mean")
        frame["scenario"] = scenario
        rows += json.loads(frame.to_json(orient="records"))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": "What becomes of the earmark", "subtitle": f"{unit} a year, means of {result.paths_run:,} paths", "anchor": "start"},
        "data": {"values": rows},
        "facet": {"field": "scenario", "type": "nominal", "sort": scenarios, "header": {"title": None, "labelFontWeight": "bold", "labelAnchor": "start"}},
        "columns": 2,
        "spec": {
            "width": 340,
            "height": 240,
            "mark": "bar",
            "encoding": {
                "x": {"field": "year", "type": "ordinal", "axis": {"title": None, "labelAngle": 0, "labelOverlap": True}},
                "y": {"field": "mean", "type": "quantitative", "axis": {"title": unit}},
                "order": {"field": "use", "sort": "descending"},
                "color": {
                    "field": "use", "type": "nominal",
                    "scale": {"domain": ["spent", "diverted"], "range": [_BLUE, _ORANGE]}, "legend": {"title": None, "orient": "top"},
                },
            },
        },
        "config": {"view": {"stroke": None}, "font": "sans-serif"},
    }


def _panels(scenarios: list[str]):
    from matplotlib.figure import Figure

    columns = min(2, len(scenarios))
    rows = -(-len(scenarios) // columns)
    figure = Figure(figsize=(4.6 * columns, 3.1 * rows), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False, sharey=True).ravel()
    for spare in axes[len(scenarios):]:
        spare.set_visible(False)
    return figure, axes


def _style(ax, scenario: str, years: list[str]) -> None:
    ax.set_title(scenario, loc="left", fontsize=10, fontweight="bold")
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.grid(axis="y", color="#ddd", linewidth=0.6)
    ax.set_axisbelow(True)
    step = -(-len(years) // 6)
    ax.set_xticks(range(0, len(years), step), years[::step], fontsize=8)
    ax.tick_params(axis="y", labelsize=8)


def _plot_fan(result: Result, line: str, scenarios: list[str]):
    figure, axes = _panels(scenarios)
    _, unit = _scale(result, line)
    for ax, scenario in zip(axes, scenarios):
        frame = _frame(result, line, scenario)
        x = range(len(frame))
        for low, high, opacity in _BANDS:
            ax.fill_between(x, frame[low], frame[high], color=_BLUE, alpha=opacity, linewidth=0)
        ax.axhline(0, color="#222", linewidth=0.8)
        ax.plot(x, frame["p50"], color="#004C7F", linewidth=1.8)
        ax.plot(x, frame["central"], color=_ORANGE, marker="D", markersize=4, linestyle="none")
        _style(ax, scenario, list(frame.index))
    figure.supylabel(f"{_words(line)}, {unit}", fontsize=9)
    figure.supxlabel("Bands hold 50%, 80% and 90% of the paths; line: median; diamonds: central case", fontsize=8, color=_GREY)
    return figure


def _plot_earmark(result: Result, scenarios: list[str]):
    figure, axes = _panels(scenarios)
    _, unit = _scale(result, "earmark_planned")
    for ax, scenario in zip(axes, scenarios):
        frame = _earmark_frame(result, scenario)
        x = range(len(frame))
        ax.bar(x, frame["spent"], color=_BLUE, label="spent")
        ax.bar(x, frame["diverted"], bottom=frame["spent"], color=_ORANGE, label="diverted to deficits")
        _style(ax, scenario, list(frame.index))
    axes[0].legend(frameon=False, fontsize=8)
    figure.supylabel(f"earmark, {unit}, means", fontsize=9)
    return figure
