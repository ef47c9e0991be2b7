"""What people who use pandas give, and expect back."""

from __future__ import annotations

import datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import envelope

BASE = "settlement, stand still"


def in_effect(env: envelope.Spec, place: str):
    return env.assumptions(BASE).set_index("input")["value"][place]


@pytest.mark.parametrize(
    ("value", "is_"),
    [
        (np.float32(0.02), 0.02),
        (np.float64(0.02), 0.02),
        (np.int64(0), 0.0),
        (Decimal("0.02"), 0.02),
        (1e-7, 1e-7),
        (np.float64(2.5e-6), 2.5e-6),
        (0.1 * 0.2, 0.02),
    ],
)
def test_numbers_of_any_kind(env, value, is_):
    assert in_effect(env.set("earmark.share", value), "earmark.share") == is_


def test_arrays_of_short_floats(env):
    years = len(env.check()["years"]) - 1
    found = in_effect(env.set("funding.real_growth", np.full(years, 0.03, dtype=np.float32)), "funding.real_growth")
    assert found == [0.03] * years


def test_labels_that_are_dates(env):
    years = [int(y[:4]) for y in env.check()["years"][1:]]
    growth = [0.01 + i / 1000 for i in range(len(years))]
    plain = in_effect(env.set("funding.real_growth", growth), "funding.real_growth")
    for index in (
        pd.DatetimeIndex([f"{y}-04-01" for y in years]),
        pd.DatetimeIndex([f"{y + 1}-03-31" for y in years]),
        [datetime.date(y, 4, 1) for y in years],
        pd.PeriodIndex([f"{y + 1}" for y in years], freq="Y-MAR"),
    ):
        backwards = pd.Series(growth, index=index)[::-1]
        assert in_effect(env.set("funding.real_growth", backwards), "funding.real_growth") == plain
    with pytest.raises(envelope.BadInput, match="calendar"):
        env.set("funding.real_growth", pd.Series(growth, index=pd.DatetimeIndex([f"{y}-01-01" for y in years])))


def test_years_as_numbers(env, result):
    assert result.chances(2023).equals(result.chances("2023/24"))
    assert result.chances(pd.Period("2024", freq="Y-MAR")).equals(result.chances("2023/24"))
    assert env.explain("balance", 2023, depth=1) == env.explain("balance", "2023/24", depth=1)
    assert env.run(paths=50, year=np.int64(2021), progress=False).year == "2021/22"
    assert env.until(2023).check()["years"][-1] == "2023/24"


def test_a_table_through_excel(env, tmp_path):
    pytest.importorskip("openpyxl")
    env.assumptions(BASE).to_excel(tmp_path / "assumptions.xlsx", index=False)
    back = pd.read_excel(tmp_path / "assumptions.xlsx")
    assert env.set_frame(back).settings == ()
    back.loc[back["input"] == "earmark.share", "value"] = 0.02
    assert [place for place, _ in env.set_frame(back).settings] == ["earmark.share"]


def test_long_beside_wide(result):
    wide = result.table("balance", unit="bn")
    tidy = result.table("balance", unit="bn", tidy=True)
    assert list(tidy.columns) == ["year", "stat", "value"]
    pd.testing.assert_frame_equal(
        tidy.pivot(index="year", columns="stat", values="value")[list(wide.columns)].rename_axis(columns=None),
        wide.sort_index(),
    )
    assert len(tidy.query("stat == 'p50' and year >= '2023/24'")) == 6
    paths = result.paths("balance", sample=5, unit="bn", progress=False)
    long = result.paths("balance", sample=5, unit="bn", tidy=True, progress=False)
    assert list(long.columns) == ["path", "scenario", "line", "year", "value"]
    assert len(long) == paths.size
    assert long.query("path == 3 and year == '2023/24'")["value"].iloc[0] == paths.loc[3, (BASE, "balance", "2023/24")]


def test_rates_have_no_unit(result):
    share = result.paths(["savings_required_share", "balance"], sample=3, progress=False)
    in_bn = result.paths(["savings_required_share", "balance"], sample=3, unit="bn", progress=False)
    rates, money = (share.columns.get_level_values("line") == n for n in ("savings_required_share", "balance"))
    assert (share.loc[:, rates] == in_bn.loc[:, rates]).all(axis=None)
    assert (share.loc[:, money] / 1e9 == in_bn.loc[:, money]).all(axis=None)
    with pytest.raises(envelope.BadInput, match="no unit 'trillion'"):
        result.paths("balance", sample=3, unit="trillion", progress=False)


@pytest.mark.parametrize("number", [0.0, -0.01, 1e-10, 0.1 + 0.2, 1 / 3, 0.123456789012345])
def test_a_number_is_written_and_read_again(env, number):
    assert in_effect(env.set("need.real_growth", number), "need.real_growth") == float(f"{number:.15g}")
