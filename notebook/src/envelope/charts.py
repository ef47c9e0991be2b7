"""Pictures of a result: Vega-Lite through Altair, matplotlib where Altair is missing."""

from __future__ import annotations

import base64
import html
import io
import json
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from . import digits
from .errors import BadInput, EnvelopeError, NotInResult
from .figures import Figures

#: What charts show and how: the command's own definition, from which its pictures and its page are drawn too.
_LOOK: dict[str, Any] = json.loads(Path(__file__).with_name("look.json").read_text("utf-8"))
_BANDS = [(b["low"], b["high"], b["fill"], b["edge"]) for b in _LOOK["bands"]]
_MEDIAN, _CENTRAL, _USES = _LOOK["median"], _LOOK["central"], _LOOK["uses"]
_PAPER, _GREY, _INK, _HAIRLINE = _LOOK["paper"], _LOOK["grey"], _LOOK["ink"], _LOOK["hairline"]
_UNITS = ((2e10, 1e9, "bn"), (2e7, 1e6, "m"), (2e4, 1e3, "000"), (0, 1, ""))
_POINTS = 72  # in an inch


class Look(NamedTuple):
    """How a chart is drawn; see :meth:`Result.fan`."""

    title: str | None = None
    size: tuple[int, int] | None = None
    ax: Any = None
    backend: str | None = None

    @property
    def panel(self) -> tuple[int, int]:
        """The width and height of a panel in points."""
        return self.size or (340, 240)


def fan(result: Figures, line: str, scenarios: list[str], look: Look) -> Any:
    """An Altair chart, or a matplotlib figure."""
    return _draw(fan_spec(result, line, scenarios, look), lambda: _plot_fan(result, line, scenarios, look), look)


def earmark(result: Figures, scenarios: list[str], look: Look) -> Any:
    """An Altair chart, or a matplotlib figure."""
    return _draw(earmark_spec(result, scenarios, look), lambda: _plot_earmark(result, scenarios, look), look)


def _draw(spec: dict[str, Any], plot: Callable[[], Any], look: Look) -> Any:
    """The chart by the first of Altair and matplotlib that is installed, or by the one asked for."""
    backend = look.backend or ("matplotlib" if look.ax is not None else None)
    if backend not in (None, "altair", "matplotlib"):
        raise BadInput(f"there is no backend {backend!r}; there are altair and matplotlib")
    if backend == "altair" and look.ax is not None:
        raise BadInput("ax is for matplotlib, and not for Altair")
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
        figure = _plot_fan(result, line, scenarios, Look())
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
        f"; from the dotted line on, {result.assumed_from}: assumed, so dashed and hollow"
        if result.assumed_from in result.years
        else ""
    )
    said = str(_LOOK["fan_words"]).replace("the paths", f"{result.paths_run:,} paths")
    return _set(result) + f"{said}; line: {_MEDIAN['label']}{assumed}"


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


def _fan_title(result: Figures, line: str, unit: str) -> str:
    return f"{result.name}: {_words(line)}, {unit}"


def _crosses_zero(frames: list[pd.DataFrame]) -> bool:
    """Whether zero is among what a chart shows, and then worth a line of its own."""
    return any(bool((frame.min() <= 0).any() and (frame.max() >= 0).any()) for frame in frames)


