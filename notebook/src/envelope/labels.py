"""Years as pandas labels them: what a Series says of its years, and its values in a scenario's order."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from .errors import BadInput

#: The years after a scenario's opening year, asked for only where labels have to be held against them.
Years = Callable[[], list[str]]

_YEAR = re.compile(r"(\d{4})(?:[/-](\d{2}|\d{4}))?")
_FIRST, _LAST = 1900, 2199  # those that the command reads


class _Year(NamedTuple):
    """A year by the calendar year in which it starts; ``fiscal`` is None where the label does not say."""

    start: int
    fiscal: bool | None


def is_year(label: Any) -> bool:
    """Whether a label is a year: 2019, "2019", "2019/20", "2019-20" or a period of a year."""
    return _year(label) is not None


def year_text(label: Any) -> Any:
    """A label as a table of the command has it: a period of a year in words, all else as it is."""
    year = _year(label)
    if year is None or not isinstance(label, (pd.Period, datetime.date)):
        return label
    return _text(year.start, bool(year.fiscal))


def named(label: Any, years: Sequence[str]) -> str:
    """The one of some years that a label means: text as it is; 2019 or a period of a year the one that starts then."""
    if isinstance(label, str):
        return label
    year = _year(label)
    found = [y for y in years if year is not None and year.fiscal in (None, "/" in y) and int(y[:4]) == year.start]
    if len(found) != 1:
        raise BadInput(f"{label!r} is not a year of {years[0]} to {years[-1]}")
    return found[0]


def date_text(value: datetime.date | pd.Period) -> str:
    """A date as 2019-04-01; a period of a year as that year."""
    if isinstance(value, pd.Period):
        return str(year_text(value))
    return value.isoformat()[:10]


def by_year(series: pd.Series, years: Years, place: str, partial: bool = False) -> list[Any]:
    """The values of a series in the order of a scenario's years, each found by its label.

    A series that is labelled 0, 1, 2 … has its values in order. ``partial`` lets it end before the scenario's years do.
    Whatever else cannot be put into order is refused; years that the scenario does not have are left out.
    """
    if _counted(series.index):
        return series.tolist()
    found = _labelled(series, place)
    wanted = years()
    fiscal = any(len(y) > len("2019") for y in wanted)
    other = [text for year, text in found.values() if year.fiscal not in (None, fiscal)]
    if other:
        kinds = ("fiscal", "calendar") if fiscal else ("calendar", "fiscal")
        raise BadInput(
            f"{place}: {other[0]} is a {kinds[1]} year; the scenario's years are {kinds[0]}, {wanted[0]} to {wanted[-1]}"
        )
    starts = [int(y[:4]) for y in wanted]
    values = {start: series.iloc[i] for i, start in enumerate(found) if start in starts}
    missing = [y for y, start in zip(wanted, starts) if start not in values or pd.isna(values[start])]
    if missing and not (partial and missing == wanted[-len(missing) :] and len(missing) < len(wanted)):
        raise BadInput(f"{place}: the Series has no value for {', '.join(missing)}; its labels are {_span(found)}")
    return [values[start] for y, start in zip(wanted, starts) if y not in missing]


def in_order(series: pd.Series, place: str) -> list[Any]:
    """The values of a history, the oldest first, without a gap. A series that is labelled 0, 1, 2 … is in order."""
    if _counted(series.index):
        return series.tolist()
    found = _labelled(series, place)
    starts = sorted(found)
    gaps = [start for start in range(starts[0], starts[-1]) if start not in found]
    if gaps:
        raise BadInput(
            f"{place}: the years of a history follow one another; there is no {_text(gaps[0], bool(found[starts[0]][0].fiscal))}"
        )
    values = dict(zip(found, series))
    return [values[start] for start in starts]


def _labelled(series: pd.Series, place: str) -> dict[int, tuple[_Year, str]]:
    """Each label by the year in which its year starts, in the order of the series."""
    found: dict[int, tuple[_Year, str]] = {}
    for label in series.index:
        year = _year(label)
        if year is None:
            raise BadInput(
                f"{place}: {label!r} is not a year; label the Series by years (2019/20, 2019, a PeriodIndex), or give its values in the order of the years: series.tolist()"
            )
        if year.start in found:
            raise BadInput(f"{place}: the Series has {label} twice")
        found[year.start] = (year, str(year_text(label)))
    if len({year.fiscal for year, _ in found.values()} - {None}) > 1:
        raise BadInput(f"{place}: the labels of the Series are years of two kinds: {_span(found)}")
    if not found:
        raise BadInput(f"{place}: the Series is empty")
    return found


def _year(label: Any) -> _Year | None:
    if isinstance(label, pd.Period):
        whole = (label + 1).start_time == label.start_time + pd.DateOffset(years=1)
        return _Year(label.start_time.year, label.start_time.month != 1) if whole else None
    if isinstance(label, datetime.date):
        return None if label is pd.NaT else _dated(label)
    if isinstance(label, str):
        match = _YEAR.fullmatch(label.strip())
        if match is None:
            return None
        start, rest = int(match[1]), match[2]
        follows = rest is None or int(rest) == (start + 1) % 10 ** len(rest)
        return _Year(start, None if rest is None else True) if follows and _FIRST <= start <= _LAST else None
    try:
        whole = not isinstance(label, bool) and int(label) == label and _FIRST <= label <= _LAST
    except (TypeError, ValueError, OverflowError):
        return None
    return _Year(int(label), None) if whole else None


def _dated(day: datetime.date) -> _Year | None:
    """The year that a date begins, as the first of January or April, or ends, as the day before one of these."""
    for begins, start in ((day, day.year), (day + datetime.timedelta(days=1), day.year + (day.month == 12) - 1)):
        if begins.day == 1 and begins.month in (1, 4):
            return _Year(start, begins.month == 4)
    return None


def _counted(index: pd.Index) -> bool:
    """Whether the labels are 0, 1, 2 …, which pandas gives where nobody has."""
    return pd.api.types.is_integer_dtype(index.dtype) and index.tolist() == list(range(len(index)))


def _text(start: int, fiscal: bool) -> str:
    return f"{start}/{(start + 1) % 100:02d}" if fiscal else str(start)


def _span(found: dict[int, tuple[_Year, str]]) -> str:
    texts = [text for _, text in found.values()]
    return texts[0] if len(texts) == 1 else f"{texts[0]} to {texts[-1]}"
