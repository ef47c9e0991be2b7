"""Pictures of a result: Vega-Lite through Altair, matplotlib where Altair is missing."""

from __future__ import annotations

import base64
import html
import io
import json
import textwrap
from collections.abc import Callable
from typing import Any

import pandas as pd

from . import digits
from .errors import BadInput, EnvelopeError, NotInResult
from .figures import Figures

_BLUE, _ORANGE, _GREY = "#0072B2", "#D55E00", "#666666"
_BANDS = (("p5", "p95", 0.18), ("p10", "p90", 0.28), ("p25", "p75", 0.45))
_UNITS = ((2e10, 1e9, "bn"), (2e7, 1e6, "m"), (2e4, 1e3, "000"), (0, 1, ""))


def fan(result: Figures, line: str, scenarios: list[str], backend: str | None = None) -> Any:
    """An Altair chart, or a matplotlib figure."""
    return _draw(fan_spec(result, line, scenarios), lambda: _plot_fan(result, line, scenarios), backend)


def earmark(result: Figures, scenarios: list[str], backend: str | None = None) -> Any:
    """An Altair chart, or a matplotlib figure."""
    return _draw(earmark_spec(result, scenarios), lambda: _plot_earmark(result, scenarios), backend)


def _draw(spec: dict[str, Any], plot: Callable[[], Any], backend: str | None) -> Any:
    """The chart by the first of Altair and matplotlib that is installed, or by the one asked for."""
    if backend not in (None, "altair", "matplotlib"):
        raise BadInput(f"there is no backend {backend!r}; there are altair and matplotlib")
    try:
        if backend != "matplotlib":
            import altair

            return altair.Chart.from_dict(spec)
    except ImportError:
        if backend == "altair":
            raise EnvelopeError("Altair is not installed: pip install altair") from None
    try:
        return plot()
    except ImportError:
        raise EnvelopeError("to draw, install Altair or matplotlib: pip install altair") from None


def inline(result: Figures, line: str, scenarios: list[str]) -> str:
    """A fan as HTML that needs no network: a PNG where matplotlib is installed, else a table."""
    try:
        figure = _plot_fan(result, line, scenarios)
    except ImportError:
        return _inline_table(result, line)
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=110, bbox_inches="tight")
    picture = base64.b64encode(png.getvalue()).decode()
    width = round(figure.get_figwidth() * 85)
    return f"<img alt='{html.escape(line)} of {html.escape(result.name)}' style='width:{width}px;max-width:100%' src='data:image/png;base64,{picture}'>"


def _inline_table(result: Figures, line: str) -> str:
    """A line of the baseline as HTML, each figure with the digits that its paths support."""
    divisor, unit = _scale(result, line)
    found = result._of(result.scenarios[0], "", line, "cash")
    wanted = found[found["stat"].isin(("central", "mean", "p10", "p50", "p90"))]
    text = [
        digits.alone(*figures) for figures in (wanted[["value", "lo", "hi"]] / divisor).to_numpy(dtype=float).tolist()
    ]
    wide = wanted.assign(text=text).pivot(index="year", columns="stat", values="text")[
        ["central", "mean", "p10", "p50", "p90"]
    ]
    others = f"; {_counted(len(result.scenarios) - 1)} not shown" if len(result.scenarios) > 1 else ""
    about = f"{_words(line)}, {unit}, {result.scenarios[0]}{others}"
    return f"<p>{html.escape(about)}</p>{result._in_order(wide).to_html(index_names=False)}"


def _counted(scenarios: int) -> str:
    return f"{scenarios} scenario{'s' if scenarios > 1 else ''}"


def _not_drawn(result: Figures, scenarios: list[str]) -> str:
    """Which scenarios have no panel, where several have; nothing where one was asked for or all are drawn."""
    left = [s for s in result.scenarios if s not in scenarios]
    if not left or len(scenarios) == 1:
        return ""
    names = ", ".join(left[:4]) + (f" and {len(left) - 4} more" if len(left) > 4 else "")
    return f"Drawn are {len(scenarios)} of {_counted(len(result.scenarios))}. Not drawn: {names}"


def _scale(result: Figures, line: str) -> tuple[float, str]:
    """What figures of the line are divided by, and what that is called: money by the size of the funding, if there is that."""
    own = result._of(result.scenarios[0], "", line, "cash")
    if own["unit"].iloc[0] == "fraction":
        return 0.01, "%"
    whose, mark, _ = line.rpartition(": ")
    try:
        reference = result._of(result.scenarios[0], "", f"{whose}{mark}funding", "cash")
    except NotInResult:
        reference = own
    size = reference.loc[reference["stat"] == "central", "value"].abs().max()
    _, divisor, name = next((u for u in _UNITS if size >= u[0]), _UNITS[-1])
    return divisor, result.currency + name