def _rows(frames: dict[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Tables of scenarios as the data of a specification."""
    rows: list[dict[str, Any]] = []
    for scenario, frame in frames.items():
        rows += json.loads(frame.reset_index().assign(scenario=scenario).to_json(orient="records"))
    return rows


def _parts(result: Figures) -> tuple[list[str], list[str]]:
    """The years in which a line is whole, and those in which it is dashed; they share the year between."""
    if result.assumed_from not in result.years:
        return result.years, []
    border = result.years.index(result.assumed_from)
    return result.years[:border], result.years[max(border - 1, 0) :]


def _specification(
    title: str, about: list[str], frames: dict[str, pd.DataFrame], panel: dict[str, Any], look: Look
) -> dict[str, Any]:
    """A Vega-Lite specification with its data inside: one panel, or one for each of several scenarios, two in a row.

    Every panel has axes of its own, so that none are drawn where a row has no second panel.
    """
    width, height = look.panel
    panel = {"width": width, "height": height, **panel}
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": _rows(frames)},
        "config": {"view": {"stroke": None}, "font": "sans-serif"},
    }
    if len(frames) == 1:
        about = [*frames, *about]
        spec.update(panel)
    else:
        header = {"title": None, "labelFontWeight": "bold", "labelAnchor": "start"}
        spec["facet"] = {"field": "scenario", "type": "nominal", "sort": list(frames), "header": header}
        spec.update({"columns": 2, "spec": panel, "resolve": {"axis": {"x": "independent", "y": "independent"}}})
    spec["title"] = {"text": _title(look.title or title), "subtitle": about, "anchor": "start", "offset": 12}
    return spec


_YEARS = {"type": "ordinal", "axis": {"title": None, "labelAngle": 0, "labelOverlap": True}}


def fan_spec(result: Figures, line: str, scenarios: list[str], look: Look | None = None) -> dict[str, Any]:
    """A Vega-Lite specification of a fan, with its data inside."""
    look = look or Look()
    _, unit = _scale(result, line)
    frames = {scenario: _frame(result, line, scenario) for scenario in scenarios}
    x = {"field": "year", **_YEARS}

    def y(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "scale": {"zero": False}, "axis": {"title": unit}}

    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "area", "color": fill, "stroke": edge, "strokeWidth": 0.7},
            "encoding": {"x": x, "y": y(low), "y2": {"field": high}},
        }
        for low, high, fill, edge in _BANDS
    ]
    if result.assumed_from in result.years:
        begins = {"x": {"datum": result.assumed_from, **_YEARS}}
        layers.append({"mark": {"type": "rule", "color": _GREY, "strokeDash": [2, 3]}, "encoding": begins})
    if _crosses_zero(list(frames.values())):
        layers.append({"mark": {"type": "rule", "color": _INK}, "encoding": {"y": {"datum": 0}}})
    whole, dashed = _parts(result)
    middle = {"x": x, "y": y(_MEDIAN["of"])}
    layers.append({"mark": {"type": "line", "color": _PAPER, "strokeWidth": 4}, "encoding": middle})
    for years, dash in ((whole, [1, 0]), (dashed, [5, 3])):
        mark = {"type": "line", "color": _MEDIAN["color"], "strokeWidth": 2, "strokeDash": dash}
        layers.append({"mark": mark, "encoding": middle, "transform": [{"filter": {"field": "year", "oneOf": years}}]})
    hollow = {"test": {"field": "year", "oneOf": dashed[1:] if whole else dashed}}
    colour = _CENTRAL["color"]
    diamonds = {
        "x": x,
        "y": y(_CENTRAL["of"]),
        "fill": {"condition": {**hollow, "value": _PAPER}, "value": colour},
        "stroke": {"condition": {**hollow, "value": colour}, "value": _PAPER},
    }
    layers.append(
        {
            "mark": {"type": "point", "shape": "diamond", "opacity": 1, "size": 60, "strokeWidth": 1},
            "encoding": diamonds,
        }
    )
    about = _captions(_caption(result).replace("; from", "\nFrom"), _not_drawn(result, scenarios))
    return _specification(_fan_title(result, line, unit), about, frames, {"layer": layers}, look)


def _earmark_frame(result: Figures, scenario: str) -> pd.DataFrame:
    divisor, _ = _scale(result, "earmark_planned")
    columns = {
        name: result.table(line, scenario, stats=["mean"])["mean"] / divisor
        for name, line in ((use["label"], use["of"]) for use in _USES)
    }
    return pd.DataFrame(columns).iloc[1:]


def _earmark_title(result: Figures, unit: str) -> str:
    return f"{result.name}: what becomes of the earmark, {unit} a year"


def earmark_spec(result: Figures, scenarios: list[str], look: Look | None = None) -> dict[str, Any]:
    """A Vega-Lite specification of what becomes of the earmark, with its data inside."""
    _, unit = _scale(result, "earmark_planned")
    frames = {
        scenario: _earmark_frame(result, scenario)
        .reset_index()
        .melt("year", var_name="use", value_name="mean")
        .set_index("year")
        for scenario in scenarios
    }
    colour = {
        "field": "use",
        "type": "nominal",
        "scale": {"domain": [use["label"] for use in _USES], "range": [use["color"] for use in _USES]},
        "legend": {"title": None, "orient": "top"},
    }
    encoding = {
        "x": {"field": "year", **_YEARS},
        "y": {"field": "mean", "type": "quantitative", "axis": {"title": unit}},
        "order": {"field": "use", "sort": "descending"},
        "color": colour,
    }
    about = _captions(f"{_set(result)}Means of {result.paths_run:,} paths", _not_drawn(result, scenarios))
    panel = {"mark": {"type": "bar", "stroke": _PAPER, "strokeWidth": 0.7}, "encoding": encoding}
    return _specification(_earmark_title(result, unit), about, frames, panel, look or Look())


def _panels(scenarios: list[str], title: str, about: list[str], look: Look) -> tuple[Any, Any]:
    """A figure with a panel for each scenario, two in a row, and its axes; those given, where they are."""
    if look.ax is not None:
        if len(scenarios) != 1:
            raise BadInput(f"ax is for one scenario, and {len(scenarios)} are drawn; name one")
        look.ax.set_title("\n".join([*_title(look.title or title), scenarios[0]]), loc="left", fontsize=10)
        return look.ax, [look.ax]
    from matplotlib.figure import Figure

    columns = min(2, len(scenarios))
    rows = -(-len(scenarios) // columns)
    width, height = (points / _POINTS for points in look.panel)
    figure = Figure(figsize=(max(width * columns, 6.5), height * rows + 0.8), layout="constrained")
    figure.suptitle("\n".join(_title(look.title or title)), x=0.01, ha="left", fontsize=12, fontweight="bold")
    figure.supxlabel("\n".join(about), x=0.01, ha="left", fontsize=8, color=_GREY)
    axes = figure.subplots(rows, columns, squeeze=False, sharey=True).ravel()
    for spare in axes[len(scenarios) :]:
        spare.set_visible(False)
    for ax, scenario in zip(axes, scenarios):
        ax.set_title(scenario, loc="left", fontsize=10, fontweight="bold")
    return figure, axes


def _style(ax: Any, years: list[str], unit: str) -> None:
    ax.set_ylabel(unit, fontsize=8)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.grid(axis="y", color=_HAIRLINE, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}".replace("-", "−"))
    step = -(-len(years) // 6)
    ax.set_xticks(range(0, len(years), step), years[::step], fontsize=8)
    ax.tick_params(axis="y", labelsize=8)


def _plot_fan(result: Figures, line: str, scenarios: list[str], look: Look) -> Any:
    _, unit = _scale(result, line)
    frames = [_frame(result, line, scenario) for scenario in scenarios]
    about = _captions(_caption(result).replace("; from", "\nFrom"), _not_drawn(result, scenarios))
    drawn, axes = _panels(scenarios, _fan_title(result, line, unit), about, look)
    zero = _crosses_zero(frames)
    for ax, frame in zip(axes, frames):
        x = range(len(frame))
        for low, high, fill, edge in _BANDS:
            ax.fill_between(x, frame[low], frame[high], facecolor=fill, edgecolor=edge, linewidth=0.7)
        if zero:
            ax.axhline(0, color=_INK, linewidth=0.8)
        if result.assumed_from in result.years:
            ax.axvline(result.years.index(result.assumed_from), color=_GREY, linewidth=0.8, linestyle=":")
        middle, central = frame[_MEDIAN["of"]], frame[_CENTRAL["of"]]
        ax.plot(x, middle, color=_PAPER, linewidth=3.6)
        whole, dashed = _parts(result)
        hollow = dashed[1:] if whole else dashed
        for years, line in ((whole, "-"), (dashed, "--")):
            at = [i for i, year in enumerate(frame.index) if year in years]
            ax.plot(at, middle.iloc[at], color=_MEDIAN["color"], linewidth=1.8, linestyle=line)
        for i, (year, value) in enumerate(central.items()):
            fill, edge = (_PAPER, _CENTRAL["color"]) if year in hollow else (_CENTRAL["color"], _PAPER)
            ax.plot([i], [value], marker="D", markersize=4.5, markerfacecolor=fill, markeredgecolor=edge, zorder=3)
        _style(ax, list(frame.index), unit)
    return drawn


def _uses() -> str:
    """What the parts of a bar are, from the bottom up."""
    return "Bars, from the bottom: " + ", then ".join(use["label"] for use in _USES)


def _plot_earmark(result: Figures, scenarios: list[str], look: Look) -> Any:
    _, unit = _scale(result, "earmark_planned")
    about = _captions(
        f"{_set(result)}Means of {result.paths_run:,} paths. {_uses()}",
        _not_drawn(result, scenarios),
    )
    drawn, axes = _panels(scenarios, _earmark_title(result, unit), about, look)
    for ax, scenario in zip(axes, scenarios):
        frame = _earmark_frame(result, scenario)
        x = range(len(frame))
        below = 0 * frame.iloc[:, 0]
        for use in _USES:
            ax.bar(x, frame[use["label"]], bottom=below, color=use["color"], edgecolor=_PAPER, linewidth=0.7)
            below = below + frame[use["label"]]
        ax.set_ylim(bottom=0)
        ax.margins(y=0.06)
        _style(ax, list(frame.index), unit)
    return drawn
