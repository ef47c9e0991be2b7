"""A progress bar where tqdm is installed."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

from .command import Progress


@contextlib.contextmanager
def bar(progress: bool | Progress) -> Iterator[Progress | None]:
    """What to call with the paths done and all of them: the caller's own, a bar for a run that takes longer, or nothing."""
    if callable(progress):
        yield progress
        return
    tqdm = _tqdm() if progress else None
    if tqdm is None:
        yield None
        return
    with tqdm(unit="path", unit_scale=True, leave=False, delay=0.5) as shown:

        def show(done: int, total: int) -> None:
            shown.total = total
            shown.update(done - shown.n)

        yield show


def _tqdm() -> Any:
    """The bar that suits the place; None without tqdm."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of ipywidgets that are not there: it falls back to text
            from tqdm.auto import tqdm
    except ImportError:
        return None
    return tqdm