def _caption(result: Figures) -> str:
    assumed = (
        f"; from the dotted line on, {result.assumed_from}: assumed" if result.assumed_from in result.years else ""
    )
    return (
        _set(result)
        + f"Bands hold 50%, 80% and 90% of {result.paths_run:,} paths; line: median; diamonds: central case{assumed}"
    )


def _set(result: Figures) -> str:
    """What was set for the result and where it does not hold, as sentences before others."""
    return "".join(
        f"{text}\n"
        for text in (result.set[:1].upper() + result.set[1:] + "." if result.set else "", result._own)
        if text
    )


def _title(text: str) -> list[str]:
    """A title in lines that fit above a panel or two."""
    return textwrap.wrap(text, 90) or [text]


def _captions(*lines: str) -> list[str]:
    """Lines of words below a title, those that there are."""
    return [part for line in lines for part in line.split("\n") if part]


def _frame(result: Figures, line: str, scenario: str) -> pd.DataFrame:
    stats = ["central", "p5", "p10", "p25", "p50", "p75", "p90", "p95"]
    divisor, _ = _scale(result, line)
    return result.table(line, scenario, stats=stats) / divisor


def _words(line: str) -> str:
    return line.replace("_", " ")


def fan_spec(result: Figures, line: str, scenarios: list[str]) -> dict[str, Any]:
    """A Vega-Lite specification of a fan, with its data inside."""
    _, unit = _scale(result, line)
    rows = []
    for scenario in scenarios:
        frame = _frame(result, line, scenario).reset_index()
        frame["scenario"] = scenario
        rows += json.loads(frame.to_json(orient="records"))
    axis = {"type": "ordinal", "axis": {"title": None, "labelAngle": 0, "labelOverlap": True}}
    x = {"field": "year", **axis}

    def y(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "axis": {"title": f"{_words(line)}, {unit}"}}

    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "area", "color": _BLUE, "opacity": opacity},
            "encoding": {"x": x, "y": y(low), "y2": {"field": high}},
        }
        for low, high, opacity in _BANDS
    ]
    if result.assumed_from in result.years:
        layers.append(
            {
                "mark": {"type": "rule", "color": _GREY, "strokeDash": [2, 3]},
                "encoding": {"x": {"datum": result.assumed_from, **axis}},
            }
        )
    layers += [
        {"mark": {"type": "rule", "color": "#222"}, "encoding": {"y": {"datum": 0}}},
        {"mark": {"type": "line", "color": "#004C7F", "strokeWidth": 2}, "encoding": {"x": x, "y": y("p50")}},
        {
            "mark": {"type": "point", "shape": "diamond", "filled": True, "color": _ORANGE, "size": 40},
            "encoding": {"x": x, "y": y("central")},
        },
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {
            "text": _title(result.name),
            "subtitle": _captions(_caption(result).replace("; from", "\nFrom"), _not_drawn(result, scenarios)),
            "anchor": "start",
            "offset": 12,
        },
        "data": {"values": rows},
        "facet": {
            "field": "scenario",
            "type": "nominal",
            "sort": scenarios,
            "header": {"title": None, "labelFontWeight": "bold", "labelAnchor": "start"},
        },
        "columns": 2,
        "spec": {"width": 340, "height": 240, "layer": layers},
        "config": {"view": {"stroke": None}, "font": "sans-serif"},
    }


def _earmark_frame(result: Figures, scenario: str) -> pd.DataFrame:
    divisor, _ = _scale(result, "earmark_planned")
    columns = {
        name: result.table(line, scenario, stats=["mean"])["mean"] / divisor
        for name, line in (("spent", "transformation"), ("diverted", "diverted"))
    }
    return pd.DataFrame(columns).iloc[1:]


