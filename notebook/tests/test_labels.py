"""Years of pandas: a Series or a DataFrame is read by what it calls its years, or refused."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import TRUST

import envelope

YEARS = [f"{y}/{y - 1999}" for y in range(2018, 2029)][1:]  # of the settlement, after its opening year
GROWTH = [round(0.01 + 0.001 * i, 4) for i in range(10)]


def in_effect(env: envelope.Spec, place: str = "funding.real_growth"):
    first = env.check()["scenarios"][0]
    return env.assumptions(first).set_index("input")["value"][place]


@pytest.mark.parametrize(
    "index",
    [
        YEARS,
        [y.replace("/", "-") for y in YEARS],
        [f"{y[:4]}/20{y[5:]}" for y in YEARS],
        list(range(2019, 2029)),
        [float(y) for y in range(2019, 2029)],
        [str(y) for y in range(2019, 2029)],
        pd.period_range("2020", periods=10, freq="Y-MAR"),
        range(10),
    ],
    ids=["fiscal", "hyphens", "whole", "ints", "floats", "texts", "periods", "counted"],
)
def test_a_series_is_read_by_its_years(env, index):
    """In whatever order it stands: 0, 1, 2 … are no years, and stand for the years in their order."""
    series = pd.Series(GROWTH, index=index)
    assert in_effect(env.set("funding.real_growth", series)) == pytest.approx(GROWTH)
    if not isinstance(index, range):
        for other in (
            series[::-1],
            series.sample(frac=1, random_state=3),
            pd.concat([series, pd.Series([0.5], index=[1999])]),
        ):
            assert in_effect(env.set("funding.real_growth", other)) == pytest.approx(GROWTH)


@pytest.mark.parametrize(
    ("series", "says"),
    [
        (
            pd.Series(GROWTH, index=[f"{y}/{y - 1999}" for y in range(2014, 2024)]),
            "no value for 2024/25, 2025/26, 2026/27, 2027/28, 2028/29; its labels are 2014/15 to 2023/24",
        ),
        (pd.Series(GROWTH[:9], index=YEARS[1:]), "no value for 2019/20"),
        (pd.Series([*GROWTH[:9], float("nan")], index=YEARS), "no value for 2028/29"),
        (pd.Series(GROWTH, index=[*YEARS[:9], YEARS[0]]), "has 2019/20 twice"),
        (pd.Series(GROWTH, index=[*YEARS[:9], "2019-20"]), "has 2019-20 twice"),
        (pd.Series(GROWTH, index=range(10))[::-1], "9 is not a year; label the Series by years"),
        (pd.Series(GROWTH, index=range(1, 11)), "1 is not a year"),
        (pd.Series(GROWTH, index=list("abcdefghij")), "'a' is not a year"),
        (pd.Series(GROWTH, index=[y.replace("/", "/3") for y in YEARS]), "'2019/320' is not a year"),
        (pd.Series(GROWTH, index=[f"{y}/{y - 1997}" for y in range(2018, 2028)]), "'2018/21' is not a year"),
        (pd.Series(GROWTH, index=pd.date_range("2019-07-01", periods=10, freq="YS-JUL")), "is not a year"),
        (
            pd.Series(GROWTH, index=pd.period_range("2019", periods=10, freq="Y")),
            "2019 is a calendar year; the scenario's years are fiscal, 2019/20 to 2028/29",
        ),
        (pd.Series(GROWTH, index=pd.period_range("2019-04", periods=10, freq="M")), "is not a year"),
        (pd.Series(GROWTH, index=[True] * 10), "True is not a year"),
        (pd.DataFrame({"a": GROWTH}, index=YEARS), "a DataFrame has several columns"),
    ],
)
def test_what_no_year_can_be_found_for_is_refused(env, series, says):
    with pytest.raises(envelope.BadInput) as error:
        env.set("funding.real_growth", series)
    assert "funding.real_growth: " in str(error.value)
    assert says in str(error.value)


def test_series_below_keys(env):
    """The values of a number with a source are read by their years too; what follows them begins where they end."""
    series = pd.Series(GROWTH, index=YEARS)[::-1]
    assert in_effect(env.set("funding.real_growth", {"values": series, "source": "a memo"})) == pytest.approx(GROWTH)
    short = env.set("funding.real_growth", {"values": series[5:], "then": "3%"})
    assert in_effect(short) == pytest.approx([*GROWTH[:5], *[0.03] * 5])
    for hole in (series.drop("2021/22"), series[:5]):
        with pytest.raises(envelope.BadInput, match="no value for"):
            env.set("funding.real_growth", {"values": hole, "then": "3%"})


def test_a_history_is_in_the_order_of_its_years(env):
    """And has no gap; observations are in no order."""
    past = pd.Series([0.03, 0.01, 0.02], index=["2017/18", "2015/16", "2016/17"], name="growth")
    setting = env.set("need.real_growth", {"bootstrap": {"history": past, "block": 2}}).settings[-1][1]
    assert setting == '{"bootstrap": {"history": [0.01, 0.02, 0.03], "block": 2}}'
    assert "[0.03, 0.01, 0.02]" in env.set("need.real_growth", {"empirical": {"values": past}}).settings[-1][1]
    with pytest.raises(
        envelope.BadInput, match="history: the years of a history follow one another; there is no 2016/17"
    ):
        env.set("need.real_growth", {"bootstrap": {"history": past.drop("2016/17"), "block": 1}})
    with pytest.raises(envelope.BadInput, match="is not a year"):
        env.set("need.real_growth", {"bootstrap": {"history": past.reset_index(drop=True)[::-1], "block": 1}})


def test_scenarios_from_dicts_and_tables():
    growth = pd.Series([0.03, 0.01, 0.02], index=["2027/28", "2025/26", "2026/27"])
    tree = {**TRUST, "funding": {"baseline": "£1bn", "real_growth": growth}}
    assert in_effect(envelope.from_dict(tree)) == pytest.approx([0.01, 0.02, 0.03])
    with pytest.raises(envelope.BadInput, match="funding.real_growth: the Series has no value for 2027/28"):
        envelope.from_dict({**tree, "funding": {"baseline": "£1bn", "real_growth": growth[1:]}})
    calendar = {**TRUST, "years": "2024 to 2027", "first_month": 1}
    by_year = pd.Series([0.03, 0.01, 0.02], index=pd.PeriodIndex(["2027", "2025", "2026"], freq="Y"))
    assert in_effect(
        envelope.from_dict({**calendar, "funding": {"baseline": "£1bn", "real_growth": by_year}})
    ) == pytest.approx([0.01, 0.02, 0.03])
    with pytest.raises(envelope.BadInput, match="2025/26 is a fiscal year; the scenario's years are calendar"):
        envelope.from_dict({**calendar, "funding": {"baseline": "£1bn", "real_growth": growth.iloc[1:]}})

    table = pd.DataFrame({"input": ["funding.baseline", "funding.real_growth", "need.real_growth"],
                          "value": ["£1bn", None, 0.02],
                          "2027/28": [None, 0.03, None],
                          "2025/26": [None, 0.01, None], "2026/27": [None, 0.02, None]})  # fmt: skip
    env = envelope.from_frame(table, {"years": "2024/25 to 2027/28", "not_modelled": []})
    assert in_effect(env) == pytest.approx([0.01, 0.02, 0.03])
    assert in_effect(
        env.set_frame(table.iloc[1:2].rename(columns=lambda c: int(c[:4]) if c[0] == "2" else c))
    ) == pytest.approx([0.01, 0.02, 0.03])
    with pytest.raises(envelope.BadInput, match="funding.real_growth: the table has a value, and also values by year"):
        env.set_frame(table.iloc[1:2].assign(value=0.01))
    changed = env.assumptions()
    changed["2025/26"] = [0.05 if place == "funding.real_growth" else None for place in changed["input"]]
    with pytest.raises(envelope.BadInput, match="the table has a value, and also values by year"):
        env.set_frame(changed)


def test_a_fit_takes_periods_by_their_years():
    values = [0.031, 0.028, 0.036, 0.022, 0.030]
    fiscal = pd.Series(values, index=pd.period_range("2015", periods=5, freq="Y-MAR"), name="growth")
    assert "2014/15 to 2018/19" in str(envelope.fit(fiscal))
    assert "2014 to 2018" in str(
        envelope.fit(pd.Series(values, index=pd.period_range("2014", periods=5, freq="Y"), name="growth"))
    )
    assert envelope.fit(fiscal[::-1]).value == envelope.fit(fiscal).value


def test_what_was_set_is_said(env):
    """By the name, the answer, the records and the charts of a result."""
    r = env.set("funding.real_growth", "9%").set("earmark.share", 0.02).run(paths=500, seed=1, progress=False)
    words = "with funding.real_growth 9% and earmark.share 0.02"
    assert r.set == words
    assert r.name == f"The June 2018 settlement, {words}"
    assert r.name in repr(r)
    assert str(r).startswith(f"{r.name}\nWith funding.real_growth 9% and earmark.share 0.02, the chance")
    own = "“four percent, stand still” and “four percent, improve” have their own funding.real_growth."
    assert r.answer.endswith(own)
    said = r.records[r.records["versus"] == ""].groupby("scenario")["set"].unique()
    assert list(said["settlement, stand still"]) == [words]
    assert list(said["four percent, stand still"]) == ["with earmark.share 0.02"]
    for chart in (r.fan(), r.earmark()):
        subtitle = chart.to_dict()["title"]["subtitle"]
        assert subtitle[:2] == ["With funding.real_growth 9% and earmark.share 0.02.", own]
    assert " ".join(r.fan().to_dict()["title"]["text"]) == f"{r.name}: balance, £bn"
    for figure in (r.fan(backend="matplotlib"), r.earmark(backend="matplotlib")):
        assert any(words[5:] in text.get_text() for text in figure.texts)
    assert env.run(paths=500, progress=False).set == ""


def test_csv_is_read_by_pandas(env, tmp_path):
    """What the command writes for Excel is a table for pandas: its mark is no part of a name, and its figures have the same bits."""
    from envelope import command

    command.run(["run", "-", "--paths", "500", "--format", "none", "--out", str(tmp_path)], env.text)
    raw = (tmp_path / "results.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfschema_version,")
    table = pd.read_csv(
        tmp_path / "results.csv", keep_default_na=False, na_values={"lo": "", "hi": ""}, float_precision="round_trip"
    )
    assert table.columns[0] == "schema_version"
    r = env.run(paths=500, progress=False)
    pd.testing.assert_frame_equal(
        table[["scenario", "line", "year", "value", "lo", "hi"]],
        r.records[["scenario", "line", "year", "value", "lo", "hi"]],
        check_exact=True,
    )
    assert pd.read_csv(tmp_path / "ledger.csv").columns[0] == "scenario"


@pytest.mark.parametrize("paths", [0, 10**13])
def test_paths_have_one_limit(env, paths):
    with pytest.raises(envelope.BadInput, match=f"--paths: {paths} is not a number of paths from 1 to 1000000000"):
        env.run(paths=paths, progress=False)
