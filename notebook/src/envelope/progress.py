"""How far a run is: a line in a notebook that leaves nothing behind, a bar in a terminal."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import Any

from .command import Progress

_DELAY = 0.5  # seconds that a run takes before anything is shown
_EVERY = 0.2  # seconds between two looks of a line


@contextlib.contextmanager
def bar(progress: bool | Progress, unit: str = "path") -> Iterator[Progress | None]:
    """What to call with what is done and all of it: the caller's own, what shows a run that takes longer, or nothing.

    In a notebook it is a line of the cell's that vanishes at the end; where standard error is a terminal, a bar of
    tqdm, if that is installed. Nothing is written elsewhere: neither to a log nor to a page that is made of a notebook.
    """
    if callable(progress):
        yield progress
    elif not progress:
        yield None
    elif _in_a_kernel():
        with _line(unit) as show:
            yield show
    else:
        with _bar(unit) as show:
            yield show


def _in_a_kernel() -> bool:
    """Whether this is the kernel of a notebook, which is there already if it is."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "kernel", None) is not None


@contextlib.contextmanager
def _line(unit: str) -> Iterator[Progress]:
    from IPython.display import display

    handle: Any = None
    last = time.monotonic() + _DELAY - _EVERY

    def show(done: int, total: int) -> None:
        nonlocal handle, last
        if time.monotonic() - last < _EVERY:
            return
        last = time.monotonic()
        line = {"text/plain": f"{done / total:.0%} of {total:,} {unit}s"}
        if handle is None:
            handle = display(line, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        else:
            handle.update(line, raw=True)

    try:
        yield show
    finally:
        if handle is not None:
            handle.update({"text/plain": ""}, raw=True)


@contextlib.contextmanager
def _bar(unit: str) -> Iterator[Progress | None]:
    try:
        from tqdm import tqdm
    except ImportError:
        tqdm = None
    if tqdm is None or not sys.stderr.isatty():
        yield None
        return
    with tqdm(unit=unit, unit_scale=True, leave=False, delay=_DELAY) as shown:

        def show(done: int, total: int) -> None:
            shown.total = total
            shown.update(done - shown.n)

        yield show