def earmark_spec(result: Figures, scenarios: list[str]) -> dict[str, Any]:
    """A Vega-Lite specification of what becomes of the earmark, with its data inside."""
    _, unit = _scale(result, "earmark_planned")
    rows = []
    for scenario in scenarios:
        frame = _earmark_frame(result, scenario).reset_index().melt("year", var_name="use", value_name="mean")
        frame["scenario"] = scenario
        rows += json.loads(frame.to_json(orient="records"))
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {
            "text": "What becomes of the earmark",
            "subtitle": _captions(
                f"{_set(result)}{unit} a year, means of {result.paths_run:,} paths", _not_drawn(result, scenarios)
            ),
            "anchor": "start",
            "offset": 12,
        },
        "data": {"values": rows},
        "facet": {
            "field": "scenario",
            "type": "nominal",
            "sort": scenarios,
            "header": {"title": None, "labelFontWeight": "bold", "labelAnchor": "start"},
        },
        "columns": 2,
        "spec": {
            "width": 340,
            "height": 240,
            "mark": "bar",
            "encoding": {
                "x": {
                    "field": "year",
                    "type": "ordinal",
                    "axis": {"title": None, "labelAngle": 0, "labelOverlap": True},
                },
                "y": {"field": "mean", "type": "quantitative", "axis": {"title": unit}},
                "order": {"field": "use", "sort": "descending"},
                "color": {
                    "field": "use",
                    "type": "nominal",
                    "scale": {"domain": ["spent", "diverted"], "range": [_BLUE, _ORANGE]},
                    "legend": {"title": None, "orient": "top"},
                },
            },
        },
        "config": {"view": {"stroke": None}, "font": "sans-serif"},
    }


def _panels(scenarios: list[str], title: str, about: str) -> tuple[Any, Any]:
    """A figure with a panel for each scenario, two in a row."""
    from matplotlib.figure import Figure

    columns = min(2, len(scenarios))
    rows = -(-len(scenarios) // columns)
    figure = Figure(figsize=(max(4.6 * columns, 6.5), 2.9 * rows + 0.8), layout="constrained")
    figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
    figure.supxlabel(about, x=0.01, ha="left", fontsize=8, color=_GREY)
    axes = figure.subplots(rows, columns, squeeze=False, sharey=True).ravel()
    for spare in axes[len(scenarios) :]:
        spare.set_visible(False)
    return figure, axes


def _style(ax: Any, scenario: str, years: list[str], unit: str) -> None:
    ax.set_ylabel(unit, fontsize=8)
    ax.set_title(scenario, loc="left", fontsize=10, fontweight="bold")
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.grid(axis="y", color="#ddd", linewidth=0.6)
    ax.set_axisbelow(True)
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}".replace("-", "−"))
    step = -(-len(years) // 6)
    ax.set_xticks(range(0, len(years), step), years[::step], fontsize=8)
    ax.tick_params(axis="y", labelsize=8)


def _plot_fan(result: Figures, line: str, scenarios: list[str]) -> Any:
    _, unit = _scale(result, line)
    about = _captions(_caption(result).replace("; from", "\nFrom"), _not_drawn(result, scenarios))
    figure, axes = _panels(scenarios, "\n".join(_title(f"{result.name}: {_words(line)}, {unit}")), "\n".join(about))
    for ax, scenario in zip(axes, scenarios):
        frame = _frame(result, line, scenario)
        x = range(len(frame))
        for low, high, opacity in _BANDS:
            ax.fill_between(x, frame[low], frame[high], color=_BLUE, alpha=opacity, linewidth=0)
        ax.axhline(0, color="#222", linewidth=0.8)
        if result.assumed_from in result.years:
            ax.axvline(result.years.index(result.assumed_from), color=_GREY, linewidth=0.8, linestyle=":")
        ax.plot(x, frame["p50"], color="#004C7F", linewidth=1.8)
        ax.plot(x, frame["central"], color=_ORANGE, marker="D", markersize=3.5, linestyle="none")
        _style(ax, scenario, list(frame.index), unit)
    return figure


def _plot_earmark(result: Figures, scenarios: list[str]) -> Any:
    _, unit = _scale(result, "earmark_planned")
    about = _captions(
        f"{_set(result)}Means of {result.paths_run:,} paths. Blue: spent; orange: diverted to deficits",
        _not_drawn(result, scenarios),
    )
    figure, axes = _panels(scenarios, f"What becomes of the earmark, {unit} a year", "\n".join(about))
    for ax, scenario in zip(axes, scenarios):
        frame = _earmark_frame(result, scenario)
        x = range(len(frame))
        ax.bar(x, frame["spent"], color=_BLUE)
        ax.bar(x, frame["diverted"], bottom=frame["spent"], color=_ORANGE)
        ax.set_ylim(bottom=0)
        ax.margins(y=0.06)
        _style(ax, scenario, list(frame.index), unit)
    return figure
