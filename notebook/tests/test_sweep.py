"""A sweep: a table of settings in, a tidy table of figures out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import SYSTEM

import envelope

FIGURES = ["mean of balance", "chance that balance"]


@pytest.fixture(scope="module")
def settings() -> pd.DataFrame:
    return pd.DataFrame(
        {"funding.real_growth": ["3%", np.float32(0.04)], "earmark.share": [0.0, 1e-7]}, index=["low", "high"]
    )


def test_it_is_what_setting_gives(env, settings):
    found = env.sweep(settings, FIGURES, paths=500)
    assert list(found.columns) == [*settings.columns, "figure", "value", "lo", "hi"]
    assert list(found.index) == ["low", "low", "high", "high"]
    assert list(found["figure"]) == FIGURES * 2
    for name, row in settings.iterrows():
        for figure in FIGURES:
            alone = env.set(dict(row)).ask(figure, paths=500)
            one = found.loc[name].set_index("figure").loc[figure]
            assert [one["value"], one["lo"], one["hi"]] == [alone.value, alone.lo, alone.hi], "bit for bit"
    wide = found.pivot(columns="figure", values="value")
    assert list(wide.columns) == sorted(FIGURES)
    assert len(found.query("figure == 'mean of balance' and `earmark.share` > 0")) == 1


def test_figures_have_the_names_that_a_dict_gives(env, settings):
    found = env.sweep(settings, {"mean": FIGURES[0], "chance": FIGURES[1]}, paths=100)
    assert list(found["figure"]) == ["mean", "chance"] * 2


def test_every_body_at_once():
    """A star is every body's, and what was set for the whole sweep holds beside it."""
    env = envelope.load(SYSTEM).set("deflator.surprise", 0)
    found = env.sweep({"bodies.*.need.real_growth": [0.01, 0.03]}, "mean of balance", paths=100)
    assert found["value"].iloc[0] > found["value"].iloc[1]
    alone = env.set("bodies.*.need.real_growth", 0.03).ask("mean of balance", paths=100)
    assert found["value"].iloc[1] == alone.value


def test_an_assumption_by_its_name():
    tree = {
        "years": "2024/25 to 2026/27", "currency": "£", "not_modelled": [],
        "assumptions": {"pay award": "3%"},
        "funding": {"baseline": "£1bn", "real_growth": "2%"},
        "need": {"real_growth": {"assumption": "pay award"}},
    }  # fmt: skip
    found = envelope.from_dict(tree).sweep({"pay award": [0.01, 0.03]}, "mean of balance", paths=100)
    assert found["value"].iloc[0] > found["value"].iloc[1]


def test_progress_is_of_rows(env, settings):
    calls: list[tuple[int, int]] = []
    env.sweep(settings, paths=100, progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (2, 2)


@pytest.mark.parametrize(
    ("table", "figures", "says"),
    [
        ({"earmark.share": [0.05, float("nan")]}, "mean of balance", "row 1: earmark.share has no value"),
        ({"earmark.share": []}, "mean of balance", "no rows"),
        ({}, "mean of balance", "no columns"),
        (5, "mean of balance", "not a table"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "mean of balance", "a twice"),
        ({5: [1]}, "mean of balance", "5 is not a text"),
        ({"earmark.share": [0.05]}, ["mean of balance"] * 2, "asked for twice"),
        ({"earmark.share": [0.05]}, [], "no figure"),
        ({"earmark.share": [0.05]}, "mean of balence", "did you mean"),
        ({"earmark.share": [0.05, 3.4]}, "mean of balance", "3.4 is 340%"),
        ({"earmark.shar": [0.05]}, "mean of balance", "there is no key"),
        (
            {f"bodies.b{i}.need.real_growth": [0.01] for i in range(501)},
            "mean of balance",
            "501 columns; the most is 500",
        ),
    ],
)
def test_what_is_no_sweep_is_told(env, table, figures, says):
    with pytest.raises(envelope.BadInput, match=says):
        env.sweep(table, figures, paths=100, progress=False)
